"""Whom a row names: subject, kind, persons, position and where they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.address import (
    LOCALITY,
    LOCALITY_INSIDE,
    find_commune,
    find_hamlet,
    is_former,
    read_address,
    split_parts,
)
from pipeline.extract.persons import NameShape, may_be_clan, name_shape
from pipeline.language.keys import fold, squeeze
from pipeline.language.letters import CAPITALS
from pipeline.language.people import pattern_of
from pipeline.model import SubjectKind

_HOUSEHOLD = pattern_of("households")
_TITLE = pattern_of("titles")
_ADDRESSED = re.compile(rf"^(?:{_HOUSEHOLD}\s+)?(?:{_TITLE}\s*[:.]?\s+)+(?=\S)", re.IGNORECASE)
_FAMILY = re.compile(rf"^{_HOUSEHOLD}\b", re.IGNORECASE)
_AND = re.compile(rf"\s+(?:và|cùng|&)\s+(?:(?:vợ|chồng)\s+là\s+)?(?={_TITLE}\s)", re.IGNORECASE)
_COLLECTIVE = re.compile(rf"^{pattern_of('collectives')}\b")
MIXED = "mixed"  # leaning of a column that holds persons and bodies
_SCHOOL = re.compile(rf"^{pattern_of('schools')}\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """What the subject's cell says."""

    subject: str
    kind: str = ""
    person: str = ""
    position: str = ""
    locality: str = ""
    commune: str = ""


def read_subject(text: str, kind: str = "") -> Subject:
    """Return what a cell with a subject, and perhaps its address, says.

    The subject keeps its printed spelling; several persons or collectives in one cell are
    one subject. ``kind`` is what a tick, a group or a column says; without it the form of
    address tells.
    """
    flat = squeeze(text).strip(" ;")
    kind = kind or kind_by_form(flat)
    if kind in (SubjectKind.INDIVIDUAL, SubjectKind.HOUSEHOLD):
        return _read_persons(flat, kind)
    return _read_collective(flat, kind)


def kind_by_form(text: str, leaning: str = "") -> str:
    """Return the kind that a subject's own form tells, "" where nothing does.

    Args:
        text: the subject's cell.
        leaning: the kind that its column leans to, or MIXED: it decides on a bare name.
    """
    said = kind_said(text)
    if said and not (leaning == SubjectKind.HOUSEHOLD and said == SubjectKind.INDIVIDUAL):
        return said
    first = _first_part(text)
    shape = name_shape(first)
    if leaning in (SubjectKind.INDIVIDUAL, SubjectKind.HOUSEHOLD) and (said or shape):
        return leaning
    if shape is NameShape.LIKELY:
        return "" if leaning == SubjectKind.COLLECTIVE else SubjectKind.INDIVIDUAL
    if shape is NameShape.OPEN:
        known = leaning == SubjectKind.COLLECTIVE or not may_be_clan(first)
        return SubjectKind.COLLECTIVE if known else ""
    if shape is NameShape.POSSIBLE:
        bare = SubjectKind.INDIVIDUAL if leaning == MIXED and len(first.split()) > 2 else ""
        return leaning if leaning == SubjectKind.COLLECTIVE else bare
    return SubjectKind.COLLECTIVE if len(first.split()) > 1 or first.isupper() else ""


def kind_said(text: str) -> str:
    """Return the kind that a subject says outright: a form of address, a body's words.

    A bare name that could be either, and a text that is neither, say nothing.
    """
    flat = squeeze(text)
    first = _first_part(flat)
    if _FAMILY.match(flat) and not fold(first).startswith("hộ tịch"):
        return SubjectKind.HOUSEHOLD
    shape = name_shape(first)
    if _is_addressed(first) or shape is NameShape.SURE:
        return SubjectKind.INDIVIDUAL
    if _COLLECTIVE.match(fold(flat)) and shape is NameShape.NONE:
        return SubjectKind.COLLECTIVE
    return ""


def _first_part(text: str) -> str:
    flat = squeeze(text)
    return next(iter(split_parts(flat)), flat)


def is_person_name(text: str) -> bool:
    """Whether ``text`` has the shape of a person's name, and no other reading."""
    return name_shape(text) >= NameShape.LIKELY


