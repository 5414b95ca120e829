"""Make the template of the annual report that is shipped, in the form of Nghị định 30/2020/NĐ-CP.

Run from the project's root: ``python tools/build_template.py``. It writes
``pipeline/data/templates/annual-report.docx``, of which an officer edits a copy in Word, and
``appendices.docx``, for those appendices that are a paper of their own.
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
    add_dots,
    add_rule,
    add_table,
    flatten,
    set_page,
    set_properties,
    set_styles,
    turn_page,
)
from report_parts import write_addressees, write_letterhead, write_signature
from report_wording import AFTER, GUIDE, LEAD, LEADERSHIP, OPENING, REST, RESULTS, TEXT, Part

from pipeline.write.word.report import APPENDICES_NAME, TEMPLATE_NAME
from pipeline.write.word.template import fix_zip, highlight_blanks

TEMPLATES = Path(__file__).parents[1] / "pipeline" / "data" / "templates"


def build() -> bytes:
    """Return the template."""
    document = docx.Document()
    set_properties(document, "Báo cáo mô hình, điển hình tiên tiến năm {{ nam }}")
    set_styles(document)
    set_page(document.sections[0])
    for line in GUIDE:
        add(document, f"{{#p {line} #}}", "Chú thích", italic=True)
    write_letterhead(document)
    _write_title(document)
    write_addressees(document)
    for part in (*OPENING, *LEADERSHIP, *RESULTS, *REST):
        _write_part(document, part)
    write_signature(document)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    flatten(document.paragraphs[-1])
    turn_page(section)
    _write_appendices(document)
    return _save(document)


def build_appendices() -> bytes:
    """Return the template of appendices without their report."""
    document = docx.Document()
    set_properties(document, "Phụ lục chi tiết, năm {{ nam }}")
    set_styles(document)
    set_page(document.sections[0])
    turn_page(document.sections[0])
    _write_appendices(document)
    return _save(document)


def _save(document: Document) -> bytes:
    highlight_blanks(document.element.body)
    data = BytesIO()
    document.save(data)
    return fix_zip(data.getvalue())


def _write_part(document: Document, part: Part) -> None:
    kind, content = part
    if isinstance(content, tuple):
        add_table(document, kind, content)
    elif kind == LEAD:
        add(document, content, TEXT).paragraph_format.keep_with_next = True
    elif kind == AFTER:
        add(document, content, TEXT).paragraph_format.space_before = Pt(10)
    else:
        add(document, content, kind)


def _write_title(document: Document) -> None:
    title = add(document, "BÁO CÁO", "Normal", bold=True, align=CENTRE)
    title.paragraph_format.space_before = Pt(18)
    about = (
        "Kết quả phát hiện, bồi dưỡng, nhân rộng mô hình, điển hình tiên tiến "
        "năm\u00a0{{ nam }} trên địa bàn {{ dia_ban }}"
    )
    add(document, about, "Normal", bold=True, align=CENTRE)
    add_rule(document, TEXT_WIDTH, Cm(5.5))


# --- the appendices ------------------------------------------------------------------


def _write_appendices(document: Document) -> None:
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
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    (TEMPLATES / TEMPLATE_NAME).write_bytes(build())
    (TEMPLATES / APPENDICES_NAME).write_bytes(build_appendices())
