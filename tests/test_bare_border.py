"""Workbooks that other programs write: an element that Excel always fills stands empty."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl

from pipeline.job.plan import read_findings
from pipeline.settings import Settings

ROWS = [
    ("STT", "Tên mô hình", "Đơn vị"),
    (1, "Cánh đồng sạch", "Chi hội Nông dân xóm Đồi Vang"),
    (2, "Tiếng trống học bài", "Trường Tiểu học Suối Mẫu"),
]


def test_a_border_without_sides(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(tmp_path / "full.xlsx")
    path = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(tmp_path / "full.xlsx") as full, zipfile.ZipFile(path, "w") as bare:
        for name in full.namelist():
            data = full.read(name)
            if name == "xl/styles.xml":
                data = re.sub(rb"<border>.*?</border>", b"<border/>", data)
                assert b"<border/>" in data
            bare.writestr(name, data)
    records = read_findings(path, Settings()).records
    assert [record["model"] for record in records] == ["Cánh đồng sạch", "Tiếng trống học bài"]
