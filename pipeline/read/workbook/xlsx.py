"""Worksheets of an XLSX or XLSM, through openpyxl.

openpyxl and not calamine: lists are read as they look, so merges, hidden rows, number
formats and the fonts of legacy charsets are needed, and calamine gives only the first.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems import NotRead
from pipeline.read.workbook.number_format import format_general, format_text, format_value
from pipeline.read.workbook.pieces import Piece, make_cell
from pipeline.read.workbook.shapes import read_shapes
from pipeline.read.workbook.stored import (
    MAX_COLUMNS,
    MAX_MERGED,
    CellPlace,
    SheetShape,
    StoredCell,
    StoredSheet,
    check_count,
)
from pipeline.read.workbook.xlsx_colours import is_unseen_in
from pipeline.read.zip_limits import ZIP_DAMAGE

_FLAT = 1.0  # points: a row or column that shows nothing
_LETTER = 5.25  # points that a column's unit of width takes
_RAISED = {"superscript": 1, "subscript": -1}
# ISO/IEC 29500 strict: the same elements under other names.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_USUAL = b"http://schemas.openxmlformats.org/\\1/2006/\\2"
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_RANGE = re.compile(rb'<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_BROKEN = (
    *(*ZIP_DAMAGE, InvalidFileException, SyntaxError),  # XML errors are the last
    *(IndexError, TypeError, AttributeError, OverflowError),
)
_NOT_OPENED = "Không mở được bảng tính (tệp hỏng hoặc sai chuẩn)"
_RESAVE = "Mở tệp bằng Excel, lưu lại dạng “Excel Workbook (*.xlsx)” rồi chạy lại"


def read_sheets(path: Path, most_cells: int) -> list[StoredSheet]:
    """Return the worksheets of the workbook at ``path``, in their order.

    Args:
        path: the workbook.
        most_cells: that it may have.

    Raises:
        NotRead: the workbook is broken, or has merged ranges of an absurd size.
    """
    strict = _check_parts(path, most_cells)
    # As a stream: openpyxl refuses a path whose name does not end in .xlsx.
    with _name_usually(path) if strict else path.open("rb") as stream:
        formulas = _load(stream)
        sheets = [sheet for sheet in formulas.worksheets if isinstance(sheet, Worksheet)]
        has_formulas = any(c.data_type == "f" for sheet in sheets for c in sheet._cells.values())
        values = _load(stream, data_only=True) if has_formulas else None
    if not sheets:
        raise NotRead("Tệp không có trang tính nào", _RESAVE)
    shapes = read_shapes(path)
    return [_store_sheet(sheet, values, shapes.get(sheet.title, [])) for sheet in sheets]


def _load(stream: IO[bytes], *, data_only: bool = False) -> Workbook:
    """Load a workbook; ``data_only`` gives what its formulas gave last.

    Raises:
        NotRead: openpyxl stumbles over it, in whatever way.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that are not read: charts, validation
            return load_workbook(stream, rich_text=True, data_only=data_only)
    except _BROKEN as error:
        raise NotRead(_NOT_OPENED, _RESAVE) from error


def _read_parts(path: Path) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    yield package.read(name)
    except ZIP_DAMAGE as error:
        raise NotRead(_NOT_OPENED, _RESAVE) from error


def has_pictures(path: Path) -> bool:
    """Tell whether the workbook holds pictures, such as a scan pasted into a sheet."""
    with zipfile.ZipFile(path) as package:
        return any(name.startswith("xl/media/") for name in package.namelist())


def _name_usually(path: Path) -> IO[bytes]:
    """Return a strict workbook with the names that openpyxl knows; it finds nothing else."""
    named = BytesIO()
    with zipfile.ZipFile(path) as strict, zipfile.ZipFile(named, "w") as usual:
        for member in strict.infolist():
            part = strict.read(member)
            if member.filename.endswith((".xml", ".rels", ".vml")):
                part = _STRICT.sub(_USUAL, part)
            usual.writestr(member.filename, part, zipfile.ZIP_DEFLATED, compresslevel=1)
    named.seek(0)
    return named


def _check_parts(path: Path, most_cells: int) -> bool:
    """Tell whether the workbook is of the strict dialect, once its size is known to be sane."""
    merged = cells = 0
    strict = False
    for part in _read_parts(path):
        strict = strict or _STRICT.search(part[:2000]) is not None
        cells += len(_CELL.findall(part))
        for match in _RANGE.finditer(part):
            merged += _count_cells(match[1].decode())
    if merged > MAX_MERGED:  # of links, too: openpyxl makes an object for each cell
        raise NotRead("Bảng tính có ô gộp rộng bất thường", _RESAVE)
    check_count(cells, most_cells)
    return strict


