"""How papers number rows, groups and items: 1, (2), 3., I.4, a), IV., B), "-".

Form of headings and items: Nghị định 30/2020/NĐ-CP, Phụ lục I; lists go beyond it.
"""

from __future__ import annotations

import re

from pipeline.language.letters import CAPITALS
from pipeline.language.symbols import BULLETS

_ROMAN = r"[IVXLC]{1,6}"
_SIGN = f"[{re.escape(BULLETS)}]"

ROW_ORDINAL = re.compile(
    rf"^[\(\[]?\s*(?:(?:{_ROMAN}|[A-Z])[.\-])?(?:\d{{1,4}}(?:\.\d{{1,3}}){{0,3}})\s*[\)\]]?[.:,;/]?$"
    r"|^[\(\[]?[a-zđ][\)\].]$|^[-–]$"
)
"""A cell that numbers one entry."""

WORD_ORDINAL = re.compile(r"^[\(\[]?(?:\d{1,4}|[ivxIVX]{1,5}\.\d{1,3}|[a-zđ])[\)\]]?[.):]?$")
"""A word that numbers one entry, where no column says that it must."""

GROUP_ORDINAL = re.compile(rf"^(?:{_ROMAN}|[A-ZĐ])[.):]?$")
"""A cell that numbers a group."""

GROUP_START = re.compile(rf"^(?:(?:{_ROMAN}|[A-HK-ZĐ]|\d{{1,2}})[.):\-]\s*|{_SIGN}\s*)?(?=\S)")
"""What may stand before the words of a group; "J" and "I" alone are misread figures."""

GROUP_MARK = re.compile(
    rf"^(?P<mark>{_ROMAN}|[A-ZĐ]|\d{{1,2}}(?:\.\d{{1,2}})*|[a-zđ]|{_SIGN})"
    r"(?:[.):/\-]|\s)+\s*(?=\S)"
)
"""The mark before a group's words, by which its rank is known."""

FIELD_MARK = re.compile(rf"^\W*(?:(?:{_ROMAN}|\d{{1,2}})\s*[.)/:]|[A-Za-z]\s*[.):])\s*")
"""A mark before the name of a field, to be left out."""

ITEM_MARK = re.compile(rf"^\s*(?P<mark>{_SIGN}|\d{{1,2}}\s*[.)]|[a-zđ]\s*[.)])\s*(?=\S)")
"""The mark before an item inside a cell."""

ITEM_INLINE = re.compile(rf";\s*(?={_SIGN}\s*[{CAPITALS}“\"0-9])")
"""Where an item ends and the next begins on the same line."""

PARAGRAPH_ITEM = re.compile(
    rf"^\s*(?P<no>\d{{1,3}}(?:\.\d{{1,3}})?[.)]|[a-zđ]\)|{_SIGN})\s*(?P<text>\S.*)$", re.DOTALL
)
"""A paragraph that is an item of a list, and its words."""

PARAGRAPH_START = re.compile(
    rf"^(?:{_SIGN}\s+(?=[{CAPITALS}\d_]|\W)|\(?\w{{1,4}}[.)]\s|{_ROMAN}\.\s|Điều \d)"
)
"""A line that opens a paragraph; a dash before a small letter goes on: "văn hóa / - xã hội"."""


def is_ordinal(text: str) -> bool:
    """Whether a cell's text numbers an entry."""
    return bool(ROW_ORDINAL.match(" ".join(text.split())))


def is_numbered(text: str) -> bool:
    """Whether a cell's text numbers an entry or a group, in capitals or not."""
    return is_ordinal(text) or bool(GROUP_ORDINAL.match(text.strip().upper()))
