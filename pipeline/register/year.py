"""The plans of a year as one list: each model once, with the year before beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from pipeline.classify.placebook import NEW, OLD, Area, load_book
from pipeline.classify.places import area_from_issuer, infer_area
from pipeline.codes import Level
from pipeline.frame import make_frame
from pipeline.language.keys import words_key
from pipeline.model import Note, Outcome, Plan, Year
from pipeline.register.identity.compare import (
    Fate,
    Status,
    compare_years,
    lies_across,
    match_frames,
)
from pipeline.register.identity.grouping import Answers, Match, find_repeats
from pipeline.register.identity.homes import MERGED_ON, Homes
from pipeline.register.identity.marks import make_marks, name_entry
from pipeline.register.seat import find_own_seat, find_seat
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entries that may be one model; the officer is asked."""

    one: pd.Series
    other: pd.Series
    certainty: float
    counted_once: bool  # how they count until the officer answers
    keys: tuple[str, str]  # what the answer is remembered by


@dataclass(frozen=True, slots=True)
class Review:
    """A year with what the register knows of it."""

    year: Year
    area: Area | None
    changes: tuple[Fate, ...] = ()  # against the year before, where that is known
    proposals: tuple[Proposal, ...] = ()


def review_years(
    plans: Iterable[Plan], wanted: Collection[int], settings: Settings, answers: Answers
) -> list[Review]:
    """Return the wanted years that have entries, each with the year before where it is known.

    Args:
        plans: settled; all plans of these years and of the years before them.
        wanted: the years to return.
        settings: the office's own; they may name the area.
        answers: what the officer said of entries that may be one model.
    """
    by_year: dict[int, list[Plan]] = {}
    for plan in plans:
        if plan.year is not None and plan.receipt.outcome is not Outcome.FAILED:
            by_year.setdefault(plan.year, []).append(plan)
    merged = {
        year: _merge_plans(group, find_area(group, settings), answers)
        for year, group in sorted(by_year.items())
    }
    return [
        _seat_year(
            _review_year(year, merged, find_area(by_year[year], settings), answers), settings
        )
        for year in merged
        if year in wanted and not merged[year].frame.empty
    ]


@dataclass(frozen=True, slots=True)
class Compared:
    """One model of two years, with the entry of each year that lists it."""

    status: Status
    certainty: float
    before: pd.Series | None
    after: pd.Series | None

    @property
    def entry(self) -> pd.Series:
        """The entry of the later year that lists it."""
        found = self.before if self.after is None else self.after
        assert found is not None, "one of the years lists it"
        return found


def compare_plans(
    plans: Sequence[Plan], years: tuple[int, int], settings: Settings, answers: Answers
) -> Iterator[Compared]:
    """Give every model that one of two years lists, the later year's first."""
    groups = [
        [plan for plan in plans if plan.year == year and not plan.frame.empty] for year in years
    ]
    areas = [find_area(group, settings) for group in groups]
    last, now = (
        _merge_plans(group, area, answers).frame for group, area in zip(groups, areas, strict=True)
    )
    matches = match_frames(last, now, areas[1], answers)
    for change in compare_years(matches, len(last), len(now)):
        before = None if change.before is None else last.iloc[change.before]
        after = None if change.after is None else now.iloc[change.after]
        yield Compared(change.status, change.certainty, before, after)


def split_issuers(year: Year) -> dict[str, Year]:
    """Return each issuer's own year, by its name; nothing where all plans have one issuer."""
    names: dict[str, str] = {}
    for plan in year.plans:
        if plan.facts.issuer.value and not plan.frame.empty:
            names.setdefault(words_key(plan.facts.issuer.value), plan.facts.issuer.value)
    if len(names) < 2:
        return {}
    return {name: _pick_issuer(year, key, name) for key, name in sorted(names.items())}


def _pick_issuer(year: Year, key: str, name: str) -> Year:
    plans = tuple(plan for plan in year.plans if words_key(plan.facts.issuer.value) == key)
    last = year.last
    if last is not None:
        last = _known(last[[words_key(name) == key for name in last["issuer"].fillna("")]])
    seat = find_own_seat(name, year.seat, year.year)
    frame = join_frames(plans)
    return replace(year, plans=plans, frame=frame, last=last, repeats={}, seat=seat)


def _known(frame: pd.DataFrame) -> pd.DataFrame | None:
    return None if frame.empty else frame


@dataclass(frozen=True, slots=True)
class _Merged:
    """The plans of one year, each model in the frame once."""

    plans: tuple[Plan, ...]
    frame: pd.DataFrame
    proposals: tuple[Proposal, ...] = ()
    repeats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _seat_year(review: Review, settings: Settings) -> Review:
    year = review.year
    seat = find_seat(year.plans, settings, year.year)
    area = load_book().settle(review.area)
    if seat.level is Level.PROVINCE and area is not None:
        seat = replace(seat, home=area.province[:1].lower() + area.province[1:])
    if seat.level is not Level.DISTRICT:
        seat = replace(seat, heirs=find_heirs(year.frame, review.area))
    return replace(review, year=replace(year, seat=seat))


def _review_year(
    year: int, merged: dict[int, _Merged], area: Area | None, answers: Answers
) -> Review:
    own = merged[year]
    alone = Year(year, own.plans, own.frame, repeats=own.repeats)
    last_year = find_before(year, (one for one in merged if not merged[one].frame.empty))
    if last_year is None:
        return Review(alone, area, (), own.proposals)
    before = merged[last_year]
    matches = match_frames(before.frame, own.frame, area, answers)
    asked = tuple(_propose(matches, before.frame, own.frame))
    return Review(
        replace(alone, last=_move_communes(before.frame, own.frame, area), last_year=last_year),
        area,
        tuple(compare_years(matches, len(before.frame), len(own.frame))),
        (*own.proposals, *asked),
    )


