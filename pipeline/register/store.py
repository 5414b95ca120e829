"""The register: one SQLite file beside ``output/``, or a PostgreSQL that an office shares.

Every file that was read is saved in a transaction of its own, so that a run which is broken
off at any point loses nothing and the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from pipeline.model import Plan
from pipeline.problems import NotWritten
from pipeline.register.connect import back_up, bring_back, connect
from pipeline.register.packing import (
    ENTRY_COLUMNS,
    UNSURE_COLUMNS,
    pack_entries,
    pack_plan,
    pack_unsure,
    unpack_plan,
    unpack_unsure,
    with_keys,
)
from pipeline.register.schema import (
    DueYearRow,
    EntryRow,
    FileRow,
    PlanRow,
    RunRow,
    UnsureRow,
    YearPapersRow,
)

_UNFINISHED = frozenset({"page-needs-ocr"})  # notes of files that another try may read in full
_READ_COLUMNS = ("key", *ENTRY_COLUMNS)
_AT_ONCE = 500  # values in one query: SQLite takes 32,766, older ones 999
_RUN_LOCK = 0x6469656E  # "dien": the number of our lock on a PostgreSQL server
_WAIT = "Hãy đợi lượt chạy đó xong rồi chạy lại"


T = TypeVar("T")


@contextmanager
def open_register(folder: Path, database: str = "") -> Iterator[Register]:
    """Open the register of a working folder, made or migrated where needed, and close it.

    Args:
        folder: where ``dienhinh.db`` and its backups lie.
        database: SQLAlchemy URL of a shared register; ``""`` for the SQLite file.

    Raises:
        BadSettings: the database cannot be opened, or a newer program has written it.
    """
    engine = connect(folder, database)
    try:
        yield Register(engine)
    finally:
        engine.dispose()


@contextmanager
def open_alone(folder: Path, database: str = "") -> Iterator[Register]:
    """Open the register as ``open_register`` does, for a run that no other machine disturbs.

    Raises:
        BadSettings: as ``open_register``.
        NotWritten: a run of another machine is under way.
    """
    with open_register(folder, database) as register, register.alone():
        yield register


@contextmanager
def open_restored(folder: Path, database: str) -> Iterator[tuple[Register, Sequence[str]]]:
    """Open the register as ``open_alone`` does, one that is lost brought back from its copy.

    Gives with it what the officer should know of that; the papers of all years are then due.

    Raises:
        BadSettings: as ``open_register``, or no copy is whole.
        NotWritten: as ``open_alone``, or the copy cannot be put back.
    """
    restored = bring_back(folder, database)
    with open_alone(folder, database) as register:
        if restored:
            register.mark_due(register.years())
        yield register, [restored] if restored else []


@dataclass(frozen=True, slots=True)
class KnownFile:
    """One content that was read, under one name."""

    number: int
    name: str
    sha256: str
    reader: str  # what it was read with
    current: bool
    told: Mapping[str, Any] | None  # its line as last told
    year: int | None
    unfinished: bool = False  # another try may read more of it


class Register:
    """Files, plans and entries; decisions of the officer are in ``officer/``."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other machines that share the register out while a run lasts.

        Runs on one machine are kept apart by lock.py.

        Raises:
            NotWritten: a run of another machine is under way.
        """
        if self.engine.dialect.name != "postgresql":
            yield
            return
        with self.engine.connect() as connection:
            if not connection.scalar(select(func.pg_try_advisory_lock(_RUN_LOCK))):
                raise NotWritten("Một máy khác đang chạy với sổ dữ liệu dùng chung", _WAIT)
            yield

    def back_up(self) -> None:
        """Copy the register, where it is a file of one's own.

        Raises:
            Problem: it cannot be read, or the copy not be written.
        """
        back_up(self.engine)

    # --- runs ------------------------------------------------------------------------

    def last_run(self) -> tuple[datetime | None, frozenset[str]]:
        """Return when the last run began that came to its end, and what it could not read."""
        query = select(RunRow.started_at, RunRow.unread).where(RunRow.ended_at.is_not(None))
        with Session(self.engine) as session:
            row = session.execute(query.order_by(RunRow.id.desc()).limit(1)).first()
        return (row[0], frozenset(row[1] or ())) if row else (None, frozenset())

    def begin_run(self, program: str, now: datetime) -> int:
        """Note that a run began, and return its number."""
        with Session(self.engine) as session, session.begin():
            row = RunRow(started_at=now, program=program)
            session.add(row)
            session.flush()
            return row.id

    def end_run(
        self, run: int, files: int, exit_code: int, unread: Iterable[str], now: datetime
    ) -> None:
        """Note that a run came to its end, and what it could not read."""
        values: dict[str, Any] = {"ended_at": now, "files": files, "exit_code": exit_code}
        values["unread"] = sorted(unread)
        with Session(self.engine) as session, session.begin():
            session.execute(update(RunRow).where(RunRow.id == run).values(**values))

    # --- years whose papers are due --------------------------------------------------

    def due_years(self) -> set[int]:
        """Return the years of which something changed since their papers were written."""
        with Session(self.engine) as session:
            return set(session.scalars(select(DueYearRow.year)))

    def note_papers(self, years: Collection[int], recipe: str, *, written: bool) -> None:
        """Note that the papers of these years are all written, or that they are still due.

        Args:
            years: those that were to be written.
            recipe: digest of what they are made from beside the plans.
            written: whether all of them were.
        """
        with Session(self.engine) as session, session.begin():
            if not written:
                mark_due(session, years)
                return
            session.execute(delete(DueYearRow).where(DueYearRow.year.in_(years)))
            for year in years:
                session.merge(YearPapersRow(year=year, recipe=recipe))

    def read_recipes(self) -> dict[int, str]:
        """Return what the papers of each year were made from, but for its plans."""
        with Session(self.engine) as session:
            query = select(YearPapersRow.year, YearPapersRow.recipe)
            return {year: recipe for year, recipe in session.execute(query)}

    def mark_due(self, years: Iterable[int | None]) -> None:
        """Note that the papers of these years are due."""
        with Session(self.engine) as session, session.begin():
            mark_due(session, years)

    # --- files -----------------------------------------------------------------------

    def find_plan(self, name: str, sha256: str, reader: str, now: datetime) -> Plan | None:
        """Return what was read from this content before, under whatever name, or None.

        Args:
            name: what the file is called now; it becomes the plan's.
            sha256: of the content.
            reader: program version and settings that reading depends on.
            now: when the file was seen.
        """
        with Session(self.engine) as session:
            query = select(PlanRow, FileRow).join(FileRow, PlanRow.file_id == FileRow.id)
            query = query.where(FileRow.sha256 == sha256, FileRow.reader == reader)
            found = session.execute(query.order_by(FileRow.name != name)).first()
            if found is None or _is_unfinished(found[0].receipt):
                return None
            row, file = found
            plan = _unpack(session, row, (name, sha256))
        if file.name != name or not file.current:
            return self.save_plan(plan, reader, now)
        with Session(self.engine) as session, session.begin():
            session.execute(update(FileRow).where(FileRow.id == file.id).values(last_seen=now))
        return plan

    def list_known(self) -> list[KnownFile]:
        """Return all contents that were read, under every name that they had."""
        columns = (FileRow.id, FileRow.name, FileRow.sha256, FileRow.reader, FileRow.current,
                   FileRow.told, PlanRow.year, PlanRow.receipt)  # fmt: skip
        query = select(*columns).join(PlanRow, PlanRow.file_id == FileRow.id)
        with Session(self.engine) as session:
            return [
                KnownFile(number, name, sha, reader, current, told, year, _is_unfinished(receipt))
                for number, name, sha, reader, current, told, year, receipt in session.execute(
                    query
                )
            ]

    def note_seen(self, files: Collection[int], now: datetime) -> None:
        """Note that these files, by their numbers, are in the input folder, unchanged."""
        with Session(self.engine) as session, session.begin():
            for part in batched(sorted(files), _AT_ONCE):
                query = update(FileRow).where(FileRow.id.in_(part))
                session.execute(query.values(last_seen=now))

    def mark_gone(self, since: datetime, now: datetime) -> None:
        """Note as due the years of files that the last run saw and this one does not."""
        gone = (FileRow.current, FileRow.last_seen >= since, FileRow.last_seen < now)
        query = select(PlanRow.year).join(FileRow, PlanRow.file_id == FileRow.id).where(*gone)
        with Session(self.engine) as session, session.begin():
            mark_due(session, session.scalars(query.distinct()).all())

    def note_told(self, told: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep what was told of current files, by name."""
        with Session(self.engine) as session, session.begin():
            for part in batched(sorted(told), _AT_ONCE):
                rows = session.scalars(
                    select(FileRow).where(FileRow.current, FileRow.name.in_(part))
                )
                for row in rows:
                    row.told = dict(told[row.name])

    def save_plan(self, plan: Plan, reader: str, now: datetime) -> Plan:
        """Keep a plan, in place of what its file gave before; return it with its keys."""
        keyed = with_keys(plan)
        name, sha256 = plan.receipt.source_file, plan.receipt.sha256
        facts, receipt = pack_plan(keyed)
        with Session(self.engine) as session, session.begin():
            mark_due(session, [plan.year, *_find_replaced(session, name, sha256)])
            file = _renew_file(session, name, sha256, reader, now)
            session.execute(delete(PlanRow).where(PlanRow.file_id == file.id))
            row = PlanRow(file_id=file.id, year=plan.year, facts=facts, receipt=receipt)
            session.add(row)
            session.flush()
            for table, rows in ((EntryRow, pack_entries(keyed)), (UnsureRow, pack_unsure(keyed))):
                if rows:
                    session.execute(insert(table), [{"plan_id": row.id, **one} for one in rows])
        return keyed

    def retire_moved(self, since: datetime) -> None:
        """Let go of names whose content was found under another name since then."""
        seen = select(FileRow.sha256).where(FileRow.last_seen >= since)
        moved = (FileRow.current, FileRow.last_seen < since, FileRow.sha256.in_(seen))
        query = select(PlanRow.year).join(FileRow, PlanRow.file_id == FileRow.id).where(*moved)
        with Session(self.engine) as session, session.begin():
            mark_due(session, session.scalars(query).all())
            session.execute(update(FileRow).where(*moved).values(current=False))

    # --- plans -----------------------------------------------------------------------

    def plans(self, years: Collection[int] | None = None) -> list[Plan]:
        """Return the plans as read, in order of name.

        Args:
            years: only these, and plans whose year is not known; None: all.
        """
        query = select(PlanRow, FileRow).join(FileRow, PlanRow.file_id == FileRow.id)
        query = query.where(FileRow.current)
        if years is not None:
            query = query.where(or_(PlanRow.year.in_(years), PlanRow.year.is_(None)))
        with Session(self.engine) as session:
            rows = session.execute(query).all()
            plans = [_unpack(session, row, (file.name, file.sha256)) for row, file in rows]
        return sorted(plans, key=lambda plan: plan.receipt.source_file)

    def years(self) -> list[int]:
        """Return the years that there are plans of."""
        query = select(PlanRow.year).join(FileRow, PlanRow.file_id == FileRow.id)
        query = query.where(FileRow.current, PlanRow.year.is_not(None)).distinct()
        with Session(self.engine) as session:
            return sorted(year for year in session.scalars(query) if year is not None)


