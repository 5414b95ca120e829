"""Text as it should be read: old charsets decoded, Unicode in one form."""

from __future__ import annotations

import codecs
import shutil
import subprocess
import unicodedata
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import charset, legacy, syllables
from tests.legacy_text import ENCODERS, encode_tcvn3, encode_viscii, encode_vni, show_as_cp1252

SYLLABLES = sorted(syllables.list_syllables())
TEXT = (
    "Ủy ban nhân dân thành phố Hòa Bình triển khai nhân rộng mô hình, điển hình tiên tiến: "
    "Hội Phụ nữ xã Yên Mông, trường TH&THCS Hòa Bình, hộ ông Bùi Văn Dũng ở xóm Mị, "
    "tổ dân phố số 3 phường Kỳ Sơn; chăn nuôi gà, trồng bưởi, giữ gìn an ninh trật tự."
)


FONTS = ["", "Times New Roman", ".VnTime", "VnTime", "ABCDEF+.VnTimeH", "VNI-Times", "VPS Times"]


# --- one Unicode form ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Từ\u0300", "Từ"),
        ("e\u0323\u0302\u0302", "ệ"),
        ("a\u0301\u0302n", "ấn"),
        (unicodedata.normalize("NFD", TEXT), TEXT),
        ("ÐẢNG BỘ, Ðội, QÐ-UBND, ðường", "ĐẢNG BỘ, Đội, QĐ-UBND, đường"),
        ("đƣờng ĐƢỜNG Ɖảng", "đường ĐƯỜNG Đảng"),
        ("H\u043eà B\u0456nh, V\u0410C, \u041dòa", "Hoà Binh, VAC, Hòa"),
        ("Hà\u00a0Nội\u200b\ufeff th\u00adôn", "Hà Nội thôn"),
        ("Tổ\v3\x07\r\nTổ\f4", "Tổ\n3\nTổ\n4"),
        ("\uf0b7 Tổ; \uf0fc", "• Tổ; ✓"),
        ("\x93Dân vận khéo\x94 \x96 2023", "“Dân vận khéo” – 2023"),
    ],
)
def test_clean_gives_one_form(text: str, due: str) -> None:
    assert charset.clean(text) == due


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Hoà Hòa thuỷ thủy kỹ kĩ Mỵ Mị hòan",
        "Đặn g TNHHH SSố TT Hịêp",
        "« Dân vận khéo » “a” ‘b’ – — … 20°C m² ½ ≥ ± α β Ω µm Москва",
        "Krông Pắk, Đắk Lắk, H'Mông, Müller, Noël, Ðavíð",
        "a\tb\nc",
        "✓ ☑ □ • ▪",
    ],
)
def test_clean_leaves_right_text_alone(text: str) -> None:
    assert charset.clean(text) == text


def test_clean_leaves_every_syllable_alone() -> None:
    for text in (" ".join(SYLLABLES), " ".join(SYLLABLES).title(), " ".join(SYLLABLES).upper()):
        assert charset.clean(text) == text
        assert charset.clean(unicodedata.normalize("NFD", text)) == text


_ODD = "\u0300\u0302\u0323\u00ad\u0345Ððƣ\u043eο\uf0b7\x85\r\neêệ \u200b\ufb01"


@given(st.text() | st.text(_ODD))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = charset.clean(text)
    assert charset.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


# --- legacy charsets -----------------------------------------------------------------


@pytest.mark.parametrize("name", legacy.LEGACY)
def test_every_syllable_there_and_back(name: str) -> None:
    lower = " ".join(SYLLABLES)
    titles = " ".join(word for word in lower.title().split() if word[1:].islower() or len(word) < 2)
    texts = [lower] if name == legacy.TCVN3 else [lower, titles, lower.upper()]
    for text in texts:
        assert legacy.decode(ENCODERS[name](text), name) == text


def test_mixed_case_vni_is_read() -> None:
    assert legacy.decode("Aùo, AÙO, aÙ", legacy.VNI) == "Áo, ÁO, á"


