"""Forms for the units: what can be filled in, and what is taken of a form that comes back."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.classify.fields import field_names
from pipeline.follow_up import FIGURES, STAGES, STATES, Assessment, Form
from pipeline.forms.cells import read_values
from pipeline.forms.criteria import Criteria, read_criteria
from pipeline.forms.form import name_form, write_form
from pipeline.forms.reading import is_form, is_printed_form, read_form
from pipeline.language.keys import squeeze
from pipeline.model import Note, Year
from pipeline.problems import BadSettings, NotRead
from pipeline.read import identify, read
from pipeline.settings import PlaceSettings, Settings, read_settings
from pipeline.write.office import office_values
from pipeline.write.sheets.places import UnitKind
from pipeline.write.sheets.units import Unit, find_units
from tests.sample_year import GOLDEN, make_plan, make_sample_frame
from tests.test_word import FACTS, OFFICE

ROOT = Path(__file__).parents[1]
SETTINGS = Settings(office=OFFICE, place=PlaceSettings(district="thành phố Hòa Bình"))
NOW = datetime(2023, 10, 1, 8, 0)
OFFICE_PROGRAM = shutil.which("soffice")


def _year() -> Year:
    frame = make_sample_frame()
    frame.index = [f"k{number}" for number in range(1, len(frame) + 1)]
    return Year(2023, (make_plan(frame, FACTS),), frame)


def _unit(name: str) -> Unit:
    return next(unit for unit in find_units(_year()) if unit.name == name)


def _write(folder: Path, name: str, criteria: Criteria | None = None) -> Path:
    unit = _unit(name)
    path = folder / name_form(unit, 2023, set())
    office = office_values(_year(), SETTINGS)
    own = criteria or read_criteria(folder)
    due = date(2023, 11, 15)
    return write_form(unit, 2023, office, field_names(), own, due, path, NOW)


def _read(path: Path) -> tuple[Form, tuple[Note, ...]]:
    return read_form(identify(path), read_criteria(path.parent), path.name)


def _fill(path: Path, change: Callable[[Workbook], None]) -> Path:
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def heading(page: Worksheet) -> int:
    """The row of a form's headings."""
    return next(row for row in range(1, 20) if page.cell(row, 1).value == "STT")


def cell(page: Worksheet, label: str, number: int = 1) -> Any:
    """The cell of the entry of this number under a heading."""
    top = heading(page)
    for column in range(1, page.max_column + 1):
        if str(page.cell(top, column).value).split("\n")[0] == label:
            return page.cell(top + number, column)
    raise AssertionError(label)


# --- what goes out -------------------------------------------------------------------


def test_every_entry_stands_in_the_form_of_one_unit() -> None:
    units = find_units(_year())
    keys = [row["key"] for unit in units for row in unit.rows]
    assert sorted(keys) == sorted(_year().frame.index)
    assert [unit.kind for unit in units].count(UnitKind.COMMUNE) == 11
    assert [unit.kind for unit in units].count(UnitKind.BODY) == 18
    assert len({name_form(unit, 2023, set()) for unit in units}) == 29


def test_only_the_input_cells_are_open(tmp_path: Path) -> None:
    book = load_workbook(_write(tmp_path, "phường Thống Nhất"))
    for page in book:
        assert page.protection.sheet
    page = book["Theo dõi"]
    top = heading(page)
    opened = {
        str(page.cell(top, c.column).value)
        for row in page.iter_rows(min_row=top + 1, max_row=top + 4)
        for c in row
        if not c.protection.locked
    }
    assert opened == {
        "Khâu đang thực hiện",
        "Tình trạng",
        "Đơn vị đến học tập",
        "Buổi tuyên truyền",
        "Người tham gia",
        "Kinh phí (nghìn đồng)",
        "Nhận xét, kiến nghị",
    }
    scores = book["Chấm điểm tập thể"]
    assert cell(scores, "Tổng điểm").protection.locked
    assert not cell(scores, "Hiệu quả thiết thực").protection.locked


def test_the_cells_refuse_what_cannot_be_right(tmp_path: Path) -> None:
    book = load_workbook(_write(tmp_path, "xã Yên Mông"))
    page = book["Theo dõi"]
    checks = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    assert "Bồi dưỡng" in checks[cell(page, "Khâu đang thực hiện").coordinate].formula1
    assert "Không duy trì" in checks[cell(page, "Tình trạng").coordinate].formula1
    number = checks[cell(page, "Người tham gia").coordinate]
    assert (number.type, number.formula1) == ("whole", "0")
    scores = book["Chấm điểm hộ gia đình"]
    rule = scores.data_validations.dataValidation[0]
    assert (rule.type, float(rule.formula1), float(rule.formula2)) == ("decimal", 0, 10)


