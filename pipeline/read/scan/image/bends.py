"""A page that lies bent or aslant in its picture, led straight by its rules or lines of print.

A camera close to a sheet shows level rules that run together or sag. Each tells by how much;
between them the page is bent alike, so that one smooth shift makes all straight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.read.means import Gray
from pipeline.read.scan.image.picture import Picture, resize_to

_DPI = 100.0  # bends are measured at this resolution
_LONG = 0.2  # of the page: shorter rules tell too little
_STROKE = 0.3  # inches: letters make no such strokes
_LEAST = 3  # rules in each direction
_MANY = 6  # level rules whose ends tell where a table's sides stand
_STEP = 16  # points of the picture; between them the shift hardly changes
_BAND = 256  # rows of the picture
_MOST = 60.0  # a larger one is no bend
_WORD_GAP = 14  # points at _DPI between words of a line

_CALM = 0.7  # weight of "no shift" beside single points

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Limits:
    """What is asked of strokes of one kind; points at _DPI."""

    least: int  # strokes
    terms: int  # of the polynomial: two for each power along the stroke
    bent: float  # a smaller shift changes nothing
    rough: float  # root mean square of what the shift may leave


_OF_RULES = _Limits(least=_LEAST, terms=8, bent=0.8, rough=0.8)
_OF_ENDS = _Limits(least=2, terms=4, bent=0.8, rough=0.8)
_OF_PRINT = _Limits(least=_LEAST, terms=4, bent=1.5, rough=2.5)  # letters are not alike high


def straighten(picture: Picture) -> Picture:
    """Return the page with its level and upright rules straight; the same where they are so."""
    small = resize_to(picture, _DPI)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 15, 12)
    level = _find_strokes(ink)
    if len(level) >= _LEAST:
        down = _measure(level, _OF_RULES)
    else:  # no table, or one without rules: lines of print
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, _WORD_GAP), np.uint8))
        down = _measure(_find_strokes(joined), _OF_PRINT)
    upright = _find_strokes(np.ascontiguousarray(ink.T))
    if len(upright) >= _LEAST or len(level) < _MANY:
        across = _measure(upright, _OF_RULES)
    else:  # level rules alone: where they begin and end
        across = _measure(_find_ends(level), _OF_ENDS)
    if down is None and across is None:
        return picture
    straight = np.empty_like(picture.gray)
    for top in range(0, len(straight), _BAND):  # a few rows at a time need little memory
        straight[top : top + _BAND] = _lead_band(picture, top, down, across)
    return Picture(straight, picture.dpi)


def _lead_band(picture: Picture, top: int, down: _Shift | None, across: _Shift | None) -> Gray:
    """Return some rows of the straight page."""
    height, width = picture.gray.shape
    scale = picture.dpi / _DPI
    rows = np.arange(top, min(top + _BAND, height), dtype=np.float32)
    count = width // _STEP
    x = ((np.arange(count) + 0.5) * width / count - 0.5) / scale
    y = rows.astype(np.float64) / scale
    source_x = np.tile(np.arange(width, dtype=np.float32), (len(rows), 1))
    source_y = np.tile(rows[:, None], (1, width))
    if down:
        source_y += _widen(scale * down.at(x[None, :], y[:, None]), width)
    if across:
        source_x += _widen(scale * across.at(y[:, None], x[None, :]), width)
    band: Gray = cv2.remap(
        picture.gray,
        source_x,
        source_y,
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    return band


def _widen(shift: Numbers, width: int) -> Gray:
    """Return a smooth shift, given every few points of each row, for every point."""
    size = (width, len(shift))
    wide: Gray = cv2.resize(shift.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return wide


class _Shift:
    """By how much points stand off across the rules, as a polynomial along and across them."""

    def __init__(self, weights: Numbers, along: tuple[float, float], across: tuple[float, float]):
        self._weights = weights
        self._along, self._across = along, across

    def at(self, along: Numbers, across: Numbers) -> Numbers:
        """Return the shift at places; outside of the rules that of the nearest place."""
        u = _norm(np.clip(along, *self._along), self._along)
        v = _norm(np.clip(across, *self._across), self._across)
        shift: Numbers = sum(
            weight * term
            for weight, term in zip(self._weights, _terms(u, v, len(self._weights)), strict=True)
        )
        return shift


def _norm(values: Numbers, ends: tuple[float, float]) -> Numbers:
    return (values - (ends[0] + ends[1]) / 2) / max(1.0, ends[1] - ends[0])


def _terms(u: Numbers, v: Numbers, count: int) -> list[Numbers]:
    return [u**power * v**grade for power in range(1, count // 2 + 1) for grade in (0, 1)]


def _find_strokes(ink: Gray) -> list[tuple[Numbers, Numbers]]:
    """Return long level strokes, each as places along it and across it."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    strokes = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, int(_STROKE * _DPI)), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
    rules: list[tuple[Numbers, Numbers]] = []
    for number, (left, top, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        if width < _LONG * ink.shape[1] or height * 6 > width:
            continue
        part = labels[top : top + height, left : left + width] == number
        counts = part.sum(axis=0)
        places = np.flatnonzero(counts)
        middles = (part * np.arange(height)[:, None]).sum(axis=0)[places] / counts[places]
        rules.append((left + places.astype(np.float64), top + middles))
    return rules


def _find_ends(level: Sequence[tuple[Numbers, Numbers]]) -> list[tuple[Numbers, Numbers]]:
    """Return the sides of a table without upright rules, as its level ones show them."""
    down = np.array([y.mean() for _, y in level])
    order = np.argsort(down)
    along = np.arange(down.min(), down.max())
    sides = (np.array([x[end] for x, _ in level]) for end in (0, -1))
    return [(along, np.interp(along, down[order], side[order])) for side in sides]


def _measure(rules: Sequence[tuple[Numbers, Numbers]], limits: _Limits) -> _Shift | None:
    """Return the shift that explains all strokes; None where they are straight, or it does not."""
    if len(rules) < limits.least:
        return None
    along = (min(x.min() for x, _ in rules), max(x.max() for x, _ in rules))
    across = (min(y.min() for _, y in rules), max(y.max() for _, y in rules))
    rows, values = [], []
    for number, (x, y) in enumerate(rules):
        own = np.zeros((len(x), len(rules)))
        own[:, number] = 1.0  # where the rule itself stands
        v = np.full(len(x), _norm(np.array([y.mean()]), across)[0])
        rows.append(np.column_stack([*_terms(_norm(x, along), v, limits.terms), own]))
        values.append(y)
    matrix, due = np.concatenate(rows), np.concatenate(values)
    calm = np.zeros((limits.terms, matrix.shape[1]))  # no shift where nothing is known
    np.fill_diagonal(calm, _CALM)
    calmed = np.concatenate([due, np.zeros(limits.terms)])
    found = np.linalg.lstsq(np.concatenate([matrix, calm]), calmed, rcond=None)[0]
    left = float(np.sqrt(np.mean((matrix @ found - due) ** 2)))
    weights = found[: limits.terms]
    shifts = np.abs(matrix[:, : limits.terms] @ weights)
    if left > limits.rough or np.percentile(shifts, 90) < limits.bent or shifts.max() > _MOST:
        return None
    return _Shift(weights, along, across)
