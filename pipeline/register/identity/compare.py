"""What is new, kept or dropped between two years, and which entries of a year are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pipeline.classify.placebook import Area
from pipeline.register.identity.grouping import Answers, Match, find_matches
from pipeline.register.identity.homes import MERGED_ON, Homes
from pipeline.register.identity.marks import make_marks

if TYPE_CHECKING:
    import pandas as pd


class Status(StrEnum):
    """What became of a model from one year to the next."""

    NEW = "new"
    KEPT = "kept"
    DROPPED = "dropped"


STATUS_NAMES: Mapping[str, str] = {
    Status.NEW: "Mới",
    Status.KEPT: "Duy trì",
    Status.DROPPED: "Không còn trong danh sách",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """One model in two years: the rows of the frames, None where it is not listed."""

    status: Status
    before: int | None
    after: int | None
    certainty: float  # of the status


def compare_years(matches: Sequence[Match], last: int, now: int) -> list[Fate]:
    """Return every entry of two years with what became of it: this year's in order, then the rest.

    Args:
        matches: the pairs of entries that are or may be one, last year's first.
        last: how many entries the year before has.
        now: how many the year has.
    """
    kept = {match.other: match for match in reversed(matches) if match.same}
    found = {match.one for match in matches if match.same}
    rivals_now = {match.other: match.certainty for match in matches if not match.same}
    rivals_last = {match.one: match.certainty for match in matches if not match.same}
    changes = [
        Fate(Status.KEPT, kept[row].one, row, kept[row].certainty)
        if row in kept
        else Fate(Status.NEW, None, row, 1 - rivals_now.get(row, 0.0))
        for row in range(now)
    ]
    changes += [
        Fate(Status.DROPPED, row, None, 1 - rivals_last.get(row, 0.0))
        for row in range(last)
        if row not in found
    ]
    return changes


def compare_frames(last: pd.DataFrame, now: pd.DataFrame) -> list[Fate]:
    """Return what became of every entry of two frames, as far as these alone tell."""
    return compare_years(match_frames(last, now), len(last), len(now))


def match_frames(
    ones: pd.DataFrame,
    others: pd.DataFrame,
    area: Area | None = None,
    answers: Answers | None = None,
) -> list[Match]:
    """Return the entries of two frames that are or may be one model."""
    homes = Homes(area, across=lies_across(ones, others))
    return find_matches(make_marks(ones, homes), make_marks(others, homes), answers)


def lies_across(*frames: pd.DataFrame) -> bool:
    """Say whether papers of before and after the merger of communes meet, or may do so."""
    years: set[Any] = {year for frame in frames for year in frame["year"].dropna().unique()}
    return bool(years) and min(years) <= MERGED_ON.year <= max(years)
