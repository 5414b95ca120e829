"""Worksheets of a workbook that Excel 2003, or a program that exports lists, saved as XML.

The form is that of Microsoft's "XML Spreadsheet 2003": cells in rows, each told by its place or
the next one, styles apart. Sheets are taken row by row, so that memory holds no more than cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from pipeline.language.charset import Run
from pipeline.problems import NotRead
from pipeline.read.remedies import ASK, SAVE_XLSX
from pipeline.read.workbook.number_format import (
    Value,
    format_general,
    format_text,
    format_value,
)
from pipeline.read.workbook.stored import (
    MAX_COLUMNS,
    MAX_MERGED,
    MAX_ROWS,
    CellPlace,
    StoredCell,
    StoredSheet,
    check_count,
)
from pipeline.read.zip_limits import MAX_XML, has_doctype

_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_FACE = "{http://www.w3.org/TR/REC-html40}Face"
_NAMED = {
    "General Number": "General",
    "General Date": "dd/mm/yyyy h:mm",
    **dict.fromkeys(("Long Date", "Medium Date", "Short Date"), "dd/mm/yyyy"),
    "Long Time": "hh:mm:ss",
    **dict.fromkeys(("Medium Time", "Short Time"), "hh:mm"),
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
}
"""Formats that have a name there, as Excel shows them in Vietnam."""

_BROKEN = ("Không mở được bảng tính (tệp hỏng hoặc sai chuẩn)", SAVE_XLSX)


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """What matters of a cell's style."""

    font: str = ""
    bold: bool = False
    centred: bool = False
    code: str = "General"
    ruled: bool = False


