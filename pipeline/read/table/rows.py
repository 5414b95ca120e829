"""Rows of a table that nobody drew whole, told by their ordinals and gaps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.language.ordinals import WORD_ORDINAL
from pipeline.read.table.line_headings import part_line
from pipeline.read.table.lines import Line

ROW_GAP = 1.12  # of the usual line step: a wider step parts two rows
LETTER_GAP = 0.15  # of the letter size: a wider gap parts words
WORD_SPACE = 0.33  # of the letter size: a wider gap parts columns
END_GAP = 2.6  # of the usual line step: a wider step ends the table
_LEAST_LED = 3  # texts that begin with ordinals counting up
_LEADING = re.compile(r"^(\d{1,3})[.)]\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class Carry:
    """What a table without all its rules hands on to the next page."""

    edges: tuple[float, ...] = ()  # borders of its columns; none: no such table
    beside: bool = True  # its rows begin beside their ordinals, not around them
    last: int = 0  # its last ordinal


NO_CARRY = Carry()


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that lines make."""

    last: int  # index of the last line taken, -1: none
    ys: tuple[float, ...] = ()  # their borders
    wide: frozenset[int] = frozenset()  # rows that read over all columns
    beside: bool = True


def find_wide(rows: Sequence[Sequence[Line]], xs: Sequence[float]) -> frozenset[int]:
    """Return the rows that read over all columns, as group headings do.

    Words go on at a border there; where other rows begin with an ordinal, several words
    stand in its column.
    """
    bands = [_make_bands(lines, xs) for lines in rows]
    numbered = any(band.ordinal for row in bands for band in row)

    def reads_on(line: Line, band: _Band) -> bool:
        crossing = any(_crosses(line, x, WORD_SPACE) for x in xs[1:-1])
        return not band.ordinal and (crossing or (numbered and band.wide))

    return frozenset(
        index
        for index, (lines, row) in enumerate(zip(rows, bands, strict=True))
        if lines and all(map(reads_on, lines, row))
    )


def split_rows(
    body: Sequence[Line], xs: Sequence[float], beside: bool | None = None, last: int = 0
) -> Rows:
    """Return the rows of ``body``, told by their ordinals and gaps.

    Args:
        body: lines below the heading.
        xs: borders of the columns.
        beside: whether rows begin beside their ordinals; None: the lines tell.
        last: the ordinal of the row before.
    """
    bands = _make_bands(body, xs)
    anchors = _find_anchors(bands, last)
    if not anchors:
        return _split_rest(bands)
    step = _usual_step(bands)
    stop = _find_end(bands, anchors[-1], step)
    bands = bands[: stop + 1]
    anchors = [anchor for anchor in anchors if anchor <= stop]
    if beside is None:
        beside = _are_beside(bands, anchors)
    starts = _row_starts(bands, anchors, step, beside=beside)
    ys = (*(_above(bands, start) for start in starts), bands[-1].bottom + 2)
    wide = frozenset(row for row, start in enumerate(starts) if bands[start].wide)
    return Rows(stop, ys, wide, beside)


def _find_anchors(bands: Sequence[_Band], last: int) -> list[int]:
    """The bands that an ordinal begins in; a narrow column breaks one after its first digit."""
    found = [index for index, band in enumerate(bands) if band.ordinal]
    rests = find_rests([bands[index].digits for index in found], last)
    return [index for place, index in enumerate(found) if place not in rests]


def find_rests(digits: Sequence[str], last: int) -> frozenset[int]:
    """Return which ordinals are the rest of the one before: "1", "0" after 9 are ten.

    Args:
        digits: of the ordinals in one column, from top to bottom.
        last: the ordinal above them.
    """
    rests: set[int] = set()
    for index, text in enumerate(digits):
        if index in rests or not text:
            continue
        joined = text
        for after in range(index + 1, min(index + 4, len(digits))):
            joined += digits[after]
            if last and int(joined) == last + 1 != int(text):
                rests |= set(range(index + 1, after + 1))
                text = joined
                break
        last = int(text)
    return frozenset(rests)


