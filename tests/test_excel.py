"""What stands in the workbooks, as Excel and LibreOffice read them."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.files import put
from pipeline.frame import make_frame
from pipeline.language.reasons import explain_flag
from pipeline.problems import NotWritten
from pipeline.write.excel.style import clean_text
from pipeline.write.excel.text_fit import text_height
from pipeline.write.excel.workbook import (
    draw_workbook,
    name_tab,
    write_plan_workbook,
    write_year_workbook,
)
from pipeline.write.sheets.edit import field_lists, year_list
from pipeline.write.sheets.plan import plan_sheets
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.sheets.year import year_sheets
from tests.sample_year import NAMES, make_entry, make_plan, make_sample_frame, make_year

AT = datetime(2026, 11, 24, 7, 8)
LATER = datetime(2026, 11, 25, 9, 0)


@pytest.fixture(scope="module")
def year_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    frame = make_sample_frame()
    year = make_year(frame, frame.iloc[:16])
    return write_year_workbook(year, tmp_path_factory.mktemp("nam") / "nam.xlsx", NAMES, AT)


@pytest.fixture(scope="module")
def plan_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    frame = make_doubtful_frame()
    path = tmp_path_factory.mktemp("kế hoạch") / "Kế hoạch.xlsx"
    return write_plan_workbook(make_plan(frame), path, NAMES, AT)


def make_doubtful_frame() -> pd.DataFrame:
    """The sample, its seventh entry flagged."""
    frame = make_sample_frame()
    flags = [["commune-unknown"] if index == 6 else [] for index in frame.index]
    return frame.assign(flags=flags)


def read_table(page: Worksheet, sheet: Sheet) -> list[list[object]]:
    """The cells under the headings, as many as the sheet has."""
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    labels = [str(label) for label in sheet.frame.columns]
    top = next(i for i, row in enumerate(rows) if [v for v in row if v is not None] == labels)
    width = len(labels)
    return [row[:width] for row in rows[top + 1 : top + 1 + len(sheet.frame)]]


def as_cells(sheet: Sheet) -> list[list[object]]:
    records = sheet.frame.to_numpy().tolist()
    return [[None if value == "" else value for value in row] for row in records]


def test_the_year_workbook_holds_what_the_sheets_say(year_path: Path) -> None:
    frame = make_sample_frame()
    year = make_year(frame, frame.iloc[:16])
    *counts, _ = year_sheets(year, NAMES)
    sheets = (*counts, year_list(year, NAMES), *field_lists(year, NAMES))
    book = load_workbook(year_path, data_only=True)
    index, *names = [page.title for page in book.worksheets]
    assert book.sheetnames[2] == "Biểu đồ 01"
    assert len(names) == len(sheets) + 2  # the sources, and the hidden choices
    links = [cell.hyperlink.location for (cell,) in book[index].iter_rows(min_row=2, max_col=1)]
    assert links == [f"'{name}'!A1" for name in names[:-1]]
    for sheet, name in zip(sheets, names, strict=False):
        assert read_table(book[name], sheet) == as_cells(sheet)


def test_the_plan_workbook_lists_every_entry_and_doubt(plan_path: Path) -> None:
    frame = make_doubtful_frame()
    *_, listing, checks = plan_sheets(make_plan(frame), NAMES, AT)
    book = load_workbook(plan_path, data_only=True)
    assert [page.title for page in book if page.sheet_state == "visible"] == [
        "Tổng hợp",
        "Danh sách",
        "Cần kiểm tra",
    ]
    assert read_table(book["Danh sách"], listing) == as_cells(listing)
    assert read_table(book["Cần kiểm tra"], checks) == as_cells(checks)


def find_header(page: Worksheet) -> dict[object, int]:
    return {cell.value: cell.column for cell in page[2]}


def test_the_list_can_be_filtered_and_chosen_from(plan_path: Path) -> None:
    page = load_workbook(plan_path)["Danh sách"]
    (table,) = page.tables.values()
    assert table.autoFilter is not None
    assert page.freeze_panes == "C3"
    header = find_header(page)
    letters = {name: page.cell(2, column).column_letter for name, column in header.items()}
    chosen = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert len(chosen) == 3
    for name in ("Lĩnh vực", "Loại đối tượng", "Đánh dấu"):
        assert f"{letters[name]}3:{letters[name]}37" in chosen


def test_a_doubtful_cell_is_coloured_and_its_reason_stands_in_the_row(plan_path: Path) -> None:
    page = load_workbook(plan_path)["Danh sách"]
    header = find_header(page)
    doubtful, calm = (page.cell(row, header["Xã, phường"]) for row in (9, 10))
    assert doubtful.fill.fgColor.rgb != calm.fill.fgColor.rgb
    reason = explain_flag("commune-unknown").text
    assert page.cell(9, header["Cần kiểm tra"]).value == reason
    assert page.cell(10, header["Cần kiểm tra"]).value is None


def test_pages_are_set_up_for_a4(year_path: Path, plan_path: Path) -> None:
    for path in (year_path, plan_path):
        for page in load_workbook(path):
            if page.sheet_state != "visible":
                continue
            assert str(page.page_setup.paperSize) == page.PAPERSIZE_A4
            assert "&P" in str(page.oddFooter.right.text)
            if page.title not in ("Tổng hợp", "Mục lục"):
                assert page.page_setup.fitToWidth in (None, 1)
                assert page.print_title_rows == "$2:$2"
    book = load_workbook(year_path)
    assert book["Biểu 06 - Danh sách"].page_setup.orientation == "landscape"
    assert book["Biểu 03 - Đối tượng"].page_setup.orientation in (None, "portrait")


def test_totals_are_sums_that_a_person_can_follow(year_path: Path) -> None:
    page = load_workbook(year_path)["Biểu 01 - Lĩnh vực"]
    header = find_header(page)
    last = max(row for row in range(1, page.max_row + 1) if page.cell(row, 2).value == "Tổng cộng")
    column = page.cell(2, header["Tổng số"]).column_letter
    assert page[f"{column}{last}"].value == f"=SUM({column}3:{column}{last - 1})"


def test_the_summary_has_a_native_chart(plan_path: Path) -> None:
    with ZipFile(plan_path) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) == 1
        assert "'Tổng hợp'!$C$" in package.read(charts[0]).decode("utf-8")


def draw_text(text: str, path: Path) -> object:
    frame = pd.DataFrame({"Chữ": [text]}, dtype=object)
    sheet = Sheet("Chữ", "", frame, widths=[8.0], formats={"Chữ": Format.TEXT})
    draw_workbook([sheet], path, AT)
    return load_workbook(path)["Chữ"]["A2"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-5 hộ", "@ten", "=HYPERLINK(1)", "https://a.vn"]
)
def test_text_stays_text(text: str, tmp_path: Path) -> None:
    cell = draw_text(text, tmp_path / "a.xlsx")
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None
    assert cell.quotePrefix is (text[0] in "=+-@")


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1).filter(lambda text: clean_text(text) == text and text.strip()))
def test_printable_text_survives(text: str) -> None:
    with TemporaryDirectory() as folder:
        assert draw_text(text, Path(folder) / "a.xlsx").value == text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), min_size=1))
def test_no_character_breaks_the_workbook(text: str) -> None:
    with TemporaryDirectory() as folder:
        draw_text(text, Path(folder) / "a.xlsx")


def test_what_a_cell_cannot_hold_is_seen() -> None:
    assert clean_text("a\x00b\ud800c") == "a\ufffdb\ufffdc"
    long = clean_text("ệ" * 40_000)
    assert len(long) == 32_767
    assert long.endswith("dài]")


def test_a_plan_without_rows_says_so(tmp_path: Path) -> None:
    plan = make_plan(make_frame([]))
    page = load_workbook(write_plan_workbook(plan, tmp_path / "a.xlsx", NAMES, AT))["Danh sách"]
    assert not page.tables
    assert "Không đọc được dòng nào" in str(page["A3"].value)


def test_a_sheet_that_sets_no_widths_gets_them_from_its_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({"STT": ["1"], "Nội dung": ["Trồng cây ăn quả chất lượng cao"]})
    draw_workbook([Sheet("Danh sách", "Danh sách", frame, listing=True)], tmp_path / "a.xlsx", AT)
    widths = load_workbook(tmp_path / "a.xlsx")["Danh sách"].column_dimensions
    assert widths["B"].width > 2 * widths["A"].width


def read_cells(path: Path) -> dict[tuple[str, str], object]:
    return {
        (page.title, cell.coordinate): cell.value
        for page in load_workbook(path)
        for row in page.iter_rows()
        for cell in row
    }


def test_running_twice_changes_the_time_stamp_only(tmp_path: Path) -> None:
    plan = make_plan(make_sample_frame())
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    for path, moment in zip(paths, (AT, AT, LATER), strict=True):
        write_plan_workbook(plan, path, NAMES, moment)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    first, later = read_cells(paths[0]), read_cells(paths[2])
    changed = [place for place in first.keys() | later.keys() if first[place] != later[place]]
    assert len(changed) == 1
    assert "07:08" in str(first[changed[0]])


# --- files ---------------------------------------------------------------------------


def test_a_workbook_that_is_open_is_kept_and_the_new_one_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ke-hoach.xlsx"
    path.write_text("cũ", encoding="utf-8")
    move = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise PermissionError(13, "in use")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    for _ in range(2):
        with pytest.raises(NotWritten) as caught:
            put(path, lambda part: part.write_text("mới", encoding="utf-8") and None, AT)
    assert path.read_text(encoding="utf-8") == "cũ"
    others = sorted(p.name for p in tmp_path.iterdir() if p != path)
    assert others == [
        "ke-hoach (mới 2026-11-24 0708).xlsx",
        "ke-hoach (mới 2026-11-24 0708, 2).xlsx",
    ]
    assert all((tmp_path / name).read_text(encoding="utf-8") == "mới" for name in others)
    assert str(path) in str(caught.value)
    assert others[1] in str(caught.value)


def test_a_writer_that_fails_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("cũ", encoding="utf-8")

    def fail(part: Path) -> None:
        part.write_text("nửa chừng", encoding="utf-8")
        raise ValueError

    with pytest.raises(ValueError):
        put(path, fail)
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
    assert path.read_text(encoding="utf-8") == "cũ"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("", encoding="utf-8")
    plan = make_plan(make_frame([make_entry()]))
    with pytest.raises(NotWritten, match="Không ghi được"):
        write_plan_workbook(plan, tmp_path / "output" / "2023" / "a.xlsx", NAMES, AT)


def test_a_workbook_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        draw_text("chữ", tmp_path / "không có" / "a.xlsx")


# --- names and heights ---------------------------------------------------------------


@given(st.lists(st.text(), max_size=8))
def test_any_names_become_tabs_that_excel_takes(names: list[str]) -> None:
    taken: set[str] = set()
    tabs = [name_tab(name, taken) for name in names]
    assert len({tab.casefold() for tab in tabs}) == len(names)
    for tab in tabs:
        assert 0 < len(tab) <= 31
        assert not set(tab) & set("[]:*?/\\")
    book = Workbook()
    for tab in tabs:
        book.create_sheet(tab)


@given(st.text("abc mnđệƯ"), st.floats(1, 10), st.floats(0, 5))
def test_a_narrower_cell_is_never_lower(text: str, width: float, more: float) -> None:
    assert text_height(text, width, 12) >= text_height(text, width + more, 12)


# --- LibreOffice ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_recalculated_totals_equal_the_computed_ones(year_path: Path, tmp_path: Path) -> None:
    """openpyxl drops the stored values, so LibreOffice has to compute every formula anew."""
    bare = tmp_path / "bare" / "nam.xlsx"
    bare.parent.mkdir()
    load_workbook(year_path).save(bare)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    stored = load_workbook(year_path, data_only=True)
    computed = load_workbook(tmp_path / "nam.xlsx", data_only=True)
    formulas = [
        (page.title, cell.coordinate)
        for page in load_workbook(year_path)
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) > 100
    for tab, place in formulas:
        assert computed[tab][place].value == stored[tab][place].value, (tab, place)
