"""A paper as XLSX (openpyxl): prose in merged rows, tables in cells, scaled to the page."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles import Side as Edge
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break as ColBreak

from bench.others.model import Break, Cell, Letterhead, Look, Paper, Para, Sign, Table

BOLD = {"title", "sub", "center", "h1", "h2", "group"}
CENTER = {"title", "sub", "center", "italic"}


def to_xlsx(paper: Paper, path: str) -> None:
    """Write the paper to an XLSX file, a new sheet at every break."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phu luc"
    count = 6
    pages: list[list[Any]] = [[]]
    source = paper.blocks
    if paper.sheet:
        source = [b for b in source if isinstance(b, Para)] + [paper.sheet]
    for block in source:
        if isinstance(block, Break):
            pages.append([])
        else:
            pages[-1].append(block)
    for number, blocks in enumerate(p for p in pages if p):
        if number:
            sheet = book.create_sheet(f"Phu luc {number + 1}")
        here = [b for b in blocks if isinstance(b, Table)]
        count = len(here[0].widths) if here else count
        _setup(sheet, paper, here)
        at = 1
        for block in blocks:
            at = _block(sheet, block, at, count, paper)
    book.save(path)


def _setup(sheet: Any, paper: Paper, tables: list[Table]) -> None:
    sheet.page_setup.orientation = "landscape" if paper.landscape else "portrait"
    sheet.page_setup.paperSize = 9
    if paper.split_after:
        sheet.col_breaks.append(ColBreak(id=paper.split_after))
        sheet.print_title_cols = "A:A"
        sheet.page_setup.pageOrder = "overThenDown"
        sheet.print_options.gridLines = False
    else:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if paper.page_numbers:
        sheet.oddFooter.center.text = "Trang &P/&N"
    if tables:
        widths = tables[0].widths
        total = 128 if paper.landscape else 130 if paper.split_after else 88
        for at, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = width / sum(widths) * total


