"""What the year's tables call fields and communes, and what became of each commune."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from pipeline.classify.fields import field_names
from pipeline.classify.placebook import OLD, Area, Commune, PlaceBook
from pipeline.register.identity.compare import Fate
from pipeline.register.officer.teach import Suggestion

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of the frame are called, and the communes that an area has."""

    fields: Mapping[str, str]  # code -> name, in the order of the taxonomy
    communes: tuple[str, ...] = ()  # "phường Dân Chủ": listed even without entries
    successors: Mapping[str, str] = field(default_factory=dict)  # since 1/7/2025
    changes: Sequence[Fate] | None = None  # against the year before; None: by the frames alone
    suggestions: Mapping[str, Sequence[Suggestion]] = field(default_factory=dict)  # entry's key ->


def make_names(frame: pd.DataFrame, area: Area | None, on: date | None, book: PlaceBook) -> Names:
    """Return the names for the entries of a year.

    Args:
        frame: the entries; a commune that the area does not list keeps its name.
        area: whose communes are listed even without entries; None: only those that have some.
        on: day on which these must be in force.
        book: the lists.
    """
    units = book.communes(area, on) if book.settle(area) is not None else ()
    listed = tuple(unit.full for unit in units)
    printed = (str(commune) for commune in frame["commune"].dropna().unique() if commune)
    heirs = {commune: _name_heirs(commune, area, book) for commune in (*listed, *printed)}
    return Names(field_names(), listed, {old: new for old, new in heirs.items() if new})


def _name_heirs(commune: str, area: Area | None, book: PlaceBook) -> str:
    """The unit or units since 1/7/2025; ``""`` where the name means several communes or none."""
    units = [unit for unit in _find_units(commune, area, book) if unit.era == OLD]
    heirs = {book.successors(unit) for unit in units}
    if len(heirs) != 1:
        return ""
    return "; ".join(
        f"{heir.unit.full} (một phần)" if heir.part else heir.unit.full for heir in heirs.pop()
    )


def _find_units(commune: str, area: Area | None, book: PlaceBook) -> Iterable[Commune]:
    found = book.find(commune, None, area)
    return found if book.settle(area) is None else book.keep_inside(found, area)
