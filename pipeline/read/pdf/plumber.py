"""A second look at letters that PDFium gives no sense to: pdfminer reads some maps better."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.model import Source
from pipeline.read.table.page import Glyph, Page


def read_letters(source: Source, page: Page) -> Page:
    """Return ``page`` with the letters that pdfplumber finds on it, rules and pictures kept.

    The page itself where pdfplumber cannot open it either, or lays it out otherwise.
    """
    try:
        with pdfplumber.open(source.path, pages=[page.number]) as document:
            plumbed = next(iter(document.pages), None)
            if plumbed is None or (round(plumbed.width), round(plumbed.height)) != (
                round(page.width),
                round(page.height),
            ):
                return page
            glyphs = tuple(_make_glyph(char) for char in plumbed.chars if char["text"])
    except (PdfminerException, PDFException):
        return page
    return replace(page, glyphs=glyphs, faults=0)


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
