from __future__ import annotations

import shutil
import time
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model import Grid, Paragraph, Source
from pipeline.problems import NotRead
from pipeline.read.docx.reader import read
from tests.word_files import (
    NAMES,
    cell,
    par,
    read_body,
    row,
    run,
    save,
    show_row,
    span,
    styles,
    table,
    texts,
)

RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


def grid_of(folder: Path, body: str, parts: dict[str, str] | None = None) -> Grid:
    grids = [block for block in read_body(folder, body, parts) if isinstance(block, Grid)]
    assert len(grids) == 1
    return grids[0]


def show(grid: Grid) -> list[str]:
    return ["|".join(show_row(grid, index)) for index in range(len(grid.rows))]


# --- order ---------------------------------------------------------------------------


def test_paragraphs_and_tables_stand_in_body_order(tmp_path: Path) -> None:
    body = par("trước") + table(row("a", "b")) + par() + par("giữa") + table(row("c")) + par("sau")
    assert texts(read_body(tmp_path, body)) == ["trước", "a|b", "giữa", "c", "sau"]


def test_wrappers_are_looked_through(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inner_cell = control.format(cell("một"))
    inner_row = control.format(f"<w:tr>{inner_cell}{cell('hai')}</w:tr>")
    custom = f'<w:customXml w:element="x"><w:customXmlPr/>{par("trong xml")}</w:customXml>'
    words = f"<w:smartTag>{run('Hòa ')}</w:smartTag>" + control.format(run("Bình"))
    body = control.format(par("đầu") + table(inner_row, row("ba", "bốn"))) + custom + par(words)
    assert texts(read_body(tmp_path, body)) == [
        "đầu",
        "một|hai",
        "ba|bốn",
        "trong xml",
        "Hòa Bình",
    ]


def test_headers_and_footers_are_no_part_of_the_body(tmp_path: Path) -> None:
    header = f"<w:hdr {NAMES}>{par('đầu trang')}</w:hdr>"
    body = par("thân") + '<w:sectPr><w:headerReference w:type="default" r:id="r0"/></w:sectPr>'
    assert texts(read_body(tmp_path, body, {"header": header})) == ["thân"]


# --- words ---------------------------------------------------------------------------


def test_tabs_breaks_and_hyphens(tmp_path: Path) -> None:
    pieces = (
        "<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:cr/><w:t>V</w:t><w:noBreakHyphen/>"
        "<w:t>A</w:t><w:softHyphen/><w:t>C</w:t></w:r>"
    )
    assert texts(read_body(tmp_path, par(pieces))) == ["một\nhai\nV-AC"]


def test_page_break_is_no_text(tmp_path: Path) -> None:
    body = par('<w:r><w:br w:type="page"/></w:r>') + par(
        '<w:r><w:br w:type="page"/><w:t>x</w:t></w:r>'
    )
    assert texts(read_body(tmp_path, body)) == ["x"]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    words = (
        run("Hộ ông ")
        + f"<w:del>{run(inside='<w:delText>A</w:delText>')}</w:del>"
        + f"<w:ins>{run('Bùi Văn B')}</w:ins>"
        + f"<w:moveFrom>{run(' đi')}</w:moveFrom><w:moveTo>{run(' đến')}</w:moveTo>"
    )
    assert texts(read_body(tmp_path, par(words))) == ["Hộ ông Bùi Văn B đến"]


def test_deleted_rows_are_left_out_and_inserted_ones_kept(tmp_path: Path) -> None:
    body = table(row("1"), row("2", look="<w:del/>"), row("3", look="<w:ins/>"))
    assert texts(read_body(tmp_path, body)) == ["1", "3"]
    assert texts(read_body(tmp_path, table(row("2", look="<w:del/>")) + par("hết"))) == ["hết"]


def test_a_deleted_paragraph_mark_joins_two_lines(tmp_path: Path) -> None:
    body = par("Trồng ", look="<w:rPr><w:del/></w:rPr>") + par("rừng")
    assert texts(read_body(tmp_path, body)) == ["Trồng rừng"]


def test_hidden_text_is_left_out(tmp_path: Path) -> None:
    hidden_style = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    words = (
        run("thấy")
        + run("ẩn", "<w:vanish/>")
        + run("ẩn", '<w:rStyle w:val="H"/>')
        + run(" rõ", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')
    )
    assert texts(read_body(tmp_path, par(words), styles(hidden_style))) == ["thấy rõ"]


def test_a_hidden_row_is_not_printed(tmp_path: Path) -> None:
    hidden = cell(par(run("2", "<w:vanish/>"), look="<w:rPr><w:vanish/></w:rPr>"))
    body = table(row("1"), row(hidden, look="<w:hidden/>"), row("3"))
    assert texts(read_body(tmp_path, body)) == ["1", "3"]


def test_fields_give_their_result(tmp_path: Path) -> None:
    mark = '<w:fldChar w:fldCharType="{}"/>'
    words = (
        run("trang ")
        + run(inside=mark.format("begin") + "<w:instrText>IF </w:instrText>")
        + run(inside=mark.format("begin") + "<w:instrText>PAGE</w:instrText>")
        + run(inside=mark.format("separate"))
        + run("9")
        + run(inside=mark.format("end") + mark.format("separate"))
        + run("3")
        + run(inside=mark.format("end"))
        + f'<w:fldSimple w:instr="NUMPAGES">{run("/7")}</w:fldSimple>'
        + f'<w:hyperlink w:anchor="x">{run(" xem")}</w:hyperlink>'
    )
    assert texts(read_body(tmp_path, par(words) + par("sau"))) == ["trang 3/7 xem", "sau"]


def test_an_unclosed_field_swallows_one_paragraph_at_most(tmp_path: Path) -> None:
    broken = par(run("a", inside='<w:fldChar w:fldCharType="begin"/>'))
    assert texts(read_body(tmp_path, broken + par("b"))) == ["a", "b"]


def test_note_and_comment_marks_are_left_out(tmp_path: Path) -> None:
    words = (
        '<w:commentRangeStart w:id="0"/>'
        + run("Mô hình", inside='<w:footnoteReference w:id="1"/>')
        + '<w:commentRangeEnd w:id="0"/>'
        + run(inside='<w:commentReference w:id="0"/><w:endnoteReference w:id="1"/>')
    )
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="1">{par("chú")}</w:footnote></w:footnotes>'
    assert texts(read_body(tmp_path, par(words), {"footnotes": notes})) == ["Mô hình"]


def test_symbols_and_ticks(tmp_path: Path) -> None:
    tick = run(inside='<w:sym w:font="Wingdings" w:char="F0FC"/>')
    typed = run("\uf0fc", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
    letter = run("ü", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
    legacy_box = run(
        inside='<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/>'
        '</w:checkBox></w:ffData></w:fldChar><w:fldChar w:fldCharType="end"/>'
    )
    body = table(row(*(cell(par(words)) for words in (tick, typed, letter, legacy_box))))
    assert texts(read_body(tmp_path, body)) == ["✓|✓|✓|☒"]


def test_an_unknown_symbol_is_not_lost_in_silence(tmp_path: Path) -> None:
    (block,) = read_body(tmp_path, par(run(inside='<w:sym w:font="Wingdings" w:char="F024"/>')))
    assert isinstance(block, Paragraph)
    assert block.text


def test_words_of_other_fonts_named_as_symbol_font_stay(tmp_path: Path) -> None:
    words = run("Hội Nông dân xã", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
    assert texts(read_body(tmp_path, par(words))) == ["Hội Nông dân xã"]


def test_formula_letters_are_kept(tmp_path: Path) -> None:
    formula = "<m:oMath><m:r><m:t>10 m²</m:t></m:r></m:oMath>"
    assert texts(read_body(tmp_path, par(run("diện tích ") + formula))) == ["diện tích 10 m²"]


def test_a_drop_cap_belongs_to_its_word(tmp_path: Path) -> None:
    body = par("T", '<w:framePr w:dropCap="drop" w:lines="2"/>') + par("hực hiện Kế hoạch")
    assert texts(read_body(tmp_path, body)) == ["Thực hiện Kế hoạch"]


def test_a_cell_that_is_a_picture_is_doubted(tmp_path: Path) -> None:
    picture = '<w:r><w:drawing><wp:inline><a:blip r:embed="r9"/></wp:inline></w:drawing></w:r>'
    grid = grid_of(tmp_path, table(row("1", cell(par(picture)), cell(par(run("A") + picture)))))
    assert [bool(slot and slot.doubts) for slot in grid.rows[0].cells] == [False, True, False]


def test_text_is_in_one_unicode_form(tmp_path: Path) -> None:
    assert texts(read_body(tmp_path, par("Ho\u0300a Bi\u0300nh"))) == ["Hòa Bình"]


def test_legacy_letters_are_decoded_and_their_soft_hyphen_kept(tmp_path: Path) -> None:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    word = run("Tr", font) + run(font and "", font, "<w:softHyphen/>") + run("êng MÇm non", font)
    assert texts(read_body(tmp_path, par(word))) == ["Trường Mầm non"]
    assert texts(read_body(tmp_path, par(run("tr\xadêng häc", font)))) == ["trường học"]


def test_legacy_font_is_found_through_styles(tmp_path: Path) -> None:
    sheet = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr>'
        '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="Goc"><w:rPr>'
        '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Goc"/></w:style>'
    )
    body = par("kÕ ho¹ch", '<w:pStyle w:val="Con"/>')
    assert texts(read_body(tmp_path, body, styles(sheet))) == ["KẾ HOẠCH"]


def test_unicode_named_as_legacy_font_stays(tmp_path: Path) -> None:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    assert texts(read_body(tmp_path, par(run("xã Yên Mông", font)))) == ["xã Yên Mông"]


# --- looks ---------------------------------------------------------------------------


def test_centred_and_bold_by_hand_or_by_style(tmp_path: Path) -> None:
    sheet = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Thuong"><w:rPr><w:b/></w:rPr>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="Tua"><w:basedOn w:val="Thuong"/><w:pPr>'
        '<w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style>'
    )
    body = (
        par("thường")
        + par(run("a", '<w:b w:val="0"/>'), '<w:pStyle w:val="Tua"/>')
        + par("b", '<w:pStyle w:val="Tua"/><w:jc w:val="left"/>')
        + par(run("c", "<w:b/>") + run("d"), '<w:pStyle w:val="Vong"/><w:jc w:val="center"/>')
    )
    blocks = read_body(tmp_path, body, styles(sheet))
    looks = [(b.centred, b.bold) for b in blocks if isinstance(b, Paragraph)]
    assert looks == [(False, True), (True, False), (False, True), (True, False)]


# --- text boxes ----------------------------------------------------------------------


def text_box(content: str, place: str = "anchor") -> str:
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp>"
    drawing = f"<w:drawing><wp:{place}><a:graphic>{shape}</a:graphic></wp:{place}></w:drawing>"
    style = "position:absolute;width:9pt" if place == "anchor" else "width:9pt"
    vml = (
        f'<w:pict><v:shape style="{style}"><v:textbox><w:txbxContent>{content}</w:txbxContent>'
        "</v:textbox></v:shape></w:pict>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_a_block_beside_its_paragraph_and_read_once(tmp_path: Path) -> None:
    body = par(text_box(par("HỎA TỐC")) + run("trên")) + par(run("dưới") + text_box(par("MẬT")))
    assert texts(read_body(tmp_path, body)) == ["HỎA TỐC", "trên", "dưới", "MẬT"]


def test_old_text_box_without_branches(tmp_path: Path) -> None:
    box = f"<v:textbox><w:txbxContent>{par('khung')}</w:txbxContent></v:textbox>"
    old = f"<w:r><w:pict>{box}</w:pict></w:r>"
    assert texts(read_body(tmp_path, par(old))) == ["khung"]


def test_an_empty_first_branch_gives_way(tmp_path: Path) -> None:
    words = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice><mc:Fallback>'
        f"<w:pict><v:textbox><w:txbxContent>{par('cũ')}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read_body(tmp_path, par(words))) == ["cũ"]


def test_a_table_in_a_text_box_is_a_grid(tmp_path: Path) -> None:
    blocks = read_body(tmp_path, par(text_box(table(row("STT", "Tên"), row("1", "A")))))
    assert texts(blocks) == ["STT|Tên", "1|A"]


def test_a_floating_box_is_not_in_the_cell_it_hangs_on(tmp_path: Path) -> None:
    hung = cell(par(run("Ông A") + text_box(par("ĐÃ KÝ"))))
    assert texts(read_body(tmp_path, table(row("1", hung)) + par("x"))) == ["1|Ông A", "ĐÃ KÝ", "x"]


def test_an_inline_box_is_in_its_cell(tmp_path: Path) -> None:
    boxed = cell(par(text_box(par("Ông A"), "inline")))
    assert texts(read_body(tmp_path, table(row("1", boxed)))) == ["1|Ông A"]


# --- merged cells --------------------------------------------------------------------


def test_merged_cells_stand_once(tmp_path: Path) -> None:
    body = table(
        row(cell("TT", RESTART), cell("Tên", RESTART), cell("Loại", span(2))),
        row(cell("", CONTINUE), cell("", CONTINUE), "Tập thể", "Cá nhân"),
        row(cell("I. KHỐI XÃ", span(4))),
        row("1", "A", "x", ""),
    )
    assert show(grid_of(tmp_path, body)) == [
        "TTv2|Tênv2|Loại>2|.",
        ".|.|Tập thể|Cá nhân",
        "I. KHỐI XÃ>4|.|.|.",
        "1|A|x|",
    ]


def test_a_merge_that_never_says_where_it_starts(tmp_path: Path) -> None:
    body = table(
        row("TT", "Lĩnh vực"), *(row(str(i), cell(t, CONTINUE)) for i, t in enumerate("ab"))
    )
    assert show(
        grid_of(tmp_path, table(row("1", cell("Y tế", CONTINUE)), row("2", cell("", CONTINUE))))
    ) == [
        "1|Y tếv2",
        "2|.",
    ]
    assert show(grid_of(tmp_path, body))[0] == "TT|Lĩnh vực"


def test_two_merges_one_under_the_other(tmp_path: Path) -> None:
    body = table(
        row("1", cell("A", RESTART)),
        row("2", cell("", CONTINUE)),
        row("3", cell("B", RESTART)),
        row("4", cell("", CONTINUE)),
        row("5", "C"),
    )
    assert show(grid_of(tmp_path, body)) == ["1|Av2", "2|.", "3|Bv2", "4|.", "5|C"]


def test_old_horizontal_merge(tmp_path: Path) -> None:
    body = table(
        row(cell("Cộng", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "3"),
        row("1", "A", "x"),
    )
    assert show(grid_of(tmp_path, body)) == ["Cộng>2|.|3", "1|A|x"]


def test_columns_left_free_before_and_after(tmp_path: Path) -> None:
    body = table(
        row("1", "A", "x"),
        row("B", look='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    )
    assert show(grid_of(tmp_path, body)) == ["1|A|x", "|B|"]


def test_a_short_row_is_filled_up(tmp_path: Path) -> None:
    assert show(grid_of(tmp_path, table(row("1", "A", "x"), row("2", "B")))) == ["1|A|x", "2|B|"]


def test_widths_place_cells_that_say_no_span(tmp_path: Path) -> None:
    def wide(text: str, width: int) -> str:
        return cell(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')

    body = table(
        row(wide("1", 700), wide("A", 3000), wide("x", 3000)),
        row(wide("II. KHỐI", 6690)),
        row(wide("Cộng", 3720), wide("2", 2990)),
    )
    assert show(grid_of(tmp_path, body)) == ["1|A|x", "II. KHỐI>3|.|.", "Cộng>2|.|2"]


def test_slivers_of_columns_are_no_columns(tmp_path: Path) -> None:
    body = table(
        row("TT", cell("Tên", span(2)), "Nội dung"),
        row("1", "A", cell("x", span(2))),
        widths=(700, 3000, 40, 4000),
    )
    assert show(grid_of(tmp_path, body)) == ["TT|Tên|Nội dung", "1|A|x"]


@pytest.mark.parametrize("absurd", [5, 63, 10**9, 10**30])
def test_absurd_spans_do_no_harm(tmp_path: Path, absurd: int) -> None:
    body = table(row("1", "A", "x"), row(cell("I. XÃ", span(absurd))), row("2", "B", "y"))
    assert show(grid_of(tmp_path, body)) == ["1|A|x", "I. XÃ>3|.|.", "2|B|y"]


def test_span_that_is_no_number(tmp_path: Path) -> None:
    body = table(row(cell("a", '<w:gridSpan w:val="x"/>'), cell("b", '<w:gridSpan w:val="-4"/>')))
    assert show(grid_of(tmp_path, body)) == ["a|b"]


def test_heading_rows_are_those_that_word_repeats(tmp_path: Path) -> None:
    head = "<w:tblHeader/>"
    body = table(row("TT", look=head), row("(1)", look=head), row("1"), row("TT", look=head))
    assert grid_of(tmp_path, body).header_rows == 2
    assert grid_of(tmp_path, table(row("1", look='<w:tblHeader w:val="0"/>'))).header_rows == 0


def test_paragraphs_of_a_cell_are_its_lines(tmp_path: Path) -> None:
    body = table(row(cell(par("- Mô hình A") + par() + par("- Mô hình B"))))
    assert texts(read_body(tmp_path, body)) == ["- Mô hình A\n- Mô hình B"]


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """A grid cut into rectangles: height, width, (row, column, rows, columns)."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    free = {(r, c) for r in range(height) for c in range(width)}
    tiles = []
    for r, c in sorted(free):
        if (r, c) not in free:
            continue
        tall, wide = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        while not all((r + i, c + j) in free for i in range(tall) for j in range(wide)):
            tall, wide = (tall - 1, wide) if tall > 1 else (tall, wide - 1)
        free -= {(r + i, c + j) for i in range(tall) for j in range(wide)}
        tiles.append((r, c, tall, wide))
    return height, width, tiles


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(tilings())
def test_any_merging_is_read_as_drawn(
    tmp_path: Path, tiling: tuple[int, int, list[tuple[int, int, int, int]]]
) -> None:
    height, width, tiles = tiling
    drawn: list[list[tuple[int, str]]] = [[] for _ in range(height)]
    for r, c, tall, wide in tiles:
        for i in range(tall):
            merge = "" if tall == 1 else (CONTINUE if i else RESTART)
            drawn[r + i].append((c, cell("" if i else f"ô {r} {c}", span(wide) + merge)))
    rows = [row(*(text for _, text in sorted(cells))) for cells in drawn]
    grid = grid_of(tmp_path, table(*rows, widths=(1000,) * width))
    read_tiles = sorted(
        (slot.text, slot.row_span) for line in grid.rows for slot in line.cells if slot is not None
    )
    assert read_tiles == sorted((f"ô {r} {c}", tall) for r, c, tall, _ in tiles)
    covered = sum(s.row_span * s.col_span for line in grid.rows for s in line.cells if s)
    assert covered == height * grid.width


# --- nested tables -------------------------------------------------------------------


def test_a_nested_heading_is_part_of_the_grid(tmp_path: Path) -> None:
    nested = table(row(cell("Loại", span(2))), row("Tập thể", "Cá nhân")) + par()
    head = "<w:tblHeader/>"
    body = table(
        row("TT", cell(nested, span(2)), "Ghi chú", look=head),
        row("1", "x", "", "a"),
        widths=(700, 1500, 1500, 2000),
    )
    grid = grid_of(tmp_path, body)
    assert show(grid) == ["TTv2|Loại>2|.|Ghi chúv2", ".|Tập thể|Cá nhân|.", "1|x||a"]
    assert grid.header_rows == 2


def test_a_heading_line_over_a_nested_heading(tmp_path: Path) -> None:
    nested = par("Năm sinh") + table(row("Nam", "Nữ")) + par()
    body = table(row("TT", cell(nested, span(2))), row("1", "1980", ""))
    assert show(grid_of(tmp_path, body)) == ["TTv2|Năm sinh>2|.", ".|Nam|Nữ", "1|1980|"]


def test_a_nested_table_in_a_data_cell_is_text_in_reading_order(tmp_path: Path) -> None:
    nested = par("Gồm:") + table(row("a", "1"), row("b", "2")) + par("hết")
    assert texts(read_body(tmp_path, table(row("1", cell(nested))))) == ["1|Gồm:\na 1\nb 2\nhết"]


def test_an_outer_table_that_only_wraps_gives_way(tmp_path: Path) -> None:
    inner = table(row("STT", "Tên"), row("1", "A"))
    assert texts(read_body(tmp_path, table(row(cell(inner + par()))))) == ["STT|Tên", "1|A"]
    titled = table(row(cell("DANH SÁCH")), row(cell(inner + par())))
    blocks = read_body(tmp_path, titled)
    assert isinstance(blocks[0], Paragraph)
    assert texts(blocks) == ["DANH SÁCH", "STT|Tên", "1|A"]


def test_a_list_wrapped_into_one_row_of_a_layout_table(tmp_path: Path) -> None:
    inner = table(row("STT", "Tên", "Xã"), row("1", "A", "X"))
    body = table(row("UBND", "CỘNG HÒA"), row(cell(inner + par(), span(2))), row("NƠI NHẬN", "KÝ"))
    assert [len(b.rows) for b in read_body(tmp_path, body) if isinstance(b, Grid)] == [1, 2, 1]


def test_a_whole_heading_nested_in_the_first_row(tmp_path: Path) -> None:
    inner = table(row("STT", "Tên", "Xã"))
    body = table(row(cell(inner + par(), span(3))), row("1", "A", "X"), widths=(500, 900, 900))
    assert show(grid_of(tmp_path, body)) == ["STT|Tên|Xã", "1|A|X"]


def test_deep_nesting_does_not_crash(tmp_path: Path) -> None:
    inner = table(row("sâu", "đáy"))
    for _ in range(70):
        inner = table(row(cell(inner + par())))
    assert texts(read_body(tmp_path, inner)) == ["sâu|đáy"]


# --- pages ---------------------------------------------------------------------------


def test_pages_are_those_of_words_own_record(tmp_path: Path) -> None:
    turn = "<w:lastRenderedPageBreak/>"
    split = cell(par(run("đầu") + f"<w:r>{turn}<w:t>cuối</w:t></w:r>"))
    body = (
        par("một")
        + table(
            row("1", "A"),
            row("2", split),
            row(cell(), cell(par(f"<w:r>{turn}<w:t>B</w:t></w:r>"))),
        )
        + par("ba")
    )
    document = read(Source(save(tmp_path / "a.docx", body), "docx"))
    first, grid, last = document.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(grid, Grid)
    assert isinstance(last, Paragraph)
    assert (first.page, [r.page for r in grid.rows], last.page) == (1, [1, 1, 3], 3)
    assert document.pages == 3


def test_without_that_record_no_page_is_claimed(tmp_path: Path) -> None:
    body = par('<w:r><w:br w:type="page"/><w:t>x</w:t></w:r>') + table(row("a"))
    document = read(Source(save(tmp_path / "a.docx", body), "docx"))
    first, grid = document.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(grid, Grid)
    assert (first.page, grid.rows[0].page, document.pages) == (None, None, None)


# --- files of python-docx ---------------------------------------------------------------


def test_a_file_of_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("KẾ HOẠCH")
    for text in ("một", "hai"):
        document.add_paragraph(text, style="List Number")
    drawn = document.add_table(rows=3, cols=3)
    for index, slot in enumerate(drawn._cells):
        slot.text = str(index)
    drawn.cell(0, 1).merge(drawn.cell(1, 2))
    drawn.cell(2, 0).merge(drawn.cell(2, 2)).text = "cộng"
    document.sections[0].header.paragraphs[0].text = "đầu trang"
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert texts(list(read(Source(path, "docx")).blocks)) == [
        "KẾ HOẠCH",
        "1. một",
        "2. hai",
        "0|1\n2\n4\n5v2",
        "3|.",
        "cộng>2|.",
    ]


# --- odd and broken files ------------------------------------------------------------


def test_macros_templates_and_the_strict_dialect_are_read(tmp_path: Path) -> None:
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    path = save(tmp_path / "a.docm", par("có macro"), main_type=macro)
    assert texts(list(read(Source(path, "docx")).blocks)) == ["có macro"]
    strict = tmp_path / "strict.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            data = data.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            new.writestr(name, data)
    assert texts(list(read(Source(strict, "docx")).blocks)) == ["có macro"]


def test_a_relation_into_nothing_does_not_stop_the_reading(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", par("đủ"), {"numbering": "x"})
    bare = tmp_path / "b.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            if name != "word/numbering.xml":
                new.writestr(name, old.read(name))
    document = read(Source(bare, "docx"))
    assert (texts(list(document.blocks)), document.notes) == (["đủ"], ())


def test_a_broken_numbering_part_is_said(tmp_path: Path) -> None:
    document = read(Source(save(tmp_path / "a.docx", par("x"), {"numbering": "<w:num"}), "docx"))
    assert [note.code for note in document.notes] == ["part-broken"]
    assert document.notes[0].doubt


def test_embedded_sheets_and_pictures_are_said(tmp_path: Path) -> None:
    sheet = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    picture = '<w:r><w:drawing><wp:inline><a:blip r:embed="r9"/></wp:inline></w:drawing></w:r>'

    def codes(body: str) -> list[str]:
        return [n.code for n in read(Source(save(tmp_path / "a.docx", body), "docx")).notes]

    assert codes(par(sheet) + table(row("a"))) == ["embedded-unread"]
    assert codes(par(picture)) == ["pictures-unread"]
    assert codes(par(picture) + table(row("a"))) == []
    large = picture.replace("<a:blip", '<wp:extent cx="5400000" cy="7000000"/><a:blip')
    assert codes(par(large) + table(row("a"))) == ["pictures-unread"]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"khong phai word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)],
)
def test_what_is_no_package_is_refused_in_vietnamese(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hỏng.docx"
    path.write_bytes(content)
    with pytest.raises(NotRead) as problem:
        read(Source(path, "docx"))
    assert "Word" in problem.value.what
    assert problem.value.remedy


def test_truncated_and_empty_documents_are_refused(tmp_path: Path) -> None:
    whole = save(tmp_path / "a.docx", par("x" * 50))
    cut = tmp_path / "cut.docx"
    cut.write_bytes(whole.read_bytes()[:-40])
    broken = save(tmp_path / "b.docx", "<w:p>")
    nothing = tmp_path / "c.docx"
    with zipfile.ZipFile(nothing, "w") as package:
        package.writestr("word/document.xml", f"<w:document {NAMES}/>")
    for path in (cut, broken, nothing, tmp_path / "không có.docx"):
        with pytest.raises(NotRead):
            read(Source(path, "docx"))


def test_an_entity_bomb_stays_small(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", par("x"))
    bomb = tmp_path / "bomb.docx"
    entities = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8)
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "word/document.xml":
                data = entities + "]>" + data.replace(">x<", ">&i;<")
            new.writestr(name, data)
    try:
        shown = texts(list(read(Source(bomb, "docx")).blocks))
    except NotRead:
        return
    assert sum(map(len, shown)) < 100


def test_a_table_of_thousands_of_rows_is_read_in_seconds(tmp_path: Path) -> None:
    rows = [
        row(str(i), f"Hộ ông Nguyễn Văn {i}", "xã Yên Mông", "Trồng rừng", "") for i in range(5000)
    ]
    path = save(tmp_path / "dài.docx", table(*rows))
    start = time.process_time()
    (grid,) = read(Source(path, "docx")).blocks
    assert isinstance(grid, Grid)
    assert len(grid.rows) == 5000
    assert time.process_time() - start < 20


def test_the_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = save(tmp_path / "a.docx", par("x"))
    kept = shutil.copy(path, tmp_path / "b.docx")
    read(Source(path, "docx"))
    assert path.read_bytes() == Path(kept).read_bytes()


def test_tcvn3_that_lost_its_soft_hyphens_is_doubted(tmp_path: Path) -> None:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    lost = par(run("Tr\xeang MÇm non ph\xeang L\xa9m", font))
    sound = par(run("Tr\xad\xeang MÇm non", font))
    document = read(Source(save(tmp_path / "a.docx", lost + table(row(cell(lost)))), "docx"))
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert grid.rows[0].cells[0]
    assert grid.rows[0].cells[0].doubts
    assert [note.code for note in document.notes] == ["text-uncertain"]
    document = read(Source(save(tmp_path / "b.docx", sound + table(row(cell(sound)))), "docx"))
    assert (texts(list(document.blocks)), document.notes) == (["Trường Mầm non"] * 2, ())
