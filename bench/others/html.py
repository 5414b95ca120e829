"""A paper as HTML with CSS, for Chromium, WeasyPrint and LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from bench.others.model import (
    Break,
    Cards,
    Cell,
    Columns,
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

PARA_CSS = """
p{margin:0 0 4pt 0} p.title{font-weight:bold;text-align:center;margin:8pt 0 0}
p.sub{font-weight:bold;text-align:center;margin:0 0 4pt} p.italic{font-style:italic;text-align:center;margin:0 0 8pt}
p.center{text-align:center;font-weight:bold} p.right{text-align:right;font-style:italic}
p.body,p.bullet{text-align:justify;text-indent:1cm;line-height:1.3} p.h1,p.h2{font-weight:bold;text-indent:1cm}
p.item{text-align:justify;text-indent:1cm;line-height:1.35} p.keep{break-after:avoid}
p.group{font-weight:bold;margin:6pt 0 3pt} p.left{text-align:left}
.lh{width:100%;border-collapse:collapse;margin-bottom:10pt} .lh td{border:none;text-align:center;vertical-align:top;padding:0}
.sg{width:100%;border-collapse:collapse;margin-top:12pt;break-inside:avoid} .sg td{border:none;vertical-align:top;padding:0}
.seal{display:inline-block;width:74pt;height:74pt;border:2.2pt solid #d2222a;border-radius:50%;margin:-58pt 0 -20pt -30pt;opacity:.75}
.wm{position:fixed;top:38%;left:12%;font-size:82pt;color:rgba(150,150,150,.22);transform:rotate(-35deg);z-index:-1;font-weight:bold}
.fn{font-size:9.5pt;border-top:.6pt solid #000;margin-top:10pt;padding-top:3pt}
sup{font-size:70%;line-height:0}
"""


def to_html(paper: Paper, tool: str) -> str:
    """Return the page source; tool is chromium, weasy or lohtml."""
    top, right, bottom, left = paper.margins
    size = "A4 landscape" if paper.landscape else "A4"
    numbers = _page_number_css(paper) if tool == "weasy" else ""
    # Chromium draws its own page numbers (see draw.py)
    css = (
        f"@page{{size:{size};margin:{top}mm {right}mm {bottom}mm {left}mm;{numbers}}}"
        f"@page wide{{size:A4 landscape}} @page tall{{size:A4 portrait}}"
        f"body{{margin:0;font-family:{_family(paper.font)};font-size:{paper.size}pt}}" + PARA_CSS
    )
    parts: list[str] = []
    opened = False
    if paper.watermark and tool != "lohtml":
        parts.append(f'<div class="wm">{escape(paper.watermark)}</div>')
    for block in paper.blocks:
        if isinstance(block, Break):
            parts.append("</div>" if opened else "")
            kind = {True: "wide", False: "tall", None: ""}[block.landscape]
            page = f"page:{kind};" if kind else ""
            parts.append(f'<div style="break-before:page;page-break-before:always;{page}">')
            opened = True
            continue
        parts.append(block_html(block, tool))
    if opened:
        parts.append("</div>")
    if paper.footnotes:
        notes = "".join(
            f"<div><sup>{at}</sup> {escape(note)}</div>"
            for at, note in enumerate(paper.footnotes, 1)
        )
        parts.append(f'<div class="fn">{notes}</div>')
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title></title>'
        f"<style>{css}</style></head><body>{''.join(parts)}</body></html>"
    )


def _family(font: str) -> str:
    return f"'{font}',{'sans-serif' if any(k in font for k in ('Sans', 'Arial', 'Arimo', 'Roboto', 'Vietnam')) else 'serif'}"


def _page_number_css(paper: Paper) -> str:
    where = {"top": "@top-center", "bottom": "@bottom-right"}.get(paper.page_numbers or "")
    css = f"{where}{{content:counter(page);font-size:11pt}}" if where else ""
    for text, box in ((paper.header, "@top-left"), (paper.footer, "@bottom-left")):
        if text:
            css += f"{box}{{content:'{text}';font-size:9pt;font-style:italic;white-space:nowrap}}"
    return css


def block_html(block: Any, tool: str) -> str:
    """Return one block's source."""
    if isinstance(block, Para) and tool == "lohtml":
        return _old_para(block)
    makers: dict[type, Callable[[Any, str], str]] = {
        Para: lambda b, t: f'<p class="{b.style}{" keep" if b.keep else ""}">{_text(b.text)}</p>',
        Table: table_html,
        FlexRows: lambda b, t: flex_html(b),
        Cards: lambda b, t: cards_html(b),
        Side: _side,
        Frame: _frame,
        Columns: lambda b, t: (
            f'<div style="column-count:{b.count};column-gap:9mm">{_all(b.blocks, t)}</div>'
        ),
        Sign: lambda b, t: _sign(b),
        Letterhead: lambda b, t: _letterhead(b),
    }
    return makers[type(block)](block, tool)


def _all(blocks: list[Any], tool: str) -> str:
    return "".join(block_html(b, tool) for b in blocks)


def _frame(block: Frame, tool: str) -> str:
    return (
        '<table style="width:100%;border:1.5pt solid #000;border-collapse:separate">'
        f'<tr><td style="border:none;padding:8pt">{_all(block.blocks, tool)}</td></tr></table>'
    )


def _old_para(block: Para) -> str:
    """Return a paragraph with attributes instead of classes, which LibreOffice reads best."""
    text = _text(block.text)
    align = {
        "body": "justify",
        "bullet": "justify",
        "item": "justify",
        "h1": "left",
        "h2": "left",
        "group": "left",
        "left": "left",
        "right": "right",
    }.get(block.style, "center")
    if block.style in ("title", "sub", "center", "h1", "h2", "group"):
        text = f"<b>{text}</b>"
    elif block.style in ("italic", "right"):
        text = f"<i>{text}</i>"
    return f'<p align="{align}" style="margin-top:0;margin-bottom:0.15cm">{text}</p>'


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _cell(cell: Cell, look: Look, head: bool, tool: str, extra: str = "") -> str:
    tag = "th" if head and tool != "lohtml" else "td"
    style = [f"text-align:{cell.align or ('center' if head else look.align)}", extra]
    style.append(f"font-weight:{'bold' if cell.bold else 'normal'}")
    if cell.italic:
        style.append("font-style:italic")
    if cell.fill:
        style.append(f"background:{cell.fill}")
    if len(cell.text) < 5 and "\n" not in cell.text:
        style.append("white-space:nowrap")
    span = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
        f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    )
    text = _text(cell.text)
    if cell.note:
        text += f"<sup>{escape(cell.note)}</sup>"
    if cell.vertical:
        text = (
            f'<div style="writing-mode:vertical-rl;transform:rotate(180deg);'
            f'height:{look.head_height}pt;margin:auto;line-height:1.1">{text}</div>'
        )
    return f'<{tag}{span} style="{";".join(s for s in style if s)}">{text}</{tag}>'


def rule_css(look: Look) -> dict[str, str]:
    """Return border CSS for table, head cell and body cell."""
    line = f"{look.width}pt solid {look.color}"
    dotted = f"{look.width}pt dotted {look.color}"
    return {
        "all": {"table": "", "th": f"border:{line}", "td": f"border:{line}"},
        "rows": {
            "table": "",
            "th": f"border-top:{line};border-bottom:{line}",
            "td": f"border-bottom:{line}",
        },
        "cols": {
            "table": f"border-left:{line};border-right:{line}",
            "th": f"border-left:{line};border-right:{line}",
            "td": f"border-left:{line};border-right:{line}",
        },
        "none": {"table": "", "th": "", "td": ""},
        "outer": {"table": f"border:{line}", "th": "", "td": ""},
        "head": {"table": "", "th": f"border-bottom:{line}", "td": ""},
        "half": {
            "table": f"border:{line}",
            "th": f"border:{line}",
            "td": f"border-left:{line};border-right:{line}",
        },
        "dotted": {
            "table": f"border:{line}",
            "th": f"border:{line}",
            "td": f"border-left:{line};border-right:{line};border-bottom:{dotted}",
        },
    }[look.rules]


def table_html(table: Table, tool: str) -> str:
    """Return a table element."""
    look = table.look
    css = rule_css(look)
    total = sum(table.widths)
    cols = "".join(f'<col style="width:{w / total * 100:.3f}%">' for w in table.widths)
    attrs = ' width="100%" cellpadding="3"' if tool == "lohtml" else ""
    base = f"padding:{look.pad}pt {look.pad + 1}pt;vertical-align:{look.valign}"
    fill = f";background:{look.head_fill}" if look.head_fill else ""
    head = "".join(
        "<tr>"
        + "".join(
            _cell(
                c,
                look,
                True,
                tool,
                f"padding:2pt;vertical-align:middle;color:{look.head_color}{fill};{css['th']}",
            )
            for c in row
        )
        + "</tr>"
        for row in table.head
    )
    body = []
    for at, row in enumerate(table.body):
        zebra = f";background:{look.zebra}" if look.zebra and at % 2 else ""
        body.append(
            "<tr>"
            + "".join(_cell(c, look, False, tool, f"{base};{css['td']}{zebra}") for c in row)
            + "</tr>"
        )
        if look.gap:
            body.append(
                f'<tr><td colspan="{len(table.widths)}" style="height:{look.gap}pt;padding:0"></td></tr>'
            )
    group = "table-header-group" if look.repeat else "table-row-group"
    split = "auto" if look.split_rows else "avoid"
    inner_head = (
        f'<thead style="display:{group}">{head}</thead>'
        if look.repeat or tool != "lohtml"
        else head
    )
    return (
        f'<table{attrs} style="width:100%;table-layout:fixed;border-collapse:collapse;'
        f'font-size:{look.size}pt;{css["table"]};--s:{split}" class="t{int(look.split_rows)}">'
        f"<colgroup>{cols}</colgroup>{inner_head}<tbody>{''.join(body)}</tbody></table>"
        f"<style>.t0 tr{{break-inside:avoid}}.t1 tr{{break-inside:auto}}"
        f"td,th{{overflow-wrap:break-word;line-height:1.2}}</style>"
    )


def flex_html(block: FlexRows) -> str:
    """Return a table made of flex boxes or of a CSS grid."""
    table, look = block.table, block.table.look
    total = sum(table.widths)
    css = rule_css(look)
    out = []
    rows = [(row, True) for row in table.head] + [(row, False) for row in table.body]
    for at, (row, head) in enumerate(rows):
        cells = []
        start = 0
        for cell in row:
            width = sum(table.widths[start : start + cell.colspan]) / total * 100
            start += cell.colspan
            weight = "bold" if cell.bold else "normal"
            style = (
                f"width:{width:.3f}%;box-sizing:border-box;padding:{look.pad}pt;font-weight:{weight};"
                f"text-align:{cell.align or ('center' if head else look.align)};"
                f"overflow-wrap:break-word;{css['th' if head else 'td']}"
            )
            cells.append(f'<div style="{style}">{_text(cell.text)}</div>')
        fill = look.head_fill if head else (look.zebra if at % 2 else None)
        shade = f"background:{fill};" if fill else ""
        tone = f"color:{look.head_color};" if head else ""
        kind = (
            "display:grid;grid-template-columns:"
            + " ".join(f"{sum(table.widths[i : i + 1]):.3f}fr" for i in range(len(table.widths)))
            if block.grid and len(row) == len(table.widths)
            else "display:flex"
        )
        if block.grid and len(row) == len(table.widths):
            cells = [c.replace("width:", "max-width:none;x:", 1) for c in cells]
        out.append(f'<div style="{kind};break-inside:avoid;{shade}{tone}">{"".join(cells)}</div>')
    return f'<div style="font-size:{look.size}pt;line-height:1.25">{"".join(out)}</div>'


def cards_html(block: Cards) -> str:
    """Return boxes in a grid."""
    skin = {
        "boxed": "border:.8pt solid #777;border-radius:5pt",
        "shaded": "background:#eef3f8",
        "plain": "border-top:1.2pt solid #444",
    }[block.look]
    cells = []
    for card in block.cards:
        lines = []
        for label, value in card:
            if not label:
                lines.append(f'<div style="font-weight:bold">{_text(value)}</div>')
            elif block.labels:
                lines.append(f"<div><i>{escape(label)}:</i> {_text(value)}</div>")
            else:
                lines.append(f"<div>{_text(value)}</div>")
        cells.append(
            f'<div style="{skin};padding:6pt 8pt;break-inside:avoid">{"".join(lines)}</div>'
        )
    return (
        f'<div style="display:grid;grid-template-columns:repeat({block.columns},1fr);gap:8pt;'
        f'font-size:{block.size}pt;line-height:1.3">{"".join(cells)}</div>'
    )


def _side(block: Side, tool: str) -> str:
    halves = []
    for blocks, share in ((block.left, block.shares[0]), (block.right, block.shares[1])):
        inner = "".join(block_html(b, tool) for b in blocks)
        halves.append(
            f'<td style="width:{share * 100:.1f}%;border:none;vertical-align:top;padding:0 3pt">{inner}</td>'
        )
    if tool == "lohtml":
        return f'<table width="100%" style="border:none"><tr>{"".join(halves)}</tr></table>'
    return f'<table style="width:100%;border-collapse:collapse;table-layout:fixed"><tr>{"".join(halves)}</tr></table>'


def _sign(block: Sign) -> str:
    left = "<br>".join(
        f"<b><i>{escape(t)}</i></b>" if at == 0 else escape(t) for at, t in enumerate(block.left)
    )
    right = "<br>".join(escape(t) or "&nbsp;" for t in block.right[:-1])
    seal = '<span class="seal"></span>' if block.seal else ""
    return (
        f'<table class="sg"><tr><td style="width:50%;font-size:11pt">{left}</td>'
        f'<td style="width:50%;text-align:center;font-weight:bold">{right}<br>{seal}'
        f"{escape(block.right[-1])}</td></tr></table>"
    )


def _letterhead(block: Letterhead) -> str:
    office = "<br>".join(f"<b>{escape(t)}</b>" for t in block.office)
    return (
        f'<table class="lh"><tr><td style="width:40%">{office}<br>_______</td>'
        f'<td style="width:60%"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br>'
        f"<b>Độc lập - Tự do - Hạnh phúc</b><br>_______________________</td></tr>"
        f'<tr><td style="padding-top:5pt">{escape(block.number)}</td>'
        f'<td style="padding-top:5pt"><i>{escape(block.dateline)}</i></td></tr></table>'
    )