def split_at_gaps(body: Sequence[Line], xs: Sequence[float]) -> Rows:
    """Return the rows of ``body``, told by its gaps alone: it numbers none."""
    bands = _make_bands(body, xs)
    if not bands:
        return Rows(-1)
    step = _usual_step(bands)
    starts, end = [0], 0
    for index in range(1, len(bands)):
        gap = bands[index].baseline - bands[index - 1].baseline
        if gap > END_GAP * step:
            break
        if gap > ROW_GAP * step or bands[index].wide or bands[index - 1].wide:
            starts.append(index)
        end = index
    ys = (*(_above(bands, start) for start in starts), bands[end].bottom + 2)
    wide = frozenset(row for row, start in enumerate(starts) if bands[start].wide)
    return Rows(end, ys, wide)


def split_at_leading(body: Sequence[Line], xs: Sequence[float]) -> Rows:
    """Return the rows of ``body``, told by ordinals that its first texts begin with."""
    bands = _make_bands(body, xs)
    starts: list[int] = []
    for index, band in enumerate(bands):
        if band.leading and (not starts or band.leading == bands[starts[-1]].leading + 1):
            starts.append(index)
    if len(starts) < _LEAST_LED:
        return Rows(-1)
    end = _find_end(bands, starts[-1], _usual_step(bands))
    ys = (*(_above(bands, start) for start in starts), bands[end].bottom + 2)
    return Rows(end, ys, frozenset(), beside=True)


def _split_rest(bands: Sequence[_Band]) -> Rows:
    """The rest of a row that goes on from the page before, and no ordinal after it."""
    step = _usual_step(bands)
    end = -1
    for index, band in enumerate(bands):
        gap = band.baseline - bands[index - 1].baseline if index else 0.0
        if band.wide or 0 in band.columns or gap > END_GAP * step:
            break
        end = index
    return Rows(end, (bands[0].top - 2, bands[end].bottom + 2)) if end >= 0 else Rows(-1)


@dataclass(frozen=True, slots=True)
class _Band:
    """Lines on one height over all columns."""

    top: float
    baseline: float
    bottom: float
    ordinal: bool
    wide: bool  # a word stands across a border of columns
    columns: frozenset[int]  # that have words in it
    digits: str = ""  # of its ordinal
    leading: int = 0  # the ordinal that its first text begins with

    @property
    def is_text(self) -> bool:
        """Whether more than an ordinal stands in it."""
        return not self.ordinal or len(self.columns) > 1


def _make_bands(body: Sequence[Line], xs: Sequence[float]) -> list[_Band]:
    bands: list[_Band] = []
    for line in body:
        words = part_line(line)
        columns = [bisect_right(xs, (word.x0 + word.x1) / 2) - 1 for word in words]
        first = [word for word, column in zip(words, columns, strict=True) if column <= 0]
        ordinal = len(first) == 1 and bool(WORD_ORDINAL.match(first[0].text))
        wide = any(_crosses(line, x, LETTER_GAP) for x in xs[1:-1]) or (
            not ordinal and len(first) > 1
        )
        place = (line.top, line.baseline, line.bottom)
        digits = re.sub(r"\D", "", first[0].text) if ordinal else ""
        begins = _LEADING.match(" ".join(word.text for word in first)) if not ordinal else None
        leading = int(begins[1]) if begins else 0
        bands.append(_Band(*place, ordinal, wide, frozenset(columns), digits, leading))
    return bands


def _crosses(line: Line, x: float, widest: float) -> bool:
    """Whether text stands across a border: its gap there, in letter sizes, is no wider."""
    before = max((glyph.x1 for glyph in line.glyphs if glyph.middle[0] < x), default=None)
    after = min((glyph.x0 for glyph in line.glyphs if glyph.middle[0] >= x), default=None)
    return before is not None and after is not None and after - before < widest * line.size


