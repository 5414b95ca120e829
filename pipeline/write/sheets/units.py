"""The units of a year, each with its models: communes, city-level bodies, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.frame import Record
from pipeline.language.keys import sort_key, words_key
from pipeline.model import Year
from pipeline.write.sheets.counts import key_rows
from pipeline.write.sheets.year import is_body

UNKNOWN_UNIT = "Chưa xác định đơn vị"


class UnitKind(StrEnum):
    """What a unit is, in the order of the papers."""

    COMMUNE = "commune"
    BODY = "body"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit and the models that it answers for."""

    name: str  # "phường Dân Chủ", "Trường Mầm non Unicef"
    kind: UnitKind
    rows: tuple[Record, ...]  # entries in the order of the papers, each with its "key"

    @property
    def key(self) -> str:
        """Its name in any spelling."""
        return words_key(self.name)


def find_units(year: Year) -> tuple[Unit, ...]:
    """Return the units that have models, communes first, each kind in Vietnamese order."""
    found: dict[tuple[UnitKind, str], list[Record]] = {}
    names: dict[tuple[UnitKind, str], str] = {}
    for row in key_rows(year.frame):
        kind, name = _unit_of(row)
        place = (kind, words_key(name))
        names.setdefault(place, name)
        found.setdefault(place, []).append(row)
    order = list(UnitKind)
    places = sorted(found, key=lambda place: (order.index(place[0]), sort_key(names[place])))
    return tuple(Unit(names[place], place[0], tuple(found[place])) for place in places)


def _unit_of(row: Record) -> tuple[UnitKind, str]:
    if row["commune"]:
        return UnitKind.COMMUNE, str(row["commune"])
    if is_body(row):
        return UnitKind.BODY, str(row["subject"])
    return UnitKind.UNKNOWN, UNKNOWN_UNIT
