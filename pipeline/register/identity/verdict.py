"""How certain it is that two entries are one model: same subject, same commune, same model."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from pipeline.classify.placebook import NEW
from pipeline.language.keys import Words
from pipeline.language.people import load_people
from pipeline.language.syllables import is_syllable
from pipeline.register.identity.homes import compare_homes, differ
from pipeline.register.identity.likeness import Likeness, bare, compare_names, slip_cost
from pipeline.register.identity.marks import Mark, fold_name

SAME = 0.66  # from here on two entries are taken as one
DOUBT = 0.45  # from here on up to SURE an officer is asked
SURE = 0.9

_LEAST_LIKE = 50  # of 100: letters in common, before words are compared
_APART = 0.6  # they count as two, and an officer is asked
_ASKED = 0.85  # they count as one, and an officer is asked


def compare_marks(one: Mark, other: Mark) -> float:
    """Return how certain it is that two entries are one model, 0 to 1."""
    one, other = _settle_home(one, other), _settle_home(other, one)
    where = compare_homes(one.home, other.home)
    if one.home.era != other.home.era and where:
        old, new = (other, one) if one.home.era == NEW else (one, other)
        one, (other, named) = old, _settle_origin(new, old)
        where *= named
    if where == 0 or differ(one.district, other.district):
        return 0.0
    if _is_nameless(one) or _is_nameless(other):
        where = min(where, _ASKED)
    if not (_may_be_like(one.model, other.model) and _may_be_like(_whom(one), _whom(other))):
        return 0.0
    model = compare_names(one.model, other.model)
    if model.score < DOUBT:
        return 0.0
    return where * _compare_subjects(one, other) * _rate_model(model, one.model, other.model)


def _is_nameless(mark: Mark) -> bool:
    """Whether a body is a commune's, and nothing says which: "Đoàn Thanh niên xã" of any."""
    return not mark.home.name and not mark.person and mark.subject[-1:] in _BARE


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
_BARE = tuple((kind,) for kind in _KINDS)


def _settle_origin(new: Mark, old: Mark) -> tuple[Mark, float]:
    """A mark of a merged commune without the old one that it names: "tổ 3 Dân Chủ".

    Also how well that agrees with the other entry, which lies in an old commune.
    """
    named = [
        name
        for name in new.home.origins
        if (_names(new.subject, name) or _names(new.locality, name))
        and not (_names(old.subject, name) or _names(old.locality, name))
    ]
    if not named:
        return new, 1.0
    if old.home.name not in named:
        return new, _APART
    gone = tuple(old.home.name.split())
    subject, locality = (_cut(words, gone) for words in (new.subject, new.locality))
    return replace(new, subject=subject or new.subject, locality=locality), 1.0


def _names(words: Words, name: str) -> bool:
    return f" {name} " in f" {' '.join(words)} "


def _cut(words: Words, name: Words) -> Words:
    return tuple(f" {' '.join(words)} ".replace(f" {' '.join(name)} ", " ").split())


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
        score = _rate_person(compare_names(one.person, other.person))
        return min(score, _APART) if _are_apart(one, other) else score
    if _numbers(one.subject) != _numbers(other.subject):
        return 0.0
    if not one.person and not other.person and _are_apart(one, other):
        return 0.0
    if _differ_in_kind(one.subject, other.subject):
        return _ASKED
    names = compare_names(one.subject, other.subject)
    alike = names.extra < 0.9 or _are_alike_bodies(one.subject, other.subject)
    return _rate_subject(names) if alike else min(_rate_subject(names), _APART)


def _are_apart(one: Mark, other: Mark) -> bool:
    """Whether both name a hamlet, and not the same one."""
    if not one.locality or not other.locality or _differ_in_kind(one.locality, other.locality):
        return False
    near = compare_names(one.locality, other.locality)
    return near.swapped >= 0.9 or _numbers(one.locality) != _numbers(other.locality)


def _numbers(words: Words) -> list[str]:
    return sorted(word for word in words if word.isdigit())


_HAMLETS = frozenset(map(fold_name, load_people().hamlets))


def _differ_in_kind(one: Words, other: Words) -> bool:
    """Whether they are one hamlet under two type words: an xóm is a tổ dân phố in a phường."""
    left, right = Counter(one) - Counter(other), Counter(other) - Counter(one)
    return left.total() == right.total() == 1 and {*left, *right} <= _HAMLETS


_LEVELS = tuple(map(fold_name, load_people().school_levels))


def _are_alike_bodies(one: Words, other: Words) -> bool:
    """Whether both are schools of the same levels, or neither; a hamlet is not its party cell."""
    texts = (" ".join(one), " ".join(other))
    levels = [{level for level in _LEVELS if level in text} for text in texts]
    if all(levels) and levels[0] != levels[1]:
        return False
    return (one[0] in _HAMLETS) == (other[0] in _HAMLETS) if one and other else True


def _rate_person(names: Likeness) -> float:
    """Thúy and Thủy are two names, but of one model in one hamlet one of them is a slip."""
    score = _rate_subject(names)
    return min(score, _ASKED) if names.near or names.toned else score


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
