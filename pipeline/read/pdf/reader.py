"""A PDF with text becomes a Document; pages are read and let go one by one."""

from __future__ import annotations

import re

import pypdfium2
import pypdfium2.raw as c

from pipeline.model import Box, Document, Note, Source, Witness
from pipeline.problems import NotRead
from pipeline.read.means import USUAL, Blocks, Letters, Means, Scanned, View
from pipeline.read.pdf.cells import drop_withdrawn, flag_cells
from pipeline.read.pdf.damage import find_damaged
from pipeline.read.pdf.decode import decode_page
from pipeline.read.pdf.frames import lift_frames
from pipeline.read.pdf.ink import find_unexplained, take_recognised
from pipeline.read.pdf.judge import judge_page
from pipeline.read.pdf.left_out import LeftOut
from pipeline.read.pdf.margins import clear_margins
from pipeline.read.pdf.note_marks import drop_note_marks
from pipeline.read.pdf.pdfium import PageUnread, read_page
from pipeline.read.pdf.plumber import read_letters
from pipeline.read.pdf.stamps import lift_stamp
from pipeline.read.pdf.strikes import lift_struck
from pipeline.read.pdf.watermarks import lift_watermark
from pipeline.read.pdf.witness import hear_page
from pipeline.read.remedies import RESEND
from pipeline.read.scan.reader import read_pages
from pipeline.read.scan.words.engine import is_ready
from pipeline.read.table.layout import lay_out
from pipeline.read.table.lines import tidy_page
from pipeline.read.table.page import Page
from pipeline.read.table.rows import NO_CARRY
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
    left_out = LeftOut()
    damaged = find_damaged(source.path)
    carry = NO_CARRY
    for number in range(1, len(document) + 1):
        try:
            page, reason = _read_judged(document, number, source, means.limits)
        except PageUnread as unread:
            notes.append(_name_unread(number, str(unread)))
            carry = NO_CARRY
            continue
        if number in damaged:
            notes.append(_name_damaged(page))
            if not page.glyphs:
                carry = NO_CARRY
                continue
        if reason is not Letters.GOOD:
            poor[number], carry = reason, NO_CARRY
            continue
        if page.crowded:
            notes.append(_name_crowded(number))
        whole, page = page, _lift_all(page)
        left_out.add(page)
        witnesses.append(hear_page(page))
        layout = lay_out(page, carry)
        carry = layout.carry
        settled = flag_cells(drop_withdrawn(layout.blocks, page.struck), page.cut)
        boxes = find_unexplained(whole, settled, document, means.limits.pixels)
        if boxes:
            settled, told = _read_drawn(document, number, (settled, boxes), means)
            notes.append(told)
        blocks[number] = settled
        means.show(View(page, settled))
    if not blocks and not poor:
        raise NotRead("Không trang nào của tệp PDF đọc được", RESEND)
    scanned = read_pages(document, poor, means) if poor else Scanned()
    blocks.update(scanned.blocks)
    ordered = tuple(block for number in sorted(blocks) for block in blocks[number])
    all_notes = (*notes, *left_out.notes, *scanned.notes)
    return Document(source, ordered, len(document), all_notes, tuple(witnesses))


def _read_drawn(
    document: pypdfium2.PdfDocument, number: int, cells: tuple[Blocks, list[Box]], means: Means
) -> tuple[Blocks, Note]:
    """Return a page's blocks with cells that show more than their letters recognised, in doubt."""
    blocks, boxes = cells
    scanned: Blocks = ()
    if is_ready(means.settings):
        scanned = read_pages(document, {number: Letters.PARTIAL}, means).blocks.get(number, ())
    text = (
        f"Trang {number} có {len(boxes)} ô mang chữ vẽ bằng nét hoặc ảnh, lớp chữ không ghi đủ; "
        "các ô đó được đánh dấu, đối chiếu với bản gốc"
    )
    return take_recognised(blocks, boxes, scanned), Note("cell-drawn", text, f"trang {number}")


def _lift_all(page: Page) -> Page:
    """Return a page with nothing on it but its text and its tables."""
    for lift in (
        lift_stamp, lift_watermark, lift_frames, clear_margins, lift_struck, drop_note_marks,
    ):  # fmt: skip
        page = lift(page)
    return page


def _name_unread(number: int, why: str) -> Note:
    text = f"Trang {number} {why} nên không đọc được; danh sách có thể thiếu các mục ở trang đó"
    return Note("page-unread", text, f"trang {number}")


def _name_damaged(page: Page) -> Note:
    if not page.glyphs:
        return _name_unread(page.number, "hỏng")
    text = (
        f"Trang {page.number} hỏng một phần, chỉ lấy được phần còn lại, danh sách có thể thiếu "
        f"mục; {_LOWER_RESEND}"
    )
    return Note("page-damaged", text, f"trang {page.number}")


_LOWER_RESEND = RESEND[0].lower() + RESEND[1:]


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
    _open_form(document)
    pages = len(document)
    if pages == 0:
        raise NotRead("Tệp PDF không có trang nào", RESEND)
    if pages > most:
        document.close()
        raise NotRead(f"Tệp PDF có quá nhiều trang ({pages})", "Tách phần phụ lục thành tệp riêng")
    return document


def _open_form(document: pypdfium2.PdfDocument) -> None:
    """Make the values of form fields known.

    Raises:
        NotRead: an XFA form, whose pages are not in the file.
    """
    kind = document.get_formtype()
    if kind in _XFA and _is_stand_in(document):
        raise NotRead(
            "Tệp là biểu mẫu XFA, nội dung chỉ hiện trong Adobe Acrobat",
            "Mở tệp bằng Adobe Acrobat hoặc Adobe Reader, in ra PDF (Microsoft Print to PDF) rồi "
            "thả tệp in vào thư mục input",
        )
    if kind == c.FORMTYPE_ACRO_FORM:
        document.init_forms()


def _is_stand_in(document: pypdfium2.PdfDocument) -> bool:
    """Tell whether what a usual viewer shows of an XFA form only says to take another viewer."""
    if len(document) > 1:
        return False
    pdf_page = document[0]
    text_page = pdf_page.get_textpage()
    try:
        text = text_page.get_text_range()
    finally:
        text_page.close()
        pdf_page.close()
    return not text.strip() or _STAND_IN.search(text) is not None


_XFA = (c.FORMTYPE_XFA_FULL, c.FORMTYPE_XFA_FOREGROUND)
_STAND_IN = re.compile(
    r"please wait|upgrade .{0,40}(?:reader|acrobat)|adobe (?:reader|acrobat)", re.IGNORECASE
)
