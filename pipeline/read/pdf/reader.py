"""A PDF with text becomes a Document; pages are read and let go one by one."""

from __future__ import annotations

import pypdfium2

from pipeline.model import Document, Grid, Paragraph, Source
from pipeline.problems import NotRead
from pipeline.read.means import USUAL, Letters, Means, Scanned, View
from pipeline.read.pdf.decode import decode_page
from pipeline.read.pdf.judge import judge_page
from pipeline.read.pdf.pdfium import read_page
from pipeline.read.pdf.plumber import read_letters
from pipeline.read.pdf.stamps import lift_stamp
from pipeline.read.scan.reader import read_pages
from pipeline.read.table.layout import lay_out
from pipeline.read.table.lines import tidy_page
from pipeline.read.table.page import Page
from pipeline.read.table.unruled import NO_CARRY


def read(source: Source, means: Means = USUAL) -> Document:
    """Read a PDF.

    Raises:
        NotRead: encrypted, broken, or without a page.
    """
    document = _open(source)
    try:
        blocks: dict[int, tuple[Paragraph | Grid, ...]] = {}
        poor: dict[int, Letters] = {}
        carry = NO_CARRY
        for number in range(1, len(document) + 1):
            page, reason = _read_judged(document, number, source)
            if reason != Letters.GOOD:
                poor[number], carry = reason, NO_CARRY
                continue
            page = lift_stamp(page)
            layout = lay_out(page, carry)
            carry = layout.carry
            blocks[number] = layout.blocks
            means.show(View(page, layout.blocks))
        scanned = read_pages(document, poor, means) if poor else Scanned()
        blocks.update(scanned.blocks)
        ordered = tuple(block for number in sorted(blocks) for block in blocks[number])
        return Document(source, ordered, len(document), scanned.notes)
    finally:
        document.close()


def _read_judged(
    document: pypdfium2.PdfDocument, number: int, source: Source
) -> tuple[Page, Letters]:
    """Return a page and why its letters cannot be taken, read another way where that helps."""
    page = decode_page(tidy_page(read_page(document, number)))
    reason = judge_page(page, document)
    if reason == Letters.RUBBISH:
        second = tidy_page(read_letters(source, page))
        if judge_page(second, document) == Letters.GOOD:
            return second, Letters.GOOD
    return page, reason


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
