"""Sense checks after reading: ordinals, totals, doubles, letters that do not belong."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.codes import Flag, Role
from pipeline.extract.row_kinds import is_total
from pipeline.language.keys import squeeze, words_key
from pipeline.language.ordinals import is_ordinal
from pipeline.model import Entry, Note, RowKind, Table, TableRow

_SCRIPTS = ("LATIN", "DIGIT", "COMBINING")


def flag_odd_letters(entry: Entry) -> Entry:
    """Flag an entry with letters outside of Vietnamese text: other scripts, holes, codes."""
    odd = {char for text in entry.cells.values() for char in text if _is_odd(char)}
    return replace(entry, flags=(*entry.flags, Flag.ODD_CHARACTERS)) if odd else entry


def flag_doubles(entries: Sequence[Entry]) -> list[Entry]:
    """Flag entries that name the same subject, place and model twice."""
    doubles = find_doubles((entry.subject, entry.commune, entry.model) for entry in entries)
    return [
        replace(entry, flags=(*entry.flags, Flag.DUPLICATE)) if double else entry
        for entry, double in zip(entries, doubles, strict=True)
    ]


def find_doubles(names: Iterable[tuple[str, str, str]]) -> list[bool]:
    """Say of each subject with its commune and model whether another is the same."""
    keys = [tuple(map(words_key, name)) for name in names]
    counts = Counter(key for key in keys if key[0] and key[2])
    return [counts[key] > 1 for key in keys]


def check_table(table: Table) -> tuple[list[Note], int | None]:
    """Return what does not tie out in a list, and the number of rows that the paper gives."""
    where = f"trang {table.pages[0]}" if table.pages else ""
    data = [row for row in table.rows if row.kind is RowKind.DATA]
    notes, due = _check_totals(table, where)
    if due is None:
        numbers = _numbers(table, data)
        counted = numbers == list(range(1, len(numbers) + 1)) and len(numbers) == len(data)
        due = len(numbers) if counted and numbers else None
    return notes, due


def _is_odd(char: str) -> bool:
    category = unicodedata.category(char)
    if category in ("Co", "Cn", "Cs", "Cc") or char == "\ufffd":
        return True
    if not category.startswith(("L", "M")):
        return False
    return not unicodedata.name(char, "").startswith(_SCRIPTS)


def _ordinals(table: Table, rows: Iterable[TableRow]) -> list[str]:
    if Role.ORDINAL not in table.roles:
        return []
    column = table.roles.index(Role.ORDINAL)
    return [squeeze(row.filled[column]) for row in rows]


def _numbers(table: Table, rows: Iterable[TableRow]) -> list[int]:
    texts = [text for text in _ordinals(table, rows) if is_ordinal(text)]
    return [int(found[-1]) for text in texts if (found := re.findall(r"\d+", text))]


def _check_totals(table: Table, where: str) -> tuple[list[Note], int | None]:
    notes: list[Note] = []
    count = part = 0
    due: int | None = None
    for row in table.rows:
        if row.kind is RowKind.DATA:
            count, part = count + 1, part + 1
        elif row.kind is RowKind.GROUP:
            part = 0
        elif row.kind is RowKind.TOTAL and is_total(row.cells):
            numbers = [int(n) for text in row.cells for n in re.findall(r"\d+", text)]
            if numbers and not {count, part} & set(numbers):
                said = squeeze(" ".join(text for text in row.cells if text))
                text = f"Dòng “{said}” không khớp {count} dòng đã đọc; đối chiếu với bản gốc"
                notes.append(Note("total-mismatch", text, where))
            if numbers:
                due = count if count in numbers else max(numbers)
            part = 0
    return notes, due
