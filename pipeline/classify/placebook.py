"""Every commune of the country, dated: what it was called, where it lay, what became of it.

An officer's plan says "phường Dân Chủ"; over sixty communes had such a name. The book finds
those that the plan can mean, in the area and at the time that it speaks of. The list and its
source: tools/build_places.py.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from pipeline.text import bare_key, squeeze, words_key

OLD = "old"  # up to 30/6/2025: 63 provinces with districts
NEW = "new"  # since 1/7/2025: 34 provinces, no districts (Nghị quyết 202/2025/QH15)

KINDS = ("phường", "xã", "thị trấn", "đặc khu", "huyện")
"""Type words; "huyện" only for the island districts that had no communes."""

_SHORT_KINDS = {"p": "phường", "x": "xã", "tt": "thị trấn", "đk": "đặc khu"}
_COMMUNE = re.compile(
    rf"(?:(?P<kind>{'|'.join(KINDS)})[\s.:]+|(?P<short>p|x|t\.?\s?t|đk)(?:\s*\.\s*|\s+)"
    r"|(?P<numbered>p)(?=\d))(?P<name>\S.*)",
    re.IGNORECASE,
)
_FORMER_MARK = re.compile(r"\s*\(cũ\)$", re.IGNORECASE)
_AREA_KINDS = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "thủ đô": "thành phố",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "huyện": "huyện",
    "quận": "quận",
}
_AREA = re.compile(rf"(?:({'|'.join(_AREA_KINDS)}) )?(.+)")
_CITY_NAMES = {"hcm": "hồ chí minh"}
_LEAST_LIKENESS = 75

# Communes' names that are everyday words or heroes, too: only a type word makes them places.
_COMMON_NAMES = (
    "Ái Quốc, An Ninh, Bình Minh, Bình Yên, Chiến Thắng, Công Lý, Cộng Hòa, Dân Chủ, Dân Quyền, "
    "Dân Tiến, Đại Đồng, Đoàn Kết, Đồng Tâm, Đồng Tiến, Độc Lập, Hạnh Phúc, Hợp Nhất, Hợp Tiến, "
    "Hưng Thịnh, Khởi Nghĩa, Kiến Thiết, Liên Hiệp, Liên Minh, Nhân Đạo, Nhân Hòa, Quốc Khánh, "
    "Quyết Chiến, Quyết Thắng, Quyết Tiến, Rạng Đông, Tân Tiến, Thành Công, Thắng Lợi, "
    "Thống Nhất, Tiên Phong, Tiên Tiến, Tiền Phong, Tiến Bộ, Toàn Thắng, Trung Tâm, Trung Thành, "
    "Tự Cường, Tự Do, Tự Lập, Hai Bà Trưng, Hoàng Diệu, Hoàng Văn Thụ, Hưng Đạo, Kim Đồng, "
    "Lê Hồng Phong, Lê Lợi, Minh Khai, Ngô Quyền, Nguyễn Huệ, Nguyễn Trãi, Phan Đình Phùng, "
    "Quang Trung, Trần Hưng Đạo, Trần Phú, Trưng Vương"
)


@dataclass(frozen=True, slots=True)
class Area:
    """The province, and up to 30/6/2025 the district, that a paper is about."""

    province: str = ""  # with or without its type word, as it was called at any time
    district: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One commune at one time; only era and code together name it, as codes are used again."""

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

    unit: Unit
    part: bool  # only a part of the old commune went there


@cache
def name_key(name: str) -> str:
    """Return the key of a commune's name: ``words_key``, numbers without leading noughts."""
    return re.sub(r"\b0+(?=\d)", "", words_key(_FORMER_MARK.sub("", name)))


def split_commune(text: str) -> tuple[str, str]:
    """Split a printed commune into its type word in full and its name.

    "P.Dân Chủ" gives ("phường", "Dân Chủ"); a name alone gives ("", name).
    """
    printed = squeeze(text)
    match = _COMMUNE.fullmatch(printed)
    if match is None:
        return "", printed
    short = match["short"] or match["numbered"]
    if short:
        return _SHORT_KINDS[re.sub(r"[.\s]", "", short.lower())], match["name"]
    return match["kind"].lower(), match["name"]


@cache
def split_area(text: str) -> tuple[str, str]:
    """Split a province's or district's name into type word and key: "TP. Hoà Bình"."""
    match = _AREA.fullmatch(words_key(text))
    if match is None:
        return "", ""
    name = re.sub(r"\b0+(?=\d)", "", match[2])
    return _AREA_KINDS.get(match[1] or "", ""), _CITY_NAMES.get(name, name)


@cache
def _common_keys() -> frozenset[str]:
    return frozenset(name_key(name) for name in _COMMON_NAMES.split(","))


def _same_province(asked: str, known: str) -> bool:
    return split_area(asked)[1] == split_area(known)[1]


def _same_district(asked: str, known: str) -> bool:
    (kind, name), (known_kind, known_name) = split_area(asked), split_area(known)
    return name == known_name and kind in ("", known_kind)


