from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as PillowImage

from pipeline.model import Document, Grid, Paragraph, Source
from pipeline.problems import NotRead
from pipeline.read import office
from pipeline.read.workbook import reader as sheet

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


class Book:
    """A workbook to be filled and then read as XLSX."""

    def __init__(self, folder: Path) -> None:
        self.book = openpyxl.Workbook()
        self.sheet: Worksheet = self.book.worksheets[0]
        self.path = folder / "list.xlsx"

    def fill(self, *rows: tuple[Any, ...], first: int = 1, ruled: bool = False) -> Book:
        for number, row in enumerate(rows, first):
            for column, value in enumerate(row, 1):
                cell = self.sheet.cell(number, column, value)
                if ruled:
                    cell.border = BOX
        return self

    def read(self) -> Document:
        self.book.save(self.path)
        return sheet.read(Source(self.path, "xlsx", "abc"))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def texts(grid: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row.cells] for row in grid.rows]


def shown(book: Book, value: Any, code: str = "General") -> tuple[str, tuple[str, ...]]:
    book.sheet["A1"].value, book.sheet["A1"].number_format = value, code
    book.sheet["B1"].value = "x"
    cell = grids(book.read())[0].rows[0].cells[0]
    assert cell is not None
    return cell.text, cell.doubts


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (84.0, "General", "84"),
        (0.1 + 0.2, "General", "0.3"),
        (123456789012, "General", "123456789012"),
        (7, "00", "07"),
        (912345678, "0000 000 000", "0912 345 678"),
        (1234567, "#,##0", "1,234,567"),
        (1500000, '#,##0" đồng"', "1,500,000 đồng"),
        (0.8567, "0.0%", "85.7%"),
        (-12, "#,##0;(#,##0)", "(12)"),
        (5, '"Mô hình "0', "Mô hình 5"),
        (date(2023, 3, 15), "dd/mm/yyyy", "15/03/2023"),
        (date(2023, 3, 4), "mm-dd-yy", "04/03/2023"),  # the short date of Windows
        (date(2023, 3, 4), "mm/yyyy", "03/2023"),
        (date(2023, 3, 4), "[$-42A]dd/mm/yyyy;@", "04/03/2023"),
        (date(2023, 3, 4), "[$-vi-VN]dd/mm/yyyy", "04/03/2023"),
        (
            date(2023, 3, 4),
            "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            "04/03/2023",
        ),  # long of Windows
        (date(2023, 3, 4), "[$-x-sysdate]dddd, mmmm dd, yyyy", "04/03/2023"),
        (date(2023, 3, 4), "[$-409]d-mmm-yyyy;@", "04/03/2023"),
        (date(2023, 3, 4), "dd mmmm yyyy", "04/03/2023"),
        (time(14, 5), "[$-F400]h:mm:ss AM/PM", "14:05:00"),
        ("Hòa Bình", '"TP. "@', "TP. Hòa Bình"),
    ],
)
def test_cell_reads_as_excel_shows_it(book: Book, value: Any, code: str, text: str) -> None:
    assert shown(book, value, code) == (text, ())


@pytest.mark.parametrize(
    ("value", "code"),
    [(0.25, "# ?/?"), (date(2023, 4, 3), "d-mmm"), (date(2023, 4, 1), "mmm-yy"), (7, "[>5]0;00")],
)
def test_what_the_format_makes_of_it_is_doubted_where_it_is_not_known(
    book: Book, value: Any, code: str
) -> None:
    assert shown(book, value, code)[1] == ("cell-uncertain",)


def test_error_is_text_and_doubted(book: Book) -> None:
    document = book.fill(("STT", "Đơn vị"), (1, "#REF!"), (2, "Trường A")).read()
    grid = grids(document)[0]
    assert texts(grid)[1] == ["1", "#REF!"]
    assert [cell.doubts for row in grid.rows for cell in row.cells if cell] == [
        (),
        (),
        (),
        ("cell-uncertain",),
        (),
        (),
    ]
    assert [note.code for note in document.notes] == ["cell-uncertain"]
    assert "B2" in document.notes[0].text


def test_formula_that_was_never_worked_out_is_doubted(book: Book) -> None:
    document = book.fill(("STT", "Đơn vị"), ("=ROW()-1", "Trường A")).read()
    cell = grids(document)[0].rows[1].cells[0]
    assert cell is not None and cell.doubts == ("cell-uncertain",)


