"""Rows of lists become entries: subject, kind, place, field and model of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.codes import Flag, Role
from pipeline.extract.address import find_commune, is_above, read_address, split_parts
from pipeline.extract.groups import Context, kind_of_word, read_group, read_title
from pipeline.extract.models import Model, read_model, split_models
from pipeline.extract.prose import read_sentence
from pipeline.extract.roles.kinds import lean
from pipeline.extract.roles.pairs import joins_name
from pipeline.extract.sub_entries import SubEntry, is_unit, split_entries
from pipeline.extract.subjects import (
    Subject,
    kind_by_form,
    kind_said,
    names_subject,
    read_subject,
)
from pipeline.language.keys import fold, squeeze
from pipeline.model import Entry, RowKind, SubjectKind, Table, TableRow

_TICK = re.compile(r"^(?:x|v|✓|✔|√|☑|☒|\+|\*|●|0?1)$", re.IGNORECASE)
_KIND_ROLES = {
    Role.COLLECTIVE: SubjectKind.COLLECTIVE,
    Role.INDIVIDUAL: SubjectKind.INDIVIDUAL,
    Role.HOUSEHOLD: SubjectKind.HOUSEHOLD,
}


def read_entries(table: Table) -> list[Entry]:
    """Return the entries of a list table, in its order, without field and with printed places."""
    title = read_title(table.title)
    context = Context((title,))
    commune = _title_commune(table.title)
    appendix = name_appendix(table.title)
    entries: list[Entry] = []
    leaning = lean(table)
    number = 0
    for row in table.rows:
        if row.kind is RowKind.GROUP:
            context = context.enter(read_group(" ".join(text for text in row.cells if text)))
        elif row.kind is RowKind.DATA:
            number += 1
            reader = _RowReader(table, row, context, commune, leaning)
            entries.extend(
                replace(entry, appendix=appendix, page=row.page, row=number)
                for entry in reader.read()
            )
    return entries


def name_appendix(title: Sequence[str]) -> str:
    """Return the title's lines without "(Kèm theo ...)", which may go over several of them."""
    return squeeze(re.sub(r"\([^()]*(?:kèm theo|theo)\b[^()]*(?:\)|$)", " ", " ".join(title),
                          flags=re.IGNORECASE))  # fmt: skip


def _title_commune(title: Sequence[str]) -> str:
    """The commune of a list that one commune's office made."""
    return find_commune(name_appendix(title))


