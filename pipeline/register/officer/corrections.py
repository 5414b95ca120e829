"""Corrections put on what was read: cells changed, entries removed, entries added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.classify.checks import find_doubles
from pipeline.codes import Flag
from pipeline.frame import make_frame
from pipeline.model import Note, Plan, UnsureCell
from pipeline.register.identity.marks import name_entry
from pipeline.register.officer.additions import add_entries
from pipeline.register.officer.amend import amend, find_later, tell_said
from pipeline.register.officer.communes import Communes
from pipeline.register.officer.decisions import Action, Correction
from pipeline.register.officer.doubts import Said, settle_cells
from pipeline.register.officer.labels import ADDED
from pipeline.settings import Settings


def apply_corrections(
    plans: Sequence[Plan], corrections: Iterable[Correction], settings: Settings
) -> list[Plan]:
    """Return the plans as corrected, and one more for entries that were added to a year's list.

    A correction finds its entry by key; where its file was replaced or stands aside, by the
    words of the entry, if just one entry of the year has them.

    Args:
        plans: settled, as read.
        corrections: oldest first.
        settings: the office's own; they may name the area.
    """
    standing = [correction for correction in corrections if not correction.undone]
    whole = add_entries(plans, standing)
    keys = {str(key) for plan in whole for key in plan.frame.index}
    words = _find_unique(whole)
    placed: dict[str, list[Correction]] = {}
    for correction in standing:
        place = (correction.year, correction.likeness)
        key = correction.entry_key if correction.entry_key in keys else words.get(place)
        if key is not None and correction.action is not Action.ADD:
            placed.setdefault(key, []).append(correction)
    communes = Communes(whole, settings)
    return [_correct_plan(plan, placed, communes) for plan in whole]


def _find_unique(plans: Sequence[Plan]) -> dict[tuple[int | None, str], str]:
    """Keys of the entries by year and words, but for words that several entries have."""
    found: dict[tuple[int | None, str], str | None] = {}
    for plan in plans:
        for key, words in zip(plan.frame.index, name_entries(plan.frame), strict=True):
            place = (plan.year, words)
            found[place] = None if place in found else str(key)
    return {place: key for place, key in found.items() if key is not None}


def name_entries(frame: pd.DataFrame) -> list[str]:
    """Return the words that each entry is remembered by, in order."""
    columns = [frame[name].fillna("").tolist() for name in ("subject", "commune", "model")]
    return [
        name_entry(subject, commune, model or content)
        for subject, commune, model, content in zip(
            *columns, frame["content"].fillna("").tolist(), strict=True
        )
    ]


# --- one plan ------------------------------------------------------------------------


def _correct_plan(
    plan: Plan, placed: Mapping[str, Sequence[Correction]], communes: Communes
) -> Plan:
    own = {key: placed.get(key, ()) for key in map(str, plan.frame.index)}
    if not any(found or key.startswith(ADDED) for key, found in own.items()):
        return plan
    rows: dict[str, dict[str, Any]] = {}
    said: dict[tuple[str, int], list[Said]] = {}
    for (key, corrections), record in zip(own.items(), _list_records(plan.frame), strict=True):
        place = (record["appendix"], record["row"])
        of_row = said.setdefault(place, [])
        if any(correction.action is Action.REMOVE for correction in corrections):
            continue
        of_row.append(tell_said(record, corrections))
        amended = amend(record, corrections, _find_cells(plan, place))
        if key.startswith(ADDED) or any(one.field == "commune" for one in corrections):
            amended = _write_commune(amended, corrections, *communes.locate(amended, plan))
        rows[key] = amended
    frame = make_frame(_flag_doubles(rows, own))
    frame.index = pd.Index(list(rows), dtype=object)
    corrected = replace(plan, frame=frame, unsure=tuple(settle_cells(plan.unsure, said)))
    gone = len(plan.frame) - len(frame)
    if not gone:
        return corrected
    note = Note("removed", f"{gone} mục đã bỏ theo đánh dấu của cán bộ", doubt=False)
    noted = corrected.with_note(plan.receipt.outcome, note)
    read = sum(key not in rows and not key.startswith(ADDED) for key in own)
    return replace(noted, receipt=replace(noted.receipt, removed=read))


def _list_records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for record in frame.to_dict("records"):
        yield {str(name): value for name, value in record.items()}


def _write_commune(
    record: dict[str, Any], corrections: Sequence[Correction], commune: str, known: bool
) -> dict[str, Any]:
    """The entry with the officer's commune in full, flagged where it is unknown and unchecked."""
    later = find_later(corrections)
    unchecked = len(later) == len(corrections) or any(one.field == "commune" for one in later)
    flags = record["flags"] if known or not unchecked else [*record["flags"], Flag.COMMUNE_UNKNOWN]
    return record | {"commune": commune, "flags": flags}


def _flag_doubles(
    rows: Mapping[str, dict[str, Any]], own: Mapping[str, Sequence[Correction]]
) -> Iterator[dict[str, Any]]:
    """Give the entries, flagged where two say the same now, unless the officer checked one."""
    names = ((row["subject"], row["commune"], row["model"]) for row in rows.values())
    for (key, row), double in zip(rows.items(), find_doubles(names), strict=True):
        later = find_later(own[key])
        unchecked = len(later) == len(own[key]) or any(one.field in _NAMES for one in later)
        flags = [flag for flag in row["flags"] if flag != Flag.DUPLICATE]
        yield row | {"flags": [*flags, Flag.DUPLICATE] if double and unchecked else flags}


_NAMES = ("subject", "commune", "model")


def _find_cells(plan: Plan, place: tuple[str, int]) -> list[UnsureCell]:
    appendix, row = place
    return [cell for cell in plan.unsure if cell.appendix == appendix and row in cell.rows]