def test_merged_cells_stand_once_with_their_spans(book: Book) -> None:
    book.fill(
        ("STT", "Loại", None, "Xã"),
        (None, "Tập thể", "Cá nhân", None),
        (1, "x", None, "Yên Mông"),
        (2, None, "x", None),
    )
    for area in ("A1:A2", "B1:C1", "D1:D2", "D3:D4"):
        book.sheet.merge_cells(area)
    grid = grids(book.read())[0]
    assert texts(grid) == [
        ["STT", "Loại", None, "Xã"],
        [None, "Tập thể", "Cá nhân", None],
        ["1", "x", "", "Yên Mông"],
        ["2", "", "x", None],
    ]
    spans = [(c.text, c.row_span, c.col_span) for r in grid.rows for c in r.cells if c]
    assert {("STT", 2, 1), ("Loại", 1, 2), ("Yên Mông", 2, 1)} <= set(spans)


def test_what_is_hidden_is_left_out_and_said(book: Book) -> None:
    book.fill(("STT", "Đơn vị", "Mã", "Mô hình"), (1, "A", "m1", "a"), (2, "B", "m2", "b"))
    book.fill((3, "C", "m3", "c"), first=4)
    book.sheet.row_dimensions[3].hidden = True
    book.sheet.column_dimensions["C"].hidden = True
    secret = book.book.create_sheet("Nháp")
    secret["A1"] = "không đọc"
    secret.sheet_state = "hidden"
    document = book.read()
    assert [texts(grid) for grid in grids(document)] == [
        [["STT", "Đơn vị", "Mô hình"], ["1", "A", "a"], ["3", "C", "c"]]
    ]
    assert [(note.code, note.where, note.doubt) for note in document.notes] == [
        ("hidden-left-out", "trang tính “Sheet”", False),
        ("hidden-left-out", "trang tính “Nháp”", False),
    ]


def test_merge_over_a_hidden_start_still_shows_its_text(book: Book) -> None:
    book.fill(("Xã", "Đơn vị"), ("Yên Mông", "A"), (None, "B"), (None, "C"))
    book.sheet.merge_cells("A2:A4")
    book.sheet.row_dimensions[2].hidden = True
    assert texts(grids(book.read())[0]) == [["Xã", "Đơn vị"], ["Yên Mông", "B"], [None, "C"]]


def test_every_visible_sheet_is_read_with_its_name(book: Book) -> None:
    book.fill(("STT", "Đơn vị"), (1, "A"))
    book.sheet.title = "Tập thể"
    other = book.book.create_sheet("Cá nhân")
    other.append(["STT", "Họ và tên"])
    other.append([1, "Ông B"])
    assert [grid.sheet for grid in grids(book.read())] == ["Tập thể", "Cá nhân"]


