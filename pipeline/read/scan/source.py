"""Pictures of pages, out of a PDF or an image file."""

from __future__ import annotations

import ctypes
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as c
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from pipeline.model import Source
from pipeline.problems import NotRead, Problem, ReaderMissing
from pipeline.read.bitmap import MILLION, render_page
from pipeline.read.kinds import is_heif
from pipeline.read.means import Gray
from pipeline.read.remedies import RESEND
from pipeline.read.scan.image.picture import Picture, take_gray

_USUAL_DPI = 200.0
_LEAST_DPI, _MOST_DPI = 100.0, 400.0
_A4_LONG = 11.69  # inches
_ONE_PAGE = ("MPO", "HEIF", "AVIF")  # further frames are depth, light or a small copy
_CAMERA = (72, 96)  # dpi that cameras and messengers write without meaning it


def picture_page(
    document: pypdfium2.PdfDocument, number: int, most: int, *, without_text: bool
) -> Picture:
    """Return a page of a PDF at the resolution of the picture that it is.

    Args:
        document: the open file.
        number: 1-based.
        most: millions of points that it may be drawn with.
        without_text: leave letters out that only repeat what the picture shows.
    """
    pdf_page = document[number - 1]
    try:
        if without_text:
            for item in pdf_page.get_objects(filter=[c.FPDF_PAGEOBJ_TEXT], max_depth=6):
                c.FPDFPageObj_SetIsActive(item.raw, ctypes.c_int(False))
        dpi = _find_dpi(pdf_page)
        bitmap = render_page(pdf_page, dpi / 72, most, rev_byteorder=True)
        dpi = 72 * bitmap.width / pdf_page.get_width()  # less on a page of absurd size
        points = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        pdf_page.close()
    return Picture(take_gray(points), dpi)


def _find_dpi(pdf_page: Any) -> float:
    """Return the resolution of the page's largest picture, the usual one without any."""
    best, dpi = 0.0, _USUAL_DPI
    for item in pdf_page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=6):
        left, low, right, high = item.get_bounds()
        area = (right - left) * (high - low)
        width, height = item.get_px_size()
        across, down = sorted((right - left, high - low))
        if area > best and across > 0:
            short, long = sorted((width, height))
            best, dpi = area, min(short / across, long / down) * 72
    return min(_MOST_DPI, max(_LEAST_DPI, dpi))


def count_images(source: Source, most: int) -> int:
    """Return how many pictures an image file holds, each of ``most`` million points at most.

    Raises:
        NotRead: broken, or larger than any scan.
    """
    with _open(source, most) as image, _tell_broken():
        return 1 if image.format in _ONE_PAGE else int(getattr(image, "n_frames", 1))


def open_images(source: Source, most: int) -> Iterator[Picture]:
    """Yield the pictures of an image file, one a page, each of ``most`` million points at most.

    Raises:
        NotRead: broken, or larger than any scan.
    """
    with _open(source, most) as image:
        frames: Iterator[Image.Image] = iter(ImageSequence.Iterator(image))
        if image.format in _ONE_PAGE:
            frames = iter([image])
        while (picture := _draw_next(frames)) is not None:
            yield picture


@contextmanager
def _open(source: Source, most: int) -> Iterator[Image.Image]:
    with _tell_broken():
        image = _open_known(source)
    with image:
        if image.width * image.height > most * MILLION:
            raise NotRead(*_TOO_LARGE)
        yield image


def _open_known(source: Source) -> Image.Image:
    """Open a picture; those of telephones with the plug-in that is installed with recognition."""
    try:
        return Image.open(source.path)
    except UnidentifiedImageError as error:
        if not is_heif(source.path):
            raise
        try:
            from pillow_heif import register_heif_opener
        except ImportError:
            raise ReaderMissing(
                "Ảnh HEIC của điện thoại cần phần đọc riêng",
                "Cài bằng: pip install 'dienhinh[ocr]', hoặc lưu ảnh thành .jpg rồi thả lại",
            ) from error
        register_heif_opener(thumbnails=False)
        return Image.open(source.path)


@contextmanager
def _tell_broken() -> Iterator[None]:
    """Take whatever Pillow raises for what it means: each format stumbles in its own way."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd and harmless
            yield
    except Problem:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise NotRead(*_TOO_LARGE) from error
    except Exception as error:
        raise NotRead("Tệp ảnh hỏng hoặc chép chưa xong", RESEND) from error


_TOO_LARGE = (
    "Ảnh quá lớn, không giống một trang quét",
    "Quét lại ở 200 đến 300 dpi rồi chạy lại",
)


def _draw_next(frames: Iterator[Image.Image]) -> Picture | None:
    """The next frame as it is seen, None behind the last."""
    with _tell_broken():
        frame = next(frames, None)
        if frame is None:
            return None
        points = _flatten(ImageOps.exif_transpose(frame))
    dpi = _told_dpi(frame)
    if round(dpi) in _CAMERA or not _LEAST_DPI <= dpi <= 1200:
        dpi = max(points.shape[:2]) / _A4_LONG
    return Picture(take_gray(points), dpi)


def _flatten(frame: Image.Image) -> Gray:
    """Return a frame as it is seen on white paper, in eight bits a colour."""
    if frame.mode.startswith(("I", "F")):  # gray in 16 or 32 bits: Pillow cuts what is over 255
        deep = np.nan_to_num(np.asarray(frame, dtype=np.float64))
        low, high = min(0.0, float(deep.min())), max(255.0, float(deep.max()))
        gray = ((deep - low) * (255 / (high - low))).astype(np.uint8)
        return np.repeat(gray[:, :, None], 3, axis=2)
    if frame.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in frame.info:
        clear = frame.convert("RGBA")
        frame = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    return np.asarray(frame.convert("RGB"), dtype=np.uint8)


def _told_dpi(frame: Image.Image) -> float:
    """The resolution that the file tells, 0 where it tells none or nonsense."""
    told = frame.info.get("dpi", (0, 0))
    try:
        dpi = float(told[0] or 0)
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        return 0.0
    return dpi if math.isfinite(dpi) else 0.0
