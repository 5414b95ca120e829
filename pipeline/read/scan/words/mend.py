"""Misread letters that can only be such are mended: marks, capitals, letters set apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.language.syllables import is_syllable, strip_marks
from pipeline.read.scan.words.engine import ReadWord
from pipeline.read.scan.words.pair import WordChoice
from pipeline.read.scan.words.support import (
    bare_word,
    is_abbreviation,
    load_phrases,
    load_places,
    load_words,
)

ACUTE_TO_HOOK = str.maketrans("áắấéếíóốớúứý", "ảẳẩẻểỉỏổởủửỷ")
HOOK_TO_ACUTE = str.maketrans("ảẳẩẻểỉỏổởủửỷ", "áắấéếíóốớúứý")
_TO_PLAIN = str.maketrans("ìíỉ", "iii")
TILDE_TO_HOOK = str.maketrans("ẽễẵẫỗỡũữ", "ẻểẳẩổởủử")  # of capitals: THẼ for THỂ
_ALIKE_IN_CASE = frozenset("cosuvwxz")  # capitals that differ from small letters in height only
_SHORT_PLACE = re.compile(r"([A-ZĐ]?[^\W\dA-ZĐ_]+)(?:[PXH]|TP|TX|TT)\.?")  # no more capitals
_OPENING = "“\"'‘«(["
_USUAL = 5  # times that known phrases have a word beside its neighbours
_VOWELS = frozenset("aeiouy")


def join_parted(words: Sequence[WordChoice]) -> list[WordChoice]:
    """Join a letter that stands apart from the rest of its word: "v ực", "x uất"."""
    joined: list[WordChoice] = []
    for choice in words:
        before = joined[-1].word if joined else None
        if before is not None and _belong_together(joined, choice.word):
            joined[-1] = replace(
                joined[-1],
                word=ReadWord(
                    before.text + choice.word.text,
                    min(before.confidence, choice.word.confidence),
                    (before.box[0], before.box[1], choice.word.box[2], choice.word.box[3]),
                    before.baseline,
                    before.line,
                ),
                rival=None,
            )
        else:
            joined.append(choice)
    return joined


def part_joined(words: Sequence[WordChoice]) -> list[WordChoice]:
    """Part two words that were read as one: a known phrase's, "Ytế", or before "P.", "tếP."."""
    return [part for choice in words for part in _part(choice)]


def _part(choice: WordChoice) -> list[WordChoice]:
    word = choice.word
    short = _SHORT_PLACE.fullmatch(word.text)
    if short and is_syllable(short[1].lower()):
        return _cut(choice, short.end(1))
    bare = bare_word(word.text)
    if not word.text.lower().startswith(bare) or is_syllable(bare) or not bare.isalpha():
        return [choice]
    for at in range(1, len(bare)):
        if (bare[:at], bare[at:]) in load_phrases().pairs and is_syllable(bare[at:]):
            return _cut(choice, at)
    return [choice]


def _cut(choice: WordChoice, at: int) -> list[WordChoice]:
    word = choice.word
    x0, top, x1, bottom = word.box
    cut = x0 + (x1 - x0) * at / len(word.text)
    first = replace(word, text=word.text[:at], box=(x0, top, cut, bottom))
    second = replace(word, text=word.text[at:], box=(cut, top, x1, bottom))
    return [WordChoice(first, None, choice.asked), WordChoice(second, None, choice.asked)]


def mend_known(choice: WordChoice, before: str, after: str) -> WordChoice:
    """Give a word in doubt the one reading that known phrases have in its place.

    A capital is mended only where both neighbours say so: it may be a name's.
    """
    text = choice.word.text
    word = bare_word(text)
    phrases = load_phrases()
    if phrases.weigh(before, word, after):
        return choice
    known = find_known(before, word, after) if before and after else set()
    if not known and (text.islower() or not before):
        known = {
            other
            for other in _find_alike(before, word, after)
            if phrases.weigh(before, other, after) >= _USUAL
        }
    if len(known) != 1:
        return choice
    return WordChoice(replace(choice.word, text=put_in(text, word, known.pop())), text, asked=True)


def is_lone_onset(text: str) -> bool:
    """Tell whether a text is only the consonants that a word begins with; x is a tick."""
    letters = strip_marks(text)
    return (
        0 < len(text) <= 3
        and text.isalpha()
        and text.islower()
        and text != "x"
        and _VOWELS.isdisjoint(letters)
    )


