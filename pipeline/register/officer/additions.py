"""Entries of the officer's own: each stands in the plan in whose list it was typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.extract.subjects import kind_by_form, read_subject
from pipeline.frame import COLUMNS, make_frame
from pipeline.model import Note, Outcome, Plan, PlanFacts, Receipt
from pipeline.register.officer.decisions import Action, Correction

BY_OFFICER = "officer"
"""``field_source`` of a field that the officer chose."""

ADDED = "Cán bộ bổ sung"
"""Name of the source of entries that the officer added."""

_HASH = 16  # digits of a file's hash in the keys of its entries


def name_home(key: str, file: str) -> str:
    """Return what an added entry remembers its list by.

    Args:
        key: of an entry that was read from the list's file.
        file: the file's name, which stays when its content is replaced.
    """
    return f"{key[:_HASH]} {file}"


def is_home(correction: Correction, plan: Plan) -> bool:
    """Say whether an entry was added to the list of this plan's file."""
    return correction.action is Action.ADD and any(_match(correction, plan))


def _match(correction: Correction, plan: Plan) -> tuple[bool, bool]:
    """Whether the file has the content of the entry's list, and whether it has the name."""
    content, _, name = correction.likeness.partition(" ")
    receipt = plan.receipt
    return (
        bool(content) and receipt.sha256.startswith(content),
        bool(name) and receipt.source_file == name,
    )


def add_entries(plans: Sequence[Plan], corrections: Iterable[Correction]) -> list[Plan]:
    """Return the plans with the entries added to them, and one more plan of each other year's."""
    added = [one for one in corrections if one.action is Action.ADD]
    homes = {one.entry_key: _find_home(one, plans) for one in added}
    loose: dict[int | None, list[Correction]] = {year: [] for year in {p.year for p in plans}}
    for one in added:
        if homes[one.entry_key] is None and one.year in loose:
            loose[one.year].append(one)
    filled = [
        _extend(plan, [one for one in added if homes[one.entry_key] == index])
        for index, plan in enumerate(plans)
    ]
    return filled + [_make_plan(year, group) for year, group in loose.items() if group]


def _find_home(correction: Correction, plans: Sequence[Plan]) -> int | None:
    """The plan of the entry's file: by content, as files are renamed; else by name."""
    matches = [
        (_match(correction, plan), index)
        for index, plan in enumerate(plans)
        if not plan.frame.empty
    ]
    best = max(matches, key=lambda match: match[0], default=None)
    return best[1] if best and any(best[0]) else None


def _extend(plan: Plan, corrections: Sequence[Correction]) -> Plan:
    if not corrections:
        return plan
    facts = plan.facts
    shared = {
        "plan_number": facts.number.value,
        "issued_on": facts.issued_on.value or None,
        "issuer": facts.issuer.value,
    }
    frame = pd.concat([plan.frame, _make_frame(corrections, shared | {"year": plan.year})])
    note = Note("added", f"{len(corrections)} mục do cán bộ bổ sung", doubt=False)
    return replace(plan, frame=frame).with_note(plan.receipt.outcome, note)


def _make_plan(year: int | None, corrections: Sequence[Correction]) -> Plan:
    frame = _make_frame(corrections, {"year": year})
    return Plan(PlanFacts(), frame, Receipt(ADDED, Outcome.READ, len(frame)), year)


def _make_frame(corrections: Sequence[Correction], shared: dict[str, Any]) -> pd.DataFrame:
    frame = make_frame(make_entry(correction) | shared for correction in corrections)
    frame.index = pd.Index([correction.entry_key for correction in corrections], dtype=object)
    return frame


def make_entry(correction: Correction) -> dict[str, Any]:
    """Return an added entry as a record of the frame; it stands in no row of its paper."""
    values = read_values(correction)
    subject = values.get("subject", "")
    kind = values.get("subject_kind") or kind_by_form(subject)
    record: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    record |= {"cells": {}, "flags": [], "page": None, "issued_on": None}
    record |= {"year": correction.year, "row": 0, "source_file": ADDED}
    record |= {"person": read_subject(subject, kind).person}
    source = BY_OFFICER if values.get("field") else "none"
    return record | {"field": "khac", "field_source": source} | values


def read_values(correction: Correction) -> dict[str, str]:
    """Return what the officer typed of an added entry, by column of the frame."""
    values: dict[str, str] = json.loads(correction.new)
    return values
