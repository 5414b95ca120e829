"""Draws a plan as PDF, line by line, so that every rule and letter is under control."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4

from tests.plans import body
from tests.plans.flow import flow_table
from tests.plans.grid import PaperCell, PaperRow, PaperTable
from tests.plans.layout import Layout
from tests.plans.pen import LEADING, PdfPen, wrap
from tests.plans.rules import draw_page_of_table

_PLAIN = Layout()
_NO_RULES = Layout(rules="none")


def draw_pdf(tables: Sequence[PaperTable], layout: Layout, path: Path) -> None:
    """Write the plan with these tables to ``path``."""
    pen = PdfPen(path, layout)
    if layout.body:
        pen.start_page(A4)
        _draw_body(pen, layout)
    for index, table in enumerate(tables):
        if not index or layout.new_page:
            wide = (A4[1], A4[0]) if layout.lies(index) else A4
            pen.start_page(wide, rotate=layout.rotate)
        _draw_appendix(pen, table, layout)
    if layout.signature_table:
        _draw_plain_table(pen, (body.LIST_END,), _NO_RULES)
    pen.save()


def _draw_body(pen: PdfPen, layout: Layout) -> None:
    for left, right in body.LETTERHEAD:
        pen.text_at(pen.left, left.replace("\n", " "), bold=True, size=10)
        pen.text_at(pen.left + pen.width * 0.5, right, bold=True, size=9)
        pen.down(LEADING)
    pen.down(LEADING)
    for text in body.TITLE:
        pen.centred(text, bold=True)
    for text in body.PARAGRAPHS:
        _draw_paragraph(pen, text)
    if layout.task_table:
        _draw_plain_table(pen, (body.TASKS_HEADING, *body.TASKS), _PLAIN)
    _draw_paragraph(pen, body.CLOSING)
    pairs = ("\n".join(body.RECIPIENTS), "\n".join(body.SIGNATURE))
    _draw_plain_table(pen, (pairs,), _NO_RULES)


def _draw_paragraph(pen: PdfPen, text: str) -> None:
    for line in wrap(text, pen.width, bold=False):
        pen.need(LEADING)
        pen.text_at(pen.left, line)
        pen.down(LEADING)
    pen.down(4)


def _draw_plain_table(pen: PdfPen, rows: Sequence[Sequence[str]], layout: Layout) -> None:
    paper = tuple(
        PaperRow("data", tuple(PaperCell(text, centred=layout.rules == "none") for text in row))
        for row in rows
    )
    table = PaperTable((), (1.0,) * len(rows[0]), (), paper, ())
    for piece in flow_table(pen, table, layout):
        draw_page_of_table(pen, piece, layout)
    pen.down(LEADING)


def _draw_appendix(pen: PdfPen, table: PaperTable, layout: Layout) -> None:
    for index, text in enumerate(table.title):
        pen.centred(text, bold=index < 2, spaced=layout.spaced_titles and index == 0)
    pen.down(8)
    for text in table.prose:
        _draw_paragraph(pen, text)
    if table.widths:
        for piece in flow_table(pen, table, layout):
            draw_page_of_table(pen, piece, layout)
    pen.down(LEADING)
