"""The officer's word taken down at once: the same in the register as when read from a workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pipeline.classify.fields import field_names
from pipeline.language.keys import squeeze
from pipeline.model import KIND_NAMES
from pipeline.register.officer.decisions import Action, Correction
from pipeline.register.officer.labels import COLUMN_NAMES, CONFIRM
from pipeline.register.officer.store import read_corrections, save_decisions
from pipeline.register.officer.takein import read_words
from pipeline.register.store import Register

PAGE = "Trang đối chiếu"
"""Where a decision was taken that no workbook holds."""

CellValues = Mapping[str, str]
"""Column of the frame -> what stands there."""


def answer_entries(
    register: Register,
    keys: Sequence[str],
    year: int | None,
    shown: CellValues,
    typed: CellValues,
    reasons: str,
    now: datetime,
) -> int:
    """Keep what the officer says of entries that read the same; return how many words of theirs.

    What was typed otherwise than shown corrects its column; where nothing was, the entries are
    right as they are.

    Args:
        register: where.
        keys: of the entries.
        year: theirs.
        shown: what the officer saw, by column.
        typed: what stands there now; of no other columns.
        reasons: the doubts, as shown.
        now: the time.

    Raises:
        ValueError: a column that nobody may correct, or a code that does not exist.
    """
    changes = {column: squeeze(text) for column, text in typed.items()}
    changes = {name: text for name, text in changes.items() if text != squeeze(shown[name])}
    for column, text in changes.items():
        _check(column, text)
    words = read_words(register, keys)
    blank = Correction("", "", year, Action.CONFIRM, "", reasons, CONFIRM, now, PAGE)
    made: list[Correction] = []
    for key in keys:
        one = replace(blank, entry_key=key, likeness=words.get(key, ""))
        made += [
            replace(one, action=Action.CHANGE, field=column, old=squeeze(shown[column]), new=text)
            for column, text in changes.items()
        ] or [one]
    save_decisions(register, made, (), (), [year], now)
    return len(made)


def _check(column: str, text: str) -> None:
    choices: Collection[str] | None = {
        "field": field_names().keys(),
        "subject_kind": KIND_NAMES.keys(),
    }.get(column)
    if column not in COLUMN_NAMES or (choices is not None and text not in choices):
        raise ValueError(f"{column}: {text}")


def undo_last(register: Register, now: datetime) -> int:
    """Take back the last answer given on the page that stands; return how many words of it."""
    given = [c for c in read_corrections(register) if c.workbook == PAGE and not c.undone]
    if not given:
        return 0
    last = [correction for correction in given if correction.made_at == given[-1].made_at]
    years = {correction.year for correction in last}
    save_decisions(register, (), [one.number for one in last], (), years, now)
    return len(last)
