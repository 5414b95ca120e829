"""Which reading of a word is taken, and which cells need a look.

Signals, none of them enough alone: the two models differ; a model is not sure; the word
can be no Vietnamese; the plan or the product's own phrases have the same letters with other
marks beside the same neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.language.syllables import find_words, is_syllable
from pipeline.read.scan.words.engine import ReadWord
from pipeline.read.scan.words.mend import (
    ACUTE_TO_HOOK,
    HOOK_TO_ACUTE,
    find_known,
    is_lone_onset,
    is_placed,
    join_parted,
    mend_case,
    mend_known,
    mend_marks,
    part_joined,
)
from pipeline.read.scan.words.names import is_odd_name, mend_name
from pipeline.read.scan.words.pair import WordChoice
from pipeline.read.scan.words.signs import (
    drop_dirt,
    drop_last_signs,
    is_odd_sign,
    mend_sign,
    pair_quotes,
)
from pipeline.read.scan.words.support import (
    Support,
    are_confused,
    bare_word,
    find_neighbours,
    is_abbreviation,
    load_phrases,
    load_words,
    make_support,
)

FAIR = 0.8  # confidence of a word that phrases, place names or its neighbours confirm
KNOWN = 0.88  # of a word that stands in the product's own data, beside other neighbours
SURE = 0.9  # of any other word
SURE_RISKY = 0.95  # of a word whose twin with another mark exists too
_FAR = 5  # times more usual
_BEFORE_CAPITAL = ':.“"'


SURE_ALONE = 0.92  # of every word of a piece that one model only needs to read

_HATTED = frozenset("ấẩếểốổắẳ")
_DOTTED = frozenset("ìíỉ")
_ODD_SIGN = re.compile(r"[;|_~'‘’`´]")  # mostly dirt, a rule's rest or a comma misread
_MARK = re.compile(r"[-–—+*•…“”\"()]+|[.…]{3,}|/|&")  # signs that stand alone
_STRANGE = re.compile(r"[^\w\s“”\"'‘’()\[\],.;:!?…–—/&%+°*•#@-]|[_ªº¹²³ŒœßÞþÆæØøÅåÄäÖöËëÏïÜüÑñÇç]")
_HYPHENED = re.compile(r"[^\W\d_]-[^\W\d_]*[^\W\dA-ZĐ_]")  # Tân-Hòa; not TH-THCS
_LIKE_ROMAN = re.compile(
    r"(?=.*[HNL1l])(?=.*[IVXHNLl])[IVXHNL1l]{1,4}\."
)  # II. read as H., III. as HI.
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})[.)]?")


@dataclass(frozen=True, slots=True)
class Settled:
    """A word as it is taken, and whether it is in doubt."""

    word: ReadWord
    doubtful: bool


def gather_support(pieces: Iterable[Sequence[WordChoice]]) -> Support:
    """Return what the cells and paragraphs of a plan say together."""
    return make_support(" ".join(choice.word.text for choice in piece) for piece in pieces)


def is_sure(words: Sequence[ReadWord]) -> bool:
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


def settle_words(words: Sequence[WordChoice], plan: Support) -> list[Settled]:
    """Return the words of one cell, the better reading taken, each with its doubt.

    Args:
        words: in reading order.
        plan: what the whole plan says.
    """
    parted = part_joined(join_parted(words))
    mended = _mend_words(pair_quotes(drop_last_signs(parted)), plan)
    mended = _mend_words(mended, plan)  # again, beside neighbours that were mended
    texts = [choice.word.text for choice in mended]
    settled: list[Settled] = []
    for index, taken in enumerate(mended):
        before, after = find_neighbours(texts, index)
        doubtful = (
            is_odd_name(texts, index, begins=not before)
            or is_odd_sign(texts, index)
            or _is_doubtful(taken, before, after, plan)
        )
        doubtful = doubtful or (index == len(mended) - 1 < len(parted) - 1)
        if doubtful:
            taken = mend_known(mend_sign(taken, texts, index), before, after)
            taken = mend_name(taken, texts[:index])
            texts[index] = taken.word.text
        settled.append(Settled(taken.word, doubtful))
    return settled


def _mend_words(words: Sequence[WordChoice], plan: Support) -> list[WordChoice]:
    """Return the words with what can only be misread put right."""
    mended: list[WordChoice] = []
    texts = [choice.word.text for choice in words]
    for index, choice in enumerate(words):
        before, after = find_neighbours(texts, index)
        taken = _prefer(drop_dirt(choice), before, after, plan)
        begins = index == 0 or texts[index - 1][-1] in _BEFORE_CAPITAL
        taken = mend_case(mend_marks(taken, before, after, begins=begins), texts, index)
        texts[index] = taken.word.text
        mended.append(taken)
    return mended


def _prefer(choice: WordChoice, before: str, after: str, plan: Support) -> WordChoice:
    """Take the other model's reading where the neighbours know it and not the surer one."""
    if not choice.rival or " " in choice.rival:
        return choice
    mine, other = bare_word(choice.word.text), bare_word(choice.rival)
    if mine == other:
        return choice
    if _weigh(before, other, after, plan) > 3 * _weigh(before, mine, after, plan):
        return WordChoice(replace(choice.word, text=choice.rival), choice.word.text, True)
    return choice


