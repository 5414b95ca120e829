"""Headings of tables without ruling lines, and the columns that they stand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.language.headings import is_named, match_heading, reads_as_heading
from pipeline.language.ordinals import WORD_ORDINAL
from pipeline.read.table.lines import Line
from pipeline.read.table.page import Glyph

DEEPEST = 4  # lines of a heading
HEADING_GAP = 0.7  # of the letter size: a wider gap parts two headings


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """One column's heading: its extent."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """One word of a line and where it stands."""

    x0: float
    x1: float
    text: str


def part_line(line: Line) -> list[PlacedWord]:
    """Return the words of a line, from left to right."""
    words: list[PlacedWord] = []
    texts = line.text.split()
    position = 0
    for text in texts:
        count = 0
        start = position
        while count < len(text) and position < len(line.glyphs):
            count += len(line.glyphs[position].text)
            position += 1
        group = line.glyphs[start:position]
        words.append(PlacedWord(group[0].x0, group[-1].x1, text))
    return words


def find_heading(lines: Sequence[Line]) -> tuple[int, int, list[ColumnHeading]] | None:
    """Return the first and last line of a table heading, and its columns, from left.

    A heading has three columns or more, an ordinal column or two known headings. Of the
    lines that read as one, those that name the most columns are taken.
    """
    best: tuple[int, int, int, list[ColumnHeading]] | None = None
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


def split_columns(
    headings: Sequence[ColumnHeading], body: Sequence[Line], width: float
) -> tuple[float, ...]:
    """Return the borders of the columns: between two headings, where fewest words stand."""
    body = _until_end(body, headings[0])
    left = min([headings[0].x0, *(line.x0 for line in body)], default=headings[0].x0)
    right = max([headings[-1].x1, *(line.x1 for line in body)], default=width)
    words = [word for line in body for word in part_line(line)]
    borders = [left - 3]
    for before, after in pairwise(headings):
        low, high = (before.x0 + before.x1) / 2, (after.x0 + after.x1) / 2
        borders.append(_emptiest(words, low, high, (before.x1 + after.x0) / 2))
    return (*borders, right + 3)


def _cluster_headings(lines: Sequence[Sequence[ColumnHeading]]) -> list[ColumnHeading]:
    pieces = [piece for line in lines for piece in line]
    clusters: list[list[ColumnHeading]] = []
    for piece in sorted(pieces, key=lambda p: p.x0):
        for cluster in clusters:
            if any(min(p.x1, piece.x1) - max(p.x0, piece.x0) > 0 for p in cluster):
                cluster.append(piece)
                break
        else:
            clusters.append([piece])
    order = {id(piece): index for index, piece in enumerate(pieces)}
    merged = [
        ColumnHeading(
            min(p.x0 for p in cluster),
            max(p.x1 for p in cluster),
            " ".join(p.text for p in sorted(cluster, key=lambda p: order[id(p)])),
        )
        for cluster in clusters
    ]
    return sorted(merged, key=lambda heading: heading.x0)


def _pieces(line: Line) -> list[ColumnHeading]:
    groups: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, after in pairwise(line.glyphs):
        if after.x0 - before.x1 > HEADING_GAP * line.size:
            groups.append([])
        groups[-1].append(after)
    return [
        ColumnHeading(
            group[0].x0,
            group[-1].x1,
            Line(tuple(group), line.spaced, line.blanks).text,
        )
        for group in groups
    ]


def _step(lines: Sequence[Line], index: int) -> float:
    return lines[index].baseline - lines[index - 1].baseline


def _count_known(headings: Sequence[ColumnHeading]) -> int:
    return sum(1 for heading in headings if match_heading(heading.text))


def _is_heading(headings: Sequence[ColumnHeading]) -> bool:
    return reads_as_heading([heading.text for heading in headings])


def _lengthen(
    lines: Sequence[Line], first: int, last: int, headings: Sequence[ColumnHeading]
) -> list[ColumnHeading] | None:
    """The headings with one more line, None where the next line is no part of them.

    It stands close under them and within their columns, and either in the same weight of
    type, bold, or makes every heading that it lengthens a known one.
    """
    if last + 1 >= len(lines) or last + 1 - first >= DEEPEST:
        return None
    after = lines[last + 1]
    if _step(lines, last + 1) > 1.6 * after.size or WORD_ORDINAL.match(part_line(after)[0].text):
        return None
    longer = _cluster_headings([_pieces(line) for line in lines[first : last + 2]])
    if len(longer) != len(headings) or _count_known(longer) < _count_known(headings):
        return None
    grown = [new for new, old in zip(longer, headings, strict=True) if new.text != old.text]
    both_bold = after.bold and lines[last].bold
    return longer if both_bold or all(is_named(heading.text) for heading in grown) else None


def _emptiest(words: Sequence[PlacedWord], low: float, high: float, usual: float) -> float:
    """The middle of the widest strip between two x that fewest words cross."""
    stops = sorted({low, high, *(x for w in words for x in (w.x0, w.x1) if low < x < high)})
    best = (len(words) + 1, 0.0, usual)
    for x0, x1 in pairwise(stops):
        middle = (x0 + x1) / 2
        crossed = sum(1 for word in words if word.x0 < middle < word.x1)
        candidate = (crossed, x0 - x1, middle)
        best = min(best, candidate)
    return best[2]


def _until_end(body: Sequence[Line], ordinal: ColumnHeading) -> list[Line]:
    """The lines down to the last one with an ordinal, group lines left out."""
    anchors = [
        index
        for index, line in enumerate(body)
        if WORD_ORDINAL.match(part_line(line)[0].text) and line.x0 < ordinal.x1 + line.size
    ]
    return list(body[: anchors[-1] + 1] if anchors else body)