def find_before(year: int, known: Iterable[int]) -> int | None:
    """Return the nearest known year before one, None where there is none."""
    return max((one for one in known if one < year), default=None)


def _propose(
    matches: Iterable[Match], ones: pd.DataFrame, others: pd.DataFrame
) -> Iterator[Proposal]:
    for match in matches:
        if match.doubted:
            one, other = ones.iloc[match.one], others.iloc[match.other]
            yield Proposal(one, other, match.certainty, match.same, (_name(one), _name(other)))


def _name(entry: pd.Series) -> str:
    return name_entry(entry["subject"], entry["commune"], entry["model"] or entry["content"])


# --- one year ------------------------------------------------------------------------


def _merge_plans(plans: Sequence[Plan], area: Area | None, answers: Answers) -> _Merged:
    """Count what several papers list once: a unit's list repeats the city's plan."""
    filled = [plan for plan in plans if not plan.frame.empty]
    whole = join_frames(filled)
    if len(filled) < 2:
        return _Merged(tuple(plans), whole)
    ordered = sorted(filled, key=lambda plan: (-len(plan.frame), plan.receipt.source_file))
    frame = join_frames(ordered)
    homes = Homes(area, across=lies_across(frame))
    marks = [make_marks(plan.frame, homes) for plan in ordered]
    matches = find_repeats(marks, answers)
    firsts = {
        str(frame.index[match.other]): str(frame.index[match.one])
        for match in matches
        if match.same
    }
    noted = _note_repeats(plans, firsts)
    proposals = tuple(_propose(matches, frame, frame))
    kept = whole[~whole.index.isin(list(firsts))]
    return _Merged(noted, kept, proposals, _group_repeats(firsts))


def _group_repeats(firsts: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """The entries that say another again by that which counts; a repeat may be repeated."""
    grouped: dict[str, tuple[str, ...]] = {}
    for repeat, first in firsts.items():
        while first in firsts:
            first = firsts[first]
        grouped[first] = (*grouped.get(first, ()), repeat)
    return grouped


def _note_repeats(plans: Sequence[Plan], repeats: Collection[str]) -> tuple[Plan, ...]:
    noted = []
    for plan in plans:
        number = sum(key in repeats for key in plan.frame.index)
        text = f"{number} mục đã có trong văn bản khác cùng năm; chỉ tính một lần"
        note = Note("repeats", text, doubt=False)
        noted.append(plan.with_note(plan.receipt.outcome, note) if number else plan)
    return tuple(noted)


def join_frames(plans: Sequence[Plan]) -> pd.DataFrame:
    """Return one frame of the entries of all plans, in order, each with its key as index."""
    frames = [plan.frame for plan in plans if not plan.frame.empty]
    return pd.concat(frames) if frames else make_frame([])


# --- places --------------------------------------------------------------------------


def find_area(plans: Sequence[Plan], settings: Settings) -> Area | None:
    """Return the area that settings name; else all issuers'; else the one with the communes."""
    place = settings.place
    if place.province or place.district:
        return Area(place.province, place.district)
    book = load_book()
    issuers = {plan.facts.issuer.value for plan in plans if plan.facts.issuer.value}
    found = {area for issuer in issuers if (area := area_from_issuer(issuer, book)) is not None}
    if len(found) == 1:
        return found.pop()
    provinces = {area.province for area in found}
    if len(provinces) == 1:
        return Area(provinces.pop())
    communes = [str(text) for plan in plans for text in plan.frame["commune"].tolist() if text]
    years = {plan.year for plan in plans}
    on = first_day(max(year for year in years if year)) if any(years) else None
    return infer_area(communes, on, book)


def first_day(year: int) -> date | None:
    """Return a day on which the communes of a year were in force; None where they changed."""
    return date(year, 1, 1) if year != MERGED_ON.year else None


def _move_communes(last: pd.DataFrame, now: pd.DataFrame, area: Area | None) -> pd.DataFrame:
    """Last year's entries under the communes of this year, where these were merged since."""
    if not lies_across(last, now):
        return last
    homes = Homes(area, across=True)
    listed = {str(text) for text in now["commune"] if text}
    moved = {
        commune: heir
        for commune in {str(text) for text in last["commune"] if text} - listed
        if (heir := _find_heir(commune, homes)) is not None
    }
    communes = last["commune"].map(lambda text: moved.get(text, text)).astype("string")
    return last.assign(commune=communes)


def find_heirs(frame: pd.DataFrame, area: Area | None) -> dict[str, str]:
    """Return what took in the communes of a frame that a merger ended, by key, where it is sure."""
    book, homes = load_book(), Homes(area, across=True)
    heirs: dict[str, str] = {}
    for commune in {str(text) for text in frame["commune"].dropna() if text}:
        units = book.find(commune, None, area)
        if units and all(unit.era == OLD for unit in units):
            heir = _find_heir(commune, homes)
            heirs |= {words_key(commune): heir} if heir else {}
    return dict(sorted(heirs.items()))


def _find_heir(commune: str, homes: Homes) -> str | None:
    """What most of a commune became; None where that is not sure."""
    book = load_book()
    units = {unit for unit in homes.find_units(commune, OLD) if unit.era != NEW}
    heirs = {book.successors(unit)[0].unit.full for unit in units if book.successors(unit)}
    return heirs.pop() if len(heirs) == 1 else None