@dataclass(frozen=True)
class _RowReader:
    table: Table
    row: TableRow
    context: Context
    title_commune: str
    leaning: str  # the kind that bare names of the column are of

    def cell(self, *roles: Role) -> str:
        """The text of the columns with these roles, joined by one space."""
        found = [
            squeeze(self.row.filled[column])
            for role in roles
            for column, known in enumerate(self.table.roles)
            if known == role
        ]
        return squeeze(" ".join(dict.fromkeys(text for text in found if text)))

    def raw(self, role: Role) -> str:
        """The text of the column with this role, printed lines kept; "Nội dung" before others."""
        columns = [c for c, known in enumerate(self.table.roles) if known == role]
        named = [c for c in columns if fold(self.table.header[c]).startswith("nội dung")]
        return self.row.filled[(named or columns)[0]] if columns else ""

    def read(self) -> Iterator[Entry]:
        base = self._read_base()
        if Role.PROSE in self.table.roles:
            yield self._with_model(base, Model(base.model, base.field_phrase, base.movement), "")
            return
        inner = self._split_inner()
        if inner:
            yield from (self._make_inner(base, one) for one in inner)
            return
        named = Role.MODEL in self.table.roles and self.raw(Role.MODEL)
        source = Role.MODEL if named else Role.CONTENT
        contents = split_models(self.raw(Role.CONTENT)).items
        listing = split_models(self.raw(source))
        said = read_model(listing.lead)
        for index, item in enumerate(listing.items):
            model = read_model(item, named=bool(named))
            if listing.lead:
                model = replace(model, field_phrase=said.field_phrase, movement=said.movement)
            aligned = len(contents) == len(listing.items)
            yield self._with_model(
                base, model, squeeze(contents[index] if aligned else self.raw(Role.CONTENT))
            )

    def _split_inner(self) -> tuple[SubEntry, ...]:
        """The entries that a cell of the row lists, each with its own subject."""
        unit = is_unit(self._subject_text())
        for role in (Role.NAME_ADDRESS, Role.SUBJECT, Role.MODEL, Role.CONTENT):
            about = unit and role in (Role.MODEL, Role.CONTENT)
            found = split_entries(self.raw(role), unit=about) if role in self.table.roles else ()
            if found:
                return found
        return ()

    def _make_inner(self, base: Entry, one: SubEntry) -> Entry:
        """An entry of a cell: in the row's commune, of the row's field where it names none."""
        own = one.subject
        open_flags = {Flag.SUBJECT_EMPTY, Flag.KIND_UNKNOWN}
        flags = [flag for flag in base.flags if flag not in open_flags]
        return replace(
            base,
            subject=own.subject,
            subject_kind=own.kind,
            person=own.person,
            position=own.position,
            locality=own.locality or base.locality,
            commune=own.commune or base.commune,
            model=one.model,
            content=one.text,
            field_phrase=one.field_phrase or base.field_phrase,
            movement=one.movement or base.movement or self.context.last("movement"),
            flags=(*flags, *one.flags, *(() if own.kind else (Flag.KIND_UNKNOWN,))),
        )

    def _with_model(self, base: Entry, model: Model, content: str) -> Entry:
        said = model if model.field_phrase or model.movement else self._said_elsewhere(content)
        return replace(
            base,
            model=base.model or model.name,
            content=content,
            field_phrase=base.field_phrase or said.field_phrase,
            movement=self.cell(Role.MOVEMENT) or base.movement or said.movement
            or self.context.last("movement"),
            flags=(*base.flags, Flag.MODEL_UNCERTAIN) if model.doubt else base.flags,
        )  # fmt: skip

    def _said_elsewhere(self, content: str) -> Model:
        """Field and movement that the content words while the model has a column of its own."""
        told = fold(content).startswith("điển hình tiên tiến")
        return read_model(content) if told else Model()

    def _read_base(self) -> Entry:
        kind, named = self._read_kind()
        text = self._subject_text() or named
        told = Role.PROSE in self.table.roles or fold(text).startswith("mô hình")
        sentence = read_sentence(text) if told else None
        subject = (
            sentence.subject
            if sentence
            else self._read_subject(text, kind)
            if text
            else Subject("")
        )
        if not text:
            subject = self._unit_as_subject()
        locality, commune = self._read_place(subject)
        flags = list(self.row.doubts)
        if not commune:
            commune, reason = self._area_commune(subject)
            flags += reason
        if not subject.subject:
            flags.append(Flag.SUBJECT_EMPTY)
        elif not (kind or subject.kind) or self._belies_group(kind):
            flags.append(Flag.KIND_UNKNOWN)
        return Entry(
            no=re.sub(r"\.$", "", self.cell(Role.ORDINAL)),
            cells=self._cells(),
            subject=subject.subject,
            subject_kind=kind or subject.kind,
            person=subject.person,
            position=self._read_position(subject),
            locality=locality,
            commune=commune,
            model=sentence.model if sentence else "",
            movement=sentence.movement if sentence else "",
            field_phrase=sentence.field_phrase if sentence else "",
            field_column=self.cell(Role.FIELD),
            field_group=self.context.last("field"),
            note=self.cell(Role.NOTE),
            flags=tuple(flags),
        )

    def _cells(self) -> Mapping[str, str]:
        cells: dict[str, str] = {}
        for column, heading in enumerate(self.table.header):
            if Role.PROSE in self.table.roles and self.table.roles[column] == Role.ORDINAL:
                continue  # the ordinal is part of the paragraph, not a cell
            name = heading or f"Cột {column + 1}"
            while name in cells:
                name += " "
            cells[name] = squeeze(self.row.filled[column])
        return cells

    def _subject_text(self) -> str:
        """The subject's cells: a name in two parts, or those of "Ông" | "Bà" that are filled."""
        columns = [c for c, role in enumerate(self.table.roles) if role == Role.SUBJECT]
        if len(columns) > 1 and not joins_name(self.table.header, columns[0]):
            texts = [squeeze(self.row.filled[column]) for column in columns]
            return " và ".join(dict.fromkeys(text for text in texts if text))
        return self.cell(Role.SUBJECT, Role.NAME_ADDRESS, Role.PROSE)

    def _read_subject(self, text: str, kind: str) -> Subject:
        own = kind or kind_by_form(text, self.leaning)
        return read_subject(text, own) if own else Subject(text)

    def _read_kind(self) -> tuple[str, str]:
        """Kind by tick, then group heading or column; and a name that stands in place of a tick.

        The row itself is nearer than its group where it says outright what it is.
        """
        for column, role in enumerate(self.table.roles):
            text = squeeze(self.row.filled[column])
            if role in _KIND_ROLES and text:
                return _KIND_ROLES[role], "" if _TICK.match(text) else text
        kind = kind_of_word(self.cell(Role.KIND))
        if kind:
            return kind, ""
        return self._kind_in_group(self.context.last("kind")), ""

    def _kind_in_group(self, kind: str) -> str:
        said = kind_said(self._subject_text()) if kind else ""
        if kind == SubjectKind.HOUSEHOLD and said == SubjectKind.INDIVIDUAL:
            return kind  # "III. Hộ gia đình": its head is named
        return said or kind

    def _belies_group(self, kind: str) -> bool:
        """Whether a body stands among persons, or a person among bodies."""
        group = self.context.last("kind")
        return bool(group) and kind != group and SubjectKind.COLLECTIVE in (kind, group)

    def _unit_as_subject(self) -> Subject:
        """A list of hamlets' or communes' models names no other subject than them."""
        if {Role.SUBJECT, Role.NAME_ADDRESS} & set(self.table.roles):
            return Subject("")
        unit = self.cell(Role.WORKPLACE) or self.cell(Role.LOCALITY) or self.cell(Role.COMMUNE)
        return read_subject(unit, SubjectKind.COLLECTIVE) if unit else Subject("")

    def _read_position(self, subject: Subject) -> str:
        position = self.cell(Role.POSITION) or subject.position
        if not position and subject.person:
            return self.cell(Role.WORKPLACE)
        return position

    def _read_place(self, subject: Subject) -> tuple[str, str]:
        address = read_address(split_parts(self.cell(Role.ADDRESS)))
        own = self.cell(Role.COMMUNE)
        commune = find_commune(own[:1].lower() + own[1:])
        if not commune and not names_subject(own):  # a column of units has schools in it too
            commune = self._bare_commune(own)
        locality = self.cell(Role.LOCALITY) or address.locality
        bare = address.rest[-1] if address.rest else ""
        if bare and not (address.commune or commune or names_subject(bare)):
            commune = bare
        if not commune:
            commune = address.commune or subject.commune
        if not commune:
            commune = find_commune(self.cell(Role.POSITION, Role.WORKPLACE))
        inside = self.context.last("locality")
        return locality or subject.locality or inside, commune

    def _bare_commune(self, text: str) -> str:
        """A commune's name under the heading "Xã" or "Phường": the heading is its type word."""
        columns = [c for c, role in enumerate(self.table.roles) if role == Role.COMMUNE]
        heading = fold(self.table.header[columns[0]]) if columns else ""
        return (
            f"{heading} {text}"
            if text and heading in ("xã", "phường", "thị trấn", "đặc khu")
            else text
        )

    def _area_commune(self, subject: Subject) -> tuple[str, tuple[Flag, ...]]:
        """The commune of the group or of the whole list, for whoever does not stand above it."""
        if subject.kind == SubjectKind.COLLECTIVE and is_above(subject.subject):
            return "", ()
        group = self.context.last("commune")
        flags = (Flag.COMMUNE_BY_TITLE,) if self.title_commune and not group else ()
        return group or self.title_commune, flags
