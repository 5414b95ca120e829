"""Tables joined over pages, before any meaning is given to their cells.

A table goes on where its columns go on: a heading printed again is dropped, a row broken
over a page is one row, a merged cell counts for every row that it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import starmap

from pipeline.codes import Role
from pipeline.extract.cards import join_cards
from pipeline.extract.continuing import (
    TableEnd,
    first_ordinal,
    goes_on,
    last_ordinal,
    read_number,
    repeats_first,
)
from pipeline.extract.heading import TableHeading, find_heading, is_numbering, is_repeated
from pipeline.extract.joints import Joint, cross_page, put_cell
from pipeline.extract.row_kinds import find_coded_groups, kind_of
from pipeline.extract.shape import align_columns, drop_heading, drop_slivers, text_of
from pipeline.extract.side_by_side import part_lists
from pipeline.extract.unsure import place_unsure, reach_into
from pipeline.extract.widening import Widening, find_widening, widen_rows
from pipeline.language.keys import PAGE_NUMBER, fold, squeeze
from pipeline.model import Cell, Document, Grid, Paragraph, Row, RowKind, Table, TableRow

_TITLE_START = re.compile(r"^(?:phụ lục|biểu|mẫu|danh sách|tổng hợp|bảng)\b")
_SIGNATURE = re.compile(r"^(?:nơi nhận|tm\.|kt\.|tl\.|tuq\.|người lập|thủ trưởng|xác nhận)")
_LETTERHEAD = re.compile(
    r"^(?:số\s*:|cộng h\w\w xã hội|độc lập\s*-|.*\bngày\b.*\btháng\b.*\bnăm\b[\s\d.…]*$)"
)
_MOST = 0.5  # of the rows of a table without heading are numbered
MOST_TITLE_LINES = 8


@dataclass
class _TableDraft:
    """A table while its pages come in."""

    heading: TableHeading | None
    width: int
    titles: tuple[str, ...]
    edges: tuple[float, ...] = ()
    rows: list[TableRow] = field(default_factory=list)
    spans: list[int] = field(default_factory=list)  # of the last row's cells, one a column
    pages: list[int] = field(default_factory=list)
    merged: set[int] = field(default_factory=set)  # columns with cells over several rows
    confidence: float = 1.0
    widenings: list[Widening] = field(default_factory=list)  # columns that stand overleaf

    @property
    def ordinal(self) -> int | None:
        """The ordinal column; the first where no heading says so and its cells are ordinals."""
        roles = self.heading.roles if self.heading else ()
        if any(roles):
            return roles.index(Role.ORDINAL) if Role.ORDINAL in roles else None
        numbered = sum(1 for row in self.rows if read_number(row.cells[0]))
        return 0 if numbered > 1 and numbered > _MOST * len(self.rows) else None

    @property
    def end(self) -> TableEnd:
        """What the next grid may go on from."""
        first = self.rows[0] if self.rows else None
        return TableEnd(self.heading, first, self.rows, self.width, self.edges, self.ordinal)


def join_tables(document: Document) -> list[Table]:
    """Return every table of the document, joined over pages, in reading order."""
    drafts: list[_TableDraft] = []
    above: list[Paragraph] = []
    running = _find_running(document)
    for block in join_cards(document.blocks):
        if isinstance(block, Paragraph):
            if _bare_line(block) not in running:
                above.append(block)
            continue
        for grid in part_lists(drop_slivers(block)):
            _take_grid(drafts, grid, above)
        above = []
    return [_finish(draft) for draft in drafts]


def _find_running(document: Document) -> frozenset[str]:
    """The headers and footers: lines that stand on two pages or more, page numbers apart."""
    pages: dict[str, set[int]] = {}
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.page:
            line = _bare_line(block)
            if not _TITLE_START.match(line) and not line.startswith("("):
                pages.setdefault(line, set()).add(block.page)
    return frozenset(line for line, found in pages.items() if len(found) > 1)


def _bare_line(block: Paragraph) -> str:
    return re.sub(r"\d+", "#", fold(block.text))


def _take_grid(drafts: list[_TableDraft], grid: Grid, above: Sequence[Paragraph]) -> None:
    titles = _read_titles(above)
    last = drafts[-1] if drafts else None
    if last and last.heading and last.width == grid.width:
        grid = drop_heading(grid, last.heading.header)
    heading = find_heading(grid)
    if last and heading and not titles and _is_first_line(last, grid, heading):
        grid, heading = _join_first(grid), None
    if last and not _is_signature(grid) and goes_on(last.end, grid, heading, titles):
        aligned = align_columns(grid, last.edges, last.width)
        if aligned is not None:
            again = last.heading is None and repeats_first(last.end, grid)
            _add_rows(last, aligned.rows[heading.body if heading else again :], joint=True)
            last.edges = aligned.edges or last.edges
            last.confidence = min(last.confidence, grid.confidence)
            return
    if last and last.heading and heading:
        wider = find_widening(last.heading, last.rows, grid, heading, titles)
        if wider is not None:
            last.widenings.append(wider)
            _turn_page(last, grid)
            return
    inner = heading.titles if heading else ()
    draft = _TableDraft(heading, grid.width, (*titles, *inner), grid.edges)
    draft.confidence = grid.confidence
    drafts.append(draft)
    _add_rows(draft, grid.rows[heading.body if heading else 0 :], joint=False)


def _is_first_line(draft: _TableDraft, grid: Grid, heading: TableHeading) -> bool:
    """Whether what reads as a heading overleaf is the first line of the row that counts on."""
    if draft.heading is None or grid.width != draft.width:
        return False
    column = draft.ordinal or 0
    pairs = zip(heading.roles, draft.heading.roles, strict=True)
    agreed = sum(one == other != Role.UNKNOWN for one, other in pairs)
    if agreed > 1 or heading.header[column]:
        return False
    last = last_ordinal(draft.rows, column)
    return last > 0 and len(grid.rows) > 1 and first_ordinal(grid, column, 0) == last + 1


def _join_first(grid: Grid) -> Grid:
    """Put the first row before the second, of which it is the first line."""
    first, second, *rest = grid.rows
    pairs = zip(first.cells, second.cells, strict=True)
    return replace(grid, rows=(replace(second, cells=tuple(starmap(_join_cells, pairs))), *rest))


def _join_cells(above: Cell | None, below: Cell | None) -> Cell | None:
    if above is None or below is None or not above.text:
        return below
    text = f"{above.text}\n{below.text}".strip()
    return replace(below, text=text, doubts=(*above.doubts, *below.doubts))


def _turn_page(draft: _TableDraft, grid: Grid) -> None:
    """Note the pages of a grid whose rows are read already."""
    for row in grid.rows:
        if row.page and row.page not in draft.pages:
            draft.pages.append(row.page)


def _is_signature(grid: Grid) -> bool:
    """Whether a grid holds "Nơi nhận" or the signers, which stand under a list."""
    return any(_is_signature_row([text_of(cell) for cell in row.cells]) for row in grid.rows[:2])


def _is_signature_row(texts: Sequence[str]) -> bool:
    """Whether a row holds nothing but "Nơi nhận" and the signers' offices."""
    filled = [fold(text) for text in texts if text]
    return bool(filled) and bool(_SIGNATURE.match(filled[0])) and len(filled) <= 3


