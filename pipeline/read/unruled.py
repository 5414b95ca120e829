"""Tables without ruling lines.

Columns come from the headings and white strips, rows from the ordinals and gaps.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.headings import is_named, match_heading
from pipeline.read.fill import rows_to_lattice
from pipeline.read.lines import Line
from pipeline.read.page import Glyph
from pipeline.read.ruled import Lattice

ORDINAL = re.compile(r"^[\(\[]?(?:\d{1,4}|[ivxIVX]{1,5}\.\d{1,3}|[a-zđ])[\)\]]?[.):]?$")
DEEPEST = 4  # lines of a heading
HEADING_GAP = 0.7  # of the letter size: a wider gap parts two headings
ROW_GAP = 1.12  # of the usual line step: a wider step parts two rows
END_GAP = 2.6  # of the usual line step: a wider step ends the table


@dataclass(frozen=True, slots=True)
class Found:
    """A table found among lines: which lines it takes, and its lattice."""

    first: int
    last: int  # inclusive
    lattice: Lattice


@dataclass(frozen=True, slots=True)
class _Heading:
    """One column's heading: its extent."""

    x0: float
    x1: float
    text: str


def find_heading(lines: Sequence[Line]) -> tuple[int, int, list[_Heading]] | None:
    """Return the first and last line of a table heading, and its columns, from left.

    A heading has three columns or more, an ordinal column or two known headings. Of the
    lines that read as one, those that name the most columns are taken.
    """
    best: tuple[int, int, int, list[_Heading]] | None = None
    pieces = [_pieces(line) for line in lines]
    if all(len(parts) < 2 for parts in pieces):
        return None
    for first in range(len(lines)):
        if best and first > best[2]:
            break
        for last in range(first, min(first + DEEPEST, len(lines))):
            if last > first and _step(lines, last) > 2.2 * lines[last].size:
                break
            headings = _cluster_headings(pieces[first : last + 1])
            known = _count_known(headings)
            if _is_heading(headings) and (best is None or known > best[0]):
                best = (known, first, last, headings)
    if best is None:
        return None
    _, first, last, headings = best
    while (longer := _lengthen(lines, first, last, headings)) is not None:
        last, headings = last + 1, longer
    return first, last, headings


def find_unruled(lines: Sequence[Line], edges: Sequence[float], width: float) -> Found | None:
    """Return the first table among ``lines``.

    Args:
        lines: what stands outside of ruled tables, from top to bottom.
        edges: columns of an unruled table that may go on from the page before, or none.
        width: of the page.
    """
    heading = find_heading(lines)
    if heading:
        first, last, headings = heading
        body = lines[last + 1 :]
        xs = split_columns(headings, _until_end(body, headings[0]), width)
        top, start = lines[first].top, last + 1
    elif edges:
        first, xs, top, start = 0, tuple(edges), lines[0].top if lines else 0.0, 0
        body = lines
    else:
        return None
    end, ys, wide = split_rows(body, xs)
    if end < 0:
        return None
    head = [top - 2] if start > first else []
    shift = 1 if head else 0
    lattice = rows_to_lattice(xs, [*head, *ys], frozenset(row + shift for row in wide))
    return Found(first, start + end, lattice)


def split_columns(
    headings: Sequence[_Heading], body: Sequence[Line], width: float
) -> tuple[float, ...]:
    """Return the borders of the columns: between two headings, where fewest words stand."""
    left = min([headings[0].x0, *(line.x0 for line in body)], default=headings[0].x0)
    right = max([headings[-1].x1, *(line.x1 for line in body)], default=width)
    words = [word for line in body for word in _words(line)]
    borders = [left - 3]
    for before, after in pairwise(headings):
        low, high = (before.x0 + before.x1) / 2, (after.x0 + after.x1) / 2
        borders.append(_emptiest(words, low, high, (before.x1 + after.x0) / 2))
    return (*borders, right + 3)


def split_rows(
    body: Sequence[Line], xs: Sequence[float]
) -> tuple[int, list[float], frozenset[int]]:
    """Return (index of the last line taken, borders of the rows, rows over all columns)."""
    bands = _make_bands(body, xs)
    anchors = [index for index, band in enumerate(bands) if band.ordinal]
    if not anchors:
        return -1, [], frozenset()
    step = _usual_step(bands)
    stop = _find_end(bands, anchors[-1], step)
    bands = bands[: stop + 1]
    starts = _row_starts(bands, [a for a in anchors if a <= stop], step)
    ys = [_above(bands, start) for start in starts] + [bands[-1].bottom + 2]
    wide = frozenset(row for row, start in enumerate(starts) if bands[start].wide)
    return stop, ys, wide


# --- headings ------------------------------------------------------------------------


def _cluster_headings(lines: Sequence[Sequence[_Heading]]) -> list[_Heading]:
    pieces = [piece for line in lines for piece in line]
    clusters: list[list[_Heading]] = []
    for piece in sorted(pieces, key=lambda p: p.x0):
        for cluster in clusters:
            if any(min(p.x1, piece.x1) - max(p.x0, piece.x0) > 0 for p in cluster):
                cluster.append(piece)
                break
        else:
            clusters.append([piece])
    order = {id(piece): index for index, piece in enumerate(pieces)}
    merged = [
        _Heading(
            min(p.x0 for p in cluster),
            max(p.x1 for p in cluster),
            " ".join(p.text for p in sorted(cluster, key=lambda p: order[id(p)])),
        )
        for cluster in clusters
    ]
    return sorted(merged, key=lambda heading: heading.x0)