def test_the_form_prints_on_a4_with_its_letterhead(tmp_path: Path) -> None:
    book = load_workbook(_write(tmp_path, "phường Thống Nhất"))
    for page in book:
        assert page.page_setup.paperSize == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
        texts = [str(c.value) for row in page.iter_rows(max_row=8) for c in row if c.value]
        assert any("THÀNH PHỐ HÒA BÌNH" in text for text in texts)
        assert any("Độc lập - Tự do - Hạnh phúc" in text for text in texts)
        assert "Đơn vị: phường Thống Nhất" in texts
    top = book["Theo dõi"]
    assert "Gửi về Phòng Nội vụ chậm nhất ngày 15/11/2023" in [c.value for c in top["A"]]
    assert top.column_dimensions["L"].hidden


def test_the_criteria_are_drawn_in_to_one_page(tmp_path: Path) -> None:
    page = load_workbook(_write(tmp_path, "xã Yên Mông"))["Tiêu chí"]
    assert {page.page_setup.fitToWidth, page.page_setup.fitToHeight} <= {None, 1}  # None: 1
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_shipped_criteria_are_marked_as_proposals_and_weigh_100(tmp_path: Path) -> None:
    criteria = read_criteria(tmp_path)
    assert criteria.proposal
    for kind in ("collective", "individual", "household"):
        assert sum(criterion.weight for criterion in criteria.of(kind)) == 100
    book = load_workbook(_write(tmp_path, "phường Thống Nhất"))
    assert "(Tiêu chí đề xuất, chưa được ban hành)" in [c.value for c in book["Tiêu chí"]["A"]]


def test_the_office_sets_its_own_criteria(tmp_path: Path) -> None:
    shipped = (ROOT / "pipeline" / "data" / "criteria.toml").read_text(encoding="utf-8")
    own = shipped.replace("proposal = true", "").replace("Hiệu quả thiết thực", "Hiệu quả chung")
    (tmp_path / "criteria.toml").write_text(own, encoding="utf-8")
    book = load_workbook(_write(tmp_path, "phường Thống Nhất"))
    assert cell(book["Chấm điểm tập thể"], "Hiệu quả chung").column == 4
    assert not any("đề xuất" in str(c.value) for c in book["Tiêu chí"]["A"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight = 30", "weight = 31", "Tập thể: các trọng số cộng lại bằng 101"),
        ("scale = 10", "scale = 0", "scale"),
        ("guide =", "guides =", "guides"),
        ("[[household]]", "[household", "sai cú pháp"),
        ("Phẩm chất, nêu gương", "Thành tích nổi bật", "hai tiêu chí cùng tên"),
    ],
)
def test_criteria_that_do_not_hold_are_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    shipped = (ROOT / "pipeline" / "data" / "criteria.toml").read_text(encoding="utf-8")
    (tmp_path / "criteria.toml").write_text(shipped.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadSettings, match=said):
        read_criteria(tmp_path)


def test_a_deadline_is_a_day_that_exists(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[follow_up]\ndeadline = "31/02"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match="không có ngày 31/02"):
        read_settings(tmp_path)
    text = '[follow_up]\ndeadline = "29/02"\ndeadline_next_year = true\n'
    path.write_text(text, encoding="utf-8")
    dues = [read_settings(tmp_path).follow_up.due(year) for year in (2022, 2023)]
    assert dues == [date(2023, 2, 28), date(2024, 2, 29)]


# --- what comes back -----------------------------------------------------------------


def _fill_well(book: Workbook) -> None:
    page = book["Theo dõi"]
    page["C6"], page["C7"] = "Trần Thị Hoa", date(2023, 11, 10)
    cell(page, "Khâu đang thực hiện").value = "Nhân điển hình tiên tiến"
    cell(page, "Tình trạng").value = "nhân rộng tốt"
    cell(page, "Đơn vị đến học tập").value = 12
    cell(page, "Người tham gia").value = "1.250"
    cell(page, "Nhận xét, kiến nghị").value = "Có 12 đơn vị làm theo."
    scores = book["Chấm điểm tập thể"]
    for label, score in (
        ("Hiệu quả thiết thực", 9),
        ("Khả năng nhân rộng", "8,5"),
        ("Cách làm mới, sáng tạo", 7),
        ("Sức lan tỏa, đồng thuận", 10),
        ("Tính bền vững", 6.5),
    ):
        cell(scores, label).value = score


