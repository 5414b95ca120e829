"""Columns get their roles by headings and cells together; what is no list of models is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.codes import FileKind, Flag
from pipeline.frame import Record
from pipeline.job.plan import Findings, find_tables, understand
from pipeline.language.people import load_people
from pipeline.model import Cell, Document, Grid, Paragraph, Row, Source
from pipeline.settings import Settings

TITLE = "DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN"


def _lay(*tables: tuple[str, Sequence[Sequence[str]]]) -> Findings:
    """What is made of titled tables, their rows as they are printed."""
    blocks: list[Paragraph | Grid] = [Paragraph("KẾ HOẠCH")]
    for title, rows in tables:
        if title:
            blocks.append(Paragraph(title, centred=True, bold=True))
        blocks.append(Grid(tuple(Row(tuple(map(Cell, row))) for row in rows)))
    reading = find_tables(Document(Source(Path("ke-hoach.docx"), FileKind.DOCX), tuple(blocks)))
    return understand(reading, Settings(), "ke-hoach.docx", None)


def _read(title: str, *rows: Sequence[str]) -> tuple[Record, ...]:
    return _lay((title, rows)).records


def _subjects(records: Sequence[Record]) -> list[str]:
    return [record["subject"] for record in records]


def _kinds(records: Sequence[Record]) -> list[str]:
    return [record["subject_kind"] for record in records]


# --- which column ----------------------------------------------------------------------


def test_persons_under_the_models_heading_are_the_subjects_and_the_communes_are_not() -> None:
    records = _read(
        TITLE,
        ("STT", "Đơn vị", "Tên mô hình, điển hình", "Nội dung"),
        ("1", "Xã Suối Trong", "Ông Nguyễn Văn Tám", "Nuôi bò vỗ béo"),
        ("2", "Xã Bản Mây", "Lê Thị Chín", "Giữ gìn an ninh thôn xóm"),
        ("3", "Phường Cầu Đá", "Sùng A Páo", "Trồng rau sạch"),
    )
    assert _subjects(records) == ["Ông Nguyễn Văn Tám", "Lê Thị Chín", "Sùng A Páo"]
    assert [r["commune"] for r in records] == ["xã Suối Trong", "xã Bản Mây", "phường Cầu Đá"]


def test_a_heading_misread_by_a_letter_keeps_its_role() -> None:
    records = _read(
        TITLE,
        ("SfT", "Họ và lên", "Đơn vị công lác", "Nơi ờ", "Tên mô hinh"),
        ("1", "Nguyễn Văn Tám", "Trường Tiểu học Suối Trong", "Thôn 1, xã Suối Trong", "Nuôi dê"),
        ("2", "Lê Thị Chín", "Trạm Y tế xã", "Thôn 2, xã Suối Trong", "Vườn thuốc nam"),
    )
    assert _subjects(records) == ["Nguyễn Văn Tám", "Lê Thị Chín"]
    assert [r["model"] for r in records] == ["Nuôi dê", "Vườn thuốc nam"]
    assert {r["commune"] for r in records} == {"xã Suối Trong"}


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Tên trường", ("Trường Mầm non Sao Mai", "Trường Tiểu học Suối Trong")),
        ("Buôn", ("Buôn Ea Tul", "Buôn Kuôp")),
        ("Làng nghề", ("Làng nghề đan lát Hạ", "Làng nghề mộc Trung")),
        ("Gương người tốt, việc tốt", ("Nguyễn Thị Tư Lan", "Nguyễn Thị Tư Mai")),
    ],
)
def test_a_list_with_an_unknown_heading_is_a_list_by_its_cells(
    heading: str, names: tuple[str, str]
) -> None:
    records = _read(
        "DANH SÁCH BIỂU DƯƠNG NĂM 2025",
        ("STT", heading, "Thành tích nổi bật", "Hình thức khen"),
        ("1", names[0], "Trồng nấm rơm", "Giấy khen"),
        ("2", names[1], "Nuôi ong", "Giấy khen"),
    )
    assert _subjects(records) == list(names)
    assert not any(Flag.COLUMN_UNCERTAIN in record["flags"] for record in records)


def test_a_list_without_heading_has_its_roles_by_its_cells_and_is_doubted() -> None:
    records = _read(
        TITLE,
        ("1", "Lê Thị Chín", "Thôn 1, xã Suối Trong", "Nuôi dê sinh sản"),
        ("2", "Y Blốt Niê", "Thôn 2, xã Suối Trong", "Vườn rau cho bé"),
        ("3", "Kha Minh Khuê", "Thôn 3, xã Suối Trong", "Camera an ninh"),
    )
    assert _subjects(records) == ["Lê Thị Chín", "Y Blốt Niê", "Kha Minh Khuê"]
    assert records[0]["model"] == "Nuôi dê sinh sản"
    assert all(Flag.COLUMN_UNCERTAIN in record["flags"] for record in records)


def test_a_table_without_heading_takes_that_of_the_list_before_it() -> None:
    head = ("STT", "Họ và tên", "Nơi ở", "Tên mô hình")
    found = _lay(
        (TITLE, (
            head,
            ("1", "Lê Thị Chín", "Thôn 1", "Nuôi dê"), ("2", "Vi A", "Thôn 2", "Nuôi ong"),
        )),
        ("Danh sách bổ sung", (
            ("1", "Kha Văn Bảy", "Thôn 3", "Trồng rau"), ("2", "Lò B", "Thôn 4", "Dệt vải"),
        )),
    )  # fmt: skip
    assert _subjects(found.records) == ["Lê Thị Chín", "Vi A", "Kha Văn Bảy", "Lò B"]
    assert list(found.records[2]["cells"]) == list(head)
    assert "heading-missing" in {note.code for note in found.receipt.notes}


def test_two_columns_that_could_name_the_subject_are_said_once() -> None:
    found = _lay(
        (TITLE, (
            ("STT", "Đơn vị", "Đơn vị thực hiện", "Mô hình"),
            ("1", "Hội Nông dân xã", "Chi hội Nông dân thôn 1", "Nuôi bò"),
            ("2", "Hội Phụ nữ xã", "Chi hội Phụ nữ thôn 2", "Trồng rau"),
            ("3", "Đoàn Thanh niên xã", "Chi đoàn thôn 2", "Giữ gìn an ninh"),
        )),
    )  # fmt: skip
    notes = [note for note in found.receipt.notes if note.code == "columns-uncertain"]
    assert len(notes) == 1
    assert "“Đơn vị” là đối tượng" in notes[0].text
    assert "“Đơn vị thực hiện” là đối tượng" in notes[0].text
    assert all(Flag.COLUMN_UNCERTAIN in record["flags"] for record in found.records)


# --- what is no list -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("CHỈ TIÊU THI ĐUA", (
            ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu"),
            ("1", "Số văn bản đã ban hành", "Văn bản", "82"), ("2", "Số hộ tham gia", "Hộ", "120"),
        )),
        ("PHỤ LỤC", (
            ("TT", "Nội dung công việc", "Đơn vị thực hiện", "Thời gian"),
            ("1", "Tổ chức hội nghị triển khai", "Văn phòng UBND xã", "Quý I"),
            ("2", "Rà soát, lựa chọn mô hình", "Phòng Văn hóa - Xã hội", "Tháng 6"),
        )),
        ("DỰ TOÁN KINH PHÍ", (
            ("TT", "Nội dung", "ĐVT", "Số lượng", "Thành tiền"),
            ("1", "Khung giấy khen", "Cái", "20", "1.000.000"),
            ("2", "Hoa tươi", "Bó", "5", "500.000"),
        )),
        ("PHỤ LỤC II", (
            ("TT", "Lĩnh vực/Tiêu chí", "Điểm chuẩn", "Điểm tự đánh giá"),
            ("1", "Công tác chỉ đạo", "10", "8.00"), ("2", "Ban hành kế hoạch", "5", "4.00"),
        )),
        ("PHIẾU LẤY Ý KIẾN", (
            ("STT", "Họ và tên", "Đồng ý", "Không đồng ý"),
            ("1", "Nguyễn Văn Tám", "x", ""), ("2", "Lê Thị Chín", "x", ""),
        )),
    ],
)  # fmt: skip
def test_a_table_of_something_else_gives_no_entry(
    title: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    assert _read(title, *rows) == ()


def test_a_list_of_a_committee_is_left_out_and_named() -> None:
    found = _lay(
        ("DANH SÁCH BAN CHỈ ĐẠO PHONG TRÀO", (
            ("STT", "Họ và tên", "Chức vụ", "Nhiệm vụ"),
            ("1", "Nguyễn Văn Tám", "Chủ tịch UBND xã", "Trưởng ban"),
            ("2", "Lê Thị Chín", "Phó Chủ tịch UBND xã", "Phó Trưởng ban"),
            ("3", "Kha Văn Bảy", "Công chức xã", "Thành viên"),
        )),
    )  # fmt: skip
    assert found.records == ()
    left = [note for note in found.receipt.notes if note.code == "table-left-out"]
    assert len(left) == 1 and "BAN CHỈ ĐẠO" in left[0].text


@pytest.mark.parametrize(
    "sentence",
    [
        "Phòng Kinh tế phối hợp với các thôn nêu gương điển hình tiên tiến trong phong trào",
        "UBND các xã lựa chọn ít nhất 01 điển hình tiên tiến trong lĩnh vực nông nghiệp",
        "Xây dựng, nhân rộng các mô hình, điển hình tiên tiến trong các lĩnh vực",
    ],
)
def test_a_sentence_of_tasks_is_no_entry(sentence: str) -> None:
    blocks = (Paragraph("KẾ HOẠCH"), *(Paragraph(f"{n}. {sentence}.") for n in (1, 2, 3)))
    reading = find_tables(Document(Source(Path("ke-hoach.docx"), FileKind.DOCX), blocks))
    assert understand(reading, Settings(), "ke-hoach.docx", None).records == ()


# --- which kind ------------------------------------------------------------------------

PEOPLES = (
    "Lô Thị Sáu", "Kha Văn Bảy", "Cụt Minh Khuê", "Moong Đức Lộc", "Đoàn Thị Hoa Mai", "Đoàn Minh",
    "Y Blốt Niê", "H'Hen Êban", "K'Tiếu", "Sùng A Chía", "Danh Sóc Kha", "Thạch Thị Sa Rết",
    "Y NUÊ BUÔN KRÔNG", "Bản Minh Khuê", "Tổ Văn Lực",
)  # fmt: skip


def test_whoever_stands_under_a_heading_of_persons_is_one_whatever_the_name() -> None:
    rows = [(str(n), name, f"Thôn {n}", "Nuôi ong") for n, name in enumerate(PEOPLES, 1)]
    records = _read(TITLE, ("STT", "Họ và tên", "Nơi ở", "Mô hình"), *rows)
    assert [record["person"] for record in records] == list(PEOPLES)
    assert set(_kinds(records)) == {"individual"}


def test_a_name_that_may_be_a_bodys_is_doubted_where_the_column_holds_both() -> None:
    records = _read(
        TITLE,
        ("STT", "Tập thể, cá nhân", "Mô hình"),
        ("1", "Đoàn Thanh niên xã", "Nuôi ong"),
        ("2", "Ông Lò Văn Út", "Nuôi dê"),
        ("3", "Đoàn Minh Khuê", "Trồng rau"),
        ("4", "Thôn Đông", "Đường hoa"),
    )
    assert _kinds(records) == ["collective", "individual", "", "collective"]
    assert [Flag.KIND_UNKNOWN in record["flags"] for record in records] == [
        False,
        False,
        True,
        False,
    ]


def test_heads_of_households_are_households() -> None:
    records = _read(
        TITLE,
        ("STT", "Họ tên chủ hộ", "Nơi ở", "Mô hình"),
        ("1", "Kha Văn Bảy", "Thôn 1", "Nuôi ong"),
        ("2", "Bà Lê Thị Chín", "Thôn 2", "Nuôi dê"),
    )
    assert _kinds(records) == ["household", "household"]


def test_the_group_tells_the_kind_unless_the_row_says_another() -> None:
    records = _read(
        TITLE,
        ("STT", "Tên", "Mô hình"),
        ("I", "Tập thể", ""),
        ("1", "Sao Mai", "Nuôi ong"),
        ("II", "Cá nhân", ""),
        ("1", "Phàn Mùi", "Nuôi dê"),
        ("2", "Hội Phụ nữ thôn Đông", "Nuôi gà"),
        ("III", "Hộ gia đình", ""),
        ("1", "Ông Kha Văn Bảy", "Nuôi bò"),
    )
    assert _kinds(records) == ["collective", "individual", "collective", "household"]
    assert [Flag.KIND_UNKNOWN in r["flags"] for r in records] == [False, False, True, False]


# --- names over two columns ------------------------------------------------------------


def test_a_family_name_and_a_given_name_under_one_heading_are_one_subject() -> None:
    top = (
        Cell("STT", row_span=2),
        Cell("Họ và tên", col_span=2),
        None,
        Cell("Mô hình", row_span=2),
    )
    leaves = (None, Cell("Họ và đệm"), Cell("Tên"), None)
    body = [
        tuple(map(Cell, r))
        for r in (("1", "Rơ Châm", "Tâm", "Nuôi dê"), ("2", "", "H'B'Rang", "Dệt"))
    ]
    grid = Grid(tuple(map(Row, (top, leaves, *body))))
    blocks = (Paragraph(TITLE, centred=True), grid)
    reading = find_tables(Document(Source(Path("ke-hoach.docx"), FileKind.DOCX), blocks))
    records = understand(reading, Settings(), "ke-hoach.docx", None).records
    assert _subjects(records) == ["Rơ Châm Tâm", "H'B'Rang"]


def test_husbands_and_wives_in_columns_of_their_own_are_one_subject_a_row() -> None:
    records = _read(
        "DANH SÁCH GIA ĐÌNH TIÊU BIỂU",
        ("STT", "Ông", "Bà", "Thành tích"),
        ("1", "Nguyễn Văn An", "Lê Thị Bé", "Giúp đỡ hộ nghèo"),
        ("2", "Trần Văn Cò", "", "Hiến đất làm đường"),
        ("3", "", "Vi Thị Đào", "Nuôi bò sinh sản"),
    )
    assert [r["person"] for r in records] == [
        "Nguyễn Văn An, Lê Thị Bé",
        "Trần Văn Cò",
        "Vi Thị Đào",
    ]


# --- wards with a dash -----------------------------------------------------------------


def test_a_ward_keeps_the_dash_in_its_name() -> None:
    wards = [name.title() for name in load_people().dashed_communes if "đà lạt" in name]
    rows = [(str(n), f"Phường {ward}", "Tuyến phố văn minh") for n, ward in enumerate(wards, 1)]
    records = _read(TITLE, ("STT", "Đơn vị", "Mô hình"), *rows)
    assert [r["commune"] for r in records] == [f"phường {ward}" for ward in wards]
    assert not any(Flag.COMMUNE_UNKNOWN in r["flags"] for r in records)
