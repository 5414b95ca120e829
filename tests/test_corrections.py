"""Corrections made in the workbooks as a person makes them, and read back at the next run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.year_papers import Office

ROWS = [
    ("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa"),
    ("Ông Bùi Văn An, xóm Mỵ, xã Yên Mông", "Nuôi ong lấy mật"),
    ("Trường Mầm non Hoa Ban", "Vườn rau của bé"),
    ("Trạm Y tế phường Thái Bình", "Ngày hội hiến máu tình nguyện"),
]
PLAN, YEAR = "Danh sách", "Biểu 06 - Danh sách"
MODEL = "Tên mô hình, điển hình"


@pytest.fixture
def office(office: Office) -> Office:
    office.drop("ke-hoach.docx", ROWS, "15/3/2023")
    office.run()
    return office


class Table:
    """A list in a workbook, found by its headings as a person finds it."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        rows = ((row, [cell.value for cell in row]) for row in sheet.iter_rows())
        self.top, self.heads = next(
            (row[0].row, values) for row, values in rows if "Đánh dấu" in values
        )

    def cell(self, subject: str, heading: str) -> Any:
        column = self.heads.index("Đối tượng") + 1
        for row in range(self.top + 1, self.sheet.max_row + 1):
            if str(self.sheet.cell(row, column).value or "").startswith(subject):
                return self.sheet.cell(row, self.heads.index(heading) + 1)
        raise LookupError(subject)

    def column(self, heading: str) -> list[Any]:
        place = self.heads.index(heading) + 1
        rows = range(self.top + 1, self.sheet.max_row + 1)
        return [value for row in rows if (value := self.sheet.cell(row, place).value)]


def plan_book(office: Office) -> Path:
    return office.output / "2023" / "ke-hoach.xlsx"


def change(path: Path, edit: Callable[[Table], None], name: str = PLAN) -> None:
    book = openpyxl.load_workbook(path)
    edit(Table(book[name]))
    book.save(path)


def read(path: Path, name: str = PLAN) -> Table:
    return Table(openpyxl.load_workbook(path)[name])


def set_cell(subject: str, heading: str, value: str) -> Callable[[Table], None]:
    def edit(table: Table) -> None:
        table.cell(subject, heading).value = value

    return edit


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Đối tượng", "Hội Nông dân và Hội Phụ nữ phường Dân Chủ"),
        ("Loại đối tượng", "Cá nhân"),
        ("Chức vụ, nơi công tác", "Chủ tịch Hội"),
        ("Thôn, tổ dân phố", "tổ dân phố số 5"),
        ("Xã, phường", "phường Thống Nhất"),
        ("Lĩnh vực", "Từ thiện, nhân đạo"),
        ("Tên mô hình, điển hình", "Tổ hợp tác trồng hoa hồng"),
        ("Ghi chú", "Đề nghị nhân rộng"),
    ],
)
@pytest.mark.parametrize("name", [PLAN, YEAR])
def test_changed_cell_stays_changed(office: Office, name: str, heading: str, value: str) -> None:
    path = plan_book(office) if name == PLAN else office.book(2023)
    change(path, set_cell("Hội Nông dân", heading, value), name)
    assert "1 chỗ sửa" in office.run().output
    office.run()
    assert read(plan_book(office)).cell("Hội Nông dân", heading).value == value
    assert read(office.book(2023), YEAR).cell("Hội Nông dân", heading).value == value


PEOPLE = [
    ("Ông Trần Đức Hạnh và bà Hoàng Thị Huyền, xóm Mỵ, xã Yên Mông", "Nuôi ong lấy mật"),
    ("Hộ ông Bùi Văn Uấn, xóm Gò, xã Yên Mông", "Trồng cam"),
    ("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa"),
]


