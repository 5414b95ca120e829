"""The papers of plans and years, each put into the folder of its year."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.boundary import hold
from pipeline.classify.fields import field_names
from pipeline.classify.placebook import load_book
from pipeline.codes import Level
from pipeline.files import keep_aside, name_file
from pipeline.forms.criteria import read_criteria
from pipeline.forms.matching import read_follow_up
from pipeline.forms.results import result_sheets
from pipeline.forms.sentences import result_values
from pipeline.forms.status import status_sheets
from pipeline.job.crew import Crew, OwnProcess, tell_nobody
from pipeline.job.job import Job
from pipeline.language.keys import words_key
from pipeline.model import Plan, Year
from pipeline.problems import NotWritten
from pipeline.read.means import TellPage
from pipeline.read.recipe import digest_program
from pipeline.register.officer.memory import read_memory
from pipeline.register.outputs import Output, forget_outputs, note_outputs
from pipeline.register.store import Register
from pipeline.register.year import Review, first_day, split_issuers
from pipeline.write.excel.workbook import write_plan_workbook, write_year_workbook
from pipeline.write.office import MOST_CITED, counted_plans
from pipeline.write.sheets.edit import journal_sheet, question_sheet
from pipeline.write.sheets.names import Names, make_names
from pipeline.write.sheets.papers import list_papers
from pipeline.write.sheets.sheet import Sheet
from pipeline.write.sheets.year import list_entries, year_sheets
from pipeline.write.word.report import write_appendices, write_report
from pipeline.write.word.template import is_untouched

if TYPE_CHECKING:
    from pipeline.register.officer.memory import Memory

NO_YEAR = "chua-ro-nam"
YEAR_STEM = "tong-hop-nam-"
RETIRED = "cũ"
"""Folder of a year's workbooks whose papers no longer count."""

_MOST_TOGETHER = 10  # issuers whose workbooks lie in one folder


def name_year(review: Review) -> Names:
    """Return what fields and places of a year are called: communes of its area, successors."""
    year = review.year
    names = make_names(year.frame, review.area, _day_of(year), load_book())
    communes = () if year.seat.level is Level.COMMUNE else names.communes
    return replace(names, communes=communes, changes=review.changes)


def _day_of(year: Year) -> date:
    """A day whose communes a year's papers list: the old ones for a district, the new else."""
    late = year.seat.level is not Level.DISTRICT
    return first_day(year.year) or date(year.year, 12 if late else 1, 1)


@dataclass(frozen=True, slots=True)
class WriteTask:
    """Make one paper, wherever there is a free worker."""

    make: Callable[..., Path]
    arguments: tuple[object, ...]

    def __call__(self, _: TellPage) -> Path:
        """Return where the paper is.

        Raises:
            NotWritten: it cannot be put in place.
        """
        return self.make(*self.arguments)


@dataclass
class Writer:
    """Has papers made, leaves alone what did not change, and goes on past what cannot be made."""

    output: Path
    known: Mapping[str, Output] = field(default_factory=dict)  # by path inside ``output``
    crew: Crew = field(default_factory=OwnProcess)
    written: list[Path] = field(default_factory=list)
    problems: list[NotWritten] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)  # of what lay there and was kept
    unread: Collection[Path] = ()  # workbooks there that nobody could read back
    retired: list[Path] = field(default_factory=list)  # papers that no longer count
    _due: set[Path] = field(default_factory=set)
    _waiting: list[tuple[Path, Future[Path]]] = field(default_factory=list)
    _digests: dict[Path, str] = field(default_factory=dict)
    _years: dict[Path, int | None] = field(default_factory=dict)

    def write(
        self,
        path: Path,
        make: Callable[..., Path],
        *arguments: object,
        digest: str = "",
        year: int | None = None,
    ) -> None:
        """Have ``make`` write the paper at ``path``; where it cannot, that is a problem.

        Args:
            path: where it belongs.
            make: returns it; called with ``arguments``.
            arguments: such as can be sent to a worker.
            digest: of all that it is made from; one that lies there, made from the same, stays.
            year: whose paper it is.
        """
        self._due.add(path)
        before = self.known.get(path.relative_to(self.output).as_posix())
        if digest and before and before.digest == digest and before.is_intact(path):
            return
        if path in self.unread or (path.suffix == ".docx" and _is_edited(path, before)):
            self._keep_aside(path)
        self._digests[path], self._years[path] = digest, year
        self._waiting.append((path, self.crew.submit(WriteTask(make, arguments), tell_nobody)))

    def _keep_aside(self, path: Path) -> None:
        """Keep what somebody wrote into a paper that is due; where it is in use, it stays."""
        aside = keep_aside(path, "bản trước, đã có người sửa,", datetime.now())
        if aside is not None:
            name = path.relative_to(self.output).as_posix()
            self.messages.append(f"{name}: bản đã có người sửa được giữ ở {aside.name}")

    def retire(self, years: Collection[int]) -> None:
        """Put aside the workbooks of these years whose papers no longer count."""
        for name, output in self.known.items():
            path = self.output / name
            if output.year not in years or path.suffix != ".xlsx" or path in self._due:
                continue
            if not path.exists():
                self.retired.append(path)
                continue
            aside = self.output / str(output.year) / RETIRED / path.name
            with self.collect(name):
                aside.parent.mkdir(exist_ok=True)
                path.replace(aside)
                self.retired.append(path)
                where = aside.relative_to(self.output).as_posix()
                self.messages.append(f"{name}: văn bản không còn tính riêng, sổ chuyển vào {where}")

    @contextmanager
    def collect(self, name: str) -> Iterator[None]:
        """Keep what goes wrong with the papers of ``name``, and go on after them."""
        try:
            with hold(name, NotWritten):
                yield
        except NotWritten as error:
            self.problems.append(error)

    def close(self, register: Register) -> None:
        """Wait for all papers, and remember them as they lie there now."""
        self.finish()
        note_outputs(register, self.output, self.written, self._digests, self._years)
        forget_outputs(register, self.output, self.retired)

    def finish(self) -> None:
        """Wait for all papers."""
        for path, future in self._waiting:
            with self.collect(str(path)):
                self.written.append(future.result())
        self._waiting.clear()


