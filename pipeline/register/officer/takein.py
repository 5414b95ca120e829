"""The officer's corrections are taken out of the workbooks before these are written anew."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.boundary import hold
from pipeline.classify.fields import field_names
from pipeline.files import is_part, keep_aside
from pipeline.language.keys import fold
from pipeline.model import KIND_NAMES
from pipeline.register.identity.marks import name_entry
from pipeline.register.officer.additions import name_home
from pipeline.register.officer.decisions import Action, Answer, Correction
from pipeline.register.officer.labels import ADDED, COLUMN_NAMES, PAIR
from pipeline.register.officer.memory import find_entries
from pipeline.register.officer.readback import CellEdit, Dispute, Edits, NotReadBack, read_edits
from pipeline.register.officer.store import read_corrections, save_decisions
from pipeline.register.outputs import Output, read_outputs
from pipeline.register.schema import EntryRow
from pipeline.register.store import Register

_ASIDE = "chưa đọc lại được"


@dataclass
class TakenIn:
    """What was taken in, and what the officer should know of it."""

    years: set[int] = field(default_factory=set)
    messages: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    kept: int = 0  # corrections, answers and what was undone
    unread: set[Path] = field(default_factory=set)  # workbooks of somebody else's


def take_in(register: Register, output: Path, now: datetime) -> TakenIn:
    """Keep what officers changed in the workbooks of ``output``, the latest saved last.

    A workbook that cannot be read back is moved aside unharmed, and named.
    """
    _sweep_parts(output)
    taken = TakenIn()
    ours = {output / path: one for path, one in read_outputs(register).items()}
    books = [book for book in _list_books(output) if not _is_as_written(book, ours)]
    ledger = _Ledger(read_corrections(register))
    for book in sorted(books, key=lambda path: path.stat().st_mtime_ns):
        name = book.relative_to(output).as_posix()
        try:
            with hold(name, NotReadBack):
                edits = read_edits(book)
        except NotReadBack as error:
            if book in ours:  # and would be written over
                taken.messages.append(_put_aside(book, name, error.what, now))
            elif book.is_file():
                taken.unread.add(book)
            continue
        if (year := _year_of(book)) is not None and book in ours:
            taken.years.add(year)
        if edits.lost:
            taken.messages.append(_LOST.format(name=name, lost=edits.lost))
        if edits:
            _keep(register, edits, _Book(name, book, ledger, taken), now)
    if taken.kept:
        register.back_up()
    return taken


def _sweep_parts(output: Path) -> None:
    """Remove half-written papers of a run that was killed; no other run is under way now."""
    for depth in ("*/.*", "*/*/.*"):
        for path in output.glob(depth):
            if is_part(path.name):
                path.unlink(missing_ok=True)


_LOST = (
    "{name}: {lost} dòng không còn trong trang danh sách nên được ghi lại; muốn bỏ hẳn một dòng, "
    "ghi “xóa” vào cột Đánh dấu"
)


def _year_of(book: Path) -> int | None:
    folders = (book.parent.name, book.parent.parent.name)
    return next((int(name) for name in folders if re.fullmatch(r"(?:19|20)\d{2}", name)), None)


def _is_as_written(book: Path, ours: Mapping[Path, Output]) -> bool:
    return book in ours and ours[book].is_intact(book)


_NO_BOOKS = ("phieu", "cũ")  # folders of forms that go out, and of what no longer counts


def _list_books(output: Path) -> list[Path]:
    return [
        path
        for depth in ("*/*.xlsx", "*/*/*.xlsx")  # of a year, and of one issuer's of it
        for path in output.glob(depth)
        if path.parent.name not in _NO_BOOKS
        and not path.name.startswith(("~$", "."))
        and _ASIDE not in path.name
    ]


def _put_aside(book: Path, name: str, why: str, now: datetime) -> str:
    aside = keep_aside(book, _ASIDE, now)
    if aside is None:
        return f"{name}: {why} nên không đọc lại được chỗ đã sửa; hãy đóng tệp rồi chạy lại"
    return f"{name}: {why} nên không đọc lại được chỗ đã sửa; bản đó được giữ ở {aside.name}"


# --- one workbook --------------------------------------------------------------------


class _Ledger:
    """The corrections that stand, and those found in this run, by what they are about."""

    def __init__(self, corrections: Sequence[Correction]) -> None:
        self.known = {(one.entry_key, one.action, one.field): one for one in corrections}
        self.last = {
            (one.entry_key, one.action, one.field): one for one in corrections if not one.undone
        }
        self.fresh: dict[tuple[str, Action, str], Correction] = {}

    def takes(self, correction: Correction) -> bool:
        """Say whether it is new: not what stands already, nor what was undone after it."""
        place = (correction.entry_key, correction.action, correction.field)
        known = self.known.get(place)
        standing = self.last.get(place)
        if standing is not None and correction.action is Action.CONFIRM:  # once more, later
            return place not in self.fresh and standing.made_at < correction.made_at
        if standing is not None:
            return standing.new != correction.new
        return not (
            known is not None
            and known.new == correction.new
            and known.workbook == correction.workbook
            and known.made_at >= correction.made_at
        )

    def add(self, correction: Correction) -> Correction | None:
        """Take it down; return the one of another workbook of this run that it overrules."""
        place = (correction.entry_key, correction.action, correction.field)
        before = self.fresh.get(place)
        self.known[place] = self.last[place] = self.fresh[place] = correction
        return before if before and before.workbook != correction.workbook else None


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook that is taken in, and where to tell what."""

    name: str
    path: Path
    ledger: _Ledger
    taken: TakenIn

    @property
    def year(self) -> int | None:
        """The year of its folder."""
        return _year_of(self.path)

    @property
    def saved_at(self) -> datetime:
        """When it was saved."""
        return datetime.fromtimestamp(self.path.stat().st_mtime)