@pytest.fixture
def people(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.drop("ke-hoach.docx", PEOPLE, "15/3/2023")
    office.run()
    return office


def name_people(office: Office) -> list[str]:
    table = read(plan_book(office))
    return [table.cell(subject, "Họ và tên").value or "" for subject in ("Ông", "Hộ", "Hội")]


def test_names_stay_in_rows_that_nobody_touched(people: Office) -> None:
    before = name_people(people)
    assert before == ["Trần Đức Hạnh, Hoàng Thị Huyền", "Bùi Văn Uấn", ""]
    change(plan_book(people), set_cell("Hội", "Ghi chú", "x"))
    people.run()
    assert name_people(people) == before
    change(plan_book(people), set_cell("Ông", "Ghi chú", "x"))
    people.run()
    assert name_people(people) == before


@pytest.mark.parametrize(
    ("start", "subject", "name"),
    [
        ("Hộ", "Hộ ông Bùi Văn Uẩn", "Bùi Văn Uẩn"),
        ("Ông", "Ông Trần Đức Hành và bà Hoàng Thị Huyền", "Trần Đức Hành, Hoàng Thị Huyền"),
        ("Ông", "Hội Người cao tuổi xã Yên Mông", ""),
        ("Hội", "Ông Lê Văn Ba", "Lê Văn Ba"),
    ],
)
def test_a_corrected_subject_gives_its_name(
    people: Office, start: str, subject: str, name: str
) -> None:
    was = read(plan_book(people)).cell(start, "Họ và tên").value
    change(plan_book(people), set_cell(start, "Đối tượng", subject))
    people.run()
    assert (read(plan_book(people)).cell(subject, "Họ và tên").value or "") == name
    journal = read(plan_book(people), "Nhật ký sửa")
    assert journal.column("Trước khi sửa")[0].endswith(f"Họ và tên: {was or '(trống)'}")
    (after,) = journal.column("Sau khi sửa")
    assert after == f"{subject}\nHọ và tên: {name or '(trống)'}"


def test_sorting_filtering_hiding_and_own_columns_do_no_harm(office: Office) -> None:
    def edit(table: Table) -> None:
        sheet = table.sheet
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=table.top + 1)]
        model = table.heads.index("Tên mô hình, điển hình")
        rows.sort(key=lambda row: str(row[model]), reverse=True)
        for place, values in enumerate(rows, table.top + 1):
            for column, value in enumerate(values, 1):
                sheet.cell(place, column).value = value
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[table.top + 2].hidden = True
        own = len(table.heads) + 1
        sheet.cell(table.top, own).value = "Ý kiến của tôi"
        sheet.cell(table.top + 1, own).value = "xem lại"
        table.cell("Trường Mầm non", "Xã, phường").value = "phường Đồng Tiến"

    change(plan_book(office), edit)
    assert "1 chỗ sửa" in office.run().output
    table = read(office.book(2023), YEAR)
    assert table.cell("Trường Mầm non", "Xã, phường").value == "phường Đồng Tiến"
    assert table.cell("Trạm Y tế", "Tên mô hình, điển hình").value == ROWS[3][1]


def test_a_column_put_before_the_others_does_no_harm(office: Office) -> None:
    def edit(table: Table) -> None:
        table.cell("Trạm Y tế", "Ghi chú").value = "Duy trì"
        table.sheet.insert_cols(3)

    change(plan_book(office), edit)
    assert "1 chỗ sửa" in office.run().output
    assert read(plan_book(office)).cell("Trạm Y tế", "Ghi chú").value == "Duy trì"


def test_saving_without_a_change_is_no_correction(office: Office) -> None:
    change(plan_book(office), lambda table: None)
    change(office.book(2023), lambda table: None, YEAR)
    assert "chỗ sửa" not in office.run().output


def test_marked_row_is_removed(office: Office) -> None:
    change(plan_book(office), set_cell("Trạm Y tế", "Đánh dấu", "Xóa"))
    office.run()
    for path, name in ((plan_book(office), PLAN), (office.book(2023), YEAR)):
        assert len(read(path, name).column("Mã dòng")) == 3


