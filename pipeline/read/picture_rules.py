"""Ruling lines found in a picture: faint, broken, thick and double ones alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.read.page import Rule
from pipeline.read.picture import WORK_DPI, Picture, resize_to

_LEVEL = 0.6  # inches: a shorter level stroke belongs to letters
_SHORT_LEVEL = 0.25  # of a narrow column, where its borders show it to be a rule
_UPRIGHT = 0.22
_GAP = 0.05  # inches: a hole in a rule
_SOLID = 0.92  # share of its length that a whole rule blackens
_CROWDED = 0.2  # share of a stroke's length with ink close to it: letters, not a dashed rule
_NEAR = 0.06 * 72  # points: rules nearer than this are one, as double ones are
_LEVEL_SHARE = 0.8  # of a column: it is covered by a rule
_UPRIGHT_SHARE = 0.8  # of the middle half of a row
_WHOLE = 0.9  # of its length that an undashed upright rule blackens
_BRIDGED = 0.8  # less is black where only letters go on with it
_TOUCH = 8.0  # points: the ends of rules of one table stand no farther apart
_FRAME = 4  # level rules alike that make a table
_TABLE_SHARE = 0.3  # of a table's height: an upright rule of it covers so much
_MANY_ROWS = 4  # letters do not stand under one another through so many

Mask = NDArray[Any]
Place = tuple[int, int, int, int]  # left, top, width, height


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a page, and the points that they blacken."""

    rules: tuple[Rule, ...]  # in typographic points
    mask: Mask  # at WORK_DPI; 1 on a rule


