"""The summary of one plan, *Tổng hợp*: its facts, its counts, what became of the file.

Also *Nguồn số liệu*, the same receipt for all plans of a year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd

from pipeline.codes import Level
from pipeline.model import (
    KIND_NAMES,
    Fact,
    Note,
    Outcome,
    Plan,
    PlanFacts,
    Receipt,
    Seat,
    Year,
)
from pipeline.register.officer.additions import ADDED
from pipeline.write.sheets.checks import count_checks, place_note, raise_first
from pipeline.write.sheets.counts import ALL, ORDINAL, TOTAL, count_sheet, tally
from pipeline.write.sheets.names import Names
from pipeline.write.sheets.sheet import Format, Sheet
from pipeline.write.words import show_count, show_date

SUMMARY = "Tổng hợp"

BLANK = "…………"
"""A fact that the paper leaves blank: seen, never invented."""


def summary_sheets(
    plan: Plan, names: Names, checks: int, written_at: datetime
) -> tuple[Sheet, ...]:
    """Return the tables of *Tổng hợp*; ``checks`` is how many doubts the plan has."""
    by_field = _count_fields(plan, names)
    grid = len(by_field.frame.columns)
    return (
        _list_facts(plan.facts, grid),
        by_field,
        _count_kinds(plan),
        _show_receipt(plan.receipt, checks, written_at, grid),
    )


# --- Tổng hợp ------------------------------------------------------------------------

_WHAT, _VALUE, _FOUND = "Thông tin", "Nội dung", "Tìm thấy ở"


def _list_facts(facts: PlanFacts, grid: int) -> Sheet:
    rows = [(label, fact.value, fact.found) for label, fact in _name_facts(facts)]
    rows += [("Văn bản căn cứ", "; ".join(facts.cites), "")]
    rows += [("Nơi nhận", "; ".join(facts.recipients), "")]
    records = [
        {_WHAT: label, _VALUE: value or BLANK, _FOUND: raise_first(found) if value else _SILENT}
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
        *(("Ghi chú", _tell_note(note)) for note in receipt.notes),
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


def _tell_note(note: Note) -> str:
    return note.text if note.says_where else f"{place_note(note)}: {note.text}"


def _show_time(moment: datetime) -> str:
    return f"{moment:%H:%M} ngày {show_date(moment.date().isoformat())}"


# --- Nguồn số liệu -------------------------------------------------------------------

_MOST_NAMED = 10  # files that were not read
_READ, _DUE = "Số dòng đọc được", "Số dòng theo văn bản"
_SPLIT = "Số mục tách từ các dòng"
_GONE, _ADDED, _REPEATED = "Cán bộ bỏ", "Cán bộ thêm", "Đã tính ở văn bản khác"
_COUNTED, _CHECKS, _WHY_NOT = "Số mô hình tính vào biểu", "Số mục cần kiểm tra", "Ghi chú"
_SOURCE_COLUMNS = {
    ORDINAL: 1.1,
    "Tệp nguồn": 5.4,
    "Số, ký hiệu": 3.0,
    "Ngày ban hành": 2.6,
    "Cơ quan ban hành": 3.8,
    _DUE: 1.9,
    _READ: 1.9,
    _SPLIT: 1.9,
    _GONE: 1.7,
    _ADDED: 1.7,
    _REPEATED: 1.9,
    _COUNTED: 1.9,
    _CHECKS: 1.9,
    _WHY_NOT: 5.0,
}


def source_sheet(year: Year, written_at: datetime) -> Sheet:
    """Return the receipts of the plans, and how their rows come to the year's models.

    Files that are set aside come last, each with the reason, and are in no sum.
    """
    repeated = {key for keys in year.repeats.values() for key in keys}
    plans = sorted(year.plans, key=lambda plan: plan.receipt.outcome is Outcome.SKIPPED)
    records = [
        {ORDINAL: str(number), **_name_paper(plan), **_tie_out(plan, repeated)}
        for number, plan in enumerate(plans, 1)
    ]
    is_split = any(record[_SPLIT] != record[_READ] for record in records if record[_READ])
    columns = [label for label in _SOURCE_COLUMNS if label != _SPLIT or is_split]
    counted = columns[5:-1]
    start = _SPLIT if is_split else _READ
    totals = {label: sum(record[label] or 0 for record in records) for label in counted}
    rows = [*records, {"Tệp nguồn": TOTAL, **totals}]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    return Sheet(
        "Nguồn số liệu",
        f"Văn bản đã tổng hợp năm {year.year}",
        frame.where(frame.notna(), None),
        widths=[_SOURCE_COLUMNS[label] for label in columns],
        total=True,
        sums=counted,
        notes=(
            *_tell_unread(year.unread),
            _tell_sum(start),
            _tell_level(year.seat),
            f"Lập lúc {_show_time(written_at)}.",
        ),
        formats={ORDINAL: Format.CENTRE, **dict.fromkeys(counted, Format.COUNT)},
        landscape=True,
    )


def _tell_sum(start: str) -> str:
    terms = f"{start} - {_GONE} + {_ADDED} - {_REPEATED}".lower()
    return f"{_COUNTED} = {terms}."


_LEVELS = {Level.COMMUNE: "xã, phường", Level.DISTRICT: "huyện", Level.PROVINCE: "tỉnh"}


def _tell_level(seat: Seat) -> str:
    """At which level the year is reported, and what tells it."""
    why = f"vì {seat.told_by}" if seat.told_by else "theo settings.toml"
    change = "; nếu khác, đặt level ở mục [office] của settings.toml" if seat.told_by else ""
    return f"Số liệu tính theo cấp {_LEVELS[seat.level]} ({why}{change})."


def _tell_unread(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    rest = len(names) - _MOST_NAMED
    more = f"; và {show_count(rest)} tệp khác" if rest > 0 else ""
    listed = "; ".join(names[:_MOST_NAMED]) + more
    return (f"Chưa đọc được {show_count(len(names))} tệp nên số liệu có thể chưa đủ: {listed}.",)


def _name_paper(plan: Plan) -> dict[str, str]:
    facts = plan.facts
    if plan.receipt.source_file == ADDED:
        return {"Tệp nguồn": ADDED}
    return {
        "Tệp nguồn": plan.receipt.source_file,
        "Số, ký hiệu": facts.number.value or BLANK,
        "Ngày ban hành": show_date(facts.issued_on.value) if facts.issued_on.value else BLANK,
        "Cơ quan ban hành": facts.issuer.value or BLANK,
    }


def _tie_out(plan: Plan, repeated: Collection[str]) -> dict[str, Any]:
    """The figures of one plan; none of a file that is set aside but for its own doubts."""
    receipt, left, checks = plan.receipt, len(plan.frame), count_checks(plan)
    labels = (_DUE, _READ, _SPLIT, _GONE, _ADDED, _REPEATED, _COUNTED)
    figures: dict[str, Any] = dict.fromkeys(labels)
    if receipt.outcome is Outcome.SKIPPED:
        why = f"Không tính: {receipt.notes[-1].text}"
        return figures | {_CHECKS: checks or None, _WHY_NOT: why}
    repeats = sum(str(key) in repeated for key in plan.frame.index)
    added = sum(name == ADDED for name in plan.frame["source_file"])
    is_own = receipt.source_file == ADDED
    return figures | {
        _DUE: None if is_own else receipt.rows_due,
        _READ: None if is_own else receipt.rows_found,
        _SPLIT: None if is_own else left - added + receipt.removed,
        _GONE: receipt.removed or None,
        _ADDED: added or None,
        _REPEATED: repeats or None,
        _COUNTED: left - repeats,
        _CHECKS: checks,
    }