def _weigh(before: str, word: str, after: str, plan: Support) -> int:
    return plan.weigh(before, word, after) + 3 * load_phrases().weigh(before, word, after)


def _is_doubtful(choice: WordChoice, before: str, after: str, plan: Support) -> bool:
    text, word = choice.word.text, bare_word(choice.word.text)
    if not word:
        alone = choice.rival is not None  # the other model sees nothing there, or a word
        return alone or choice.word.confidence < 0.5 or _MARK.fullmatch(text) is None
    if (
        (text.endswith(";") and choice.word.confidence < SURE_RISKY)
        or _STRANGE.search(text)
        or _HYPHENED.search(text)
        or (not before and _LIKE_ROMAN.fullmatch(text))
    ):
        return True
    if word == "x" and not before and not after:
        return choice.word.confidence < FAIR  # a tick
    phrased = load_phrases().weigh(before, word, after) > 0
    if is_lone_onset(text) and before != "#":
        return True
    if not phrased and (
        _is_contradicted(before, word, after, plan)
        or find_known(before, word, after)
        or _has_known_twin(before, word, after, plan)
    ):
        return True
    if _is_disputed(choice, before, after, plan):
        return True
    confirmed = (
        phrased or plan.weigh(before, word, after) >= 4 or is_placed(text, before, word, after)
    )
    known = word in load_words() and not _is_risky(text)
    if not (confirmed or known) and not _can_be(text):
        return True
    least = FAIR if confirmed else KNOWN if known else SURE_RISKY if _is_risky(text) else SURE
    return choice.word.confidence < least


def _has_known_twin(before: str, word: str, after: str, plan: Support) -> bool:
    """Tell whether a known phrase has the word with a mark taken for its own: dụ lịch, tố đội.

    Not where the plan itself writes so again, but for phrases that are far more usual.
    """
    phrases = load_phrases()
    twins = [
        *((before, one) for first, one in phrases.find_alike(before, word) if first == before),
        *((one, after) for one, last in phrases.find_alike(word, after) if last == after),
    ]
    for twin in twins:
        other, own = (twin[1], (before, word)) if twin[0] == before else (twin[0], (word, after))
        often = plan.pairs.get(own, 0)
        if are_confused(word, other) and (often <= 1 or often * _FAR <= phrases.pairs[twin]):
            return True
    return False


def _is_disputed(choice: WordChoice, before: str, after: str, plan: Support) -> bool:
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


def _is_risky(text: str) -> bool:
    """Tell whether a word may be one with another mark that both models take for this.

    They see an acute for a hook over a circumflex or a breve, and a mark where an i has its dot.
    """
    word = bare_word(text)
    if not _DOTTED.isdisjoint(word):
        return True
    swapped = word.translate(ACUTE_TO_HOOK)
    if swapped == word:
        swapped = word.translate(HOOK_TO_ACUTE)
    return swapped != word and is_syllable(swapped) and not _HATTED.isdisjoint(word)


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
