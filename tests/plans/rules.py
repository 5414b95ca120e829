"""Draws the boxes of a table on one page: shades, rules, words."""

from __future__ import annotations

from collections.abc import Sequence

from tests.plans.flow import Box
from tests.plans.form import PAD
from tests.plans.layout import Layout
from tests.plans.pen import LEADING, SIZE, PdfPen, measure

_SHORT = 3.0  # how far short a rule stops


def draw_page_of_table(pen: PdfPen, boxes: Sequence[Box], layout: Layout) -> None:
    """Draw the part of a table that stands on the pen's page."""
    for box in boxes:
        _draw_shade(pen, box, layout.rules)
    _draw_rules(pen, boxes, layout.rules)
    for box in boxes:
        _draw_words(pen, box, layout)


def _draw_shade(pen: PdfPen, box: Box, rules: str) -> None:
    grey = 0.0
    if rules == "bands":
        grey = 0.85 if box.band % 2 else 0.95
    elif rules == "shaded" and box.kind in ("heading", "group", "total"):
        grey = 0.85
    if grey:
        pen.canvas.setFillGray(grey)
        width, height = box.right - box.left, box.top - box.bottom
        pen.canvas.rect(box.left, box.bottom, width, height, stroke=0, fill=1)
        pen.canvas.setFillGray(0)


def _draw_rules(pen: PdfPen, boxes: Sequence[Box], rules: str) -> None:
    if rules in ("none", "bands"):
        return
    pen.canvas.setLineWidth(0.5)
    if rules == "dashed":
        pen.canvas.setDash(3, 2)
    short = _SHORT if rules == "short" else 0.0
    lines = set()
    for box in boxes:
        for y in (box.top, box.bottom):
            lines.add((box.left + short, y, box.right - short, y))
        for x in (box.left, box.right) if rules != "horizontal" else ():
            lines.add((x, box.top - short, x, box.bottom + short))
    for line in sorted(lines):
        pen.canvas.line(*line)
    pen.canvas.setDash()


def _draw_words(pen: PdfPen, box: Box, layout: Layout) -> None:
    leading = box.size * LEADING / SIZE
    spare = box.top - box.bottom - 2 * PAD - len(box.lines) * leading
    raised = box.cell.centred or box.cell.rows > 1
    y = box.top - PAD - (max(spare, 0.0) / 2 if layout.middle and raised else 0.0)
    for line in box.lines:
        x = box.left + PAD
        if box.cell.centred:
            x = (box.left + box.right - measure(line, box.cell.bold, box.size)) / 2
        pen.write(x, y - box.size, line, bold=box.cell.bold, size=box.size)
        y -= leading