def _is_edited(path: Path, before: Output | None) -> bool:
    """Whether a Word paper that lies there was saved by somebody else since it was written."""
    as_written = before is not None and before.is_intact(path)
    return not as_written and path.exists() and not is_untouched(path)


def describe_papers(job: Job) -> str:
    """Return a digest of what papers are made from beside the plans: settings and program."""
    own = [
        job.settings.model_dump_json(),
        read_criteria(Path()).model_dump_json(),
        str((job.full, job.lists)),
    ]
    template = job.template.read_bytes() if job.template and job.template.exists() else b""
    digest = hashlib.sha256("|".join((__version__, digest_program("."), *own)).encode())
    digest.update(template)
    return digest.hexdigest()[:16]


def _digest(recipe: str, *parts: object) -> str:
    """A digest of what one paper is made from."""
    text = json.dumps([recipe, *map(_plain, parts)], ensure_ascii=False, default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _plain(part: object) -> object:
    """A frame, or what is made of values, as JSON takes it."""
    if part is None or isinstance(part, str | int | float):
        return part
    columns = getattr(part, "to_dict", None)
    if columns is not None:
        return [list(map(str, part.index)), columns("list")]  # type: ignore[attr-defined]
    return repr(part)


def write_papers(
    plans: Sequence[Plan],
    reviews: Sequence[Review],
    register: Register,
    years: Collection[int],
    job: Job,
    writer: Writer,
    now: datetime,
) -> None:
    """Write the workbook of each plan, and workbook and report of each year."""
    memory = read_memory(register, plans, field_names(), job.settings)
    recipe = describe_papers(job)
    asked = years if job.year is None else {job.year} & set(years)
    read = [plan for plan in plans if not plan.frame.empty and plan.receipt.sha256]
    crowded = find_crowded(read)
    for plan, stem in name_outputs(read):
        if plan.year in asked or (plan.year is None and job.year is None):
            part = name_issuer(plan.facts.issuer.value) if plan.year in crowded else ""
            with writer.collect(plan.receipt.source_file):
                write_plan(plan, f"{part}/{stem}" if part else stem, memory, writer, recipe, now)
    for review in reviews:
        if review.year.year in asked:
            with writer.collect(name_papers(review.year.year)):
                write_year(review, register, job, writer, now)
    writer.retire(asked)


def find_crowded(plans: Iterable[Plan]) -> frozenset[int]:
    """Return the years that have so many issuers that each gets a folder of its own."""
    issuers: dict[int, set[str]] = {}
    for plan in plans:
        if plan.year is not None and plan.facts.issuer.value:
            issuers.setdefault(plan.year, set()).add(words_key(plan.facts.issuer.value))
    return frozenset(year for year, names in issuers.items() if len(names) > _MOST_TOGETHER)


def name_issuer(issuer: str) -> str:
    """Return the folder of an issuer's workbooks."""
    return name_file(issuer[:80]) if issuer else ""


def name_papers(year: int) -> str:
    """Return what the papers of a year are called where none of them was made."""
    return f"các sổ và báo cáo năm {year}"


def name_outputs(plans: Iterable[Plan]) -> list[tuple[Plan, str]]:
    """Return each plan with the name of its workbook; files of one name are told apart."""
    taken: set[tuple[int | None, str]] = set()
    numbers: Counter[tuple[int | None, str]] = Counter()  # given to files of one name
    named: list[tuple[Plan, str]] = []
    for plan in plans:
        path = PurePosixPath(plan.receipt.source_file)
        plain = stem = name_file(path.stem)
        own = (plan.year, plain.lower())
        while (plan.year, stem.lower()) in taken or stem.lower() == f"{YEAR_STEM}{plan.year}":
            numbers[own] += 1
            number = numbers[own]
            mark = path.suffix.lstrip(".") if number == 1 else str(number)
            stem = f"{plain} ({mark})"
        taken.add((plan.year, stem.lower()))
        named.append((plan, stem))
    return named


def write_plan(
    plan: Plan, stem: str, memory: Memory, writer: Writer, recipe: str, now: datetime
) -> None:
    """Write the workbook of one plan into the folder of its year."""
    folder = writer.output / (str(plan.year) if plan.year else NO_YEAR)
    keys = set(map(str, plan.frame.index))
    suggested = {key: value for key, value in memory.suggestions.items() if key in keys}
    names = Names(field_names(), suggestions=suggested)
    corrections = memory.of_plan(plan)
    more = (journal_sheet(corrections, memory, names),) if corrections else ()
    path = folder / f"{stem}.xlsx"
    parts = (plan.facts, plan.frame, plan.receipt, plan.year, plan.unsure, names, corrections)
    writer.write(
        path,
        write_plan_workbook,
        *(plan, path, names, now, more),
        digest=_digest(recipe, *parts),
        year=plan.year,
    )


def list_decisions(review: Review, memory: Memory, names: Names) -> tuple[Sheet, ...]:
    """Return the questions for the officer and the journal of corrections, where there are any."""
    corrections = memory.of_year(review.year.year)
    sheets = [question_sheet(review.proposals)] if review.proposals else []
    sheets += [journal_sheet(corrections, memory, names)] if corrections else []
    return tuple(sheets)


def write_issuer(
    issuer: str,
    year: Year,
    names: Names,
    writer: Writer,
    recipe: str,
    now: datetime,
    whole: Sequence[Plan],
) -> None:
    """Write the tables of one issuer, where a year has plans of several: those of ``whole``."""
    plain = name_issuer(issuer)
    folder = writer.output / str(year.year)
    folder = folder / plain if year.year in find_crowded(whole) else folder
    path = folder / f"{YEAR_STEM}{year.year} ({plain}).xlsx"
    keys = set(map(str, year.frame.index))
    suggested = {key: value for key, value in names.suggestions.items() if key in keys}
    own = replace(names, communes=(), changes=None, suggestions=suggested)
    receipts = tuple((plan.facts, plan.receipt, len(plan.frame)) for plan in year.plans)
    writer.write(
        path,
        write_year_workbook,
        *(year, path, own, now),
        digest=_digest(recipe, year.frame, year.last, receipts, year.unread, own),
        year=year.year,
    )


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
    book = folder / f"{YEAR_STEM}{year.year}.xlsx"
    report = folder / f"bao-cao-nam-{year.year}.docx"
    papers = (list_papers(year, names),) if len(year.plans) > 1 else ()
    tables = (*papers, *results, *status)
    drawn = (year, book, names, now, tables, more)
    writer.write(book, write_year_workbook, *drawn, year=year.year)
    recipe = describe_papers(job)
    for issuer, part in split_issuers(year).items():
        write_issuer(issuer, part, names, writer, recipe, now, year.plans)
    short, long = report_sheets(year, names, results)
    values = result_values(year, names, told, job.settings)
    sheets = (*short, *long) if job.full else short
    printed = (year, sheets, job.settings, report, job.template, names, values)
    writer.write(report, write_report, *printed, year=year.year)
    if job.lists:
        apart = folder / f"phu-luc-chi-tiet-nam-{year.year}.docx"
        detailed = (year, long, job.settings, apart, len(short) + 1)
        writer.write(apart, write_appendices, *detailed, year=year.year)


def report_sheets(
    year: Year, names: Names, results: Sequence[Sheet]
) -> tuple[tuple[Sheet, ...], tuple[Sheet, ...]]:
    """Return the appendices of a year's report, and those that have a paper of their own.

    With the report go the counts, what changed where a year before is known, and the papers
    where they are too many for its text; the lists and what the forms say stand apart.
    """
    *counts, changes, _ = year_sheets(year, names)
    papers = (
        [list_papers(year, names, official=True)] if len(counted_plans(year)) > MOST_CITED else []
    )
    known = [changes] if year.last is not None else []
    return (*counts, *known, *papers), (list_entries(year, names), *results)
