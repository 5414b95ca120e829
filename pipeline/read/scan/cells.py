"""Cells of scanned pages get their confidence and their doubts, doubted ones their picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.codes import Flag
from pipeline.model import Box, Cell, Grid, Paragraph, Row
from pipeline.read.means import Blocks
from pipeline.read.scan.words.doubts import Settled

_PADDING = 1.0  # points: print nearer to its right border may run over it

_AROUND = 2.0  # points around running text that belong to it

TakePicture = Callable[[int, Box], Path | None]
"""Gives the picture of a cell: page, and where the cell stands there."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What is known of a page's cells beside their text."""

    words: Sequence[Settled]
    unread: Sequence[Box]  # print that gave no word


def mark_blocks(blocks: Blocks, marker: Marker) -> Blocks:
    """Return the blocks of a page with every cell of a grid and every paragraph marked."""
    return tuple(
        _mark_grid(block, marker) if isinstance(block, Grid) else _mark_paragraph(block, marker)
        for block in blocks
    )


def _mark_paragraph(paragraph: Paragraph, marker: Marker) -> Paragraph:
    if paragraph.scanned is None:
        return paragraph
    x0, top, x1, bottom = paragraph.scanned.box or (0.0, 0.0, 0.0, 0.0)
    around = (x0 - _AROUND, top - _AROUND, x1 + _AROUND, bottom + _AROUND)
    return replace(paragraph, scanned=_mark_cell(replace(paragraph.scanned, box=around), marker))


def _mark_grid(grid: Grid, marker: Marker) -> Grid:
    rows = tuple(
        Row(tuple(_mark_cell(cell, marker) if cell else None for cell in row.cells), row.page)
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def _mark_cell(cell: Cell, marker: Marker) -> Cell:
    if cell.box is None:
        return cell
    inside = [one for one in marker.words if _stands_in(one.word.box, cell.box)]
    unread = any(_stands_in(ink, cell.box) for ink in marker.unread)
    if not inside:
        doubts = (*cell.doubts, Flag.CELL_UNCERTAIN) if unread else cell.doubts
        return replace(cell, confidence=0.0 if unread else 1.0, doubts=doubts)
    doubts = cell.doubts
    cut = any(0 < cell.box[2] - one.word.box[2] < _PADDING for one in inside)
    if Flag.CELL_UNCERTAIN not in doubts and (unread or cut or any(one.doubtful for one in inside)):
        doubts = (*doubts, Flag.CELL_UNCERTAIN)
    return replace(
        cell,
        confidence=round(min(one.word.confidence for one in inside), 2),
        doubts=doubts,
        unsure=tuple(one.word.text for one in inside if one.doubtful),
    )


def _stands_in(word: Box, cell: Box) -> bool:
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return cell[0] <= x < cell[2] and cell[1] <= y < cell[3]


def show_doubts(pages: Mapping[int, Blocks], take_picture: TakePicture) -> dict[int, Blocks]:
    """Return the pages with a picture of every cell that is in doubt, once all doubts are known."""
    return {
        number: tuple(
            _show_grid(block, take_picture)
            if isinstance(block, Grid)
            else replace(block, scanned=_show_cell(block.scanned, block.page, take_picture))
            for block in blocks
        )
        for number, blocks in pages.items()
    }


def _show_grid(grid: Grid, take_picture: TakePicture) -> Grid:
    rows = (
        Row(tuple(_show_cell(cell, row.page, take_picture) for cell in row.cells), row.page)
        for row in grid.rows
    )
    return replace(grid, rows=tuple(rows))


def _show_cell(cell: Cell | None, page: int | None, take_picture: TakePicture) -> Cell | None:
    if cell is None or cell.box is None or page is None or Flag.CELL_UNCERTAIN not in cell.doubts:
        return cell
    return replace(cell, picture=take_picture(page, cell.box))
