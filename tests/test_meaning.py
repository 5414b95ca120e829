"""Whom a row is about and where: cells that list several, places by the paper around them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.codes import FileKind, Flag
from pipeline.frame import Record
from pipeline.job.plan import Findings, find_tables, understand
from pipeline.model import Cell, Document, Grid, Outcome, Paragraph, Row, Source
from pipeline.settings import Settings

HEAD = ("STT", "Tên, địa chỉ mô hình, điển hình", "Nội dung")
BEES = "với mô hình: Nuôi ong"
CITY = ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÒA BÌNH", "KẾ HOẠCH", "DANH SÁCH MÔ HÌNH NĂM 2023")
COMMUNE = ("ỦY BAN NHÂN DÂN\nXÃ YÊN BÌNH", "KẾ HOẠCH", "PHỤ LỤC", "DANH SÁCH MÔ HÌNH")


def find(blocks: Sequence[Paragraph | Grid]) -> Findings:
    document = Document(Source(Path("a.docx"), FileKind.DOCX), tuple(blocks))
    return understand(find_tables(document), Settings(), "a.docx", None)


def read_list(
    rows: Sequence[Sequence[str]], above: Sequence[str], head: Sequence[str] = HEAD
) -> list[Record]:
    """The entries of a list; a row of one text goes over all columns."""
    made = [
        Row((Cell(row[0], col_span=len(head)), *[None] * (len(head) - 1)))
        if len(row) == 1
        else Row(tuple(map(Cell, row)))
        for row in (head, *rows)
    ]
    titles = [Paragraph(text, centred=True, bold=True) for text in above]
    return list(find([*titles, Grid(tuple(made))]).records)


def read_prose(*texts: str) -> list[Record]:
    return list(find([Paragraph(text) for text in texts]).records)


def column(records: Sequence[Record], name: str) -> list[str]:
    return [record[name] for record in records]


# --- where ---------------------------------------------------------------------------


def test_what_a_communes_plan_lists_is_of_that_commune() -> None:
    bodies = ["Hội Nông dân xã", "Ông Bùi Văn Sáng", "Chi bộ thôn Hạ", "Hội Chữ thập đỏ tỉnh",
              "Sở Nội vụ", "Bà Lò Thị Sáu, khu 3, phường Nông Trang"]  # fmt: skip
    rows = [(str(n), body, BEES) for n, body in enumerate(bodies, 1)]
    records = read_list(rows, COMMUNE)
    own = "xã Yên Bình"
    assert column(records, "commune") == [own, own, own, "", "", "phường Nông Trang"]
    told = [Flag.COMMUNE_BY_ISSUER in record["flags"] for record in records]
    assert told == [True, True, True, False, False, False]
    assert records[2]["locality"] == "thôn Hạ"


@pytest.mark.parametrize(
    ("title", "due"),
    [
        ("DANH SÁCH MÔ HÌNH CỦA XÃ YÊN MÔNG NĂM 2023", "xã Yên Mông"),
        ("Danh sách điển hình phường Dân Chủ năm 2023", "phường Dân Chủ"),
        ("DANH SÁCH MÔ HÌNH ĐẶC KHU PHÚ QUÝ", "đặc khu Phú Quý"),
    ],
)
def test_a_title_tells_the_commune_of_its_list(title: str, due: str) -> None:
    rows = [("1", "Hội Phụ nữ", BEES), ("2", "Chi bộ xóm Hạ", BEES), ("3", "Thành Đoàn", BEES)]
    records = read_list(rows, ("KẾ HOẠCH", title))
    assert column(records, "commune") == [due, due, ""]
    assert Flag.COMMUNE_BY_TITLE in records[0]["flags"]


def test_a_group_of_a_commune_goes_before_the_issuer() -> None:
    rows = [("I. XÃ YÊN MÔNG (1 mô hình)",), ("1", "Chi bộ xóm Hạ", BEES),
            ("II. Đặc khu Phú Quốc",), ("1", "Bà Thị Nở, ấp 3", BEES)]  # fmt: skip
    assert column(read_list(rows, CITY), "commune") == ["xã Yên Mông", "đặc khu Phú Quốc"]


def test_a_former_commune_means_the_one_that_took_it_in() -> None:
    head = ("STT", "Họ và tên", "Địa chỉ", "Tên mô hình")
    texts = ["xóm Gò, xã Mông Hóa (cũ)", "xóm Gò, xã Mông Hóa (cũ), phường Kỳ Sơn",
             "xã Mông Hóa (nay là phường Kỳ Sơn)"]  # fmt: skip
    rows = [(str(n), f"Ông Bùi Văn {n}ay", text, "Nuôi ong") for n, text in enumerate(texts, 1)]
    records = read_list(rows, CITY, head)
    assert column(records, "commune") == ["phường Kỳ Sơn"] * 3
    assert records[0]["cells"]["Địa chỉ"] == texts[0]


def test_a_fragment_is_no_commune() -> None:
    head = ("STT", "Họ và tên", "Địa chỉ", "Tên mô hình")
    rows = [("1", "Ông Bùi Văn Chín", "tổ 5, Chủ", "Nuôi ong"),
            ("2", "Bà Lê Thị Mai", "tổ 6, phường Dân Chủ", "Nuôi dê")]  # fmt: skip
    (doubtful, _) = read_list(rows, CITY, head)
    assert doubtful["commune"] == ""
    assert Flag.COMMUNE_UNCERTAIN in doubtful["flags"]


@pytest.mark.parametrize(
    ("body", "hamlet"),
    [
        ("Chi bộ xóm Chanh", "xóm Chanh"),
        ("Ban Công tác Mặt trận tổ dân phố số 3", "tổ dân phố số 3"),
        ("Chi hội Phụ nữ buôn Ako Dhông", "buôn Ako Dhông"),
        ("Nhân dân khóm 4", "khóm 4"),
        ("Chi đoàn plei Chuet", "plei Chuet"),
        ("Chi hội Nông dân bon Bu N'Jang", "bon Bu N'Jang"),
        ("Chi hội Phụ nữ Tổ 11", "Tổ 11"),
        ("Tổ hợp tác Sông Xanh", ""),
        ("Trường Tiểu học Bản Mây", ""),
        ("Khu dân cư số 5", ""),
    ],
)
def test_a_body_may_hold_its_hamlet(body: str, hamlet: str) -> None:
    rows = [("1", f"{body}, xã Yên Mông", BEES), ("2", "Hội Nông dân xã Độc Lập", BEES)]
    assert read_list(rows, CITY)[0]["locality"] == hamlet


# --- several in a cell ---------------------------------------------------------------


def test_items_of_a_cell_have_their_own_subjects() -> None:
    head = ("STT", "Đơn vị", "Nội dung")
    rows = [
        ("1", "Xã Yên Mông", "- Hội Nông dân xã: điển hình tiên tiến trong lĩnh vực kinh tế với mô "
         "hình “Nuôi ong”\n- Ông Bùi Văn Sáng, xóm Mùi: điển hình với mô hình “Trồng cam”;"),
        ("2", "Phường Dân Chủ", "- Công an phường: mô hình “Mắt thần”"),
        ("3", "Trường Mầm non Hoa Sen", "- Câu lạc bộ Toán: mỗi tuần\n- Tổ bạn giúp bạn: mỗi ngày"),
    ]  # fmt: skip
    records = read_list(rows, CITY, head)
    assert [(r["subject"], r["commune"], r["model"]) for r in records[:3]] == [
        ("Hội Nông dân xã", "xã Yên Mông", "Nuôi ong"),
        ("Ông Bùi Văn Sáng", "xã Yên Mông", "Trồng cam"),
        ("Công an phường", "phường Dân Chủ", "Mắt thần"),
    ]
    assert records[1]["subject_kind"] == "individual"
    assert records[1]["locality"] == "xóm Mùi"
    assert column(records[3:], "subject") == ["Trường Mầm non Hoa Sen"] * 2


def test_what_a_sentence_goes_on_to_tell_is_no_subject() -> None:
    records = read_prose(
        "DANH SÁCH MÔ HÌNH",
        "I. Lĩnh vực giáo dục",
        "1. Mô hình “Thư viện xanh” của Trường Tiểu học Lê Lợi: đã có 500 đầu sách.",
        "2. Ông Bùi Văn Sáng, xóm Mỵ, xã Yên Mông: mô hình tủ sách đầu làng.",
    )
    assert column(records, "subject") == ["Trường Tiểu học Lê Lợi", "Ông Bùi Văn Sáng"]
    assert column(records, "model") == ["Thư viện xanh", "tủ sách đầu làng"]
    assert column(records, "field") == ["giao-duc-dao-tao"] * 2


def test_coded_ordinals_head_groups() -> None:
    rows = [("1", "Lĩnh vực giáo dục (02 mô hình)", ""), ("1.1", "Trường Mầm non Hoa Sen", BEES),
            ("1.2", "Hội Khuyến học phường Dân Chủ", BEES)]  # fmt: skip
    records = read_list(rows, CITY)
    assert column(records, "no") == ["1.1", "1.2"]
    assert column(records, "field") == ["giao-duc-dao-tao"] * 2


def test_labelled_lines_under_numbered_models_are_entries() -> None:
    records = read_prose(
        "DANH SÁCH MÔ HÌNH",
        "1. Mô hình “Tủ sách đầu làng”",
        "- Đơn vị, cá nhân thực hiện: Ông Bùi Văn Sáng",
        "- Địa chỉ: Xóm Mỵ, xã Yên Mông",
        "- Lĩnh vực: Giáo dục",
        "2. Mô hình “Đường hoa”",
        "- Đơn vị, cá nhân thực hiện: Chi hội Phụ nữ xóm Gò",
        "- Địa chỉ: xã Độc Lập",
        "- Lĩnh vực: Bảo vệ môi trường",
    )
    assert [(r["subject"], r["model"], r["commune"]) for r in records] == [
        ("Ông Bùi Văn Sáng", "Tủ sách đầu làng", "xã Yên Mông"),
        ("Chi hội Phụ nữ xóm Gò", "Đường hoa", "xã Độc Lập"),
    ]
    assert not any(record["flags"] for record in records)


def test_labelled_tasks_are_no_entries() -> None:
    assert not read_prose(
        "III. NHIỆM VỤ",
        "1. Tổ chức tuyên truyền nhân rộng mô hình",
        "- Đơn vị thực hiện: Phòng Văn hóa - Xã hội",
        "- Thời gian: Quý I",
        "2. Phát hiện, bồi dưỡng điển hình",
        "- Đơn vị thực hiện: Hội Nông dân xã",
        "- Thời gian: Quý II",
    )


# --- doubts and suggestions ----------------------------------------------------------


def test_suggestions_alone_ask_for_no_look() -> None:
    titles = [Paragraph(text, centred=True, bold=True) for text in COMMUNE]
    rows = (HEAD, ("1", "Hội Nông dân xã", BEES), ("2", "Trường Tiểu học Hoa Sen", BEES))
    grid = Grid(tuple(Row(tuple(map(Cell, row))) for row in rows))
    findings = find([*titles, grid])
    assert all(record["flags"] for record in findings.records)
    assert findings.receipt.outcome is Outcome.READ
