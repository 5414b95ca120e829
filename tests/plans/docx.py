"""Draws a plan as DOCX."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from tests.plans import body
from tests.plans.form import fit_letters
from tests.plans.grid import PaperCell, PaperRow, PaperTable
from tests.plans.layout import Layout
from tests.plans.letters import FONTS, encode, split_runs
from tests.plans.pen import SIZE
from tests.plans.wordparts import WordParts

_BORDERS = {
    "full": ("single",) * 6,
    "shaded": ("single",) * 6,
    "short": ("single",) * 6,
    "dashed": ("dashed",) * 6,
    "horizontal": ("single", "nil", "single", "nil", "single", "nil"),
    "none": ("nil",) * 6,
    "bands": ("nil",) * 6,
}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_TWIPS = 20  # a point
_MARGINS = 3.0  # points that Word's cell margins take beyond those of a PDF cell
_WIDTH = {False: 9350, True: 14000}  # twips between the margins of A4


def draw_docx(tables: Sequence[PaperTable], layout: Layout, path: Path) -> None:
    """Write the plan with these tables to ``path``."""
    pen = _DocxPen(layout)
    if layout.body:
        pen.draw_body()
    for index, table in enumerate(tables):
        pen.draw_appendix(table, index)
    if layout.signature_table:
        pen.draw_plain_table((body.LIST_END,), bold=True)
    pen.save(path)


class _DocxPen:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.size = SIZE  # of the letters in the table under way
        self.document: DocxDocument = Document()
        self.parts = WordParts(self.document, layout.extras)
        style = self.document.styles["Normal"]
        style.font.name = FONTS[layout.encoding]
        style.font.size = Pt(SIZE)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        if layout.page_numbers:
            self.parts.add_page_number(section)
        if layout.running_head:
            section.footer.paragraphs[0].text = self.encode(body.RUNNING_HEAD)

    def encode(self, text: str) -> str:
        return encode(text, self.layout.encoding)

    def save(self, path: Path) -> None:
        self.parts.finish()
        self.document.save(str(path))

    # --- paragraphs

    def line(self, text: str, *, bold: bool = False, centred: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph()
        self.write(paragraph, text, bold=bold)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def write(
        self, paragraph: Paragraph, text: str, *, bold: bool = False, size: float = SIZE
    ) -> None:
        for part, font in split_runs(text, self.layout.encoding):
            run = paragraph.add_run(part)
            run.bold = bold
            run.font.name = font
            run.font.size = Pt(size)

    # --- the plan

    def draw_body(self) -> None:
        if self.layout.letterhead_table:
            self.draw_plain_table(body.LETTERHEAD, bold=True)
        else:
            for left, right in body.LETTERHEAD:
                self.line(left.replace("\n", " "), bold=True)
                self.line(right, bold=True)
        for text in body.TITLE:
            self.line(text, bold=True, centred=True)
        if "textbox" in self.layout.extras:
            self.parts.add_text_box(self.line(""), self.encode("HỎA TỐC"))
        for text in body.PARAGRAPHS:
            self.line(text)
        if self.layout.task_table:
            self.draw_plain_table((body.TASKS_HEADING, *body.TASKS), ruled=True)
        self.line(body.CLOSING)
        recipients, signature = "\n".join(body.RECIPIENTS), "\n".join(body.SIGNATURE)
        if self.layout.signature_table:
            self.draw_plain_table(((recipients, signature),), bold=True)
        else:
            for text in (*body.RECIPIENTS, *body.SIGNATURE):
                self.line(text)

    def draw_plain_table(
        self, rows: Sequence[Sequence[str]], *, bold: bool = False, ruled: bool = False
    ) -> None:
        paper = [
            PaperRow("data", tuple(PaperCell(text, bold=bold, centred=not ruled) for text in row))
            for row in rows
        ]
        widths = (1.0,) * len(rows[0])
        self._add_table(paper, widths, "full" if ruled else "none", _WIDTH[False])

    def draw_appendix(self, table: PaperTable, index: int) -> None:
        if not index or self.layout.new_page:
            self._start_section(index)
        self.parts.new_list()
        for place, text in enumerate(table.title):
            titled = " ".join(text) if self.layout.spaced_titles and place == 0 else text
            self.line(titled, bold=place < 2, centred=True)
        for text in table.prose:
            self.line(text)
        if table.widths:
            rows = [*table.header, *table.rows]
            width = _WIDTH[self.layout.lies(index)]
            made = self._add_table(rows, table.widths, self.layout.rules, width)
            if self.layout.repeat_heading:
                for row in made.rows[: len(table.header)]:
                    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _start_section(self, index: int) -> None:
        section = self.document.sections[-1]
        if index or self.layout.body:
            section = self.document.add_section(WD_SECTION.NEW_PAGE)
        lies = self.layout.lies(index)
        section.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
        section.page_width = Cm(29.7) if lies else Cm(21)
        section.page_height = Cm(21) if lies else Cm(29.7)

    # --- tables

    def _add_table(
        self, rows: Sequence[PaperRow], widths: Sequence[float], rules: str, total: int
    ) -> DocxTable:
        grid = [int(total * width / sum(widths)) for width in widths]
        cols = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
        borders = "".join(
            f'<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="auto"/>'
            for side, kind in zip(_SIDES, _BORDERS[rules], strict=True)
        )
        element = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{cols}</w:tblGrid></w:tbl>"
        )
        anchor = self.document.add_paragraph()
        anchor._p.addprevious(element)
        table = DocxTable(element, self.document)
        self._fit(rows, grid)
        for index, row in enumerate(rows):
            if row.kind == "group" and self.layout.restart:
                self.parts.new_list()
            element.append(self._make_row(row, grid, self._shade(row, rules, index)))
        for made in table.rows if not self.layout.break_rows else ():
            made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        self.parts.dress_cells(table)
        return table

    def _fit(self, rows: Sequence[PaperRow], grid: Sequence[int]) -> None:
        """Choose the letters of a table: Word and LibreOffice break a word that has no room."""
        xs = [sum(grid[:place]) / _TWIPS - place * _MARGINS for place in range(len(grid) + 1)]
        self.size = fit_letters(rows, xs).size

    @staticmethod
    def _shade(row: PaperRow, rules: str, index: int) -> str:
        if rules == "bands":
            return "DDDDDD" if index % 2 else "F5F5F5"
        marked = rules == "shaded" and row.kind in ("heading", "group", "total")
        return "D9E2F3" if marked else ""

    def _make_row(self, row: PaperRow, grid: Sequence[int], shade: str) -> Any:
        element = OxmlElement("w:tr")
        place = 0
        while place < len(row.cells):
            cell = row.cells[place]
            cols = cell.cols if cell else 1
            element.append(self._make_cell(cell, sum(grid[place : place + cols]), shade))
            place += cols
        return element

    def _make_cell(self, cell: PaperCell | None, width: int, shade: str) -> Any:
        span = f'<w:gridSpan w:val="{cell.cols}"/>' if cell and cell.cols > 1 else ""
        merge = "<w:vMerge/>" if cell is None else ""
        if cell and cell.rows > 1:
            merge = '<w:vMerge w:val="restart"/>'
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
        middle = cell and self.layout.middle and (cell.centred or cell.rows > 1)
        align = '<w:vAlign w:val="center"/>' if middle else ""
        element = parse_xml(
            f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            f"{span}{merge}{fill}{align}</w:tcPr></w:tc>"
        )
        for text in (cell.text if cell else "").split("\n"):
            paragraph = OxmlElement("w:p")
            element.append(paragraph)
            self._fill(Paragraph(paragraph, self.document._body), cell, text)
        return element

    def _fill(self, paragraph: Paragraph, cell: PaperCell | None, text: str) -> None:
        paragraph.paragraph_format.space_after = Pt(0)
        if cell is None:
            return
        if cell.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if cell.auto:
            self.parts.number(paragraph)
        elif text:
            self.write(paragraph, text, bold=cell.bold, size=self.size)
