"""What a paper is made of, and the truth that goes with it. No drawing here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.others.content import Entry


@dataclass
class Cell:
    """One cell; a line break in the text is a line break on the paper."""

    text: str = ""
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False
    italic: bool = False
    align: str | None = None  # left | center | right
    vertical: bool = False
    fill: str | None = None
    note: str | None = None  # footnote mark set after the text


@dataclass
class Look:
    """How a table is drawn."""

    rules: str = "all"  # all | rows | cols | none | outer | head | half | dotted
    color: str = "#000000"
    width: float = 0.6
    zebra: str | None = None
    head_fill: str | None = None
    head_color: str = "#000000"
    repeat: bool = True
    split_rows: bool = False
    size: float = 11
    pad: float = 3
    valign: str = "top"
    align: str = "left"
    gap: float = 0  # white space between rows, for tables without rules
    head_height: float = 0  # for vertical headings
    autonumber: bool = False  # DOCX: first column numbered by Word


@dataclass
class Table:
    """Rows of cells under heading rows, with relative column widths."""

    widths: list[float]
    head: list[list[Cell]]
    body: list[list[Cell]]
    look: Look = field(default_factory=Look)


@dataclass
class Para:
    """A paragraph. style: title|sub|italic|body|bullet|h1|h2|center|right|left|item|tabbed."""

    text: str
    style: str = "body"
    keep: bool = False


@dataclass
class Break:
    """A page break, the next page upright or landscape."""

    landscape: bool | None = None


@dataclass
class Sign:
    """Recipients on the left, signature on the right."""

    left: list[str]
    right: list[str]
    seal: bool = False


@dataclass
class Letterhead:
    """Office on the left, national title on the right."""

    office: list[str]
    number: str
    dateline: str


@dataclass
class Cards:
    """Boxes in a grid; each box is label-value lines under an optional head."""

    cards: list[list[tuple[str, str]]]
    columns: int = 2
    look: str = "boxed"  # boxed | shaded | plain
    labels: bool = True
    size: float = 11


@dataclass
class Side:
    """Two blocks side by side."""

    left: list[Any]
    right: list[Any]
    shares: tuple[float, float] = (0.5, 0.5)


@dataclass
class Frame:
    """Blocks inside a one-cell table that frames them."""

    blocks: list[Any]


@dataclass
class Columns:
    """Blocks flowing through newspaper columns."""

    blocks: list[Any]
    count: int = 2


@dataclass
class FlexRows:
    """A table drawn with boxes only (no table element)."""

    table: Table
    grid: bool = False


Block = Para | Break | Sign | Letterhead | Cards | Side | Frame | Columns | FlexRows | Table


@dataclass
class Paper:
    """One paper: its blocks, its page set-up and its truth."""

    layout: str
    blocks: list[Any]
    rows: list[dict[str, Any]]
    not_entries: list[str]
    font: str = "Times New Roman"
    size: float = 13
    landscape: bool = False
    margins: tuple[float, float, float, float] = (20, 15, 20, 28)  # mm: top right bottom left
    header: str | None = None
    footer: str | None = None
    page_numbers: str | None = "top"  # top | bottom | None
    watermark: str | None = None
    footnotes: list[str] = field(default_factory=list)
    turn: int = 0  # /Rotate set on the list's pages
    notes: str = ""
    stamp: list[str] = field(default_factory=list)  # digital signature beside the last rows
    sheet: Table | None = None  # what a spreadsheet holds instead of the tables above
    split_after: int = 0  # spreadsheet: printed page breaks after so many columns


@dataclass
class Col:
    """One column: heading, what it prints of an entry, width and place."""

    label: str
    text: Callable[[Entry], str]
    width: float = 1
    top: str | None = None  # upper heading shared with the neighbours
    align: str | None = None
    bold: bool = False
    vertical: bool = False
    role: str = ""  # ordinal marks the column the number goes in


def fold(text: str) -> str:
    """Fold white space as truth does."""
    return re.sub(r"\s+", " ", text).strip()


def heads(cols: Sequence[Col], *, number_row: Sequence[str] | None = None) -> list[list[Cell]]:
    """Return heading rows: one, or two where columns share an upper heading."""
    two = any(col.top for col in cols)
    first: list[Cell] = []
    second: list[Cell] = []
    at = 0
    while at < len(cols):
        col = cols[at]
        if col.top is None:
            first.append(
                Cell(
                    col.label,
                    rowspan=2 if two else 1,
                    bold=True,
                    align="center",
                    vertical=col.vertical,
                )
            )
            at += 1
            continue
        run = [c for c in cols[at:] if c.top == col.top]
        first.append(Cell(col.top, colspan=len(run), bold=True, align="center"))
        second += [Cell(c.label, bold=True, align="center", vertical=c.vertical) for c in run]
        at += len(run)
    rows = [first] + ([second] if two else [])
    if number_row:
        rows.append([Cell(text, italic=True, align="center") for text in number_row])
    return rows


def label_of(col: Col) -> str:
    """Return the heading as truth names it: upper and lower joined by ' | '."""
    label = fold(col.label)
    return f"{fold(col.top)} | {label}" if col.top else label


def body_row(cols: Sequence[Col], entry: Entry, number: str | None) -> list[Cell]:
    """Return the printed cells of one entry."""
    cells = []
    for col in cols:
        text = (number or "") if col.role == "ordinal" else col.text(entry)
        align = col.align or ("center" if col.role == "ordinal" else None)
        cells.append(Cell(text, align=align, bold=col.bold))
    return cells


def truth(
    cols: Sequence[Col],
    entry: Entry,
    number: str | None,
    *,
    group: Sequence[str] = (),
    model: str | None = None,
    subject: str | None = None,
    field_heading: str | None = None,
    hamlet: str | None = "?",
    commune: str | None = "?",
    **more: Any,
) -> dict[str, Any]:
    """Return the truth of one printed row; what the columns do not print is left null."""
    cells = {
        label_of(col): fold((number or "") if col.role == "ordinal" else col.text(entry))
        for col in cols
    }
    printed = " ".join([*cells.values(), *group])

    def shown(value: str | None) -> str | None:
        return value if value and fold(value).casefold() in fold(printed).casefold() else None

    return {
        "no": number,
        "cells": cells,
        "group": list(group),
        "page": None,
        "subject": fold(subject if subject is not None else entry.subject),
        "kind": entry.kind,
        "people_names": list(entry.names),
        "model": model if model is not None else shown(entry.model) or shown(entry.shown_model),
        "hamlet": shown(entry.hamlet) if hamlet == "?" else hamlet,
        "commune": shown(entry.commune) if commune == "?" else commune,
        "field_heading": field_heading,
        **more,
    }
