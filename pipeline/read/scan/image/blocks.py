"""Print outside of tables cut into blocks of lines: columns are never read across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from pipeline.model import Box
from pipeline.read.scan.image.cells import INK, CutPage

_WORD_GAP = 0.9  # em: a wider white strip parts two columns
_LINE_GAP = 0.9  # em: a higher one parts two blocks
_ACCENT_GAP = 0.2  # em: accents stand no farther from their letters
_DIRT = 0.12  # em: smaller specks are no print
_FINE = 10  # picture points an em, enough to see lines


@dataclass(slots=True)
class _PrintBlock:
    """Lines one under another."""

    lines: list[Box] = field(default_factory=list)


def split_area(sheet: CutPage, area: Box) -> list[list[Box]]:
    """Return the blocks of print in an area of a page, from top to bottom, each as its lines."""
    blocks: list[_PrintBlock] = []
    open_blocks: list[_PrintBlock] = []
    for row in _group_rows(_find_lines(sheet, area)):
        open_blocks = [_place(line, row, open_blocks, sheet.em) for line in row]
        blocks.extend(block for block in open_blocks if len(block.lines) == 1)
    return [block.lines for block in blocks]


def _find_lines(sheet: CutPage, area: Box) -> list[Box]:
    """Return the pieces of lines between wide gaps."""
    k = sheet.picture.dpi / 72
    x0, top, x1, bottom = (round(side * k) for side in area)
    dark = (sheet.picture.gray[top:bottom, x0:x1] < INK).astype(np.uint8)
    dark[sheet.mask[top:bottom, x0:x1] > 0] = 0
    factor = _FINE / (sheet.em * k)
    small = cv2.resize(dark * 255, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = (small > 40).astype(np.uint8)
    bar = np.ones((max(1, int(_ACCENT_GAP * _FINE)), int(_WORD_GAP * _FINE)), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bar))
    scale = 1 / factor / k
    return [
        (
            area[0] + x * scale,
            area[1] + y * scale,
            area[0] + (x + width) * scale,
            area[1] + (y + height) * scale,
        )
        for x, y, width, height, _ in stats[1:].tolist()
        if max(width, height) > max(1, _DIRT * _FINE)
    ]


def _group_rows(lines: Sequence[Box]) -> list[list[Box]]:
    """Group pieces that stand at one height."""
    rows: list[list[Box]] = []
    foot = -1.0
    for line in sorted(lines, key=lambda box: (box[1] + box[3]) / 2):
        if rows and (line[1] + line[3]) / 2 < foot:
            rows[-1].append(line)
        else:
            rows.append([line])
            foot = line[3]
    return [sorted(row) for row in rows]


def _place(line: Box, row: Sequence[Box], before: Sequence[_PrintBlock], em: float) -> _PrintBlock:
    """Put a piece under the block that only it stands under, else begin a block."""
    above = [block for block in before if _overlap(block.lines[-1], line)]
    if len(above) == 1:
        last = above[0].lines[-1]
        alone = sum(_overlap(last, other) for other in row) == 1
        if alone and line[1] - last[3] <= _LINE_GAP * em:
            above[0].lines.append(line)
            return above[0]
    return _PrintBlock([line])


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0])
