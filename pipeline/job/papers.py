"""The papers of plans and years, each put into the folder of its year."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline.boundary import hold
from pipeline.classify.fields import field_names
from pipeline.classify.placebook import load_book
from pipeline.forms.matching import read_follow_up
from pipeline.forms.results import result_sheets
from pipeline.forms.sentences import result_values
from pipeline.forms.status import status_sheets
from pipeline.job.job import Job
from pipeline.model import Plan, Year
from pipeline.problems import NotWritten
from pipeline.register.officer.memory import read_memory
from pipeline.register.year import Review, first_day, split_issuers
from pipeline.write.excel.workbook import write_plan_workbook, write_year_workbook
from pipeline.write.sheets.edit import journal_sheet, question_sheet
from pipeline.write.sheets.names import make_names
from pipeline.write.sheets.sheet import Sheet
from pipeline.write.sheets.year import Names, year_sheets
from pipeline.write.word.report import write_report

if TYPE_CHECKING:
    from pipeline.register.officer.memory import Memory
    from pipeline.register.store import Register

NO_YEAR = "chua-ro-nam"


def name_year(review: Review) -> Names:
    """Return what fields and places of a year are called: communes of its area, successors."""
    year = review.year
    names = make_names(year.frame, review.area, first_day(year.year), load_book())
    return replace(names, changes=review.changes)


@dataclass
class Writer:
    """Keeps what was written, and goes on past what could not be."""

    written: list[Path] = field(default_factory=list)
    problems: list[NotWritten] = field(default_factory=list)

    def write(self, path: Path, make: Callable[[], Path]) -> None:
        """Let ``make`` write the paper at ``path``; where it cannot, that is a problem."""
        with self.collect(str(path)):
            self.written.append(make())

    @contextmanager
    def collect(self, name: str) -> Iterator[None]:
        """Keep what goes wrong with the papers of ``name``, and go on after them."""
        try:
            with hold(name, NotWritten):
                yield
        except NotWritten as error:
            self.problems.append(error)


def write_papers(
    plans: Sequence[Plan],
    reviews: Sequence[Review],
    register: Register,
    years: Collection[int],
    job: Job,
    now: datetime,
) -> Writer:
    """Write the workbook of each plan, and workbook and report of each year."""
    writer = Writer()
    memory = read_memory(register, plans, field_names(), job.settings)
    asked = years if job.year is None else {job.year} & set(years)
    read = (plan for plan in plans if not plan.frame.empty and plan.receipt.sha256)
    for plan, stem in name_outputs(read):
        if plan.year in asked or (plan.year is None and job.year is None):
            with writer.collect(plan.receipt.source_file):
                write_plan(plan, stem, memory, job, writer, now)
    for review in reviews:
        if review.year.year in asked:
            with writer.collect(name_papers(review.year.year)):
                write_year(review, register, job, writer, now)
    return writer


def name_papers(year: int) -> str:
    """Return what the papers of a year are called where none of them was made."""
    return f"các sổ và báo cáo năm {year}"


def name_outputs(plans: Iterable[Plan]) -> list[tuple[Plan, str]]:
    """Return each plan with the name of its workbook; files of one name are told apart."""
    taken: set[tuple[int | None, str]] = set()
    named: list[tuple[Plan, str]] = []
    for plan in plans:
        path = PurePosixPath(plan.receipt.source_file)
        options = [path.stem, f"{path.stem} ({path.suffix.lstrip('.')})"]
        options += [f"{path.stem} ({number})" for number in range(2, 10_000)]
        stem = next(name for name in options if (plan.year, name.lower()) not in taken)
        taken.add((plan.year, stem.lower()))
        named.append((plan, stem))
    return named


def write_plan(
    plan: Plan, stem: str, memory: Memory, job: Job, writer: Writer, now: datetime
) -> None:
    """Write the workbook of one plan into the folder of its year."""
    folder = job.output / (str(plan.year) if plan.year else NO_YEAR)
    names = Names(field_names(), suggestions=memory.suggestions)
    corrections = memory.of_plan(plan)
    more = (journal_sheet(corrections, memory, names),) if corrections else ()
    path = folder / f"{stem}.xlsx"
    writer.write(path, lambda: write_plan_workbook(plan, path, names, now, more))


def list_decisions(review: Review, memory: Memory, names: Names) -> tuple[Sheet, ...]:
    """Return the questions for the officer and the journal of corrections, where there are any."""
    corrections = memory.of_year(review.year.year)
    sheets = [question_sheet(review.proposals)] if review.proposals else []
    sheets += [journal_sheet(corrections, memory, names)] if corrections else []
    return tuple(sheets)


def write_issuer(
    issuer: str, year: Year, names: Names, folder: Path, writer: Writer, now: datetime
) -> None:
    """Write the tables of one issuer, where a year has plans of several."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", issuer).split())[:80].rstrip(". ")
    path = folder / f"tong-hop-nam-{year.year} ({plain}).xlsx"
    own = replace(names, communes=(), changes=None)
    writer.write(path, lambda: write_year_workbook(year, path, own, now))


_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def write_year(review: Review, register: Register, job: Job, writer: Writer, now: datetime) -> None:
    """Write the workbook and the report of one year."""
    year = review.year
    folder = job.output / str(year.year)
    memory = read_memory(register, year.plans, field_names(), job.settings)
    names = replace(name_year(review), suggestions=memory.suggestions)
    more = list_decisions(review, memory, names)
    told = read_follow_up(register, review, job.settings, now.date())
    results = result_sheets(year, names, told, job.settings)
    status = status_sheets(year, told)
    book = folder / f"tong-hop-nam-{year.year}.xlsx"
    report = folder / f"bao-cao-nam-{year.year}.docx"
    tables = (*results, *status)
    writer.write(book, lambda: write_year_workbook(year, book, names, now, tables, more))
    for issuer, part in split_issuers(year).items():
        write_issuer(issuer, part, names, folder, writer, now)
    sheets = (*year_sheets(year, names), *results)
    values = result_values(year, names, told, job.settings)
    writer.write(
        report,
        lambda: write_report(year, sheets, job.settings, report, job.template, names, values),
    )
