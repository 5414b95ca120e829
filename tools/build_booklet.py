"""Make the Word template of the booklet that introduces models to the media.

Run from the project's root: ``python tools/build_booklet.py``. It writes
``pipeline/data/templates/booklet.docx``; an officer edits a copy of that in Word.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from report_layout import (
    CENTRE,
    LEFT,
    TEXT_WIDTH,
    add,
    add_columns,
    add_field,
    add_rule,
    flatten,
    set_page,
    set_properties,
    set_styles,
)

from pipeline.write.word.booklet import TEMPLATE_NAME
from pipeline.write.word.template import fix_zip, highlight_blanks

TARGET = Path(__file__).parents[1] / "pipeline" / "data" / "templates" / TEMPLATE_NAME
BLUE = RGBColor(0x1F, 0x38, 0x64)
LABELS = (Cm(5), Cm(11.5))
LOOK = (
    "[…còn {{ can_xem|length }} mục cần kiểm tra (tô vàng): {% for m in can_xem[:20] %}trang "
    "{{ m.so_trang }}{% if not loop.last %}, {% endif %}{% endfor %}{% if can_xem|length > 20 %}, "
    "…{% endif %}; đối chiếu với văn bản gốc, sửa ở bảng tính rồi lập lại; kiểm tra xong thì xóa "
    "dòng này…]"
)


def build() -> bytes:
    """Return the template."""
    document = docx.Document()
    set_properties(document, "Giới thiệu mô hình, điển hình tiên tiến năm {{ nam }}")
    set_styles(document)
    _set_booklet_styles(document)
    _set_section(document.sections[0])
    _write_cover(document)
    _write_contents(document)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    flatten(document.paragraphs[-1])
    _number_from_one(section)
    _write_models(document)
    highlight_blanks(document.element.body)
    data = BytesIO()
    document.save(data)
    return fix_zip(data.getvalue())


# --- page and type -------------------------------------------------------------------


def _set_booklet_styles(document: Document) -> None:
    field, model = document.styles["Heading 1"], document.styles["Heading 2"]
    field.font.size, model.font.size = Pt(14), Pt(20)
    for heading in (field, model):
        heading.font.color.rgb = BLUE
        heading.paragraph_format.first_line_indent = Cm(0)
        heading.paragraph_format.page_break_before = False
    model.paragraph_format.space_after = Pt(10)
    for level, indent in ((1, 0.0), (2, 0.6)):
        style = document.styles.add_style(f"toc {level}", 1)
        style.base_style = document.styles["Normal"]
        style.font.size, style.font.bold = Pt(13), level == 1
        layout = style.paragraph_format
        layout.left_indent = Cm(indent)
        layout.space_before = Pt(8 if level == 1 else 2)
        layout.keep_with_next = level == 1  # a field never stands alone at a page's foot
        layout.tab_stops.add_tab_stop(
            TEXT_WIDTH - Cm(0.1), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )


def _set_section(section: Section) -> None:
    """The page of the decree, the pages of cover and contents without numbers."""
    set_page(section)
    for paragraph in section.header.paragraphs:
        for run in list(paragraph.runs):
            paragraph._p.remove(run._r)


def _number_from_one(section: Section) -> None:
    section.header.is_linked_to_previous = False
    section.different_first_page_header_footer = False
    paragraph = section.header.paragraphs[0]
    paragraph.style, paragraph.alignment = "Normal", CENTRE
    add_field(paragraph, "PAGE")
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")


# --- cover and contents --------------------------------------------------------------


def _write_cover(document: Document) -> None:
    for text, bold in (
        ("{%p if co_quan_chu_quan %}", False),
        ("{{ co_quan_chu_quan }}", False),
        ("{%p endif %}", False),
        ("{{ co_quan_ban_hanh }}", True),
    ):
        add(document, text, "Normal", size=14, bold=bold, align=CENTRE)
    add_rule(document, TEXT_WIDTH, Cm(4))
    lead = add(document, "GIỚI THIỆU", "Normal", size=18, bold=True, align=CENTRE)
    lead.paragraph_format.space_before = Pt(190)
    for text, size in (
        ("MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN", 26),
        ("NĂM {{ nam }}", 26),
    ):
        title = add(document, text, "Normal", size=size, bold=True, align=CENTRE)
        title.paragraph_format.space_before = Pt(10)
        title.runs[0].font.color.rgb = BLUE
    about = add(
        document,
        "{{ so_mo_hinh }} mô hình, điển hình trên địa bàn {{ dia_ban }}",
        "Normal",
        size=16,
        align=CENTRE,
    )
    about.paragraph_format.space_before = Pt(18)
    add(document, "{%p if co_quan_thuong_truc %}", "Normal")
    office = add(
        document, "{{ co_quan_thuong_truc }} tổng hợp", "Normal", italic=True, align=CENTRE
    )
    office.paragraph_format.space_before = Pt(24)
    add(document, "{%p endif %}", "Normal")
    add(document, "{%p if can_xem %}", "Normal")
    look = add(document, LOOK, "Normal", align=LEFT)
    look.paragraph_format.space_before = Pt(60)
    add(document, "{%p endif %}", "Normal")


def _write_contents(document: Document) -> None:
    title = add(document, "MỤC LỤC", "Normal", size=16, bold=True, align=CENTRE)
    title.paragraph_format.page_break_before = True
    title.paragraph_format.space_after = Pt(10)
    start = add(document, "", "toc 1")
    for kind, text in (("begin", ""), ("", r' TOC \o "1-2" \h \z \u '), ("separate", "")):
        _add_mark(start, kind, text)
    flatten(start)
    add(document, "{%p for f in linh_vuc %}", "toc 1")
    _add_line(document, "toc 1", "{{ f.ma }}", "{{ f.ten }}", "{{ f.mo_hinh[0].so_trang }}")
    add(document, "{%p for m in f.mo_hinh %}", "toc 1")
    _add_line(document, "toc 2", "{{ m.ma }}", "{{ m.trong_muc_luc }}", "{{ m.so_trang }}")
    add(document, "{%p endfor %}", "toc 1")
    add(document, "{%p endfor %}", "toc 1")
    end = add(document, "", "Normal")
    _add_mark(end, "end")
    flatten(end)


def _add_mark(paragraph: Paragraph, kind: str, text: str = "") -> None:
    run = paragraph.add_run()
    mark = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        mark.set(qn("w:fldCharType"), kind)
    else:
        mark.text = text
        mark.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run._r.append(mark)


def _add_line(document: Document, style: str, anchor: str, text: str, page: str) -> None:
    """One line of the contents: the text, dots and the page, all leading to the bookmark."""
    paragraph = add(document, "", style)
    link = parse_xml(
        f'<w:hyperlink {nsdecls("w")} w:anchor="{anchor}" w:history="1">'
        f"<w:r><w:t>{text}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>{page}</w:t></w:r>"
        "</w:hyperlink>"
    )
    paragraph._p.append(link)


# --- the models ----------------------------------------------------------------------


def _write_models(document: Document) -> None:
    add(document, "{%p for f in linh_vuc %}", "Normal")
    add(document, "{%p for m in f.mo_hinh %}", "Normal")
    # Every model opens a page; the first of a field does so with the field's heading.
    add(document, "{%p if loop.first %}", "Normal")
    field = _add_heading(document, "Heading 1", "{{ f.ten|upper }}", "{{ f.ma }}", "{{ f.moc }}")
    _break_before(field, unless_page_one=True)
    _add_heading(document, "Heading 2", "{{ m.ten }}", "{{ m.ma }}", "{{ m.moc }}")
    add(document, "{%p else %}", "Normal")
    later = _add_heading(document, "Heading 2", "{{ m.ten }}", "{{ m.ma }}", "{{ m.moc }}")
    _break_before(later)
    add(document, "{%p endif %}", "Normal")
    _write_pairs(document, "m.thong_tin")
    add(document, "{%p if m.noi_dung %}", "Normal")
    _add_label(document, "Nội dung")
    _write_text(document, "{{ m.noi_dung }}")
    add(document, "{%p endif %}", "Normal")
    _add_label(document, "Hiệu quả")
    add(document, "{%p if m.hieu_qua %}", "Normal")
    _write_pairs(document, "m.hieu_qua")
    add(document, "{%p elif not m.nhan_xet %}", "Normal")
    add(document, "[…chưa có phiếu theo dõi, đánh giá của đơn vị…]")
    add(document, "{%p endif %}", "Normal")
    add(document, "{%p if m.nhan_xet %}", "Normal")
    _write_text(document, "{{ m.nhan_xet }}")
    add(document, "{%p endif %}", "Normal")
    source = add(document, "Nguồn: {{ m.nguon }}.", "Normal", size=12, italic=True)
    source.paragraph_format.space_before = Pt(18)
    add(document, "{%p endfor %}", "Normal")
    add(document, "{%p endfor %}", "Normal")


def _write_text(document: Document, text: str) -> None:
    """A paragraph in one of the two sizes of the decree."""
    add(document, "{%p if m.chu_nho %}", "Normal")
    small = add(document, text, size=13)
    add(document, "{%p else %}", "Normal")
    large = add(document, text)
    add(document, "{%p endif %}", "Normal")
    for paragraph in (small, large):
        paragraph.paragraph_format.space_before = Pt(6)


def _add_heading(
    document: Document, style: str, text: str, bookmark: str, number: str
) -> Paragraph:
    paragraph = add(document, text, style)
    for tag, name in (("bookmarkStart", bookmark), ("bookmarkEnd", "")):
        mark = OxmlElement(f"w:{tag}")
        mark.set(qn("w:id"), number)
        if name:
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)
    return paragraph


def _break_before(paragraph: Paragraph, *, unless_page_one: bool = False) -> None:
    """Open a page; the first page of the section is open already."""
    paragraph.paragraph_format.page_break_before = True
    if unless_page_one:
        mark = paragraph._p.pPr.find(qn("w:pageBreakBefore"))
        mark.set(qn("w:val"), "{{ 0 if m.trang == 1 else 1 }}")


def _add_label(document: Document, text: str) -> None:
    label = add(document, text, "Normal", bold=True, align=LEFT)
    label.paragraph_format.space_before = Pt(12)
    label.paragraph_format.space_after = Pt(4)
    label.paragraph_format.keep_with_next = True
    label.runs[0].font.color.rgb = BLUE


def _write_pairs(document: Document, loop: str) -> None:
    """A table without rules: what is told, and how."""
    rows = add_columns(document, LABELS, rows=3)
    start, _, label, value, end, _ = rows
    add(start, f"{{%tr for x in {loop} %}}", "Normal")
    add(label, "{{ x.ten }}", "Normal", size=13)
    add(value, "{{ x.gia_tri }}", "Normal", bold=True)
    add(end, "{%tr endfor %}", "Normal")
    document.tables[-1].alignment = WD_TABLE_ALIGNMENT.LEFT
    for cell in (label, value):
        cell.paragraphs[0].paragraph_format.space_after = Pt(4)


if __name__ == "__main__":
    TARGET.write_bytes(build())
