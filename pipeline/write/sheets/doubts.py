"""What is printed of an entry though it is in doubt: marked, so that no paper goes out unseen.

A suggestion is not marked: it is the program's own, nothing that a paper says.
"""

from __future__ import annotations

import re

from pipeline.codes import Flag
from pipeline.frame import Record
from pipeline.language.reasons import explain_flag
from pipeline.model import Year
from pipeline.register.officer.doubts import find_columns
from pipeline.write.sheets.checks import UnsureCells

OPEN, CLOSE = "\ue001", "\ue002"
"""Signs around a doubtful text, of the private area; a paper that is drawn has none left."""

_SIGNS = re.compile(f"[{OPEN}{CLOSE}]")
_LINE = re.compile(r"[^\n\t\a\f]+")  # Word has elements for what stands between
_NAMES = frozenset({"subject", "model"})
_WITHIN = {"subject": frozenset({"person", "position", "locality", "commune"})}


class Doubts:
    """Knows which columns of a year's entries are in doubt."""

    def __init__(self, year: Year) -> None:
        self._cells = UnsureCells(year.plans)

    def find_columns(self, row: Record) -> frozenset[str]:
        """Return the columns of the entry that are in doubt, with those read out of them."""
        return frozenset(column for flag in row["flags"] for column in self._of_flag(flag, row))

    def _of_flag(self, flag: str, row: Record) -> frozenset[str]:
        reason = explain_flag(flag)
        if reason.suggested:
            return frozenset()
        if flag == Flag.CELL_UNCERTAIN and (fed := self._find_fed(row)):
            return fed
        is_whole = reason.whole_row or flag == Flag.CELL_UNCERTAIN
        found = _NAMES if is_whole else frozenset({reason.column})
        return found.union(*(_WITHIN.get(column, ()) for column in found))

    def _find_fed(self, row: Record) -> frozenset[str]:
        """What the unsure cells of an entry's row went into."""
        cells = self._cells.of_row(row)
        return frozenset(column for cell in cells for column in find_columns(cell, row))


def mark_text(text: str, *, doubtful: bool) -> str:
    """Return ``text``, between the signs where it is in doubt."""
    plain = unmark_text(text)
    return _LINE.sub(lambda line: f"{OPEN}{line[0]}{CLOSE}", plain) if doubtful else plain


def unmark_text(text: str) -> str:
    """Return ``text`` without the signs."""
    return _SIGNS.sub("", text)
