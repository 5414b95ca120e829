"""Web pages, and lists that programs export as such under any name."""

from __future__ import annotations

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from pipeline.model import Grid
from pipeline.problems import NotRead
from pipeline.read import identify, read
from tests.exports import (
    HEAD,
    HEADER,
    ROWS,
    TABLE,
    find,
    list_cells,
    list_codes,
    make_page,
    make_row,
    make_table,
)
from tests.legacy_text import ENCODERS

LINES = "".join(f"<p>{line}</p>" for line in HEAD)


def put(folder: Path, content: str | bytes, name: str = "danh sách.xls") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def grids(path: Path) -> list[list[list[str]]]:
    blocks = read(identify(path)).blocks
    tables = [block for block in blocks if isinstance(block, Grid)]
    return [[[c.text for c in row.cells if c] for row in grid.rows] for grid in tables]


@pytest.mark.parametrize(
    "content",
    [
        make_page().encode(),
        make_page().encode("utf-16"),
        make_page(charset="windows-1252").encode(),  # claims what it is not
        make_page().replace("<meta", "<x").encode(),  # claims nothing
        make_page(charset="us-ascii").encode("ascii", "xmlcharrefreplace"),
        *(encode(make_page(charset="x")).encode("latin-1") for encode in ENCODERS.values()),
    ],
)
def test_a_page_reads_alike_in_any_charset(tmp_path: Path, content: bytes) -> None:
    findings = find(put(tmp_path, content, "ke-hoach.doc"))
    assert list_cells(findings) == list(ROWS)
    assert findings.year == 2024
    assert list_codes(findings) == []


@pytest.mark.parametrize(("charset", "font"), [("tcvn3", ".VnTime"), ("vni", "VNI-Times")])
@pytest.mark.parametrize("by", ["rule", "tag"])
def test_the_font_tells_how_letters_are_encoded(
    tmp_path: Path, charset: str, font: str, by: str
) -> None:
    style = f'.old, td.old {{font-family:"{font}", serif}}' if by == "rule" else ""
    look = "class=old" if by == "rule" else ""
    words = ENCODERS[charset]("Tổ 5")  # too short to tell by its letters alone
    inner = words if by == "rule" else f'<font face="{font}">{words}</font>'
    body = f"<table><tr><td {look}>1</td><td {look}>{inner}</td></tr></table>"
    path = put(tmp_path, make_page(body, "windows-1252", style).encode("latin-1"))
    assert grids(path) == [[["1", "Tổ 5"]]]


def test_cells_that_span_rows_and_columns(tmp_path: Path) -> None:
    body = (
        "<table><thead><tr><th rowspan=2>Số TT<th colspan=2>Mô hình</tr><tr><th>A<th>B</tr></thead>"
        "<tr><td>1<td>x<td rowspan=99>y</tr><tr><td>2<td>z</tr></table>"
    )
    path = put(tmp_path, make_page(body))
    (grid,) = (b for b in read(identify(path)).blocks if isinstance(b, Grid))
    assert grid.header_rows == 2
    assert [[c and (c.text, c.row_span, c.col_span) for c in row.cells] for row in grid.rows] == [
        [("Số TT", 2, 1), ("Mô hình", 1, 2), None],
        [None, ("A", 1, 1), ("B", 1, 1)],
        [("1", 1, 1), ("x", 1, 1), ("y", 2, 1)],
        [("2", 1, 1), ("z", 1, 1), None],
    ]


def test_a_cell_that_runs_into_one_from_above_loses_nothing(tmp_path: Path) -> None:
    body = (
        "<table><tr><td>a<td rowspan=2>b<td>c</tr><tr><td colspan=3>d<td>e</tr>"
        "<tr><td>1<td>2<td>3</tr></table>"
    )
    texts = [text for row in grids(put(tmp_path, make_page(body)))[0] for text in row]
    assert [text for text in texts if text] == ["a", "b", "c", "d", "e", "1", "2", "3"]


HIDDEN = ("9.", "Ông Ẩn, tổ 9", "Điển hình tiên tiến với mô hình: Không ai thấy")


@pytest.mark.parametrize(
    ("row", "style"),
    [
        (make_row(HIDDEN, ' style="display:none"'), ""),
        (make_row(HIDDEN, " hidden"), ""),
        (make_row(HIDDEN, " class=gone"), ".gone { display : none !important }"),
        (f"<tr><td>{'</td><td>'.join(HIDDEN)}</td></tr>".replace("<td>", "<td class=g>"),
         ".g{mso-hide:all}"),
    ],
)  # fmt: skip
def test_what_is_not_shown_is_not_read_and_said(tmp_path: Path, row: str, style: str) -> None:
    body = LINES + make_table().replace("</table>", row + "</table>")
    findings = find(put(tmp_path, make_page(body, style=style)))
    assert list_cells(findings) == list(ROWS)
    assert "hidden-left-out" in [note.code for note in findings.receipt.notes]


