"""Draws a plan's lists as a workbook, one sheet an appendix."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.plans.grid import PaperRow, PaperTable
from tests.plans.layout import Layout
from tests.plans.letters import FONTS, encode


def draw_xlsx(tables: Sequence[PaperTable], layout: Layout, path: Path) -> None:
    """Write the lists to ``path``; of the plan itself a workbook holds nothing.

    Raises:
        ValueError: the layout has no table.
    """
    if layout.prose:
        raise ValueError("a list in prose cannot be a workbook")
    book = Workbook()
    book.remove(book.worksheets[0])
    for index, table in enumerate(tables):
        _draw_table(book.create_sheet(f"Phụ lục {index + 1}"), table, layout)
    book.save(path)


def _draw_table(sheet: Worksheet, table: PaperTable, layout: Layout) -> None:
    width = len(table.widths)
    for line in table.title:
        sheet.append([encode(line, layout.encoding)])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1,
                          end_column=width)  # fmt: skip
    rows = list(table.rows)
    if layout.hidden_rows:
        rows = [one for row in rows for one in ((row, row) if row.kind == "data" else (row,))]
    first = len(table.title) + 2
    shown: set[int] = set()
    for offset, row in enumerate([*table.header, *rows]):
        _draw_row(sheet, first + offset, row, layout)
        if layout.hidden_rows and id(row) in shown:
            sheet.row_dimensions[first + offset].hidden = True
        shown.add(id(row))


def _draw_row(sheet: Worksheet, number: int, row: PaperRow, layout: Layout) -> None:
    side = Side(style="thin")
    for place, paper in enumerate(row.cells, start=1):
        if paper is None:
            continue
        cell = sheet.cell(number, place)
        if paper.text.isdecimal() and not paper.text.startswith("0"):
            cell.value = int(paper.text)
        else:
            cell.value = encode(paper.text, layout.encoding) or None
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.font = Font(name=FONTS[layout.encoding], bold=paper.bold)
        if layout.rules != "none":
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        if paper.cols > 1 or paper.rows > 1:
            sheet.merge_cells(start_row=number, end_row=number + paper.rows - 1,
                              start_column=place, end_column=place + paper.cols - 1)  # fmt: skip
