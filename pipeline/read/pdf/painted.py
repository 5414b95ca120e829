"""Which letters of a page are painted: a viewer shows only these.

PageLetters can stand in a file and not on its page: on a layer that is off, in the colour of what
lies under them, under a shape or picture, outside of the page or of a clip. What gives reason
to ask is cheap to see; the page drawn with and without the letters in question answers.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.read.bitmap import MILLION, render_page
from pipeline.read.pdf.calls import (
    count_clip_parts,
    count_clips,
    count_marks,
    get_clip,
    get_clip_part,
    get_mark,
    get_mark_name,
    get_point,
    set_active,
)
from pipeline.read.pdf.drawings import Cover, Drawings
from pipeline.read.table.page import Glyph

_SCALE = 2.0  # points of the picture a typographic point
_LETTER = 0.06  # share of its box that the ink of the thinnest letter takes
_MOSTLY = 0.6  # share of an object's letters that are lost, and a few others with them
_FEW = 2  # letters
_SEEN = 20  # of 255: less contrast no eye sees
_PALE = 200  # a letter whose every colour is lighter may be that of the paper
_NEAR = 60  # by which colours of letter and ground may differ and be looked at
_MOST_GROUPS = 8
_PAGE = 0.5  # share of the page: a picture from here on may be the page itself
_SLACK = 1.5  # points that a letter may stand out of its clip

Points = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PageLetters:
    """The letters of a page as its file gives them, the page not yet turned."""

    glyphs: tuple[Glyph, ...]
    owners: tuple[int | None, ...]  # each glyph's text object
    starts: Mapping[int, int]  # text object -> place of its first glyph; empty: not known
    unseen: tuple[Glyph, ...]  # those told not to be painted
    aslant: tuple[Glyph, ...]
    faults: int
    looks: frozenset[tuple[float, int]]  # size and colour


@dataclass(frozen=True, slots=True)
class Parted:
    """PageLetters that a viewer shows, and those that it does not."""

    seen: tuple[Glyph, ...]
    unseen: tuple[Glyph, ...] = ()
    cut: tuple[Box, ...] = ()  # letters seen, beside one of the same word that is not


def part_painted(pdf_page: Any, letters: PageLetters, drawings: Drawings, pixels: int) -> Parted:
    """Part the letters of a page by whether they are painted.

    Args:
        pdf_page: the page, open, its text page too.
        letters: what its file gives.
        drawings: what else it shows.
        pixels: millions that it may be drawn with.
    """
    left, bottom, right, top = pdf_page.get_bbox()
    width, height = right - left, top - bottom
    spans = _find_spans(letters)
    lost = set(_list_outside(letters.glyphs, spans, width, height))
    groups = _suspect(letters.glyphs, spans, drawings, (left, top), (width, height))
    if groups and width * height <= pixels * MILLION:
        lost |= _find_lost(pdf_page, letters, groups, pixels)
    if not lost:
        return Parted(letters.glyphs)
    return Parted(
        tuple(glyph for place, glyph in enumerate(letters.glyphs) if place not in lost),
        tuple(letters.glyphs[place] for place in sorted(lost)),
        tuple(_list_cut(letters, lost)),
    )


def _list_cut(letters: PageLetters, lost: set[int]) -> Iterator[Box]:
    for place in lost:
        for beside in (place - 1, place + 1):
            if beside in lost or not 0 <= beside < len(letters.glyphs):
                continue
            one, other = letters.glyphs[place], letters.glyphs[beside]
            same = letters.owners[place] == letters.owners[beside]
            if same and one.text.isalnum() and other.text.isalnum():
                yield other.x0, other.top, other.x1, other.bottom


# --- what gives reason to ask ----------------------------------------------------------

_Spans = Mapping[int, tuple[int, int]]
"""Text object -> place of its first glyph, and the place after its last."""


def _find_spans(letters: PageLetters) -> _Spans:
    starts = dict(letters.starts)
    if not starts:
        for place, owner in enumerate(letters.owners):
            if owner:
                starts.setdefault(owner, place)
    if not starts:
        return {}
    ends = [*list(starts.values())[1:], len(letters.glyphs)]
    return {owner: (start, end) for (owner, start), end in zip(starts.items(), ends, strict=True)}


def _list_outside(
    glyphs: Sequence[Glyph], spans: _Spans, width: float, height: float
) -> Iterator[int]:
    """Yield the places of glyphs that stand outside of the page."""
    for start, end in spans.values():
        if start == end:
            continue
        x0, top, x1, bottom = _box_of(glyphs[start], glyphs[end - 1])
        if x0 >= 0 and top >= 0 and x1 <= width and bottom <= height:
            continue
        for place in range(start, end):
            x, y = glyphs[place].middle
            if not (0 <= x <= width and 0 <= y <= height):
                yield place


_Groups = dict[tuple[object, ...], list[int]]
"""Why they are asked about, alike for what is shown or hidden together -> text objects."""


def _suspect(
    glyphs: Sequence[Glyph],
    spans: _Spans,
    drawings: Drawings,
    corner: tuple[float, float],
    size: tuple[float, float],
) -> _Groups:
    groups: _Groups = {}
    covers = [cover for cover in drawings.covers if _is_wide(cover.box, size)]
    for item in drawings.texts:
        start, end = spans.get(item.address, (0, 0))
        if start == end:
            continue
        box = _box_of(glyphs[start], glyphs[end - 1])
        ink = glyphs[start].ink
        reason: tuple[object, ...] = (
            _read_layer(item.address) or item.form, _is_pale(ink),
            any(_may_hide(cover, item.order, ink, box) for cover in covers),
            not item.form and _is_clipped(item.address, box, corner),
        )  # fmt: skip
        if any(reason):
            groups.setdefault(reason, []).append(item.address)
    return groups if len(groups) <= _MOST_GROUPS else _join_groups(groups)


def _join_groups(groups: _Groups) -> _Groups:
    return {(1,): [address for addresses in groups.values() for address in addresses]}


def _box_of(first: Glyph, last: Glyph) -> Box:
    return (
        min(first.x0, last.x0), min(first.top, last.top), max(first.x1, last.x1),
        max(first.bottom, last.bottom),
    )  # fmt: skip


def _is_wide(box: Box, size: tuple[float, float]) -> bool:
    """Tell a shape that can hide letters, and is not the scan that they only repeat."""
    wide, high = box[2] - box[0], box[3] - box[1]
    return min(wide, high) > 2 and wide * high < _PAGE * size[0] * size[1]


def _is_pale(ink: int) -> bool:
    return min(ink >> 16, ink >> 8 & 255, ink & 255) >= _PALE


def _may_hide(cover: Cover, order: int, ink: int, box: Box) -> bool:
    """Whether what is painted over the letters, or under them in a like colour, may hide them."""
    apart = (
        cover.box[0] >= box[2] or cover.box[2] <= box[0]
        or cover.box[1] >= box[3] or cover.box[3] <= box[1]
    )  # fmt: skip
    if apart:
        return False
    if cover.order > order or cover.ink < 0:
        return True
    return all(abs((ink >> by & 255) - (cover.ink >> by & 255)) <= _NEAR for by in (16, 8, 0))


_name = ctypes.create_string_buffer(16)
_length = ctypes.c_ulong()
_NAME, _LENGTH = ctypes.addressof(_name), ctypes.addressof(_length)
_LAYER = "OC\0".encode("utf-16-le")


def _read_layer(address: int) -> int:
    """Return the mark by which an object is on a layer, 0 where it is on none."""
    for index in range(count_marks(address)):
        mark: int = get_mark(address, index)
        if get_mark_name(mark, _NAME, len(_name), _LENGTH) and _name.raw[:6] == _LAYER:
            return mark
    return 0


_point = (ctypes.c_float * 2)()
_X = ctypes.addressof(_point)
_Y = _X + 4


def _is_clipped(address: int, box: Box, corner: tuple[float, float]) -> bool:
    clip = get_clip(address)
    for index in range(max(count_clips(clip), 0) if clip else 0):
        points = list(_clip_points(clip, index, corner))
        if not points:
            continue
        xs, ys = [x for x, _ in points], [y for _, y in points]
        middle = (box[1] + box[3]) / 2
        if min(xs) > box[0] + _SLACK or max(xs) < box[2] - _SLACK:
            return True
        if not min(ys) <= middle <= max(ys):
            return True
    return False


def _clip_points(
    clip: int, index: int, corner: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    for part in range(count_clip_parts(clip, index)):
        if get_point(get_clip_part(clip, index, part), _X, _Y):
            yield _point[0] - corner[0], corner[1] - _point[1]


# --- what the picture of the page answers ----------------------------------------------


def _find_lost(pdf_page: Any, letters: PageLetters, groups: _Groups, pixels: int) -> set[int]:
    """Return the places of the glyphs that leave no trace on the page.

    A layer may be shown on the screen and left out in print, or the other way round: what is
    on one counts where it is on both.
    """
    places: dict[int | None, list[int]] = {}
    for place, owner in enumerate(letters.owners):
        places.setdefault(owner, []).append(place)
    lost: set[int] = set()
    for printed in (False, True):
        asked = [found for why, found in groups.items() if not printed or why[0]]
        if not asked:
            continue
        whole = _draw(pdf_page, pixels, printed=printed).astype(np.int16)
        for addresses in asked:
            for address in addresses:
                set_active(address, 0)
            apart = np.abs(whole - _draw(pdf_page, pixels, printed=printed)).max(axis=2) > _SEEN
            for address in addresses:
                set_active(address, 1)
                lost |= _list_lost(letters.glyphs, places.get(address, []), apart, pdf_page)
    return lost


def _list_lost(
    glyphs: Sequence[Glyph], places: Sequence[int], changed: NDArray[np.bool_], pdf_page: Any
) -> set[int]:
    """Return those of an object's glyphs that changed nothing; spaces and signs go with letters."""
    left, _, right, _ = pdf_page.get_bbox()
    scale = changed.shape[1] / (right - left)
    letters = [place for place in places if glyphs[place].text.isalnum()]
    if not letters:
        return {p for p in places if not _find_changed(glyphs[p], changed, scale)}
    gone = [_find_changed(glyphs[place], changed, scale) < _LETTER for place in letters]
    lost = {place for place, is_gone in zip(letters, _smooth(gone), strict=True) if is_gone}
    before = letters[0]
    for place in places:
        if glyphs[place].text.isalnum():
            before = place
        elif before in lost:
            lost.add(place)
    return lost