def batched(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the values in parts of this size (itertools.batched, Python 3.12)."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def mark_due(session: Session, years: Iterable[int | None]) -> None:
    """Note, with what changes, that the papers of these years are due."""
    for year in years:
        if year is not None:
            session.merge(DueYearRow(year=year))


def _find_replaced(session: Session, name: str, sha256: str) -> Sequence[int | None]:
    """The years of what this name stood for before."""
    query = select(PlanRow.year).join(FileRow, PlanRow.file_id == FileRow.id)
    query = query.where(FileRow.name == name, FileRow.sha256 != sha256, FileRow.current)
    return session.scalars(query).all()


def _is_unfinished(receipt: Mapping[str, Any]) -> bool:
    return any(note["code"] in _UNFINISHED for note in receipt["notes"])


def _unpack(session: Session, row: PlanRow, source: tuple[str, str]) -> Plan:
    entries = _read_parts(session, EntryRow, _READ_COLUMNS, row.id)
    unsure = unpack_unsure(_read_parts(session, UnsureRow, UNSURE_COLUMNS, row.id))
    return replace(unpack_plan(row.facts, row.receipt, entries, row.year, source), unsure=unsure)


def _read_parts(
    session: Session, table: type[EntryRow | UnsureRow], names: Sequence[str], plan: int
) -> list[dict[str, Any]]:
    columns = [getattr(table, name) for name in names]
    query = select(*columns).where(table.plan_id == plan).order_by(table.seq)
    return [dict(zip(names, values, strict=True)) for values in session.execute(query)]


def _renew_file(session: Session, name: str, sha256: str, reader: str, now: datetime) -> FileRow:
    """Return the row of this name and content; older content of the name is replaced by it."""
    older = update(FileRow).where(FileRow.name == name, FileRow.sha256 != sha256)
    session.execute(older.values(current=False))
    query = select(FileRow).where(FileRow.name == name, FileRow.sha256 == sha256)
    file = session.scalars(query).first()
    if file is None:
        file = FileRow(name=name, sha256=sha256, first_seen=now)
        session.add(file)
    file.reader, file.current, file.last_seen = reader, True, now
    session.flush()
    return file
