"""Roman numerals that head groups, told by their order: engines read II as H, I as 1 or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.codes import Flag
from pipeline.language.syllables import strip_marks
from pipeline.model import Cell

ROMANS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
)  # fmt: skip
_TAKEN_FOR = str.maketrans("L1|", "III")
_LEAST = 2  # numerals that were read as they must be
_MOST = 0.4  # of the numerals of a run were read as they must be
_STOPS = ".,)"


def settle_romans(cells: Sequence[Cell]) -> list[Cell]:
    """Return the numerals that head groups in order, where enough were read so.

    Each is held against its place after I. One that was not read so stays in doubt.
    """
    read = [_plain(cell.text) for cell in cells]
    if not _agree(cells, read):
        starts = [at for at, text in enumerate(read) if text == "I"]
        if len(starts) < 2:
            return list(cells)
        parts = pairwise([0, *starts[1:], len(read)])
        return [cell for low, high in parts for cell in settle_romans(cells[low:high])]
    ends = Counter(cell.text[-1:] if cell.text[-1:] in _STOPS else "" for cell in cells)
    stop = ends.most_common(1)[0][0]
    return [_write(cell, due, stop) for cell, due in zip(cells, ROMANS, strict=False)]


def _agree(cells: Sequence[Cell], read: Sequence[str]) -> bool:
    """Tell whether enough numerals stand where they must, or all that were read at all.

    Digits are no evidence alone: 1, 2, 3 may head groups too.
    """
    if len(read) > len(ROMANS):
        return False
    fit = [one == due for one, due in zip(read, ROMANS, strict=False)]
    known = [
        hit for hit, cell in zip(fit, cells, strict=True) if cell.text and not cell.text.isdigit()
    ]
    if sum(known) >= max(_LEAST, _MOST * len(known)):
        return True
    found = [hit for hit, text in zip(fit, read, strict=True) if text]
    return len(found) >= _LEAST and all(found)


def _plain(text: str) -> str:
    """Return letters as the numeral's they are taken for: a dot after I makes Ị of it."""
    plain = strip_marks(text).upper().translate(_TAKEN_FOR).strip(f"'{_STOPS}")
    return plain.replace("H", "II").replace("N", "II")


def _write(cell: Cell, numeral: str, stop: str) -> Cell:
    """Return the cell with a numeral; in doubt unless it was read so but for a dot."""
    doubts: tuple[Flag, ...] = tuple(doubt for doubt in cell.doubts if doubt != Flag.CELL_UNCERTAIN)
    if strip_marks(cell.text).upper().strip(f"'{_STOPS}") != numeral:
        doubts = (*doubts, Flag.CELL_UNCERTAIN)
    return replace(cell, text=numeral + stop, doubts=doubts)
