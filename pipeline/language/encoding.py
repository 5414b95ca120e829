"""Bytes become text: which encoding a file without (or with a wrong) mark of it stands in.

UTF-8 and UTF-16 are told by their own form. What has one byte a letter (code page 1258, and what
offices typed before Unicode: TCVN3, VNI, VISCII) is shown as Latin letters: charset.py decides.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What declares one of these means what browsers take it for: Windows' Latin letters.
_LATIN = re.compile(r"(?:iso-?8859-?1|latin-?1|us-ascii|ascii|windows-1252|cp1252)", re.IGNORECASE)


def decode_bytes(data: bytes, declared: str = "") -> str:
    """Return the text of a file, its mark of order left out; letters of old charsets stay raw.

    Args:
        data: the file's content.
        declared: the encoding that the file itself claims, "" where it claims none.
    """
    encoding = find_encoding(data, declared)
    text = data.decode(encoding, errors="replace")
    if encoding == "cp1258":
        text = unicodedata.normalize("NFC", text)
    return text.removeprefix("\ufeff")


def find_encoding(data: bytes, declared: str = "") -> str:
    """Return the name of the encoding that ``data`` stands in, by its marks and its letters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    wide = find_wide(data)
    if wide:
        return wide
    if _is_valid(data, "utf-8"):
        return "utf-8"
    if declared and not _LATIN.fullmatch(declared.strip()) and _is_valid(data, declared.strip()):
        return codecs.lookup(declared.strip()).name
    damaged = data.decode("utf-8", errors="replace")
    if damaged.count("\ufffd") * 20 < sum(not char.isascii() for char in damaged):
        return "utf-8"  # a few letters were spoilt, the rest is what it seems to be
    return "latin-1"


def find_wide(head: bytes) -> str:
    """Return the UTF-16 that bytes without a mark seem to be, "" where they are none."""
    pairs = len(head[:4096]) // 2
    if pairs < 4:
        return ""
    first, second = head[: 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if max(first, second) * 3 < pairs or min(first, second) * 20 > pairs:
        return ""
    encoding = "utf-16-be" if first > second else "utf-16-le"
    return encoding if _is_valid(head[: len(head) // 2 * 2], encoding) else ""


def _is_valid(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (LookupError, ValueError):
        return False
    return True
