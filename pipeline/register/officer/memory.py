"""What the register knows beside the entries: what officers corrected, and what that suggests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.model import Plan
from pipeline.register.officer.additions import is_home, make_entry
from pipeline.register.officer.amend import find_person
from pipeline.register.officer.communes import Communes, join_suggestions
from pipeline.register.officer.decisions import Action, Correction
from pipeline.register.officer.store import read_corrections
from pipeline.register.officer.teach import Suggestion, suggest
from pipeline.register.packing import ENTRY_COLUMNS
from pipeline.register.schema import EntryRow, FileRow, PlanRow
from pipeline.register.store import Register
from pipeline.settings import Settings

NameOf = tuple[str, str]
"""The persons that an entry named before its subject was corrected, and after it."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Corrections and suggestions, for the papers."""

    corrections: Sequence[Correction] = ()
    subjects: Mapping[str, str] = field(default_factory=dict)  # entry's key -> whom it is about
    persons: Mapping[int, NameOf] = field(default_factory=dict)  # correction's number -> its names
    suggestions: Mapping[str, Sequence[Suggestion]] = field(default_factory=dict)

    def of_year(self, year: int | None) -> list[Correction]:
        """Return the corrections of a year."""
        return [one for one in self.corrections if one.year == year]

    def of_plan(self, plan: Plan) -> list[Correction]:
        """Return the corrections of the entries that a plan's file has or had."""
        sha = plan.receipt.sha256[:16]
        keys = {str(key) for key in plan.frame.index}
        keys |= {one.entry_key for one in self.corrections if is_home(one, plan)}
        return [
            one
            for one in self.corrections
            if one.entry_key in keys or (sha and one.entry_key.startswith(f"{sha}."))
        ]


def read_memory(
    register: Register, plans: Sequence[Plan], fields: Mapping[str, str], settings: Settings
) -> Memory:
    """Return the corrections of all years, and what is suggested for these plans.

    Args:
        register: where they are kept.
        plans: as corrected.
        fields: code -> name.
        settings: the office's own; they may name the area.
    """
    nearest = Communes(plans, settings).suggest(plans)
    corrections = read_corrections(register)
    if not corrections:
        return Memory(suggestions=nearest)
    entries = find_entries(register, {one.entry_key for one in corrections})
    added = {one.entry_key: make_entry(one) for one in corrections if one.action is Action.ADD}
    known = entries | added
    subjects = {key: str(one["subject"] or one["model"]) for key, one in known.items()}
    persons = dict(_find_persons(corrections, known))
    hints = join_suggestions(nearest, suggest(plans, corrections, entries, fields))
    return Memory(corrections, subjects, persons, hints)


def _find_persons(
    corrections: Iterable[Correction], entries: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[int, NameOf]]:
    """The names that go with a corrected subject, where they are others by it."""
    for one in corrections:
        entry = entries.get(one.entry_key)
        if entry is not None and one.field == "subject":
            before, after = find_person(entry, one.old), find_person(entry, one.new)
            if before != after:
                yield one.number, (before, after)


def find_entries(register: Register, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return entries as they were read, by their keys, each with its ``source_file``."""
    columns = [getattr(EntryRow, name) for name in ENTRY_COLUMNS]
    query = select(EntryRow.key, FileRow.name, *columns)
    query = query.join(PlanRow, EntryRow.plan_id == PlanRow.id)
    query = query.join(FileRow, PlanRow.file_id == FileRow.id).where(EntryRow.key.in_(list(keys)))
    with Session(register.engine) as session:
        return {
            key: {"source_file": name, **dict(zip(ENTRY_COLUMNS, values, strict=True))}
            for key, name, *values in session.execute(query)
        }
