"""Doubted cells of scans, held against the lists: which cells to colour, what an officer settled.

A printed cell feeds several columns of the lists: "tổ 10, phường Đồng Tiến" gives a hamlet and
a commune. A doubted word stands in those of them whose value has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.classify.placenames import split_commune
from pipeline.frame import Record
from pipeline.language.keys import words_key
from pipeline.model import UnsureCell

_PLACE = ("locality", "commune")
_NAMES = ("subject", "person", "position")
_WORK = ("model", "movement", "content")
_FEEDS: Mapping[str, tuple[str, ...]] = {
    "": (*_NAMES, *_PLACE, *_WORK, "note"),  # a paragraph holds all
    "subject": (*_NAMES, *_PLACE),
    "subject_kind": (*_NAMES, *_PLACE),  # a name in place of a tick
    "position": ("position", *_PLACE),
    "locality": ("position", *_PLACE),
    "commune": ("subject", *_PLACE),
    "model": _WORK,
    "content": _WORK,
}
"""Column that a printed one stands for -> columns of the frame that its words may come to."""


def find_columns(cell: UnsureCell, record: Record) -> tuple[str, ...]:
    """Return the columns of an entry in which the doubts about a cell are seen."""
    fed = _find_fed(cell, record)
    values = {column: f" {words_key(record[column])} " for column in fed}
    keys = [f" {key} " for word in cell.words if (key := words_key(word))]
    found = tuple(column for column in fed if any(key in values[column] for key in keys))
    return found or _find_home(cell, record)


def _find_home(cell: UnsureCell, record: Record) -> tuple[str, ...]:
    """Where a doubt belongs that no value shows: the printed column's own, unless it is empty."""
    if cell.column and (record[cell.column] or not cell.text):
        return (cell.column,)
    return _find_fed(cell, record)


def _find_fed(cell: UnsureCell, record: Record) -> tuple[str, ...]:
    """The columns whose value has no other words than the cell, a commune's type word aside."""
    printed = set(words_key(cell.text).split())
    found = []
    for column in _FEEDS.get(cell.column, (cell.column,)):
        value = str(record[column])
        words = words_key(split_commune(value)[1] if column == "commune" else value).split()
        if words and printed.issuperset(words):
            found.append(column)
    return tuple(found)


# --- what an officer settled ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer said of one entry."""

    record: Record  # as it was read
    columns: frozenset[str] = frozenset()  # those corrected
    confirmed: bool = False  # checked as a whole


def is_settled(cell: UnsureCell, said: Said) -> bool:
    """Say whether the doubt about a cell is settled in an entry.

    Whoever corrects a column that has a doubted word has held the whole cell against its paper.
    """
    return said.confirmed or not said.columns.isdisjoint(find_columns(cell, said.record))


def settle_cells(
    cells: Sequence[UnsureCell], said: Mapping[tuple[str, int], Sequence[Said]]
) -> Iterator[UnsureCell]:
    """Yield the cells that stay in doubt, each with the rows in which it does.

    Args:
        cells: of a plan.
        said: of the entries of each row, by appendix and row; of those removed nothing.
    """
    for cell in cells:
        places = {row: (cell.appendix, row) for row in cell.rows}
        rows = tuple(
            row
            for row, place in places.items()
            if place not in said or not all(is_settled(cell, one) for one in said[place])
        )
        if rows or not cell.rows:
            yield replace(cell, rows=rows)
