"""Text files: a list whose cells are parted by a sign (CSV, TSV), or lines of text.

The sign is the one that parts the most lines alike. A line that it parts otherwise, as where it
stands within a cell without quotation marks, is in doubt, and named.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.codes import Flag
from pipeline.language.charset import Survey, clean, examine_runs, survey_runs
from pipeline.language.encoding import decode_bytes
from pipeline.model import Cell, Document, Grid, Note, Paragraph, Source
from pipeline.problems import NotRead
from pipeline.read.means import USUAL, Means
from pipeline.read.remedies import SAVE_XLSX
from pipeline.read.workbook.layout import lay_out_sheet
from pipeline.read.workbook.stored import StoredCell, StoredSheet, check_count

MAX_SIZE = 64 * 1024**2  # bytes of a text file
MAX_LINE = 131_072  # letters of one line; also of a cell, as Python's csv has it

_SIGNS = {";": "dấu chấm phẩy", "\t": "dấu Tab", ",": "dấu phẩy", "|": "dấu gạch đứng"}
_IN_CELL = 10  # signs that a quoted cell may hold: more is refused before it is parted
_SAMPLE = 300  # lines by which the sign is chosen
_ALIKE = 0.6  # of the lines that a sign parts: so many are parted alike in a list
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # how Excel lets a file tell it
_QUOTED = re.compile(r'"([^"]*)"')
_CLOSE_COMMA = re.compile(r"[^\s,],(?=[^\s\d,])")  # no one writes so but programs
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how programs keep Excel from making a number of it


@dataclass(frozen=True, slots=True)
class PartedRows:
    """A text parted into rows of cells."""

    rows: Sequence[Sequence[str]]
    sign: str
    width: int  # cells of most rows
    quoted: bool  # quotation marks are set as they should be

    def is_odd(self, row: Sequence[str]) -> bool:
        """Tell a row with other cells than most, or that may have swallowed its neighbours."""
        if not self.quoted and any("\n" in cell or cell.count('"') % 2 for cell in row):
            return True
        return 1 < len(row) < self.width or any(cell.strip() for cell in row[self.width :])


def read(source: Source, means: Means = USUAL) -> Document:
    """Read a text file in whatever encoding.

    Raises:
        NotRead: it is too large, or one of its lines is no line of text.
    """
    if source.path.stat().st_size > MAX_SIZE:
        raise NotRead("Tệp văn bản quá lớn để là một danh sách", "Tách thành nhiều tệp nhỏ hơn")
    text = decode_bytes(source.path.read_bytes()).replace("\0", "")
    most = means.limits.cells
    check_count(max(text.count("\n"), text.count("\r")), most)
    check_count(max(map(text.count, _SIGNS)) // _IN_CELL, most)
    parted = part_text(text)
    if parted is not None:
        check_count(sum(map(len, parted.rows)), most)
        return Document(source, *_lay_out(parted))
    lines = [line for line in text.splitlines() if line.strip()]
    if any(len(line) > MAX_LINE for line in lines):
        raise NotRead(*_LONG_LINE)
    survey = survey_runs((line, "") for line in lines)
    blocks = tuple(Paragraph(_decode(line, survey).text) for line in lines)
    return Document(source, blocks, notes=tuple(_note_unparted(lines)))


def _note_unparted(lines: Sequence[str]) -> Iterator[Note]:
    """Doubt a list whose cells hold the comma that parts them."""
    close = sum(len(_CLOSE_COMMA.findall(line)) > 1 for line in lines)
    if close > 2 and close >= _ALIKE / 2 * len(lines):
        yield Note(
            "cells-unparted",
            "Tệp có vẻ là danh sách ngăn bằng dấu phẩy, nhưng dấu phẩy cũng nằm trong chữ nên "
            "không chia được thành cột; lưu lại bằng Excel dạng .xlsx rồi thả lại",
        )


_LONG_LINE = ("Tệp văn bản có dòng dài bất thường, không giống một danh sách", SAVE_XLSX)


def part_text(text: str) -> PartedRows | None:
    """Return a text as rows of cells, None where no sign parts its lines alike.

    Raises:
        NotRead: a cell is longer than any text.
    """
    told = _TOLD.match(text)
    body = text[told.end() :] if told else text
    sample = "\n".join(body[: _SAMPLE * 1_000].splitlines()[:_SAMPLE])
    found = {sign: _weigh(sample, sign) for sign in ([told[1]] if told else _SIGNS)}
    sign, (count, width) = max(found.items(), key=lambda item: item[1][0])
    if count < 2:
        return None
    try:
        rows, quoted = _part(body, sign)
    except csv.Error as error:
        raise NotRead(*_LONG_LINE) from error
    return PartedRows(rows, sign, width, quoted)


def _weigh(sample: str, sign: str) -> tuple[int, int]:
    """Return how many lines the sign parts into how many cells: 0 where it parts each otherwise."""
    try:
        rows, _ = _part(sample, sign)
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count, width) if count >= _ALIKE * widths.total() else (0, 0)


def _part(text: str, sign: str) -> tuple[list[list[str]], bool]:
    """Return the rows, and whether all quotation marks are set as they should be.

    Where they are not, a mark that is never closed takes all that follows: then the way is
    taken that gives more rows of one width.
    """
    lines = text.splitlines(keepends=True)
    try:
        return list(csv.reader(lines, delimiter=sign, strict=True)), True
    except csv.Error:
        plain = list(csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE))
        bare = [[_QUOTED.sub(r"\1", cell) for cell in row] for row in plain]
    try:
        loose = list(csv.reader(lines, delimiter=sign))
    except csv.Error:
        return bare, False
    return max(loose, bare, key=_count_alike), False


def _count_alike(rows: Sequence[Sequence[str]]) -> int:
    return max(Counter(len(row) for row in rows if len(row) > 1).values(), default=0)


def _lay_out(parted: PartedRows) -> tuple[tuple[Paragraph | Grid, ...], None, tuple[Note, ...]]:
    survey = survey_runs((cell, "") for row in parted.rows for cell in row)
    cells: dict[tuple[int, int], Cell] = {}
    odd: list[int] = []
    for number, row in enumerate(parted.rows, 1):
        doubts = (Flag.CELL_UNCERTAIN,) if parted.is_odd(row) else ()
        if doubts:
            odd.append(number)
        for column, text in enumerate(row, 1):
            cell = _decode(_AS_TEXT.sub(r"\1", text), survey)
            if cell.text:
                cells[number, column] = Cell(cell.text, doubts=doubts or cell.doubts)
    stored = {place: StoredCell(()) for place in cells}
    sheet = StoredSheet("", stored, (), frozenset(), frozenset(), frozenset())
    return tuple(lay_out_sheet(sheet, cells)), None, tuple(_note_odd(parted, odd))


def _note_odd(parted: PartedRows, odd: Sequence[int]) -> Iterator[Note]:
    if odd:
        listed = ", ".join(map(str, odd[:5])) + (f" và {len(odd) - 5} dòng khác" if odd[5:] else "")
        yield Note(
            Flag.CELL_UNCERTAIN,
            f"Dòng {listed} có số ô khác các dòng còn lại (có thể {_SIGNS.get(parted.sign, 'dấu')} "
            "ngăn cách nằm trong chữ mà không có dấu ngoặc kép); đối chiếu với tệp gốc",
            f"dòng {listed}",
        )


def _decode(text: str, survey: Survey) -> Cell:
    (decoded,) = examine_runs([(text, "")], survey)
    words = "\n".join(line.strip() for line in clean(decoded.text).split("\n")).strip()
    return Cell(words, doubts=() if decoded.sure else (Flag.CELL_UNCERTAIN,))
