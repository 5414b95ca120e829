"""The worksheets of a form as plain values; titles and headings are found by their words."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.followup import FORM_TITLE
from pipeline.text import fold, squeeze, words_key

_TOP = 15  # rows that a title stands in


@dataclass(frozen=True, slots=True)
class SheetValues:
    """The cells of a worksheet that hold anything, by row and column from 0."""

    name: str
    cells: Mapping[tuple[int, int], Any]

    def top(self) -> Iterator[tuple[tuple[int, int], str]]:
        """The texts of the first rows."""
        for place, value in self.cells.items():
            if place[0] < _TOP and isinstance(value, str):
                yield place, squeeze(value)

    def rows(self) -> dict[int, dict[int, Any]]:
        """The cells by row, then by column."""
        rows: dict[int, dict[int, Any]] = {}
        for (row, column), value in self.cells.items():
            rows.setdefault(row, {})[column] = value
        return rows


@dataclass(slots=True)
class _Sheets:
    """The worksheets of an open file; closes it."""

    path: Path
    quick: bool
    found: list[SheetValues] = field(default_factory=list)

    def __enter__(self) -> list[SheetValues]:
        from openpyxl import load_workbook

        most = _TOP if self.quick else None
        with self.path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that are not read: validation
            book = load_workbook(stream, read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # other programs write wrong ones
                cells = {
                    (row, column): value
                    for row, values in enumerate(sheet.iter_rows(max_row=most, values_only=True))
                    for column, value in enumerate(values)
                    if value is not None and value != ""
                }
                self.found.append(SheetValues(sheet.title, cells))
            book.close()
        return self.found

    def __exit__(self, *_: object) -> None:
        self.found.clear()


def open_sheets(path: Path, *, quick: bool) -> _Sheets:
    """Open a workbook for reading; ``quick``: only the rows that titles stand in."""
    return _Sheets(path, quick)


def find_title(top: Iterator[tuple[tuple[int, int], str]]) -> str:
    """Return the title of a form's sheet, folded; ``""`` where it is another."""
    wanted = fold(FORM_TITLE)
    return next((fold(text) for _, text in top if fold(text).startswith(wanted)), "")


def right_of(sheet: SheetValues, row: int, column: int) -> tuple[tuple[int, int], Any]:
    """Return the nearest value to the right of a label."""
    places = sorted(place for place in sheet.cells if place[0] == row and place[1] > column)
    return (places[0], sheet.cells[places[0]]) if places else ((row, column), None)


def find_heading(sheet: SheetValues, labels: tuple[str, ...]) -> tuple[int, dict[str, int]]:
    """Return the heading row that has these labels, and its columns by the first line of each."""
    for row, values in sorted(sheet.rows().items()):
        columns = {
            words_key(value.split("\n")[0]): column
            for column, value in values.items()
            if isinstance(value, str)
        }
        if all(words_key(label) in columns for label in labels):
            return row, columns
    return 0, {}
