"""What stands inside a paper in another form: parts of other formats, pictures of lists."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.shared import Cm
from openpyxl.drawing.image import Image as SheetImage
from PIL import Image

from pipeline.codes import FileKind
from pipeline.model import Cell, Document, Grid, Note, Paragraph, Row, Source
from pipeline.problems import ReaderMissing
from pipeline.read import identify, read
from pipeline.read.docx import reader as word
from pipeline.read.means import USUAL, Means
from pipeline.read.workbook import reader as sheet
from tests.exports import HEAD, ROWS, TABLE, find, list_cells, list_codes, make_csv, make_page
from tests.test_holders import write_letter

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def hold(chunk: bytes, suffix: str = "html", strict: bool = False) -> bytes:
    """A Word file with ``chunk`` in its body."""
    plain = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph("KẾ HOẠCH")
    paper.save(plain)
    names = "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else _RELATED
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                mark = f'<w:altChunk xmlns:q="{names}" q:id="rIdX"/>'
                part = part.replace("<w:sectPr", f"{mark}<w:sectPr", 1)
            if name == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="rIdX" Type="{names}/aFChunk" Target="chunk.{suffix}"/>'
                part = part.replace("</Relationships>", f"{link}</Relationships>")
            new.writestr(name, part.encode("utf-8", "surrogateescape"))
        new.writestr(f"word/chunk.{suffix}", chunk)
    return out.getvalue()


def put(folder: Path, content: bytes, name: str = "kế hoạch.docx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("chunk", "suffix"),
    [
        (make_page().encode(), "html"),
        (make_csv(";").encode(), "txt"),
        (hold(make_page().encode()), "docx"),
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_a_part_of_another_format_is_read_in_its_place(
    tmp_path: Path, chunk: bytes, suffix: str, strict: bool
) -> None:
    path = put(tmp_path, hold(chunk, suffix, strict))
    findings = find(path)
    assert list_cells(findings) == list(ROWS)
    assert list_codes(findings) == []
    assert read(identify(path)).blocks[0] == Paragraph("KẾ HOẠCH")


def nest(times: int) -> bytes:
    content = make_page().encode()
    for _ in range(times):
        content = hold(content, "docx")
    return content


@pytest.mark.parametrize(
    ("chunk", "says"),
    [
        (b"Rar!\x1a\x07\0", "RAR"),
        (b"", "rỗng"),
        (nest(5), "lồng nhau"),
        (write_letter("x").as_bytes(), "chưa đọc được"),
    ],
    ids=["rar", "empty", "deep", "letter"],
)
def test_a_part_that_cannot_be_read_is_said(tmp_path: Path, chunk: bytes, says: str) -> None:
    findings = find(put(tmp_path, hold(chunk)))
    (note,) = (note for note in findings.receipt.notes if note.code == "embedded-unread")
    assert says in note.text


# --- pictures ---------------------------------------------------------------------------


def draw(size: tuple[int, int] = (1200, 900)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    out.seek(0)
    return out


def paste_into_word(folder: Path, size: tuple[int, int], width: float) -> Source:
    paper = docx.Document()
    for line in HEAD:
        paper.add_paragraph(line)
    paper.add_picture(draw(size), width=Cm(width))
    paper.save(folder / "a.docx")
    return Source(folder / "a.docx", FileKind.DOCX)


def paste_into_sheet(folder: Path, size: tuple[int, int], width: float) -> Source:
    book = openpyxl.Workbook()
    book.active["A1"] = HEAD[0]
    book.active.add_image(SheetImage(draw(size)), "A3")
    book.save(folder / "a.xlsx")
    return Source(folder / "a.xlsx", FileKind.XLSX)


def recognise(rows: Sequence[Sequence[str]]) -> Means:
    """Means that read every picture as these rows."""
    grid = Grid(tuple(Row(tuple(map(Cell, row)), page=1) for row in rows))
    notes = (Note("page-recognised", "Trang 1 chỉ là ảnh quét", doubt=False),)

    def read_file(content: bytes, means: Means) -> Document:
        assert content.startswith(b"\x89PNG")
        return Document(Source(Path("x"), FileKind.IMAGE), (grid,) if rows else (), 1, notes)

    return replace(USUAL, read_file=read_file)


PASTE = pytest.mark.parametrize(
    ("paste", "reader"), [(paste_into_word, word.read), (paste_into_sheet, sheet.read)]
)


@PASTE
def test_a_list_that_is_a_picture_is_recognised(tmp_path: Path, paste: Any, reader: Any) -> None:
    source = paste(tmp_path, (1200, 900), 15)
    document = reader(source, recognise(TABLE))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.rows[1].cells if cell] == list(ROWS[0])
    assert {row.page for row in grid.rows} == {None}
    assert [note.code for note in document.notes] == ["picture-recognised"]


@PASTE
def test_a_large_picture_without_a_list_is_said(tmp_path: Path, paste: Any, reader: Any) -> None:
    source = paste(tmp_path, (1200, 900), 15)
    document = reader(source, recognise(()))
    assert [note.code for note in document.notes] == ["pictures-unread"]


@PASTE
def test_without_recognition_the_officer_is_told_what_to_do(
    tmp_path: Path, paste: Any, reader: Any
) -> None:
    def read_file(content: bytes, means: Means) -> Document:
        raise ReaderMissing("Tệp là ảnh, cần nhận dạng chữ", "Cài phần nhận dạng")

    source = paste(tmp_path, (1200, 900), 15)
    document = reader(source, replace(USUAL, read_file=read_file))
    (note,) = document.notes
    assert note.code == "pictures-unread"
    assert "Cài phần nhận dạng" in note.text


def test_rows_of_a_list_on_a_second_picture_are_not_lost(tmp_path: Path) -> None:
    source = paste_into_word(tmp_path, (1200, 400), 15)  # 5 cm high
    document = word.read(source, recognise(TABLE))
    assert any(isinstance(block, Grid) for block in document.blocks)


@PASTE
def test_emblems_are_not_recognised(tmp_path: Path, paste: Any, reader: Any) -> None:
    def read_file(content: bytes, means: Means) -> Document:
        raise AssertionError("an emblem was taken for a list")

    source = paste(tmp_path, (200, 200), 3)
    reader(source, replace(USUAL, read_file=read_file))


def test_what_was_cut_off_a_picture_is_not_read(tmp_path: Path) -> None:
    source = paste_into_word(tmp_path, (1200, 900), 15)
    path = tmp_path / "cut.docx"
    with zipfile.ZipFile(source.path) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                cut = b'<a:srcRect l="0" t="0" r="0" b="50000"/><a:stretch>'
                assert b"<a:stretch>" in part
                part = part.replace(b"<a:stretch>", cut)
            new.writestr(name, part)
    seen: list[tuple[int, int]] = []

    def read_file(content: bytes, means: Means) -> Document:
        seen.append(Image.open(io.BytesIO(content)).size)
        return Document(source, ())

    word.read(Source(path, FileKind.DOCX), replace(USUAL, read_file=read_file))
    assert seen == [(1200, 450)]