def _read_titles(above: Sequence[Paragraph]) -> tuple[str, ...]:
    """The title lines directly above a table: from "Phụ lục ...", else the last centred ones.

    A letterhead that stands right above, as in a workbook, is no title.
    """
    lines = [
        (squeeze(line), paragraph)
        for paragraph in above
        for line in paragraph.text.split("\n")
        if squeeze(line) and not PAGE_NUMBER.match(squeeze(line))
    ][-MOST_TITLE_LINES:]
    starts = [i for i, (line, _) in enumerate(lines) if _TITLE_START.match(fold(line))]
    if starts:
        first = starts[0]
        labels = [i for i in starts if fold(lines[i][0]).startswith("phụ lục")]
        first = labels[-1] if labels else first
        return tuple(line for line, _ in lines[first:])
    tail: list[str] = []
    for line, paragraph in reversed(lines):
        if not (paragraph.centred or paragraph.bold or len(line) < 90) or line.endswith(";"):
            break
        if _LETTERHEAD.match(fold(line)):
            break
        tail.append(line)
    return tuple(reversed(tail[:4]))


# --- rows ----------------------------------------------------------------------------


def _add_rows(draft: _TableDraft, rows: Iterable[Row], *, joint: bool) -> None:
    """Append rows; at a ``joint`` of two pages the first may be the rest of the last one."""
    owners: list[TableRow | None] = [None] * draft.width
    left = [0] * draft.width
    for row in rows:
        texts, filled, spans = _read_row(row, owners, left, draft)
        if row.page and row.page not in draft.pages:
            draft.pages.append(row.page)
        if not any(text_of(cell) for cell in row.cells) and not any(filled):
            continue
        if _is_signature_row(texts):
            break
        if draft.heading and (is_numbering(row) or is_repeated(texts, draft.heading.header)):
            continue
        new = _make_row(row, kind_of(row, draft.ordinal), texts, filled)
        for column, owner in enumerate(owners):
            if owner is not None and left[column]:
                new = reach_into(new, owner, column)
        if joint and draft.rows:
            joint = False
            draft.rows[:] = cross_page(_make_joint(draft, spans), new)
        else:
            draft.rows.append(new)
        new = draft.rows[-1]
        draft.spans = spans
        draft.merged |= {c for c in range(draft.width) if spans[c] > 1}
        owners = [new if spans[c] > 1 and not left[c] else owners[c] for c in range(draft.width)]
        left = _count_left(row, left, draft.width)


