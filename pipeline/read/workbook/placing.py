"""Where the words of shapes belong: in the cell that they are drawn onto, or in none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from openpyxl.utils import get_column_letter

from pipeline.read.workbook.stored import CellArea, CellPlace, SheetShape, StoredCell, StoredSheet


def place_shapes(sheet: StoredSheet) -> tuple[StoredSheet, list[SheetShape]]:
    """Return the sheet with those shapes as cells that have a place, and the others.

    A shape over empty cells is one where it fills a slot of a row of several cells; above all
    such rows it is a title. Elsewhere it may be a row, a remark or a heading: nothing tells.
    """
    cells, merges = dict(sheet.cells), list(sheet.merges)
    rows = _list_columns(cells)
    first = min((row for row, columns in rows.items() if len(columns) > 1), default=0)
    tops = Counter(s.area[0] for s in sheet.shapes if s.area[1] == s.area[3])
    loose: list[SheetShape] = []
    for shape in sheet.shapes:
        top, left, bottom, right = shape.area
        is_title = top < first
        in_row = left == right and max(len(rows.get(top, ())), tops[top]) > 1
        if _is_free(shape.area, rows) and (is_title or in_row):
            cells[top, left] = shape.words
            rows.setdefault(top, []).append(left)
            if is_title and right > left:
                merges.append((top, left, top, right))
        elif not all(row in sheet.hidden_rows for row in range(top, bottom + 1)):
            loose.append(shape)
    return replace(sheet, cells=cells, merges=merges), loose


def _list_columns(cells: dict[CellPlace, StoredCell]) -> dict[int, list[int]]:
    """Return the columns of the cells in each row."""
    rows: dict[int, list[int]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(column)
    return rows


def _is_free(area: CellArea, rows: dict[int, list[int]]) -> bool:
    top, left, bottom, right = area
    within = (rows.get(row, ()) for row in range(top, bottom + 1))
    return not any(left <= column <= right for columns in within for column in columns)


def name_place(shape: SheetShape) -> str:
    """Return the place of a shape for its note."""
    return f" đặt tại ô {get_column_letter(shape.area[1])}{shape.area[0]}"
