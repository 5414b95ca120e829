"""A PDF with text becomes a Document; pages are read and let go one by one."""

from __future__ import annotations

import pypdfium2

from pipeline.model import Document, Note, Source, Witness
from pipeline.problems import NotRead
from pipeline.read.means import USUAL, Blocks, Letters, Means, Scanned, View
from pipeline.read.pdf.decode import decode_page
from pipeline.read.pdf.judge import judge_page
from pipeline.read.pdf.pdfium import PageUnread, read_page
from pipeline.read.pdf.plumber import read_letters
from pipeline.read.pdf.stamps import lift_stamp
from pipeline.read.pdf.witness import hear_page
from pipeline.read.remedies import RESEND
from pipeline.read.scan.reader import read_pages
from pipeline.read.table.layout import lay_out
from pipeline.read.table.lines import tidy_page
from pipeline.read.table.page import Page
from pipeline.read.table.unruled import NO_CARRY
from pipeline.settings import LimitSettings


def read(source: Source, means: Means = USUAL) -> Document:
    """Read a PDF.

    Raises:
        NotRead: encrypted, broken, or without a page.
    """
    document = _open(source, means.limits.pages)
    try:
        return _read_pages(document, source, means)
    finally:
        document.close()


def _read_pages(document: pypdfium2.PdfDocument, source: Source, means: Means) -> Document:
    blocks: dict[int, Blocks] = {}
    poor: dict[int, Letters] = {}
    notes: list[Note] = []
    witnesses: list[Witness] = []
    carry = NO_CARRY
    for number in range(1, len(document) + 1):
        try:
            page, reason = _read_judged(document, number, source, means.limits)
        except PageUnread as unread:
            notes.append(_name_unread(number, str(unread)))
            carry = NO_CARRY
            continue
        if reason is not Letters.GOOD:
            poor[number], carry = reason, NO_CARRY
            continue
        if page.crowded:
            notes.append(_name_crowded(number))
        page = lift_stamp(page)
        witnesses.append(hear_page(page))
        layout = lay_out(page, carry)
        carry = layout.carry
        blocks[number] = layout.blocks
        means.show(View(page, layout.blocks))
    if not blocks and not poor:
        raise NotRead("Không trang nào của tệp PDF đọc được", RESEND)
    scanned = read_pages(document, poor, means) if poor else Scanned()
    blocks.update(scanned.blocks)
    ordered = tuple(block for number in sorted(blocks) for block in blocks[number])
    told = (*notes, *scanned.notes)
    return Document(source, ordered, len(document), told, tuple(witnesses))


def _name_unread(number: int, why: str) -> Note:
    text = f"Trang {number} {why} nên không đọc được; các mục ở trang đó, nếu có, chưa được lấy"
    return Note("page-unread", text, f"trang {number}")


def _name_crowded(number: int) -> Note:
    text = (
        f"Trang {number} có quá nhiều nét kẻ để là một bảng; chỉ lấy chữ, không lấy bảng ở trang đó"
    )
    return Note("page-crowded", text, f"trang {number}")


def _read_judged(
    document: pypdfium2.PdfDocument, number: int, source: Source, limits: LimitSettings
) -> tuple[Page, Letters]:
    """Return a page and why its letters cannot be taken, read another way where that helps."""
    page = decode_page(tidy_page(read_page(document, number, limits)))
    reason = judge_page(page, document, limits.pixels)
    if reason is Letters.RUBBISH:
        second = tidy_page(read_letters(source, page))
        if judge_page(second, document, limits.pixels) is Letters.GOOD:
            return second, Letters.GOOD
    return page, reason


def _open(source: Source, most: int) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(source.path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NotRead(
                "Tệp PDF đặt mật khẩu", "Bỏ mật khẩu rồi thả lại tệp vào thư mục input"
            ) from error
        raise NotRead("Tệp PDF hỏng hoặc chép chưa xong", RESEND) from error
    pages = len(document)
    if pages == 0:
        raise NotRead("Tệp PDF không có trang nào", RESEND)
    if pages > most:
        document.close()
        raise NotRead(f"Tệp PDF có quá nhiều trang ({pages})", "Tách phần phụ lục thành tệp riêng")
    return document
