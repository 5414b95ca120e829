"""Files that are attached to a PDF, in its list of them or pinned to a page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as c

MOST_PAGES = 500  # that are looked through for pinned files

_MARKS = (b"/EmbeddedFile", b"FileAttachment", b"/ObjStm")  # the last may pack the others

_CLUTTER = re.compile(
    r".*\.(?:xml|xsd|xmp|json|js|joboptions|p7s|p7m|asc|sig|ttf|otf|icc)", re.IGNORECASE
)


def open_attached(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files attached to a PDF with their names; data that programs add are left out.

    A PDF that cannot be opened gives none: its reader says what is wrong with it.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return
    try:
        seen: set[bytes] = set()
        pinned = _list_pinned(document) if _may_pin(path) else ()
        for attachment in chain(_list_named(document), pinned):
            name, content = _take(attachment)
            if content and content not in seen and not _CLUTTER.fullmatch(name):
                seen.add(content)
                yield name, content
    finally:
        document.close()


def _list_named(document: pypdfium2.PdfDocument) -> Iterator[Any]:
    for index in range(max(0, c.FPDFDoc_GetAttachmentCount(document.raw))):
        yield c.FPDFDoc_GetAttachment(document.raw, index)


def may_attach(path: Path) -> bool:
    """Tell, without opening it, whether a file may be a PDF with files attached."""
    content = path.read_bytes()
    return content[:1024].find(b"%PDF-") >= 0 and any(mark in content for mark in _MARKS)


def _may_pin(path: Path) -> bool:
    """Tell whether files may be pinned to pages, which must be opened to find them."""
    content = path.read_bytes()
    return any(mark in content for mark in _MARKS[1:])


def _list_pinned(document: pypdfium2.PdfDocument) -> Iterator[Any]:
    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue
        for index in range(max(0, c.FPDFPage_GetAnnotCount(page.raw))):
            note = c.FPDFPage_GetAnnot(page.raw, index)
            if note and c.FPDFAnnot_GetSubtype(note) == c.FPDF_ANNOT_FILEATTACHMENT:
                yield c.FPDFAnnot_GetFileAttachment(note)
            c.FPDFPage_CloseAnnot(note)
        page.close()


def _take(attachment: Any) -> tuple[str, bytes]:
    """Return the name and content of an attachment; b"" where it leads nowhere."""
    if not attachment:
        return "", b""
    size = c.FPDFAttachment_GetName(attachment, None, 0)
    letters = ctypes.create_string_buffer(size)
    c.FPDFAttachment_GetName(attachment, ctypes.cast(letters, ctypes.POINTER(c.FPDF_WCHAR)), size)
    name = letters.raw.decode("utf-16-le", errors="replace").rstrip("\0")
    length = ctypes.c_ulong()
    if not c.FPDFAttachment_GetFile(attachment, None, 0, length) or not length.value:
        return name, b""
    content = ctypes.create_string_buffer(length.value)
    c.FPDFAttachment_GetFile(attachment, content, length.value, length)
    return name or "tệp đính kèm", content.raw
