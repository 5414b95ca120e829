"""Tables and titles that look as a list does and from which nothing was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.audit.finding import Remark, find_ordinals, list_data, name_page
from pipeline.codes import Role
from pipeline.language.keys import fold, squeeze, words_key
from pipeline.language.ordinals import is_ordinal
from pipeline.language.people import pattern_of
from pipeline.model import Document, Grid, Note, Paragraph, Table

_LEAST_ROWS = 2
_NAMED = re.compile(rf"^(?:{pattern_of('titles', 'households', 'collectives')})\s")
_CLAN = re.compile(rf"^(?:{pattern_of('clans')})(?:\s\w+){{1,4}}$")
_WORK = re.compile(r"\b(?:phân công|nhiệm vụ|tiến độ|lịch|kinh phí|dự toán|thời gian)\b")
_TITLE = re.compile(
    r"^(?:phụ lục|biểu|mẫu)(?:\s+số)?\s*(?:\d{1,2}|[ivx]{1,5}|[a-z])?\b|^danh sách\b"
)
_MODELS = re.compile(r"\b(?:mô hình|điển hình|gương|tập thể|cá nhân|hộ gia đình)\b")
_ATTACHED = re.compile(r"kèm theo|ban hành")
_LONGEST_TITLE = 200  # letters
_TITLE_LINES = 4


def check_left_out(document: Document, tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the tables and the titles of lists from which no entry was taken.

    A table is named where its rows are numbered and name persons or bodies; one of work or
    money for information only.
    """
    lists = [table for table in tables if table.is_list]
    for table in tables:
        if not table.is_list and not table.notes and _reads_as_list(table):
            yield _note_table(table)
        elif table.is_list and _stands_twice(table):
            yield _note_beside(table)
    if lists:
        yield from _check_titles(document, tables)


def _reads_as_list(table: Table) -> bool:
    column = find_ordinals(table)
    data = [row for _, row in list_data(table)]
    if column is None or len(data) < _LEAST_ROWS:
        return False
    numbered = [row for row in data if is_ordinal(row.cells[column])]
    named = [row for row in numbered if any(_names(text) for text in row.cells)]
    return len(numbered) >= _LEAST_ROWS and len(named) * 2 >= len(data)


def _names(text: str) -> bool:
    flat = squeeze(text)
    key = fold(flat)
    return bool(_NAMED.match(key)) or bool(_CLAN.match(key) and flat.istitle())


def _note_table(table: Table) -> Note:
    page = table.pages[0] if table.pages else None
    data = list_data(table)
    called = squeeze(" ".join(table.title)) or squeeze(" | ".join(filter(None, table.header)))
    said = fold(f"{called} {' '.join(table.header)}")
    work = Role.TASK in table.roles or _WORK.search(said)
    place = f" ở trang {page}" if page else ""
    quoted = f" “{called[:100]}”" if called else ""
    return Note(
        "table-left-out",
        f"Bảng{quoted}{place} có {len(data)} dòng đánh số, nêu tên mà không được lấy; "
        "nếu là danh sách điển hình, thêm các dòng đó vào kết quả",
        name_page(page),
        doubt=not work,
    )


def _stands_twice(table: Table) -> bool:
    """Whether the columns of a list are printed again beside it, numbered again."""
    column = find_ordinals(table)
    keys = [words_key(text) for text in table.header]
    if column is None or not keys[column]:
        return False
    again = [c for c, key in enumerate(keys) if c != column and key == keys[column]]
    data = [row for _, row in list_data(table)]
    return any(sum(is_ordinal(row.cells[c]) for row in data) * 2 > len(data) for c in again)


def _note_beside(table: Table) -> Note:
    page = table.pages[0] if table.pages else None
    text = "Hai danh sách đứng cạnh nhau trong một bảng, có thể chỉ một được lấy"
    return Note("list-beside", f"{text}; đối chiếu với bản gốc", name_page(page))


def _check_titles(document: Document, tables: Sequence[Table]) -> Iterator[Note]:
    """Yield the titles of appendices and lists under which no table stands."""
    used = words_key(" ".join(line for table in tables for line in table.title))
    first = min((page for t in tables if t.is_list for page in t.pages), default=0)
    seen: set[str] = set()
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or (block.page or 0) < first:
            continue
        text = squeeze(block.text) if len(block.text) < _LONGEST_TITLE else ""
        if not _is_title(block, text) or (key := words_key(text)) in seen:
            continue
        if any(_shares_line(one, used) for one in _list_below(document.blocks, index)):
            continue
        seen.add(key)
        yield Note(
            "list-left-out",
            f"Dưới tiêu đề “{text[:100]}” không có bảng nào được lấy; đối chiếu với bản gốc",
            name_page(block.page),
        )


def _list_below(blocks: Sequence[Paragraph | Grid], index: int) -> Iterator[Paragraph]:
    """The lines of one title: paragraphs, down to a table."""
    for block in blocks[index : index + _TITLE_LINES]:
        if not isinstance(block, Paragraph):
            return
        yield block


def _is_title(block: Paragraph, text: str) -> bool:
    standing = block.centred or block.bold or text.isupper()
    if not text or not standing or text.endswith((";", ".", ":")):
        return False
    found = _TITLE.match(fold(text))
    if found is None or _ATTACHED.search(fold(text)):
        return False
    return found[0].startswith("phụ lục") or bool(_MODELS.search(fold(text)))


def _shares_line(block: Paragraph, used: str) -> bool:
    lines = [words_key(line) for line in block.text.split("\n")]
    return any(line in used for line in lines if len(line.split()) > 1)
