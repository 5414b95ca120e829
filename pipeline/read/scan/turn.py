"""Which way up a page is: scanners turn pages and the file does not say so."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.language.syllables import find_words, is_syllable
from pipeline.read.means import Gray
from pipeline.read.scan.image.cells import READ_SIZE
from pipeline.read.scan.image.picture import lies_on_side, quarter_turns
from pipeline.read.scan.words.engine import OcrEngine, ReadWord

_SURE = 0.6  # of the words read: so many make sense on a page that is upright
_LIKELY = 0.45  # less says nothing: a page with little print is left as it lies
_ENOUGH = 4  # words
_CLEAR = 0.9  # confidence of each of fewer: "Tổng cộng" alone on the last page
_PIECE = (3.5, 0.7)  # inches: width and height of the pieces that are tried
_PIECES = 2
_LARGEST = 1.0  # inches: letters that touch one another make no longer strokes


def find_turns(gray: Gray, dpi: float, engine: OcrEngine) -> int:
    """Return by how many quarters counter-clockwise the page must be turned to be upright.

    Pieces full of print are read in each position until one makes sense.
    """
    side = lies_on_side(gray)
    best, best_score = 0, 0.0
    for turns in (1, 3, 0, 2) if side else (0, 2, 1, 3):
        turned = quarter_turns(gray, turns)
        words: list[ReadWord] = []
        for piece in _cut_pieces(turned, dpi):
            words.extend(engine.read(piece))
            if _weigh(words) >= _SURE:
                return turns
        score = _weigh(words)
        if score > best_score:
            best, best_score = turns, score
    return best if best_score >= _LIKELY else 0


def _weigh(words: Sequence[ReadWord]) -> float:
    """Return the share of words that are syllables and surely read; 0 for a few unsure ones."""
    found = [
        (part, word.confidence) for word in words for part in find_words(word.text) if len(part) > 1
    ]
    few = len(found) < _ENOUGH
    if few and not (len(found) > 1 and all(is_syllable(p) and c >= _CLEAR for p, c in found)):
        return 0.0
    good = sum(confidence for part, confidence in found if is_syllable(part))
    return good / len(found)


def _drop_drawings(dark: NDArray[np.bool_], dpi: float) -> NDArray[np.float32]:
    """Return the ink without rules, bars and pictures: what is larger than letters."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small = sides < _LARGEST * dpi
    small[0] = False  # the paper
    ink: NDArray[np.float32] = small[labels].astype(np.float32)
    return ink


def _cut_pieces(gray: Gray, dpi: float) -> list[Gray]:
    """Return the pieces of a page with most print, at about the reading size."""
    height, width = int(_PIECE[1] * dpi), int(_PIECE[0] * dpi)
    ink = _drop_drawings(gray[::4, ::4] < 128, dpi / 4)
    density = cv2.boxFilter(ink, -1, (width // 4, height // 4), normalize=True)
    density[density > 0.25] = 0  # black areas are no print
    pieces: list[Gray] = []
    for _ in range(_PIECES):
        row, column = np.unravel_index(int(density.argmax()), density.shape)
        if density[row, column] < 0.01:
            break
        top, left = max(0, int(row) * 4 - height // 2), max(0, int(column) * 4 - width // 2)
        factor = READ_SIZE / (13 / 72 * dpi)
        piece = gray[top : top + height, left : left + width]
        pieces.append(cv2.resize(piece, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
        density[max(0, row - height // 4) : row + height // 4, :] = 0
    return pieces
