"""Which entries of two lists are one model: over files of a year, and from year to year.

Same subject, same commune, same model: a subject with another model is another entry, and a
namesake in another commune is another subject.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from pipeline.read.syllables import is_syllable
from pipeline.register.homes import agree, compare_homes, differ, is_mistyped
from pipeline.register.likeness import Likeness, bare, compare_names, slip_cost
from pipeline.register.marks import Home, Mark, Words

SAME = 0.66  # from here on two entries are taken as one
DOUBT = 0.45  # from here on up to SURE an officer is asked
SURE = 0.9

_RAREST = 5  # words of the subject, and of the model, that are looked up
_LEAST_LIKE = 50  # of 100: letters in common, before words are compared
_MOST = 20  # candidates that are compared in full


@dataclass(frozen=True, slots=True)
class Match:
    """Two entries, one of each list, that are or may be one model."""

    one: int
    other: int
    certainty: float  # of their being one

    @property
    def same(self) -> bool:
        """Whether they are taken as one."""
        return self.certainty >= SAME

    @property
    def doubted(self) -> bool:
        """Whether an officer is asked."""
        return DOUBT <= self.certainty < SURE


Answers = Mapping[frozenset[str], bool]
"""The officer's yes or no to two entries, by their marks' keys, being one model."""


def find_matches(
    ones: Sequence[Mark], others: Sequence[Mark], answers: Answers | None = None
) -> list[Match]:
    """Return pairs of entries that are or may be one model, each entry in one pair at most.

    Args:
        ones: entries of one list.
        others: entries of the other list.
        answers: what the officer has said; it outweighs all likeness.
    """
    index = _Index(others)
    scored = [
        match
        for number, mark in enumerate(ones)
        for match in _score_candidates(number, mark, index, len(others), answers or {})
    ]
    return sorted(_pick_best(scored, lambda place: 0), key=lambda match: match.one)


def find_repeats(lists: Sequence[Sequence[Mark]], answers: Answers | None = None) -> list[Match]:
    """Return entries that say again what an earlier list says, numbered through all lists.

    Args:
        lists: entries of each paper; those of one paper are never compared with each other.
        answers: what the officer has said.
    """
    marks = [mark for entries in lists for mark in entries]
    index = _Index(marks)
    papers = [paper for paper, entries in enumerate(lists) for _ in entries]
    scored: list[Match] = []
    start = 0
    for entries in lists:
        for number, mark in enumerate(entries, start):
            found = _score_candidates(number, mark, index, start, answers or {})
            scored += [Match(match.other, match.one, match.certainty) for match in found]
        start += len(entries)
    best = _pick_best(scored, lambda place: papers[place])
    return sorted(best, key=lambda match: match.other)


def _pick_best(scored: list[Match], paper: Callable[[int], int]) -> list[Match]:
    """Keep the surest pairs; an entry of the first list has one match in each paper at most."""
    scored.sort(key=lambda match: (-match.certainty, match.one, match.other))
    used_ones: set[tuple[int, int]] = set()
    used_others: set[int] = set()
    kept = []
    for match in scored:
        one = (match.one, paper(match.other))
        if one not in used_ones and match.other not in used_others:
            used_ones.add(one)
            used_others.add(match.other)
            kept.append(match)
    return kept


def _score_candidates(
    number: int, mark: Mark, index: _Index, end: int, answers: Answers
) -> Iterator[Match]:
    """Give the entries before ``end`` that are or may be the one of this number."""
    for place in index.find(mark, end):
        other = index.marks[place]
        said = answers.get(frozenset((mark.key, other.key))) if answers else None
        certainty = compare_marks(mark, other) if said is None else float(said)
        if certainty >= DOUBT:
            yield Match(number, place, certainty)


class _Index:
    """The entries of a list by commune and rare words: the blocking key."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self._counts: Counter[str] = Counter()
        self._places: dict[tuple[str, str], list[int]] = defaultdict(list)  # commune, word
        self._exact: dict[tuple[Words, Words], list[int]] = defaultdict(list)
        self._homes: dict[str, set[Home]] = defaultdict(set)  # by their names
        for place, mark in enumerate(marks):
            self._exact[mark.subject, mark.model].append(place)
            self._homes[mark.home.name].add(mark.home)
            for word in _index_words(mark):
                self._counts[word] += 1
                self._places[mark.home.name, word].append(place)
        self._near: dict[Home, tuple[str, ...]] = {}

    def find(self, mark: Mark, end: int) -> list[int]:
        """Return the entries before ``end`` worth comparing with this one, likeliest first."""
        exact = [place for place in self._exact.get((mark.subject, mark.model), ()) if place < end]
        if any(agree(self.marks[place].home, mark.home) for place in exact):
            return exact
        weights: dict[int, float] = defaultdict(float)
        rare = {*self._find_rare(_subject_words(mark)), *self._find_rare(mark.model)}
        homes = self._find_homes(mark.home)
        for word in sorted(rare):
            share = math.log(1 + len(self.marks) / self._counts[word])
            for home in homes:
                for place in self._places.get((home, word), ()):
                    if place < end:
                        weights[place] += share
        likely = heapq.nlargest(_MOST, weights, key=lambda place: (weights[place], -place))
        return [*exact, *(place for place in likely if place not in exact)]

    def _find_homes(self, home: Home) -> tuple[str, ...]:
        """The communes of the list that may be this one; every one where it is not said."""
        if home not in self._near:
            self._near[home] = tuple(
                name
                for name, homes in self._homes.items()
                if not name
                or not home.name
                or name == home.name
                or any(other.successors & home.successors for other in homes)
                or any(is_mistyped(home, other) for other in homes)
            )
        return self._near[home]

    def _find_rare(self, words: Words) -> list[str]:
        known = {word for word in map(bare, words) if word in self._counts}
        return sorted(known, key=lambda word: (self._counts[word], word))[:_RAREST]


