"""Two models read the same picture: the surer word wins, and where they differ is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.read.scan.words.engine import ReadWord


@dataclass(frozen=True, slots=True)
class WordChoice:
    """The word that is taken, and what the other model made of it."""

    word: ReadWord
    rival: str | None = None  # the other reading; None where both agree or one only read
    asked: bool = False  # whether a second model read it


def take_first(words: Sequence[ReadWord]) -> list[WordChoice]:
    """Return the words of a picture that one model read."""
    return [WordChoice(word) for word in words]


def choose_words(first: Sequence[ReadWord], second: Sequence[ReadWord]) -> list[WordChoice]:
    """Return the words of the surer model wherever the two differ."""
    matcher = SequenceMatcher(
        None, [word.text for word in first], [word.text for word in second], autojunk=False
    )
    chosen: list[WordChoice] = []
    for what, a0, a1, b0, b1 in matcher.get_opcodes():
        mine, other = first[a0:a1], second[b0:b1]
        if what == "equal":
            chosen.extend(_agree(a, b) for a, b in zip(mine, other, strict=True))
        elif len(mine) == len(other):
            chosen.extend(_pick(a, b) for a, b in zip(mine, other, strict=True))
        else:
            chosen.extend(_pick_run(mine, other))
    return chosen


def _agree(a: ReadWord, b: ReadWord) -> WordChoice:
    word = ReadWord(a.text, max(a.confidence, b.confidence), a.box, a.baseline, a.line)
    return WordChoice(word, asked=True)


def _pick(a: ReadWord, b: ReadWord) -> WordChoice:
    """Take the surer text; the place is always that of the first model, so lines agree."""
    if b.confidence > a.confidence:
        return WordChoice(ReadWord(b.text, b.confidence, a.box, a.baseline, a.line), a.text, True)
    return WordChoice(a, b.text, True)


def _pick_run(mine: Sequence[ReadWord], other: Sequence[ReadWord]) -> list[WordChoice]:
    """Choose between runs of unlike length: the surer one on the whole."""
    if _sureness(mine) >= _sureness(other):
        taken, left = mine, other
    else:
        taken, left = other, mine
    rival = " ".join(word.text for word in left)
    return [WordChoice(word, rival, True) for word in taken]


def _sureness(words: Sequence[ReadWord]) -> float:
    """The mean; a run that one model does not see at all is weighed as an even guess."""
    return sum(word.confidence for word in words) / len(words) if words else 0.5
