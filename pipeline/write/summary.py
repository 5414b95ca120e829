"""The summary of one plan, *Tổng hợp*: its facts, its counts, what became of the file.

Also *Nguồn số liệu*, the same receipt for all plans of a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pandas as pd

from pipeline.model import KIND_NAMES, Fact, Outcome, Plan, PlanFacts, Receipt, Year
from pipeline.sheet import Format, Sheet
from pipeline.write.checks import find_checks, place_note, raise_first
from pipeline.write.counts import ALL, ORDINAL, TOTAL, count_sheet, tally
from pipeline.write.sheets import Names
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
        *(("Ghi chú", f"{place_note(note)}: {note.text}") for note in receipt.notes),
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


# --- Nguồn số liệu -------------------------------------------------------------------

_MOST_NAMED = 10  # files that were not read
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
        notes=(*_tell_unread(year.unread), f"Lập lúc {_show_time(written_at)}."),
        formats={ORDINAL: Format.CENTRE, **dict.fromkeys(counted, Format.COUNT)},
        landscape=True,
    )


def _tell_unread(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    rest = len(names) - _MOST_NAMED
    more = f"; và {show_count(rest)} tệp khác" if rest > 0 else ""
    listed = "; ".join(names[:_MOST_NAMED]) + more
    return (f"Chưa đọc được {show_count(len(names))} tệp nên số liệu có thể chưa đủ: {listed}.",)


def _sum_plan(ordinal: str, plan: Plan) -> tuple[object, ...]:
    facts, receipt = plan.facts, plan.receipt
    day = show_date(facts.issued_on.value) if facts.issued_on.value else BLANK
    texts = (ordinal, receipt.source_file, facts.number.value or BLANK, day)
    figures = (receipt.rows_found, receipt.rows_due, len(find_checks(plan)))
    return (*texts, facts.issuer.value or BLANK, *figures)
