"""The plans of a year as one list, with the year before beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from pipeline.model import Outcome, Plan, Year, make_frame


def gather_years(plans: Iterable[Plan], wanted: Collection[int]) -> list[Year]:
    """Return the wanted years that have entries, each with the year before where it is known.

    Args:
        plans: settled; all plans of these years and of the years before them.
        wanted: the years to return.
    """
    by_year: dict[int, list[Plan]] = {}
    for plan in plans:
        if plan.year is not None and plan.receipt.outcome is not Outcome.FAILED:
            by_year.setdefault(plan.year, []).append(plan)
    frames = {year: join_frames(group) for year, group in by_year.items()}
    return [
        Year(year, tuple(group), frames[year], _known(frames.get(year - 1)))
        for year, group in sorted(by_year.items())
        if year in wanted and not frames[year].empty
    ]


def _known(frame: pd.DataFrame | None) -> pd.DataFrame | None:
    return None if frame is None or frame.empty else frame


def join_frames(plans: Sequence[Plan]) -> pd.DataFrame:
    """Return one frame of the entries of all plans, in order, each with its key as index."""
    frames = [plan.frame for plan in plans if not plan.frame.empty]
    return pd.concat(frames) if frames else make_frame([])
