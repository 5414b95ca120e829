"""Forms that lie among the dropped files: read after the plans, and kept in the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.criteria import Criteria
from pipeline.extract.forms import read_form
from pipeline.followup import Form
from pipeline.inbox import Dropped
from pipeline.model import Note, Outcome, Plan, PlanFacts, Receipt, make_frame
from pipeline.read import identify
from pipeline.text import words_key

if TYPE_CHECKING:
    from pipeline.register.store import Register
    from pipeline.register.year import Review

FORM = "form"
"""Code of the note that says what a form is."""


def take_form(
    dropped: Dropped,
    criteria: Criteria,
    register: Register,
    find_year: Callable[[int], Review | None],
    now: datetime,
) -> Plan:
    """Read a form, keep it, and return its receipt as a plan without entries.

    Args:
        dropped: a file of which ``is_form`` holds.
        criteria: those that the scores are checked against.
        register: where every version is kept.
        find_year: gives the entries of a year, None where no plan of it was read.
        now: when the file was seen.

    Raises:
        NotRead: the form is broken.
    """
    from pipeline.register.follow_up import place_rows
    from pipeline.register.forms import read_versions, save_form

    source = identify(dropped.path)
    form, notes = read_form(source, criteria, dropped.name)
    review = find_year(form.year)
    if review is None:
        notes = (*notes, _note_year(form))
    else:
        notes = (*notes, *place_rows(form, review.year.frame)[1])
    if form.is_filled:
        saved = save_form(register, form, _saved_at(dropped.path), now)
        versions = read_versions(register, form.year)[words_key(form.unit)]
        notes = (*notes, *_note_versions(saved, versions))
    else:
        notes = (*notes, Note("form-blank", "Phiếu chưa điền mục nào; chưa tính là đã gửi"))
    return _make_receipt(form, notes)


def _saved_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime)


def _make_receipt(form: Form, notes: tuple[Note, ...]) -> Plan:
    filled = sum(row.is_filled for row in form.assessments)
    text = (
        f"phiếu theo dõi, đánh giá năm {form.year} của {form.unit or '…………'}: "
        f"{filled}/{len(form.assessments)} mục có kết quả"
    )
    outcome = Outcome.CHECK if any(note.doubt for note in notes) else Outcome.READ
    told = (Note(FORM, text, doubt=False), *notes)
    receipt = Receipt(form.source_file, outcome, notes=told, sha256=form.sha256)
    return Plan(PlanFacts(), make_frame([]), receipt, form.year)


def _note_year(form: Form) -> Note:
    return Note(
        "form-year",
        f"Phiếu của năm {form.year}, nhưng sổ dữ liệu chưa có kế hoạch nào của năm đó; "
        "chưa lấy vào biểu nào",
    )


def _note_versions(form: Form, versions: tuple[Form, ...]) -> tuple[Note, ...]:
    """Say which version of a unit's form counts, where there are several."""
    current = versions[-1]
    if current.sha256 != form.sha256:
        text = f"Phiếu này đã được thay bằng bản mới hơn ở tệp {current.source_file}"
        return (Note("form-replaced", text, doubt=False),)
    if len(versions) > 1:
        text = f"Phiếu này thay bản trước ở tệp {versions[-2].source_file}"
        return (Note("form-replaces", text, doubt=False),)
    return ()
