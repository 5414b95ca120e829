"""The formulas behind a sheet's totals, so that a figure put right by hand carries through."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.sheet import Derived, Sheet
from pipeline.write.words import NONE

Address = Callable[[int, str], str]
"""Row of the frame and column -> address of the cell."""


def find_formula(sheet: Sheet, row: int, column: str, at: Address) -> str:
    """Return the formula of a cell, ``""`` for a cell that holds a plain value."""
    last = len(sheet.frame) - 1
    if column in sheet.sums and sheet.total and row == last:
        return _sum_runs([_find_run(sheet, start) for start in _starts(sheet)], column, at)
    if column in sheet.sums and row in sheet.groups:
        return _sum_runs([_find_run(sheet, row + 1)], column, at)
    if column in sheet.derived:
        return _derive(sheet.derived[column], row, last, at)
    return ""


def _starts(sheet: Sheet) -> list[int]:
    return [group + 1 for group in sheet.groups] or [0]


def _find_run(sheet: Sheet, start: int) -> range:
    """The plain rows from ``start`` to the next heading or the total."""
    last = len(sheet.frame) - 1
    return range(start, min((row for row in sheet.groups if row >= start), default=last))


def _sum_runs(runs: list[range], column: str, at: Address) -> str:
    parts = [f"{at(run[0], column)}:{at(run[-1], column)}" for run in runs if run]
    return f"=SUM({','.join(parts)})" if parts else ""


def _derive(derived: Derived, row: int, last: int, at: Address) -> str:
    first = at(row, derived.of[0])
    if derived.how == "sum":
        return f"=SUM({first}:{at(row, derived.of[-1])})"
    if derived.how == "difference":
        return f"={first}-{at(row, derived.of[1])}"
    whole = at(last, derived.of[0]) if derived.how == "share" else at(row, derived.of[1])
    # Text, since a number format follows the computer's locale: "42,9%" on every machine.
    percent = f'SUBSTITUTE(FIXED(100*{first}/{whole},1,TRUE),".",",")&"%"'
    return f'=IF({whole}=0,"{NONE}",{percent})'
