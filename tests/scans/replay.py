"""A scan without its letters, and an engine that says what stands there: layout is tested alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from PIL import Image, ImageDraw

from pipeline.read.means import Gray
from pipeline.read.scan.words.engine import ReadWord, Shape

DPI = 200


class Replay:
    """An engine that gives the words of each piece in turn, where the piece has ink.

    Args:
        pieces: what stands in each cell, lines apart.
        confidence: of every word.
        unsure: pieces, or single words, that it is half as sure of.
    """

    def __init__(
        self, pieces: Iterable[str], confidence: float = 0.96, unsure: Collection[str] = ()
    ) -> None:
        self._pieces = iter(pieces)
        self._confidence = confidence
        self._unsure = unsure
        self.calls = 0

    def read(self, picture: Gray, shape: Shape = Shape.BLOCK) -> list[ReadWord]:
        self.calls += 1
        if picture.shape[1] > 600:  # no cell: a piece that tells which way up the page is
            return list(self._lay("ủy ban nhân dân thành phố Hòa Bình", picture))
        if shape is Shape.DIGITS:
            return []
        return list(self._lay(next(self._pieces), picture))

    def _lay(self, piece: str, picture: Gray) -> Iterator[ReadWord]:
        lines = piece.split("\n")
        rows, columns = np.nonzero(picture < 128)
        top, foot, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        step = (foot - top) / len(lines)
        for number, line in enumerate(lines):
            words = line.split()
            width = (right - left) / max(1, len(line))
            x = float(left)
            for text in words:
                x1 = x + width * len(text)
                doubted = piece in self._unsure or text in self._unsure
                confidence = self._confidence * (0.5 if doubted else 1)
                y1 = float(top + step * (number + 1))
                yield ReadWord(text, confidence, (x, y1 - step, x1, y1), y1, number + 1)
                x = x1 + width


def draw_table(rows: Sequence[Sequence[bool]], *, spans: bool = False) -> Image.Image:
    """Draw a ruled table of bars; the last row is one cell over all columns with ``spans``."""
    page = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(page)
    xs = (200, 330, 800, 1450)
    foot = 300 + 120 * len(rows)
    for number in range(len(rows) + 1):
        draw.line((xs[0], 300 + 120 * number, xs[-1], 300 + 120 * number), fill=0, width=3)
    for x in xs:
        whole = x in (xs[0], xs[-1])
        draw.line((x, 300, x, foot - (0 if whole or not spans else 120)), fill=0, width=3)
    for number, row in enumerate(rows):
        for left, filled in zip(xs, row, strict=False):
            for bar in range(3 if filled else 0):
                x, y = left + 12 + 38 * bar, 345 + 120 * number
                draw.rectangle((x, y, x + 22, y + 20), fill=0)
    return page
