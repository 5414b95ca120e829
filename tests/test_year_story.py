"""A whole year through the command: plan in, forms out, some filled and back in, papers out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from pipeline.forms.store import read_versions
from pipeline.register.store import open_register
from tests.test_forms import cell
from tests.year_papers import Office

YEN_MONG = ("Hộ gia đình bà Lê Thị Huệ, xóm Mỵ, xã Yên Mông", "Trồng cây ăn quả chất lượng cao")
OSTRICH = ("Ông Phan Sỹ Hải, xóm Trường Yên, xã Yên Mông", "Chăn nuôi đà điểu thương phẩm")
THONG_NHAT = ("Tổ dân phố số 3, phường Thống Nhất", "Hiến máu nhân đạo")
KY_SON = ("Hộ gia đình ông Nguyễn Văn Ngọc, tổ dân phố số 10, phường Kỳ Sơn", "Nuôi ong lấy mật")
SCHOOL = ("Trường Mầm non Unicef", "Xây dựng thư viện thân thiện")
SETTINGS = """
[place]
province = "Hòa Bình"
district = "thành phố Hòa Bình"
[office]
issuer = "Ủy ban nhân dân thành phố Hòa Bình"
issued_at = "Thành phố Hòa Bình"
standing_office = "Phòng Nội vụ"
signer_title = "Phó Chủ tịch"
[follow_up]
deadline = "15/11"
letter_symbol = "UBND-NV"
quota = 1
quotas = { "xã Yên Mông" = 3 }
"""
HOUSEHOLD = (
    "Hiệu quả kinh tế",
    "Gia đình văn hóa, chấp hành pháp luật",
    "Tham gia phong trào, giúp đỡ cộng đồng",
    "Khả năng nhân rộng",
)


def _fill(source: Path, target: Path, change: Callable[[Workbook], None]) -> None:
    book = load_workbook(source)
    change(book)
    book.save(target)


def _tell(book: Workbook, number: int, stage: str, state: str, **more: Any) -> None:
    page = book["Theo dõi"]
    cell(page, "Khâu đang thực hiện", number).value = stage
    cell(page, "Tình trạng", number).value = state
    for label, value in more.items():
        cell(page, label.replace("_", " "), number).value = value


def _score_household(book: Workbook, *scores: float) -> None:
    for label, score in zip(HOUSEHOLD, scores, strict=True):
        cell(book["Chấm điểm hộ gia đình"], label).value = score


def _last_year(book: Workbook) -> None:
    _tell(book, 1, "Bồi dưỡng", "Gặp khó khăn", Người_tham_gia=20)
    _score_household(book, 6, 6, 6, 6)


def _yen_mong(book: Workbook) -> None:
    figures = {"Đơn_vị_đến_học_tập": 12, "Người_tham_gia": 1250}
    _tell(book, 1, "Nhân điển hình tiên tiến", "Nhân rộng tốt", **figures)
    cell(book["Theo dõi"], "Nhận xét, kiến nghị").value = "Đã có 12 hộ làm theo."
    _tell(book, 2, "Tổng kết", "Không duy trì")
    _score_household(book, 9, 10, 8, 9)


def _thong_nhat_wrong(book: Workbook) -> None:
    _tell(book, 1, "Đang làm", "Duy trì", Buổi_tuyên_truyền="ba buổi", Người_tham_gia=90)


def _thong_nhat_right(book: Workbook) -> None:
    _tell(book, 1, "Bồi dưỡng", "Duy trì", Buổi_tuyên_truyền=3, Người_tham_gia=90)


def _other_year(book: Workbook) -> None:
    _thong_nhat_right(book)
    page = book["Theo dõi"]
    title = page.cell(3, 1)
    assert "2023" in str(title.value)
    title.value = str(title.value).replace("2023", "2019")


def _other_entry(book: Workbook) -> None:
    _tell(book, 1, "Phát hiện", "Duy trì")
    cell(book["Theo dõi"], "Mã").value = "ffff.1.1.1"
    cell(book["Theo dõi"], "Tên mô hình, điển hình").value = "Mô hình không có trong kế hoạch"


@dataclass
class Story:
    """What the office saw on the way, and the folder as it is at the end."""

    office: Office
    before_forms: list[str]  # lines of the report before any form was made
    wrong: str  # what the run said of the form with bad values
    odd: str  # what it said of forms of another year, of an unknown entry, and a blank one
    replaced: str  # what it said of the second version
    again: str  # what making the forms again said
    statuses: list[dict[str, Any]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    office = Office(tmp_path_factory.mktemp("office"))
    (office.folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")

    office.drop("kh2022.docx", [YEN_MONG, THONG_NHAT], "10/3/2022")
    office.run()
    _call(office, "forms", "2022")
    _fill(_form(office, 2022, "xa-yen-mong"), office.input / "cu.xlsx", _last_year)
    office.drop("kh2023.docx", [YEN_MONG, OSTRICH, THONG_NHAT, KY_SON, SCHOOL], "15/3/2023")
    office.run()
    before = _lines(_report(office))

    _call(office, "forms", "2023")
    _fill(_form(office, 2023, "xa-yen-mong"), office.input / "zalo (2).xlsx", _yen_mong)
    first = office.input / "thong nhat.xlsx"
    _fill(_form(office, 2023, "phuong-thong-nhat"), first, _thong_nhat_wrong)
    wrong = office.run().output
    second = office.input / "thong nhat sua.xlsx"
    _fill(_form(office, 2023, "phuong-thong-nhat"), second, _thong_nhat_right)
    replaced = office.run().output

    odd_forms = {"a.xlsx": _other_year, "b.xlsx": _other_entry, "c.xlsx": lambda book: None}
    for name, change in odd_forms.items():
        _fill(_form(office, 2023, "phuong-ky-son"), office.input / name, change)
    odd = office.run().output
    for name in odd_forms:
        (office.input / name).unlink()

    (office.input / "thong nhat sua.xlsx").unlink()
    _fill(_form(office, 2023, "phuong-ky-son"), _form(office, 2023, "phuong-ky-son"), _other_entry)
    again = _call(office, "forms", "2023")
    _call(office, "report", "2023")
    status = _call(office, "status", "2023", "--format", "jsonl")
    records = [json.loads(line) for line in status.splitlines() if line.startswith("{")]
    _call(office, "introduce", "2023")
    return Story(office, before, wrong, odd, replaced, again, records)


def _call(office: Office, *arguments: str) -> str:
    result = office.call(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def _form(office: Office, year: int, unit: str) -> Path:
    return office.output / str(year) / "phieu" / f"phieu-{year}-{unit}.xlsx"


def _report(office: Office) -> Path:
    return office.output / "2023" / "bao-cao-nam-2023.docx"


def _lines(path: Path) -> list[str]:
    paper = docx.Document(str(path))
    lines = (Paragraph(line, paper).text for line in paper.element.body.iter(qn("w:p")))
    return [" ".join(line.split()) for line in lines]


def _table(story: Story, name: str) -> list[dict[str, Any]]:
    page = load_workbook(story.office.book(2023))[name]
    rows = [[c.value for c in row] for row in page.iter_rows(min_row=2)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(row)]


# --- forms out, and back in ----------------------------------------------------------


def test_each_unit_gets_its_form(story: Story) -> None:
    names = {path.name for path in (story.office.output / "2023" / "phieu").iterdir()}
    units = ("phuong-ky-son", "phuong-thong-nhat", "truong-mam-non-unicef", "xa-yen-mong")
    assert names == {f"phieu-2023-{unit}.xlsx" for unit in units}


def test_a_form_filled_where_it_lies_is_left_alone(story: Story) -> None:
    assert "phieu-2023-phuong-ky-son.xlsx vì phiếu đã được điền" in story.again.replace("\n", "")
    page = load_workbook(_form(story.office, 2023, "phuong-ky-son"))["Theo dõi"]
    assert cell(page, "Tình trạng").value == "Duy trì"


def test_bad_values_are_named_by_sheet_and_cell(story: Story) -> None:
    book = load_workbook(story.office.input / "thong nhat.xlsx")
    page = book["Theo dõi"]
    for label, value in (("Khâu đang thực hiện", "Đang làm"), ("Buổi tuyên truyền", "ba buổi")):
        place = cell(page, label).coordinate
        said = [line for line in story.wrong.splitlines() if f"ô {place})" in line]
        assert len(said) == 1
        assert f"“{value}”" in said[0]
        assert "ô này chưa được lấy số liệu" in said[0]
        assert "thong nhat.xlsx" in said[0]


def test_a_second_version_replaces_the_first_and_both_are_kept(story: Story) -> None:
    said = story.replaced.splitlines()
    assert any("sua.xlsx:" in line and "thay bản ở tệp thong nhat.xlsx" in line for line in said)
    assert not any("ba buổi" in line for line in said)
    with open_register(story.office.folder) as register:
        versions = read_versions(register, 2023)["phường thống nhất"]
    assert [form.source_file for form in versions] == ["thong nhat.xlsx", "thong nhat sua.xlsx"]
    assert [row.stage for form in versions for row in form.assessments] == ["", "foster"]


def test_forms_of_another_year_or_entry_are_said_and_not_guessed(story: Story) -> None:
    said = story.odd.splitlines()
    assert any("a.xlsx" in line and "năm 2019, nhưng sổ dữ liệu chưa có" in line for line in said)
    unknown = "“Mô hình không có trong kế hoạch - Hộ gia đình ông Nguyễn Văn Ngọc"
    assert any("b.xlsx" in line and unknown in line for line in said)
    assert any("c.xlsx" in line and "chưa điền mục nào" in line for line in said)


# --- who has answered ----------------------------------------------------------------


def test_the_status_says_who_answered_and_how_late(story: Story) -> None:
    late = (date.today() - date(2023, 11, 15)).days
    states = {record["unit"]: (record["state"], record["told"]) for record in story.statuses}
    assert states == {
        "phường Kỳ Sơn": ("Gửi còn thiếu", 0),  # only of an entry that is not in the list
        "phường Thống Nhất": ("Đã gửi đủ", 1),
        "xã Yên Mông": ("Đã gửi đủ", 2),
        "Trường Mầm non Unicef": ("Chưa gửi", 0),
    }
    assert {record["days_late"] for record in story.statuses} == {late}


def test_no_one_is_reminded_of_a_form_that_was_not_made(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.drop("kh.docx", [KY_SON], "15/3/2023")
    office.run()
    assert "Chưa lập phiếu nào; chạy dienhinh forms 2023" in _call(office, "status", "2023")
    assert not list((office.output / "2023").glob("cong-van*"))
    assert "Đôn đốc" not in load_workbook(office.book(2023)).sheetnames


def test_the_sheet_says_the_same(story: Story) -> None:
    rows = _table(story, "Đôn đốc")
    found = {row["Đơn vị"]: row["Tình hình"] for row in rows if row["Tình hình"]}
    assert found == {record["unit"]: record["state"] for record in story.statuses}


def test_the_reminder_goes_to_those_who_sent_nothing(story: Story) -> None:
    path = story.office.output / "2023" / "cong-van-don-doc-2023.docx"
    lines = _lines(path)
    assert "Kính gửi: Trường Mầm non Unicef" in lines
    assert any(line.startswith("V/v đôn đốc gửi phiếu") for line in lines)
    assert "Số: …/UBND-NV" in lines
    text = " ".join(lines)
    assert "chậm nhất ngày 15/11/2023" in text
    assert "đã nhận được phiếu của 3/4 đơn vị; còn 1 đơn vị chưa gửi" in text
    assert "xã Yên Mông" not in text
    marked = [
        run.text
        for paragraph in docx.Document(str(path)).paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert marked == ["[…]"]  # the new deadline is the office's to set


# --- the year's papers ---------------------------------------------------------------


def test_before_any_form_the_report_keeps_visible_blanks(story: Story) -> None:
    lines = story.before_forms
    assert any(line.startswith("[…chưa có phiếu theo dõi, đánh giá của đơn vị") for line in lines)
    for title in ("2. Công tác bồi dưỡng", "3. Công tác tổng kết, công nhận"):
        assert lines[lines.index(title) + 1] == "[…cơ quan bổ sung…]"


def test_the_report_says_what_the_forms_say(story: Story) -> None:
    text = "\n".join(_lines(_report(story.office)))
    assert "đánh giá của 3/4 đơn vị, có 1 mô hình, điển hình đang ở khâu bồi dưỡng" in text
    assert "Có 1 mô hình, điển hình đang ở khâu tổng kết. 1 mô hình, điển hình đã được chấm" in text
    assert "điểm bình quân 89,5/100, gồm: 80 đến dưới 90 điểm: 1." in text
    assert "nhân rộng tốt 1, duy trì 1, không duy trì 1" in text
    assert "12 lượt đơn vị đến học tập, 3 buổi tuyên truyền, 1.340 lượt người tham gia" in text
    assert "so với năm 2022: 1 tăng điểm, 0 giảm điểm, 0 giữ nguyên." in text
    assert "Có 2/19 đơn vị đạt chỉ tiêu số mô hình được giao" in text
    assert "chưa có phiếu" not in text


def test_results_add_up_by_unit_and_by_stage(story: Story) -> None:
    by_unit = {row["Đơn vị"]: row for row in _table(story, "Biểu 08 - Kết quả theo đơn vị")}
    assert by_unit["xã Yên Mông"]["Nhân rộng tốt"] == 1
    assert by_unit["xã Yên Mông"]["Người tham gia"] == 1250
    assert by_unit["Trường Mầm non Unicef"]["Chưa có kết quả"] == 1
    assert by_unit["Trường Mầm non Unicef"]["Người tham gia"] is None
    stages = {row["Khâu"]: row for row in _table(story, "Biểu 09 - Khâu, tình trạng")}
    assert stages["Tổng kết"]["Không duy trì"] == 1
    assert stages["Chưa ghi khâu"]["Số mô hình"] == 2


def _only_state(book: Workbook) -> None:
    cell(book["Theo dõi"], "Tình trạng").value = "Duy trì"
    cell(book["Theo dõi"], "Tình trạng", 2).value = "Không duy trì"


def _only_figure(book: Workbook) -> None:
    cell(book["Theo dõi"], "Người tham gia").value = 1200


def test_what_no_form_says_is_neither_a_nought_nor_left_out_of_a_sum(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.drop("kh.docx", [YEN_MONG, OSTRICH, THONG_NHAT, KY_SON], "15/3/2023")
    office.run()
    _call(office, "forms", "2023")
    _fill(_form(office, 2023, "xa-yen-mong"), office.input / "a.xlsx", _only_state)
    _fill(_form(office, 2023, "phuong-ky-son"), office.input / "b.xlsx", _only_figure)
    office.run()
    text = "\n".join(_lines(_report(office)))
    assert "ở khâu bồi dưỡng" not in text
    assert "ở khâu tổng kết" not in text
    assert "phiếu của các đơn vị không ghi khâu đang thực hiện" in text
    told = "tình trạng của 3 mô hình có kết quả: duy trì 1, không duy trì 1, chưa ghi tình trạng 1"
    assert told in text
    assert "[…] lượt đơn vị đến học tập" in text
    assert "1.200 lượt người tham gia" in text
    tables = load_workbook(office.book(2023))
    by_unit = _rows(tables, "Biểu 08 - Kết quả theo đơn vị")
    assert by_unit["phường Kỳ Sơn"]["Chưa có kết quả"] == 0
    assert by_unit["phường Kỳ Sơn"]["Chưa ghi tình trạng"] == 1
    assert by_unit["phường Thống Nhất"]["Chưa có kết quả"] == 1
    by_stage = _rows(tables, "Biểu 09 - Khâu, tình trạng", "Khâu")
    assert by_stage["Chưa ghi khâu"]["Số mô hình"] == 4
    assert by_stage["Chưa ghi khâu"]["Chưa có kết quả"] == 1
    status = _call(office, "status", "2023", "--format", "jsonl").splitlines()
    records = [json.loads(line) for line in status if line.startswith("{")]
    told_of = {one["unit"]: one["models"] - one["told"] for one in records}
    assert told_of == {unit: by_unit[unit]["Chưa có kết quả"] for unit in told_of}


def _rows(book: Workbook, name: str, column: str = "Đơn vị") -> dict[str, dict[str, Any]]:
    """The rows of a table of the year, by their label."""
    lines = [[cell.value for cell in row] for row in book[name].iter_rows()]
    start = next(number for number, line in enumerate(lines) if line[0] == "STT")
    records = [dict(zip(map(str, lines[start]), line, strict=True)) for line in lines[start + 1 :]]
    return {str(record[column]): record for record in records}


def test_effects_stand_beside_those_of_last_year(story: Story) -> None:
    (row,) = _table(story, "Biểu 11 - Hiệu quả so năm trước")
    assert row["Tên mô hình, điển hình"] == YEN_MONG[1]
    assert (row["Tình trạng năm 2022"], row["Tình trạng năm 2023"]) == (
        "Gặp khó khăn",
        "Nhân rộng tốt",
    )
    assert (row["Điểm năm 2022"], row["Điểm năm 2023"]) == ("60", "89,5")
    assert (row["Người tham gia năm 2022"], row["Người tham gia năm 2023"]) == ("20", "1.250")


def test_units_without_a_model_or_short_of_their_quota_are_listed(story: Story) -> None:
    rows = {row["Đơn vị"]: row for row in _table(story, "Biểu 07 - Đơn vị chưa có")}
    assert (rows["xã Yên Mông"]["Chỉ tiêu"], rows["xã Yên Mông"]["Còn thiếu"]) == (3, 1)
    assert rows["phường Dân Chủ"]["Số mô hình"] == 0
    assert "phường Thống Nhất" not in rows
    page = load_workbook(story.office.book(2023))["Biểu 07 - Đơn vị chưa có"]
    assert "3/19 đơn vị có mô hình; 16 đơn vị chưa có." in [c.value for c in page["A"]]


# --- the booklet ---------------------------------------------------------------------


def test_the_booklet_tells_effects_and_leaves_out_what_is_not_kept(story: Story) -> None:
    lines = _lines(story.office.output / "2023" / "gioi-thieu-mo-hinh-2023.docx")
    body = lines[lines.index("MỤC LỤC") :]
    assert "Đã có 12 hộ làm theo." in body
    assert "89,5/100" in body
    assert OSTRICH[1] not in body
    page = (story.office.output / "2023" / "gioi-thieu-mo-hinh-2023.html").read_text("utf-8")
    assert "Đã có 12 hộ làm theo." in page
    assert "http:" not in page
    assert "https:" not in page


def test_one_field_is_introduced_by_its_name(story: Story) -> None:
    _call(story.office, "introduce", "2023", "--field", "giáo dục, đào tạo, khuyến học")
    path = story.office.output / "2023" / "gioi-thieu-mo-hinh-2023-giao-duc-dao-tao.docx"
    lines = _lines(path)
    assert SCHOOL[1] in lines
    assert YEN_MONG[1] not in lines


@pytest.mark.parametrize("command", ["forms", "status", "introduce"])
def test_a_year_without_a_plan_is_said(story: Story, command: str) -> None:
    result = story.office.call(command, "2031")
    assert result.exit_code != 0
    assert "2031" in str(result.exception)


def test_what_forms_said_stays_when_the_files_are_gone(story: Story, tmp_path: Path) -> None:
    copy = Office(Path(shutil.copytree(story.office.folder, tmp_path / "office")))
    for path in copy.input.glob("*.xlsx"):
        path.unlink()
    copy.run()
    assert "89,5/100" in "\n".join(_lines(_report(copy)))


def test_a_form_that_was_printed_is_refused_and_not_taken_for_a_plan(tmp_path: Path) -> None:
    office = Office(tmp_path)
    paper = docx.Document()
    paper.add_paragraph("PHIẾU THEO DÕI, ĐÁNH GIÁ MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN NĂM 2023")
    table = paper.add_table(2, 4)
    heads = ("STT", "Tên mô hình, điển hình", "Khâu đang thực hiện", "Tình trạng")
    for column, text in enumerate(heads):
        table.rows[0].cells[column].text = text
        table.rows[1].cells[column].text = "1" if column == 0 else "Nuôi ong"
    paper.save(str(office.input / "phieu in.docx"))
    result = office.run(expected=2)
    assert "Thả tệp Excel (.xlsx) mà đơn vị đã điền" in result.output
    assert not (office.output / "2023").exists()