def _belong_together(read: Sequence[WordChoice], word: ReadWord) -> bool:
    before = read[-1].word
    measured = len(read) > 1 and read[-2].word.text[-1:].isdigit()  # 5 m
    together = bare_word(before.text + word.text)
    tick = before.text == "x" and together in load_words()
    return (
        (is_lone_onset(before.text) or tick)
        and not measured
        and before.line == word.line
        and strip_marks(word.text[:1]) in _VOWELS
        and is_syllable(together)
    )


def mend_case(choice: WordChoice, cell: Sequence[str], index: int) -> WordChoice:
    """Give small letters back that were read as the same letter's capital: "cơ SỞ".

    Only in a cell that is mostly in small letters, and never in an abbreviation. In a heading
    the other way round: "PHỤ Lục".
    """
    text = choice.word.text
    if index and _continues_capitals(cell[index - 1], text):
        return WordChoice(replace(choice.word, text=text.upper()), text, asked=True)
    opening = text[: len(text) - len(text.lstrip(_OPENING))]
    first, rest = text[len(opening) :][:1], text[len(opening) :][1:]
    lowered = "".join(map(_lower_alike, rest))
    if lowered == rest or is_abbreviation(text) or _mostly_capital(cell):
        return choice
    if (first + rest).isupper():
        first = _lower_alike(first)
    if not lowered.islower() or not is_syllable(bare_word(first + lowered)):
        return choice
    return WordChoice(replace(choice.word, text=opening + first + lowered), text, asked=True)


def _continues_capitals(before: str, text: str) -> bool:
    """Tell whether a known phrase goes on in letters that may be capitals as the word before."""
    return (
        before.isupper()
        and not is_abbreviation(before)
        and text[:1].isupper()
        and len(text) > 1
        and all(strip_marks(letter) in _ALIKE_IN_CASE for letter in text[1:])
        and (bare_word(before), bare_word(text)) in load_phrases().pairs
    )


def _lower_alike(letter: str) -> str:
    return letter.lower() if strip_marks(letter).lower() in _ALIKE_IN_CASE else letter


def _mostly_capital(cell: Sequence[str]) -> bool:
    letters = [letter for text in cell for letter in text if letter.isalpha()]
    return sum(map(str.isupper, letters)) * 2 > len(letters)


def mend_marks(choice: WordChoice, before: str, after: str, *, begins: bool) -> WordChoice:
    """Give a common word the marks that the product's phrases have for it: chỉ hội, tập thế.

    Both models take a hook for an acute or a tilde and see one where there is none. A word
    that may be a name, in capitals where no sentence begins, is mended only where both its
    neighbours know it otherwise, or it stands in capitals as a whole.
    """
    text = choice.word.text
    word = bare_word(text)
    if not word or load_phrases().weigh(before, word, after):
        return choice
    if is_placed(text, before, word, after):
        return choice
    free = text[:1].islower() or begins or (len(text) > 1 and text.isupper())
    for table in (ACUTE_TO_HOOK, _TO_PLAIN, TILDE_TO_HOOK):
        better = word.translate(table)
        if better == word:
            continue
        known = [
            load_phrases().pairs.get(pair, 0) > 0 for pair in ((before, better), (better, after))
        ]
        if all(known) or (free and any(known)):
            return WordChoice(replace(choice.word, text=put_in(text, word, better)), text, True)
    return choice


def find_known(before: str, word: str, after: str) -> set[str]:
    """Return what the product's phrases have in place of a word between its neighbours."""
    pairs = load_phrases().pairs
    return {
        other
        for other in _find_alike(before, word, after)
        if (not before or (before, other) in pairs) and (not after or (other, after) in pairs)
    }


def _find_alike(before: str, word: str, after: str) -> set[str]:
    """Return the words with other marks that known phrases have beside one of the neighbours."""
    phrases = load_phrases()
    others = {pair[1] for pair in phrases.find_alike(before, word) if pair[0] == before}
    return others | {pair[0] for pair in phrases.find_alike(word, after) if pair[1] == after}


def is_placed(text: str, before: str, word: str, after: str) -> bool:
    """Tell whether the name of a commune has the word beside one of its neighbours."""
    places = load_places()
    return text[:1].isupper() and ((before, word) in places or (word, after) in places)


def put_in(text: str, word: str, better: str) -> str:
    """Return ``text`` with ``better`` in place of its word, case and punctuation kept."""
    at = text.lower().find(word)
    if at < 0 or len(better) != len(word):
        return text
    kept = "".join(
        new.upper() if old.isupper() else new
        for old, new in zip(text[at : at + len(word)], better, strict=True)
    )
    return text[:at] + kept + text[at + len(word) :]
