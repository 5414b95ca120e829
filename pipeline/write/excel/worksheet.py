"""One worksheet: its tables under one another, set up to be filtered, read and printed on A4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.write.excel.formulas import find_formula
from pipeline.write.excel.pictures import put_picture
from pipeline.write.excel.style import (
    DOUBT_FILL,
    FONT,
    HEADER_LOOK,
    LIST_SIZE,
    NOTE_LOOK,
    SIZE,
    TITLE_LOOK,
    TITLE_SIZE,
    TOTAL_FILL,
    CellStyles,
    clean_text,
)
from pipeline.write.excel.text_fit import text_height
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.words import show

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PIXELS_PER_CM = 96 / 2.54
_HIGHEST = 409.0  # points; Excel's limit
_LEAST = 17.0
_ROW = 21  # pixels of Excel's default row in this font

# A4 in centimetres without the margins above and below.
_MARGIN = 1.5
_HEIGHT_MARGIN = 1.8
_LONG = 29.7 - 2 * _HEIGHT_MARGIN
_SHORT = 21.0 - 2 * _HEIGHT_MARGIN
_POINTS_PER_CM = 72 / 2.54
_CHART = "Biểu đồ"
_KEPT_COLUMNS = 2
_DRAW_IN = 1.25  # of a page


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where the tables of one tab are drawn."""

    book: Workbook
    page: Worksheet
    styles: CellStyles
    grid: tuple[float, ...]  # widths of the columns in centimetres
    sources: Mapping[tuple[str, ...], str]  # choices -> range that holds them


def draw_tab(canvas: Canvas, sheets: Sequence[Sheet]) -> None:
    """Draw the tables under one another and set the page up."""
    for index, width in enumerate(canvas.grid):
        options = {} if width else {"hidden": True}
        canvas.page.set_column_pixels(index, index, round(width * _PIXELS_PER_CM), None, options)
    row = 0
    blocks: list[_PageBlock] = []
    for sheet in sheets:
        drawing = _SheetDrawing(canvas, sheet, row)
        blocks += drawing.draw()
        row = drawing.row + 1
    _set_up_page(canvas, sheets, blocks)


@dataclass(frozen=True, slots=True)
class _PageBlock:
    """Rows that should stand on one page where they can."""

    row: int  # its first
    height: float  # points


def _set_up_page(canvas: Canvas, sheets: Sequence[Sheet], blocks: Sequence[_PageBlock]) -> None:
    page = canvas.page
    landscape = any(sheet.landscape for sheet in sheets)
    page.set_paper(9)
    page.set_margins(left=_MARGIN / 2.54, right=_MARGIN / 2.54, top=0.7, bottom=0.7)
    page.center_horizontally()
    name = sheets[0].name.replace("&", "&&")
    font = f'&"{FONT},Regular"&10'
    page.set_footer(f"&L{font}{name}&R{font}Trang &P/&N")
    if landscape:
        page.set_landscape()
    room = (_SHORT if landscape else _LONG) * _POINTS_PER_CM
    if len(sheets) > 1:
        page.set_h_pagebreaks(_break_pages(blocks, room))
        return
    header = 1 if sheets[0].title else 0
    page.repeat_rows(header)
    # A list keeps the ordinal and the name in sight, however far one goes to the right.
    page.freeze_panes(header + 1, _KEPT_COLUMNS if sheets[0].listing else 0)
    width = (_LONG if landscape else _SHORT) - 2 * _MARGIN + 2 * _HEIGHT_MARGIN
    pages = sum(block.height for block in blocks) * min(1, width / sum(canvas.grid)) / room
    # A few rows over the page are drawn in, so that no page holds the total alone.
    page.fit_to_pages(1, 1 if pages < _DRAW_IN else 0)


def _break_pages(blocks: Sequence[_PageBlock], room: float) -> list[int]:
    """Rows before which a page ends, so that no block is cut that fits a page."""
    breaks = []
    used = 0.0
    for block in blocks:
        if used and used + block.height > room:
            breaks.append(block.row)
            used = 0.0
        used += block.height + _LEAST
    return breaks


