"""Names of people and places in recognised text: marks that no such name has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.language.syllables import strip_marks
from pipeline.read.scan.words.mend import ACUTE_TO_HOOK, HOOK_TO_ACUTE, TILDE_TO_HOOK, put_in
from pipeline.read.scan.words.pair import WordChoice
from pipeline.read.scan.words.support import (
    PLACE_WORDS,
    bare_word,
    find_place_alike,
    load_clans,
    load_names,
    load_places,
)

_PLACE_WORDS = PLACE_WORDS | {"x", "p", "h", "tp"}


def is_odd_name(texts: Sequence[str], index: int, *, begins: bool) -> bool:
    """Tell whether a word of a name, or the form of address before one, has odd marks.

    Args:
        texts: the words of a cell.
        index: of the word.
        begins: nothing but a sign stands before it.
    """
    read = texts[: index + 1]
    title = begins and _is_odd_title(texts[index : index + 2])
    return title or _is_odd_clan(read) or _is_odd_given_name(read) or _is_odd_place(read)


def _is_odd_title(texts: Sequence[str]) -> bool:
    """Tell whether a word before a family name lacks the marks of a form of address: Ong Lê."""
    clans, titles = load_clans()
    word = bare_word(texts[0])
    if len(texts) < 2 or bare_word(texts[1]) not in clans or not texts[1][:1].isupper():
        return False
    return word not in titles and strip_marks(word) in {strip_marks(one) for one in titles}


def _is_odd_clan(texts: Sequence[str]) -> bool:
    """Tell whether the last word, a family name, lacks the marks of a known one: ông Định."""
    clans, titles = load_clans()
    *before, text = texts
    near = [bare_word(word) for word in before[-2:]]
    word = bare_word(text)
    if not text[:1].isupper() or word in clans or titles.isdisjoint((" ".join(near), *near[-1:])):
        return False
    return strip_marks(word) in {strip_marks(clan) for clan in clans}


def _is_odd_given_name(texts: Sequence[str]) -> bool:
    """Tell whether a given name is none that is usual, and its letters are one's: bà Trần Thu Hãng.

    A given name stands after a family name, words in capitals between.
    """
    word = bare_word(texts[-1])
    usual = load_names().get(strip_marks(word))
    if usual is None or word in usual or not texts[-1][:1].isupper():
        return False
    clans, _ = load_clans()
    for text in reversed(texts[-4:-1]):
        if not text.isalpha() or not text[:1].isupper():
            return False
        if bare_word(text) in clans:
            return True
    return False


def _is_odd_place(texts: Sequence[str]) -> bool:
    """Tell whether the last word of a commune's name has marks that no commune has there."""
    if len(texts) < 2 or not texts[-1][:1].isupper():
        return False
    before, word = bare_word(texts[-2]), bare_word(texts[-1])
    if before == word and word in _PLACE_WORDS:
        return True  # phường Phương Lâm, read as phường Phường Lâm
    near = {bare_word(text) for text in texts[-4:-1]}
    if near.isdisjoint(_PLACE_WORDS) or (before, word) in load_places():
        return False
    return bool(find_place_alike(before, word))


def mend_name(choice: WordChoice, before: Sequence[str]) -> WordChoice:
    """Give a name in doubt the marks of the one family or given name that is written so.

    The only family name of these letters after a form of address; the only given name where
    acute, hook and tilde were read for one another: Định Văn Uấn.
    """
    text = choice.word.text
    word = bare_word(text)
    if not text[:1].isupper() or not word:
        return choice
    clans, titles = load_clans()
    near = [bare_word(one) for one in before[-2:]]
    alike = {clan for clan in clans if strip_marks(clan) == strip_marks(word)}
    if titles.isdisjoint((" ".join(near), *near[-1:])):
        usual = load_names().get(strip_marks(word), frozenset())
        tables = (ACUTE_TO_HOOK, HOOK_TO_ACUTE, TILDE_TO_HOOK)
        alike = {word.translate(table) for table in tables} & usual
        if not any(bare_word(one) in clans for one in before[-3:]):
            return choice
    if word in alike or len(alike) != 1:
        return choice
    return WordChoice(replace(choice.word, text=put_in(text, word, alike.pop())), text, asked=True)
