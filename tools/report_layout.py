"""Page, type and building blocks of the annual report's template (Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from datetime import datetime

from docx.document import Document
from docx.enum.section import WD_ORIENT
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

LEFT_MARGIN, RIGHT_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = Cm(3), Cm(1.5), Cm(2), Cm(2)
TEXT_WIDTH = Cm(16.5)
INDENT = Cm(1.27)
DOTS = "…"  # where the clerk puts the number or the day

CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT

Column = tuple[str, str, str, float]
"""Heading, cell, cell of the total row, width in centimetres."""


# --- page and type -------------------------------------------------------------------


def set_properties(document: Document, title: str) -> None:
    """Fix who and when, so that the same template gives the same report."""
    properties = document.core_properties
    properties.title = title
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


def set_styles(document: Document) -> None:
    """Times New Roman 13 to 14 for the text; smaller for tables, which the decree leaves free."""
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
    for name, code, size in (("Bảng", "Bang", 12), ("Chú thích", "ChuThich", 11)):
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


def set_page(section: Section) -> None:
    """A4, the page's number in the middle of the upper margin, none on the first page."""
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = LEFT_MARGIN, RIGHT_MARGIN
    section.top_margin, section.bottom_margin = TOP_MARGIN, BOTTOM_MARGIN
    section.header_distance = section.footer_distance = Cm(1)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = "Normal"
    number.alignment = CENTRE
    add_field(number, "PAGE")


def add_field(paragraph: Paragraph, code: str) -> None:
    """Add a field whose value Word works out, such as the page's number."""
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


def turn_page(section: Section) -> None:
    """A4 landscape, its pages numbered from 1."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")


# --- building blocks -----------------------------------------------------------------


def add(
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


def add_rule(place: Document | _Cell, room: Length, length: Length) -> None:
    """Draw a rule of this length in the middle: the upper border of a flat paragraph."""
    paragraph = place.add_paragraph()
    paragraph.style = "Normal"
    side = Length((room - length) // 2)
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = side
    layout.space_before = Pt(4)
    flatten(paragraph)
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def flatten(paragraph: Paragraph) -> None:
    """Make an empty paragraph as low as Word allows."""
    paragraph.paragraph_format.line_spacing = Pt(2)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "2")
    mark.append(size)
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:sectPr")


def add_columns(document: Document, widths: tuple[Length, Length], rows: int = 1) -> list[_Cell]:
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


def add_table(
    document: Document,
    loop: str,
    columns: tuple[Column, ...],
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
    add(start[0], f"{{%tr for {loop} %}}", "Bảng")
    add(end[0], "{%tr endfor %}", "Bảng")
    for number, (label, cell, sum_cell, _) in enumerate(columns):
        align = LEFT if number == 1 else CENTRE
        top = add(heading[number], label, "Bảng", bold=True, align=CENTRE)
        top.paragraph_format.keep_with_next = True
        add(body[number], cell, "Bảng", align=align)
        add(total[number], sum_cell, "Bảng", bold=True, align=align)


def add_dots(paragraph: Paragraph, size: float) -> None:
    """Add a highlighted blank for a number or a day."""
    run = paragraph.add_run(DOTS)
    run.font.size = Pt(size)
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
