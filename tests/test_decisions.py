"""Decisions and reports that name whom they commend in running text, without any table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx

from pipeline.job.plan import read_findings
from pipeline.settings import Settings

HEAD = ("QUYẾT ĐỊNH", "Về việc tặng Giấy khen cho các tập thể, cá nhân", "QUYẾT ĐỊNH:")
FOOT = (
    "Điều 2. Kèm theo Giấy khen là tiền thưởng theo quy định hiện hành.",
    "Điều 3. Chánh Văn phòng, Trưởng phòng Nội vụ và các ông, bà có tên tại Điều 1 thi hành.",
)


def read_lines(folder: Path, *lines: str) -> list[dict[str, Any]]:
    paper = docx.Document()
    for line in (*HEAD, *lines, *FOOT):
        paper.add_paragraph(line)
    path = folder / "quyet-dinh.docx"
    paper.save(str(path))
    return list(read_findings(path, Settings()).records)


def pick(records: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(record[name] for name in names) for record in records]


def test_persons_of_an_article(tmp_path: Path) -> None:
    records = read_lines(
        tmp_path,
        "Điều 1. Tặng Giấy khen cho các cá nhân có tên sau:",
        "1. Ông Lường Văn Thử, chức vụ: Trưởng phòng, đơn vị: Trường THCS Suối Mẫu;",
        "2. Bà Quách Thị Mẫu, Trưởng thôn Đồi Vang, xã Lam Sơn, đã có thành tích xuất sắc trong"
        " phong trào xây dựng nông thôn mới;",
        "3. Ông Bùi Văn Nháp, xóm Suối Mẫu, xã Lam Sơn, với mô hình “Nuôi ong dưới tán rừng”.",
    )
    assert pick(records, "no", "person", "subject_kind", "model") == [
        ("1", "Lường Văn Thử", "individual", ""),
        (
            "2",
            "Quách Thị Mẫu",
            "individual",
            "đã có thành tích xuất sắc trong phong trào xây dựng nông thôn mới",
        ),
        ("3", "Bùi Văn Nháp", "individual", "Nuôi ong dưới tán rừng"),
    ]
    assert pick(records, "position", "locality", "commune") == [
        ("Trưởng phòng, Trường THCS Suối Mẫu", "", ""),
        ("Trưởng thôn Đồi Vang", "", "xã Lam Sơn"),
        ("", "xóm Suối Mẫu", "xã Lam Sơn"),
    ]


def test_bodies_and_persons_under_headings(tmp_path: Path) -> None:
    records = read_lines(
        tmp_path,
        "Điều 1. Tặng Giấy khen cho 02 tập thể, 01 cá nhân có thành tích tiêu biểu, gồm:",
        "a) Tập thể:",
        "- Chi hội Phụ nữ xóm Đồi Vang, xã Lam Sơn;",
        "- Trường Mầm non Suối Mẫu.",
        "b) Cá nhân:",
        "- Bà Quách Thị Mẫu, Bí thư Chi bộ xóm Đồi Vang, xã Lam Sơn.",
    )
    assert pick(records, "subject_kind", "subject") == [
        ("collective", "Chi hội Phụ nữ xóm Đồi Vang"),
        ("collective", "Trường Mầm non Suối Mẫu"),
        ("individual", "Bà Quách Thị Mẫu"),
    ]


def test_one_person_in_the_sentence_itself(tmp_path: Path) -> None:
    records = read_lines(
        tmp_path,
        "Điều 1. Tặng Giấy khen cho ông Bùi Văn Nháp, xóm Suối Mẫu, xã Lam Sơn, đã có thành tích"
        " dũng cảm cứu người bị đuối nước.",
    )
    assert pick(records, "person", "commune", "model") == [
        ("Bùi Văn Nháp", "xã Lam Sơn", "đã có thành tích dũng cảm cứu người bị đuối nước")
    ]


def test_a_council_is_no_list(tmp_path: Path) -> None:
    records = read_lines(
        tmp_path,
        "Điều 1. Thành lập Hội đồng Thi đua - Khen thưởng xã Lam Sơn gồm các ông, bà có tên sau:",
        "1. Ông Lường Văn Thử, Chủ tịch Ủy ban nhân dân xã, Chủ tịch Hội đồng;",
        "2. Bà Quách Thị Mẫu, Phó Chủ tịch, Phó Chủ tịch Hội đồng.",
    )
    assert records == []


def test_models_of_a_report_under_headings_of_fields(tmp_path: Path) -> None:
    records = read_lines(
        tmp_path,
        "1. Lĩnh vực giáo dục và đào tạo:",
        "- Mô hình “Tiếng trống học bài” của Chi hội Khuyến học xóm Đồi Vang, xã Lam Sơn;",
        "2. Lĩnh vực bảo vệ môi trường:",
        "- Mô hình “Đường hoa tự quản” của Chi hội Phụ nữ xóm Suối Mẫu, xã Lam Sơn.",
    )
    assert pick(records, "model", "field", "field_source") == [
        ("Tiếng trống học bài", "giao-duc-dao-tao", "group"),
        ("Đường hoa tự quản", "bao-ve-moi-truong", "group"),
    ]


def test_two_awards_in_one_article(tmp_path: Path) -> None:
    records = read_lines(
        tmp_path,
        "Điều 1. Khen thưởng các tập thể và cá nhân đã có thành tích xuất sắc, cụ thể như sau:",
        "1. Tặng Giấy khen cho 01 tập thể:",
        "- Hợp tác xã Rau sạch Suối Mẫu, xã Lam Sơn.",
        "2. Tặng Giấy khen cho 02 cá nhân:",
        "- Ông Lường Văn Thử - Trưởng phòng Tổ chức, phụ trách báo cáo thống kê;",
        "- Bà Quách Thị Mẫu - Trưởng thôn Đồi Vang, xã Lam Sơn.",
    )
    assert pick(records, "subject_kind", "subject", "position") == [
        ("collective", "Hợp tác xã Rau sạch Suối Mẫu", ""),
        ("individual", "Ông Lường Văn Thử", "Trưởng phòng Tổ chức, phụ trách báo cáo thống kê"),
        ("individual", "Bà Quách Thị Mẫu", "Trưởng thôn Đồi Vang"),
    ]


def test_a_title_over_the_names_and_lines_that_a_page_breaks(tmp_path: Path) -> None:
    records = read_lines(
        tmp_path,
        "Điều 1. Biểu dương 02 điển hình tiên tiến (có danh sách kèm theo).",
        "DANH SÁCH",
        "Các cá nhân điển hình tiên tiến năm 2024",
        "(Kèm theo Quyết định số 15/QĐ-UBND ngày 05/4/2024)",
        "1. Ông Lường Văn Thử, Phó Trưởng phòng Văn hóa - Xã hội",
        "2",
        "xã Lam Sơn;",
        "2. Bà Quách Thị Mẫu, xóm Đồi Vang, xã Lam Sơn.",
    )
    assert pick(records, "no", "person", "commune") == [
        ("1", "Lường Văn Thử", "xã Lam Sơn"),
        ("2", "Quách Thị Mẫu", "xã Lam Sơn"),
    ]


def test_tasks_that_speak_of_awards_are_no_entries(tmp_path: Path) -> None:
    records = read_lines(
        tmp_path,
        "1. Tổ chức tuyên dương, khen thưởng các tập thể, cá nhân điển hình tiên tiến, trong đó:",
        "- Phòng Văn hóa - Xã hội chủ trì tham mưu, hướng dẫn các đơn vị lập hồ sơ khen thưởng;",
        "- Trường Mầm non Suối Mẫu tổ chức phát động phong trào thi đua.",
        "2. Đề nghị các đơn vị báo cáo trước ngày 15 tháng 12.",
    )
    assert records == []
