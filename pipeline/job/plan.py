"""One file becomes one plan: read, understood, classified, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.audit.audit import audit
from pipeline.classify.checks import check_table, flag_doubles, flag_odd_letters
from pipeline.classify.fields import classify
from pipeline.classify.levels import tell_level
from pipeline.classify.placebook import Area, PlaceBook, load_book
from pipeline.classify.places import (
    area_from_issuer,
    drop_fragment,
    infer_area,
    locate,
    place_by_issuer,
    suggest_ward,
)
from pipeline.codes import Flag
from pipeline.extract.appendix import join_tables
from pipeline.extract.arranging import arrange
from pipeline.extract.entries import name_appendix, read_entries
from pipeline.extract.facts import find_unsure_facts, read_facts
from pipeline.extract.labelled import find_labelled
from pipeline.extract.lists import choose_lists
from pipeline.extract.prose import find_prose
from pipeline.extract.unsure import list_unsure
from pipeline.frame import Record, make_frame
from pipeline.language.reasons import is_doubt
from pipeline.model import (
    Document,
    Entry,
    Note,
    Outcome,
    Plan,
    PlanFacts,
    Receipt,
    Source,
    Table,
    UnsureCell,
)
from pipeline.problems import NotRead
from pipeline.read import identify, read
from pipeline.read.means import USUAL, Means
from pipeline.settings import Settings

NO_LIST = "no-list"
_YEAR_NAME = re.compile(r"^(?:19|20)\d{2}$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader and the extractor saw, before any field or place."""

    document: Document
    tables: tuple[Table, ...]
    facts: PlanFacts

    @property
    def lists(self) -> tuple[Table, ...]:
        """The tables taken as lists of entries."""
        return tuple(table for table in self.tables if table.is_list)


@dataclass(frozen=True, slots=True)
class Findings:
    """What one file gave, before its entries stand in a frame; travels between processes."""

    facts: PlanFacts
    records: tuple[Record, ...]  # of frame.COLUMNS
    receipt: Receipt
    year: int | None
    unsure: tuple[UnsureCell, ...] = ()


def read_tables(source: Source, means: Means = USUAL) -> Reading:
    """Return every table of a file and what the file says of itself.

    Args:
        source: the file.
        means: what pages that are pictures are recognised with.

    Raises:
        NotRead: the file cannot be read.
    """
    return find_tables(read(source, means))


def find_tables(document: Document) -> Reading:
    """Return every table of a document and what it says of itself."""
    tables = choose_lists([arrange(table) for table in join_tables(document)])
    listed = any(table.is_list for table in tables)
    labelled = None if listed else find_labelled(document)
    prose = None if listed or labelled else find_prose(document)
    audited = audit(document, [*tables, prose] if prose else tables)
    document = replace(document, notes=(*document.notes, *audited.notes), witnesses=())
    found = (*audited.tables, labelled) if labelled else audited.tables  # of no grid: not audited
    return Reading(document, found, read_facts(document))


def read_plan(path: Path, settings: Settings, name: str = "") -> Plan:
    """Return the plan of one file.

    Args:
        path: the file; it is never changed.
        settings: the office's own.
        name: how the file is called in what the officer reads; its own name by default.

    Raises:
        NotRead: the file cannot be read.
    """
    return frame_plan(read_findings(path, settings, name))


def read_findings(path: Path, settings: Settings, name: str = "") -> Findings:
    """Return what one file gives, as ``read_plan`` does, without a frame."""
    reading = read_tables(identify(path), Means.of(settings))
    return understand(reading, settings, name or path.name, find_folder_year(path))


def frame_plan(findings: Findings) -> Plan:
    """Return what one file gave as a plan, its entries in a frame."""
    frame = make_frame(findings.records)
    return Plan(findings.facts, frame, findings.receipt, findings.year, findings.unsure)


def understand(
    reading: Reading, settings: Settings, name: str, folder_year: int | None
) -> Findings:
    """Return what a reading says: entries with field and place, doubts, and the receipt.

    Args:
        reading: of one file.
        settings: the office's own.
        name: how the file is called in what the officer reads.
        folder_year: the year of the folder around it, where the paper itself names none.
    """
    facts = reading.facts
    year = facts.year or folder_year
    entries = [entry for table in reading.lists for entry in read_entries(table)]
    entries = [flag_odd_letters(classify(entry)) for entry in entries]
    entries, wards = _locate_all(entries, facts, settings)
    entries = flag_doubles(entries)
    receipt = _make_receipt(reading, entries, wards, name)
    unsure = tuple(
        cell for table in reading.lists for cell in list_unsure(table, name_appendix(table.title))
    )
    if unsure and receipt.outcome is Outcome.READ:
        receipt = replace(receipt, outcome=Outcome.CHECK)
    records = tuple(_make_record(entry, facts, year, name) for entry in entries)
    return Findings(facts, records, receipt, year, unsure)


def _locate_all(
    entries: Sequence[Entry], facts: PlanFacts, settings: Settings
) -> tuple[list[Entry], list[Note]]:
    """Return the entries with their communes, and the wards that schools are named after."""
    on = _day_of(facts)
    own = _find_own_commune(facts, on)
    if not own and not any(entry.commune for entry in entries):
        return list(entries), []
    book = load_book()
    area = _find_area(entries, facts, settings, on, book)
    located = [drop_fragment(locate(entry, book, area, on)) for entry in entries]
    located = [place_by_issuer(entry, own) for entry in located]
    found = {
        entry.subject: ward.full
        for entry in located
        if not entry.commune and (ward := suggest_ward(entry.subject, book, area, on))
    }
    return located, _note_wards(found)


