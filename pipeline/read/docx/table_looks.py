"""What the style of a Word table says of the words in its cells, and of what is behind them.

Conditional parts (first row, last column, bands): ECMA-376 part 1, §17.4.56 and §17.7.6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from pipeline.read.docx.colours import read_shade
from pipeline.read.docx.package import Element, W, find_value
from pipeline.read.docx.styles import RunLook, WordStyles, is_on_attribute
from pipeline.read.unseen import UNKNOWN

_NO_BANDS = 0x0200  # of w:tblLook
# Part of a table -> attribute and bit of w:tblLook that turn it on.
_PARTS = {
    "firstCol": ("firstColumn", 0x0080),
    "lastCol": ("lastColumn", 0x0100),
    "firstRow": ("firstRow", 0x0020),
    "lastRow": ("lastRow", 0x0040),
}


RowLooks = Callable[[int, int], RunLook]
"""Gives the look of a cell of one row by its index and how many cells there are."""


class TableLooks:
    """The looks that one table gives to its cells."""

    def __init__(self, table: Element, styles: WordStyles) -> None:
        properties = table.find(W + "tblPr")
        chain = styles.chain_of(find_value(properties, "tblStyle"))
        self._whole = [styles.read_run(style.find(W + "rPr")) for style in chain]
        self._parts: dict[str, RunLook] = {}
        for part in (part for style in chain for part in style.iterchildren(W + "tblStylePr")):
            look = styles.read_run(part.find(W + "rPr"))
            self._parts.setdefault(part.get(W + "type", ""), look)
        shaded = any(next(style.iter(W + "shd"), None) is not None for style in chain)
        self.shade = UNKNOWN if shaded else read_shade(properties) or ""
        self._on = frozenset(_parts_on(properties))

    def of_row(self, row: int, rows: int) -> RowLooks:
        """Return what gives the looks of the cells of row ``row`` of ``rows``."""
        return partial(self._look_at, row, rows)

    def _look_at(self, row: int, rows: int, column: int, columns: int) -> RunLook:
        """Return what is struck or hidden by the style in a cell."""
        names = self._name_parts(row, rows, column, columns)
        looks = [*(self._parts[name] for name in names if name in self._parts), *self._whole]
        struck = next((look.struck for look in looks if look.struck is not None), None)
        hidden = next((look.hidden for look in looks if look.hidden is not None), None)
        return RunLook(struck=struck, hidden=hidden)

    def _name_parts(self, row: int, rows: int, column: int, columns: int) -> Iterator[str]:
        """Yield the parts that the cell belongs to, the one that wins first."""
        edges = {
            "lastRow": row == rows - 1,
            "firstRow": row == 0,
            "lastCol": column == columns - 1,
            "firstCol": column == 0,
        }
        yield from (name for name, is_there in edges.items() if is_there and name in self._on)
        if "bands" in self._on:
            yield "band1Horz" if (row - ("firstRow" in self._on)) % 2 == 0 else "band2Horz"


def _parts_on(properties: Element | None) -> Iterator[str]:
    look = None if properties is None else properties.find(W + "tblLook")
    if look is None:
        return
    try:
        bits = int(look.get(W + "val", "0"), 16)
    except ValueError:
        bits = 0
    for part, (name, bit) in _PARTS.items():
        if is_on_attribute(look, name) or bits & bit:
            yield part
    if not (is_on_attribute(look, "noHBand") or bits & _NO_BANDS):
        yield "bands"