def _keep(register: Register, edits: Edits, book: _Book, now: datetime) -> None:
    book.taken.messages += [_tell_tabs(dispute, book.name) for dispute in edits.disputes]
    corrections = []
    for correction in _make_corrections(register, edits, book):
        if not book.ledger.takes(correction):
            continue
        overruled = book.ledger.add(correction)
        corrections.append(correction)
        if overruled is not None:
            book.taken.messages.append(_tell_dispute(correction, overruled))
    book.taken.corrections += corrections
    pairs = [(key.partition(PAIR), same) for key, same in edits.answers]
    answers = [
        Answer(one, other, same, book.saved_at, book.name)
        for (one, bar, other), same in pairs
        if bar
    ]
    save_decisions(register, corrections, edits.undone, answers, [book.year], now)
    number = len(corrections) + len(edits.undone) + len(answers)
    book.taken.kept += number
    if number:
        book.taken.messages.append(f"{book.name}: đã ghi nhận {number} chỗ sửa của cán bộ")
    # A run that was broken off has kept them already, but not written the papers.
    if book.year is not None:
        book.taken.years.add(book.year)


def _tell_dispute(taken: Correction, left: Correction) -> str:
    what = COLUMN_NAMES.get(taken.field, "dòng")
    names = field_names() if taken.field == "field" else KIND_NAMES
    old, new, other = (names.get(code, code) for code in (taken.old, taken.new, left.new))
    return (
        f"Hai sổ ghi khác nhau ở cột {what} của “{old}”: lấy “{new}” theo "
        f"{taken.workbook} (lưu sau), bỏ “{other}” của {left.workbook}"
    )


def _tell_tabs(dispute: Dispute, name: str) -> str:
    taken, left = dispute.taken, dispute.left
    what = "xóa dòng" if dispute.removes else f"lấy “{taken.new}”"
    return (
        f"{name}: hai trang ghi khác nhau ở cột {COLUMN_NAMES[left.column]} của “{left.old}”: "
        f"{what} theo trang {dispute.taken_in}, bỏ “{left.new}” của trang {dispute.left_in}"
    )


def _make_corrections(register: Register, edits: Edits, book: _Book) -> Iterator[Correction]:
    marked = ((Action.REMOVE, edits.removed), (Action.CONFIRM, edits.confirmed))
    rows = (*edits.changes, *edits.removed, *edits.confirmed)
    words = read_words(register, [change.key for change in rows])
    blank = Correction("", "", book.year, Action.CHANGE, "", "", "", book.saved_at, book.name)
    for change in edits.changes:
        coded = _code_change(change)
        if coded is None:
            book.taken.messages.append(_tell_unknown(change, book.name))
            continue
        key = change.key
        made = replace(blank, entry_key=key, likeness=words.get(key, ""), field=coded.column)
        yield replace(made, old=coded.old, new=coded.new)
    for action, change in ((action, change) for action, group in marked for change in group):
        key = change.key
        made = replace(blank, entry_key=key, likeness=words.get(key, ""), action=action)
        yield replace(made, old=change.old, new=change.new)
    home = _find_home(register, edits) if edits.added else ""
    for values in edits.added:
        coded_values = {name: _code_value(name, text) for name, text in values.items()}
        known = {name: text for name, text in coded_values.items() if text is not None}
        text = json.dumps(known, ensure_ascii=False, sort_keys=True)
        key = ADDED + hashlib.sha256(f"{book.name}{text}".encode()).hexdigest()[:15]
        yield replace(blank, entry_key=key, likeness=home, action=Action.ADD, new=text)


def _find_home(register: Register, edits: Edits) -> str:
    """The list in which entries were added, "" for one of a year."""
    entry = find_entries(register, [edits.printed]).get(edits.printed)
    return name_home(edits.printed, entry["source_file"]) if entry else ""


def _tell_unknown(change: CellEdit, name: str) -> str:
    return (
        f"{name}: “{change.new}” không có trong danh mục của cột {COLUMN_NAMES[change.column]} "
        "nên không được ghi nhận; hãy chọn trong danh sách thả xuống"
    )


def _code_change(change: CellEdit) -> CellEdit | None:
    old, new = (_code_value(change.column, text) for text in (change.old, change.new))
    return None if new is None else replace(change, old=old or change.old, new=new)


def _code_value(column: str, text: str) -> str | None:
    """The code that a drop-down's choice stands for; None where it is no choice."""
    choices = {"field": field_names(), "subject_kind": KIND_NAMES}.get(column)
    if choices is None or (not text and column == "subject_kind"):
        return text
    return next((str(code) for code, name in choices.items() if fold(name) == fold(text)), None)


def read_words(register: Register, keys: Sequence[str]) -> dict[str, str]:
    """The words of each entry as it was read, by which it is found when its file is replaced."""
    columns = (EntryRow.key, EntryRow.subject, EntryRow.commune, EntryRow.model, EntryRow.content)
    query = select(*columns).where(EntryRow.key.in_(keys))
    with Session(register.engine) as session:
        return {
            key: name_entry(subject, commune, model or content)
            for key, subject, commune, model, content in session.execute(query)
        }
