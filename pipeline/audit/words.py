"""Two tellings of one text held against each other: words that one lacks or has twice.

Only letters and figures count, in any order and however they are parted: a page's words may
stand in another order, and a space where the other has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.language.unicode_form import clean

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\W_]+")
_REACHES = (1, 2, 4, 6, 8)  # words around one, by which it is found in another text
_MOST_PLACES = 200  # of a word, from which on none of them is sought
AROUND = 8  # words before and after a loss, by which its place is found
_LEAST_LETTERS = 2  # of words that are there in part: a mark after a name is less


@dataclass(frozen=True, slots=True)
class Lost:
    """Words that follow one another and stand in the file only."""

    text: str  # as the file has them
    words: int
    around: frozenset[str]  # the words before and after, folded


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    start: int
    end: int


def fold_text(text: str) -> str:
    """Return ``text`` composed, figures and letters of one shape; case stays."""
    return unicodedata.normalize("NFKC", clean(text))


def split_words(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return _WORD.findall(fold_text(text).casefold())


def _count_letters(text: str) -> Counter[str]:
    return Counter(_BETWEEN.sub("", text.casefold()))


def are_alike(shown: str, kept: str) -> bool:
    """Whether both texts have the same letters and signs: the usual case, told soonest."""
    return Counter("".join(shown.split())) == Counter("".join(kept.split()))


def compare(shown: str, kept: str) -> tuple[list[Lost], Counter[str]]:
    """Return what one text has beyond the other.

    Returns:
        The words that ``shown`` has and ``kept`` has not, or fewer times; the words that
        ``kept`` has more times than ``shown``, which has them too.
    """
    shown, kept = fold_text(shown), fold_text(kept)
    letters, others = _count_letters(shown), _count_letters(kept)
    words = split_words(kept) if letters != others else []
    lost = _find_lost(shown, words) if letters - others else []
    return lost, _find_surplus(shown, words) if others - letters else Counter()


def _find_lost(text: str, others: Sequence[str]) -> list[Lost]:
    tokens = [_Token(m[0].casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]
    missing = _choose_missing(tokens, others)
    spare = Counter(others) - Counter(token.key for token in tokens)
    runs = _cancel_parted(_find_runs(missing), tokens, others, spare)
    return [_describe(run, tokens, text) for run in _keep_uncovered(runs, tokens, spare)]


def _find_surplus(shown: str, others: Sequence[str]) -> Counter[str]:
    words = Counter(split_words(shown))
    more = Counter(others) - words
    return Counter({word: count for word, count in more.items() if word in words})


def _choose_missing(tokens: Sequence[_Token], others: Sequence[str]) -> list[int]:
    """Return the places of the words that the other text lacks: where it reads on otherwise."""
    short = Counter(token.key for token in tokens) - Counter(others)
    places: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        if token.key in short:
            places.setdefault(token.key, []).append(index)
    text = f" {' '.join(others)} "
    chosen: list[int] = []
    for key, found in places.items():
        if short[key] < len(found) <= _MOST_PLACES:
            found = sorted(found, key=lambda index: _measure_fit(tokens, index, text))
        chosen += found[: short[key]]
    return sorted(chosen)


def _measure_fit(tokens: Sequence[_Token], index: int, text: str) -> int:
    """Count how many words before and after a word the other text has around it too."""
    fit = 0
    for reach in _REACHES:
        for first, last in ((index - reach, index), (index, index + reach)):
            words = " ".join(token.key for token in tokens[max(0, first) : last + 1])
            fit += f" {words} " in text
    return fit


def _find_runs(indices: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in indices:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _cancel_parted(
    runs: Sequence[list[int]],
    tokens: Sequence[_Token],
    others: Sequence[str],
    spare: Counter[str],
) -> list[list[int]]:
    """Leave out words that the other text has too, parted otherwise; they leave ``spare``."""
    left = spare.copy()
    indices = []
    for index, word in enumerate(others):
        if left[word] > 0:
            left[word] -= 1
            indices.append(index)
    whole: dict[str, list[list[str]]] = {}
    for run in _find_runs(indices):
        words = [others[index] for index in run]
        whole.setdefault("".join(words), []).append(words)
    kept = []
    for run in runs:
        found = whole.get("".join(tokens[index].key for index in run))
        if found:
            spare.subtract(found.pop())
        else:
            kept.append(run)
    return kept


def _keep_uncovered(
    runs: Sequence[list[int]], tokens: Sequence[_Token], spare: Counter[str]
) -> list[list[int]]:
    """Return the runs whose letters are not there in other words either, in their order."""
    letters: Counter[str] = Counter()
    for word, count in spare.items():
        letters.update({letter: word.count(letter) * count for letter in set(word) if count > 0})
    kept = []
    for run in sorted(runs, key=lambda run: -sum(len(tokens[index].key) for index in run)):
        need = Counter("".join(tokens[index].key for index in run))
        lacking = need - letters
        letters -= need - lacking
        if _counts_as_lost(lacking, [tokens[index].key for index in run]):
            kept.append(run)
    return sorted(kept)


def _counts_as_lost(lacking: Counter[str], words: Sequence[str]) -> bool:
    """Whether words lack as a whole, or more than a note's figure of them does."""
    letters = sum(count for letter, count in lacking.items() if not letter.isdigit())
    return letters >= _LEAST_LETTERS or (bool(lacking) and lacking == Counter("".join(words)))


def _describe(run: Sequence[int], tokens: Sequence[_Token], text: str) -> Lost:
    first, last = run[0], run[-1]
    before = tokens[max(0, first - AROUND) : first]
    after = tokens[last + 1 : last + 1 + AROUND]
    return Lost(
        " ".join(text[tokens[first].start : tokens[last].end].split()),
        len(run),
        frozenset(token.key for token in (*before, *after)),
    )


def shorten(texts: Sequence[str], most: int = 120) -> str:
    """Return phrases for the officer, each in quotes, as many as fit."""
    shown = ""
    for number, quoted in enumerate(_quote(texts, most)):
        longer = f"{shown}, {quoted}" if shown else quoted
        if shown and len(longer) > most:
            return f"{shown} và {len(texts) - number} chỗ khác"
        shown = longer
    return shown


def _quote(texts: Sequence[str], most: int) -> Iterator[str]:
    for text in texts:
        yield f"“{text}”" if len(text) <= most else f"“{text[:most].rstrip()} …”"
