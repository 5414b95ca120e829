"""Scanned pages become blocks like any others, every cell with its confidence."""

from __future__ import annotations

from collections.abc import Mapping

import pypdfium2

from pipeline.model import Document, Note, Source
from pipeline.problems import ReaderMissing
from pipeline.read.left_out import list_pages
from pipeline.read.means import USUAL, Letters, Means, Scanned
from pipeline.read.scan.words import engine as ocr

_HOW = (
    "Cài phần nhận dạng: pip install 'dienhinh[ocr]' và dữ liệu tiếng Việt của Tesseract "
    "(tesseract-ocr-vie, tesseract-ocr-script-viet); chạy “dienhinh doctor” để xem còn thiếu gì"
)
_REASONS = {
    Letters.PICTURE: "chỉ là ảnh quét",
    Letters.STAMP_ONLY: "chỉ có chữ của chữ ký số, nội dung là ảnh",
    Letters.LAYER: "là ảnh quét kèm lớp chữ của máy quét, không dùng làm dữ liệu",
    Letters.RUBBISH: "có lớp chữ hỏng, không dùng được",
    Letters.PARTIAL: "có phần nội dung là nét vẽ hoặc ảnh, không có chữ",
}


def read(source: Source, means: Means = USUAL) -> Document:
    """Read an image file, each picture of it as one page.

    Raises:
        ReaderMissing: recognition is not installed.
        NotRead: the image is broken.
    """
    if not ocr.is_ready(means.settings):
        raise ReaderMissing("Tệp là ảnh, cần nhận dạng chữ", _HOW)
    from pipeline.read.scan.job import recognise
    from pipeline.read.scan.source import count_images, open_images

    pixels = means.limits.pixels
    pictures = enumerate(open_images(source, pixels), start=1)
    scanned = recognise(pictures, count_images(source, pixels), means)
    pages = dict.fromkeys(scanned.blocks, Letters.PICTURE)
    blocks = tuple(block for number in scanned.blocks for block in scanned.blocks[number])
    return Document(source, blocks, len(pages), (*_tell_recognised(pages), *scanned.notes))


def read_pages(
    document: pypdfium2.PdfDocument, poor: Mapping[int, Letters], means: Means
) -> Scanned:
    """Read pages of a PDF as pictures.

    Args:
        document: the open file.
        poor: page number -> why its letters cannot be taken.
        means: what they are recognised with.
    """
    if not ocr.is_ready(means.settings):
        return Scanned(notes=_name_unread(poor))
    from pipeline.read.scan.job import recognise
    from pipeline.read.scan.source import picture_page

    pixels = means.limits.pixels
    pictures = (
        (number, picture_page(document, number, pixels, without_text=reason is Letters.LAYER))
        for number, reason in sorted(poor.items())
    )
    scanned = recognise(pictures, len(poor), means)
    return Scanned(scanned.blocks, (*_tell_recognised(poor), *scanned.notes))


def _name_unread(poor: Mapping[int, Letters]) -> tuple[Note, ...]:
    return tuple(
        Note(
            "page-needs-ocr",
            f"Trang {list_pages(pages)} {_REASONS[reason]} nên chưa đọc được. {_HOW}",
            f"trang {list_pages(pages)}",
        )
        for reason, pages in _group_by_reason(poor).items()
    )


def _tell_recognised(poor: Mapping[int, Letters]) -> tuple[Note, ...]:
    return tuple(
        Note(
            "page-recognised",
            f"Trang {list_pages(pages)} {_REASONS[reason]}; nội dung lấy bằng nhận dạng chữ",
            f"trang {list_pages(pages)}",
            doubt=False,
        )
        for reason, pages in _group_by_reason(poor).items()
    )


def _group_by_reason(poor: Mapping[int, Letters]) -> dict[Letters, list[int]]:
    groups: dict[Letters, list[int]] = {}
    for page, reason in sorted(poor.items()):
        groups.setdefault(reason, []).append(page)
    return groups
