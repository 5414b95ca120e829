"""Spreadsheet lists: each visible sheet's tables with the text that shows.

Hidden sheets, rows and columns are left out, and so is what is struck through or in the colour
of its cell; that is said. A cell that shows an error is doubted, never taken for a number.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl.utils import get_column_letter

from pipeline.codes import FileKind, Flag
from pipeline.language.charset import Survey, clean, examine_runs, survey_runs
from pipeline.language.note_marks import drop_note_marks
from pipeline.model import Cell, Document, Grid, Note, Paragraph, Source, Witness
from pipeline.read import office
from pipeline.read.inner import MAX_INNER, InnerReading, hear_blocks, is_large, read_picture
from pipeline.read.loose import is_stamped, note_loose
from pipeline.read.means import USUAL, Means
from pipeline.read.workbook.layout import lay_out_sheet
from pipeline.read.workbook.left import find_withdrawn, list_left, note_left
from pipeline.read.workbook.placing import name_place, place_shapes
from pipeline.read.workbook.stored import StoredCell, StoredSheet
from pipeline.read.workbook.witness import hear_sheet
from pipeline.settings import LimitSettings


def read(source: Source, means: Means = USUAL) -> Document:
    """Read a workbook (XLSX, XLS, ODS, XML of Excel 2003); ODS by way of LibreOffice.

    Raises:
        NotRead: the workbook is broken or locked by a password.
        ReaderMissing: an ODS, and LibreOffice is not installed.
    """
    sheets = _read_sheets(source, means.limits)
    placed = [place_shapes(sheet) for sheet in sheets]
    sheets = [sheet for sheet, _ in placed]
    survey = survey_runs(
        run for sheet in sheets for cell in sheet.cells.values() for run in cell.runs
    )
    blocks: list[Paragraph | Grid] = []
    notes: list[Note] = []
    witnesses: list[Witness] = []
    for sheet, loose in placed:
        notes.extend(_note_doubts(sheet))
        if sheet.hidden:
            continue
        cells = {slot: _read_cell(cell, survey) for slot, cell in sheet.cells.items()}
        left = list_left(sheet, survey)
        notes.extend(note_left(sheet, left))
        gone = find_withdrawn(sheet, cells, left)
        shown = replace(sheet, hidden_rows=sheet.hidden_rows | gone)
        blocks.extend(lay_out_sheet(shown, {slot: c for slot, c in cells.items() if c.text}))
        for shape in loose:
            text = _read_cell(shape.words, survey).text
            if text and not is_stamped(text):
                blocks.append(Paragraph(text))
                notes.append(note_loose(text, name_place(shape), f"trang tính “{sheet.name}”"))
        witnesses.append(hear_sheet(shown, cells))
    has_grid = any(isinstance(block, Grid) for block in blocks)
    pictured = _read_pictures([s for s in sheets if not s.hidden], means, is_all=not has_grid)
    if not has_grid and not pictured:
        notes.extend(_note_pictures(source))
    for reading in pictured:
        blocks.extend(reading.blocks)
        notes.extend(note for note in reading.notes if note not in notes)
        witnesses.append(Witness(hear_blocks(reading.blocks)))
    return Document(source, tuple(blocks), notes=tuple(notes), witnesses=tuple(witnesses))


def _read_sheets(source: Source, limits: LimitSettings) -> list[StoredSheet]:
    from pipeline.read.workbook import sheet_xml
    from pipeline.read.workbook import xls as sheet_xls
    from pipeline.read.workbook import xlsx as sheet_xlsx

    if source.kind == FileKind.XLS:
        return sheet_xls.read_sheets(source.path, limits.cells)
    if source.kind == FileKind.XLSX:
        return sheet_xlsx.read_sheets(source.path, limits.cells)
    if source.kind == FileKind.SHEET_XML:
        return sheet_xml.read_sheets(source.path, limits.cells)
    with tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True) as folder:
        converted = office.convert(source, FileKind.XLSX, Path(folder))
        return sheet_xlsx.read_sheets(converted, limits.cells)


def _read_pictures(
    sheets: Sequence[StoredSheet], means: Means, *, is_all: bool
) -> list[InnerReading]:
    """Return what the large pictures on the sheets show, such as a scan pasted into one."""
    if means.read_file is None:
        return []
    large = [picture for sheet in sheets for picture in sheet.pictures if is_large(picture)]
    return [
        read_picture(picture, means, is_all=is_all) for picture in dict.fromkeys(large[:MAX_INNER])
    ]


def _read_cell(stored: StoredCell, survey: Survey) -> Cell:
    decoded = examine_runs(stored.runs, survey)
    text = drop_note_marks(clean("".join(run.text for run in decoded))).strip()
    sure = not stored.fault and all(run.sure for run in decoded)
    return Cell(text, doubts=() if sure else (Flag.CELL_UNCERTAIN,))


def _note_doubts(sheet: StoredSheet) -> Iterator[Note]:
    where = f"trang tính “{sheet.name}”"
    hidden = [slot for slot, cell in sheet.cells.items() if cell.runs and sheet.hides(slot)]
    faults = sorted(slot for slot, cell in sheet.cells.items() if cell.fault)
    faults = [slot for slot in faults if not sheet.hides(slot)]
    if faults:
        names = ", ".join(f"{get_column_letter(column)}{row}" for row, column in faults[:5])
        more = f" và {len(faults) - 5} ô khác" if len(faults) > 5 else ""
        yield Note(
            Flag.CELL_UNCERTAIN,
            f"Ô {names}{more} báo lỗi hoặc chưa tính xong; mở tệp bằng Excel, sửa ô rồi lưu lại",
            where,
        )
    if hidden:
        what = "trang tính ẩn" if sheet.hidden else "hàng, cột ẩn hoặc bị lọc"
        text = f"Không lấy {len(hidden)} ô có chữ trong {what}"
        yield Note("hidden-left-out", text, where, doubt=False)


def _note_pictures(source: Source) -> Iterator[Note]:
    from pipeline.read.workbook import xlsx as sheet_xlsx

    if source.kind == FileKind.XLSX and sheet_xlsx.has_pictures(source.path):
        yield Note(
            "pictures-unread",
            "Bảng tính có hình ảnh mà không có bảng; chữ trong hình chưa được đọc",
        )
