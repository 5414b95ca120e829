"""Where somebody lives or works, told by type words: hamlet, commune, district."""

from __future__ import annotations

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
    r"(?<!hợp tác )(?P<kind>phường|xã|thị trấn|đặc khu|p\.(?=\s*\S)|x\.(?=\s*\S)|tt\.(?=\s*\S))\s*+"
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
_FULL = {"p.": "phường", "x.": "xã", "tt.": "thị trấn"}


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
        for piece in re.split(r"\s*[,;]\s*|\s*[()]\s*", squeeze(text))
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


def read_address(parts: Sequence[str]) -> Address:
    """Return hamlet and commune among ``parts``; the city or district is passed over."""
    localities: list[str] = []
    rest: list[str] = []
    commune = ""
    for part in parts:
        found = find_commune(part)
        if HIGHER.match(part) and not found:
            continue
        if LOCALITY.match(part):
            localities.append(_before_commune(part))
        elif not found or not _is_commune(part):
            rest.append(part)
        commune = commune or found
    return Address(", ".join(text for text in localities if text), commune, tuple(rest))


def find_commune(text: str) -> str:
    """Return the commune that ``text`` names by its type word, in full, else ""."""
    match = _last_commune(squeeze(text))
    if match is None:
        return ""
    name = match["name"].strip(" .")
    if not name or not (name[0].isupper() or name[0].isdigit()):
        return ""
    kind = fold(match["kind"])
    return f"{_FULL.get(kind, kind)} {name}"


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
