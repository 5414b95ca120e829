"""Worksheets of an XLS (Excel 97 to 2003 and older), through xlrd.

xlrd and not calamine, for the reasons of XLSX; and not a conversion by LibreOffice, which
would have to be installed. Error values are texts here: calamine's bindings and pandas
give back "#REF!" as the number 23.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import olefile
import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.formatting import XF
from xlrd.sheet import Cell, Sheet

from pipeline.problems import NotRead
from pipeline.read.remedies import SAVE_XLSX
from pipeline.read.unseen import UNKNOWN, is_unseen
from pipeline.read.workbook.number_format import format_general, format_text, format_value
from pipeline.read.workbook.pieces import Piece, make_cell
from pipeline.read.workbook.stored import (
    CellPlace,
    SheetShape,
    StoredCell,
    StoredSheet,
    check_count,
)
from pipeline.read.workbook.xls_shapes import read_shapes

_VISIBLE = 0
_CENTRED = (2, 6)  # centre, centre across selection
_RAISED = {1: 1, 2: -1}  # superscript, subscript
_SOLID = 1  # a fill pattern
_BROKEN = (
    *(XLRDError, CompDocError, struct.error, AssertionError),
    *(IndexError, KeyError, ValueError, TypeError, UnicodeError, OverflowError),
    *(OSError, StopIteration),  # olefile's; no workbook in it
)


def read_sheets(path: Path, most_cells: int) -> list[StoredSheet]:
    """Return the worksheets of the workbook at ``path``, in their order.

    Args:
        path: the workbook.
        most_cells: that it may have.

    Raises:
        NotRead: the workbook is broken or locked by a password.
    """
    book = _open(path)
    check_count(sum(len(row) for sheet in book.sheets() for row in sheet.get_rows()), most_cells)
    shapes = read_shapes(path)
    return [_store_sheet(book, sheet, shapes.get(sheet.name, [])) for sheet in book.sheets()]


def _open(path: Path) -> Book:
    """Open a workbook.

    Programs that export lists to XLS let chains of sectors cross, or write tables of them that
    lie: xlrd refuses the file, and the stream of the workbook, followed by itself, is whole.

    Raises:
        NotRead: it is broken or locked by a password.
    """
    try:
        try:
            return _parse(path)
        except (CompDocError, AssertionError):
            return _parse(path, _follow_stream(path))
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise NotRead(
                "Tệp được đặt mật khẩu", "Mở tệp bằng Excel, bỏ mật khẩu, lưu lại rồi chạy lại"
            ) from error
        raise NotRead(_NOT_OPENED, SAVE_XLSX) from error


def _parse(path: Path, content: bytes | None = None) -> Book:
    with Path(os.devnull).open("w", encoding="utf-8") as log:
        return xlrd.open_workbook(
            str(path), logfile=log, file_contents=content, formatting_info=True
        )


def _follow_stream(path: Path) -> bytes:
    """Return what is the workbook in the file; olefile takes no more sectors than there are."""
    with olefile.OleFileIO(str(path)) as ole:
        name = next(name for name in ("Workbook", "Book") if ole.exists(name))
        return bytes(ole.openstream(name).read())


_NOT_OPENED = "Không mở được bảng tính (tệp hỏng hoặc sai chuẩn)"


def _find(table: Any, number: int) -> Any:
    """What a number in a cell or run points to.

    Raises:
        NotRead: nothing: the file is broken.
    """
    try:
        return table[number]
    except (IndexError, KeyError) as error:
        raise NotRead(_NOT_OPENED, SAVE_XLSX) from error


def _store_sheet(book: Book, sheet: Sheet, shapes: Sequence[SheetShape]) -> StoredSheet:
    cells: dict[CellPlace, StoredCell] = {}
    ruled: set[CellPlace] = set()
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            look = _find(book.xf_list, cell.xf_index or 0)
            if look.border and (look.border.left_line_style or look.border.right_line_style):
                ruled.add((row + 1, column + 1))
            pieces, fault = _show(book, sheet, (row, column), cell, look)
            centred = look.alignment is not None and look.alignment.hor_align in _CENTRED
            bold = bool(_find(book.font_list, look.font_index).bold)
            stored = make_cell(pieces, fault=fault, centred=centred, bold=bold)
            if stored is not None:
                cells[row + 1, column + 1] = stored
    rows, columns = sheet.rowinfo_map, sheet.colinfo_map
    return StoredSheet(
        name=sheet.name,
        cells=cells,
        merges=[(top + 1, left + 1, end, right) for top, end, left, right in sheet.merged_cells],
        hidden_rows={n + 1 for n, row in rows.items() if row.hidden or row.height == 0},
        hidden_columns={n + 1 for n, column in columns.items() if column.hidden},
        ruled=ruled,
        hidden=sheet.visibility != _VISIBLE,
        shapes=shapes,
    )


def _show(
    book: Book, sheet: Sheet, slot: CellPlace, cell: Cell, look: XF
) -> tuple[list[Piece], bool]:
    """Return what a cell shows, and whether it has to be doubted."""
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return [], False
    code = _find(book.format_map, look.format_key).format_str
    font, behind = look.font_index, _colour_behind(book, look)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(int(cell.value), "#N/A")
        return [_make_piece(book, text, font, behind)], True
    if cell.ctype == xlrd.XL_CELL_TEXT:
        text, runs = str(cell.value), sheet.rich_text_runlist_map.get(slot)
        if runs:
            return [_make_piece(book, *part, behind) for part in _split(text, font, runs)], False
        shown = format_text(text, code)
        if not shown.strip():  # ";;;" shows nothing
            return [replace(_make_piece(book, text, font, behind), unseen=True)], False
        return [_make_piece(book, shown, font, behind)], False
    value = _to_value(book, cell)
    number = None if value is None else format_value(value, code)
    text = str(cell.value) if value is None else format_general(value)
    return [_make_piece(book, text if number is None else number, font, behind)], number is None


def _make_piece(book: Book, text: str, font_index: int, behind: str) -> Piece:
    font = _find(book.font_list, font_index)
    return Piece(
        text,
        font.name,
        struck=bool(font.struck_out),
        raised=_RAISED.get(font.escapement, 0),
        unseen=is_unseen(_colour(book, font.colour_index), behind),
    )


def _colour_behind(book: Book, look: XF) -> str:
    if look.background is None or not look.background.fill_pattern:
        return ""
    if look.background.fill_pattern != _SOLID:
        return UNKNOWN
    return _colour(book, look.background.pattern_colour_index) or UNKNOWN


def _colour(book: Book, index: int) -> str:
    """Return a colour of the workbook's palette, "" where Excel chooses it."""
    rgb = book.colour_map.get(index)
    return "" if rgb is None else "".join(f"{part:02X}" for part in rgb)


def _to_value(book: Book, cell: Cell) -> bool | float | datetime | None:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return float(cell.value)
    try:
        return xlrd.xldate_as_datetime(float(cell.value), book.datemode)
    except (OverflowError, ValueError):
        return None


def _split(text: str, font: int, starts: list[tuple[int, int]]) -> list[tuple[str, int]]:
    """Cut a text where its font changes; before the first change the cell's font holds."""
    fonts = [(0, font), *starts]
    ends = [at for at, _ in fonts[1:]] + [len(text)]
    return [(text[at:end], index) for (at, index), end in zip(fonts, ends, strict=True) if end > at]