def test_rules_for_the_printer_hide_nothing(tmp_path: Path) -> None:
    style = "@media print { td { display: none } } .menu td { display: none }"
    assert list_cells(find(put(tmp_path, make_page(style=style)))) == list(ROWS)


def test_a_hidden_column_is_left_out(tmp_path: Path) -> None:
    rows = [(row[0], f"ẩn {number}", *row[1:]) for number, row in enumerate(TABLE)]
    columns = "<col><col style='display:none'><col span=2>"
    body = LINES + make_table(rows).replace("border=1>", f"border=1>{columns}")
    findings = find(put(tmp_path, make_page(body)))
    assert list_cells(findings) == list(ROWS)
    assert any("4 chỗ" in note.text for note in findings.receipt.notes)


def test_a_struck_row_is_no_entry_and_said(tmp_path: Path) -> None:
    gone = "".join(f"<td><s>{text}</s></td>" for text in HIDDEN)
    body = LINES + make_table().replace("</table>", f"<tr>{gone}</tr></table>")
    findings = find(put(tmp_path, make_page(body)))
    assert list_cells(findings) == list(ROWS)
    assert list_codes(findings) == ["struck-out"]


def test_marks_of_notes_are_no_part_of_names(tmp_path: Path) -> None:
    body = "<table><tr><td>Ông Tám<sup>(1)</sup><td>500 m<sup>2</sup></table>"
    assert grids(put(tmp_path, make_page(body))) == [[["Ông Tám", "500 m2"]]]


def test_titles_within_the_table_are_titles(tmp_path: Path) -> None:
    titles = "".join(f"<tr><td colspan=3>{line}</td></tr>" for line in HEAD)
    path = put(tmp_path, f"<table>{titles}{''.join(map(make_row, TABLE))}</table>")
    findings = find(path)
    assert list_cells(findings) == list(ROWS)
    assert findings.year == 2024


def test_a_table_of_layout_gives_way_to_the_list_in_it(tmp_path: Path) -> None:
    body = f"<table><tr><td>{LINES}</tr><tr><td>{make_table()}</tr></table>"
    assert list_cells(find(put(tmp_path, make_page(body)))) == list(ROWS)


def test_numbers_that_the_browser_prints_are_read(tmp_path: Path) -> None:
    path = put(tmp_path, make_page("<ol start=4><li>Một<li>Hai</ol><ol type=I><li>Ba</ol>"))
    assert [b.text for b in read(identify(path)).blocks] == ["4. Một", "5. Hai", "I. Ba"]


def pack(*pages: tuple[str, str]) -> bytes:
    message = MIMEMultipart("related", type="text/html")
    for place, page in pages:
        part = MIMEText(page, "html", "utf-8")
        part["Content-Location"] = f"file:///C:/{place}"
        message.attach(part)
    return message.as_bytes()


def test_a_page_in_one_file(tmp_path: Path) -> None:
    findings = find(put(tmp_path, pack(("ke-hoach.htm", make_page())), "ke-hoach.doc"))
    assert list_cells(findings) == list(ROWS)


def test_a_workbook_in_one_file_gives_its_visible_sheets(tmp_path: Path) -> None:
    hidden = "<!--<xml><x:Visible>SheetHidden</x:Visible></xml>-->" + make_table([HEADER, HIDDEN])
    content = pack(
        ("so.htm", "<html><frameset><frame src='x/sheet001.htm'></frameset></html>"),
        ("x/sheet001.htm", make_page()),
        ("x/sheet002.htm", hidden),
    )
    findings = find(put(tmp_path, content, "so.mht"))
    assert list_cells(findings) == list(ROWS)
    assert "hidden-left-out" in [note.code for note in findings.receipt.notes]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<html><frameset><frame src='x_files/sheet001.htm'></frameset></html>", "khung"),
        ("<html></html>", "không có chữ"),
        ("<html>" + "<div>" * 50_000 + "x", "lồng nhau"),
        ("<html>" + "<table><tr><td>" * 100 + "x", "lồng nhau"),
        ("<table>" + ("<tr>" + "<td>a" * 10) * 60_000, "quá lớn"),
        ("<table><tr><td rowspan=1000000000 colspan=1000000000>a" + "<tr><td>b" * 9000, "quá lớn"),
    ],
    ids=["frame", "empty", "deep", "deep-tables", "cells", "spans"],
)
def test_what_is_no_list_is_named(tmp_path: Path, page: str, says: str) -> None:
    with pytest.raises(NotRead, match=says) as caught:
        read(identify(put(tmp_path, page)))
    assert caught.value.remedy
