"""What an officer works on in the workbooks: lists of the year, the journal, questions to answer.

The plan's own list is in ``plan.py``. All are read back at the next run
(register/readback.py), by the hidden key of each row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.frame import Record
from pipeline.model import KIND_NAMES, Year
from pipeline.register.officer.additions import read_values
from pipeline.register.officer.decisions import Action, Correction
from pipeline.register.officer.labels import (
    ANSWER,
    COLUMN_NAMES,
    EDITABLE,
    FIELD_TITLE,
    JOURNAL,
    KEY,
    MARK,
    NO,
    PAIR,
    QUESTIONS,
    UNDO,
    YEAR_LIST,
    YES,
)
from pipeline.register.officer.memory import Memory
from pipeline.register.year import Proposal
from pipeline.write.sheets.checks import UnsureCells
from pipeline.write.sheets.counts import NOT_KNOWN, ORDINAL, key_rows
from pipeline.write.sheets.lists import HIDDEN, edit_sheet
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.sheets.sources import Sources
from pipeline.write.sheets.year import WHAT, title_entries
from pipeline.write.words import show_percent


def year_list(year: Year, names: Names) -> Sheet:
    """Return Biểu 06 as it stands in the workbook: every cell may be corrected there."""
    rows = key_rows(year.frame)
    doubts = _find_doubts(rows, year, names)
    title = title_entries(year)
    sources = Sources(year)
    return edit_sheet(YEAR_LIST, title, rows, names.fields, names.successors, sources, doubts)


def field_lists(year: Year, names: Names) -> tuple[Sheet, ...]:
    """Return a list for the office in charge of each field that has entries, in their order."""
    entries = key_rows(year.frame)
    rows: dict[str, list[Record]] = {}
    for row in entries:
        rows.setdefault(row["field"], []).append(row)
    codes = [code for code in names.fields if code in rows]
    codes += sorted(rows.keys() - names.fields.keys())
    doubts = _find_doubts(entries, year, names)
    sources = Sources(year)
    return tuple(_field_list(code, rows[code], year, names, sources, doubts) for code in codes)


def _field_list(
    code: str,
    rows: Sequence[Record],
    year: Year,
    names: Names,
    sources: Sources,
    doubts: Mapping[str, Sequence[str]],
) -> Sheet:
    label = names.fields.get(code) or code or NOT_KNOWN
    title = f"Danh sách {WHAT} năm {year.year}\n{FIELD_TITLE}{label}"
    named = (names.fields, names.successors, sources, doubts)
    return edit_sheet(label, title, rows, *named, with_field=False)


def _find_doubts(rows: Sequence[Record], year: Year, names: Names) -> dict[str, list[str]]:
    """What to look at in each entry, by its key."""
    unsure = UnsureCells(year.plans)
    hints = names.suggestions
    return {
        row["key"]: [*unsure.explain(row), *(hint.text for hint in hints.get(row["key"], ()))]
        for row in rows
    }


# --- Nhật ký sửa ---------------------------------------------------------------------

_ACTIONS = {
    Action.CHANGE: "Sửa",
    Action.REMOVE: "Bỏ khỏi danh sách",
    Action.ADD: "Bổ sung",
    Action.CONFIRM: "Xác nhận đúng",
}
_JOURNAL_COLUMNS = {
    ORDINAL: 1.1,
    "Lúc": 3.0,
    "Việc": 2.2,
    "Đối tượng": 4.6,
    "Cột": 3.0,
    "Trước khi sửa": 4.4,
    "Sau khi sửa": 4.4,
    "Sổ": 3.6,
    "Tình trạng": 2.2,
    MARK: 2.0,
    KEY: HIDDEN,
}


def journal_sheet(corrections: Sequence[Correction], memory: Memory, names: Names) -> Sheet:
    """Return what officers corrected, newest first, to be undone row by row.

    Args:
        corrections: those of the plan or year.
        memory: whom each entry is about, and whom it named.
        names: what fields are called.
    """
    newest = sorted(corrections, key=lambda one: -one.number)
    records = [
        _record_correction(number, correction, memory, names)
        for number, correction in enumerate(newest, 1)
    ]
    return Sheet(
        JOURNAL,
        "NHẬT KÝ SỬA",
        pd.DataFrame(records, columns=list(_JOURNAL_COLUMNS), dtype=object),
        widths=list(_JOURNAL_COLUMNS.values()),
        notes=(_HOW_TO_UNDO,),
        formats={ORDINAL: Format.CENTRE},
        landscape=True,
        listing=True,
        choices={MARK: (UNDO,)},
    )


_HOW_TO_UNDO = f"Muốn bỏ một chỗ sửa: chọn “{UNDO}” ở cột {MARK}, lưu lại rồi chạy dienhinh run."


def _record_correction(
    number: int, correction: Correction, memory: Memory, names: Names
) -> tuple[str, ...]:
    removed = correction.action is Action.REMOVE
    subject = memory.subjects.get(correction.entry_key) or (correction.old if removed else "")
    return (
        str(number),
        f"{correction.made_at:%H:%M %d/%m/%Y}",
        _ACTIONS[correction.action],
        subject,
        COLUMN_NAMES.get(correction.field, ""),
        *_show_change(correction, memory, names),
        correction.workbook,
        "Đã hoàn tác" if correction.undone else "Đang áp dụng",
        "",
        str(correction.number),
    )


def _show_change(correction: Correction, memory: Memory, names: Names) -> tuple[str, str]:
    """What stood in the cell and what stands there now, with the names that follow it."""
    column = correction.field
    if correction.action is Action.ADD:
        return "", _show_entry(correction, names)
    if correction.action is Action.CONFIRM:
        return correction.old, _CONFIRMED
    if not column:
        return "", ""
    old, new = (show_code(column, text, names.fields) for text in (correction.old, correction.new))
    if correction.number not in memory.persons:
        return old, new
    before, after = memory.persons[correction.number]
    return f"{old}\n{_PERSON}: {before or _NONE}", f"{new}\n{_PERSON}: {after or _NONE}"


def _show_entry(correction: Correction, names: Names) -> str:
    """All that was typed of an added entry, each value under its heading."""
    values = read_values(correction)
    return "\n".join(
        f"{label}: {show_code(column, values[column], names.fields)}"
        for label, column in EDITABLE.items()
        if column in values
    )


_PERSON, _NONE = "Họ và tên", "(trống)"
_CONFIRMED = "đã kiểm tra, đúng"


def show_code(column: str, text: str, fields: Mapping[str, str]) -> str:
    """Return a value of the frame as it is printed."""
    names = {"field": fields, "subject_kind": KIND_NAMES}.get(column, {})
    return names.get(text, text)


# --- Cần xác nhận --------------------------------------------------------------------

_QUESTION_COLUMNS = {
    ORDINAL: 1.1,
    "Mô hình thứ nhất": 7.4,
    "Ở đâu": 3.6,
    "Mô hình thứ hai": 7.4,
    "Ở đâu ": 3.6,
    "Độ giống": 1.6,
    "Đang tính là": 2.4,
    ANSWER: 2.6,
    KEY: HIDDEN,
}


def question_sheet(proposals: Sequence[Proposal]) -> Sheet:
    """Return the pairs of entries that may be one model, to be answered with yes or no."""
    ordered = sorted(proposals, key=lambda proposal: -proposal.certainty)
    records = [_record_question(number, proposal) for number, proposal in enumerate(ordered, 1)]
    return Sheet(
        QUESTIONS,
        "NHỮNG CẶP MÔ HÌNH CẦN XÁC NHẬN",
        pd.DataFrame(records, columns=list(_QUESTION_COLUMNS), dtype=object),
        widths=list(_QUESTION_COLUMNS.values()),
        notes=(_HOW_TO_ANSWER,),
        formats={ORDINAL: Format.CENTRE, "Độ giống": Format.CENTRE},
        landscape=True,
        listing=True,
        choices={ANSWER: (YES, NO)},
    )


_HOW_TO_ANSWER = (
    f"Chọn “{YES}” hoặc “{NO}” ở cột {ANSWER}, lưu lại rồi chạy dienhinh run; câu trả lời được "
    "nhớ cho các năm sau."
)


def _record_question(number: int, proposal: Proposal) -> tuple[str, ...]:
    return (
        str(number),
        _describe(proposal.one),
        _place(proposal.one),
        _describe(proposal.other),
        _place(proposal.other),
        show_percent(round(proposal.certainty * 100), 100),
        "một mô hình" if proposal.counted_once else "hai mô hình",
        "",
        PAIR.join(proposal.keys),
    )


def _describe(entry: Record | Any) -> str:
    where = [entry["subject"]]
    if entry["commune"] and entry["commune"] not in entry["subject"]:
        where.append(entry["commune"])
    return f"{entry['model'] or entry['content']}\n({', '.join(where)})"


def _place(entry: Record | Any) -> str:
    ordinal = f", STT {entry['no']}" if entry["no"] else ""
    return f"Năm {entry['year']}: {entry['source_file']}{ordinal}"
