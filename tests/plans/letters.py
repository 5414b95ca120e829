"""Writes Unicode text in the old Vietnamese codes, the inverse of reading them."""

from __future__ import annotations

import unicodedata
from itertools import groupby

FONTS = {
    "unicode": "Times New Roman",
    "nfd": "Times New Roman",
    "tcvn3": ".VnTime",
    "vni": "VNI-Times",
    "vntime-unicode": ".VnTime",
}

CAPITALS = ".VnTimeH"

# TCVN 5712 as the fonts .Vn* use it: one code a letter, no capitals with a tone.
_TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd"
        "\xbe\xc6\xc7\xc8\xc9\xca\xcb\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde"
        "\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6"
        "\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe",
        strict=True,
    )
)

_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_PLAIN = ("ù", "ø", "û", "õ", "ï")
_ROOF = ("á", "à", "å", "ã", "ä")  # â ê ô
_BOWL = ("é", "è", "ú", "ü", "ë")  # ă
_SINGLE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ", "ơ": "ô", "ư": "ö",
           "â": "aâ", "ê": "eâ", "ô": "oâ", "ă": "aê"}  # fmt: skip


def encode(text: str, encoding: str) -> str:
    """Return ``text`` as the characters that a paper in this encoding holds.

    Raises:
        KeyError: the encoding is not known.
    """
    FONTS[encoding]
    if encoding == "tcvn3":
        return "".join(_tcvn3_letter(c) for c in unicodedata.normalize("NFC", text))
    if encoding == "vni":
        return "".join(_vni_letter(c) for c in unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFD" if encoding == "nfd" else "NFC", text)


def split_runs(text: str, encoding: str) -> list[tuple[str, str]]:
    """Return the parts of ``text``, encoded, each with the name of its font.

    The codes of .VnTime have no capitals with a tone: those stand in .VnTimeH, where every
    small letter looks like a capital.
    """
    if encoding != "tcvn3":
        return [(encode(text, encoding), FONTS[encoding])]
    if text.isupper():
        return [(encode(text.lower(), encoding), CAPITALS)]
    runs = []
    for lacking, part in groupby(text, key=_lacks_capital):
        runs.append((encode("".join(part), encoding), CAPITALS if lacking else FONTS[encoding]))
    return runs


def _lacks_capital(char: str) -> bool:
    return char.isupper() and char not in _TCVN3 and char.lower() in _TCVN3


def _tcvn3_letter(char: str) -> str:
    if char in _TCVN3:
        return _TCVN3[char]
    return _TCVN3.get(char.lower(), char)


def _vni_letter(char: str) -> str:
    low = char.lower()
    made = _SINGLE.get(low) or _vni_pair(low)
    if made is None:
        return char
    return made.upper() if char.isupper() else made


def _vni_pair(low: str) -> str | None:
    """A vowel with a tone: its letter and the sign of its family; None for other characters."""
    parts = unicodedata.normalize("NFD", low)
    tone = next((mark for mark in parts if mark in _TONES), "")
    if not tone:
        return None
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c != tone))
    family = {"â": _ROOF, "ê": _ROOF, "ô": _ROOF, "ă": _BOWL}.get(bare, _PLAIN)
    base = {"â": "a", "ê": "e", "ô": "o", "ă": "a", "ơ": "ô", "ư": "ö"}.get(bare, bare)
    return base + family[_TONES.index(tone)]
