"""What is made of recognised words, without any engine."""

from __future__ import annotations

import pytest

from pipeline.codes import Flag
from pipeline.model import Cell, Grid, Paragraph, Row
from pipeline.read.scan.order import order_pages
from pipeline.read.scan.rows import settle_grids
from pipeline.read.scan.words.doubts import gather_support, is_sure, settle_words
from pipeline.read.scan.words.engine import ReadWord
from pipeline.read.scan.words.pair import WordChoice, choose_words, take_first


def _words(text: str, confidence: float = 0.97) -> list[ReadWord]:
    return [
        ReadWord(part, confidence, (40.0 * at, 0.0, 40.0 * at + 35, 12.0), 10.0, 1)
        for at, part in enumerate(text.split())
    ]


def _settle(text: str, *plan: str, confidence: float = 0.97) -> list[tuple[str, bool]]:
    support = gather_support(take_first(_words(line)) for line in (text, *plan))
    settled = settle_words(take_first(_words(text, confidence)), support)
    return [(one.word.text, one.doubtful) for one in settled]


def _text(settled: list[tuple[str, bool]]) -> str:
    return " ".join(text for text, _ in settled)


# --- two models ----------------------------------------------------------------------


def test_the_surer_of_two_readings_is_taken_and_the_other_kept() -> None:
    first = [*_words("phường", 0.97), *_words("Đồng", 0.61)]
    second = [*_words("phường", 0.95), *_words("Đổng", 0.88)]
    chosen = choose_words(first, second)
    assert [(one.word.text, one.rival) for one in chosen] == [
        ("phường", None),
        ("Đổng", "Đồng"),
    ]


def test_a_word_that_one_model_reads_as_two_goes_to_the_surer_model() -> None:
    chosen = choose_words(_words("tổdân phố", 0.5), _words("tổ dân phố", 0.9))
    assert [one.word.text for one in chosen] == ["tổ", "dân", "phố"]
    assert chosen[0].rival == "tổdân"


# --- words in doubt ------------------------------------------------------------------


def test_sure_words_that_can_be_are_in_no_doubt() -> None:
    settled = _settle("Hộ gia đình bà Lê Thị Huệ, xóm Mùi, xã Độc Lập")
    assert not any(doubtful for _, doubtful in settled)


def test_a_word_that_no_syllable_allows_is_in_doubt() -> None:
    settled = dict(_settle("Trồng rừng phng hộ"))
    assert settled["phng"]
    assert not settled["rừng"]


def test_an_unsure_word_is_in_doubt() -> None:
    assert all(doubtful for _, doubtful in _settle("Khuông Lũng", confidence=0.6))


def test_an_acute_for_a_hook_is_mended_where_a_known_phrase_says_so() -> None:
    assert _text(_settle("tập thế, cá nhân; tố dân phố số 3")) == (
        "tập thể, cá nhân; tổ dân phố số 3"
    )
    assert _text(_settle("Chỉ hội phụ nữ số 8")) == "Chi hội phụ nữ số 8"


def test_words_that_mean_what_they_say_keep_their_marks() -> None:
    for text in (
        "thế hệ trẻ thực hiện chỉ đạo của ban chỉ huy",
        "khiếu nại, tố cáo; yếu tố, lợi thế của địa phương",
        "Hộ gia đình ba con, bà Ba ở xã Ngọc Tố",
        "chuyển đổi số, sổ tay đảng viên",
    ):
        assert _text(_settle(text)) == text


def test_the_plan_s_own_phrase_decides_between_two_models() -> None:
    line = "Điển hình tiên tiến trong lĩnh vực giáo dục"
    support = gather_support(take_first(_words(line)) for _ in range(5))
    words = take_first(_words("Điến hình tiên tiến"))
    disputed = [WordChoice(words[0].word, "Điển", True), *words[1:]]
    assert settle_words(disputed, support)[0].word.text == "Điển"


