"""Numbers and dates as Excel shows them: 84 and not 84.0, 01 where the format says "00".

Number formats follow ECMA-376 part 1, §18.8.31. Only what office lists use is drawn; for
the rest (fractions, conditions, elapsed time) the caller is told, so that the cell is doubted
rather than shown wrong. Separators stand as in the format code, since a
workbook does not keep its author's Windows settings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

Moment = datetime | date | time
Value = bool | int | float | Moment | timedelta

_TOKEN = re.compile(
    r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|General|AM/PM|E[+-]|y+|m+|d+|h+|s+|.', re.IGNORECASE
)
_CURRENCY = re.compile(r"\[\$([^\-\]]*)(?:-[\w-]+)?\]")
_COLOUR = re.compile(r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.I)
_DATE_PART = re.compile(r"y+|m+|d+|h+|s+", re.IGNORECASE)
_PLACES = frozenset("0#?")

# Formats 14 and 22 mean "the short date of Windows"; readers name them in American.
_SYSTEM_DATES = {
    code: f"dd/mm/yyyy{clock}"
    for clock in ("", " h:mm")
    for code in (f"mm-dd-yy{clock}", f"m/d/yy{clock}", f"m/d/yyyy{clock}")
}
# "As Windows is set": what follows the mark in the code is only how the author's computer did it.
_SYSTEM_LONG = (
    (re.compile(r"\[\$-(?:F800|x-sysdate)\]", re.IGNORECASE), "dd/mm/yyyy"),
    (re.compile(r"\[\$-(?:F400|x-systime)\]", re.IGNORECASE), "hh:mm:ss"),
)


class _Undrawable(Exception):
    """The format asks for something that is not drawn here."""


def format_general(value: Value) -> str:
    """Return the value as Excel's format "General" shows it; dates as dd/mm/yyyy."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M") if value.time() != time() else _day(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time | timedelta):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if 1e-9 <= abs(value) < 1:
        return f"{value:.9f}".rstrip("0")
    return f"{value:.10g}".replace("e", "E")  # General takes 11 characters


def _day(value: date) -> str:
    return f"{value.day:02}/{value.month:02}/{value.year}"


def format_value(value: Value, code: str) -> str | None:
    """Return the value as Excel shows it under the format ``code``.

    Returns:
        None where the format has something that is not drawn here.
    """
    if isinstance(value, bool):
        return format_general(value)
    try:
        if isinstance(value, timedelta):
            raise _Undrawable
        if isinstance(value, date | time):
            return _format_moment(value, _settle_system(code))
        return _format_number(value, code)
    except _Undrawable:
        return None


def format_text(text: str, code: str) -> str:
    """Return a cell's text under the format ``code``, which may add to it or hide it."""
    sections = _split_sections(code)
    if len(sections) < 4 and "@" not in sections[-1]:
        return text
    return "".join(text if token == "@" else _literal(token) for token in sections[-1])


def _split_sections(code: str) -> list[list[str]]:
    sections: list[list[str]] = [[]]
    for token in _TOKEN.findall(code):
        if token == ";":
            sections.append([])
        elif not _COLOUR.fullmatch(token):
            sections[-1].append(token)
    return sections


def _literal(token: str) -> str:
    """Return what a token that holds no place and no date part prints."""
    if token.startswith('"'):
        return token.strip('"')
    if token.startswith("\\"):
        return token[1:]
    if token.startswith("_"):
        return " "  # as wide as the character
    if token.startswith("*"):
        return ""  # fills the cell's width
    if token.startswith("["):
        currency = _CURRENCY.fullmatch(token)
        if currency is None:
            raise _Undrawable  # a condition, elapsed time
        return currency[1]
    return token


# --- numbers --------------------------------------------------------------------------


def _format_number(value: float, code: str) -> str:
    sections = _split_sections(code)
    numeric = sections[:3]
    sign = "-" if value < 0 else ""
    chosen = numeric[0]
    if value < 0 and len(numeric) > 1:
        chosen, sign = numeric[1], ""
    elif value == 0 and len(numeric) > 2:
        chosen = numeric[2]
    if any(token.upper() in ("GENERAL", "@") for token in chosen):
        general = format_general(abs(value))
        parts = (general if t.upper() in ("GENERAL", "@") else _literal(t) for t in chosen)
        return sign + "".join(parts)
    return sign + _draw_number(abs(value), chosen)


