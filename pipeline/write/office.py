"""Who issues a paper, to whom and from where: the letterhead and the foot of every paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.language.keys import fold
from pipeline.model import Outcome, Plan, Year
from pipeline.settings import Settings
from pipeline.write.words import show_date

Values = dict[str, Any]
"""What a template prints, by the names it calls it."""

MOST_CITED = 3
"""Papers that a report names within its text; more stand in an appendix."""

_PEOPLES_COMMITTEE = re.compile(r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)\s+", re.IGNORECASE)


def office_values(year: Year, settings: Settings) -> Values:
    """Return who issues a paper, to whom and from where; None is a fact that nobody has given."""
    office = settings.office_of(year.year)
    issuer = office.issuer or _agreed_issuer(counted_plans(year))
    unit = _unit_of(issuer)
    first, last = settings.cut_off.period(year.year)
    return {
        "co_quan": issuer or None,
        "co_quan_chu_quan": office.superior.upper(),
        "co_quan_ban_hanh": _letterhead(issuer).upper() or None,
        "ky_hieu": office.symbol or ("BC-UBND" if unit else None),
        "noi_ban_hanh": office.issued_at or upper_first(unit) or None,
        "dia_ban": settings.place.name or settings.place.district or unit or year.seat.home or None,
        "co_quan_thuong_truc": office.standing_office,
        "kinh_gui": list(office.addressees) or [None],
        "can_cu": list(settings.legal_papers(year.year)) or [None],
        "tu_ngay": show_date(first.isoformat()),
        "den_ngay": show_date(last.isoformat()),
        "quyen_han": [line.upper() for line in office.signer_authority],
        "chuc_vu": office.signer_title.upper() or None,
        "nguoi_ky": office.signer_name or None,
        "noi_nhan": list(office.distribution) or [None],
        "luu": office.archive or None,
    }


def _agreed_issuer(plans: Sequence[Plan]) -> str:
    """The issuer of the year's plans where every one names the same, else ``""``."""
    issuers = [plan.facts.issuer.value for plan in plans]
    return issuers[0] if len({fold(issuer) for issuer in issuers}) == 1 else ""


def _unit_of(issuer: str) -> str:
    """``thành phố Hòa Bình`` of ``Ủy ban nhân dân thành phố Hòa Bình``; ``""`` of other bodies."""
    match = _PEOPLES_COMMITTEE.match(issuer)
    return issuer[match.end() :] if match else ""


def _letterhead(issuer: str) -> str:
    """A people's committee stands on two lines, its unit on the second."""
    unit = _unit_of(issuer)
    return f"Ủy ban nhân dân\n{unit}" if unit else issuer


def counted_plans(year: Year) -> list[Plan]:
    """The plans but for copies and halves of others."""
    return [plan for plan in year.plans if plan.receipt.outcome is not Outcome.SKIPPED]


def upper_first(text: str) -> str:
    """Return ``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]
