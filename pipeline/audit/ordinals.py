"""The ordinals of a list count up: none is left out, none stands twice, none is empty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.audit.finding import Remark, RowDoubt, find_ordinals, list_data, name_page
from pipeline.audit.words import split_words
from pipeline.codes import Flag, NoteCode
from pipeline.language.keys import squeeze
from pipeline.language.ordinals import is_ordinal
from pipeline.model import Note, RowKind, Table

_NUMBER = re.compile(
    r"^[\(\[]?\s*(?P<prefix>(?:[IVXLC]{1,6}|[A-Z])[.\-](?:\d{1,3}\.)*|(?:\d{1,3}\.)*)"
    r"(?P<number>\d{1,4})\s*[\)\]]?[.:,;/]?$"
)
_STRUCK = re.compile(r"[“;]\s*(\d{1,4})[.)]?[\s|]")  # a row as its note tells it
_MOST_BROKEN = 0.1  # of a list's ordinals, from which on no row of it is sure
_MOST_NAMED = 12  # missing ordinals that are told one by one


@dataclass(frozen=True, slots=True)
class _Step:
    """One numbered row."""

    row: int  # index among the table's rows
    number: int
    prefix: str  # "1." of "1.4", "I." of "I.4"
    fresh: bool  # the first one below a group's heading, or beside a merged cell's first row


def check_ordinals(tables: Sequence[Table], notes: Sequence[Note] = ()) -> Iterator[Remark]:
    """Yield the rows beside which an ordinal is missing, doubled or empty.

    Ordinals of rows that the reader says are struck through are not missing.
    """
    struck = frozenset(
        int(number)
        for note in notes
        if note.code == NoteCode.STRUCK_OUT
        for number in _STRUCK.findall(note.text)
    )
    last = 0  # of the list before, which another one may count on from
    for index, table in enumerate(tables):
        column = find_ordinals(table) if table.is_list else None
        if column is not None:
            steps = list(_list_steps(table, column))
            yield from _check_steps(index, table, steps, last, struck)
            yield from _check_blanks(index, table, column)
            last = steps[-1].number if steps else 0


def _list_steps(table: Table, column: int) -> Iterator[_Step]:
    fresh = True
    for index, row in enumerate(table.rows):
        if row.kind is not RowKind.DATA:
            fresh = True
            continue
        match = _NUMBER.match(squeeze(row.cells[column]))
        if match:  # a merged cell's text stands in its first row alone
            begins = fresh or _begins_merged(table, index, column)
            yield _Step(index, int(match["number"]), match["prefix"], begins)
            fresh = False


def _begins_merged(table: Table, index: int, column: int) -> bool:
    """Whether a cell of another column reaches from this row into the next one."""
    row, below = table.rows[index], table.rows[index + 1 : index + 2]
    return any(
        text and not next_row.cells[other] and next_row.filled[other] == text
        for next_row in below
        for other, text in enumerate(row.cells)
        if other != column
    )


def _check_steps(
    index: int, table: Table, steps: Sequence[_Step], before: int, struck: frozenset[int]
) -> Iterator[Remark]:
    last: dict[str, int] = {}
    broken = 0
    for place, step in enumerate(steps):
        known = last.get(step.prefix)
        due = 1 if known is None else known + 1
        begins = {1} if step.fresh or known is None else set()
        if known is None:
            begins.add(steps[place - 1].number + 1 if place else before + 1)
        last[step.prefix] = step.number
        if step.number == due or step.number in begins or _is_struck(due, step.number, struck):
            continue
        if _stands_alone(steps, place, due):  # "12, 31, 14": one figure is wrong, none is missing
            last[step.prefix] = due
        broken += 1
        yield from _name_step(index, table, steps, place, due)
    if broken > max(1, _MOST_BROKEN * len(steps)):
        yield from (RowDoubt(index, row, Flag.ROW_UNCERTAIN) for row, _ in list_data(table))


def _is_struck(due: int, number: int, struck: frozenset[int]) -> bool:
    """Whether all ordinals left out before one are of rows struck through."""
    return due < number and struck.issuperset(range(due, number))


def _stands_alone(steps: Sequence[_Step], place: int, due: int) -> bool:
    after = steps[place + 1 : place + 2]
    return any(step.prefix == steps[place].prefix and step.number == due + 1 for step in after)


def _name_step(
    index: int, table: Table, steps: Sequence[_Step], place: int, due: int
) -> Iterator[Remark]:
    step = steps[place]
    where = name_page(table.rows[step.row].page)
    yield RowDoubt(index, step.row, Flag.ORDINAL_MISSING)
    printed = f"{step.prefix}{step.number}"
    if step.number == due - 1:
        yield RowDoubt(index, steps[place - 1].row, Flag.ORDINAL_MISSING)
        yield Note("ordinal-repeat", f"Số thứ tự {printed} lặp lại", where)
        return
    before = f"sau {step.prefix}{due - 1} là {printed}" if due > 1 else f"bắt đầu từ {printed}"
    missing = ""
    if step.number > due and not _stands_alone(steps, place, due):
        missing = f", thiếu {_name_numbers(step.prefix, due, step.number - 1)}"
        if place:
            yield from _doubt_before(index, table, steps[place - 1], due)
    text = f"Số thứ tự không liên tục: {before}{missing}; đối chiếu với bản gốc"
    yield Note("ordinal-gap", text, where)


def _doubt_before(index: int, table: Table, step: _Step, due: int) -> Iterator[RowDoubt]:
    """The row above a gap may hold the missing one, its ordinal lost or in some cell."""
    data = [row for row, _ in list_data(table)]
    words = [split_words(" ".join(table.rows[row].cells)) for row in data]
    mine = words[data.index(step.row)]
    usual = sorted(len(found) for found in words)[len(words) // 2]
    if str(due) in mine or len(mine) > 1.5 * usual:
        yield RowDoubt(index, step.row, Flag.ROW_UNCERTAIN)


def _name_numbers(prefix: str, first: int, last: int) -> str:
    if last - first < _MOST_NAMED:
        return ", ".join(f"{prefix}{number}" for number in range(first, last + 1))
    return f"{prefix}{first} đến {prefix}{last}"


def _check_blanks(index: int, table: Table, column: int) -> Iterator[Remark]:
    """Yield entries without an ordinal in a list where all others have one."""
    blanks = [row for row, data in list_data(table) if not squeeze(data.filled[column])]
    for row in blanks:
        yield RowDoubt(index, row, Flag.ORDINAL_MISSING)
    if blanks:
        pages = dict.fromkeys(table.rows[row].page for row in blanks)
        text = f"{len(blanks)} dòng không có số thứ tự; đối chiếu với bản gốc"
        yield Note(Flag.ORDINAL_MISSING, text, name_page(next(iter(pages))))


# --- what the paper itself counts ---------------------------------------------------------

_COUNTED = re.compile(
    r"(?P<count>\d{1,4})\s*(?:mô hình|điển hình|tập thể|cá nhân|hộ gia đình|hộ\b|đơn vị|gương)",
    re.IGNORECASE,
)


def check_groups(tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the headings of groups that count other than as many rows as stand below them."""
    for table in tables:
        for index, row in enumerate(table.rows) if table.is_list else ():
            if row.kind is not RowKind.GROUP:
                continue
            said = _COUNTED.search(squeeze(" ".join(row.cells)))
            if not said:
                continue
            counts = _count_below(table, index)
            if int(said["count"]) not in counts:
                heading = squeeze(" ".join(text for text in row.cells if text))
                text = f"“{heading[:80]}” không khớp {counts[0]} dòng đã đọc bên dưới"
                yield Note("group-mismatch", f"{text}; đối chiếu với bản gốc", name_page(row.page))


def _count_below(table: Table, heading: int) -> list[int]:
    """The rows down to the next heading, to the one after it ..., to the end."""
    counts: list[int] = []
    count = 0
    for row in table.rows[heading + 1 :]:
        if row.kind is RowKind.GROUP:
            counts.append(count)
        count += row.kind is RowKind.DATA
    return [*counts, count]


def find_doubled_ordinals(text: str) -> bool:
    """Whether a cell that numbers an entry holds two numbers: "12 13"."""
    parts = text.split()
    numbers = Counter(bool(is_ordinal(part) and part[:1].isdigit()) for part in parts)
    return numbers[True] > 1 and not numbers[False]
