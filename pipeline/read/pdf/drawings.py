"""Ruling lines and pictures of a PDF page, taken from PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.read.table.limits import Limits
from pipeline.read.table.page import Rule
from pipeline.settings import LimitSettings

SHORTEST_RULE = 1.0
_WHITE = 250
BOX_CORNERS = 8  # a path with no more is a line or a box


@dataclass(frozen=True, slots=True)
class Frame:
    """From PDF's lower left origin to the page's upper left corner."""

    left: float
    top: float

    def flip(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page, y growing downwards."""
        return x - self.left, self.top - y


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a page shows beside its letters."""

    rules: tuple[Rule, ...]
    pictures: tuple[Box, ...]
    outlines: int  # corners of paths with many: letters drawn as outlines have thousands
    crowded: bool = False  # so many rules that they were left out


def read_drawings(pdf_page: Any, frame: Frame, limits: Limits, most: LimitSettings) -> Drawings:
    """Return the rules and pictures of a page, those in its forms too.

    A page with more rules, or more crossings of them, than ``most`` allows is a drawing: it has
    no table.
    """
    rules: list[Rule] = []
    pictures: list[Box] = []
    outlines = 0
    kinds = [c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE]
    for item in pdf_page.get_objects(filter=kinds, max_depth=6):
        matrix = _whole_matrix(item)
        if item.type == c.FPDF_PAGEOBJ_IMAGE:
            corners = [_apply(matrix, x, y) for x in (0, 1) for y in (0, 1)]
            pictures.append(_box_of([frame.flip(*corner) for corner in corners]))
            continue
        count = c.FPDFPath_CountSegments(item.raw)
        outlines += count if count > BOX_CORNERS else 0
        if len(rules) <= most.rules:
            rules.extend(_rules_of_path(item.raw, matrix, frame, limits.thin))
    crowded = len(rules) > most.rules or _count_crossings(rules) > most.crossings
    return Drawings(() if crowded else tuple(rules), tuple(pictures), outlines, crowded)


def _count_crossings(rules: list[Rule]) -> int:
    """How often the rules cross at most: rows by columns of what stands on one line."""
    rows = {round(rule.top) for rule in rules if rule.is_level}
    columns = {round(rule.x0) for rule in rules if not rule.is_level}
    return len(rows) * len(columns)


_Matrix = tuple[float, float, float, float, float, float]


def _whole_matrix(item: Any) -> _Matrix:
    """The object's own matrix, then those of the forms around it."""
    a, b, cc, d, e, f = item.get_matrix().get()
    parent = getattr(item, "container", None)
    while parent is not None:
        pa, pb, pc, pd, pe, pf = parent.get_matrix().get()
        a, b, cc, d, e, f = (
            a * pa + b * pc, a * pb + b * pd, cc * pa + d * pc,
            cc * pb + d * pd, e * pa + f * pc + pe, e * pb + f * pd + pf,
        )  # fmt: skip
        parent = getattr(parent, "container", None)
    return a, b, cc, d, e, f


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, cc, d, e, f = matrix
    return a * x + cc * y + e, b * x + d * y + f


def _box_of(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _rules_of_path(raw: Any, matrix: _Matrix, frame: Frame, thin: float) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(raw, fill, stroke)
    stroked = bool(stroke.value) and _is_seen(raw, c.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and _is_seen(raw, c.FPDFPageObj_GetFillColor)
    if not stroked and not filled:
        return
    for shape in _subpaths(raw, matrix, frame):
        x0, top, x1, bottom = _box_of(shape)
        if filled and min(x1 - x0, bottom - top) <= thin:
            yield from _as_line(x0, top, x1, bottom)
        elif stroked:
            yield from _straight_parts(shape, drawn=True)
        elif not _is_white(raw):
            yield from _straight_parts([*shape, shape[0]], drawn=False)


def _is_seen(raw: Any, getter: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    return not getter(raw, red, green, blue, alpha) or alpha.value > 0


def _is_white(raw: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = c.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha)
    return bool(known) and min(red.value, green.value, blue.value) >= _WHITE


def _subpaths(raw: Any, matrix: _Matrix, frame: Frame) -> Iterator[list[tuple[float, float]]]:
    """The parts of a path as corner points; one with a curve in it, as a seal's, is no rule."""
    shape: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(c.FPDFPath_CountSegments(raw)):
        segment = c.FPDFPath_GetPathSegment(raw, index)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(shape) > 1 and not curved:
                yield shape
            shape, curved = [], False
        curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
        c.FPDFPathSegment_GetPoint(segment, x, y)
        shape.append(frame.flip(*_apply(matrix, x.value, y.value)))
        if c.FPDFPathSegment_GetClose(segment) and len(shape) > 1:
            shape.append(shape[0])
    if len(shape) > 1 and not curved:
        yield shape


def _as_line(x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    if max(x1 - x0, bottom - top) < SHORTEST_RULE:
        return
    if x1 - x0 >= bottom - top:
        middle = (top + bottom) / 2
        yield Rule(x0, middle, x1, middle)
    else:
        middle = (x0 + x1) / 2
        yield Rule(middle, top, middle, bottom)


def _straight_parts(shape: list[tuple[float, float]], *, drawn: bool) -> Iterator[Rule]:
    for (ax, ay), (bx, by) in pairwise(shape):
        level, upright = abs(ay - by) <= 1.0, abs(ax - bx) <= 1.0
        if level != upright and max(abs(ax - bx), abs(ay - by)) >= SHORTEST_RULE:
            yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), drawn)
