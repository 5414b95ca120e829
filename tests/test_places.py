"""The lists of communes, and what is made of a printed commune with them."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classify.placebook import NEW, OLD, Area, Commune, load_book
from pipeline.classify.placenames import name_key, split_commune
from pipeline.classify.places import (
    area_from_issuer,
    infer_area,
    locate,
    suggest_ward,
)
from pipeline.codes import Flag
from pipeline.language.keys import squeeze, words_key
from pipeline.model import Entry

BOOK = load_book()
UNITS = tuple(BOOK)
OLD_UNITS = tuple(unit for unit in UNITS if unit.era == OLD)
NEW_UNITS = tuple(unit for unit in UNITS if unit.era == NEW)
BEFORE = date(2023, 3, 15)
LAST_OLD = date(2025, 6, 30)
FIRST_NEW = date(2025, 7, 1)
CITY = Area("Hòa Bình", "thành phố Hòa Bình")
PROVINCE = Area("Hòa Bình")

# Nghị quyết 1676/NQ-UBTVQH15 and the statistics office's table of conversion.
CITY_SUCCESSORS = {
    ("phường Tân Hòa", "04792"): ("phường Tân Hòa", "04792"),
    ("xã Yên Mông", "04813"): ("phường Tân Hòa", "04792"),
    ("xã Hòa Bình", "04825"): ("phường Tân Hòa", "04792"),
    ("phường Hữu Nghị", "04798"): ("phường Hòa Bình", "04795"),
    ("phường Tân Thịnh", "04801"): ("phường Hòa Bình", "04795"),
    ("phường Đồng Tiến", "04804"): ("phường Hòa Bình", "04795"),
    ("phường Phương Lâm", "04807"): ("phường Hòa Bình", "04795"),
    ("phường Quỳnh Lâm", "04816"): ("phường Hòa Bình", "04795"),
    ("phường Thịnh Lang", "04795"): ("phường Hòa Bình", "04795"),
    ("phường Trung Minh", "04918"): ("phường Hòa Bình", "04795"),
    ("phường Thái Bình", "04789"): ("phường Thống Nhất", "04828"),
    ("phường Dân Chủ", "04819"): ("phường Thống Nhất", "04828"),
    ("phường Thống Nhất", "04828"): ("phường Thống Nhất", "04828"),
    ("phường Kỳ Sơn", "04894"): ("phường Kỳ Sơn", "04894"),
    ("xã Mông Hóa", "04912"): ("phường Kỳ Sơn", "04894"),
    ("xã Độc Lập", "04921"): ("phường Kỳ Sơn", "04894"),
    ("xã Thịnh Minh", "04897"): ("xã Thịnh Minh", "04897"),
    ("xã Hợp Thành", "04903"): ("xã Thịnh Minh", "04897"),
    ("xã Quang Tiến", "04906"): ("xã Thịnh Minh", "04897"),
}
CITY_COMMUNES = [full for full, _ in CITY_SUCCESSORS]


def make_entry(commune: str, **cells: str) -> Entry:
    return Entry(no="1", cells=cells, subject="Tổ dân phố số 3", commune=commune)


def own_area(unit: Commune) -> Area:
    return Area(unit.province, unit.district)


def only(units: tuple[Commune, ...]) -> Commune:
    (unit,) = units
    return unit


# --- the lists -----------------------------------------------------------------------


def test_country_has_the_official_number_of_communes() -> None:
    # Each reform's totals as announced; the five island districts had no communes.
    assert sum(unit.kind != "huyện" for unit in OLD_UNITS) == 10_035
    assert sum(unit.kind == "huyện" for unit in OLD_UNITS) == 5
    assert Counter(unit.kind for unit in NEW_UNITS) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert len({unit.province for unit in OLD_UNITS}) == 63
    assert len({unit.province for unit in NEW_UNITS}) == 34


def test_era_and_code_name_one_commune_though_code_alone_does_not() -> None:
    assert len({(unit.era, unit.code) for unit in UNITS}) == len(UNITS)
    reused = {unit.code for unit in OLD_UNITS} & {unit.code for unit in NEW_UNITS}
    assert {"04795", "04891"} <= reused
    by_code = {(unit.era, unit.code): unit.full for unit in UNITS}
    assert by_code[OLD, "04795"] == "phường Thịnh Lang"
    assert by_code[NEW, "04795"] == "phường Hòa Bình"
    assert by_code[OLD, "04891"] == "xã Vầy Nưa"
    assert by_code[NEW, "04891"] == "xã Tiền Phong"


def test_no_two_communes_of_one_time_and_area_share_type_and_name() -> None:
    names = Counter((u.era, u.province, u.district, u.kind, name_key(u.name)) for u in UNITS)
    assert max(names.values()) == 1


def test_every_text_is_clean_nfc() -> None:
    for unit in UNITS:
        for text in (unit.name, unit.district, unit.province):
            assert text == squeeze(text)
            marks = unicodedata.normalize("NFD", text)
            assert all(a != b or not unicodedata.combining(a) for a, b in pairwise(marks))


def test_keys_of_the_file_are_the_keys_that_are_asked_for() -> None:
    path = Path(__file__).parent.parent / "pipeline" / "data" / "places.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            assert (line["key"] or line["name"].lower()) == name_key(line["name"])


def test_every_old_commune_went_somewhere_and_every_new_one_came_from_somewhere() -> None:
    followed = {unit: [one.unit for one in BOOK.successors(unit)] for unit in OLD_UNITS}
    assert all(followed.values())
    assert {new for news in followed.values() for new in news} == set(NEW_UNITS)
    assert not any(BOOK.successors(unit) for unit in NEW_UNITS)


# --- the sample's city ---------------------------------------------------------------


def test_city_had_its_19_communes_up_to_the_last_day() -> None:
    found = {(unit.full, unit.code) for unit in BOOK.communes(CITY, LAST_OLD)}
    assert found == set(CITY_SUCCESSORS)


def test_city_is_five_communes_of_phu_tho_since() -> None:
    found = BOOK.communes(CITY, FIRST_NEW)
    assert {(unit.full, unit.code) for unit in found} == set(CITY_SUCCESSORS.values())
    assert {unit.province for unit in found} == {"tỉnh Phú Thọ"}


@pytest.mark.parametrize("old", CITY_SUCCESSORS)
def test_commune_of_the_city_went_whole_to_its_successor(old: tuple[str, str]) -> None:
    unit = only(BOOK.find(old[0], BEFORE, CITY))
    (successor,) = BOOK.successors(unit)
    assert unit.code == old[1]
    assert (successor.unit.full, successor.unit.code) == CITY_SUCCESSORS[old]
    assert not successor.part


def test_three_communes_of_the_old_province_were_split() -> None:
    parts = {
        (unit.full, unit.district): {one.unit.full for one in BOOK.successors(unit)}
        for unit in BOOK.communes(PROVINCE, BEFORE)
        if any(one.part for one in BOOK.successors(unit))
    }
    assert parts == {
        ("xã Vầy Nưa", "huyện Đà Bắc"): {"xã Tiền Phong", "phường Thống Nhất"},
        ("xã Cao Sơn", "huyện Lương Sơn"): {"xã Liên Sơn", "xã Lương Sơn"},
        ("xã Đồng Tân", "huyện Mai Châu"): {"xã Mai Châu", "xã Pà Cò"},
    }


def test_old_province_became_46_communes() -> None:
    assert len(BOOK.communes(PROVINCE, FIRST_NEW)) == 46


# --- finding -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("phường Dân Chủ", "phường Dân Chủ"),
        ("P. Dân Chủ", "phường Dân Chủ"),
        ("P.Dân Chủ", "phường Dân Chủ"),
        ("p Dân Chủ", "phường Dân Chủ"),
        ("PHƯỜNG  DÂN CHỦ", "phường Dân Chủ"),
        ("X.Yên Mông", "xã Yên Mông"),
        ("xã Hoà Bình", "xã Hòa Bình"),
        ("xã Mông Hoá", "xã Mông Hóa"),
        ("phường Kì Sơn", "phường Kỳ Sơn"),
        ("phường Dân Chủ (cũ)", "phường Dân Chủ"),
        ("xã Yên\u00a0Mông", "xã Yên Mông"),
    ],
)
def test_every_spelling_is_found(printed: str, full: str) -> None:
    assert only(BOOK.find(printed, BEFORE, CITY)).full == full


@pytest.mark.parametrize(
    ("printed", "kind", "name"),
    [
        ("TT. Bo", "thị trấn", "Bo"),
        ("TT.Bo", "thị trấn", "Bo"),
        ("Thị Trấn Bo", "thị trấn", "Bo"),
        ("P1", "phường", "1"),
        ("Phường 01", "phường", "01"),
        ("ĐK. Côn Đảo", "đặc khu", "Côn Đảo"),
        ("Pà Cò", "", "Pà Cò"),
        ("Xuân Thủy", "", "Xuân Thủy"),
        ("Phường Đúc", "phường", "Đúc"),
    ],
)
def test_type_word_is_told_from_the_name(printed: str, kind: str, name: str) -> None:
    assert split_commune(printed) == (kind, name)


def test_type_word_is_respected() -> None:
    assert not BOOK.keep_inside(BOOK.find("xã Dân Chủ", BEFORE), CITY)
    assert only(BOOK.find("xã Thống Nhất", BEFORE, PROVINCE)).district == "huyện Lạc Thủy"


@pytest.mark.parametrize("word", ["Hòa Bình", "Thống Nhất", "Dân Chủ", "Độc Lập", "Thái Bình", "1"])
def test_everyday_word_needs_its_type_word(word: str) -> None:
    assert BOOK.find(word, BEFORE, CITY) == ()
    assert any(BOOK.find(f"{kind} {word}", BEFORE) for kind in ("phường", "xã"))


def test_name_that_is_no_word_needs_none() -> None:
    assert only(BOOK.find("Yên Mông", BEFORE)).full == "xã Yên Mông"


@pytest.mark.parametrize(
    ("commune", "district", "code"),
    [
        ("phường Thống Nhất", "thành phố Hòa Bình", "04828"),
        ("xã Thống Nhất", "huyện Lạc Thủy", "05425"),
        ("xã Cao Sơn", "huyện Đà Bắc", "04876"),
        ("xã Cao Sơn", "huyện Lương Sơn", "04957"),
        ("xã Đoàn Kết", "huyện Đà Bắc", "04858"),
        ("xã Đoàn Kết", "huyện Yên Thủy", "05380"),
    ],
)
def test_area_decides_between_namesakes(commune: str, district: str, code: str) -> None:
    assert len(BOOK.find(commune, BEFORE)) > 1
    assert only(BOOK.find(commune, BEFORE, Area("tỉnh Hoà Bình", district))).code == code


def test_day_decides_between_eras() -> None:
    assert only(BOOK.find("phường Thống Nhất", LAST_OLD, CITY)).era == OLD
    assert only(BOOK.find("phường Thống Nhất", FIRST_NEW, CITY)).era == NEW
    assert [u.era for u in BOOK.find("phường Thống Nhất", None, CITY)] == [OLD, NEW]


def test_province_of_one_name_before_and_after_means_the_old_one_before() -> None:
    found = BOOK.communes(Area("Phú Thọ"), BEFORE)
    assert {unit.province for unit in found} == {"tỉnh Phú Thọ"}
    assert len(BOOK.communes(Area("Phú Thọ"), FIRST_NEW)) == 148


def test_new_province_holds_what_it_took_in() -> None:
    area = Area("Phú Thọ", "thành phố Hòa Bình")
    assert only(BOOK.find("phường Dân Chủ", BEFORE, area)).code == "04819"


def test_numbered_wards_are_found_in_every_spelling() -> None:
    area = Area("TP. Hồ Chí Minh", "Q.3")
    codes = {only(BOOK.find(text, BEFORE, area)).code for text in ("Phường 1", "P. 01", "P1")}
    assert len(codes) == 1


@pytest.mark.parametrize("unit", OLD_UNITS[::97] + NEW_UNITS[::53], ids=lambda unit: unit.full)
def test_unit_is_found_by_its_own_name(unit: Commune) -> None:
    day = LAST_OLD if unit.era == OLD else FIRST_NEW
    assert BOOK.find(unit.full, day, own_area(unit)) == (unit,)


@given(st.sampled_from(UNITS), st.sampled_from([str.upper, str.lower, str.title]), st.booleans())
def test_case_form_and_tone_style_do_not_matter(
    unit: Commune, recase: Callable[[str], str], decompose: bool
) -> None:
    respelt = unit.full.replace("òa", "oà").replace("óa", "oá").replace("ủy", "uỷ")
    printed = recase(unicodedata.normalize("NFD" if decompose else "NFC", respelt))
    assert unit in BOOK.find(printed, None, own_area(unit))


@given(st.sampled_from(UNITS))
def test_area_of_a_unit_holds_it(unit: Commune) -> None:
    assert BOOK.keep_inside([unit], own_area(unit)) == (unit,)
    without_type = unit.province.removeprefix("tỉnh ").removeprefix("thành phố ")
    assert BOOK.keep_inside([unit], Area(without_type)) == (unit,)


@given(st.sampled_from(OLD_UNITS))
def test_successors_lie_in_what_became_of_the_district(unit: Commune) -> None:
    inside = BOOK.communes(own_area(unit), FIRST_NEW)
    assert {one.unit for one in BOOK.successors(unit)} <= set(inside)


# --- the area of a plan --------------------------------------------------------------


@pytest.mark.parametrize(
    ("issuer", "area"),
    [
        ("Ủy ban nhân dân thành phố Hoà Bình", Area("tỉnh Hòa Bình", "thành phố Hòa Bình")),
        ("UBND TP. HÒA BÌNH", Area("tỉnh Hòa Bình", "thành phố Hòa Bình")),
        ("Thành ủy Hòa Bình", Area("tỉnh Hòa Bình", "thành phố Hòa Bình")),
        ("Phòng Nội vụ huyện Đà Bắc", Area("tỉnh Hòa Bình", "huyện Đà Bắc")),
        ("Ủy ban nhân dân tỉnh Hòa Bình", Area("tỉnh Hòa Bình")),
        ("UBND huyện Châu Thành, tỉnh Long An", Area("tỉnh Long An", "huyện Châu Thành")),
        ("Ủy ban nhân dân huyện Kỳ Sơn, tỉnh Hòa Bình", Area("tỉnh Hòa Bình")),
        ("UBND phường Phương Lâm", Area("tỉnh Hòa Bình", "thành phố Hòa Bình")),
        ("UBND phường Thống Nhất, tỉnh Phú Thọ", Area("tỉnh Phú Thọ")),
        ("UBND Quận 1", Area("thành phố Hồ Chí Minh", "quận 1")),
        ("UBND huyện Châu Thành", None),
        ("Ủy ban nhân dân phường Thống Nhất", None),
        ("Ủy ban nhân dân thành phố", None),
        ("", None),
    ],
)
def test_issuer_names_the_area(issuer: str, area: Area | None) -> None:
    assert area_from_issuer(issuer, BOOK) == area


def test_communes_of_the_plan_tell_its_city() -> None:
    named = ["phường Dân Chủ", "P. Thống Nhất", "X. Yên Mông", "xã Hoà Bình", "phường Tân Hòa"]
    expected = Area("tỉnh Hòa Bình", "thành phố Hòa Bình")
    assert infer_area(named, BEFORE, BOOK) == expected
    assert infer_area(named, None, BOOK) == expected
    assert infer_area([*named, "xã Vầy Nưa"], BEFORE, BOOK) == expected
    bare = [text.split(maxsplit=1)[1] for text in CITY_COMMUNES]
    assert infer_area(bare, BEFORE, BOOK) == expected


def test_old_communes_in_a_new_plan_still_tell_their_city() -> None:
    expected = Area("tỉnh Hòa Bình", "thành phố Hòa Bình")
    assert infer_area(CITY_COMMUNES, FIRST_NEW, BOOK) == expected


def test_communes_of_several_districts_tell_their_province() -> None:
    named = ["TT. Bo", "xã Vầy Nưa", "xã Pà Cò", "phường Phương Lâm", "xã Cao Sơn", "xã Hang Kia"]
    assert infer_area(named, BEFORE, BOOK) == Area("tỉnh Hòa Bình")


def test_new_communes_tell_their_new_province() -> None:
    named = ["phường Tân Hòa", "phường Kỳ Sơn", "xã Thịnh Minh", "phường Âu Cơ", "phường Vân Phú"]
    assert infer_area(named, FIRST_NEW, BOOK) == Area("tỉnh Phú Thọ")


@pytest.mark.parametrize(
    "named",
    [[], [""], ["xã Thống Nhất"], ["xã Yên Mông", "phường Bến Nghé", "xã Ea H'leo"]],
)
def test_area_is_not_guessed(named: list[str]) -> None:
    assert infer_area(named, BEFORE, BOOK) is None


# --- the commune of an entry ---------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("P. Dân Chủ", "phường Dân Chủ"),
        ("X.Yên Mông", "xã Yên Mông"),
        ("Phường Thái Bình", "phường Thái Bình"),
        ("phường Thịnh Lang.", "phường Thịnh Lang"),
        ("xã Hoà Bình", "xã Hoà Bình"),
        ("Thống Nhất", "phường Thống Nhất"),
        ("phường Chăm Mát", "phường Chăm Mát"),
        ("xã Sủ Ngòi", "xã Sủ Ngòi"),
        ("xã Thống Nhất", "xã Thống Nhất"),
        ("", ""),
    ],
)
def test_commune_is_written_in_full_and_spelt_as_printed(printed: str, written: str) -> None:
    entry = locate(make_entry(printed), BOOK, CITY, BEFORE)
    assert (entry.commune, entry.flags) == (written, ())


@pytest.mark.parametrize(
    ("printed", "written", "nearest"),
    [
        ("phường Dân Chù", "phường Dân Chù", "phường Dân Chủ"),
        ("xã Dân Chủ B", "xã Dân Chủ B", "phường Dân Chủ"),
        ("P. Phương Lam", "phường Phương Lam", "phường Phương Lâm"),
        ("xã Thông Nhất", "xã Thông Nhất", "phường Thống Nhất"),
        ("xã Thịnh Lang", "xã Thịnh Lang", "phường Thịnh Lang"),
        ("phường Bến Nghé", "phường Bến Nghé", None),
        ("Cao Sơn", "Cao Sơn", None),
    ],
)
def test_unknown_commune_is_flagged_and_kept(
    printed: str, written: str, nearest: str | None
) -> None:
    entry = locate(make_entry(printed), BOOK, CITY, BEFORE)
    assert (entry.commune, entry.flags) == (written, (Flag.COMMUNE_UNKNOWN,))
    unit = BOOK.nearest(printed, CITY, BEFORE)
    assert (unit and unit.full) == nearest


def test_flag_stands_once_beside_the_others() -> None:
    once = locate(
        Entry("1", {}, "Bà A", commune="xã Không Có", flags=("ordinal",)), BOOK, CITY, BEFORE
    )
    assert once.flags == ("ordinal", Flag.COMMUNE_UNKNOWN)
    assert locate(once, BOOK, CITY, BEFORE) == once


def test_without_an_area_only_what_the_country_lacks_is_flagged() -> None:
    assert locate(make_entry("P. Bến Nghé"), BOOK, None, BEFORE).flags == ()
    assert locate(make_entry("xã Không Có"), BOOK, None, BEFORE).flags == (Flag.COMMUNE_UNKNOWN,)
    assert locate(make_entry("P. Bến Nghé"), BOOK, Area(), BEFORE).flags == ()


def test_row_that_names_another_district_is_believed() -> None:
    entry = make_entry("xã Cao Sơn", address="xóm Sèo, xã Cao Sơn, huyện Đà Bắc")
    assert locate(entry, BOOK, CITY, BEFORE).flags == ()
    wrong = make_entry("xã Cao Sơn", address="xã Cao Sơn, huyện Kim Bôi, tỉnh Hòa Bình")
    assert locate(wrong, BOOK, CITY, BEFORE).flags == (Flag.COMMUNE_UNKNOWN,)


def test_commune_of_the_future_is_unknown_and_of_the_past_known() -> None:
    future = make_entry("phường Hòa Bình")
    assert locate(future, BOOK, CITY, BEFORE).flags == (Flag.COMMUNE_UNKNOWN,)
    assert locate(future, BOOK, CITY, FIRST_NEW).flags == ()
    assert locate(make_entry("phường Dân Chủ"), BOOK, CITY, FIRST_NEW).flags == ()


def test_district_of_another_type_or_gone_is_still_an_area() -> None:
    assert BOOK.communes(Area("Bắc Giang", "huyện Việt Yên"), BEFORE) == BOOK.communes(
        Area("Bắc Giang", "thị xã Việt Yên"), BEFORE
    )
    gone = Area("Hòa Bình", "huyện Kỳ Sơn")
    assert locate(make_entry("xã Độc Lập"), BOOK, gone, date(2019, 5, 1)).flags == ()


@pytest.mark.parametrize(
    ("subject", "ward"),
    [
        ("Trường Mầm non Phương Lâm", "phường Phương Lâm"),
        ("Trường Mầm non Tân Hòa A", "phường Tân Hòa"),
        ("Trường TH&THCS Thịnh Lang", "phường Thịnh Lang"),
        ("Trường Phổ thông Dân tộc Bán trú TH&THCS Độc Lập", "xã Độc Lập"),
        ("Trường TH&THCS Thái Bình", "phường Thái Bình"),
        ("Trường TH&THCS Dân Hạ", "phường Kỳ Sơn"),
        ("Trường Tiểu học Trung Minh, thành phố Hòa Bình", "phường Trung Minh"),
        ("Trường Mầm non Unicef", None),
        ("Mầm non Suối Hoa", None),
        ("Trường Tiểu học Lê Văn Tám", None),
        ("Trường Mầm non Hòa Bình", None),
        ("Trường Trung học cơ sở Nguyễn Thái Bình", None),
        ("Hội Liên hiệp phụ nữ Phương Lâm", None),
    ],
)
def test_school_suggests_its_ward(subject: str, ward: str | None) -> None:
    unit = suggest_ward(subject, BOOK, CITY, BEFORE)
    assert (unit and unit.full) == ward
    assert locate(Entry("1", {}, subject), BOOK, CITY, BEFORE).commune == ""


def test_school_suggests_nothing_without_an_area() -> None:
    assert suggest_ward("Trường Mầm non Phương Lâm", BOOK, None, BEFORE) is None


@given(st.sampled_from(CITY_COMMUNES), st.sampled_from(CITY_COMMUNES))
def test_locating_twice_changes_nothing(first: str, second: str) -> None:
    printed = first.replace("phường ", "P.").replace("xã ", "X. ")
    once = locate(make_entry(printed, other=second), BOOK, CITY, BEFORE)
    assert locate(once, BOOK, CITY, BEFORE) == once
    assert words_key(once.commune) == words_key(first)
