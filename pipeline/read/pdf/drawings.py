"""Ruling lines and pictures of a PDF page, taken from PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as c

from pipeline.model import Box
from pipeline.read.pdf.calls import get_fill, get_stroke, read_colour
from pipeline.read.pdf.objects import (
    Matrix,
    Painted,
    apply,
    bounds_of,
    matrix_of,
    multiply,
    walk_objects,
)
from pipeline.read.table.limits import Limits
from pipeline.read.table.page import Rule, is_coloured
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
class Cover:
    """A filled shape or a picture, which may hide what was painted before it."""

    box: Box
    order: int  # of painting
    ink: int  # 0xRRGGBB; -1: a picture, of many colours


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a page shows beside its letters."""

    rules: tuple[Rule, ...]
    pictures: tuple[Box, ...]
    outlines: int  # corners of paths with many: letters drawn as outlines have thousands
    crowded: bool = False  # so many rules that they were left out
    covers: tuple[Cover, ...] = ()
    texts: tuple[Painted, ...] = ()  # the letters' own objects
    frames: tuple[tuple[Box, int], ...] = ()  # closed outlines in a colour, and which


@dataclass(slots=True)
class _Found:
    """What is gathered of a page, object by object."""

    frame: Frame
    thin: float
    most: int  # rules, and as many covers
    rules: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    texts: list[Painted] = field(default_factory=list)
    frames: list[tuple[Box, int]] = field(default_factory=list)
    outlines: int = 0

    def add_picture(self, item: Painted) -> None:
        matrix = multiply(matrix_of(item.address), item.around)
        corners = [apply(matrix, x, y) for x in (0, 1) for y in (0, 1)]
        box = _box_of([self.frame.flip(*corner) for corner in corners])
        self.pictures.append(box)
        self.covers.append(Cover(box, item.order, -1))

    def add_shading(self, item: Painted) -> None:
        left, low, right, high = bounds_of(item)
        box = _box_of([self.frame.flip(left, low), self.frame.flip(right, high)])
        self.covers.append(Cover(box, item.order, -1))

    def add_path(self, item: Painted, *, ruled: bool) -> None:
        raw = ctypes.cast(item.address, c.FPDF_PAGEOBJECT)
        count = c.FPDFPath_CountSegments(raw)
        self.outlines += count if count > BOX_CORNERS else 0
        look = _read_look(item.address, raw)
        if look is None or max(len(self.rules), len(self.covers)) > self.most:
            return
        matrix = multiply(matrix_of(item.address), item.around)
        for shape, curved in _subpaths(raw, matrix, self.frame):
            box = _box_of(shape)
            thick = min(box[2] - box[0], box[3] - box[1]) > self.thin
            if look.fill is not None and thick and len(shape) <= BOX_CORNERS + 1:
                self.covers.append(Cover(box, item.order, look.fill))
            closed = thick and shape[0] == shape[-1]
            if closed and look.stroke is not None and is_coloured(look.stroke):
                self.frames.append((box, look.stroke))
            if ruled and not curved:
                self.rules.extend(_rules_of_shape(shape, look, self.thin))


def read_drawings(
    page: int, frame: Frame, limits: Limits, most: LimitSettings, own: int | None = None
) -> Drawings:
    """Return the rules and pictures of a page, those in its forms too.

    A page with more rules, or more crossings of them, than ``most`` allows is a drawing: it has
    no table.

    Args:
        page: its address in PDFium.
        frame: where its upper left corner lies.
        limits: the page's measures.
        most: how much may be read.
        own: how many objects are the page's own; frames of annotations after them are no rules.
    """
    found = _Found(frame, limits.thin, most.rules)
    for item in walk_objects(page):
        if item.kind == c.FPDF_PAGEOBJ_TEXT:
            found.texts.append(item)
        elif item.kind == c.FPDF_PAGEOBJ_IMAGE:
            found.add_picture(item)
        elif item.kind == c.FPDF_PAGEOBJ_SHADING:
            found.add_shading(item)
        elif item.kind == c.FPDF_PAGEOBJ_PATH:
            found.add_path(item, ruled=own is None or item.order < own)
    rules = found.rules
    crowded = len(rules) > most.rules or _count_crossings(rules) > most.crossings
    return Drawings(
        () if crowded else tuple(rules),
        tuple(found.pictures),
        found.outlines,
        crowded,
        tuple(found.covers),
        tuple(found.texts),
        tuple(found.frames),
    )