def test_a_sign_that_one_model_does_not_see_stays_and_is_in_doubt() -> None:
    support = gather_support(take_first(_words(line)) for line in ("nhà - tạm", "nhà - ở"))
    words = take_first(_words("Xóa nhà - tạm cho hộ nghèo"))
    words[2] = WordChoice(words[2].word, "", True)
    settled = settle_words(words, support)
    assert [one.word.text for one in settled] == ["Xóa", "nhà", "-", "tạm", "cho", "hộ", "nghèo"]
    assert settled[2].doubtful


def test_a_family_name_that_is_none_but_for_its_marks_is_in_doubt() -> None:
    for text in ("Ông Định Văn Thắng", "Bác sĩ Đình Văn Thắng"):
        assert dict(_settle(text))["Đinh"], text
    assert not dict(_settle("Ông Đinh Văn Thắng"))["Đinh"]
    assert not dict(_settle("phường Dân Chủ"))["Chủ"]


def test_a_given_name_that_is_none_but_for_its_marks_is_in_doubt() -> None:
    assert dict(_settle("bà Trần Thu Hãng, tổ 3"))["Hãng,"]
    assert dict(_settle("Ông Lê Văn Uấn"))["Uẩn"]
    assert dict(_settle("Ông Lê Văn Thẳng"))["Thắng"]
    for text in ("bà Trần Thu Hằng, tổ 3", "Hộ ông Vàng A Só", "Hãng xe Hòa Bình"):
        assert not any(doubtful for _, doubtful in _settle(text)), text


def test_signs_alone_at_the_end_are_left_out_and_said() -> None:
    assert _settle("hộ nghèo :")[-1] == ("nghèo", True)
    assert _text(_settle("với mô hình; Trồng rừng")) == "với mô hình: Trồng rừng"


def test_a_comma_that_ends_a_cell_is_in_doubt() -> None:
    assert dict(_settle("Thư viện xanh của em,"))["em,"]


def test_a_stop_between_the_kind_of_a_place_and_its_name_is_left_out_and_said() -> None:
    settled = _settle("khu Mùi, xã. Thịnh Minh")
    assert (_text(settled), dict(settled)["xã"]) == ("khu Mùi, xã Thịnh Minh", True)
    assert dict(_settle("trồng. rừng phòng hộ"))["trồng."]
    text = "Ủng hộ quỹ của xã. Năm 2022 trồng rừng"
    assert _text(_settle(text)) == text


def test_a_semicolon_must_be_read_surely() -> None:
    assert dict(_settle("công chức; viên chức", confidence=0.9))["chức;"]
    assert not dict(_settle("công chức; viên chức"))["chức;"]


def test_the_short_kind_of_a_place_ends_in_a_stop() -> None:
    assert dict(_settle("Hội Nông dân X, Yên Mông"))["X."]


def test_numbers_run_together_are_in_doubt() -> None:
    assert dict(_settle("học sinh khối 6,7."))["6,7."]
    assert dict(_settle("lĩnh vực.xây dựng"))["vực.xây"]
    for text in ("khối 6, 7.", "1.500 cây", "Chợ 4.0"):
        assert not any(doubtful for _, doubtful in _settle(text)), text


def test_a_letter_where_a_number_is_due_gives_the_number_and_a_doubt() -> None:
    for text, due in (("tổ số ó,", "6,"), ("tổ số 1ó", "16"), ("môn Toán lớp I.", "1.")):
        assert _settle(text)[-1] == (due, True)
    for text in ("ó ọ", "Chương I", "khu Óc Eo"):
        assert _text(_settle(text)) == text


def test_a_quotation_ends_with_the_sign_of_its_kind() -> None:
    settled = _settle('trong “Phong trào Người tốt, việc tốt" với mô hình')
    assert _text(settled) == "trong “Phong trào Người tốt, việc tốt” với mô hình"
    assert dict(_settle('"Thanh niên khởi nghiệp'))['"Thanh']
    for text in ('trong "Phong trào" thi đua', '“Một” và "hai"'):
        assert _text(_settle(text)) == text