def _find_own_commune(facts: PlanFacts, on: date | None) -> str:
    """The commune whose office issued the paper, "" where it is of a higher one."""
    if not facts.issuer.value:
        return ""
    return tell_level(facts.issuer.value, load_book(), on or date.today())[1]


def _note_wards(found: Mapping[str, str]) -> list[Note]:
    if not found:
        return []
    listed = "; ".join(f"{school} ({ward})" for school, ward in found.items())
    text = f"Gợi ý xã, phường theo tên trường, không tính vào số liệu: {listed}"
    return [Note(Flag.WARD_SUGGESTED, text, doubt=False)]


def _find_area(
    entries: Sequence[Entry], facts: PlanFacts, settings: Settings, on: date | None, book: PlaceBook
) -> Area | None:
    """The area that settings name; else the issuer's; else the one that holds the communes."""
    place = settings.place
    if place.province or place.district:
        return Area(place.province, place.district)
    area = area_from_issuer(facts.issuer.value, book) if facts.issuer.value else None
    return area or infer_area([entry.commune for entry in entries], on, book)


def _day_of(facts: PlanFacts) -> date | None:
    """The plan's day; its year's first where only the year is sure to be of one era."""
    if facts.issued_on.value:
        return date.fromisoformat(facts.issued_on.value)
    year = facts.year
    return date(year, 1, 1) if year and year != 2025 else None


def find_folder_year(path: Path) -> int | None:
    """Return the year that the nearest folder around a file is named by."""
    return next((int(p.name) for p in path.parents if _YEAR_NAME.match(p.name)), None)


def _make_record(entry: Entry, facts: PlanFacts, year: int | None, name: str) -> Record:
    return {
        "no": entry.no,
        "cells": dict(entry.cells),
        "subject": entry.subject,
        "subject_kind": str(entry.subject_kind),
        "person": entry.person,
        "position": entry.position,
        "locality": entry.locality,
        "commune": entry.commune,
        "field": entry.field,
        "field_source": str(entry.field_source),
        "movement": entry.movement,
        "model": entry.model,
        "content": entry.content,
        "note": entry.note,
        "flags": [str(flag) for flag in dict.fromkeys(entry.flags)],
        "plan_number": facts.number.value,
        "issued_on": facts.issued_on.value or None,
        "issuer": facts.issuer.value,
        "year": year,
        "source_file": name,
        "appendix": entry.appendix,
        "page": entry.page,
        "row": entry.row,
    }


def _make_receipt(
    reading: Reading, entries: Sequence[Entry], wards: Sequence[Note], name: str
) -> Receipt:
    notes = [*reading.document.notes, *wards]
    dues: list[int | None] = []
    for table in reading.lists:
        found, due = check_table(table)
        notes.extend([*table.notes, *found, *_note_confidence(table)])
        dues.append(due)
    notes.extend(note for table in reading.tables if not table.is_list for note in table.notes)
    notes.extend(_note_blanks(reading.facts))
    notes.extend(_note_unsure(reading))
    if not entries:
        notes.append(Note(NO_LIST, _NO_LIST_TEXT))
    rows = len({(entry.appendix, entry.row) for entry in entries})
    known = [due for due in dues if due is not None]
    due = sum(known) if known and len(known) == len(dues) else None
    doubted = any(note.doubt for note in notes) or any(
        map(is_doubt, (f for e in entries for f in e.flags))
    )
    return Receipt(
        source_file=name,
        outcome=Outcome.CHECK if doubted else Outcome.READ,
        rows_found=rows,
        rows_due=due,
        notes=tuple(notes),
        sha256=reading.document.source.sha256,
    )


def _note_confidence(table: Table) -> list[Note]:
    """Say how sure a table was told apart that its rules do not draw whole."""
    if table.confidence == 1.0:
        return []
    text = (
        "Bảng không kẻ đủ ô, các cột và dòng được tách theo nét kẻ còn lại, khoảng trắng và số thứ "
        f"tự; mức chắc chắn {table.confidence:.0%}"
    )
    where = f"trang {table.pages[0]}" if table.pages else ""
    return [Note("table-inferred", text, where, doubt=False)]


_NO_LIST_TEXT = (
    "Không thấy bảng danh sách mô hình, điển hình nào trong tệp; "
    "nếu phụ lục ở tệp khác, thả tệp đó vào cùng thư mục"
)


def _note_blanks(facts: PlanFacts) -> list[Note]:
    notes: list[Note] = []
    if not facts.number.value:
        notes.append(Note("number-blank", "Văn bản chưa có số", doubt=False))
    if not facts.issued_on.value:
        notes.append(Note("date-blank", "Văn bản chưa ghi đủ ngày, tháng, năm", doubt=False))
    return notes


_UNSURE_FACTS = {
    "number": "Số văn bản",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "signer": "Người ký",
}


def _note_unsure(reading: Reading) -> list[Note]:
    found = find_unsure_facts(reading.document, reading.facts)
    return [
        Note(
            "fact-uncertain",
            f"{_UNSURE_FACTS[name]} “{getattr(reading.facts, name).value}” đọc trên bản quét "
            "chưa chắc chắn; đối chiếu với bản giấy",
            getattr(reading.facts, name).found,
        )
        for name in found
    ]


def find_nothing(error: NotRead, name: str) -> Findings:
    """Return what a file gives that cannot be read: a receipt that says why."""
    note = Note(error.code, f"{error.what}. {error.remedy}" if error.remedy else error.what)
    return Findings(PlanFacts(), (), Receipt(name, Outcome.FAILED, notes=(note,)), None)


def failed_plan(error: NotRead, name: str) -> Plan:
    """Return the plan of a file that cannot be read."""
    return frame_plan(find_nothing(error, name))