LETTERHEAD = ("UBND THÀNH PHỐ HÒA BÌNH", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
HEADER = ("STT", "Đơn vị", "Mô hình")
DATA = ((1, "Trường A", "a"), (2, "Trường B", "b"), (3, "Trường C", "c"))
AS_TEXT = [list(HEADER), ["1", "Trường A", "a"], ["2", "Trường B", "b"], ["3", "Trường C", "c"]]


@pytest.mark.parametrize("ruled", [True, False])
def test_titles_and_signatures_are_no_rows_of_the_list(book: Book, ruled: bool) -> None:
    book.fill(LETTERHEAD, first=1)
    book.fill(("DANH SÁCH MÔ HÌNH",), ("(Kèm theo Kế hoạch số 12/KH-UBND)",), first=3)
    book.fill(HEADER, *DATA, first=5, ruled=ruled)
    book.fill(("Danh sách có 3 mô hình",), first=9)
    book.fill((None, "NGƯỜI LẬP BIỂU", "CHỦ TỊCH"), first=11)
    document = book.read()
    assert AS_TEXT in [texts(grid) for grid in grids(document)]
    assert lines(document) == [
        "DANH SÁCH MÔ HÌNH",
        "(Kèm theo Kế hoạch số 12/KH-UBND)",
        "Danh sách có 3 mô hình",
    ]


@pytest.mark.parametrize("ruled", [True, False])
def test_groups_and_blank_rows_do_not_break_the_list(book: Book, ruled: bool) -> None:
    book.fill(HEADER, ("I. TẬP THỂ", None, None), DATA[0], ruled=ruled)
    book.fill((None, None, None), ("II. CÁ NHÂN", None, None), *DATA[1:], first=4, ruled=ruled)
    document = book.read()
    assert [texts(grid) for grid in grids(document)] == [
        [AS_TEXT[0], ["I. TẬP THỂ", "", ""], AS_TEXT[1], ["II. CÁ NHÂN", "", ""], *AS_TEXT[2:]]
    ]
    assert lines(document) == []


@pytest.mark.parametrize("ruled", [True, False])
def test_two_lists_on_one_sheet_are_two_tables(book: Book, ruled: bool) -> None:
    book.fill(("I. Tập thể",), first=1)
    book.fill(HEADER, *DATA, first=2, ruled=ruled)
    book.fill(("II. Cá nhân",), first=7)
    book.fill(("STT", "Họ và tên", "Mô hình"), (1, "Ông D", "d"), first=8, ruled=ruled)
    document = book.read()
    assert [texts(grid) for grid in grids(document)] == [
        AS_TEXT,
        [["STT", "Họ và tên", "Mô hình"], ["1", "Ông D", "d"]],
    ]
    assert lines(document) == ["I. Tập thể", "II. Cá nhân"]


def test_signatures_right_under_the_total_are_no_rows(book: Book) -> None:
    book.fill(HEADER, *DATA, ("Tổng cộng: 3 mô hình",), (None, "NGƯỜI LẬP", "CHỦ TỊCH"))
    assert texts(grids(book.read())[0]) == AS_TEXT


def test_list_without_ordinals_bears_groups_and_blank_rows(book: Book) -> None:
    head, *rows = ("Đơn vị", "Xã", "Mô hình"), ("A", "X", "a"), ("B", "Y", "b"), ("C", "Z", "c")
    book.fill(head, ("I. Tập thể",), rows[0], (), rows[1], ("II. Cá nhân",), rows[2])
    book.fill((None, "NGƯỜI LẬP", "CHỦ TỊCH"), first=9)
    first, *_ = grids(book.read())
    assert [row[2] for row in texts(first)] == ["Mô hình", "", "a", "b", "", "c"]


def test_record_over_several_rows_stays_in_the_list(book: Book) -> None:
    book.fill(HEADER, DATA[0], (None, None, "a2"), (None, "(cơ sở 2)", "a3"), *DATA[1:])
    assert len(grids(book.read())[0].rows) == 6


@settings(max_examples=60, deadline=None)
@given(
    filled=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=9),
    ruled=st.sets(st.integers(1, 9)),
    merged=st.sampled_from([None, "A1:D1", "A2:A4", "B3:C5", "D1:D9"]),
)
def test_nothing_that_shows_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory,
    filled: list[list[bool]],
    ruled: set[int],
    merged: str | None,
) -> None:
    book = Book(tmp_path_factory.getbasetemp())
    for number, row in enumerate(filled, 1):
        values = [f"ô {number}.{n}" if full else None for n, full in enumerate(row)]
        book.fill(tuple(values), first=number, ruled=number in ruled)
    if merged:
        book.sheet.merge_cells(merged)
    due = [cell.value for row in book.sheet.iter_rows() for cell in row if cell.value]
    document = book.read()
    seen = lines(document)
    for grid in grids(document):
        assert len({len(row.cells) for row in grid.rows}) == 1
        seen += [text for row in texts(grid) for text in row if text]
    assert sorted(seen) == sorted(due)


def test_rows_added_under_the_rules_are_kept(book: Book) -> None:
    book.fill(HEADER, *DATA[:2], ruled=True)
    book.fill(DATA[2], first=4)
    assert [texts(grid) for grid in grids(book.read())] == [AS_TEXT]


def test_legacy_font_is_decoded_run_by_run(book: Book) -> None:
    book.fill(("STT", "Đơn vị"), (1, "Céng hßa X· héi chñ nghÜa ViÖt Nam"), (2, "Xã Hòa Bình"))
    for slot in ("B2", "B3"):  # the font alone decides nothing
        book.sheet[slot].font = Font(name=".VnTime")
    heading = TextBlock(InlineFont(rFont=".VnTimeH"), "kÕ ho¹ch nh©n réng m« h×nh ")
    book.fill((3, CellRichText(heading, "năm 2023")), first=4)
    assert [row[1] for row in texts(grids(book.read())[0])] == [
        "Đơn vị",
        "Cộng hòa Xã hội chủ nghĩa Việt Nam",
        "Xã Hòa Bình",
        "KẾ HOẠCH NHÂN RỘNG MÔ HÌNH năm 2023",
    ]


def test_a_stray_format_in_the_last_row_costs_nothing(book: Book) -> None:
    book.fill(HEADER, *DATA)
    book.sheet["XFD1048576"].font = Font(bold=True)
    assert [texts(grid) for grid in grids(book.read())] == [AS_TEXT]


