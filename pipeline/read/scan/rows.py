"""What the rows of a table say of cells that are hard to read alone: ordinals, numbers, ticks.

One digit in a cell of its own is read badly; its neighbours above and below are evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace

from pipeline.codes import Flag
from pipeline.model import Cell, Grid, Row
from pipeline.read.scan.romans import ROMANS, settle_romans

_ORDINAL = re.compile(r"(\d{1,4})([.)]?)")
_SHORT = 5  # letters: an ordinal is not longer
_ONES = str.maketrans("lI|iÌì", "111111")  # letters that a lone 1 is taken for
_BELIEVED = 0.6  # confidence of a number that only one neighbour confirms
_LETTERS = frozenset("abcdeđgik")  # that groups are lettered by
_SAME_END = 0.8  # of the ordinals end in one sign
_NUMBERED = re.compile(r"\d{1,3}[.)]?(?:\s|$)")
_UNALIGNED = 2  # ordinals that run into other columns
_FEW_STOPS = 0.1  # of the cells of a column


def settle_grids(grids: Sequence[Grid]) -> list[Grid]:
    """Return the grids of a plan, in order, with their ordinals and number rows settled.

    An ordinal that follows the one above, or comes before the one below, is in no doubt; one
    that cannot be read between two such stands as their order says, still in doubt.
    """
    grids = [replace(grid, rows=tuple(map(_settle_number_row, grid.rows))) for grid in grids]
    places = [
        (index, number)
        for index, grid in enumerate(grids)
        for number, row in enumerate(grid.rows)
        if row.cells and row.cells[0] is not None and row.cells[0].col_span == 1
    ]
    firsts = [_first(grids[index].rows[number]) for index, number in places]
    heads = [
        at for at, (index, number) in enumerate(places) if _is_group(grids[index].rows[number])
    ]
    for at, cell in zip(heads, settle_romans([firsts[at] for at in heads]), strict=True):
        firsts[at] = cell if _can_head(cell.text) else _doubt(cell)
    headed = {at for at in heads if _number(firsts[at]) is None}
    filled = [at for at, cell in enumerate(firsts) if cell.text and at not in headed]
    for order, here in enumerate(filled):
        above = firsts[filled[order - 1]] if order else None
        below = firsts[filled[order + 1]] if order + 1 < len(filled) else None
        firsts[here] = _settle_ordinal(above, firsts[here], below)
    firsts = _doubt_odd_numbers(firsts, _find_starts(places, firsts))
    for (index, number), cell in zip(places, firsts, strict=True):
        grids[index] = _put_first(grids[index], number, cell)
    return [_doubt_unaligned(grid) for grid in _doubt_odd_stops(grids)]


def _doubt_unaligned(grid: Grid) -> Grid:
    """Doubt all of a table without rules whose ordinals stand in no column of their own.

    Its columns were carried from the page before and do not fit: ordinals run into the text of
    the other columns, which then stands over all of them.
    """
    firsts = [row.cells[0] for row in grid.rows if row.cells and row.cells[0] is not None]
    apart = [cell for cell in firsts if cell.col_span == 1 and _number(cell) is not None]
    merged = [cell for cell in firsts if cell.col_span > 1 and _NUMBERED.match(cell.text)]
    if grid.ruled or apart or len(merged) < _UNALIGNED:
        return grid
    rows = tuple(
        replace(
            row, cells=tuple(_doubt(cell) if cell and cell.text else cell for cell in row.cells)
        )
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def _doubt_odd_stops(grids: Sequence[Grid]) -> list[Grid]:
    """Doubt a full stop that ends a cell where hardly any other of its column has one: a speck."""
    cells = [
        (grid.width, column, cell.text)
        for grid in grids
        for row in grid.rows
        for column, cell in enumerate(row.cells[1:], start=1)
        if cell is not None and cell.text
    ]
    filled = Counter((width, column) for width, column, _ in cells)
    stopped = Counter((width, column) for width, column, text in cells if text.endswith("."))
    odd = {key for key, count in stopped.items() if count <= _FEW_STOPS * filled[key]}

    def settle_row(row: Row, width: int) -> Row:
        cells = (
            _doubt(cell) if cell and cell.text.endswith(".") and (width, column) in odd else cell
            for column, cell in enumerate(row.cells)
        )
        return replace(row, cells=tuple(cells))

    return [
        replace(grid, rows=tuple(settle_row(row, grid.width) for row in grid.rows))
        for grid in grids
    ]


def _find_starts(places: Sequence[tuple[int, int]], firsts: Sequence[Cell]) -> set[int]:
    """Return which places a numbering may begin at: below a heading, a group or another table."""
    return {
        at
        for at, (index, number) in enumerate(places)
        if at == 0
        or places[at - 1] != (index, number - 1)
        or (firsts[at - 1].text and _number(firsts[at - 1]) is None)
    }


def _first(row: Row) -> Cell:
    cell = row.cells[0]
    return cell if cell is not None else Cell("")


def _put_first(grid: Grid, number: int, cell: Cell) -> Grid:
    row = grid.rows[number]
    changed = replace(row, cells=(cell, *row.cells[1:]))
    return replace(grid, rows=(*grid.rows[:number], changed, *grid.rows[number + 1 :]))


def _settle_ordinal(above: Cell | None, cell: Cell, below: Cell | None) -> Cell:
    before, own, after = (_number(one) for one in (above, cell, below))
    due = {
        *((before + 1,) if before is not None else ()),
        *((after - 1,) if after is not None else ()),
    }
    if own is not None and own in due:
        alone = above is not None and below is not None and None in (before, after)
        if alone and (cell.confidence or 0.0) < _BELIEVED:
            return cell
        return replace(
            cell, doubts=tuple(doubt for doubt in cell.doubts if doubt != Flag.CELL_UNCERTAIN)
        )
    if len(cell.text) > _SHORT:
        return cell
    if own is None and after == 2 and cell.text.translate(_ONES).rstrip(".)") == "1":
        return _doubt(replace(cell, text=cell.text.translate(_ONES)))
    unread = own is None or Flag.CELL_UNCERTAIN in cell.doubts or _are_alike(own, (before or 0) + 1)
    if above is None or before is None or after != before + 2 or not unread:
        return cell
    text = above.text.replace(str(before), str(before + 1), 1)
    return _doubt(replace(cell, text=text))


def _are_alike(one: int, other: int) -> bool:
    """Tell whether two numbers differ only in 1 and 7, which engines take for each other."""
    return str(one).replace("7", "1") == str(other).replace("7", "1")


def _doubt(cell: Cell) -> Cell:
    return replace(cell, doubts=tuple(dict.fromkeys((*cell.doubts, Flag.CELL_UNCERTAIN))))


def _doubt_odd_numbers(cells: Sequence[Cell], starts: Container[int]) -> list[Cell]:
    """Doubt a number that follows none and is followed by none, or is written unlike most.

    Args:
        cells: the first of each row.
        starts: which of them may be 1 whatever follows.
    """
    found = [(at, own) for at, cell in enumerate(cells) if (own := _number(cell)) is not None]
    if not found:
        return list(cells)
    ends = [cells[at].text.strip()[-1:] for at, _ in found]
    usual = max(set(ends) - set("0123456789"), key=ends.count, default="")
    alike = ends.count(usual) > _SAME_END * len(ends)
    numbers = [own for _, own in found]
    settled = list(cells)
    for (at, own), end, above, below in zip(
        found, ends, [None, *numbers[:-1]], [*numbers[1:], None], strict=True
    ):
        follows = (own == 1 and at in starts) or own - 1 == above or own + 1 == below
        if not follows or (alike and end != usual):
            settled[at] = _doubt(cells[at])
    return settled


def _can_head(text: str) -> bool:
    """Tell whether a group's ordinal can be one: a numeral, a number, a letter with others."""
    plain = text.strip("().:")
    return plain in ROMANS or plain.isdigit() or len(plain) != 1 or plain.lower() in _LETTERS