def test_row_at_the_end_is_added_once(office: Office) -> None:
    def edit(table: Table) -> None:
        row = table.sheet.max_row + 1
        for heading, value in (
            ("Đối tượng", "Hội Cựu chiến binh phường Tân Thịnh"),
            ("Loại đối tượng", "Tập thể"),
            ("Tên mô hình, điển hình", "Tuyến đường cờ Tổ quốc"),
            ("Lĩnh vực", "Văn hóa - xã hội"),
        ):
            table.sheet.cell(row, table.heads.index(heading) + 1).value = value

    change(office.book(2023), edit, YEAR)
    office.run()
    office.run()
    table = read(office.book(2023), YEAR)
    assert table.column("Đối tượng").count("Hội Cựu chiến binh phường Tân Thịnh") == 1
    assert len(table.column("Mã dòng")) == 5
    change(office.book(2023), set_cell("Hội Cựu", "Ghi chú", "Mới"), YEAR)
    office.run()
    assert read(office.book(2023), YEAR).cell("Hội Cựu", "Ghi chú").value == "Mới"


def add_row(table: Table) -> None:
    row = table.sheet.max_row + 1
    for heading, value in (
        ("Đối tượng", "Bà Nguyễn Thị Thử"),
        ("Loại đối tượng", "Cá nhân"),
        ("Lĩnh vực", "Từ thiện, nhân đạo"),
        (MODEL, "Máy tách vỏ lạc"),
    ):
        table.sheet.cell(row, table.heads.index(heading) + 1).value = value


def test_a_row_added_to_a_plan_stays_in_its_list(office: Office) -> None:
    change(plan_book(office), add_row)
    office.run()
    office.run()
    table = read(plan_book(office))
    assert table.column("Đối tượng").count("Bà Nguyễn Thị Thử") == 1
    assert table.cell("Bà Nguyễn", "Họ và tên").value == "Nguyễn Thị Thử"
    year = read(office.book(2023), YEAR)
    assert year.column("Đối tượng").count("Bà Nguyễn Thị Thử") == 1
    source = year.cell("Bà Nguyễn", "Văn bản nguồn").value
    assert "1/KH-UBND" in source
    assert source.endswith("(Cán bộ bổ sung)")


@pytest.mark.parametrize("name", ["thay.docx", "ke-hoach.docx"])
def test_an_added_row_follows_a_renamed_or_replaced_file(office: Office, name: str) -> None:
    change(plan_book(office), add_row)
    office.run()
    if name == "ke-hoach.docx":
        office.drop(name, [("Công an phường Kỳ Sơn", "Camera an ninh"), *ROWS], "15/3/2023")
    else:
        (office.input / "ke-hoach.docx").rename(office.input / name)
    office.run()
    table = read(office.output / "2023" / f"{Path(name).stem}.xlsx")
    assert "Bà Nguyễn Thị Thử" in table.column("Đối tượng")


@pytest.mark.parametrize("name", [PLAN, YEAR])
def test_the_journal_names_an_added_row_that_can_be_undone_by_it(office: Office, name: str) -> None:
    path = plan_book(office) if name == PLAN else office.book(2023)
    change(path, add_row, name)
    office.run()
    journal = read(path, "Nhật ký sửa")
    assert journal.cell("Bà Nguyễn Thị Thử", "Việc").value == "Bổ sung"
    said = journal.cell("Bà Nguyễn Thị Thử", "Sau khi sửa").value
    assert f"{MODEL}: Máy tách vỏ lạc" in said
    assert "Lĩnh vực: Từ thiện, nhân đạo" in said
    change(path, set_cell("Bà Nguyễn", "Đánh dấu", "hoàn tác"), "Nhật ký sửa")
    office.run()
    assert "Bà Nguyễn Thị Thử" not in read(office.book(2023), YEAR).column("Đối tượng")
    assert "Bà Nguyễn Thị Thử" not in read(plan_book(office)).column("Đối tượng")
    assert read(path, "Nhật ký sửa").column("Tình trạng") == ["Đã hoàn tác"]


