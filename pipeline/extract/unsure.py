"""Cells of a scan that are not surely read, kept with their picture so that a look is enough.

A merged cell that is in doubt puts every row in doubt that it reaches into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.codes import Flag, Role
from pipeline.language.keys import squeeze
from pipeline.model import Cell, PlacedCell, RowKind, Table, TableRow, UnsureCell

_ROW_NAMES: Mapping[RowKind, str] = {
    RowKind.GROUP: "dòng tiêu đề nhóm",
    RowKind.TOTAL: "dòng tổng cộng",
}
_COLUMNS: Mapping[Role, str] = {
    Role.ORDINAL: "no",
    Role.NAME_ADDRESS: "subject",
    Role.COLLECTIVE: "subject_kind",
    Role.INDIVIDUAL: "subject_kind",
    Role.HOUSEHOLD: "subject_kind",
    Role.KIND: "subject_kind",
    Role.ADDRESS: "locality",
    Role.WORKPLACE: "position",
    **{role: role.value for role in (Role.SUBJECT, Role.MODEL, Role.CONTENT, Role.LOCALITY,
                                     Role.COMMUNE, Role.FIELD, Role.MOVEMENT, Role.POSITION,
                                     Role.NOTE)},
}  # fmt: skip
"""Role of a printed column -> column of the frame that it fills."""


def place_unsure(cells: Iterable[Cell | None], page: int | None) -> tuple[PlacedCell, ...]:
    """Return the cells of a row that were recognised and are in doubt."""
    return tuple(
        PlacedCell(column, cell, page)
        for column, cell in enumerate(cells)
        if cell is not None and cell.confidence is not None and Flag.CELL_UNCERTAIN in cell.doubts
    )


def reach_into(row: TableRow, owner: TableRow, column: int) -> TableRow:
    """Return ``row`` with the doubts about a merged cell that stands in another row."""
    reaching = [one for one in owner.unsure if one.column == column and one not in row.unsure]
    if not reaching:
        return row
    doubts = tuple(dict.fromkeys((*row.doubts, Flag.CELL_UNCERTAIN)))
    return replace(row, doubts=doubts, unsure=(*row.unsure, *reaching))


def list_unsure(table: Table, appendix: str) -> Iterator[UnsureCell]:
    """Yield every unsure cell of a list table once, in its order.

    Args:
        table: a list; its rows are numbered as those of its entries are.
        appendix: what the list is called.
    """
    first: dict[PlacedCell, TableRow] = {}
    numbers: dict[PlacedCell, list[int]] = {}
    number = 0
    for row in table.rows:
        number += row.kind is RowKind.DATA
        for placed in row.unsure:
            first.setdefault(placed, row)
            numbers.setdefault(placed, []).extend([number] if row.kind is RowKind.DATA else [])
    for placed, row in first.items():
        yield _make_unsure(table, appendix, placed, row, numbers[placed])


def _make_unsure(
    table: Table, appendix: str, placed: PlacedCell, row: TableRow, numbers: Sequence[int]
) -> UnsureCell:
    heading = squeeze(table.header[placed.column]) or f"Cột {placed.column + 1}"
    return UnsureCell(
        appendix=appendix,
        rows=tuple(numbers),
        no=_read_ordinal(table, row) if numbers else "",
        page=placed.page,
        heading=heading if numbers else _ROW_NAMES.get(row.kind, heading),
        column=_find_column(table.roles, placed.column) if numbers else "",
        text=squeeze(placed.cell.text),
        confidence=placed.cell.confidence or 0.0,
        words=placed.cell.unsure,
        picture=_load(placed.cell.picture),
    )


def _read_ordinal(table: Table, row: TableRow) -> str:
    columns = [column for column, role in enumerate(table.roles) if role == Role.ORDINAL]
    return re.sub(r"\.$", "", squeeze(row.filled[columns[0]])) if columns else ""


def _find_column(roles: Sequence[Role], column: int) -> str:
    """The frame's column; a content that names the model is corrected as the model."""
    role = roles[column] if column < len(roles) else Role.UNKNOWN
    if role == Role.CONTENT and Role.MODEL not in roles:
        return "model"
    return _COLUMNS.get(role, "")


def _load(path: Path | None) -> bytes:
    """The picture, none where it was deleted in between."""
    try:
        return path.read_bytes() if path else b""
    except OSError:
        return b""
