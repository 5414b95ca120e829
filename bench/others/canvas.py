"""A paper drawn by our own code: ReportLab flowables or PyMuPDF word by word."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import (
    Frame as RlFrame,
)
from reportlab.platypus import (
    Table as RlTable,
)

from bench.others.model import (
    Break,
    Cards,
    Cell,
    FlexRows,
    Frame,
    Letterhead,
    Look,
    Paper,
    Para,
    Side,
    Sign,
    Table,
)

FONTS = Path(os.environ.get("PAPER_FONTS", "fonts"))
FILES = {
    "Tinos": ("Tinos_400Regular", "Tinos_700Bold", "Tinos_400Regular_Italic"),
    "Be Vietnam Pro": ("BeVietnamPro-Regular", "BeVietnamPro-Bold", "BeVietnamPro-Italic"),
    "Roboto Condensed": (
        "RobotoCondensed_400Regular",
        "RobotoCondensed_700Bold",
        "RobotoCondensed_400Regular_Italic",
    ),
    "Arimo": ("Arimo_400Regular", "Arimo_700Bold", "Arimo_400Regular_Italic"),
    "Noto Serif": ("NotoSerif_400Regular", "NotoSerif_700Bold", "NotoSerif_400Regular_Italic"),
}


def face(font: str) -> str:
    """Register a family and return the name to draw with (Tinos for what is not here)."""
    name = font if font in FILES else {"Arial": "Arimo", "Calibri": "Arimo"}.get(font, "Tinos")
    if name not in pdfmetrics.getRegisteredFontNames():
        plain, bold, italic = (FONTS / f"{file}.ttf" for file in FILES[name])
        for suffix, file in (("", plain), ("-B", bold), ("-I", italic)):
            pdfmetrics.registerFont(TTFont(name + suffix, str(file)))
        pdfmetrics.registerFontFamily(
            name, normal=name, bold=f"{name}-B", italic=f"{name}-I", boldItalic=f"{name}-B"
        )
    return name


class Turned(Flowable):  # type: ignore[misc]
    """A short text running upwards."""

    def __init__(self, text: str, font: str, size: float, height: float) -> None:
        """Keep what is to be drawn."""
        super().__init__()
        self.lines, self.font, self.size = text.split("\n"), font, size
        self.width, self.height = size * 1.2 * len(self.lines), height

    def wrap(self, *_: float) -> tuple[float, float]:
        """Return the box it needs."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines side by side, each running upwards."""
        self.canv.rotate(90)
        self.canv.setFont(self.font, self.size)
        for at, line in enumerate(self.lines):
            self.canv.drawCentredString(self.height / 2, -(at + 1) * self.size * 1.15, line)


def to_reportlab(paper: Paper, path: str) -> None:
    """Write the paper with ReportLab's flowables."""
    name = face(paper.font)
    top, right, bottom, left = (m * mm for m in paper.margins)

    def furniture(canvas: Any, doc: Any) -> None:
        _furniture(canvas, doc.page, paper, name)

    sizes = {False: A4, True: landscape(A4)}
    doc = BaseDocTemplate(path, pagesize=sizes[paper.landscape], title="", author="")
    templates = []
    for key, size in sizes.items():
        frame = RlFrame(left, bottom, size[0] - left - right, size[1] - top - bottom, 0, 0, 0, 0)
        templates.append(PageTemplate(str(key), [frame], onPage=furniture, pagesize=size))
    doc.addPageTemplates(sorted(templates, key=lambda t: t.id != str(paper.landscape)))
    wide = paper.landscape
    story: list[Any] = []
    for block in paper.blocks:
        if isinstance(block, Break):
            if block.landscape is not None:
                wide = block.landscape
                story.append(NextPageTemplate(str(wide)))
            story.append(PageBreak())
            continue
        room = sizes[wide][0] - left - right
        story += flow(block, name, paper, room)
    for at, note in enumerate(paper.footnotes, 1):
        story.append(Paragraph(f"<super>{at}</super> {escape(note)}", _style(name, 9.5)))
    doc.build(story)


