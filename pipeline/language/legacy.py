"""Tables of the charsets that Vietnam's offices typed in before Unicode.

Each decoder takes text as a reader gives it when it knows nothing of the charset: every
byte shown as Latin-1 or cp1252. Right or wrong is decided in charset.py, not here.

Sources: TCVN 5712:1993 (VN3) without the capitals that ABC fonts do not use; VNI-Windows;
RFC 1456 (VISCII); Microsoft code page 1258. VPS has no table that can be trusted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

TCVN3: Final = "tcvn3"
VNI: Final = "vni"
VISCII: Final = "viscii"
CP1258: Final = "cp1258"
UNICODE: Final = "unicode"

LEGACY: Final = (TCVN3, VNI, VISCII, CP1258)
"""Most frequent in office papers first."""

TCVN3_LETTERS: Final[Mapping[str, str]] = dict(
    zip(
        "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd"
        "\xbe\xc6\xc7\xc8\xc9\xca\xcb\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde"
        "\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6"
        "\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

_VNI_TONES = {"\xf9": "\u0301", "\xf8": "\u0300", "\xfb": "\u0309", "\xf5": "\u0303"}
_VNI_TONES["\xef"] = "\u0323"
_VNI_HATS = {"\xe1": "\u0301", "\xe0": "\u0300", "\xe5": "\u0309", "\xe3": "\u0303"}
_VNI_HATS |= {"\xe4": "\u0323", "\xe2": ""}
_VNI_BREVES = {"\xe9": "\u0301", "\xe8": "\u0300", "\xfa": "\u0309", "\xfc": "\u0303"}
_VNI_BREVES |= {"\xeb": "\u0323", "\xea": ""}
_VNI_SINGLES = dict(zip("\xed\xec\xe6\xf3\xf2\xee\xf1\xf4\xf6", "íìỉĩịỵđơư", strict=True))


def _make_vni() -> dict[str, str]:
    """Return the lower-case table: one or two characters give one letter."""
    table = dict(_VNI_SINGLES)
    for base in "aeouy\xf4\xf6":
        for mark, tone in _VNI_TONES.items():
            table[base + mark] = _VNI_SINGLES.get(base, base) + tone
    for base in "aeo":
        for mark, tone in _VNI_HATS.items():
            table[base + mark] = base + "\u0302" + tone
    for mark, tone in _VNI_BREVES.items():
        table["a" + mark] = "a\u0306" + tone
    return {key: unicodedata.normalize("NFC", letter) for key, letter in table.items()}


VNI_LETTERS: Final[Mapping[str, str]] = _make_vni()
"""Lower case; in capitals every byte is 0x20 less, and mixed pairs occur."""

VISCII_BYTES: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
"""Bytes 80 to FF."""

_VISCII_LOW = {"\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ"}


def _show_cp1252(byte: int) -> str:
    """Return ``byte`` as a cp1252 reader shows it; the five empty places stay controls."""
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


def _make_viscii() -> dict[str, str]:
    table = dict(_VISCII_LOW)
    for byte, letter in enumerate(VISCII_BYTES, start=0x80):
        table[chr(byte)] = table[_show_cp1252(byte)] = letter
    return table


VISCII_LETTERS: Final[Mapping[str, str]] = _make_viscii()
CP1258_LETTERS: Final[Mapping[str, str]] = {
    chr(byte): bytes([byte]).decode("cp1258") for byte in range(0xC0, 0x100)
}

# pdfium and Word exports give the soft hyphen, TCVN3's ư, as one of these.
_TCVN3_MAP = str.maketrans({**TCVN3_LETTERS, "\x02": "ư", "\ufffe": "ư", "\x1f": "ư"})
_VISCII_MAP = str.maketrans(dict(VISCII_LETTERS))
_CP1258_MAP = str.maketrans(dict(CP1258_LETTERS))
_VNI_TOKEN = re.compile(
    "|".join(sorted(map(re.escape, VNI_LETTERS), key=len, reverse=True)), re.IGNORECASE
)
_TOKENS = {
    TCVN3: re.compile("[\\x02\\x1f\\ufffe" + "".join(TCVN3_LETTERS) + "]"),
    VNI: _VNI_TOKEN,
    VISCII: re.compile("[" + re.escape("".join(VISCII_LETTERS)) + "]"),
    CP1258: re.compile("[\xc0-\xff]"),
}
_HIGH_BYTE = {0xF000 + byte: chr(byte) for byte in range(0x20, 0x100)}


def _read_vni_token(match: re.Match[str]) -> str:
    token = match[0]
    letter = VNI_LETTERS[token.lower()]
    return letter if token[0].islower() else letter.upper()


def decode(text: str, charset: str) -> str:
    """Return ``text`` read as ``charset``, in NFC; characters that it lacks stay."""
    if charset == UNICODE:
        return text
    if charset == TCVN3:
        return text.translate(_TCVN3_MAP)
    if charset == VNI:
        return _VNI_TOKEN.sub(_read_vni_token, text)
    table = _VISCII_MAP if charset == VISCII else _CP1258_MAP
    return unicodedata.normalize("NFC", text.translate(table))


def covers(text: str, charset: str) -> bool:
    """Tell whether every letter beyond ASCII in ``text`` is one that ``charset`` uses so."""
    rest = _TOKENS[charset].sub("", text)
    return not any(char.isalpha() and not char.isascii() for char in rest)


def is_vni_pair(pair: str) -> bool:
    """Tell whether two characters make one VNI letter."""
    return pair.lower() in VNI_LETTERS


def unwrap_symbols(text: str) -> str:
    """Return ``text`` with the private places F020 to F0FF of symbol fonts as plain bytes."""
    return text.translate(_HIGH_BYTE)


_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONT_HINTS = (
    (VNI, re.compile(r"VNI|[Vv]ni[-_ ]")),
    (TCVN3, re.compile(r"[.,_]vn|vn[a-z]|abc[-_ ]", re.IGNORECASE)),
    (VISCII, re.compile(r"vi[-_ ]|hoangyen|minhquan|phuongthao|thaohien|uhoai", re.IGNORECASE)),
    ("vps", re.compile(r"vps", re.IGNORECASE)),
)


def hint_charset(font: str) -> str:
    """Return the charset that a font's name suggests, "vps" for VPS, or ""."""
    name = _SUBSET.sub("", font.strip())
    return next((charset for charset, start in _FONT_HINTS if start.match(name)), "")


def is_capital_font(font: str) -> bool:
    """Tell whether ``font`` is one of the ABC fonts that draw every letter as a capital."""
    family = re.split(r"[-,]|Bold|Italic", _SUBSET.sub("", font.strip()))[0].strip()
    return hint_charset(font) == TCVN3 and family.endswith("H")
