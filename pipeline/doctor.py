"""Which optional parts this computer has, and how to get the missing ones."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.read import ocr, office
from pipeline.read.ocr import Part
from pipeline.read.word import has_word

_FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_FONTS = ("times*.ttf", "Times*New*Roman*", "LiberationSerif*.ttf", "Tinos*.ttf")


def list_parts() -> Iterator[Part]:
    """Yield every optional part: Office formats, recognition of scans, the papers' font."""
    yield Part(
        "LibreOffice hoặc Word (đọc DOC, RTF, ODT)",
        office.find_soffice() is not None or has_word(),
        "Cài LibreOffice (libreoffice.org)"
        if sys.platform == "win32"
        else "apt install libreoffice-writer libreoffice-calc",
    )
    yield from ocr.check()
    yield Part(
        "Phông Times New Roman hoặc phông cùng khổ (Liberation Serif, Tinos)",
        any(next(folder.rglob(name), None) for folder in _FONT_FOLDERS for name in _FONTS),
        "apt install fonts-liberation",
    )