@pytest.mark.skipif(shutil.which("iconv") is None, reason="needs iconv")
@pytest.mark.parametrize(("name", "known_as"), [("viscii", "VISCII"), ("tcvn3", "TCVN5712-1")])
def test_tables_equal_those_of_iconv(name: str, known_as: str) -> None:
    table = legacy.VISCII_LETTERS if name == "viscii" else legacy.TCVN3_LETTERS
    codes = [code for code in table if ord(code) < 0x100]
    run = subprocess.run(
        ["iconv", "-f", known_as, "-t", "UTF-8"],
        input="".join(codes).encode("latin-1"),
        capture_output=True,
        check=False,
    )
    if run.returncode:
        pytest.skip(f"this iconv does not know {known_as}")
    assert run.stdout.decode("utf-8") == "".join(table[code] for code in codes)


def test_cp1258_is_pythons() -> None:
    raw = bytes(range(0xC0, 0x100))
    due = unicodedata.normalize("NFC", codecs.decode(raw, "cp1258"))
    assert legacy.decode(raw.decode("latin-1"), legacy.CP1258) == due


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("name", legacy.LEGACY)
def test_a_paragraph_is_decoded_whatever_its_font_is_called(name: str, font: str) -> None:
    due = TEXT.replace("Ủ", "ủ") if name == legacy.TCVN3 else TEXT
    found = charset.examine_runs([(ENCODERS[name](TEXT), font)])[0]
    assert (found.charset, found.sure) == (name, True)
    capital = name == legacy.TCVN3 and font.endswith("H")
    assert found.text == (due.upper() if capital else due)


def test_viscii_seen_as_cp1252() -> None:
    assert charset.decode_text(show_as_cp1252(encode_viscii(TEXT))) == TEXT


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        *TEXT.split(),
        "Tổ dân phố số 3",
        "xã",
        "Bà Nông Thị Bé",
        "Sùng A Lù",
        "A Mú",
        "Sè",
        "LÒ BÌ",
        "Ðoàn xã",
        "â) ê) ô) Ô",
        "Москва 北京 ລາວ",
        "m², 10µm, 20°C, ±5, ½ ngày, 100 m³, §1, © 2023, « an », A·B",
        "Müller, Noël, café, señor, façade",
        "UBND",
        "12/3/2023",
        "",
        unicodedata.normalize("NFD", TEXT),
    ],
)
def test_unicode_is_never_touched_whatever_its_font_is_called(text: str, font: str) -> None:
    assert charset.decode_runs([(text, font)]) == [text]


@pytest.mark.parametrize("font", ["", ".VnTime", "VNI-Times", "VI Times"])
def test_no_syllable_alone_is_touched_whatever_its_font_is_called(font: str) -> None:
    doubtful = [word for word in SYLLABLES if max(word) < "\u0100" and not word.isascii()]
    words = [form for word in doubtful for form in (word, word.capitalize(), word.upper())]
    assert [word for word in words if charset.decode_text(word, font) != word] == []


@pytest.mark.parametrize(
    ("font", "due"),
    [
        (".VnTime", "tcvn3"),
        ("VnTime", "tcvn3"),
        ("ABCDEF+.VnArialH,Bold", "tcvn3"),
        (".VnIslandH", "tcvn3"),
        ("VNI-Times", "vni"),
        ("VNITimes", "vni"),
        ("VPS Times", "vps"),
        ("Verdana", ""),
        ("Vivaldi", ""),
        ("Times New Roman", ""),
        ("", ""),
    ],
)
def test_what_a_fonts_name_hints_at(font: str, due: str) -> None:
    assert legacy.hint_charset(font) == due
    assert legacy.is_capital_font(font) == ("H" in font[1:] and due == "tcvn3")


def test_capitals_of_the_h_fonts() -> None:
    runs = [(encode_tcvn3("ủy ban nhân dân "), ".VnTimeH"), (encode_tcvn3("xã Yên"), ".VnTime")]
    assert charset.decode_runs(runs) == ["ỦY BAN NHÂN DÂN ", "xã Yên"]


def test_a_letter_that_two_runs_share_is_put_together() -> None:
    text = encode_vni("Hội Nông dân Việt Nam")
    for cut in range(1, len(text)):
        runs = [(text[:cut], "VNI-Times"), (text[cut:], "VNI-Times")]
        assert "".join(charset.decode_runs(runs)) == "Hội Nông dân Việt Nam"


