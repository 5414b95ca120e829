"""The worksheets of a form as plain values; titles and headings are found by their words."""

from __future__ import annotations

import os
import struct
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from pipeline.forms.labels import FORM_TITLE
from pipeline.language.keys import fold, squeeze, words_key
from pipeline.problems import NotRead
from pipeline.read.zip_limits import ZIP_DAMAGE

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell

_BROKEN = (
    *(*ZIP_DAMAGE, XLRDError, CompDocError, struct.error, SyntaxError),
    *(IndexError, TypeError, AttributeError, OverflowError, AssertionError),
)
"""What the libraries raise on a broken workbook."""

TOP = 15
"""Rows that a title stands in."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # of XLS, as of DOC


@dataclass(frozen=True, slots=True)
class SheetValues:
    """The cells of a worksheet that hold anything, by row and column from 0."""

    name: str
    cells: Mapping[tuple[int, int], Any]

    def top(self) -> Iterator[tuple[tuple[int, int], str]]:
        """The texts of the first rows."""
        for place, value in self.cells.items():
            if place[0] < TOP and isinstance(value, str):
                yield place, squeeze(value)

    def rows(self) -> dict[int, dict[int, Any]]:
        """The cells by row, then by column."""
        rows: dict[int, dict[int, Any]] = {}
        for (row, column), value in self.cells.items():
            rows.setdefault(row, {})[column] = value
        return rows


def read_values(path: Path, *, quick: bool = False) -> list[SheetValues]:
    """Return the worksheets of an XLSX or XLS; none of another kind of file.

    Args:
        path: the file, whatever it is called.
        quick: only the rows that titles stand in.

    Raises:
        NotRead: the workbook is broken.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                is_book = "xl/workbook.xml" in parts.namelist()
            return _read_xlsx(path, quick) if is_book else []
        with path.open("rb") as stream:
            return _read_xls(path) if stream.read(len(_OLE)) == _OLE else []
    except _BROKEN as error:
        raise NotRead("Không đọc được phiếu (tệp hỏng hoặc chép chưa xong)", _RESAVE) from error


_RESAVE = "Mở phiếu bằng Excel, lưu lại dạng “Excel Workbook (*.xlsx)” rồi thả lại"


def _read_xlsx(path: Path, quick: bool) -> list[SheetValues]:
    from openpyxl import load_workbook

    found = []
    # As a stream: openpyxl refuses a path whose name does not end in .xlsx.
    with path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parts that are not read: validation
        book = load_workbook(stream, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # other programs write wrong ones
            rows = sheet.iter_rows(max_row=TOP if quick else None, values_only=True)
            found.append(_keep_filled(sheet.title, rows))
        book.close()
    return found


def _read_xls(path: Path) -> list[SheetValues]:
    import xlrd

    with Path(os.devnull).open("w", encoding="utf-8") as log:
        book = xlrd.open_workbook(str(path), logfile=log)
    return [
        _keep_filled(sheet.name, ([_read_cell(cell, book) for cell in row] for row in sheet))
        for sheet in book.sheets()
    ]


def _read_cell(cell: Cell, book: Book) -> Any:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(float(cell.value), book.datemode)
    return bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value


def _keep_filled(name: str, rows: Iterable[Iterable[Any]]) -> SheetValues:
    cells = {
        (row, column): value
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None and value != ""
    }
    return SheetValues(name, cells)


def find_title(top: Iterator[tuple[tuple[int, int], str]]) -> str:
    """Return the title of a form's sheet, folded; ``""`` where it is another."""
    wanted = fold(FORM_TITLE)
    return next((fold(text) for _, text in top if fold(text).startswith(wanted)), "")


def right_of(sheet: SheetValues, row: int, column: int) -> tuple[tuple[int, int], Any]:
    """Return the nearest value to the right of a label."""
    places = sorted(place for place in sheet.cells if place[0] == row and place[1] > column)
    return (places[0], sheet.cells[places[0]]) if places else ((row, column), None)


def find_heading(sheet: SheetValues, labels: tuple[str, ...]) -> tuple[int, dict[str, int]]:
    """Return the heading row that has these labels, and its columns by the first line of each."""
    for row, values in sorted(sheet.rows().items()):
        columns = {
            words_key(value.split("\n")[0]): column
            for column, value in values.items()
            if isinstance(value, str)
        }
        if all(words_key(label) in columns for label in labels):
            return row, columns
    return 0, {}
