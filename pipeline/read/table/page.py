"""What one page shows, whatever drew it: glyphs, ruling lines, pictures.

Coordinates are points from the upper left corner of the page as a reader sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from pipeline.model import Box

BELOW = 0.2 / 0.95  # share of a letter's box that lies under its baseline

_COLOURED = 80  # of 255: how far red, green and blue of a stamp's ink lie apart


class Glyph(NamedTuple):
    """One drawn character; a tuple, as a page has thousands."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    font: str = ""
    bold: bool = False
    angle: int = 0  # how its line runs: 0, 90, 180, 270 degrees clockwise
    ink: int = 0  # its colour, 0xRRGGBB

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre, by which it belongs to a cell."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight ruling line, or an edge of a shaded box."""

    x0: float
    top: float
    x1: float
    bottom: float
    drawn: bool = True  # False: only the edge of a shaded area
    ink: int = 0  # its colour, 0xRRGGBB

    @property
    def is_level(self) -> bool:
        """Whether it runs across the page."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True)
class Page:
    """One page as it is seen, upright."""

    number: int  # 1-based
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Box, ...] = ()
    stamp: str = ""  # text of a signature laid over the page
    faults: int = 0  # glyphs that the file gives no letter for
    outlines: int = 0  # corners of drawn shapes that are neither lines nor boxes
    unseen: tuple[Glyph, ...] = ()  # in the file, but not painted
    looks: frozenset[tuple[float, int]] = frozenset()  # size and colour of its letters, if known
    strikes: tuple[Box, ...] = ()  # areas that an annotation strikes out
    struck: tuple[Glyph, ...] = ()  # struck through: withdrawn
    watermark: tuple[Glyph, ...] = ()  # across the others: no part of the text
    fields: tuple[Box, ...] = ()  # frames of what was typed over the page
    cut: tuple[Box, ...] = ()  # letters of words that are only partly painted
    frames: tuple[tuple[Box, int], ...] = ()  # closed outlines in a colour, and which
    crowded: bool = False  # has more rules than any table; they were left out
    recognised: bool = False  # its letters were read from a picture
    turned: int = 0  # degrees counter-clockwise from how a viewer shows it

    @property
    def picture_share(self) -> float:
        """Share of the page that its largest picture covers, 0 to 1."""
        area = self.width * self.height
        largest = max((_area(box) for box in self.pictures), default=0.0)
        return min(1.0, largest / area) if area else 0.0

    @cached_property
    def text(self) -> str:
        """All letters in the order of the file, parted at jumps; for judging, not for printing."""
        pieces: list[str] = []
        end = level = 0.0
        for text, x0, _, x1, _, baseline, size, *_ in self.glyphs:
            if abs(x0 - end) > size or abs(baseline - level) > size:
                pieces.append("\n")
            pieces.append(text)
            end, level = x1, baseline
        return "".join(pieces)


def is_coloured(ink: int) -> bool:
    """Tell a colour, 0xRRGGBB, from black, gray and white."""
    parts = (ink >> 16, ink >> 8 & 255, ink & 255)
    return max(parts) - min(parts) >= _COLOURED


def lightness(ink: int) -> float:
    """Return how light a colour is to the eye, 0 to 255."""
    return 0.3 * (ink >> 16) + 0.59 * (ink >> 8 & 255) + 0.11 * (ink & 255)


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def turn_page(page: Page, angle: int) -> Page:
    """Return ``page`` turned counter-clockwise by ``angle`` (90, 180, 270) degrees."""
    if angle == 0:
        return page
    turner = _Turner(angle, page.width, page.height)
    width, height = (page.height, page.width) if angle in (90, 270) else (page.width, page.height)
    return replace(
        page,
        width=width,
        height=height,
        glyphs=tuple(turner.glyph(glyph) for glyph in page.glyphs),
        rules=tuple(turner.rule(rule) for rule in page.rules),
        pictures=tuple(turner.box(box) for box in page.pictures),
        unseen=tuple(turner.glyph(glyph) for glyph in page.unseen),
        strikes=tuple(turner.box(box) for box in page.strikes),
        watermark=tuple(turner.glyph(glyph) for glyph in page.watermark),
        fields=tuple(turner.box(box) for box in page.fields),
        cut=tuple(turner.box(box) for box in page.cut),
        frames=tuple((turner.box(box), ink) for box, ink in page.frames),
    )


@dataclass(frozen=True, slots=True)
class _Turner:
    angle: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.angle == 90:
            return y, self.width - x
        if self.angle == 180:
            return self.width - x, self.height - y
        return self.height - y, x

    def box(self, box: Box) -> Box:
        ax, ay = self.point(box[0], box[1])
        bx, by = self.point(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def glyph(self, glyph: Glyph) -> Glyph:
        x0, top, x1, bottom = self.box((glyph.x0, glyph.top, glyph.x1, glyph.bottom))
        angle = (glyph.angle - self.angle) % 360
        baseline = bottom - BELOW * (bottom - top)
        return glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom, baseline=baseline, angle=angle)

    def rule(self, rule: Rule) -> Rule:
        x0, top, x1, bottom = self.box((rule.x0, rule.top, rule.x1, rule.bottom))
        return replace(rule, x0=x0, top=top, x1=x1, bottom=bottom)


def main_angle(glyphs: Sequence[Glyph]) -> int:
    """Return the angle at which most letters of a page run."""
    if not any(glyph.angle for glyph in glyphs):
        return 0
    counts: dict[int, int] = {}
    for glyph in glyphs:
        if not glyph.text.isspace():
            counts[glyph.angle] = counts.get(glyph.angle, 0) + 1
    return max(counts, key=lambda angle: counts[angle], default=0)
