"""The whole job, top to bottom: read what was dropped, settle it, write the year's papers."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.boundary import hold
from pipeline.forms.criteria import Criteria, read_criteria
from pipeline.job.cluster import open_cluster
from pipeline.job.contents import open_contents
from pipeline.job.inbox import Dropped, list_dropped
from pipeline.job.intake import KnownYear, know_year, take_form
from pipeline.job.job import Job, Result
from pipeline.job.papers import Writer, name_papers, write_papers, write_year
from pipeline.job.plan import Findings, failed_plan, find_folder_year, frame_plan
from pipeline.job.tasks import FormFindings, Parcel, ReadTask
from pipeline.job.twins import settle_twins
from pipeline.job.workers import Crew, count_workers, open_crew
from pipeline.model import Outcome, Plan
from pipeline.problems import BadSettings, NotRead
from pipeline.read import hash_file
from pipeline.read.recipe import digest_libraries, digest_program
from pipeline.register.connect import has_register
from pipeline.register.lock import hold_lock
from pipeline.register.officer.communes import Communes
from pipeline.register.officer.corrections import apply_corrections
from pipeline.register.officer.store import read_answers, read_corrections
from pipeline.register.officer.takein import note_written, take_in
from pipeline.register.store import open_alone, open_register
from pipeline.register.year import Compared, Review, compare_plans, review_years
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.register.store import Register


Tell = Callable[[int, int, Plan], None]
"""Called after each file: how many are done, of how many, and the plan."""


TellFilePage = Callable[[str, int, int], None]
"""Called while a file's pictures are read: its name, how many pages are done, of how many."""


def _tell_nobody(name: str, done: int, count: int) -> None:
    """Keep silent."""


def run(job: Job, tell: Tell, tell_page: TellFilePage = _tell_nobody) -> Result:
    """Read what is new in the input folder, and write the papers of the years touched.

    Raises:
        BadSettings: no input folder, a register that cannot be opened, or a template that
            does not hold.
        NotWritten: another run is under way.
    """
    now = datetime.now()
    folder = job.folder.resolve()
    with hold_lock(folder), open_alone(folder, job.settings.database) as register:
        number = register.begin_run(__version__, now)
        read = list(read_inbox(job, register, now, tell, tell_page))
        register.retire_moved(now)
        taken = take_in(register, job.output, now)
        changed = {plan.year for plan in read} | taken.years | register.due_years()
        touched = _find_touched(changed, register)
        plans = load_plans(register, touched, job.settings, read)
        taken.messages += Communes(plans, job.settings).tell(plans, taken.corrections)
        reviews = [
            _add_unread(review, read, job.input)
            for review in review_years(plans, touched, job.settings, read_answers(register))
        ]
        writer = write_papers(plans, reviews, register, touched, job, now)
        note_written(register, job.output, writer.written)
        asked = touched if job.year is None else touched & {job.year}
        register.note_papers(asked, written=not writer.problems)
        result = Result(
            _settle_result(read, plans),
            tuple(writer.written),
            tuple(writer.problems),
            tuple(taken.messages),
        )
        register.end_run(number, len(read), result.exit_code, datetime.now())
    return result


def report(job: Job, year: int) -> Result:
    """Write the annual workbook and report of a year from the register, reading no file.

    Raises:
        BadSettings: the register has no plan of that year, or there is none.
        NotWritten: another run is under way.
    """
    folder = find_register(job, year)
    with hold_lock(folder), open_alone(folder, job.settings.database) as register:
        known = register.years()
        if year not in known:
            raise no_such_year(year, known)
        writer, now = Writer(), datetime.now()
        taken = take_in(register, job.output, now)
        plans = load_plans(register, {year}, job.settings)
        taken.messages += Communes(plans, job.settings).tell(plans, taken.corrections)
        for review in review_years(plans, {year}, job.settings, read_answers(register)):
            with writer.collect(name_papers(year)):
                write_year(review, register, job, writer, now)
        note_written(register, job.output, writer.written)
    own = tuple(plan for plan in plans if plan.year == year)
    messages = tuple(taken.messages)
    return Result(own, tuple(writer.written), tuple(writer.problems), messages)


