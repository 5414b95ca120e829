"""Where subjects are at home: one commune or two, mistyped or merged into another as it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.classify.placebook import NEW, OLD, Area, Commune, load_book
from pipeline.classify.placenames import AREA_KINDS, KINDS, name_key, split_commune
from pipeline.language.keys import words_key
from pipeline.register.identity.likeness import slip_cost

MERGED_ON = date(2025, 7, 1)  # Nghị quyết 202/2025/QH15: communes merged, districts gone
LARGE_AREAS = frozenset({"thành phố", "tỉnh", "huyện", "thị xã", "quận"})
_KIND = rf"(?:{'|'.join(KINDS)}|p|x|tt)"
_FORMER = re.compile(rf"\b({_KIND} (?:(?!{_KIND}\b)\w+ ){{1,5}}?)cũ\b")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a subject is at home: the commune, and what became of it on 1/7/2025."""

    name: str = ""  # key without type word; "" where the paper does not say
    era: str = ""  # OLD, NEW or "" where it cannot be told
    successors: frozenset[str] = frozenset()  # names since 1/7/2025
    origins: frozenset[str] = frozenset()  # keys of the communes that went into a new one
    district: str = ""  # of the issuer, for subjects that name no commune
    doubted: bool = False  # no such commune is known: mistyped


class Homes:
    """Finds where communes are; the book of places is read only when eras are compared."""

    def __init__(self, area: Area | None, *, across: bool) -> None:
        """Take the area that the papers are about, and whether they lie across 1/7/2025."""
        self._area = area
        self._across = across
        self._known: dict[tuple[str, str, str], Home] = {}

    def find(self, commune: str, on: date | None, issuer: str) -> Home:
        """Return the home of a subject in a paper of that day."""
        era = "" if on is None else OLD if on < MERGED_ON else NEW
        known = (commune, era, issuer if not commune else "")
        if known not in self._known:
            self._known[known] = self._find(commune, era, issuer)
        return self._known[known]

    def find_former(self, home: Home, text: str) -> Home:
        """Return the old commune that a row of a new one names: "phường Dân Chủ cũ".

        Args:
            home: of the row.
            text: all that the row says, as ``words_key``.
        """
        for name in _FORMER.findall(text) if home.era == NEW else ():
            former = self.find(name.strip(), MERGED_ON.replace(year=MERGED_ON.year - 1), "")
            if former.successors & home.successors:
                return former
        return home

    def _find(self, commune: str, era: str, issuer: str) -> Home:
        if not commune:
            return Home(district=_name_district(issuer))
        name = name_key(split_commune(commune)[1])
        if not self._across:
            return Home(name, era)
        book = load_book()
        units = self.find_units(commune, era)
        eras = {unit.era for unit in units}
        new = {unit.full for unit in units if unit.era == NEW}
        new |= {heir.unit.full for unit in units for heir in book.successors(unit)}
        origins = {name_key(old.name) for unit in units for old in book.origins(unit)}
        era = eras.pop() if len(eras) == 1 else era
        return Home(name, era, frozenset(new), frozenset(origins))

    def find_units(self, commune: str, era: str) -> Sequence[Commune]:
        """Return the communes of this name in the area, those of the era where there are any."""
        book = load_book()
        found = book.find(commune, None, self._area)
        inside = found if book.settle(self._area) is None else book.keep_inside(found, self._area)
        return [unit for unit in inside if unit.era == era] or list(inside)


@lru_cache(maxsize=1 << 12)
def _name_district(issuer: str) -> str:
    """The key of the district that an issuer names, as far as its words tell."""
    words = words_key(issuer)
    for short, kind in AREA_KINDS.items():
        if kind in LARGE_AREAS and kind != "tỉnh":
            match = re.search(rf"\b{short} ((?:\w+ ?){{1,4}})", words)
            if match:
                return match[1].strip()
    return ""


# --- two homes -----------------------------------------------------------------------

_UNSAID = 0.93  # one side names no commune


def differ(one: str, other: str) -> bool:
    """Say whether two districts are named, and not the same one."""
    return bool(one and other) and one != other and not _is_slip(one.split(), other.split())


def agree(one: Home, other: Home) -> bool:
    """Say whether two homes are the same for sure."""
    return compare_homes(one, other) == 1.0


def compare_homes(one: Home, other: Home) -> float:
    """Return 1 for one commune or none on either side, 0 for different ones."""
    if not one.name and not other.name:
        return 0.0 if differ(one.district, other.district) else 1.0
    if not one.name or not other.name:
        return _UNSAID
    if one.era != other.era and one.successors and other.successors:
        return 1.0 if one.successors & other.successors else 0.0
    if one.name == other.name:
        return 1.0
    return 0.9 if is_mistyped(one, other) else 0.0


def is_mistyped(one: Home, other: Home) -> bool:
    """Say whether one commune's name is the other's with a slip in it."""
    worst = 1.0 if one.doubted or other.doubted else 0.5
    return _is_slip(one.name.split(), other.name.split(), worst)


def _is_slip(one: Sequence[str], other: Sequence[str], worst: float = 0.5) -> bool:
    """Whether two names of a place differ in one mistyped word only."""
    if len(one) != len(other):
        return "".join(one) == "".join(other)
    costs = [slip_cost(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(costs) == 1 and costs[0] is not None and costs[0] < worst
