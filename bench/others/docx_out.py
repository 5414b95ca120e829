"""A paper as DOCX (python-docx)."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bench.others.model import (
    Break,
    Cards,
    Cell,
    Columns,
    Frame,
    Letterhead,
    Look,
    Paper,
    Para,
    Side,
    Sign,
    Table,
)

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
STYLES = {  # align, bold, italic, indent
    "title": ("center", True, False, False),
    "sub": ("center", True, False, False),
    "center": ("center", True, False, False),
    "italic": ("center", False, True, False),
    "right": ("right", False, True, False),
    "body": ("justify", False, False, True),
    "bullet": ("justify", False, False, True),
    "item": ("justify", False, False, True),
    "h1": ("left", True, False, True),
    "h2": ("left", True, False, True),
    "group": ("left", True, False, False),
    "left": ("left", False, False, False),
    "tabbed": ("left", False, False, False),
}


def to_docx(paper: Paper, path: str) -> None:
    """Write the paper to a DOCX file."""
    doc = Document()
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = paper.font, Pt(paper.size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), paper.font)
    normal.paragraph_format.space_after = Pt(3)
    _section(doc.sections[0], paper, paper.landscape)
    for block in paper.blocks:
        if isinstance(block, Break):
            if block.landscape is None:
                doc.add_page_break()
            else:
                _section(doc.add_section(), paper, block.landscape)
            continue
        _block(doc, doc, block, paper)
    for at, note in enumerate(paper.footnotes, 1):
        _run(doc.add_paragraph(), f"({at}) {note}", size=9.5)
    doc.save(path)


def _section(section: Any, paper: Paper, landscape: bool) -> None:
    top, right, bottom, left = paper.margins
    wide, high = (297, 210) if landscape else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance = Mm(8)
    if paper.page_numbers and not section.header.paragraphs[0].runs:
        where = section.header if paper.page_numbers == "top" else section.footer
        para = where.paragraphs[0]
        para.alignment = ALIGN["center" if paper.page_numbers == "top" else "right"]
        _field(para, "PAGE")
    if paper.footer and not section.footer.paragraphs[0].runs:
        _run(section.footer.paragraphs[0], paper.footer, size=9, italic=True)


def _field(para: Any, code: str) -> None:
    run = para.add_run()
    for kind, text in (("begin", None), (None, code), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _run(
    para: Any,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    color: str | None = None,
) -> None:
    for at, line in enumerate(text.split("\n")):
        if at:
            para.add_run().add_break()
        run = para.add_run(line)
        run.bold, run.italic = bold or None, italic or None
        if size:
            run.font.size = Pt(size)
        if color and color != "#000000":
            run.font.color.rgb = RGBColor.from_string(color.lstrip("#"))


def _block(doc: Any, into: Any, block: Any, paper: Paper) -> None:
    if isinstance(block, Para):
        _para(into, block)
    elif isinstance(block, Table):
        _table(doc, into, block, paper)
    elif isinstance(block, Cards):
        _cards(into, block)
    elif isinstance(block, (Side, Frame)):
        _boxes(doc, into, block, paper)
    elif isinstance(block, Columns):
        _columns(doc, block, paper)
    elif isinstance(block, Sign):
        into.add_paragraph()  # Word and LibreOffice join tables that touch
        _two(into, block)
    elif isinstance(block, Letterhead):
        _letterhead(into, block)
    else:
        raise TypeError(type(block))


def _para(into: Any, block: Para) -> None:
    align, bold, italic, indent = STYLES[block.style]
    para = into.add_paragraph()
    para.alignment = ALIGN[align]
    if indent:
        para.paragraph_format.first_line_indent = Mm(10)
    para.paragraph_format.keep_with_next = block.keep
    if "\t" in block.text:
        _tab_stops(para, block.text.count("\t"))
    _run(para, block.text, bold=bold, italic=italic)


def _boxes(doc: Any, into: Any, block: Side | Frame, paper: Paper) -> None:
    halves = [block.left, block.right] if isinstance(block, Side) else [block.blocks]
    grid = into.add_table(1, len(halves))
    if isinstance(block, Frame):
        grid.style = "Table Grid"
    for cell, blocks in zip(grid.rows[0].cells, halves, strict=True):
        for part in blocks:
            _block(doc, cell, part, paper)
        _drop_first(cell)


def _drop_first(cell: Any) -> None:
    first = cell.paragraphs[0]
    if not first.text and len(cell._tc) > 2:
        cell._tc.remove(first._p)
    if cell._tc[-1].tag != qn("w:p"):
        cell.add_paragraph()


def _tab_stops(para: Any, count: int) -> None:
    for at in range(count):
        para.paragraph_format.tab_stops.add_tab_stop(Mm((12, 72, 122, 150)[at]))


def _two(into: Any, block: Sign) -> None:
    grid = into.add_table(1, 2)
    sides = ((block.left, 11, False, "left"), (block.right, None, True, "center"))
    for cell, (texts, size, strong, align) in zip(grid.rows[0].cells, sides, strict=True):
        para = cell.paragraphs[0]
        para.alignment = ALIGN[align]
        _run(para, "\n".join(texts), size=size, bold=strong)


def _letterhead(into: Any, block: Letterhead) -> None:
    grid = into.add_table(2, 2)
    texts = (
        ("\n".join(block.office), True, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", True, False),
        (block.number, False, False),
        (block.dateline, False, True),
    )
    cells = [c for row in grid.rows for c in row.cells]
    for cell, (text, bold, italic), width in zip(cells, texts, (65, 100, 65, 100), strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].alignment = ALIGN["center"]
        _run(cell.paragraphs[0], text, size=12, bold=bold, italic=italic)


def _columns(doc: Any, block: Columns, paper: Paper) -> None:
    for count in (block.count, 1):
        if count > 1:
            section = doc.add_section(0)
            _cols(section, count)
            for part in block.blocks:
                _block(doc, doc, part, paper)
        else:
            _cols(doc.add_section(0), 1)


def _cols(section: Any, count: int) -> None:
    for old in section._sectPr.findall(qn("w:cols")):
        section._sectPr.remove(old)
    cols = OxmlElement("w:cols")
    cols.set(qn("w:num"), str(count))
    cols.set(qn("w:space"), "500")
    section._sectPr.append(cols)


def _cards(into: Any, block: Cards) -> None:
    lines = -(-len(block.cards) // block.columns)
    grid = into.add_table(lines, block.columns)
    if block.look == "boxed":
        grid.style = "Table Grid"
    for at, card in enumerate(block.cards):
        cell = grid.rows[at // block.columns].cells[at % block.columns]
        for line, (label, value) in enumerate(card):
            para = cell.paragraphs[0] if line == 0 else cell.add_paragraph()
            para.paragraph_format.space_after = Pt(0)
            if label and block.labels:
                _run(para, f"{label}: ", italic=True, size=block.size)
            _run(para, value, bold=not label, size=block.size)
    for row in grid.rows:
        _flag(row, "w:cantSplit")


def _flag(row: Any, name: str) -> None:
    props = row._tr.get_or_add_trPr()
    mark = OxmlElement(name)
    props.append(mark)


def _table(doc: Any, into: Any, table: Table, paper: Paper) -> None:
    look = table.look
    rows = table.head + table.body
    count = len(table.widths)
    grid = into.add_table(len(rows), count)
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    total = _usable(doc, paper, into)
    mm = [w / sum(table.widths) * total for w in table.widths]
    for col, width in zip(grid.columns, mm, strict=True):
        col.width = Mm(width)
    taken: set[tuple[int, int]] = set()
    trs = list(grid.rows)
    mat = [list(tr.cells) for tr in trs]
    number = _auto_number(doc) if look.autonumber else None
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            target = mat[r][c]
            if cell.colspan > 1 or cell.rowspan > 1:
                target = target.merge(mat[r + cell.rowspan - 1][c + cell.colspan - 1])
                taken |= {(r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            target.width = Mm(sum(mm[c : c + cell.colspan]))
            head = r < len(table.head)
            auto = number if (number is not None and not head and c == 0 and cell.text) else None
            _fill(target, cell, look, head, r - len(table.head), auto)
            c += cell.colspan
        if r < len(table.head) and look.repeat:
            _flag(trs[r], "w:tblHeader")
        if not look.split_rows:
            _flag(trs[r], "w:cantSplit")
    _borders(grid, look, len(table.head))
    _cell_margins(grid)
    if any(cell.vertical for row in table.head for cell in row):
        trs[0].height = Pt(look.head_height)


def _cell_margins(grid: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        part = OxmlElement(f"w:{side}")
        part.set(qn("w:w"), "60")
        part.set(qn("w:type"), "dxa")
        margins.append(part)
    grid._tbl.tblPr.append(margins)


def _usable(doc: Any, paper: Paper, into: Any) -> float:
    section = doc.sections[-1]
    total: float = (section.page_width - section.left_margin - section.right_margin) / 36000
    cols = section._sectPr.find(qn("w:cols"))
    if cols is not None and cols.get(qn("w:num")) == "2":
        total = (total - 9) / 2
    if into is not doc:
        total = total / 2 - 6 if _is_half(into) else total - 12
    return total


def _is_half(cell: Any) -> bool:
    return len(cell._tc.getparent().findall(qn("w:tc"))) == 2


def _fill(target: Any, cell: Cell, look: Look, head: bool, at: int, auto: int | None) -> None:
    para = target.paragraphs[0]
    for extra in target.paragraphs[1:]:
        target._tc.remove(extra._p)
    para.alignment = ALIGN[cell.align or ("center" if head else look.align)]
    para.paragraph_format.space_after = Pt(look.gap if not head else 0)
    if auto is not None:
        _number(para, auto)
    else:
        _run(
            para,
            cell.text,
            size=look.size,
            bold=cell.bold,
            italic=cell.italic,
            color=look.head_color if head else None,
        )
    if cell.note:
        run = para.add_run(cell.note)
        run.font.superscript = True
        run.font.size = Pt(look.size)
    if head or look.valign == "middle":
        target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    fill = cell.fill or (look.head_fill if head else (look.zebra if at % 2 else None))
    props = target._tc.get_or_add_tcPr()
    if fill:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), fill.lstrip("#"))
        props.append(shade)
    if cell.vertical:
        turn = OxmlElement("w:textDirection")
        turn.set(qn("w:val"), "btLr")
        props.append(turn)


def _auto_number(doc: Any) -> int:
    """Add a decimal list of its own and return its number id."""
    numbering = doc.part.numbering_part.element
    ids = [int(n.get(qn("w:abstractNumId"))) for n in numbering.findall(qn("w:abstractNum"))]
    new = max(ids, default=0) + 1
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), str(new))
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (
        ("w:start", "1"),
        ("w:numFmt", "decimal"),
        ("w:lvlText", "%1"),
        ("w:lvlJc", "left"),
    ):
        part = OxmlElement(name)
        part.set(qn("w:val"), value)
        level.append(part)
    abstract.append(level)
    numbering.insert(0, abstract)
    num = OxmlElement("w:num")
    nums = [int(n.get(qn("w:numId"))) for n in numbering.findall(qn("w:num"))]
    number = max(nums, default=0) + 1
    num.set(qn("w:numId"), str(number))
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), str(new))
    num.append(link)
    numbering.append(num)
    return number


def _number(para: Any, number: int) -> None:
    props = para._p.get_or_add_pPr()
    holder = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", str(number))):
        part = OxmlElement(name)
        part.set(qn("w:val"), value)
        holder.append(part)
    props.append(holder)
    para.paragraph_format.left_indent = Mm(0)


def _borders(grid: Any, look: Look, heads: int) -> None:
    color, size = look.color.lstrip("#"), str(max(2, round(look.width * 8)))
    sides = {
        "all": dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), "single"),
        "rows": dict.fromkeys(("top", "bottom", "insideH"), "single"),
        "cols": dict.fromkeys(("left", "right", "insideV"), "single"),
        "none": {},
        "head": {},
        "outer": dict.fromkeys(("top", "left", "bottom", "right"), "single"),
        "half": dict.fromkeys(("top", "left", "bottom", "right", "insideV"), "single"),
        "dotted": {
            **dict.fromkeys(("top", "left", "bottom", "right", "insideV"), "single"),
            "insideH": "dotted",
        },
    }[look.rules]
    box = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _edge(box, side, sides.get(side, "nil"), size, color)
    grid._tbl.tblPr.append(box)
    if look.rules in ("half", "head", "dotted"):
        for row in list(grid.rows)[:heads]:
            for tc in row._tr.tc_lst:
                edges = OxmlElement("w:tcBorders")
                if look.rules != "head":
                    _edge(edges, "top", "single", size, color)
                _edge(edges, "bottom", "single", size, color)
                tc.get_or_add_tcPr().append(edges)


def _edge(box: Any, side: str, value: str, size: str, color: str) -> None:
    edge = OxmlElement(f"w:{side}")
    edge.set(qn("w:val"), value)
    if value != "nil":
        edge.set(qn("w:sz"), size)
        edge.set(qn("w:color"), color)
    box.append(edge)
