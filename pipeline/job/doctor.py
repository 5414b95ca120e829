"""Which optional parts this computer has, and how to get the missing ones."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.read import office
from pipeline.read.scan.folder import find_folder
from pipeline.read.scan.words import engine as ocr
from pipeline.read.scan.words.engine import Part
from pipeline.read.word import has_word
from pipeline.settings import SETTINGS_NAME, ScanSettings, Settings

_FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_FONTS = ("times*.ttf", "Times*New*Roman*", "LiberationSerif*.ttf", "Tinos*.ttf")


def list_parts(settings: Settings) -> Iterator[Part]:
    """Yield every optional part: Office formats, recognition of scans, the papers' font."""
    yield Part(
        "LibreOffice hoặc Word (đọc DOC, RTF, ODT)",
        office.find_soffice() is not None or has_word(),
        "Cài LibreOffice (libreoffice.org)"
        if sys.platform == "win32"
        else "apt install libreoffice-writer libreoffice-calc",
    )
    yield from ocr.check(settings.scan)
    yield _check_cache(settings.scan)
    yield Part(
        "Phông Times New Roman hoặc phông cùng khổ (Liberation Serif, Tinos)",
        any(next(folder.rglob(name), None) for folder in _FONT_FOLDERS for name in _FONTS),
        "apt install fonts-liberation",
    )


def _check_cache(settings: ScanSettings) -> Part:
    folder = find_folder(settings)
    places = (folder, *folder.absolute().parents)
    there = next(place for place in places if place.exists())
    return Part(
        f"Thư mục giữ kết quả nhận dạng, ghi được ({folder})",
        there.is_dir() and os.access(there, os.W_OK),
        f"ghi thư mục khác vào khóa cache, mục [scan] của {SETTINGS_NAME}",
    )
