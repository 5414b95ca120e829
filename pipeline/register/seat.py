"""At which level the office of a year's papers stands, as settings say or the issuers tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.classify.levels import tell_level
from pipeline.classify.placebook import load_book
from pipeline.codes import Level
from pipeline.language.keys import words_key
from pipeline.model import Outcome, Plan, Seat
from pipeline.register.identity.homes import MERGED_ON
from pipeline.settings import Settings


def find_seat(plans: Sequence[Plan], settings: Settings, year: int) -> Seat:
    """Return the level of the office whose year this is.

    Settings decide; else the issuer that they name, else the one that all plans have. Plans
    of several communes are gathered by the level above them: the province since 1/7/2025,
    the district before (Nghị quyết 202/2025/QH15).

    Args:
        plans: of the year.
        settings: the office's own.
        year: of the report; its last day tells which levels there were.
    """
    _, last = settings.cut_off.period(year)
    office = settings.office_of(year)
    issuers = _list_issuers(plans, office.issuer)
    told = {issuer: tell_level(issuer, load_book(), last) for issuer in issuers}
    homes = {words_key(home): home for level, home in told.values() if home}
    home = next(iter(homes.values())) if len(homes) == 1 and len(told) == 1 else ""
    level = office.level
    if level is not None:
        return Seat(level, home if level is Level.COMMUNE else "")
    levels = {level for level, _ in told.values() if level is not None}
    if levels == {Level.COMMUNE} and home:
        return Seat(Level.COMMUNE, home, f"cơ quan ban hành là {issuers[0]}")
    if above := levels - {Level.COMMUNE}:
        level = Level.PROVINCE if Level.PROVINCE in above else Level.DISTRICT
        by = next(issuer for issuer in issuers if told[issuer][0] is level)
        return Seat(level, told_by=f"cơ quan ban hành là {by}")
    if levels:
        return Seat(_level_above(last), told_by=f"có văn bản của {len(told)} xã, phường")
    return Seat(_level_above(last), told_by="không văn bản nào ghi cơ quan ban hành")


def find_own_seat(issuer: str, whole: Seat, year: int) -> Seat:
    """Return the level of one issuer's own tables, within those of a year."""
    level, home = tell_level(issuer, load_book(), date(year, 12, 31))
    return Seat(level, home) if level is not None else whole


def _list_issuers(plans: Sequence[Plan], own: str) -> list[str]:
    """The office itself where settings name it, else those of the plans that count, each once."""
    if own:
        return [own]
    counted = (plan for plan in plans if plan.receipt.outcome is not Outcome.SKIPPED)
    named = {plan.facts.issuer.value for plan in counted if plan.facts.issuer.value}
    return list({words_key(name): name for name in sorted(named)}.values())


def _level_above(last: date) -> Level:
    return Level.DISTRICT if last < MERGED_ON else Level.PROVINCE
