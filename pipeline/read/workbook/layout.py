"""A worksheet becomes tables and the lines around them, as the officer sees them.

A sheet is one grid of cells; what is table, title or signature is told by the lines around
the cells, by blank rows and by ordinals.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.language.ordinals import is_numbered
from pipeline.model import Cell, Grid, Paragraph, Row
from pipeline.read.workbook.stored import CellArea, CellPlace, StoredSheet


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell with text where it can be seen."""

    row: int
    column: int
    area: CellArea
    cell: Cell
    centred: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of the sheet in which a cell with text begins."""

    row: int
    cells: tuple[Placed, ...]
    ruled: bool  # lines are drawn between its cells
    covered: bool  # a cell from above reaches into it
    gap: bool  # a blank row stands before it

    @property
    def is_single(self) -> bool:
        """A title, a remark or the heading of a group."""
        return len(self.cells) == 1 and not self.covered

    @property
    def columns(self) -> frozenset[int]:
        """The columns in which its cells begin."""
        return frozenset(placed.column for placed in self.cells)

    @property
    def has_ordinal(self) -> bool:
        """Its first or second cell counts; headings and signatures do not."""
        return any(is_numbered(p.cell.text) for p in self.cells[:2])


def lay_out_sheet(sheet: StoredSheet, cells: dict[CellPlace, Cell]) -> Iterator[Paragraph | Grid]:
    """Yield the blocks of a worksheet from top to bottom.

    Args:
        sheet: the worksheet as stored.
        cells: its cells that have text, decoded.
    """
    for lines, is_table in _part_lines(_make_lines(sheet, _place_cells(sheet, cells))):
        if is_table and lines:
            yield _make_grid(sheet.name, lines)
        else:
            yield from (_make_paragraph(line.cells[0]) for line in lines)


# --- what can be seen -----------------------------------------------------------------


def _place_cells(sheet: StoredSheet, cells: dict[CellPlace, Cell]) -> Iterator[Placed]:
    merges = {(top, left): (top, left, bottom, right) for top, left, bottom, right in sheet.merges}
    covered = _covered_slots(sheet.merges, cells)
    for (row, column), cell in cells.items():
        if (row, column) in covered:
            continue  # Excel does not show what lies under a merged cell
        area = merges.get((row, column), (row, column, row, column))
        first_row = _first_visible(area[0], area[2], sheet.hidden_rows)
        first_column = _first_visible(area[1], area[3], sheet.hidden_columns)
        if first_row and first_column:
            look = sheet.cells[row, column]
            yield Placed(first_row, first_column, area, cell, look.centred, look.bold)


def _covered_slots(merges: Iterable[CellArea], slots: Iterable[CellPlace]) -> set[CellPlace]:
    columns: dict[int, list[int]] = {}
    for row, column in slots:
        columns.setdefault(row, []).append(column)
    rows = sorted(columns)
    return {
        (row, column)
        for top, left, bottom, right in merges
        for row in _within(rows, top, bottom)
        for column in columns[row]
        if left <= column <= right and (row, column) != (top, left)
    }


def _within(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Return those of the sorted ``numbers`` from ``first`` to ``last``."""
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


def _first_visible(first: int, last: int, hidden: Iterable[int]) -> int | None:
    return next((n for n in range(first, last + 1) if n not in hidden), None)


def _make_lines(sheet: StoredSheet, placed: Iterable[Placed]) -> list[SheetLine]:
    by_row: dict[int, list[Placed]] = {}
    for one in placed:
        by_row.setdefault(one.row, []).append(one)
    ruled = _ruled_rows(sheet)
    lines: list[SheetLine] = []
    reach = previous = 0  # the lowest row that a cell from above covers; the row before
    for row in sorted(by_row):
        between = range(max(previous, reach) + 1, row)
        gap = any(n not in sheet.hidden_rows and n not in ruled for n in between)
        cells = tuple(sorted(by_row[row], key=lambda one: one.column))
        lines.append(SheetLine(row, cells, row in ruled, reach >= row, gap))
        reach = max([reach, *(one.area[2] for one in cells)])
        previous = row
    return lines


def _ruled_rows(sheet: StoredSheet) -> set[int]:
    counts: dict[int, int] = {}
    for row, column in sheet.ruled:
        if column not in sheet.hidden_columns:
            counts[row] = counts.get(row, 0) + 1
    return {row for row, count in counts.items() if count > 1}


# --- what belongs together ------------------------------------------------------------


def _part_lines(lines: Iterable[SheetLine]) -> Iterator[tuple[list[SheetLine], bool]]:
    """Yield runs of lines, each with whether it is a table; else its lines are titles."""
    table: list[SheetLine] = []
    waiting: list[SheetLine] = []  # single cells: headings of groups, or titles of the next table
    gap = False
    for line in lines:
        gap = gap or line.gap
        if line.is_single and not _is_inside(line, table, gap or bool(waiting)):
            waiting.append(line)
        elif table and _continues(table, line, gap, waiting[-1] if waiting else None):
            table += [*waiting, line]
            waiting, gap = [], False
        else:
            yield table, True
            yield waiting, False
            table, waiting, gap = [line], [], False
    yield table, True
    yield waiting, False


def _is_inside(line: SheetLine, table: Sequence[SheetLine], loose: bool) -> bool:
    """Tell whether the lines around a single cell bind it to the table above."""
    return line.ruled and not loose and (not table or table[-1].ruled)


def _continues(
    table: Sequence[SheetLine], line: SheetLine, gap: bool, single: SheetLine | None
) -> bool:
    """Tell whether a line is one more row of the table above it.

    Args:
        table: the rows so far.
        line: the line in question.
        gap: a blank row stands between.
        single: the last of the single cells that stand between, if any.
    """
    if line.covered:
        return True
    leaves_rules = table[-1].ruled and not line.ruled
    counted = any(one.has_ordinal for one in table)
    if not gap and single is None:  # rows added later lack the rules, signatures the ordinal
        return line.has_ordinal or not (leaves_rules and counted)
    if line.ruled and not table[-1].ruled:
        return False
    if line.has_ordinal:
        return True
    known = {column for one in table for column in one.columns}
    if leaves_rules or not line.columns <= known:
        return False
    if single is None:  # a signature fills fewer columns than a row
        return not counted and 2 * len(line.columns) > len(known)
    return not gap and not (counted and min(single.columns) == min(known))


# --- how it is handed on --------------------------------------------------------------


def _make_paragraph(placed: Placed) -> Paragraph:
    return Paragraph(placed.cell.text, centred=placed.centred, bold=placed.bold)


def _make_grid(name: str, lines: Sequence[SheetLine]) -> Grid:
    """Lay the lines out on the columns in which some cell begins: others hold nothing."""
    columns = sorted({column for line in lines for column in line.columns})
    rows = [line.row for line in lines]
    slots: dict[CellPlace, Cell | None] = {}
    for line in lines:
        for placed in line.cells:
            top, left, bottom, right = placed.area
            across = _within(columns, max(left, placed.column), right)
            down = _within(rows, max(top, placed.row), bottom)
            for slot in ((row, column) for row in down for column in across):
                slots.setdefault(slot, None)
            slots[placed.row, placed.column] = replace(
                placed.cell, row_span=len(down), col_span=len(across)
            )
    empty = Cell("")
    return Grid(
        rows=tuple(Row(tuple(slots.get((row, n), empty) for n in columns)) for row in rows),
        ruled=any(line.ruled for line in lines),
        sheet=name,
    )
