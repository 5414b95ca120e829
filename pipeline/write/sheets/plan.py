"""The tables of one plan: its facts and counts, the list of entries, what needs a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from pipeline.codes import Flag
from pipeline.frame import Record
from pipeline.language.reasons import explain_flag
from pipeline.model import KIND_NAMES, FieldSource, Plan
from pipeline.register.officer.additions import BY_OFFICER
from pipeline.register.officer.doubts import find_columns
from pipeline.register.officer.labels import CONFIRM, KEY, MARK, PLAN_LIST, REASONS, REMOVE
from pipeline.write.sheets.checks import UnsureCells, check_sheet
from pipeline.write.sheets.counts import key_rows
from pipeline.write.sheets.lists import HIDDEN
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.sheets.summary import summary_sheets

LIST = PLAN_LIST


def plan_sheets(plan: Plan, names: Names, written_at: datetime) -> tuple[Sheet, ...]:
    """Return the tables of *Tổng hợp*, *Danh sách* and *Cần kiểm tra*, in order."""
    checks = check_sheet(plan)
    summary = summary_sheets(plan, names, len(checks.frame), written_at)
    return (*summary, _list_entries(plan, names), checks)


# --- Danh sách -----------------------------------------------------------------------

_FIELD_SOURCES: Mapping[str, str] = {
    FieldSource.PHRASE: "Văn bản ghi rõ",
    FieldSource.MOVEMENT: "Theo phong trào",
    FieldSource.COLUMN: "Theo cột lĩnh vực",
    FieldSource.GROUP: "Theo nhóm trong bảng",
    FieldSource.KEYWORD: "Theo tên mô hình",
    FieldSource.SUBJECT: "Gợi ý theo đơn vị",
    FieldSource.NONE: "Chưa xác định",
    BY_OFFICER: "Cán bộ đã sửa",
}

_LIST_COLUMNS: Mapping[str, tuple[str, float]] = {
    "no": ("Số TT trong văn bản", 1.6),
    "page": ("Trang", 1.4),
    "subject": ("Đối tượng", 4.2),
    "subject_kind": ("Loại đối tượng", 2.2),
    "person": ("Họ và tên", 2.6),
    "position": ("Chức vụ, nơi công tác", 2.6),
    "locality": ("Thôn, tổ dân phố", 2.4),
    "commune": ("Xã, phường", 2.4),
    "field": ("Lĩnh vực", 3.0),
    "field_source": ("Căn cứ xếp lĩnh vực", 2.6),
    "movement": ("Phong trào thi đua", 2.6),
    "model": ("Tên mô hình, điển hình", 4.8),
    "content": ("Nội dung", 5.4),
    "note": ("Ghi chú", 1.8),
    "flags": (REASONS, 4.0),
    "mark": (MARK, 1.8),
    "key": (KEY, HIDDEN),
}


def _list_entries(plan: Plan, names: Names) -> Sheet:
    rows = [{**row, "mark": ""} for row in key_rows(plan.frame)]
    labels = {name: label for name, (label, _) in _LIST_COLUMNS.items()}
    unsure = UnsureCells([plan])
    records = [
        {labels[name]: _show_value(name, row, names) for name in labels}
        | {REASONS: _explain(row, names, unsure)}
        for row in rows
    ]
    return Sheet(
        LIST,
        "DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN",
        pd.DataFrame(records, columns=list(labels.values()), dtype=object),
        widths=[width for _, width in _LIST_COLUMNS.values()],
        notes=() if rows else ("Không đọc được dòng nào từ văn bản này.",),
        formats=dict.fromkeys((labels["no"], labels["page"]), Format.CENTRE),
        landscape=True,
        listing=True,
        choices={
            labels["field"]: tuple(names.fields.values()),
            labels["subject_kind"]: tuple(KIND_NAMES.values()),
            MARK: (REMOVE, CONFIRM),
        },
        doubts=_colour_doubts(rows, labels, names, unsure),
    )


def _show_value(name: str, row: Record, names: Names) -> str:
    value: Any = row[name]
    known = {"subject_kind": KIND_NAMES, "field": names.fields, "field_source": _FIELD_SOURCES}
    return known[name].get(value, value) if name in known else str(value)


def _explain(row: Record, names: Names, unsure: UnsureCells) -> str:
    hints = (hint.text for hint in names.suggestions.get(row["key"], ()))
    return "; ".join((*unsure.explain(row), *hints))


def _colour_doubts(
    rows: Sequence[Record], labels: Mapping[str, str], names: Names, unsure: UnsureCells
) -> list[tuple[int, str]]:
    cells: list[tuple[int, str]] = []
    for index, row in enumerate(rows):
        hints = names.suggestions.get(row["key"], ())
        read = unsure.of_row(row)
        flags = [flag for flag in row["flags"] if flag != Flag.CELL_UNCERTAIN or not read]
        cells += [(index, labels[explain_flag(flag).column]) for flag in flags]
        columns = (column for cell in read for column in find_columns(cell, row))
        cells += [(index, labels[column]) for column in columns]
        cells += [(index, labels[hint.column]) for hint in hints]
        cells += [(index, REASONS)] if row["flags"] or hints else []
    return cells
