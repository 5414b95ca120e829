"""*Đôn đốc*: which units have sent their form back, which have not, and how late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.follow_up import FollowUp
from pipeline.model import Year
from pipeline.write.sheets.counts import ORDINAL, TOTAL
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.sheets.units import Unit, find_units
from pipeline.write.words import show_date

SENT_BACK = "Đã gửi đủ"
IN_PART = "Gửi còn thiếu"
MISSING = "Chưa gửi"
NOT_MADE = "Chưa lập phiếu"


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """Where one unit stands."""

    unit: Unit
    sent_on: date | None  # the day that its form was made
    received_on: date | None  # None: nothing came back
    told: int  # models of which the forms say anything
    days_late: int | None  # None: no deadline is set, or no form was made
    source_file: str = ""

    @property
    def state(self) -> str:
        """What the officer reads."""
        if self.received_on is None:
            return MISSING if self.sent_on else NOT_MADE
        return SENT_BACK if self.told == len(self.unit.rows) else IN_PART


def find_statuses(year: Year, follow_up: FollowUp) -> tuple[UnitStatus, ...]:
    """Return where each unit that has models stands, in the order of the papers."""
    return tuple(_find_status(unit, follow_up) for unit in find_units(year))


def _find_status(unit: Unit, follow_up: FollowUp) -> UnitStatus:
    form = follow_up.forms.get(unit.key)
    sent = follow_up.sent.get(unit.key)
    received = form.received_at.date() if form and form.received_at else None
    late = None
    if follow_up.due is not None and (sent or received):
        late = max(0, ((received or follow_up.today) - follow_up.due).days)
    return UnitStatus(
        unit=unit,
        sent_on=sent.date() if sent else None,
        received_on=received,
        told=sum(row["key"] in follow_up.assessments for row in unit.rows),
        days_late=late,
        source_file=form.source_file if form else "",
    )


# --- the sheet -----------------------------------------------------------------------

_UNIT, _MODELS, _TOLD, _LATE = "Đơn vị", "Số mô hình", "Số mô hình có kết quả", "Số ngày chậm"
_STATE = "Tình hình"
_COLUMNS = {
    ORDINAL: 1.1,
    _UNIT: 7.4,
    _MODELS: 1.8,
    "Ngày lập phiếu": 2.8,
    "Ngày nhận phiếu": 2.8,
    _TOLD: 2.4,
    _STATE: 3.0,
    _LATE: 1.8,
    "Tệp phiếu": 5.0,
}


def status_sheets(year: Year, follow_up: FollowUp) -> tuple[Sheet, ...]:
    """Return *Đôn đốc*; nothing where the office sends no forms."""
    if not follow_up.is_on:
        return ()
    statuses = find_statuses(year, follow_up)
    records: list[tuple[object, ...]] = [
        (str(number), *_describe(status)) for number, status in enumerate(statuses, 1)
    ]
    counts = (sum(len(s.unit.rows) for s in statuses), sum(s.told for s in statuses))
    records.append(("", TOTAL, counts[0], "", "", counts[1], "", None, ""))
    sheet = Sheet(
        "Đôn đốc",
        f"Theo dõi việc gửi phiếu theo dõi, đánh giá năm {year.year}",
        pd.DataFrame(records, columns=list(_COLUMNS), dtype=object),
        widths=list(_COLUMNS.values()),
        total=True,
        sums=[_MODELS, _TOLD],
        notes=_note(statuses, follow_up),
        formats={
            **dict.fromkeys((ORDINAL, _STATE), Format.CENTRE),
            **dict.fromkeys(("Ngày lập phiếu", "Ngày nhận phiếu"), Format.CENTRE),
            **dict.fromkeys((_MODELS, _TOLD, _LATE), Format.COUNT),
        },
        landscape=True,
        doubts=[(i, _STATE) for i, status in enumerate(statuses) if status.state != SENT_BACK],
    )
    return (sheet,)


def _describe(status: UnitStatus) -> tuple[object, ...]:
    return (
        status.unit.name,
        len(status.unit.rows),
        show_day(status.sent_on),
        show_day(status.received_on),
        status.told,
        status.state,
        status.days_late,
        status.source_file,
    )


def _note(statuses: Sequence[UnitStatus], follow_up: FollowUp) -> tuple[str, ...]:
    back = sum(status.received_on is not None for status in statuses)
    due = f"Hạn gửi: {show_day(follow_up.due)}. " if follow_up.due else ""
    today = show_day(follow_up.today)
    return (f"{due}Đến ngày {today}, {back}/{len(statuses)} đơn vị đã gửi phiếu.",)


def show_day(day: date | None) -> str:
    """Return a day as papers print it; ``""`` for none."""
    return show_date(day.isoformat()) if day else ""
