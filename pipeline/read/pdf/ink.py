"""Ink in a cell that none of its letters explains: a word drawn as outlines, or as a picture.

A cell that says half of a name would pass for whole. The page as it is painted tells: what is
dark where neither letter nor rule stands was drawn some other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from pipeline.codes import Flag
from pipeline.language.syllables import strip_marks
from pipeline.model import Box, Cell, Grid
from pipeline.read.bitmap import render_page
from pipeline.read.means import Blocks
from pipeline.read.pdf.cells import change_cells
from pipeline.read.table.page import Glyph, Page, Rule

_LEAST_CORNERS = 12  # of curves and shapes: a letter has more
_SCALE = 2.0
_DARK = 140  # of 255: ink is black or gray; seals and pens are coloured
_LEAST_INK = 24  # points of the picture: half a letter of a list
_FILLED = 0.5  # share of a cell: more is its ground
_INSET = 1.5  # points between a cell's border and what stands in it
_AROUND = (1.5, 3.0, 1.5, 1.5)  # points beside, above, behind, below a letter: marks, serifs
_RULE = 2.0  # points round a rule
_ALIKE = 0.6  # share that two boxes have in common, of both together

Ink = NDArray[np.bool_]


def find_unexplained(
    page: Page, blocks: Blocks, document: pypdfium2.PdfDocument, pixels: int
) -> list[Box]:
    """Return the cells of a page that show more than their letters.

    Args:
        page: as it was read, nothing lifted off it.
        blocks: what was made of it.
        document: its file.
        pixels: millions that it may be drawn with.
    """
    drawn = page.outlines >= _LEAST_CORNERS or bool(page.pictures)
    cells = [cell for cell in _list_cells(blocks) if cell.box is not None]
    if not drawn or not cells:
        return []
    dark = _draw(page, document, pixels)
    if dark is None:
        return []
    scale = dark.shape[1] / page.width
    typed = [Rule(*box) for box in page.fields]
    items: list[Glyph | Rule] = [*page.glyphs, *page.unseen, *page.watermark, *typed]
    for item in items:
        _clear(dark, item, _AROUND, scale)
    for rule in page.rules:
        _clear(dark, rule, (_RULE,) * 4, scale)
    return [box for cell in cells if (box := cell.box) and _count(dark, box, scale) >= _LEAST_INK]


def _list_cells(blocks: Blocks) -> Iterator[Cell]:
    for block in blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                yield from (cell for cell in row.cells if cell is not None)


def _draw(page: Page, document: pypdfium2.PdfDocument, pixels: int) -> Ink | None:
    """Return what is dark on a page as it was read, None where it cannot be laid so."""
    pdf_page = document[page.number - 1]
    try:
        bitmap = render_page(pdf_page, _SCALE, pixels, may_draw_forms=False)
        points = np.array(bitmap.to_numpy(), dtype=np.uint8)[:, :, :3].max(axis=2)
    finally:
        pdf_page.close()
    turned = np.rot90(points, page.turned // 90)
    across = turned.shape[1] / page.width
    if abs(turned.shape[0] - across * page.height) > 3:
        return None
    dark: Ink = turned < _DARK
    return dark.copy()


def _clear(
    dark: Ink, item: Glyph | Rule, around: tuple[float, float, float, float], scale: float
) -> None:
    left, above, right, below = around
    top = max(0, int((item.top - above) * scale))
    start = max(0, int((item.x0 - left) * scale))
    end, foot = int((item.x1 + right) * scale) + 1, int((item.bottom + below) * scale) + 1
    dark[top : max(foot, 0), start : max(end, 0)] = False


def _count(dark: Ink, box: Box, scale: float) -> int:
    x0, top, x1, bottom = (max(0, int(side * scale)) for side in _shrink(box))
    inside = dark[top:bottom, x0:x1]
    return int(inside.sum()) if inside.size and inside.mean() < _FILLED else 0


def _shrink(box: Box) -> Box:
    return box[0] + _INSET, box[1] + _INSET, box[2] - _INSET, box[3] - _INSET


def take_recognised(blocks: Blocks, boxes: Sequence[Box], scanned: Blocks) -> Blocks:
    """Return the blocks with the words that recognition found in the cells named.

    What is recognised is taken where it holds the words that the cell has already; all these
    cells are in doubt.
    """
    found = [cell for cell in _list_cells(scanned) if cell.box is not None]

    def take(cell: Cell) -> Cell:
        if cell.box is None or cell.box not in boxes:
            return cell
        doubts = tuple(dict.fromkeys((*cell.doubts, Flag.CELL_UNCERTAIN)))
        twin = max(found, key=lambda one: _share(one.box, cell.box), default=None)
        if twin is None or _share(twin.box, cell.box) < _ALIKE or not _holds(twin, cell):
            return replace(cell, doubts=doubts)
        return replace(
            cell, text=_merge(cell.text, twin.text), doubts=doubts, confidence=twin.confidence,
            unsure=twin.unsure, picture=twin.picture,
        )  # fmt: skip

    return change_cells(blocks, take)


def _share(one: Box | None, other: Box | None) -> float:
    if one is None or other is None:
        return 0.0
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = sum((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other)) - wide * high
    return wide * high / both


def _holds(twin: Cell, cell: Cell) -> bool:
    """Tell whether recognition found the cell's words, in their order, and more."""
    words = iter(twin.text.split())
    return len(twin.text.split()) > len(cell.text.split()) and all(
        any(_is_same(word, other) for other in words) for word in cell.text.split()
    )


def _merge(known: str, read: str) -> str:
    """Return what was read with the words known in place of theirs."""
    sure = iter(known.split())
    due = next(sure, None)
    lines: list[str] = []
    for line in read.splitlines():
        words: list[str] = []
        for word in line.split():
            if due is not None and _is_same(due, word):
                words.append(due)
                due = next(sure, None)
            else:
                words.append(word)
        lines.append(" ".join(words))
    return "\n".join(lines)


def _is_same(word: str, other: str) -> bool:
    """Tell a word from its reading, which may have a mark wrong."""
    return strip_marks(word).lower() == strip_marks(other).lower()
