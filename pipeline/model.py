"""The types that pass between the steps, from a dropped file to the year's papers.

Every value is frozen: a step takes one and gives a new one. The entries of plans travel as
a pandas frame (``frame.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.codes import FileKind, Flag, Level, Role

if TYPE_CHECKING:
    import pandas as pd

Box = tuple[float, float, float, float]
"""left, top, right, bottom; from the page's upper left corner."""


# --- what a reader gives -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One dropped file, known by its content."""

    path: Path
    kind: FileKind
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the officer should know about a file; rides in its receipt."""

    code: str  # stable, English, kebab-case: "number-blank"; a Flag where entries have it too
    text: str  # Vietnamese: what happened, and what to do
    where: str = ""  # "trang 3", "dòng 12"
    doubt: bool = True  # False: for information only, needs no look

    @property
    def says_where(self) -> bool:
        """Whether its text begins with its place, which then need not be said beside it."""
        return bool(self.where) and self.text.lower().startswith(self.where.lower())


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell of a grid, merged cells being one."""

    text: str  # NFC; printed lines separated by "\n"
    row_span: int = 1
    col_span: int = 1
    confidence: float | None = None  # 0..1 where it was recognised; None: read as text
    doubts: tuple[Flag, ...] = ()
    box: Box | None = None  # on its page, where the format has pages
    unsure: tuple[str, ...] = ()  # the recognised words that are in doubt
    picture: Path | None = None  # the cell as it looks on the scan, where it is in doubt


@dataclass(frozen=True, slots=True)
class Row:
    """One grid line: a slot a grid column, None where a span covers it."""

    cells: tuple[Cell | None, ...]
    page: int | None = None  # 1-based; None where the format has no pages


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as it stands on one page (or in a format without pages)."""

    rows: tuple[Row, ...]
    header_rows: int = 0  # leading rows that the format itself marks as heading
    ruled: bool = True  # False: columns and rows were inferred, not drawn
    edges: tuple[float, ...] = ()  # x of the column borders, where the format has pages
    confidence: float = 1.0  # how sure its cells were told apart; 1: nothing else was likely
    sheet: str = ""  # the worksheet's name, where there is one

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text outside tables."""

    text: str  # NFC; printed lines separated by "\n"
    page: int | None = None
    centred: bool = False
    bold: bool = False
    scanned: Cell | None = None  # how it was recognised; None: read as text


@dataclass(frozen=True, slots=True)
class Witness:
    """The words that a page or a whole file shows, taken past the making of tables.

    The blocks of the page, or of the file, are held against it (``audit``).
    """

    text: str  # in the order of the file, letters decoded
    page: int | None = None  # None: the whole file, or a part of one without pages


@dataclass(frozen=True, slots=True)
class Document:
    """What every reader gives, whatever the format: the body in reading order."""

    source: Source
    blocks: tuple[Paragraph | Grid, ...]
    pages: int | None = None
    notes: tuple[Note, ...] = ()
    witnesses: tuple[Witness, ...] = ()  # none: the format has no such, or the page is a picture


# --- what is made of it --------------------------------------------------------------


class RowKind(StrEnum):
    """What a row of a table is, told by its shape and words."""

    DATA = "data"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A recognised cell that is in doubt, with its place in the table."""

    column: int
    cell: Cell
    page: int | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table joined over pages."""

    kind: RowKind
    cells: tuple[str, ...]  # as printed: merged text in its first cell, covered ones ""
    filled: tuple[str, ...]  # merged text in every cell that it covers
    page: int | None = None
    doubts: tuple[Flag, ...] = ()
    unsure: tuple[PlacedCell, ...] = ()  # those that stand in the row, or reach into it


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table, joined over pages, before any meaning is given to its cells."""

    header: tuple[str, ...]  # one heading a column, lines joined by one space
    rows: tuple[TableRow, ...]
    roles: tuple[Role, ...] = ()  # one a column
    title: tuple[str, ...] = ()  # the lines above it
    pages: tuple[int, ...] = ()
    is_list: bool = False  # taken as a list of entries
    confidence: float = 1.0  # of the least sure of its pages
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a plan and where it was found; a blank value stays blank."""

    value: str = ""
    found: str = ""  # Vietnamese: "đầu văn bản", "dòng kèm theo của phụ lục", "tên tệp"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan says of itself (number, dates and form: Nghị định 30/2020/NĐ-CP)."""

    number: Fact = Fact()  # "76/KH-UBND"
    issued_on: Fact = Fact()  # ISO date, "2021-04-13"; blank unless day, month, year stand
    issuer: Fact = Fact()
    title: Fact = Fact()
    plan_year: Fact = Fact()  # year of the paper itself
    subject_year: Fact = Fact()  # year of the models that it lists
    signer: Fact = Fact()
    signer_title: Fact = Fact()
    cites: tuple[str, ...] = ()  # "76/KH-UBND ngày 13/4/2021"
    recipients: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The plan's own year, None where the paper does not say."""
        return int(self.plan_year.value) if self.plan_year.value else None


