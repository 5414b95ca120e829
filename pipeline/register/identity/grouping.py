"""Which entries of two lists are one model: over files of a year, and from year to year.

Same subject, same commune, same model: a subject with another model is another entry, and a
namesake in another commune is another subject.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from pipeline.assignment import assign
from pipeline.register.identity.candidates import Candidates
from pipeline.register.identity.marks import Mark
from pipeline.register.identity.verdict import DOUBT, SAME, SURE, compare_marks

_CONTESTED = 0.7  # counts as one, and an officer is asked
_LEFT_OVER = 0.5  # the other one, which nothing tells apart: counts as two


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
    """Return pairs of entries that are or may be one model.

    Each entry is in one pair at most that counts as the same, unless an officer said that two
    entries became one. Where nothing tells which of two entries became the one of the other list,
    there is a second pair, to be asked about.

    Args:
        ones: entries of one list.
        others: entries of the other list.
        answers: what the officer has said; it outweighs all likeness.
    """
    index = Candidates(others, ones)
    scored = [
        match
        for number, mark in enumerate(ones)
        for match in _score_candidates(number, mark, index, len(others), answers or {})
    ]
    gains = _weigh(scored, ones, others, answers or {})
    partners = assign(gains)
    kept = [match for match in scored if partners.get(match.one) == match.other]
    words = {(m.one, m.other): (ones[m.one].key, others[m.other].key) for m in scored}
    open_gains = {
        pair: gain
        for pair, gain in gains.items()
        if not (answers and frozenset(words[pair]) in answers)
    }
    found = [*_doubt_contested(kept, scored, open_gains, words)]
    taken = {match.other for match in kept}
    found += [
        match
        for match in scored
        if (match.one not in partners or match.other not in taken)
        and (answers or {}).get(frozenset(words[match.one, match.other]))
    ]
    return sorted(found, key=lambda match: match.one)


def find_repeats(lists: Sequence[Sequence[Mark]], answers: Answers | None = None) -> list[Match]:
    """Return entries that say again what an earlier list says, numbered through all lists.

    Args:
        lists: entries of each paper; those of one paper are never compared with each other.
        answers: what the officer has said.
    """
    marks = [mark for entries in lists for mark in entries]
    index = Candidates(marks, marks)
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
    number: int, mark: Mark, index: Candidates, end: int, answers: Answers
) -> Iterator[Match]:
    """Give the entries before ``end`` that are or may be the one of this number."""
    for place in index.find(mark, end):
        other = index.marks[place]
        said = answers.get(frozenset((mark.key, other.key))) if answers else None
        certainty = compare_marks(mark, other) if said is None else float(said)
        if certainty >= DOUBT:
            yield Match(number, place, certainty)


# --- several that may be one ---------------------------------------------------------

_SUREST = 0.999
_TOLD = 20.0  # what an officer's yes adds to the gain
_DETAIL = 0.5  # the most that all else that two rows say adds to the gain
_ORDER = 0.01  # the most that their places in the lists add: lists are copied in order
_EQUAL = 0.03  # gains that do not tell


def _weigh(
    scored: Sequence[Match], ones: Sequence[Mark], others: Sequence[Mark], answers: Answers
) -> dict[tuple[int, int], float]:
    """The gain of each pair in odds, and where there is a choice, all that may tell."""
    choices = Counter(match.one for match in scored)
    choices_other = Counter(match.other for match in scored)
    gains = {}
    for match in scored:
        one, other = ones[match.one], others[match.other]
        gain = _odds(min(match.certainty, _SUREST)) - _odds(DOUBT) + _EQUAL
        if choices[match.one] > 1 or choices_other[match.other] > 1:
            apart = abs((match.one + 1) / len(ones) - (match.other + 1) / len(others))
            gain += _DETAIL * fuzz.ratio(one.detail, other.detail) / 100 - _ORDER * apart
            gain += _TOLD if answers.get(frozenset((one.key, other.key))) else 0.0
        gains[match.one, match.other] = gain
    return gains


def _odds(certainty: float) -> float:
    return math.log(certainty / (1 - certainty))


def _doubt_contested(
    kept: Sequence[Match],
    scored: Sequence[Match],
    gains: Mapping[tuple[int, int], float],
    words: Mapping[tuple[int, int], tuple[str, str]],
) -> Iterator[Match]:
    """Give the pairs; one that a left-over entry has as good a claim to is doubted.

    Args:
        kept: the pairs that were chosen.
        scored: all pairs.
        gains: of the pairs that the officer has not answered yet.
        words: the entries of each pair; of two that say the same, it does not matter which.
    """
    taken, taken_others = {match.one for match in kept}, {match.other for match in kept}
    claims: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in scored:
        if match.one not in taken:
            claims[1, match.other].append(match)
        elif match.other not in taken_others:
            claims[0, match.one].append(match)
    for match in kept:
        pair = (match.one, match.other)
        least = gains.get(pair, math.inf) - _EQUAL
        rivals = ((m, (m.one, m.other)) for m in (*claims[0, match.one], *claims[1, match.other]))
        equal = [m for m, r in rivals if gains.get(r, 0.0) >= least and words[r] != words[pair]]
        if not equal or not match.same:
            yield match
            continue
        yield replace(match, certainty=min(match.certainty, _CONTESTED))
        yield from (replace(rival, certainty=_LEFT_OVER) for rival in equal)
