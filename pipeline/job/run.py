"""The whole job, top to bottom: read what was dropped, settle it, write the year's papers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from pipeline import __version__
from pipeline.boundary import hold
from pipeline.forms.criteria import read_criteria
from pipeline.job.cluster import open_cluster
from pipeline.job.contents import open_contents
from pipeline.job.crew import Crew
from pipeline.job.inbox import Dropped, list_dropped
from pipeline.job.intake import KnownYear, know_year, take_form
from pipeline.job.job import Job, Result
from pipeline.job.papers import Writer, describe_papers, name_papers, write_papers, write_year
from pipeline.job.plan import failed_plan, find_folder_year
from pipeline.job.reading import InboxReader, TellFilePage
from pipeline.job.tasks import FormFindings
from pipeline.job.temporary import hold_temporary
from pipeline.job.told import Told, tell_plan
from pipeline.job.twins import settle_twins
from pipeline.job.workers import open_crew
from pipeline.model import Outcome, Plan
from pipeline.problems import BadSettings, NotRead
from pipeline.register.connect import has_register
from pipeline.register.lock import hold_lock
from pipeline.register.officer.communes import Communes
from pipeline.register.officer.corrections import apply_corrections
from pipeline.register.officer.store import read_answers, read_corrections
from pipeline.register.officer.takein import TakenIn, take_in
from pipeline.register.outputs import read_outputs
from pipeline.register.store import Register, open_alone, open_register, open_restored
from pipeline.register.year import Compared, Review, compare_plans, find_before, review_years
from pipeline.settings import Settings

Tell = Callable[[int, int, Told], None]
"""Called after each file: how many are done, of how many, and what is told of it."""


def _tell_nobody(name: str, done: int, count: int) -> None:
    """Keep silent."""


@dataclass
class _Inbox:
    """What the dropped files gave in this run."""

    told: dict[str, Told] = field(default_factory=dict)  # by name, in their order
    changed: bool = False  # whether any plan was read anew, or came under another name

    @property
    def unread(self) -> frozenset[str]:
        """The files that gave nothing."""
        return frozenset(n for n, told in self.told.items() if told.outcome is Outcome.FAILED)


def run(job: Job, tell: Tell, tell_page: TellFilePage = _tell_nobody) -> Result:
    """Read what is new in the input folder, and write the papers of the years touched.

    Raises:
        BadSettings: no input folder, a register that cannot be opened, or a template that
            does not hold.
        NotWritten: another run is under way.
    """
    now, limits = datetime.now(), job.settings.limits
    folder = job.folder.resolve()
    with (
        hold_lock(folder),
        hold_temporary(folder),
        open_restored(folder, job.settings.database) as (register, restored),
        open_cluster(job.cluster, limits) if job.cluster else open_crew(limits) as crew,
    ):
        before, unread = register.last_run()
        number = register.begin_run(__version__, now)
        inbox = read_inbox(job, register, now, crew, tell, tell_page)
        register.retire_moved(now)
        if before is not None:
            register.mark_gone(before, now)
        taken = take_in(register, job.output, now)
        recipe = describe_papers(job)
        due = register.due_years() | taken.years | _find_stale(register, job, recipe)
        due |= _find_unread_years(inbox.unread ^ unread, job.input, register)
        touched = _find_touched(due, register)
        writer = Writer(job.output, read_outputs(register), crew, unread=taken.unread)
        if touched or inbox.changed:
            _renew(job, register, inbox, touched, taken, writer, now)
            asked = touched if job.year is None else touched & {job.year}
            register.note_papers(asked, recipe, written=not writer.problems)
        result = Result(
            tuple(inbox.told.values()),
            tuple(writer.written),
            tuple(writer.problems),
            (*restored, *taken.messages, *writer.messages),
        )
        register.end_run(number, len(inbox.told), result.exit_code, inbox.unread, datetime.now())
    return result


def read_ahead(job: Job, tell: Tell, tell_page: TellFilePage = _tell_nobody) -> None:
    """Read what is new of the files that the job takes; the next run writes the papers.

    Raises:
        BadSettings: as ``run``.
        NotWritten: as ``run``.
    """
    now, folder = datetime.now(), job.folder.resolve()
    with (
        hold_lock(folder),
        hold_temporary(folder),
        open_alone(folder, job.settings.database) as register,
        open_crew(job.settings.limits) as crew,
    ):
        read_inbox(job, register, now, crew, tell, tell_page)


def _renew(
    job: Job,
    register: Register,
    inbox: _Inbox,
    touched: Collection[int],
    taken: TakenIn,
    writer: Writer,
    now: datetime,
) -> None:
    """Write the papers of the years touched, and keep what is told of their files."""
    plans = load_plans(register, touched, job.settings, inbox.told)
    taken.messages += Communes(plans, job.settings).tell(plans, taken.corrections)
    reviews = [
        _add_unread(review, inbox.unread, job.input)
        for review in review_years(plans, touched, job.settings, read_answers(register))
    ]
    write_papers(plans, reviews, register, touched, job, writer, now)
    writer.close(register)
    told = {plan.receipt.source_file: tell_plan(plan) for plan in plans if plan.receipt.sha256}
    register.note_told({name: one.pack() for name, one in told.items()})
    for name, one in inbox.told.items():
        if one.outcome is not Outcome.FAILED:
            inbox.told[name] = told.get(name, one)


def _find_stale(register: Register, job: Job, recipe: str) -> set[int]:
    """The years whose papers were made from other settings or by another program, or are gone."""
    recipes = register.read_recipes()
    stale = {year for year in register.years() if recipes.get(year) != recipe}
    for path, output in read_outputs(register).items():
        if output.year is not None and not (job.output / path).exists():
            stale.add(output.year)
    return stale


def _find_unread_years(names: Collection[str], folder: Path, register: Register) -> set[int]:
    """The years whose papers name files that could not be read: their folder's, or every one."""
    years = {find_folder_year(folder / name) for name in names}
    return set(register.years()) if None in years else {year for year in years if year}


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
        now = datetime.now()
        taken = take_in(register, job.output, now)
        writer = Writer(job.output, read_outputs(register), unread=taken.unread)
        plans = load_plans(register, {year}, job.settings)
        taken.messages += Communes(plans, job.settings).tell(plans, taken.corrections)
        for review in review_years(plans, {year}, job.settings, read_answers(register)):
            with writer.collect(name_papers(year)):
                write_year(review, register, job, writer, now)
        writer.close(register)
    own = tuple(tell_plan(plan) for plan in plans if plan.year == year)
    messages = (*taken.messages, *writer.messages)
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
    register: Register, years: Collection[int], settings: Settings, present: Collection[str] = ()
) -> list[Plan]:
    """Return the plans of the years and the nearest before, as corrected, each list once.

    Files of these names, in the input folder now, come before equal ones that no longer are.
    """
    known = register.years()
    nearest = (find_before(year, known) for year in years)
    plans = register.plans({*years, *(year for year in nearest if year is not None)})
    plans.sort(key=lambda plan: plan.receipt.source_file not in present)
    settled = sorted(settle_twins(plans), key=lambda plan: plan.receipt.source_file)
    return apply_corrections(settled, read_corrections(register), settings)


