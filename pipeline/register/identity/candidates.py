"""Which entries of a list are worth comparing with one: all pairs of two years are too many."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.language.keys import Words
from pipeline.register.identity.homes import Home, agree, is_mistyped
from pipeline.register.identity.likeness import bare
from pipeline.register.identity.marks import Mark

_RAREST = 5  # words of the subject, and of the model, that are looked up
_MOST = 20  # candidates that are compared in full


class Candidates:
    """The entries of a list by commune and rare words: the blocking key."""

    def __init__(self, marks: Sequence[Mark], asked: Sequence[Mark]) -> None:
        """Take the entries to be found, and those for which they will be looked up."""
        self.marks = marks
        self._wanted = Counter(map(_name, asked))
        self._counts: Counter[str] = Counter()
        self._places: dict[tuple[str, str], list[int]] = defaultdict(list)  # commune, word
        self._exact: dict[tuple[Words, ...], list[int]] = defaultdict(list)
        self._homes: dict[str, set[Home]] = defaultdict(set)  # by their names
        for place, mark in enumerate(marks):
            self._exact[_name(mark)].append(place)
            self._homes[mark.home.name].add(mark.home)
            for word in _index_words(mark):
                self._counts[word] += 1
                self._places[mark.home.name, word].append(place)
        self._near: dict[Home, tuple[str, ...]] = {}

    def find(self, mark: Mark, end: int) -> list[int]:
        """Return the entries before ``end`` worth comparing with this one, likeliest first."""
        name = _name(mark)
        exact = [place for place in self._exact.get(name, ()) if place < end]
        if self._wanted[name] == 1 and any(agree(self.marks[p].home, mark.home) for p in exact):
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


def _name(mark: Mark) -> tuple[Words, ...]:
    return mark.subject, mark.locality, mark.model


def _index_words(mark: Mark) -> set[str]:
    return {bare(word) for word in (*_subject_words(mark), *mark.model) if len(word) > 1}


def _subject_words(mark: Mark) -> Words:
    """With the initials of the whole, which another list may have in its place."""
    return (*mark.subject, mark.home.name, "".join(word[0] for word in mark.subject))
