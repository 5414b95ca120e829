"""A table before it is drawn: cells with spans, the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from tests.plans.truth import TruthEntry


@dataclass(frozen=True, slots=True)
class PaperCell:
    """A cell to be drawn; spans count grid columns and rows."""

    text: str
    cols: int = 1
    rows: int = 1
    bold: bool = False
    centred: bool = False
    auto: bool = False  # DOCX: the number comes from a Word list, the cell is empty


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One grid row: None where a span covers the slot."""

    kind: str  # "heading", "numbers", "group", "data", "blank", "total"
    cells: tuple[PaperCell | None, ...]


@dataclass(frozen=True, slots=True)
class PaperTable:
    """One appendix: its title, and a table (or paragraphs, where there are no columns)."""

    title: tuple[str, ...]
    widths: tuple[float, ...]
    header: tuple[PaperRow, ...]
    rows: tuple[PaperRow, ...]
    entries: tuple[TruthEntry, ...]
    prose: tuple[str, ...] = ()
