"""Rows that print an entry, a group or an ordinal in another place than tables usually do.

A whole table is looked at: what only some rows show is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.codes import Role
from pipeline.extract.roles.contents import counts_up
from pipeline.language.keys import fold, squeeze
from pipeline.language.ordinals import GROUP_ORDINAL, is_ordinal
from pipeline.model import RowKind, Table, TableRow

_MOST_ROWS = 0.8  # of the entries must be printed alike
_LEAST_ROWS = 3
_MOST_GROUPS = 0.4  # of the rows: more are no headings
_HEADING_WORDS = 12
_LETTER = re.compile(r"^[a-zđ][.)]?$")
_NUMBERED = re.compile(
    r"^\(?(?P<number>\d{1,4})\s*(?:[.)\-/:]+\s*|\s+)(?=\D)(?P<text>\S.*)$", re.DOTALL
)
_LABEL = re.compile(r"^(?P<label>[^:]{2,30}):\s*(?P<text>\S.*)$", re.DOTALL)


def arrange(table: Table) -> Table:
    """Return a table with groups told, entries of two rows on one, ordinals parted from texts.

    Args:
        table: joined over its pages, before its columns are given a meaning.
    """
    return _part_ordinals(_join_pairs(_tell_groups(table)))


# --- groups --------------------------------------------------------------------------


def _tell_groups(table: Table) -> Table:
    """Rows with one text alone, not counted among entries that are, head those below them."""
    column = _find_ordinals(table)
    data = [row for row in table.rows if row.kind is RowKind.DATA]
    if column is None or len(table.header) < 3:
        return table
    heads = [row for row in data if _is_heading(row, column)]
    entries = [row for row in data if is_ordinal(row.cells[column]) and row not in heads]
    full = sum(len(_filled(row)) >= 3 for row in entries)
    if not heads or len(heads) > _MOST_GROUPS * len(data) or full < _MOST_ROWS * len(entries):
        return table
    told = [
        replace(row, kind=RowKind.GROUP)
        if row in heads and _heads_entries(index, table, column)
        else row
        for index, row in enumerate(table.rows)
    ]
    return replace(table, rows=tuple(told))


def _find_ordinals(table: Table) -> int | None:
    """The column of which most entries are ordinals; one of the first two."""
    data = [row for row in table.rows if row.kind is RowKind.DATA]
    for column in range(min(2, len(table.header))):
        texts = [row.cells[column] for row in data if row.cells[column].strip()]
        if len(texts) >= _LEAST_ROWS and counts_up(texts):
            return column
    return None


def _filled(row: TableRow) -> list[int]:
    return [column for column, text in enumerate(row.cells) if text.strip()]


def _is_heading(row: TableRow, ordinal: int) -> bool:
    mark = squeeze(row.cells[ordinal])
    others = [column for column in _filled(row) if column != ordinal]
    if len(others) != 1 or (mark and not (_LETTER.match(mark) or GROUP_ORDINAL.match(mark))):
        return False
    text = squeeze(row.cells[others[0]])
    is_name = text[:1].isupper() and not text.endswith((".", ";", ",")) and ":" not in text
    return is_name and len(text.split()) <= _HEADING_WORDS


def _heads_entries(index: int, table: Table, ordinal: int) -> bool:
    """Whether an entry or a further heading follows: else it is the rest of a broken row."""
    for row in table.rows[index + 1 : index + 3]:
        if row.kind is not RowKind.DATA or is_ordinal(row.cells[ordinal]):
            return True
    return False


# --- entries of two rows -------------------------------------------------------------


def _join_pairs(table: Table) -> Table:
    """Put a second row, of one text alone, into a column of its own beside its entry."""
    column = _find_ordinals(table)
    if column is None:
        return table
    pairs = list(_pair_rows(table.rows, column))
    entries = sum(first.kind is RowKind.DATA for first, _ in pairs)
    doubled = [(first, second) for first, second in pairs if second is not None]
    if len(doubled) < max(_LEAST_ROWS, _MOST_ROWS * entries):
        return table
    texts = [_only_text(second).strip() for _, second in doubled if second]
    label, given = _find_label(texts), iter(texts)
    rows = tuple(
        _widen(first, next(given) if second is not None else "", second) for first, second in pairs
    )
    return replace(
        table,
        header=(*table.header, label),
        roles=(*table.roles, Role.UNKNOWN) if table.roles else (),
        rows=rows,
    )


def _pair_rows(
    rows: Sequence[TableRow], ordinal: int
) -> Iterator[tuple[TableRow, TableRow | None]]:
    """Give each row with the one that only adds a text to it."""
    index = 0
    while index < len(rows):
        row, after = rows[index], rows[index + 1] if index + 1 < len(rows) else None
        adds = (
            after is not None
            and row.kind is after.kind is RowKind.DATA
            and is_ordinal(row.cells[ordinal])
            and not after.cells[ordinal].strip()
            and len(_filled(after)) == 1
        )
        yield row, after if adds else None
        index += 2 if adds else 1


def _only_text(row: TableRow) -> str:
    return next(text for text in row.cells if text.strip())


def _find_label(texts: Sequence[str]) -> str:
    """The label that all texts begin with, "" where they differ."""
    found = [_LABEL.match(text) for text in texts]
    labels = {fold(match["label"]): match["label"] for match in found if match}
    return next(iter(labels.values())) if len(labels) == 1 and all(found) else ""


def _widen(row: TableRow, text: str, second: TableRow | None) -> TableRow:
    doubts = dict.fromkeys((*row.doubts, *(second.doubts if second else ())))
    unsure = (*row.unsure, *(second.unsure if second else ()))
    return replace(
        row,
        cells=(*row.cells, text),
        filled=(*row.filled, text),
        doubts=tuple(doubts),
        unsure=unsure,
    )


# --- ordinals within a text ----------------------------------------------------------


def _part_ordinals(table: Table) -> Table:
    """Part ordinals that count up from the texts that they stand before."""
    ordinal = _find_ordinals(table)
    for column in range(min(2, len(table.header))):
        if column == ordinal:
            return table
        parted = _part_column(table, column)
        if parted is not None:
            return parted
    return table


def _part_column(table: Table, column: int) -> Table | None:
    data = [row for row in table.rows if row.kind is RowKind.DATA and row.cells[column].strip()]
    found = [_NUMBERED.match(row.cells[column].strip()) for row in data]
    numbers = [match["number"] for match in found if match]
    if len(numbers) < max(_LEAST_ROWS, _MOST_ROWS * len(data)) or not counts_up(numbers):
        return None
    return replace(
        table,
        header=("STT", *table.header),
        roles=(Role.ORDINAL, *table.roles) if table.roles else (),
        rows=tuple(_part_row(row, column) for row in table.rows),
    )


def _part_row(row: TableRow, column: int) -> TableRow:
    match = _NUMBERED.match(row.cells[column].strip()) if row.kind is RowKind.DATA else None
    cells, filled = list(row.cells), list(row.filled)
    if match:
        if filled[column] == cells[column]:
            filled[column] = match["text"]
        cells[column] = match["text"]
    number = f"{match['number']}" if match else ""
    unsure = tuple(replace(cell, column=cell.column + 1) for cell in row.unsure)
    return replace(row, cells=(number, *cells), filled=(number, *filled), unsure=unsure)
