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
from importlib import resources

from pipeline.read.legacy import CP1258, LEGACY, TCVN3, UNICODE, VISCII, VNI, covers, decode
from pipeline.read.syllables import find_words, is_syllable

# Not \S: VISCII has letters where Unicode has the no-break space and other white space.
_CHUNK = re.compile(r"[^ \t\n\r\v\f]+")
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u036f]")
_TCVN3_SIGNS = "\xa1-\xac\xad\xae\xb5-\xb9\xbb-\xbe"
_GLUED_SIGN = re.compile(f"[^\\W\\d_][{_TCVN3_SIGNS}]|[{_TCVN3_SIGNS}][^\\W\\d_]")
_VNI_MARKED = re.compile("[aeouyôö][äåæëïøûü]", re.IGNORECASE)
_UNIT = re.compile(r"\d[µ°·×]")
_OUTER = "«»“”‘’\"'().,;:!?[]…–—-•*/"

Evidence = Counter[frozenset[str]]
"""How many chunks may stand in each set of charsets; an empty set: in none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A charset and whether the letters leave no doubt."""

    charset: str
    sure: bool


def find_chunks(text: str) -> Iterator[re.Match[str]]:
    """Yield the chunks of ``text`` that are not plain ASCII."""
    return (chunk for chunk in _CHUNK.finditer(text) if not chunk[0].isascii())


@lru_cache(maxsize=1 << 16)
def list_charsets(chunk: str) -> frozenset[str] | None:
    """Return the charsets that give valid syllables, None where ``chunk`` says nothing."""
    if _UNICODE_ONLY.search(chunk):
        return frozenset((UNICODE,))
    core = chunk.strip(_OUTER)
    if _UNIT.search(chunk) or (len(core) < 2 and not core.isalpha()) or core == "µ":
        return None
    found = {charset for charset in LEGACY if _reads(chunk, charset)}
    marked = _list_marked(chunk)
    if not _GLUED_SIGN.search(core) and all(is_syllable(word) for word in marked):
        if not found and not marked:
            return None
        found.add(UNICODE)
    return frozenset(found)


@cache
def _list_common() -> frozenset[str]:
    path = resources.files("pipeline") / "data" / "common_syllables.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_unlikely(chunk: str, charset: str) -> bool:
    """Tell whether words of ``chunk`` are frequent as they stand, and none is when decoded.

    Asked of TCVN3 and VNI only: "xã" is hardly ever "xó". The rest differ too little.
    """
    common, words = _list_common(), _list_marked(chunk)
    if charset not in (TCVN3, VNI) or not any(word.lower() in common for word in words):
        return False
    return not any(decode(word, charset).lower() in common for word in words)


def prefers_legacy(text: str, charset: str) -> bool:
    """Tell whether every doubtful word of ``text`` is frequent only when decoded."""
    common = _list_common()
    words = _list_marked(text)
    return bool(words) and all(
        word.lower() not in common and decode(word, charset).lower() in common for word in words
    )


def _reads(chunk: str, charset: str) -> bool:
    if not covers(chunk, charset):
        return False
    text = decode(chunk, charset)
    if charset in (VISCII, CP1258) and _GLUED_SIGN.search(text.strip(_OUTER)):
        return False
    marked = _list_marked(text.lower())
    return bool(marked) and all(is_syllable(word) for word in marked)


def _list_marked(text: str) -> list[str]:
    return [word for word in find_words(text) if not word.isascii()]


def weigh_text(text: str) -> Evidence:
    """Return the evidence of ``text``; a sign that no Unicode word has counts twice."""
    evidence: Evidence = Counter()
    for chunk in find_chunks(text):
        charsets = list_charsets(chunk[0])
        if charsets is not None:
            evidence[_drop_unlikely(chunk[0], charsets)] += _weigh_chunk(chunk[0], charsets)
    return evidence


@lru_cache(maxsize=1 << 14)
def _drop_unlikely(chunk: str, charsets: frozenset[str]) -> frozenset[str]:
    if UNICODE not in charsets or len(charsets) == 1:
        return charsets
    return frozenset(charset for charset in charsets if not is_unlikely(chunk, charset))


def _weigh_chunk(chunk: str, charsets: frozenset[str]) -> int:
    if UNICODE in charsets or not charsets:
        return 1
    return 2 if _GLUED_SIGN.search(chunk) or _VNI_MARKED.search(chunk) else 1


def choose_charset(evidence: Evidence, hint: str = "") -> Choice | None:
    """Return the charset that ``evidence`` speaks for, None where it fits several.

    Args:
        evidence: what the letters allow.
        hint: the charset of the font's name; decides only between legacy charsets.
    """
    gains = {charset: _count(evidence, charset, UNICODE) for charset in LEGACY}
    losses = {charset: _count(evidence, UNICODE, charset) for charset in LEGACY}
    nets = {charset: gains[charset] - losses[charset] for charset in LEGACY}
    best = max(LEGACY, key=lambda charset: (nets[charset], charset == hint))
    if nets[best] > 0 and _fits_half(evidence, best):
        rival = max(nets[charset] for charset in LEGACY if charset != best)
        clear = nets[best] > rival or best == hint
        return Choice(best, clear and not losses[best] and (gains[best] > 1 or best == hint))
    rivals = (hint,) if hint in LEGACY else (TCVN3, VNI)
    if all(losses[charset] for charset in rivals):
        return Choice(UNICODE, not any(gains[charset] > 1 for charset in LEGACY))
    return None


def _count(evidence: Evidence, has: str, lacks: str) -> int:
    return sum(n for charsets, n in evidence.items() if has in charsets and lacks not in charsets)


def _fits_half(evidence: Evidence, charset: str) -> bool:
    fitting = sum(n for charsets, n in evidence.items() if charset in charsets)
    return fitting * 2 >= evidence.total()