class SubjectKind(StrEnum):
    """Whom a model belongs to (Luật Thi đua, khen thưởng 2022)."""

    INDIVIDUAL = "individual"
    HOUSEHOLD = "household"
    COLLECTIVE = "collective"


KIND_NAMES: Mapping[str, str] = {
    SubjectKind.COLLECTIVE: "Tập thể",
    SubjectKind.INDIVIDUAL: "Cá nhân",
    SubjectKind.HOUSEHOLD: "Hộ gia đình",
}


class FieldSource(StrEnum):
    """Why an entry has its field, strongest evidence first."""

    PHRASE = "phrase"
    MOVEMENT = "movement"
    COLUMN = "column"
    GROUP = "group"
    KEYWORD = "keyword"
    SUBJECT = "subject"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """One exemplary model with its subject, as one row of a plan says it."""

    no: str  # ordinal as printed, without its closing full stop
    cells: Mapping[str, str]  # printed heading -> printed text, in column order
    subject: str
    subject_kind: str = ""  # SubjectKind, or "" where nothing tells
    person: str = ""
    position: str = ""
    locality: str = ""
    commune: str = ""
    field_phrase: str = ""  # what the paper itself says of the field
    field_column: str = ""
    field_group: str = ""
    field: str = ""  # code of data/fields.toml
    field_source: str = ""
    movement: str = ""
    model: str = ""
    content: str = ""
    note: str = ""
    flags: tuple[Flag, ...] = ()
    appendix: str = ""
    page: int | None = None
    row: int = 0  # 1-based among the rows of its appendix


@dataclass(frozen=True, slots=True)
class UnsureCell:
    """One cell of a scan that is not surely read, for the officer to hold against its picture."""

    appendix: str
    rows: tuple[int, ...]  # Entry.row of the entries that it is part of; (): it heads or sums up
    no: str  # ordinal of the first of them as printed
    page: int | None
    heading: str  # of its column, or what row it is
    column: str  # of the frame, which the officer may correct; "": none
    text: str  # what was read
    confidence: float  # 0..1
    words: tuple[str, ...] = ()  # those of the text that are in doubt
    picture: bytes = b""  # PNG, gray, 200 points an inch or fewer; b"": not at hand any more


class Outcome(StrEnum):
    """How the reading of one file ended."""

    READ = "read"
    CHECK = "check"  # read, something needs a look
    FAILED = "failed"
    SKIPPED = "skipped"  # taken elsewhere: a copy, a half of another plan


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one dropped file."""

    source_file: str
    outcome: Outcome
    rows_found: int = 0
    rows_due: int | None = None  # what the paper itself says; None where it is silent
    notes: tuple[Note, ...] = ()
    sha256: str = ""
    removed: int = 0  # entries that the officer struck

    @property
    def doubts(self) -> tuple[Note, ...]:
        """The notes that need a look."""
        return tuple(note for note in self.notes if note.doubt)


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan, read and understood."""

    facts: PlanFacts
    frame: pd.DataFrame  # of frame.COLUMNS
    receipt: Receipt
    year: int | None = None  # None: goes to output/chua-ro-nam
    unsure: tuple[UnsureCell, ...] = ()  # in the order of the paper

    def with_note(self, outcome: Outcome, note: Note) -> Plan:
        """Return the plan with another outcome and one more note."""
        notes = (*self.receipt.notes, note)
        return replace(self, receipt=replace(self.receipt, outcome=outcome, notes=notes))


@dataclass(frozen=True, slots=True)
class Seat:
    """At which level the office of a year's papers stands."""

    level: Level = Level.DISTRICT
    home: str = ""  # of a commune or a province its own name, "phường Dân Chủ"; "" else
    told_by: str = ""  # what tells the level, in Vietnamese; "" where the settings do
    heirs: Mapping[str, str] = field(default_factory=dict)
    """Key of a commune that a merger ended -> the one that took it in, in full."""


@dataclass(frozen=True, slots=True)
class Year:
    """All plans of one year, and the year before where it is known."""

    year: int
    plans: tuple[Plan, ...]
    frame: pd.DataFrame  # COLUMNS, all plans
    last: pd.DataFrame | None = None  # COLUMNS; None: no year before it is known
    last_year: int | None = None  # the nearest year before that is known, whose entries those are
    unread: tuple[str, ...] = ()  # dropped files that gave nothing and may be of this year
    repeats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Key of an entry -> keys of those in other papers that say it again and do not count."""
    seat: Seat = Seat()

    @property
    def before(self) -> int:
        """The year that it is compared with: the nearest known, else the one before."""
        return self.year - 1 if self.last_year is None else self.last_year