def _draw_number(value: float, tokens: Sequence[str]) -> str:
    if any(_DATE_PART.fullmatch(t) or t.upper() in ("E+", "E-", "AM/PM") for t in tokens):
        raise _Undrawable
    if _PLACES.isdisjoint(tokens):
        return "".join(_literal(token) for token in tokens)
    if value >= 1e15:
        raise _Undrawable  # more digits than a cell keeps
    point = tokens.index(".") if "." in tokens else len(tokens)
    whole, after = list(tokens[:point]), tokens[point + 1 :]
    if _PLACES.isdisjoint(whole):
        whole.append("#")
    places = [i for i, token in enumerate(whole) if token in _PLACES]
    if "/" in whole[places[0] : places[-1]]:
        raise _Undrawable  # a fraction
    # A comma between places groups by thousands, one after them divides by a thousand.
    grouped = "," in whole[places[0] : places[-1]]
    scale = whole[places[-1] :].count(",") + list(after).count(",")
    amount = Decimal(repr(value)) * 100 ** list(tokens).count("%") / 1000**scale
    decimals = sum(token in _PLACES for token in after)
    digits, _, fraction = (
        f"{amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}".partition(".")
    )
    text = _draw_whole(digits.lstrip("0"), [t for t in whole if t != ","], grouped)
    if "." in tokens:
        text += "." + _draw_fraction(fraction, [t for t in after if t != ","])
    return text


def _draw_whole(digits: str, tokens: Sequence[str], grouped: bool) -> str:
    """Lay the digits into the places from the right; the first place takes all the rest."""
    first = next(i for i, token in enumerate(tokens) if token in _PLACES)
    drawn: list[str] = []
    count = 0
    for i in range(len(tokens) - 1, -1, -1):
        if tokens[i] not in _PLACES:
            drawn.append(_literal(tokens[i]))
            continue
        taken = digits if i == first else digits[-1:]
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or _pad(tokens[i])):
            if grouped and count and count % 3 == 0 and digit != " ":
                drawn.append(",")
            drawn.append(digit)
            count += 1
    return "".join(reversed(drawn))


def _pad(place: str) -> str:
    return {"0": "0", "?": " ", "#": ""}[place]


def _draw_fraction(digits: str, tokens: Sequence[str]) -> str:
    """Lay the decimals into their places; zeros at the end are dropped where "#" stands."""
    drawn: list[str] = []
    kept = False
    for token in reversed(tokens):
        if token not in _PLACES:
            drawn.append(_literal(token))
            continue
        digit, digits = digits[-1], digits[:-1]
        kept = kept or digit != "0"
        drawn.append(digit if kept or token == "0" else _pad(token))
        kept = kept or token == "0"
    return "".join(reversed(drawn))


# --- dates ----------------------------------------------------------------------------


def _settle_system(code: str) -> str:
    """Return the code itself, or for one that follows Windows what that shows in Vietnam."""
    marked = (shown for mark, shown in _SYSTEM_LONG if mark.match(code))
    return next(marked, _SYSTEM_DATES.get(code, code))


def _format_moment(value: Moment, code: str) -> str:
    tokens = _split_sections(code)[0]
    parts = [token.lower() for token in tokens if _DATE_PART.fullmatch(token)]
    if not parts or not _PLACES.isdisjoint(tokens):
        raise _Undrawable
    if any(len(part) > 2 for part in parts if part[0] in "md"):
        return _spell_date(value, parts)
    half_day = any(token.upper() == "AM/PM" for token in tokens)
    drawn: list[str] = []
    place = -1
    for token in tokens:
        if token.upper() == "AM/PM":
            drawn.append("AM" if _clock(value).hour < 12 else "PM")
        elif _DATE_PART.fullmatch(token):
            place += 1
            near = parts[max(0, place - 1)][0] + parts[min(len(parts) - 1, place + 1)][0]
            drawn.append(_draw_part(value, parts[place], near, half_day))
        else:
            drawn.append(_literal(token))
    return "".join(drawn)


def _spell_date(value: Moment, parts: Sequence[str]) -> str:
    """Return a date that is shown with names, of which the language varies, in figures.

    A format with a name and not the whole date is Excel's own for what it took for a date,
    such as the house number 3/4: that stays in doubt.
    """
    letters = {part[0] for part in parts}
    if not isinstance(value, date) or not {"d", "m", "y"} <= letters:
        raise _Undrawable
    if not any(part[0] == "d" and len(part) < 3 for part in parts):
        raise _Undrawable
    clock = f" {value:%H:%M}" if "h" in letters else ""
    return _day(value) + clock


def _draw_part(value: Moment, part: str, near: str, half_day: bool) -> str:
    letter, width = part[0], len(part)
    if letter == "m" and (near[0] == "h" or near[1] == "s"):
        number = _clock(value).minute
    elif letter in "hs":
        clock = _clock(value)
        number = clock.second if letter == "s" else clock.hour
        if half_day and letter == "h":
            number = (number + 11) % 12 + 1
    elif isinstance(value, date):
        number = {"y": value.year, "m": value.month, "d": value.day}[letter]
        if letter == "y":
            return f"{number % 100:02}" if width <= 2 else f"{number:04}"
    else:
        raise _Undrawable
    return f"{number:0{min(width, 2)}}"


def _clock(value: Moment) -> time:
    if isinstance(value, datetime):
        return value.time()
    return value if isinstance(value, time) else time()
