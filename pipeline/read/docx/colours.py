"""What a Word file says of the colour of its letters and of what is behind them."""

from __future__ import annotations

from pipeline.read.docx.package import Element, W, find_value
from pipeline.read.unseen import UNKNOWN, WHITE, is_hex

_PLAIN = {"clear": "fill", "solid": "color"}  # patterns of one colour, and where it is said
_HIGHLIGHTS = {"white": WHITE, "black": "000000", "yellow": "FFFF00", "none": ""}


def read_colour(properties: Element) -> str | None:
    """Return the colour of letters that ``w:rPr`` says, "" where Word chooses it."""
    value = find_value(properties, "color")
    return value if value is None or is_hex(value) else ""


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
    if is_hex(value):
        return value
    return UNKNOWN if shade.get(W + "themeFill") else ""


def page_colour(document: Element) -> str:
    """Return the colour of the document's pages, "" for white."""
    page = document.find(W + "background")
    value: str = "" if page is None else page.get(W + "color", "")
    return value if page is None or is_hex(value) else UNKNOWN