def test_copied_row_that_was_changed_is_a_new_one(office: Office) -> None:
    def edit(table: Table) -> None:
        source = table.cell("Trường Mầm non", "Đối tượng").row
        target = table.sheet.max_row + 1
        for column in range(1, len(table.heads) + 1):
            table.sheet.cell(target, column).value = table.sheet.cell(source, column).value
        model = table.heads.index("Tên mô hình, điển hình") + 1
        table.sheet.cell(target, model).value = "Thư viện của bé"

    change(plan_book(office), edit)
    office.run()
    assert "Thư viện của bé" in read(office.book(2023), YEAR).column("Tên mô hình, điển hình")
    assert "Vườn rau của bé" in read(office.book(2023), YEAR).column("Tên mô hình, điển hình")


def test_undone_in_the_journal_is_as_it_was(office: Office) -> None:
    change(plan_book(office), set_cell("Trường Mầm non", "Xã, phường", "phường Đồng Tiến"))
    office.run()
    journal = read(office.book(2023), "Nhật ký sửa")
    assert journal.column("Sau khi sửa") == ["phường Đồng Tiến"]
    assert journal.column("Sổ") == ["2023/ke-hoach.xlsx"]
    change(office.book(2023), set_cell("Trường Mầm non", "Đánh dấu", "hoàn tác"), "Nhật ký sửa")
    office.run()
    office.run()
    assert not read(plan_book(office)).cell("Trường Mầm non", "Xã, phường").value
    assert read(office.book(2023), "Nhật ký sửa").column("Tình trạng") == ["Đã hoàn tác"]


def test_removed_row_comes_back_when_undone(office: Office) -> None:
    change(plan_book(office), set_cell("Trạm Y tế", "Đánh dấu", "xóa"))
    office.run()
    change(plan_book(office), set_cell("Trạm Y tế", "Đánh dấu", "hoàn tác"), "Nhật ký sửa")
    office.run()
    assert len(read(plan_book(office)).column("Mã dòng")) == 4


def test_later_workbook_stands_and_both_are_named(office: Office) -> None:
    change(office.book(2023), set_cell("Trạm Y tế", "Ghi chú", "theo sổ năm"), YEAR)
    change(plan_book(office), set_cell("Trạm Y tế", "Ghi chú", "theo sổ kế hoạch"))
    os.utime(plan_book(office), (1_700_000_000, 1_700_000_000))
    output = office.run().output
    assert read(plan_book(office)).cell("Trạm Y tế", "Ghi chú").value == "theo sổ năm"
    told = next(line for line in output.splitlines() if "khác nhau" in line)
    assert "2023/ke-hoach.xlsx" in told
    assert "2023/tong-hop-nam-2023.xlsx" in told


@pytest.mark.parametrize("harm", ["rename", "key", "bytes"])
def test_unreadable_workbook_is_kept_aside(office: Office, harm: str) -> None:
    path = plan_book(office)
    book = openpyxl.load_workbook(path)
    if harm == "rename":
        book[PLAN].title = "Bảng của tôi"
    if harm == "key":
        table = Table(book[PLAN])
        table.sheet.delete_cols(table.heads.index("Mã dòng") + 1)
    book.save(path)
    if harm == "bytes":
        path.write_bytes(b"PK\x03\x04 broken")
    before = path.read_bytes()
    output = office.run().output
    (aside,) = path.parent.glob("*chưa đọc lại được*")
    assert aside.read_bytes() == before
    assert aside.name in output.replace("\n", "")
    assert len(read(path).column("Mã dòng")) == 4


def test_corrections_survive_a_replaced_file(office: Office) -> None:
    change(plan_book(office), set_cell("Trường Mầm non", "Xã, phường", "phường Đồng Tiến"))
    office.run()
    office.drop("ke-hoach.docx", [("Công an phường Kỳ Sơn", "Camera an ninh"), *ROWS], "15/3/2023")
    office.run()
    table = read(plan_book(office))
    assert len(table.column("Mã dòng")) == 5
    assert table.cell("Trường Mầm non", "Xã, phường").value == "phường Đồng Tiến"