def _count_cells(reference: str) -> int:
    try:
        size = CellRange(reference).size
    except ValueError as error:
        raise NotRead(_NOT_OPENED, _RESAVE) from error
    return int(size["rows"] * size["columns"])


def _store_sheet(
    sheet: Worksheet, values: Workbook | None, shapes: Sequence[SheetShape]
) -> StoredSheet:
    # Iterating over rows would make every empty cell up to the last used one, which a
    # stray format puts in row 1,048,576; _cells has those that the file has.
    cells: dict[CellPlace, StoredCell] = {}
    ruled: set[CellPlace] = set()
    for slot, cell in sheet._cells.items():
        if any(side and side.style for side in (cell.border.left, cell.border.right)):
            ruled.add(slot)
        if isinstance(cell, Cell):
            stored = _store_cell(cell, values[sheet.title]._cells if values else {})
            if stored is not None:
                cells[slot] = stored
    return StoredSheet(
        name=sheet.title,
        cells=cells,
        merges=[(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges],
        hidden_rows={n for n, row in sheet.row_dimensions.items() if _is_flat(row)},
        hidden_columns=set(_hidden_columns(sheet)),
        ruled=ruled,
        hidden=sheet.sheet_state != "visible",
        shapes=shapes,
        struck_if=list(_list_struck_if(sheet)),
        pictures=[image.ref.getvalue() for image in _list_pictures(sheet)],
    )


def _list_struck_if(sheet: Worksheet) -> Iterator[str]:
    for condition in sheet.conditional_formatting:
        fonts = [rule.dxf.font for rule in condition.rules if rule.dxf is not None]
        if any(font is not None and font.strike for font in fonts):
            yield str(condition.sqref)


def _is_flat(row: RowDimension) -> bool:
    return bool(row.hidden) or (row.ht is not None and row.ht < _FLAT)


def _list_pictures(sheet: Any) -> Iterator[Any]:
    """Yield the pictures that openpyxl found; its types do not name them."""
    yield from (image for image in sheet._images if isinstance(image.ref, BytesIO))


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for column in sheet.column_dimensions.values():
        hidden = column.hidden or column.width * _LETTER < _FLAT
        if hidden and column.min and column.max:
            yield from range(column.min, min(column.max, MAX_COLUMNS) + 1)


def _store_cell(cell: Cell, values: Mapping[CellPlace, Any]) -> StoredCell | None:
    centred = cell.alignment.horizontal in ("center", "centerContinuous")
    pieces, fault = _list_pieces(cell, values)
    return make_cell(pieces, fault=fault, centred=centred, bold=bool(cell.font.b))


def _list_pieces(cell: Cell, values: Mapping[CellPlace, Any]) -> tuple[list[Piece], bool]:
    """Return what a cell shows, and whether it has to be doubted."""
    shown = cell
    if cell.data_type == "f":
        shown = values[cell.row, cell.column]
        # A stored empty text is of type "str"; a value that was never worked out of "n".
        if shown.value is None and shown.data_type != "str":
            return [Piece(_formula(cell.value))], True
    return ([], False) if shown.value is None else _show(shown)


def _formula(value: object) -> str:
    """Return the formula itself: all that is known of a cell that was never worked out."""
    return str(value.text if isinstance(value, ArrayFormula) else value)


def _show(cell: Cell) -> tuple[list[Piece], bool]:
    """Return what a cell with a value shows, and whether it has to be doubted."""
    value, code = cell.value, cell.number_format
    if isinstance(value, CellRichText):
        return [_make_piece(part, cell) for part in value], False
    if cell.data_type == "e":
        return [_make_piece(str(value), cell)], True
    if isinstance(value, bool | int | float | date | time | timedelta):
        shown = format_value(value, code)
        text = format_general(value) if shown is None else shown
        return [_make_piece(text, cell)], shown is None
    formatted = format_text(str(value), code)
    if not formatted.strip():  # ";;;" shows nothing
        return [replace(_make_piece(str(value), cell), unseen=True)], False
    return [_make_piece(formatted, cell)], False


def _make_piece(part: str | TextBlock, cell: Cell) -> Piece:
    font = part.font if isinstance(part, TextBlock) else cell.font
    name = (part.font.rFont if isinstance(part, TextBlock) else "") or cell.font.name
    return Piece(
        unescape(part.text if isinstance(part, TextBlock) else part),
        name or "",
        struck=bool(font.strike),
        raised=_RAISED.get(font.vertAlign or "", 0),
        unseen=is_unseen_in(cell, font.color),
    )