def find_ruling(picture: Picture) -> Ruling:
    """Return the rules of an upright, level page."""
    gray = cv2.blur(resize_to(picture, WORK_DPI), (3, 3))
    ink = cv2.adaptiveThreshold(gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    upright = _open_along(ink, _UPRIGHT, across=False)
    sides = _segments(upright, across=False)
    level, across = _find_level(ink, [rule for rule, _ in sides])
    strokes = [*across, *sides]
    tables = _group_tables([rule for rule, _ in strokes])
    thick = cv2.dilate(ink, np.ones((1, 5), np.uint8))
    tidy = [rule for table in tables for rule in _tidy_table(table, thick)]
    tidy += _find_level_frames([rule for rule, _ in strokes], tables)
    mask = np.zeros_like(level)
    for stroke, (x, y, width, height) in strokes:
        if stroke.is_level or _lies_on(stroke, tidy):
            part = (level if stroke.is_level else upright)[y : y + height, x : x + width]
            mask[y : y + height, x : x + width] |= part
    return Ruling(tuple(tidy), mask)


def _find_level(ink: Mask, sides: Sequence[Rule]) -> tuple[Mask, list[tuple[Rule, Place]]]:
    """Return the level rules: long ones, and short ones that lead from border to border."""
    level = _open_along(ink, _LEVEL, across=True)
    found = [stroke for stroke in _segments(level, across=True) if not _is_print(stroke[1], ink)]
    short = _open_along(ink, _SHORT_LEVEL, across=True)
    for rule, place in _segments(short, across=True):
        if rule.x1 - rule.x0 < _LEVEL * 72 and _is_between(rule, sides):
            x, y, width, height = place
            level[y : y + height, x : x + width] |= short[y : y + height, x : x + width]
            found.append((rule, place))
    return level, found


def _is_between(rule: Rule, sides: Sequence[Rule]) -> bool:
    """Tell whether upright rules run through both ends of a level one, as no print's do."""
    return all(
        any(
            abs(side.x0 - end) <= _NEAR
            and side.bottom - side.top > _LEVEL * 72
            and side.top - _NEAR <= rule.top <= side.bottom + _NEAR
            for side in sides
        )
        for end in (rule.x0, rule.x1)
    )


def _is_print(place: Place, ink: Mask) -> bool:
    """Tell whether a level stroke is only the feet of letters: broken, with ink close above."""
    x, y, width, height = place
    along = ink[y : y + height, x : x + width].any(axis=0)
    if along.mean() > _SOLID:
        return False
    above = ink[max(0, y - 4) : max(0, y - 1), x : x + width].any(axis=0)
    below = ink[y + height + 1 : y + height + 4, x : x + width].any(axis=0)
    return bool(max(above.mean(), below.mean()) > _CROWDED)


def _lies_on(stroke: Rule, rules: Sequence[Rule]) -> bool:
    return any(
        not rule.is_level
        and abs(rule.x0 - stroke.x0) <= _NEAR
        and stroke.top < rule.bottom
        and rule.top < stroke.bottom
        for rule in rules
    )


def _open_along(ink: Mask, inches: float, *, across: bool) -> Mask:
    """Return what is long enough in one direction, after holes are closed."""

    def bar(length: float, thick: int = 1) -> Mask:
        size = (thick, max(1, int(length))) if across else (max(1, int(length)), thick)
        return np.ones(size, np.uint8)

    thick = cv2.dilate(ink, np.ones((3, 1) if across else (1, 3), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, bar(_GAP * WORK_DPI))
    opened: Mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, bar(inches * WORK_DPI))
    return opened


def _segments(mask: Mask, *, across: bool) -> list[tuple[Rule, Place]]:
    """Return strokes as rules, each with its place in the mask."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    scale = 72 / WORK_DPI
    found: list[tuple[Rule, Place]] = []
    for (x, y, width, height, _), centre in zip(stats[1:].tolist(), centres[1:], strict=True):
        middle_x, middle_y = (float(n) * scale for n in centre)
        if across and width > 3 * height:
            rule = Rule(x * scale, middle_y, (x + width) * scale, middle_y)
        elif not across and height > 3 * width:
            rule = Rule(middle_x, y * scale, middle_x, (y + height) * scale)
        else:
            continue
        found.append((rule, (x, y, width, height)))
    return found


# --- tables --------------------------------------------------------------------------


def _group_tables(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group rules that touch one another; what touches nothing is left out."""
    groups: list[tuple[Box, list[Rule]]] = []
    for rule in sorted(rules, key=lambda r: r.top):
        box = (rule.x0 - _TOUCH, rule.top - _TOUCH, rule.x1 + _TOUCH, rule.bottom + _TOUCH)
        members = [rule]
        apart = []
        for other_box, others in groups:
            if _meet(box, other_box) and any(_touch(a, b) for a in members for b in others):
                members = [*others, *members]
                box = _around(box, other_box)
            else:
                apart.append((other_box, others))
        groups = [*apart, (box, members)]
    return [members for _, members in groups if len(members) > 2]


def _find_level_frames(rules: Sequence[Rule], tables: Sequence[Sequence[Rule]]) -> list[Rule]:
    """Return level rules of one length under one another: a table that has no upright ones."""
    taken = {rule for table in tables for rule in table}
    loose = [rule for rule in rules if rule.is_level and rule not in taken]
    return [
        rule
        for rule in loose
        if sum(
            abs(rule.x0 - other.x0) <= _NEAR and abs(rule.x1 - other.x1) <= _NEAR for other in loose
        )
        >= _FRAME
    ]


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _around(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _touch(a: Rule, b: Rule) -> bool:
    return (
        a.x0 - _TOUCH <= b.x1
        and b.x0 - _TOUCH <= a.x1
        and a.top - _TOUCH <= b.bottom
        and b.top - _TOUCH <= a.bottom
    )


def _tidy_table(rules: Sequence[Rule], ink: Mask) -> list[Rule]:
    """Return the rules of one table led to its grid, so that every corner meets."""
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    if len(upright) < 2 or len(level) < 2:
        return level
    ys = _cluster([(rule.top, rule.x1 - rule.x0) for rule in level])
    if len(ys) < 2:
        return level
    places = _cluster([(rule.x0, rule.bottom - rule.top) for rule in upright])
    xs = [x for x in places if _is_border(x, upright, ys)]
    whole = _drop_letters(xs, upright, ys, cv2.erode(ink, np.ones((1, 3), np.uint8)))
    if len(whole) > 1 or not _is_closed(level, xs):
        xs = whole
    if len(xs) < 2:
        return level
    return [*_lead_level(level, xs, ys), *_lead_upright(upright, xs, ys, ink)]


def _is_closed(level: Sequence[Rule], xs: Sequence[float]) -> bool:
    """Tell whether the outer borders stand where the level rules end."""
    left, right = min(rule.x0 for rule in level), max(rule.x1 for rule in level)
    return len(xs) > 1 and max(abs(xs[0] - left), abs(xs[-1] - right)) <= _TOUCH


def _is_border(x: float, upright: Sequence[Rule], ys: Sequence[float]) -> bool:
    """Tell whether upright strokes at ``x`` part columns, and are no letters or dirt."""
    return _share_of_height(x, upright, ys) > _TABLE_SHARE


def _share_of_height(x: float, upright: Sequence[Rule], ys: Sequence[float]) -> float:
    parts = [(rule.top, rule.bottom) for rule in upright if abs(rule.x0 - x) <= _NEAR]
    return _covered(parts, ys[0], ys[-1]) / (ys[-1] - ys[0])


def _drop_letters(
    xs: Sequence[float], upright: Sequence[Rule], ys: Sequence[float], ink: Mask
) -> list[float]:
    """Return the borders without those that letters make.

    In a low row a letter with its accents reaches from rule to rule, and few rows leave much
    to chance: a border is whole in one row at least, or runs through many.
    """
    many = len(ys) > _MANY_ROWS
    return [
        x
        for x in xs
        if max(_solidity(ink, x, y0, y1) for y0, y1 in pairwise(ys)) > _WHOLE
        or (many and _share_of_height(x, upright, ys) > _WHOLE)
    ]


def _lead_level(level: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    led: list[Rule] = []
    for y in ys:
        parts = [(r.x0, r.x1) for r in level if abs(r.top - y) <= _NEAR]
        for x0, x1 in pairwise(xs):
            if _covered(parts, x0, x1) > _LEVEL_SHARE * (x1 - x0):
                led.append(Rule(x0, y, x1, y))
    return led


def _lead_upright(
    upright: Sequence[Rule], xs: Sequence[float], ys: Sequence[float], ink: Mask
) -> list[Rule]:
    led: list[Rule] = []
    for x in xs:
        parts = [(r.top, r.bottom) for r in upright if abs(r.x0 - x) <= _NEAR]
        found: list[tuple[float, Rule]] = []
        for y0, y1 in pairwise(ys):
            quarter = (y1 - y0) / 4
            if _covered(parts, y0 + quarter, y1 - quarter) > _UPRIGHT_SHARE * 2 * quarter:
                found.append((_solidity(ink, x, y0, y1), Rule(x, y0, x, y1)))
        whole = median([solid for solid, _ in found]) if found else 0.0
        kept = [rule for solid, rule in found if whole < _WHOLE or solid > _BRIDGED]
        if x in (xs[0], xs[-1]) and len(kept) * 2 > len(ys) - 1:  # a frame has no gaps
            kept = [Rule(x, y0, x, y1) for y0, y1 in pairwise(ys)]
        led += kept
    return led


def _solidity(ink: Mask, x: float, y0: float, y1: float) -> float:
    """Return the share of a stretch that is black itself, holes not closed.

    A letter of a merged cell may bridge the hole between the rules above and below it.
    """
    k = WORK_DPI / 72
    left, top, foot = round(x * k), round((y0 + 2) * k), round((y1 - 2) * k)
    reach = round(_NEAR * k / 2)
    strip = ink[top:foot, max(0, left - reach) : left + reach + 1]
    return float(strip.sum(axis=0).max()) / strip.shape[0] if strip.size else 0.0


def _cluster(strokes: Sequence[tuple[float, float]]) -> list[float]:
    """Return the places of strokes, given with their lengths; those near one another are one."""
    clusters: list[list[tuple[float, float]]] = []
    for stroke in sorted(strokes):
        if clusters and stroke[0] - clusters[-1][-1][0] <= _NEAR:
            clusters[-1].append(stroke)
        else:
            clusters.append([stroke])
    return [
        sum(place * length for place, length in cluster) / sum(length for _, length in cluster)
        for cluster in clusters
    ]


def _covered(parts: Sequence[tuple[float, float]], low: float, high: float) -> float:
    """Return how much of a stretch the parts cover together."""
    total, reached = 0.0, low
    for start, end in sorted(parts):
        start, end = max(start, reached), min(end, high)
        if end > start:
            total += end - start
            reached = end
    return total
