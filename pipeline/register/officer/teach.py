"""What the officer's corrections teach: the same phrase elsewhere is suggested the same.

A suggestion is shown beside the entry with its reason; it never changes a cell by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.language.keys import squeeze, words_key
from pipeline.model import FieldSource, Plan
from pipeline.register.identity.marks import fold_name
from pipeline.register.officer.decisions import Action, Correction

_TAUGHT = ("field", "commune")
_PHRASE = re.compile(
    r"trong lĩnh vực\s+([^“”\":;.]+?)(?=\s+với mô hình|[“”\":;.]|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a cell might better say, and why."""

    column: str
    value: str
    text: str  # Vietnamese


def suggest(
    plans: Iterable[Plan],
    corrections: Iterable[Correction],
    entries: Mapping[str, Mapping[str, Any]],
    fields: Mapping[str, str],
) -> dict[str, list[Suggestion]]:
    """Return what is suggested for entries that nobody has corrected or confirmed, by their keys.

    Args:
        plans: as corrected.
        corrections: those that officers made, oldest first.
        entries: the corrected entries as they were read, by their keys.
        fields: code -> name.
    """
    valid = [one for one in corrections if not one.undone]
    standing = [one for one in valid if one.action is Action.CHANGE]
    confirmed = {one.entry_key for one in valid if one.action is Action.CONFIRM}
    lessons = [one for one in standing if one.field in _TAUGHT and one.entry_key in entries]
    taught = {(one.field, _find_phrase(one.field, entries[one.entry_key])): one for one in lessons}
    settled = {(one.entry_key, one.field) for one in standing}
    found: dict[str, list[Suggestion]] = {}
    for key, row in (item for plan in plans for item in _list_rows(plan)):
        if key in confirmed:
            continue
        for column in _TAUGHT:
            phrase = _find_phrase(column, row)
            lesson = taught.get((column, phrase))
            if lesson and (key, column) not in settled and row[column] != lesson.new:
                suggestion = _make_suggestion(lesson, phrase, entries, fields)
                found.setdefault(key, []).append(suggestion)
    return found


def _list_rows(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    records = plan.frame.to_dict("records")
    for key, record in zip(plan.frame.index, records, strict=True):
        yield str(key), {str(name): value for name, value in record.items()}


def _find_phrase(column: str, row: Mapping[str, Any]) -> str:
    """The words that decided a field or a place: those that the lesson is about."""
    if column == "commune":
        return fold_name(row["subject"])
    if row["field_source"] == FieldSource.MOVEMENT:
        return words_key(row["movement"])
    if row["field_source"] == FieldSource.PHRASE:
        printed = squeeze(" ".join(map(str, row["cells"].values())))
        match = _PHRASE.search(printed)
        if match:
            return words_key(match[1])
    return fold_name(row["model"] or row["content"])


def _make_suggestion(
    lesson: Correction,
    phrase: str,
    rows: Mapping[str, Mapping[str, Any]],
    fields: Mapping[str, str],
) -> Suggestion:
    source = rows[lesson.entry_key]
    ordinal = f", STT {source['no']}" if source["no"] else ""
    value = fields.get(lesson.new, lesson.new) if lesson.field == "field" else lesson.new
    what = "lĩnh vực" if lesson.field == "field" else "xã, phường"
    text = (
        f"Gợi ý {what} “{value}”, vì “{phrase}” đã được cán bộ sửa như vậy ở "
        f"{source['source_file']}{ordinal}"
    )
    return Suggestion(lesson.field, lesson.new, text)
