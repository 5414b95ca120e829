"""What the year is made of ties out: rows read, struck, added and counted once, things to see."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.test_corrections import Table, change, set_cell
from tests.year_papers import Office

SCHOOL = ("Trường Mầm non Hoa Ban", "Vườn rau của bé")
ROWS = [
    ("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa"),
    ("Ông Bùi Văn An, xóm Mỵ, xã Yên Mông", "Nuôi ong lấy mật"),
    SCHOOL,
    ("Trạm Y tế phường Thái Bình", "Ngày hội hiến máu tình nguyện"),
]
OWN = [SCHOOL, ("Trường Tiểu học Sông Đà", "Thư viện xanh")]
COUNTED = "Số mô hình tính vào biểu"
TWICE = ("Ông Phan Sỹ Hải, xóm Trường Yên, xã Yên Mông", "Nuôi đà điểu")


@pytest.fixture
def office(own_office: Office) -> Office:
    """A city's plan with a copy of it, and a school's own list that repeats one model."""
    path = own_office.drop("ke-hoach.docx", ROWS, "15/3/2023")
    shutil.copy(path, own_office.input / "bản sao.docx")
    own_office.drop("rieng.docx", OWN, "20/3/2023", issuer="Phòng Giáo dục và Đào tạo", no=9)
    own_office.run()
    return own_office


def _table(office: Office, name: str, heading: str) -> dict[str, dict[str, Any]]:
    lines = [[c.value for c in row] for row in openpyxl.load_workbook(office.book(2023))[name]]
    start = next(number for number, line in enumerate(lines) if line[0] == "STT")
    records = [dict(zip(map(str, lines[start]), line, strict=True)) for line in lines[start + 1 :]]
    return {str(record[heading]): record for record in records if record[heading]}


def _sources(office: Office) -> dict[str, dict[str, Any]]:
    return _table(office, "Nguồn số liệu", "Tệp nguồn")


def _sum(office: Office, column: str) -> int:
    rows = [row for name, row in _sources(office).items() if name != "Tổng cộng"]
    return sum(row[column] or 0 for row in rows)


def _list(office: Office) -> Table:
    return Table(openpyxl.load_workbook(office.book(2023))["Biểu 06 - Danh sách"])


def test_a_copy_is_listed_with_its_reason_and_is_in_no_sum(office: Office) -> None:
    copy = next(row for row in _sources(office).values() if row["Ghi chú"])
    assert "chỉ tính một lần" in copy["Ghi chú"]
    assert copy["Số dòng đọc được"] is None
    assert _sum(office, "Số dòng đọc được") == len(ROWS) + len(OWN)


def test_rows_read_tie_out_with_the_list(office: Office) -> None:
    assert _sum(office, COUNTED) == len(_list(office).column("Đối tượng")) == 5
    assert _sum(office, "Đã tính ở văn bản khác") == 1

    def add(table: Table) -> None:
        row = table.sheet.max_row + 1
        for heading, value in (("Đối tượng", "Bà Mới"), ("Tên mô hình, điển hình", "Nấm rơm")):
            table.sheet.cell(row, table.heads.index(heading) + 1).value = value

    change(office.book(2023), set_cell("Ông Bùi", "Đánh dấu", "xóa"), "Biểu 06 - Danh sách")
    change(office.book(2023), add, "Biểu 06 - Danh sách")
    office.run()
    sums = {
        column: _sum(office, column)
        for column in ("Số dòng đọc được", "Cán bộ bỏ", "Cán bộ thêm", "Đã tính ở văn bản khác")
    }
    assert list(sums.values()) == [6, 1, 1, 1]
    assert _sum(office, COUNTED) == len(_list(office).column("Đối tượng")) == 5


def test_a_model_of_two_papers_names_both(office: Office) -> None:
    source = _list(office).cell(SCHOOL[0], "Văn bản nguồn").value
    assert "Số 1/KH-UBND" in source
    assert "rieng.docx" in source
    assert "rieng.docx" not in _list(office).cell("Ông Bùi", "Văn bản nguồn").value
    office.call("introduce", "2023")
    page = (office.output / "2023" / "gioi-thieu-mo-hinh-2023.html").read_text(encoding="utf-8")
    assert page.count("20/3/2023") == 2


def _count_checks(office: Office, said: str) -> set[int]:
    """How many things need a look, as each place says it that shows the number."""
    folder = office.output / "2023"
    pages = openpyxl.load_workbook(folder / "ke-hoach.xlsx")
    listed = sum(str(row[0].value or "").isdigit() for row in pages["Cần kiểm tra"])
    summed = next(
        int(str(next(cell.value for cell in row[1:] if cell.value is not None)))
        for row in pages["Tổng hợp"]
        if row[0].value == "Số mục cần kiểm tra"
    )
    report = "\n".join(
        p.text for p in docx.Document(str(folder / "bao-cao-nam-2023.docx")).paragraphs
    )
    written = re.search(r"còn (\d+) mục cần kiểm tra", report)
    told = re.findall(r"ke-hoach\.docx: \d+ mục(?:, (\d+) cần xem)?", said)
    return {
        listed,
        summed,
        _sum(office, "Số mục cần kiểm tra"),
        int(written[1]) if written else 0,
        int(told[-1] or 0),
    }


def test_what_needs_a_look_is_counted_alike_everywhere(own_office: Office) -> None:
    rows = [*ROWS[:2], TWICE, TWICE, ("Hội Phụ nữ xã Không Có", "Hũ gạo")]
    own_office.drop("ke-hoach.docx", rows, "15/3/2023")
    counts = _count_checks(own_office, own_office.run().output)
    assert len(counts) == 1
    before = counts.pop()
    assert before > 1
    book = own_office.output / "2023" / "ke-hoach.xlsx"
    change(
        book, set_cell(TWICE[0].split(",")[0], "Tên mô hình, điển hình", "Nuôi đà điểu lấy thịt")
    )
    for _ in range(2):  # the run that takes the correction in, and one after it
        after = _count_checks(own_office, own_office.run().output)
        assert len(after) == 1
        assert after.pop() < before


def test_doubts_of_a_copy_are_said_once(own_office: Office) -> None:
    path = own_office.drop("ke-hoach.docx", ROWS, "15/3/2023")
    paper = docx.Document(str(path))
    for paragraph in paper.paragraphs:
        paragraph.text = paragraph.text.replace(
            "số 1/KH-UBND ngày 15/3/2023", "số     /KH-UBND ngày   /3/2023"
        )
    paper.save(str(path))
    shutil.copy(path, Path(own_office.input) / "bản sao.docx")
    said = own_office.run().output
    looks = [line for line in said.splitlines() if line.startswith("Cần xem")]
    assert len(looks) == 1
    assert "chỉ tính một lần" in looks[0]


def test_a_letterhead_above_the_table_is_no_name_of_it(own_office: Office) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for line in (
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HÒA BÌNH",),
        ("Số: 201/KH-UBND",),
        ("Thành phố Hòa Bình, ngày 05 tháng 6 năm 2023",),
        (),
        ("KẾ HOẠCH",),
        ("Nhân rộng mô hình, điển hình tiên tiến năm 2023 (bổ sung)",),
        ("STT", "Tên tập thể, cá nhân", "Địa chỉ", "Tên mô hình"),
        (1, "Câu lạc bộ Sông Đà", "phường Tân Thịnh", "Đêm thơ"),
        (2, "Bà Trần Thị Sâm", "xã Mông Hóa", "Rau an toàn"),
    ):
        page.append(line)
    (own_office.input / "2023").mkdir()
    book.save(own_office.input / "2023" / "bo-sung.xlsx")
    own_office.run()
    source = str(_list(own_office).cell("Bà Trần", "Văn bản nguồn").value)
    place = source.removeprefix("Số 201/KH-UBND ngày 05/6/2023, ").removesuffix(
        " (2023/bo-sung.xlsx)"
    )
    assert "Số" not in place
    assert "ngày" not in place
    assert len(place) < 75
    assert place.endswith(", STT 2")
