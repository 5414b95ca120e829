"""Forms that lie among the dropped files: read after the plans, and kept in the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.follow_up import Form
from pipeline.forms.matching import EntryFinder, find_lost
from pipeline.forms.store import read_versions, save_form
from pipeline.frame import make_frame
from pipeline.job.tasks import FormFindings
from pipeline.language.keys import words_key
from pipeline.model import Note, Outcome, Plan, PlanFacts, Receipt, Year
from pipeline.write.sheets.units import find_units

if TYPE_CHECKING:
    from pipeline.register.store import Register

FORM = "form"
"""Code of the note that says what a form is."""


@dataclass(frozen=True, slots=True)
class KnownYear:
    """What the forms of a year may speak of."""

    entries: EntryFinder
    units: frozenset[str]  # their keys


def know_year(year: Year) -> KnownYear:
    """Return the entries and units of a year, to be looked up by many forms."""
    return KnownYear(EntryFinder(year.frame), frozenset(unit.key for unit in find_units(year)))


def take_form(
    found: FormFindings,
    path: Path,
    register: Register,
    find_year: Callable[[int], KnownYear | None],
    now: datetime,
) -> Plan:
    """Keep a form, and return its receipt as a plan without entries.

    Args:
        found: what it says.
        path: where it lies; its time tells which of a unit's forms is the last.
        register: where every version is kept.
        find_year: gives entries and units of a year, None where no plan of it was read.
        now: when the file was seen.
    """
    form, notes = found.form, found.notes
    if not form.is_filled:
        blank = Note("form-blank", "Phiếu chưa điền mục nào; chưa tính là đã gửi")
        return _make_receipt(form, Outcome.CHECK, (*notes, blank))
    save_form(register, form, datetime.fromtimestamp(path.stat().st_mtime), now)
    versions = read_versions(register, form.year)[words_key(form.unit)]
    if versions[-1].sha256 != form.sha256:
        told = f"đã được thay bằng bản mới hơn ở tệp {versions[-1].source_file}"
        return _make_receipt(form, Outcome.SKIPPED, (), told)
    known = find_year(form.year)
    lost = (_note_year(form),) if known is None else _note_lost(form, known)
    notes = (*notes, *lost)
    replaced = f"; thay bản ở tệp {versions[-2].source_file}" if len(versions) > 1 else ""
    filled = sum(row.is_filled for row in form.assessments)
    told = f"{filled}/{len(form.assessments)} mục có kết quả{replaced}"
    doubted = any(note.doubt for note in notes)
    return _make_receipt(form, Outcome.CHECK if doubted else Outcome.READ, notes, told)


def _make_receipt(
    form: Form, outcome: Outcome, notes: tuple[Note, ...], told: str = "chưa điền"
) -> Plan:
    text = f"phiếu theo dõi, đánh giá năm {form.year} của {form.unit or '…………'}: {told}"
    named = (Note(FORM, text, doubt=False), *notes)
    receipt = Receipt(form.source_file, outcome, notes=named, sha256=form.sha256)
    return Plan(PlanFacts(), make_frame([]), receipt, form.year)


def _note_lost(form: Form, known: KnownYear) -> tuple[Note, ...]:
    """Rows that mean no entry of the year, and a unit that has none."""
    notes = find_lost(form, known.entries)
    if words_key(form.unit) in known.units:
        return notes
    text = (
        f"Phiếu ghi đơn vị “{form.unit}”, không có trong các đơn vị năm {form.year}; chỉ lấy những "
        "mục khớp với danh sách"
    )
    return (*notes, Note("form-unit", text))


def _note_year(form: Form) -> Note:
    return Note(
        "form-year",
        f"Phiếu của năm {form.year}, nhưng sổ dữ liệu chưa có kế hoạch nào của năm đó; "
        "chưa lấy vào biểu nào",
    )
