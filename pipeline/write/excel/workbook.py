"""The workbooks: one for each plan, one for the year, ready to be filtered and printed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook

from pipeline.files import put
from pipeline.language.keys import squeeze
from pipeline.model import Plan, Year
from pipeline.register.officer.labels import BASE, EDITABLE, KEY, PLAN_LIST, YEAR_LIST
from pipeline.write.excel.style import (
    LINK_LOOK,
    SIZE,
    CellStyles,
    clean_text,
    workbook_options,
)
from pipeline.write.excel.text_fit import text_width
from pipeline.write.excel.worksheet import Canvas, draw_tab
from pipeline.write.sheets.edit import field_lists, year_list
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.plan import plan_sheets
from pipeline.write.sheets.sheet import Sheet
from pipeline.write.sheets.summary import source_sheet
from pipeline.write.sheets.year import year_sheets
from pipeline.write.words import show

INDEX = "Mục lục"
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 1.5, 7.0  # centimetres of a column that sets no width
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\ufffd]")


def write_plan_workbook(
    plan: Plan, path: Path, names: Names, written_at: datetime, more: Sequence[Sheet] = ()
) -> Path:
    """Write *Tổng hợp*, *Danh sách*, *Cần kiểm tra* and ``more`` of one plan; return ``path``.

    Raises:
        NotWritten: as ``files.put``.
    """
    sheets = (*plan_sheets(plan, names, written_at), *more)
    return put(path, lambda part: draw_workbook(sheets, part, written_at), written_at)


def write_year_workbook(
    year: Year,
    path: Path,
    names: Names,
    written_at: datetime,
    results: Sequence[Sheet] = (),
    more: Sequence[Sheet] = (),
) -> Path:
    """Write the workbook of a year and return ``path``.

    Args:
        year: Biểu 01 to 06, the list of each field and the sources are made from it.
        path: where the workbook belongs.
        names: what fields and communes are called.
        written_at: the time stamp.
        results: sheets after Biểu 06.
        more: sheets at the end.

    Raises:
        NotWritten: as ``files.put``.
    """
    listed = year_list(year, names)  # Biểu 06 as an officer works on it
    tables = [listed if sheet.name == listed.name else sheet for sheet in year_sheets(year, names)]
    sheets = (*tables, *results, *field_lists(year, names), source_sheet(year, written_at), *more)
    return put(path, lambda part: draw_workbook(sheets, part, written_at, INDEX), written_at)


def draw_workbook(
    sheets: Sequence[Sheet], path: Path, written_at: datetime, index: str = ""
) -> None:
    """Draw the sheets in order; neighbours of one name share a worksheet.

    Equal sheets and times give equal bytes.

    Args:
        sheets: what is drawn.
        path: where the workbook belongs.
        written_at: the time stamp.
        index: name of a first worksheet that leads to all others; "": none.

    Raises:
        OSError: ``path`` cannot be written.
    """
    book = Workbook(str(path), workbook_options())
    book.set_properties({"title": clean_text(sheets[0].title), "created": written_at})
    styles = CellStyles(book)
    taken: set[str] = set()
    tabs = [list(group) for _, group in groupby(sheets, key=lambda sheet: sheet.name)]
    sources = _place_choices(sheets)
    names = [name_tab(group[0].name, taken) for group in tabs]
    if index:
        titles = [group[0].title for group in tabs]
        _write_index(book, styles, index, list(zip(names, titles, strict=True)))
    for group, name in zip(tabs, names, strict=True):
        page = book.add_worksheet(name)
        draw_tab(Canvas(book, page, styles, _find_grid(group), sources), group)
    if sources:
        _write_choices(book, list(sources), sheets)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(error) from error


def _write_index(
    book: Workbook, styles: CellStyles, name: str, tabs: Sequence[tuple[str, str]]
) -> None:
    """Write a worksheet whose lines lead to the others."""
    page = book.add_worksheet(name)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&RTrang &P/&N")
    page.write_string(0, 0, name, styles.find({"bold": True}))
    for row, (tab, title) in enumerate(tabs, 1):
        place = tab.replace("'", "''")
        page.write_url(row, 0, f"internal:'{place}'!A1", styles.find(LINK_LOOK), tab)
        page.write_string(row, 1, clean_text(squeeze(title)), styles.find({}))


def name_tab(name: str, taken: set[str]) -> str:
    """Return a name that Excel takes, cut at a word, and add it to those ``taken``."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", clean_text(name)).split()).strip("'") or "Bảng"
    for number in range(1, len(taken) + 2):
        end = f" ({number})" if number > 1 else ""
        tab = _cut_words(plain, _LONGEST_NAME - len(end)) + end
        if tab.casefold() not in taken:
            taken.add(tab.casefold())
            return tab
    raise AssertionError("one name more than those taken is always free")


def _cut_words(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    words = text[: longest - 1].rsplit(" ", 1)[0]
    return words.rstrip(" ,;-") + "…"


def _find_grid(sheets: Sequence[Sheet]) -> tuple[float, ...]:
    """Column widths of a worksheet: those of its widest table that fills every column."""
    own = (tuple(sheet.widths or _guess_widths(sheet)) for sheet in sheets if not sheet.spans)
    return max(own, key=len)


def _guess_widths(sheet: Sheet) -> list[float]:
    """As wide as the longest text, within what is still read with ease."""
    widths = []
    for column in sheet.frame.columns:
        texts = [str(column), *(show(value) for value in sheet.frame[column])]
        widths.append(max(_NARROWEST, *(text_width(text, SIZE, bold=True) for text in texts)))
    return [min(width, _WIDEST) for width in widths]


# --- drop-downs ----------------------------------------------------------------------


def _place_choices(sheets: Sequence[Sheet]) -> dict[tuple[str, ...], str]:
    """Give each list of choices a column of a hidden worksheet: a cell holds 255 letters only."""
    lists = dict.fromkeys(tuple(c) for sheet in sheets for c in sheet.choices.values() if c)
    return {
        choices: f"='{BASE}'!{xl_range_abs(0, column, len(choices) - 1, column)}"
        for column, choices in enumerate(lists)
    }


def _write_choices(
    book: Workbook, lists: Sequence[tuple[str, ...]], sheets: Sequence[Sheet]
) -> None:
    """The choices, and beside them what each row to be corrected is printed with, by its key."""
    page = book.add_worksheet(BASE)
    page.hide()
    printed = [item for sheet in sheets for item in _list_printed(sheet)]
    for row, (key, values) in enumerate([(KEY, ""), *printed] if printed else []):
        page.write_string(row, len(lists), key)
        page.write_string(row, len(lists) + 1, values)
    for column, choices in enumerate(lists):
        for row, choice in enumerate(choices):
            page.write_string(row, column, clean_text(choice))


def _list_printed(sheet: Sheet) -> list[tuple[str, str]]:
    columns = [column for column in sheet.frame.columns if column in EDITABLE]
    if sheet.name not in (PLAN_LIST, YEAR_LIST) or KEY not in sheet.frame.columns:
        return []
    return [
        (
            str(row[KEY]),
            json.dumps({c: clean_text(str(row[c])) for c in columns}, ensure_ascii=False),
        )
        for row in sheet.frame.to_dict("records")
    ]
