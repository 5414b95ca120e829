"""Pages of a list that gave no rows, and a list that seems to go on where nothing was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.audit.finding import Remark, find_ordinals, list_data, name_page
from pipeline.audit.words import split_words
from pipeline.language.keys import PAGE_NUMBER, squeeze
from pipeline.model import Document, Grid, Note, Paragraph, Table

_LEAST_WORDS = 5  # of a page that holds more than its number
_COUNTED_LINE = re.compile(r"^\(?(?P<number>\d{1,4})\s*[.)/:]?\s+\S")
_LEAST_GOING_ON = 2  # lines that count on from a list's last ordinal


def check_pages(document: Document, tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the pages inside a list that gave no rows, and those after it that count on."""
    recognised = _find_recognised(document)
    named = {page for note in document.notes if note.doubt for page in _read_pages(note.where)}
    taken = {page for table in tables for page in table.pages}
    inside = {page for first, last in _find_spans(tables) for page in range(first, last + 1)}
    for page in sorted(inside - taken - named):
        words = _count_words(document, page)
        if words >= _LEAST_WORDS or page in recognised:
            yield _note_page(page, words)
    yield from _check_going_on(document, tables)


def _find_spans(tables: Sequence[Table]) -> Iterator[tuple[int, int]]:
    """The first and last page of each list; of two that count on, all between them."""
    last: Table | None = None
    for table in tables:
        if not table.is_list or not table.pages:
            continue
        yield min(table.pages), max(table.pages)
        numbers = _list_numbers(table)
        if last and numbers and numbers[0] > 1 and len(last.header) == len(table.header):
            yield max(last.pages), min(table.pages)
        last = table


def _note_page(page: int, words: int) -> Note:
    held = f"có {words} từ" if words else "là ảnh, không nhận ra chữ nào"
    return Note(
        "page-without-rows",
        f"Trang {page} nằm giữa danh sách, {held} mà không có dòng nào được lấy; "
        "đối chiếu với bản gốc",
        name_page(page),
    )


def _count_words(document: Document, page: int) -> int:
    """Count the words of a page, its number apart."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts += [block.text] if block.page == page else []
            continue
        rows = (row for row in block.rows if row.page == page)
        texts += [cell.text for row in rows for cell in row.cells if cell]
    return sum(len(split_words(text)) for text in texts if not PAGE_NUMBER.match(squeeze(text)))


def _find_recognised(document: Document) -> frozenset[int]:
    notes = (note for note in document.notes if note.code == "page-recognised")
    return frozenset(page for note in notes for page in _read_pages(note.where))


def _read_pages(where: str) -> Iterator[int]:
    """Read "trang 1, 3-5" as the pages that it names."""
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", where if where.startswith("trang ") else ""):
        yield from range(int(first), int(last or first) + 1)


# --- behind the last row -------------------------------------------------------------------


def _check_going_on(document: Document, tables: Sequence[Table]) -> Iterator[Note]:
    """Yield what counts on behind a list: rows of a table not taken, or lines of text."""
    taken = {table.pages[0] for table in tables if table.is_list and table.pages}
    for table in tables:
        column = find_ordinals(table) if table.is_list else None
        last = _last_number(table, column) if column is not None else 0
        if not last or column is None:
            continue
        end = max(table.pages, default=None)
        others = [other for other in tables if not other.is_list and _is_behind(other, end)]
        for other in others:
            if _counts_on(_list_numbers(other), last):
                yield _note_going_on(last, other.pages[0] if other.pages else None)
        if end is not None and end + 1 not in taken:
            pages = (end, end + 1)
            lines = list(_list_lines(document, pages))
            if _counts_on(lines, last):
                yield _note_going_on(last, end)


def _is_behind(table: Table, end: int | None) -> bool:
    return end is None or not table.pages or table.pages[0] >= end


def _last_number(table: Table, column: int) -> int:
    numbers = [_read_number(row.cells[column]) for _, row in list_data(table)]
    return next((number for number in reversed(numbers) if number), 0)


def _list_numbers(table: Table) -> list[int]:
    column = find_ordinals(table)
    if column is None:
        return []
    return [_read_number(row.cells[column]) for _, row in list_data(table)]


def _read_number(text: str) -> int:
    found = re.match(r"^\W*(\d{1,4})\W*$", squeeze(text))
    return int(found[1]) if found else 0


def _list_lines(document: Document, pages: Sequence[int | None]) -> Iterator[int]:
    """The numbers that begin the paragraphs of some pages."""
    for block in document.blocks:
        if not isinstance(block, Grid) and block.page in pages:
            match = _COUNTED_LINE.match(block.text)
            if match:
                yield int(match["number"])


def _counts_on(numbers: Sequence[int], last: int) -> bool:
    filled = [number for number in numbers if number]
    if last + 1 not in filled:
        return False
    first = filled.index(last + 1)
    steps = sum(1 for a, b in pairwise(filled[first:]) if b == a + 1)
    return steps + 1 >= _LEAST_GOING_ON


def _note_going_on(last: int, page: int | None) -> Note:
    place = f" ở trang {page}" if page else ""
    return Note(
        "list-goes-on",
        f"Sau số thứ tự {last} của danh sách còn có chữ đánh số tiếp{place} mà không được lấy; "
        "đối chiếu với bản gốc",
        name_page(page),
    )
