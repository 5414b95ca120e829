"""Numbers and dates as Vietnamese papers print them: ``1.234``, ``42,9%``, ``13/4/2021``."""

from __future__ import annotations

from datetime import date

from pipeline.write.sheets.sheet import Format

NONE = "—"
"""Stands where a figure has no meaning, such as a percentage of nothing."""


def show_count(number: int) -> str:
    """Return 1234 as ``1.234``."""
    return f"{number:,}".replace(",", ".")


def show_change(number: int) -> str:
    """Return a rise as ``+3``, a fall as ``-3``, neither as ``0``."""
    sign = "+" if number > 0 else ""
    return sign + show_count(number)


def show_percent(part: int, whole: int) -> str:
    """Return ``part`` of ``whole`` to one decimal, ``42,9%`` or ``1.600,0%``; of nothing, ``—``.

    Halves are rounded up as Excel does, in whole numbers, so that both print the same.
    """
    if whole == 0:
        return NONE
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{show_count(tenths // 10)},{tenths % 10}%"


def show_score(score: float) -> str:
    """Return 86.5 as ``86,5`` and 86.0 as ``86``: one decimal at most, halves rounded up."""
    tenths = int(score * 10 + 0.5)
    whole, rest = divmod(tenths, 10)
    return f"{show_count(whole)},{rest}" if rest else show_count(whole)


def show_date(iso: str) -> str:
    """Return ``2021-04-03`` as ``03/4/2021``: only month 1 and 2 take a leading nought.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, on the date of a paper.
    """
    day = date.fromisoformat(iso)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def show(value: object, form: Format = Format.TEXT) -> str:
    """Return the value of a sheet's cell as it is printed; None is blank."""
    if value is None:
        return ""
    if isinstance(value, int) and form is Format.CHANGE:
        return show_change(value)
    if isinstance(value, int) and form is Format.COUNT:
        return show_count(value)
    return str(value)
