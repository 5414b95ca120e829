"""The table that Word shows, from rows that store it: merged cells once, nested tables opened.

Offices' files store tables in odd ways: rows that are shorter than others, spans beyond
the table, slivers of columns where somebody dragged a border, a heading that is a table
of its own inside a cell, a list wrapped whole into a cell of an outer table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from pipeline.codes import Flag
from pipeline.model import Cell, Grid, Paragraph, Row

_SLIVER = 100  # twips (1.8 mm): two borders nearer than this are one
_LEADING = 3  # rows in which a nested table is part of the heading

Content = Sequence[Paragraph | Grid]


@dataclass(slots=True)
class WordCell:
    """One ``w:tc``: what stands in it and what it says of its place."""

    content: Content = ()
    span: int = 1
    width: int = 0  # twips; 0: not said
    merge: str = ""  # vertically: "restart", "continue" or none
    doubts: tuple[Flag, ...] = ()
    left: str = ""  # what was left out of it


@dataclass(slots=True)
class StoredRow:
    """One ``w:tr``; ``before`` and ``after`` are grid columns that it leaves free."""

    cells: list[WordCell]
    before: int = 0
    after: int = 0
    width_before: int = 0
    is_header: bool = False
    page: int | None = None


@dataclass(slots=True)
class _Placed:
    """A cell at its place; ``end`` is the column after its last."""

    stored: WordCell
    start: int
    end: int
    rows: int = 1


@dataclass(slots=True)
class _GridDraft:
    """A grid in the making."""

    rows: list[list[Cell | None]]
    pages: list[int | None]
    header_rows: int
    nested: dict[tuple[int, int], Grid] = field(default_factory=dict)  # by row and column


def lay_out_table(rows: Sequence[StoredRow], columns: Sequence[int]) -> list[Paragraph | Grid]:
    """Return the table of ``rows`` as blocks: one grid, or what a table of layout wraps.

    Args:
        rows: the rows as stored, in order.
        columns: widths of the grid columns in twips, as the table itself says.
    """
    if not rows:
        return []
    placed = _place_cells(rows, columns)
    width = max((cell.end for row in placed for cell in row), default=0)
    within = [block for row in rows for cell in row.cells for block in cell.content]
    if width == 1 and any(isinstance(block, Grid) for block in within):
        return within
    blocks: list[Paragraph | Grid] = []
    begin = 0
    for index, row in enumerate(placed):
        if _wraps_table(row, width):
            blocks.extend(_make_grid(rows[begin:index], placed[begin:index], width))
            blocks.extend(row[0].stored.content)
            begin = index + 1
    blocks.extend(_make_grid(rows[begin:], placed[begin:], width))
    return blocks


def drop_rows(rows: Sequence[StoredRow], indexes: Sequence[int]) -> list[StoredRow]:
    """Return ``rows`` without some; a merged cell that begins in one goes on to the next row."""
    for index in sorted(indexes):
        below = dict(_starts(rows[index + 1])) if rows[index + 1 :] else {}
        for start, cell in _starts(rows[index]):
            heir = below.get(start)
            if cell.merge == "restart" and heir is not None and heir.merge == "continue":
                heir.merge, heir.content, heir.doubts = "restart", cell.content, cell.doubts
    return [row for index, row in enumerate(rows) if index not in indexes]


def _starts(row: StoredRow) -> Iterator[tuple[int, WordCell]]:
    starts = accumulate((cell.span for cell in row.cells), initial=row.before)
    return zip(starts, row.cells, strict=False)


def print_content(content: Content) -> str:
    """Return the text of a cell: a line a paragraph, a line a row of a nested table."""
    return "\n".join(line for block in content for line in _print_block(block) if line)


def _print_block(block: Paragraph | Grid) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    else:
        for row in block.rows:
            yield " ".join(cell.text for cell in row.cells if cell is not None and cell.text)


# --- places --------------------------------------------------------------------------


def _place_cells(rows: Sequence[StoredRow], columns: Sequence[int]) -> list[list[_Placed]]:
    """Give every cell its columns, numbered without gaps over the whole table."""
    _clamp_spans(rows, len(columns))
    by_span = [_edges([row.before, *(cell.span for cell in row.cells)]) for row in rows]
    ends = {edges[-1] + row.after for row, edges in zip(rows, by_span, strict=True)}
    if len(ends) > 1 and all(cell.width > 0 for row in rows for cell in row.cells):
        by_width = [_edges([row.width_before, *(cell.width for cell in row.cells)]) for row in rows]
        snapped = _snap(by_width, _SLIVER)
    elif max(ends) <= len(columns):
        positions = [0, *accumulate(columns)]
        snapped = _snap([[positions[edge] for edge in edges] for edges in by_span], _SLIVER)
    else:
        snapped = None
    snapped = snapped or _snap(by_span, 0) or by_span
    return [
        [_Placed(c, *edges[i : i + 2]) for i, c in enumerate(row.cells)]
        for row, edges in zip(rows, snapped, strict=True)
    ]


def _clamp_spans(rows: Sequence[StoredRow], columns: int) -> None:
    """Cut merged cells that reach beyond the table, as Word does."""
    ends = [row.before + sum(cell.span for cell in row.cells) + row.after for row in rows]
    usual = min(Counter(ends).items(), key=lambda item: (-item[1], item[0]))[0]
    limit = columns if columns in ends else usual
    for row, end in zip(rows, ends, strict=True):
        for cell in reversed(row.cells):
            cut = max(0, min(end - limit, cell.span - 1))
            cell.span -= cut
            end -= cut


def _edges(steps: Sequence[int]) -> list[int]:
    return list(accumulate(steps))


def _snap(rows: Sequence[Sequence[int]], tolerance: int) -> list[list[int]] | None:
    """Number the distinct edges from the left; None where a cell would lose all its width."""
    distinct = sorted({edge for edges in rows for edge in edges})
    first, number = distinct[0], 0
    numbers: dict[int, int] = {}
    for edge in distinct:
        if edge - first > tolerance:
            first, number = edge, number + 1
        numbers[edge] = number
    snapped = [[numbers[edge] for edge in edges] for edges in rows]
    if any(a >= b for edges in snapped for a, b in pairwise(edges)):
        return None
    return snapped


# --- the grid ------------------------------------------------------------------------


def _make_grid(
    rows: Sequence[StoredRow], placed: Sequence[Sequence[_Placed]], width: int
) -> list[Paragraph | Grid]:
    if not rows:
        return []
    header_rows = next((i for i, row in enumerate(rows) if not row.is_header), len(rows))
    draft = _GridDraft([], [row.page for row in rows], header_rows)
    for index, cells in enumerate(_join_merged(placed)):
        slots: list[Cell | None] = [Cell("")] * width
        for cell in cells:
            slots[cell.start : cell.end] = [None] * (cell.end - cell.start)
            if cell.rows:
                slots[cell.start] = _make_cell(cell)
                nested = _find_heading(cell, index, width, index < header_rows)
                if nested is not None:
                    draft.nested[index, cell.start] = nested
        draft.rows.append(slots)
    for index in sorted({row for row, _ in draft.nested}, reverse=True):
        _open_row(draft, index)
    made = zip(draft.rows, draft.pages, strict=True)
    return [Grid(tuple(Row(tuple(c), page) for c, page in made), draft.header_rows)]


def _make_cell(cell: _Placed) -> Cell:
    text = print_content(cell.stored.content)
    return Cell(text, cell.rows, cell.end - cell.start, doubts=cell.stored.doubts)


def _join_merged(placed: Sequence[Sequence[_Placed]]) -> list[list[_Placed]]:
    """Count the rows of vertically merged cells; what continues one gets 0 rows."""
    joined = []
    above: dict[tuple[int, int], _Placed] = {}
    for row in placed:
        open_cells: dict[tuple[int, int], _Placed] = {}
        for cell in row:
            place = cell.start, cell.end
            if cell.stored.merge == "continue" and place in above:
                above[place].rows += 1
                cell.rows = 0
                open_cells[place] = above[place]
            elif cell.stored.merge:  # some files never say where a merge starts
                open_cells[place] = cell
        above = open_cells
        joined.append(list(row))
    return joined


# --- nested tables -------------------------------------------------------------------


def _wraps_table(row: Sequence[_Placed], width: int) -> bool:
    """Tell a row that is one cell around a whole table which is not part of the outer one."""
    if len(row) != 1 or (row[0].start, row[0].end) != (0, width):
        return False
    content = row[0].stored.content
    grids = [block for block in content if isinstance(block, Grid)]
    if len(content) == 1 and grids and grids[0].width == width:
        return False
    return any(grid.width > 1 and len(grid.rows) > 1 for grid in grids)


def _find_heading(cell: _Placed, index: int, width: int, is_header: bool) -> Grid | None:
    """Return the table that fills ``cell`` and has the columns that it spans.

    A line above that table is the heading over its columns.
    """
    *above, last = cell.stored.content or (None,)
    span = cell.end - cell.start
    if cell.rows != 1 or span == 1 or not isinstance(last, Grid) or last.width != span:
        return None
    if not above:
        return last if span == width or is_header or index < _LEADING else None
    if any(isinstance(block, Grid) for block in above) or index >= _LEADING:
        return None
    title = Cell(print_content([b for b in above if b is not None]), col_span=span)
    top = Row((title, *[None] * (span - 1)), last.rows[0].page)
    return replace(last, rows=(top, *last.rows))


def _open_row(draft: _GridDraft, index: int) -> None:
    """Replace row ``index`` by as many rows as the tallest table nested in it has."""
    grids = {column: grid for (row, column), grid in draft.nested.items() if row == index}
    height = max(len(grid.rows) for grid in grids.values())
    opened: list[list[Cell | None]] = [[None] * len(draft.rows[index]) for _ in range(height)]
    for column, cell in enumerate(draft.rows[index]):
        if cell is not None and column in grids:
            _copy_nested(grids[column], opened, column)
        elif cell is not None:
            opened[0][column] = replace(cell, row_span=cell.row_span + height - 1)
    for above in range(index):
        draft.rows[above] = [
            replace(cell, row_span=cell.row_span + height - 1)
            if cell is not None and above + cell.row_span > index
            else cell
            for cell in draft.rows[above]
        ]
    draft.rows[index : index + 1] = opened
    draft.pages[index : index + 1] = [draft.pages[index]] * height
    if index < draft.header_rows:
        draft.header_rows += height - 1


def _copy_nested(grid: Grid, opened: list[list[Cell | None]], column: int) -> None:
    short = len(opened) - len(grid.rows)
    for number, row in enumerate(grid.rows):
        for offset, cell in enumerate(row.cells):
            reaches_end = cell is not None and number + cell.row_span == len(grid.rows)
            if cell is not None and reaches_end and short:
                cell = replace(cell, row_span=cell.row_span + short)
            opened[number][column + offset] = cell