def test_dirt_before_a_word_is_left_out() -> None:
    assert _text(_settle("'Trường Mầm non Sơn Ca")) == "Trường Mầm non Sơn Ca"


def test_letters_set_apart_are_joined_and_words_run_together_parted() -> None:
    assert _text(_settle("Lĩnh v ực sản x uất")) == "Lĩnh vực sản xuất"
    assert _text(_settle("Trạm Ytế xã")) == "Trạm Y tế xã"
    assert _text(_settle("Trạm Y tếP. Kỳ Sơn")) == "Trạm Y tế P. Kỳ Sơn"
    for text in ("chuẩn ViệtGAP", "Cách trường 5 m ở tổ 3", "lớp 8 g ươm", "điểm x ở cột 3"):
        assert _text(_settle(text)) == text


def test_a_letter_alone_that_begins_no_word_is_in_doubt() -> None:
    assert dict(_settle("Trồng rừng k phòng hộ"))["k"]


def test_capitals_that_only_height_tells_are_small_again_in_a_text_of_small_letters() -> None:
    assert _text(_settle("hòa giải ở cơ SỞ")) == "hòa giải ở cơ sở"
    assert _text(_settle("PHỤ Lục I")) == "PHỤ LỤC I"
    for text in ("HỘI NÔNG DÂN CƠ SỞ", "Trường THCS Sông Đà", "mô hình VAC, OCOP", '"Vận động"'):
        assert _text(_settle(text)) == text


def test_words_that_known_phrases_have_otherwise_are_mended_or_in_doubt() -> None:
    assert dict(_settle("I. TẬP THẼ"))["THẼ"]
    assert _text(_settle("Mặt trận Tổ quốc")) == "Mặt trận Tổ quốc"
    assert _text(_settle("Mặt trận Tố quốc xã")) == "Mặt trận Tổ quốc xã"
    assert dict(_settle("phong trào Toàn dận bảo vệ"))["dân"]
    assert dict(_settle("phường Tân Thinh"))["Thinh"]
    assert not dict(_settle("phường Tân Thịnh"))["Thịnh"]
    assert dict(_settle("phường Phường Lâm"))["Phường"]


def test_a_known_phrase_with_a_mark_that_is_easily_misread_is_in_doubt() -> None:
    assert dict(_settle("gắn với dụ lịch cộng đồng"))["du"]
    assert dict(_settle("dưỡng sinh, Tố đội quần chúng"))["Tố"]
    assert _text(_settle("“chuyến đối số”")) == "“chuyển đổi số”"
    for text in ("Gia đình bà Lương", "THCS Dương Tự", "tỉnh Hòa Bình"):
        assert not any(doubtful for _, doubtful in _settle(text)), text


def test_signs_that_no_plan_prints_are_in_doubt() -> None:
    for text in ("›Xây dựng", "HI. Hộ gia đình", "trồng rừng :", "xã Tân-Hòa", "mô hình; Trồng"):
        assert any(doubtful for _, doubtful in _settle(text)), text


def test_one_model_is_enough_only_for_words_without_any_danger() -> None:
    assert is_sure(_words("Hội Liên hiệp phụ nữ xã Hòa Bình"))
    assert not is_sure(_words("Hội Liên hiệp phụ nữ xã Hòa Bình", 0.8))
    assert not is_sure(_words("Ông Hoàng Văn Uấn"))
    assert not is_sure([])


# --- rows ----------------------------------------------------------------------------


def _grid(*rows: tuple[str, ...], doubtful: str = "") -> Grid:
    return Grid(
        tuple(
            Row(
                tuple(
                    Cell(text, doubts=(Flag.CELL_UNCERTAIN,) if text == doubtful else ())
                    for text in row
                ),
                1,
            )
            for row in rows
        )
    )


def _firsts(grids: list[Grid]) -> list[tuple[str, bool]]:
    cells = [row.cells[0] for grid in grids for row in grid.rows]
    return [(cell.text, bool(cell.doubts)) for cell in cells if cell is not None]


