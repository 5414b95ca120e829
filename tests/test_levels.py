"""What a commune's, a district's and a province's office get: places, units, wording."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.classify.levels import tell_level
from pipeline.classify.placebook import load_book
from pipeline.codes import Level
from tests.year_papers import Office, write_plan

WARD_ROWS = [
    ("Ông Bùi Văn Tiều, tổ dân phố số 2, phường Thống Nhất", "Trồng rau sạch"),
    ("Bà Đinh Thị Lan, TDP 02, phường Thống Nhất", "Nuôi ong lấy mật"),
    ("Tổ dân phố số 10, phường Thống Nhất", "Ngõ xóm không rác"),
    ("Hội Phụ nữ phường Thống Nhất", "Ngôi nhà xanh"),
    ("Trường Mầm non Sao Mai", "Thư viện xanh"),
]


@pytest.mark.parametrize(
    ("body", "on", "level", "home"),
    [
        ("UBND phường Thống Nhất", 2026, Level.COMMUNE, "phường Thống Nhất"),
        ("Ủy ban nhân dân xã Tân Pheo, tỉnh Phú Thọ", 2026, Level.COMMUNE, "xã Tân Pheo"),
        ("UBND phường Xuân Hương - Đà Lạt", 2026, Level.COMMUNE, "phường Xuân Hương - Đà Lạt"),
        ("UBND đặc khu Phú Quốc", 2026, Level.COMMUNE, "đặc khu Phú Quốc"),
        ("UBND thị xã Phú Thọ", 2023, Level.DISTRICT, ""),
        ("UBND thành phố Hòa Bình", 2023, Level.DISTRICT, ""),
        ("Thành ủy Hòa Bình", 2023, Level.DISTRICT, ""),
        ("UBND thành phố Hà Nội", 2023, Level.PROVINCE, ""),
        ("Ủy ban nhân dân thành phố Huế", 2026, Level.PROVINCE, ""),
        ("Sở Nội vụ", 2026, Level.PROVINCE, ""),
        ("Câu lạc bộ thơ", 2026, None, ""),
    ],
)
def test_a_body_tells_its_level(body: str, on: int, level: Level | None, home: str) -> None:
    assert tell_level(body, load_book(), date(on, 12, 31)) == (level, home)


def read_column(book: Path, sheet: str, label: str) -> list[str]:
    """The texts of a column, between its heading and the notes."""
    page = openpyxl.load_workbook(book)[sheet]
    cells = {cell.value: cell for row in page.iter_rows() for cell in row if cell.value}
    head = cells[label]
    below = page.iter_rows(min_row=head.row + 1, min_col=head.column, max_col=head.column)
    return [str(row[0].value) for row in below if row[0].value]


def report_text(office: Office, year: int) -> str:
    paper = docx.Document(str(office.output / str(year) / f"bao-cao-nam-{year}.docx"))
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


@pytest.fixture
def ward(own_office: Office) -> Office:
    path = own_office.input / "2026" / "phuong.docx"
    write_plan(path, WARD_ROWS, "15/3/2026", "UBND phường Thống Nhất")
    own_office.run()
    return own_office


def test_a_commune_counts_by_hamlet_and_its_own_bodies(ward: Office) -> None:
    places = read_column(ward.book(2026), "Biểu 02 - Địa bàn", "Địa bàn, đơn vị")
    hamlets = places[places.index("Thôn, tổ dân phố") + 1 :][:2]
    assert hamlets == ["tổ dân phố số 2", "Tổ dân phố số 10"]
    assert "Hội Phụ nữ phường Thống Nhất" in places
    assert not any(place.startswith(("xã ", "phường ")) for place in places)
    assert "Có 2 thôn, tổ dân phố có mô hình" in report_text(ward, 2026)


def test_a_commune_sends_its_forms_to_hamlets_and_bodies(ward: Office) -> None:
    ward.call("forms", "2026")
    names = {path.stem for path in (ward.output / "2026" / "phieu").glob("*.xlsx")}
    assert len(names) == 4
    assert not any(name.endswith("2026-phuong-thong-nhat") for name in names)


def test_settings_go_before_the_issuer(own_office: Office) -> None:
    own_office.add_settings('[office]\nlevel = "district"\n')
    path = own_office.input / "2026" / "phuong.docx"
    write_plan(path, WARD_ROWS, "15/3/2026", "UBND phường Thống Nhất")
    own_office.run()
    places = read_column(own_office.book(2026), "Biểu 02 - Địa bàn", "Địa bàn, đơn vị")
    assert "phường Thống Nhất" in places


@pytest.fixture
def province(own_office: Office) -> Office:
    for number, commune in enumerate(
        ("phường Hòa Bình", "xã Cao Phong", "xã Đà Bắc", "xã Kim Bôi")
    ):
        rows = [(f"Hội Phụ nữ {commune}", f"Ngôi nhà xanh {number}")]
        path = own_office.input / "2026" / f"{number}.docx"
        write_plan(path, rows, "15/3/2026", f"UBND {commune}", number + 1)
    own_office.run()
    return own_office


def test_a_province_sees_who_sent_a_paper_and_who_did_not(province: Office) -> None:
    page = openpyxl.load_workbook(province.book(2026))["Văn bản theo đơn vị"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    states = {row[1]: row[-1] for row in rows if row[1]}
    assert states["xã Cao Phong"] == "Đã gửi"
    assert states["phường Việt Trì"] == "Chưa gửi"


def test_many_papers_stand_in_an_appendix(province: Office) -> None:
    text = report_text(province, 2026)
    assert "theo 4 văn bản của 4 cơ quan, đơn vị (danh mục tại Phụ lục kèm theo)" in text
    assert "Kế hoạch số 2/KH-UBND" not in text
    assert "trên địa bàn tỉnh Phú Thọ có 4 mô hình" in text


def test_an_earlier_report_keeps_its_own_letterhead(own_office: Office) -> None:
    own_office.add_settings(
        '[office]\nissuer = "Ủy ban nhân dân thành phố Hòa Bình"\n'
        '[[offices]]\nsince = 2025-07-01\nissuer = "Ủy ban nhân dân phường Hòa Bình"\n'
    )
    for year in (2023, 2026):
        rows = [("Hội Phụ nữ phường Hòa Bình", f"Ngôi nhà xanh {year}")]
        write_plan(own_office.input / str(year) / f"{year}.docx", rows, f"15/3/{year}")
    own_office.run()
    signed = {year: report_text(own_office, year) for year in (2023, 2026)}
    assert "địa bàn thành phố Hòa Bình" in signed[2023]
    assert "địa bàn phường Hòa Bình" in signed[2026]


def test_a_gap_of_years_is_compared_with_the_nearest_and_said(own_office: Office) -> None:
    for year in (2021, 2023):
        rows = [("Hội Phụ nữ phường Thống Nhất", "Ngôi nhà xanh"), ("Tổ 3", f"Ngõ sạch {year}")]
        write_plan(own_office.input / str(year) / f"{year}.docx", rows, f"15/3/{year}")
    own_office.run()
    changes = openpyxl.load_workbook(own_office.book(2023))["Biểu 05 - Biến động"]
    assert "so với năm 2021" in str(changes["A1"].value)
    fields = openpyxl.load_workbook(own_office.book(2023))["Biểu 01 - Lĩnh vực"]
    said = [str(cell.value) for row in fields.iter_rows() for cell in row if cell.value]
    assert "Chưa có số liệu năm 2022; “năm trước” là năm 2021." in said


def test_many_issuers_have_a_folder_each_and_corrections_come_back_from_there(
    own_office: Office,
) -> None:
    communes = [unit.full for unit in load_book() if unit.era == "new"][:12]
    for number, commune in enumerate(communes[:10]):
        rows = [(f"Hội Phụ nữ {commune}", f"Ngôi nhà xanh {number}")]
        path = own_office.input / "2026" / f"{number}.docx"
        write_plan(path, rows, "15/3/2026", f"UBND {commune}", number + 1)
    own_office.run()
    folder = own_office.output / "2026"
    assert (folder / "0.xlsx").exists()
    for number, commune in enumerate(communes[10:], 10):
        rows = [(f"Hội Phụ nữ {commune}", f"Ngôi nhà xanh {number}")]
        path = own_office.input / "2026" / f"{number}.docx"
        write_plan(path, rows, "15/3/2026", f"UBND {commune}", number + 1)
    told = own_office.run().output
    own = folder / f"UBND {communes[0]}"
    assert {path.name for path in own.iterdir()} == {
        "0.xlsx",
        f"tong-hop-nam-2026 (UBND {communes[0]}).xlsx",
    }
    assert not (folder / "0.xlsx").exists()
    assert (folder / "cũ" / "0.xlsx").exists()
    assert "2026/cũ/0.xlsx" in told
    book = openpyxl.load_workbook(own / "0.xlsx")
    page = book["Danh sách"]
    cell = next(c for row in page.iter_rows() for c in row if c.value == "Ngôi nhà xanh 0")
    cell.value = "Ngôi nhà xanh của bé"
    book.save(own / "0.xlsx")
    own_office.run()
    listed = read_column(own_office.book(2026), "Biểu 06 - Danh sách", "Tên mô hình, điển hình")
    assert "Ngôi nhà xanh của bé" in listed


def test_a_run_ends_with_what_to_open_to_check_and_to_miss(own_office: Office) -> None:
    doubled = [*WARD_ROWS, WARD_ROWS[1]]
    write_plan(own_office.input / "2026" / "a.docx", doubled, "15/3/2026", "UBND phường Thống Nhất")
    (own_office.input / "2026" / "b.docx").write_bytes(b"PK\x03\x04 broken")
    lines = own_office.run(2).output.splitlines()[-3:]
    assert lines[0].startswith("Mở xem: ")
    assert "tong-hop-nam-2026.xlsx" in lines[0]
    assert lines[-1] == "Còn thiếu: 1 tệp chưa đọc được: 2026/b.docx"
