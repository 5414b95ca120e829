"""ỵ, which is in no model's alphabet, told by the dot under a word whose only vowel is y."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.language.syllables import is_syllable, strip_marks
from pipeline.read.means import Gray
from pipeline.read.scan.words.pair import WordChoice
from pipeline.read.scan.words.support import bare_word, find_neighbours, load_phrases

_OUTER = "“”\"'‘’()[],.;:!?"
_INK = 150
_SMALLEST, _LARGEST = 2, 7  # points of the picture: a dot of print at the reading size
_LOWEST = 9  # points below the first letter's foot; what stands lower is of the next line
_TAIL = 3  # points that the y reaches below the other letters at least
_LETTER = 10  # points: a letter is at least so high


def add_dots(chosen: Sequence[WordChoice], picture: Gray) -> list[WordChoice]:
    """Return the words with ỵ where the picture shows its dot: Mỵ, read as My or Mỹ.

    A word of a known phrase stays: beside a speck "y tế" is still none other.
    """
    texts = [choice.word.text for choice in chosen]
    return [
        choice if _is_phrased(texts, index) else _add_dot(choice, picture)
        for index, choice in enumerate(chosen)
    ]


def _is_phrased(texts: Sequence[str], index: int) -> bool:
    before, after = find_neighbours(texts, index)
    return load_phrases().weigh(before, bare_word(texts[index]), after) > 0


def _add_dot(choice: WordChoice, picture: Gray) -> WordChoice:
    word = choice.word
    dotted = _write_dotted(word.text)
    if dotted is None or not _has_dot(picture, word.box, bare=word.text.strip(_OUTER)[-1] in "yY"):
        return choice
    return WordChoice(replace(word, text=dotted, confidence=max(word.confidence, 0.9)), None, True)


def _write_dotted(text: str) -> str | None:
    """Return the word with ỵ for its y, None where that is no Vietnamese word."""
    core = text.strip(_OUTER)
    if not core or core[-1].lower() not in "yỹ":  # any other mark was seen, so there is no dot
        return None
    letter = "ỵ" if core[-1].islower() else "Ỵ"
    dotted = core[:-1] + letter
    vowels = [c for c in strip_marks(core[:-1]).lower() if c in "aeiou"]
    if vowels and not (vowels == ["u"] and core[:2].lower() == "qu"):
        return None
    if not is_syllable(unicodedata.normalize("NFC", dotted)):
        return None
    at = text.rfind(core)
    return text[:at] + dotted + text[at + len(core) :]


def _has_dot(picture: Gray, box: tuple[float, float, float, float], *, bare: bool) -> bool:
    """Tell whether a speck as large as a dot stands below the foot of the word's first letter.

    Args:
        picture: that the word stands in.
        box: of the word.
        bare: no mark was read at all; the dot may then touch the y.
    """
    top, left, right = max(0, int(box[1]) - 2), max(0, int(box[0]) - 2), int(box[2]) + 3
    ink = (picture[top : int(box[3]) + _LOWEST, left:right] < _INK).astype(np.uint8)
    if not ink.size:
        return False
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=4)
    parts = stats[1:].tolist()
    letters = [part for part in parts if part[3] >= _LETTER]
    if not letters:
        return False
    first = min(letters)
    foot = first[1] + first[3]
    for x, y, width, height, area in parts:
        small = min(width, height) >= _SMALLEST and max(width, height) <= _LARGEST
        near = y >= foot and y + height <= foot + _LOWEST and x > first[0] + first[2] / 2
        if small and near and area > _SMALLEST**2:
            return True
    return bare and _has_joined_dot(labels, parts, foot)


def _has_joined_dot(labels: Gray, parts: Sequence[Sequence[int]], foot: int) -> bool:
    """Tell whether the tail of the y, which leads to the left, has ink to the right of it too."""
    tailed = [
        (part[0], number)
        for number, part in enumerate(parts, start=1)
        if part[3] >= _LETTER and part[1] + part[3] >= foot + _TAIL
    ]
    if not tailed:
        return False
    last = labels == max(tailed)[1]
    stem, tail = last[foot - 2 : foot].any(axis=0), last[foot + 1 : foot + _LOWEST].any(axis=0)
    if not stem.any() or not tail.any():
        return False
    return bool(np.flatnonzero(tail)[-1] - np.flatnonzero(stem)[-1] >= _SMALLEST)
