"""One page of a form: letterhead, title, and a table of which only the input cells are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.write.excel.style import FONT, HEADER_LOOK, TITLE_LOOK, CellStyles, clean_text
from pipeline.write.excel.text_fit import text_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

INPUT_FILL = "#FFF8DC"

_PIXELS_PER_CM = 96 / 2.54
_SIZE = 11
_LEAST = 30.0
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_PLAIN = {"font_size": 12, "valign": "vcenter", "text_wrap": True}
_CENTRE = {"font_size": 12, "align": "center", "valign": "vcenter", "text_wrap": True}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form's table."""

    label: str
    width: float  # centimetres
    open: bool = False  # for the unit to fill in
    centred: bool = False
    check: Mapping[str, Any] = field(default_factory=dict)  # data validation, as XlsxWriter says
    number: str = ""  # Excel's format
    hidden: bool = False


class Formula(str):
    """A formula of our own; any other text of a table stands as text, whatever it begins with."""

    __slots__ = ()


Blanks = tuple[tuple[str, Mapping[str, Any]], ...]
"""Label and check of each input cell above a table."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the table."""

    superior: str
    issuer: str  # may take two lines
    title: str
    lines: tuple[str, ...]  # under the title
    blanks: Blanks = ()


class FormPage:
    """Draws one worksheet from top to bottom; ``row`` is the next free one."""

    def __init__(self, page: Worksheet, styles: CellStyles, columns: Sequence[Column]) -> None:
        self.page = page
        self.styles = styles
        self.columns = columns
        self.shown = sum(not column.hidden for column in columns)
        self.row = 0
        for index, column in enumerate(columns):
            hide = {"hidden": 1} if column.hidden else {}
            pixels = round(column.width * _PIXELS_PER_CM)
            page.set_column_pixels(index, index, pixels, None, hide)

    def draw_head(self, head: Head) -> None:
        """Draw letterhead, title, the lines under it and the blanks for who filled it in."""
        middle = self._middle()
        left, right = (0, middle - 1), (middle, self.shown - 1)
        bold = _CENTRE | {"bold": True}
        if head.superior:
            self._merge(left, head.superior, _CENTRE)
            self._merge(right, _NATION, bold)
            self._end_row(18)
        self._merge(left, head.issuer, bold)
        motto = bold | {"underline": 1}
        self._merge(
            right,
            _MOTTO if head.superior else f"{_NATION}\n{_MOTTO}",
            motto if head.superior else bold,
        )
        self._end_row(18 * max(2 - bool(head.superior), head.issuer.count("\n") + 1))
        self._end_row(8)
        self._draw_line(head.title, TITLE_LOOK | {"font_size": 14}, 14)
        for line in head.lines:
            self._draw_line(line, _CENTRE, 12)
        for label, check in head.blanks:
            self._draw_blank(label, check)
        self._end_row(8)

    def draw_table(self, rows: Sequence[Sequence[object]]) -> int:
        """Draw heading and rows.

        Returns:
            the worksheet row of the first entry.
        """
        heading = self.styles.find(HEADER_LOOK | {"font_size": _SIZE})
        heights = []
        for index, column in enumerate(self.columns):
            self.page.write_string(self.row, index, column.label, heading)
            heights.append(text_height(column.label, column.width, _SIZE, bold=True))
        self.page.repeat_rows(self.row)
        self.page.freeze_panes(self.row + 1, 3)
        self._end_row(max(heights) + 4)
        first = self.row
        for values in rows:
            self._draw_row(values)
        self._add_checks(first)
        return first

    def draw_notes(self, notes: Sequence[str]) -> None:
        """Draw lines under the table."""
        for note in notes:
            self._draw_line(note, _PLAIN | {"italic": True, "font_size": _SIZE}, _SIZE)

    def draw_signatures(self, left: str, right: str) -> None:
        """Draw who signs, with room for the signatures."""
        self._end_row(8)
        middle = self._middle()
        look = _CENTRE | {"bold": True}
        self._merge((0, middle - 1), left, look)
        self._merge((middle, self.shown - 1), right, look)
        self._end_row(18)
        for _ in range(4):
            self._end_row(18)

    def finish(self, footer: str, *, one_page: bool = False) -> None:
        """Lock all but the input cells, and set the page up for A4, drawn in to one if asked."""
        self.page.protect("", {"format_columns": True, "format_rows": True})
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        self.page.center_horizontally()
        self.page.fit_to_pages(1, int(one_page))
        self.page.print_area(0, 0, self.row - 1, self.shown - 1)
        font = f'&"{FONT},Regular"&10'
        self.page.set_footer(f"&L{font}{footer.replace('&', '&&')}&R{font}Trang &P/&N")

    def _middle(self) -> int:
        """The column that starts nearest to the middle of the page."""
        half = sum(c.width for c in self.columns[: self.shown]) / 2
        starts = [sum(c.width for c in self.columns[:index]) for index in range(self.shown)]
        return max(1, min(range(self.shown), key=lambda index: abs(starts[index] - half)))

    def _draw_line(self, text: str, look: dict[str, Any], size: float) -> None:
        self._merge((0, self.shown - 1), text, look)
        width = sum(column.width for column in self.columns[: self.shown])
        self._end_row(text_height(text, width, size, bold="bold" in look) + 3)

    def _draw_blank(self, label: str, check: Mapping[str, Any]) -> None:
        self._merge((0, 1), label, _PLAIN | {"align": "right"})
        number = "dd/mm/yyyy" if check.get("validate") == "date" else "@"
        look = _PLAIN | {"locked": False, "bg_color": INPUT_FILL, "bottom": 1, "num_format": number}
        self.page.write_blank(self.row, 2, None, self.styles.find(look | {"align": "left"}))
        if check:
            self.page.data_validation(self.row, 2, self.row, 2, dict(check))
        self._end_row(20)

    def _draw_row(self, values: Sequence[object]) -> None:
        heights = [_LEAST]
        for index, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            style = self.styles.find(_cell_look(column))
            if isinstance(value, Formula):
                self.page.write_formula(self.row, index, value, style, "")
            elif value in ("", None):
                self.page.write_blank(self.row, index, None, style)
            else:
                text = clean_text(str(value))
                self.page.write_string(self.row, index, text, style)
                heights.append(text_height(text, column.width, _SIZE))
        self._end_row(max(heights))

    def _add_checks(self, first: int) -> None:
        for index, column in enumerate(self.columns):
            if column.check and self.row > first:
                self.page.data_validation(first, index, self.row - 1, index, dict(column.check))

    def _merge(self, place: tuple[int, int], text: str, look: dict[str, Any]) -> None:
        style = self.styles.find(look)
        if place[0] == place[1]:
            self.page.write_string(self.row, place[0], clean_text(text), style)
        else:
            self.page.merge_range(self.row, place[0], self.row, place[1], clean_text(text), style)

    def _end_row(self, height: float) -> None:
        self.page.set_row(self.row, min(height, 409.0))
        self.row += 1


def _cell_look(column: Column) -> dict[str, Any]:
    look: dict[str, Any] = {
        "font_size": _SIZE,
        "border": 1,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center" if column.centred else "left",
    }
    if column.number:
        look["num_format"] = column.number
    if column.open:
        look |= {"locked": False, "bg_color": INPUT_FILL}
    return look
