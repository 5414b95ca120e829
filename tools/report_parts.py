"""The parts that every paper has: letterhead, addressees, signature and distribution list."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Cm, Pt
from docx.table import _Cell
from report_layout import CENTRE, add, add_columns, add_dots, add_rule, flatten
from report_wording import END

LETTERHEAD = (Cm(6.3), Cm(10.2))
MOTTO_WIDTH = Cm(6.05)  # of "Độc lập - Tự do - Hạnh phúc" in Times New Roman 14 bold


def write_letterhead(document: Document, symbol: str = "{{ ky_hieu }}") -> _Cell:
    """Add the letterhead; return the cell of the number, which a công văn's subject stands in."""
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
    number.add_run(f"/{symbol}").font.size = Pt(13)
    day = add(under_right, "{{ noi_ban_hanh }}, ngày ", "Normal", size=13, italic=True)
    day.alignment = CENTRE
    for text in (" tháng ", " năm ", ""):
        add_dots(day, 13)
        run = day.add_run(text)
        run.font.size, run.font.italic = Pt(13), True
    for paragraph in (number, day):
        paragraph.paragraph_format.space_before = Pt(8)
    return under_left


def write_addressees(document: Document) -> None:
    """Add the addressees: one on the line, several on a line each, dashes under the colon."""
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


def write_signature(document: Document) -> None:
    """Add the distribution list and who signs."""
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
