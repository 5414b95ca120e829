"""Picture files of every sort are read as they are seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipeline.codes import FileKind
from pipeline.model import Source
from pipeline.read.kinds import detect_kind

pytest.importorskip("cv2")

from pipeline.read.scan.source import count_images, open_images


def _store(image: Image.Image, folder: Path, kind: str, **options: Any) -> Source:
    path = folder / f"page.{kind}"
    image.save(path, kind, **options)
    return Source(path, FileKind.IMAGE)


def _make_deep(page: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(page.convert("L")).astype(np.uint16) * 257)


def _make_clear(page: Image.Image) -> Image.Image:
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))  # black under what is clear
    clear.putalpha(Image.eval(page.convert("L"), lambda point: 255 - point))
    return clear


def _make_palette(page: Image.Image) -> Image.Image:
    palette = page.convert("P")
    palette.info["transparency"] = 255
    return palette


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (_make_deep, "png"),
        (_make_deep, "tiff"),
        (_make_clear, "png"),
        (lambda page: _make_clear(page).convert("LA"), "png"),
        (_make_palette, "png"),
        (lambda page: page.convert("CMYK"), "jpeg"),
        (lambda page: page.convert("1"), "tiff"),
        (lambda page: page.convert("RGB"), "webp"),
        (lambda page: page.convert("RGB"), "jpeg2000"),
    ],
)
def test_a_picture_is_read_as_it_is_seen(
    tmp_path: Path, make: Callable[[Image.Image], Image.Image], kind: str
) -> None:
    page = Image.new("L", (600, 400), 255)
    page.paste(0, (100, 50, 300, 80))
    source = _store(make(page), tmp_path, kind)
    assert detect_kind(source.path) == FileKind.IMAGE
    (picture,) = open_images(source, 60)
    assert picture.gray.shape == (400, 600)
    assert picture.gray[65, 200] < 40
    assert picture.gray[200, 200] > 215


def test_a_turned_picture_stands_upright(tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x112] = 6  # the camera was held on its side
    source = _store(Image.new("L", (600, 400), 255), tmp_path, "jpeg", exif=turned)
    (picture,) = open_images(source, 60)
    assert picture.gray.shape == (600, 400)


def test_a_picture_of_a_telephone_is_one_page(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    page = Image.new("RGB", (640, 480), "white")
    page.paste((0, 0, 0), (100, 50, 300, 80))
    path = tmp_path / "IMG_0001.jpg"
    heif.from_pillow(page).save(path, quality=90)
    source = Source(path, detect_kind(path))
    assert count_images(source, 60) == 1
    (picture,) = open_images(source, 60)
    assert picture.gray[65, 200] < 60 < 200 < picture.gray[200, 200]


def test_further_frames_of_a_camera_are_no_pages(tmp_path: Path) -> None:
    small = Image.new("RGB", (64, 48), "white")
    source = _store(
        Image.new("RGB", (640, 480), "white"), tmp_path, "mpo", save_all=True, append_images=[small]
    )
    assert count_images(source, 60) == 1
    assert len(list(open_images(source, 60))) == 1
