"""A year in figures: by field, by place, by kind, against the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.language.keys import sort_key
from pipeline.model import KIND_NAMES, Year
from pipeline.write.sheets.counts import read_rows

UNKNOWN = "Chưa xác định"


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One line of a table of totals."""

    code: str  # what the list is filtered by
    name: str
    now: int
    last: int | None  # None: no year before is known

    @property
    def change(self) -> str:
        """How it changed: "+2"; "" where nothing is known."""
        return "" if self.last is None else f"{self.now - self.last:+d}".replace("+0", "0")


@dataclass(frozen=True, slots=True)
class Totals:
    """One table of totals; its lines add up to the year's."""

    column: str
    title: str
    lines: tuple[TotalLine, ...]
    sum: TotalLine


def count_year(year: Year, fields: Mapping[str, str]) -> tuple[Totals, ...]:
    """Return the tables of a year.

    Args:
        year: each model once.
        fields: code -> name, in the order of the taxonomy.
    """
    order = {code: number for number, code in enumerate(fields)}
    return (
        _count(year, "field", "Theo lĩnh vực", fields, lambda code: (order.get(code, -1), "")),
        _count(year, "commune", "Theo xã, phường", {}, lambda name: (not name, sort_key(name))),
        _count(year, "subject_kind", "Theo đối tượng", KIND_NAMES, lambda code: (not code, code)),
    )


def _count(year: Year, column: str, title: str, names: Mapping[str, str], order: Any) -> Totals:
    now = Counter(str(row[column]) for row in read_rows(year.frame))
    last = Counter(str(row[column]) for row in read_rows(year.last))
    is_known = year.last is not None
    lines = tuple(
        TotalLine(
            code, names.get(code, code) or UNKNOWN, now[code], last[code] if is_known else None
        )
        for code in sorted(now | last, key=order)
    )
    whole = TotalLine("", "Tổng cộng", now.total(), last.total() if is_known else None)
    return Totals(column, title, lines, whole)


def filter_rows(year: Year, wanted: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
    """Return the entries of a year that have these values in these columns."""
    return [
        row
        for row in read_rows(year.frame)
        if all(str(row[column]) == value for column, value in wanted.items())
    ]
