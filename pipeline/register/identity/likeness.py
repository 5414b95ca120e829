"""How alike two names are, word by word: typing slips and abbreviations weigh little.

A word that stands against another one tells two names apart; one that is missing does so less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from pipeline.language.keys import Words, bare_key
from pipeline.language.syllables import is_syllable

_LINKS = frozenset(
    (
        *("và", "của", "các", "những", "về", "tại", "cho", "trong", "ở", "với"),
        *("là", "để", "theo", "trên", "có", "do", "việc"),
    )
)
_LINK_WEIGHT = 0.15
_SLIP = 0.12  # a word that is no word of the language: mistyped
_TONE = 0.3  # two words that differ in marks only
_NEAR = 0.6  # two words that differ in a letter: mistyped, or another thing
_SWAP = 3.0  # a word against another one, in words of one side
_GAP = 0.8


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names compare."""

    score: float  # 1: the same
    swapped: float = 0.0  # words that stand against others
    extra: float = 0.0  # words of one side alone
    near: bool = False  # words that are taken for slips, and could be words of their own
    toned: bool = False  # words that differ in marks only: a slip, or another name


@lru_cache(maxsize=1 << 17)
def compare_names(one: Words, other: Words) -> Likeness:
    """Return how alike two names are, in whatever order their words stand."""
    if sorted(one) == sorted(other):
        return Likeness(1.0)
    total = _weigh(one) + _weigh(other)
    if not one or not other:
        return Likeness(0.0, 0.0, total)
    rest, rest_other = _drop_short(list(enumerate(one)), list(enumerate(other)))
    rest, rest_other = _drop_equal(rest, rest_other)
    rest, rest_other = _drop_initials(rest, rest_other)
    rest_other, rest = _drop_initials(rest_other, rest)
    if "".join(_texts(rest)) == "".join(_texts(rest_other)):
        return Likeness(1.0)
    rest, rest_other, costs = _pair_slips(rest, rest_other)
    left, right = _weigh(_texts(rest)), _weigh(_texts(rest_other))
    swapped, extra = min(left, right), abs(left - right)
    score = 1 - (2 * sum(costs) + _SWAP * swapped + _GAP * extra) / total
    return Likeness(max(score, 0.0), swapped, extra, _NEAR in costs, _TONE in costs)


def _weigh(words: Sequence[str]) -> float:
    return sum(_LINK_WEIGHT if word in _LINKS else 1.0 for word in words)


_Placed = list[tuple[int, str]]  # where a word stands, and the word


def _texts(words: _Placed) -> list[str]:
    return [word for _, word in words]


def _drop_short(one: _Placed, other: _Placed) -> tuple[_Placed, _Placed]:
    """Drop what can only be an abbreviation, before a word of it pairs with its equal."""
    own, against = set(_texts(one)), set(_texts(other))
    short = [item for item in one if item[1] not in against and not is_syllable(item[1])]
    left, other = _drop_initials(short, other)
    gone = [item for item in short if item not in left]
    short_other = [item for item in other if item[1] not in own and not is_syllable(item[1])]
    left_other, one = _drop_initials(short_other, [item for item in one if item not in gone])
    return one, [item for item in other if item not in short_other or item in left_other]


def _drop_equal(one: _Placed, other: _Placed) -> tuple[_Placed, _Placed]:
    shared = Counter(_texts(one)) & Counter(_texts(other))
    return _without(one, shared), _without(other, shared)


def _without(words: _Placed, shared: Counter[str]) -> _Placed:
    left = Counter(shared)
    kept = []
    for place, word in words:
        if left[word] > 0:
            left[word] -= 1
        else:
            kept.append((place, word))
    return kept


def _drop_initials(short: _Placed, long: _Placed) -> tuple[_Placed, _Placed]:
    """Drop abbreviations of one side with the words of the other that they stand for."""
    for item in short:
        letters = bare(item[1])
        marked = letters != item[1].replace("đ", "d")
        if marked or not 2 <= len(letters) <= 8 or not letters.isalpha():
            continue
        run = _find_run(letters, long)
        if run:
            short = [other for other in short if other != item]
            long = [other for other in long if other not in run]
    return short, long


def _find_run(letters: str, words: _Placed) -> _Placed:
    """Neighbouring words whose initials these are; links between them may go unwritten."""
    for start in range(len(words)):
        run: _Placed = []
        rest = letters
        for place, word in words[start:]:
            if run and place != run[-1][0] + 1:
                break
            if rest and bare(word)[:1] == rest[0]:
                rest = rest[1:]
            elif not run or word not in _LINKS:
                break
            run.append((place, word))
            if not rest:
                return run
    return []


def _pair_slips(one: _Placed, other: _Placed) -> tuple[_Placed, _Placed, list[float]]:
    """Pair words that may be slips of each other, cheapest first; return the rest and the costs."""
    costs = sorted(
        (cost, a, b)
        for a, (_, word) in enumerate(one)
        for b, (_, against) in enumerate(other)
        if (cost := slip_cost(word, against)) is not None
    )
    used_one: set[int] = set()
    used_other: set[int] = set()
    paid: list[float] = []
    for cost, a, b in costs:
        if a not in used_one and b not in used_other:
            used_one.add(a)
            used_other.add(b)
            paid.append(cost)
    return (
        [item for index, item in enumerate(one) if index not in used_one],
        [item for index, item in enumerate(other) if index not in used_other],
        paid,
    )


@lru_cache(maxsize=1 << 16)
def slip_cost(word: str, other: str) -> float | None:
    """Return what it costs to take two words for one mistyped, None where they cannot be."""
    if word.isdigit() or other.isdigit() or min(len(word), len(other)) < 2:
        return None
    a, b = bare(word), bare(other)
    distance = 0 if a == b else OSA.distance(a, b, score_cutoff=2)
    longest = max(len(a), len(b))
    if distance > (1 if longest < 8 else 2) or (distance and longest < 3):
        return None
    if not (is_syllable(word) and is_syllable(other)):
        return _SLIP
    return _TONE if distance == 0 else _NEAR


@lru_cache(maxsize=1 << 16)
def bare(word: str) -> str:
    """Return the word without marks."""
    return bare_key(word)
