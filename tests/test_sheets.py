"""What the tables of a plan and a year say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.classify.placebook import Area, load_book
from pipeline.frame import make_frame
from pipeline.language.reasons import explain_flag, read_reasons
from pipeline.model import KIND_NAMES, Fact, Note, Outcome, PlanFacts
from pipeline.write.sheets.edit import field_lists
from pipeline.write.sheets.names import Names, make_names
from pipeline.write.sheets.plan import plan_sheets
from pipeline.write.sheets.sheet import Sheet
from pipeline.write.sheets.summary import BLANK, source_sheet
from pipeline.write.sheets.year import YEAR_SHEETS, year_sheets
from pipeline.write.words import show_change, show_count, show_date, show_percent
from tests.sample_year import (
    NAMES,
    make_entry,
    make_plan,
    make_sample_frame,
    make_year,
    read_sample,
)

AT = datetime(2026, 11, 24, 7, 8)

entries = st.builds(
    make_entry,
    subject=st.sampled_from(["", "Trường Mầm non Unicef", "Ông A", "Tổ 3", "Câu lạc bộ A"]),
    subject_kind=st.sampled_from(["", *KIND_NAMES]),
    locality=st.sampled_from(["", "tổ 3"]),
    commune=st.sampled_from(["", "phường Dân Chủ", "xã Hoà Bình", "xã Hòa Bình", "xã Lạ"]),
    field=st.sampled_from(["", *NAMES.fields, "linh-vuc-la"]),
    model=st.sampled_from(["", "Mẹ đỡ đầu"]),
    flags=st.sampled_from([[], ["commune-unknown"], ["field-unknown", "cell-uncertain"]]),
)
frames = st.lists(entries, max_size=12).map(make_frame)
shuffles = st.lists(entries, max_size=8).flatmap(
    lambda made: st.tuples(st.just(made), st.permutations(made))
)


def body(sheet: Sheet) -> pd.DataFrame:
    """The plain rows: neither those that hold the sums of others nor the total."""
    rows = sheet.frame.drop(index=[row for row, members in sheet.groups.items() if members])
    return rows.iloc[:-1] if sheet.total else rows


def find_row(sheet: Sheet, label: str) -> pd.Series:
    column = sheet.frame.columns[1]
    (index,) = sheet.frame.index[sheet.frame[column] == label]
    return sheet.frame.loc[index]


@settings(max_examples=40, deadline=None)
@given(frames, st.none() | frames)
def test_sums_by_field_place_and_kind_are_the_rows_listed(
    frame: pd.DataFrame, last: pd.DataFrame | None
) -> None:
    sheets = year_sheets(make_year(frame, last), NAMES)
    counts, listing = sheets[:4], sheets[5]
    for sheet in counts:
        for column in sheet.sums:
            assert body(sheet)[column].fillna(0).sum() == sheet.frame[column].iloc[-1]
            for head, members in sheet.groups.items():
                inside = sheet.frame[column].iloc[head + 1 : head + 1 + members]
                assert not members or inside.sum() == sheet.frame[column][head]
        assert sheet.frame["Tổng số"].iloc[-1] == len(frame)
    if last is not None:
        assert {sheet.frame["Năm trước"].iloc[-1] for sheet in sheets[:3]} == {len(last)}
    assert len(listing.frame) == len(frame)
    assert sum(len(sheet.frame) for sheet in field_lists(make_year(frame), NAMES)) == len(frame)


@settings(max_examples=25, deadline=None)
@given(shuffles)
def test_order_of_rows_changes_no_count(pair: tuple[list[dict[str, Any]], ...]) -> None:
    one, other = (year_sheets(make_year(make_frame(made)), NAMES)[:4] for made in pair)
    for before, after in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(before.frame, after.frame)


def test_the_sample_is_counted_as_a_person_counts_it() -> None:
    by_field, by_place, by_kind, *_ = year_sheets(make_year(make_sample_frame()), Names({}))
    entries = read_sample()
    counted = Counter(entry["field"] for entry in entries)
    assert dict(zip(body(by_field)["Lĩnh vực"], body(by_field)["Tổng số"], strict=True)) == counted
    communes = Counter(entry["commune"] for entry in entries if entry["commune"])
    for commune, count in communes.items():
        assert find_row(by_place, commune)["Tổng số"] == count
    assert [int(by_place.frame["Tổng số"][group]) for group in by_place.groups] == [17, 18, 0]
    for kind, label in KIND_NAMES.items():
        count = sum(entry["subject_kind"] == kind for entry in entries)
        assert find_row(by_kind, label)["Tổng số"] == count


def test_each_name_of_the_registry_is_one_sheet_with_its_own_tab() -> None:
    sheets = year_sheets(make_year(make_sample_frame()), NAMES)
    assert len(sheets) == len(YEAR_SHEETS) == len({sheet.name for sheet in sheets})


def test_two_spellings_of_a_commune_are_one_place() -> None:
    frame = make_frame(make_entry(commune=name) for name in ("xã Hoà Bình", "xã Hòa Bình"))
    places = year_sheets(make_year(frame), NAMES)[1]
    assert find_row(places, "xã Hòa Bình")["Tổng số"] == 2


def test_communes_stand_in_vietnamese_order_with_those_that_have_none() -> None:
    places = year_sheets(make_year(make_frame([])), NAMES)[1]
    listed = list(places.frame["Địa bàn, đơn vị"])
    assert listed[1:4] == ["phường Dân Chủ", "phường Đồng Tiến", "xã Hòa Bình"]
    assert "phường Thống Nhất" in find_row(places, "phường Dân Chủ")["Ghi chú"]


def test_an_entry_without_commune_is_a_body_only_where_nothing_is_in_doubt() -> None:
    frame = make_frame(
        [
            make_entry(subject="Trường Unicef", subject_kind="collective"),
            make_entry(subject="Tổ 3", subject_kind="collective", flags=["commune-unknown"]),
            make_entry(subject="Ông A", subject_kind="individual"),
        ]
    )
    places = year_sheets(make_year(frame), NAMES)[1]
    assert [int(places.frame["Tổng số"][group]) for group in places.groups] == [0, 1, 2]


def test_a_neighbourhood_without_commune_is_not_a_body() -> None:
    frame = make_frame([make_entry(subject="Tổ dân phố số 3", subject_kind="collective")])
    places = year_sheets(make_year(frame), NAMES)[1]
    assert [int(places.frame["Tổng số"][group]) for group in places.groups] == [0, 0, 1]


def test_communes_of_the_area_and_what_became_of_them() -> None:
    """Source of the figures: conversion table of the statistics office, city of Hòa Bình."""
    area = Area("Hòa Bình", "thành phố Hòa Bình")
    names = make_names(make_sample_frame(), area, date(2023, 3, 15), load_book())
    assert len(names.communes) == 19
    assert names.successors["xã Hòa Bình"] == "phường Tân Hòa"
    listing = year_sheets(make_year(make_sample_frame()), names)[5].frame
    assert Counter(filter(None, listing["Đơn vị mới từ 01/7/2025"])) == {
        "phường Thống Nhất": 6,
        "phường Tân Hòa": 4,
        "phường Kỳ Sơn": 3,
        "phường Hòa Bình": 3,
        "xã Thịnh Minh": 1,
    }


def test_without_an_area_only_clear_names_have_a_successor() -> None:
    frame = make_frame([make_entry(commune="phường Thịnh Lang"), make_entry(commune="xã Tân Lập")])
    names = make_names(frame, None, None, load_book())
    assert names.communes == ()
    assert names.successors == {"phường Thịnh Lang": "phường Hòa Bình"}


def test_a_kind_that_is_not_known_has_its_column_and_only_then() -> None:
    known = make_frame([make_entry(subject_kind="household")])
    unknown = make_frame([make_entry()])
    assert "Chưa rõ" not in year_sheets(make_year(known), NAMES)[0].frame
    assert year_sheets(make_year(unknown), NAMES)[0].frame["Chưa rõ"].iloc[-1] == 1


def list_kinds(frame: pd.DataFrame, last: pd.DataFrame | None = None) -> list[tuple[str, ...]]:
    """Ordinal, label, count and count of the year before of each row of Biểu 03."""
    table = year_sheets(make_year(frame, last), NAMES)[2].frame
    columns = [table[name] for name in ("STT", "Đối tượng", "Tổng số", "Năm trước")]
    return list(zip(*columns, strict=True))


def test_collectives_are_counted_by_their_sort_under_one_heading() -> None:
    now = [
        make_entry(subject=name, subject_kind="collective") for name in ("TDP 3", "Tổ 4", "HTX A")
    ]
    last = [make_entry(subject="Trường MN Hoa Mai", subject_kind="collective")]
    people = [make_entry(subject=name, subject_kind="individual") for name in ("Ông A", "Bà B")]
    assert list_kinds(make_frame(now + people), make_frame(last)) == [
        ("I", "Tập thể", 3, 1),
        ("1", "Cơ quan, tổ chức đảng, đơn vị", 0, 0),
        ("2", "Trường, cơ sở giáo dục", 0, 1),
        ("3", "Mặt trận, hội, đoàn thể", 0, 0),
        ("4", "Tổ dân phố, thôn, xóm", 2, 0),
        ("5", "Hợp tác xã, doanh nghiệp", 1, 0),
        ("II", "Cá nhân", 2, 0),
        ("III", "Hộ gia đình", 0, 0),
        ("", "Tổng cộng", 5, 1),
    ]


def test_what_is_not_told_has_its_line_in_the_year_of_either_and_only_then() -> None:
    odd = make_frame([make_entry(subject="Câu lạc bộ A", subject_kind="collective"), make_entry()])
    plain = make_frame([make_entry(subject="TDP 3", subject_kind="collective")])
    rests = {"Tập thể khác", "Chưa rõ"}
    assert not rests & {label for _, label, *_ in list_kinds(plain, plain)}
    for now, last in ((odd, plain), (plain, odd)):
        rows = list_kinds(now, last)
        assert rests < {label for _, label, *_ in rows}
        assert [row[1] for row in rows if row[0] == "6"] == ["Tập thể khác"]


def test_the_year_before_gives_change_and_ratio() -> None:
    now = make_frame([make_entry(field="y-te")] * 3 + [make_entry(field="khac")])
    last = make_frame([make_entry(field="y-te")] * 7)
    by_field = year_sheets(make_year(now, last), NAMES)[0]
    health, other = (
        find_row(by_field, NAMES.fields["y-te"]),
        find_row(by_field, "Khác / chưa xác định"),
    )
    assert (health["Năm trước"], health["Tăng, giảm (+/-)"]) == (7, -4)
    assert health["So với năm trước (%)"] == "42,9%"
    assert other["So với năm trước (%)"] == "—"
    assert not by_field.notes


def test_without_the_year_before_nothing_is_compared_and_it_is_said() -> None:
    sheets = year_sheets(make_year(make_sample_frame()), NAMES)
    assert sheets[0].frame["Tăng, giảm (+/-)"].isna().all()
    assert "2022" in sheets[0].notes[0]
    assert sheets[4].frame.empty
    assert "2022" in sheets[4].notes[0]


def test_changes_tell_new_kept_and_gone() -> None:
    now = make_frame([make_entry(subject="A", model="một"), make_entry(subject="A", model="hai")])
    last = make_frame([make_entry(subject="A", model="Một"), make_entry(subject="A", model="ba")])
    changes = year_sheets(make_year(now, last), NAMES)[4].frame
    assert list(zip(changes["Biến động"], changes["Tên mô hình, điển hình"], strict=True)) == [
        ("Mới", "hai"),
        ("Duy trì", "một"),
        ("Không còn trong danh sách", "ba"),
    ]


def test_the_list_names_the_new_unit_and_the_source() -> None:
    entry = make_entry(
        commune="xã Hòa Bình",
        no="7",
        page=4,
        plan_number="76/KH-UBND",
        issued_on="2021-04-03",
        appendix="PHỤ LỤC II Danh sách tập thể",
    )
    row = year_sheets(make_year(make_frame([entry])), NAMES)[5].frame.iloc[0]
    assert row["Đơn vị mới từ 01/7/2025"] == "phường Tân Hòa"
    for part in ("76/KH-UBND", "03/4/2021", "Phụ lục II,", "STT 7", "trang 4"):
        assert part in row["Văn bản nguồn"]
    assert "ke-hoach.pdf" not in row["Văn bản nguồn"]  # an official paper names papers, not files


def test_a_blank_fact_is_a_visible_blank() -> None:
    facts = PlanFacts(issuer=Fact("UBND xã Yên Mông", "đầu văn bản"))
    sheet = plan_sheets(make_plan(make_sample_frame(), facts), NAMES, AT)[0]
    row = find_row_by(sheet, "Thông tin", "Số, ký hiệu")
    assert sheet.frame["Nội dung"][row] == BLANK
    assert (row, "Nội dung") in sheet.doubts
    issuer = find_row_by(sheet, "Thông tin", "Cơ quan ban hành")
    assert list(sheet.frame.loc[issuer]) == ["Cơ quan ban hành", "UBND xã Yên Mông", "Đầu văn bản"]


def find_row_by(sheet: Sheet, column: str, label: str) -> int:
    (index,) = sheet.frame.index[sheet.frame[column] == label]
    return int(index)


def test_every_doubt_of_a_plan_is_listed_with_what_to_do() -> None:
    frame = make_frame(
        [make_entry(no=str(n), flags=[code]) for n, code in enumerate(read_reasons())]
    )
    notes = (Note("a", "Thiếu số"), Note("b", "Đọc bằng lớp chữ", doubt=False))
    plan = make_plan(frame, outcome=Outcome.CHECK, notes=notes)
    *_, listing, checks = plan_sheets(plan, NAMES, AT)
    doubts = [flag for flag, reason in read_reasons().items() if not reason.suggested]
    assert len(checks.frame) == len(doubts) + 1
    assert checks.frame["Cần làm gì"].all()
    assert {row for row, _ in listing.doubts} == set(range(len(frame)))
    for (_, row), code in zip(listing.frame.iterrows(), read_reasons(), strict=True):
        assert row["Cần kiểm tra"] == explain_flag(code).text


def test_a_flag_that_an_older_program_knew_shows_its_code() -> None:
    assert explain_flag("flag-of-old").text == "flag-of-old"


def test_a_note_says_its_place_once() -> None:
    own = Note("page-recognised", "Trang 1-3 chỉ là ảnh quét", "trang 1-3", doubt=False)
    other = Note("gap", "Số thứ tự nhảy", "trang 2")
    plan = make_plan(make_sample_frame(), notes=(own, other))
    *_, receipt = [sheet for sheet in plan_sheets(plan, NAMES, AT) if sheet.name == "Tổng hợp"]
    told = [row["Nội dung"] for _, row in receipt.frame.iterrows() if row["Thông tin"] == "Ghi chú"]
    assert told == ["Trang 1-3 chỉ là ảnh quét", "Trang 2: Số thứ tự nhảy"]


def test_the_year_names_the_papers_that_it_is_made_of() -> None:
    year = make_year(make_sample_frame())
    sheet = source_sheet(year, AT)
    assert list(sheet.frame["Tệp nguồn"]) == ["ke-hoach.pdf", "Tổng cộng"]
    assert sheet.frame["Số dòng đọc được"].iloc[-1] == 35
    assert "07:08" in sheet.notes[-1]


def test_of_many_files_that_were_not_read_the_first_are_named() -> None:
    year = replace(make_year(make_sample_frame()), unread=tuple(f"{n}.pdf" for n in range(1, 1013)))
    told = source_sheet(year, AT).notes[0]
    assert "Chưa đọc được 1.012 tệp" in told
    assert told.endswith("; 9.pdf; 10.pdf; và 1.002 tệp khác.")


@given(st.integers(0, 10**7))
def test_counts_are_grouped_by_full_stops(number: int) -> None:
    shown = show_count(number)
    assert int(shown.replace(".", "")) == number
    assert all(len(group) == 3 for group in shown.split(".")[1:])


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_percentages_are_rounded_to_one_decimal(part: int, whole: int) -> None:
    shown = show_percent(part, whole)
    assert shown.endswith("%")
    value = float(shown[:-1].replace(".", "").replace(",", "."))
    assert abs(value - 100 * part / whole) <= 0.05 + 1e-9


@pytest.mark.parametrize(
    ("shown", "due"),
    [
        (show_percent(15, 35), "42,9%"),
        (show_percent(1, 16), "6,3%"),
        (show_percent(3, 0), "—"),
        (show_percent(999, 100), "999,0%"),
        (show_percent(16, 1), "1.600,0%"),
        (show_percent(24_691, 2), "1.234.550,0%"),
        (show_count(1234), "1.234"),
        (show_change(3), "+3"),
        (show_change(-1200), "-1.200"),
        (show_change(0), "0"),
        (show_date("2023-02-05"), "05/02/2023"),
        (show_date("2021-04-13"), "13/4/2021"),
    ],
)
def test_numbers_and_dates_as_vietnamese_papers_print_them(shown: str, due: str) -> None:
    assert shown == due
