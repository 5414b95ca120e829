"""The tables of one plan: its facts and counts, the list of entries, what needs a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd

from pipeline.model import (
    KIND_NAMES,
    Fact,
    FieldSource,
    Format,
    Note,
    Outcome,
    Plan,
    PlanFacts,
    Receipt,
    Sheet,
    Year,
)
from pipeline.write.counts import ALL, ORDINAL, TOTAL, Row, count_sheet, read_rows, tally
from pipeline.write.reasons import explain_flag
from pipeline.write.sheets import Names
from pipeline.write.words import show_count, show_date

SUMMARY = "Tổng hợp"
LIST = "Danh sách"
CHECKS = "Cần kiểm tra"

BLANK = "…………"
"""A fact that the paper leaves blank: seen, never invented."""


def plan_sheets(plan: Plan, names: Names, written_at: datetime) -> tuple[Sheet, ...]:
    """Return the tables of *Tổng hợp*, *Danh sách* and *Cần kiểm tra*, in order."""
    by_field = _count_fields(plan, names)
    grid = len(by_field.frame.columns)
    checks = _list_checks(plan)
    return (
        _list_facts(plan.facts, grid),
        by_field,
        _count_kinds(plan),
        _show_receipt(plan.receipt, len(checks.frame), written_at, grid),
        _list_entries(plan, names),
        checks,
    )


# --- Tổng hợp ------------------------------------------------------------------------

_WHAT, _VALUE, _FOUND = "Thông tin", "Nội dung", "Tìm thấy ở"


def _list_facts(facts: PlanFacts, grid: int) -> Sheet:
    rows = [(label, fact.value, fact.found) for label, fact in _name_facts(facts)]
    rows += [("Văn bản căn cứ", "; ".join(facts.cites), "")]
    rows += [("Nơi nhận", "; ".join(facts.recipients), "")]
    records = [
        {_WHAT: label, _VALUE: value or BLANK, _FOUND: _upper_first(found) if value else _SILENT}
        for label, value, found in rows
    ]
    return Sheet(
        SUMMARY,
        "TỔNG HỢP KẾ HOẠCH",
        pd.DataFrame(records, columns=[_WHAT, _VALUE, _FOUND], dtype=object),
        doubts=[(index, _VALUE) for index, (_, value, _found) in enumerate(rows) if not value],
        spans=(2, grid - 4, 2),
    )


_SILENT = "Văn bản không ghi"


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name_facts(facts: PlanFacts) -> Iterable[tuple[str, Fact]]:
    day = facts.issued_on
    yield "Số, ký hiệu", facts.number
    yield "Ngày ban hành", Fact(show_date(day.value), day.found) if day.value else day
    yield "Cơ quan ban hành", facts.issuer
    yield "Tên văn bản", facts.title
    yield "Năm của văn bản", facts.plan_year
    yield "Năm của mô hình, điển hình", facts.subject_year
    yield "Người ký", facts.signer
    yield "Chức vụ người ký", facts.signer_title


def _as_year(plan: Plan) -> Year:
    return Year(plan.year or 0, (plan,), plan.frame)


def _count_fields(plan: Plan, names: Names) -> Sheet:
    lines = tally(_as_year(plan), lambda row: str(row["field"]), names.fields)
    used = [line for line in lines if line.count]
    sheet = count_sheet(SUMMARY, "Số mô hình theo lĩnh vực", "Lĩnh vực", used, None)
    return replace(sheet, chart=ALL)


def _count_kinds(plan: Plan) -> Sheet:
    lines = tally(_as_year(plan), lambda row: str(row["subject_kind"]), KIND_NAMES)
    return count_sheet(
        SUMMARY, "Số mô hình theo đối tượng", "Đối tượng", lines, None, by_kind=False
    )


_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.READ: "Đã đọc đủ",
    Outcome.CHECK: "Đã đọc, có chỗ cần kiểm tra",
    Outcome.FAILED: "Không đọc được",
    Outcome.SKIPPED: "Bỏ qua vì đã lấy ở tệp khác",
}


def _show_receipt(receipt: Receipt, doubts: int, written_at: datetime, grid: int) -> Sheet:
    due = _SILENT if receipt.rows_due is None else show_count(receipt.rows_due)
    rows = [
        ("Tệp nguồn", receipt.source_file),
        ("Kết quả đọc", _OUTCOMES[receipt.outcome]),
        ("Số dòng đọc được", show_count(receipt.rows_found)),
        ("Số dòng theo văn bản", due),
        ("Số mục cần kiểm tra", show_count(doubts)),
        *(("Ghi chú", f"{_place_whole(note)}: {note.text}") for note in receipt.notes),
        ("Thời điểm lập", _show_time(written_at)),
    ]
    short = receipt.rows_due is not None and receipt.rows_due != receipt.rows_found
    return Sheet(
        SUMMARY,
        "Phiếu đọc tệp",
        pd.DataFrame(rows, columns=[_WHAT, _VALUE], dtype=object),
        doubts=[(2, _VALUE), (3, _VALUE)] if short else [],
        spans=(2, grid - 2),
    )


def _show_time(moment: datetime) -> str:
    return f"{moment:%H:%M} ngày {show_date(moment.date().isoformat())}"


def _place_whole(note: Note) -> str:
    return _upper_first(note.where) or "Cả văn bản"


# --- Danh sách -----------------------------------------------------------------------

_FIELD_SOURCES: Mapping[str, str] = {
    FieldSource.PHRASE: "Văn bản ghi rõ",
    FieldSource.MOVEMENT: "Theo phong trào",
    FieldSource.COLUMN: "Theo cột lĩnh vực",
    FieldSource.GROUP: "Theo nhóm trong bảng",
    FieldSource.KEYWORD: "Theo tên mô hình",
    FieldSource.SUBJECT: "Gợi ý theo đơn vị",
    FieldSource.NONE: "Chưa xác định",
}

_REASONS = "Cần kiểm tra"
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
    "flags": (_REASONS, 4.0),
}


def _list_entries(plan: Plan, names: Names) -> Sheet:
    rows = read_rows(plan.frame)
    labels = {name: label for name, (label, _) in _LIST_COLUMNS.items()}
    records = [{labels[name]: _show_value(name, row, names) for name in labels} for row in rows]
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
        },
        doubts=_colour_doubts(rows, labels),
    )


def _show_value(name: str, row: Row, names: Names) -> str:
    value: Any = row[name]
    if name == "flags":
        return "; ".join(explain_flag(flag).text for flag in value)
    known = {"subject_kind": KIND_NAMES, "field": names.fields, "field_source": _FIELD_SOURCES}
    return known[name].get(value, value) if name in known else str(value)


def _colour_doubts(rows: Sequence[Row], labels: Mapping[str, str]) -> list[tuple[int, str]]:
    cells: list[tuple[int, str]] = []
    for index, row in enumerate(rows):
        cells += [(index, labels[explain_flag(flag).column]) for flag in row["flags"]]
        cells += [(index, _REASONS)] if row["flags"] else []
    return cells


# --- Cần kiểm tra --------------------------------------------------------------------

_CHECK_COLUMNS = {ORDINAL: 1.1, "Ở đâu": 8.0, "Vì sao": 8.5, "Cần làm gì": 8.5}


def _list_checks(plan: Plan) -> Sheet:
    found = [(_place_whole(note), note.text, _COMPARE) for note in plan.receipt.doubts]
    for row in read_rows(plan.frame):
        for flag in row["flags"]:
            reason = explain_flag(flag)
            found.append((_place_row(row), reason.text, reason.todo or _COMPARE))
    rows = [(str(number), *check) for number, check in enumerate(found, 1)]
    return Sheet(
        CHECKS,
        "NHỮNG CHỖ CẦN KIỂM TRA",
        pd.DataFrame(rows, columns=list(_CHECK_COLUMNS), dtype=object),
        widths=list(_CHECK_COLUMNS.values()),
        notes=() if rows else ("Không có chỗ nào cần kiểm tra.",),
        formats={ORDINAL: Format.CENTRE},
        landscape=True,
        listing=True,
    )


_COMPARE = "Đối chiếu với văn bản gốc"


def _place_row(row: Row) -> str:
    place = f"Số TT {row['no']}" if row["no"] else f"Dòng {row['row']}"
    page = f", trang {row['page']}" if row["page"] != "" else ""
    subject = f": {row['subject']}" if row["subject"] else ""
    return f"{place}{page}{subject}"


# --- Nguồn số liệu -------------------------------------------------------------------

_SOURCE_COLUMNS = {
    ORDINAL: 1.1,
    "Tệp nguồn": 6.0,
    "Số, ký hiệu": 3.2,
    "Ngày ban hành": 2.8,
    "Cơ quan ban hành": 4.4,
    "Số dòng đọc được": 2.2,
    "Số dòng theo văn bản": 2.4,
    "Số mục cần kiểm tra": 2.2,
}


def source_sheet(year: Year, written_at: datetime) -> Sheet:
    """Return the receipts of the plans that a year's figures are made of."""
    records = [_sum_plan(str(number), plan) for number, plan in enumerate(year.plans, 1)]
    columns = list(_SOURCE_COLUMNS)
    counted = columns[5:]
    totals = [sum(int(str(record[i] or 0)) for record in records) for i in (5, 6, 7)]
    rows = [*records, ("", TOTAL, "", "", "", *totals)]
    return Sheet(
        "Nguồn số liệu",
        f"Văn bản đã tổng hợp năm {year.year}",
        pd.DataFrame(rows, columns=columns, dtype=object),
        widths=list(_SOURCE_COLUMNS.values()),
        total=True,
        sums=counted,
        notes=(f"Lập lúc {_show_time(written_at)}.",),
        formats={ORDINAL: Format.CENTRE, **dict.fromkeys(counted, Format.COUNT)},
        landscape=True,
    )


def _sum_plan(ordinal: str, plan: Plan) -> tuple[object, ...]:
    facts, receipt = plan.facts, plan.receipt
    day = show_date(facts.issued_on.value) if facts.issued_on.value else BLANK
    texts = (ordinal, receipt.source_file, facts.number.value or BLANK, day)
    flagged = sum(len(row["flags"]) for row in read_rows(plan.frame))
    figures = (receipt.rows_found, receipt.rows_due, len(receipt.doubts) + flagged)
    return (*texts, facts.issuer.value or BLANK, *figures)
