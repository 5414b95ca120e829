"""Which tables are lists of entries, and what their columns hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.codes import Flag, Role
from pipeline.extract.address import find_commune
from pipeline.extract.groups import is_kind_word
from pipeline.extract.subjects import is_person_name, names_subject
from pipeline.language.keys import fold, squeeze, words_key
from pipeline.language.ordinals import is_ordinal
from pipeline.model import Note, RowKind, Table, TableRow

_LIST_TITLE = re.compile(r"\b(?:phụ lục|danh sách|biểu|mô hình|điển hình)\b")
_TASK_TITLE = re.compile(r"\b(?:phân công|nhiệm vụ|tiến độ|lịch|kinh phí|dự toán)\b")
_CORE = (Role.SUBJECT, Role.NAME_ADDRESS, Role.MODEL)


def choose_lists(tables: Sequence[Table]) -> list[Table]:
    """Return the tables, those that list entries marked so and their roles settled."""
    return [_settle(table) if _is_list(table) else _guess(table) for table in tables]


def _is_list(table: Table) -> bool:
    roles = set(table.roles)
    title = fold(" ".join(table.title))
    if Role.TASK in roles or (_TASK_TITLE.search(title) and "điển hình" not in title):
        return False
    has_core = bool(roles & set(_CORE)) or {Role.CONTENT, Role.COMMUNE} <= roles
    return has_core and len(roles - {Role.UNKNOWN}) >= 2 and bool(_data(table))


def _settle(table: Table) -> Table:
    roles = list(table.roles)
    for column, role in enumerate(roles):
        if role in (Role.SUBJECT, Role.POSITION) and _share(table, column, is_kind_word) > 0.8:
            roles[column] = Role.KIND
    _settle_subjects(table, roles)
    if not {Role.SUBJECT, Role.NAME_ADDRESS} & set(roles):
        _settle_model(table, roles)
    return replace(table, roles=tuple(roles), is_list=True)


def _settle_subjects(table: Table, roles: list[Role]) -> None:
    """Of several subject columns one names the subject; the others a commune or a workplace."""
    columns = [c for c, role in enumerate(roles) if role in (Role.SUBJECT, Role.NAME_ADDRESS)]
    if len(columns) < 2 or _joins_name(table, columns):
        return
    main = max(columns, key=lambda c: (_share(table, c, _is_named), -c))
    for column in columns:
        if column != main:
            is_place = _share(table, column, lambda text: bool(find_commune(_small(text)))) > 0.6
            roles[column] = Role.COMMUNE if is_place else Role.WORKPLACE


def _joins_name(table: Table, columns: Sequence[int]) -> bool:
    """Family name and given name stand in two neighbouring columns."""
    first, second = columns[0], columns[1]
    heads = [words_key(table.header[c]) for c in (first, second)]
    return second == first + 1 and heads[0].startswith("họ") and heads[1] in ("tên", heads[0])


def _settle_model(table: Table, roles: list[Role]) -> None:
    """A column headed "Tên mô hình, điển hình" may hold the subjects."""
    others = {Role.CONTENT, Role.MODEL}
    for column, role in enumerate(roles):
        rest = [r for c, r in enumerate(roles) if c != column]
        if role == Role.MODEL and others & set(rest) and _share(table, column, names_subject) > 0.6:
            roles[column] = Role.NAME_ADDRESS
            return


def _guess(table: Table) -> Table:
    """Take a table as a list, its columns uncertain, where title and ordinals say so."""
    data = _data(table)
    title = fold(" ".join(table.title))
    unknown = not any(table.roles)
    counted = [row for row in data if row.cells and is_ordinal(row.cells[0])]
    if not (unknown and len(counted) >= 3 and len(counted) * 2 > len(data)):
        return table
    if not _LIST_TITLE.search(title) or _TASK_TITLE.search(title) or len(table.header) < 2:
        return table
    roles = [Role.ORDINAL, Role.NAME_ADDRESS, *[Role.UNKNOWN] * (len(table.header) - 2)]
    if len(roles) > 2:
        roles[-1 if len(roles) == 3 else 2] = Role.CONTENT
    rows = tuple(replace(row, doubts=(*row.doubts, Flag.COLUMN_UNCERTAIN)) for row in table.rows)
    note = Note(
        "heading-missing",
        "Bảng không có dòng tiêu đề đọc được; nội dung từng cột là phỏng đoán, cần đối chiếu",
        f"trang {table.pages[0]}" if table.pages else "",
    )
    return replace(table, roles=tuple(roles), rows=rows, is_list=True, notes=(*table.notes, note))


def _data(table: Table) -> list[TableRow]:
    return [row for row in table.rows if row.kind is RowKind.DATA]


def _share(table: Table, column: int, test: Callable[[str], bool]) -> float:
    texts = [squeeze(row.filled[column]) for row in _data(table) if row.filled[column]]
    return sum(1 for text in texts if test(text)) / len(texts) if texts else 0.0


def _is_named(text: str) -> bool:
    return is_person_name(text) or (names_subject(text) and find_commune(text) != text)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
