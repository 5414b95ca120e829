"""Lets the rows of a table flow over the pages of a PDF: what stands where on each page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.plans.grid import PaperCell, PaperRow, PaperTable
from tests.plans.layout import Layout
from tests.plans.pen import LEADING, PAD, PdfPen, wrap


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


@dataclass(slots=True)
class _Part:
    """A row, or the part of it that fits a page."""

    row: PaperRow
    index: int
    lines: list[list[str]]  # one list a slot
    height: float
    open: bool = False  # the first part of a row that was cut


def flow_table(pen: PdfPen, table: PaperTable, layout: Layout) -> Iterator[list[Box]]:
    """Yield the boxes of the table page by page, turning the pen's pages on the way.

    The boxes of a page must be drawn before the next are asked for.
    """
    xs = _borders(pen, table.widths)
    rows = [*table.header, *table.rows]
    heights = _row_heights(rows, xs)
    waiting = [
        _Part(row, index, _lines_of(row, xs), heights[index]) for index, row in enumerate(rows)
    ]
    header = waiting[: len(table.header)] if layout.repeat_heading else []
    page: list[_Part] = []
    room = pen.y - pen.bottom
    spans = _Spans(xs)
    while waiting:
        part = waiting.pop(0)
        if part.height <= room:
            page.append(part)
            room -= part.height
            continue
        if layout.break_rows and (cut := _cut(part, room)):
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


def _wrap_cell(cell: PaperCell, place: int, xs: Sequence[float]) -> list[str]:
    width = xs[place + cell.cols] - xs[place] - 2 * PAD
    return wrap(cell.text, width, cell.bold) if cell.text else []


def _lines_of(row: PaperRow, xs: Sequence[float]) -> list[list[str]]:
    return [_wrap_cell(cell, place, xs) if cell else [] for place, cell in enumerate(row.cells)]


def _height(lines: int) -> float:
    return max(lines, 1) * LEADING + 2 * PAD


def _row_heights(rows: Sequence[PaperRow], xs: Sequence[float]) -> list[float]:
    """Heights of all rows; what a merged cell needs beyond its rows goes to the last of them."""
    lines = [_lines_of(row, xs) for row in rows]
    heights = [
        max(
            [_height(0)]
            + [
                _height(len(lines[index][place]))
                for place, cell in enumerate(row.cells)
                if cell and cell.rows == 1
            ]
        )
        for index, row in enumerate(rows)
    ]
    for index, row in enumerate(rows):
        for place, cell in enumerate(row.cells):
            if cell and cell.rows > 1:
                last = index + cell.rows - 1
                lack = _height(len(lines[index][place])) - sum(heights[index : last + 1])
                heights[last] += max(lack, 0.0)
    return heights


def _cut(part: _Part, room: float) -> tuple[_Part, _Part] | None:
    """Cut a row after the lines that fit ``room``; None where that leaves nothing on a side."""
    fits = int((room - 2 * PAD) // LEADING)
    longest = max(len(lines) for lines in part.lines)
    if part.row.kind != "data" or fits < 1 or fits >= longest:
        return None
    first = [lines[:fits] for lines in part.lines]
    rest = [lines[fits:] for lines in part.lines]
    return (
        _Part(part.row, part.index, first, _height(fits), open=True),
        _Part(part.row, part.index, rest, _height(longest - fits)),
    )


class _Spans:
    """Places the parts of a page; merged cells go on below them and on the next page."""

    def __init__(self, xs: Sequence[float]) -> None:
        self.xs = xs
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
            if cell.rows == 1 or last in bottoms:
                pass
            else:
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
        left, right = self.xs[place], self.xs[place + cell.cols]
        return Box(left, right, top, bottom, lines, cell, kind, band)
