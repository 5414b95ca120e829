"""Which reading of a word is taken, and which cells need a look.

Signals, none of them enough alone: the two models differ; a model is not sure; the word
can be no Vietnamese; the plan or the product's own phrases have the same letters with other
marks beside the same neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.read.ocr import Word
from pipeline.read.ocr_pair import Choice
from pipeline.read.scan_words import (
    Support,
    bare_word,
    find_neighbours,
    is_abbreviation,
    load_clans,
    load_phrases,
    load_places,
    load_words,
    make_support,
)
from pipeline.read.syllables import find_words, is_syllable, strip_marks

FAIR = 0.75  # confidence of a word that phrases, place names or its neighbours confirm
SURE = 0.88  # of any other word
SURE_RISKY = 0.95  # of a word whose twin with another mark exists too
_BEFORE_CAPITAL = ':.“"'


SURE_ALONE = 0.92  # of every word of a piece that one model only needs to read

_ACUTE_TO_HOOK = str.maketrans("áắấéếíóốớúứý", "ảẳẩẻểỉỏổởủửỷ")
_TO_PLAIN = str.maketrans("ìíỉ", "iii")
_HOOK_TO_ACUTE = str.maketrans("ảẳẩẻểỉỏổởủửỷ", "áắấéếíóốớúứý")
_HATTED = frozenset("ấẩếểốổắẳ")
_DOTTED = frozenset("ìíỉ")
_ODD_SIGN = re.compile(r"[;|_~'‘’`´]")  # mostly dirt, a rule's rest or a comma misread
_MARK = re.compile(r"[-–—+*•:;,.…“”\"()]+")  # signs that stand alone
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})[.)]?")


@dataclass(frozen=True, slots=True)
class Settled:
    """A word as it is taken, and whether it is in doubt."""

    word: Word
    doubtful: bool


def gather_support(pieces: Iterable[Sequence[Choice]]) -> Support:
    """Return what the cells and paragraphs of a plan say together."""
    return make_support(" ".join(choice.word.text for choice in piece) for piece in pieces)


def is_sure(words: Sequence[Word]) -> bool:
    """Tell whether what one model read needs no second reading."""
    texts = [word.text for word in words]
    for index, word in enumerate(words):
        if word.confidence < SURE_ALONE or not _can_be(word.text):
            return False
        if _ODD_SIGN.search(word.text) or not bare_word(word.text):
            return False
        before, after = find_neighbours(texts, index)
        phrased = load_phrases().weigh(before, bare_word(word.text), after)
        if _is_risky(word.text) and not phrased:
            return False
    return bool(words)


def settle_words(words: Sequence[Choice], plan: Support) -> list[Settled]:
    """Return the words of one cell, the better reading taken, each with its doubt.

    Args:
        words: in reading order.
        plan: what the whole plan says.
    """
    settled: list[Settled] = []
    texts = [choice.word.text for choice in words]
    for index, choice in enumerate(words):
        before, after = find_neighbours(texts, index)
        taken = _prefer(_drop_dirt(choice), before, after, plan)
        begins = index == 0 or words[index - 1].word.text[-1] in _BEFORE_CAPITAL
        taken = _mend(taken, before, after, begins=begins)
        texts[index] = taken.word.text
        doubtful = _is_odd_clan(texts[: index + 1]) or _is_doubtful(taken, before, after, plan)
        settled.append(Settled(taken.word, doubtful))
    return settled


def _drop_dirt(choice: Choice) -> Choice:
    """Leave out an apostrophe before a word: Vietnamese has none, dirt and rules make some."""
    text = choice.word.text
    clean = text.lstrip("'‘’`´|_~")
    if clean in ("", text) or any(sign in clean for sign in "'’"):
        return choice
    return replace(choice, word=replace(choice.word, text=clean))


def _prefer(choice: Choice, before: str, after: str, plan: Support) -> Choice:
    """Take the other model's reading where the neighbours know it and not the surer one."""
    if not choice.rival or " " in choice.rival:
        return choice
    mine, other = bare_word(choice.word.text), bare_word(choice.rival)
    if mine == other:
        return choice
    if _weigh(before, other, after, plan) > 3 * _weigh(before, mine, after, plan):
        return Choice(replace(choice.word, text=choice.rival), choice.word.text, True)
    return choice


def _weigh(before: str, word: str, after: str, plan: Support) -> int:
    return plan.weigh(before, word, after) + 3 * load_phrases().weigh(before, word, after)


