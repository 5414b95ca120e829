"""The rows of a Word table as they are stored, and those of them that are not shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.codes import Flag
from pipeline.model import Grid, Paragraph

Content = Sequence[Paragraph | Grid]


@dataclass(slots=True)
class WordCell:
    """One ``w:tc``: what stands in it and what it says of its place."""

    content: Content = ()
    span: int = 1
    width: int = 0  # twips; 0: not said
    merge: str = ""  # vertically: "restart", "continue" or none
    doubts: tuple[Flag, ...] = ()
    left: str = ""  # what was left out of it


@dataclass(slots=True)
class StoredRow:
    """One ``w:tr``; ``before`` and ``after`` are grid columns that it leaves free."""

    cells: list[WordCell]
    before: int = 0
    after: int = 0
    width_before: int = 0
    is_header: bool = False
    page: int | None = None


@dataclass(slots=True)
class StandingCell:
    """A cell at its place; ``end`` is the column after its last."""

    stored: WordCell
    start: int
    end: int
    rows: int = 1


def resume_merged(rows: Sequence[StoredRow]) -> None:
    """Let a merged cell that a heading printed again cuts in two begin anew below it."""
    if not any(cell.merge for row in rows for cell in row.cells):
        return
    heading = _print_row(rows[0])
    open_cells: dict[int, WordCell] = {}
    for above, row in pairwise(rows):
        if any(heading) and _print_row(above) == heading:
            for start, cell in _starts(row):
                whole = open_cells.get(start)
                if whole and cell.merge == "continue" and not cell.content:
                    cell.merge, cell.content, cell.doubts = "restart", whole.content, whole.doubts
        if _print_row(row) != heading:
            own = {start: cell for start, cell in _starts(row) if cell.merge}
            open_cells = {
                start: open_cells.get(start, cell) if cell.merge == "continue" else cell
                for start, cell in own.items()
            }


def _print_row(row: StoredRow) -> list[str]:
    return [print_content(cell.content) for cell in row.cells]


def drop_rows(rows: Sequence[StoredRow], indexes: Sequence[int]) -> list[StoredRow]:
    """Return ``rows`` without some; a merged cell that begins in one goes on to the next row."""
    gone = frozenset(indexes)
    for index in sorted(gone):
        below = dict(_starts(rows[index + 1])) if index + 1 < len(rows) else {}
        for start, cell in _starts(rows[index]):
            heir = below.get(start)
            if cell.merge == "restart" and heir is not None and heir.merge == "continue":
                heir.merge, heir.content, heir.doubts = "restart", cell.content, cell.doubts
    return [row for index, row in enumerate(rows) if index not in gone]


def _starts(row: StoredRow) -> Iterator[tuple[int, WordCell]]:
    starts = accumulate((cell.span for cell in row.cells), initial=row.before)
    return zip(starts, row.cells, strict=False)


def print_content(content: Content) -> str:
    """Return the text of a cell: a line a paragraph, a line a row of a nested table."""
    return "\n".join(line for block in content for line in _print_block(block) if line)


def _print_block(block: Paragraph | Grid) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    else:
        for row in block.rows:
            yield " ".join(cell.text for cell in row.cells if cell is not None and cell.text)
