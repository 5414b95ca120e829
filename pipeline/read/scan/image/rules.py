"""Ruling lines found in a picture: faint, broken, thick and double ones alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.read.scan.image.limits import StrokeLimits
from pipeline.read.scan.image.picture import WORK_DPI, Picture, resize_to
from pipeline.read.scan.image.tables import (
    Mask,
    find_level_frames,
    find_upright_frames,
    group_tables,
    join_tables,
    tidy_table,
)
from pipeline.read.table.page import Rule

_PALEST = 190  # gray; what is left of folds is paler than the faintest rule
_SOLID = 0.92  # share of its length that a whole rule blackens
_CROWDED = 0.2  # share of a stroke's length with ink close to it: letters, not a dashed rule

Place = tuple[int, int, int, int]  # left, top, width, height


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a page, and the points that they blacken."""

    rules: tuple[Rule, ...]  # in typographic points
    mask: Mask  # at WORK_DPI; 1 on a rule


def find_ruling(picture: Picture, em: float) -> Ruling:
    """Return the rules of an upright, level page.

    Args:
        picture: the page.
        em: size of its letters in typographic points.
    """
    limits = StrokeLimits(em)
    gray = cv2.blur(resize_to(picture, WORK_DPI), (3, 3))
    ink = cv2.adaptiveThreshold(gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    ink[gray > _PALEST] = 0
    upright = _open_along(ink, limits.upright, limits, across=False)
    sides = _segments(upright, across=False)
    level, across = _find_level(ink, [rule for rule, _ in sides], limits)
    strokes = [*across, *sides]
    thick = cv2.dilate(ink, np.ones((1, 5), np.uint8))
    rules = [rule for rule, _ in strokes]
    tables = join_tables(group_tables(rules, limits), thick, limits)
    tidy = [rule for table in tables for rule in tidy_table(table, thick, limits)]
    tidy += find_level_frames(rules, tables, limits)
    tidy += find_upright_frames(rules, tables, limits)
    mask = np.zeros_like(level)
    for stroke, (x, y, width, height) in strokes:
        if stroke.is_level or _lies_on(stroke, tidy, limits.near):
            part = (level if stroke.is_level else upright)[y : y + height, x : x + width]
            mask[y : y + height, x : x + width] |= part
    return Ruling(tuple(tidy), mask)


def _find_level(
    ink: Mask, sides: Sequence[Rule], limits: StrokeLimits
) -> tuple[Mask, list[tuple[Rule, Place]]]:
    """Return the level rules: long ones, and short ones that lead from border to border."""
    level = _open_along(ink, limits.level, limits, across=True)
    found = [stroke for stroke in _segments(level, across=True) if not _is_print(stroke[1], ink)]
    short = _open_along(ink, limits.short_level, limits, across=True)
    for rule, place in _segments(short, across=True):
        if rule.x1 - rule.x0 < limits.level and _is_between(rule, sides, limits):
            x, y, width, height = place
            level[y : y + height, x : x + width] |= short[y : y + height, x : x + width]
            found.append((rule, place))
    return level, found


def _is_between(rule: Rule, sides: Sequence[Rule], limits: StrokeLimits) -> bool:
    """Tell whether upright rules run through both ends of a level one, as no print's do."""
    near = limits.near
    return all(
        any(
            abs(side.x0 - end) <= near
            and side.bottom - side.top > limits.level
            and side.top - near <= rule.top <= side.bottom + near
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


def _lies_on(stroke: Rule, rules: Sequence[Rule], near: float) -> bool:
    return any(
        not rule.is_level
        and abs(rule.x0 - stroke.x0) <= near
        and stroke.top < rule.bottom
        and rule.top < stroke.bottom
        for rule in rules
    )


def _open_along(ink: Mask, length: float, limits: StrokeLimits, *, across: bool) -> Mask:
    """Return what is long enough in one direction, after holes are closed."""

    def bar(points: float) -> Mask:
        long = max(1, int(points * WORK_DPI / 72))
        return np.ones((1, long) if across else (long, 1), np.uint8)

    thick = cv2.dilate(ink, np.ones((3, 1) if across else (1, 3), np.uint8))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, bar(limits.gap))
    opened: Mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, bar(length))
    return opened


def _segments(mask: Mask, *, across: bool) -> list[tuple[Rule, Place]]:
    """Return strokes as rules, each with its place in the mask."""
    # Few strokes: small labels take a third of the time.
    _, _, stats, centres = cv2.connectedComponentsWithStats(mask, ltype=cv2.CV_16U)
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