def test_correction_teaches_the_same_phrase_elsewhere(office: Office) -> None:
    change(plan_book(office), set_cell("Trạm Y tế", "Lĩnh vực", "Giảm nghèo, an sinh"))
    office.run()
    office.drop(
        "2024.docx", [("Trạm Y tế xã Yên Mông", "Ngày hội hiến máu tình nguyện")], "1/3/2024"
    )
    office.run()
    table = read(office.output / "2024" / "2024.xlsx")
    reason = table.cell("Trạm Y tế", "Cần kiểm tra").value
    assert "Giảm nghèo" in reason
    assert "ke-hoach.docx" in reason
    assert table.cell("Trạm Y tế", "Lĩnh vực").value != "Giảm nghèo, an sinh"


def test_unknown_field_is_said_and_not_taken(office: Office) -> None:
    change(plan_book(office), set_cell("Trạm Y tế", "Lĩnh vực", "Chăn nuôi cá sấu"))
    assert "Chăn nuôi cá sấu" in office.run().output
    assert read(plan_book(office)).cell("Trạm Y tế", "Lĩnh vực").value != "Chăn nuôi cá sấu"


def test_report_takes_corrections_in(office: Office) -> None:
    change(office.book(2023), set_cell("Trạm Y tế", "Ghi chú", "Duy trì"), YEAR)
    assert office.call("report", "2023").exit_code == 0
    assert read(office.book(2023), YEAR).cell("Trạm Y tế", "Ghi chú").value == "Duy trì"


