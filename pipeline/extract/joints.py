"""Where a table goes over a page: a broken row is made whole, merged cells go on.

The first row of a page is either an entry of its own or the rest of the last row; a merged
cell's part on the next page is empty, or holds the rest of its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.codes import Flag, Role
from pipeline.extract.unsure import reach_into
from pipeline.language.ordinals import is_ordinal
from pipeline.model import RowKind, TableRow

_GROUPING = frozenset({Role.FIELD, Role.MOVEMENT, Role.COMMUNE, Role.KIND, Role.SPONSOR, Role.TIME})
_OWN = frozenset(
    {Role.SUBJECT, Role.NAME_ADDRESS, Role.MODEL, Role.ADDRESS, Role.LOCALITY, Role.ORDINAL}
)
_PLACES = frozenset({Role.COMMUNE, Role.ADDRESS, Role.LOCALITY})  # written small from the start
_SMALL = 0.3  # of the cells of a column
_MAIN = frozenset({Role.SUBJECT, Role.NAME_ADDRESS, Role.MODEL, Role.CONTENT})


@dataclass(frozen=True, slots=True)
class Joint:
    """Both sides of a page break."""

    rows: tuple[TableRow, ...]  # above
    above: tuple[int, ...]  # row spans of the last row's cells
    below: tuple[int, ...]  # row spans of the new row's cells
    merged: frozenset[int]  # columns with cells over several rows, anywhere above
    roles: tuple[Role, ...]
    ordinal: int | None

    def is_merged(self, column: int) -> bool:
        """Whether a cell of the column stands over several rows at the break itself."""
        return self.above[column] > 1 or self.below[column] > 1


def cross_page(joint: Joint, new: TableRow) -> list[TableRow]:
    """Return the rows with the first row of the next page joined to the last or put after it."""
    if new.kind is not RowKind.DATA or joint.rows[-1].kind is not RowKind.DATA:
        return [*joint.rows, new]
    rows, new = _complete_merged(joint, new)
    if _is_rest(joint, new):
        return [*rows[:-1], _join_rest(rows[-1], _doubt_rest(joint, new))]
    return [*rows, _inherit(joint, rows[-1], new)]


def _complete_merged(joint: Joint, new: TableRow) -> tuple[list[TableRow], TableRow]:
    """Give the rest of a merged cell's text, which stands overleaf, to every row of the cell."""
    rows = list(joint.rows)
    for column, text in enumerate(new.cells):
        if not text[:1].islower() or not joint.is_merged(column) or joint.roles[column] in _PLACES:
            continue
        whole = f"{rows[-1].filled[column]}\n{text}"
        index = len(rows) - 1
        above = rows[index]
        while index > 0 and not rows[index].cells[column]:
            rows[index] = reach_into(_put(rows[index], column, filled=whole), new, column)
            index -= 1
        whole_row = _put(rows[index], column, filled=whole, cell=whole)
        rows[index] = reach_into(whole_row, new, column)
        new = reach_into(_put(new, column, filled=whole, cell=""), above, column)
    return rows, new


def put_cell(row: TableRow, column: int, text: str) -> TableRow:
    """Return ``row`` with another text in one cell."""
    return _put(row, column, filled=text, cell=text)


def _put(row: TableRow, column: int, *, filled: str, cell: str | None = None) -> TableRow:
    def swap(texts: Sequence[str], text: str) -> tuple[str, ...]:
        return (*texts[:column], text, *texts[column + 1 :])

    cells = row.cells if cell is None else swap(row.cells, cell)
    return replace(row, cells=cells, filled=swap(row.filled, filled))


def _is_rest(joint: Joint, new: TableRow) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before."""
    begins = _begins(joint, new)
    ordinal = joint.ordinal
    if ordinal is not None and new.cells[ordinal]:
        return False
    if ordinal is not None and any(is_ordinal(row.cells[ordinal]) for row in joint.rows):
        return not (begins and (joint.is_merged(ordinal) or ordinal in joint.merged))
    return not begins or not any(new.cells[column] for column in _main_columns(joint))


def _main_columns(joint: Joint) -> list[int]:
    return [column for column, role in enumerate(joint.roles) if role in _MAIN]


def _doubt_rest(joint: Joint, rest: TableRow) -> TableRow:
    """Doubt a rest that could as well be an entry of its own: it begins in every main column."""
    main = _main_columns(joint)
    whole = len(main) > 1 and all(rest.cells[column] for column in main)
    if whole and _begins(joint, rest):
        return replace(rest, doubts=(*rest.doubts, Flag.ROW_UNCERTAIN))
    return rest


def _begins(joint: Joint, new: TableRow) -> bool:
    """Whether the texts read as beginnings: a capital where the row above does not break off.

    A column whose cells begin small elsewhere, as addresses do, says nothing.
    """
    for column, (text, above) in enumerate(zip(new.cells, joint.rows[-1].cells, strict=True)):
        if not text:
            continue
        if above.rstrip().endswith((",", "-", "(")):
            return False
        if not text[0].isupper() and not _begins_small(joint, column):
            return False
    return True


def _begins_small(joint: Joint, column: int) -> bool:
    """Whether cells of a column begin small, or with a figure, as often as not."""
    texts = [row.cells[column] for row in joint.rows if row.cells[column]]
    small = sum(1 for text in texts if not text[0].isupper())
    return len(texts) > 1 and small >= _SMALL * len(texts)


def _join_rest(before: TableRow, rest: TableRow) -> TableRow:
    def join(a: str, b: str) -> str:
        return f"{a}\n{b}" if a and b else a or b

    return replace(
        before,
        cells=tuple(join(a, b) for a, b in zip(before.cells, rest.cells, strict=True)),
        filled=tuple(join(a, b) for a, b in zip(before.filled, rest.cells, strict=True)),
        doubts=tuple(dict.fromkeys((*before.doubts, *rest.doubts))),
        unsure=(*before.unsure, *rest.unsure),
    )


def _inherit(joint: Joint, before: TableRow, new: TableRow) -> TableRow:
    """Carry a merged cell's text over the page: its part on the next page is empty."""
    filled = list(new.filled)
    heir = new
    for column, role in enumerate(joint.roles):
        grouping = role in _GROUPING and column in joint.merged
        own = role in _GROUPING | _OWN and joint.is_merged(column)
        unnumbered = column == joint.ordinal and column in joint.merged
        subject = role in (Role.SUBJECT, Role.NAME_ADDRESS) and column in joint.merged
        if not filled[column] and (grouping or own or unnumbered or subject):
            filled[column] = before.filled[column]
            heir = reach_into(heir, before, column)
    return replace(heir, filled=tuple(filled))
