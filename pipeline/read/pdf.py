"""A PDF with text becomes a Document; pages are read and let go one by one."""

from __future__ import annotations

import pypdfium2

from pipeline.model import Document, Grid, Note, Paragraph, Source
from pipeline.problems import NotRead
from pipeline.read.layout import lay_out
from pipeline.read.pdfium import read_page


def read(source: Source) -> Document:
    """Read a PDF.

    Raises:
        NotRead: encrypted, broken, or without a page.
    """
    document = _open(source)
    try:
        blocks: list[Paragraph | Grid] = []
        notes: list[Note] = []
        edges: tuple[float, ...] = ()
        for number in range(1, len(document) + 1):
            page = read_page(document, number)
            layout = lay_out(page, edges)
            edges = layout.edges
            blocks.extend(layout.blocks)
        return Document(source, tuple(blocks), len(document), tuple(notes))
    finally:
        document.close()


def _open(source: Source) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(source.path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NotRead(
                "Tệp PDF đặt mật khẩu", "Bỏ mật khẩu rồi thả lại tệp vào thư mục input"
            ) from error
        raise NotRead(
            "Tệp PDF hỏng hoặc chép chưa xong", "Chép lại tệp từ nguồn rồi chạy lại"
        ) from error
    if len(document) == 0:
        raise NotRead("Tệp PDF không có trang nào", "Chép lại tệp từ nguồn rồi chạy lại")
    return document
