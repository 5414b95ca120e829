"""Columns of a table that nobody drew whole, as different signs propose them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.language.ordinals import WORD_ORDINAL
from pipeline.read.table.line_headings import ColumnHeading, split_columns
from pipeline.read.table.lines import Line
from pipeline.read.table.ruling import PageRuling
from pipeline.read.table.words import TextLine, Word

_SHIFTS = range(-27, 28, 3)  # points by which one scanned page lies beside another
_WORD_SPACE = 0.33  # of the letter size: a wider gap parts columns
_CROSSED = 0.2  # of the lines: more run over borders that do not fit
_STRIP = 0.45  # of the letter size: white strips between columns are wider
_SAME_TEXT = 0.4  # a narrower gap parts words of one column
_OVER_STRIP = 0.04  # of the lines may run into a strip: group headings
_MARGIN = 3.0  # points around the outermost words

Borders = tuple[float, ...]


def propose_columns(
    headings: Sequence[ColumnHeading],
    body: Sequence[Line],
    lines: Sequence[TextLine],
    carried: Borders,
    ruling: PageRuling,
    width: float,
) -> list[Borders]:
    """Return borders of columns, each proposed by one sign: headings, the page before, rules, gaps.

    Args:
        headings: of the columns, none where no line reads as such.
        body: the lines below them.
        lines: the same lines as words.
        carried: the borders of a table that may go on from the page before.
        ruling: of the page.
        width: of the page.
    """
    found: list[Borders] = []
    if headings:
        found.append(split_columns(headings, body, width))
    if carried:
        found.append(fit_edges(carried, lines))
    if body:
        top, bottom = body[0].top - body[0].size, body[-1].bottom + body[-1].size
        drawn = ruling.find_ends(top, bottom)
        if len(drawn) > 2:
            found.append(_widen(drawn, lines))
        uprights = _find_uprights(ruling, top, bottom)
        if len(uprights) > 0:
            found.append(_widen(uprights, lines))
    strips = find_strips(lines)
    if len(strips) > 2:
        found.append(strips)
    return list(_drop_equal(found, ruling.limits.agree))


def fit_edges(edges: Borders, lines: Sequence[TextLine]) -> Borders:
    """Return carried borders moved where words do not run over them: a scan lies otherwise."""

    def count_crossed(shift: float) -> int:
        return sum(_crosses(line, x + shift) for line in lines for x in edges[1:-1])

    crossed = count_crossed(0)
    if crossed < _CROSSED * len(lines):
        return edges
    best = min(_SHIFTS, key=lambda shift: (count_crossed(shift), abs(shift)))
    return tuple(x + best for x in edges) if 2 * count_crossed(best) < crossed else edges


def _crosses(line: TextLine, x: float) -> bool:
    """Whether text stands across a border: its gap there is no wider than a space."""
    before = max((word.x1 for word in line if word.middle < x), default=None)
    after = min((word.x0 for word in line if word.middle >= x), default=None)
    over = any(word.x0 < x < word.x1 for word in line)
    return over or (
        before is not None and after is not None and after - before < _WORD_SPACE * line[0].size
    )


def _widen(inner: Borders, lines: Sequence[TextLine]) -> Borders:
    """Return drawn borders with those at the outer sides, where words stand beyond them."""
    left = min((line[0].x0 for line in lines), default=inner[0])
    right = max((line[-1].x1 for line in lines), default=inner[-1])
    size = lines[0][0].size if lines else 12.0
    first = (left - _MARGIN,) if left < inner[0] - size else ()
    last = (right + _MARGIN,) if right > inner[-1] + size else ()
    return (*first, *inner, *last)


def _find_uprights(ruling: PageRuling, top: float, bottom: float) -> Borders:
    """The x of upright rules that run along half of the stretch."""
    lengths: dict[float, float] = {}
    for rule in ruling.upright:
        near = next((x for x in lengths if abs(x - rule.x0) <= ruling.limits.agree), rule.x0)
        length = max(0.0, min(rule.bottom, bottom) - max(rule.top, top))
        lengths[near] = lengths.get(near, 0.0) + length
    return tuple(sorted(x for x, length in lengths.items() if length > 0.5 * (bottom - top)))


def find_strips(lines: Sequence[TextLine]) -> Borders:
    """Return borders in the middle of the white strips that no line of a row runs over.

    Only lines that are parted anywhere say something; those that stand over all columns do not.
    """
    rows = [line for line in lines if _is_parted(line)]
    if len(rows) < 3:
        return ()
    pieces = [piece for line in rows for piece in _join_pieces(line)]
    size = rows[0][0].size
    stops = sorted({x for piece in pieces for x in piece})
    left, right = stops[0], stops[-1]
    white: list[tuple[float, float]] = []
    starts = sorted(piece[0] for piece in pieces)
    ends = sorted(piece[1] for piece in pieces)
    for x0, x1 in pairwise(stops):
        middle = (x0 + x1) / 2
        covering = bisect_right(starts, middle) - bisect_right(ends, middle)
        if covering > _OVER_STRIP * len(rows):
            continue
        if white and x0 - white[-1][1] < 0.01:
            white[-1] = (white[-1][0], x1)
        else:
            white.append((x0, x1))
    inner = [(x0 + x1) / 2 for x0, x1 in white if x1 - x0 > _STRIP * size]
    return (left - _MARGIN, *inner, right + _MARGIN)


def _is_parted(line: TextLine) -> bool:
    pieces = _join_pieces(line)
    return len(pieces) > 1 or (len(line) == 1 and bool(WORD_ORDINAL.match(line[0].text)))


def _join_pieces(line: TextLine) -> list[tuple[float, float]]:
    pieces: list[tuple[float, float]] = []
    last: Word | None = None
    for word in line:
        near = last is not None and word.x0 - last.x1 < _SAME_TEXT * word.size
        if near and not (last is line[0] and WORD_ORDINAL.match(last.text)):
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], word.x1))
        else:
            pieces.append((word.x0, word.x1))
        last = word
    return pieces


def _drop_equal(found: Iterable[Borders], near: float) -> Iterator[Borders]:
    kept: list[Borders] = []
    for edges in found:
        same = any(
            len(edges) == len(other)
            and all(abs(a - b) <= near for a, b in zip(edges, other, strict=True))
            for other in kept
        )
        if not same and len(edges) > 2:
            kept.append(edges)
            yield edges
