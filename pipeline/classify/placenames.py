"""How places are written: "P.Dân Chủ", "phường Dân Chủ", "TP. Hoà Bình" are one of two each.

What is printed is never changed; these keys only tell which spellings are one place.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.language.keys import squeeze, words_key

KINDS = ("phường", "xã", "thị trấn", "đặc khu", "huyện")
"""Type words; "huyện" only for the island districts that had no communes."""

_SHORT_KINDS = {"p": "phường", "x": "xã", "tt": "thị trấn", "đk": "đặc khu"}
_COMMUNE = re.compile(
    rf"(?:(?P<kind>{'|'.join(KINDS)})[\s.:]+|(?P<short>p|x|t\.?\s?t|đk)(?:\s*\.\s*|\s+)"
    r"|(?P<numbered>p)(?=\d))(?P<name>\S.*)",
    re.IGNORECASE,
)
_FORMER_MARK = re.compile(r"\s*(?:\(cũ\)|\bcũ)$", re.IGNORECASE)
AREA_KINDS = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "thủ đô": "thành phố",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "huyện": "huyện",
    "h": "huyện",
    "quận": "quận",
    "q": "quận",
}
"""Type words of provinces and districts as ``words_key`` gives them, and what each means."""

_AREA = re.compile(rf"(?:({'|'.join(AREA_KINDS)}) )?(.+)")
_OTHER_NAMES = {"hcm": "hồ chí minh", "tphcm": "hồ chí minh", "thừa thiên huế": "huế"}

# Communes' names that are everyday words or heroes, too: only a type word makes them places.
_COMMON_NAMES = (
    "Ái Quốc, An Ninh, Bình Minh, Bình Yên, Chiến Thắng, Công Lý, Cộng Hòa, Dân Chủ, Dân Quyền, "
    "Dân Tiến, Đại Đồng, Đoàn Kết, Đồng Tâm, Đồng Tiến, Độc Lập, Hạnh Phúc, Hợp Nhất, Hợp Tiến, "
    "Hưng Thịnh, Khởi Nghĩa, Kiến Thiết, Liên Hiệp, Liên Minh, Nhân Đạo, Nhân Hòa, Quốc Khánh, "
    "Quyết Chiến, Quyết Thắng, Quyết Tiến, Rạng Đông, Tân Tiến, Thành Công, Thắng Lợi, "
    "Thống Nhất, Tiên Phong, Tiên Tiến, Tiền Phong, Tiến Bộ, Toàn Thắng, Trung Tâm, Trung Thành, "
    "Tự Cường, Tự Do, Tự Lập, Hai Bà Trưng, Hoàng Diệu, Hoàng Văn Thụ, Hưng Đạo, Kim Đồng, "
    "Lê Hồng Phong, Lê Lợi, Minh Khai, Ngô Quyền, Nguyễn Huệ, Nguyễn Trãi, Phan Đình Phùng, "
    "Quang Trung, Trần Hưng Đạo, Trần Phú, Trưng Vương"
)


@cache
def name_key(name: str) -> str:
    """Return the key of a commune's name: ``words_key``, numbers without leading noughts."""
    return re.sub(r"\b0+(?=\d)", "", words_key(_FORMER_MARK.sub("", name)))


def split_commune(text: str) -> tuple[str, str]:
    """Split a printed commune into its type word in full and its name.

    "P.Dân Chủ" gives ("phường", "Dân Chủ"); a name alone gives ("", name).
    """
    printed = squeeze(text).rstrip(" .,;:")
    match = _COMMUNE.fullmatch(printed)
    if match is None:
        return "", printed
    short = match["short"] or match["numbered"]
    if short:
        return _SHORT_KINDS[re.sub(r"[.\s]", "", short.lower())], match["name"]
    return match["kind"].lower(), match["name"]


@cache
def split_area(text: str) -> tuple[str, str]:
    """Split a province's or district's name into type word and key: "TP. Hoà Bình"."""
    match = _AREA.fullmatch(words_key(text))
    if match is None:
        return "", ""
    name = re.sub(r"\b0+(?=\d)", "", match[2])
    return AREA_KINDS.get(match[1] or "", ""), _OTHER_NAMES.get(name, name)


@cache
def _common_keys() -> frozenset[str]:
    return frozenset(name_key(name) for name in _COMMON_NAMES.split(","))


def is_common_word(key: str) -> bool:
    """Say whether a ``name_key`` is an everyday word or a hero, too, so that it needs its type."""
    return key in _common_keys()


def same_province(asked: str, known: str) -> bool:
    """Compare by name alone: "tỉnh Thừa Thiên Huế" and its city differ in type over time."""
    return split_area(asked)[1] == split_area(known)[1]


def same_district(asked: str, known: str) -> bool:
    """Compare by name, and by type where ``asked`` has one: huyện and thị xã Kỳ Anh were two."""
    (kind, name), (known_kind, known_name) = split_area(asked), split_area(known)
    return name == known_name and kind in ("", known_kind)
