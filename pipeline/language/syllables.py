"""Which words can be Vietnamese: how the readers tell text from rubbish.

Rubbish, in office PDFs, is the layer of a scanner that reads English, fonts whose map to
letters is broken or missing, and look-alike letters of other scripts. A syllable is onset
+ rhyme + tone; the three lists below are the whole orthography, so that no dictionary is
shipped and rare names are as good as common words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # none huyền hỏi ngã sắc nặng
_STOP_TONES = ("\u0301", "\u0323")  # a syllable that ends in c, ch, p, t has sắc or nặng

_ONSETS = (
    "", "b", "ch", "d", "đ", "h", "kh", "l", "m", "n", "nh", "p", "ph", "r", "s", "t", "th",
    "tr", "v", "x",
)  # fmt: skip
_HARD_ONSETS = (("c", "k"), ("g", "gh"), ("ng", "ngh"))  # written so before a o u / e i y

_RHYME_LIST = """
a ai ao au ay am an ang anh ac ach ap at ăm ăn ăng ăc ăp ăt âu ây âm ân âng âc âp ât
e eo em en eng ec ep et ê êu êm ên ênh êch êp êt
i iu im in inh ich ip it ia iêu iêm iên iêng iêc iêp iêt y
o oi om on ong oc op ot oong ooc ô ôi ôm ôn ông ôc ôp ôt ôông ôôc ơ ơi ơm ơn ơp ơt
oa oai oao oay oam oan oang oanh oac oach oap oat oăm oăn oăng oăc oăt oe oeo oen oet
u ui um un ung uc up ut ua uôi uôm uôn uông uôc uôt uây uân uâng uât uê uên uênh uêch uơ
uy uya uyu uyên uyn uynh uych uyt uyêt uyp
ư ưi ưu ưm ưng ưc ưt ưa ươi ươu ươm ươn ương ươc ươp ươt
"""
_RHYMES = tuple(_RHYME_LIST.split())
_BARE_RHYMES = ("yêu", "yêm", "yên", "yêng", "yêt")  # iê- without an onset is written yê-

_NOT_PROSE = re.compile(r"\S*(?:@|://|www\.|\.vn\b|\.com\b|\d)\S*")
_HOLE = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x80-\x9f]")
_GLUED_HOLE = re.compile(
    r"[^\W\d_](?:\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x80-\x9f])"
    r"|(?:\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x80-\x9f])[^\W\d_]"
)
_ALIEN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0e80-\u0eff\u0e00-\u0e7f\u0530-\u05ff]")
_LATIN = re.compile("[A-Za-zÀ-ʯḀ-ỹ]")
_VOWEL = re.compile("[aeiouyAEIOUY]")
# Frequent words that lost their marks; none of them is Vietnamese so.
_BARE_WORDS = frozenset(("va", "cua", "duoc", "cac", "nguoi", "nuoc", "viec", "voi", "ve"))
# Maps that print ô as ơ and ò as ị: công, không, phòng, hòa, thông, ông, nông, đông ...
_SHIFTED = str.maketrans("ơị", "ôò")
_SHIFTED_WORDS = frozenset(
    ("công", "không", "phòng", "thông", "ông", "nông", "đông", "hòa", "đồng")
)

_GLIDES = ("oa", "oe", "uy")  # hòa or hoà, khỏe or khoẻ, thủy or thuỷ
_LETTER = "[^\\W\\d_²³¹¼-¾]"
_WORD = re.compile(f"{_LETTER}+(?:[\u0300-\u036f]+{_LETTER}*)*")


def _write_bases() -> Iterator[tuple[str, str]]:
    """Yield (onset, rhyme) as they are written, without the tone."""
    for rhyme in _RHYMES:
        front = rhyme[0] in "eêiy"
        for onset in _ONSETS:
            if onset or not rhyme.startswith("iê"):
                yield onset, rhyme
        for back_form, front_form in _HARD_ONSETS:
            if not (back_form == "g" and rhyme[0] in "iy"):
                yield (front_form if front else back_form), rhyme
        yield from _write_glided(rhyme)
    for rhyme in _BARE_RHYMES:
        yield "", rhyme


def _write_glided(rhyme: str) -> Iterator[tuple[str, str]]:
    """Yield the spellings with gi- and qu-, whose i and u belong to the onset."""
    if rhyme[0] == "i":
        yield "g", rhyme
        yield "gh", rhyme
    elif rhyme[0] != "y":
        yield "gi", rhyme
    if rhyme[0] in "aăâeêi" or rhyme in ("ơ", "ơi", "ơn", "ơt", "ôc"):
        yield "qu", rhyme
    elif rhyme.startswith(("uy", "uâ", "uê")):
        yield "qu", rhyme[1:]


def _tone_places(onset: str, rhyme: str) -> list[int]:
    """Return the letters of ``rhyme`` that may carry the tone, the old style first."""
    vowels = len(rhyme) - len(rhyme.lstrip("aăâeêioôơuưy"))
    shaped = [place for place in range(vowels) if rhyme[place] in "ăâêôơư"]
    if shaped:
        return [shaped[-1]]
    if vowels == 1:
        return [0]
    if rhyme[:2] in _GLIDES and vowels == 2:
        return [0, 1]  # also "hòan", a slip that offices print
    return [1] if vowels > 2 or len(rhyme) > vowels else [0]


@cache
def list_syllables() -> frozenset[str]:
    """Return every written syllable: NFC, lower case, both styles of tone placing."""
    found: set[str] = set()
    for onset, rhyme in _write_bases():
        stopped = rhyme.endswith(("c", "ch", "p", "t"))
        for place in _tone_places(onset, rhyme):
            head, tail = rhyme[: place + 1], rhyme[place + 1 :]
            for tone in _STOP_TONES if stopped else TONES:
                found.add(unicodedata.normalize("NFC", onset + head + tone + tail))
        if onset == "qu" and rhyme in ("a", "i", "y"):
            found.update(unicodedata.normalize("NFC", f"qu{tone}{rhyme}") for tone in TONES)
    return frozenset(found)


@cache
def _list_bare() -> frozenset[str]:
    return frozenset(strip_marks(onset + rhyme) for onset, rhyme in _write_bases())


@lru_cache(maxsize=1 << 16)
def is_bare_syllable(word: str) -> bool:
    """Tell whether ``word`` is a syllable, or would be with its marks: "nhan", "duoc"."""
    return strip_marks(word.lower()) in _list_bare()


def strip_marks(word: str) -> str:
    """Return ``word`` without any Vietnamese mark, đ as d."""
    parts = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in parts if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Tell whether ``word`` (lower case, Title or CAPITALS) can be a Vietnamese syllable."""
    text = unicodedata.normalize("NFC", word)
    lowered = text.lower()
    if lowered not in list_syllables():
        return False
    return text == lowered or text[1:] == lowered[1:] or text.isupper()