def test_answer_is_remembered(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.drop("2022.docx", [("Trường Mầm non Hoa Ban", "Vườn rau")], "10/3/2022")
    office.drop("2023.docx", [("Trường Mầm non Hoa Ban", "Vườn râu")], "15/3/2023")
    office.run()
    book = openpyxl.load_workbook(office.book(2023))
    sheet = book["Cần xác nhận"]
    place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Đang tính là")
    counted = sheet.cell(place.row + 1, place.column).value
    answer = "không" if counted == "một mô hình" else "có"
    sheet.cell(place.row + 1, place.column + 1).value = answer
    book.save(office.book(2023))
    before = office.call("compare", "2022", "2023", "--format", "jsonl").stdout
    office.run()
    after = office.call("compare", "2022", "2023", "--format", "jsonl").stdout
    assert ('"kept"' in before) != ('"kept"' in after)
    assert "Cần xác nhận" not in openpyxl.load_workbook(office.book(2023)).sheetnames


# --- communes in the officer's words --------------------------------------------------


def find_flagged(path: Path, name: str = PLAN) -> list[Any]:
    return read(path, name).column("Cần kiểm tra")


def test_an_unknown_commune_stands_and_is_said(office: Office) -> None:
    change(plan_book(office), set_cell("Trạm Y tế", "Xã, phường", "phường Không Có"))
    told = " ".join(office.run().output.split())
    assert "“phường Không Có” của “Trạm Y tế phường Thái Bình” không có trong danh mục" in told
    for path, name in ((plan_book(office), PLAN), (office.book(2023), YEAR)):
        table = read(path, name)
        assert table.cell("Trạm Y tế", "Xã, phường").value == "phường Không Có"
        (said,) = find_flagged(path, name)
        assert "không có trong danh mục" in said
    assert "Không Có" not in office.run().output


def test_the_nearest_commune_is_suggested_for_an_unknown_one(office: Office) -> None:
    change(plan_book(office), set_cell("Trạm Y tế", "Xã, phường", "phường Thống Nhấp"))
    assert "có phải “phường Thống Nhất” không?" in " ".join(office.run().output.split())
    (said,) = find_flagged(plan_book(office))
    assert "“phường Thống Nhất”" in said
    change(plan_book(office), set_cell("Trạm Y tế", "Xã, phường", "phường Thống Nhất"))
    office.run()
    assert find_flagged(plan_book(office)) == []


def test_a_commune_is_written_in_full_as_in_a_plan(office: Office) -> None:
    change(plan_book(office), set_cell("Trường Mầm non", "Xã, phường", "P.Thống Nhất"))
    change(plan_book(office), set_cell("Trạm Y tế", "Xã, phường", "Đồng Tiến"))
    office.run()
    table = read(plan_book(office))
    assert table.cell("Trường Mầm non", "Xã, phường").value == "phường Thống Nhất"
    assert table.cell("Trạm Y tế", "Xã, phường").value == "phường Đồng Tiến"
    assert "chỗ sửa" not in office.run().output


def test_an_added_row_in_an_unknown_commune_is_said(office: Office) -> None:
    def edit(table: Table) -> None:
        add_row(table)
        place = table.heads.index("Xã, phường") + 1
        table.sheet.cell(table.sheet.max_row, place).value = "xã Không Có"

    change(office.book(2023), edit, YEAR)
    assert "“xã Không Có” của “Bà Nguyễn Thị Thử”" in " ".join(office.run().output.split())
    assert len(find_flagged(office.book(2023), YEAR)) == 1


# --- checked, and right --------------------------------------------------------------


@pytest.mark.parametrize("name", [PLAN, YEAR])
def test_a_row_that_is_said_to_be_right_has_no_doubt(office: Office, name: str) -> None:
    path = plan_book(office) if name == PLAN else office.book(2023)
    change(path, set_cell("Trạm Y tế", "Xã, phường", "phường Không Có"), name)
    office.run()
    change(path, set_cell("Trạm Y tế", "Đánh dấu", "Đúng"), name)
    assert "1 chỗ sửa" in office.run().output
    assert find_flagged(plan_book(office)) == find_flagged(office.book(2023), YEAR) == []
    table = read(plan_book(office))
    assert table.cell("Trạm Y tế", "Xã, phường").value == "phường Không Có"
    journal = read(path, "Nhật ký sửa")
    assert journal.column("Việc") == ["Xác nhận đúng", "Sửa"]
    assert "không có trong danh mục" in journal.column("Trước khi sửa")[0]


def test_what_is_changed_after_a_check_is_doubted_anew(office: Office) -> None:
    change(plan_book(office), set_cell("Trạm Y tế", "Đánh dấu", "đúng"))
    office.run()
    for number in range(2):
        wrong = set_cell("Trạm Y tế", "Xã, phường", f"phường Không Có {number}")
        change(plan_book(office), wrong)
        office.run()
        assert len(find_flagged(plan_book(office))) == 1
        change(plan_book(office), set_cell("Trạm Y tế", "Đánh dấu", "đúng"))
        office.run()
        assert find_flagged(plan_book(office)) == []


# --- entries that say the same --------------------------------------------------------


@pytest.fixture
def doubled(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.drop("ke-hoach.docx", [*ROWS, ROWS[3]], "15/3/2023")
    office.run()
    assert len(find_flagged(plan_book(office))) == 2
    return office


@pytest.mark.parametrize(
    ("heading", "value", "left"),
    [("Đánh dấu", "xóa", 0), (MODEL, "Giọt hồng", 0), ("Ghi chú", "x", 2), ("Đánh dấu", "đúng", 1)],
)
def test_two_equal_entries_are_doubted_as_long_as_both_stand(
    doubled: Office, heading: str, value: str, left: int
) -> None:
    change(plan_book(doubled), set_cell("Trạm Y tế", heading, value))
    doubled.run()
    assert len(find_flagged(plan_book(doubled))) == left
    assert len(find_flagged(doubled.book(2023), YEAR)) == left


def test_an_entry_that_becomes_equal_to_another_is_doubted(office: Office) -> None:
    def edit(table: Table) -> None:
        names = (("Xã, phường", "phường Thái Bình"), (MODEL, ROWS[3][1]), ("Đối tượng", ROWS[3][0]))
        for heading, value in names:
            table.cell("Trường", heading).value = value

    change(plan_book(office), edit)
    office.run()
    said = find_flagged(plan_book(office))
    assert len(said) == 2
    assert all("Trùng đối tượng và mô hình" in reason for reason in said)


# --- the list of a field -------------------------------------------------------------


def field_of(office: Office, subject: str) -> str:
    return str(read(office.book(2023), YEAR).cell(subject, "Lĩnh vực").value)


def test_the_list_of_a_field_is_read_back(office: Office) -> None:
    field = field_of(office, "Trạm Y tế")
    change(office.book(2023), set_cell("Trạm Y tế", "Ghi chú", "Đề nghị nhân rộng"), field)
    assert "1 chỗ sửa" in office.run().output
    for name in (YEAR, field):
        cell = read(office.book(2023), name).cell("Trạm Y tế", "Ghi chú")
        assert cell.value == "Đề nghị nhân rộng"
    assert read(plan_book(office)).cell("Trạm Y tế", "Ghi chú").value == "Đề nghị nhân rộng"


def test_a_row_is_removed_and_added_in_the_list_of_a_field(office: Office) -> None:
    field = field_of(office, "Trạm Y tế")

    def edit(table: Table) -> None:
        table.cell("Trạm Y tế", "Đánh dấu").value = "xóa"
        row = table.sheet.max_row + 1
        for heading, value in (("Đối tượng", "Bà Đinh Thị Hoa"), (MODEL, "Bếp ấm cho em")):
            table.sheet.cell(row, table.heads.index(heading) + 1).value = value

    change(office.book(2023), edit, field)
    assert "2 chỗ sửa" in office.run().output
    table = read(office.book(2023), YEAR)
    assert table.cell("Bà Đinh Thị Hoa", "Lĩnh vực").value == field
    with pytest.raises(LookupError):
        table.cell("Trạm Y tế", "Lĩnh vực")


def test_one_edit_in_both_lists_is_one_correction(office: Office) -> None:
    field = field_of(office, "Trạm Y tế")
    for name in (YEAR, field):
        change(office.book(2023), set_cell("Trạm Y tế", MODEL, "Hiến máu cứu người"), name)
    told = office.run().output
    assert "1 chỗ sửa" in told
    assert "hai trang ghi khác nhau" not in told


def test_lists_of_one_workbook_that_disagree_are_both_named(office: Office) -> None:
    field = field_of(office, "Trạm Y tế")
    change(office.book(2023), set_cell("Trạm Y tế", MODEL, "Hiến máu cứu người"), YEAR)
    change(office.book(2023), set_cell("Trạm Y tế", MODEL, "Giọt hồng"), field)
    change(office.book(2023), set_cell("Hội Nông dân", "Đánh dấu", "xóa"), YEAR)
    other = field_of(office, "Hội Nông dân")
    change(office.book(2023), set_cell("Hội Nông dân", "Ghi chú", "Tốt"), other)
    told = " ".join(office.run().output.split())
    assert f"lấy “Hiến máu cứu người” theo trang {YEAR}, bỏ “Giọt hồng” của trang" in told
    assert f"xóa dòng theo trang {YEAR}, bỏ “Tốt” của trang" in told
    table = read(office.book(2023), YEAR)
    assert table.cell("Trạm Y tế", MODEL).value == "Hiến máu cứu người"
    with pytest.raises(LookupError):
        table.cell("Hội Nông dân", MODEL)


def test_a_row_lost_from_the_list_of_a_field_is_told(office: Office) -> None:
    field = field_of(office, "Trạm Y tế")
    cell = read(office.book(2023), field).cell("Trạm Y tế", MODEL)
    change(office.book(2023), lambda table: table.sheet.delete_rows(cell.row), field)
    change(office.book(2023), set_cell("Trường Mầm non", "Ghi chú", "Tốt"), YEAR)
    assert "1 dòng không còn trong trang danh sách" in " ".join(office.run().output.split())
