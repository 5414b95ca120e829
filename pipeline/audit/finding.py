"""What the audit finds: a doubt about a row where there is one, and words for the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.codes import Flag
from pipeline.language.keys import squeeze
from pipeline.language.ordinals import is_ordinal
from pipeline.model import Note, RowKind, Table, TableRow


@dataclass(frozen=True, slots=True)
class RowDoubt:
    """A reason to look at one row of one table."""

    table: int  # index among the tables
    row: int  # index among its rows
    flag: Flag


_LONGEST_ORDINAL = 16  # letters

Remark = RowDoubt | Note
"""What a check yields."""


def put_doubts(tables: Sequence[Table], doubts: Sequence[RowDoubt]) -> tuple[Table, ...]:
    """Return the tables with the doubts on their rows."""
    flags: dict[tuple[int, int], list[Flag]] = {}
    for doubt in doubts:
        flags.setdefault((doubt.table, doubt.row), []).append(doubt.flag)
    touched = {table for table, _ in flags}
    return tuple(
        _put(table, {row: found for (of, row), found in flags.items() if of == index})
        if index in touched
        else table
        for index, table in enumerate(tables)
    )


def _put(table: Table, flags: dict[int, list[Flag]]) -> Table:
    rows = tuple(
        replace(row, doubts=tuple(dict.fromkeys((*row.doubts, *flags[index]))))
        if index in flags
        else row
        for index, row in enumerate(table.rows)
    )
    return replace(table, rows=rows)


def list_data(table: Table) -> list[tuple[int, TableRow]]:
    """Return the rows that give entries, each with its place."""
    return [(index, row) for index, row in enumerate(table.rows) if row.kind is RowKind.DATA]


def find_ordinals(table: Table) -> int | None:
    """Return the column that numbers the rows: most of its cells are ordinals; None without."""
    rows = [row for row in table.rows if row.kind is RowKind.DATA]
    best, column = 0, None
    for index in range(len(table.header)):
        texts = [row.filled[index] for row in rows]
        count = sum(1 for text in texts if len(text) < _LONGEST_ORDINAL and is_ordinal(text))
        if count > best:
            best, column = count, index
    return column if best * 2 >= len(rows) > 0 else None


def name_page(page: int | None) -> str:
    """Return where something stands, as the officer reads it; "" without pages."""
    return f"trang {page}" if page else ""


def name_row(table: Table, row: TableRow) -> str:
    """Return how a row is called: its ordinal, else its first words."""
    column = find_ordinals(table)
    number = squeeze(row.filled[column]) if column is not None else ""
    if number:
        return f"số thứ tự {number.rstrip('.')}"
    words = next((squeeze(text) for text in row.filled if text), "")
    return f"dòng “{words[:40]}”"
