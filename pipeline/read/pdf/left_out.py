"""What was left out of the pages of a PDF, gathered and told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Note
from pipeline.read.left_out import list_pages, note_hidden, note_struck, note_watermark
from pipeline.read.table.lines import make_lines
from pipeline.read.table.page import Glyph, Page

_LEAST_LETTERS = 2  # a lone letter or mark that is not seen is nobody's text


class LeftOut:
    """Collects, page by page, what a reader saw in the file and did not take."""

    def __init__(self) -> None:
        self._notes: list[Note] = []
        self._watermarks: dict[str, list[int]] = {}

    def add(self, page: Page) -> None:
        """Take note of a page whose letters are read."""
        where = f"trang {page.number}"
        if page.struck:
            self._notes.append(note_struck(_read_lines(page.struck), where))
        hidden = [text for text in _read_lines(page.unseen) if _is_text(text)]
        if hidden:
            self._notes.append(note_hidden(hidden, where))
        if page.watermark:
            self._watermarks.setdefault(_read_watermark(page), []).append(page.number)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of all pages so far."""
        marks = (
            note_watermark(text, f"trang {list_pages(pages)}")
            for text, pages in self._watermarks.items()
        )
        return (*self._notes, *marks)


def _read_lines(glyphs: Sequence[Glyph]) -> list[str]:
    return [line.text for line in make_lines(glyphs)]


def _is_text(line: str) -> bool:
    return sum(map(str.isalnum, line)) >= _LEAST_LETTERS


def _read_watermark(page: Page) -> str:
    """Return the words of a watermark as its file draws them, once where they are repeated."""
    words: list[str] = []
    for before, glyph in pairwise((None, *page.watermark)):
        if glyph is None:
            continue
        far = before is not None and math.dist(before.middle, glyph.middle) > 2 * glyph.size
        if before is None or far:
            words.append("")
        words[-1] += glyph.text
    return " ".join(dict.fromkeys(word.strip() for word in words if word.strip()))
