"""Fields: what papers call them, what model names tell, and when a field is only a guess."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classify import fields
from pipeline.classify.fields import (
    classify,
    field_names,
    load_fields,
    match_movement,
    match_phrase,
    match_subject,
    weigh_keywords,
)
from pipeline.model import Entry, FieldSource

GOLDEN = Path(__file__).parent / "golden" / "fields.csv"
PHRASES = sorted((" ".join(words), code) for words, code in load_fields().phrases.codes.items())

PRINTED = {
    "san-xuat-kinh-doanh": ["SXKD", "SX-KD giỏi", "phát triển kinh tế", "sản xuất kinh daonh"],
    "van-hoa-xa-hoi": ["văn hóa - xã hội", "VH-XH", "văn hoá & xã hội", "văn hóa xã hộ"],
    "an-ninh-trat-tu": ["an ninh, trật tự, ATGT", "an ninh", "ANTT", "an nih trật tự"],
    "giao-duc-dao-tao": ["giáo dục, đào tạo", "GD&ĐT", "GD-ĐT", "giao duc dao tao", "Giáo duc"],
    "quoc-phong": ["QP-AN", "quốc phòng, an ninh", "quân sự, quốc phòng"],
    "nong-thon-moi": ["xây dựng NTM", "xây dưng nông thôn mới", "Nông nghiệp - NTM"],
    "bao-ve-moi-truong": ["BVMT", "bảo vệ môi trườg", "bảo vệ trường", "Tài nguyên - môi trường"],
    "tu-thien-nhan-dao": ["từ thiện, nhân đạo", "nhân đạo - từ thiện", "từ thiên nhân đạo"],
    "cai-cach-hanh-chinh": ["CCHC", "cải cách hành", "CCHC, chuyển đổi số"],
    "phong-chay-chua-chay": ["PCCC", "PCCC&CNCH", "phòng cháy, chữa cháy"],
    "xay-dung-dang": ["xây dựng Đảng", "xây dựng HTCT", "Học tập và làm theo Bác"],
    "y-te": ["y tế", "Y tế - dân số", "dân số - KHHGĐ"],
    "khuyen-nong": ["khuyến nông - khuyến lâm", "khuyến nông lâm"],
    "lao-dong-sang-tao": ["KH&CN", "sáng kiến, cải tiến kỹ thuật"],
    "phap-luat": ["PBGDPL", "hòa giải ở cơ sở"],
}


def make_entry(**parts: Any) -> Entry:
    return dataclasses.replace(Entry(no="1", cells={}, subject=""), **parts)


def held_out() -> list[tuple[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["name"], row["field"]) for row in rows if row["part"] == "test"]


def test_fields_keep_their_order() -> None:
    codes = list(field_names())
    assert codes[0] == "san-xuat-kinh-doanh"
    assert codes[-1] == fields.OTHER


def test_every_code_in_the_data_is_a_field() -> None:
    data, codes = load_fields(), set(field_names())
    named = {code for broad in data.broad.values() for code in broad}
    named |= {code for meaning in data.keywords.meanings.values() for code in meaning}
    named |= {code for meaning in data.subjects.meanings.values() for code in meaning}
    assert named <= codes


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in PRINTED.items() for text in texts]
)
@pytest.mark.parametrize("frame", ["{}", "II. Lĩnh vực {} (15 mô hình)", "trong lĩnh {}"])
def test_phrase_as_papers_print_it(text: str, code: str, frame: str) -> None:
    assert match_phrase(frame.format(text)) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I. TẬP THỂ",
        "hộ gia đình",
        "Khối xã, phường",
        "phường Dân Chủ",
        "năm 2022",
        "thi đua",
        "thống kê",
        "đất đai",
        "hành chính nhân đạo",
        "văn hóa, y tế, giáo dục",
    ],
)
def test_no_field_is_forced(text: str) -> None:
    assert match_phrase(text) == ""


@given(st.sampled_from(PHRASES), st.sampled_from([" - ", ", ", " và ", " & ", "/"]))
def test_punctuation_and_case_change_no_phrase(phrase: tuple[str, str], joint: str) -> None:
    words, code = phrase
    middle = len(words.split()) // 2
    left, right = words.split()[:middle], words.split()[middle:]
    text = joint.join(" ".join(part) for part in (left, right) if part)
    assert match_phrase(text.upper()) == code


@given(st.sampled_from([p for p in PHRASES if len(p[0]) > 13]), st.data())
def test_a_lost_letter_never_makes_another_field(
    phrase: tuple[str, str], data: st.DataObject
) -> None:
    words, code = phrase
    place = data.draw(st.integers(0, len(words) - 1))
    assert match_phrase(words[:place] + words[place + 1 :]) in (code, "")


@pytest.mark.parametrize(
    ("movement", "code"),
    [
        ("Sản xuất, kinh doanh giỏi", "san-xuat-kinh-doanh"),
        ("Phong trào thi đua “Nông dân thi đua SXKD giỏi”", "san-xuat-kinh-doanh"),
        ("Cả nước chung sức xây dựng NTM", "nong-thon-moi"),
        ("Cả nước chung tay vì người nghèo - Không để ai bị bỏ lại phía sau", "giam-ngheo"),
        ("CB, CC thi đua thực hiện văn hóa công sở", "cai-cach-hanh-chinh"),
        ("Toàn dân đoàn kết xây dựng đời sống văn hóa", "van-hoa-xa-hoi"),
        ("Dân vận khéo năm 2022", "xay-dung-dang"),
        ("Thi đua quyết thắng", "quoc-phong"),
        ("Chào mừng đại hội", ""),
    ],
)
def test_movement_implies_field(movement: str, code: str) -> None:
    assert match_movement(movement) == code


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("Trường TH&THCS Dân Hạ", "giao-duc-dao-tao"),
        ("Mầm non Suối Hoa", "giao-duc-dao-tao"),
        ("Công an phường Thịnh Lang", "an-ninh-trat-tu"),
        ("Trạm Y tế xã Yên Mông", "y-te"),
        ("BCHQS phường", "quoc-phong"),
        ("Ông Bùi Văn Trường, xóm Mỵ", ""),
        ("Hộ ông Nguyễn Công An", ""),
        ("Ông Nguyễn Văn A, Trạm trưởng Trạm y tế", "y-te"),
        ("Tổ dân phố số 3", ""),
    ],
)
def test_kind_of_subject_suggests_field(subject: str, code: str) -> None:
    assert match_subject(subject) == code


def test_phrase_beats_keywords() -> None:
    entry = classify(
        make_entry(
            subject="Trường Mầm non Suối Hoa",
            field_phrase="giáo dục, đào tạo",
            model="Rèn kỹ năng cho trẻ 5 tuổi biết phân loại rác thải",
        )
    )
    assert (entry.field, entry.field_source) == ("giao-duc-dao-tao", FieldSource.PHRASE)
    assert entry.flags == ()


def test_order_of_evidence() -> None:
    parts = {
        "field_phrase": "bảo vệ môi trường",
        "movement": "sản xuất kinh doanh giỏi",
        "field_column": "Y tế",
        "field_group": "Lĩnh vực giáo dục",
        "model": "Camera an ninh",
        "content": "Hiến máu nhân đạo",
        "subject": "Ban CHQS thành phố",
    }
    found = []
    for name in list(parts):
        found.append((classify(make_entry(**parts)).field, classify(make_entry(**parts)).flags))
        parts.pop(name)
    assert [field for field, _ in found] == [
        "bao-ve-moi-truong",
        "san-xuat-kinh-doanh",
        "y-te",
        "giao-duc-dao-tao",
        "an-ninh-trat-tu",
        "tu-thien-nhan-dao",
        "quoc-phong",
    ]
    assert [flags for _, flags in found] == [()] * 5 + [("field-suggested",)] * 2


def test_deed_without_a_field_is_read_from_its_words() -> None:
    entry = classify(make_entry(model="hành động dũng cảm cứu người bị đuối nước"))
    assert (entry.field, entry.field_source) == ("dung-cam-cuu-nguoi", FieldSource.KEYWORD)
    assert entry.flags == ()


def test_nothing_known_is_other_and_said() -> None:
    entry = classify(make_entry(subject="Tổ dân phố số 3", model="Ngọn đuốc sáng"))
    assert (entry.field, entry.field_source) == ("khac", FieldSource.NONE)
    assert entry.flags == ("field-unknown",)


def test_unknown_phrase_goes_on_and_is_said() -> None:
    entry = classify(make_entry(field_column="Thống kê", model="Camera an ninh"))
    assert (entry.field, entry.field_source) == ("an-ninh-trat-tu", FieldSource.KEYWORD)
    assert entry.flags == ("field-phrase-unknown",)


def test_broad_phrase_is_narrowed_by_the_model() -> None:
    group = "III. LĨNH VỰC QUỐC PHÒNG - AN NINH"
    assert classify(make_entry(field_group=group, model="Camera an ninh")).field == (
        "an-ninh-trat-tu"
    )
    guess = classify(make_entry(field_group=group, model="Ngọn đuốc sáng"))
    assert (guess.field, guess.flags) == ("quoc-phong", ("field-suggested",))


def test_two_fields_in_one_name_are_doubted() -> None:
    entry = classify(make_entry(model="Giáo xứ chung tay bảo vệ môi trường"))
    assert entry.flags == ("field-suggested",)


def test_school_on_another_field_is_doubted() -> None:
    model = "Nuôi lợn nhựa tiết kiệm"
    school = classify(make_entry(subject="Trường THCS Sông Đà", model=model))
    assert school.flags == ("field-suggested",)
    assert classify(make_entry(subject="Chi hội phụ nữ số 8", model=model)).flags == ()


def test_flags_of_earlier_steps_stay() -> None:
    entry = classify(dataclasses.replace(make_entry(), flags=("commune-unknown",)))
    assert entry.flags == ("commune-unknown", "field-unknown")


def test_held_out_names_are_told() -> None:
    names = held_out()
    assert len(names) >= 200
    right = sum((weigh_keywords(name).code or fields.OTHER) == due for name, due in names)
    assert right / len(names) >= 0.92


def test_held_out_names_are_seldom_wrong_in_silence_or_doubted_in_vain() -> None:
    told = [(weigh_keywords(name), due) for name, due in held_out()]
    silent = sum(verdict.sure and verdict.code != due for verdict, due in told)
    doubted = sum(not verdict.sure and verdict.code == due for verdict, due in told)
    assert silent / len(told) <= 0.02
    assert doubted / len(told) <= 0.06
