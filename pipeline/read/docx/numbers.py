"""The numbers that Word prints before list paragraphs, though they stand nowhere in the text.

Many plans number their rows so: the ordinal's cell is empty in the file while the paper
shows "1.". Rules: ECMA-376 part 1, 17.9 (Numbering); where it is silent, what Word does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.language.symbols import draw_symbols
from pipeline.read.docx.package import MC, Element, W, find_value, is_on, to_int
from pipeline.read.docx.styles import ParagraphLook, WordStyles

_LEVELS = 9
_LONGEST = 780  # 27 is "aa": letters are repeated, up to thirty times; beyond, the digits
_PLACEHOLDER = re.compile("%([1-9])")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True, slots=True)
class ListNumber:
    """What is printed before a paragraph's text."""

    text: str  # "1.", "a)", the bullet's letter
    font: str | None  # None: the paragraph's own
    gap: str  # between number and text: " " or ""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 0
    kind: str = "decimal"
    digits: int = 0  # least number of digits
    text: str = ""
    gap: str = " "
    legal: bool = False  # higher levels are shown in Arabic numerals too
    restart: int | None = None  # begins anew only after this level (1-based); 0: never
    style: str | None = None
    font: str | None = None
    hidden: bool = False


@dataclass(slots=True)
class _Numbering:
    """One ``w:num``: the list that it counts in, and its levels."""

    list_id: str
    levels: dict[int, _Level]
    renewed: set[int] = field(default_factory=set)  # levels with a startOverride not yet used


class ListNumbers:
    """Counts the list paragraphs of one document in the order in which they stand."""

    def __init__(self, root: Element | None, styles: WordStyles) -> None:
        self._styles = styles
        self._abstracts: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        for child in () if root is None else root:
            if child.tag == W + "abstractNum":
                self._abstracts[child.get(W + "abstractNumId", "")] = child
            elif child.tag == W + "num":
                self._nums[child.get(W + "numId", "")] = child
        self._read: dict[str, _Numbering | None] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def take_number(self, look: ParagraphLook) -> ListNumber | None:
        """Count the next paragraph that looks so; None where Word prints no number."""
        if look.num_id is None:
            return None
        if look.num_id not in self._read:
            self._read[look.num_id] = self._read_numbering(look.num_id)
        numbering = self._read[look.num_id]
        if numbering is None:
            return None
        level = _choose_level(numbering, look)
        counts = self._counts.setdefault(numbering.list_id, {})
        _count(numbering, counts, level)
        rule = numbering.levels.get(level, _Level())
        if rule.hidden:
            return None
        text = _print_number(rule, numbering.levels, counts)
        return ListNumber(text, rule.font, rule.gap) if text.strip() else None

    def _read_numbering(self, num_id: str) -> _Numbering | None:
        num = self._nums.get(num_id)
        list_id = self._follow_links(num)
        if num is None or list_id is None:
            return None
        levels = dict(self._read_level(lvl) for lvl in self._abstracts[list_id].iter(W + "lvl"))
        numbering = _Numbering(list_id, levels)
        for override in num.iterchildren(W + "lvlOverride"):
            index = to_int(override.get(W + "ilvl"), 0)
            own = override.find(W + "lvl")
            if own is not None:
                levels[index] = self._read_level(own)[1]
            start = find_value(override, "startOverride")
            if start is not None:
                base = levels.get(index, _Level())
                levels[index] = replace(base, start=to_int(start, base.start))
                numbering.renewed.add(index)
        return numbering

    def _follow_links(self, num: Element | None) -> str | None:
        """Return the abstract list of ``num``, through a numbering style where one is named."""
        seen: set[str] = set()
        while num is not None:
            list_id = find_value(num, "abstractNumId")
            if list_id is None or list_id not in self._abstracts or list_id in seen:
                return None
            seen.add(list_id)
            style = find_value(self._abstracts[list_id], "numStyleLink")
            if style is None:
                return list_id
            num = self._nums.get(self._styles.numbering_of_style(style) or "")
        return None

    def _read_level(self, lvl: Element) -> tuple[int, _Level]:
        kind, digits = _read_format(lvl)
        text = find_value(lvl, "lvlText") or ""
        if kind == "bullet" and lvl.find(W + "lvlPicBulletId") is not None:
            text = "•"
        look = self._styles.look_at_paragraph(None).run
        own = self._styles.look_at_run(lvl.find(W + "rPr"), look)
        restart = find_value(lvl, "lvlRestart")
        return to_int(lvl.get(W + "ilvl"), 0), _Level(
            start=to_int(find_value(lvl, "start"), 0),
            kind=kind,
            digits=digits,
            text=text,
            gap="" if find_value(lvl, "suff") == "nothing" else " ",
            legal=bool(is_on(lvl.find(W + "isLgl"))),
            restart=None if restart is None else to_int(restart, 0),
            style=find_value(lvl, "pStyle"),
            font=None if own.font == look.font else own.font,
            hidden=bool(own.hidden),
        )


def _read_format(lvl: Element) -> tuple[str, int]:
    """Return the kind of number and its least digits; "custom" formats are 01, 001, ..."""
    found = lvl.find(W + "numFmt")
    if found is None:
        found = lvl.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if found is None:
        return "decimal", 0
    kind = found.get(W + "val", "decimal")
    if kind == "custom":
        return "decimal", len(found.get(W + "format", "").partition(",")[0].strip())
    return kind, 2 if kind == "decimalZero" else 0


def _choose_level(numbering: _Numbering, look: ParagraphLook) -> int:
    """Return the paragraph's own level, else that which the list links to its style."""
    if look.level is None:
        linked = {level.style: index for index, level in numbering.levels.items()}
        for style in look.styles:
            if style in linked:
                return linked[style]
    level = look.style_level if look.level is None else look.level
    return min(level or 0, _LEVELS - 1)


def _count(numbering: _Numbering, counts: dict[int, int], level: int) -> None:
    """Advance ``counts`` (shared by all that count in one list) by a paragraph of ``level``."""
    if level in counts and level not in numbering.renewed:
        counts[level] += 1
    else:
        counts[level] = numbering.levels.get(level, _Level()).start
    numbering.renewed.discard(level)
    for lower in range(level + 1, _LEVELS):
        restart = numbering.levels.get(lower, _Level()).restart
        if restart is None or level < restart:
            counts.pop(lower, None)


def _print_number(rule: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if rule.kind == "bullet":
        drawn = draw_symbols(rule.text, rule.font or "")
        return drawn or ("•" if "\ue000" <= rule.text <= "\uf8ff" else rule.text)

    def show(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        level = levels.get(index, _Level())
        value = counts.get(index, level.start)
        return format_number(value, "decimal" if rule.legal else level.kind, level.digits)

    return "" if rule.kind == "none" and not rule.text else _PLACEHOLDER.sub(show, rule.text)


def format_number(value: int, kind: str, digits: int = 0) -> str:
    """Return ``value`` as Word prints it in the number format ``kind`` (ST_NumberFormat)."""
    if kind in ("none", "bullet"):
        return ""
    if kind.endswith("Letter") and 0 < value <= _LONGEST:
        text = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
    elif kind.endswith("Roman") and 0 < value < 4000:
        text = to_roman(value)
    else:
        return str(value).zfill(digits)
    return text.upper() if kind.startswith("upper") else text


def to_roman(value: int) -> str:
    """Return a number in small Roman letters."""
    text = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        text += letters * count
    return text
