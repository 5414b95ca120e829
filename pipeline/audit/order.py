"""A cell's text stands in one piece in the file, where the file's cells do.

Programs draw a table cell by cell. Where nearly all cells of a page are found in one piece in
the order of its file, one that is not may hold a line of the row above or below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.audit.finding import Remark, RowDoubt, list_data
from pipeline.codes import Flag
from pipeline.model import Document, Grid, Table

_USUAL = 0.85  # share of a page's cells that stand in one piece, from which the others tell
_LEAST_CELLS = 5  # of more than one line


def check_order(document: Document, tables: Sequence[Table]) -> Iterator[Remark]:
    """Yield the rows with cells whose lines stand apart in the file, and their neighbours."""
    cells = _gather_cells(document)
    for witness in document.witnesses:
        texts = cells.get(witness.page, []) if witness.page else []
        if len(texts) < _LEAST_CELLS:
            continue
        told = _squash(witness.text)
        torn = [text for text in texts if _squash(text) not in told]
        if torn and len(torn) <= (1 - _USUAL) * len(texts):
            for text in torn:
                yield from _doubt_rows(text, told, witness.page, tables)


def _gather_cells(document: Document) -> dict[int | None, list[str]]:
    """The cells of more than one line, by page."""
    cells: dict[int | None, list[str]] = {}
    for block in document.blocks:
        for row in block.rows if isinstance(block, Grid) else ():
            texts = [cell.text for cell in row.cells if cell is not None and "\n" in cell.text]
            cells.setdefault(row.page, []).extend(texts)
    return cells


def _squash(text: str) -> str:
    return "".join(text.split())


def _doubt_rows(
    text: str, told: str, page: int | None, tables: Sequence[Table]
) -> Iterator[RowDoubt]:
    for number, table in enumerate(tables):
        data = list_data(table) if table.is_list else []
        for place, (index, row) in enumerate(data):
            columns = [column for column, cell in enumerate(row.cells) if text in cell]
            if not columns or (page and row.page and page - row.page not in (0, 1)):
                continue
            yield RowDoubt(number, index, Flag.ROW_UNCERTAIN)
            for other, near in data[max(0, place - 1) : place + 2]:
                if other != index and _goes_on(near.cells[columns[0]], text, told):
                    yield RowDoubt(number, other, Flag.ROW_UNCERTAIN)


def _goes_on(near: str, text: str, told: str) -> bool:
    """Whether a line of a torn cell follows or leads the cell beside it in the file."""
    own = _squash(near)
    lines = [_squash(line) for line in text.split("\n")]
    return bool(own) and any(own + line in told or line + own in told for line in lines)
