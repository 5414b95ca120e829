"""Tables joined over pages, before any meaning is given to their cells.

A table goes on where its columns go on: a heading printed again is dropped, a row broken
over a page is one row, a merged cell counts for every row that it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.codes import Role
from pipeline.extract.cards import join_cards
from pipeline.extract.heading import TableHeading, find_heading, is_numbering, is_repeated
from pipeline.extract.joints import Joint, cross_page
from pipeline.extract.roles.contents import counts_up
from pipeline.extract.row_kinds import kind_of
from pipeline.extract.shape import align_columns, drop_slivers, text_of
from pipeline.extract.side_by_side import part_lists
from pipeline.extract.unsure import place_unsure, reach_into
from pipeline.language.keys import PAGE_NUMBER, fold, squeeze
from pipeline.language.ordinals import is_ordinal
from pipeline.model import Document, Grid, Paragraph, Row, RowKind, Table, TableRow

_TITLE_START = re.compile(r"^(?:phụ lục|biểu|mẫu|danh sách|tổng hợp|bảng)\b")
_SIGNATURE = re.compile(r"^(?:nơi nhận|tm\.|kt\.|tl\.|tuq\.|người lập|thủ trưởng|xác nhận)")
_LETTERHEAD = re.compile(
    r"^(?:số\s*:|cộng h\w\w xã hội|độc lập\s*-|.*\bngày\b.*\btháng\b.*\bnăm\b[\s\d.…]*$)"
)
MOST_TITLE_LINES = 8
_MOST = 0.6  # of the rows of a table without heading are numbered


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

    @property
    def ordinal(self) -> int | None:
        """The ordinal column."""
        roles = self.heading.roles if self.heading else ()
        return roles.index(Role.ORDINAL) if Role.ORDINAL in roles else None


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
    heading = find_heading(grid)
    titles = _read_titles(above)
    last = drafts[-1] if drafts else None
    if last and _goes_on(last, grid, heading, titles):
        aligned = align_columns(grid, last.edges, last.width)
        if aligned is not None:
            body = aligned.rows[heading.body if heading else 0 :]
            _add_rows(last, body, joint=True)
            last.edges = aligned.edges or last.edges
            return
    inner = heading.titles if heading else ()
    draft = _TableDraft(heading, grid.width, (*titles, *inner), grid.edges)
    drafts.append(draft)
    _add_rows(draft, grid.rows[heading.body if heading else 0 :], joint=False)


def _goes_on(
    draft: _TableDraft, grid: Grid, heading: TableHeading | None, titles: Sequence[str]
) -> bool:
    """Whether a grid continues the table before it.

    Its heading is printed again or left out; a line between the two, such as a stray word
    or a footer, parts them only where the ordinals do not count on.
    """
    if _is_signature(grid):
        return False
    if draft.heading is None:  # a list without heading goes on where it counts on
        return heading is None and _counts_on(draft, grid, 0)
    if heading:
        same = is_repeated(heading.header, draft.heading.header)
        return same and (not (titles or heading.titles) or _counts_on(draft, grid, heading.body))
    return not titles or _counts_on(draft, grid, 0)


def _is_signature(grid: Grid) -> bool:
    """Whether a grid holds "Nơi nhận" or the signers, which stand under a list."""
    return any(_is_signature_row([text_of(cell) for cell in row.cells]) for row in grid.rows[:2])


def _is_signature_row(texts: Sequence[str]) -> bool:
    """Whether a row holds nothing but "Nơi nhận" and the signers' offices."""
    filled = [fold(text) for text in texts if text]
    return bool(filled) and bool(_SIGNATURE.match(filled[0])) and len(filled) <= 3


def _counts_on(draft: _TableDraft, grid: Grid, body: int) -> bool:
    """Whether the first ordinal below follows the last one above."""
    column = draft.ordinal if draft.heading else _find_numbers(draft)
    if column is None or grid.width != draft.width:
        return False
    above = [_number(row.cells[column]) for row in draft.rows]
    below = [_number(text_of(row.cells[column])) for row in grid.rows[body:]]
    last = next((number for number in reversed(above) if number), 0)
    after = next((number for number in below if number), 0)
    return last > 0 and after == (last + 1 if any(below) else 0)


def _find_numbers(draft: _TableDraft) -> int | None:
    """The column that numbers the rows of a table without heading: the first, or none."""
    return 0 if counts_up([row.cells[0] for row in draft.rows]) > _MOST else None


def _number(text: str) -> int:
    """The counting part of an ordinal, 0 where it has none."""
    digits = re.findall(r"\d+", text) if is_ordinal(text) else []
    return int(digits[-1]) if digits else 0


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
    ordinal = draft.ordinal if draft.heading else _find_numbers(draft)
    return Joint(tuple(draft.rows), tuple(draft.spans), tuple(spans), merged, roles, ordinal)


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


def _finish(draft: _TableDraft) -> Table:
    header = draft.heading.header if draft.heading else (Role.UNKNOWN,) * draft.width
    roles = draft.heading.roles if draft.heading else (Role.UNKNOWN,) * draft.width
    return Table(
        header=header,
        rows=tuple(draft.rows),
        roles=roles,
        title=draft.titles,
        pages=tuple(draft.pages),
    )
