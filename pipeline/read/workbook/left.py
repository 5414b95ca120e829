"""What a worksheet holds and its reader leaves out: cells struck through or not to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.codes import NoteCode
from pipeline.language.charset import Run, Survey, clean, examine_runs
from pipeline.model import Cell, Note
from pipeline.read.left_out import note_hidden, note_struck
from pipeline.read.withdrawn import is_withdrawn, worded
from pipeline.read.workbook.stored import CellPlace, StoredSheet


@dataclass(frozen=True, slots=True)
class LeftWords:
    """What is left out of one cell."""

    struck: str
    hidden: str


def list_left(sheet: StoredSheet, survey: Survey) -> dict[CellPlace, LeftWords]:
    """Return what is left out of the cells that the officer would see."""
    return {
        slot: LeftWords(_print(cell.struck, survey), _print(cell.hidden, survey))
        for slot, cell in sorted(sheet.cells.items())
        if (cell.struck or cell.hidden) and not sheet.hides(slot)
    }


def _print(runs: tuple[Run, ...], survey: Survey) -> str:
    decoded = examine_runs(runs, survey) if runs else []
    return clean("".join(run.text for run in decoded)).strip()


def note_left(sheet: StoredSheet, left: Mapping[CellPlace, LeftWords]) -> Iterator[Note]:
    """Yield the notes on what is left out of a sheet, a row a text."""
    where = f"trang tính “{sheet.name}”"
    rows: dict[int, list[LeftWords]] = {}
    for slot, words in left.items():
        rows.setdefault(slot[0], []).append(words)
    struck = worded([_join(words.struck for words in row) for row in rows.values()])
    hidden = worded([_join(words.hidden for words in row) for row in rows.values()])
    if struck:
        yield note_struck(struck, where)
    if hidden:
        yield note_hidden(hidden, where)
    if sheet.struck_if and not sheet.hidden:
        yield Note(
            NoteCode.STRUCK_OUT,
            f"Định dạng có điều kiện có thể gạch ngang chữ ở {', '.join(sheet.struck_if)}; "
            "chưa xét được ô nào bị gạch, đối chiếu với tệp gốc",
            where,
        )


def _join(texts: Iterator[str]) -> str:
    return " | ".join(text for text in texts if text)


def find_withdrawn(
    sheet: StoredSheet, cells: Mapping[CellPlace, Cell], left: Mapping[CellPlace, LeftWords]
) -> set[int]:
    """Return the rows of a sheet that make no entry.

    Args:
        sheet: the worksheet.
        cells: its cells as they are read.
        left: what is left out of them.
    """
    tall = {(top, column) for top, column, bottom, _ in sheet.merges if bottom > top}
    rows: dict[int, list[tuple[str, str]]] = {row: [] for row, _ in left}
    for slot, cell in sorted(cells.items()):
        if slot[0] in rows and slot not in tall and not sheet.hides(slot):
            gone = left.get(slot, LeftWords("", ""))
            rows[slot[0]].append((cell.text, f"{gone.struck} {gone.hidden}"))
    return {row for row, texts in rows.items() if is_withdrawn(texts)}