def _index_words(mark: Mark) -> set[str]:
    return {bare(word) for word in (*_subject_words(mark), *mark.model) if len(word) > 1}


def _subject_words(mark: Mark) -> Words:
    """With the initials of the whole, which another list may have in its place."""
    return (*mark.subject, mark.home.name, "".join(word[0] for word in mark.subject))


# --- two entries ---------------------------------------------------------------------

_MOVED = 0.8  # a person in another hamlet of the commune


def compare_marks(one: Mark, other: Mark) -> float:
    """Return how certain it is that two entries are one model, 0 to 1."""
    one, other = _settle_home(one, other), _settle_home(other, one)
    where = compare_homes(one.home, other.home)
    if where == 0 or differ(one.district, other.district):
        return 0.0
    if not (_may_be_like(one.model, other.model) and _may_be_like(_whom(one), _whom(other))):
        return 0.0
    model = compare_names(one.model, other.model)
    if model.score < DOUBT:
        return 0.0
    return where * _compare_subjects(one, other) * _rate_model(model, one.model, other.model)


def _settle_home(mark: Mark, other: Mark) -> Mark:
    """A mark without a commune that ends with the other's, its type word mistyped."""
    name = tuple(map(bare, other.home.name.split()))
    if mark.home.name or not name:
        return mark
    subject, locality = (_drop_end(words, name) for words in (mark.subject, mark.locality))
    if (subject, locality) == (mark.subject, mark.locality):
        return mark
    return replace(mark, subject=subject, locality=locality, home=other.home)


def _drop_end(words: Words, name: Words) -> Words:
    """The words before a commune of this name, all of them where they do not end with it."""
    rest, end = words[: -len(name)], words[-len(name) :]
    if len(rest) < 2 or tuple(map(bare, end)) != name:
        return words
    return rest[:-1] if any(slip_cost(rest[-1], kind) for kind in _KINDS) else words


_KINDS = ("phường", "xã", "trấn")


def _whom(mark: Mark) -> Words:
    return mark.person or mark.subject


def _may_be_like(one: Words, other: Words) -> bool:
    """Whether two names have letters enough in common to be compared word by word."""
    (text, short), (against, other_short) = _spell(one), _spell(other)
    return short != other_short or fuzz.ratio(text, against) >= _LEAST_LIKE


@lru_cache(maxsize=1 << 16)
def _spell(words: Words) -> tuple[str, bool]:
    """The words without marks in order of the alphabet, and whether one is an abbreviation."""
    short = any(not is_syllable(word) and not word.isdigit() for word in words)
    return " ".join(sorted(map(bare, words))), short


def _compare_subjects(one: Mark, other: Mark) -> float:
    if one.person and other.person:
        names = compare_names(one.person, other.person)
        near = compare_names(one.locality, other.locality)
        return _rate_subject(names) * (_MOVED if _are_apart(one, other, near) else 1.0)
    if _numbers(one.subject) != _numbers(other.subject):
        return 0.0
    near = compare_names(one.locality, other.locality)
    if not one.person and not other.person and _are_apart(one, other, near):
        return 0.0
    return _rate_subject(compare_names(one.subject, other.subject))


def _are_apart(one: Mark, other: Mark, near: Likeness) -> bool:
    """Whether both name a hamlet, and not the same one."""
    if not one.locality or not other.locality:
        return False
    return near.swapped >= 0.9 or _numbers(one.locality) != _numbers(other.locality)


def _numbers(words: Words) -> list[str]:
    return sorted(word for word in words if word.isdigit())


def _rate_subject(names: Likeness) -> float:
    """A word against another one makes another subject, however long the name is."""
    other = names.swapped >= 0.9 or (names.near and names.extra >= 0.9)
    return min(names.score, 0.4) if other else names.score


def _rate_model(names: Likeness, one: Words, other: Words) -> float:
    """A name that is longer by a remark is the same; one with other words in it is not."""
    shorter = min(len(one), len(other))
    if names.near and shorter <= 2:
        return min(names.score, 0.6)  # nuôi lợn, nuôi lươn
    if names.swapped == 0 and shorter >= 3:
        return max(names.score, 0.75)
    return names.score
