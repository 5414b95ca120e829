"""Writes Unicode text as a reader shows it that knows nothing of its old charset."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from pipeline.language import legacy
from tests.plans import letters


def encode_tcvn3(text: str) -> str:
    return letters.encode(text, "tcvn3")


def encode_vni(text: str) -> str:
    return letters.encode(text, "vni")


def encode_viscii(text: str) -> str:
    codes = {letter: 0x80 + place for place, letter in enumerate(legacy.VISCII_BYTES)}
    codes |= {"Ẳ": 2, "Ẵ": 5, "Ẫ": 6, "Ỷ": 0x14, "Ỹ": 0x19, "Ỵ": 0x1E}
    return "".join(chr(codes.get(char, ord(char))) for char in text)


def encode_cp1258(text: str) -> str:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for char in text:
        letters_ = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(c for c in letters_ if c not in tones))
        parts.append(base + "".join(c for c in letters_ if c in tones))
    return "".join(parts).encode("cp1258").decode("latin-1")


def show_as_cp1252(text: str) -> str:
    """Return Latin-1 text as cp1252 shows it; the five empty places stay controls."""
    return "".join(bytes([ord(c)]).decode("cp1252", errors="ignore") or c for c in text)


ENCODERS: Mapping[str, Callable[[str], str]] = {
    legacy.TCVN3: encode_tcvn3,
    legacy.VNI: encode_vni,
    legacy.VISCII: encode_viscii,
    legacy.CP1258: encode_cp1258,
}
