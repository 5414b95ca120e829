"""The heading rows of a table: one or two high, with numbers under them or not."""

from __future__ import annotations

from tests.plans.grid import PaperCell, PaperRow
from tests.plans.layout import HEADINGS, SPLIT, Layout


def name_headings(layout: Layout) -> tuple[str, ...]:
    """Return one heading a printed column, the one over it first."""
    names = []
    for code in layout.columns:
        over, subs = SPLIT.get(code, ("", (code,)))
        names += [f"{over} {_words(sub, layout)}".strip() for sub in subs]
    return tuple(names)


def _words(code: str, layout: Layout) -> str:
    return "" if code == "no" and layout.blank_no_heading else HEADINGS[code][layout.headings]


def make_header(layout: Layout) -> tuple[PaperRow, ...]:
    """Return the heading rows: two where a heading stands over several columns."""
    tall = any(code in SPLIT for code in layout.columns)
    top: list[PaperCell | None] = []
    below: list[PaperCell | None] = []
    for code in layout.columns:
        if code in SPLIT:
            over, subs = SPLIT[code]
            top.append(PaperCell(over, cols=len(subs), bold=True, centred=True))
            top += [None] * (len(subs) - 1)
            below += [_heading(sub, layout) for sub in subs]
        else:
            top.append(_heading(code, layout, rows=2 if tall else 1))
            below.append(None)
    rows = [PaperRow("heading", tuple(top))]
    if tall:
        rows.append(PaperRow("heading", tuple(below)))
    if layout.number_row:
        marks = _number_marks(layout.number_row, len(top))
        rows.append(PaperRow("numbers", tuple(PaperCell(mark, centred=True) for mark in marks)))
    return tuple(rows)


def _heading(code: str, layout: Layout, rows: int = 1) -> PaperCell:
    return PaperCell(_words(code, layout), rows=rows, bold=True, centred=True)


def _number_marks(style: str, width: int) -> list[str]:
    if style == "A":
        return ["A", "B", *(str(n) for n in range(1, width - 1))]
    return [f"({n})" for n in range(1, width + 1)]
