"""Workbooks that Excel 2003, or a program that exports lists, saved as XML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest

from pipeline.model import Grid
from pipeline.problems import NotRead
from pipeline.read import identify, read
from tests.exports import HEAD, ROWS, TABLE, find, list_cells, list_codes
from tests.legacy_text import encode_tcvn3

STYLES = """<Styles>
<Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="two"><NumberFormat ss:Format="00"/></Style>
<Style ss:ID="old"><Font ss:FontName=".VnTime" ss:Bold="1"/></Style>
</Styles>"""


def data(text: str, kind: str = "String") -> str:
    return f'<Data ss:Type="{kind}">{escape(text)}</Data>'


def cell(inside: str, look: str = "") -> str:
    return f"<Cell {look}>{inside}</Cell>"


def row(cells: Sequence[str], look: str = "") -> str:
    drawn = (text if text.startswith("<Cell") else cell(data(text)) for text in cells)
    return f"<Row {look}>{''.join(drawn)}</Row>"


def book(*rows: str, columns: str = "", options: str = "") -> str:
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel">{STYLES}'
        f'<Worksheet ss:Name="Danh sách"><Table>{columns}{"".join(rows)}</Table>'
        f"<WorksheetOptions xmlns='urn:schemas-microsoft-com:office:excel'>{options}"
        "</WorksheetOptions></Worksheet></Workbook>"
    )


def put(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "danh sách.xls"
    path.write_bytes(text.encode(encoding))
    return path


def texts(path: Path) -> list[list[str | None]]:
    (grid,) = (b for b in read(identify(path)).blocks if isinstance(b, Grid))
    return [[c.text if c else None for c in line.cells] for line in grid.rows]


LIST = (*(row([line]) for line in HEAD), *map(row, TABLE))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_list_is_read_whatever_its_name(tmp_path: Path, encoding: str) -> None:
    text = book(*LIST)
    if encoding == "utf-16":
        text = text.replace('version="1.0"', 'version="1.0" encoding="utf-16"')
    findings = find(put(tmp_path, text, encoding))
    assert list_cells(findings) == list(ROWS)
    assert findings.year == 2024
    assert list_codes(findings) == []


def test_numbers_and_dates_read_as_excel_shows_them(tmp_path: Path) -> None:
    path = put(tmp_path, book(
        row(["STT", "Ngày", "Số"]),
        row([cell(data("1", "Number"), 'ss:StyleID="two"'),
             cell(data("1962-07-20T00:00:00.000", "DateTime"), 'ss:StyleID="day"'),
             cell(data("84", "Number"))]),
        row([cell(data("2", "Number"), 'ss:StyleID="two"'),
             cell(data("22847", "Number"), 'ss:StyleID="day"'),
             cell(data("#REF!", "Error"))]),
    ))  # fmt: skip
    assert texts(path)[1:] == [["01", "20/07/1962", "84"], ["02", "20/07/1962", "#REF!"]]
    (note,) = read(identify(path)).notes
    assert "C3" in note.text


def test_places_merges_and_pieces_of_text(tmp_path: Path) -> None:
    rich = (
        '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">'
        f"<Font html:Face='.VnTime' xmlns:html='http://www.w3.org/TR/REC-html40'>"
        f"{encode_tcvn3('Phụ nữ tổ')}</Font> 5</ss:Data>"
    )
    path = put(tmp_path, book(
        row(["STT", cell(data("Mô hình"), 'ss:MergeAcross="1"')]),
        row(["1", cell(rich), cell(data("b"), 'ss:MergeDown="1"')], 'ss:Index="4"'),
        row(["2", cell(data("x"))]),
    ))  # fmt: skip
    assert texts(path) == [["STT", "Mô hình", None], ["1", "Phụ nữ tổ 5", "b"], ["2", "x", None]]


@pytest.mark.parametrize("how", ["row", "column", "sheet"])
def test_what_is_hidden_is_left_out_and_said(tmp_path: Path, how: str) -> None:
    shown = [["STT", "Tên"], ["1", "Trường A"], ["3", "Trường C"]]
    look = 'ss:Hidden="1"' if how == "row" else ""
    rows = [row(shown[0]), row(shown[1]), row(["2", "Ẩn"], look), row(shown[2])]
    if how == "row":
        path = put(tmp_path, book(*rows))
        assert texts(path) == shown
    elif how == "column":
        path = put(tmp_path, book(*rows, columns='<Column ss:Index="2" ss:Hidden="1"/>'))
        assert all("Trường" not in getattr(b, "text", "") for b in read(identify(path)).blocks)
    else:
        path = put(tmp_path, book(*rows, options="<Visible>SheetHidden</Visible>"))
        assert read(identify(path)).blocks == ()
    assert [note.code for note in read(identify(path)).notes] == ["hidden-left-out"]


LAUGHS = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><?mso-application'
FAR = (
    '<Row ss:Index="2000000000" ss:Hidden="1" ss:Span="2000000000"><Cell ss:MergeDown="2000000000" '
    f'ss:MergeAcross="99999">{data("a")}</Cell></Row>'
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (book(*LIST).replace("<?mso-application", LAUGHS).replace("PHỤ", "&b;"), "DOCTYPE"),
        (book(*LIST)[:-300], "hỏng"),
        (book(row([cell(data("a"), 'ss:MergeDown="900000"')])), "ô gộp"),
        (book("<Row>" + "<Cell/>" * 500_001 + "</Row>"), "quá lớn"),
        (book(row([cell(data("a"), 'ss:Index="x"')])), "hỏng"),
        (book().replace("Worksheet ", "Other ").replace("Worksheet>", "Other>"), "trang tính"),
    ],
    ids=["laughs", "half", "merge", "cells", "index", "no-sheet"],
)
def test_what_is_broken_or_absurd_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(NotRead, match=says) as caught:
        read(identify(put(tmp_path, text)))
    assert caught.value.remedy


def test_places_beyond_a_sheet_take_nothing(tmp_path: Path) -> None:
    assert read(identify(put(tmp_path, book(FAR)))).blocks == ()
