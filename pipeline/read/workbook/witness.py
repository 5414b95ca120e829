"""What a worksheet shows, cell by cell, before tables are told from titles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pipeline.model import Cell, Witness
from pipeline.read.workbook.stored import CellPlace, StoredSheet

_SMALL_AREA = 1000  # cells of a merge that are named one by one


def hear_sheet(sheet: StoredSheet, cells: Mapping[CellPlace, Cell]) -> Witness:
    """Return the texts of the cells that Excel shows, row by row.

    Args:
        sheet: a visible worksheet as stored.
        cells: its cells, decoded.
    """
    unseen = set(_list_covered(sheet, cells))
    unseen |= {slot for slot in cells if _is_hidden(slot, sheet)}
    unseen -= {slot for slot in _list_reaching(sheet) if slot in unseen}
    return Witness("\n".join(cells[slot].text for slot in sorted(cells.keys() - unseen)))


def _list_covered(sheet: StoredSheet, cells: Collection[CellPlace]) -> Iterator[CellPlace]:
    """Yield the slots that lie under a merged cell."""
    for top, left, bottom, right in sheet.merges:
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        if len(rows) * len(columns) <= _SMALL_AREA:
            slots: Iterator[CellPlace] = ((row, column) for row in rows for column in columns)
        else:
            slots = (slot for slot in cells if slot[0] in rows and slot[1] in columns)
        yield from (slot for slot in slots if slot != (top, left))


def _is_hidden(slot: CellPlace, sheet: StoredSheet) -> bool:
    return slot[0] in sheet.hidden_rows or slot[1] in sheet.hidden_columns


def _list_reaching(sheet: StoredSheet) -> Iterator[CellPlace]:
    """Yield the merged cells that begin in a hidden row or column and reach out of it."""
    for top, left, bottom, right in sheet.merges:
        rows = any(row not in sheet.hidden_rows for row in range(top, bottom + 1))
        if rows and any(column not in sheet.hidden_columns for column in range(left, right + 1)):
            yield top, left
