"""What the readers of XLSX and XLS hand over: worksheets as they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.language.charset import Run
from pipeline.problems import NotRead

MAX_COLUMNS = 16_384  # of a worksheet: XFD
MAX_ROWS = 1_048_576
MAX_MERGED = 200_000  # cells in merged ranges

CellPlace = tuple[int, int]
"""Row and column in the worksheet, from 1."""

CellArea = tuple[int, int, int, int]
"""Top, left, bottom, right, all within."""


@dataclass(frozen=True, slots=True)
class StoredCell:
    """One cell that holds something, its text not yet decoded."""

    runs: tuple[Run, ...]
    fault: bool = False  # an error value, or something that Excel would have to work out
    centred: bool = False
    bold: bool = False
    struck: tuple[Run, ...] = ()  # withdrawn
    hidden: tuple[Run, ...] = ()  # letters that nobody sees


@dataclass(frozen=True, slots=True)
class SheetShape:
    """One shape with words, which lies over cells and belongs to none."""

    area: CellArea
    words: StoredCell


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """One worksheet."""

    name: str
    cells: Mapping[CellPlace, StoredCell]
    merges: Sequence[CellArea]
    hidden_rows: Set[int]
    hidden_columns: Set[int]
    ruled: Set[CellPlace]  # slots with a line at their left or right
    hidden: bool = False  # the whole worksheet
    shapes: Sequence[SheetShape] = ()
    pictures: Sequence[bytes] = ()  # that lie on it
    struck_if: Sequence[str] = ()  # ranges that a condition may strike through

    def hides(self, slot: CellPlace) -> bool:
        """Return whether a cell's sheet, row or column is hidden."""
        return self.hidden or slot[0] in self.hidden_rows or slot[1] in self.hidden_columns


def check_count(cells: int, most: int) -> None:
    """Let pass a workbook with no more cells than may be read.

    Raises:
        NotRead: it has more.
    """
    if cells > most:
        raise NotRead(
            "Bảng tính quá lớn để là một danh sách", "Xóa các hàng trống hoặc tách thành nhiều tệp"
        )
