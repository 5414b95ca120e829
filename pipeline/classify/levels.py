"""At which level a body stands: its name tells, "UBND phường Thống Nhất", "Sở Nội vụ"."""

from __future__ import annotations

import re
from datetime import date

from pipeline.classify.placebook import PlaceBook
from pipeline.classify.placenames import split_area, split_commune
from pipeline.codes import Level
from pipeline.language.keys import squeeze

_NO_DISTRICTS = date(2025, 7, 1)  # Nghị quyết 202/2025/QH15
_UNIT = re.compile(
    r"\b(?P<commune>phường|(?<!thị )xã(?! hội chủ nghĩa)|thị trấn|đặc khu|[px]\s*\.)"
    r"\s*(?P<home>[^,;()]+)"
    r"|\b(?P<city>thành phố|tp\b\.?|thành (?=(?:ủy|uỷ|đoàn)\b))(?P<name>[^,;()]*)"
    r"|\b(?P<province>tỉnh|sở|ban thi đua)\b"
    r"|\b(?P<district>huyện|quận|thị xã|tx\b\.?|thị (?=(?:ủy|uỷ|đoàn)\b))",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\s+(?:-\s+)?(?:thành phố|tp\.?|tỉnh|huyện|quận|thị xã)\s.*", re.IGNORECASE)


def tell_level(body: str, book: PlaceBook, on: date) -> tuple[Level | None, str]:
    """Return the level of a body, and of a commune's own its commune in full.

    The first unit that its name holds tells: "UBND xã Tân Pheo, tỉnh Phú Thọ" is a commune's.
    A city is a province where the country has one of that name and, on that day, no district.

    Args:
        body: as printed; None is the level of one that names no unit.
        book: the lists.
        on: a day on which it stood.
    """
    match = _UNIT.search(squeeze(body))
    if match is None:
        return None, ""
    if match["commune"]:
        kind, name = split_commune(_INSIDE.sub("", match[0]))
        return (Level.COMMUNE, f"{kind} {name}") if kind else (None, "")
    if match["province"]:
        return Level.PROVINCE, ""
    if match["city"] is not None and _is_province(match["name"], book, on):
        return Level.PROVINCE, ""
    return Level.DISTRICT, ""


def _is_province(city: str, book: PlaceBook, on: date) -> bool:
    name = re.sub(r"^\s*(?:ủy|uỷ|đoàn)\b", "", city, flags=re.IGNORECASE).strip()
    areas = book.find_areas(f"thành phố {name}") if name else ()
    cities = [a for a in areas if not a.district and split_area(a.province)[0] == "thành phố"]
    return bool(cities) and (on >= _NO_DISTRICTS or not any(a.district for a in areas))