def test_a_filled_form_is_read_whole(tmp_path: Path) -> None:
    path = _fill(_write(tmp_path, "phường Thống Nhất"), _fill_well)
    form, notes = _read(path)
    assert notes == ()
    assert (form.year, form.unit, len(form.assessments)) == (2023, "phường Thống Nhất", 4)
    assert (form.filled_by, form.filled_on) == ("Trần Thị Hoa", date(2023, 11, 10))
    first, *others = form.assessments
    assert first.key in _year().frame.index
    assert (first.stage, first.state) == ("spread", "spread-well")
    assert first.figures == {"learners": 12, "people": 1250}
    assert first.total == 0.9 * 30 + 0.85 * 25 + 0.7 * 15 + 1.0 * 15 + 0.65 * 15
    assert first.remark == "Có 12 đơn vị làm theo."
    assert not any(row.is_filled for row in others)


def test_a_blank_form_says_nothing(tmp_path: Path) -> None:
    form, notes = _read(_write(tmp_path, "phường Thống Nhất"))
    assert notes == ()
    assert not form.is_filled


def test_a_form_is_known_by_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    path = _write(tmp_path, "phường Thống Nhất")
    copy = tmp_path / "Bản sao (3).pdf"
    shutil.copy(path, copy)
    other = tmp_path / "danh-sach.xlsx"
    book = Workbook()
    book.active["A1"] = "DANH SÁCH mô hình"
    book.save(other)
    broken = tmp_path / "phieu-2023.xlsx"
    broken.write_bytes(path.read_bytes()[:2000])
    assert [is_form(p) for p in (path, copy, other, broken)] == [True, True, False, False]
    assert _read(copy)[0].unit == "phường Thống Nhất"


@pytest.mark.parametrize(
    ("label", "value", "reason"),
    [
        ("Khâu đang thực hiện", "Xong", "không có trong danh sách"),
        ("Tình trạng", 1, "không có trong danh sách"),
        ("Người tham gia", "nhiều", "không phải số nguyên"),
        ("Người tham gia", -3, "không phải số nguyên"),
        ("Buổi tuyên truyền", 2.5, "không phải số nguyên"),
        ("Kinh phí (nghìn đồng)", True, "không phải số nguyên"),
    ],
)
def test_a_bad_value_is_named_by_sheet_and_cell_and_the_rest_is_taken(
    tmp_path: Path, label: str, value: object, reason: str
) -> None:
    place = ""

    def change(book: Workbook) -> None:
        nonlocal place
        cell(book["Theo dõi"], "Nhận xét, kiến nghị").value = "Tốt"
        cell(book["Theo dõi"], label).value = value
        place = cell(book["Theo dõi"], label).coordinate

    form, notes = _read(_fill(_write(tmp_path, "xã Yên Mông"), change))
    (note,) = notes
    assert note.doubt
    assert reason in note.text
    assert note.where == f"trang “Theo dõi”, ô {place}"
    assert form.assessments[0] == Assessment(
        form.assessments[0].key,
        form.assessments[0].subject,
        form.assessments[0].model,
        remark="Tốt",
    )


@pytest.mark.parametrize("score", [11, -1, "chín", "12,5"])
def test_a_score_outside_its_scale_leaves_no_total(tmp_path: Path, score: object) -> None:
    def change(book: Workbook) -> None:
        _fill_well(book)
        cell(book["Chấm điểm tập thể"], "Tính bền vững").value = score

    form, notes = _read(_fill(_write(tmp_path, "phường Thống Nhất"), change))
    assert [note.where.split(",")[0] for note in notes] == ["trang “Chấm điểm tập thể”"]
    assert form.assessments[0].total is None
    assert len(form.assessments[0].scores) == 4


