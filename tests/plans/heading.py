"""The heading rows of a table: one or two high, with numbers under them or not."""

from __future__ import annotations

from tests.plans.grid import PaperCell, PaperRow
from tests.plans.layout import ADDRESS_OVER, HEADINGS, TICKS, TICKS_OVER, Layout


def name_headings(layout: Layout) -> tuple[str, ...]:
    names = []
    for code in layout.columns:
        if code == "ticks":
            names += [f"{TICKS_OVER} {tick}" for tick in TICKS]
        elif code == "address_split":
            names += [f"{ADDRESS_OVER} {HEADINGS[c][layout.headings]}" for c in layout.printed
                      if c in ("locality", "commune")]  # fmt: skip
        else:
            names.append(HEADINGS[code][layout.headings])
    return tuple(names)


def make_header(layout: Layout) -> tuple[PaperRow, ...]:
    """Return the heading rows: two where a heading stands over several columns."""
    tall = any(code in ("ticks", "address_split") for code in layout.columns)
    top: list[PaperCell | None] = []
    below: list[PaperCell | None] = []
    for code in layout.columns:
        if code in ("ticks", "address_split"):
            over, subs = _split_heading(code, layout)
            top += [PaperCell(over, cols=len(subs), bold=True, centred=True)]
            top += [None] * (len(subs) - 1)
            below += [PaperCell(sub, bold=True, centred=True) for sub in subs]
        else:
            text = HEADINGS[code][layout.headings]
            top.append(PaperCell(text, rows=2 if tall else 1, bold=True, centred=True))
            below.append(None)
    rows = [PaperRow("heading", tuple(top))]
    if tall:
        rows.append(PaperRow("heading", tuple(below)))
    if layout.number_row:
        marks = _number_marks(layout.number_row, len(top))
        cells = tuple(PaperCell(mark, centred=True) for mark in marks)
        rows.append(PaperRow("numbers", cells))
    return tuple(rows)


def _split_heading(code: str, layout: Layout) -> tuple[str, tuple[str, ...]]:
    if code == "ticks":
        return TICKS_OVER, TICKS
    return ADDRESS_OVER, tuple(HEADINGS[c][layout.headings] for c in ("locality", "commune"))


def _number_marks(style: str, width: int) -> list[str]:
    if style == "A":
        return ["A", "B", *(str(n) for n in range(1, width - 1))]
    return [f"({n})" for n in range(1, width + 1)]