def _mend(choice: Choice, before: str, after: str, *, begins: bool) -> Choice:
    """Give a common word the marks that the product's phrases have for it: chỉ hội, tập thế.

    Both models take a hook for an acute and see one where there is none. Only words that
    cannot be names are mended: in lower case, or where a sentence begins.
    """
    text = choice.word.text
    word = bare_word(text)
    if not word or not (text[:1].islower() or begins):
        return choice
    if load_phrases().weigh(before, word, after) or _is_placed(text, before, word, after):
        return choice
    acute = word.translate(_ACUTE_TO_HOOK)
    plain = word.translate(_TO_PLAIN)
    if acute != word and load_phrases().weigh(before, acute, after):
        better = acute
    elif plain != word and load_phrases().weigh(before, plain, after):
        better = plain
    else:
        return choice
    return Choice(replace(choice.word, text=_put_in(text, word, better)), text, True)


def _put_in(text: str, word: str, better: str) -> str:
    """Return ``text`` with ``better`` in place of its word, case and punctuation kept."""
    at = text.lower().find(word)
    if at < 0 or len(better) != len(word):
        return text
    kept = "".join(
        new.upper() if old.isupper() else new
        for old, new in zip(text[at : at + len(word)], better, strict=True)
    )
    return text[:at] + kept + text[at + len(word) :]


def _is_doubtful(choice: Choice, before: str, after: str, plan: Support) -> bool:
    text, word = choice.word.text, bare_word(choice.word.text)
    if not word:
        alone = choice.rival is not None  # the other model sees nothing there, or a word
        return alone or choice.word.confidence < 0.5 or _MARK.fullmatch(text) is None
    phrased = load_phrases().weigh(before, word, after) > 0
    if not phrased and _is_contradicted(before, word, after, plan):
        return True
    if _is_disputed(choice, before, after, plan):
        return True
    confirmed = (
        phrased
        or plan.weigh(before, word, after) >= 4
        or (word in load_words() and not _is_risky(text))
        or _is_placed(text, before, word, after)
    )
    if not confirmed and not _can_be(text):
        return True
    return choice.word.confidence < _least(text, confirmed=confirmed)


def _is_odd_clan(texts: Sequence[str]) -> bool:
    """Tell whether the last word, a family name, lacks the marks of a known one: ông Định."""
    clans, titles = load_clans()
    *before, text = texts
    near = [bare_word(word) for word in before[-2:]]
    word = bare_word(text)
    if not text[:1].isupper() or word in clans or titles.isdisjoint((" ".join(near), *near[-1:])):
        return False
    return strip_marks(word) in {strip_marks(clan) for clan in clans}


def _is_disputed(choice: Choice, before: str, after: str, plan: Support) -> bool:
    """Tell whether the other model reads another word, and nothing decides between them."""
    if choice.rival is None:
        return False
    if (";" in choice.word.text) != (";" in choice.rival):
        return True  # one of them took a comma for it
    mine, other = bare_word(choice.word.text), bare_word(choice.rival)
    if mine == other:
        return False
    support, against = (
        plan.weigh(before, word, after) + 3 * load_phrases().weigh(before, word, after)
        for word in (mine, other)
    )
    return support < 4 or support < 3 * against


def _least(text: str, *, confirmed: bool) -> float:
    """Return the confidence from which on a word is believed."""
    if confirmed:
        return FAIR
    if _is_risky(text):
        return SURE_RISKY
    return SURE


def _is_risky(text: str) -> bool:
    """Tell whether a word may be one with another mark that both models take for this.

    They see an acute for a hook over a circumflex or a breve, and a mark where an i has its dot.
    """
    word = bare_word(text)
    if not _DOTTED.isdisjoint(word):
        return True
    swapped = word.translate(_ACUTE_TO_HOOK)
    if swapped == word:
        swapped = word.translate(_HOOK_TO_ACUTE)
    return swapped != word and is_syllable(swapped) and not _HATTED.isdisjoint(word)


def _is_placed(text: str, before: str, word: str, after: str) -> bool:
    """Tell whether the name of a commune has the word beside one of its neighbours."""
    places = load_places()
    return text[:1].isupper() and ((before, word) in places or (word, after) in places)


def _is_contradicted(before: str, word: str, after: str, plan: Support) -> bool:
    """Tell whether the plan itself writes the word with other marks, and more often so."""
    own = plan.weigh(before, word, after)
    rivals = [
        *(plan.pairs[pair] for pair in plan.find_alike(before, word) if pair[0] == before),
        *(plan.pairs[pair] for pair in plan.find_alike(word, after) if pair[1] == after),
    ]
    return any(count >= own for count in rivals)


def _can_be(text: str) -> bool:
    """Tell whether every part of a word is Vietnamese, a number or an abbreviation."""
    if is_abbreviation(text) or not any(map(str.isalpha, text)) or _ROMAN.fullmatch(text):
        return True
    return all(is_syllable(part) for part in find_words(text)) and not (
        any(map(str.isdigit, text)) and any(map(str.isalpha, text))
    )
