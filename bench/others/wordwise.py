"""A paper drawn word by word with PyMuPDF: no flow engine, every word placed by our own code."""

from __future__ import annotations

from typing import Any

import pymupdf

from bench.others.canvas import FILES, FONTS
from bench.others.model import Break, Cell, FlexRows, Letterhead, Look, Paper, Para, Sign, Table

MM = 72 / 25.4


class Desk:
    """Pages being filled from top to bottom."""

    def __init__(self, paper: Paper) -> None:
        """Open the first page."""
        self.paper = paper
        name = paper.font if paper.font in FILES else "Tinos"
        self.files = [str(FONTS / f"{file}.ttf") for file in FILES[name]]
        self.fonts = [pymupdf.Font(fontfile=file) for file in self.files]
        self.doc = pymupdf.open()
        self.wide = paper.landscape
        self.new()

    def new(self) -> None:
        """Begin a page."""
        w, h = (842, 595) if self.wide else (595, 842)
        self.page = self.doc.new_page(width=w, height=h)
        for at, file in enumerate(self.files):
            self.page.insert_font(fontname=f"G{at}", fontfile=file)
        top, right, bottom, left = (m * MM for m in self.paper.margins)
        self.left, self.right, self.y, self.end = left, w - right, top, h - bottom
        if self.paper.page_numbers and self.doc.page_count > 1:
            y = 32 if self.paper.page_numbers == "top" else h - 24
            self.put(w / 2, y, str(self.doc.page_count), 11, 0)

    def put(
        self, x: float, y: float, text: str, size: float, style: int, color: str = "#000000"
    ) -> None:
        """Draw one run of text with its base line at y."""
        rgb = tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        self.page.insert_text((x, y), text, fontname=f"G{style}", fontsize=size, color=rgb)

    def wrap(self, text: str, size: float, style: int, room: float, indent: float = 0) -> list[str]:
        """Break text into lines that fit."""
        lines: list[str] = []
        font = self.fonts[style]
        for part in text.split("\n"):
            line, limit = "", room - indent
            for word in part.split():
                trial = f"{line} {word}".strip()
                if line and font.text_length(trial, size) > limit:
                    lines.append(line)
                    line, limit = word, room
                else:
                    line = trial
            lines.append(line)
        return lines


def to_pymupdf(paper: Paper, path: str) -> None:
    """Write the paper by placing every line."""
    desk = Desk(paper)
    for block in paper.blocks:
        if isinstance(block, Break):
            desk.wide = desk.wide if block.landscape is None else block.landscape
            desk.new()
        else:
            _block(desk, block)
    for at, note in enumerate(paper.footnotes, 1):
        _para(desk, f"({at}) {note}", 9.5, 0, "left", 0)
    desk.doc.subset_fonts()
    desk.doc.save(path, garbage=3, deflate=True)


def _block(desk: Desk, block: Any) -> None:
    size = desk.paper.size
    if isinstance(block, Para):
        style = (
            1
            if block.style in ("title", "sub", "center", "h1", "h2", "group")
            else (2 if block.style in ("italic", "right") else 0)
        )
        align = {
            "title": "center",
            "sub": "center",
            "center": "center",
            "italic": "center",
            "right": "right",
        }.get(block.style, "left")
        indent = 28 if block.style in ("body", "bullet", "item", "h1", "h2") else 0
        if "\t" in block.text:
            _tabbed(desk, block.text, size)
        else:
            _para(desk, block.text, size, style, align, indent)
    elif isinstance(block, FlexRows):
        _table(desk, block.table)
    elif isinstance(block, Table):
        _table(desk, block)
    elif isinstance(block, Letterhead):
        _pairs(
            desk,
            [*block.office, block.number],
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", block.dateline],
            12,
        )
    elif isinstance(block, Sign):
        if desk.y + 130 > desk.end:
            desk.new()
        _pairs(desk, block.left, block.right, 12)
    else:
        raise TypeError(type(block))


def _para(desk: Desk, text: str, size: float, style: int, align: str, indent: float) -> None:
    room = desk.right - desk.left
    for at, line in enumerate(desk.wrap(text, size, style, room, indent)):
        if desk.y + size * 1.3 > desk.end:
            desk.new()
        width = desk.fonts[style].text_length(line, size)
        x = desk.left + (indent if at == 0 else 0)
        x = {"center": (desk.left + desk.right - width) / 2, "right": desk.right - width}.get(
            align, x
        )
        desk.put(x, desk.y + size, line, size, style)
        desk.y += size * 1.3
    desk.y += 3


def _tabbed(desk: Desk, text: str, size: float) -> None:
    if desk.y + size * 1.4 > desk.end:
        desk.new()
    for at, part in enumerate(text.split("\t")):
        desk.put(desk.left + (0, 34, 204, 346)[at], desk.y + size, part, size, 0)
    desk.y += size * 1.45


def _pairs(desk: Desk, left: list[str], right: list[str], size: float) -> None:
    quarter = (desk.right - desk.left) / 4
    for at in range(max(len(left), len(right))):
        for texts, middle in (
            (left, desk.left + quarter * 0.8),
            (right, desk.left + quarter * 2.9),
        ):
            text = texts[at] if at < len(texts) else ""
            style = 1 if texts is right else 0
            width = desk.fonts[style].text_length(text, size)
            if text:
                desk.put(max(desk.left, middle - width / 2), desk.y + size, text, size, style)
        desk.y += size * 1.3
    desk.y += 10


