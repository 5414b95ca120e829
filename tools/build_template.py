"""Make the template of the annual report that is shipped, in the form of Nghị định 30/2020/NĐ-CP.

Run from the project's root: ``python tools/build_template.py``. It writes
``pipeline/data/templates/annual-report.docx``; an officer edits a copy of that in Word.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Cm, Pt
from report_layout import (
    CENTRE,
    TEXT_WIDTH,
    add,
    add_columns,
    add_dots,
    add_rule,
    add_table,
    flatten,
    set_page,
    set_properties,
    set_styles,
    turn_page,
)
from report_wording import END, GUIDE, LEAD, LEADERSHIP, OPENING, REST, RESULTS, TEXT, Part

from pipeline.write.template import fix_zip, highlight_blanks
from pipeline.write.word import TEMPLATE_NAME

TARGET = Path(__file__).parents[1] / "pipeline" / "data" / "templates" / TEMPLATE_NAME

LETTERHEAD = (Cm(6.3), Cm(10.2))
MOTTO_WIDTH = Cm(6.05)  # of "Độc lập - Tự do - Hạnh phúc" in Times New Roman 14 bold


def build() -> bytes:
    """Return the template."""
    document = docx.Document()
    set_properties(document, "Báo cáo mô hình, điển hình tiên tiến năm {{ nam }}")
    set_styles(document)
    set_page(document.sections[0])
    for line in GUIDE:
        add(document, f"{{#p {line} #}}", "Chú thích", italic=True)
    _write_letterhead(document)
    _write_title(document)
    _write_addressees(document)
    for part in (*OPENING, *LEADERSHIP, *RESULTS, *REST):
        _write_part(document, part)
    _write_signature(document)
    _write_appendices(document)
    highlight_blanks(document)
    data = BytesIO()
    document.save(data)
    return fix_zip(data.getvalue())


def _write_part(document: Document, part: Part) -> None:
    kind, content = part
    if isinstance(content, tuple):
        add_table(document, kind, content)
    elif kind == LEAD:
        add(document, content, TEXT).paragraph_format.keep_with_next = True
    else:
        add(document, content, kind)


# --- the head of the paper -----------------------------------------------------------


def _write_letterhead(document: Document) -> None:
    # Number and day stand on one line, however many lines stand above either.
    left, right, under_left, under_right = add_columns(document, LETTERHEAD, rows=2)
    for text, bold in (
        ("{%p if co_quan_chu_quan %}", False),
        ("{{ co_quan_chu_quan }}", False),
        ("{%p endif %}", False),
        ("{{ co_quan_ban_hanh }}", True),
    ):
        add(left, text, "Normal", size=13, bold=bold, align=CENTRE)
    add_rule(left, LETTERHEAD[0], Cm(2.2))
    nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    add(right, nation, "Normal", size=13, bold=True, align=CENTRE)
    add(right, "Độc lập - Tự do - Hạnh phúc", "Normal", size=14, bold=True, align=CENTRE)
    add_rule(right, LETTERHEAD[1], MOTTO_WIDTH)
    number = add(under_left, "Số: ", "Normal", size=13, align=CENTRE)
    add_dots(number, 13)
    number.add_run("/{{ ky_hieu }}").font.size = Pt(13)
    day = add(under_right, "{{ noi_ban_hanh }}, ngày ", "Normal", size=13, italic=True)
    day.alignment = CENTRE
    for text in (" tháng ", " năm ", ""):
        add_dots(day, 13)
        run = day.add_run(text)
        run.font.size, run.font.italic = Pt(13), True
    for paragraph in (number, day):
        paragraph.paragraph_format.space_before = Pt(8)


def _write_title(document: Document) -> None:
    title = add(document, "BÁO CÁO", "Normal", bold=True, align=CENTRE)
    title.paragraph_format.space_before = Pt(18)
    about = (
        "Kết quả phát hiện, bồi dưỡng, nhân rộng mô hình, điển hình tiên tiến "
        "năm\u00a0{{ nam }} trên địa bàn {{ dia_ban }}"
    )
    add(document, about, "Normal", bold=True, align=CENTRE)
    add_rule(document, TEXT_WIDTH, Cm(5.5))


def _write_addressees(document: Document) -> None:
    """One addressee stands on the line, several on a line each, dashes under the colon."""
    add(document, "{%p if kinh_gui|length == 1 %}", "Normal")
    one = add(document, "Kính gửi: {{ kinh_gui[0] }}", "Normal", align=CENTRE)
    add(document, "{%p else %}", "Normal")
    many = add(document, "Kính gửi:", "Normal")
    add(document, "{%p for noi in kinh_gui %}", "Normal")
    each = add(document, "- {{ noi }}" + END, "Normal")
    add(document, "{%p endfor %}", "Normal")
    add(document, "{%p endif %}", "Normal")
    for paragraph in (one, many):
        paragraph.paragraph_format.space_before = Pt(18)
    many.paragraph_format.left_indent = Cm(3)
    each.paragraph_format.left_indent = Cm(5)
    each.paragraph_format.first_line_indent = Cm(-0.3)
    after = add(document, "", "Normal")
    after.paragraph_format.space_after = Pt(6)
    flatten(after)


# --- the foot of the paper, the appendices -------------------------------------------


def _write_signature(document: Document) -> None:
    left, right = add_columns(document, (Cm(8), Cm(8.5)))
    add(left, "Nơi nhận:", "Normal", size=12, bold=True, italic=True)
    for line in (
        "- Như trên;",
        "{%p for noi in noi_nhan %}",
        "- {{ noi }};",
        "{%p endfor %}",
        "- Lưu: {% if luu %}{{ luu }}{% else %}VT, […]{% endif %}.",
    ):
        add(left, line, "Normal", size=11)
    for line in ("{%p for dong in quyen_han %}", "{{ dong }}", "{%p endfor %}", "{{ chuc_vu }}"):
        add(right, line, "Normal", bold=True, align=CENTRE)
    name = add(right, "{{ nguoi_ky }}", "Normal", bold=True, align=CENTRE)
    name.paragraph_format.space_before = Pt(84)


def _write_appendices(document: Document) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    flatten(document.paragraphs[-1])
    turn_page(section)
    add(document, "{%p for p in phu_luc %}", "Normal")
    add(document, "Phụ lục {{ p.so }}", "Normal", bold=True, align=CENTRE)
    add(document, "{{ p.ten }}", "Normal", bold=True, align=CENTRE)
    source = add(document, "(Kèm theo Báo cáo số ", "Normal", italic=True, align=CENTRE)
    for text in ("/{{ ky_hieu }} ngày ", " tháng ", " năm ", " của {{ co_quan }})"):
        add_dots(source, 14)
        source.add_run(text).font.italic = True
    source.paragraph_format.space_after = Pt(6)
    add(document, "{{p p.bang }}", "Chú thích")
    add(document, "{%p for dong in p.ghi_chu %}", "Chú thích")
    note = add(document, "{{ dong }}", "Chú thích", italic=True)
    note.paragraph_format.space_before = Pt(6)
    add(document, "{%p endfor %}", "Chú thích")
    add(document, "{{p p.ngat_trang }}", "Normal")
    add(document, "{%p endfor %}", "Normal")


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(build())
