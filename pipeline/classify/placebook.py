"""Every commune of the country, dated: what it was called, where it lay, what became of it.

An officer's plan says "phường Dân Chủ"; over sixty communes had such a name. The book finds
those that the plan can mean, in the area and at the time that it speaks of. The list and its
source: tools/build_places.py.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

from pipeline.classify.placenames import (
    is_common_word,
    name_key,
    same_district,
    same_province,
    split_area,
    split_commune,
)
from pipeline.datafile import read_text
from pipeline.language.keys import bare_key

OLD = "old"  # up to 30/6/2025: 63 provinces with districts
NEW = "new"  # since 1/7/2025: 34 provinces, no districts (Nghị quyết 202/2025/QH15)

_LEAST_LIKENESS = 75  # of 100: one or two letters of a commune's name


@dataclass(frozen=True, slots=True)
class Area:
    """The province, and up to 30/6/2025 the district, that a paper is about."""

    province: str = ""  # with or without its type word, as it was called at any time
    district: str = ""


class Commune(NamedTuple):
    """One commune at one time; only era and code together name it, as codes are used again.

    A tuple, as the country has thousands.
    """

    era: str
    code: str
    kind: str
    name: str
    district: str  # "" since 1/7/2025
    province: str
    since: date | None = None  # first day in force, None where the lists do not say
    until: date | None = None  # last day

    @property
    def full(self) -> str:
        """The name with its type word: "phường Dân Chủ"."""
        return f"{self.kind} {self.name}"

    def is_in_force(self, on: date | None) -> bool:
        """Say whether the unit existed on that day; without a day, always."""
        if on is None:
            return True
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Successor:
    """What a commune became on 1/7/2025."""

    unit: Commune
    part: bool  # only a part of the old commune went there


class PlaceBook:
    """All communes, found by name, area and day."""

    def __init__(self, lines: Iterable[Sequence[str]]) -> None:
        """Take the lines of ``places.csv``, their cells in the order of its heading."""
        self._by_name: dict[str, list[Commune]] = {}
        self._new: dict[str, Commune] = {}
        self._links: dict[Commune, str] = {}
        self._origins: dict[str, list[Commune]] = {}
        self._former: dict[str, list[Commune]] = {}
        self._settled: dict[Area, Area | None] = {}
        self._communes: dict[tuple[Area | None, date | None], tuple[Commune, ...]] = {}
        for line in lines:
            self._add(*line)

    def _add(
        self, era: str, code: str, kind: str, name: str, key: str, district: str, province: str,
        since: str, until: str, successors: str, former: str,
    ) -> None:  # fmt: skip
        unit = Commune(
            era, code, kind, name, district, province, _read_day(since), _read_day(until)
        )
        self._by_name.setdefault(key or name.lower(), []).append(unit)
        self._links[unit] = successors
        if era == NEW:
            self._new[code] = unit
        for successor in successors.split():
            self._origins.setdefault(successor, []).append(unit)
        for other in former.split():
            self._former.setdefault(other, []).append(unit)

    @cached_property
    def _areas(self) -> dict[str, list[Area]]:
        """All provinces and districts by the key of their names."""
        provinces = {unit.province for unit in self}
        districts = {(unit.province, unit.district) for unit in self if unit.district}
        areas: dict[str, list[Area]] = {}
        for province in sorted(provinces):
            areas.setdefault(split_area(province)[1], []).append(Area(province))
        for province, district in sorted(districts):
            areas.setdefault(split_area(district)[1], []).append(Area(province, district))
        return areas

    def __iter__(self) -> Iterator[Commune]:
        """Go over all units, those up to 30/6/2025 first."""
        return iter(self._links)

    def find(
        self, commune: str, on: date | None = None, area: Area | None = None
    ) -> tuple[Commune, ...]:
        """Return the units that a printed commune can mean.

        Args:
            commune: "phường Dân Chủ", "P. Dân Chủ", "X.Yên Mông"; a name alone only where it
                is no everyday word.
            on: day on which it must be in force; None: any, the old ones first.
            area: where there are units of this name inside it, only those are given.
        """
        kind, name = split_commune(commune)
        key = name_key(name)
        if not kind and self.is_common(key):
            return ()
        return self.find_name(key, kind, on, area)

    def is_common(self, key: str) -> bool:
        """Say whether a commune's key is an everyday word, a number or a province, too."""
        provinces = (area for area in self._areas.get(key, ()) if not area.district)
        return is_common_word(key) or key.isdigit() or any(provinces)

    def find_name(
        self, key: str, kind: str = "", on: date | None = None, area: Area | None = None
    ) -> tuple[Commune, ...]:
        """Return the units with this ``name_key``, as ``find`` does, everyday word or not."""
        units = tuple(
            unit
            for unit in self._by_name.get(key, ())
            if kind in ("", unit.kind) and unit.is_in_force(on)
        )
        return self.keep_inside(units, area) or units

    def keep_inside(self, units: Iterable[Commune], area: Area | None) -> tuple[Commune, ...]:
        """Return the units inside the area; () where there are none or no area is given.

        A unit whose own province has the area's name comes before one that only belonged, or
        came to belong, to a province of that name: "Phú Thọ" took in "Hòa Bình" in 2025.
        """
        settled = self.settle(area)
        if settled is None:
            return ()
        best: dict[str, int] = {}
        ranked: list[tuple[Commune, int]] = []
        for unit in units:
            rank = self._rank(unit, settled)
            if rank is not None:
                ranked.append((unit, rank))
                best[unit.era] = min(rank, best.get(unit.era, rank))
        return tuple(unit for unit, rank in ranked if rank == best[unit.era])

    def settle(self, area: Area | None) -> Area | None:
        """Return the area as the lists know it, or None where they hold nothing of it.

        A district that changed its type ("huyện Việt Yên") is taken by its name; one that was
        gone before the lists were made ("huyện Kỳ Sơn") gives way to its province.
        """
        if area is None or area == Area():
            return None
        if area not in self._settled:
            tries = (area, Area(area.province, split_area(area.district)[1]), Area(area.province))
            self._settled[area] = next((one for one in tries if self._holds_any(one)), None)
        return self._settled[area]

    def _holds_any(self, area: Area) -> bool:
        return area != Area() and any(self._rank(unit, area) is not None for unit in self)

    def find_areas(self, text: str) -> tuple[Area, ...]:
        """Return the provinces and districts of this name, of its type word where there are any.

        "thành phố Hòa Bình" gives one district, "huyện Châu Thành" as many as bear the name.
        """
        kind, key = split_area(text)
        areas = self._areas.get(key, [])
        same = [area for area in areas if kind == split_area(area.district or area.province)[0]]
        return tuple(same or areas)

    def _rank(self, unit: Commune, area: Area) -> int | None:
        """Return 0 for a unit inside the area, 1 for one inside by what it was or became."""
        if unit.era == NEW and area.district:
            origins = self._origins.get(unit.code, ())
            return 1 if any(self._rank(old, area) is not None for old in origins) else None
        if area.district and not same_district(area.district, unit.district):
            return None
        if not area.province or same_province(area.province, unit.province):
            return 0
        kin = self._origins.get(unit.code, ()) if unit.era == NEW else self._follow(unit)
        return 1 if any(same_province(area.province, other.province) for other in kin) else None

    def _follow(self, unit: Commune) -> list[Commune]:
        return [self._new[code] for code in self._links[unit].split()]

    def successors(self, unit: Commune) -> tuple[Successor, ...]:
        """Return what the unit became on 1/7/2025, main part first; () for a new one."""
        units = self._follow(unit)
        return tuple(Successor(new, part=len(units) > 1) for new in units)

    def origins(self, unit: Commune) -> tuple[Commune, ...]:
        """Return the communes that went into a unit on 1/7/2025, whole or in part."""
        return tuple(self._origins.get(unit.code, ())) if unit.era == NEW else ()

    def communes(self, area: Area | None, on: date | None = None) -> tuple[Commune, ...]:
        """Return all units of the area (None: of the country) in force on that day."""
        known = (area, on)
        if known not in self._communes:
            units = tuple(unit for unit in self if unit.is_in_force(on))
            self._communes[known] = self.keep_inside(units, area) if self.settle(area) else units
        return self._communes[known]

    def find_former(self, commune: str, area: Area | None = None) -> tuple[Commune, ...]:
        """Return the units that had this name, or took in a commune of it, before the list.

        The list knows such names without marks only, so that a name which differs from one
        in force by its marks alone is taken for a slip and not found.
        """
        kind, name = split_commune(commune)
        kinds = [kind] if kind else ["phường", "xã", "thị trấn"]
        keys = [bare_key(f"{one} {name}").replace(" ", "") for one in kinds]
        units = tuple(unit for key in keys for unit in self._former.get(key, ()))
        found = self.keep_inside(units, area) if self.settle(area) else units
        key, bare = name_key(name), bare_key(name)
        return tuple(u for u in found if name_key(u.name) == key or bare_key(u.name) != bare)

    def nearest(
        self, commune: str, area: Area | None = None, on: date | None = None
    ) -> Commune | None:
        """Return the known unit whose name is most like this one, None where none is like it.

        Among equally like names, one with the same type word comes first.
        """
        kind, name = split_commune(commune)
        units = self.communes(area, on)
        names = [name_key(unit.name) for unit in units]
        found = process.extract(
            name_key(name), names, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=None
        )
        best = max(found, key=lambda match: (match[1], units[match[2]].kind == kind), default=None)
        return units[best[2]] if best else None


@cache
def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def load_book() -> PlaceBook:
    """Return the book of the whole country, read once."""
    return PlaceBook(csv.reader(read_text("places.csv").splitlines()[1:]))
