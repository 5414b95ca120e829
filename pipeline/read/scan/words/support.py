"""The words that a plan may be expected to use: they confirm or contradict what was read.

Two sources: the product's own data (fields, headings, forms of address, communes) and the
plan itself, whose phrases come back from row to row.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pipeline.datafile import read_lines, read_text
from pipeline.language.keys import fold
from pipeline.language.people import load_people
from pipeline.language.syllables import strip_marks

Pair = tuple[str, str]

_OUTER = "“”\"'‘’«»()[]{},.;:!?…-–—*+/\\|"
_OPENING = frozenset("“\"'‘«([{")
_CLOSING = frozenset("”\"'’»)]},.;:!?…")
PLACE_WORDS = frozenset(("xã", "phường", "thị", "trấn", "quận", "huyện", "phố", "tỉnh"))
"""Words before the name of a place, written out."""
_TEXTS = ("fields.toml", "abbreviations.toml", "people.toml", "columns.toml")


def bare_word(text: str) -> str:
    """Return a word in lower case, tone style folded, without punctuation; "#" for a number."""
    word = fold(text).strip(_OUTER)
    return "#" if word.isdigit() else word


def find_neighbours(texts: Sequence[str], index: int) -> tuple[str, str]:
    """Return the bare words beside one, "" where none is or a sign parts them."""
    before = after = ""
    if index > 0 and not _is_parted(texts[index - 1], texts[index]):
        before = bare_word(texts[index - 1])
    if index + 1 < len(texts) and not _is_parted(texts[index], texts[index + 1]):
        after = bare_word(texts[index + 1])
    return before, after


def _is_parted(left: str, right: str) -> bool:
    return left[-1:] in _CLOSING or right[:1] in _OPENING


@dataclass(frozen=True, slots=True)
class Support:
    """How often pairs of neighbouring words stand somewhere."""

    pairs: Mapping[Pair, int]
    alike: Mapping[Pair, tuple[Pair, ...]]  # pair without marks -> the pairs it may be

    def weigh(self, before: str, word: str, after: str) -> int:
        """Return how often ``word`` stands beside its neighbours."""
        return self.pairs.get((before, word), 0) + self.pairs.get((word, after), 0)

    def find_alike(self, first: str, second: str) -> tuple[Pair, ...]:
        """Return the pairs that differ from this one in their marks only."""
        found = self.alike.get((strip_marks(first), strip_marks(second)), ())
        return tuple(pair for pair in found if pair != (first, second))


def make_support(texts: Iterable[str]) -> Support:
    """Count the pairs of neighbours in texts."""
    counts: Counter[Pair] = Counter()
    for text in texts:
        pairs = (
            (bare_word(left), bare_word(right))
            for left, right in pairwise(text.split())
            if not _is_parted(left, right)
        )
        counts.update(pair for pair in pairs if all(pair))
    alike: dict[Pair, list[Pair]] = {}
    for first, second in counts:
        alike.setdefault((strip_marks(first), strip_marks(second)), []).append((first, second))
    return Support(counts, {key: tuple(pairs) for key, pairs in alike.items()})


@lru_cache(maxsize=1)
def load_phrases() -> Support:
    """Return the pairs of the product's own data: fields, headings, bodies, common words."""
    return make_support(
        [*(text for name in _TEXTS for text in _load_texts(name)), *_load_compounds()]
    )


def _load_compounds() -> list[str]:
    return [phrase for line in read_lines("compounds.txt") for phrase in line.split(",")]


@lru_cache(maxsize=1)
def load_words() -> frozenset[str]:
    """Return every single word of the product's own data."""
    texts = (text for name in _TEXTS for text in _load_texts(name))
    return frozenset(bare_word(word) for text in texts for word in text.split())


@lru_cache(maxsize=1)
def load_clans() -> tuple[frozenset[str], frozenset[str]]:
    """Return family names, and the forms of address that they stand after."""
    people = load_people()
    return frozenset(people.clans), frozenset(people.titles)


@lru_cache(maxsize=1)
def load_names() -> Mapping[str, frozenset[str]]:
    """Return the syllables of given names by their letters without marks."""
    names: dict[str, set[str]] = {}
    for line in read_lines("names.txt"):
        for name in line.split(","):
            names.setdefault(strip_marks(bare_word(name)), set()).add(bare_word(name))
    return {letters: frozenset(found) for letters, found in names.items()}


def _load_texts(name: str) -> list[str]:
    return list(_iterate_texts(tomllib.loads(read_text(name))))


@lru_cache(maxsize=1)
def load_places() -> frozenset[Pair]:
    """Return the pairs of words in the names of all communes, districts and provinces."""
    pairs: set[Pair] = set()
    for row in csv.DictReader(read_text("places.csv").splitlines()):
        for name in (f"{row['kind']} {row['name']}", row["district"], row["province"]):
            pairs.update(pairwise(map(bare_word, name.split())))
    return frozenset(pairs)


@lru_cache(maxsize=1)
def _group_places() -> Mapping[Pair, tuple[Pair, ...]]:
    groups: dict[Pair, list[Pair]] = {}
    for first, second in load_places():
        groups.setdefault((strip_marks(first), strip_marks(second)), []).append((first, second))
    return {key: tuple(pairs) for key, pairs in groups.items()}


def find_place_alike(first: str, second: str) -> tuple[Pair, ...]:
    """Return the pairs in names of places that differ from this one at most in their marks."""
    return _group_places().get((strip_marks(first), strip_marks(second)), ())


def _iterate_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _iterate_texts(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _iterate_texts(item)


_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below
_CONFUSED = (frozenset("\u0301\u0309"), frozenset("\u0303\u0309"), frozenset("\u0323"))


def are_confused(one: str, other: str) -> bool:
    """Tell whether engines take one word for the other: acute, tilde, hook; a dot or none.

    Over an i its own dot is taken for a hook: chỉ hội.
    """
    letters, tones = _part_tones(one)
    other_letters, other_tones = _part_tones(other)
    apart = tones ^ other_tones
    return letters == other_letters and (
        apart in _CONFUSED or (apart == frozenset("\u0309") and "i" in letters)
    )


def _part_tones(word: str) -> tuple[str, frozenset[str]]:
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(part for part in parts if part not in _TONES)
    return letters, frozenset(parts) & frozenset(_TONES)


_ABBREVIATION = re.compile(r"[A-ZĐÂÔƯ]{2,}(?:[&-][A-ZĐÂÔƯ]{2,})*\d?|[A-ZĐ](?:\.[A-ZĐ])*\.?")


def is_abbreviation(text: str) -> bool:
    """Tell whether a word is written as an abbreviation: TH&THCS, UBND, V.A.C."""
    return _ABBREVIATION.fullmatch(text.strip("“”\"'(),;:")) is not None
