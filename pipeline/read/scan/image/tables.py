"""Strokes of a picture put together to tables: their grids made whole, letters left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.read.scan.image.limits import StrokeLimits
from pipeline.read.scan.image.picture import WORK_DPI
from pipeline.read.table.page import Rule

_LEVEL_SHARE = 0.8  # of a column: it is covered by a rule
_UPRIGHT_SHARE = 0.8  # of the middle half of a row
_WHOLE = 0.9  # of its length that an undashed upright rule blackens
_BRIDGED = 0.8  # less is black where only letters go on with it
_FRAME = 4  # level rules alike that make a table
_SIDE = 0.35  # of its height is black at each side of a broken row
_UPRIGHT_LEAST = 0.6  # of it is black: rules may be broken between rows
_TABLE_SHARE = 0.3  # of a table's height: an upright rule of it covers so much
_MANY_ROWS = 4  # letters do not stand under one another through so many

Mask = NDArray[Any]


def group_tables(rules: Sequence[Rule], limits: StrokeLimits) -> list[list[Rule]]:
    """Group rules that touch one another; what touches nothing is left out."""
    groups: list[tuple[Box, list[Rule]]] = []
    for rule in sorted(rules, key=lambda r: r.top):
        touch = limits.touch
        box = (rule.x0 - touch, rule.top - touch, rule.x1 + touch, rule.bottom + touch)
        members = [rule]
        apart = []
        for other_box, others in groups:
            if _meet(box, other_box) and any(
                _meet_near(a, b, touch) for a in members for b in others
            ):
                members = [*others, *members]
                box = _around(box, other_box)
            else:
                apart.append((other_box, others))
        groups = [*apart, (box, members)]
    return [members for _, members in groups if len(members) > 2]


def join_tables(tables: Sequence[list[Rule]], ink: Mask, limits: StrokeLimits) -> list[list[Rule]]:
    """Join tables that one row parts whose sides are too short or broken to be told from letters.

    Both have the same borders, and where they stand ink runs through the row between.
    """
    joined: list[list[Rule]] = []
    for table in sorted(tables, key=lambda rules: min(rule.top for rule in rules)):
        if joined and _is_continued(joined[-1], table, ink, limits):
            joined[-1] = [*joined[-1], *table]
        else:
            joined.append(table)
    return joined


def _is_continued(
    above: Sequence[Rule], below: Sequence[Rule], ink: Mask, limits: StrokeLimits
) -> bool:
    level, next_level = ([r for r in rules if r.is_level] for rules in (above, below))
    if not level or not next_level:
        return False
    foot, top = max(rule.top for rule in level), min(rule.top for rule in next_level)
    sides = [(min(r.x0 for r in rules), max(r.x1 for r in rules)) for rules in (level, next_level)]
    return (
        0 < top - foot <= limits.row
        and all(abs(a - b) <= limits.near for a, b in zip(*sides, strict=True))
        and all(_solidity(ink, x, (foot, top), limits) >= _SIDE for x in sides[0])
    )


def find_level_frames(
    rules: Sequence[Rule], tables: Sequence[Sequence[Rule]], limits: StrokeLimits
) -> list[Rule]:
    """Return level rules of one length under one another: a table that has no upright ones."""
    taken = {rule for table in tables for rule in table}
    loose = [rule for rule in rules if rule.is_level and rule not in taken]
    near = limits.near
    return [
        rule
        for rule in loose
        if sum(
            abs(rule.x0 - other.x0) <= near and abs(rule.x1 - other.x1) <= near for other in loose
        )
        >= _FRAME
    ]


def find_upright_frames(
    rules: Sequence[Rule], tables: Sequence[Sequence[Rule]], limits: StrokeLimits
) -> list[Rule]:
    """Return upright rules, whole or broken at every row, that part columns without level ones."""
    taken = {rule for table in tables for rule in table if len({r.is_level for r in table}) > 1}
    loose = [rule for rule in rules if not rule.is_level and rule not in taken]
    sides: list[tuple[float, float, list[Rule]]] = []
    for x in _cluster([(rule.x0, rule.bottom - rule.top) for rule in loose], limits.near):
        parts = [rule for rule in loose if abs(rule.x0 - x) <= limits.near]
        top, bottom = min(rule.top for rule in parts), max(rule.bottom for rule in parts)
        black = _covered([(rule.top, rule.bottom) for rule in parts], top, bottom)
        if bottom - top >= limits.long and black >= _UPRIGHT_LEAST * (bottom - top):
            sides.append((top, bottom, parts))
    return [
        rule
        for top, bottom, parts in sides
        for rule in parts
        if sum(max(abs(top - t), abs(bottom - b)) <= limits.touch for t, b, _ in sides) > 2
    ]


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _around(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _meet_near(a: Rule, b: Rule, touch: float) -> bool:
    return (
        a.x0 - touch <= b.x1
        and b.x0 - touch <= a.x1
        and a.top - touch <= b.bottom
        and b.top - touch <= a.bottom
    )


def tidy_table(rules: Sequence[Rule], ink: Mask, limits: StrokeLimits) -> list[Rule]:
    """Return the rules of one table led to its grid, so that every corner meets."""
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    if len(upright) < 2 or len(level) < 2:
        return level
    ys = _cluster([(rule.top, rule.x1 - rule.x0) for rule in level], limits.near)
    if len(ys) < 2:
        return level
    places = _cluster([(rule.x0, rule.bottom - rule.top) for rule in upright], limits.near)
    # Upright strokes that cover less of the height are letters or dirt.
    xs = [x for x in places if _share_of_height(x, upright, ys, limits) > _TABLE_SHARE]
    whole = _drop_letters(xs, upright, ys, cv2.erode(ink, np.ones((1, 3), np.uint8)), limits)
    if len(whole) > 1 or not _is_closed(level, xs, limits):
        xs = whole
    if len(xs) < 2:
        return level
    led = _lead_level(level, xs, ys, limits)
    return [*led, *_lead_upright(upright, xs, ys, ink, limits)]


def _is_closed(level: Sequence[Rule], xs: Sequence[float], limits: StrokeLimits) -> bool:
    """Tell whether the outer borders stand where the level rules end."""
    left, right = min(rule.x0 for rule in level), max(rule.x1 for rule in level)
    return len(xs) > 1 and max(abs(xs[0] - left), abs(xs[-1] - right)) <= limits.touch


def _share_of_height(
    x: float, upright: Sequence[Rule], ys: Sequence[float], limits: StrokeLimits
) -> float:
    parts = [(rule.top, rule.bottom) for rule in upright if abs(rule.x0 - x) <= limits.near]
    return _covered(parts, ys[0], ys[-1]) / (ys[-1] - ys[0])


def _drop_letters(
    xs: Sequence[float],
    upright: Sequence[Rule],
    ys: Sequence[float],
    ink: Mask,
    limits: StrokeLimits,
) -> list[float]:
    """Return the borders without those that letters make.

    In a low row a letter with its accents reaches from rule to rule, and few rows leave much
    to chance: a border is whole in one row at least, or runs through many.
    """
    many = len(ys) > _MANY_ROWS
    return [
        x
        for x in xs
        if max(_solidity(ink, x, row, limits) for row in pairwise(ys)) > _WHOLE
        or (many and _share_of_height(x, upright, ys, limits) > _WHOLE)
    ]


def _lead_level(
    level: Sequence[Rule], xs: Sequence[float], ys: Sequence[float], limits: StrokeLimits
) -> list[Rule]:
    led: list[Rule] = []
    for y in ys:
        parts = [(r.x0, r.x1) for r in level if abs(r.top - y) <= limits.near]
        for x0, x1 in pairwise(xs):
            if _covered(parts, x0, x1) > _LEVEL_SHARE * (x1 - x0):
                led.append(Rule(x0, y, x1, y))
    return led


def _lead_upright(
    upright: Sequence[Rule],
    xs: Sequence[float],
    ys: Sequence[float],
    ink: Mask,
    limits: StrokeLimits,
) -> list[Rule]:
    led: list[Rule] = []
    for x in xs:
        parts = [(r.top, r.bottom) for r in upright if abs(r.x0 - x) <= limits.near]
        found: list[tuple[float, Rule]] = []
        for y0, y1 in pairwise(ys):
            quarter = (y1 - y0) / 4
            if _covered(parts, y0 + quarter, y1 - quarter) > _UPRIGHT_SHARE * 2 * quarter:
                found.append((_solidity(ink, x, (y0, y1), limits), Rule(x, y0, x, y1)))
        whole = median([solid for solid, _ in found]) if found else 0.0
        kept = [rule for solid, rule in found if whole < _WHOLE or solid > _BRIDGED]
        if x in (xs[0], xs[-1]) and len(kept) * 2 > len(ys) - 1:  # a frame has no gaps
            kept = [Rule(x, y0, x, y1) for y0, y1 in pairwise(ys)]
        led += kept
    return led


def _solidity(ink: Mask, x: float, stretch: tuple[float, float], limits: StrokeLimits) -> float:
    """Return the share of a stretch that is black itself, holes not closed.

    A letter of a merged cell may bridge the hole between the rules above and below it.
    """
    k = WORK_DPI / 72
    left, top, foot = round(x * k), round((stretch[0] + 2) * k), round((stretch[1] - 2) * k)
    reach = round(limits.near * k / 2)
    strip = ink[top:foot, max(0, left - reach) : left + reach + 1]
    return float(strip.sum(axis=0).max()) / strip.shape[0] if strip.size else 0.0


def _cluster(strokes: Sequence[tuple[float, float]], near: float) -> list[float]:
    """Return the places of strokes, given with their lengths; those near a longer one are one.

    The longest come first, so that letters close to a rule do not lead away from it.
    """
    clusters: list[list[tuple[float, float]]] = []
    for stroke in sorted(strokes, key=lambda one: (-one[1], one[0])):
        cluster = next((one for one in clusters if abs(one[0][0] - stroke[0]) <= near), None)
        if cluster is None:
            clusters.append([stroke])
        else:
            cluster.append(stroke)
    places: list[float] = []
    for cluster in clusters:
        length = sum(length for _, length in cluster)
        place = sum(place * length for place, length in cluster) / length
        if all(abs(place - other) > near for other in places):
            places.append(place)
    return sorted(places)


def _covered(parts: Sequence[tuple[float, float]], low: float, high: float) -> float:
    """Return how much of a stretch the parts cover together."""
    total, reached = 0.0, low
    for start, end in sorted(parts):
        start, end = max(start, reached), min(end, high)
        if end > start:
            total += end - start
            reached = end
    return total
