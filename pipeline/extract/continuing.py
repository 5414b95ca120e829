"""Whether a grid goes on with the table before it: each sign weighs, the sum decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.heading import TableHeading, is_repeated
from pipeline.extract.shape import NEAR, text_of
from pipeline.language.keys import squeeze
from pipeline.language.ordinals import is_ordinal
from pipeline.model import Grid, TableRow

_ENOUGH = 2.0  # from here a grid goes on with the table
_HEADED = 2.0  # the table has a heading; a part without one would have none at all
_SAME_HEADING = 2.5  # printed again
_OTHER_HEADING = -9.0
_ALIKE = 1.0  # its columns have the same borders
_FIRST_ROW_AGAIN = 2.0  # where no heading is known: what stands first is printed again
_COUNTS_ON = 3.0
_BEGINS_ANEW = -2.0  # where no heading is known
_TITLE = -2.5  # lines of a title between the two


@dataclass(frozen=True, slots=True)
class TableEnd:
    """What a grid may go on from: a table as far as it is read."""

    heading: TableHeading | None
    first: TableRow | None
    rows: Sequence[TableRow]
    width: int
    edges: tuple[float, ...]
    ordinal: int | None  # the column of the ordinals


def goes_on(
    table: TableEnd, grid: Grid, heading: TableHeading | None, titles: Sequence[str]
) -> bool:
    """Return whether a grid goes on with a table.

    Args:
        table: the one before it.
        grid: the next one.
        heading: of the grid.
        titles: the lines between the two.
    """
    body = heading.body if heading else 0
    weight = _HEADED if table.heading else 0.0
    if heading and table.heading:
        same = is_repeated(heading.header, table.heading.header)
        weight = _SAME_HEADING if same else _OTHER_HEADING
    elif heading:
        weight = _OTHER_HEADING
    if titles or (heading and heading.titles):
        weight += _TITLE
    after = first_ordinal(grid, table.ordinal or 0, body) if grid.width == table.width else None
    last = last_ordinal(table.rows, table.ordinal or 0)
    weight += _COUNTS_ON * _count_on(table, last, after)
    if table.heading is None:
        weight += _ALIKE * _are_alike(table, grid)
        weight += _FIRST_ROW_AGAIN * repeats_first(table, grid)
        weight += _BEGINS_ANEW * (after == 1)
    return weight >= _ENOUGH


def _count_on(table: TableEnd, last: int, after: int | None) -> bool:
    """Whether the first ordinal below follows the last one above; a rest alone has none."""
    if table.heading is not None and table.ordinal is None:
        return False
    return last > 0 and (after == last + 1 or (after == 0 and table.ordinal is not None))


def repeats_first(table: TableEnd, grid: Grid) -> bool:
    """Whether a table without a known heading has its first row again in the grid."""
    if table.first is None or grid.width != table.width or not grid.rows:
        return False
    texts = [squeeze(text_of(cell)) for cell in grid.rows[0].cells]
    filled = [text for text in texts if text]
    return len(filled) > 1 and is_repeated(texts, [squeeze(text) for text in table.first.cells])


def _are_alike(table: TableEnd, grid: Grid) -> bool:
    if grid.width != table.width:
        return False
    return all(abs(a - b) <= NEAR for a, b in zip(table.edges, grid.edges, strict=False))


def last_ordinal(rows: Sequence[TableRow], column: int) -> int:
    """Return the last ordinal of a table, 0 where it has none."""
    numbers = (read_number(row.cells[column]) for row in reversed(rows) if column < len(row.cells))
    return next((number for number in numbers if number), 0)


def first_ordinal(grid: Grid, column: int, body: int) -> int:
    """Return the first ordinal of a grid below its heading, 0 where it has none."""
    texts = (text_of(row.cells[column]) for row in grid.rows[body:] if column < len(row.cells))
    return next((number for text in texts if (number := read_number(text))), 0)


def read_number(text: str) -> int:
    """Return the counting part of an ordinal, 0 where it has none."""
    digits = re.findall(r"\d+", text) if is_ordinal(text) else []
    return int(digits[-1]) if digits else 0
