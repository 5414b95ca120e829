"""Marks of notes behind a word ("Sông Đà¹"): they are no part of it; an exponent is ("m²")."""

from __future__ import annotations

import re

_SUPERS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISE = str.maketrans("0123456789", _SUPERS)
_LOWER = str.maketrans(_SUPERS + "⁽⁾", "0123456789()")
_MARK = re.compile(
    r"[(\[]?(?:\d{1,3}(?:\s*[,;.]\s*\d{1,3})*|[*†‡§¶#]{1,4}|[a-eđ]|[ivx]{1,4})[)\]]?[,.;]?"
)
_NEAR = 40  # letters before a mark that tell what it is
_UNIT = re.compile(r"(?:^|[^\w])(?:\d+)?(?:[kcdm]?m|dam|hm)$", re.IGNORECASE)
_TEN = re.compile(r"(?<!\d)10$")
_FORMULA = re.compile(r"(?:^|\W)(?:(?:[A-Z][a-z]?\d*)+|[A-Za-z])$|\)$")  # CO, SO4, n, (OH)
_PRINTED = re.compile(rf"[ \u00a0]?[{_SUPERS}⁽⁾]+")


def show_raised(before: str, text: str) -> str:
    """Return what raised letters add to the words ``before`` them on their line.

    Returns:
        Nothing for the mark of a note, an exponent or a degree as Unicode has it, else ``text``.
    """
    mark, word = text.strip(), before.rsplit("\n", 1)[-1].rstrip()
    if not word:
        return text
    if word[-1].isdigit() and mark in ("o", "O", "0"):
        return "°"
    if not _MARK.fullmatch(mark):
        return text
    is_power = bool(_TEN.search(word)) and mark.isdecimal() and mark != "1"
    if is_power or (mark in ("2", "3") and _UNIT.search(word)):
        return mark.translate(_RAISE)
    return ""


def show_lowered(before: str, text: str) -> str:
    """Return what lowered letters add: nothing for the mark of a note, else ``text``: "CO2"."""
    word = before.rsplit("\n", 1)[-1].rstrip()
    is_mark = bool(word) and bool(_MARK.fullmatch(text.strip())) and not text.strip().isalpha()
    return "" if is_mark and not _FORMULA.search(word) else text


def drop_note_marks(text: str) -> str:
    """Return ``text`` without those raised figures of Unicode that mark a note."""

    def show(match: re.Match[str]) -> str:
        figures = match[0].strip().translate(_LOWER)
        before = text[max(0, match.start() - _NEAR) : match.start()]
        return match[0] if show_raised(before, figures) else ""

    return _PRINTED.sub(show, text)