def _smooth(gone: list[bool]) -> list[bool]:
    """Take letters between lost ones for lost: in their place they only crossed a line."""
    if sum(gone) < _MOSTLY * len(gone):
        return gone
    runs = [(is_gone, len(list(run))) for is_gone, run in groupby(gone)]
    return [is_gone or length <= _FEW for is_gone, length in runs for _ in range(length)]


def _find_changed(glyph: Glyph, changed: NDArray[np.bool_], scale: float) -> float:
    """Return the share of a letter's box that changed with it."""
    top, bottom = max(0, int(glyph.top * scale)), max(0, int(glyph.bottom * scale) + 1)
    left, right = max(0, int(glyph.x0 * scale)), max(0, int(glyph.x1 * scale) + 1)
    box = changed[top:bottom, left:right]
    return float(box.mean()) if box.size else 0.0


def _draw(pdf_page: Any, pixels: int, *, printed: bool) -> Points:
    """Return the page in colour, as its file lays it, not turned."""
    turned = (360 - pdf_page.get_rotation()) % 360
    mode = "print" if printed else None
    bitmap = render_page(
        pdf_page, _SCALE, pixels, rotation=turned, may_draw_forms=False, optimize_mode=mode
    )
    return np.array(bitmap.to_numpy(), dtype=np.uint8)[:, :, :3]
