"""Letters in the colour of what is behind them: nobody sees them."""

from __future__ import annotations

import re

from pipeline.read.docx.package import Element, W, find_value

UNKNOWN = "?"
"""A background that is not known: letters on it count as seen."""

WHITE = "FFFFFF"
_NEAR = 8  # of 255: no eye tells such colours apart
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_PLAIN = {"clear": "fill", "solid": "color"}  # patterns of one colour, and where it is said
_HIGHLIGHTS = {"white": WHITE, "black": "000000", "yellow": "FFFF00", "none": ""}


def read_colour(properties: Element) -> str | None:
    """Return the colour of letters that ``w:rPr`` says, "" where Word chooses it."""
    value = find_value(properties, "color")
    return value if value is None or _HEX.fullmatch(value) else ""


def read_shade(properties: Element | None) -> str | None:
    """Return the colour behind that ``w:rPr``, ``w:pPr`` or ``w:tcPr`` says, "" for none."""
    if properties is None:
        return None
    highlight = find_value(properties, "highlight")
    if highlight is not None and highlight != "none":
        return _HIGHLIGHTS.get(highlight, UNKNOWN)
    shade = properties.find(W + "shd")
    if shade is None:
        return None
    pattern = shade.get(W + "val", "clear")
    if pattern == "nil":
        return ""
    if pattern not in _PLAIN:
        return UNKNOWN
    value: str = shade.get(W + _PLAIN[pattern], "")
    if _HEX.fullmatch(value):
        return value
    return UNKNOWN if shade.get(W + "themeFill") else ""


def page_colour(document: Element) -> str:
    """Return the colour of the document's pages, "" for white."""
    page = document.find(W + "background")
    value: str = "" if page is None else page.get(W + "color", "")
    return value if page is None or _HEX.fullmatch(value) else UNKNOWN


def is_unseen(colour: str | None, behind: str) -> bool:
    """Tell letters of the colour of what is behind them, "" being the white page."""
    behind = behind or WHITE
    if not colour or behind == UNKNOWN:
        return False
    pairs = ((int(colour[i : i + 2], 16), int(behind[i : i + 2], 16)) for i in (0, 2, 4))
    return all(abs(one - other) <= _NEAR for one, other in pairs)
