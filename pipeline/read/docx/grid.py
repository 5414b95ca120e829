"""The table that Word shows, from rows that store it: merged cells once, nested tables opened.

Offices' files store tables in odd ways: rows that are shorter than others, spans beyond
the table, slivers of columns where somebody dragged a border, a heading that is a table
of its own inside a cell, a list wrapped whole into a cell of an outer table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.language.headings import reads_as_heading
from pipeline.model import Cell, Grid, Paragraph, Row
from pipeline.read.docx.columns import place_cells
from pipeline.read.docx.stored import StandingCell, StoredRow, print_content, resume_merged

_DEEPEST = 8  # rows: a heading starts above this one
_LEADING = 3  # rows in which a nested table is part of the heading


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
    resume_merged(rows)
    placed = place_cells(rows, columns)
    width = max((cell.end for row in placed for cell in row), default=0)
    within = [block for row in rows for cell in row.cells for block in cell.content]
    if width == 1 and any(isinstance(block, Grid) for block in within):
        return within
    blocks: list[Paragraph | Grid] = []
    begin = 0
    is_frame = not any(_heads_list(row) for row in rows[:_DEEPEST])
    for index, row in enumerate(placed):
        if _wraps_table(row, width) or (is_frame and _frames_list(rows[index], width)):
            blocks.extend(_make_grid(rows[begin:index], placed[begin:index], width))
            blocks.extend(block for cell in row for block in cell.stored.content)
            begin = index + 1
    blocks.extend(_make_grid(rows[begin:], placed[begin:], width))
    return blocks


# --- the grid ------------------------------------------------------------------------


def _make_grid(
    rows: Sequence[StoredRow], placed: Sequence[Sequence[StandingCell]], width: int
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


def _make_cell(cell: StandingCell) -> Cell:
    text = print_content(cell.stored.content)
    return Cell(text, cell.rows, cell.end - cell.start, doubts=cell.stored.doubts)


def _join_merged(placed: Sequence[Sequence[StandingCell]]) -> list[list[StandingCell]]:
    """Count the rows of vertically merged cells; what continues one gets 0 rows."""
    joined = []
    above: dict[tuple[int, int], StandingCell] = {}
    for row in placed:
        open_cells: dict[tuple[int, int], StandingCell] = {}
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


def _wraps_table(row: Sequence[StandingCell], width: int) -> bool:
    """Tell a row that is one cell around a whole table which is not part of the outer one."""
    if len(row) != 1 or (row[0].start, row[0].end) != (0, width):
        return False
    content = row[0].stored.content
    grids = [block for block in content if isinstance(block, Grid)]
    if len(content) == 1 and grids and grids[0].width == width:
        return False
    return any(grid.width > 1 and len(grid.rows) > 1 for grid in grids)


def _frames_list(row: StoredRow, width: int) -> bool:
    """Tell a row of a table of layout: a cell of it holds a list with its own heading."""
    if len(row.cells) == 1 and row.cells[0].span == width:
        return False  # told by ``_wraps_table``
    return any(
        isinstance(block, Grid) and len(block.rows) > 1 and _has_heading(block)
        for cell in row.cells
        for block in cell.content
    )


def _has_heading(grid: Grid) -> bool:
    return any(
        reads_as_heading([cell.text for cell in row.cells if cell is not None and cell.text])
        for row in grid.rows[:_LEADING]
    )


def _heads_list(row: StoredRow) -> bool:
    """Whether the words of a row itself are the headings of a list."""
    own = (
        " ".join(block.text for block in cell.content if isinstance(block, Paragraph))
        for cell in row.cells
    )
    return reads_as_heading([text for text in own if text])


def _find_heading(cell: StandingCell, index: int, width: int, is_header: bool) -> Grid | None:
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