def _find_touched(found: Iterable[int | None], register: Register) -> set[int]:
    """The years that files or corrections speak of, and those after, which compare with them."""
    years = {year for year in found if year is not None}
    known = {*register.years(), *years}
    return years | {one for one in known if find_before(one, known) in years}


def _add_unread(review: Review, unread: Collection[str], folder: Path) -> Review:
    """The year with the files that were not read: of its folder, or of no year's."""
    years = (None, review.year.year)
    names = tuple(name for name in sorted(unread) if find_folder_year(folder / name) in years)
    return replace(review, year=replace(review.year, unread=names))


def read_inbox(
    job: Job,
    register: Register,
    now: datetime,
    crew: Crew,
    tell: Tell,
    tell_page: TellFilePage,
) -> _Inbox:
    """Read every dropped file; one that fails is told with the reason.

    What was read before, by this version and with the same settings, comes from the register.
    Forms come after the plans whose entries they speak of.
    """
    inbox, known = _Inbox(), read_corrections(register)
    forms: list[tuple[Dropped, FormFindings]] = []
    dropped_files = [dropped for dropped in list_dropped(job.input) if job.takes(dropped)]
    criteria = read_criteria(Path())
    reader = InboxReader(job.settings, register, now, crew, criteria, tell_page)
    most = job.settings.limits.unpacked
    with open_contents(dropped_files, crew, most, reader.knows) as files:

        def note(told: Told) -> None:
            inbox.told[told.source_file] = told
            tell(len(inbox.told), len(files), told)

        for dropped, found in reader.read_all(files):
            if isinstance(found, FormFindings):
                forms.append((dropped, found))
            elif isinstance(found, Told):
                note(found)
            else:
                inbox.changed |= found.receipt.outcome is not Outcome.FAILED
                note(tell_plan(apply_corrections([found], known, job.settings)[0]))
        register.note_seen(reader.unchanged, now)
        for plan in _take_forms(forms, job, register, now):
            note(tell_plan(plan))
    return inbox


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
