"""How alike a printed heading is to what is known of each role, 0 to 1."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from pipeline.codes import Role
from pipeline.extract.roles.words import load_contents
from pipeline.language.headings import load_headings, match_heading
from pipeline.language.keys import bare_key, words_key

_SLIP = 0.9  # of a heading that is known but for a misread letter
_WORD = 0.55  # of one that only has a word of the role
_CLOSEST = 80  # of 100: one letter of five
_LONG = 6  # letters: in shorter ones a slip makes another word
_BRACKETS = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=4096)
def liken(heading: str) -> Mapping[Role, float]:
    """Return the roles that a heading may name, each with its likeness.

    1 stands for a heading that is known word for word; one with a misread letter is less, one
    that only has a word of the role is least.
    """
    key = bare_key(_BRACKETS.sub(" ", heading)) or bare_key(heading)
    if not key:
        return {}
    likeness: dict[Role, float] = {}
    for role, words in _load_words().items():
        hits = sum(1 for word in words if _stands_in(word, key))
        if hits:
            likeness[role] = _WORD + 0.1 * min(hits - 1, 2) + (0.1 if _opens(words, key) else 0)
    for known, score, _ in process.extract(
        key, _load_bare().keys(), scorer=fuzz.ratio, score_cutoff=_CLOSEST, limit=8
    ):
        if score == 100 or (len(key) >= _LONG and _few_slips(key, known, score)):
            role = _load_bare()[known]
            likeness[role] = max(likeness.get(role, 0.0), _SLIP * score / 100)
    named = match_heading(heading)
    if named:
        exact = words_key(heading) in load_headings() or key == bare_key(heading)
        likeness[named] = max(likeness.get(named, 0.0), 1.0 if exact else 0.95)
    return likeness


def names(heading: str, role: Role) -> bool:
    """Whether a heading is known for a role, or but for a slip."""
    return liken(heading).get(role, 0.0) >= _SLIP * _CLOSEST / 100


def _few_slips(key: str, known: str, score: float) -> bool:
    """Whether two headings differ by a letter in ten or one at all."""
    return abs(len(key) - len(known)) <= 2 and (100 - score) * max(len(key), len(known)) <= 250


def _stands_in(word: str, key: str) -> bool:
    return f" {word} " in f" {key} "


def _opens(words: tuple[str, ...], key: str) -> bool:
    return any(f"{key} ".startswith(f"{word} ") for word in words)


@cache
def _load_bare() -> Mapping[str, Role]:
    """Known headings without marks, which a scan misreads first."""
    bare: dict[str, Role] = {}
    for name, role in load_headings().items():
        bare.setdefault(bare_key(name), role)
    return bare


@cache
def _load_words() -> Mapping[Role, tuple[str, ...]]:
    return {
        role: tuple(bare_key(word) for word in words)
        for role, words in load_contents().heading.items()
    }
