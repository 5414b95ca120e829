"""What a row of a table is: an entry, a group heading, a total, the rest of a broken row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.shape import span_all, text_of
from pipeline.language.keys import fold, squeeze
from pipeline.language.ordinals import GROUP_ORDINAL, GROUP_START, is_ordinal
from pipeline.model import Row, RowKind, TableRow

_TOTAL = re.compile(
    r"^(?:tổng cộng|tổng số|tổng|cộng|cộng dồn|cộng nhóm)"
    r"(?:\s*[:(\d=]|\s*$|\s+(?:số|chung|lại|toàn|nhóm|khối|phần|mục|[ivx]+\b|[a-z]\b|\())"
)
_GROUP_WORDS = re.compile(
    r"\b(?:tập thể|cá nhân|hộ gia đình|lĩnh vực|khối|nhóm|phong trào|đơn vị|xã|phường|thị trấn"
    r"|các trường|cơ quan|doanh nghiệp|hội|đoàn thể|danh sách|về)\b"
)
_OPENING = re.compile(
    r"(?:lĩnh vực|phong trào)\b|(?:tập thể|cá nhân|hộ gia đình)\s*[:(]?\s*\d*\)?$"
)
_SHORT = 5  # letters of a numeral, however misread


def is_total(texts: Sequence[str]) -> bool:
    """Whether a row sums up: its first words are "Tổng cộng", "Cộng" ..."""
    first = next((text for text in texts if text and not is_ordinal(text)), "")
    return bool(_TOTAL.match(fold(first)))


def is_group(row: Row, ordinal: int | None) -> bool:
    """Whether a row is the heading of the rows below it.

    It has one text over all columns; or a roman numeral or letter in the ordinal column and
    one text, or what a scan made of it and a text that can be nothing else; or one text that
    reads as a group, whatever its cell.
    """
    texts = [text_of(cell) for cell in row.cells]
    filled = [index for index, text in enumerate(texts) if text]
    if not filled or len(filled) > 2:
        return False
    if span_all(row):
        return True
    if ordinal is not None and texts[ordinal]:
        number = squeeze(texts[ordinal])
        if GROUP_ORDINAL.match(number):
            return len(filled) == 2 and not _fills_columns(row, filled)
        if len(filled) == 2 and not is_ordinal(number) and len(number) <= _SHORT:
            return _opens_group(texts[filled[1]]) and not _fills_columns(row, filled)
        return len(filled) == 1 and not is_ordinal(number) and len(number) > 3
    if len(filled) != 1:
        return False
    text = squeeze(texts[filled[0]])
    named = ordinal is not None and filled[0] == ordinal + 1 and _opens_group(text)
    return named or _reads_as_group(text, row, filled[0])


def _opens_group(text: str) -> bool:
    """Whether a text can only head a group: "Lĩnh vực y tế", beside a numeral read or not."""
    return bool(_OPENING.match(fold(text)))


def _fills_columns(row: Row, filled: Sequence[int]) -> bool:
    """A single letter as an entry's ordinal: its row is no shorter than an entry's."""
    return len(row.cells) == 2 and len(filled) == 2


def _reads_as_group(text: str, row: Row, column: int) -> bool:
    cell = row.cells[column]
    wide = cell is not None and cell.col_span > 1
    marked = GROUP_START.match(text)
    starts = bool(marked and marked.end() > 0)
    return bool(_GROUP_WORDS.search(fold(text))) and (wide or starts or text.isupper())


def kind_of(row: Row, ordinal: int | None) -> RowKind:
    """Return what a row is, by itself; whether it goes on from above is told by its place."""
    texts = [text_of(cell) for cell in row.cells]
    if is_total(texts):
        return RowKind.TOTAL
    return RowKind.GROUP if is_group(row, ordinal) else RowKind.DATA


def find_coded_groups(rows: Sequence[TableRow], ordinal: int | None) -> tuple[TableRow, ...]:
    """Return the rows with those as groups whose number the ordinals below them carry on.

    "1 | Lĩnh vực kinh tế" over "1.1", "1.2" holds nothing else than its words.
    """
    if ordinal is None:
        return tuple(rows)
    numbers = [row.cells[ordinal].strip(" .") for row in rows]
    found = []
    for index, row in enumerate(rows):
        below = numbers[index + 1] if index + 1 < len(rows) else ""
        bare = sum(map(bool, row.cells)) == 2 and numbers[index].isdigit()
        group = row.kind is RowKind.DATA and bare and below == f"{numbers[index]}.1"
        found.append(replace(row, kind=RowKind.GROUP) if group else row)
    return tuple(found)