def _furniture(canvas: Any, number: int, paper: Paper, name: str) -> None:
    """Draw page number, running lines and watermark."""
    wide, high = canvas._pagesize
    _, right, _, left = (m * mm for m in paper.margins)
    canvas.saveState()
    canvas.setFont(name, 11)
    if paper.page_numbers == "top" and number > 1:
        canvas.drawCentredString(wide / 2, high - 12 * mm, str(number))
    elif paper.page_numbers == "bottom":
        canvas.drawRightString(wide - right, 10 * mm, f"Trang {number}")
    canvas.setFont(f"{name}-I", 9)
    if paper.header:
        canvas.drawString(left, high - 11 * mm, paper.header)
    if paper.footer:
        canvas.drawString(left, 9 * mm, paper.footer)
    if paper.watermark:
        canvas.translate(wide / 2, high / 2)
        canvas.rotate(40)
        canvas.setFillColor(colors.Color(0.6, 0.6, 0.6, alpha=0.25))
        canvas.setFont(f"{name}-B", 80)
        canvas.drawCentredString(0, 0, paper.watermark)
    canvas.restoreState()


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("s", fontName=name, fontSize=size, leading=size * 1.22, **more)


PARA = {  # alignment 0 left 1 centre 4 justified; bold; italic; indent
    "title": (1, True, False, 0),
    "sub": (1, True, False, 0),
    "center": (1, True, False, 0),
    "italic": (1, False, True, 0),
    "right": (2, False, True, 0),
    "body": (4, False, False, 28),
    "bullet": (4, False, False, 28),
    "item": (4, False, False, 28),
    "h1": (0, True, False, 28),
    "h2": (0, True, False, 28),
    "group": (0, True, False, 0),
    "left": (0, False, False, 0),
    "tabbed": (0, False, False, 0),
}


def flow(block: Any, name: str, paper: Paper, room: float) -> list[Any]:
    """Return the flowables of one block."""
    if isinstance(block, Para):
        align, bold, italic, indent = PARA[block.style]
        text = escape(block.text).replace("\n", "<br/>")
        text = f"<b>{text}</b>" if bold else f"<i>{text}</i>" if italic else text
        return [
            Paragraph(
                text,
                _style(
                    name,
                    paper.size,
                    alignment=align,
                    firstLineIndent=indent,
                    spaceAfter=4,
                    keepWithNext=block.keep,
                ),
            )
        ]
    if isinstance(block, FlexRows):
        return flow(block.table, name, paper, room)
    if isinstance(block, Table):
        return [_table(block, name, room), Spacer(1, 6)]
    if isinstance(block, Cards):
        return [_cards(block, name, room)]
    if isinstance(block, Side):
        halves = [
            [f for b in part for f in flow(b, name, paper, room * share - 8)]
            for part, share in zip((block.left, block.right), block.shares, strict=True)
        ]
        style = TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
        return [RlTable([halves], [room * s for s in block.shares], style=style)]
    if isinstance(block, Frame):
        return [f for b in block.blocks for f in flow(b, name, paper, room)]
    if isinstance(block, Sign):
        left = "<br/>".join(escape(t) for t in block.left)
        right = "<b>" + "<br/>".join(escape(t) or "&nbsp;" for t in block.right) + "</b>"
        cells = [
            [Paragraph(left, _style(name, 11)), Paragraph(right, _style(name, 13, alignment=1))]
        ]
        return [
            Spacer(1, 10),
            RlTable(cells, [room / 2] * 2, style=[("VALIGN", (0, 0), (-1, -1), "TOP")]),
        ]
    if isinstance(block, Letterhead):
        center = _style(name, 12, alignment=1)
        office = "<br/>".join(f"<b>{escape(t)}</b>" for t in block.office)
        rows = [
            [
                Paragraph(office, center),
                Paragraph(
                    "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br/>Độc lập - Tự do - Hạnh phúc</b>",
                    center,
                ),
            ],
            [
                Paragraph(escape(block.number), center),
                Paragraph(f"<i>{escape(block.dateline)}</i>", center),
            ],
        ]
        return [
            RlTable(rows, [room * 0.38, room * 0.62], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]),
            Spacer(1, 8),
        ]
    raise TypeError(type(block))


