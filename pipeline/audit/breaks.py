"""Rows at a page's foot and head: halves that were not put together, headings taken for rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.audit.finding import Remark, RowDoubt, list_data, name_page
from pipeline.codes import Flag, Role
from pipeline.language.keys import squeeze, words_key
from pipeline.model import Note, RowKind, Table, TableRow

_MAIN = frozenset({Role.SUBJECT, Role.NAME_ADDRESS, Role.MODEL, Role.CONTENT})
_USUAL = 0.85  # of a column's texts, from which on another shape is odd
_LEAST_ROWS = 4  # that tell how a column's texts end
_LONGEST_HEADING = 100  # letters; longer ones hold a row's text
_OPEN_END = re.compile(
    r"(?:[,(–-]|\b(?:và|với|của|trong|do|tại|cho|về|các|những|theo|là))$", re.IGNORECASE
)
_CLOSED = (".", ";", "!", "?", "”", '"', ")", "…")


def check_breaks(tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the rows at page breaks, and around headings, that look like halves."""
    for chain in _find_chains(tables):
        yield from _check_chain([(number, tables[number]) for number in chain])
    for number, table in enumerate(tables):
        if table.is_list and Role.PROSE not in table.roles:
            yield from _check_headings(number, table)
            yield from _check_groups(number, table)


def _find_chains(tables: Sequence[Table]) -> list[list[int]]:
    """Lists that stand on pages one after the other, with as many columns: maybe one list."""
    chains: list[list[int]] = []
    for number, table in enumerate(tables):
        if not table.is_list or Role.PROSE in table.roles:
            continue
        if chains and _may_go_on(tables[chains[-1][-1]], table):
            chains[-1].append(number)
        else:
            chains.append([number])
    return chains


def _may_go_on(last: Table, table: Table) -> bool:
    if not (last.pages and table.pages) or len(last.header) != len(table.header):
        return False
    return 0 <= table.pages[0] - last.pages[-1] <= 1


@dataclass(frozen=True, slots=True)
class _Outline:
    """How the texts of a column usually begin and end."""

    capital: bool  # nearly all begin with a capital, a figure or a sign
    closed: bool  # nearly all end with a full stop or the like

    def begins_odd(self, text: str) -> bool:
        return self.capital and text.strip()[:1].islower()

    def ends_odd(self, text: str) -> bool:
        flat = squeeze(text)
        if not flat:
            return False
        return bool(_OPEN_END.search(flat)) or (self.closed and not flat.endswith(_CLOSED))


def _find_shape(texts: Sequence[str]) -> _Outline:
    filled = [flat for text in texts if (flat := squeeze(text))]
    capital = sum(not text[0].islower() for text in filled)
    closed = sum(text.endswith(_CLOSED) for text in filled)
    most = _USUAL * len(filled)
    return _Outline(capital >= most, len(filled) >= _LEAST_ROWS and closed >= most)


def _check_chain(chain: Sequence[tuple[int, Table]]) -> Iterator[Remark]:
    rows = [(number, index, row) for number, table in chain for index, row in list_data(table)]
    roles = chain[0][1].roles
    shapes = {
        column: _find_shape([row.cells[column] for _, _, row in rows])
        for column, role in enumerate(roles)
        if role in _MAIN
    }
    for (number, above, before), (other, below, after) in pairwise(rows):
        if before.page == after.page:
            continue
        begins = any(shape.begins_odd(after.cells[c]) for c, shape in shapes.items())
        ends = any(shape.ends_odd(before.cells[c]) for c, shape in shapes.items())
        if begins or ends:
            yield RowDoubt(number, above, Flag.ROW_UNCERTAIN)
        if begins:
            yield RowDoubt(other, below, Flag.ROW_UNCERTAIN)
        if other != number:
            yield from _check_swallowed(chain, number, above, other)


def _check_swallowed(
    chain: Sequence[tuple[int, Table]], number: int, above: int, other: int
) -> Iterator[Remark]:
    """Yield the last row of a page whose rest stands in the heading of the next one."""
    tables = dict(chain)
    pairs = zip(tables[number].header, tables[other].header, strict=True)
    if any(_swallows(first, text) for first, text in pairs):
        yield RowDoubt(number, above, Flag.ROW_UNCERTAIN)
        page = tables[other].rows[0].page if tables[other].rows else None
        text = "Dòng tiêu đề bảng có thể chứa phần còn lại của dòng cuối trang trước"
        yield Note("heading-swallows", f"{text}; đối chiếu với bản gốc", name_page(page))


def _swallows(first: str, text: str) -> bool:
    """Whether a heading printed again has more words: long ones, or such as go on small."""
    rest = text[len(first) :].strip() if first and text.startswith(first) else ""
    return bool(rest) and (len(text) > _LONGEST_HEADING or rest[0].islower())


def _check_headings(index: int, table: Table) -> Iterator[RowDoubt]:
    """Yield the rows that say what the heading says, and those on both sides."""
    data = list_data(table)
    heading = {words_key(text) for text in table.header} - {""}
    for place, (_, row) in enumerate(data):
        if _repeats(row, heading):
            for number, _ in data[max(0, place - 1) : place + 2]:
                yield RowDoubt(index, number, Flag.ROW_UNCERTAIN)


def _repeats(row: TableRow, heading: set[str]) -> bool:
    texts = [text for text in row.cells if text]
    if any(len(text) > _LONGEST_HEADING for text in texts):
        return False
    same = sum(words_key(text) in heading for text in texts)
    return same >= 2 and same * 2 > len(texts)


def _check_groups(index: int, table: Table) -> Iterator[RowDoubt]:
    """Yield the rows above a group's heading that begins small: the rest of a row, maybe."""
    above = None
    for number, row in enumerate(table.rows):
        if row.kind is RowKind.DATA:
            above = number
        elif above is not None and next((text for text in row.cells if text), "")[:1].islower():
            yield RowDoubt(index, above, Flag.ROW_UNCERTAIN)
