"""A scanned page laid straight: one gray picture, upright, evenly lit, without a red seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.means import Gray

_DARKEST_FOLD = 0.45  # of the light beside it; what is darker is print
WORK_DPI = 200.0  # rules, skew and light are measured at this resolution
MOST_DPI = 300.0  # finer pictures only cost time
_A4 = (8.27, 11.69)  # inches
_SKEW_LIMIT = 2.4  # degrees; scanners and copiers stay below
_SKEW_WIDTH = 1400
_DESK_LEAST = 0.25  # of the picture: a sheet on a desk fills at least so much
_DESK_MOST = 0.96


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as gray points."""

    gray: Gray
    dpi: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in typographic points."""
        height, width = self.gray.shape
        return width * 72 / self.dpi, height * 72 / self.dpi


def take_gray(points: NDArray[np.uint8]) -> Gray:
    """Return gray points of a gray, RGB or RGBA picture: the red channel of a coloured one.

    In the red channel a red seal is as white as paper, and print under it stays black.
    """
    if points.ndim == 2:
        return points
    return np.ascontiguousarray(points[:, :, 0])


def limit_dpi(picture: Picture) -> Picture:
    """Return the picture no finer than MOST_DPI."""
    if picture.dpi <= MOST_DPI * 1.05:
        return picture
    return Picture(_resize(picture.gray, MOST_DPI / picture.dpi), MOST_DPI)


def resize_to(picture: Picture, dpi: float) -> Gray:
    """Return the points at another resolution."""
    return _resize(picture.gray, dpi / picture.dpi)


def _resize(gray: Gray, factor: float) -> Gray:
    if abs(factor - 1) < 0.01:
        return gray
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    resized: Gray = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=how)
    return resized


# --- photographs ---------------------------------------------------------------------


def flatten_photo(picture: Picture) -> Picture:
    """Return only the sheet, seen from straight above, where a desk shows around it."""
    corners = _find_sheet(picture.gray)
    if corners is None:
        return picture
    across = max(_length(corners[0], corners[1]), _length(corners[3], corners[2]))
    down = max(_length(corners[0], corners[3]), _length(corners[1], corners[2]))
    long, short = max(across, down), min(across, down)
    if long / short < 1.8:  # a whole sheet: A4, however the camera was held
        short = long * _A4[0] / _A4[1]
    width, height = (short, long) if down >= across else (long, short)
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    sheet: Gray = cv2.warpPerspective(
        picture.gray,
        matrix,
        (int(width), int(height)),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Picture(sheet, long / _A4[1])


def _find_sheet(gray: Gray) -> NDArray[np.float64] | None:
    """Return the corners of a bright sheet on a darker ground, clockwise from upper left."""
    factor = 800 / max(gray.shape)
    small = cv2.GaussianBlur(_resize(gray, factor), (9, 9), 0)
    _, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    edge = np.concatenate([bright[2, :], bright[-3, :], bright[:, 2], bright[:, -3]])
    if (edge > 0).mean() > 0.5:
        return None
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    share = cv2.contourArea(hull) / small.size
    if not _DESK_LEAST < share < _DESK_MOST:
        return None
    quad = _four_corners(hull)
    return None if quad is None else quad / factor


def _four_corners(hull: Any) -> NDArray[np.float64] | None:
    around = cv2.arcLength(hull, True)
    for step in range(1, 9):
        corners = cv2.approxPolyDP(hull, 0.01 * step * around, True).reshape(-1, 2)
        if len(corners) == 4 and cv2.contourArea(corners) > 0.9 * cv2.contourArea(hull):
            return _order(corners.astype(np.float64))
    return None


def _order(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    total, gap = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    return corners[[int(total.argmin()), int(gap.argmax()), int(total.argmax()), int(gap.argmin())]]


def _length(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(np.hypot(*(a - b)))


# --- light ---------------------------------------------------------------------------


def even_light(gray: Gray) -> Gray:
    """Return the page with white paper and black print, whatever light lay on it."""
    light = _find_paper(gray, 400, 13, 21)
    folds = _find_paper(gray, 1170, 7, 5)
    ground = np.maximum(folds, cv2.convertScaleAbs(light, alpha=_DARKEST_FOLD))
    ground = np.minimum(ground, light)
    flat = cv2.divide(gray, ground, scale=255)
    ink = float(np.percentile(flat[::4, ::4], 1))
    low, high = min(ink, 120.0), 245.0
    ramp = np.clip((np.arange(256) - low) * (255 / (high - low)), 0, 255).astype(np.uint8)
    lit: Gray = cv2.LUT(flat, ramp)
    return lit


def _find_paper(gray: Gray, side: int, print_size: int, softness: int) -> Gray:
    """Return the page without what is smaller than ``print_size``, seen ``side`` points long."""
    small = cv2.blur(_resize(gray, side / max(gray.shape)), (3, 3))
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((print_size, print_size), np.uint8))
    soft = cv2.GaussianBlur(paper, (softness, softness), 0)
    found: Gray = cv2.resize(soft, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return found


# --- turning -------------------------------------------------------------------------


def lies_on_side(gray: Gray) -> bool:
    """Tell whether lines of print run up or down: the page is turned by 90 or 270 degrees."""
    ink = _drop_long(_find_ink(_resize(gray, 1000 / max(gray.shape))))
    return _strip_roughness(ink.T) > _strip_roughness(ink)


def _strip_roughness(ink: NDArray[np.int32]) -> float:
    """How much ink differs from row to row, in strips so narrow that skew does not matter."""
    strips = np.array_split(ink, 12, axis=1)
    return sum(_roughness(strip.sum(axis=1)) for strip in strips)


def _drop_long(ink: Gray) -> NDArray[np.int32]:
    """Take away ruling lines, which say nothing of how print runs."""
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 45), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((45, 1), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    return np.where(rules > 0, 0, ink).astype(np.int32)


def _find_ink(gray: Gray) -> Gray:
    found: Gray = cv2.adaptiveThreshold(
        gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    return found


def _roughness(profile: NDArray[Any]) -> float:
    steps = np.diff(profile.astype(np.float64))
    return float((steps**2).sum()) / max(1, len(profile))


def find_skew(gray: Gray) -> float:
    """Return by how many degrees (clockwise positive) lines of print and rules are off level."""
    small = cv2.GaussianBlur(_resize(gray, _SKEW_WIDTH / gray.shape[1]), (5, 5), 0)
    ink = (255 - small).astype(np.float32)
    ink[ink < 60] = 0
    best = _steepest(ink, np.arange(-_SKEW_LIMIT, _SKEW_LIMIT + 0.01, 0.2), 0.33)
    return _steepest(ink, best + np.arange(-0.16, 0.161, 0.04), 0.7)


def _steepest(ink: NDArray[Any], angles: NDArray[np.float64], factor: float) -> float:
    if factor != 1.0:
        ink = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    height, width = ink.shape
    # The centre stands off the grid of points, else 0 degrees alone is not blurred and wins.
    centre = (width / 2 + 0.37, height / 2 + 0.41)

    def score(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D(centre, angle, 1.0)
        turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
        return _roughness(turned.sum(axis=1))

    return float(max(angles, key=score))


def rotate(gray: Gray, angle: float) -> Gray:
    """Return the picture turned counter-clockwise by a few degrees, paper at its edges."""
    if abs(angle) < 0.02:
        return gray
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned: Gray = cv2.warpAffine(
        gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255
    )
    return turned


def quarter_turns(gray: Gray, turns: int) -> Gray:
    """Return the picture turned counter-clockwise by ``turns`` quarters."""
    return np.ascontiguousarray(np.rot90(gray, turns))
