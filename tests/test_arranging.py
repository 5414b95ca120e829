"""Entries, groups and ordinals that a table prints in another place than tables usually do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from pipeline.job.plan import read_findings
from pipeline.settings import Settings

PEOPLE = (
    ("Ông Lê Văn Huệ", "xóm Mùi, xã Yên Mông", "Nuôi ong lấy mật"),
    ("Bà Đinh Thị Lan", "xóm Mùi, xã Yên Mông", "Trồng rau an toàn"),
    ("Hộ gia đình bà Bùi Thị Hoa", "xóm Chanh, xã Yên Mông", "Chăn nuôi dê sinh sản"),
    ("Trường Mầm non Sao Mai", "phường Dân Chủ", "Thư viện xanh của bé"),
    ("Hội Phụ nữ xã Yên Mông", "xã Yên Mông", "Ngôi nhà xanh thu gom phế liệu"),
)


def read_table(tmp_path: Path, rows: Sequence[Sequence[str]]) -> tuple[Any, ...]:
    """The entries of a plan with one table of these rows."""
    paper = docx.Document()
    paper.add_paragraph("PHỤ LỤC\nDANH SÁCH MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN NĂM 2024")
    table = paper.add_table(len(rows), len(rows[0]), "Table Grid")
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    path = tmp_path / "plan.docx"
    paper.save(str(path))
    return read_findings(path, Settings()).records


def told(records: Sequence[Any]) -> list[tuple[str, str]]:
    return [(record["subject"], record["model"]) for record in records]


DUE = [(who, model) for who, _, model in PEOPLE]


def test_an_ordinal_within_the_name_is_no_part_of_it(tmp_path: Path) -> None:
    rows = [["Họ và tên, đơn vị", "Địa chỉ", "Tên mô hình"]]
    rows += [[f"{n}. {who}", where, what] for n, (who, where, what) in enumerate(PEOPLE, 1)]
    records = read_table(tmp_path, rows)
    assert told(records) == DUE
    assert [record["no"] for record in records] == ["1", "2", "3", "4", "5"]


def test_the_second_row_of_an_entry_is_its_own(tmp_path: Path) -> None:
    rows = [["TT", "Tập thể, cá nhân", "Địa chỉ"]]
    for number, (who, where, what) in enumerate(PEOPLE, 1):
        rows += [[str(number), who, where], ["", f"Mô hình: {what}", ""]]
    assert told(read_table(tmp_path, rows)) == DUE


@pytest.mark.parametrize("mark", ["a", "A", ""])
def test_a_row_with_a_hamlet_alone_heads_those_below(tmp_path: Path, mark: str) -> None:
    rows = [["TT", "Họ và tên", "Lĩnh vực", "Tên mô hình"], [mark, "Xóm Mùi", "", ""]]
    rows += [[str(n), PEOPLE[n - 1][0], "Kinh tế", PEOPLE[n - 1][2]] for n in (1, 2, 3)]
    rows += [[mark, "Xóm Chanh", "", ""]]
    rows += [[str(n), PEOPLE[n - 1][0], "Kinh tế", PEOPLE[n - 1][2]] for n in (4, 5)]
    records = read_table(tmp_path, rows)
    assert told(records) == DUE
    assert [record["locality"] for record in records[:3]] == ["Xóm Mùi"] * 3


def test_boxes_that_hold_an_entry_each_are_opened(tmp_path: Path) -> None:
    boxes = [
        f"{n}. {who}\nNăm sinh: {1960 + n}\nĐịa chỉ: {where}\nTên mô hình: {what}"
        for n, (who, where, what) in enumerate(PEOPLE, 1)
    ]
    assert told(read_table(tmp_path, [[box] for box in boxes])) == DUE


def test_years_of_birth_are_no_ordinals(tmp_path: Path) -> None:
    rows = [["Năm sinh", "Họ và tên", "Tên mô hình"]]
    years = ("1971", "1983", "1961", "1990", "1955")
    rows += [[year, who, what] for year, (who, _, what) in zip(years, PEOPLE, strict=True)]
    assert told(read_table(tmp_path, rows)) == DUE
