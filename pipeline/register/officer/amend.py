"""One entry as the officer's word leaves it: what depends on a corrected cell follows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pipeline.codes import Flag
from pipeline.extract.subjects import kind_by_form, read_subject
from pipeline.language.reasons import read_reasons
from pipeline.model import UnsureCell
from pipeline.register.officer.additions import BY_OFFICER
from pipeline.register.officer.decisions import Action, Correction
from pipeline.register.officer.doubts import Said, is_settled


def amend(
    record: Mapping[str, Any], corrections: Sequence[Correction], cells: Sequence[UnsureCell]
) -> dict[str, Any]:
    """Return an entry with its corrections, without the doubts that they settle.

    Args:
        record: as it was read.
        corrections: of the entry, which is not removed; oldest first.
        cells: those of a scan that are in doubt and part of it.
    """
    changed = dict(record)
    for correction in corrections:
        if correction.action is Action.CHANGE:
            changed[correction.field] = correction.new
        if correction.field == "field":
            changed["field_source"] = BY_OFFICER
    said = tell_said(record, corrections)
    changed["flags"] = [] if said.confirmed else _find_open_flags(record["flags"], said, cells)
    changed["person"] = find_person(record, changed["subject"])
    return changed


def tell_said(record: Mapping[str, Any], corrections: Sequence[Correction]) -> Said:
    """Return what the corrections say of an entry: which columns, and whether it is right."""
    columns = frozenset(one.field for one in corrections if one.action is Action.CHANGE)
    return Said(record, columns, any(one.action is Action.CONFIRM for one in corrections))


def find_later(corrections: Sequence[Correction]) -> Sequence[Correction]:
    """Return the corrections since an entry was last checked as a whole; all where it was not."""
    checked = [i for i, one in enumerate(corrections, 1) if one.action is Action.CONFIRM]
    return corrections[checked[-1] :] if checked else corrections


def _find_open_flags(flags: Iterable[str], said: Said, cells: Sequence[UnsureCell]) -> list[str]:
    """The flags that corrections leave; of scanned cells until each of them is settled."""
    settled = frozenset(flag for column in said.columns for flag in _flags_of(column))
    if cells:
        unsure = {Flag.CELL_UNCERTAIN}
        is_open = not all(is_settled(cell, said) for cell in cells)
        settled = settled - unsure if is_open else settled | unsure
    return [flag for flag in flags if flag not in settled]


@cache
def _flags_of(column: str) -> frozenset[str]:
    """The doubts about a column, which the officer's own word settles."""
    return frozenset(flag for flag, reason in read_reasons().items() if reason.column == column)


def find_person(record: Mapping[str, Any], subject: str) -> str:
    """Return the persons that an entry names once its subject reads so, as in a plan.

    A kind that the form of address told is told anew by it.

    Args:
        record: the entry as it was read.
        subject: as it is now; unchanged, it leaves the persons that were read.
    """
    if subject == record["subject"]:
        return str(record["person"])
    kind = record["subject_kind"]
    if kind == kind_by_form(record["subject"]):
        kind = kind_by_form(subject)
    return read_subject(subject, kind).person
