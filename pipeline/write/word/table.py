"""A sheet drawn as a Word table: rows never split, the heading repeated on every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.words import show

if TYPE_CHECKING:
    import pandas as pd

_TWIPS = 1440 / 2.54  # of a centimetre
_CROWDED = 1.15  # a table so many times wider than the page is set in the small type
_FEW_WORDS = 2.2  # cm: of a column of text
_FIGURE = 1.0  # cm: room for 1.234 under a label that stands upright
_MOST = 0.8  # of the page's width for all such columns
_LETTER, _LINE, _PADDING = (
    0.22,
    0.45,
    0.14,
)  # cm: a bold letter of the small type, its line; left and right of a cell
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Half-points. Said with the text, since an officer's template may lack any style.
_SIZE, _SMALL_SIZE = 22, 20

_TABLE = Markup(
    '<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
    '<w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    '<w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    '<w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    '<w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    '<w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
    '<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
)
_COLUMN = Markup('<w:gridCol w:w="{}"/>')
_ROW = "<w:tr><w:trPr><w:cantSplit/>{}</w:trPr>{}</w:tr>"
_HEADING = "<w:tblHeader/>"
_TALL_HEADING = '<w:trHeight w:val="{}" w:hRule="atLeast"/><w:tblHeader/>'
_PLACE = "<w:tr><w:tc><w:p><w:r><w:t>\ue000{}\ue000</w:t></w:r></w:p></w:tc></w:tr>"
_TURNED = '<w:textDirection w:val="btLr"/>'
_KEEP = "<w:keepNext/>"
_BOLD = "<w:b/><w:bCs/>"
_SIZES = '<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'
_DOUBT = '<w:highlight w:val="yellow"/>'
_TEXT, _TEXT_END = '<w:t xml:space="preserve">', "</w:t>"


def clean(text: str) -> str:
    """Return ``text`` without the control characters that no XML file may hold."""
    return _NOT_XML.sub("", text)


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table to be printed: its outline goes through the template, its rows do not.

    Thousands of rows would be taken apart and put together again at every step.
    """

    outline: Markup  # with the heading, and a row that stands for the others
    place: str  # that row, as it stands in the filled paper
    rows: Callable[[], Iterator[str]]  # WordprocessingML of each


def draw_table(sheet: Sheet, width: float, number: int) -> DrawnTable:
    """Return the WordprocessingML of a sheet's table, ``width`` centimetres wide at most.

    The total and the rows that head a group are bold; a doubtful cell is highlighted. A
    column of a list that is blank throughout is left out.

    Args:
        sheet: what is drawn.
        width: of the page.
        number: of the table in its paper.
    """
    columns = [
        _Column(str(label), natural, sheet.formats.get(str(label), Format.TEXT))
        for label, natural in zip(sheet.frame.columns, sheet.widths, strict=True)
        if not (sheet.listing and _is_blank(sheet.frame[label]))
    ]
    natural = sum(column.width for column in columns)
    size = _SMALL_SIZE if natural > width * _CROWDED else _SIZE
    columns, upright = _fit(columns, width)
    place = _PLACE.format(number)
    rows = _draw_heading(columns, size, upright) + Markup(place)
    grid = Markup("").join(_COLUMN.format(column.twips) for column in columns)
    total = sum(column.twips for column in columns)
    outline = _TABLE.format(width=total, grid=grid, rows=rows)
    return DrawnTable(outline, place, lambda: _draw_rows(sheet, columns, size))


@dataclass(frozen=True, slots=True)
class _Column:
    label: str
    width: float  # centimetres
    form: Format

    @property
    def twips(self) -> int:
        return round(self.width * _TWIPS)

    @property
    def breaks_words(self) -> bool:
        """Whether the longest word of the label is wider than the column."""
        return self.least > self.width

    @property
    def least(self) -> float:
        """How wide the longest word of its label is; text has room for a few words."""
        longest = max((len(word) for word in self.label.split()), default=0)
        room = min(self.width, _FEW_WORDS) if self.form is Format.TEXT else 0.0
        return max(longest * _LETTER + _PADDING, room)

    @property
    def upright_height(self) -> float:
        """How high its label is when turned upright, in as many lines as have room."""
        lines = max(1, int(self.width / _LINE))
        return len(self.label) * _LETTER / lines + 0.5


