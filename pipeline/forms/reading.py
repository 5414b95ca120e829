"""Forms that came back filled: known by what stands in them, whatever the file is called.

A value that cannot be right is named by sheet and cell and left blank; the rest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.follow_up import FIGURES, STAGES, STATES, Assessment, Form
from pipeline.forms.cells import (
    TOP,
    SheetValues,
    find_heading,
    find_title,
    read_values,
    right_of,
)
from pipeline.forms.criteria import Criteria, Criterion
from pipeline.forms.labels import (
    FILLED_BY,
    FILLED_ON,
    FORM_TITLE,
    KEY,
    MODEL,
    REMARK,
    SCORE_TITLE,
    STAGE,
    STATE,
    SUBJECT,
    TOTAL,
    UNIT,
)
from pipeline.forms.values import read_choice, read_day, read_score, read_whole
from pipeline.language.keys import fold, squeeze, words_key
from pipeline.model import KIND_NAMES, Document, Grid, Note, Paragraph, Source
from pipeline.problems import NotRead

_ROUNDING = 0.05
_COLUMNS = (STAGE, STATE)  # no other paper has both
_YEAR = re.compile(r"năm ((?:19|20)\d{2})")


def is_form(path: Path) -> bool:
    """Return whether a file is a form: a workbook of which a sheet has its title and year."""
    try:
        return any(_YEAR.search(find_title(s.top())) for s in read_values(path, quick=True))
    except NotRead:
        return False  # as a plan it is named as broken


def is_printed_form(document: Document) -> bool:
    """Return whether a document is a form that was printed, scanned or saved as something else.

    It begins with the form's title and has its columns; a plan may have such a form, still
    empty, as its last appendix.
    """
    texts = [words_key(text) for block in document.blocks for text in _texts(block)]
    begins = any(text.startswith(words_key(FORM_TITLE)) for text in texts[:TOP])
    return begins and all(any(words_key(label) in text for text in texts) for label in _COLUMNS)


def _texts(block: Paragraph | Grid) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    else:
        yield from (cell.text for row in block.rows for cell in row.cells if cell is not None)


def read_form(source: Source, criteria: Criteria, name: str) -> tuple[Form, tuple[Note, ...]]:
    """Return what a form says, and notes on what could not be taken.

    Args:
        source: a file of which ``is_form`` holds.
        criteria: those that scores and totals are checked against.
        name: how the file is called in what the officer reads.

    Raises:
        NotRead: the workbook is broken, or the follow-up table is gone.
    """
    reading = _Reading(criteria)
    for sheet in read_values(source.path):
        reading.read(sheet)
    if not reading.year or not reading.has_table:
        raise NotRead(
            "Phiếu mất dòng tên phiếu hoặc dòng đầu bảng của trang “Theo dõi”",
            "Chép số liệu vào phiếu gốc rồi thả lại",
        )
    form = Form(
        year=reading.year,
        unit=reading.unit,
        assessments=tuple(reading.rows.values()),
        filled_by=reading.filled_by,
        filled_on=reading.filled_on,
        source_file=name,
        sha256=source.sha256,
    )
    return form, tuple(reading.notes)


# --- one form ------------------------------------------------------------------------


class _Reading:
    """What is gathered from the sheets of one form, the follow-up sheet first."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.year = 0
        self.unit = ""
        self.filled_by = ""
        self.filled_on: date | None = None
        self.has_table = False
        self.rows: dict[tuple[str, ...], Assessment] = {}
        self.notes: list[Note] = []

    def read(self, sheet: SheetValues) -> None:
        title = find_title(sheet.top())
        if not title:
            return
        if fold(SCORE_TITLE) in title:
            self._read_scores(sheet, title)
            return
        year = _YEAR.search(title)
        self.year = int(year.group(1)) if year else 0
        self._read_top(sheet)
        self._read_follow_up(sheet)

    def _read_top(self, sheet: SheetValues) -> None:
        for (row, column), text in list(sheet.top()):
            if fold(text).startswith(fold(UNIT)):
                self.unit = text[len(UNIT) :].strip()
            elif fold(text) == fold(FILLED_BY):
                self.filled_by = squeeze(str(right_of(sheet, row, column)[1] or ""))
            elif fold(text) == fold(FILLED_ON):
                place, value = right_of(sheet, row, column)
                self.filled_on = self._take(sheet, place, value, read_day)

    def _read_follow_up(self, sheet: SheetValues) -> None:
        head, columns = find_heading(sheet, _COLUMNS)
        self.has_table = bool(columns)
        figures = {code: columns.get(words_key(label)) for code, label in FIGURES.items()}
        for row, values in _entries(sheet, head, columns):
            cells = _Cells(self, sheet, row, values)
            stage = cells.take(columns.get(words_key(STAGE)), _choose(STAGES))
            state = cells.take(columns.get(words_key(STATE)), _choose(STATES))
            numbers = {code: cells.take(column, read_whole) for code, column in figures.items()}
            made = Assessment(
                key=_text(values, columns, KEY),
                subject=_text(values, columns, SUBJECT),
                model=_text(values, columns, MODEL),
                stage=stage or "",
                state=state or "",
                figures={code: number for code, number in numbers.items() if number is not None},
                remark=_text(values, columns, REMARK),
            )
            self._add(sheet, row, made)

    def _add(self, sheet: SheetValues, row: int, made: Assessment) -> None:
        place = _identity(made)
        if place in self.rows:
            self._note(sheet, (row, 0), "dòng này lặp lại một dòng ở trên; chỉ lấy dòng trên")
        else:
            self.rows[place] = made

    def _read_scores(self, sheet: SheetValues, title: str) -> None:
        kind = next((kind for kind, name in KIND_NAMES.items() if fold(name) in title), "")
        head, columns = find_heading(sheet, (TOTAL, MODEL))
        criteria = {criterion.key: criterion for criterion in self.criteria.of(kind)}
        missing = [c.name for key, c in criteria.items() if key not in columns]
        if missing or not columns:
            self._note(
                sheet,
                None,
                f"không có cột của tiêu chí “{(missing or [TOTAL])[0]}”; chưa tính tổng",
            )
        for row, values in _entries(sheet, head, columns):
            self._score(_Cells(self, sheet, row, values), columns, kind, criteria)

    def _score(
        self,
        cells: _Cells,
        columns: Mapping[str, int],
        kind: str,
        criteria: Mapping[str, Criterion],
    ) -> None:
        named = Assessment(
            _text(cells.values, columns, KEY),
            _text(cells.values, columns, SUBJECT),
            _text(cells.values, columns, MODEL),
        )
        known = self.rows.get(_identity(named))
        if known is None:
            self._note(cells.sheet, (cells.row, 0), "dòng này không có ở trang “Theo dõi”")
            return
        taken = {
            key: cells.take(columns.get(key), _scale(criterion))
            for key, criterion in criteria.items()
        }
        scores = {key: score for key, score in taken.items() if score is not None}
        total = self.criteria.total(kind, scores)
        self._check_total(cells, columns.get(words_key(TOTAL)), total)
        self.rows[_identity(named)] = replace(known, scores=scores, total=total)

    def _check_total(self, cells: _Cells, column: int | None, total: float | None) -> None:
        """The total is counted anew; one that was typed over is said."""
        printed = cells.values.get(column) if column is not None else None
        if column is None or not isinstance(printed, int | float):
            return
        if total is None and not printed:  # what XLS keeps of a blank formula
            return
        if total is None or abs(printed - total) > _ROUNDING:
            counted = "chưa đủ điểm các tiêu chí" if total is None else f"tính lại là {total:g}"
            text = f"tổng điểm ghi {printed:g} nhưng {counted.replace('.', ',')}"
            self._note(cells.sheet, (cells.row, column), text)

    def _take(
        self, sheet: SheetValues, place: tuple[int, int], value: Any, read: Callable[[Any], Any]
    ) -> Any:
        if value is None:
            return None
        try:
            return read(value)
        except ValueError as error:
            self._note(sheet, place, f"“{_show(value)}” {error}; ô này chưa được lấy số liệu")
            return None

    def _note(self, sheet: SheetValues, place: tuple[int, int] | None, text: str) -> None:
        from openpyxl.utils import get_column_letter

        where = f"trang “{sheet.name}”"
        if place is not None:
            where += f", ô {get_column_letter(place[1] + 1)}{place[0] + 1}"
        self.notes.append(Note("form-value", f"Phiếu: {text}", where))


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row of a form's table."""

    reading: _Reading
    sheet: SheetValues
    row: int
    values: Mapping[int, Any]

    def take(self, column: int | None, read: Callable[[Any], Any]) -> Any:
        """The value of a column; None where it is blank or cannot be right."""
        if column is None:
            return None
        place = (self.row, column)
        return self.reading._take(self.sheet, place, self.values.get(column), read)


def _choose(labels: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda value: read_choice(value, labels)


def _scale(criterion: Criterion) -> Callable[[Any], float]:
    return lambda value: read_score(value, criterion.scale)


def _entries(
    sheet: SheetValues, head: int, columns: Mapping[str, int]
) -> Iterator[tuple[int, dict[int, Any]]]:
    """The rows under the heading that name a model or its subject."""
    for row, values in sorted(sheet.rows().items()):
        named = _text(values, columns, MODEL) or _text(values, columns, SUBJECT)
        if columns and row > head and named:
            yield row, values


def _text(values: Mapping[int, Any], columns: Mapping[str, int], label: str) -> str:
    value = values.get(columns.get(words_key(label), -1))
    return "" if value is None else squeeze(str(value))


def _identity(row: Assessment) -> tuple[str, ...]:
    return (row.key,) if row.key else (words_key(row.subject), words_key(row.model))


def _show(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else squeeze(str(value))