def _pieces(line: Line) -> list[_Heading]:
    groups: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, after in pairwise(line.glyphs):
        if after.x0 - before.x1 > HEADING_GAP * line.size:
            groups.append([])
        groups[-1].append(after)
    return [
        _Heading(
            group[0].x0,
            group[-1].x1,
            Line(tuple(group), line.spaced, line.blanks).text,
        )
        for group in groups
    ]


def _step(lines: Sequence[Line], index: int) -> float:
    return lines[index].baseline - lines[index - 1].baseline


def _count_known(headings: Sequence[_Heading]) -> int:
    return sum(1 for heading in headings if match_heading(heading.text))


def _is_heading(headings: Sequence[_Heading]) -> bool:
    roles = [match_heading(heading.text) for heading in headings]
    known = sum(1 for role in roles if role)
    if len(headings) < 2 or known < 2:
        return False
    return "ordinal" in roles[:2] or (len(headings) >= 3 and known >= 3)


def _lengthen(
    lines: Sequence[Line], first: int, last: int, headings: Sequence[_Heading]
) -> list[_Heading] | None:
    """The headings with one more line, None where the next line is no part of them.

    It stands close under them and within their columns, and either in the same weight of
    type, bold, or makes every heading that it lengthens a known one.
    """
    if last + 1 >= len(lines) or last + 1 - first >= DEEPEST:
        return None
    after = lines[last + 1]
    if _step(lines, last + 1) > 1.6 * after.size or ORDINAL.match(_words(after)[0].text):
        return None
    longer = _cluster_headings([_pieces(line) for line in lines[first : last + 2]])
    if len(longer) != len(headings) or _count_known(longer) < _count_known(headings):
        return None
    grown = [new for new, old in zip(longer, headings, strict=True) if new.text != old.text]
    both_bold = after.bold and lines[last].bold
    return longer if both_bold or all(is_named(heading.text) for heading in grown) else None


# --- columns -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    x0: float
    x1: float
    text: str


def _words(line: Line) -> list[_Word]:
    words: list[_Word] = []
    texts = line.text.split()
    position = 0
    for text in texts:
        count = 0
        start = position
        while count < len(text) and position < len(line.glyphs):
            count += len(line.glyphs[position].text)
            position += 1
        group = line.glyphs[start:position]
        words.append(_Word(group[0].x0, group[-1].x1, text))
    return words


def _emptiest(words: Sequence[_Word], low: float, high: float, usual: float) -> float:
    """The middle of the widest strip between two x that fewest words cross."""
    stops = sorted({low, high, *(x for w in words for x in (w.x0, w.x1) if low < x < high)})
    best = (len(words) + 1, 0.0, usual)
    for x0, x1 in pairwise(stops):
        middle = (x0 + x1) / 2
        crossed = sum(1 for word in words if word.x0 < middle < word.x1)
        candidate = (crossed, x0 - x1, middle)
        best = min(best, candidate)
    return best[2]


def _until_end(body: Sequence[Line], ordinal: _Heading) -> list[Line]:
    """The lines down to the last one with an ordinal, group lines left out."""
    anchors = [
        index
        for index, line in enumerate(body)
        if ORDINAL.match(_words(line)[0].text) and line.x0 < ordinal.x1 + line.size
    ]
    return list(body[: anchors[-1] + 1]) if anchors else list(body[:1])


# --- rows ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Band:
    """Lines on one height over all columns."""

    top: float
    baseline: float
    bottom: float
    ordinal: bool
    wide: bool  # a word stands across a border of columns
    columns: frozenset[int]  # that have words in it

    @property
    def is_text(self) -> bool:
        """Whether more than an ordinal stands in it."""
        return not self.ordinal or len(self.columns) > 1


def _make_bands(body: Sequence[Line], xs: Sequence[float]) -> list[_Band]:
    bands: list[_Band] = []
    for line in body:
        words = _words(line)
        columns = [bisect_right(xs, (word.x0 + word.x1) / 2) - 1 for word in words]
        first = [word for word, column in zip(words, columns, strict=True) if column <= 0]
        ordinal = len(first) == 1 and bool(ORDINAL.match(first[0].text))
        crossing = any(word.x0 + 1 < x < word.x1 - 1 for word in words for x in xs[1:-1])
        wide = crossing or (not ordinal and len(first) > 1)
        place = (line.top, line.baseline, line.bottom)
        bands.append(_Band(*place, ordinal, wide, frozenset(columns)))
    return bands


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


def _row_starts(bands: Sequence[_Band], anchors: Sequence[int], step: float) -> list[int]:
    """The band that each row begins with; rows over all columns stand alone."""
    starts = {0} | {i + after for i, band in enumerate(bands) if band.wide for after in (0, 1)}
    gaps = _find_gaps(bands)
    firsts = {min((a for a in anchors if a >= start), default=start) for start in starts}
    if firsts <= starts | {len(bands)}:
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
