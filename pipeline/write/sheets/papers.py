"""Who sent a paper and who did not: the issuers of a year with their papers, rows and doubts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from pipeline.classify.levels import tell_level
from pipeline.classify.placebook import load_book
from pipeline.codes import Level
from pipeline.language.keys import sort_key, words_key
from pipeline.model import Outcome, Plan, Year
from pipeline.register.officer.additions import ADDED
from pipeline.write.sheets.checks import count_checks
from pipeline.write.sheets.counts import ORDINAL, TOTAL
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.words import show_date

PAPERS = "Văn bản theo đơn vị"

_UNIT, _PAPER, _ROWS = "Cơ quan, đơn vị", "Văn bản", "Số mô hình"
_COUNT, _CHECKS, _STATE = "Số văn bản", "Số mục cần xem", "Tình hình"
_WIDTHS = {
    ORDINAL: 1.1,
    _UNIT: 6.4,
    _COUNT: 1.8,
    _PAPER: 8.6,
    _ROWS: 1.8,
    _CHECKS: 1.8,
    _STATE: 2.6,
}
_SENT, _NOT_SENT = "Đã gửi", "Chưa gửi"
_NO_ISSUER = "Không ghi cơ quan ban hành"


def list_papers(year: Year, names: Names, *, official: bool = False) -> Sheet:
    """Return the papers of a year by who issued them.

    For a province every commune is listed, also those that sent nothing.

    Args:
        year: its plans.
        names: the communes of the area.
        official: as an appendix of the report, without what is in doubt.
    """
    lines = _join_missing(_group_plans(year), year, names)
    every = year.seat.level is Level.PROVINCE and bool(names.communes)
    columns = [ORDINAL, _UNIT, _COUNT, _PAPER, _ROWS]
    columns += [] if official else [_CHECKS]
    columns += [_STATE] if every else []
    records = [
        {ORDINAL: str(number), _UNIT: unit, **_describe(plans)}
        for number, (unit, plans) in enumerate(lines, 1)
    ]
    counted = [_COUNT, _ROWS, *([] if official else [_CHECKS])]
    totals = {
        label: sum(int(str(record.get(label) or 0)) for record in records) for label in counted
    }
    records.append({_UNIT: TOTAL, **totals})
    sent = sum(bool(plans) for _, plans in lines)
    frame = pd.DataFrame(records, columns=columns, dtype=object)
    return Sheet(
        PAPERS,
        f"Tình hình gửi văn bản của các cơ quan, đơn vị năm {year.year}"
        if every
        else f"Danh mục văn bản về mô hình, điển hình tiên tiến năm {year.year}",
        frame.where(frame.notna(), None),
        widths=[_WIDTHS[column] for column in columns],
        total=True,
        sums=counted,
        notes=(f"{sent}/{len(lines)} cơ quan, đơn vị đã gửi văn bản.",) if every else (),
        formats={
            **dict.fromkeys((ORDINAL, _STATE), Format.CENTRE),
            **dict.fromkeys(counted, Format.COUNT),
        },
        landscape=True,
        doubts=[
            (index, _STATE) for index, (_, plans) in enumerate(lines) if not plans and not official
        ],
    )


def _group_plans(year: Year) -> dict[str, tuple[str, list[Plan]]]:
    """The plans that count by their issuer, a commune's under its own name."""
    found: dict[str, tuple[str, list[Plan]]] = {}
    for plan in year.plans:
        if plan.receipt.outcome is Outcome.SKIPPED or plan.receipt.source_file == ADDED:
            continue
        issuer = plan.facts.issuer.value
        _, home = tell_level(issuer, load_book(), date(year.year, 12, 31))
        name = home or issuer or _NO_ISSUER
        found.setdefault(words_key(name), (name, []))[1].append(plan)
    return found


def _join_missing(
    found: dict[str, tuple[str, list[Plan]]], year: Year, names: Names
) -> list[tuple[str, list[Plan]]]:
    """Bodies first, then communes, of a province those without a paper, too."""
    communes = {words_key(name): name for name in names.communes}
    own = [entry for key, entry in found.items() if key not in communes]
    if year.seat.level is Level.PROVINCE:
        inside = [found.get(key, (name, [])) for key, name in communes.items()]
    else:
        inside = [entry for key, entry in found.items() if key in communes]
    return [*_sort(own), *_sort(inside)]


def _sort(entries: Iterable[tuple[str, list[Plan]]]) -> list[tuple[str, list[Plan]]]:
    return sorted(entries, key=lambda entry: sort_key(entry[0]))


def _describe(plans: list[Plan]) -> dict[str, object]:
    return {
        _COUNT: len(plans) or None,
        _PAPER: "; ".join(map(_name_paper, plans)),
        _ROWS: sum(len(plan.frame) for plan in plans) if plans else None,
        _CHECKS: sum(map(count_checks, plans)) if plans else None,
        _STATE: _SENT if plans else _NOT_SENT,
    }


def _name_paper(plan: Plan) -> str:
    """Number and day; a blank one stays visible."""
    day = plan.facts.issued_on.value
    return f"{plan.facts.number.value or 'Số …'}{f' ngày {show_date(day)}' if day else ''}"
