"""Where somebody lives or works, told by type words: hamlet, commune, district."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.language.keys import fold, squeeze
from pipeline.language.people import pattern_of

_LOCALITY_WORDS = pattern_of("hamlets", "streets")
_DASHED = pattern_of("dashed_communes")
_NAME = rf"(?:{_DASHED}|[^,;()\n]+?)"
_END = r"(?=\s*(?:[,;()]|$|\s[-–]\s|\s(?:thành phố|tp\.?|huyện|quận|thị xã|tỉnh)\b))"
COMMUNE = re.compile(
    r"(?:(?<=^)|(?<=[\s,(;-]))"
    r"(?<!hợp tác )(?P<kind>phường|xã|thị trấn|đặc khu|(?:[px]|tt|đk)\.(?=\s*\S))\s*+"
    r"(?P<name>(?!hội\b|hội,|[-,;]|này\b|ta\b)" + _NAME + r")" + _END,
    re.IGNORECASE,
)
_DASHED_NAME = re.compile(_DASHED, re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]\s+")
LOCALITY = re.compile(rf"^{_LOCALITY_WORDS}(?:\s|\.|\d)", re.IGNORECASE)
LOCALITY_INSIDE = re.compile(rf"(?<=\s){_LOCALITY_WORDS}\s+(?=\S)", re.IGNORECASE)
HIGHER = re.compile(
    r"^(?:thành phố|tp\b\.?|huyện|quận|thị xã|tx\b\.?|tỉnh|h\.|q\.)\s*\S", re.IGNORECASE
)
_FULL = {"p.": "phường", "x.": "xã", "tt.": "thị trấn", "đk.": "đặc khu"}
_HAMLET_INSIDE = re.compile(rf"(?<=\s)(?P<word>{pattern_of('hamlets')})\s+(?=\S)", re.IGNORECASE)
_POST = re.compile(r"^\w+ (?:đội )?(?:trưởng|phó|viên)\b")  # "Thôn đội trưởng"
_FORMER_MARK = re.compile(r"\s*\(\s*cũ\s*\)", re.IGNORECASE)
_FORMER = "\ue010cũ"  # a sign of the private area, none that parts words
_CAPITALS_END = frozenset(
    ("năm", "giai", "được", "trên", "tham", "đề", "theo", "đợt", "tại", "và", "có")
)
_NOW = re.compile(r"\bnay\s+(?:là|thuộc|sáp nhập vào)?\s*", re.IGNORECASE)
FORMER = re.compile(r"\s*\(?\bcũ\)?$", re.IGNORECASE)
_ABOVE = re.compile(
    r"\b(?:thành phố|tp|tỉnh|huyện|quận(?! sự)|thị xã|sở|ban thi đua)\b"
    r"|\b(?:thành|thị|tỉnh|huyện|quận) (?:đoàn|uỷ|ủy)\b"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of an address; what is not one of them is left over."""

    locality: str = ""
    commune: str = ""
    rest: tuple[str, ...] = ()


def split_parts(text: str) -> list[str]:
    """Return the parts of a cell between commas, semicolons, dashes and brackets.

    A dash inside a commune's own name ("phường Xuân Hương - Đà Lạt") parts nothing.
    """
    pieces = [
        part
        for piece in re.split(r"\s*[,;]\s*|\s*[()]\s*", _mark_former(squeeze(text)))
        for part in _split_dashes(piece)
    ]
    return [piece.strip(" .") for piece in pieces if piece.strip(" .")]


def _split_dashes(text: str) -> list[str]:
    names = [match.span() for match in _DASHED_NAME.finditer(text)]
    parts, start = [], 0
    for dash in _DASH.finditer(text):
        if not any(begin <= dash.start() < end for begin, end in names):
            parts.append(text[start : dash.start()])
            start = dash.end()
    return [*parts, text[start:]]


def is_above(body: str) -> bool:
    """Whether a body's own name says that it stands above the communes: "Sở Nội vụ"."""
    return bool(_ABOVE.search(fold(body)))


def find_hamlet(body: str) -> str:
    """Return the hamlet that a body's name holds: "Chi bộ xóm Chanh" gives "xóm Chanh".

    A type word in capitals is part of the body's name, unless a number follows.
    """
    for match in _HAMLET_INSIDE.finditer(body):
        words = body[match.end() :].split(" ")
        named = itertools.takewhile(_is_named, words[1:] if words[0] == "số" else words)
        name = " ".join([*words[: words[0] == "số"], *named]).strip(" ,.-/")
        if name not in ("", "số") and (match["word"][0].islower() or name[-1].isdigit()):
            return f"{match['word']} {name}"
    return ""


def _is_named(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()


def read_address(parts: Sequence[str]) -> Address:
    """Return hamlet and commune among ``parts``; the city or district is passed over."""
    localities: list[str] = []
    rest: list[str] = []
    commune = ""
    for whole in parts:
        part = _NOW.sub("", whole)
        found = find_commune(part)
        if HIGHER.match(part) and not found:
            continue
        if LOCALITY.match(part) and not _POST.match(fold(part)):
            localities.append(_before_commune(part))
        elif not found or not _is_commune(part):
            rest.append(part)
        if not commune or (found and (is_former(commune) or part != whole)):
            commune = found
    places = _show_former(", ".join(text for text in localities if text))
    return Address(places, commune, tuple(rest))


def is_former(commune: str) -> bool:
    """Whether a commune is printed as one that is no more: "xã Dân Hạ cũ"."""
    return bool(FORMER.search(commune))


def find_commune(text: str) -> str:
    """Return the commune that ``text`` names by its type word, in full, else "".

    The name ends where a word begins small; "cũ" behind it stays.
    """
    match = _last_commune(_mark_former(squeeze(text)))
    if match is None:
        return ""
    name = _cut_name(match["name"].strip(" ."))
    kind = fold(match["kind"])
    return _show_former(f"{_FULL.get(kind, kind)} {name}") if name else ""


def _mark_former(text: str) -> str:
    """The text with "(cũ)" joined to what stands before it, so that its brackets part nothing."""
    return _FORMER_MARK.sub(_FORMER, text)


def _show_former(text: str) -> str:
    return text.replace(_FORMER, " (cũ)")


def _cut_name(text: str) -> str:
    """A commune's name without what goes on behind it."""
    if _DASHED_NAME.match(text):
        return text
    words = text.split(" ")
    capitals = len(words) > 1 and text.isupper()
    kept: list[str] = []
    for word in words:
        ends = fold(word) in _CAPITALS_END if capitals and kept else word[0].islower()
        if (ends or not word) and not (kept and fold(word) == "cũ"):
            break
        kept.append(word)
    name = " ".join(kept)
    return name.title() if capitals and name.isupper() else name


def _last_commune(text: str) -> re.Match[str] | None:
    found = None
    position = 0
    while match := COMMUNE.search(text, position):
        name = match["name"].strip()
        if name[:1].isupper() or name[:1].isdigit():
            found = match
        position = match.start() + len(match["kind"])
    return found


def _is_commune(part: str) -> bool:
    """Whether a part is a commune and nothing else."""
    match = COMMUNE.match(part)
    if match is None:
        return False
    after = part[match.end() :].strip(" ,-.")
    return not after or bool(HIGHER.match(after))


def _before_commune(part: str) -> str:
    match = _last_commune(part)
    text = part[: match.start()] if match else part
    return text.strip(" ,-–.")
