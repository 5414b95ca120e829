"""Rubber stamps over a page: their frame draws no table, their words stand in no cell.

A stamp has a frame and words of one colour, which is not that of the paper's text; or it says
what only stamps say (Nghị định 30/2020/NĐ-CP, Phụ lục I and IV: ĐẾN, SAO Y, KHẨN, MẬT).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Box
from pipeline.read.table.lines import make_lines
from pipeline.read.table.page import Glyph, Page, Rule, is_coloured

_WORDS = re.compile(
    r"^(?:công văn )?đến$|^sao (?:y|lục)$|^trích sao$|^(?:hỏa|hoả) tốc|^(?:thượng )?khẩn$"
    r"|^(?:tuyệt |tối )?mật$|^đã (?:nhận|ký|duyệt|thu tiền)$|^bản (?:chính|sao)$|^dự thảo$",
    re.IGNORECASE,
)
_WIDEST, _HIGHEST = 0.45, 0.2  # of the page: a larger frame is a table
_LEAST = 10.0  # points: a smaller one is a box to tick
_NEAR = 4.0  # points between lines of one frame; a double frame's lie so near
_ALIKE = 60  # by which the parts of two shades of one ink may differ
_LEAST_LETTERS = 3


def lift_frames(page: Page) -> Page:
    """Return ``page`` without its stamps: their words in ``stamp``, their lines gone."""
    boxes = [*_list_coloured(page), *_list_worded(page)]
    if not boxes:
        return page
    lifted: set[Glyph] = set()
    rules = page.rules
    for box, ink in boxes:
        own = [g for g in page.glyphs if _is_inside(g, box) and _is_alike(g.ink, ink)]
        if sum(not glyph.text.isspace() for glyph in own) >= _LEAST_LETTERS:
            lifted.update(own)
            rules = tuple(rule for rule in rules if not _belongs(rule, box, ink))
    if not lifted:
        return page
    text = "\n".join(line.text for line in make_lines(g for g in page.glyphs if g in lifted))
    return replace(
        page,
        glyphs=tuple(glyph for glyph in page.glyphs if glyph not in lifted),
        rules=rules,
        stamp=f"{page.stamp}\n{text}".strip(),
    )


def _list_coloured(page: Page) -> Iterator[tuple[Box, int]]:
    """Yield frames in a colour, drawn in one go or line by line, that no table has."""
    seen = [(box, ink) for box, ink in page.frames if _has_stamp_size(box, page)]
    lines = [rule for rule in page.rules if rule.drawn and is_coloured(rule.ink)]
    seen.extend(_join_lines(lines, page))
    for box, ink in seen:
        inside = [rule for rule in lines if _belongs(rule, box, ink)]
        if len(_list_places(rule.x0 for rule in inside if not rule.is_level)) <= 2:
            yield box, ink


def _join_lines(lines: Sequence[Rule], page: Page) -> Iterator[tuple[Box, int]]:
    """Yield the boxes of lines that touch each other: four of them make a frame."""
    groups: list[list[Rule]] = []
    for rule in lines:
        met = [group for group in groups if any(_touch(rule, other) for other in group)]
        joined = [rule, *(other for group in met for other in group)]
        groups = [*(group for group in groups if group not in met), joined]
    for group in groups:
        box = (
            min(rule.x0 for rule in group), min(rule.top for rule in group),
            max(rule.x1 for rule in group), max(rule.bottom for rule in group),
        )  # fmt: skip
        if len(group) >= 4 and _has_stamp_size(box, page):
            yield box, group[0].ink


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 <= other.x1 + _NEAR and other.x0 <= one.x1 + _NEAR
        and one.top <= other.bottom + _NEAR and other.top <= one.bottom + _NEAR
        and _is_alike(one.ink, other.ink)
    )  # fmt: skip


def _list_worded(page: Page) -> Iterator[tuple[Box, int]]:
    """Yield frames, whatever their colour, round nothing but words that only stamps say."""
    if not _SAYS.search(page.text):
        return
    for line in make_lines(page.glyphs):
        if _WORDS.match(line.text.strip()):
            box = _find_box(line.glyphs[0], line.x1, page.rules)
            if box is not None and _has_stamp_size(box, page):
                yield box, line.glyphs[0].ink


_SAYS = re.compile(r"\b(?:ĐẾN|SAO|KHẨN|TỐC|MẬT|ĐÃ|BẢN|DỰ)\b")


def _find_box(first: Glyph, right: float, rules: Sequence[Rule]) -> Box | None:
    """Return the frame right round a line, where its four sides end at each other."""
    x, y = first.middle
    level = [rule for rule in rules if rule.is_level and rule.x0 <= x and rule.x1 >= right]
    upright = [rule for rule in rules if not rule.is_level and rule.top <= y <= rule.bottom]
    top = max((rule.top for rule in level if rule.top < y), default=None)
    bottom = min((rule.top for rule in level if rule.top > y), default=None)
    x0 = max((rule.x0 for rule in upright if rule.x0 < x), default=None)
    x1 = min((rule.x0 for rule in upright if rule.x0 > x), default=None)
    if top is None or bottom is None or x0 is None or x1 is None:
        return None
    ends = [rule for rule in level if rule.top in (top, bottom)]
    own = all(abs(rule.x0 - x0) <= _NEAR and abs(rule.x1 - x1) <= _NEAR for rule in ends)
    sides = [rule for rule in upright if rule.x0 in (x0, x1)]
    alone = all(rule.top >= top - _NEAR for rule in sides)
    return (x0, top, x1, max(rule.bottom for rule in sides)) if own and alone else None


def _has_stamp_size(box: Box, page: Page) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    return (
        min(wide, high) >= _LEAST and wide <= _WIDEST * page.width
        and high <= _HIGHEST * page.height
    )  # fmt: skip


def _is_inside(glyph: Glyph, box: Box) -> bool:
    x, y = glyph.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _belongs(rule: Rule, box: Box, ink: int) -> bool:
    return (
        rule.x0 >= box[0] - _NEAR and rule.x1 <= box[2] + _NEAR
        and rule.top >= box[1] - _NEAR and rule.bottom <= box[3] + _NEAR
        and _is_alike(rule.ink, ink)
    )  # fmt: skip


def _is_alike(one: int, other: int) -> bool:
    return all(abs((one >> by & 255) - (other >> by & 255)) <= _ALIKE for by in (16, 8, 0))


def _list_places(values: Iterator[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places
