"""The forms of a year put to its entries, with what the forms of the year before said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from pipeline.followup import Assessment, FollowUp, Form
from pipeline.model import Note
from pipeline.register.forms import read_forms, read_sent
from pipeline.register.store import Register
from pipeline.register.year import Review
from pipeline.settings import Settings
from pipeline.text import words_key


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


def place_rows(form: Form, frame: pd.DataFrame) -> tuple[tuple[Assessment, ...], tuple[Note, ...]]:
    """Return the rows of a form that mean an entry, each with its key, and notes on the others.

    An entry is known by its hidden key; where its paper was replaced since, by subject and
    model together, if only one entry has them.
    """
    finder = _Finder(frame)
    placed, notes = [], []
    for row in form.assessments:
        key = finder.find(row)
        if key:
            placed.append(replace(row, key=key))
        elif row.is_filled:
            name = " - ".join(filter(None, (row.model, row.subject)))
            text = f"Phiếu: “{name}” không có trong danh sách năm {form.year}; chưa lấy mục này"
            notes.append(Note("form-entry", text))
    return tuple(placed), tuple(notes)


class _Finder:
    def __init__(self, frame: pd.DataFrame) -> None:
        self.keys = {str(key) for key in frame.index}
        names = list(_name_entries(frame))
        times = Counter(name for name, _ in names)
        self.names = {name: key for name, key in names if times[name] == 1}

    def find(self, row: Assessment) -> str:
        if row.key in self.keys:
            return row.key
        return self.names.get((words_key(row.subject), words_key(row.model)), "")


def _name_entries(frame: pd.DataFrame) -> Iterator[tuple[tuple[str, str], str]]:
    columns = (frame[name].fillna("").tolist() for name in ("subject", "model", "content"))
    for key, subject, model, content in zip(frame.index, *columns, strict=True):
        yield (words_key(subject), words_key(model or content)), str(key)


def _collect(forms: Iterable[Form], frame: pd.DataFrame) -> Mapping[str, Assessment]:
    placed = (row for form in forms for row in place_rows(form, frame)[0])
    return {row.key: row for row in placed if row.is_filled}


def _read_last(register: Register, review: Review) -> Mapping[str, Assessment]:
    """What was said a year ago of the entries that are kept, by their keys of this year."""
    year = review.year
    if year.last is None:
        return {}
    told = _collect(read_forms(register, year.year - 1).values(), year.last)
    kept = {
        str(year.frame.index[change.after]): str(year.last.index[change.before])
        for change in review.changes
        if change.before is not None and change.after is not None
    }
    return {now: told[before] for now, before in kept.items() if before in told}
