"""What is new, kept or dropped between two years, through the command."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from pipeline.classify.placebook import Area
from pipeline.job.plan import read_plan
from pipeline.register.identity.compare import Status, compare_years, match_frames
from pipeline.settings import Settings
from tests.year_pairs import Pair, make_pair
from tests.year_papers import Office, Row, write_plan

SCHOOL = "Trường Mầm non Hoa Ban"
CITY = '[place]\nprovince = "Hòa Bình"\ndistrict = "thành phố Hòa Bình"\n'
ONE_MODEL = Path(__file__).parent / "golden" / "one-model.csv"
DAYS = {"before": ("10/3/2022", "15/3/2023"), "across": ("10/3/2025", "15/3/2026")}


def compare(office: Office, before: int = 2022, after: int = 2023) -> list[dict[str, Any]]:
    result = office.call("compare", str(before), str(after), "--format", "jsonl")
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def drop_years(office: Office, last: list[Row], now: list[Row]) -> list[dict[str, Any]]:
    office.drop("2022.docx", last, "10/3/2022")
    office.drop("2023.docx", now, "15/3/2023")
    office.run()
    return compare(office)


def statuses(found: list[dict[str, Any]]) -> list[str]:
    return [change["status"] for change in found]


@pytest.mark.parametrize(
    ("last", "now"),
    [
        (
            ("Hội Liên hiệp Phụ nữ phường Dân Chủ", "Phụ nữ không sử dụng túi ni lông"),
            ("Hội LHPN P. Dân Chủ", "Mô hình “Phụ nữ không sử dụng túi ni lông”"),
        ),
        (
            ("Hộ gia đình bà Đinh Thị Mỵ, tổ dân phố số 09, phường Thái Bình", "Nuôi cá lồng"),
            ("Hộ bà Đinh Thị Mị, TDP 9, P.Thái Bình", "NUÔI CÁ LỒNG"),
        ),
        (
            ("Trường Tiểu học và Trung học cơ sở Yên Mông", "Thư viện xanh - thân thiện"),
            ("Trường TH&THCS Yên Mông", "Thư viện thân thiện – xanh"),
        ),
        (
            ("Đoàn Thanh niên phường Hữu Nghị", "Biến lốp xe thành biển báo giao thông"),
            ("Đoàn TNCS Hồ Chí Minh phường Hữu Nghị", "Biến lốp xe thành biển báo giao thôg"),
        ),
        (
            ("Ban Chỉ huy Quân sự xã Hoà Bình", "Điểm sáng an toàn giao thông"),
            ("Ban CHQS xã Hòa Bình", "Điểm sáng ATGT"),
        ),
    ],
)
def test_other_spelling_is_kept(own_office: Office, last: Row, now: Row) -> None:
    assert statuses(drop_years(own_office, [last], [now])) == ["kept"]


@pytest.mark.parametrize(
    ("last", "now"),
    [
        (
            ("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa"),
            ("Hội Nông dân phường Thái Bình", "Tổ hợp tác trồng hoa"),
        ),
        (
            ("Ông Bùi Văn An, xóm Chợ, xã Yên Mông", "Nuôi ong lấy mật"),
            ("Ông Bùi Văn An, xóm Chợ, xã Mông Hóa", "Nuôi ong lấy mật"),
        ),
        ((SCHOOL, "Vườn rau của bé"), (SCHOOL, "Trường học hạnh phúc")),
        ((SCHOOL, "Vườn rau của bé"), ("Trường Mầm non Hoa Sen", "Vườn rau của bé")),
        (
            ("Tổ dân phố số 3, phường Dân Chủ", "Camera an ninh"),
            ("Tổ dân phố số 13, phường Dân Chủ", "Camera an ninh"),
        ),
        (
            ("Trường Tiểu học Tân Hòa A", "Cổng trường an toàn giao thông"),
            ("Trường Tiểu học Tân Hòa B", "Cổng trường an toàn giao thông"),
        ),
        (
            ("Ông Bùi Văn An, xóm Chợ, xã Yên Mông", "Nuôi lợn"),
            ("Ông Bùi Văn An, xóm Chợ, xã Yên Mông", "Nuôi lươn"),
        ),
    ],
)
def test_another_place_or_model_is_another_entry(own_office: Office, last: Row, now: Row) -> None:
    assert sorted(statuses(drop_years(own_office, [last], [now]))) == ["dropped", "new"]


def read_cases() -> list[Any]:
    with ONE_MODEL.open(encoding="utf-8", newline="") as file:
        return [
            pytest.param(row, id=f"{row['merger']}: {row['subject']} | {row['other_subject']}")
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize("case", read_cases())
def test_lists_written_by_hand(case: dict[str, str], tmp_path: Path) -> None:
    sides = ((case["subject"], case["model"]), (case["other_subject"], case["other_model"]))
    frames = [
        read_plan(write_plan(tmp_path / f"{i}.docx", [row], day), Settings()).frame
        for i, (row, day) in enumerate(zip(sides, DAYS[case["merger"]], strict=True))
    ]
    matches = match_frames(*frames, Area("Hòa Bình", "thành phố Hòa Bình"))
    (change, *_) = compare_years(matches, 1, 1)
    if case["due"] == "asked":
        assert [match.doubted for match in matches] == [True]
    else:
        assert change.status is (Status.KEPT if case["due"] == "one" else Status.NEW)


def test_tells_where_each_year_lists_it(office: Office) -> None:
    other = ("Trạm Y tế phường Thái Bình", "Ngày hội hiến máu")
    found = drop_years(office, [(SCHOOL, "Vườn rau của bé")], [other, (SCHOOL, "Vườn rau của bé")])
    kept = next(change for change in found if change["status"] == "kept")
    assert (kept["subject"], kept["model"], kept["certainty"]) == (SCHOOL, "Vườn rau của bé", 1.0)
    assert kept["before"] == {"source_file": "2022.docx", "appendix": "PHỤ LỤC", "row": 1}
    assert kept["after"]["row"] == 2
    assert found[0]["before"] is None


def test_merged_communes_count_as_their_successor(office: Office) -> None:
    last = [
        ("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa"),
        ("Hội Nông dân phường Thịnh Lang", "Tổ hợp tác trồng hoa"),
        ("Trạm Y tế xã Yên Mông", "Ngày hội hiến máu"),
    ]
    now = [
        ("Hội Nông dân phường Thống Nhất", "Tổ hợp tác trồng hoa"),
        ("Trạm Y tế phường Tân Hòa", "Ngày hội hiến máu"),
    ]
    office.add_settings(CITY)
    office.drop("2025.docx", last, "10/3/2025")
    office.drop("2026.docx", now, "15/3/2026", issuer="UBND phường Tân Hòa")
    office.run()
    found = compare(office, 2025, 2026)
    assert sorted(statuses(found)) == ["dropped", "kept", "kept"]
    assert next(c for c in found if c["status"] == "dropped")["commune"] == "phường Thịnh Lang"


def drop_merger(office: Office) -> list[dict[str, Any]]:
    """Two wards with one model each went into one ward, which lists one."""
    office.add_settings(CITY)
    model = "Tổ hợp tác trồng hoa"
    wards = ("Dân Chủ", "Thái Bình")
    last = [(f"Hội Nông dân phường {ward}", model) for ward in wards]
    office.drop("2025.docx", last, "10/3/2025")
    now = [("Hội Nông dân phường Thống Nhất", model)]
    office.drop("2026.docx", now, "15/3/2026", issuer="UBND phường Thống Nhất")
    office.run()
    return compare(office, 2025, 2026)


def test_what_nothing_tells_apart_is_asked(own_office: Office) -> None:
    found = drop_merger(own_office)
    assert statuses(found) == ["kept", "dropped"]
    assert all(change["certainty"] < 0.9 for change in found)
    book = openpyxl.load_workbook(own_office.book(2026))
    asked = [str(row[1]) for row in book["Cần xác nhận"].values if str(row[0]).isdigit()]
    assert {ward for ward in ("Dân Chủ", "Thái Bình") if any(ward in one for one in asked)} == {
        "Dân Chủ",
        "Thái Bình",
    }


def test_the_answer_settles_what_nothing_told_apart(own_office: Office) -> None:
    (dropped,) = (one for one in drop_merger(own_office) if one["status"] == "dropped")
    book = openpyxl.load_workbook(own_office.book(2026))
    for row in book["Cần xác nhận"].iter_rows():
        if dropped["commune"] in str(row[1].value):
            row[7].value = "có"
    book.save(own_office.book(2026))
    own_office.run()
    found = compare(own_office, 2025, 2026)
    assert statuses(found) == ["kept", "dropped"]
    assert found[1]["commune"] != dropped["commune"]
    assert found[0]["certainty"] == 1.0


def test_two_that_became_one_are_both_kept(own_office: Office) -> None:
    drop_merger(own_office)
    book = openpyxl.load_workbook(own_office.book(2026))
    for row in book["Cần xác nhận"].iter_rows():
        if str(row[0].value).isdigit():
            row[7].value = "có"
    book.save(own_office.book(2026))
    own_office.run()
    assert statuses(compare(own_office, 2025, 2026)) == ["kept"]
    assert "Cần xác nhận" not in openpyxl.load_workbook(own_office.book(2026)).sheetnames


def test_a_model_listed_twice_is_not_asked_about(own_office: Office) -> None:
    found = drop_years(own_office, [(SCHOOL, "Vườn rau của bé")] * 2, [(SCHOOL, "Vườn rau của bé")])
    assert statuses(found) == ["kept", "dropped"]
    assert "Cần xác nhận" not in openpyxl.load_workbook(own_office.book(2023)).sheetnames


def test_merged_communes_stay_apart_before_the_merger(own_office: Office) -> None:
    found = drop_years(
        own_office,
        [("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa")],
        [("Hội Nông dân phường Thống Nhất", "Tổ hợp tác trồng hoa")],
    )
    assert sorted(statuses(found)) == ["dropped", "new"]


def test_list_of_a_unit_that_repeats_the_plan_counts_once(office: Office) -> None:
    own = ("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa")
    other = ("Trạm Y tế phường Dân Chủ", "Ngày hội hiến máu")
    office.drop("2023.docx", [own, (SCHOOL, "Vườn rau của bé")], "15/3/2023")
    spelt = ("Hội ND P.Dân Chủ", "Mô hình tổ hợp tác trồng hoa")
    office.drop("dan-chu.docx", [spelt, other], "20/3/2023", issuer="UBND phường Dân Chủ", no=7)
    office.drop("2022.docx", [own], "10/3/2022")
    office.run()
    assert statuses(compare(office)).count("new") == 2
    assert statuses(compare(office)).count("kept") == 1


def test_several_issuers_get_tables_of_their_own(office: Office) -> None:
    rows = [(SCHOOL, "Vườn rau của bé"), ("Trạm Y tế xã Yên Mông", "Ngày hội hiến máu")]
    office.drop("a.docx", rows, "15/3/2023", issuer="UBND thành phố Hòa Bình")
    office.drop("b.docx", rows[:1], "20/3/2023", issuer="UBND huyện Lạc Sơn")
    office.run()
    names = sorted(path.name for path in office.output.glob("2023/tong-hop*.xlsx"))
    assert names == [
        "tong-hop-nam-2023 (UBND huyện Lạc Sơn).xlsx",
        "tong-hop-nam-2023 (UBND thành phố Hòa Bình).xlsx",
        "tong-hop-nam-2023.xlsx",
    ]
    paths = [office.output / "2023" / name for name in names]
    books = [openpyxl.load_workbook(path, data_only=True) for path in paths]
    listed = [
        sum(str(row[0]).isdigit() for row in book["Biểu 06 - Danh sách"].values) for book in books
    ]
    assert listed == [1, 2, 3]  # a school of that name in another district is another one
    kinds = [{row[1]: row[2] for row in book["Biểu 03 - Đối tượng"].values} for book in books]
    assert [rows["Trường, cơ sở giáo dục"] for rows in kinds] == [1, 1, 2]
    assert [rows["Tập thể"] for rows in kinds] == listed
    assert len(list(office.output.glob("2023/bao-cao*.docx"))) == 1


def test_report_tells_what_is_new_kept_and_gone(own_office: Office) -> None:
    kept, gone = (SCHOOL, "Vườn rau của bé"), ("Trạm Y tế xã Yên Mông", "Ngày hội hiến máu")
    new = [("Công an phường Kỳ Sơn", "Camera an ninh"), ("Hội Nông dân xã Yên Mông", "Nuôi ong")]
    drop_years(own_office, [kept, gone], [("MN Hoa Ban", "Mô hình vườn rau của bé"), *new])
    report = docx.Document(str(own_office.output / "2023" / "bao-cao-nam-2023.docx"))
    told = "\n".join(paragraph.text for paragraph in report.paragraphs)
    assert "có 2 mô hình mới, 1 mô hình duy trì từ năm 2022; 1 mô hình của năm 2022" in told


def test_unknown_year_is_said(office: Office) -> None:
    office.drop("2023.docx", [(SCHOOL, "Vườn rau của bé")], "15/3/2023")
    office.run()
    assert "2021" in str(office.call("compare", "2021", "2023").exception)


def test_papers_go_elsewhere_and_the_register_stays(own_office: Office, tmp_path: Path) -> None:
    own_office.drop("2023.docx", [("Ông Bùi Văn An, xóm Mỵ", "Nuôi ong")], "15/3/2023")
    own_office.run()
    away = tmp_path / "nơi khác" / "x"
    for command in ("introduce", "report", "forms", "status"):
        result = own_office.call(command, "2023", "--output", str(away))
        assert result.exit_code == 0, result.output
    assert own_office.call("run", "--output", str(away)).exit_code == 0
    assert [path.name for path in away.parent.iterdir()] == ["x"]
    assert (away / "2023" / "gioi-thieu-mo-hinh-2023.docx").exists()


def test_nothing_is_made_where_there_is_no_register(own_office: Office) -> None:
    assert "chưa có năm nào" in str(own_office.call("compare", "2022", "2023").exception)
    assert not own_office.register.exists()


@pytest.mark.parametrize("seed", [1, 2])
def test_made_up_years_are_told_right(own_office: Office, seed: int) -> None:
    pair = make_pair(120, seed)
    found = drop_years(own_office, list(pair.last), list(pair.now))
    wrong = [change for change in found if not is_right(change, pair)]
    assert len(wrong) <= 0.01 * len(found), wrong


def is_right(change: dict[str, Any], pair: Pair) -> bool:
    before, after = (change[side] and change[side]["row"] for side in ("before", "after"))
    if after is None:
        return before not in pair.kept
    return next((row for row, now in pair.kept.items() if now == after), None) == before
