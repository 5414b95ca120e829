"""The generated plans really hold what their truth says, read by others' libraries."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest

from tests.build_plan import LAYOUTS, Layout, build, convert_docx, make_rows
from tests.plans.letters import encode, split_runs

ROWS = make_rows(25, seed=11)


def squeeze(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def read_docx_rows(path: Path) -> list[tuple[str, ...]]:
    return [
        tuple(squeeze(cell.text) for cell in row.cells)
        for table in docx.Document(str(path)).tables
        for row in table.rows
    ]


def read_pdf_rows(path: Path) -> list[tuple[str, ...]]:
    with pdfplumber.open(path) as pdf:
        return [
            tuple(squeeze(cell) for cell in row)
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table
        ]


@pytest.mark.parametrize("name", ["plain", "ticks", "merged-commune", "groups-roman", "landscape"])
def test_every_due_row_stands_in_the_docx(name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    truth = build(ROWS, LAYOUTS[name], path)
    assert len(truth.entries) == len(ROWS)
    assert {entry.cells for entry in truth.entries} <= set(read_docx_rows(path))


@pytest.mark.parametrize(
    "name", ["plain", "nine-columns", "turned-90", "turned-270", "groups-roman"]
)
def test_every_due_row_stands_in_the_pdf(name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    truth = build(ROWS, LAYOUTS[name], path)
    with pdfplumber.open(path) as pdf:
        turned = {page.rotation for page in pdf.pages}
    assert LAYOUTS[name].rotate in turned
    found = read_pdf_rows(path)
    missing = [entry.cells for entry in truth.entries if entry.cells not in found]
    assert not missing


def test_a_broken_row_stands_on_two_pages(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    truth = build(make_rows(60, seed=4), LAYOUTS["broken-rows"], path)
    found = read_pdf_rows(path)
    cut = [entry for entry in truth.entries if entry.cells not in found]
    assert cut
    ends = [row for row in found if row[0] == ""]
    for entry in cut:
        assert any(
            all(map(str.endswith, entry.cells[1:], end[1:])) and any(end[1:]) for end in ends
        )


def test_every_due_row_stands_in_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    truth = build(ROWS, LAYOUTS["four-columns"], path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [
        tuple(squeeze("" if v is None else str(v)) for v in row)
        for row in sheet.iter_rows(values_only=True)
    ]
    assert {entry.cells for entry in truth.entries} <= set(rows)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_as_many_entries_as_models(name: str, tmp_path: Path) -> None:
    layout = LAYOUTS[name]
    rows = make_rows(12, seed=2, models=3 if layout.several_models else 1)
    for suffix in (".docx", ".pdf"):
        truth = build(rows, layout, tmp_path / f"plan{suffix}")
        assert len(truth.entries) == sum(len(row.models) for row in rows)
        assert {entry.field for entry in truth.entries} == {row.field for row in rows}


def test_the_same_seed_gives_the_same_plan(tmp_path: Path) -> None:
    assert make_rows(30, seed=5) == make_rows(30, seed=5)
    assert make_rows(30, seed=5) != make_rows(30, seed=6)
    for name in ("one.pdf", "two.pdf"):
        build(ROWS, LAYOUTS["everything"], tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_old_codes_are_written_as_old_papers_hold_them() -> None:
    assert encode("trường", "tcvn3") == "tr\xadêng"
    assert encode("hộp mứt tết", "tcvn3") == "hép møt tÕt"
    assert encode("Cộng hòa xã hội chủ nghĩa Việt Nam", "vni") == (
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"
    )
    assert encode("ỦY BAN NHÂN DÂN", "vni") == "UÛY BAN NHAÂN DAÂN"
    assert split_runs("Ủy ban", "tcvn3") == [("ñ", ".VnTimeH"), ("y ban", ".VnTime")]


@pytest.mark.slow
def test_libreoffice_prints_a_generated_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    truth = build(ROWS, Layout(), path)
    printed = convert_docx(path, ".pdf")
    if printed is None:
        pytest.skip("LibreOffice is not installed")
    found = read_pdf_rows(printed)
    assert sum(entry.cells in found for entry in truth.entries) >= len(truth.entries) - 3
