"""What an officer changed in a workbook of ours, as Excel or a person's hand left it.

Each row carries a hidden key, and a hidden worksheet says what it was printed with: a cell
that differs from that is a correction, wherever its row or column stands now. An entry of a
year stands in the year's list and in its field's, and may be corrected in either.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl

from pipeline.language.keys import fold
from pipeline.problems import Problem
from pipeline.register.officer.labels import (
    ADDED,
    ANSWER,
    BASE,
    COLUMN_NAMES,
    CONFIRM,
    EDITABLE,
    FIELD_TITLE,
    JOURNAL,
    KEY,
    MARK,
    NO,
    PLAN_LIST,
    QUESTIONS,
    REASONS,
    REMOVE,
    UNDO,
    YEAR_LIST,
    YES,
)

Cells = Mapping[str, str]  # heading -> text


class NotReadBack(Problem):
    """A workbook whose list or keys are gone; says what is missing."""

    unforeseen = ("có lỗi chưa lường trước ({error}, chi tiết ở {log})", "")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One cell of one entry, as printed and as it is now."""

    key: str
    column: str  # of the frame
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two worksheets of one workbook that say different things of one entry."""

    taken: CellEdit
    taken_in: str  # name of the worksheet
    left: CellEdit
    left_in: str
    removes: bool  # the row is taken out where ``taken_in`` says so


@dataclass(frozen=True, slots=True)
class Edits:
    """What one workbook says beyond what was printed in it."""

    changes: tuple[CellEdit, ...] = ()
    removed: tuple[CellEdit, ...] = ()  # the subject of each, without a new one
    confirmed: tuple[CellEdit, ...] = ()  # the doubts of each, and the mark
    added: tuple[Cells, ...] = ()  # column of the frame -> text
    undone: tuple[int, ...] = ()  # numbers of corrections
    answers: tuple[tuple[str, bool], ...] = ()  # key of the question, yes
    lost: int = 0  # printed rows that stand there no more
    disputes: tuple[Dispute, ...] = ()
    printed: str = ""  # key of an entry of the plan; "" in the workbook of a year

    def __bool__(self) -> bool:
        """Whether there is anything to take in."""
        rows = (self.changes, self.removed, self.confirmed, self.added)
        return any(rows) or bool(self.undone or self.answers)


def read_edits(path: Path) -> Edits:
    """Return what the officer changed in a workbook.

    Raises:
        NotReadBack: it is no workbook, its list was renamed, or its keys are gone.
    """
    sheets = _load(path)
    name = next((name for name in (PLAN_LIST, YEAR_LIST) if name in sheets), None)
    if name is None:
        raise NotReadBack("không còn trang Danh sách")
    base = _read_base(sheets.get(BASE, []))
    rows = list(_read_table(sheets[name], KEY))
    if not base and not rows:
        return Edits()
    if not rows or not any(row.get(KEY) in base for row in rows):
        raise NotReadBack(f"không còn cột {KEY} của trang {name}")
    tabs = [_compare_rows(name, rows, base, base.keys())]
    tabs += [
        tab for title, values in sheets.items() if (tab := _compare_field(title, values, base))
    ]
    edits = _join_tabs(tabs)
    undone = tuple(
        int(row[KEY])
        for row in _read_table(sheets.get(JOURNAL, []), KEY)
        if _says(row.get(MARK), UNDO) and row[KEY].isdigit()
    )
    answers = tuple(_read_answers(_read_table(sheets.get(QUESTIONS, []), KEY)))
    printed = next((key for key in base if name == PLAN_LIST and not key.startswith(ADDED)), "")
    return replace(edits, undone=undone, answers=answers, printed=printed)


def _load(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise NotReadBack(f"không mở được ({error})") from error
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def _read_base(rows: Sequence[tuple[Any, ...]]) -> dict[str, Cells]:
    """What each row was printed with, by its key."""
    head = [_text(value) for value in rows[0]] if rows else []
    if KEY not in head:
        return {}
    column = head.index(KEY)
    return {
        _text(row[column]): json.loads(_text(row[column + 1]))
        for row in rows[1:]
        if _text(row[column])
    }


def _read_table(rows: Sequence[tuple[Any, ...]], needed: str) -> Iterator[dict[str, str]]:
    """Give the rows under the heading that has the column ``needed``, by their headings."""
    heads: list[str] | None = None
    for row in rows:
        texts = [_text(value) for value in row]
        if heads is None:
            heads = texts if needed in texts else None
        elif any(texts):
            yield {head: text for head, text in zip(heads, texts, strict=False) if head}


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _says(text: str | None, word: str) -> bool:
    return fold(text or "") == fold(word)


@dataclass(frozen=True, slots=True)
class _Tab:
    """What one list of a workbook says beyond what was printed in it."""

    name: str
    changes: Sequence[CellEdit]
    removed: Sequence[CellEdit]
    confirmed: Sequence[CellEdit]
    added: Sequence[Cells]
    lost: Collection[str]  # keys of rows that stand there no more


def _compare_rows(
    name: str, rows: Sequence[Cells], base: Mapping[str, Cells], due: Collection[str]
) -> _Tab:
    seen: set[str] = set()
    changes: list[CellEdit] = []
    removed: list[CellEdit] = []
    confirmed: list[CellEdit] = []
    added: list[Cells] = []
    for row in rows:
        key = row[KEY]
        if key in base and key not in seen:
            seen.add(key)
            if _says(row.get(MARK), REMOVE):
                removed.append(CellEdit(key, "subject", base[key].get(_SUBJECT, ""), ""))
            else:
                changes += _find_changes(row, base[key])
            if _says(row.get(MARK), CONFIRM):
                confirmed.append(CellEdit(key, "flags", row.get(REASONS, ""), CONFIRM))
        elif new := _read_new(row, base.get(key, {})):
            added.append(new)
    return _Tab(name, changes, removed, confirmed, added, set(due) - seen)


def _compare_field(
    name: str, values: Sequence[tuple[Any, ...]], base: Mapping[str, Cells]
) -> _Tab | None:
    """The list of a field, which prints no column of it; None for any other worksheet.

    Raises:
        NotReadBack: its keys are gone.
    """
    if name in (PLAN_LIST, YEAR_LIST, JOURNAL, QUESTIONS, BASE):
        return None
    field = next((match[1] for row in values[:1] if (match := _TITLE.search(_text(row[0])))), None)
    rows = list(_read_table(values, KEY))
    if field is None:  # without its title, or another worksheet
        known = (base[row[KEY]] for row in rows if row[KEY] in base)
        field = next((cells.get(_FIELD, "") for cells in known), None)
    elif not any(KEY in map(_text, row) for row in values):
        raise NotReadBack(f"không còn cột {KEY} của trang {name}")
    if field is None:
        return None
    due = [key for key, cells in base.items() if cells.get(_FIELD) == field]
    tab = _compare_rows(name, rows, base, due)
    return replace(tab, added=[{"field": field, **row} for row in tab.added])


_TITLE = re.compile(rf"^{FIELD_TITLE}(.+)$", re.MULTILINE)


def _join_tabs(tabs: Sequence[_Tab]) -> Edits:
    """What all lists say; of two that disagree, the one that stands first is taken."""
    removed = {one.key: (one, tab.name) for tab in reversed(tabs) for one in tab.removed}
    confirmed = {
        one.key: one for tab in reversed(tabs) for one in tab.confirmed if one.key not in removed
    }
    taken: dict[tuple[str, str], tuple[CellEdit, str]] = {}
    disputes = []
    for tab in tabs:
        for change in tab.changes:
            place = (change.key, change.column)
            gone = change.key in removed
            stands, where = removed.get(change.key) or taken.setdefault(place, (change, tab.name))
            if gone or stands.new != change.new:
                disputes.append(Dispute(stands, where, change, tab.name, gone))
    added = {json.dumps(row, sort_keys=True): row for tab in tabs for row in tab.added}
    return Edits(
        tuple(change for change, _ in taken.values()),
        tuple(change for change, _ in removed.values()),
        tuple(confirmed.values()),
        tuple(added.values()),
        lost=len({key for tab in tabs for key in tab.lost}),
        disputes=tuple(disputes),
    )


_SUBJECT, _FIELD = COLUMN_NAMES["subject"], COLUMN_NAMES["field"]


def _find_changes(row: Cells, printed: Cells) -> Iterator[CellEdit]:
    for label, column in EDITABLE.items():
        if label in row and label in printed and row[label] != printed[label].strip():
            yield CellEdit(row[KEY], column, printed[label].strip(), row[label])


def _read_new(row: Cells, copied: Cells) -> dict[str, str]:
    """A row without a key of its own, unless it is a remark or an untouched copy of another."""
    values = {column: row[label] for label, column in EDITABLE.items() if row.get(label)}
    untouched = bool(copied) and not any(_find_changes(row, copied))
    if _says(row.get(MARK), REMOVE) or untouched:
        return {}
    return values if "subject" in values or "model" in values else {}


def _read_answers(rows: Iterator[dict[str, str]]) -> Iterator[tuple[str, bool]]:
    for row in rows:
        for word, same in ((YES, True), (NO, False)):
            if _says(row.get(ANSWER), word):
                yield row[KEY], same
