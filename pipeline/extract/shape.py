"""Grids put into one shape: slivers of columns merged, columns of two pages aligned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.language.keys import squeeze
from pipeline.model import Cell, Grid, Row

NEAR = 9.0  # points: column borders of two pages that are one


def drop_slivers(grid: Grid) -> Grid:
    """Return ``grid`` without columns that no cell has for itself.

    Borders of heading and body that miss each other by a few points leave columns which
    every cell spans; a printed column has a cell of its own somewhere. The narrowest goes
    first: without it, a cell beside it may have its column for itself.
    """
    while True:
        own = {
            column
            for row in grid.rows
            for column, cell in enumerate(row.cells)
            if cell is not None and cell.col_span == 1
        }
        slivers = [column for column in range(grid.width) if column not in own]
        if not own or not slivers:
            return grid
        grid = _drop_column(grid, min(slivers, key=lambda column: _width_of(grid, column)))


def _width_of(grid: Grid, column: int) -> float:
    return grid.edges[column + 1] - grid.edges[column] if grid.edges else 0.0


def _drop_column(grid: Grid, column: int) -> Grid:
    keep = [other for other in range(grid.width) if other != column]
    edges = tuple(grid.edges[c] for c in keep) + grid.edges[-1:] if grid.edges else ()
    rows = tuple(replace(row, cells=_keep_columns(row, keep, grid.width)) for row in grid.rows)
    return replace(grid, rows=rows, edges=edges)


def _keep_columns(row: Row, keep: Sequence[int], width: int) -> tuple[Cell | None, ...]:
    kept: dict[int, Cell | None] = dict.fromkeys(range(len(keep)))
    for column, cell in enumerate(row.cells):
        if cell is None:
            continue
        covered = range(column, min(column + cell.col_span, width))
        places = [index for index, old in enumerate(keep) if old in covered]
        if places:
            kept[places[0]] = replace(cell, col_span=len(places))
        elif cell.text:
            place = max((index for index, old in enumerate(keep) if old < column), default=0)
            before = kept[place]
            kept[place] = replace(_join(before, cell) if before else cell, col_span=1)
    return tuple(kept[index] for index in range(len(keep)))


def _join(before: Cell, cell: Cell) -> Cell:
    text = f"{before.text}\n{cell.text}" if before.text else cell.text
    sure = [one for one in (before.confidence, cell.confidence) if one is not None]
    return replace(
        before,
        text=text,
        confidence=min(sure, default=None),
        doubts=tuple(dict.fromkeys((*before.doubts, *cell.doubts))),
        unsure=(*before.unsure, *cell.unsure),
        picture=before.picture or cell.picture,
    )


def align_columns(grid: Grid, edges: Sequence[float], width: int) -> Grid | None:
    """Return ``grid`` laid on the columns of the page before, None where it does not fit."""
    if grid.width == width and not (grid.edges and edges and _differ(grid.edges, edges)):
        return grid
    if not grid.edges or not edges or grid.width > width:
        return None
    places = [_find_near(edge, edges) for edge in grid.edges]
    if None in places or places[0] != 0 or places[-1] != width:
        return None
    rows = tuple(replace(row, cells=_spread(row, places, width)) for row in grid.rows)
    return replace(grid, rows=rows, edges=tuple(edges))


def _differ(edges: Sequence[float], others: Sequence[float]) -> bool:
    return any(abs(a - b) > 4 * NEAR for a, b in zip(edges, others, strict=False))


def _find_near(edge: float, edges: Sequence[float]) -> int | None:
    index = min(range(len(edges)), key=lambda i: abs(edges[i] - edge))
    return index if abs(edges[index] - edge) <= NEAR else None


def _spread(row: Row, places: Sequence[int | None], width: int) -> tuple[Cell | None, ...]:
    spread: list[Cell | None] = [None] * width
    for column, cell in enumerate(row.cells):
        start, end = places[column], places[column + 1]
        if cell is not None and start is not None and end is not None:
            last = places[min(column + cell.col_span, len(places) - 1)]
            spread[start] = replace(cell, col_span=(last or end) - start)
    return tuple(spread)


def drop_heading(grid: Grid, header: Sequence[str]) -> Grid:
    """Return ``grid`` without the heading that stands in the cells of its first row.

    Programs that print a heading again draw no line below it where a broken row goes on: its
    cells then hold the heading and the rest of that row. A heading by itself is left.
    """
    rests: list[Cell | None] = []
    for cell, head in zip(grid.rows[0].cells, header, strict=False):
        text = squeeze(cell.text) if cell else ""
        if not text.startswith(head):
            return grid
        rests.append(replace(cell, text=text[len(head) :].strip()) if cell else None)
    if not any(header) or not any(cell.text for cell in rests if cell):
        return grid
    first = replace(grid.rows[0], cells=tuple(rests))
    return replace(grid, rows=(first, *grid.rows[1:]), header_rows=0)


def text_of(cell: Cell | None) -> str:
    """Return the cell's text, "" for a covered slot."""
    return cell.text.strip() if cell else ""


def span_all(row: Row) -> Cell | None:
    """Return the one cell that covers the whole row, None where there are several."""
    cells = [cell for cell in row.cells if cell is not None]
    return cells[0] if len(cells) == 1 and cells[0].col_span == len(row.cells) > 1 else None