def test_an_ordinal_in_its_order_is_in_no_doubt() -> None:
    grid = _grid(("1", "a"), ("2", "b"), ("3", "c"), doubtful="2")
    assert _firsts(settle_grids([grid])) == [("1", False), ("2", False), ("3", False)]


def test_an_unread_ordinal_between_two_follows_them_and_stays_in_doubt() -> None:
    grids = [_grid(("7.", "a"), ("đ", "b")), _grid(("9.", "c"))]
    assert _firsts(settle_grids(grids)) == [("7.", False), ("8.", True), ("9.", False)]


def test_two_numbers_that_follow_nothing_sure_stay_in_doubt() -> None:
    cells = [("I.1", 0.9), ("12", 0.5), ("13", 0.5), ("I.4", 0.9)]
    rows = tuple(
        Row((Cell(text, confidence=sure, doubts=(Flag.CELL_UNCERTAIN,)), Cell("a")), 1)
        for text, sure in cells
    )
    assert [doubt for _, doubt in _firsts(settle_grids([Grid(rows)]))] == [True] * 4


def test_an_ordinal_out_of_order_or_written_unlike_the_others_is_in_doubt() -> None:
    rows = [(f"{number}.", "a") for number in range(1, 8)]
    found = _firsts(settle_grids([_grid(*rows[:3], ("4", "a"), *rows[4:], ("41.", "a"))]))
    assert [text for text, doubtful in found if doubtful] == ["4", "41."]


def test_a_one_that_begins_no_numbering_is_in_doubt_and_a_seven_where_its_neighbours_say_so() -> (
    None
):
    rows = [(str(number), "a") for number in (1, 2, 3, 4, 5, 6, 1, 8)]
    assert _firsts(settle_grids([_grid(*rows)]))[6] == ("7", True)
    assert _firsts(settle_grids([_grid(("5", "a"), ("1", "b"), ("6", "c"))]))[1] == ("1", True)
    groups = _grid(("A", "Tập thể", ""), ("1", "a", ""), ("B", "Cá nhân", ""), ("1", "b", ""))
    assert _firsts(settle_grids([groups]))[1] == ("1", False)


def test_a_letter_before_the_second_row_is_the_first_ones_number_still_in_doubt() -> None:
    grid = _grid(("STT", "Tên"), ("l.", "a"), ("2.", "b"))
    assert _firsts(settle_grids([grid]))[1] == ("1.", True)


def test_a_stop_that_hardly_any_cell_of_a_column_has_is_in_doubt() -> None:
    def find_doubts(stops: int) -> list[str]:
        texts = [f"Trồng rừng{'.' if n < stops else ''}" for n in range(12)]
        grids = settle_grids([_grid(*((str(n), text) for n, text in enumerate(texts, start=1)))])
        cells = [cell for row in grids[0].rows for cell in row.cells if cell is not None]
        return [cell.text for cell in cells if cell.doubts]

    assert find_doubts(stops=1) == ["Trồng rừng."]
    assert find_doubts(stops=5) == []


def test_a_table_whose_ordinals_ran_into_other_columns_is_in_doubt_as_a_whole() -> None:
    def lay(mark: str) -> Grid:
        over = [
            Row((Cell(f"{mark}{n}. hình: Mỗi chi hội", col_span=3), None, None), 1) for n in (1, 2)
        ]
        rest = Row((Cell(""), Cell("Xóm Bưởi"), Cell("xã Hợp Thành")), 1)
        return Grid((over[0], rest, over[1]), ruled=False)

    def count(grid: Grid) -> int:
        (settled,) = settle_grids([grid])
        return sum(bool(cell.doubts) for row in settled.rows for cell in row.cells if cell)

    assert count(lay("")) == 4
    assert count(lay("Lĩnh vực ")) == 0


def test_a_page_without_tables_has_no_ordinals_to_settle() -> None:
    assert settle_grids([]) == []


