"""Corrections put on what was read: cells changed, entries removed, entries added."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from pipeline.classify.places import COMMUNE_UNKNOWN
from pipeline.extract.unsure import UNSURE
from pipeline.frame import make_frame
from pipeline.model import Note, Plan, UnsureCell
from pipeline.plan import with_receipt
from pipeline.register.additions import BY_OFFICER, add_entries
from pipeline.register.amend import find_person
from pipeline.register.communes import Communes
from pipeline.register.labels import ADDED
from pipeline.register.marks import name_entry
from pipeline.register.officer import Action, Correction
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
    rows: list[dict[str, Any]] = []
    keys: list[str] = []
    settled: set[tuple[str, int, str]] = set()
    for key, record in zip(plan.frame.index, plan.frame.to_dict("records"), strict=True):
        printed = {str(name): value for name, value in record.items()}
        corrections = own[str(key)]
        place = (printed["appendix"], printed["row"])
        settled |= {(*place, correction.field) for correction in corrections}
        corrected = _correct_record(printed, corrections, _find_cells(plan, place))
        if corrected is not None:
            if str(key).startswith(ADDED) or any(one.field == "commune" for one in corrections):
                corrected = _check_commune(corrected, plan, communes)
            rows.append(corrected)
            keys.append(str(key))
    frame = make_frame(rows)
    frame.index = pd.Index(keys, dtype=object)
    gone = len(plan.frame) - len(frame)
    corrected_plan = replace(plan, frame=frame, unsure=_settle_cells(plan.unsure, settled))
    if not gone:
        return corrected_plan
    note = Note("removed", f"{gone} mục đã bỏ theo đánh dấu của cán bộ", doubt=False)
    return with_receipt(corrected_plan, plan.receipt.outcome, note)


def _correct_record(
    record: dict[str, Any], corrections: Sequence[Correction], cells: Sequence[UnsureCell]
) -> dict[str, Any] | None:
    changed = dict(record)
    for correction in corrections:
        if correction.action is Action.REMOVE:
            return None
        changed[correction.field] = correction.new
        if correction.field == "field":
            changed["field_source"] = BY_OFFICER
    settled = _settle_flags({correction.field for correction in corrections}, cells)
    changed["flags"] = [flag for flag in changed["flags"] if flag not in settled]
    changed["person"] = find_person(record, changed["subject"])
    return changed


def _check_commune(record: dict[str, Any], plan: Plan, communes: Communes) -> dict[str, Any]:
    """The entry with the commune that the officer wrote in full, flagged where it is unknown."""
    if not record["commune"]:
        return record
    commune, is_known = communes.locate(record, plan)
    flags = record["flags"] if is_known else [*record["flags"], COMMUNE_UNKNOWN]
    return record | {"commune": commune, "flags": flags}


def _settle_flags(columns: Iterable[str], cells: Sequence[UnsureCell]) -> frozenset[str]:
    """The flags that corrections settle; of scanned cells once each of them was corrected."""
    corrected = set(columns)
    flags = frozenset(flag for column in corrected for flag in _flags_of(column))
    if not cells:
        return flags
    is_open = any(cell.column not in corrected for cell in cells)
    return flags - {UNSURE} if is_open else flags | {UNSURE}


def _find_cells(plan: Plan, place: tuple[str, int]) -> list[UnsureCell]:
    appendix, row = place
    return [cell for cell in plan.unsure if cell.appendix == appendix and row in cell.rows]


def _settle_cells(
    cells: Sequence[UnsureCell], settled: Collection[tuple[str, int, str]]
) -> tuple[UnsureCell, ...]:
    """The cells without the rows where their column was corrected."""
    left = []
    for cell in cells:
        rows = tuple(row for row in cell.rows if (cell.appendix, row, cell.column) not in settled)
        if rows or not cell.rows:
            left.append(replace(cell, rows=rows))
    return tuple(left)


@cache
def _flags_of(column: str) -> frozenset[str]:
    """The doubts about a column, which the officer's own word settles."""
    source = resources.files("pipeline").joinpath("data", "flags.toml")
    blocks = tomllib.loads(source.read_text(encoding="utf-8"))
    return frozenset(code for code, block in blocks.items() if block.get("column") == column)