def test_symbol_flagged_fonts() -> None:
    hidden = "".join(chr(0xF000 + ord(c)) if c != " " else c for c in encode_tcvn3("cộng hòa"))
    assert charset.decode_text(hidden, ".VnTime") == "cộng hòa"
    assert charset.decode_text("\uf0b7", "Symbol") == "\uf0b7"


def test_a_lost_soft_hyphen_is_found_or_said() -> None:
    assert charset.decode_text("tr-êng häc, UBND-TH", ".VnTime") == "trường học, UBND-TH"
    lost = charset.examine_runs([("phêng ®ång", ".VnTime")])[0]
    assert lost.charset == legacy.TCVN3
    assert not lost.sure


def test_the_document_decides_for_a_short_run() -> None:
    survey = charset.survey_runs([(encode_tcvn3(TEXT), ".VnTime"), (TEXT, "Times New Roman")])
    assert charset.decode_text("bé", ".VnTime", survey) == "bộ"
    assert charset.decode_text("bé", "Times New Roman", survey) == "bé"
    assert charset.decode_text("ban", ".VnTimeH", survey) == "BAN"
    unicode = charset.survey_runs([(TEXT, ".VnTime")])
    assert charset.decode_text("bé", ".VnTime", unicode) == "bé"
    assert not charset.examine_runs([("bé", ".VnTime")])[0].sure


def test_runs_of_two_charsets_in_one_paragraph() -> None:
    runs = [
        (encode_tcvn3("danh sách điển hình "), ".VnTime"),
        ("xã Yên Mông, ", "Times New Roman"),
        (encode_vni("phường Hữu Nghị"), "VNI-Times"),
    ]
    due = ["danh sách điển hình ", "xã Yên Mông, ", "phường Hữu Nghị"]
    assert charset.decode_runs(runs) == due


def test_right_unicode_is_not_doubted() -> None:
    texts = (TEXT, "Ðoàn xã", "Москва 北京 ລາວ", "Tổ 3", "UBND", "m²", "An Bình")
    for font in ("", "Times New Roman", ".VnTime", "VNI-Times"):
        assert [t for t in texts if not charset.examine_runs([(t, font)])[0].sure] == []
    assert charset.examine_runs([("Müller", "Arial")])[0].sure


def test_a_doubtful_word_beside_two_charsets_is_said() -> None:
    cells = [(encode_tcvn3(TEXT), ".VnTime"), *[(TEXT, ".VnTime")] * 4]
    survey = charset.survey_runs(cells)
    assert charset.decode_text(encode_tcvn3(TEXT), ".VnTime", survey).lower() == TEXT.lower()
    assert charset.decode_text(TEXT, ".VnTime", survey) == TEXT
    for word in ("bé", "Sè", "phè"):
        assert not charset.examine_runs([(word, ".VnTime")], survey)[0].sure
    assert charset.examine_runs([("xã", ".VnTime")], survey)[0] == charset.Decoded("xã")


def test_a_charset_without_a_table_is_doubted() -> None:
    found = charset.examine_runs([("Tr\x9d¶ng h÷þc phÿ÷ng ñþ÷c ®ÿ×n", "VPS Times")])[0]
    assert not found.sure


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(FONTS)), max_size=6))
def test_runs_stay_as_many_and_ascii_stays(runs: list[tuple[str, str]]) -> None:
    found = charset.decode_runs(runs)
    assert len(found) == len(runs)
    for new, (old, font) in zip(found, runs, strict=True):
        if old.isascii() and "-" not in old and old.isprintable():
            assert new in ((old, old.upper()) if font.endswith("H") else (old,))


@given(st.randoms(use_true_random=False), st.sampled_from(FONTS), st.sampled_from(legacy.LEGACY))
def test_long_texts_of_any_syllables(random: Random, font: str, name: str) -> None:
    text = " ".join(random.sample(SYLLABLES, 40))
    assert charset.decode_runs([(text, font)]) == [text]
    due = text.upper() if name == legacy.TCVN3 and font.endswith("H") else text
    assert charset.decode_text(ENCODERS[name](text), font) == due


def test_the_list_of_frequent_syllables_holds_only_syllables() -> None:
    path = Path(legacy.__file__).parents[1] / "data" / "common_syllables.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    assert [word for word in words if not syllables.is_syllable(word)] == []
