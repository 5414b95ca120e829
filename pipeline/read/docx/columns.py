"""The columns of a Word table, from what its cells and its grid say of spans and widths.

Files leave slivers where somebody dragged a border, cells beyond the table, rows with borders
of their own, and grids that no row keeps to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median_low

from pipeline.model import Grid
from pipeline.read.docx.stored import StandingCell, StoredRow, WordCell

_NARROW = 200  # twips: with the usual margins no letter has room
_MOST_BORDERS = 200  # of columns, in a table that somebody drew
_SLIVER = 100  # twips (1.8 mm): two borders nearer than this are one


def place_cells(rows: Sequence[StoredRow], columns: Sequence[int]) -> list[list[StandingCell]]:
    """Give every cell its columns, numbered without gaps over the whole table."""
    _clamp_spans(rows, len(columns))
    for row in rows:
        _join_empty(row)
    by_span = [_edges([row.before, *(cell.span for cell in row.cells)]) for row in rows]
    ends = {edges[-1] + row.after for row, edges in zip(rows, by_span, strict=True)}
    by_width = by_grid = None
    if all(cell.width > 0 for row in rows for cell in row.cells):
        by_width = [_edges([row.width_before, *(cell.width for cell in row.cells)]) for row in rows]
    if max(ends) <= len(columns):
        positions = [0, *accumulate(columns)]
        by_grid = [[positions[edge] for edge in edges] for edges in by_span]
    drawn = by_width if len(ends) > 1 and by_width else by_grid
    snapped = _snap(drawn, _SLIVER) if drawn else None
    snapped = snapped or _snap(by_span, 0) or by_span
    snapped = _join_slivers(rows, snapped, by_width or by_grid or by_span)
    return [
        [StandingCell(c, *edges[i : i + 2]) for i, c in enumerate(row.cells)]
        for row, edges in zip(rows, snapped, strict=True)
    ]


def _join_empty(row: StoredRow) -> None:
    """Join empty cells that are too narrow for a letter with the cell before them."""
    kept: list[WordCell] = []
    for cell in row.cells:
        if kept and 0 < cell.width <= _NARROW and not (cell.content or cell.merge):
            kept[-1].span += cell.span
            kept[-1].width += cell.width
        else:
            kept.append(cell)
    row.cells = kept


def _clamp_spans(rows: Sequence[StoredRow], columns: int) -> None:
    """Cut merged cells that reach beyond the table, as Word does."""
    ends = [row.before + sum(cell.span for cell in row.cells) + row.after for row in rows]
    usual = min(Counter(ends).items(), key=lambda item: (-item[1], item[0]))[0]
    limit = columns if columns in ends else usual
    for row, end in zip(rows, ends, strict=True):
        for cell in reversed(row.cells):
            cut = max(0, min(end - limit, cell.span - 1))
            cell.span -= cut
            end -= cut


def _edges(steps: Sequence[int]) -> list[int]:
    return list(accumulate(steps))


def _snap(rows: Sequence[Sequence[int]], tolerance: int) -> list[list[int]] | None:
    """Number the distinct edges from the left; None where a cell would lose all its width."""
    distinct = sorted({edge for edges in rows for edge in edges})
    first, number = distinct[0], 0
    numbers: dict[int, int] = {}
    for edge in distinct:
        if edge - first > tolerance:
            first, number = edge, number + 1
        numbers[edge] = number
    snapped = [[numbers[edge] for edge in edges] for edges in rows]
    if any(a >= b for edges in snapped for a, b in pairwise(edges)):
        return None
    return snapped


def _join_slivers(
    rows: Sequence[StoredRow], snapped: list[list[int]], places: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Join the borders between which no cell stands alone: a printed column has a cell of its own.

    Args:
        rows: as stored.
        snapped: the borders of each row, numbered from the left.
        places: where they stand, in twips or in columns.
    """
    stands: dict[int, list[int]] = {}
    for edges, at in zip(snapped, places, strict=True):
        for edge, place in zip(edges, at, strict=True):
            stands.setdefault(edge, []).append(place)
    if len(stands) > _MOST_BORDERS:
        return snapped
    left = {edge: median_low(found) for edge, found in stands.items()}
    while True:
        free = sorted(set(range(max(map(max, snapped)))) - _owned(rows, snapped))
        if not free:
            return snapped
        least = min(free, key=lambda n: left.get(n + 1, 0) - left.get(n, 0))
        snapped = [[edge - (edge > least) for edge in edges] for edges in snapped]
        left = {edge - (edge > least): place for edge, place in left.items() if edge != least + 1}


def _owned(rows: Sequence[StoredRow], snapped: Sequence[Sequence[int]]) -> set[int]:
    """Return the columns that a cell stands on alone, or that a table within a cell has."""
    owned: set[int] = set()
    for row, edges in zip(rows, snapped, strict=True):
        for cell, (start, end) in zip(row.cells, pairwise(edges), strict=True):
            if end - start == 1 or any(isinstance(block, Grid) for block in cell.content):
                owned.update(range(start, end))
    return owned
