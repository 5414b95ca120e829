"""Where an entry belongs: the commune in full, checked against the lists of its time and area.

A commune that the area does not hold is flagged, never replaced; a school's ward is a
suggestion and never stands as the entry's commune.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from pipeline.classify.placebook import NEW, OLD, Area, Commune, PlaceBook
from pipeline.classify.placenames import (
    AREA_KINDS,
    KINDS,
    name_key,
    same_province,
    split_area,
    split_commune,
)
from pipeline.codes import Flag
from pipeline.extract.address import FORMER, is_above, is_former
from pipeline.language.keys import squeeze, words_key
from pipeline.language.people import pattern_of
from pipeline.model import Entry, SubjectKind

_CLEAR_SHARE = 0.8  # of the communes named must lie in an area that is inferred from them
_LONGEST_NAME = 6  # words, type word included: "thành phố phan rang tháp chàm"
_BODY_AREAS = {
    "thành": "thành phố",
    "thị": "thị xã",
    "tỉnh": "tỉnh",
    "huyện": "huyện",
    "quận": "quận",
}
_BODY = re.compile(rf"\b({'|'.join(_BODY_AREAS)}) (?:uỷ|đoàn)\b")  # "Thành ủy Hòa Bình"
_SCHOOL = re.compile(rf"(?:{pattern_of('schools', 'school_levels', 'school_kinds')} )+(?P<name>.+)")
_DOUBLE = re.compile(r"\s[-–—]\s")
_SCHOOL_NUMBER = re.compile(r" (?:(?:số )?\d+|[abc]|i{1,3})$")


# --- the area of a plan --------------------------------------------------------------


def infer_area(communes: Iterable[str], on: date | None, book: PlaceBook) -> Area | None:
    """Return the one district, else province, that holds nearly all communes of a plan.

    Args:
        communes: as printed, repeats do not count.
        on: the plan's day; None: the time that places more of the communes is taken.
        book: the lists.

    Returns:
        None where no area is clear: one name that several areas have, or names all over.
    """
    names = {split_commune(text) for text in communes if text.strip()}
    asked = {(kind, name_key(name)) for kind, name in names}
    ever = [_find_until(key, kind, book, on) for kind, key in asked]
    known = sum(bool(units) for units in ever)
    in_force = [tuple(unit for unit in units if unit.is_in_force(on)) for units in ever]
    for found in (in_force, ever):  # lists keep old addresses after a merger
        most, area = max((_choose_area(found, era) for era in (OLD, NEW)), key=lambda one: one[0])
        if area is not None and most >= _CLEAR_SHARE * known:
            return area
    return None


def _find_until(key: str, kind: str, book: PlaceBook, on: date | None) -> tuple[Commune, ...]:
    """Return the units of this name that exist on the day or existed before it."""
    units = book.find_name(key, kind)
    return tuple(u for u in units if on is None or u.since is None or u.since <= on)


def _choose_area(found: list[tuple[Commune, ...]], era: str) -> tuple[int, Area | None]:
    """Return how many of the communes the clearest area holds, and the area."""
    dated = [[unit for unit in units if unit.era == era] for units in found]
    placed = sum(bool(units) for units in dated)
    by_district = [{Area(unit.province, unit.district) for unit in units} for units in dated]
    by_province = [{Area(unit.province) for unit in units} for units in dated]
    for areas in (by_district, by_province):
        votes = Counter(area for alternatives in areas for area in alternatives)
        (area, most), (_, next_most) = [*votes.most_common(2), (None, 0), (None, 0)][:2]
        if most >= _CLEAR_SHARE * placed and most >= 2 * next_most:
            return most, area
    return 0, None


def area_from_issuer(text: str, book: PlaceBook) -> Area | None:
    """Return the area that an issuer names: "Ủy ban nhân dân thành phố Hoà Bình".

    None where it names none ("Ủy ban nhân dân thành phố"), or a name that several have.
    """
    named = list(_name_areas(text, book))
    provinces = [areas[0] for areas in named if not areas[0].district]
    districts = [_narrow(areas, provinces) for areas in named if areas[0].district]
    clear = {areas[0] for areas in districts if len(areas) == 1}
    if not any(districts):
        clear = set(provinces) or _name_commune_areas(text, book)
    return clear.pop() if len(clear) == 1 else None


def _name_areas(text: str, book: PlaceBook) -> Iterator[tuple[Area, ...]]:
    """Give, for each province or district named with its type word, those of that name."""
    for phrases in _find_phrases(text, AREA_KINDS):
        areas = next(filter(None, map(book.find_areas, phrases)), ())
        if areas:
            yield areas


def _name_commune_areas(text: str, book: PlaceBook) -> set[Area]:
    for phrases in _find_phrases(text, (*KINDS, "p", "x", "tt")):
        units = next(filter(None, map(book.find, phrases)), ())
        if units:
            return {Area(unit.province, unit.district) for unit in units}
    return set()


def _find_phrases(text: str, kinds: Iterable[str]) -> Iterator[list[str]]:
    """Give, for each type word, the phrases that start with it, longest first."""
    words = _BODY.sub(lambda match: _BODY_AREAS[match[1]], words_key(text)).split()
    for start in range(len(words)):
        length = next((n for n in (2, 1) if " ".join(words[start : start + n]) in kinds), 0)
        ends = range(min(start + _LONGEST_NAME, len(words)), start + length, -1)
        if length:
            yield [" ".join(words[start:end]) for end in ends]


def _narrow(areas: tuple[Area, ...], provinces: list[Area]) -> tuple[Area, ...]:
    """Keep the districts of the provinces named beside them."""
    inside = (a for a in areas if any(same_province(p.province, a.province) for p in provinces))
    return tuple(inside) if provinces else areas


# --- the commune of an entry ---------------------------------------------------------


def locate(entry: Entry, book: PlaceBook, area: Area | None, on: date | None) -> Entry:
    """Return the entry with its commune in full ("P. X": "phường X"), flagged where unknown.

    The name stays as printed. A commune counts as known where the area has or had one of this
    name and type, or where the row itself names another district that has; without an area,
    where the country has one. One that came into being only after ``on`` is unknown, unless its
    name can mean no other; one that was merged away before is known, as lists keep old
    addresses.
    """
    if not entry.commune:
        return entry
    if is_former(entry.commune):
        return _follow_former(entry, book, area, on)
    kind, name = split_commune(entry.commune)
    kind = kind or _tell_kind(name, book, area, on)
    commune = f"{kind} {name}" if kind else squeeze(entry.commune)
    if kind and _is_known(entry, book, (kind, name), (area, on)):
        return replace(entry, commune=commune)
    return _doubt(replace(entry, commune=commune), Flag.COMMUNE_UNKNOWN)


def _doubt(entry: Entry, flag: Flag) -> Entry:
    return replace(entry, flags=tuple(dict.fromkeys((*entry.flags, flag))))


def drop_fragment(entry: Entry) -> Entry:
    """Return a located entry without a commune that is one word of no known place: "Chủ"."""
    if Flag.COMMUNE_UNKNOWN not in entry.flags or " " in entry.commune:
        return entry
    flags = tuple(flag for flag in entry.flags if flag != Flag.COMMUNE_UNKNOWN)
    return _doubt(replace(entry, commune="", flags=flags), Flag.COMMUNE_UNCERTAIN)


def _follow_former(entry: Entry, book: PlaceBook, area: Area | None, on: date | None) -> Entry:
    """The entry in the commune that took in the one it names as former: "xã Dân Hạ (cũ)".

    What was parted among several stays as printed, in doubt.
    """
    kind, name = split_commune(FORMER.sub("", entry.commune))
    old = _find_until(name_key(name), kind, book, on)
    old = book.keep_inside(old, area) if book.settle(area) else old
    heirs = {one.unit for unit in old for one in book.successors(unit)}
    heirs = heirs or set(_find_heirs(f"{kind} {name}".strip(), book, area, on))
    if len(heirs) == 1:
        return replace(entry, commune=heirs.pop().full)
    return _doubt(entry, Flag.COMMUNE_UNCERTAIN)


def place_by_issuer(entry: Entry, commune: str) -> Entry:
    """Return an entry that names no place in the commune whose office made the list.

    A body whose own name says that it stands above the communes stays without one.

    Args:
        entry: of the list.
        commune: of the office, "" where it is no commune's.
    """
    above = entry.subject_kind == SubjectKind.COLLECTIVE and is_above(entry.subject)
    if entry.commune or not commune or above or Flag.COMMUNE_UNCERTAIN in entry.flags:
        return entry
    return _doubt(replace(entry, commune=commune), Flag.COMMUNE_BY_ISSUER)


def _tell_kind(name: str, book: PlaceBook, area: Area | None, on: date | None) -> str:
    kinds = {unit.kind for unit in _find_units(name, book, area, on)}
    return kinds.pop() if len(kinds) == 1 else ""


def _is_known(
    entry: Entry,
    book: PlaceBook,
    commune: tuple[str, str],
    where: tuple[Area | None, date | None],
) -> bool:
    kind, name = commune
    area, on = where
    units = _find_until(name_key(name), kind, book, on) or _find_double(name, kind, book)
    former = book.find_former(f"{kind} {name}", area)
    if former or book.settle(area) is None or book.keep_inside(units, area):
        return bool(former or units)
    named = _name_areas(" ".join(entry.cells.values()), book)
    others = (one for areas in named for one in areas if one.district or not _is_within(area, one))
    return any(book.keep_inside(units, other) for other in others)


def _find_double(name: str, kind: str, book: PlaceBook) -> tuple[Commune, ...]:
    """Return the one unit that bears a name in two parts ("Xuân Hương - Đà Lạt"), at any time.

    It can mean no other, so that the day of the paper, not the name, is what is not right.
    """
    units = book.find_name(name_key(name), kind) if _DOUBLE.search(name) else ()
    return units if len(units) == 1 else ()


def _is_within(area: Area | None, province: Area) -> bool:
    return area is not None and same_province(area.province, province.province)


def _find_units(
    text: str, book: PlaceBook, area: Area | None, on: date | None
) -> tuple[Commune, ...]:
    """Return the units of one era that a name means, those in force first."""
    kind, name = split_commune(text)
    for day in (on, None):
        units = book.find_name(name_key(name), kind, day, area)
        if book.settle(area) is not None:
            units = book.keep_inside(units, area)
        if units:
            return tuple(unit for unit in units if unit.era == units[0].era)
    return ()


def suggest_ward(
    subject: str, book: PlaceBook, area: Area | None, on: date | None
) -> Commune | None:
    """Return the ward that a school is named after, as a suggestion only.

    "Trường Mầm non Tân Hòa A" suggests "phường Tân Hòa" in an area that has it; a name that a
    merged commune had ("TH&THCS Dân Hạ") suggests the one that took it in. None where the
    subject is no school, or its name is the area's own or several communes'.
    """
    school = _SCHOOL.fullmatch(words_key(subject.split(",")[0]))
    if school is None or area is None or book.settle(area) is None:
        return None
    own = {split_area(area.province)[1], split_area(area.district)[1]}
    full = school["name"]
    for name in (full, _SCHOOL_NUMBER.sub("", full)):
        units = _find_units(name, book, area, on) or _find_heirs(name, book, area, on)
        if len(units) == 1 and name not in own:
            return units[0]
    return None


def _find_heirs(
    name: str, book: PlaceBook, area: Area | None, on: date | None
) -> tuple[Commune, ...]:
    """Return the units in force that took in communes of this name."""
    heirs: set[Commune] = set()
    for unit in book.find_former(name, area):
        whole = [one.unit for one in book.successors(unit) if not one.part]
        heirs.update([unit] if unit.is_in_force(on) else whole)
    return tuple(heirs)
