"""The reminder, a công văn to the units that have not sent their form back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.files import put
from pipeline.follow_up import FollowUp
from pipeline.forms.status import MISSING, UnitStatus, show_day
from pipeline.model import Year
from pipeline.settings import Settings
from pipeline.write.office import office_values
from pipeline.write.sheets.places import UnitKind
from pipeline.write.sheets.units import Unit
from pipeline.write.word.sentences import plan_values
from pipeline.write.word.template import fill_template
from pipeline.write.words import NONE, show_count

TEMPLATE_NAME = "reminder.docx"


def write_reminder(
    year: Year,
    statuses: Sequence[UnitStatus],
    follow_up: FollowUp,
    settings: Settings,
    path: Path,
) -> Path:
    """Write the reminder to the units that have sent nothing back and return ``path``.

    Raises:
        NotWritten: as ``files.put``.
    """
    data = fill_template(TEMPLATE_NAME, reminder_values(year, statuses, follow_up, settings))

    def write(part: Path) -> None:
        part.write_bytes(data)

    return put(path, write)


def reminder_values(
    year: Year, statuses: Sequence[UnitStatus], follow_up: FollowUp, settings: Settings
) -> dict[str, Any]:
    """Return all that the reminder prints, by the names of its template."""
    missing = find_missing(statuses)
    asked = [status for status in statuses if status.sent_on and _is_known(status)]
    return {
        "nam": str(year.year),
        **office_values(year, settings),
        "ke_hoach": plan_values(year)["ke_hoach"],
        "ky_hieu": settings.follow_up.letter_symbol,
        "kinh_gui": _name_addressees([status.unit for status in missing]),
        "kem_danh_sach": len(missing) > _MOST_LISTED,
        "noi_nhan": list(settings.follow_up.distribution) or [None],
        "han": show_day(follow_up.due),
        "den_ngay_lap": show_day(follow_up.today),
        "da_gui": len(asked) - len(missing),
        "tong_don_vi": len(asked),
        "so_mo_hinh": sum(len(status.unit.rows) for status in missing),
        "don_vi": [
            {
                "ten": status.unit.name,
                "so_mo_hinh": len(status.unit.rows),
                "cham": NONE if status.days_late is None else show_count(status.days_late),
            }
            for status in missing
        ],
    }


_MOST_ADDRESSED = 3  # units by name; more are addressed by their kind
_MOST_LISTED = 10  # units in the letter itself
_KINDS = {
    UnitKind.COMMUNE: "Ủy ban nhân dân các xã, phường, đặc khu",
    UnitKind.HAMLET: "Các thôn, tổ dân phố",
    UnitKind.BODY: "Các cơ quan, đoàn thể, trường học",
}


def _name_addressees(units: Sequence[Unit]) -> list[str]:
    """The units by name where they are few, else each kind of them by its list."""
    if len(units) <= _MOST_ADDRESSED:
        return [name_addressee(unit) for unit in units]
    kinds = {unit.kind for unit in units}
    return [f"{name} (có danh sách kèm theo)" for kind, name in _KINDS.items() if kind in kinds]


def find_missing(statuses: Sequence[UnitStatus]) -> list[UnitStatus]:
    """Return the units to be reminded: a form was made and nothing came back."""
    return [status for status in statuses if status.state == MISSING and _is_known(status)]


def _is_known(status: UnitStatus) -> bool:
    return status.unit.kind is not UnitKind.UNKNOWN


def name_addressee(unit: Unit) -> str:
    """Return who answers for a unit: a commune's people's committee, a body itself."""
    return f"Ủy ban nhân dân {unit.name}" if unit.kind is UnitKind.COMMUNE else unit.name