def _cards(block: Cards, name: str, room: float) -> RlTable:
    rows: list[list[Any]] = []
    for at, card in enumerate(block.cards):
        if at % block.columns == 0:
            rows.append([""] * block.columns)
        lines = [
            f"<b>{escape(v)}</b>"
            if not k
            else (f"<i>{escape(k)}:</i> {escape(v)}" if block.labels else escape(v))
            for k, v in card
        ]
        rows[-1][at % block.columns] = Paragraph("<br/>".join(lines), _style(name, block.size))
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    for at in range(len(block.cards)):
        spot = (at % block.columns, at // block.columns)
        if block.look == "boxed":
            style.append(("BOX", spot, spot, 0.7, colors.HexColor("#888888")))
        elif block.look == "shaded":
            style += [
                ("BACKGROUND", spot, spot, colors.HexColor("#eef3f8")),
                ("LINEBELOW", spot, spot, 6, colors.white),
            ]
        else:
            style.append(("LINEABOVE", spot, spot, 1, colors.black))
    return RlTable(rows, [room / block.columns] * block.columns, style=style)


def _table(table: Table, name: str, room: float) -> RlTable:
    look = table.look
    rows = table.head + table.body
    count, heads = len(table.widths), len(table.head)
    widths = [w / sum(table.widths) * room for w in table.widths]
    grid: list[list[Any]] = [[""] * count for _ in rows]
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), look.valign.upper()),
        ("TOPPADDING", (0, 0), (-1, -1), look.pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), look.pad + look.gap),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            grid[r][c] = _content(cell, look, name, head=r < heads)
            last = (c + cell.colspan - 1, r + cell.rowspan - 1)
            if cell.colspan > 1 or cell.rowspan > 1:
                style.append(("SPAN", (c, r), last))
                taken |= {(r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            fill = cell.fill or (
                look.head_fill
                if r < heads
                else look.zebra
                if look.zebra and (r - heads) % 2
                else None
            )
            if fill:
                style.append(("BACKGROUND", (c, r), last, colors.HexColor(fill)))
            c += cell.colspan
    style += _rules(look, heads)
    return RlTable(
        grid,
        widths,
        repeatRows=heads if look.repeat else 0,
        style=style,
        splitInRow=1 if look.split_rows else 0,
    )


def _content(cell: Cell, look: Look, name: str, *, head: bool) -> Any:
    if cell.vertical:
        return Turned(cell.text, f"{name}-B", look.size, look.head_height)
    text = escape(cell.text).replace("\n", "<br/>")
    if cell.note:
        text += f"<super>{cell.note}</super>"
    text = f"<b>{text}</b>" if cell.bold else f"<i>{text}</i>" if cell.italic else text
    align = {"left": 0, "center": 1, "right": 2}[
        cell.align or ("center" if head else look.align if look.align != "justify" else "left")
    ]
    color = look.head_color if head else "#000000"
    return Paragraph(
        text,
        _style(
            name, look.size, alignment=align, splitLongWords=1, textColor=colors.HexColor(color)
        ),
    )


def _rules(look: Look, heads: int) -> list[Any]:
    color = colors.HexColor(look.color)
    w = look.width
    whole = ((0, 0), (-1, -1), w, color)
    head = ((0, 0), (-1, heads - 1), w, color)
    ways: dict[str, list[Any]] = {
        "all": [("GRID", *whole)],
        "rows": [("LINEBELOW", *whole), ("LINEABOVE", (0, 0), (-1, 0), w, color)],
        "cols": [("LINEBEFORE", *whole), ("LINEAFTER", *whole)],
        "none": [],
        "outer": [("BOX", *whole)],
        "head": [("LINEBELOW", (0, heads - 1), (-1, heads - 1), w, color)],
        "half": [("GRID", *head), ("BOX", *whole), ("LINEBEFORE", *whole)],
        "dotted": [
            ("GRID", *head),
            ("BOX", *whole),
            ("LINEBEFORE", *whole),
            ("LINEBELOW", (0, heads), (-1, -1), w, color, None, (1, 2)),
        ],
    }
    return ways[look.rules]