def test_an_ordinal_that_the_paper_skips_stays() -> None:
    grid = _grid(("79", "a"), ("79", "b"), ("81", "c"))
    assert [text for text, _ in _firsts(settle_grids([grid]))] == ["79", "79", "81"]


def test_roman_numerals_of_groups_follow_one_another() -> None:
    def group(numeral: str) -> tuple[str, ...]:
        return (numeral, "Lĩnh vực", "")

    rows = [group("I."), ("1", "a", "b"), group("H."), ("2", "a", "b"), group("IIỊ"), group("IV.")]
    found = _firsts(settle_grids([_grid(*rows)]))
    assert found == [
        ("I.", False),
        ("1", False),
        ("II.", True),
        ("2", False),
        ("III.", False),
        ("IV.", False),
    ]


@pytest.mark.parametrize(
    ("read", "due"),
    [
        (["1", "11", "111"], ["I", "II", "III"]),
        (["I.", "H.", "", "IV.", "v.", "VỊ."], ["I.", "II.", "III.", "IV.", "V.", "VI."]),
        (["1", "2", "3"], ["1", "2", "3"]),
    ],
)
def test_numerals_seen_as_strokes_or_not_at_all(read: list[str], due: list[str]) -> None:
    rows = [row for text in read for row in ((text, "Lĩnh vực y tế", ""), ("5", "a", "b"))]
    assert [text for text, _ in _firsts(settle_grids([_grid(*rows)]))[::2]] == due


def test_an_ordinal_follows_the_one_before_its_group() -> None:
    rows = [("5", "a", "b"), ("I", "Lĩnh vực", ""), ("ó", "c", "d"), ("II", "Lĩnh vực", "")]
    found = _firsts(settle_grids([_grid(*rows, ("7", "e", "f"), ("8", "g", "h"))]))
    assert found[2] == ("6", True)


def test_groups_lettered_or_numbered_stay_as_they_are() -> None:
    rows = [("A", "Tập thể", ""), ("1", "a", "b"), ("B", "Cá nhân", ""), ("2", "a", "b")]
    assert [text for text, _ in _firsts(settle_grids([_grid(*rows)]))] == ["A", "1", "B", "2"]


def test_a_row_of_column_numbers_is_whole_where_half_was_read() -> None:
    grid = _grid(
        ("STT", "Tên", "Địa chỉ", "Ghi chú"), ("(1)", "(2)", "G)", "(4)"), ("1", "a", "b", "")
    )
    row = settle_grids([grid])[0].rows[1]
    assert [cell.text for cell in row.cells if cell] == ["(1)", "(2)", "(3)", "(4)"]


# --- order of pages ------------------------------------------------------------------


def _page(printed: str, *ordinals: str) -> tuple[Paragraph | Grid, ...]:
    head = (Paragraph(printed),) if printed else ()
    return (*head, _grid(*((ordinal, "a") for ordinal in ordinals))) if ordinals else head


def test_pages_swapped_by_their_printed_numbers_are_put_in_order_and_said() -> None:
    pages = {1: _page(""), 2: _page("3"), 3: _page("2"), 4: _page("4")}
    ordered, notes = order_pages(pages)
    assert [ordered[n] for n in (1, 2, 3, 4)] == [pages[n] for n in (1, 3, 2, 4)]
    assert [note.code for note in notes] == ["pages-swapped"]
    assert notes[0].doubt


def test_pages_swapped_by_their_ordinals_are_put_in_order() -> None:
    pages = {1: _page("", "1", "2"), 2: _page("", "5", "6"), 3: _page("", "3", "4")}
    ordered, _ = order_pages(pages)
    assert ordered[2] == pages[3]


def test_an_appendix_that_counts_its_pages_anew_is_left_alone() -> None:
    pages = {1: _page(""), 2: _page("2"), 3: _page("1", "1", "2"), 4: _page("2", "3", "4")}
    ordered, notes = order_pages(pages)
    assert ordered == pages
    assert not notes