def _count_crossings(rules: list[Rule]) -> int:
    """How often the rules cross at most: rows by columns of what stands on one line."""
    rows = {round(rule.top) for rule in rules if rule.is_level}
    columns = {round(rule.x0) for rule in rules if not rule.is_level}
    return len(rows) * len(columns)


def _box_of(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


class _Look(NamedTuple):
    """How a path is painted: colours 0xRRGGBB, None where it is not filled, or has no outline."""

    fill: int | None
    stroke: int | None


def _read_look(address: int, raw: Any) -> _Look | None:
    """Return how a path is painted, None where it leaves no mark."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(raw, fill, stroke)
    inside = read_colour(address, get_fill) if fill.value else (0, 0)
    outline = read_colour(address, get_stroke) if stroke.value else (0, 0)
    if not inside[1] and not outline[1]:
        return None
    return _Look(inside[0] if inside[1] else None, outline[0] if outline[1] else None)


def _rules_of_shape(shape: _Shape, look: _Look, thin: float) -> Iterator[Rule]:
    x0, top, x1, bottom = _box_of(shape)
    if look.fill is not None and min(x1 - x0, bottom - top) <= thin:
        yield from _as_line(x0, top, x1, bottom, look.fill)
    elif look.stroke is not None:
        yield from _straight_parts(shape, look.stroke, drawn=True)
    elif look.fill is not None and not is_white(look.fill):
        yield from _straight_parts([*shape, shape[0]], look.fill, drawn=False)


def is_white(ink: int) -> bool:
    """Tell a colour, 0xRRGGBB, that is white to the eye."""
    return min(ink >> 16, ink >> 8 & 255, ink & 255) >= _WHITE


_Shape = list[tuple[float, float]]


def _subpaths(raw: Any, matrix: Matrix, frame: Frame) -> Iterator[tuple[_Shape, bool]]:
    """The parts of a path as corner points; one with a curve in it, as a seal's, is no rule."""
    shape: _Shape = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(c.FPDFPath_CountSegments(raw)):
        segment = c.FPDFPath_GetPathSegment(raw, index)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(shape) > 1:
                yield shape, curved
            shape, curved = [], False
        curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
        c.FPDFPathSegment_GetPoint(segment, x, y)
        shape.append(frame.flip(*apply(matrix, x.value, y.value)))
        if c.FPDFPathSegment_GetClose(segment) and len(shape) > 1:
            shape.append(shape[0])
    if len(shape) > 1:
        yield shape, curved


def _as_line(x0: float, top: float, x1: float, bottom: float, ink: int) -> Iterator[Rule]:
    if max(x1 - x0, bottom - top) < SHORTEST_RULE:
        return
    if x1 - x0 >= bottom - top:
        middle = (top + bottom) / 2
        yield Rule(x0, middle, x1, middle, ink=ink)
    else:
        middle = (x0 + x1) / 2
        yield Rule(middle, top, middle, bottom, ink=ink)


def _straight_parts(shape: _Shape, ink: int, *, drawn: bool) -> Iterator[Rule]:
    for (ax, ay), (bx, by) in pairwise(shape):
        level, upright = abs(ay - by) <= 1.0, abs(ax - bx) <= 1.0
        if level != upright and max(abs(ax - bx), abs(ay - by)) >= SHORTEST_RULE:
            yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), drawn, ink)
