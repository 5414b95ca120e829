"""Signs and digits of recognised text: what dirt makes of them, and what they are taken for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.language.syllables import is_syllable
from pipeline.read.scan.words.pair import WordChoice
from pipeline.read.scan.words.support import PLACE_WORDS, bare_word, load_places

_LONE_SIGNS = re.compile(r"[.,;:'`´‘’|~_–—-]+")
_JOINED_NUMBERS = re.compile(r"\d{1,2},\d{1,2}\D?")  # 6, 7 or 6,7: models lose the space
_RUN_ON = re.compile(r"[^\W\dA-ZĐ_]{2}[.:,;][^\W\dA-ZĐ_]{2}")  # lĩnh vực.xây dựng
_QUOTES = frozenset('“”"')
_COUNTED = frozenset(  # a number stands after them
    ("số", "khối", "lớp", "tổ", "đội", "khu", "thôn", "xóm", "nhóm", "tháng", "ngày", "quý")
)
_SHORT_PLACES = frozenset(("X,", "P,", "H,", "TP,", "TX,", "TT,"))  # a stop is due: X. Yên Mông
_FOR_DIGITS = str.maketrans("óÓoOlI", "660011")
_FOR_ROMAN = str.maketrans("L1lN", "IIIH")  # H and N are two strokes
_ROMAN = re.compile(r"(?=[IVX]{2})(?:IX|IV|V?I{0,3})\.")
_LIKE_NUMBER = re.compile(r"[\dóÓoOlI]+[.,;]?")


def drop_last_signs(words: Sequence[WordChoice]) -> list[WordChoice]:
    """Leave out signs that stand alone at the end of a text: dirt, as no list prints them so."""
    kept = list(words)
    while len(kept) > 1 and _LONE_SIGNS.fullmatch(kept[-1].word.text):
        kept.pop()
    return kept


def drop_dirt(choice: WordChoice) -> WordChoice:
    """Leave out an apostrophe before a word: Vietnamese has none, dirt and rules make some."""
    text = choice.word.text
    clean = text.lstrip("'‘’`´|_~")
    if clean in ("", text) or any(sign in clean for sign in "'’"):
        return choice
    return replace(choice, word=replace(choice.word, text=clean))


def pair_quotes(words: Sequence[WordChoice]) -> list[WordChoice]:
    """Close with the same kind of sign what “ has opened: models take ” for a straight one."""
    paired: list[WordChoice] = []
    opened = False
    for choice in words:
        text = choice.word.text
        if opened and text.count('"') == 1 and not text.startswith('"'):
            choice = replace(choice, word=replace(choice.word, text=text.replace('"', "”")))
        opened = text.rfind("“") > max(text.rfind("”"), text.rfind('"')) or (
            opened and "”" not in text and '"' not in text
        )
        paired.append(choice)
    return paired


def is_odd_sign(texts: Sequence[str], index: int) -> bool:
    """Tell whether a sign or a digit beside a word can hardly have been printed so.

    A comma ends the cell; a semicolon stands where a colon is due; a full stop parts the kind
    of a place from its name, or the words of a sentence; two words or numbers run together; a
    letter stands where a number is due; a quotation has no end; a comma ends "X." for xã.
    """
    text, after = texts[index], texts[index + 1 : index + 2]
    if (
        _JOINED_NUMBERS.fullmatch(text)
        or _RUN_ON.search(text)
        or _is_letter_for_digit(texts[: index + 1])
    ):
        return True
    if text[0] in _QUOTES and not any(sign in _QUOTES for sign in " ".join(texts[index:])[1:]):
        return True
    if not after:
        return text.endswith(",")
    if text in _SHORT_PLACES:
        return after[0][:1].isupper()
    if text.endswith(".") and text[:-1].islower() and is_syllable(text[:-1]):
        return after[0][:1].islower() or _has_dirty_stop(texts[index:])
    return text.endswith(";") and after[0][:1].isupper()


def mend_sign(choice: WordChoice, texts: Sequence[str], index: int) -> WordChoice:
    """Put right what ``is_odd_sign`` doubts, or digits in a word, where only one is meant."""
    text, after = texts[index], " ".join(texts[index + 1 : index + 2])
    better = text
    if after[:1].isupper() and text.lower() == "hình;":
        better = f"{text[:-1]}:"  # "với mô hình: Trồng ..."
    elif _has_dirty_stop(texts[index:]):
        better = text[:-1]
    elif text in _SHORT_PLACES and after[:1].isupper():
        better = f"{text[:-1]}."
    elif index == 0 and _ROMAN.fullmatch(text.translate(_FOR_ROMAN).replace("H", "II")):
        better = text.translate(_FOR_ROMAN).replace("H", "II")
    elif _LIKE_NUMBER.fullmatch(text) and (
        any(map(str.isdigit, text)) or _is_letter_for_digit(texts[: index + 1])
    ):
        better = text.translate(_FOR_DIGITS)
    if better == text:
        return choice
    return WordChoice(replace(choice.word, text=better), text, asked=True)


def _has_dirty_stop(texts: Sequence[str]) -> bool:
    """Tell whether a full stop parts the kind of a place from its name: "xã. Thịnh Minh"."""
    kind, name = texts[0][:-1], [bare_word(text) for text in texts[1:3]]
    return (
        texts[0].endswith(".")
        and kind in PLACE_WORDS
        and len(name) > 0
        and texts[1][:1].isupper()
        and all(pair in load_places() for pair in pairwise((kind, *name)))
    )


def _is_letter_for_digit(texts: Sequence[str]) -> bool:
    """Tell whether the last word is ó, o or l after what is counted, "số ó", or "lớp I"."""
    if len(texts) < 2:
        return False
    word, counted = bare_word(texts[-1]), bare_word(texts[-2])
    small = texts[-1][:1].islower() and word in ("ó", "o", "l") and counted in _COUNTED
    return small or (word == "i" and counted == "lớp")
