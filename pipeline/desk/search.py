"""Entries of all years found by words, blind to marks: an index in memory for any register."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.language.keys import bare_key

_SEARCHED = ("subject", "person", "position", "locality", "commune", "model", "content", "movement",
             "note", "issuer", "plan_number", "source_file")  # fmt: skip
MOST = 200  # entries shown at once


class Index:
    """The words of entries, in SQLite's full text search."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take in the entries, ``field_name`` among their values."""
        self._rows = rows
        self._alone = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute("CREATE VIRTUAL TABLE entries USING fts5(words, tokenize='ascii')")
        self._base.executemany(
            "INSERT INTO entries(rowid, words) VALUES (?, ?)",
            ((number, _find_words(row)) for number, row in enumerate(rows)),
        )

    def find(self, text: str, year: int | None = None) -> tuple[list[dict[str, Any]], int]:
        """Return the first entries that have all words, latest year first, and how many there are.

        The last word may be the beginning of one.
        """
        words = bare_key(text).split()
        if not words:
            return [], 0
        query = " ".join(f'"{word}"' for word in words) + "*"
        with self._alone:
            numbers = self._base.execute(
                "SELECT rowid FROM entries WHERE entries MATCH ? ORDER BY rowid", (query,)
            ).fetchall()
        found = [self._rows[number] for (number,) in numbers]
        kept = [row for row in found if year is None or row["year"] == year]
        kept.sort(key=lambda row: -(row["year"] or 0))
        return kept[:MOST], len(kept)


def _find_words(row: dict[str, Any]) -> str:
    texts: Iterable[object] = (row[name] for name in _SEARCHED)
    return bare_key(" ".join([*map(str, texts), str(row["field_name"])]))