def names_subject(text: str) -> bool:
    """Whether ``text`` begins as a subject does: with a form of address or a body's word."""
    flat = squeeze(text)
    parts = split_parts(flat)
    if not parts:
        return False
    head = parts[0]
    return bool(
        _FAMILY.match(flat)
        or _is_addressed(head)
        or is_person_name(head)
        or _COLLECTIVE.match(fold(flat))
    )


def _is_addressed(text: str) -> bool:
    match = _ADDRESSED.match(text)
    if match is None or not text[match.end()].isupper():
        return False
    named = text[match.end() :]
    return not _COLLECTIVE.match(fold(named)) or bool(name_shape(named))


def _read_persons(flat: str, kind: str) -> Subject:
    head, tail = _split_head(flat)
    heads = [head]
    parts = split_parts(tail)
    while parts and _is_addressed(parts[0]):
        heads.append(parts.pop(0))
    address = read_address(parts)
    subject = ", ".join(heads) if len(heads) > 1 else head
    persons = [name for piece in heads for name in _person_names(piece)]
    position = ", ".join(part for part in address.rest if not _is_aside(part))
    commune = address.commune or find_commune(position)
    return Subject(subject, kind, ", ".join(persons), position, address.locality, commune)


def _split_head(flat: str) -> tuple[str, str]:
    """Part the name from what follows it: at a comma, dash, bracket, or a place's word."""
    stop = re.search(r"\s*[,;(]|\s+[-–—]\s+|\.\s", flat)
    cut = stop.start() if stop else len(flat)
    start = _ADDRESSED.match(flat)
    begin = start.end() if start else 0
    for match in LOCALITY_INSIDE.finditer(flat, begin + 2, cut):
        if match.group()[0].islower() or _opens_place(flat, begin, match):
            cut = match.start()
            break
    commune = re.search(rf"\s(?=(?:phường|xã|thị trấn)\s+[{CAPITALS}])", flat[begin:cut])
    if commune:
        cut = begin + commune.start()
    return flat[:cut].strip(" .,;-"), flat[cut:].strip(" .,;-–—")


def _opens_place(flat: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a place's word in capitals is one: in a name in capitals only before a number."""
    capitals = flat[begin : match.start()].isupper()
    return match.group().isupper() and (not capitals or flat[match.end()].isdigit())


def _person_names(head: str) -> list[str]:
    names = []
    for piece in _AND.split(head):
        match = _ADDRESSED.match(piece)
        name = piece[match.end() :] if match else _FAMILY.sub("", piece)
        for part in re.split(rf"\s+(?:và|-)\s+(?=[{CAPITALS}])", name.strip()):
            inner = _ADDRESSED.match(part)
            names.append((part[inner.end() :] if inner else part).strip(" .,:"))
    return [name for name in names if name]


def _is_aside(part: str) -> bool:
    """A year of birth or an ethnic group is no position."""
    return bool(re.match(r"^(?:sn|sinh(?: năm)?|dân tộc|\d{4}|năm sinh|cũ)\b", fold(part)))


def _read_collective(flat: str, kind: str) -> Subject:
    parts = split_parts(flat)
    head_end = len(parts)
    while head_end > 1 and _is_place(parts[head_end - 1]):
        head_end -= 1
    address = read_address(parts[head_end:])
    subject = _original_head(flat, parts, head_end)
    school = _is_school(subject)
    hamlet = address.locality or ("" if school else find_hamlet(subject))
    own = "" if school else find_commune(subject)
    former = is_former(address.commune) and bool(own)
    commune = own if former else address.commune or own
    return Subject(subject, kind, "", "", hamlet, commune)


def _is_place(part: str) -> bool:
    address = read_address([part])
    return not address.rest or bool(LOCALITY.match(part) and not part[:1].isupper())


def _original_head(flat: str, parts: list[str], count: int) -> str:
    """The printed text of the first ``count`` parts, commas and all."""
    if count == len(parts):
        return flat.rstrip(" .,;")
    position = 0
    for part in parts[:count]:
        position = flat.index(part, position) + len(part)
    return flat[:position].rstrip(" .,;-")


def _is_school(text: str) -> bool:
    return bool(_SCHOOL.match(fold(text)))
