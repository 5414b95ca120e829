"""Cells cut out of a page's picture, so that one small block of print is read at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.read.means import Gray
from pipeline.read.scan.image.picture import WORK_DPI, Picture, resize_to
from pipeline.read.scan.image.tables import Mask

READ_SIZE = 31.6  # points of the picture an em must have: 13 point print at 175 dpi
_OVERLAP = 0.067  # em over the border: accents touch rules
_WIPE = 0.166  # em from the border within which rules are whitened
_EDGE = 0.154  # em around lines that belong to them
_MARGIN = 10  # points of white around what is read
INK = 140  # darker is ink
_PALE = 170  # paler are only the rims of letters
_SPECK = 0.061  # em: the dot of an i is larger
_ABOVE, _BESIDE = 8, 5  # points of the crop around a word's box that belong to it
_REST_HEIGHT, _REST_WIDTH = (0.42, 1.3), 0.2  # em: a letter, no dirt and no rule
_BORDER = 0.19  # em beside a border that print keeps clear of
_CROSSED = 0.15  # em: height of the letters that come close to both its sides
_MARGIN_CLEAR = 0.54  # em beside a table without print
_OUTSIDE = 0.35  # em: height of letters there; dirt is lower
_USUAL_EM = 13.0  # typographic points, as offices print
_EM_OF_HEIGHT = 0.76  # of an em: upper fifth of the heights of letters


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a page made ready for an engine, and the way back."""

    points: Gray
    left: float  # on the page, in typographic points
    top: float
    scale: float  # typographic points a point of the crop
    ink: Box  # where print stands in the crop

    def place(self, box: Box) -> Box:
        """Return a box of the crop on the page."""
        return (
            self.left + box[0] * self.scale,
            self.top + box[1] * self.scale,
            self.left + box[2] * self.scale,
            self.top + box[3] * self.scale,
        )


@dataclass(frozen=True, slots=True)
class CutPage:
    """A straight page with what is needed to cut it: rules to wipe, the size of its print."""

    picture: Picture
    mask: Mask  # at the picture's own resolution
    em: float  # typographic points


def make_sheet(picture: Picture, mask: Mask, em: float) -> CutPage:
    """Return the page with its mask of rules brought to its own resolution."""
    height, width = picture.gray.shape
    wide = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    fitted: Mask = cv2.resize(wide, (width, height), interpolation=cv2.INTER_NEAREST)
    return CutPage(picture, fitted, em)


