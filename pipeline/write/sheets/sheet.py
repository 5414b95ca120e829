"""One table of a paper as data, between the step that computes it and those that draw it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class Format(StrEnum):
    """How the values of a sheet's column are printed (write/words.py, ``show``)."""

    TEXT = "text"
    CENTRE = "centre"  # short text and ordinals
    COUNT = "count"  # int, "1.234"
    CHANGE = "change"  # int, "+3"
    PERCENT = "percent"  # text already, "42,9%"


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that follows from others of its row: a formula in Excel."""

    how: str  # "sum", "difference", "share" (of the total row) or "ratio"
    of: tuple[str, ...]  # column labels


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a paper as data; ``excel/`` and ``word/`` only draw it."""

    name: str  # tab of the workbook; sheets of one name stand under one another
    title: str  # heading above the table
    frame: pd.DataFrame  # column labels as printed; str, int or None (blank)
    widths: Sequence[float] = ()  # centimetres, one a column
    total: bool = False  # the last row is a total of the rows above it
    sums: Sequence[str] = ()  # columns whose total is a sum (a formula in Excel)
    notes: Sequence[str] = field(default_factory=tuple)  # lines under the table
    formats: Mapping[str, Format] = field(default_factory=dict)  # others: TEXT
    derived: Mapping[str, Derived] = field(default_factory=dict)
    groups: Mapping[int, int] = field(default_factory=dict)
    """Rows of the first rank -> how many rows under each, whose sums it holds; those of a table
    without groups are all alike."""
    landscape: bool = False
    listing: bool = False  # a list to filter: an Excel table where it has rows
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)  # drop-downs
    doubts: Collection[tuple[int, str]] = ()  # row and column of each cell to colour
    pictures: Mapping[tuple[int, str], bytes] = field(default_factory=dict)  # PNG, by cell
    spans: Sequence[int] = ()  # grid columns that each column takes; () : one
    chart: str = ""  # column drawn as bars against the first text column
