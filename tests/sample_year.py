"""Entries, plans and years made up for tests of what is written, and the sample's own."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.frame import COLUMNS, make_frame
from pipeline.model import Outcome, Plan, PlanFacts, Receipt, Year
from pipeline.write.sheets.names import Names

GOLDEN = Path(__file__).parent / "golden" / "hoa-binh-2023"

NAMES = Names(
    fields={
        "san-xuat-kinh-doanh": "Sản xuất, kinh doanh",
        "giao-duc-dao-tao": "Giáo dục, đào tạo, khuyến học",
        "y-te": "Y tế, dân số, chăm sóc sức khỏe",
        "khac": "Khác / chưa xác định",
    },
    communes=("phường Đồng Tiến", "phường Dân Chủ", "xã Hòa Bình"),
    successors={"xã Hòa Bình": "phường Tân Hòa", "phường Dân Chủ": "phường Thống Nhất"},
)


def make_entry(**values: Any) -> dict[str, Any]:
    """One record of a frame; what is not given is blank."""
    entry: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    entry |= {"cells": {}, "flags": [], "source_file": "ke-hoach.pdf", "row": 1, "page": None}
    entry |= {"plan_number": None, "issued_on": None, "issuer": None, "year": 2023}
    return entry | values


def read_sample() -> list[dict[str, str]]:
    """The 35 entries of the sample plan, as a person read them."""
    with (GOLDEN / "entries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_sample_frame() -> pd.DataFrame:
    return make_frame(
        make_entry(**entry, row=number, page=3) for number, entry in enumerate(read_sample(), 1)
    )


def make_plan(frame: pd.DataFrame, facts: PlanFacts | None = None, **receipt: Any) -> Plan:
    made = Receipt("ke-hoach.pdf", Outcome.READ, len(frame), None)
    return Plan(facts or PlanFacts(), frame, Receipt(**_values(made) | receipt), 2023)


def make_year(frame: pd.DataFrame, last: pd.DataFrame | None = None) -> Year:
    return Year(2023, (make_plan(frame),), frame, last)


def _values(receipt: Receipt) -> dict[str, Any]:
    return {name: getattr(receipt, name) for name in Receipt.__slots__}
