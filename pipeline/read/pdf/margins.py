"""What stands beside the text and is no part of it: numbers of lines, balloons of comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.read.table.lines import Line, make_lines, split_segments
from pipeline.read.table.page import Glyph, Page

_BALLOON = re.compile(
    r"^(?:(?:đã )?(?:nhận xét|bình luận)|chú thích|commented?|định dạng|formatted|đã xóa|đã xoá"
    r"|deleted)\s*(?:\[.{1,30}\])?\s*:|^(?:nhận xét|bình luận|commented) \[",
    re.IGNORECASE,
)
_BALLOON_SIGNS = (
    *("hận xét", "ình luận", "hú thích", "ịnh dạng", "ã xóa", "ã xoá"),
    *("omment", "ormatted", "eleted"),
)
_LEAST_NUMBERS = 6
_SHARE = 0.7  # of the lines of a page: that many have their number, where lines are numbered
_STEPS = (1, 5, 10)
_LEFT, _RIGHT = 0.2, 0.55  # of the page's width: where numbers end, and where balloons begin


def clear_margins(page: Page) -> Page:
    """Return ``page`` without the numbers of its lines and the balloons of comments."""
    found = set(_find_balloons(page)) | set(_find_line_numbers(page))
    if not found:
        return page
    return replace(page, glyphs=tuple(glyph for glyph in page.glyphs if glyph not in found))


def _find_balloons(page: Page) -> list[Glyph]:
    """Return the letters of the column of balloons, which stands right of all else."""
    if not any(sign in page.text for sign in _BALLOON_SIGNS):
        return []
    parts = [part for line in make_lines(page.glyphs) for part in split_segments(line)]
    heads = [p for p in parts if p.x0 > _RIGHT * page.width and _BALLOON.match(p.text)]
    if not heads:
        return []
    left = min(part.x0 for part in heads) - 3
    frame = max((rule.x1 for rule in page.rules if rule.is_level and rule.x0 < left), default=0.0)
    if any(part.x0 < left < part.x1 for part in parts) or frame > left + 3 * heads[0].size:
        return []
    return [glyph for glyph in page.glyphs if glyph.x0 >= left]


def _find_line_numbers(page: Page) -> list[Glyph]:
    """Return the letters of a column of numbers left of all else, one to nearly each line.

    The ordinals of a list stand only where a row begins, and within its frame.
    """
    frame = min((rule.x0 for rule in page.rules if rule.drawn), default=page.width)
    limit = min(_LEFT * page.width, frame + 1)
    digits = [g for g in page.glyphs if g.x1 < limit and g.text.isdigit()]
    if len(digits) < _LEAST_NUMBERS:
        return []
    others = [g for g in page.glyphs if not g.text.isspace() and not g.text.isdigit()]
    left = min((g.x0 for g in others if g.angle == 0), default=0.0)
    column = [glyph for glyph in digits if glyph.x1 <= left + 1]
    if len(column) < _LEAST_NUMBERS:
        return []
    numbers = [line for line in make_lines(column) if line.text.isdigit()]
    found = set(column)
    lines = make_lines(glyph for glyph in page.glyphs if glyph not in found)
    return column if _number_lines(numbers, lines) else []


def _number_lines(numbers: Sequence[Line], lines: Sequence[Line]) -> bool:
    values = [int(line.text) for line in numbers]
    steps = {after - before for before, after in pairwise(values)}
    if len(values) < _LEAST_NUMBERS // 2 or len(steps) != 1 or not steps <= set(_STEPS):
        return False
    step = steps.pop()
    spread = abs(numbers[0].baseline - numbers[-1].baseline)
    within = sum(
        numbers[0].baseline - line.size <= line.baseline <= numbers[-1].baseline + line.size
        for line in lines
    )
    first = min(line.baseline for line in lines) if lines else 0.0
    starts = numbers[0].baseline <= first + step * 2 * numbers[0].size
    return spread > 0 and starts and len(values) * step >= _SHARE * within