def _is_group(row: Row) -> bool:
    """Tell whether a row is a numeral, read or not, and one text."""
    cells = [cell for cell in row.cells if cell is not None]
    if len(row.cells) < 3 or len(cells) < 2 or len(cells[0].text) > _SHORT + 1:
        return False
    if not cells[0].text and Flag.CELL_UNCERTAIN not in cells[0].doubts:
        return False
    return bool(cells[1].text) and not any(cell.text for cell in cells[2:])


def _number(cell: Cell | None) -> int | None:
    match = _ORDINAL.fullmatch(cell.text.strip()) if cell is not None else None
    return int(match[1]) if match else None


def _settle_number_row(row: Row) -> Row:
    """Return a row (1) (2) (3) whole where half of its numbers were read."""
    cells = [cell for cell in row.cells if cell is not None]
    if len(cells) < 3 or any(len(cell.text) > _SHORT for cell in cells):
        return row
    due = [f"({index})" for index in range(1, len(row.cells) + 1)]
    read = sum(
        cell is not None and re.sub(r"\D", "", cell.text) == re.sub(r"\D", "", number)
        for cell, number in zip(row.cells, due, strict=True)
    )
    bracketed = sum(("(" in cell.text) or (")" in cell.text) for cell in cells)
    if read < 2 or read + bracketed < len(cells):
        return row
    return replace(
        row,
        cells=tuple(
            replace(cell, text=number, doubts=()) if cell is not None else None
            for cell, number in zip(row.cells, due, strict=True)
        ),
    )