@dataclass(frozen=True, slots=True)
class _DrawnColumn:
    """A column of the frame on its worksheet."""

    label: str
    place: tuple[int, int]  # first and last grid column
    width: float  # centimetres, 0 where it is hidden
    form: Format
    reckoned: bool  # some of its cells are formulas


class _SheetDrawing:
    """Draws one table at its place; the methods go from top to bottom."""

    def __init__(self, canvas: Canvas, sheet: Sheet, top: int) -> None:
        self.canvas = canvas
        self.page = canvas.page
        self.sheet = sheet
        self.row = top
        self.columns = [str(column) for column in sheet.frame.columns]
        self.places = _find_places(sheet.spans or (1,) * len(self.columns))
        self.size = LIST_SIZE if sheet.listing else SIZE
        self.drawn = list(map(self._make_column, self.columns, self.places))
        self.doubts = frozenset(sheet.doubts)
        self.first = 0  # worksheet row of the first entry
        self.height = 0.0  # points drawn

    def _make_column(self, label: str, place: tuple[int, int]) -> _DrawnColumn:
        width = sum(self.canvas.grid[place[0] : place[1] + 1])
        form = self.sheet.formats.get(label, Format.TEXT)
        reckoned = label in self.sheet.sums or label in self.sheet.derived
        return _DrawnColumn(label, place, width, form, reckoned)

    def draw(self) -> list[_PageBlock]:
        """Draw the table, and its chart, from ``row`` on; then ``row`` is free."""
        top = self.row
        if self.sheet.title:
            self._draw_line(self.sheet.title, TITLE_LOOK, TITLE_SIZE)
        self._draw_header()
        self.first = self.row
        for index, values in enumerate(self.sheet.frame.itertuples(index=False, name=None)):
            self._draw_row(index, values)
        if len(self.sheet.frame):
            self._add_list()
            self._add_choices()
        for note in self.sheet.notes:
            self._draw_line(note, NOTE_LOOK, SIZE)
        blocks = [_PageBlock(top, self.height)]
        if self.sheet.chart and len(self.sheet.frame) > 1:
            chart, bars = self._make_chart()
            if self.sheet.landscape:
                self._add_chart_page(chart)
            else:
                blocks.append(self._insert_chart(chart, bars))
        return blocks

    def _draw_line(self, text: str, look: dict[str, Any], size: float) -> None:
        style = self.canvas.styles.find(look)
        self._write(text, (0, len(self.canvas.grid) - 1), style)
        width = sum(self.canvas.grid)
        self._end_row(text_height(text, width, size, bold="bold" in look) + 4)

    def _draw_header(self) -> None:
        look = self.canvas.styles.find(HEADER_LOOK | {"font_size": self.size})
        height = 0.0
        for column in self.drawn:
            self._write(column.label, column.place, look)
            if column.width:
                own = text_height(column.label, column.width, self.size, bold=True)
                height = max(height, own)
        # A list's filter buttons stand at the foot of its headings.
        self._end_row(height + (16 if self.sheet.listing else 4))

    def _draw_row(self, index: int, values: tuple[object, ...]) -> None:
        height = 0.0
        bold = self._is_bold(index)
        plain = TOTAL_FILL if bold else ""
        for column, value in zip(self.drawn, values, strict=True):
            cell = (index, column.label)
            fill = DOUBT_FILL if cell in self.doubts else plain
            style = self.canvas.styles.find_cell(value, column.form, self.size, fill, bold=bold)
            formula = find_formula(self.sheet, *cell, self._address) if column.reckoned else ""
            self._write(value, column.place, style, formula)
            if column.width:  # a hidden column needs no height
                text = show(value, column.form)
                height = max(height, text_height(text, column.width, self.size, bold=bold))
            if cell in self.sheet.pictures:
                data = self.sheet.pictures[cell]
                place = (self.row, column.place[0])
                height = max(height, put_picture(self.page, place, data, column.width))
        self._end_row(height)

    def _is_bold(self, index: int) -> bool:
        is_total = self.sheet.total and index == len(self.sheet.frame) - 1
        return is_total or index in self.sheet.groups

    def _address(self, index: int, column: str) -> str:
        place = self.places[self.columns.index(column)][0]
        return str(xl_rowcol_to_cell(self.first + index, place))

    def _write(self, value: object, place: tuple[int, int], style: Any, formula: str = "") -> None:
        first, last = place
        if last > first:
            self.page.merge_range(self.row, first, self.row, last, "", style)
        if formula:
            self.page.write_formula(self.row, first, formula, style, value)
        elif isinstance(value, int):
            self.page.write_number(self.row, first, value, style)
        elif value:
            self.page.write_string(self.row, first, clean_text(str(value)), style)
        else:
            self.page.write_blank(self.row, first, None, style)

    def _end_row(self, height: float) -> None:
        height = min(max(height, _LEAST), _HIGHEST)
        self.page.set_row(self.row, height)
        self.height += height
        self.row += 1

    def _add_list(self) -> None:
        """A filter over the list; Excel names it and carries formats to new rows."""
        if not self.sheet.listing:
            return
        look = self.canvas.styles.find(HEADER_LOOK | {"font_size": self.size})
        columns = [{"header": column, "header_format": look} for column in self.columns]
        options = {"columns": columns, "style": None, "autofilter": True}
        last = len(self.columns) - 1
        self.page.add_table(self.first - 1, 0, self.row - 1, last, options)

    def _add_choices(self) -> None:
        for column, choices in self.sheet.choices.items():
            if not choices:
                continue
            place = self.places[self.columns.index(column)][0]
            options = {
                "validate": "list",
                "source": self.canvas.sources[tuple(choices)],
                "error_title": "Không có trong danh mục",
                "error_message": "Hãy chọn một giá trị trong danh sách thả xuống.",
            }
            self.page.data_validation(self.first, place, self.row - 1, place, options)

    def _make_chart(self) -> tuple[Any, int]:
        """The chart of the table, and how many bars it has."""
        chart = self.canvas.book.add_chart({"type": "bar"})
        bars = len(self.sheet.frame) - (1 if self.sheet.total else 0)
        names, values = (self._chart_range(column, bars) for column in self._chart_columns())
        font = {"name": FONT, "size": 10}
        chart.add_series(
            {
                "categories": names,
                "values": values,
                "fill": {"color": "#5B9BD5"},
                "gap": 50,
                "data_labels": {"value": True, "font": font},
            }
        )
        chart.set_title({"name": self.sheet.title, "name_font": {**font, "size": 12}})
        chart.set_legend({"none": True})
        # Long names of fields need a third of the width, or they are drawn over the border.
        chart.set_plotarea({"layout": {"x": 0.38, "y": 0.12, "width": 0.58, "height": 0.84}})
        chart.set_y_axis({"reverse": True, "num_font": font, "interval_unit": 1})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        return chart, bars

    def _add_chart_page(self, chart: Any) -> None:
        """Give the chart of a wide table a page of its own, as it would be cut below it."""
        page = self.canvas.book.add_chartsheet(f"{_CHART} {self.sheet.name.split(' - ')[0][-2:]}")
        page.set_chart(chart)
        page.set_paper(9)
        page.set_landscape()
        page.set_footer("&RTrang &P/&N")

    def _insert_chart(self, chart: Any, bars: int) -> _PageBlock:
        top = self.row
        width = round(sum(self.canvas.grid) * _PIXELS_PER_CM)
        rows = 4 + round(1.6 * bars)
        chart.set_size({"width": width - 8, "height": rows * _ROW - 8})
        offset = {"x_offset": 4, "y_offset": 4, "object_position": 1}
        self.page.insert_chart(top, 0, chart, offset)
        self.row += rows
        return _PageBlock(top, rows * _ROW * 0.75)

    def _chart_columns(self) -> tuple[str, str]:
        labels = (c for c in self.columns if c not in self.sheet.formats)
        return next(labels), self.sheet.chart

    def _chart_range(self, column: str, bars: int) -> list[Any]:
        place = self.places[self.columns.index(column)][0]
        return [self.page.get_name(), self.first, place, self.first + bars - 1, place]


def _find_places(spans: Sequence[int]) -> list[tuple[int, int]]:
    """First and last grid column of each column."""
    places = []
    start = 0
    for span in spans:
        places.append((start, start + span - 1))
        start += span
    return places
