"""Rows whose cells all stand around the middle of their row, as browsers print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.language.ordinals import WORD_ORDINAL
from pipeline.read.table.rows import find_rests
from pipeline.read.table.words import TextLine

_EMPTY = 0.8  # of the letter size: what a cell without a line costs
_MOST_LINES = 14  # of one cell
_OVER = 0.8  # of the letter size, above and below the outermost baselines

Heights = list[float]


def split_centred(
    lines: Sequence[TextLine], edges: Sequence[float], wide: frozenset[int], above: int = 0
) -> tuple[tuple[float, ...], frozenset[int]] | None:
    """Return the borders of rows, each column's lines shared out around the ordinals' heights.

    Args:
        lines: of the table's body.
        edges: borders of its columns.
        wide: indices of lines that stand over all columns.
        above: the ordinal of the row before.

    Returns:
        The borders and the rows over all columns; None where the lines do not part so.
    """
    spans: list[tuple[float, float, bool]] = []  # first and last baseline of a row; over all?
    section: list[TextLine] = []
    for index, line in enumerate(lines):
        if index not in wide:
            section.append(line)
            continue
        inner = _split_section(section, edges, above)
        if inner is None:
            return None
        spans += [(top, bottom, False) for top, bottom in inner]
        spans.append((line[0].base, line[0].base, True))
        section = []
    inner = _split_section(section, edges, above)
    if inner is None:
        return None
    spans += [(top, bottom, False) for top, bottom in inner]
    if not spans or any(after[0] <= before[1] for before, after in pairwise(spans)):
        return None
    size = lines[0][0].size
    borders = [
        (before[1] + 0.2 * size + after[0] - 0.75 * size) / 2 for before, after in pairwise(spans)
    ]
    ys = (spans[0][0] - _OVER * size, *borders, spans[-1][1] + 0.4 * size)
    return ys, frozenset(row for row, span in enumerate(spans) if span[2])


def _split_section(
    lines: Sequence[TextLine], edges: Sequence[float], above: int
) -> list[tuple[float, float]] | None:
    if not lines:
        return []
    columns = _columns_of(lines, edges)
    anchors = _find_anchors(lines, edges, above)
    if not anchors:
        return None
    size = lines[0][0].size
    tops, bottoms = list(anchors), list(anchors)
    for heights in columns[1:]:
        for row, (first, last) in enumerate(_share_out(heights, anchors, size)):
            if first < last:
                tops[row] = min(tops[row], heights[first])
                bottoms[row] = max(bottoms[row], heights[last - 1])
    return list(zip(tops, bottoms, strict=True))


def _find_anchors(lines: Sequence[TextLine], edges: Sequence[float], above: int) -> list[float]:
    """The heights of the ordinals; the middle of one that a narrow column breaks."""
    found = [(line[0].base, line[0].text) for line in lines if _is_numbered(line, edges)]
    rests = find_rests([re.sub(r"\D", "", text) for _, text in found], above)
    anchors: list[list[float]] = []
    for index, (base, _) in enumerate(found):
        if index in rests:
            anchors[-1].append(base)
        else:
            anchors.append([base])
    return [(heights[0] + heights[-1]) / 2 for heights in anchors]


def _is_numbered(line: TextLine, edges: Sequence[float]) -> bool:
    inside = [word for word in line if word.middle < edges[1]]
    return len(inside) == 1 and bool(WORD_ORDINAL.match(inside[0].text))


def _columns_of(lines: Sequence[TextLine], edges: Sequence[float]) -> list[Heights]:
    """The baselines that have words, column by column."""
    found: list[Heights] = []
    for left, right in pairwise(edges):
        heights = [
            line[0].base for line in lines if any(left <= word.middle < right for word in line)
        ]
        found.append(heights)
    return found


def _share_out(heights: Heights, anchors: Heights, size: float) -> list[tuple[int, int]]:
    """Share lines out to ordinals, in order, so that each share's middle is near its ordinal."""
    count, rows = len(heights), len(anchors)
    worst = float("inf")
    best = [[worst] * (count + 1) for _ in range(rows + 1)]
    came = [[0] * (count + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    for row, anchor in enumerate(anchors, 1):
        for end in range(count + 1):
            for start in range(max(0, end - _MOST_LINES), end + 1):
                before = best[row - 1][start]
                if before == worst:
                    continue
                middle = (heights[start] + heights[end - 1]) / 2 if end > start else 0.0
                cost = before + (abs(middle - anchor) if end > start else _EMPTY * size)
                if cost < best[row][end]:
                    best[row][end], came[row][end] = cost, start
    shares: list[tuple[int, int]] = []
    end = count
    for row in range(rows, 0, -1):
        start = came[row][end]
        shares.append((start, end))
        end = start
    return shares[::-1]
