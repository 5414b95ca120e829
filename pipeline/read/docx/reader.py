"""A Word file becomes a Document: paragraphs and tables in the order of the printed body.

Headers, footers, notes and comments are no part of it; list numbers that Word itself
prints are. Pages are told only where Word left its own record of them in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Document, Grid, Note, Source
from pipeline.problems import NotRead
from pipeline.read.docx.body import BodyReader
from pipeline.read.docx.package import PICTURES, Element, Parts, W, open_parts, to_int
from pipeline.read.docx.witness import hear_body
from pipeline.read.left_out import note_hidden, note_struck
from pipeline.read.loose import note_loose
from pipeline.read.means import USUAL, Means
from pipeline.read.withdrawn import worded

_RESAVE = "Mở tệp bằng Word, lưu lại dạng .docx rồi thả lại"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_PAPERS = ("excel", "word", "package")  # what an embedded object with text is made by
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LARGE = 12 * 360_000, 8 * 360_000  # 12 by 8 cm, in EMU: may well be a scanned list


def read(source: Source, means: Means = USUAL) -> Document:
    """Return the body of the Word file (DOCX, DOCM, DOTX) ``source``.

    Raises:
        NotRead: the file cannot be opened or holds no text of Word.
    """
    parts = open_parts(source.path)
    body = parts.document.find(W + "body")
    if body is None:
        raise NotRead("Tệp không có phần nội dung của Word", _RESAVE)
    reader = BodyReader(parts)
    try:
        blocks = tuple(reader.read_blocks(body))
    except RecursionError as error:
        raise NotRead("Bảng trong tệp Word lồng nhau quá nhiều lớp", _RESAVE) from error
    has_grid = any(isinstance(block, Grid) for block in blocks)
    notes = (
        *_find_doubts(parts, has_grid),
        *_name_doubtful(reader.doubtful),
        *_name_left_out(reader),
        *([note_loose("; ".join(reader.loose))] if has_grid and reader.loose else ()),
    )
    return Document(source, blocks, reader.page, notes, (hear_body(parts, reader.survey),))


def _name_doubtful(texts: Sequence[str]) -> Iterator[Note]:
    if texts:
        yield Note(
            "text-uncertain",
            f"Có {len(texts)} đoạn gõ bằng phông chữ cũ (TCVN3, VNI) đọc không chắc chắn; "
            "đối chiếu với văn bản gốc",
            where=f"đoạn “{texts[0][:60]}”",
        )


def _name_left_out(reader: BodyReader) -> Iterator[Note]:
    if struck := worded(reader.struck):
        yield note_struck(struck, "tệp Word")
    if hidden := worded(reader.hidden):
        yield note_hidden(hidden, "tệp Word")


def _find_doubts(parts: Parts, has_grid: bool) -> Iterator[Note]:
    """Yield what the paper shows but this reader cannot give."""
    if {"numbering", "styles"} & set(parts.broken):
        yield Note(
            "part-broken",
            "Phần định dạng của tệp Word bị hỏng nên số thứ tự tự động có thể thiếu; "
            "mở tệp bằng Word, lưu lại rồi thả lại",
        )
    objects = (found.get("ProgID", "").lower() for found in parts.document.iter(_OLE))
    chunk = next(parts.document.iter(W + "altChunk", W + "subDoc"), None)
    if chunk is not None or any(program.startswith(_PAPERS) for program in objects):
        yield Note(
            "embedded-unread",
            "Tệp Word có phần nhúng từ tệp khác (ví dụ bảng Excel) chưa đọc được; "
            "dán phần đó thành bảng của Word hoặc thả riêng tệp ấy",
        )
    pictures = list(parts.document.iter(*PICTURES))
    if pictures and (not has_grid or any(map(_is_large, pictures))):
        yield Note(
            "pictures-unread",
            "Tệp Word có hình ảnh có thể là bảng chụp lại; chữ trong hình chưa được đọc, "
            "xin bản Word hoặc PDF của phần đó",
        )


def _is_large(picture: Element) -> bool:
    for around in picture.iterancestors(_DRAWN + "inline", _DRAWN + "anchor"):
        extent = around.find(_DRAWN + "extent")
        if extent is not None:
            size = to_int(extent.get("cx"), 0), to_int(extent.get("cy"), 0)
            return size[0] >= _LARGE[0] and size[1] >= _LARGE[1]
    return False