def _is_blank(column: pd.Series[Any]) -> bool:
    return not any(show(value) for value in column)


def _fit(columns: list[_Column], width: float) -> tuple[list[_Column], bool]:
    """Shrink columns to ``width`` in all; say whether figures' labels have to stand upright."""
    if sum(column.width for column in columns) > width:
        columns = _scale(columns, width, fixed=(Format.CENTRE,))
    figures = [column for column in columns if column.form is Format.COUNT]
    if not any(column.breaks_words for column in figures):
        return columns, False
    narrow = min(_FIGURE, _MOST * width / len(figures))
    columns = [
        replace(column, width=narrow) if column.form is Format.COUNT else column
        for column in columns
    ]
    return _scale(columns, width, fixed=(Format.CENTRE, Format.COUNT)), True


def _scale(columns: list[_Column], width: float, fixed: tuple[Format, ...]) -> list[_Column]:
    """Let the columns that are not of a fixed width share what room those leave.

    One that would break a word of its label, a date for one, is as wide as that word.
    """
    free = [column for column in columns if column.form not in fixed]
    room = width - sum(column.width for column in columns if column.form in fixed)
    widths: dict[str, float] = {}
    while free:
        share = room / sum(column.width for column in free)
        tight = [column for column in free if column.width * share < column.least]
        if not tight or sum(column.least for column in free) > room:
            widths |= {column.label: column.width * share for column in free}
            break
        widths |= {column.label: column.least for column in tight}
        room -= sum(column.least for column in tight)
        free = [column for column in free if column not in tight]
    return [replace(column, width=widths.get(column.label, column.width)) for column in columns]


def _draw_heading(columns: list[_Column], size: int, upright: bool) -> Markup:
    turned = [column for column in columns if upright and column.form is Format.COUNT]
    height = max((column.upright_height for column in turned), default=0)
    cells = [
        _draw_cell(
            column,
            _TURNED if column in turned else "",
            _KEEP,
            "center",
            _write_text(column.label, f"{_BOLD}{_SIZES.format(size)}"),
            size,
        )
        for column in columns
    ]
    kind = _TALL_HEADING.format(round(height * _TWIPS)) if turned else _HEADING
    return Markup(_ROW.format(kind, "".join(cells)))


def _draw_rows(sheet: Sheet, columns: list[_Column], size: int) -> Iterator[str]:
    last = len(sheet.frame) - 1
    frame = sheet.frame[[column.label for column in columns]]
    doubts = frozenset(sheet.doubts)
    for number, values in enumerate(frame.itertuples(index=False, name=None)):
        bold = _BOLD if number in sheet.groups or (sheet.total and number == last) else ""
        # A total never stands alone on a page, nor do the notes under a table.
        keep = number == last - 1 and (sheet.total or sheet.notes)
        keep = keep or (number == last and sheet.notes)
        cells = []
        for value, column in zip(values, columns, strict=True):
            doubt = _DOUBT if (number, column.label) in doubts else ""
            text = _write_text(show(value, column.form), f"{bold}{_SIZES.format(size)}{doubt}")
            align = "left" if column.form is Format.TEXT else "center"
            cells.append(_draw_cell(column, "", _KEEP if keep else "", align, text, size))
        yield _ROW.format("", "".join(cells))


def _draw_cell(column: _Column, turn: str, keep: str, align: str, text: str, size: int) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{column.twips}" w:type="dxa"/>{turn}'
        f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>{keep}'
        '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="{align}"/>'
        f'<w:rPr><w:sz w:val="{size}"/></w:rPr></w:pPr>{text}</w:p></w:tc>'
    )


def _write_text(text: str, look: str) -> str:
    """The runs of a text, written as Word itself would: tabs and line ends are elements."""
    plain = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    run = f"<w:r><w:rPr>{look}</w:rPr>{_TEXT}"
    tab = f"{_TEXT_END}</w:r><w:r><w:rPr>{look}</w:rPr><w:tab/></w:r>{run}"
    plain = plain.replace("\t", tab)
    lines = plain.replace("\n", f"{_TEXT_END}<w:br/>{_TEXT}").replace("\r", "\n")
    written = f"{run}{lines}{_TEXT_END}</w:r>"
    return written.replace(f"{_TEXT}{_TEXT_END}", '<w:t xml:space="preserve"/>')