def find_words(text: str) -> list[str]:
    """Return the words of ``text``: runs of letters with their combining marks."""
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class _Counts:
    """What the words of a page look like."""

    words: int
    bare: int  # a Vietnamese syllable, were it not for marks
    marked: int  # has a letter that English has not
    odd: int  # marked, and no syllable
    wrong: int  # such, in lower case
    hollow: int  # capitals without a vowel
    noise: int  # no syllable: lower case without a vowel, capitals inside
    shifted: int  # a frequent word through a broken map
    mixed: int  # letters of two scripts


def share(text: str) -> float:
    """Return the share of words that are Vietnamese syllables, 0 to 1; 1 without any word.

    Numbers, addresses, abbreviations in capitals and some foreign names do not count
    against a text: up to four, or three words in ten, are forgiven.
    """
    words = _list_words(text)
    if not words:
        return 1.0
    good = sum(map(is_syllable, words))
    forgiven = sum(_is_foreign(word) for word in words if not is_syllable(word))
    counted = len(words) - min(forgiven, max(4, len(words) * 3 // 10))
    return min(1.0, good / counted) if counted > 0 else 1.0


def looks_rubbish(text: str) -> bool:
    """Tell whether ``text`` must not be printed as data: its page needs recognition.

    The text of one page, or of a large part of it, after charsets are decoded; a short
    piece is called rubbish only on plain evidence. Thresholds: bench/charset.py.
    """
    words = _list_words(text)
    if _has_holes(text, len(words)):
        return True
    if not words:
        return False
    counts = _count(words)
    return _is_alien(counts) or _is_shifted(counts) or _is_unmarked(counts, words)


def looks_broken(text: str) -> bool:
    """Tell whether letters of ``text`` are not those that were meant, whatever the language.

    Text without Vietnamese marks is no sign of it: it may be English, codes, or typed so.
    """
    words = _list_words(text)
    if _has_holes(text, len(words)):
        return True
    if not words:
        return False
    counts = _count(words)
    return _is_alien(counts) or _is_shifted(counts)


def _list_words(text: str) -> list[str]:
    return find_words(_NOT_PROSE.sub(" ", text))


def _is_foreign(word: str) -> bool:
    """Tell whether ``word`` may be an abbreviation or a foreign name."""
    return (word.isupper() and len(word) <= 8) or (word.isascii() and word[0].isupper())


def _has_holes(text: str, words: int) -> bool:
    glued, holes = len(_GLUED_HOLE.findall(text)), len(_HOLE.findall(text))
    if words < 8:
        return glued > 0 or holes > max(2, words)
    return glued > max(1, words * 0.02) or holes > words * 0.2


def _count(words: list[str]) -> _Counts:
    bad = [word for word in words if not is_syllable(word)]
    return _Counts(
        words=len(words),
        bare=sum(is_bare_syllable(word) for word in words),
        marked=sum(not word.isascii() for word in words),
        odd=sum(not word.isascii() for word in bad),
        wrong=sum(not word.isascii() and word.islower() for word in bad),
        hollow=sum(word.isupper() and not _VOWEL.search(strip_marks(word)) for word in bad),
        noise=sum(map(_is_noise, bad)),
        shifted=sum(_is_shifted_word(word) for word in words),
        mixed=sum(bool(_ALIEN.search(word) and _LATIN.search(word)) for word in bad),
    )


def _is_noise(word: str) -> bool:
    if word.islower():
        return len(word) > 1 and word.isascii() and not _VOWEL.search(word)
    return not word.isupper() and word[1:] != word[1:].lower() and not word[:2].isupper()


def _is_shifted_word(word: str) -> bool:
    lowered = word.lower()
    mended = lowered.translate(_SHIFTED)
    return mended != lowered and mended in _SHIFTED_WORDS


def _is_alien(counts: _Counts) -> bool:
    """Tell whether words of two scripts, or marked words that cannot be, are too many."""
    if counts.mixed > max(0 if counts.words < 30 else 1, counts.words * 0.02):
        return True
    return counts.wrong > max(2, counts.marked * 0.15)


def _is_shifted(counts: _Counts) -> bool:
    due, others = (1, 3) if counts.words < 12 else (2, 8)
    if counts.shifted * others <= counts.odd:
        return False  # names of the Highlands: Kông Lơng Khơng
    return counts.shifted >= due and counts.shifted > counts.marked * 0.01


def _is_unmarked(counts: _Counts, words: list[str]) -> bool:
    """Tell whether the marks of Vietnamese are missing, or words are noise."""
    if counts.noise > max(2, counts.words * 0.08):
        return True
    if counts.marked == 0 and any(word.lower() in _BARE_WORDS for word in words):
        return True
    if counts.words < 5:
        return False
    if counts.marked == 0 and counts.bare * 3 >= counts.words:
        return counts.bare + counts.hollow >= counts.words * 0.6
    if counts.words < 25:
        return False
    return counts.marked <= counts.words * 0.05 or counts.marked < counts.bare * 0.35
