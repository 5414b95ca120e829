"""The pieces of a cell's text, each with its look: what is read, withdrawn or unseen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.language.charset import Run
from pipeline.language.note_marks import show_lowered, show_raised
from pipeline.read.workbook.stored import StoredCell

_NEAR = 40  # pieces before a mark that tell what it is


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one look."""

    text: str
    font: str = ""
    struck: bool = False
    raised: int = 0  # 1 above the line, -1 below it
    unseen: bool = False  # in the colour of what is behind, or hidden by the cell's format


def make_cell(
    pieces: Iterable[Piece], *, fault: bool = False, centred: bool = False, bold: bool = False
) -> StoredCell | None:
    """Return the cell that ``pieces`` make, None where there is nothing in it at all."""
    read: list[Run] = []
    struck: list[Run] = []
    hidden: list[Run] = []
    for piece in pieces:
        if piece.struck:
            struck.append((piece.text, piece.font))
        elif piece.unseen:
            hidden.append((piece.text, piece.font))
        else:
            read.append((_show(read, piece), piece.font))
    if not any(text.strip() for text, _ in (*read, *struck, *hidden)):
        return None
    return StoredCell(tuple(read), fault, centred, bold, tuple(struck), tuple(hidden))


def _show(before: list[Run], piece: Piece) -> str:
    if not piece.raised:
        return piece.text
    show = show_raised if piece.raised > 0 else show_lowered
    return show("".join(text for text, _ in before[-_NEAR:]), piece.text)
