"""A Word file becomes a Document: paragraphs and tables in the order of the printed body.

Headers, footers, notes and comments are no part of it; list numbers that Word itself
prints are. Pages are told only where Word left its own record of them in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model import Document, Grid, Note, Source
from pipeline.problems import NotRead
from pipeline.read.docx.body import BodyReader
from pipeline.read.docx.inner import CHUNK, InnerParts, find_id, is_drawn_large, read_inner
from pipeline.read.docx.package import PICTURES, Parts, W, open_parts
from pipeline.read.docx.witness import hear_body
from pipeline.read.inner import hear_blocks
from pipeline.read.left_out import note_hidden, note_struck
from pipeline.read.loose import note_loose
from pipeline.read.means import USUAL, Means
from pipeline.read.withdrawn import worded

_RESAVE = "Mở tệp bằng Word, lưu lại dạng .docx rồi thả lại"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_PAPERS = ("excel", "word", "package")  # what an embedded object with text is made by


def read(source: Source, means: Means = USUAL) -> Document:
    """Return the body of the Word file (DOCX, DOCM, DOTX) ``source``.

    Raises:
        NotRead: the file cannot be opened or holds no text of Word.
    """
    parts = open_parts(source.path)
    body = parts.document.find(W + "body")
    if body is None:
        raise NotRead("Tệp không có phần nội dung của Word", _RESAVE)
    inner = read_inner(source.path, parts.document, means)
    reader = BodyReader(parts, inner)
    try:
        blocks = tuple(reader.read_blocks(body))
    except RecursionError as error:
        raise NotRead("Bảng trong tệp Word lồng nhau quá nhiều lớp", _RESAVE) from error
    has_grid = any(isinstance(block, Grid) for block in blocks)
    notes = (
        *_find_doubts(parts, has_grid, inner),
        *_name_doubtful(reader.doubtful),
        *_name_left_out(reader),
        *([note_loose("; ".join(reader.loose))] if has_grid and reader.loose else ()),
    )
    heard = hear_body(parts, reader.survey)
    witness = replace(heard, text="\n".join((heard.text, hear_blocks(inner.blocks))))
    return Document(source, blocks, reader.page, notes, (witness,))


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


def _find_doubts(parts: Parts, has_grid: bool, inner: InnerParts) -> Iterator[Note]:
    """Yield what the paper shows but this reader cannot give."""
    if {"numbering", "styles"} & set(parts.broken):
        yield Note(
            "part-broken",
            "Phần định dạng của tệp Word bị hỏng nên số thứ tự tự động có thể thiếu; "
            "mở tệp bằng Word, lưu lại rồi thả lại",
        )
    objects = (found.get("ProgID", "").lower() for found in parts.document.iter(_OLE))
    yield from inner.notes
    chunks = () if inner.readings else (CHUNK,)
    chunk = next(parts.document.iter(W + "subDoc", *chunks), None)
    if chunk is not None or any(program.startswith(_PAPERS) for program in objects):
        yield Note(
            "embedded-unread",
            "Tệp Word có phần nhúng từ tệp khác (ví dụ bảng Excel) chưa đọc được; "
            "dán phần đó thành bảng của Word hoặc thả riêng tệp ấy",
        )
    pictures = [p for p in parts.document.iter(*PICTURES) if find_id(p) not in inner.readings]
    if pictures and (not has_grid or any(map(is_drawn_large, pictures))):
        yield Note(
            "pictures-unread",
            "Tệp Word có hình ảnh có thể là bảng chụp lại; chữ trong hình chưa được đọc, "
            "xin bản Word hoặc PDF của phần đó",
        )
