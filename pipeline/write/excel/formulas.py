"""The formulas behind a sheet's totals, so that a figure put right by hand carries through."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.write.sheets.sheet import Derived, Sheet
from pipeline.write.words import NONE

CellAddress = Callable[[int, str], str]
"""Row of the frame and column -> address of the cell."""


def find_formula(sheet: Sheet, row: int, column: str, at: CellAddress) -> str:
    """Return the formula of a cell, ``""`` for a cell that holds a plain value."""
    last = len(sheet.frame) - 1
    if column in sheet.sums and sheet.total and row == last:
        return _sum_rows(sheet.groups or range(last), column, at)
    if column in sheet.sums and sheet.groups.get(row):
        return _sum_rows(range(row + 1, row + 1 + sheet.groups[row]), column, at)
    if column in sheet.derived:
        return _derive(sheet.derived[column], row, last, at)
    return ""


def _sum_rows(rows: Iterable[int], column: str, at: CellAddress) -> str:
    """The sum of rows in order, those that follow one another as one range."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    ends = [(at(run[0], column), at(run[-1], column)) for run in runs]
    parts = [first if first == last else f"{first}:{last}" for first, last in ends]
    return f"=SUM({','.join(parts)})" if parts else ""


def _derive(derived: Derived, row: int, last: int, at: CellAddress) -> str:
    first = at(row, derived.of[0])
    if derived.how == "sum":
        return f"=SUM({first}:{at(row, derived.of[-1])})"
    if derived.how == "difference":
        return f"={first}-{at(row, derived.of[1])}"
    whole = at(last, derived.of[0]) if derived.how == "share" else at(row, derived.of[1])
    # Text, since a number format follows the computer's locale: "1.600,0%" on every machine.
    # FIXED groups by that locale's sign, a comma or a full stop; tenths in whole numbers have none.
    tenths = f"ROUND(1000*{first}/{whole},0)"
    percent = f'SUBSTITUTE(FIXED(INT({tenths}/10),0),",",".")&","&MOD({tenths},10)&"%"'
    return f'=IF({whole}=0,"{NONE}",{percent})'