def measure_em(picture: Picture) -> float:
    """Return the size of most print, in typographic points; the usual one on a bare page."""
    gray = cv2.blur(resize_to(picture, WORK_DPI), (3, 3))
    ink = cv2.adaptiveThreshold(gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    heights, widths = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    letters = heights[(heights >= 7) & (heights <= 60) & (widths >= 4) & (widths <= 60)]
    if len(letters) < 40:
        return _USUAL_EM
    return float(np.percentile(letters, 80)) * 72 / WORK_DPI / _EM_OF_HEIGHT


def cut_cell(sheet: CutPage, box: Box, spill: float = 0.0) -> Crop | None:
    """Return a cell's print at the size that is read best; None where it is empty.

    Args:
        sheet: the page.
        box: the cell.
        spill: typographic points to the right of the cell that its print runs over.
    """
    k = sheet.picture.dpi / 72
    over = _OVERLAP * sheet.em
    wider = (box[0] - over, box[1] - over, box[2] + over + spill, box[3] + over)
    x0, top, x1, bottom = _to_points(sheet.picture, wider)
    points = sheet.picture.gray[top:bottom, x0:x1].copy()
    if min(points.shape) < 4:
        return None
    reach = max(1, int((_WIPE + _OVERLAP) * sheet.em * k))
    edge = np.ones(points.shape, bool)
    edge[reach:-reach, reach : -reach - round(spill * k)] = False
    points[edge & (sheet.mask[top:bottom, x0:x1] > 0)] = 255
    return _trim(sheet, points, x0, top)


def runs_over(sheet: CutPage, x: float, top: float, bottom: float) -> bool:
    """Tell whether print runs over an upright border at ``x``: ink close to both its sides."""
    left, right = _find_beside(sheet, x, top, bottom, _BORDER * sheet.em)
    return bool((left & right).sum() >= _CROSSED * sheet.em * sheet.picture.dpi / 72)


def runs_out(sheet: CutPage, x: float, top: float, bottom: float) -> bool:
    """Tell whether print runs over the right side of a table: ink where only margin is due."""
    _, right = _find_beside(sheet, x, top, bottom, _MARGIN_CLEAR * sheet.em)
    return bool(right.sum() >= _OUTSIDE * sheet.em * sheet.picture.dpi / 72)


def _find_beside(
    sheet: CutPage, x: float, top: float, bottom: float, reach: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows of points have ink left and right of a border, itself left out."""
    border = _BORDER * sheet.em
    box = (x - reach, top + border, x + reach, bottom - border)
    left, high, right, low = _to_points(sheet.picture, box)
    dark: NDArray[np.bool_] = sheet.picture.gray[high:low, left:right] < INK
    dark = dark & (sheet.mask[high:low, left:right] == 0)
    half = dark.shape[1] // 2
    return np.asarray(dark[:, :half].any(axis=1)), np.asarray(dark[:, half:].any(axis=1))


def cut_lines(sheet: CutPage, lines: Sequence[Box], others: Sequence[Box]) -> Crop | None:
    """Return a block of lines outside of tables; None where it is empty.

    Rules are wiped, and what stands close to the lines of other blocks.
    """
    edge = _EDGE * sheet.em
    box = _widen(_around(lines), edge)
    x0, top, x1, bottom = _to_points(sheet.picture, box)
    points = sheet.picture.gray[top:bottom, x0:x1].copy()
    if min(points.shape) < 4:
        return None
    foreign = sheet.mask[top:bottom, x0:x1] > 0
    for group, wiped in ((others, True), (lines, False)):
        for line in group:
            left, high, right, low = _to_points(sheet.picture, _widen(line, edge))
            rows = slice(max(0, high - top), max(0, low - top))
            foreign[rows, max(0, left - x0) : max(0, right - x0)] = wiped
    foreign |= sheet.mask[top:bottom, x0:x1] > 0
    points[foreign] = 255
    return _trim(sheet, points, x0, top)


def _widen(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _around(lines: Sequence[Box]) -> Box:
    return (
        min(line[0] for line in lines),
        min(line[1] for line in lines),
        max(line[2] for line in lines),
        max(line[3] for line in lines),
    )


def find_rest(crop: Crop, words: Sequence[Box]) -> list[Box]:
    """Return what looks like letters in a crop where no word was read, as places on the page."""
    ink = (crop.points < INK).astype(np.uint8)
    for x0, top, x1, bottom in words:
        ink[
            max(0, int(top) - _ABOVE) : int(bottom) + _ABOVE,
            max(0, int(x0) - _BESIDE) : int(x1) + _BESIDE,
        ] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    return [
        crop.place((x, y, x + width, y + height))
        for x, y, width, height, _ in stats[1:].tolist()
        if _REST_HEIGHT[0] <= height / READ_SIZE <= _REST_HEIGHT[1]
        and width / READ_SIZE >= _REST_WIDTH
    ]


def cut_picture(picture: Picture, box: Box) -> Gray:
    """Return a cell as it looks on the page, with a little around it."""
    x0, top, x1, bottom = _to_points(picture, (box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3))
    return picture.gray[top:bottom, x0:x1]


def _to_points(picture: Picture, box: Box) -> tuple[int, int, int, int]:
    k = picture.dpi / 72
    height, width = picture.gray.shape
    return (
        max(0, round(box[0] * k)),
        max(0, round(box[1] * k)),
        min(width, round(box[2] * k)),
        min(height, round(box[3] * k)),
    )


def _drop_specks(points: Gray, em: float) -> None:
    """Whiten what is smaller than any dot of print: specks make tone marks and stops.

    Args:
        points: a part of the page; changed in place.
        em: size of its letters in these points.
    """
    dark = (points < _PALE).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    specks = (sides <= int(_SPECK * em))[labels].astype(np.uint8)
    points[cv2.dilate(specks, np.ones((3, 3), np.uint8)) > 0] = 255


def _trim(sheet: CutPage, points: Gray, x0: int, top: int) -> Crop | None:
    """Cut white borders off, scale to the reading size, put an even white border round it."""
    em = sheet.em * sheet.picture.dpi / 72
    _drop_specks(points, em)
    ink = cv2.morphologyEx(
        (points < INK).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)
    )
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) == 0 or (rows[-1] - rows[0] < 0.15 * em and columns[-1] - columns[0] < 0.15 * em):
        return None
    pad = max(2, int(0.15 * em))
    low, high = max(0, rows[0] - pad), rows[-1] + pad + 1
    left, right = max(0, columns[0] - pad), columns[-1] + pad + 1
    factor = READ_SIZE / em
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(points[low:high, left:right], None, fx=factor, fy=factor, interpolation=how)
    framed: Gray = cv2.copyMakeBorder(
        scaled, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=255
    )
    scale = 72 / sheet.picture.dpi / factor
    across, down = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    near = (_MARGIN + (columns[0] - left) * factor, _MARGIN + (rows[0] - low) * factor)
    ink_box = (near[0], near[1], near[0] + across * factor, near[1] + down * factor)
    return Crop(
        framed,
        (x0 + left) * 72 / sheet.picture.dpi - _MARGIN * scale,
        (top + low) * 72 / sheet.picture.dpi - _MARGIN * scale,
        scale,
        ink_box,
    )