def _spread(table: Table, room: float, left: float) -> list[float]:
    edges = [left]
    for width in table.widths:
        edges.append(edges[-1] + width / sum(table.widths) * room)
    return edges


def _table(desk: Desk, table: Table) -> None:
    look = table.look
    rows = [(r, True) for r in table.head] + [(r, False) for r in table.body]
    edges = _spread(table, desk.right - desk.left, desk.left)
    at = 0
    while at < len(rows):
        block = _block_rows(rows, at)
        laid = [_lay(desk, rows[i][0], edges, look, _offset(rows, at, i)) for i in block]
        heights = _heights(laid, look)
        if desk.y + sum(heights) > desk.end and not rows[at][1]:
            desk.new()
            if look.repeat:
                _head(desk, table, edges)
        _draw_rows(desk, laid, heights, edges, look, head=rows[at][1], at=at - len(table.head))
        at = block[-1] + 1
    desk.y += 6


def _head(desk: Desk, table: Table, edges: list[float]) -> None:
    rows = [(r, True) for r in table.head]
    laid = [
        _lay(desk, row, edges, table.look, _offset(rows, 0, i)) for i, (row, _) in enumerate(rows)
    ]
    _draw_rows(desk, laid, _heights(laid, table.look), edges, table.look, head=True, at=0)


def _block_rows(rows: list[tuple[list[Cell], bool]], at: int) -> list[int]:
    """Return the rows from at on that merged cells tie together."""
    last, i = at, at
    while i <= last and i < len(rows):
        last = max([last] + [i + c.rowspan - 1 for c in rows[i][0]])
        i += 1
    return list(range(at, last + 1))


def _offset(rows: list[tuple[list[Cell], bool]], first: int, at: int) -> set[int]:
    """Return the columns of row at that cells from above fill."""
    taken: dict[int, set[int]] = {i: set() for i in range(first, at + 1)}
    for i in range(first, at + 1):
        c = 0
        for cell in rows[i][0]:
            while c in taken[i]:
                c += 1
            for down in range(1, cell.rowspan):
                if i + down <= at:
                    taken[i + down] |= set(range(c, c + cell.colspan))
            c += cell.colspan
    return taken[at]


Laid = list[tuple[Cell, int, list[str]]]


def _lay(desk: Desk, row: list[Cell], edges: list[float], look: Look, skip: set[int]) -> Laid:
    out: Laid = []
    c = 0
    for cell in row:
        while c in skip:
            c += 1
        room = edges[c + cell.colspan] - edges[c] - 6
        style = 1 if cell.bold else 2 if cell.italic else 0
        text = cell.text + (f" ({cell.note})" if cell.note else "")
        out.append((cell, c, desk.wrap(text, look.size, style, room)))
        c += cell.colspan
    return out


def _heights(laid: list[Laid], look: Look) -> list[float]:
    line = look.size * 1.22
    heights = [
        max([line] + [len(lines) * line for cell, _, lines in row if cell.rowspan == 1])
        + look.pad * 2
        + look.gap
        for row in laid
    ]
    for at, row in enumerate(laid):
        for cell, _, lines in row:
            if cell.rowspan > 1:
                need = len(lines) * line + look.pad * 2
                short = need - sum(heights[at : at + cell.rowspan])
                if short > 0:
                    heights[at + cell.rowspan - 1] += short
    return heights


def _draw_rows(
    desk: Desk,
    laid: list[Laid],
    heights: list[float],
    edges: list[float],
    look: Look,
    *,
    head: bool,
    at: int,
) -> None:
    for number, row in enumerate(laid):
        for cell, c, lines in row:
            deep = sum(heights[number : number + cell.rowspan])
            box = pymupdf.Rect(edges[c], desk.y, edges[c + cell.colspan], desk.y + deep)
            fill = cell.fill or (
                look.head_fill if head else look.zebra if (at + number) % 2 else None
            )
            _frame(desk, box, look, fill, head)
            style = 1 if cell.bold else 2 if cell.italic else 0
            line = look.size * 1.22
            y = box.y0 + look.pad
            if head or look.valign == "middle" or cell.rowspan > 1:
                y = (box.y0 + box.y1 - len(lines) * line) / 2
            for text in lines:
                width = desk.fonts[style].text_length(text, look.size)
                align = cell.align or ("center" if head else look.align)
                x = {"center": (box.x0 + box.x1 - width) / 2, "right": box.x1 - width - 3}.get(
                    align, box.x0 + 3
                )
                desk.put(
                    x,
                    y + look.size * 0.95,
                    text,
                    look.size,
                    style,
                    look.head_color if head else "#000000",
                )
                y += line
        desk.y += heights[number]


def _frame(desk: Desk, box: pymupdf.Rect, look: Look, fill: str | None, head: bool) -> None:
    rgb = tuple(int(look.color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    if fill:
        tint = tuple(int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5))
        desk.page.draw_rect(box, color=None, fill=tint, overlay=True)
    rules = "all" if head and look.rules in ("half", "dotted") else look.rules
    if rules in ("all", "rows", "dotted") or (rules == "head" and head):
        dashes = "[1 2] 0" if rules == "dotted" else None
        desk.page.draw_line(box.bl, box.br, color=rgb, width=look.width, dashes=dashes)
        if rules == "all" or head:
            desk.page.draw_line(box.tl, box.tr, color=rgb, width=look.width)
    if rules in ("all", "cols", "half", "dotted"):
        desk.page.draw_line(box.tl, box.bl, color=rgb, width=look.width)
        desk.page.draw_line(box.tr, box.br, color=rgb, width=look.width)
