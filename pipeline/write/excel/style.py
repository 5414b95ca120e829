"""How cells look in a workbook: letters, borders, colours and numbers as offices print them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.write.sheets.sheet import Format

if TYPE_CHECKING:
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.workbook import Workbook

FONT = "Times New Roman"
SIZE = 12.0
LIST_SIZE = 11.0
TITLE_SIZE = 13.0

HEADER_FILL = "#DDEBF7"
TOTAL_FILL = "#F2F2F2"
DOUBT_FILL = "#FFEB9C"


def workbook_options() -> dict[str, Any]:
    """Return what every workbook is opened with; XlsxWriter 3.3 writes into the inner mapping."""
    return {
        "in_memory": True,  # no temporary files
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
        # Pixels of Excel's default row and column in this font.
        "default_row_height": 21,
        "default_column_width": 72,
    }


# The full stop stands as a letter, since Excel's own separator follows the computer's locale.
_COUNT = r"[>=1000000]0\.000\.000;[>=1000]0\.000;0"
_CHANGE = "+0;-0;0"
_BIG_CHANGE = r"+0\.000;-0\.000;0"

_ODD = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 32_767
_CUT = "… [bị cắt bớt vì quá dài]"


def clean_text(text: str) -> str:
    """Return ``text`` as a cell can hold it: odd characters as ``\ufffd``, the end cut, both seen.

    Source: XML 1.0, "Characters"; Excel's limit of 32,767 characters a cell.
    """
    seen = _ODD.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return seen if len(seen) <= _LONGEST else seen[: _LONGEST - len(_CUT)] + _CUT


def _number_format(form: Format, *, big: bool) -> str:
    """Excel's format of a figure, ``""`` for text."""
    if form is Format.COUNT:
        return _COUNT
    if form is Format.CHANGE:
        return _BIG_CHANGE if big else _CHANGE
    return ""


def _cell_look(
    form: Format, size: float, fill: str, *, bold: bool, big: bool, order: bool
) -> dict[str, Any]:
    """The properties of a table's cell."""
    look: dict[str, Any] = {
        "font_size": size,
        "border": 1,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left" if form is Format.TEXT else "center",
        "num_format": _number_format(form, big=big),
        "bold": bold,
    }
    if fill:
        look |= {"bg_color": fill, "pattern": 1}
    if order:  # Excel would take it for a formula when the cell is edited
        look["quote_prefix"] = True
    return {name: setting for name, setting in look.items() if setting not in ("", False)}


HEADER_LOOK = {
    "bold": True,
    "border": 1,
    "text_wrap": True,
    "align": "center",
    "valign": "vcenter",
    "bg_color": HEADER_FILL,
}
TITLE_LOOK = {
    "bold": True,
    "font_size": TITLE_SIZE,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
}
LINK_LOOK = {"font_color": "#0563C1", "underline": 1}
NOTE_LOOK = {"italic": True, "align": "left", "valign": "vcenter", "text_wrap": True}


class CellStyles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], CellFormat] = {}
        self._cells: dict[tuple[Any, ...], CellFormat] = {}

    def find(self, look: dict[str, Any]) -> CellFormat:
        """Return the workbook's format of this look."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def find_cell(
        self, value: object, form: Format, size: float, fill: str, *, bold: bool
    ) -> CellFormat:
        """Return the workbook's format of a table's cell."""
        big = isinstance(value, int) and abs(value) >= 1000
        order = isinstance(value, str) and value.startswith(("=", "+", "-", "@"))
        key = (form, size, fill, bold, big, order)
        if key not in self._cells:
            self._cells[key] = self.find(
                _cell_look(form, size, fill, bold=bold, big=big, order=order)
            )
        return self._cells[key]
