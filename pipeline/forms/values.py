"""Values as people write them into a form: ``12``, ``1.250``, ``8,5``, ``15/11/2023``.

Each reader takes what a cell holds, and raises ValueError with the reason where it cannot
be right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pipeline.language.keys import squeeze, words_key

_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_WHOLE = re.compile(r"\d{1,12}")
_DECIMAL = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")


def read_choice(value: Any, labels: Mapping[str, str]) -> str:
    """Return the code of a label, however its case and accents' placing are written."""
    key = words_key(str(value))
    for code, label in labels.items():
        if words_key(label) == key:
            return code
    raise ValueError("không có trong danh sách " + ", ".join(labels.values()))


def read_whole(value: Any) -> int:
    """Return a whole number from 0 on."""
    if isinstance(value, bool | datetime):
        raise ValueError("không phải số nguyên")
    if isinstance(value, int | float):
        if value != int(value) or value < 0:
            raise ValueError("không phải số nguyên từ 0 trở lên")
        return int(value)
    text = squeeze(str(value))
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    if _WHOLE.fullmatch(text):
        return int(text)
    raise ValueError("không phải số nguyên từ 0 trở lên")


def read_score(value: Any, scale: float) -> float:
    """Return a score from 0 to ``scale``."""
    if isinstance(value, bool | datetime):
        raise ValueError("không phải điểm")
    text = squeeze(str(value))
    if not isinstance(value, int | float) and not _DECIMAL.fullmatch(text):
        raise ValueError("không phải điểm")
    score = float(text.replace(",", "."))
    if not 0 <= score <= scale:
        raise ValueError(f"không nằm trong thang điểm từ 0 đến {scale:g}")
    return score


def read_day(value: Any) -> date:
    """Return a day, from a date or from text as papers print it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DAY.fullmatch(squeeze(str(value)))
    if match is None:
        raise ValueError("không phải ngày, tháng, năm")
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError("không phải ngày có thật") from error
