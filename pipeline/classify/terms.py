"""Finds the taxonomy's terms in a paper's words: spelt out, by longest term, within few slips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from pipeline.language.keys import Words, bare_key, words_key

# A slip may not make another word of a short phrase: up to so many letters, so many slips.
_SLIPS = ((7, 0), (13, 1), (23, 2))
_MOST_SLIPS = 3
# Of a phrase with words left out, so much must still stand.
_KEPT_SHARE = 0.6
_KEPT_WORDS = 2
_KEPT_START = 4  # words that name a long phrase when it breaks off after them


class Speller:
    """Spells out what papers write short, and drops the joining words."""

    def __init__(self, abbreviations: Mapping[str, str], joiners: Iterable[str]) -> None:
        self._joiners = frozenset(joiners)
        self._full = {_part(short): _part(full) for short, full in abbreviations.items()}
        self._longest = max((len(short) for short in self._full), default=1)

    def spell(self, text: str) -> Words:
        """Return the words of ``text`` as they are compared with terms."""
        return tuple(word for word in self._expand(_part(text)) if word not in self._joiners)

    def _expand(self, words: Words) -> Iterator[str]:
        start = 0
        while start < len(words):
            for size in range(self._longest, 0, -1):
                if full := self._full.get(words[start : start + size]):
                    yield from full
                    start += size
                    break
            else:
                yield words[start]
                start += 1


def _part(text: str) -> Words:
    return tuple(words_key(text).split())


@dataclass(frozen=True, slots=True)
class Hit:
    """One term found in a text."""

    start: int
    words: Words
    meanings: Mapping[str, int]  # code -> weight


@dataclass(slots=True)
class Terms:
    """Terms with what each means: codes and their weights; no code for words without meaning."""

    meanings: dict[Words, dict[str, int]] = field(default_factory=dict)
    longest: int = 0  # words of the longest term

    def add(self, words: Words, code: str = "", weight: int = 0) -> None:
        """Add one term; of two weights for one code the greater stays."""
        meaning = self.meanings.setdefault(words, {})
        self.longest = max(self.longest, len(words))
        if code:
            meaning[code] = max(weight, meaning.get(code, 0))

    def find(self, words: Words) -> list[Hit]:
        """Return the terms in ``words``, the longest first; each word counts once."""
        hits: list[Hit] = []
        taken: set[int] = set()
        for size in range(min(self.longest, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                span = range(start, start + size)
                term = words[start : start + size]
                if term in self.meanings and taken.isdisjoint(span):
                    taken.update(span)
                    hits.append(Hit(start, term, self.meanings[term]))
        return hits


@dataclass(slots=True)
class Phrases:
    """Whole phrases with one meaning each, known again through slips and missing words."""

    codes: dict[Words, str]
    fillers: frozenset[str]  # words that may stand beside a phrase
    filled: float = 0.7  # share of the other words that known phrases must make up
    _bare: dict[str, str] = field(init=False)
    _terms: Terms = field(init=False)

    def __post_init__(self) -> None:
        self._bare = _unique(
            (bare_key(" ".join(words)), code) for words, code in self.codes.items()
        )
        self._terms = Terms()
        for words, code in self.codes.items():
            self._terms.add(words, code)

    def match(self, words: Words) -> str:
        """Return the one code that ``words`` name, or "" where none or several would fit."""
        if not words:
            return ""
        return (
            self.codes.get(words, "")
            or self._match_bare(words)
            or self._match_slips(words)
            or self._match_parts(words)
            or self._match_shortened(words)
        )

    def _match_bare(self, words: Words) -> str:
        """Typed without marks: "giao duc dao tao"."""
        text = " ".join(words)
        return self._bare.get(text, "") if bare_key(text) == text else ""

    def _match_slips(self, words: Words) -> str:
        text = " ".join(words)
        most = _slips(len(text))
        near: dict[int, set[str]] = {}
        for phrase, code in self.codes.items():
            distance = OSA.distance(text, " ".join(phrase), score_cutoff=most)
            if distance <= most:
                near.setdefault(distance, set()).add(code)
        return _only(near[min(near)]) if near else ""

    def _match_parts(self, words: Words) -> str:
        """Known phrases fill most of the text and agree: "an ninh, trật tự đường phố"."""
        hits = self._terms.find(words)
        covered = {place for hit in hits for place in range(hit.start, hit.start + len(hit.words))}
        rest = [word for place, word in enumerate(words) if place not in covered]
        other = [word for word in rest if not (word in self.fillers or word.isdigit())]
        if len(covered) < self.filled * (len(covered) + len(other)):
            return ""
        return _only({code for hit in hits for code in hit.meanings})

    def _match_shortened(self, words: Words) -> str:
        """Words were left out of a known phrase: "bảo vệ trường" of "bảo vệ môi trường"."""
        if len(words) < _KEPT_WORDS:
            return ""
        codes = {
            code
            for phrase, code in self.codes.items()
            if (len(words) >= _KEPT_SHARE * len(phrase) and _in_order(words, phrase))
            or (len(words) >= _KEPT_START and phrase[: len(words)] == words)
        }
        return _only(codes)


def _slips(length: int) -> int:
    return next((slips for most, slips in _SLIPS if length <= most), _MOST_SLIPS)


def _only(codes: set[str]) -> str:
    return codes.pop() if len(codes) == 1 else ""


def _in_order(words: Words, phrase: Words) -> bool:
    rest = iter(phrase)
    return all(word in rest for word in words)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    codes: dict[str, set[str]] = {}
    for key, code in pairs:
        codes.setdefault(key, set()).add(code)
    return {key: _only(found) for key, found in codes.items() if len(found) == 1}
