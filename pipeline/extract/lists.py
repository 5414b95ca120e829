"""Which tables are lists of entries, and what their columns hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.codes import Flag, Role
from pipeline.extract.roles.choose import Choice, choose_roles
from pipeline.extract.roles.contents import SUBJECTS, Sort
from pipeline.extract.roles.headings import liken
from pipeline.extract.roles.pairs import pair_subjects
from pipeline.language.keys import fold, squeeze
from pipeline.model import Note, RowKind, Table

LEFT_OUT = "table-left-out"
UNSURE_COLUMNS = "columns-uncertain"
_LIST_TITLE = re.compile(
    r"\b(?:mô hình|điển hình|biểu dương|tuyên dương|tiêu biểu|gương|tôn vinh|người tốt|nhân rộng)\b"
)
_ANY_TITLE = re.compile(r"\b(?:phụ lục|danh sách|biểu|tập thể|cá nhân|khen thưởng)\b")
_OTHER_TITLE = re.compile(
    r"\b(?:phân công|nhiệm vụ|tiến độ|lịch|kinh phí|dự toán|chỉ tiêu|thống kê|số liệu|chấm điểm"
    r"|thang điểm|chương trình|lộ trình|danh mục văn bản|danh mục hồ sơ|thời khóa biểu"
    r"|ký nhận|điểm danh|chấm công|phân loại đánh giá|lương)\b"
)
_COMMITTEE_TITLE = re.compile(
    r"\b(?:ban chỉ đạo|hội đồng|tổ giúp việc|ban tổ chức|thành viên|tổ công tác|đại biểu"
    r"|ban giám khảo|tổ thư ký|đoàn kiểm tra|khách mời|thành phần)\b"
)
_STAND_INS = frozenset(
    {Role.COMMUNE, Role.LOCALITY, Role.WORKPLACE, Role.COLLECTIVE, Role.INDIVIDUAL, Role.HOUSEHOLD}
)
"""Columns that name the subjects where no column is theirs."""
_BESIDES = frozenset({Role.KIND, Role.FIELD, Role.MOVEMENT, Role.COLLECTIVE, Role.HOUSEHOLD})
_MISFIT = -1.0  # cells that a column of models or contents never has
_PLAIN = -2.0  # what columns of other tables weigh that leave no doubt
_HALF = 0.5
_SURE = 1.75  # from here a table is a list
_PERHAPS = 1.25  # from here it is one in doubt


def choose_lists(tables: Sequence[Table]) -> list[Table]:
    """Return the tables, those that list entries marked so and their roles settled.

    One that may be a list and is not taken for one carries a note that names it.
    """
    chosen: list[Table] = []
    for table in tables:
        before = chosen[-1] if chosen and chosen[-1].is_list else None
        chosen.append((_choose_as(table, before) if before else None) or _choose(table))
    return chosen


def _choose_as(table: Table, before: Table) -> Table | None:
    """Return a table without heading under the heading of the list before it, where it fits."""
    if any(table.header) or len(table.header) != len(before.header) or not any(before.header):
        return None
    headed = _choose(replace(table, header=before.header, roles=before.roles))
    if not headed.is_list or headed.roles != before.roles:
        return None
    text = (
        "Bảng không có dòng tiêu đề; các cột được hiểu theo tiêu đề của bảng ngay trước, đối chiếu"
    )
    return replace(headed, notes=(*headed.notes, Note("heading-missing", text, _place(table))))


def _choose(table: Table) -> Table:
    data = [row for row in table.rows if row.kind is RowKind.DATA]
    if not data or len(table.header) < 2:
        return table
    choice = choose_roles(table)
    weight = _weigh(table, choice)
    if not any(table.header) and not (len(data) >= 3 and Role.ORDINAL in choice.roles[:2]):
        return table  # a letterhead, signers, what else is laid out without rules
    if weight.total < _PERHAPS:
        return _leave_out(table, weight)
    roles = pair_subjects(table.header, choice)
    other = choice.other_subject
    if other is not None and roles[other] in (Role.SUBJECT, Role.NAME_ADDRESS):
        choice, other = replace(choice, rival=()), None  # both are the subject
    notes = _note_doubts(table, choice, weight)
    taken = replace(table, roles=roles, is_list=True, notes=(*table.notes, *notes))
    doubted = other is not None or weight.total < _SURE or not any(table.header)
    if not doubted:
        return taken
    rows = tuple(replace(row, doubts=(*row.doubts, Flag.COLUMN_UNCERTAIN)) for row in table.rows)
    return replace(taken, rows=rows)


@dataclass(frozen=True, slots=True)
class _Weight:
    """What speaks for a table as a list of entries, and against it."""

    subjects: float  # how far the subject's column holds subjects, of 1
    model: float
    title: float
    other: float  # columns that only other tables have; 0 or less

    @property
    def total(self) -> float:
        return 2 * self.subjects - 1.0 + self.model + self.title + self.other


def _weigh(table: Table, choice: Choice) -> _Weight:
    title = fold(" ".join(table.title))
    listed = 1.0 if _LIST_TITLE.search(title) else 0.3 if _ANY_TITLE.search(title) else 0.0
    if _OTHER_TITLE.search(title) and "điển hình" not in title:
        listed = -1.5
    if _COMMITTEE_TITLE.search(title):
        listed = -2.0
    return _Weight(_weigh_subjects(table, choice), _weigh_models(table, choice), listed,
                   _weigh_others(table, choice))  # fmt: skip


def _weigh_subjects(table: Table, choice: Choice) -> float:
    column = choice.subject
    if column is None:
        columns = [c for c, role in enumerate(choice.roles) if role in _STAND_INS]
        return max((_hold_subjects(choice, c) for c in columns), default=0.0)
    held = _hold_subjects(choice, column)
    known = max(liken(table.header[column]).get(r, 0.0) for r in (Role.SUBJECT, Role.NAME_ADDRESS))
    hostile = sum(choice.shares[column].get(s, 0.0) for s in (Sort.TASK, Sort.FIGURE, Sort.UNIT,
                                                              Sort.NUMBER))  # fmt: skip
    return max(held, 0.8) if known > 0.9 and hostile < 0.3 else held


def _hold_subjects(choice: Choice, column: int) -> float:
    return sum(part for sort, part in choice.shares[column].items() if sort in SUBJECTS)


def _weigh_models(table: Table, choice: Choice) -> float:
    """How surely a column tells of models: by its heading; and what else lists of models have."""
    model = _weigh_column(table, choice, Role.MODEL, 2.0)
    content = _weigh_column(table, choice, Role.CONTENT, 0.9)
    return max(model, content) + 0.3 * len(_BESIDES & set(choice.roles))


def _weigh_column(table: Table, choice: Choice, role: Role, most: float) -> float:
    weights = [0.0]
    for column in choice.list_columns(role):
        known = liken(table.header[column]).get(role, 0.0)
        if choice.fits[column] > _MISFIT:
            told = known or not any(table.header)
            weights.append(most * (1.0 if known > 0.9 else 0.6 if told else 0.1))
    return max(weights)


def _weigh_others(table: Table, choice: Choice) -> float:
    """What only forms of statistics, lists of tasks, budgets and committees have."""
    weight = 0.0
    for column, role in enumerate(choice.roles):
        share = choice.shares[column]
        known = liken(table.header[column]).get(role, 0.0) > 0.9
        if role == Role.TASK:
            weight -= 2.5 if known else 1.0
        if role == Role.QUANTITY and share.get(Sort.UNIT, 0.0) > 0.5:
            weight -= 2.5
        if share.get(Sort.DUTY, 0.0) > 0.5:
            weight -= 3.0
        if role != Role.SUBJECT and not _LIST_TITLE.search(fold(table.header[column])):
            tasks = share.get(Sort.TASK, 0.0) + share.get(Sort.FIGURE, 0.0)
            weight -= 2.0 * choice.trusts[column] if tasks > _HALF else 0.0
    return weight


def _leave_out(table: Table, weight: _Weight) -> Table:
    """Name a table that holds subjects, or is called a list, and is not taken.

    It needs a look unless its columns or its title say plainly that it is something else.
    """
    title = fold(" ".join(table.title))
    plain = weight.other <= _PLAIN or bool(_COMMITTEE_TITLE.search(title))
    named = "danh sách" in title or (not plain and (_ANY_TITLE.search(title) or weight.title > 0))
    if not named or weight.subjects <= _HALF:
        return table
    text = (
        f"Bảng “{_name(table)}” không được lấy vào danh sách mô hình, điển hình; "
        "nếu đúng là danh sách thì bổ sung các dòng của bảng"
    )
    return replace(
        table, notes=(*table.notes, Note(LEFT_OUT, text, _place(table), doubt=not plain))
    )


def _note_doubts(table: Table, choice: Choice, weight: _Weight) -> list[Note]:
    """Say once for the table what is not sure of its columns."""
    if not any(table.header):
        text = "Bảng không có dòng tiêu đề đọc được; nội dung từng cột là phỏng đoán, cần đối chiếu"
        return [Note("heading-missing", text, _place(table))]
    if choice.rival:
        text = (
            f"Bảng “{_name(table)}”: hiểu {_say(table, choice.roles)}; "
            f"cũng có thể {_say(table, choice.rival)}. Đối chiếu với văn bản gốc"
        )
        return [Note(UNSURE_COLUMNS, text, _place(table))]
    if weight.total < _SURE:
        text = (
            f"Không chắc bảng “{_name(table)}” là danh sách mô hình, điển hình; "
            "nếu không phải thì xóa các dòng của bảng"
        )
        return [Note(UNSURE_COLUMNS, text, _place(table))]
    return []


_SAID = {
    Role.SUBJECT: "đối tượng",
    Role.NAME_ADDRESS: "đối tượng",
    Role.MODEL: "mô hình",
    Role.COMMUNE: "xã, phường",
}


def _say(table: Table, roles: Sequence[Role]) -> str:
    """The columns that matter most, each with what it is taken for."""
    told = [
        f"cột “{table.header[column] or column + 1}” là {_SAID[role]}"
        for column, role in enumerate(roles)
        if role in _SAID
    ]
    return ", ".join(told) or "không cột nào là đối tượng"


def _name(table: Table) -> str:
    text = squeeze(" ".join(table.title)) or squeeze(" | ".join(filter(None, table.header)))
    return text if len(text) <= 80 else f"{text[:80].rsplit(' ', 1)[0]} …"


def _place(table: Table) -> str:
    return f"trang {table.pages[0]}" if table.pages else ""
