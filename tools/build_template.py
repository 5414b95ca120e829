"""Make the template of the annual report that is shipped, in the form of Nghị định 30/2020/NĐ-CP.

Run from the project's root: ``python tools/build_template.py``. It writes
``pipeline/data/templates/annual-report.docx``; an officer edits a copy of that in Word.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pipeline.write.word import TEMPLATE_NAME, fix_zip, highlight_blanks

TARGET = Path(__file__).parents[1] / "pipeline" / "data" / "templates" / TEMPLATE_NAME

LEFT, RIGHT, TOP, BOTTOM = Cm(3), Cm(1.5), Cm(2), Cm(2)
TEXT_WIDTH = Cm(16.5)
LETTERHEAD = (Cm(6.3), Cm(10.2))
INDENT = Cm(1.27)
MOTTO_WIDTH = Cm(6.05)  # of "Độc lập - Tự do - Hạnh phúc" in Times New Roman 14 bold
DOTS = "…"  # where the clerk puts the number or the day
BLANK = "[…cơ quan bổ sung…]"

CENTRE, LEFT_ALIGN = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT


def build() -> bytes:
    """Return the template."""
    document = docx.Document()
    _set_properties(document)
    _set_styles(document)
    _set_page(document.sections[0])
    _write_guide(document)
    _write_letterhead(document)
    _write_title(document)
    _write_opening(document)
    _write_leadership(document)
    _write_results(document)
    _write_rest(document)
    _write_signature(document)
    _write_appendices(document)
    highlight_blanks(document)
    data = BytesIO()
    document.save(data)
    return fix_zip(data.getvalue())


# --- page and type -------------------------------------------------------------------


def _set_properties(document: Document) -> None:
    properties = document.core_properties
    properties.title = "Báo cáo mô hình, điển hình tiên tiến năm {{ nam }}"
    properties.author = ""
    properties.comments = ""
    properties.keywords = ""
    properties.language = "vi-VN"
    properties.created = properties.modified = datetime(2020, 3, 5)
    properties.last_modified_by = ""
    # Without this Word opens the report in compatibility mode.
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_styles(document: Document) -> None:
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    fonts = next(defaults.iter(qn("w:rFonts")))
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), "Times New Roman")
    language = next(defaults.iter(qn("w:lang")))
    language.set(qn("w:val"), "vi-VN")
    _style(styles["Normal"], 14)
    body = _add_style(document, "Nội dung", "NoiDung", 14)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent = INDENT
    body.paragraph_format.space_after = Pt(6)
    body.paragraph_format.line_spacing = 1.15
    basis = _add_style(document, "Căn cứ", "CanCu", 14, base=body)
    basis.font.italic = True
    for level, bold in ((1, True), (2, True), (3, False)):
        heading = styles[f"Heading {level}"]
        _style(heading, 14, bold=bold)
        heading.paragraph_format.first_line_indent = INDENT
        heading.paragraph_format.space_before = Pt(6)
        heading.paragraph_format.space_after = Pt(6)
        heading.paragraph_format.line_spacing = 1.15
        heading.paragraph_format.keep_with_next = True
    for name, code, size in (
        ("Bảng", "Bang", 12),
        ("Bảng phụ lục", "BangPhuLuc", 11),
        ("Bảng phụ lục nhỏ", "BangPhuLucNho", 10),
    ):
        table = _add_style(document, name, code, size)
        table.paragraph_format.space_before = table.paragraph_format.space_after = Pt(1)


def _add_style(
    document: Document, name: str, code: str, size: float, base: ParagraphStyle | None = None
) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.element.set(qn("w:styleId"), code)
    style.base_style = base or document.styles["Normal"]
    style.quick_style = True
    _style(style, size)
    return style


def _style(style: ParagraphStyle, size: float, *, bold: bool = False) -> None:
    """Times New Roman, black, without the spacing and theme of the default template."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.size = Pt(size)
    style.font.bold = bold
    style.paragraph_format.space_before = Pt(0)
    if style.base_style is None or style.base_style.name == "Normal":
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.header_distance = section.footer_distance = Cm(1)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = "Normal"
    number.alignment = CENTRE
    _add_field(number, "PAGE")


def _add_field(paragraph: Paragraph, code: str) -> None:
    for kind in ("begin", "", "separate", "end"):
        run = paragraph.add_run()
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = code
        run._r.append(mark)
        if kind == "separate":
            paragraph.add_run("1")


