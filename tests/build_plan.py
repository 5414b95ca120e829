"""Lays known rows out as a plan in DOCX, PDF or XLSX, and says what must be read from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.plans.docx import draw_docx
from tests.plans.layout import Layout
from tests.plans.layouts import LAYOUTS
from tests.plans.office import convert_docx
from tests.plans.paper import make_tables
from tests.plans.pdf import draw_pdf
from tests.plans.rows import COMMUNES, PlanRow, make_rows
from tests.plans.truth import Truth, TruthEntry
from tests.plans.xlsx import draw_xlsx

__all__ = [
    "COMMUNES",
    "LAYOUTS",
    "Layout",
    "PlanRow",
    "Truth",
    "TruthEntry",
    "build",
    "convert_docx",
    "make_rows",
]

_DRAWERS = {".docx": draw_docx, ".pdf": draw_pdf, ".xlsx": draw_xlsx}


def build(rows: Sequence[PlanRow], layout: Layout, path: Path) -> Truth:
    """Write the rows as a plan in the format of ``path``'s suffix; return what it says.

    Raises:
        KeyError: no drawer for this suffix.
        ValueError: the layout cannot stand in this format.
    """
    tables = make_tables(rows, layout)
    _DRAWERS[path.suffix](tables, layout, path)
    return Truth(entries=tuple(entry for table in tables for entry in table.entries))
