"""Columns of one list that stand on two pages: the ordinals say which rows belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.codes import Role
from pipeline.extract.continuing import read_number
from pipeline.extract.heading import TableHeading
from pipeline.extract.shape import text_of
from pipeline.language.keys import squeeze, words_key
from pipeline.model import Grid, TableRow

_LEAST = 2  # rows with the same ordinals
_NAMES = frozenset({Role.SUBJECT, Role.NAME_ADDRESS})


@dataclass(frozen=True, slots=True)
class Widening:
    """Further columns of rows that are read already."""

    header: tuple[str, ...]
    roles: tuple[Role, ...]
    cells: dict[int, tuple[str, ...]]  # index of the row -> its texts there


def find_widening(
    table: TableHeading,
    rows: Sequence[TableRow],
    grid: Grid,
    heading: TableHeading,
    titles: Sequence[str],
) -> Widening | None:
    """Return what a grid adds to the last rows of a table, None where it is a table of its own.

    It has the same ordinals and other headings, no title of its own, and names nobody.

    Args:
        table: the heading of the table.
        rows: of the table.
        grid: the next one.
        heading: of the grid.
        titles: the lines between the two.
    """
    if titles or Role.ORDINAL not in table.roles or Role.ORDINAL not in heading.roles:
        return None
    number, above = heading.roles.index(Role.ORDINAL), table.roles.index(Role.ORDINAL)
    known = {words_key(text) for text in table.header}
    added = [
        column
        for column, text in enumerate(heading.header)
        if column != number and words_key(text) not in known
    ]
    if not added or {heading.roles[column] for column in added} & _NAMES:
        return None
    below = [row for row in grid.rows[heading.body :] if read_number(text_of(row.cells[number]))]
    places = [index for index, row in enumerate(rows) if read_number(row.cells[above])]
    places = places[-len(below) :] if below else []
    same = [read_number(rows[index].cells[above]) for index in places]
    if len(below) < _LEAST or same != [read_number(text_of(row.cells[number])) for row in below]:
        return None
    texts = [tuple(squeeze(text_of(row.cells[column])) for column in added) for row in below]
    return Widening(
        tuple(heading.header[column] for column in added),
        tuple(heading.roles[column] for column in added),
        dict(zip(places, texts, strict=True)),
    )


def widen_rows(
    rows: Sequence[TableRow], widenings: Sequence[Widening]
) -> tuple[list[TableRow], tuple[str, ...], tuple[Role, ...]]:
    """Return the rows with what was found for them, and the header and roles of that."""
    header = tuple(dict.fromkeys(text for one in widenings for text in one.header))
    roles = {
        text: role for one in widenings for text, role in zip(one.header, one.roles, strict=True)
    }
    wide: list[TableRow] = []
    for index, row in enumerate(rows):
        found = {
            text: cell
            for one in widenings
            if index in one.cells
            for text, cell in zip(one.header, one.cells[index], strict=True)
        }
        more = tuple(found.get(text, "") for text in header)
        wide.append(replace(row, cells=(*row.cells, *more), filled=(*row.filled, *more)))
    return wide, header, tuple(roles[text] for text in header)
