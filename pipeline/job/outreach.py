"""Papers that go out beside the report: forms for the units, reminders, the booklet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.boundary import hold
from pipeline.follow_up import FollowUp
from pipeline.forms.criteria import read_criteria
from pipeline.forms.form import name_form, write_form
from pipeline.forms.letter import find_missing, write_reminder
from pipeline.forms.matching import read_follow_up
from pipeline.forms.reading import is_form, read_form
from pipeline.forms.status import UnitStatus, find_statuses
from pipeline.forms.store import mark_sent
from pipeline.job.job import Job
from pipeline.job.papers import Writer, name_year
from pipeline.job.run import find_register, no_such_year, review_year
from pipeline.problems import NotRead
from pipeline.read import identify
from pipeline.register.lock import hold_lock
from pipeline.register.outputs import read_outputs
from pipeline.register.store import open_alone
from pipeline.write.booklet import booklet_values, find_fields
from pipeline.write.office import office_values
from pipeline.write.sheets.doubts import unmark_text
from pipeline.write.sheets.units import find_units
from pipeline.write.web.booklet import write_booklet_web
from pipeline.write.word.booklet import write_booklet_word

if TYPE_CHECKING:
    from pipeline.register.store import Register
    from pipeline.register.year import Review

FORMS_FOLDER = "phieu"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was written, and what was left alone."""

    writer: Writer
    kept: tuple[Path, ...] = ()  # forms that someone has filled in where they lie
    left_out: int = 0  # models that are no longer kept
    doubtful: tuple[str, ...] = ()  # models of which something is printed in doubt


def make_forms(job: Job, year: int) -> Sent:
    """Write a form for each unit of a year; one that was filled in where it lies is left alone.

    Raises:
        BadSettings: the register has no plan of that year, or the criteria do not hold.
        NotWritten: another run is under way.
    """
    criteria = read_criteria(Path())
    folder = job.output / str(year) / FORMS_FOLDER
    kept, now = [], datetime.now()
    with _open_year(job, year) as (register, review):
        writer = Writer(job.output, read_outputs(register))
        names = name_year(review)
        office = office_values(review.year, job.settings)
        due = job.settings.follow_up.due(year)
        units = find_units(review.year)
        taken: set[str] = set()
        for unit in units:
            path = folder / name_form(unit, year, taken)
            if _is_filled(path):
                kept.append(path)
                continue
            filled = (unit, year, office, names.fields, criteria, due, path, now)
            writer.write(path, write_form, *filled)
        writer.close(register)
        mark_sent(register, year, (unit.name for unit in units), now)
    return Sent(writer, tuple(kept))


def _is_filled(path: Path) -> bool:
    """Whether a unit's answers would be lost with this file."""
    try:
        with hold(path.name):
            if not path.exists() or not is_form(path):
                return False
            return read_form(identify(path), read_criteria(Path()), path.name)[0].is_filled
    except NotRead:
        return True


def show_status(job: Job, year: int) -> tuple[tuple[UnitStatus, ...], Writer]:
    """Return where each unit stands, and write the reminder to those that sent nothing back.

    Raises:
        BadSettings: the register has no plan of that year.
        NotWritten: another run is under way.
    """
    now = datetime.now()
    with _open_year(job, year) as (register, review):
        writer = Writer(job.output, read_outputs(register))
        told = _read_follow_up(register, review, job, now)
        statuses = find_statuses(review.year, told)
        if find_missing(statuses):
            path = job.output / str(year) / f"cong-van-don-doc-{year}.docx"
            writer.write(path, write_reminder, review.year, statuses, told, job.settings, path)
        writer.close(register)
    return statuses, writer


def introduce(job: Job, year: int, fields: Sequence[str] = ()) -> Sent:
    """Write the booklet of a year as DOCX and as HTML.

    Args:
        job: settings, and where the papers belong.
        year: of the models.
        fields: codes or names of the fields to print; all where empty.

    Raises:
        BadSettings: the register has no plan of that year, or there is no such field.
        NotWritten: another run is under way.
    """
    with _open_year(job, year) as (register, review):
        writer = Writer(job.output, read_outputs(register))
        names = name_year(review)
        codes = find_fields(fields, names.fields)
        told = _read_follow_up(register, review, job, datetime.now())
        values = booklet_values(review.year, job.settings, names, told.assessments, codes)
        stem = "-".join([f"gioi-thieu-mo-hinh-{year}", *sorted(codes)])
        folder = job.output / str(year)
        for path, write in (
            (folder / f"{stem}.docx", write_booklet_word),
            (folder / f"{stem}.html", write_booklet_web),
        ):
            writer.write(path, write, values, path)
        writer.close(register)
    doubtful = tuple(unmark_text(model["trong_muc_luc"]) for model in values["can_xem"])
    return Sent(writer, left_out=values["khong_duy_tri"], doubtful=doubtful)


@contextmanager
def _open_year(job: Job, year: int) -> Iterator[tuple[Register, Review]]:
    folder = find_register(job, year)
    with hold_lock(folder), open_alone(folder, job.settings.database) as register:
        review = review_year(register, year, job.settings)
        if review is None:
            raise no_such_year(year, register.years())
        yield register, review


def _read_follow_up(register: Register, review: Review, job: Job, now: datetime) -> FollowUp:
    return read_follow_up(register, review, job.settings, now.date())