class PlaceBook:
    """All communes, found by name, area and day."""

    def __init__(self, lines: Iterable[dict[str, str]]) -> None:
        """Take the lines of ``places.csv``."""
        self._by_name: dict[str, list[Unit]] = {}
        self._new: dict[str, Unit] = {}
        self._links: dict[Unit, str] = {}
        self._origins: dict[str, list[Unit]] = {}
        self._former: dict[str, list[Unit]] = {}
        self._provinces: set[str] = set()
        self._communes: dict[tuple[Area | None, date | None], tuple[Unit, ...]] = {}
        for line in lines:
            self._add(line)

    def _add(self, line: dict[str, str]) -> None:
        unit = Unit(
            line["era"],
            line["code"],
            line["kind"],
            line["name"],
            line["district"],
            line["province"],
            _read_day(line["since"]),
            _read_day(line["until"]),
        )
        self._by_name.setdefault(line["key"] or unit.name.lower(), []).append(unit)
        self._links[unit] = line["successors"]
        if unit.era == NEW:
            self._new[unit.code] = unit
        self._provinces.add(split_area(unit.province)[1])
        for code in line["successors"].split():
            self._origins.setdefault(code, []).append(unit)
        for name in line["former"].split():
            self._former.setdefault(name, []).append(unit)

    def __iter__(self) -> Iterator[Unit]:
        """Go over all units, those up to 30/6/2025 first."""
        return iter(self._links)

    def find(
        self, commune: str, on: date | None = None, area: Area | None = None
    ) -> tuple[Unit, ...]:
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
        return key in _common_keys() or key in self._provinces or key.isdigit()

    def find_name(
        self, key: str, kind: str = "", on: date | None = None, area: Area | None = None
    ) -> tuple[Unit, ...]:
        """Return the units with this ``name_key``, as ``find`` does, everyday word or not."""
        units = tuple(
            unit
            for unit in self._by_name.get(key, ())
            if kind in ("", unit.kind) and unit.is_in_force(on)
        )
        return self.keep_inside(units, area) or units

    def keep_inside(self, units: Iterable[Unit], area: Area | None) -> tuple[Unit, ...]:
        """Return the units inside the area; () where there are none or no area is given.

        A unit whose own province has the area's name comes before one that only belonged, or
        came to belong, to a province of that name: "Phú Thọ" took in "Hòa Bình" in 2025.
        """
        if area is None:
            return ()
        inside: list[Unit] = []
        ranked = [(unit, self._rank(unit, area)) for unit in units]
        for era in (OLD, NEW):
            ranks = [rank for unit, rank in ranked if unit.era == era and rank is not None]
            best = min(ranks, default=None)
            inside += [
                u for u, rank in ranked if u.era == era and best is not None and rank == best
            ]
        return tuple(inside)

    def _rank(self, unit: Unit, area: Area) -> int | None:
        """Return 0 for a unit inside the area, 1 for one inside by what it was or became."""
        if unit.era == NEW and area.district:
            origins = self._origins.get(unit.code, ())
            return 1 if any(self._rank(old, area) is not None for old in origins) else None
        if area.district and not _same_district(area.district, unit.district):
            return None
        if not area.province or _same_province(area.province, unit.province):
            return 0
        kin = self._origins.get(unit.code, ()) if unit.era == NEW else self._follow(unit)
        return 1 if any(_same_province(area.province, other.province) for other in kin) else None

    def _follow(self, unit: Unit) -> list[Unit]:
        return [self._new[code] for code in self._links[unit].split()]

    def successors(self, unit: Unit) -> tuple[Successor, ...]:
        """Return what the unit became on 1/7/2025, main part first; () for a new one."""
        units = self._follow(unit)
        return tuple(Successor(new, part=len(units) > 1) for new in units)

    def communes(self, area: Area | None, on: date | None = None) -> tuple[Unit, ...]:
        """Return all units of the area (None: of the country) in force on that day."""
        known = (area, on)
        if known not in self._communes:
            units = tuple(unit for unit in self if unit.is_in_force(on))
            self._communes[known] = self.keep_inside(units, area) if area else units
        return self._communes[known]

    def find_former(self, commune: str, area: Area | None = None) -> tuple[Unit, ...]:
        """Return the units that had this name, or took in a commune of it, before the list.

        The list knows such names without marks only, so that a name which differs from one
        in force by its marks alone is taken for a slip and not found.
        """
        kind, name = split_commune(commune)
        kinds = [kind] if kind else ["phường", "xã", "thị trấn"]
        keys = [bare_key(f"{one} {name}").replace(" ", "") for one in kinds]
        units = tuple(unit for key in keys for unit in self._former.get(key, ()))
        found = self.keep_inside(units, area) if area else units
        key, bare = name_key(name), bare_key(name)
        return tuple(u for u in found if name_key(u.name) == key or bare_key(u.name) != bare)

    def nearest(
        self, commune: str, area: Area | None = None, on: date | None = None
    ) -> Unit | None:
        """Return the known unit whose name is most like this one, None where none is like it."""
        kind, name = split_commune(commune)
        units = self.communes(area, on)
        keys = [name_key(unit.full if kind else unit.name) for unit in units]
        asked = name_key(f"{kind} {name}") if kind else name_key(name)
        match = process.extractOne(asked, keys, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
        return units[match[2]] if match else None


@cache
def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def load_book() -> PlaceBook:
    """Return the book of the whole country, read once."""
    path = files("pipeline") / "data" / "places.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return PlaceBook(csv.DictReader(file))
