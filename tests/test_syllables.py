"""Which words are Vietnamese syllables, and which pages are rubbish."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.language import syllables
from tests.legacy_text import encode_tcvn3, encode_vni

SYLLABLES = sorted(syllables.list_syllables())
TEXT = (
    "Ủy ban nhân dân thành phố Hòa Bình triển khai nhân rộng mô hình, điển hình tiên tiến: "
    "Hội Phụ nữ xã Yên Mông, trường TH&THCS Hòa Bình, hộ ông Bùi Văn Dũng ở xóm Mị, "
    "tổ dân phố số 3 phường Kỳ Sơn; chăn nuôi gà, trồng bưởi, giữ gìn an ninh trật tự."
)


def test_syllables_of_every_shape_are_known() -> None:
    words = (
        "nghĩa giếng gìn quốc quý quỳnh quyết khuya ngoằn ngoèo thuở huơ Hoà HÒA uỷ ủy Ủy UỶ "
        "nghiêng yêu Mỵ Mị kỹ kĩ lý lí Thụy oanh xoong moóc rượu khuỷu giặt gì già gia Quới ỷ ê Y"
    )
    assert [word for word in words.split() if not syllables.is_syllable(word)] == []


def test_what_no_syllable_can_be_is_refused() -> None:
    words = "cơng khơng Phịng tac duoc nguoi thÓ xA kế́ aõ xaõ trêng nge kên cia coäng tàc đ"
    found = [word for word in words.split() if syllables.is_syllable(word)]
    assert found == ["kên"]


def test_the_number_of_syllables_is_that_of_the_orthography() -> None:
    one_style = {syllable for syllable in SYLLABLES if not _is_new_style(syllable)}
    assert 16_000 < len(one_style) < 19_000
    assert all(unicodedata.is_normalized("NFC", syllable) for syllable in SYLLABLES)


def _is_new_style(word: str) -> bool:
    return any(glide in word for glide in ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ"))


@pytest.mark.parametrize("text", [TEXT, "UBND, TH&THCS, HTX", "35", "", "Unicef tài trợ HTX"])
def test_share_forgives_abbreviations_and_single_foreign_names(text: str) -> None:
    assert syllables.share(text) == 1.0


def test_share_of_undecoded_text_is_low() -> None:
    assert syllables.share(encode_tcvn3(TEXT)) < 0.5
    assert syllables.share("Save the Children in Vietnam works with schools") < 0.6


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        "Bu Chằm",
        "Unicef",
        "UBND",
        "TH&THCS Yên Mông",
        "Lò A Páo, Giàng A Chu, Lo A Pao",
        "Email: ubnd@hoabinh.gov.vn, www.hoabinh.gov.vn, 0218 385 12 34",
        "(cid:1) Tổ dân phố số 3 phường Tân Hòa",
        "\uf0b7 Tổ dân phố số 3",
        "xã Kông Lơng Khơng",
        "H'Hen Niê, Ksor Phước, Ea Súp, Đắk Lắk, Krông Pắk, Bắc Kạn, M'Nông",
        "Save the Children, World Vision, Plan International",
        "STT",
        "1 2 3 4 5",
        "",
    ],
)
def test_right_text_is_never_rubbish(text: str) -> None:
    assert not syllables.looks_rubbish(text)


@pytest.mark.parametrize(
    "text",
    [
        "HQ va ten",
        "UY BAN NHAN DAN XA",
        syllables.strip_marks(TEXT),
        "cơng tác",
        "Phịng Nội vụ thành phố HỊA BÌNH thực hiện cơng tác thi đua, khen thưởng và khơng ngừng",
        "ເҺIẾП LƢỢເ K̟IПҺ D0AПҺ",
        "CNG HO X HI CH NGH(A VIT NAM",
        "Tr\ufffd\ufffdng m\ufffdm non",
        "Tr(cid:12)ờng m(cid:3)m non x(cid:9) Yên Mông",
        "\uf043\uf0e9ng \uf068\uf0df\uf061",
        encode_tcvn3(TEXT),
        encode_vni(TEXT),
    ],
)
def test_broken_text_layers_are_rubbish(text: str) -> None:
    assert syllables.looks_rubbish(text)


def test_one_slip_of_the_typist_does_not_spoil_a_page() -> None:
    assert not syllables.looks_rubbish(f"{TEXT} Đặn g, TNHHH, SSố TT, cơng tác.")
