"""Make the Word template of the reminder, a công văn in the form of Nghị định 30/2020/NĐ-CP.

Run from the project's root: ``python tools/build_reminder.py``. It writes
``pipeline/data/templates/reminder.docx``; an officer edits a copy of that in Word.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Pt
from report_layout import (
    CENTRE,
    Column,
    add,
    add_dots,
    add_table,
    set_page,
    set_properties,
    set_styles,
)
from report_parts import write_addressees, write_letterhead, write_signature

from pipeline.forms.letter import TEMPLATE_NAME
from pipeline.write.word.template import fix_zip, highlight_blanks

TARGET = Path(__file__).parents[1] / "pipeline" / "data" / "templates" / TEMPLATE_NAME

SUBJECT = "V/v đôn đốc gửi phiếu theo dõi, đánh giá mô hình, điển hình tiên tiến năm\u00a0{{ nam }}"
PLAN = "{{ k.loai }} số {{ k.so }} ngày {{ k.ngay }} của {{ k.co_quan }} về {{ k.ten }}"
TEXT = (
    "{% if ke_hoach and ke_hoach|length <= 3 %}Thực hiện {% for k in ke_hoach %}" + PLAN + "{% if "
    "not loop.last %}; {% endif %}{% endfor %}, {% endif %}{{ co_quan }} đã gửi Phiếu theo dõi, "
    "đánh giá mô hình, điển hình tiên tiến năm {{ nam }} đến các cơ quan, đơn vị, địa phương"
    "{% if han %}, thời hạn gửi về chậm nhất ngày {{ han }}{% endif %}.",
    "Đến ngày {{ den_ngay_lap }}, đã nhận được phiếu của {{ da_gui }}/{{ tong_don_vi }} đơn vị; "
    "còn {{ don_vi|length }} đơn vị chưa gửi{% if kem_danh_sach %} (có danh sách kèm theo)."
    "{% else %}:{% endif %}",
)
REQUEST = (
    "Để kịp thời tổng hợp, báo cáo theo quy định, {{ co_quan }} đề nghị các cơ quan, đơn vị, địa "
    "phương nêu trên khẩn trương hoàn thành và gửi phiếu về "
    "{% if co_quan_thuong_truc %}{{ co_quan_thuong_truc }}{% else %}[…nơi nhận phiếu…]{% endif %} "
    "trước ngày […].",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh kịp thời về "
    "{% if co_quan_thuong_truc %}{{ co_quan_thuong_truc }}{% else %}[…nơi nhận phiếu…]{% endif %} "
    "để được hướng dẫn./.",
)


COLUMNS: tuple[Column, ...] = (
    ("STT", "{{ loop.index }}", "", 1.2),
    ("Đơn vị", "{{ x.ten }}", "Tổng cộng", 9.3),
    ("Số mô hình", "{{ x.so_mo_hinh }}", "{{ so_mo_hinh }}", 3.0),
    ("Số ngày chậm", "{{ x.cham }}", "", 3.0),
)


def build() -> bytes:
    """Return the template."""
    document = docx.Document()
    set_properties(document, "Đôn đốc gửi phiếu theo dõi, đánh giá năm {{ nam }}")
    set_styles(document)
    set_page(document.sections[0])
    number = write_letterhead(document, "{% if ky_hieu %}{{ ky_hieu }}{% else %}[…]{% endif %}")
    subject = add(number, SUBJECT, "Normal", size=12, align=CENTRE)
    subject.paragraph_format.space_before = Pt(6)
    write_addressees(document)
    for text in TEXT:
        add(document, text)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    add(document, "{%p if not kem_danh_sach %}")
    add_table(document, "x in don_vi", COLUMNS)
    add(document, "{%p endif %}")
    first, second = REQUEST
    add(document, first).paragraph_format.space_before = Pt(8)
    add(document, second)
    write_signature(document)
    _write_list(document)
    highlight_blanks(document.element.body)
    data = BytesIO()
    document.save(data)
    return fix_zip(data.getvalue())


def _write_list(document: Document) -> None:
    """The units on a page of their own, where they are many."""
    add(document, "{%p if kem_danh_sach %}", "Normal")
    title = add(document, "DANH SÁCH ĐƠN VỊ CHƯA GỬI PHIẾU", "Normal", bold=True, align=CENTRE)
    title.paragraph_format.page_break_before = True
    source = add(document, "(Kèm theo Công văn số ", "Normal", italic=True, align=CENTRE)
    for text in ("/{{ ky_hieu or '[…]' }} ngày ", " tháng ", " năm ", " của {{ co_quan }})"):
        add_dots(source, 14)
        source.add_run(text).font.italic = True
    source.paragraph_format.space_after = Pt(6)
    add_table(document, "x in don_vi", COLUMNS)
    add(document, "{%p endif %}", "Normal")


if __name__ == "__main__":
    TARGET.write_bytes(build())
