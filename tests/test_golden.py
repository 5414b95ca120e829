"""The sample plan from end to end: its rows, its entries, the cells and sentences written.

Rows and entries were typed in by a person. The papers (``*.txt``) are kept as they were once
read and found right: where one is missing it is written and the test fails, asking for review.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from pipeline.cli.main import main
from pipeline.model import KIND_NAMES

GOLDEN = Path(__file__).parent / "golden" / "hoa-binh-2023"
STAMP = re.compile(r"\d\d:\d\d ngày \d\d/\d\d/\d{4}")
FORMATS = [
    "pdf",
    "docx",
    pytest.param("doc", marks=[
        pytest.mark.slow,
        pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there"),
    ]),
]  # fmt: skip


def _read_csv(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _call(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0)


@pytest.fixture(params=FORMATS)
def records(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    path = GOLDEN / f"plan.{request.param}"
    assert _call(["extract", str(path), "--format", "jsonl"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_row_is_what_the_paper_prints(records: list[dict[str, Any]]) -> None:
    found = [list(record["cells"].values()) for record in records]
    due = [[f"{r['no']}.", r["name_address"], r["content"]] for r in _read_csv("rows.csv")]
    assert found == due


def test_every_entry_is_what_a_person_reads_in_it(records: list[dict[str, Any]]) -> None:
    due = _read_csv("entries.csv")
    assert [{name: record[name] for name in due[0]} for record in records] == due


def test_nothing_in_the_sample_is_doubted(records: list[dict[str, Any]]) -> None:
    assert [record["no"] for record in records if record["flags"]] == []


def test_places_of_rows_are_told(records: list[dict[str, Any]]) -> None:
    assert [record["row"] for record in records] == list(range(1, 36))
    pages = [record["page"] for record in records]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert {record["year"] for record in records} == {2023}


# --- what is written -----------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of papers that one run over the sample writes."""
    folder = tmp_path_factory.mktemp("văn phòng")
    (folder / "input" / "2023").mkdir(parents=True)
    shutil.copy(GOLDEN / "plan.pdf", folder / "input" / "2023" / "hoa-binh-2023.pdf")
    inside = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert _call(["run", *inside]) == 0
    return folder / "output" / "2023"


def test_three_papers_are_written_and_no_more(written: Path) -> None:
    assert sorted(path.name for path in written.iterdir()) == [
        "bao-cao-nam-2023.docx",
        "hoa-binh-2023.xlsx",
        "tong-hop-nam-2023.xlsx",
    ]


def test_the_list_holds_every_entry(written: Path) -> None:
    sheet = openpyxl.load_workbook(written / "hoa-binh-2023.xlsx")["Danh sách"]
    header, *rows = list(sheet.iter_rows(min_row=2, values_only=True))
    found = [dict(zip(header, row, strict=True)) for row in rows]
    due = _read_csv("entries.csv")
    for label, name in (
        ("Số TT trong văn bản", "no"),
        ("Đối tượng", "subject"),
        ("Họ và tên", "person"),
        ("Chức vụ, nơi công tác", "position"),
        ("Thôn, tổ dân phố", "locality"),
        ("Xã, phường", "commune"),
        ("Tên mô hình, điển hình", "model"),
    ):
        assert [row[label] or "" for row in found] == [entry[name] for entry in due], label
    kinds = [KIND_NAMES[entry["subject_kind"]] for entry in due]
    assert [row["Loại đối tượng"] for row in found] == kinds


def test_the_year_counts_what_a_person_counts(written: Path) -> None:
    entries = _read_csv("entries.csv")
    kinds = Counter(KIND_NAMES[entry["subject_kind"]] for entry in entries)
    fields = Counter(entry["field"] for entry in entries)
    book = openpyxl.load_workbook(written / "tong-hop-nam-2023.xlsx")
    sheet = next(sheet for sheet in book if sheet.title.startswith("Biểu 01"))
    header, *rows = list(sheet.iter_rows(min_row=2, values_only=True))
    table = [dict(zip(header, row, strict=True)) for row in rows]
    numbered = [row for row in table if str(row["STT"] or "").isdigit()]
    assert {kind: sum(row[kind] for row in numbered) for kind in kinds} == kinds
    sums = sorted(sum(row[kind] for kind in kinds) for row in numbered)
    assert [count for count in sums if count] == sorted(fields.values())


@pytest.mark.parametrize("name", ["hoa-binh-2023.xlsx", "tong-hop-nam-2023.xlsx"])
def test_cells_of_the_workbooks(written: Path, name: str) -> None:
    _hold_against(GOLDEN / f"{name}.txt", _print_workbook(written / name))


def test_sentences_of_the_report(written: Path) -> None:
    name = "bao-cao-nam-2023.docx"
    _hold_against(GOLDEN / f"{name}.txt", _print_report(written / name))


def _hold_against(path: Path, lines: Iterator[str]) -> None:
    text = STAMP.sub("(giờ, ngày)", "".join(f"{line}\n" for line in lines))
    if not path.exists():
        path.write_text(text, encoding="utf-8", newline="\n")
        pytest.fail(f"{path.name} was missing and is written now: read it through, then keep it")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()


def _print_workbook(path: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(path):
        yield f"# {sheet.title}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield f"{cell.coordinate}\t{str(cell.value)!r}"


def _print_report(path: Path) -> Iterator[str]:
    document = docx.Document(str(path))
    for element in document.element.body:
        if element.tag == qn("w:p"):
            if text := Paragraph(element, document).text:
                yield text
        elif element.tag == qn("w:tbl"):
            for row in Table(element, document).rows:
                yield " | ".join(cell.text.replace("\n", " / ") for cell in row.cells)
