"""A file becomes a Document, whatever its format."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from pipeline.codes import FileKind
from pipeline.model import Document, Source
from pipeline.problems import NotRead
from pipeline.read.kinds import detect_kind
from pipeline.read.means import USUAL, Means

Reader = Callable[[Source, Means], Document]

READERS: Mapping[FileKind, str] = {
    FileKind.PDF: "pipeline.read.pdf.reader",
    FileKind.DOCX: "pipeline.read.docx.reader",
    FileKind.DOC: "pipeline.read.office",
    FileKind.RTF: "pipeline.read.office",
    FileKind.ODT: "pipeline.read.office",
    FileKind.XLSX: "pipeline.read.workbook.reader",
    FileKind.XLS: "pipeline.read.workbook.reader",
    FileKind.ODS: "pipeline.read.workbook.reader",
    FileKind.SHEET_XML: "pipeline.read.workbook.reader",
    FileKind.TEXT: "pipeline.read.plain",
    FileKind.HTML: "pipeline.read.web.reader",
    FileKind.MHTML: "pipeline.read.web.reader",
    FileKind.IMAGE: "pipeline.read.scan.reader",
}
"""Kind of content -> module with ``read(source, means) -> Document``; loaded when first needed."""


def identify(path: Path) -> Source:
    """Return the file with its kind and the hash of its content.

    Raises:
        NotRead: empty, half-copied, locked or of no known kind.
    """
    return Source(path, detect_kind(path), hash_file(path))


def hash_file(path: Path) -> str:
    """Return the hash of a file's content, by which it is known again.

    Raises:
        NotRead: it cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise NotRead(
            f"Không mở được tệp ({error.strerror or error})",
            "Đóng chương trình đang mở tệp, kiểm tra quyền đọc rồi chạy lại",
        ) from error


def read(source: Source, means: Means = USUAL) -> Document:
    """Return the file's text and tables in reading order.

    Args:
        source: the file.
        means: limits, folders of recognition, and who is told of the progress.

    Raises:
        NotRead: the file cannot be read; says why and what to do.
    """
    if source.kind not in READERS:
        raise NotRead(
            "Loại tệp này chưa đọc được", "Lưu lại thành .docx, .pdf hoặc .xlsx rồi thả lại"
        )
    reader: Reader = import_module(READERS[source.kind]).read
    return reader(source, replace(means, read_file=_read_content))


def _read_content(content: bytes, means: Means) -> Document:
    """Read what stands inside a file as if it had been dropped."""
    with tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "inner"
        path.write_bytes(content)
        return read(Source(path, detect_kind(path)), replace(means, show=USUAL.show))
