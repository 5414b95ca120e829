"""Glyphs become lines of text: words parted where the eye parts them, accents on their letters."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from operator import attrgetter
from statistics import median

import numpy as np

from pipeline.read.table.page import BELOW, Glyph, Page

LINE_STEP = 0.45  # of the letter size: baselines nearer than this are one line
WORD_GAP = 0.18  # of the letter size: a wider gap parts words where no space is drawn
SURE_GAP = 0.2  # the same, in a line that draws its spaces: not all, where it changes its font
LETTER_SPACE = 0.15  # the same, between letters, where the others of the line stand closer
OPEN_GAP = 0.12  # a jump of the pen that leaves less is no space
SEGMENT_GAP = 1.9  # a wider gap, not filled by spaces, parts columns of text
_WIDER = 0.1  # than the usual gap of the line
_PAUSES = ",;:.”)"  # a space follows these
_SAME_PLACE = 0.12  # of the letter size: the same letter drawn again, for bold

_SPACING_ACCENTS = {
    "\u00b4": "\u0301", "\u02ca": "\u0301", "`": "\u0300", "\u02cb": "\u0300",
    "\u02c6": "\u0302", "^": "\u0302", "\u02dc": "\u0303", "~": "\u0303",
    "\u02d8": "\u0306", "\u02c0": "\u0309", "\u02bc": "\u031b",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Letters on one baseline, from left to right; blanks between them left out."""

    glyphs: tuple[Glyph, ...]
    spaced: bool  # whether the file itself draws spaces in it
    blanks: tuple[float, ...] = ()  # where they stand

    @property
    def x0(self) -> float:
        """Left end."""
        return self.glyphs[0].x0

    @cached_property
    def x1(self) -> float:
        """Right end."""
        return max(glyph.x1 for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The usual letter size."""
        return _usual([glyph.size for glyph in self.glyphs])

    @cached_property
    def baseline(self) -> float:
        """The usual baseline."""
        return _usual([glyph.baseline for glyph in self.glyphs])

    @property
    def top(self) -> float:
        """Upper end of a usual letter."""
        return self.baseline - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Lower end of a usual letter."""
        return self.baseline + 0.2 * self.size

    @property
    def bold(self) -> bool:
        """Whether most letters are bold."""
        return sum(glyph.bold for glyph in self.glyphs) * 2 > len(self.glyphs)

    @property
    def text(self) -> str:
        """The line as words."""
        return "".join(text for text, _ in self.runs)

    @cached_property
    def runs(self) -> tuple[tuple[str, str], ...]:
        """The line as (text, font) runs, spaces put where words part."""
        return _join_runs(self)


def _usual(numbers: Sequence[float]) -> float:
    first = numbers[0]
    return first if numbers.count(first) == len(numbers) else median(numbers)


def tidy_page(page: Page) -> Page:
    """Put accents drawn apart onto their letters; drop letters drawn again for bold."""
    return replace(page, glyphs=tuple(_drop_repeats(_attach_accents(list(page.glyphs)))))


def make_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines of text, from top to bottom.

    Text that runs upwards or downwards is read along its own direction.
    """
    upright: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        upright.setdefault(glyph.angle, []).append(glyph)
    lines: list[Line] = []
    for angle, group in upright.items():
        turned = [_lay_level(glyph, angle) for glyph in group]
        lines.extend(line for line in map(_make_line, _group_by_baseline(turned)) if line)
    return lines


def split_segments(line: Line) -> list[Line]:
    """Part a line where a gap too wide for a space, and not filled by spaces, stands."""
    limit = SEGMENT_GAP * line.size
    parts: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, after in pairwise(line.glyphs):
        if after.x0 - before.x1 + 1 > limit and _find_widest(line, before, after) > limit:
            parts.append([])
        parts[-1].append(after)
    return [replace(line, glyphs=tuple(part)) for part in parts]


def _find_widest(line: Line, before: Glyph, after: Glyph) -> float:
    """Return the widest gap between two letters that no drawn space fills."""
    stops = [before.x1, *(x for x in line.blanks if before.x1 - 1 <= x <= after.x0), after.x0]
    return max(b - a for a, b in pairwise(stops))


def _group_by_baseline(glyphs: list[Glyph]) -> list[list[Glyph]]:
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.baseline, g.x0)):
        group = groups[-1] if groups else None
        if group and glyph.baseline - group[0].baseline <= LINE_STEP * max(
            glyph.size, group[0].size
        ):
            group.append(glyph)
        else:
            groups.append([glyph])
    return groups


def _make_line(glyphs: list[Glyph]) -> Line | None:
    ordered = sorted(glyphs, key=lambda g: g.x0)
    letters = tuple(glyph for glyph in ordered if not glyph.text.isspace())
    if not letters:
        return None
    inside = [
        glyph.x0
        for glyph in ordered
        if glyph.text.isspace()
        and letters[0].x0 < glyph.x0 < letters[-1].x0
        and (glyph.x1 > glyph.x0 or _is_open(letters, glyph))
    ]
    return Line(letters, bool(inside), tuple(inside))


def _is_open(letters: Sequence[Glyph], blank: Glyph) -> bool:
    """Whether a blank that nobody drew, only a jump of the pen, is one to the eye.

    Where a font lacks letters, programs leave room for them and draw them later, from another
    font: the pen jumps, and no gap is left.
    """
    after = bisect_left(letters, blank.x0 - 0.01, key=attrgetter("x0"))
    if not 0 < after < len(letters):
        return True
    return letters[after].x0 - letters[after - 1].x1 > OPEN_GAP * blank.size


def _lay_level(glyph: Glyph, angle: int) -> Glyph:
    if angle == 0:
        return glyph
    x0, top, x1, bottom = glyph.x0, glyph.top, glyph.x1, glyph.bottom
    if angle == 90:  # runs downwards
        box = (top, -x1, bottom, -x0)
    elif angle == 270:  # runs upwards
        box = (-bottom, x0, -top, x1)
    else:
        box = (-x1, -bottom, -x0, -top)
    return glyph._replace(
        x0=box[0],
        top=box[1],
        x1=box[2],
        bottom=box[3],
        baseline=box[3] - BELOW * (box[3] - box[1]),
    )


# --- words ---------------------------------------------------------------------------


def _join_runs(line: Line) -> tuple[tuple[str, str], ...]:
    parted = _find_parted(line)
    runs: list[list[str]] = []
    for glyph, apart in zip(line.glyphs, [False, *parted], strict=True):
        text = f" {glyph.text}" if apart else glyph.text
        if runs and runs[-1][1] == glyph.font:
            runs[-1][0] += text
        else:
            runs.append([text, glyph.font])
    return tuple((text, font) for text, font in runs)


def _find_parted(line: Line) -> list[bool]:
    """Tell for each pair of neighbours whether a space parts them."""
    starts = [glyph.x0 for glyph in line.glyphs]
    gaps = [start - before.x1 for start, before in zip(starts[1:], line.glyphs, strict=False)]
    limit = (SURE_GAP if line.spaced else WORD_GAP) * line.size
    parted = [gap > limit for gap in gaps]
    for blank in line.blanks:
        after = bisect_left(starts, blank - 0.01)
        if 0 < after < len(starts) and blank > starts[after - 1]:
            parted[after - 1] = True
    if line.spaced:
        _part_undrawn(line, gaps, parted)
    if _is_letter_spaced(line, parted):
        usual = median(gaps)
        return [gap > max(1.75 * usual, usual + 0.15 * line.size) for gap in gaps]
    return parted


def _part_undrawn(line: Line, gaps: Sequence[float], parted: list[bool]) -> None:
    """Part words in a line that draws its spaces, but not all: letters stand apart there.

    Programs leave spaces out where they change the font, or kern across one.
    """
    least = LETTER_SPACE * line.size
    wide = [i for i, gap in enumerate(gaps) if gap > least and not parted[i]]
    if not wide:
        return
    usual = median(gaps)
    apart = max(least, usual + _WIDER * line.size)
    for index in wide:
        before, after = line.glyphs[index], line.glyphs[index + 1]
        if before.font != after.font:
            parted[index] = True
        elif after.text.isalpha() and (before.text.isalpha() or before.text in _PAUSES):
            parted[index] = gaps[index] > apart
        elif not (before.text.isdigit() and after.text.isdigit()):
            parted[index] = gaps[index] > apart + _WIDER * line.size


def _is_letter_spaced(line: Line, parted: Sequence[bool]) -> bool:
    """A heading set as "P H Ụ  L Ụ C": nearly every letter stands alone."""
    letters = len(line.glyphs)
    if letters < 5 or sum(parted) < 0.8 * (letters - 1):
        return False
    return all(glyph.text.isalpha() for glyph in line.glyphs)


# --- glyphs --------------------------------------------------------------------------


def _drop_repeats(glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out letters drawn again where the same letter stands already."""
    if not _may_repeat(glyphs):
        return glyphs
    order = sorted(
        (glyph.text, glyph.x0, index)
        for index, glyph in enumerate(glyphs)
        if not glyph.text.isspace()
    )
    widest = _SAME_PLACE * max((glyph.size for glyph in glyphs), default=0.0)
    repeated: set[int] = set()
    first = 0  # the leftmost of the same letter within reach
    for place, (text, x0, index) in enumerate(order):
        while order[first][0] != text or x0 - order[first][1] > widest:
            first += 1
        for _, left, other in order[first:place]:
            reach = _SAME_PLACE * glyphs[index].size
            near = abs(glyphs[other].baseline - glyphs[index].baseline) <= reach
            alike = abs(glyphs[other].size - glyphs[index].size) <= reach
            if near and alike and x0 - left <= reach:
                repeated.add(max(index, other))
    return [glyph for index, glyph in enumerate(glyphs) if index not in repeated]


def _may_repeat(glyphs: list[Glyph]) -> bool:
    """Tell whether the same letter stands twice in one square of a grid, wherever it is laid."""
    letters = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not letters:
        return False
    names = np.array([hash(glyph.text) for glyph in letters])
    side = 2 * _SAME_PLACE * max(glyph.size for glyph in letters)
    places = np.array([(glyph.x0, glyph.baseline) for glyph in letters]) / side
    for across in (0.0, 0.5):
        for down in (0.0, 0.5):
            squares = np.floor(places + np.array((across, down))).astype(np.int64)
            keys = np.sort(names * 31 + squares[:, 0] * 100_003 + squares[:, 1] * 1_000_003)
            if (keys[1:] == keys[:-1]).any():
                return True
    return False


def _attach_accents(glyphs: list[Glyph]) -> list[Glyph]:
    marks = [index for index, glyph in enumerate(glyphs) if _mark_of(glyph.text)]
    taken: set[int] = set()
    for index in marks:
        base = _find_base(glyphs, index, taken)
        if base is not None:
            letter = glyphs[base]
            joined = unicodedata.normalize("NFC", letter.text + _mark_of(glyphs[index].text))
            glyphs[base] = letter._replace(text=joined)
            taken.add(index)
    return [glyph for index, glyph in enumerate(glyphs) if index not in taken]


@cache
def _mark_of(char: str) -> str:
    if len(char) == 1 and unicodedata.category(char) == "Mn":
        return char
    return _SPACING_ACCENTS.get(char, "")


def _find_base(glyphs: list[Glyph], index: int, taken: set[int]) -> int | None:
    """The vowel that the mark belongs to: the one drawn just before it, else the one under it."""
    mark = glyphs[index]
    before = next((i for i in range(index - 1, -1, -1) if i not in taken), None)
    if before is not None and _reaches(glyphs[before], mark, 0.8):
        return before
    best: tuple[float, float, int] | None = None
    for other in range(max(0, index - 6), min(len(glyphs), index + 7)):
        base = glyphs[other]
        if other == index or other in taken or not _reaches(base, mark, 0.5):
            continue
        overlap = min(base.x1, mark.x1) - max(base.x0, mark.x0)
        share = overlap / max(min(mark.x1 - mark.x0, base.x1 - base.x0), 0.5)
        best = max(best or (-9.0, 0.0, 0), (share, -abs(base.middle[0] - mark.middle[0]), other))
    return best[2] if best else None


def _reaches(base: Glyph, mark: Glyph, reach: float) -> bool:
    """Whether a vowel stands within ``reach`` letter sizes of a mark, on its line."""
    apart = abs(base.middle[0] - mark.middle[0])
    level = abs(base.baseline - mark.baseline) <= base.size
    return level and apart < reach * base.size and _is_vowel(base.text)


def _is_vowel(text: str) -> bool:
    return unicodedata.normalize("NFD", text)[:1].lower() in tuple("aeiouy")
