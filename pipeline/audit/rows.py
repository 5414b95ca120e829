"""Rows that hold more, or less, than one entry by the look of their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.audit.finding import Remark, RowDoubt, find_ordinals, list_data, name_page
from pipeline.audit.ordinals import find_doubled_ordinals
from pipeline.codes import Flag, Role
from pipeline.language.keys import fold, squeeze
from pipeline.language.people import pattern_of
from pipeline.model import Note, Table, TableRow

_SUBJECTS = (Role.SUBJECT, Role.NAME_ADDRESS)
_FULL = 0.9  # of a column's cells have text
_LEAST_FULL = 8  # rows of a list that tell a full column
_MOST_HOLES = 0.05  # of its cells
_LEAST_ROWS = 3  # of a page whose column is empty
_TOGETHER = re.compile(rf"^(?:{pattern_of('households')}|vợ chồng|anh em|ông bà|anh chị)\b")
_CAPITAL = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_SECOND = re.compile(
    rf"(?:;|\n|,|\s+và)\s*(?P<title>Ông|Bà|Anh|Chị|Đồng chí|ông|bà|anh|chị|đồng chí)\s+"
    rf"[{_CAPITAL}]\w*\s+[{_CAPITAL}]"
)
_COUPLES = frozenset({("ông", "bà"), ("bà", "ông"), ("anh", "chị"), ("chị", "anh")})
_FIRST = re.compile(r"^(ông|bà|anh|chị|đồng chí)\b")


def check_cells(tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the rows of lists that look broken, merged or shifted."""
    for index, table in enumerate(tables):
        if not table.is_list or Role.PROSE in table.roles:
            continue
        column = find_ordinals(table)
        for number, row in list_data(table):
            if column is not None and find_doubled_ordinals(row.cells[column]):
                yield RowDoubt(index, number, Flag.ROW_UNCERTAIN)
            if _holds_two(table, row):
                yield RowDoubt(index, number, Flag.TWO_SUBJECTS)
        yield from _check_empty(index, table)
        yield from _check_shifted(index, table)
        yield from _check_holes(index, table)


def _holds_two(table: Table, row: TableRow) -> bool:
    """Whether the subject's cell names a second person, who makes no couple with the first."""
    for column, role in enumerate(table.roles):
        text = row.cells[column].strip() if role in _SUBJECTS else ""
        second = _SECOND.search(text)
        first = _FIRST.match(fold(text)) if second else None
        if first and second and not _TOGETHER.match(fold(text)):
            return (first[1], fold(second["title"])) not in _COUPLES
    return False


# --- columns ---------------------------------------------------------------------------------


def _check_empty(index: int, table: Table) -> Iterator[Remark]:
    """Yield the rows of a page on which a column is empty that is full on all others."""
    data = list_data(table)
    pages = sorted({row.page for _, row in data if row.page})
    for column, heading in enumerate(table.header):
        for page in pages if len(pages) > 1 else ():
            here = [(number, row) for number, row in data if row.page == page]
            rest = [row for _, row in data if row.page != page]
            if len(here) < _LEAST_ROWS or len(rest) < _LEAST_ROWS:
                continue
            full = sum(1 for row in rest if row.filled[column])
            if any(row.filled[column] for _, row in here) or full < _FULL * len(rest):
                continue
            yield from (RowDoubt(index, number, Flag.COLUMN_UNCERTAIN) for number, _ in here)
            text = f"Cột “{squeeze(heading) or column + 1}” trống ở cả trang, các trang khác có chữ"
            yield Note("column-empty", f"{text}; đối chiếu với bản gốc", name_page(page))


def _check_holes(index: int, table: Table) -> Iterator[RowDoubt]:
    """Yield the one row or two with an empty cell in a column that is full otherwise."""
    data = list_data(table)
    for column in range(len(table.header)) if len(data) >= _LEAST_FULL else ():
        empty = [number for number, row in data if not row.filled[column]]
        if 0 < len(empty) <= _MOST_HOLES * len(data):
            yield from (RowDoubt(index, number, Flag.COLUMN_UNCERTAIN) for number in empty)


_SORTS = (
    ("number", re.compile(r"^[\d.,/%\s-]+$")),
    ("kind", re.compile(r"^(?:tập thể|cá nhân|hộ(?: gia đình)?|nam|nữ)$")),
    ("place", re.compile(r"^(?:xã|phường|thị trấn)\s")),
    ("person", re.compile(rf"^{pattern_of('titles')}\s")),
)
_LONGEST_SORTED = 40  # letters: longer ones are running text
_CLEAR = 0.85  # share of one sort that makes it the column's


def _sort_of(text: str) -> str:
    if len(text) > _LONGEST_SORTED:
        return "text"
    key = fold(text)
    return next((name for name, pattern in _SORTS if pattern.match(key)), "text")


def _check_shifted(index: int, table: Table) -> Iterator[RowDoubt]:
    """Yield the rows where what belongs into a column stands in the one beside it."""
    data = list_data(table)
    if len(data) <= _LEAST_ROWS:
        return
    sorts = [[_sort_of(t) if (t := row.cells[c].strip()) else "" for _, row in data]
             for c in range(len(table.header))]  # fmt: skip
    own = [_find_own(column) for column in sorts]
    for place, (number, _) in enumerate(data):
        if any(
            own[a] not in ("", "text") and own[b] not in ("", own[a])
            and sorts[a][place] != own[a] == sorts[b][place] and sorts[b].count(own[a]) == 1
            for a, b in (*pairwise(range(len(sorts))), *pairwise(reversed(range(len(sorts)))))
        ):  # fmt: skip
            yield RowDoubt(index, number, Flag.COLUMN_UNCERTAIN)


def _find_own(sorts: Sequence[str]) -> str:
    """The one sort of a column's texts, "" where they are mixed."""
    filled = [sort for sort in sorts if sort]
    best = max(set(filled), key=filled.count, default="")
    return best if filled and filled.count(best) >= _CLEAR * len(filled) else ""