def review_year(register: Register, year: int, settings: Settings) -> Review | None:
    """Return a year with what the register knows of it, None where no entry of it was read."""
    plans = load_plans(register, {year}, settings)
    reviews = review_years(plans, {year}, settings, read_answers(register))
    return reviews[0] if reviews else None


def compare(job: Job, one: int, other: int) -> list[Compared]:
    """Return every model of two years with what became of it, from the register.

    Raises:
        BadSettings: the register has no plan of one of them.
    """
    folder = find_register(job, one)
    with open_register(folder, job.settings.database) as register:
        known = register.years()
        for year in (one, other):
            if year not in known:
                raise no_such_year(year, known)
        plans = load_plans(register, {one, other}, job.settings)
        return list(compare_plans(plans, (one, other), job.settings, read_answers(register)))


def find_register(job: Job, year: int) -> Path:
    """Return the folder of the register; asking for a year makes none.

    Raises:
        BadSettings: there is none.
    """
    folder = job.folder.resolve()
    if not has_register(folder, job.settings.database):
        raise no_such_year(year, ())
    return folder


def no_such_year(year: int, known: Sequence[int]) -> BadSettings:
    """Return the problem of a year that the register has no plan of."""
    there = ", ".join(map(str, known)) or "chưa có năm nào"
    return BadSettings(
        f"Sổ dữ liệu chưa có kế hoạch nào của năm {year} (đang có: {there})",
        "Thả kế hoạch của năm đó vào thư mục đầu vào rồi chạy dienhinh run",
    )


def load_plans(
    register: Register, years: Collection[int], settings: Settings, read: Sequence[Plan] = ()
) -> list[Plan]:
    """Return the plans of the years and of those before, as corrected, each list counted once.

    Files that are in the input folder now come before equal ones that no longer are.
    """
    present = {plan.receipt.source_file for plan in read}
    plans = register.plans({y for year in years for y in (year, year - 1)})
    plans.sort(key=lambda plan: plan.receipt.source_file not in present)
    settled = sorted(settle_twins(plans), key=lambda plan: plan.receipt.source_file)
    return apply_corrections(settled, read_corrections(register), settings)


def _find_touched(found: Iterable[int | None], register: Register) -> set[int]:
    """The years that files or corrections speak of, and those after, which compare with them."""
    years = {year for year in found if year is not None}
    return years | ({year + 1 for year in years} & set(register.years()))


def _add_unread(review: Review, read: Sequence[Plan], folder: Path) -> Review:
    """The year with the files that were not read: of its folder, or of no year's."""
    years = (None, review.year.year)
    names = (plan.receipt.source_file for plan in read if plan.receipt.outcome is Outcome.FAILED)
    unread = tuple(name for name in names if find_folder_year(folder / name) in years)
    return replace(review, year=replace(review.year, unread=unread))


def _settle_result(read: Sequence[Plan], plans: Sequence[Plan]) -> tuple[Plan, ...]:
    settled = {plan.receipt.source_file: plan for plan in plans}
    return tuple(
        plan
        if plan.receipt.outcome is Outcome.FAILED
        else settled.get(plan.receipt.source_file, plan)
        for plan in read
    )


def read_inbox(
    job: Job, register: Register, now: datetime, tell: Tell, tell_page: TellFilePage
) -> Iterator[Plan]:
    """Yield the plan of every dropped file; a file that fails becomes a receipt that says why.

    What was read before, by this version and with the same settings, comes from the register.
    Forms come after the plans whose entries they speak of.
    """
    known, limits = read_corrections(register), job.settings.limits
    with (
        open_cluster(job.cluster, limits) if job.cluster else open_crew(limits) as crew,
        open_contents(list_dropped(job.input), crew, limits.unpacked) as files,
    ):
        told = 0
        forms: list[tuple[Dropped, FormFindings]] = []
        for dropped, found in _read_all(files, job.settings, register, now, crew, tell_page):
            if isinstance(found, FormFindings):
                forms.append((dropped, found))
                continue
            told += 1
            tell(told, len(files), apply_corrections([found], known, job.settings)[0])
            yield found
        for plan in _take_forms(forms, job, register, now):
            told += 1
            tell(told, len(files), plan)
            yield plan


