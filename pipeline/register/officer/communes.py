"""A commune in the officer's own words: taken as it is, but never unknown in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from pipeline.classify.placebook import Area, load_book
from pipeline.classify.places import locate
from pipeline.codes import Flag
from pipeline.frame import Record
from pipeline.model import Entry, Plan
from pipeline.register.officer.decisions import Action, Correction
from pipeline.register.officer.teach import Suggestion
from pipeline.register.year import find_area, first_day
from pipeline.settings import Settings


class Communes:
    """The communes that entries of some plans can lie in."""

    def __init__(self, plans: Sequence[Plan], settings: Settings) -> None:
        self._plans = plans
        self._settings = settings
        self._areas: dict[tuple[str, int | None], Area | None] = {}

    def _find_area(self, plan: Plan) -> Area | None:
        """The plan's own area; entries that are in no plan lie in that of their year."""
        place = (plan.receipt.source_file, plan.year)
        if place not in self._areas:
            own = [plan] if plan.receipt.sha256 else [p for p in self._plans if p.year == plan.year]
            self._areas[place] = find_area(own, self._settings)
        return self._areas[place]

    def locate(self, record: Record, plan: Plan) -> tuple[str, bool]:
        """Return the commune of an entry in full, and whether it is known, as in a plan."""
        entry = Entry("", record["cells"], record["subject"], commune=record["commune"])
        located = locate(entry, load_book(), self._find_area(plan), _find_day(record))
        return located.commune, Flag.COMMUNE_UNKNOWN not in located.flags

    def suggest(self, plans: Iterable[Plan]) -> dict[str, list[Suggestion]]:
        """Return the likest known commune for entries whose own is not known, by their keys."""
        found: dict[str, list[Suggestion]] = {}
        for plan in plans:
            for key, record in _list_unknown(plan):
                name = self.find_nearest(record, plan)
                if name:
                    found[key] = [Suggestion("commune", name, _NEAREST.format(name=name))]
        return found

    def find_nearest(self, record: Record, plan: Plan) -> str:
        """Return the commune of the plan's area whose name is most like an entry's, or ""."""
        book, area = load_book(), self._find_area(plan)
        if book.settle(area) is None:
            return ""
        unit = book.nearest(record["commune"], area, _find_day(record))
        return unit.full if unit else ""

    def tell(self, plans: Iterable[Plan], corrections: Iterable[Correction]) -> Iterator[str]:
        """Give a message for each correction by which an entry lies in no known commune."""
        made = {
            c.entry_key: c for c in corrections if c.field == "commune" or c.action is Action.ADD
        }
        for plan in plans:
            for key, record in _list_unknown(plan):
                if key in made:
                    name = self.find_nearest(record, plan)
                    nearest = f" (có phải “{name}” không?)" if name else ""
                    yield _UNKNOWN.format(book=made[key].workbook, nearest=nearest, **record)


_NEAREST = "Xã, phường gần giống nhất trong danh mục: “{name}”"
_UNKNOWN = (
    "{book}: “{commune}” của “{subject}” không có trong danh mục xã, phường của địa bàn{nearest}; "
    "vẫn ghi theo cán bộ, dòng được đánh dấu để kiểm tra lại"
)


def _list_unknown(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    doubted = [Flag.COMMUNE_UNKNOWN in flags for flags in plan.frame["flags"].tolist()]
    if not any(doubted):
        return
    flagged = plan.frame[doubted]
    for key, record in zip(flagged.index, flagged.to_dict("records"), strict=True):
        yield str(key), {str(name): value for name, value in record.items()}


def _find_day(record: Record) -> date | None:
    issued, year = record["issued_on"], record["year"]
    if not pd.isna(issued) and issued:
        return date.fromisoformat(issued)
    return None if pd.isna(year) else first_day(int(year))


def join_suggestions(
    *parts: Mapping[str, Sequence[Suggestion]],
) -> dict[str, list[Suggestion]]:
    """Return all suggestions of each entry."""
    keys = dict.fromkeys(key for part in parts for key in part)
    return {key: [one for part in parts for one in part.get(key, ())] for key in keys}
