"""Under which place or body the entries of a year count, by the level of the office.

A province and a district count by commune, a commune by hamlet; bodies and schools that name
neither stand by themselves, and the rest is said to be unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.codes import Flag, Level
from pipeline.frame import Record
from pipeline.language.keys import sort_key, words_key
from pipeline.language.people import load_people, pattern_of
from pipeline.model import Seat, SubjectKind, Year
from pipeline.register.identity.marks import fold_name
from pipeline.write.sheets.counts import RowGroup, read_rows, tally
from pipeline.write.sheets.names import Names


class UnitKind(StrEnum):
    """What a unit is, in the order of the papers."""

    COMMUNE = "commune"
    HAMLET = "hamlet"
    BODY = "body"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What the papers of a level call its units."""

    units: str  # heading of the group
    inside: str  # within a sentence
    bodies: str
    unknown: str


_WORDS: Mapping[Level, PlaceWords] = {
    Level.COMMUNE: PlaceWords(
        "Thôn, tổ dân phố",
        "thôn, tổ dân phố",
        "Cơ quan, đoàn thể, trường học",
        "Chưa ghi thôn, tổ dân phố",
    ),
    Level.DISTRICT: PlaceWords(
        "Xã, phường",
        "xã, phường",
        "Cơ quan, đoàn thể, trường học (không ghi xã, phường)",
        "Chưa xác định",
    ),
}
_HAMLET = re.compile(rf"^{pattern_of('hamlets')}\b", re.IGNORECASE)


def place_words(seat: Seat) -> PlaceWords:
    """Return what the papers of this level call places."""
    return _WORDS.get(seat.level, _WORDS[Level.DISTRICT])


def is_body(row: Record) -> bool:
    """Return whether the row is of a body under no commune: a school, an office of the city."""
    subject = words_key(row["subject"])
    return (
        row["subject_kind"] == SubjectKind.COLLECTIVE
        and bool(subject)
        and not subject.startswith(tuple(f"{words_key(word)} " for word in load_people().hamlets))
        and not row["locality"]
        and Flag.COMMUNE_UNKNOWN not in row["flags"]
    )


class Places:
    """Tells the place of an entry, its key in any spelling and its name as printed first."""

    def __init__(self, seat: Seat) -> None:
        """Make one for the papers of this office."""
        self._seat = seat
        self._home = words_key(seat.home)

    def find(self, row: Record) -> tuple[UnitKind, str, str]:
        """Return the kind of an entry's place, its key and its name."""
        if self._seat.level is Level.COMMUNE:
            return self._find_inside(row)
        if row["commune"]:
            key = words_key(row["commune"])
            name = self._seat.heirs.get(key, str(row["commune"]))
            return UnitKind.COMMUNE, words_key(name), name
        kind = UnitKind.BODY if is_body(row) else UnitKind.UNKNOWN
        return kind, words_key(row["subject"]), str(row["subject"])

    def _find_inside(self, row: Record) -> tuple[UnitKind, str, str]:
        """Within a commune: the hamlet, which a subject may name; else its own bodies."""
        subject = str(row["subject"])
        commune = words_key(row["commune"])
        if commune and self._home and commune != self._home:
            return UnitKind.COMMUNE, commune, str(row["commune"])
        named = str(row["locality"]) or (subject if _HAMLET.match(subject) else "")
        hamlet = named.split(",")[0].split(" - ")[0].strip()
        if hamlet and _HAMLET.match(hamlet):
            key = fold_name(hamlet).removesuffix(f" {fold_name(self._seat.home)}")
            return UnitKind.HAMLET, key, hamlet
        if row["subject_kind"] == SubjectKind.COLLECTIVE and subject:
            return UnitKind.BODY, words_key(subject), subject
        return UnitKind.UNKNOWN, words_key(subject), subject


# --- all places of a year ------------------------------------------------------------


def list_places(year: Year, names: Names) -> dict[UnitKind, dict[str, str]]:
    """Return the places of the year and of the year before: by kind, key -> name, in order.

    The communes of the area are all among them.
    """
    places = Places(year.seat)
    found: dict[UnitKind, dict[str, str]] = {kind: {} for kind in UnitKind}
    found[UnitKind.COMMUNE] |= {words_key(name): name for name in names.communes}
    for row in [*read_rows(year.frame), *read_rows(year.last)]:
        kind, key, name = places.find(row)
        found[kind].setdefault(key, name)
    return {kind: dict(sorted(found[kind].items(), key=_order)) for kind in UnitKind}


def _order(place: tuple[str, str]) -> str:
    """Vietnamese order, "tổ 2" before "tổ 10"."""
    return sort_key(re.sub(r"\d+", lambda number: number[0].zfill(4), place[1]))


def place_groups(year: Year, names: Names) -> tuple[RowGroup, ...]:
    """Return a group for each kind of place: those of the office's level, bodies, the unknown."""
    places, found = Places(year.seat), list_places(year, names)
    labels = {(kind, key): name for kind in UnitKind for key, name in found[kind].items()}
    notes = {(UnitKind.COMMUNE, key): note for key, note in _note_changes(names).items()}
    lines = iter(tally(year, lambda row: places.find(row)[:2], labels, notes))
    groups = []
    for kind in UnitKind:
        members = tuple(next(lines) for _ in found[kind])
        if members or kind in _ALWAYS[year.seat.level]:
            groups.append(RowGroup(name_kind(kind, year.seat), members))
    return tuple(groups)


_ALWAYS: Mapping[Level, Sequence[UnitKind]] = {
    Level.COMMUNE: (UnitKind.HAMLET, UnitKind.BODY),
    Level.DISTRICT: (UnitKind.COMMUNE, UnitKind.BODY, UnitKind.UNKNOWN),
    Level.PROVINCE: (UnitKind.COMMUNE, UnitKind.BODY, UnitKind.UNKNOWN),
}


def name_kind(kind: UnitKind, seat: Seat) -> str:
    """Return the heading of a kind of place."""
    words = place_words(seat)
    if kind is UnitKind.COMMUNE and seat.level is Level.COMMUNE:
        return "Ngoài địa bàn"
    return {UnitKind.BODY: words.bodies, UnitKind.UNKNOWN: words.unknown}.get(kind, words.units)


def _note_changes(names: Names) -> dict[str, str]:
    """What a commune became on 1/7/2025, where its name changed."""
    return {
        words_key(old): f"Từ 01/7/2025: {new}"
        for old, new in names.successors.items()
        if words_key(old) != words_key(new)
    }
