"""The forms of a year put to its entries, with what the forms of the year before said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.follow_up import Assessment, FollowUp, Form
from pipeline.forms.store import read_forms, read_sent
from pipeline.language.keys import words_key
from pipeline.model import Note
from pipeline.register.store import Register
from pipeline.register.year import Review
from pipeline.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


def read_follow_up(register: Register, review: Review, settings: Settings, today: date) -> FollowUp:
    """Return what is known of the forms of a year.

    Args:
        register: holds the forms.
        review: the year's entries, and those of the year before with what became of them.
        settings: the deadline.
        today: days late are counted up to it.
    """
    year = review.year
    forms = read_forms(register, year.year)
    return FollowUp(
        today=today,
        due=settings.follow_up.due(year.year),
        assessments=_collect(forms.values(), year.frame),
        last=_read_last(register, review),
        forms=forms,
        sent=read_sent(register, year.year),
    )


class EntryFinder:
    """Finds the entry of a year that a row of a form means.

    An entry is known by its hidden key; where its paper was replaced since, by subject and
    model together, if only one entry has them.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._keys = {str(key) for key in frame.index}
        names = list(_name_entries(frame))
        times = Counter(name for name, _ in names)
        self._names = {name: key for name, key in names if times[name] == 1}

    def find(self, row: Assessment) -> str:
        """Return the key of the entry, ``""`` where none is meant."""
        if row.key in self._keys:
            return row.key
        return self._names.get((words_key(row.subject), words_key(row.model)), "")


def find_lost(form: Form, entries: EntryFinder) -> tuple[Note, ...]:
    """Return a note for each filled row that means no entry."""
    notes = []
    for row in form.assessments:
        if row.is_filled and not entries.find(row):
            name = " - ".join(filter(None, (row.model, row.subject)))
            text = f"Phiếu: “{name}” không có trong danh sách năm {form.year}; chưa lấy mục này"
            notes.append(Note("form-entry", text))
    return tuple(notes)


def _name_entries(frame: pd.DataFrame) -> Iterator[tuple[tuple[str, str], str]]:
    columns = (frame[name].fillna("").tolist() for name in ("subject", "model", "content"))
    for key, subject, model, content in zip(frame.index, *columns, strict=True):
        yield (words_key(subject), words_key(model or content)), str(key)


def _collect(forms: Iterable[Form], frame: pd.DataFrame) -> Mapping[str, Assessment]:
    entries = EntryFinder(frame)
    filled = [row for form in forms for row in form.assessments if row.is_filled]
    placed = [replace(row, key=entries.find(row)) for row in filled]
    return {row.key: row for row in placed if row.key}


def _read_last(register: Register, review: Review) -> Mapping[str, Assessment]:
    """What was said a year ago of the entries that are kept, by their keys of this year."""
    year = review.year
    if year.last is None:
        return {}
    told = _collect(read_forms(register, year.before).values(), year.last)
    kept = {
        str(year.frame.index[change.after]): str(year.last.index[change.before])
        for change in review.changes
        if change.before is not None and change.after is not None
    }
    return {now: told[before] for now, before in kept.items() if before in told}