def test_a_total_that_was_typed_over_is_counted_anew(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        _fill_well(book)
        cell(book["Chấm điểm tập thể"], "Tổng điểm").value = 99

    form, notes = _read(_fill(_write(tmp_path, "phường Thống Nhất"), change))
    assert form.assessments[0].total == 83.5
    assert "tổng điểm ghi 99 nhưng tính lại là 83,5" in notes[0].text


def test_sorted_rows_and_moved_columns_do_no_harm(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        page = book["Theo dõi"]
        cell(page, "Tình trạng", 1).value = "Duy trì"
        cell(page, "Tình trạng", 3).value = "Không duy trì"
        top = heading(page)
        rows = [[c.value for c in page[top + n]] for n in (1, 2, 3, 4)]
        for number, values in enumerate(reversed(rows), 1):
            for column, value in enumerate(values, 1):
                page.cell(top + number, column).value = value
        page.insert_cols(4)

    path = _write(tmp_path, "phường Thống Nhất")
    before = [row.key for row in _read(path)[0].assessments]
    form, notes = _read(_fill(path, change))
    assert notes == ()
    states = {row.key: row.state for row in form.assessments}
    assert [states[key] for key in before] == ["kept", "", "ended", ""]


def test_a_form_without_its_headings_says_what_to_do(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Theo dõi"].delete_rows(heading(book["Theo dõi"]))

    path = _fill(_write(tmp_path, "phường Thống Nhất"), change)
    with pytest.raises(NotRead, match="dòng đầu bảng"):
        _read(path)


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(list(STAGES)),
    st.sampled_from(list(STATES)),
    st.lists(st.integers(0, 10**6), min_size=4, max_size=4),
    st.lists(st.integers(0, 20), min_size=5, max_size=5),
    st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=60),
)
def test_what_is_filled_in_is_what_is_read(
    stage: str, state: str, numbers: list[int], halves: list[int], remark: str
) -> None:
    def change(book: Workbook) -> None:
        page, scores = book["Theo dõi"], book["Chấm điểm tập thể"]
        cell(page, "Khâu đang thực hiện").value = STAGES[stage]
        cell(page, "Tình trạng").value = STATES[state]
        for label, number in zip(FIGURES.values(), numbers, strict=True):
            cell(page, label).value = number
        cell(page, "Nhận xét, kiến nghị").value = f"a{remark}"
        for criterion, half in zip(criteria, halves, strict=True):
            cell(scores, criterion.name).value = half / 2

    with TemporaryDirectory() as folder:
        criteria = read_criteria(Path(folder)).of("collective")
        form, notes = _read(_fill(_write(Path(folder), "phường Thống Nhất"), change))
    row = form.assessments[0]
    assert notes == ()
    assert (row.stage, row.state) == (stage, state)
    assert row.figures == dict(zip(FIGURES, numbers, strict=True))
    weights = [criterion.weight for criterion in criteria]
    total = sum(half / 20 * weight for half, weight in zip(halves, weights, strict=True))
    assert row.total == pytest.approx(total, abs=0.01)
    assert row.remark == squeeze(f"a{remark}")


@pytest.mark.slow
@pytest.mark.skipif(OFFICE_PROGRAM is None, reason="needs LibreOffice")
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_another_office_program_reckons_the_same_total(tmp_path: Path, kind: str) -> None:
    def change(book: Workbook) -> None:
        _fill_well(book)
        cell(book["Chấm điểm tập thể"], "Khả năng nhân rộng").value = 8.5

    path = _fill(_write(tmp_path, "phường Thống Nhất"), change)
    saved = _convert(path, kind, tmp_path / "saved")
    pages = [page for page in read_values(saved) if page.name == "Chấm điểm tập thể"]
    assert 83.5 in pages[0].cells.values()
    assert is_form(saved)
    form, notes = read_form(identify(saved), read_criteria(tmp_path), saved.name)
    assert notes == ()
    assert form.filled_on == date(2023, 11, 10)
    assert form.assessments == _read(path)[0].assessments


@pytest.mark.slow
@pytest.mark.skipif(OFFICE_PROGRAM is None, reason="needs LibreOffice")
def test_a_printed_form_is_no_plan(tmp_path: Path) -> None:
    path = _fill(_write(tmp_path, "phường Thống Nhất"), _fill_well)
    printed = _convert(path, "pdf", tmp_path / "saved")
    assert not is_form(printed)
    assert is_printed_form(read(identify(printed)))
    assert not is_printed_form(read(identify(GOLDEN / "plan.docx")))


def _convert(path: Path, kind: str, folder: Path) -> Path:
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE_PROGRAM or "", "--headless", home, "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True)
    return folder / f"{path.stem}.{kind}"


@given(st.integers(0, 10**9))
def test_a_number_is_the_same_however_it_is_written(number: int) -> None:
    from pipeline.forms.values import read_whole
    from pipeline.write.words import show_count

    written = (number, float(number), str(number), show_count(number))
    assert {read_whole(value) for value in written} == {number}


def test_the_shipped_reminder_is_what_the_tool_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    made = runpy.run_path(str(ROOT / "tools" / "build_reminder.py"))["build"]()
    shipped = ROOT / "pipeline" / "data" / "templates" / "reminder.docx"
    assert _body(made) == _body(shipped.read_bytes())


def _body(data: bytes) -> bytes:
    return zipfile.ZipFile(BytesIO(data)).read("word/document.xml")
