"""What Excel strikes through, hides, raises or shows in a shape: told, and no part of a name."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model import Document, Grid, Paragraph, Source
from pipeline.read import office
from pipeline.read.workbook import reader

ROWS = (
    ("STT", "Họ và tên", "Mô hình"),
    (1, "Ông A", "Lúa"),
    (2, "Ông B", "Ngô"),
    (3, "Ông C", "Sắn"),
)
BLUE = PatternFill("solid", fgColor="1F4E79")


@pytest.fixture
def sheet() -> Worksheet:
    sheet: Worksheet = openpyxl.Workbook().worksheets[0]
    for values in ROWS:
        sheet.append(values)
    return sheet


def read_sheet(sheet: Worksheet, folder: Path) -> Document:
    assert sheet.parent is not None
    sheet.parent.save(folder / "list.xlsx")
    return reader.read(Source(folder / "list.xlsx", "xlsx"))


def texts(document: Document) -> list[list[str]]:
    return [
        [cell.text if cell else "." for cell in row.cells]
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows
    ]


def names(document: Document) -> list[str]:
    return [row[1] for row in texts(document)[1:]]


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notes]


def struck(text: str) -> CellRichText:
    return CellRichText(TextBlock(InlineFont(strike=True), text))


@pytest.mark.parametrize("cells", ["A3 B3 C3", "B3 C3"])
def test_a_struck_row_is_no_entry_and_told(sheet: Worksheet, tmp_path: Path, cells: str) -> None:
    for name in cells.split():
        sheet[name].font = Font(strike=True)
    document = read_sheet(sheet, tmp_path)
    assert names(document) == ["Ông A", "Ông C"] and codes(document) == ["struck-out"]
    assert "Ông B" in document.notes[0].text


def test_a_struck_row_with_a_remark_is_no_entry(sheet: Worksheet, tmp_path: Path) -> None:
    for name in ("B3", "C3"):
        sheet[name].font = Font(strike=True)
    sheet["D1"], sheet["D3"] = "Ghi chú", "rút"
    assert names(read_sheet(sheet, tmp_path)) == ["Ông A", "Ông C"]


def test_a_struck_name_is_not_joined_with_its_successor(sheet: Worksheet, tmp_path: Path) -> None:
    sheet["B3"] = CellRichText(*struck("Ông B"), " Ông D")
    document = read_sheet(sheet, tmp_path)
    assert names(document) == ["Ông A", "Ông D", "Ông C"] and codes(document) == ["struck-out"]


def test_a_merged_cell_outlives_its_struck_first_row(sheet: Worksheet, tmp_path: Path) -> None:
    sheet["D1"], sheet["D2"] = "Lĩnh vực", "Nông nghiệp"
    sheet.merge_cells("D2:D4")
    for name in ("A2", "B2", "C2"):
        sheet[name].font = Font(strike=True)
    assert texts(read_sheet(sheet, tmp_path))[1] == ["2", "Ông B", "Ngô", "Nông nghiệp"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (CellRichText("Sông Đà", TextBlock(InlineFont(vertAlign="superscript"), "1")), "Sông Đà"),
        (CellRichText("12 m", TextBlock(InlineFont(vertAlign="superscript"), "2")), "12 m²"),
        (CellRichText("CO", TextBlock(InlineFont(vertAlign="subscript"), "2")), "CO2"),
        ("Sông Đà²", "Sông Đà"),
    ],
)
def test_a_note_mark_is_no_part_of_the_name(
    sheet: Worksheet, tmp_path: Path, value: Any, text: str
) -> None:
    sheet["B3"] = value
    assert names(read_sheet(sheet, tmp_path))[1] == text


def test_letters_in_the_colour_of_their_cell_are_not_read(sheet: Worksheet, tmp_path: Path) -> None:
    for name in ("A3", "B3", "C3"):
        sheet[name].font = Font(color="FFFFFFFF")
    sheet["B4"].font, sheet["B4"].fill = Font(color="1F4E79"), BLUE
    document = read_sheet(sheet, tmp_path)
    assert texts(document)[1:] == [["1", "Ông A", "Lúa"], ["3", "", "Sắn"]]
    assert codes(document) == ["hidden-text"] and "Ông B" in document.notes[0].text


def test_white_letters_on_a_dark_ground_are_read(sheet: Worksheet, tmp_path: Path) -> None:
    for name in ("A1", "B1", "C1"):
        sheet[name].font, sheet[name].fill = Font(color="FFFFFFFF"), BLUE
    document = read_sheet(sheet, tmp_path)
    assert texts(document)[0] == list(ROWS[0]) and not document.notes


def test_a_text_hidden_by_its_format_is_told(sheet: Worksheet, tmp_path: Path) -> None:
    sheet["B3"].number_format = ";;;"
    document = read_sheet(sheet, tmp_path)
    assert names(document)[1] == "" and codes(document) == ["hidden-text"]


def test_a_condition_that_may_strike_is_told(sheet: Worksheet, tmp_path: Path) -> None:
    rule = FormulaRule(formula=['$C2="Ngô"'], font=Font(strike=True))
    sheet.conditional_formatting.add("A2:C4", rule)
    document = read_sheet(sheet, tmp_path)
    assert codes(document) == ["struck-out"] and "A2:C4" in document.notes[0].text


def test_a_flat_row_is_hidden(sheet: Worksheet, tmp_path: Path) -> None:
    sheet.row_dimensions[3].height = 0.5
    document = read_sheet(sheet, tmp_path)
    assert names(document) == ["Ông A", "Ông C"] and codes(document) == ["hidden-left-out"]


# --- shapes --------------------------------------------------------------------------


def read_boxes(folder: Path, *boxes: tuple[str, str, dict[str, Any]], first: int = 1) -> Document:
    """A list without its last name, with text boxes: place, words, options of XlsxWriter."""
    path = folder / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Danh sách")
    for number, values in enumerate(ROWS, first):
        shown = (*values[:1], "", *values[2:]) if values[0] == 3 else values
        sheet.write_row(number - 1, 0, shown)
    for place, words, options in boxes:
        sheet.insert_textbox(place, words, options)
    book.close()
    return reader.read(Source(path, "xlsx"))


def test_a_shape_over_an_empty_cell_of_a_row_fills_it(tmp_path: Path) -> None:
    document = read_boxes(tmp_path, ("B4", "Ông D", {"width": 60, "height": 18}))
    assert names(document) == ["Ông A", "Ông B", "Ông D"] and not document.notes


def test_shapes_side_by_side_are_a_row(tmp_path: Path) -> None:
    size = {"width": 60, "height": 18}
    boxes = ("A5", "4", size), ("B5", "Ông E", size), ("C5", "Nuôi dê", size)
    document = read_boxes(tmp_path, *boxes)
    assert texts(document)[-1] == ["4", "Ông E", "Nuôi dê"] and not document.notes


def test_a_shape_under_the_list_is_read_and_told(tmp_path: Path) -> None:
    document = read_boxes(tmp_path, ("A7", "4. Ông E - Nuôi dê", {"width": 300, "height": 60}))
    assert Paragraph("4. Ông E - Nuôi dê") in document.blocks
    assert codes(document) == ["shape-text"] and "A7" in document.notes[0].text


def test_a_shape_over_the_list_is_its_title(tmp_path: Path) -> None:
    title = ("A1", "DANH SÁCH MÔ HÌNH", {"width": 200, "height": 30})
    document = read_boxes(tmp_path, title, first=4)
    assert isinstance(document.blocks[0], Paragraph)
    assert document.blocks[0].text == "DANH SÁCH MÔ HÌNH" and not document.notes


# --- other formats -------------------------------------------------------------------


def convert(path: Path, kind: str) -> Source:
    soffice = office.find_soffice()
    assert soffice is not None
    profile = path.parent / "profile"
    command = [str(soffice), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    target = ["--convert-to", kind, "--outdir", str(path.parent), str(path)]
    subprocess.run([*command, *target], check=True, capture_output=True)
    shutil.rmtree(profile, ignore_errors=True)
    return Source(path.with_suffix(f".{kind}"), kind)


has_office = pytest.mark.skipif(
    office.find_soffice() is None, reason="LibreOffice is not installed"
)


@pytest.mark.slow
@has_office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_and_open_formats_say_the_same(sheet: Worksheet, tmp_path: Path, kind: str) -> None:
    for name in ("A3", "B3", "C3"):
        sheet[name].font = Font(strike=True)
    sheet["B2"] = CellRichText("Ông A", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    sheet["C4"].font = Font(color="FFFFFFFF")
    assert sheet.parent is not None
    sheet.parent.save(tmp_path / "list.xlsx")
    document = reader.read(convert(tmp_path / "list.xlsx", kind))
    assert texts(document)[1:] == [["1", "Ông A", "Lúa"], ["3", "Ông C", ""]]
    assert codes(document) == ["struck-out", "hidden-text"]


@pytest.mark.slow
@has_office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_shapes_of_old_and_open_formats_are_told(tmp_path: Path, kind: str) -> None:
    read_boxes(tmp_path, ("A7", "4. Ông E - Nuôi dê", {"width": 300, "height": 60}))
    document = reader.read(convert(tmp_path / "list.xlsx", kind))
    assert Paragraph("4. Ông E - Nuôi dê") in document.blocks
    assert codes(document) == ["shape-text"] and "A7" in document.notes[0].text
