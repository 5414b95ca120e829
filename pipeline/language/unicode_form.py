"""Unicode text in one form: composed, one letter for each sound, no invisible characters.

Nothing that a reader of the page could see is changed.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.language.syllables import is_syllable
from pipeline.language.symbols import WITHOUT_FONT

# Whatever is not ASCII, a Vietnamese letter or common punctuation gets the slow path.
_ODD = re.compile(
    "[^\t\n -~À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
    "°²³½§×\u2010-\u2015\u2018-\u201f\u2022\u2026\u2264\u2265]"
)

_LINE_ENDS = re.compile("\r\n|[\r\v\f\u2028\u2029]")
_SPACES = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc\ufffe\uffff\ufff9-\ufffb"
_REMOVED = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f{_INVISIBLE}]")

# Latin-1 readers show the punctuation of cp1252 as controls.
_CP1252 = {
    place: letter
    for place in range(0x80, 0xA0)
    if (letter := bytes([place]).decode("cp1252", errors="ignore"))
}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
# Gha in place of ư, the African đ: neither is a letter of any language met in these papers.
_LETTERS = str.maketrans("ƣƢƉɖ", "ưƯĐđ")
_TABLE: dict[int, str | int | None] = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **_CP1252,
    **_LIGATURES,
    **WITHOUT_FONT,
    **_LETTERS,
}

_SHAPES = "\u0302\u0306\u031b"  # circumflex, breve, horn
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKED = re.compile(f"([AEIOUYaeiouy])([{_SHAPES}{_TONES}]{{2,}})")
_ETH = re.compile(r"[^\W\d_]*[Ðð][^\W\d_]*")
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXYaesijopcyxhdqwABEZHIKMNOPTYXo",
)
_LATIN = "A-Za-zÀ-ʯḀ-ỹ"
_ALIEN = re.compile("[\u0370-\u052f]")
_MIXED = re.compile(f"[{_LATIN}][\u0370-\u052f]|[\u0370-\u052f][{_LATIN}]")
_MIXED_WORD = re.compile(f"[{_LATIN}\u0370-\u052f]+")


def clean(text: str) -> str:
    """Return Unicode ``text`` composed, without doubled marks, look-alikes and controls.

    Legacy charsets are to be decoded first: a soft hyphen, ư in TCVN3, is dropped here.
    ``clean(clean(text)) == clean(text)``; a right word, whatever its spelling, stays.
    """
    if _ODD.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text
    while (cleaned := _clean_once(text)) != text:
        text = cleaned
    return text


def _clean_once(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text).translate(_TABLE)
    text = _order_marks(_REMOVED.sub("", text))
    text = _ETH.sub(_mend_eth, text) if "Ð" in text or "ð" in text else text
    return _MIXED_WORD.sub(_mend_twins, text) if _MIXED.search(text) else text


def _order_marks(text: str) -> str:
    """Compose ``text``: the shape of a vowel before its tone, each mark once."""
    parts = _MARKED.sub(_order_vowel, unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", parts)


def _order_vowel(match: re.Match[str]) -> str:
    marks = dict.fromkeys(match[2])
    return match[1] + "".join(sorted(marks, key=lambda mark: mark in _TONES))


def _mend_eth(match: re.Match[str]) -> str:
    """Return Đ for the Icelandic Ð where that makes a syllable or an abbreviation."""
    word = match[0]
    mended = word.replace("Ð", "Đ").replace("ð", "đ")
    return mended if is_syllable(mended) or word.isupper() else word


def _mend_twins(match: re.Match[str]) -> str:
    """Return Latin letters for Greek and Cyrillic twins in a word that is Latin otherwise."""
    word = match[0]
    mended = word.translate(_TWINS)
    aliens = len(_ALIEN.findall(word))
    if not aliens or _ALIEN.search(mended):
        return word
    vietnamese = is_syllable(mended) and not mended.isascii()
    return mended if aliens * 2 <= len(word) or (vietnamese and aliens < len(word)) else word
