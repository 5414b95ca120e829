"""Letters of an XLSX in the colour of their cell."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.read.unseen import UNKNOWN, WHITE, is_hex, is_unseen

_BACKGROUND = 0  # of a theme's colours: white, as Office has it


def is_unseen_in(cell: Cell, colour: Color | None) -> bool:
    """Tell letters of ``colour`` in ``cell`` that nobody sees.

    A cell that a table's style or a condition may colour has an unknown ground.
    """
    letters = _read(colour)
    if not letters or not is_unseen(letters, _behind(cell)):
        return False
    return not _is_coloured_otherwise(cell)


def _behind(cell: Cell) -> str:
    pattern = getattr(cell.fill, "patternType", UNKNOWN)  # a gradient has none
    if pattern in (None, "none"):
        return ""
    return _read(cell.fill.fgColor) or UNKNOWN if pattern == "solid" else UNKNOWN


def _read(colour: Color | None) -> str:
    """Return a colour in hexadecimal, "" where it is chosen by Excel or by a theme."""
    if colour is None or colour.tint:
        return ""
    if colour.type == "theme":
        return WHITE if colour.theme == _BACKGROUND else ""
    indexed = colour.type == "indexed" and colour.indexed < len(COLOR_INDEX)
    value = COLOR_INDEX[colour.indexed] if indexed else colour.rgb
    value = value[-6:] if isinstance(value, str) else ""
    return value if is_hex(value) else ""


def _is_coloured_otherwise(cell: Cell) -> bool:
    sheet = cell.parent
    if not isinstance(sheet, Worksheet):
        return False
    ranges = [CellRange(table.ref) for table in sheet.tables.values()]
    ranges += [part for rule in sheet.conditional_formatting for part in rule.cells.ranges]
    return any(
        part.min_row <= cell.row <= part.max_row and part.min_col <= cell.column <= part.max_col
        for part in ranges
    )
