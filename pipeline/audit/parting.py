"""Words run together or torn apart: letters that make Vietnamese syllables parted otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.audit.finding import Remark, RowDoubt, list_data
from pipeline.codes import Flag
from pipeline.language.syllables import is_syllable
from pipeline.model import Table

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_TORN = re.compile(r"^[ \n\xa0]+$")
_LONGEST = 7  # letters of a syllable, "nghiêng"
_LEAST_GLUED = 4  # letters of two syllables run together


def check_parting(tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the rows of lists with words that a space is missing or too many in."""
    for number, table in enumerate(tables):
        for index, row in list_data(table) if table.is_list else ():
            if any(_is_ill_parted(text) for text in row.cells if text):
                yield RowDoubt(number, index, Flag.CELL_UNCERTAIN)


def _is_ill_parted(text: str) -> bool:
    words = list(_WORD.finditer(text))
    odd = [not is_syllable(word[0]) and not word[0].isdigit() for word in words]
    if not any(odd):
        return False
    if any(_is_glued(word[0]) for word, strange in zip(words, odd, strict=True) if strange):
        return True
    for place, (first, second) in enumerate(pairwise(words)):
        near = _TORN.match(text[first.end() : second.start()])
        counted = place > 0 and words[place - 1][0].isdigit()  # "20 m ở": a unit
        if odd[place] and near and not counted and _is_torn(first[0], second[0]):
            return True
    return False


def _is_torn(first: str, second: str) -> bool:
    """Whether two words are one syllable: "thẩ m", "ph ân"."""
    whole = first + second
    if len(whole) > _LONGEST or whole.isascii() or not second.islower():
        return False
    return not (first.isupper() and len(first) > 1) and is_syllable(whole)


def _is_glued(word: str) -> bool:
    """Whether one word is two syllables, "ủphân", or begins anew inside: "YWăn"."""
    if word.isascii() or "'" in word or "’" in word or len(word) < _LEAST_GLUED:
        return False
    if word.islower():
        parts = ((word[:at], word[at:]) for at in range(1, len(word)))
        return any(is_syllable(a) and is_syllable(b) and _has_vowel(a) for a, b in parts)
    capitals = [letter.isupper() for letter in word]
    return any(capitals[1:]) and not all(capitals) and not capitals[-1]


def _has_vowel(part: str) -> bool:
    return any(letter in "aeiouy" for letter in unicodedata.normalize("NFD", part))
