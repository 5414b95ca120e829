"""The tables of the register: files, plans, entries, doubts, forms, corrections and runs.

A change here needs a migration beside it (migrations/versions); a test compares the two.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

HEAD = "0006"
"""The schema version that this program writes: the last of the migrations."""


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[dict[str, Any]]: JSON,
    }


class FileRow(Base):
    """One content under one name; a name with new content gets a new row."""

    __tablename__ = "files"
    __table_args__ = (UniqueConstraint("name", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]  # path inside the input folder, or inside an archive there
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    reader: Mapped[str]  # what it was read with: program version and settings that matter
    current: Mapped[bool]  # False: replaced by newer content, or found again under another name
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    told: Mapped[dict[str, Any] | None]  # its line as last told, for a run that changes nothing


class PlanRow(Base):
    """What was read from a file, before any correction."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), unique=True)
    year: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]]
    receipt: Mapped[dict[str, Any]]


class EntryRow(Base):
    """One entry of a plan, as it was read."""

    __tablename__ = "entries"
    __table_args__ = (UniqueConstraint("plan_id", "seq"), Index("ix_entries_key", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"))
    seq: Mapped[int]  # its place in the plan
    key: Mapped[str]  # hidden in the workbooks; stays the same while the content does
    no: Mapped[str]
    cells: Mapped[dict[str, Any]]
    subject: Mapped[str]
    subject_kind: Mapped[str]
    person: Mapped[str]
    position: Mapped[str]
    locality: Mapped[str]
    commune: Mapped[str]
    field: Mapped[str]
    field_source: Mapped[str]
    movement: Mapped[str]
    model: Mapped[str]
    content: Mapped[str]
    note: Mapped[str]
    flags: Mapped[list[str]]
    appendix: Mapped[str]
    page: Mapped[int | None]
    row: Mapped[int]


class UnsureRow(Base):
    """A cell of a scan that is not surely read, with its picture."""

    __tablename__ = "unsure_cells"
    __table_args__ = (UniqueConstraint("plan_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"))
    seq: Mapped[int]  # its place in the plan
    appendix: Mapped[str]
    rows: Mapped[list[int]]
    no: Mapped[str]
    page: Mapped[int | None]
    heading: Mapped[str]
    column: Mapped[str]
    text: Mapped[str]
    confidence: Mapped[float] = mapped_column(Float)
    words: Mapped[list[str]]
    picture: Mapped[bytes]


class CorrectionRow(Base):
    """One decision of the officer about one entry; the last one that stands is applied."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_key: Mapped[str] = mapped_column(index=True)
    likeness: Mapped[str]  # finds the entry, or an added one's list, when its file is replaced
    year: Mapped[int | None]
    action: Mapped[str]  # of officer.Action
    field: Mapped[str]  # column that changes; "" for the others
    old: Mapped[str]
    new: Mapped[str]
    made_at: Mapped[datetime]
    workbook: Mapped[str]
    undone_at: Mapped[datetime | None]


class AnswerRow(Base):
    """The officer's yes or no to two entries being one model."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("one", "other"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    one: Mapped[str]
    other: Mapped[str]
    same: Mapped[bool]
    made_at: Mapped[datetime]
    workbook: Mapped[str]


class SentRow(Base):
    """A form that was made for a unit, to be filled in."""

    __tablename__ = "sent_forms"
    __table_args__ = (UniqueConstraint("year", "unit_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    unit_key: Mapped[str]
    unit: Mapped[str]
    sent_at: Mapped[datetime]


class FormRow(Base):
    """A form that came back; the last version of a unit counts, the others are kept."""

    __tablename__ = "forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]  # path inside the input folder
    year: Mapped[int] = mapped_column(index=True)
    unit_key: Mapped[str]
    unit: Mapped[str]
    filled_by: Mapped[str]
    filled_on: Mapped[date | None]
    received_at: Mapped[datetime]  # first seen
    saved_at: Mapped[datetime]  # the file's own time
    rows: Mapped[list[dict[str, Any]]]


class WorkbookRow(Base):
    """A paper as it was written; a workbook that differs was saved by the officer since."""

    __tablename__ = "workbooks"

    path: Mapped[str] = mapped_column(primary_key=True)  # inside the output folder
    mtime_ns: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(server_default="")  # of all that it was made from
    year: Mapped[int | None]  # whose paper it is


class DueYearRow(Base):
    """A year of which something changed since its papers were written."""

    __tablename__ = "due_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class YearPapersRow(Base):
    """What the papers of a year were made from beside its plans: settings, program."""

    __tablename__ = "year_papers"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recipe: Mapped[str]


class RunRow(Base):
    """One run; without an end it was broken off."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    program: Mapped[str]
    files: Mapped[int | None]
    exit_code: Mapped[int | None]
    unread: Mapped[list[str] | None]  # files that gave nothing