def _block(sheet: Any, block: Any, at: int, count: int, paper: Paper) -> int:
    if isinstance(block, Table):
        return _table(sheet, block, at, paper)
    if isinstance(block, Para):
        _line(
            sheet,
            at,
            count,
            block.text,
            paper,
            bold=block.style in BOLD,
            italic=block.style in ("italic", "right"),
            align="center" if block.style in CENTER else "left",
        )
        return at + 1
    if isinstance(block, Letterhead):
        half = max(1, count // 2 - 1)
        left = [*block.office, block.number]
        right = [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            block.dateline,
        ]
        for row, (a, b) in enumerate(zip(left, right, strict=False)):
            _pair(sheet, at + row, half, count, a, b, paper)
        return at + len(left) + 1
    if isinstance(block, Sign):
        half = max(1, count // 2)
        rows = max(len(block.left), len(block.right))
        for row in range(rows):
            a = block.left[row] if row < len(block.left) else ""
            b = block.right[row] if row < len(block.right) else ""
            _pair(sheet, at + 1 + row, half, count, a, b, paper)
        return at + rows + 2
    raise TypeError(type(block))


def _line(
    sheet: Any,
    at: int,
    count: int,
    text: str,
    paper: Paper,
    *,
    bold: bool,
    italic: bool,
    align: str,
) -> None:
    cell = sheet.cell(at, 1, text)
    sheet.merge_cells(
        start_row=at, end_row=at, start_column=1, end_column=paper.split_after or count
    )
    cell.font = Font(name=paper.font, size=paper.size - 1, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    room = (
        sum(
            sheet.column_dimensions[get_column_letter(c + 1)].width or 10
            for c in range(paper.split_after or count)
        )
        * 10.5
        / paper.size
    )
    sheet.row_dimensions[at].height = (paper.size + 4) * _lines(text, room * 0.9)


def _pair(sheet: Any, at: int, half: int, count: int, a: str, b: str, paper: Paper) -> None:
    for first, last, text, bold in ((1, half, a, False), (half + 1, count, b, True)):
        cell = sheet.cell(at, first, text or None)
        if last > first:
            sheet.merge_cells(start_row=at, end_row=at, start_column=first, end_column=last)
        cell.font = Font(name=paper.font, size=11, bold=bold)
        cell.alignment = Alignment(
            horizontal="center" if first > 1 or bold else "left", wrap_text=True, vertical="center"
        )
        room = (
            sum(
                sheet.column_dimensions[get_column_letter(c)].width or 10
                for c in range(first, last + 1)
            )
            * 0.8
        )
        height = 16 * _lines(text, room)
        if height > (sheet.row_dimensions[at].height or 0):
            sheet.row_dimensions[at].height = height


def _table(sheet: Any, table: Table, at: int, paper: Paper) -> int:
    look = table.look
    rows = table.head + table.body
    taken: set[tuple[int, int]] = set()
    chars = [
        sheet.column_dimensions[get_column_letter(c + 1)].width or 10
        for c in range(len(table.widths))
    ]
    scale = look.size / 11
    for r, row in enumerate(rows):
        head = r < len(table.head)
        c, lines = 0, 1.0
        for cell in row:
            while (r, c) in taken:
                c += 1
            _cell(sheet, at + r, c + 1, cell, look, paper, head=head, at=r - len(table.head))
            taken |= {(r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            if cell.colspan > 1 or cell.rowspan > 1:
                sheet.merge_cells(
                    start_row=at + r,
                    start_column=c + 1,
                    end_row=at + r + cell.rowspan - 1,
                    end_column=c + cell.colspan,
                )
            room = sum(chars[c : c + cell.colspan]) / scale * 0.86
            need = sum(_lines(part, room) for part in cell.text.split("\n"))
            if not cell.vertical:
                lines = max(lines, need / cell.rowspan)
            c += cell.colspan
        height = lines * look.size * 1.32 + 4 + look.gap
        if head and any(cell.vertical for cell in row):
            height = max(height, look.head_height)
        sheet.row_dimensions[at + r].height = min(height, 400)
        _edges(sheet, at + r, len(table.widths), look, head)
    if look.repeat and table.head:
        sheet.print_title_rows = f"{at}:{at + len(table.head) - 1}"
    return at + len(rows)


def _lines(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in text.split(" "):
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0.0
        used += len(word) + (1 if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


def _cell(
    sheet: Any, row: int, col: int, cell: Cell, look: Look, paper: Paper, *, head: bool, at: int
) -> None:
    value: Any = cell.text or None
    if value and not head and cell.align == "center" and value.isdigit() and value[0] != "0":
        value = int(value)
    target = sheet.cell(row, col, value)
    if cell.note and value:
        target.value = f"{value} ({cell.note})"
    color = (look.head_color if head else "#000000").lstrip("#")
    target.font = Font(
        name=paper.font, size=look.size, bold=cell.bold, italic=cell.italic, color=f"FF{color}"
    )
    target.alignment = Alignment(
        horizontal=cell.align or ("center" if head else look.align),
        wrap_text=True,
        vertical="center" if head else {"top": "top"}.get(look.valign, "center"),
        text_rotation=90 if cell.vertical else 0,
    )
    fill = cell.fill or (look.head_fill if head else (look.zebra if at % 2 else None))
    if fill:
        target.fill = PatternFill("solid", fgColor=f"FF{fill.lstrip('#')}")


def _edges(sheet: Any, row: int, count: int, look: Look, head: bool) -> None:
    line = Edge(style="thin" if look.width >= 0.5 else "hair", color=f"FF{look.color.lstrip('#')}")
    dotted = Edge(style="dotted", color=f"FF{look.color.lstrip('#')}")
    none = Edge()
    across = {"all": line, "rows": line, "dotted": line if head else dotted}.get(look.rules, none)
    if look.rules in ("half", "head") and head:
        across = line
    up = line if look.rules in ("all", "cols", "half", "dotted") else none
    for col in range(1, count + 1):
        sheet.cell(row, col).border = Border(left=up, right=up, top=across, bottom=across)