@dataclass(slots=True)
class _SheetDraft:
    """A worksheet in the making."""

    name: str
    cells: dict[CellPlace, StoredCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    ruled: set[CellPlace] = field(default_factory=set)
    hidden: bool = False
    column_styles: dict[int, str] = field(default_factory=dict)
    row: int = 0  # the last one that was told
    column: int = 0  # of <Column>


def read_sheets(path: Path, most_cells: int) -> list[StoredSheet]:
    """Return the worksheets of the workbook at ``path``, in their order.

    Args:
        path: the workbook.
        most_cells: that it may have.

    Raises:
        NotRead: broken, too large, with a DTD, or with merged ranges of an absurd size.
    """
    if path.stat().st_size > MAX_XML:
        raise NotRead("Nội dung tệp quá lớn để đọc", "Tách tệp thành nhiều tệp nhỏ hơn")
    with path.open("rb") as stream:
        if has_doctype(stream):
            raise NotRead("Tệp có khai báo XML lạ (DOCTYPE), có thể là tệp độc hại", ASK)
    try:
        drafts = _BookWalk(most_cells).walk(path)
    except (etree.XMLSyntaxError, ValueError, OverflowError) as error:
        raise NotRead(*_BROKEN) from error
    if not drafts:
        raise NotRead("Tệp không có trang tính nào", SAVE_XLSX)
    return [
        StoredSheet(d.name, d.cells, d.merges, d.hidden_rows, d.hidden_columns, d.ruled, d.hidden)
        for d in drafts
    ]


class _BookWalk:
    """Walks the file once."""

    def __init__(self, most_cells: int) -> None:
        self._most = most_cells
        self._count = self._merged = 0
        self._styles: dict[str, SheetStyle] = {"Default": SheetStyle()}
        self._drafts: list[_SheetDraft] = []

    def walk(self, path: Path) -> list[_SheetDraft]:
        """Return the worksheets as far as they are stored."""
        wanted = [_S + name for name in ("Style", "Worksheet", "Column", "Row")] + [_X + "Visible"]
        events = etree.iterparse(
            str(path), events=("start", "end"), tag=wanted, resolve_entities=False, no_network=True
        )
        for event, element in events:
            name = etree.QName(element).localname
            if event == "start":
                if name == "Worksheet":
                    self._drafts.append(_SheetDraft(_get(element, "Name")))
                continue
            if name == "Style":
                self._read_style(element)
            elif self._drafts:
                self._read_part(name, element, self._drafts[-1])
            if name == "Row":
                element.clear()
        return self._drafts

    def _read_part(self, name: str, element: Any, draft: _SheetDraft) -> None:
        if name == "Column":
            _read_column(element, draft)
        elif name == "Row":
            self._read_row(element, draft)
        elif name == "Visible":
            draft.hidden = (element.text or "").strip() in ("SheetHidden", "SheetVeryHidden")

    def _read_style(self, element: Any) -> None:
        style = self._styles.get(_get(element, "Parent") or "Default", SheetStyle())
        font, align = element.find(_S + "Font"), element.find(_S + "Alignment")
        shown, borders = element.find(_S + "NumberFormat"), element.iter(_S + "Border")
        if font is not None:
            name = _get(font, "FontName") or style.font
            style = replace(style, font=name, bold=_get(font, "Bold") == "1")
        if align is not None:
            centred = _get(align, "Horizontal") in ("Center", "CenterAcrossSelection")
            style = replace(style, centred=centred)
        if shown is not None:
            code = _get(shown, "Format") or "General"
            style = replace(style, code=_NAMED.get(code, code))
        sides = {_get(b, "Position") for b in borders if _get(b, "LineStyle") not in ("", "None")}
        style = replace(style, ruled=style.ruled or bool(sides & {"Left", "Right"}))
        self._styles[_get(element, "ID")] = style

    def _read_row(self, element: Any, draft: _SheetDraft) -> None:
        row = min(MAX_ROWS, max(draft.row + 1, _number(element, "Index", 0)))
        draft.row = min(MAX_ROWS, row + _number(element, "Span", 0))
        if _get(element, "Hidden") == "1" or _get(element, "Height") == "0":
            draft.hidden_rows.update(range(row, draft.row + 1))
        column = 0
        for cell in element.iterchildren(_S + "Cell"):
            self._count += 1
            check_count(self._count, self._most)
            column = min(MAX_COLUMNS, max(column + 1, _number(cell, "Index", 0)))
            right = min(MAX_COLUMNS, column + _number(cell, "MergeAcross", 0))
            bottom = min(MAX_ROWS, row + _number(cell, "MergeDown", 0))
            own = _get(cell, "StyleID") or _get(element, "StyleID")
            style = self._styles.get(own or draft.column_styles.get(column, ""), SheetStyle())
            self._keep(draft, (row, column), cell, style)
            if right > column or bottom > row:
                self._merged += (right - column + 1) * (bottom - row + 1)
                draft.merges.append((row, column, bottom, right))
            column = right
        if self._merged > MAX_MERGED:
            raise NotRead("Bảng tính có ô gộp rộng bất thường", SAVE_XLSX)

    def _keep(self, draft: _SheetDraft, place: CellPlace, cell: Any, style: SheetStyle) -> None:
        if style.ruled:
            draft.ruled.add(place)
        runs, fault = _show(cell, style)
        if any(text.strip() for text, _ in runs):
            draft.cells[place] = StoredCell(tuple(runs), fault, style.centred, style.bold)


def _read_column(element: Any, draft: _SheetDraft) -> None:
    first = min(MAX_COLUMNS, max(draft.column + 1, _number(element, "Index", 0)))
    draft.column = min(MAX_COLUMNS, first + _number(element, "Span", 0))
    columns = range(first, draft.column + 1)
    if _get(element, "Hidden") == "1" or _get(element, "Width") == "0":
        draft.hidden_columns.update(columns)
    if _get(element, "StyleID"):
        draft.column_styles.update(dict.fromkeys(columns, _get(element, "StyleID")))


def _show(cell: Any, style: SheetStyle) -> tuple[list[Run], bool]:
    """Return what a cell shows, and whether it has to be doubted."""
    data = cell.find(_S + "Data")
    if data is None:
        formula = _get(cell, "Formula")
        return ([(formula, "")], True) if formula else ([], False)
    kind, text = _get(data, "Type"), "".join(data.itertext())
    if kind == "Error":
        return [(text, style.font)], True
    if kind in ("Number", "DateTime", "Boolean"):
        value = _to_value(kind, text.strip(), style.code)
        shown = None if value is None else format_value(value, style.code)
        if shown is None:
            shown = text if value is None else format_general(value)
            return [(shown, style.font)], not isinstance(value, datetime)
        return [(shown, style.font)], False
    if len(data):
        return list(_split_runs(data, style.font)), False
    return [(format_text(text, style.code), style.font)], False


def _to_value(kind: str, text: str, code: str) -> Value | None:
    """Return the value of a cell, None where it is not what it is said to be."""
    try:
        if kind == "Boolean":
            return text == "1"
        if kind == "DateTime":
            return datetime.fromisoformat(text)
        number = float(text)
        moment: Value | None = from_excel(number) if is_date_format(code) else number
    except (ValueError, OverflowError):
        return None
    return moment


def _split_runs(data: Any, font: str) -> Iterator[Run]:
    """Yield the pieces of a text with the fonts that are told within it."""
    fonts = [font]
    for event, element in etree.iterwalk(data, events=("start", "end")):
        if event == "start":
            fonts.append(element.get(_FACE) or fonts[-1])
            yield element.text or "", fonts[-1]
        else:
            fonts.pop()
            if element is not data:
                yield element.tail or "", fonts[-1]


def _get(element: Any, name: str) -> str:
    value: str = element.get(_S + name) or element.get(name) or ""
    return value


def _number(element: Any, name: str, usual: int) -> int:
    value = _get(element, name)
    return max(0, int(float(value))) if value else usual