def _usual_step(bands: Sequence[_Band]) -> float:
    """From one line to the next in one cell: the lower quarter of all steps in all columns."""
    steps: list[float] = []
    for column in {column for band in bands for column in band.columns if column > 0}:
        heights = [band.baseline for band in bands if column in band.columns and not band.wide]
        steps += [after - before for before, after in pairwise(heights) if after - before > 2]
    return sorted(steps)[len(steps) // 4] if steps else 14.0


def _find_gaps(bands: Sequence[_Band]) -> dict[int, float]:
    """The white height above each band of text, in steps from baseline to baseline."""
    gaps: dict[int, float] = {}
    lowest: float | None = None
    for index, band in enumerate(bands):
        if band.is_text:
            if lowest is not None:
                gaps[index] = band.baseline - lowest
            lowest = band.baseline
    return gaps


def _find_end(bands: Sequence[_Band], last_anchor: int, step: float) -> int:
    end = last_anchor
    for index in range(last_anchor + 1, len(bands)):
        gap = bands[index].baseline - bands[index - 1].baseline
        if bands[index].wide or gap > END_GAP * step:
            break
        end = index
    return end


def _section_starts(bands: Sequence[_Band]) -> set[int]:
    """The first band, each band over all columns, and the one after it."""
    return {0} | {i + after for i, band in enumerate(bands) if band.wide for after in (0, 1)}


def _are_beside(bands: Sequence[_Band], anchors: Sequence[int]) -> bool:
    """Whether no text stands above the first ordinal of a section."""
    starts = _section_starts(bands)
    firsts = {min((a for a in anchors if a >= start), default=start) for start in starts}
    return firsts <= starts | {len(bands)}


def _row_starts(
    bands: Sequence[_Band], anchors: Sequence[int], step: float, *, beside: bool
) -> list[int]:
    """The band that each row begins with; rows over all columns stand alone."""
    starts = _section_starts(bands)
    gaps = _find_gaps(bands)
    if beside:
        starts |= _top_starts(bands, anchors, gaps, step)
    else:
        for anchor in anchors:
            low = max(start for start in starts if start <= anchor)
            after = min((a for a in anchors if a > anchor), default=len(bands))
            starts.add(_centred_end(bands, (low, anchor, after), gaps, step))
    return sorted(start for start in starts if start < len(bands))


def _top_starts(
    bands: Sequence[_Band], anchors: Sequence[int], gaps: dict[int, float], step: float
) -> set[int]:
    """Rows whose text begins beside the ordinal; a gap as wide as theirs starts one without."""
    before = [gaps[a] for a in anchors if a in gaps and not bands[a - 1].wide]
    usual = median(before) if before else 0.0
    if usual <= ROW_GAP * step:
        return set(anchors)
    return set(anchors) | {index for index, gap in gaps.items() if gap >= 0.95 * usual}


def _centred_end(
    bands: Sequence[_Band], place: tuple[int, int, int], gaps: dict[int, float], step: float
) -> int:
    """Where a row ends whose ordinal stands in its middle: at a gap, or by symmetry.

    ``place``: the bands of the row's start, of its ordinal, and of the next ordinal.
    """
    low, anchor, after = place
    inside = {i: gaps[i] for i in range(anchor + 1, min(after + 1, len(bands))) if i in gaps}
    widest = max(inside.values(), default=0.0)
    if widest > ROW_GAP * step:
        return max(index for index, gap in inside.items() if gap >= widest - 0.5)
    foot = 2 * bands[anchor].baseline - bands[low].baseline + step / 2
    ends = (i for i in range(anchor + 1, len(bands)) if bands[i].baseline > foot)
    return next(ends, len(bands))


def _above(bands: Sequence[_Band], start: int) -> float:
    if start == 0:
        return bands[0].top - 2
    return (bands[start - 1].bottom + bands[start].top) / 2
