"""A second look at letters that PDFium gives no sense to: pdfminer reads some maps better."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pdfplumber

from pipeline.model import Source
from pipeline.read.table.page import Glyph, Page


def read_letters(source: Source, page: Page) -> Page:
    """Return ``page`` with the letters that pdfplumber finds on it, rules and pictures kept.

    The page itself where pdfplumber cannot open it either, or lays it out otherwise.
    """
    found = _plumb(source, page.number)
    if found is None:
        return page
    size, chars = found
    if size != (round(page.width), round(page.height)):
        return page
    glyphs = tuple(_make_glyph(char) for char in chars if char["text"])
    return replace(page, glyphs=glyphs, faults=0)


def _plumb(source: Source, number: int) -> tuple[tuple[int, int], list[dict[str, Any]]] | None:
    """Size and letters of a page; pdfminer stumbles over broken files in many ways."""
    try:
        with pdfplumber.open(source.path, pages=[number]) as document:
            for page in document.pages:
                return (round(page.width), round(page.height)), page.chars
    except Exception:
        return None
    return None


def _make_glyph(char: dict[str, Any]) -> Glyph:
    size = max(float(char["size"]), 1.0)
    baseline = float(char["bottom"]) - 0.2 * size
    font = str(char.get("fontname", "")).split("+", 1)[-1]
    return Glyph(
        char["text"],
        float(char["x0"]),
        baseline - 0.75 * size,
        float(char["x1"]),
        baseline + 0.2 * size,
        baseline,
        size,
        font,
        "bold" in font.lower(),
    )
