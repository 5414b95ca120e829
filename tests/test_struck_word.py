"""What Word strikes through, hides or raises: told, and no part of a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Document, Source
from pipeline.read.docx.reader import read
from tests.word_files import NAMES, cell, par, row, run, save, styles, table, texts

STRIKE = "<w:strike/>"
RAISED = '<w:vertAlign w:val="superscript"/>'
LOWERED = '<w:vertAlign w:val="subscript"/>'
WHITE = '<w:color w:val="FFFFFF"/>'
BLUE = '<w:shd w:val="clear" w:fill="1F4E79"/>'
STYLES = styles(
    '<w:style w:type="character" w:styleId="Struck"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Last"><w:tblStylePr w:type="lastRow"><w:rPr><w:strike/>'
    "</w:rPr></w:tblStylePr></w:style>"
    '<w:style w:type="table" w:styleId="Whole"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Dark"><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:fill="000000"/></w:tcPr></w:tblStylePr></w:style>'
)


def open_body(folder: Path, body: str) -> Document:
    return read(Source(save(folder / "tệp thử.docx", body, STYLES), "docx"))


def struck(text: str, look: str = STRIKE) -> str:
    return cell(par(run(text, look)))


def dressed(style: str, *rows: str) -> str:
    look = f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblLook w:val="0060"/></w:tblPr>'
    return table(*rows).replace("<w:tblPr/>", look)


@pytest.mark.parametrize(
    "gone",
    [
        (struck("2"), struck("Ông B"), struck("Ngô")),
        ("2", struck("Ông B", "<w:dstrike/>"), struck("Ngô", "<w:dstrike/>")),
        ("2", struck("Ông B", '<w:rStyle w:val="Struck"/>'), struck("Ngô")),
        ("2", cell(par("Ông B", '<w:pStyle w:val="Gone"/>')), struck("Ngô")),
        ("2", cell(par(f"<w:del>{run(inside='<w:delText>Ông B</w:delText>')}</w:del>")), ""),
    ],
)
def test_a_struck_row_is_no_entry_and_told(tmp_path: Path, gone: tuple[str, ...]) -> None:
    body = table(row("1", "Ông A", "Lúa"), row(*gone), row("3", "Ông C", "Sắn"))
    document = open_body(tmp_path, body)
    assert texts(list(document.blocks)) == ["1|Ông A|Lúa", "3|Ông C|Sắn"]
    (note,) = document.notes
    assert note.code == "struck-out" and note.doubt and "Ông B" in note.text


def test_a_struck_row_with_a_remark_is_no_entry(tmp_path: Path) -> None:
    body = table(row("1", struck("Ông A"), struck("Lúa"), "rút"), row("2", "Ông B", "Ngô", ""))
    assert texts(list(open_body(tmp_path, body).blocks)) == ["2|Ông B|Ngô|"]


def test_a_deleted_row_is_told(tmp_path: Path) -> None:
    body = table(row("1", "Ông A"), row("2", "Ông B", look="<w:del/>"))
    assert [note.code for note in open_body(tmp_path, body).notes] == ["struck-out"]


def test_a_struck_name_is_not_joined_with_its_successor(tmp_path: Path) -> None:
    body = table(row("1", cell(par(run("Ông A", STRIKE) + run("Ông B"))), "Lúa"))
    document = open_body(tmp_path, body)
    assert texts(list(document.blocks)) == ["1|Ông B|Lúa"]
    assert [note.code for note in document.notes] == ["struck-out"]


def test_a_table_style_may_strike(tmp_path: Path) -> None:
    rows = row("1", "Ông A"), row("2", "Ông B")
    assert texts(list(open_body(tmp_path, dressed("Last", *rows)).blocks)) == ["1|Ông A"]
    after = table(row("4", "Ông D"))
    assert texts(list(open_body(tmp_path, dressed("Whole", *rows) + after).blocks)) == ["4|Ông D"]


def test_a_merged_cell_outlives_its_struck_first_row(tmp_path: Path) -> None:
    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row("1", cell("Nông nghiệp", first), struck("Ông A"), struck("Lúa")),
        row("2", cell("", more), "Ông B", "Ngô"),
        row("3", cell("", more), "Ông C", "Sắn"),
    )
    shown = texts(list(open_body(tmp_path, body).blocks))
    assert shown == ["2|Nông nghiệpv2|Ông B|Ngô", "3|.|Ông C|Sắn"]


@pytest.mark.parametrize(
    ("word", "look", "mark", "text"),
    [
        ("Sông Đà", RAISED, "1", "Sông Đà"),
        ("Sông Đà", RAISED, "(1)", "Sông Đà"),
        ("Sông Đà", '<w:position w:val="8"/>', "2", "Sông Đà"),
        ("Sông Đà", RAISED, "*", "Sông Đà"),
        ("Sông Đà", LOWERED, "1", "Sông Đà"),
        ("tổ 4", RAISED, "1", "tổ 4"),
        ("120 m", RAISED, "2", "120 m²"),
        ("30", RAISED, "o", "30°"),
        ("10", RAISED, "6", "10⁶"),
        ("CO", LOWERED, "2", "CO2"),
        ("Điểm", RAISED, "thứ nhất", "Điểmthứ nhất"),
        ("Sông Đà³", "", "", "Sông Đà"),
        ("120 m³", "", "", "120 m³"),
    ],
)
def test_a_note_mark_is_no_part_of_the_name(
    tmp_path: Path, word: str, look: str, mark: str, text: str
) -> None:
    document = open_body(tmp_path, par(run(word) + run(mark, look) + run(", cuối")))
    assert texts(list(document.blocks)) == [f"{text}, cuối"]


def test_a_sign_of_its_own_for_a_footnote_is_no_part_of_the_name(tmp_path: Path) -> None:
    sign = '<w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t>'
    document = open_body(tmp_path, par(run("Sông Đà") + run(inside=sign)))
    assert texts(list(document.blocks)) == ["Sông Đà"]


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (par(run("Ông A", "<w:vanish/>") + run("Ông B")), ["Ông B"]),
        (par("Ông A", '<w:pStyle w:val="Unseen"/>') + par("Ông B"), ["Ông B"]),
        (par(run("Ông A", WHITE) + run("Ông B")), ["Ông B"]),
        (
            table(row(cell(par(run("Ông A", '<w:color w:val="1F4E79"/>')), BLUE), "Ông B")),
            ["|Ông B"],
        ),
        (
            table(
                row("Ông A", look='<w:trHeight w:val="10" w:hRule="exact"/>'),
                row("Ông B"),
            ),
            ["Ông B"],
        ),
    ],
)
def test_what_nobody_sees_is_not_read_and_told(
    tmp_path: Path, content: str, shown: list[str]
) -> None:
    document = open_body(tmp_path, content)
    assert texts(list(document.blocks)) == shown
    (note,) = document.notes
    assert note.code == "hidden-text" and "Ông A" in note.text


@pytest.mark.parametrize(
    "body",
    [
        table(row(cell(par(run("Họ tên", WHITE)), BLUE))),
        dressed("Dark", row(cell(par(run("Họ tên", WHITE))))),
        par(run("Họ tên", WHITE + '<w:highlight w:val="blue"/>')),
        par(run("Họ tên", WHITE), BLUE),
    ],
)
def test_white_letters_on_a_dark_ground_are_read(tmp_path: Path, body: str) -> None:
    document = open_body(tmp_path, body)
    assert texts(list(document.blocks)) == ["Họ tên"] and not document.notes


def box(text: str) -> str:
    """A run with a text box, as Word writes it for itself and for older programs."""
    return (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><wps:txbx><w:txbxContent>"
        f"{par(text)}</w:txbxContent></wps:txbx></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape style='position:absolute'><v:textbox><w:txbxContent>"
        f"{par(text)}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_words_drawn_onto_an_empty_cell_are_its_own(tmp_path: Path) -> None:
    body = table(row("1", "Ông A"), row("2", cell(par(box("Ông B")))), row("3", "Ông C"))
    assert texts(list(open_body(tmp_path, body).blocks)) == ["1|Ông A", "2|Ông B", "3|Ông C"]


def test_a_mark_across_the_page_reaches_no_cell(tmp_path: Path) -> None:
    body = table(
        row("1", cell(par(box("DỰ THẢO") + run("Ông A")))), row("2", cell(par(box("Dự thảo"))))
    )
    document = open_body(tmp_path, par(box("BẢN NHÁP")) + body)
    assert texts(list(document.blocks)) == ["1|Ông A", "2|"]


def test_a_numbered_item_in_a_text_box_is_told(tmp_path: Path) -> None:
    document = open_body(tmp_path, table(row("1", "Ông A")) + par(box("2. Ông B - Nuôi dê")))
    assert texts(list(document.blocks)) == ["1|Ông A", "2. Ông B - Nuôi dê"]
    assert [note.code for note in document.notes] == ["shape-text"]


def test_headers_and_comments_reach_no_cell(tmp_path: Path) -> None:
    note = f'<w:comments {NAMES}><w:comment w:id="0">{par("bỏ ông A")}</w:comment></w:comments>'
    body = table(row("1", cell(par('<w:commentRangeStart w:id="0"/>' + run("Ông A")))))
    path = save(tmp_path / "tệp thử.docx", body, {"comments": note})
    assert texts(list(read(Source(path, "docx")).blocks)) == ["1|Ông A"]
