"""The units of a year, each with its models: communes or hamlets, bodies, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.frame import Record
from pipeline.language.keys import sort_key, words_key
from pipeline.model import Year
from pipeline.write.sheets.counts import key_rows
from pipeline.write.sheets.places import Places, UnitKind

UNKNOWN_UNIT = "Chưa xác định đơn vị"


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
    """Return the units that have models, each kind in Vietnamese order."""
    places = Places(year.seat)
    found: dict[tuple[UnitKind, str], list[Record]] = {}
    names: dict[tuple[UnitKind, str], str] = {}
    for row in key_rows(year.frame):
        kind, key, name = places.find(row)
        place = (kind, "" if kind is UnitKind.UNKNOWN else key)
        names.setdefault(place, UNKNOWN_UNIT if kind is UnitKind.UNKNOWN else name)
        found.setdefault(place, []).append(row)
    order = list(UnitKind)
    ordered = sorted(found, key=lambda place: (order.index(place[0]), sort_key(names[place])))
    return tuple(Unit(names[place], place[0], tuple(found[place])) for place in ordered)
