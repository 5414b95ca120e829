"""Names of persons known by their shape, whatever people they are of.

A list of family names is never whole: Kinh, Thái, Ê-đê, Khmer and Mông names share no more
than capitals and short words. How sure a shape is, and the table around it, decide.
"""

from __future__ import annotations

import re
from enum import IntEnum

from pipeline.language.keys import fold
from pipeline.language.people import load_people, pattern_of
from pipeline.language.syllables import is_syllable

_CLANS = frozenset(fold(name) for name in load_people().clans)
_BODY = re.compile(rf"^{pattern_of('collectives', 'hamlets')}\b")
_MIDDLES = frozenset({"văn", "thị"})
_NO_NAMES = frozenset(
    {"hóa", "hoá", "nghệ", "phòng", "học", "thư", "minh", "trấn", "xã"}
)  # văn hóa
_OWN_LETTERS = re.compile(
    r"^(?:[HKYhky](?:['’ʼ`´]\w+)+|[YHAK])$"
)  # H'Hen, K'Tiếu; Y Blốt, Sùng A Chía
_WORD = re.compile(r"^\w+(?:['’ʼ`´-]\w+)*\.?$")
_LONGEST = 9  # letters: no syllable of a name is longer


class NameShape(IntEnum):
    """How far a text has the shape of a person's name."""

    NONE = 0
    OPEN = 1  # capitals throughout, a body's word first: "Đoàn Minh Khuê", "Bản Nà Pheo"
    POSSIBLE = 2  # short words with capitals, and nothing else that tells: "Kha Minh Khuê"
    LIKELY = 3  # a usual family name first, or a word that no Vietnamese word is
    SURE = 4  # văn or thị in the middle, letters of a people's own names


def name_shape(text: str) -> NameShape:
    """Return how far ``text``, a cell or its first part, has the shape of a person's name."""
    words = text.split()
    if not _has_shape(words):
        return NameShape.NONE
    keys = [fold(word) for word in words]
    follows = keys[2] if len(keys) > 2 else ""
    if len(keys) > 2 and keys[1] in _MIDDLES and follows not in _NO_NAMES:
        return NameShape.SURE
    if any(_OWN_LETTERS.match(word) for word in words):
        return NameShape.SURE
    if len(words) < 2:
        return NameShape.NONE
    if _BODY.match(fold(text)):
        return NameShape.OPEN
    if set(keys[1:-1]) & _MIDDLES and not set(keys) & _NO_NAMES:
        return NameShape.SURE
    if keys[0] in _CLANS or not all(map(is_syllable, words)):
        return NameShape.LIKELY
    return NameShape.POSSIBLE


def may_be_clan(text: str) -> bool:
    """Whether a body's first word is a usual family name too: "Đoàn"."""
    return fold(text).split(" ")[0] in _CLANS


def _has_shape(words: list[str]) -> bool:
    if not 1 <= len(words) <= 7 or not all(_WORD.match(word) for word in words):
        return False
    if any(len(word) > _LONGEST or not word[0].isupper() for word in words):
        return False
    if any(char.isdigit() for word in words for char in word):
        return False
    whole = all(word.isupper() for word in words)
    return whole or not any(len(word) > 1 and word.isupper() for word in words)
