"""Keys for matching and sorting Vietnamese text; what is printed is never changed by them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

Words = tuple[str, ...]
"""The words of a text as they are compared, in order."""

_MARKS = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[\u201c-\u201f\u00ab\u00bb\u2033]")
_APOSTROPHES = re.compile("[\u2018-\u201b\u2032`\u00b4]")
_WITH_Y = "yýỳỷỹỵ"
_NOT_WORD = re.compile(r"[\W_]+")

# Old and new placing of the tone mark differ in three open rhymes only: òa/oà, òe/oè, ùy/uỳ.
_OLD_STYLE = re.compile("([òóỏõọ])([ae])|([ùúủũụ])(y)")

PAGE_NUMBER = re.compile(r"^[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*$", re.IGNORECASE)
"""A line that holds a page's number and nothing else."""


def squeeze(text: str) -> str:
    """Return ``text`` in NFC on one line, every run of white space one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _move_mark(match: re.Match[str]) -> str:
    vowel, rest = (part for part in match.groups() if part)
    base, mark = tuple(unicodedata.normalize("NFD", vowel))
    return base + unicodedata.normalize("NFC", rest + mark)


def fold(text: str) -> str:
    """Return the strict key: case, tone style, dashes, quotes and spaces folded.

    Punctuation stays. Two spellings of one text ("Hòa Bình", "HOÀ  BÌNH") have one key;
    texts that differ in a letter or a tone do not.
    """
    lowered = _DASHES.sub("-", _fold_tones(text))
    lowered = _QUOTES.sub('"', lowered)
    return _APOSTROPHES.sub("'", lowered)


def _fold_tones(text: str) -> str:
    return _OLD_STYLE.sub(_move_mark, squeeze(text).lower())


@lru_cache(maxsize=1 << 15)
def words_key(text: str) -> str:
    """Return ``fold`` without punctuation: words separated by one space, y as i at a word's end."""
    words = _NOT_WORD.sub(" ", _fold_tones(text)).split()
    return " ".join(_fold_y(word) if word[-1] in _WITH_Y else word for word in words)


def _fold_y(word: str) -> str:
    """kỹ/kĩ, lý/lí, Mỵ/Mị: a final y after one of b h k l m q s t v c is written i too."""
    parts = unicodedata.normalize("NFD", word)
    folded = re.sub("^(b|h|k|l|m|s|t|v|c|qu)y([\u0300\u0309\u0303\u0301\u0323]?)$", r"\1i\2", parts)
    return unicodedata.normalize("NFC", folded)


def bare_key(text: str) -> str:
    """Return ``words_key`` without any mark, đ as d: for suggestions only."""
    parts = unicodedata.normalize("NFD", words_key(text))
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("đ", "d")


@lru_cache(maxsize=1 << 14)
def sort_key(text: str) -> str:
    """Return a key for the order of Vietnamese dictionaries: a ă â b c d đ e ê ..., then tones."""
    pairs = [_sort_char(char) for char in squeeze(text).lower()]
    letters, tones = ("".join(part) for part in zip(*pairs, strict=True)) if pairs else ("", "")
    return f"{letters}\0{tones}"


@cache
def _sort_char(char: str) -> tuple[str, str]:
    """A letter as one that sorts in its place, behind all other signs, and its tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = max((_MARKS.get(mark, 0) for mark in parts), default=0)
    plain = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _MARKS))
    place = _ALPHABET.find(plain)
    return chr(_BEHIND + place if place >= 0 else min(ord(char) + 1, _BEHIND - 1)), chr(1 + tone)


_BEHIND = 0x10FF00  # where letters stand: the end of the last plane, which no text uses