def test_absurd_merge_is_refused(book: Book) -> None:
    book.fill(HEADER, *DATA)
    book.sheet.merged_cells.add(CellRange("E1:XFD1048576"))
    with pytest.raises(NotRead, match="ô gộp"):
        book.read()


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_broken_workbook_is_said(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "broken"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    if kind == "xls":
        path.write_bytes(b"\x09\x04\x06\x00" + bytes(40))
    with pytest.raises(NotRead, match="Không mở được bảng tính"):
        sheet.read(Source(path, kind))


def test_the_name_of_the_file_does_not_matter(book: Book, tmp_path: Path) -> None:
    book.fill(HEADER, *DATA).read()
    path = shutil.copy(book.path, tmp_path / "danh sách.xls")
    assert [texts(grid) for grid in grids(sheet.read(Source(path, "xlsx")))] == [AS_TEXT]


def test_a_strict_workbook_reads_as_any_other(book: Book, tmp_path: Path) -> None:
    book.fill(HEADER, *DATA).read()
    usual = re.compile(rb"http://schemas\.openxmlformats\.org/(\w+)/2006/(main|relationships)")
    path = tmp_path / "strict.xlsx"
    with zipfile.ZipFile(book.path) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            strict = rb"http://purl.oclc.org/ooxml/\1/\2"
            new.writestr(name, usual.sub(strict, old.read(name)))
    assert [texts(grid) for grid in grids(sheet.read(Source(path, "xlsx")))] == [AS_TEXT]


def test_list_that_is_a_picture_is_said(book: Book, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    PillowImage.new("RGB", (40, 40)).save(scan)
    book.sheet.add_image(Image(scan))
    book.fill(("DANH SÁCH",))
    assert [note.code for note in book.read().notes] == ["pictures-unread"]


def test_source_is_the_dropped_file(book: Book) -> None:
    document = book.fill(HEADER).read()
    assert document.source == Source(book.path, "xlsx", "abc")


@pytest.mark.slow
@pytest.mark.skipif(office.find_soffice() is None, reason="needs LibreOffice")
@pytest.mark.parametrize(("kind", "suite_filter"), [("xls", "xls:MS Excel 97"), ("ods", "ods")])
def test_every_spreadsheet_format_reads_alike(
    book: Book, tmp_path: Path, kind: str, suite_filter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.fill(LETTERHEAD, first=1)
    book.fill(("DANH SÁCH",), first=3)
    book.fill(("STT", "Ngày", "Loại", None, "Tên"), (None, None, "TT", "CN"), first=5, ruled=True)
    book.fill(
        (1, date(2023, 3, 4), "x", None, "Céng hßa X· héi chñ nghÜa ViÖt Nam tr\xadêng häc"),
        (2, date(2023, 3, 5), None, 0.5, "=1/0"),
        (3, date(2023, 3, 6), None, "x", "Ẩn"),
        (4, date(2023, 3, 7), None, "x", "Hòa Bình"),
        first=7,
        ruled=True,
    )
    for area in ("A5:A6", "B5:B6", "C5:D5", "E5:E6"):
        book.sheet.merge_cells(area)
    for row in range(7, 11):
        book.sheet.cell(row, 2).number_format = "dd/mm/yyyy"
        book.sheet.cell(row, 1).number_format = "00"
    book.sheet["D8"].number_format = "0%"
    book.sheet["E7"].font = Font(name=".VnTime")
    book.sheet.row_dimensions[9].hidden = True
    book.book.save(book.path)
    monkeypatch.setitem(office._FILTERS, kind, suite_filter)
    converted = office.convert(Source(book.path, "xlsx"), kind, tmp_path)
    document = sheet.read(Source(shutil.copy(converted, tmp_path / "list.bin"), kind))
    assert texts(grids(document)[1]) == [
        ["STT", "Ngày", "Loại", None, "Tên"],
        [None, None, "TT", "CN", None],
        ["01", "04/03/2023", "x", "", "Cộng hòa Xã hội chủ nghĩa Việt Nam trường học"],
        ["02", "05/03/2023", "", "50%", "#DIV/0!"],
        ["04", "07/03/2023", "", "x", "Hòa Bình"],
    ]
    assert lines(document) == ["DANH SÁCH"]
    error = grids(document)[1].rows[3].cells[4]
    assert error is not None and error.doubts == ("cell-uncertain",)


@pytest.mark.slow
@pytest.mark.skipif(office.find_soffice() is None, reason="needs LibreOffice")
def test_an_xls_whose_chains_of_sectors_cross_is_read(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As programs write them that export lists: another stream begins in the workbook's sectors."""
    book.fill(HEADER, *DATA).read()
    monkeypatch.setitem(office._FILTERS, "xls", "xls:MS Excel 97")
    path = office.convert(Source(book.path, "xlsx"), "xls", tmp_path)
    content = bytearray(path.read_bytes())
    root, own = (content.index(name.encode("utf-16-le")) for name in ("Root Entry", "Workbook"))
    content[root + 116 : root + 120] = content[own + 116 : own + 120]  # first sector, [MS-CFB]
    path.write_bytes(content)
    assert [texts(grid) for grid in grids(sheet.read(Source(path, "xls")))] == [AS_TEXT]
