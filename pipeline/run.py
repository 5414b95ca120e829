"""The whole job, top to bottom: read what was dropped, settle it, write the year's papers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath

import pandas as pd

from pipeline.classify.fields import field_names
from pipeline.classify.placebook import Area, load_book
from pipeline.classify.places import area_from_issuer, infer_area
from pipeline.inbox import Dropped, list_dropped
from pipeline.model import Outcome, Plan, Year, make_frame
from pipeline.plan import failed_plan, read_plan
from pipeline.problems import ExitCode, NotRead, NotWritten
from pipeline.read import identify
from pipeline.read.archive import unpack
from pipeline.settings import Settings
from pipeline.twins import settle_twins
from pipeline.write.excel import write_plan_workbook, write_year_workbook
from pipeline.write.names import make_names
from pipeline.write.sheets import Names, year_sheets
from pipeline.write.word import write_report

NO_YEAR = "chua-ro-nam"
MERGED_ON = date(2025, 7, 1)  # Nghị quyết 202/2025/QH15: communes merged, districts gone


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is asked to do."""

    input: Path
    output: Path
    settings: Settings
    year: int | None = None  # only this year's papers are written
    template: Path | None = None  # the officer's own report


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did."""

    plans: tuple[Plan, ...]
    written: tuple[Path, ...] = ()
    problems: tuple[NotWritten, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """3 before 2: an output that is missing weighs more than a file that was not read."""
        if self.problems:
            return ExitCode.NOT_WRITTEN
        failed = any(plan.receipt.outcome is Outcome.FAILED for plan in self.plans)
        return ExitCode.NOT_READ if failed else ExitCode.OK


Tell = Callable[[int, int, Plan], None]
"""Called after each file: how many are done, of how many, and the plan."""


def run(job: Job, tell: Tell) -> Result:
    """Read every file of the input folder and write the papers of each year.

    Raises:
        BadSettings: no input folder, or a template that does not hold.
    """
    plans = settle_twins(list(read_inbox(job, tell)))
    now = datetime.now()
    writer = _Writer()
    names = name_outputs(plan for plan in plans if not plan.frame.empty)
    for plan, stem in names:
        if job.year in (None, plan.year):
            write_plan(plan, stem, job, writer, now)
    for year in gather_years(plans):
        if job.year in (None, year.year):
            write_year(year, job, writer, now)
    return Result(tuple(plans), tuple(writer.written), tuple(writer.problems))


def read_inbox(job: Job, tell: Tell) -> Iterator[Plan]:
    """Yield the plan of every dropped file; a file that fails becomes a receipt that says why."""
    with _unpacked(list_dropped(job.input)) as files:
        for index, dropped in enumerate(files, start=1):
            plan = _read_one(dropped, job.settings)
            tell(index, len(files), plan)
            yield plan


def _read_one(dropped: Dropped | Plan, settings: Settings) -> Plan:
    if isinstance(dropped, Plan):
        return dropped
    try:
        return read_plan(dropped.path, settings, dropped.name)
    except NotRead as error:
        return failed_plan(error, dropped.name)


@contextmanager
def _unpacked(files: Sequence[Dropped]) -> Iterator[list[Dropped | Plan]]:
    """The files, those of archives in place of their archive; one that fails as its receipt."""
    with tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True) as folder:
        flat: list[Dropped | Plan] = []
        for number, dropped in enumerate(files):
            try:
                source = identify(dropped.path)
                if source.kind != "zip":
                    flat.append(dropped)
                    continue
                into = Path(folder) / str(number) / (_year_part(dropped.name) or "zip")
                into.mkdir(parents=True)
                members = unpack(source, into)
                flat.extend(
                    Dropped(path, f"{dropped.name}/{path.relative_to(into).as_posix()}")
                    for path in members
                )
            except NotRead as error:
                flat.append(failed_plan(error, dropped.name))
        yield flat


def _year_part(name: str) -> str:
    """The year's folder that an archive lies in, so that its files count to that year."""
    parts = PurePosixPath(name).parts[:-1]
    return next((part for part in reversed(parts) if re.fullmatch(r"(?:19|20)\d{2}", part)), "")


# --- years ---------------------------------------------------------------------------


def gather_years(plans: Iterable[Plan]) -> list[Year]:
    """Return the years that plans speak of, each with the year before where it is there."""
    by_year: dict[int, list[Plan]] = {}
    for plan in plans:
        if plan.year is not None and plan.receipt.outcome is not Outcome.FAILED:
            by_year.setdefault(plan.year, []).append(plan)
    frames = {year: join_frames(group) for year, group in by_year.items()}
    return [
        Year(year, tuple(group), frames[year], frames.get(year - 1))
        for year, group in sorted(by_year.items())
        if not frames[year].empty
    ]


def join_frames(plans: Sequence[Plan]) -> pd.DataFrame:
    """Return one frame of the entries of all plans, in order."""
    frames = [plan.frame for plan in plans if not plan.frame.empty]
    return pd.concat(frames, ignore_index=True) if frames else make_frame([])


def name_year(year: Year, settings: Settings) -> Names:
    """Return what fields and places of a year are called: communes of its area, successors."""
    book = load_book()
    on = date(year.year, 1, 1) if year.year != MERGED_ON.year else None
    place = settings.place
    communes = [text for text in year.frame["commune"].tolist() if text]
    if place.province or place.district:
        area: Area | None = Area(place.province, place.district)
    else:
        issuers = {plan.facts.issuer.value for plan in year.plans if plan.facts.issuer.value}
        found = {area_from_issuer(issuer, book) for issuer in issuers} - {None}
        area = found.pop() if len(found) == 1 else infer_area(communes, on, book)
    return make_names(year.frame, area, on, book)


# --- papers --------------------------------------------------------------------------


@dataclass
class _Writer:
    """Keeps what was written, and goes on past what could not be."""

    written: list[Path] = field(default_factory=list)
    problems: list[NotWritten] = field(default_factory=list)

    def write(self, make: Callable[[], Path]) -> None:
        try:
            self.written.append(make())
        except NotWritten as error:
            self.problems.append(error)


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


def write_plan(plan: Plan, stem: str, job: Job, writer: _Writer, now: datetime) -> None:
    """Write the workbook of one plan into the folder of its year."""
    folder = job.output / (str(plan.year) if plan.year else NO_YEAR)
    names = Names(field_names())
    writer.write(lambda: write_plan_workbook(plan, folder / f"{stem}.xlsx", names, now))


def write_year(year: Year, job: Job, writer: _Writer, now: datetime) -> None:
    """Write the workbook and the report of one year."""
    folder = job.output / str(year.year)
    names = name_year(year, job.settings)
    book = folder / f"tong-hop-nam-{year.year}.xlsx"
    report = folder / f"bao-cao-nam-{year.year}.docx"
    writer.write(lambda: write_year_workbook(year, book, names, now))
    sheets = year_sheets(year, names)
    writer.write(lambda: write_report(year, sheets, job.settings, report, job.template, names))