# --- building blocks -----------------------------------------------------------------


def _add(
    place: Document | _Cell,
    text: str,
    style: str = "Nội dung",
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    """Add a paragraph; a fresh cell's own empty paragraph is taken first."""
    fresh = isinstance(place, _Cell) and len(place.paragraphs) == 1 and not place.text
    paragraph = place.paragraphs[0] if fresh else place.add_paragraph()
    paragraph.style = style
    run = paragraph.add_run(text)
    run.font.bold = bold or None
    run.font.italic = italic or None
    run.font.size = Pt(size) if size else None
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _add_rule(place: Document | _Cell, room: Length, length: Length) -> None:
    """Draw a rule of this length in the middle: the upper border of a flat paragraph."""
    paragraph = place.add_paragraph()
    paragraph.style = "Normal"
    side = Length((room - length) // 2)
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = side
    layout.space_before = Pt(4)
    _flatten(paragraph)
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _flatten(paragraph: Paragraph) -> None:
    """Make an empty paragraph as low as Word allows."""
    paragraph.paragraph_format.line_spacing = Pt(2)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "2")
    mark.append(size)
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:sectPr")


def _add_columns(document: Document, widths: tuple[Length, Length], rows: int = 1) -> list[_Cell]:
    """Add a table of two columns without rules; return its cells, row by row."""
    table = document.add_table(rows=rows, cols=2)
    _set_widths(table, widths)
    _set_margins(table, 0)
    _keep_rows(table)
    return [cell for row in table.rows for cell in row.cells]


def _set_widths(table: Table, widths: tuple[Length, ...]) -> None:
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _set_margins(table: Table, twips: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def _keep_rows(table: Table, *, heading: bool = False) -> None:
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if heading and number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _add_table(
    document: Document,
    loop: str,
    columns: tuple[tuple[str, str, str, float], ...],
) -> None:
    """Add a table with one row for each member of a list, then the total.

    Args:
        document: where it goes.
        loop: ``x in list``, as Jinja says it.
        columns: heading, cell, cell of the total row, width in centimetres.
    """
    table = document.add_table(rows=5, cols=len(columns))
    table.style = "Table Grid"
    _set_widths(table, tuple(Cm(column[3]) for column in columns))
    _keep_rows(table, heading=True)
    heading, start, body, end, total = (row.cells for row in table.rows)
    _add(start[0], f"{{%tr for {loop} %}}", "Bảng")
    _add(end[0], "{%tr endfor %}", "Bảng")
    for number, (label, cell, sum_cell, _) in enumerate(columns):
        align = LEFT_ALIGN if number == 1 else CENTRE
        top = _add(heading[number], label, "Bảng", bold=True, align=CENTRE)
        top.paragraph_format.keep_with_next = True
        _add(body[number], cell, "Bảng", align=align)
        _add(total[number], sum_cell, "Bảng", bold=True, align=align)


# --- the head of the paper -----------------------------------------------------------

GUIDE = (
    "HƯỚNG DẪN SỬA MẪU. Những dòng này không in ra báo cáo. Sửa lời văn ở đâu cũng được; giữ "
    "nguyên các dấu lệnh trong ngoặc nhọn hoặc chép lại từ chỗ khác trong mẫu.",
    "Chữ trong ngoặc vuông bắt đầu bằng dấu ba chấm là chỗ để trống, được tô vàng trong báo cáo.",
    "Thông tin chung: nam, nam_truoc, nam_sau, dia_ban, co_quan, co_quan_chu_quan, "
    "co_quan_ban_hanh, ky_hieu, noi_ban_hanh, kinh_gui, can_cu, co_quan_thuong_truc, tu_ngay, "
    "den_ngay, quyen_han, chuc_vu, nguoi_ky, noi_nhan, luu.",
    "Văn bản nguồn: ke_hoach (mỗi văn bản có loai, so, ngay, co_quan, ten, so_mo_hinh), "
    "co_quan_ke_hoach, muc_can_xem, van_ban_can_xem.",
    "Số liệu: tong, tap_the, ca_nhan, ho_gia_dinh, chua_ro; so_sanh (xu_huong, chenh_lech; không "
    "có khi chưa có số liệu năm trước); linh_vuc, xa_phuong, doi_tuong (mỗi dòng có ten, "
    "trong_cau, tong, tap_the, ca_nhan, ho_gia_dinh, chua_ro, ty_le, nam_truoc_co, tang_giam; "
    "riêng linh_vuc có mo_hinh gồm ten, chu_the); linh_vuc_nhieu_nhat, linh_vuc_tiep_theo, "
    "linh_vuc_chua_co; so_xa, tong_so_xa, xa_nhieu_nhat.",
    "Phụ lục: phu_luc (mỗi phụ lục có so, ten, bang, ghi_chu).",
)


def _write_guide(document: Document) -> None:
    for line in GUIDE:
        _add(document, f"{{#p {line} #}}", "Bảng phụ lục nhỏ", italic=True)


def _write_letterhead(document: Document) -> None:
    # Number and day stand on one line, however many lines stand above either.
    left, right, under_left, under_right = _add_columns(document, LETTERHEAD, rows=2)
    _add(left, "{%p if co_quan_chu_quan %}", "Normal", size=13, align=CENTRE)
    _add(left, "{{ co_quan_chu_quan }}", "Normal", size=13, align=CENTRE)
    _add(left, "{%p endif %}", "Normal", size=13, align=CENTRE)
    _add(left, "{{ co_quan_ban_hanh }}", "Normal", size=13, bold=True, align=CENTRE)
    _add_rule(left, LETTERHEAD[0], Cm(2.2))
    nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    _add(right, nation, "Normal", size=13, bold=True, align=CENTRE)
    _add(right, "Độc lập - Tự do - Hạnh phúc", "Normal", size=14, bold=True, align=CENTRE)
    _add_rule(right, LETTERHEAD[1], MOTTO_WIDTH)
    number = _add(under_left, "Số: ", "Normal", size=13, align=CENTRE)
    _add_dots(number, 13)
    number.add_run("/{{ ky_hieu }}").font.size = Pt(13)
    day = _add(
        under_right, "{{ noi_ban_hanh }}, ngày ", "Normal", size=13, italic=True, align=CENTRE
    )
    for text in (" tháng ", " năm\u00a0", ""):
        _add_dots(day, 13)
        run = day.add_run(text)
        run.font.size, run.font.italic = Pt(13), True
    for paragraph in (number, day):
        paragraph.paragraph_format.space_before = Pt(8)


def _add_dots(paragraph: Paragraph, size: float) -> None:
    run = paragraph.add_run(DOTS)
    run.font.size = Pt(size)
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _write_title(document: Document) -> None:
    title = _add(document, "BÁO CÁO", "Normal", bold=True, align=CENTRE)
    title.paragraph_format.space_before = Pt(18)
    about = (
        "Kết quả phát hiện, bồi dưỡng, nhân rộng mô hình, điển hình tiên tiến "
        "năm\u00a0{{ nam }} trên địa bàn {{ dia_ban }}"
    )
    _add(document, about, "Normal", bold=True, align=CENTRE)
    _add_rule(document, TEXT_WIDTH, Cm(5.5))


def _write_opening(document: Document) -> None:
    _add(document, "{%p if kinh_gui|length == 1 %}", "Normal")
    one = _add(document, "Kính gửi: {{ kinh_gui[0] }}", "Normal", align=CENTRE)
    _add(document, "{%p else %}", "Normal")
    many = _add(document, "Kính gửi:", "Normal")
    _add(document, "{%p for noi in kinh_gui %}", "Normal")
    each = _add(
        document,
        "- {{ noi }}{% if loop.last %}.{% else %};{% endif %}",
        "Normal",
    )
    _add(document, "{%p endfor %}", "Normal")
    _add(document, "{%p endif %}", "Normal")
    for paragraph in (one, many):
        paragraph.paragraph_format.space_before = Pt(18)
    one.paragraph_format.space_after = Pt(6)
    many.paragraph_format.left_indent = Cm(3)
    # The dashes stand under the colon.
    each.paragraph_format.left_indent = Cm(5.0)
    each.paragraph_format.first_line_indent = Cm(-0.3)
    after = _add(document, "", "Normal")
    after.paragraph_format.space_after = Pt(6)
    _flatten(after)
    _add(document, "{%p for van_ban in can_cu %}", "Căn cứ")
    _add(
        document,
        "Căn cứ {{ van_ban }}{% if loop.last %}.{% else %};{% endif %}",
        "Căn cứ",
    )
    _add(document, "{%p endfor %}", "Căn cứ")
    _add(
        document,
        "{% if ke_hoach and ke_hoach|length <= 3 %}Thực hiện {% for k in ke_hoach %}"
        f"{PLAN}{{% if not loop.last %}}; {{% endif %}}{{% endfor %}}, {{{{ co_quan }}}}"
        "{% else %}{{ co_quan }}{% endif %} báo cáo kết quả phát hiện, bồi dưỡng, nhân rộng mô "
        "hình, điển hình tiên tiến năm {{ nam }} (có Phụ lục kèm theo) như sau:",
    )


PLAN = "{{ k.loai }} số {{ k.so }} ngày {{ k.ngay }} của {{ k.co_quan }} về {{ k.ten }}"


# --- the sections --------------------------------------------------------------------


def _write_blank(document: Document, *headings: str) -> None:
    for heading in headings:
        _add(document, heading, "Heading 2")
        _add(document, BLANK)


def _write_leadership(document: Document) -> None:
    _add(document, "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", "Heading 1")
    _add(document, "1. Việc quán triệt, ban hành văn bản", "Heading 2")
    _add(document, "{%p if ke_hoach %}")
    _add(
        document,
        "Năm {{ nam }}, việc nhân rộng mô hình, điển hình tiên tiến được triển khai theo các "
        "văn bản sau:",
    )
    _add(document, "{%p for k in ke_hoach %}")
    _add(
        document,
        f"- {PLAN} ({{{{ k.so_mo_hinh }}}} mô hình){{% if loop.last %}}.{{% else %}};{{% endif %}}",
    )
    _add(document, "{%p endfor %}")
    _add(document, "{%p endif %}")
    _add(document, "{%p if co_quan_thuong_truc %}")
    _add(document, "Cơ quan thường trực, tham mưu tổng hợp: {{ co_quan_thuong_truc }}.")
    _add(document, "{%p endif %}")
    _add(document, BLANK)
    _write_blank(document, "2. Công tác tuyên truyền")


def _write_results(document: Document) -> None:
    _add(document, "II. KẾT QUẢ THỰC HIỆN", "Heading 1")
    _write_blank(
        document,
        "1. Công tác phát hiện, lựa chọn",
        "2. Công tác bồi dưỡng",
        "3. Công tác tổng kết, công nhận",
    )
    _add(document, "4. Kết quả nhân rộng", "Heading 2")
    _add(
        document,
        "Năm {{ nam }}, trên địa bàn {{ dia_ban }} có {{ tong }} mô hình, điển hình tiên tiến "
        "được nhân rộng{% if so_sanh %} ({% if so_sanh.chenh_lech %}{{ so_sanh.xu_huong }} "
        "{{ so_sanh.chenh_lech }} mô hình so với năm {{ nam_truoc }}{% else %}bằng năm trước"
        "{% endif %}){% endif %}, gồm {{ tap_the }} tập thể, {{ ca_nhan }} cá nhân, "
        "{{ ho_gia_dinh }} hộ gia đình{% if chua_ro %}, {{ chua_ro }} chưa rõ đối tượng"
        "{% endif %}.",
    )
    _add(
        document,
        "Số liệu tính từ ngày {{ tu_ngay }} đến ngày {{ den_ngay }}, tổng hợp từ "
        "{{ ke_hoach|length }} văn bản{% if co_quan_ke_hoach|length > 1 %} của "
        "{{ co_quan_ke_hoach|length }} cơ quan ({{ co_quan_ke_hoach|join('; ') }}){% endif %}; "
        "biểu chi tiết tại các Phụ lục kèm theo.",
    )
    _add(document, "{%p if muc_can_xem or van_ban_can_xem %}")
    _add(
        document,
        "[…còn {{ muc_can_xem }} mục và {{ van_ban_can_xem }} văn bản cần kiểm tra: xem trang "
        "“Cần kiểm tra” của bảng tính; kiểm tra xong thì xóa dòng này…]",
    )
    _add(document, "{%p endif %}")
    _write_fields(document)
    _write_places(document)
    _write_kinds(document)
    _write_comparison(document)
    _write_examples(document)
    _write_blank(document, "6. Công tác khen thưởng, tôn vinh")


COUNT_COLUMNS = (
    ("Tổng số", "{{ x.tong }}", "{{ tong }}", 1.9),
    ("Tập thể", "{{ x.tap_the }}", "{{ tap_the }}", 1.9),
    ("Cá nhân", "{{ x.ca_nhan }}", "{{ ca_nhan }}", 1.9),
    ("Hộ gia đình", "{{ x.ho_gia_dinh }}", "{{ ho_gia_dinh }}", 1.9),
    ("Tỷ lệ", "{{ x.ty_le }}", "{{ ty_le }}", 1.9),
)
NUMBER = ("STT", "{{ loop.index }}", "", 1.2)


def _lead(document: Document, text: str) -> None:
    _add(document, text).paragraph_format.keep_with_next = True


def _write_fields(document: Document) -> None:
    _add(document, "a) Theo lĩnh vực", "Heading 3")
    _add(document, "{%p if linh_vuc_nhieu_nhat %}")
    count = "{{ f.trong_cau }} ({{ f.tong }} mô hình, chiếm {{ f.ty_le }})"
    _add(
        document,
        "Lĩnh vực có nhiều mô hình nhất là {% for f in linh_vuc_nhieu_nhat %}"
        + count
        + "{% if not loop.last %}; {% endif %}{% endfor %}{% if linh_vuc_tiep_theo %}, tiếp đến "
        "là {% for f in linh_vuc_tiep_theo %}"
        + count
        + "{% if not loop.last %}; {% endif %}{% endfor %}{% endif %}.",
    )
    _add(document, "{%p endif %}")
    _add(document, "{%p if linh_vuc_chua_co %}")
    _add(document, "Lĩnh vực chưa có mô hình: {{ linh_vuc_chua_co|join('; ') }}.")
    _add(document, "{%p endif %}")
    _lead(document, "Số mô hình, điển hình tiên tiến theo lĩnh vực:")
    name = ("Lĩnh vực", "{{ x.ten }}", "Tổng cộng", 5.8)
    _add_table(document, "x in linh_vuc if x.tong", (NUMBER, name, *COUNT_COLUMNS))


def _write_places(document: Document) -> None:
    _add(document, "b) Theo địa bàn", "Heading 3")
    _add(
        document,
        "Có {{ so_xa }}{% if tong_so_xa %}/{{ tong_so_xa }}{% endif %} xã, phường có mô hình được "
        "nhân rộng{% if xa_nhieu_nhat and xa_nhieu_nhat|length <= 5 %}; đơn vị có nhiều mô hình "
        "nhất: {% for x in xa_nhieu_nhat %}{{ x.ten }} ({{ x.tong }} mô hình)"
        "{% if not loop.last %}, {% endif %}{% endfor %}{% endif %}.",
    )
    _add(document, "{%p if xa_phuong|length <= 25 %}")
    _lead(document, "Số mô hình, điển hình tiên tiến theo địa bàn:")
    name = ("Địa bàn", "{{ x.ten }}", "Tổng cộng", 5.8)
    _add_table(document, "x in xa_phuong", (NUMBER, name, *COUNT_COLUMNS))
    _add(document, "{%p else %}")
    _add(document, "Số liệu của từng xã, phường tại Phụ lục II kèm theo.")
    _add(document, "{%p endif %}")


def _write_kinds(document: Document) -> None:
    _add(document, "c) Theo đối tượng", "Heading 3")
    _lead(document, "Số mô hình, điển hình tiên tiến theo đối tượng:")
    columns = (
        NUMBER,
        ("Đối tượng", "{{ x.ten }}", "Tổng cộng", 8.0),
        ("Tổng số", "{{ x.tong }}", "{{ tong }}", 3.6),
        ("Tỷ lệ", "{{ x.ty_le }}", "{{ ty_le }}", 3.6),
    )
    _add_table(document, "x in doi_tuong", columns)


def _write_comparison(document: Document) -> None:
    _add(document, "d) So sánh với năm trước", "Heading 3")
    _add(document, "{%p if so_sanh %}")
    _lead(
        document,
        "Số mô hình, điển hình tiên tiến năm {{ nam }} so với năm {{ nam_truoc }}:",
    )
    columns = (
        NUMBER,
        ("Lĩnh vực", "{{ x.ten }}", "Tổng cộng", 7.3),
        ("Năm {{ nam_truoc }}", "{{ x.nam_truoc_co }}", "{{ nam_truoc_co }}", 2.6),
        ("Năm {{ nam }}", "{{ x.tong }}", "{{ tong }}", 2.6),
        ("Tăng (+), giảm (-)", "{{ x.tang_giam }}", "{{ tang_giam }}", 2.8),
    )
    _add_table(document, "x in linh_vuc", columns)
    _add(document, "{%p else %}")
    _add(document, "[…chưa có số liệu năm {{ nam_truoc }} để so sánh, cơ quan bổ sung…]")
    _add(document, "{%p endif %}")


def _write_examples(document: Document) -> None:
    _add(document, "5. Một số mô hình, điển hình tiêu biểu", "Heading 2")
    _add(document, "[…cơ quan chọn lọc danh sách dưới đây, bổ sung kết quả của từng mô hình…]")
    _add(document, "{%p for f in linh_vuc if f.tong %}")
    _lead(document, "- {{ f.ten }} ({{ f.tong }} mô hình):")
    _add(document, "{%p for m in f.mo_hinh[:3] %}")
    _add(
        document,
        "+ {% if m.ten %}{{ m.ten }} ({{ m.chu_the }}){% else %}{{ m.chu_the }}{% endif %}"
        "{% if not loop.last %};{% elif f.tong > 3 %}; và {{ f.tong - 3 }} mô hình khác."
        "{% else %}.{% endif %}",
    )
    _add(document, "{%p endfor %}")
    _add(document, "{%p endfor %}")


def _write_rest(document: Document) -> None:
    _add(document, "III. ĐÁNH GIÁ CHUNG", "Heading 1")
    _write_blank(
        document, "1. Ưu điểm", "2. Tồn tại, hạn chế", "3. Nguyên nhân", "4. Bài học kinh nghiệm"
    )
    _add(document, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {{ nam_sau }}", "Heading 1")
    _add(document, BLANK)
    _add(document, "V. KIẾN NGHỊ, ĐỀ XUẤT", "Heading 1")
    _add(document, BLANK)
    _lead(
        document,
        "Trên đây là báo cáo kết quả phát hiện, bồi dưỡng, nhân rộng mô hình, điển hình tiên tiến "
        "năm {{ nam }} trên địa bàn {{ dia_ban }}, {{ co_quan }} trân trọng báo cáo./.",
    )


# --- the foot of the paper, the appendices -------------------------------------------


def _write_signature(document: Document) -> None:
    left, right = _add_columns(document, (Cm(8), Cm(8.5)))
    _add(left, "Nơi nhận:", "Normal", size=12, bold=True, italic=True)
    for line in (
        "- Như trên;",
        "{%p for noi in noi_nhan %}",
        "- {{ noi }};",
        "{%p endfor %}",
        "- Lưu: {% if luu %}{{ luu }}{% else %}VT, […]{% endif %}.",
    ):
        _add(left, line, "Normal", size=11)
    _add(right, "{%p for dong in quyen_han %}", "Normal", align=CENTRE)
    _add(right, "{{ dong }}", "Normal", bold=True, align=CENTRE)
    _add(right, "{%p endfor %}", "Normal", align=CENTRE)
    _add(right, "{{ chuc_vu }}", "Normal", bold=True, align=CENTRE)
    name = _add(right, "{{ nguoi_ky }}", "Normal", bold=True, align=CENTRE)
    name.paragraph_format.space_before = Pt(84)


def _write_appendices(document: Document) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _flatten(document.paragraphs[-1])
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")
    _add(document, "{%p for p in phu_luc %}", "Normal")
    _add(document, "Phụ lục {{ p.so }}", "Normal", bold=True, align=CENTRE)
    _add(document, "{{ p.ten }}", "Normal", bold=True, align=CENTRE)
    source = _add(document, "(Kèm theo Báo cáo số ", "Normal", italic=True, align=CENTRE)
    for text in ("/{{ ky_hieu }} ngày ", " tháng ", " năm ", " của {{ co_quan }})"):
        _add_dots(source, 14)
        source.add_run(text).font.italic = True
    source.paragraph_format.space_after = Pt(6)
    _add(document, "{{p p.bang }}", "Bảng phụ lục")
    _add(document, "{%p for dong in p.ghi_chu %}", "Bảng phụ lục")
    note = _add(document, "{{ dong }}", "Bảng phụ lục", italic=True)
    note.paragraph_format.space_before = Pt(6)
    _add(document, "{%p endfor %}", "Bảng phụ lục")
    _add(document, "{%p if not loop.last %}", "Normal")
    end = _add(document, "", "Normal")
    _flatten(end)
    end._p.get_or_add_pPr().append(deepcopy(section._sectPr))
    _add(document, "{%p endif %}", "Normal")
    _add(document, "{%p endfor %}", "Normal")


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(build())
