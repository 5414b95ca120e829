"""In which charset a text stands: the letters say so, a font's name only hints.

A chunk (what stands between spaces) is read in every charset; those that give valid
syllables are its possible charsets. Counted over a run, a page or a document this is
evidence, and the charset that explains more chunks than Unicode does has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.datafile import read_lines
from pipeline.language.legacy import CP1258, LEGACY, TCVN3, UNICODE, VISCII, VNI, covers, decode
from pipeline.language.syllables import find_words, is_syllable

# Not \S: VISCII has letters where Unicode has the no-break space and other white space.
_CHUNK = re.compile(r"[^ \t\n\r\v\f]+")
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹƢƣƉ\u0300-\u036f]")
_TCVN3_SIGNS = "\xa1-\xac\xad\xae\xb5-\xb9\xbb-\xbe\xd7\xf7"
_GLUED_SIGN = re.compile(f"[^\\W\\d_][{_TCVN3_SIGNS}]|[{_TCVN3_SIGNS}][^\\W\\d_]")
_SIGNS = re.compile(f"[{_TCVN3_SIGNS}]{{2,}}")
_VNI_MARKED = re.compile("[aeouyôö][äåæëïøûü]", re.IGNORECASE)
_LATIN_1 = re.compile("[\x80-\xff]")
_UNIT = re.compile(r"\d[µ°·×]")
_ETH = str.maketrans("Ðð", "Đđ")  # typed for one another in Unicode; clean() mends them
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_OUTER = "«»“”‘’\"'().,;:!?[]…–—-•*/"

Evidence = Counter[frozenset[str]]
"""The weight of the chunks that may stand in each set of charsets; an empty set: in none."""

HARD = 4
"""Weight of a chunk that only one reading makes a syllable; a likelier reading weighs 1."""


@dataclass(frozen=True, slots=True)
class CharsetChoice:
    """A charset and whether the letters leave no doubt."""

    charset: str
    sure: bool


def find_chunks(text: str) -> Iterator[re.Match[str]]:
    """Yield the chunks of ``text`` that are not plain ASCII."""
    return (chunk for chunk in _CHUNK.finditer(text) if not chunk[0].isascii())


@lru_cache(maxsize=1 << 16)
def list_charsets(chunk: str) -> frozenset[str] | None:
    """Return the charsets that give valid syllables, None where ``chunk`` says nothing."""
    chunk = _INVISIBLE.sub("", chunk)
    if _UNICODE_ONLY.search(chunk):
        return frozenset((UNICODE,))
    core = chunk.strip(_OUTER)
    letterless = len(core) < 2 and not core.isalpha() and not _SIGNS.fullmatch(chunk)
    if _UNIT.search(chunk) or letterless or core == "µ":
        return None
    found = {charset for charset in LEGACY if _reads(chunk, charset)}
    marked = _list_marked(chunk.translate(_ETH))
    if not _GLUED_SIGN.search(core) and all(map(_is_word, marked)):
        if not found and not marked:
            return None
        found.add(UNICODE)
    softened = chunk.replace("\xad", "")  # a soft hyphen, or what is ư in TCVN3
    if softened != chunk and TCVN3 not in found and UNICODE in (list_charsets(softened) or ()):
        return frozenset((UNICODE,))
    if not found and not _LATIN_1.search(chunk):
        return None  # another script
    return frozenset(found)


@cache
def _list_common() -> frozenset[str]:
    return frozenset(word for line in read_lines("common_syllables.txt") for word in line.split())


def is_unlikely(chunk: str, charset: str) -> bool:
    """Tell whether words of ``chunk`` are frequent as they stand, and none is when decoded.

    Asked of TCVN3 and VNI only: "xã" is hardly ever "xó". The rest differ too little.
    """
    common, words = _list_common(), _list_marked(chunk)
    if charset not in (TCVN3, VNI) or not any(word.lower() in common for word in words):
        return False
    return not any(decode(word, charset).lower() in common for word in words)


def prefers_legacy(text: str, charset: str) -> bool:
    """Tell whether every doubtful word of ``text`` is frequent, but only when decoded.

    One word alone may be a rare name; one that is no word before it is decoded ("m«") is not.
    """
    common = _list_common()
    chunks = [chunk[0] for chunk in find_chunks(text) if list_charsets(chunk[0]) is not None]
    stored = {word.lower() for chunk in chunks for word in _list_marked(chunk)}
    decoded = {w for chunk in chunks for w in _list_marked(decode(chunk, charset).lower())}
    if len(stored) == 1 or text.isupper() or not decoded:
        return False
    return decoded <= common and not stored & common


def _reads(chunk: str, charset: str) -> bool:
    if not covers(chunk, charset):
        return False
    text = decode(chunk, charset)
    if charset in (VISCII, CP1258) and _GLUED_SIGN.search(text.strip(_OUTER)):
        return False
    # TCVN3 has no capitals with a tone, and VNI is typed in mixed case.
    marked = _list_marked(text.lower() if charset in (TCVN3, VNI) else text)
    return bool(marked) and all(is_syllable(word) for word in marked)


def _is_word(word: str) -> bool:
    return is_syllable(word) or (len(word) == 1 and word.lower() in "âêô")  # "â)" in a list


def _list_marked(text: str) -> list[str]:
    return [word for word in find_words(text) if not word.isascii()]


def weigh_text(text: str) -> Evidence:
    """Return the evidence of ``text``."""
    evidence: Evidence = Counter()
    for chunk in find_chunks(text):
        for charsets, weight in _weigh_chunk(chunk[0]):
            evidence[charsets] += weight
    return evidence


@lru_cache(maxsize=1 << 16)
def _weigh_chunk(chunk: str) -> tuple[tuple[frozenset[str], int], ...]:
    charsets = list_charsets(chunk)
    if charsets is None:
        return ()
    if UNICODE in charsets:
        likely = frozenset(name for name in charsets if not is_unlikely(chunk, name))
        return ((likely, 1 if {TCVN3, VNI} & charsets else HARD),)
    strong = charsets and (_GLUED_SIGN.search(chunk) or _VNI_MARKED.search(chunk))
    frequent = frozenset(name for name in charsets if _is_frequent(chunk, name))
    return (charsets, 2 * HARD if strong else HARD), (frequent or charsets, 1)


def _is_frequent(chunk: str, charset: str) -> bool:
    return set(_list_marked(decode(chunk, charset).lower())) <= _list_common()


def choose_charset(evidence: Evidence, hint: str = "") -> CharsetChoice | None:
    """Return the charset that ``evidence`` speaks for, None where it fits several.

    Args:
        evidence: what the letters allow.
        hint: the charset of the font's name; decides only between legacy charsets.
    """
    gains = {charset: count_for(evidence, charset) for charset in LEGACY}
    losses = {charset: count_against(evidence, charset) for charset in LEGACY}
    nets = {charset: gains[charset] - losses[charset] for charset in LEGACY}
    ranks = {charset: nets[charset] + _lean(charset, hint) for charset in LEGACY}
    best = max(LEGACY, key=lambda charset: (nets[charset] > 0, ranks[charset]))
    if nets[best] > 0 and _fits_half(evidence, best):
        rival = max(ranks[charset] for charset in LEGACY if charset != best)
        clear = ranks[best] > rival and (gains[best] > 2 * HARD or best == hint)
        return CharsetChoice(best, clear and losses[best] * HARD <= gains[best])
    rivals = (hint,) if hint in LEGACY else LEGACY
    if all(losses[charset] >= HARD for charset in rivals):
        return CharsetChoice(UNICODE, not any(gains[charset] > 2 * HARD for charset in LEGACY))
    return None


def _lean(charset: str, hint: str) -> int:
    """Return what is added to the weight of a charset before any letter is read."""
    if charset == hint:
        return HARD - 1
    return 1 - HARD if charset in (VISCII, CP1258) else 0


def count_for(evidence: Evidence, charset: str) -> int:
    """Return the weight of the chunks that are ``charset`` and cannot be Unicode."""
    return _count(evidence, charset, UNICODE)


def count_against(evidence: Evidence, charset: str) -> int:
    """Return the weight of the chunks that are Unicode and cannot be ``charset``."""
    return _count(evidence, UNICODE, charset)


def _count(evidence: Evidence, has: str, lacks: str) -> int:
    return sum(n for charsets, n in evidence.items() if has in charsets and lacks not in charsets)


def _fits_half(evidence: Evidence, charset: str) -> bool:
    fitting = sum(n for charsets, n in evidence.items() if charset in charsets)
    return fitting * 2 >= evidence.total()
