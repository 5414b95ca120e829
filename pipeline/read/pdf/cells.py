"""What a page knows of single cells once its tables stand: withdrawn rows, doubtful cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.codes import Flag
from pipeline.model import Box, Cell, Grid, Row
from pipeline.read.means import Blocks
from pipeline.read.table.page import Glyph

ChangeCell = Callable[[Cell], Cell]


def change_cells(blocks: Blocks, change: ChangeCell) -> Blocks:
    """Return the blocks of a page with every cell of a grid changed."""
    return tuple(
        replace(
            block,
            rows=tuple(
                Row(tuple(change(cell) if cell else None for cell in row.cells), row.page)
                for row in block.rows
            ),
        )
        if isinstance(block, Grid)
        else block
        for block in blocks
    )


def flag_cells(blocks: Blocks, boxes: Sequence[Box]) -> Blocks:
    """Return the blocks with the cells in doubt that one of the boxes stands in."""

    def flag(cell: Cell) -> Cell:
        if Flag.CELL_UNCERTAIN in cell.doubts or not any(_holds(cell, box) for box in boxes):
            return cell
        return replace(cell, doubts=(*cell.doubts, Flag.CELL_UNCERTAIN))

    return change_cells(blocks, flag) if boxes else blocks


def drop_withdrawn(blocks: Blocks, struck: Sequence[Glyph]) -> Blocks:
    """Return the blocks without the rows whose first words are struck through, and all of them.

    A row goes whose leftmost cell of words lost them all; one that says something else in their
    place stays.
    """
    if not struck:
        return blocks
    return tuple(
        replace(block, rows=tuple(row for row in block.rows if not _is_withdrawn(row, struck)))
        if isinstance(block, Grid)
        else block
        for block in blocks
    )


def _is_withdrawn(row: Row, struck: Sequence[Glyph]) -> bool:
    for cell in row.cells:
        if cell is None or cell.row_span > 1:
            continue
        words = "".join(glyph.text for glyph in _list_inside(cell, struck))
        if _has_words(cell.text):
            return False
        if _has_words(words):
            return True
    return False


def _list_inside(cell: Cell, glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    for glyph in glyphs:
        if _holds(cell, (glyph.x0, glyph.top, glyph.x1, glyph.bottom)):
            yield glyph


def _has_words(text: str) -> bool:
    """Tell a cell that says something from an ordinal: "4.", "IV", "a)"."""
    return sum(map(str.isalpha, text)) > 2


def _holds(cell: Cell, box: Box) -> bool:
    if cell.box is None:
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell.box[0] <= x < cell.box[2] and cell.box[1] <= y < cell.box[3]