def _take_forms(
    forms: Sequence[tuple[Dropped, FormFindings]], job: Job, register: Register, now: datetime
) -> Iterator[Plan]:
    @cache
    def find_year(year: int) -> KnownYear | None:
        review = review_year(register, year, job.settings)
        return know_year(review.year) if review else None

    for dropped, found in forms:
        try:
            with hold(dropped.name):
                taken = take_form(found, dropped.path, register, find_year, now)
            yield taken
        except NotRead as error:
            yield failed_plan(error, dropped.name)


def _read_all(
    files: Sequence[Dropped | Plan],
    settings: Settings,
    register: Register,
    now: datetime,
    crew: Crew,
    tell_page: TellFilePage,
) -> Iterator[tuple[Dropped, Plan | FormFindings]]:
    """Give what each file holds, in their order; several are read at a time."""
    dispatch = _Dispatch(
        settings, register, now, crew, tell_page, len(files), read_criteria(Path())
    )
    waiting: deque[Callable[[], tuple[Dropped, Plan | FormFindings]]] = deque()
    for file in files:
        waiting.append(dispatch.begin(file))
        if len(waiting) > crew.width:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


@dataclass(frozen=True, slots=True)
class _Dispatch:
    """Has single files read, or remembers what was read of them before."""

    settings: Settings
    register: Register
    now: datetime
    crew: Crew
    tell_page: TellFilePage
    count: int  # of the files of this run
    criteria: Criteria

    def begin(self, file: Dropped | Plan) -> Callable[[], tuple[Dropped, Plan | FormFindings]]:
        """Begin to read a file; the call that is returned waits for what it gives."""
        if isinstance(file, Plan):
            dropped = Dropped(Path(), file.receipt.source_file)
            return lambda: (dropped, file)
        try:
            with hold(file.name):
                sha256, reader = hash_file(file.path), describe_reader(file.path, self.settings)
                known = self.register.find_plan(file.name, sha256, reader, self.now)
                if known is not None:
                    return lambda: (file, known)
                future = self.crew.submit(self._make_task(file), partial(self.tell_page, file.name))
        except NotRead as error:
            failed = failed_plan(error, file.name)
            return lambda: (file, failed)
        return lambda: (file, self._end(file, reader, future))

    def _make_task(self, file: Dropped) -> ReadTask:
        parcel = Parcel(file.name, file.path, find_folder_year(file.path))
        at_once = min(self.count, count_workers(self.settings.limits))
        threads = max(1, (os.cpu_count() or 1) // at_once)
        return ReadTask(parcel, self.settings, self.criteria, threads)

    def _end(
        self, file: Dropped, reader: str, future: Future[Findings | FormFindings]
    ) -> Plan | FormFindings:
        try:
            with hold(file.name):
                found = future.result()
                if isinstance(found, FormFindings):
                    return found
                return self.register.save_plan(frame_plan(found), reader, self.now)
        except NotRead as error:
            return failed_plan(error, file.name)


_READING = (
    *("language", "read", "extract", "classify", "data"),
    *("model.py", "frame.py", "settings.py", "job/plan.py"),
)


def describe_reader(path: Path, settings: Settings) -> str:
    """Return all that the reading of a file depends on, but for its content."""
    place = settings.place
    program = (__version__, digest_program(*_READING), digest_libraries())
    parts = (*program, place.province, place.district, find_folder_year(path) or "")
    return "|".join(map(str, parts))
