"""Lets the rows of a table flow over the pages of a PDF: what stands where on each page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.plans.form import PAD, Form, fit_letters
from tests.plans.grid import PaperCell, PaperRow, PaperTable
from tests.plans.layout import Layout
from tests.plans.pen import PdfPen


@dataclass(frozen=True, slots=True)
class Box:
    """One cell, or the part of it that stands on this page."""

    left: float
    right: float
    top: float
    bottom: float
    lines: tuple[str, ...]
    cell: PaperCell
    kind: str  # of its row
    band: int  # of its row in the table
    size: float  # of its letters


@dataclass(slots=True)
class _Part:
    """A row, or the part of it that fits a page."""

    row: PaperRow
    index: int
    lines: list[list[str]]  # one list a slot
    height: float


def flow_table(pen: PdfPen, table: PaperTable, layout: Layout) -> Iterator[list[Box]]:
    """Yield the boxes of the table page by page, turning the pen's pages on the way.

    The boxes of a page must be drawn before the next are asked for.
    """
    rows = [*table.header, *table.rows]
    form = fit_letters(rows, _borders(pen, table.widths))
    heights = _row_heights(rows, form)
    waiting = [
        _Part(row, index, form.lines_of(row), heights[index]) for index, row in enumerate(rows)
    ]
    header = waiting[: len(table.header)] if layout.repeat_heading else []
    page: list[_Part] = []
    room = pen.y - pen.bottom
    spans = _Spans(form)
    while waiting:
        part = waiting.pop(0)
        if part.height <= room:
            page.append(part)
            room -= part.height
            continue
        if layout.break_rows and (cut := _cut(part, room, form)):
            page.append(cut[0])
            part = cut[1]
        yield spans.place(page, pen.y)
        pen.next_page()
        page = [] if part.index < len(table.header) else list(header)
        room = pen.y - pen.bottom - sum(one.height for one in page)
        waiting.insert(0, part)
    yield spans.place(page, pen.y)
    pen.down(sum(part.height for part in page))


def _borders(pen: PdfPen, widths: Sequence[float]) -> list[float]:
    xs = [pen.left]
    for width in widths:
        xs.append(xs[-1] + pen.width * width / sum(widths))
    return xs


def _row_heights(rows: Sequence[PaperRow], form: Form) -> list[float]:
    """Heights of all rows; what a merged cell needs beyond its rows goes to the last of them."""
    lines = [form.lines_of(row) for row in rows]
    heights = []
    for index, row in enumerate(rows):
        single = [place for place, cell in enumerate(row.cells) if cell and cell.rows == 1]
        heights.append(form.height(max((len(lines[index][place]) for place in single), default=0)))
    for index, row in enumerate(rows):
        for place, cell in enumerate(row.cells):
            if cell and cell.rows > 1:
                last = index + cell.rows - 1
                lack = form.height(len(lines[index][place])) - sum(heights[index : last + 1])
                heights[last] += max(lack, 0.0)
    return heights


def _cut(part: _Part, room: float, form: Form) -> tuple[_Part, _Part] | None:
    """Cut a row after the lines that fit ``room``; None where that leaves nothing on a side."""
    fits = int((room - 2 * PAD) // form.leading)
    longest = max(len(lines) for lines in part.lines)
    if part.row.kind != "data" or fits < 1 or fits >= longest:
        return None
    first = [lines[:fits] for lines in part.lines]
    rest = [lines[fits:] for lines in part.lines]
    return (
        _Part(part.row, part.index, first, form.height(fits)),
        _Part(part.row, part.index, rest, form.height(longest - fits)),
    )


class _Spans:
    """Places the parts of a page; merged cells go on below them and on the next page."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._open: dict[int, tuple[PaperCell, int]] = {}  # slot: cell, its last row

    def place(self, parts: Sequence[_Part], top: float) -> list[Box]:
        """Return the boxes of one page whose table begins at ``top``."""
        boxes: list[Box] = []
        bottoms: dict[int, float] = {}  # row index: lower edge on this page
        tops: dict[int, float] = {}
        for part in parts:
            tops.setdefault(part.index, top)
            top -= part.height
            bottoms[part.index] = top
        for part in parts:
            if part is parts[0] or part.index == min(tops):
                boxes += self._carried(part.index, tops, bottoms)
            boxes += self._cells(part, tops, bottoms)
        return boxes

    def _carried(self, index: int, tops: dict[int, float], bottoms: dict[int, float]) -> list[Box]:
        """The lower parts of cells that were merged from the page before."""
        boxes = []
        for place, (cell, last) in sorted(self._open.items()):
            covered = [row for row in bottoms if index <= row <= last]
            if covered:
                edge = min(bottoms[row] for row in covered)
                first = min(covered)
                boxes.append(self._box(place, cell, tops[first], edge, (), "data", first))
        self._open = {p: (c, last) for p, (c, last) in self._open.items() if last not in bottoms}
        return boxes

    def _cells(self, part: _Part, tops: dict[int, float], bottoms: dict[int, float]) -> list[Box]:
        boxes = []
        for place, cell in enumerate(part.row.cells):
            if cell is None:
                continue
            last = part.index + cell.rows - 1
            covered = [row for row in bottoms if part.index <= row <= last]
            edge = min(bottoms[row] for row in covered)
            if cell.rows > 1 and last not in bottoms:
                self._open[place] = (cell, last)
            lines = tuple(part.lines[place])
            boxes.append(
                self._box(place, cell, tops[part.index], edge, lines, part.row.kind, part.index)
            )
        return boxes

    def _box(
        self,
        place: int,
        cell: PaperCell,
        top: float,
        bottom: float,
        lines: tuple[str, ...],
        kind: str,
        band: int,
    ) -> Box:
        left, right = self.form.xs[place], self.form.xs[place + cell.cols]
        return Box(left, right, top, bottom, lines, cell, kind, band, self.form.size)
