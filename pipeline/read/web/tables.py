"""The tables of a web page on their grid: each cell once, hidden columns left out.

A page of Excel is a worksheet, titles and signatures in cells beside the list; any other table is
laid out as those of Word are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.codes import Flag
from pipeline.model import Cell, Grid, Paragraph
from pipeline.problems import NotRead
from pipeline.read.docx.grid import lay_out_table
from pipeline.read.docx.stored import StoredRow, WordCell
from pipeline.read.web.page import TOO_LARGE, WebCell, WebTable, WebText
from pipeline.read.workbook.layout import lay_out_sheet
from pipeline.read.workbook.stored import CellPlace, StoredCell, StoredSheet

WebBlocks = list[Paragraph | Grid]
Decode = Callable[[WebText], tuple[Paragraph, bool]]
"""Gives a paragraph as it is read, and whether that is sure."""

DOUBTED = (Flag.CELL_UNCERTAIN,)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A cell at its place: rows and columns from 0, the ends not within."""

    cell: WebCell
    top: int
    bottom: int
    left: int
    right: int


def place_cells(table: WebTable, most: int) -> list[_Spot]:
    """Return the cells of a table at their places, those in hidden columns left out.

    Raises:
        NotRead: the cells cover more than ``most`` places.
    """
    height = len(table.rows)
    spots: list[_Spot] = []
    taken: dict[int, int] = {}  # column -> row up to which a cell from above covers it
    covered = 0
    for top, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while taken.get(column, 0) > top:
                column += 1
            span = cell.row_span if cell.row_span > 0 else height
            bottom, right = min(height, top + span), column + 1
            while right < column + cell.col_span and taken.get(right, 0) <= top:
                right += 1
            covered += (bottom - top) * (right - column)
            if covered > most:
                raise NotRead(*TOO_LARGE)
            taken.update(dict.fromkeys(range(column, right), bottom))
            spots.append(_Spot(cell, top, bottom, column, right))
            column = right
    return _drop_columns(spots, table.hidden_columns) if table.hidden_columns else spots


def _drop_columns(spots: Sequence[_Spot], hidden: set[int]) -> list[_Spot]:
    width = max((spot.right for spot in spots), default=0)
    places = [0]
    for column in range(width):
        places.append(places[-1] + (column not in hidden))
    moved = (_Spot(s.cell, s.top, s.bottom, places[s.left], places[s.right]) for s in spots)
    return [spot for spot in moved if spot.right > spot.left]


# --- as Word's --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Lays tables out, those in cells first."""

    decode: Decode
    most: int  # places that a table may cover
    deepest: int = 20  # tables in tables

    def lay_out(self, table: WebTable, depth: int = 0) -> WebBlocks:
        """Return a table as blocks: a grid, or what a table of layout wraps.

        Raises:
            NotRead: it covers too many places, or tables stand in tables too deep.
        """
        if depth > self.deepest:
            raise NotRead("Bảng trong trang web lồng nhau quá nhiều lớp", TOO_LARGE[1])
        spots = place_cells(table, self.most)
        width = max((spot.right for spot in spots), default=0)
        if width * len(table.rows) > self.most:
            raise NotRead(*TOO_LARGE)
        by_row: list[dict[int, tuple[_Spot, bool]]] = [{} for _ in table.rows]
        for spot in spots:
            for row in range(spot.top, spot.bottom):
                by_row[row].setdefault(spot.left, (spot, row == spot.top))
        rows = [
            StoredRow(self._fill_row(by_row[row], width, depth), is_header=row < table.header_rows)
            for row in range(len(table.rows))
        ]
        return lay_out_table([row for row in rows if row.cells], [1] * width)

    def _fill_row(
        self, spots: dict[int, tuple[_Spot, bool]], width: int, depth: int
    ) -> list[WordCell]:
        cells: list[WordCell] = []
        column = 0
        while column < width:
            if column not in spots:
                cells.append(WordCell())
                column += 1
                continue
            spot, begins = spots[column]
            stored = WordCell(span=spot.right - spot.left)
            if spot.bottom - spot.top > 1:
                stored.merge = "restart" if begins else "continue"
            if begins:
                stored.content, sure = self._read_content(spot.cell, depth)
                stored.doubts = () if sure else DOUBTED
            cells.append(stored)
            column = max(spot.right, column + 1)
        return cells

    def _read_content(self, cell: WebCell, depth: int) -> tuple[WebBlocks, bool]:
        blocks: WebBlocks = []
        sure = True
        for block in cell.content:
            if isinstance(block, WebTable):
                blocks += self.lay_out(block, depth + 1)
                continue
            paragraph, known = self.decode(block)
            sure = sure and known
            blocks.append(paragraph)
        return blocks, sure


# --- as a worksheet ---------------------------------------------------------------------


def is_sheet(table: WebTable) -> bool:
    """Tell a table that begins with a title in one cell, and has no table in it."""
    if any(isinstance(block, WebTable) for row in table.rows for c in row for block in c.content):
        return False
    worded = [sum(bool(cell.content) for cell in row) for row in table.rows]
    worded = [count for count in worded if count]
    return len(worded) > 2 and worded[0] == 1 and max(worded) > 1


def lay_out_as_sheet(table: WebTable, decode: Decode, most: int) -> WebBlocks:
    """Return a table as the blocks of the worksheet that it was.

    Raises:
        NotRead: it covers more than ``most`` places.
    """
    shown: dict[CellPlace, Cell] = {}
    stored: dict[CellPlace, StoredCell] = {}
    merges: list[tuple[int, int, int, int]] = []
    ruled: set[CellPlace] = set()
    for spot in place_cells(table, most):
        place = spot.top + 1, spot.left + 1
        texts = list(spot.cell.list_texts())
        if spot.cell.ruled:
            rows, columns = range(place[0], spot.bottom + 1), range(place[1], spot.right + 1)
            ruled.update((row, column) for row in rows for column in columns)
        if spot.bottom > place[0] or spot.right > place[1]:
            merges.append((*place, spot.bottom, spot.right))
        if texts:
            read = [decode(text) for text in texts]
            words = "\n".join(paragraph.text for paragraph, _ in read)
            sure = all(known for _, known in read)
            bold = all(paragraph.bold for paragraph, _ in read)
            shown[place] = Cell(words, doubts=() if sure else DOUBTED)
            stored[place] = StoredCell((), centred=texts[0].centred, bold=bold)
    sheet = StoredSheet("", stored, merges, frozenset(), frozenset(), ruled)
    return list(lay_out_sheet(sheet, {place: cell for place, cell in shown.items() if cell.text}))