def _make_joint(draft: _TableDraft, spans: Sequence[int]) -> Joint:
    roles = draft.heading.roles if draft.heading else (Role.UNKNOWN,) * draft.width
    merged = frozenset(draft.merged)
    return Joint(tuple(draft.rows), tuple(draft.spans), tuple(spans), merged, roles, draft.ordinal)


def _read_row(
    row: Row, owners: Sequence[TableRow | None], left: Sequence[int], draft: _TableDraft
) -> tuple[list[str], list[str], list[int]]:
    """Return printed texts, texts with merged cells filled in, and row spans, a column each."""
    width = draft.width
    texts, filled, spans = [""] * width, [""] * width, [1] * width
    for column, cell in enumerate(row.cells[:width]):
        if cell is None:
            continue
        end = min(column + cell.col_span, width)
        texts[column] = cell.text.strip()
        for covered in range(column, end):
            filled[covered] = cell.text.strip()
            spans[covered] = cell.row_span
    for column in range(width):
        owner = owners[column]
        if left[column] > 0 and owner is not None:
            filled[column] = owner.filled[column]
            spans[column] = left[column] + 1
    return texts, filled, spans


def _count_left(row: Row, left: Sequence[int], width: int) -> list[int]:
    after = [max(count - 1, 0) for count in left]
    for column, cell in enumerate(row.cells[:width]):
        if cell is not None:
            for covered in range(column, min(column + cell.col_span, width)):
                after[covered] = cell.row_span - 1
    return after


def _make_row(row: Row, kind: RowKind, texts: Sequence[str], filled: Sequence[str]) -> TableRow:
    cells = [*row.cells, *[None] * (len(texts) - len(row.cells))][: len(texts)]
    doubts = dict.fromkeys(doubt for cell in cells if cell for doubt in cell.doubts)
    return TableRow(
        kind=kind,
        cells=tuple(texts),
        filled=tuple(filled),
        page=row.page,
        doubts=tuple(doubts),
        unsure=place_unsure(cells, row.page),
    )


def _join_ordinals(rows: Sequence[TableRow], column: int | None) -> list[TableRow]:
    """Make ordinals whole that a narrow column breaks after a digit: "1", "0" after 9."""
    if column is None:
        return list(rows)
    joined: list[TableRow] = []
    last = 0
    for row in rows:
        whole = "".join(row.cells[column].split())
        broken = whole != row.cells[column] and whole.rstrip(".").isdigit()
        if broken and int(whole.rstrip(".")) == last + 1:
            row = put_cell(row, column, whole)
        last = read_number(row.cells[column]) or last
        joined.append(row)
    return joined


def _finish(draft: _TableDraft) -> Table:
    header = draft.heading.header if draft.heading else (Role.UNKNOWN,) * draft.width
    roles = draft.heading.roles if draft.heading else (Role.UNKNOWN,) * draft.width
    rows = _join_ordinals(draft.rows, draft.ordinal)
    if draft.widenings:
        rows, more, meanings = widen_rows(rows, draft.widenings)
        header, roles = (*header, *more), (*roles, *meanings)
    return Table(
        header=header,
        rows=find_coded_groups(rows, draft.ordinal),
        roles=roles,
        title=draft.titles,
        pages=tuple(draft.pages),
        confidence=draft.confidence,
    )
