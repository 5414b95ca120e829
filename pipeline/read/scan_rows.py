"""What the rows of a table say of cells that are hard to read alone: ordinals, numbers, ticks.

One digit in a cell of its own is read badly; its neighbours above and below are evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Cell, Grid, Row
from pipeline.read.scan_cells import UNSURE
from pipeline.read.syllables import strip_marks

_ORDINAL = re.compile(r"(\d{1,4})([.)]?)")
_SHORT = 5  # letters: an ordinal is not longer
_ROMANS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
)  # fmt: skip
_TAKEN_FOR = str.maketrans("L1|", "III")
_MOST = 0.4  # of the numerals of a run were read as they must be


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
    firsts = _settle_romans([_first(grids[index].rows[number]) for index, number in places])
    filled = [at for at, cell in enumerate(firsts) if cell.text]
    for before, here, after in zip([None, *filled[:-1]], filled, [*filled[1:], None], strict=True):
        above = firsts[before] if before is not None else None
        below = firsts[after] if after is not None else None
        firsts[here] = _settle_ordinal(above, firsts[here], below)
    for (index, number), cell in zip(places, firsts, strict=True):
        grids[index] = _put_first(grids[index], number, cell)
    return grids


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
        return replace(cell, doubts=tuple(doubt for doubt in cell.doubts if doubt != UNSURE))
    unread = own is None or UNSURE in cell.doubts
    if above is None or before is None or after != before + 2 or not unread:
        return cell
    if len(cell.text) > _SHORT:
        return cell
    text = above.text.replace(str(before), str(before + 1), 1)
    return replace(cell, text=text, doubts=tuple({*cell.doubts, UNSURE}))


def _settle_romans(cells: Sequence[Cell]) -> list[Cell]:
    """Return first cells with the numerals of groups in order, where most were read so.

    II stands as H, III as HI, V. as M: each is held against its place after the last I.
    """
    settled = list(cells)
    for run in _find_roman_runs(cells):
        due = _ROMANS[: len(run)]
        read = [_plain_roman(cells[at].text) for at in run]
        hits = sum(one == other for one, other in zip(read, due, strict=False))
        if len(run) <= len(_ROMANS) and hits >= max(1, _MOST * len(run)):
            stop = cells[run[0]].text.strip("'")[1:]
            for at, numeral in zip(run, due, strict=True):
                settled[at] = _write_roman(cells[at], numeral, stop)
    return settled


def _find_roman_runs(cells: Sequence[Cell]) -> list[list[int]]:
    """Return the places of short cells that are no number, anew from every I on."""
    runs: list[list[int]] = []
    for at, cell in enumerate(cells):
        if not cell.text or len(cell.text) > _SHORT + 1 or re.search(r"\d", cell.text[:1]):
            continue
        if _plain_roman(cell.text) == "I":
            runs.append([])
        if runs:
            runs[-1].append(at)
    return runs


def _plain_roman(text: str) -> str:
    """Return letters as the numeral's they are taken for: a dot after I makes Ị of it."""
    plain = strip_marks(text).upper().translate(_TAKEN_FOR).strip("'.,)")
    return plain.replace("H", "II").replace("N", "II")


def _write_roman(cell: Cell, numeral: str, stop: str) -> Cell:
    """Return the cell with a numeral; in doubt unless it was read so but for a dot."""
    doubts = tuple(doubt for doubt in cell.doubts if doubt != UNSURE)
    if strip_marks(cell.text).upper().strip("'.,)") != numeral:
        doubts = (*doubts, UNSURE)
    return replace(cell, text=numeral + stop, doubts=doubts)


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
