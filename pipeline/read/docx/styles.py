"""How a paragraph or run of a Word file looks: font, bold, hidden, struck, raised, list level.

The font tells how its letters are encoded, hidden text is not printed, struck text was
withdrawn, and a list number may come from a style. Styles are resolved when they are first
used: a usual file carries hundreds and uses five.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TypeVar

from pipeline.read.docx.colours import read_colour, read_shade
from pipeline.read.docx.package import Element, W, find_value, is_on, to_int

_A = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
# Vietnamese letters of legacy fonts are "high ANSI", so that font goes first.
_FONT_KEYS = tuple(W + key for key in ("hAnsiTheme", "hAnsi", "asciiTheme", "ascii"))
_ALIGNED = {"superscript": 1, "subscript": -1, "baseline": 0}
_RAISED = 4  # half points: less is a typist's finish
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class RunLook:
    """What matters of a run's looks; None: not said at this place."""

    font: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    raised: int | None = None  # 1 above the line, -1 below it, 0 on it
    colour: str | None = None  # of the letters; "" where Word chooses it
    shade: str | None = None  # behind the letters; "" where there is none


_RUN_LOOKS = tuple(look.name for look in fields(RunLook))


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What matters of a paragraph's looks, styles included."""

    run: RunLook
    shade: str | None = None  # behind the whole paragraph
    centred: bool = False
    num_id: str | None = None
    level: int | None = None  # said by the paragraph itself
    style_level: int | None = None  # said by its style, where the list says no other
    styles: tuple[str, ...] = ()  # own style, then those it is based on


class WordStyles:
    """The looks that the styles part gives; without one, nothing is said."""

    def __init__(self, root: Element | None, theme: Element | None) -> None:
        self._by_id: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._theme = theme
        self._base = RunLook()
        for style in () if root is None else root.iterchildren(W + "style"):
            style_id = style.get(W + "styleId", "")
            self._by_id.setdefault(style_id, style)
            if is_on_attribute(style, "default"):
                self._defaults.setdefault(style.get(W + "type", ""), style_id)
        if root is not None:
            self._base = self.read_run(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._style_run = cache(self._resolve_run)
        self._style_paragraph = cache(self._resolve_paragraph)

    def look_at_run(self, properties: Element | None, under: RunLook) -> RunLook:
        """Return the look of a run with these ``w:rPr`` in a paragraph that looks ``under``."""
        if properties is None or not len(properties):
            return under
        own = self.read_run(properties)
        style = find_value(properties, "rStyle")
        if style in self._by_id:
            own = _overlay(own, self._style_run(style))
        return _overlay(own, under)

    def look_at_paragraph(
        self, properties: Element | None, table: RunLook | None = None
    ) -> ParagraphLook:
        """Return the look of a paragraph with these ``w:pPr``.

        Args:
            properties: of the paragraph.
            table: what the style of the table around it says of its runs.
        """
        style = find_value(properties, "pStyle")
        if style not in self._by_id:
            style = self._defaults.get("paragraph", "")
        look = self._style_paragraph(style)
        if table is not None:
            look = replace(look, run=_overlay(look.run, table))
        if properties is None:
            return look
        jc, numbers = find_value(properties, "jc"), properties.find(W + "numPr")
        return ParagraphLook(
            run=look.run,
            shade=_first(read_shade(properties), look.shade),
            centred=look.centred if jc is None else jc == "center",
            num_id=_first(find_value(numbers, "numId"), look.num_id),
            level=_read_level(numbers),
            style_level=look.style_level,
            styles=look.styles,
        )

    def chain_of(self, style_id: str | None) -> list[Element]:
        """Return the style and those that it is based on, itself first; none where unknown."""
        return list(self._chain(style_id or ""))

    def numbering_of_style(self, style_id: str) -> str | None:
        """Return the ``numId`` that a numbering style stands for."""
        for style in self._chain(style_id):
            value = find_value(style.find(f"{W}pPr/{W}numPr"), "numId")
            if value is not None:
                return value
        return None

    def _resolve_paragraph(self, style_id: str) -> ParagraphLook:
        chain = list(self._chain(style_id))
        properties = [found for s in chain if (found := s.find(W + "pPr")) is not None]
        numbers = [found for p in properties if (found := p.find(W + "numPr")) is not None]
        jc = _first(*(find_value(p, "jc") for p in properties))
        return ParagraphLook(
            run=_overlay(self._style_run(style_id), self._base),
            shade=_first(*(read_shade(p) for p in properties)),
            centred=jc == "center",
            num_id=_first(*(find_value(n, "numId") for n in numbers)),
            style_level=_first(*(_read_level(n) for n in numbers)),
            styles=tuple(s.get(W + "styleId", "") for s in chain),
        )

    def _resolve_run(self, style_id: str) -> RunLook:
        look = RunLook()
        for style in self._chain(style_id):
            look = _overlay(look, self.read_run(style.find(W + "rPr")))
        return look

    def _chain(self, style_id: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            yield self._by_id[style_id]
            style_id = find_value(self._by_id[style_id], "basedOn") or ""

    def read_run(self, properties: Element | None) -> RunLook:
        """Return the look that these ``w:rPr`` give by themselves."""
        if properties is None:
            return RunLook()
        return RunLook(
            font=self._read_font(properties.find(W + "rFonts")),
            bold=is_on(properties.find(W + "b")),
            hidden=is_on(properties.find(W + "vanish")),
            struck=_read_strike(properties),
            raised=_read_raised(properties),
            colour=read_colour(properties),
            shade=read_shade(properties),
        )

    def _read_font(self, fonts: Element | None) -> str | None:
        if fonts is None:
            return None
        for key in _FONT_KEYS:
            name: str | None = fonts.get(key)
            if name and key.endswith("Theme"):
                name = self._theme_font(name)
            if name:
                return name
        return None

    def _theme_font(self, slot: str) -> str | None:
        if self._theme is None:
            return None
        scheme = "minorFont" if slot.startswith("minor") else "majorFont"
        latin: list[str] = self._theme.xpath(f"//a:{scheme}/a:latin/@typeface", namespaces=_A)
        return latin[0] if latin else None


def is_on_attribute(element: Element, name: str) -> bool:
    """Return whether the on/off attribute ``w:name`` is set and on."""
    return element.get(W + name, "0").lower() in ("1", "true", "on")


def _read_level(numbers: Element | None) -> int | None:
    value = find_value(numbers, "ilvl")
    return int(value) if value is not None and value.isdecimal() else None


def _read_strike(properties: Element) -> bool | None:
    lines = [is_on(properties.find(W + name)) for name in ("strike", "dstrike")]
    said = [line for line in lines if line is not None]
    return any(said) if said else None


def _read_raised(properties: Element) -> int | None:
    align, position = find_value(properties, "vertAlign"), find_value(properties, "position")
    raised = _ALIGNED.get(align or "")
    if raised:
        return raised
    if position is not None:
        height = to_int(position, 0)
        return (height >= _RAISED) - (height <= -_RAISED)
    return raised


def _overlay(upper: RunLook, lower: RunLook) -> RunLook:
    looks = ((getattr(upper, name), getattr(lower, name)) for name in _RUN_LOOKS)
    return RunLook(*(_first(*pair) for pair in looks))


def _first(*values: _Value | None) -> _Value | None:
    return next((value for value in values if value is not None), None)
