"""Reading pictures of print: what an engine gives, and whether one is installed.

Everything here is optional: the extra ``ocr`` and Tesseract's Vietnamese data. Without
them a page that needs recognition is named in the receipt, never dropped in silence.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from pipeline.model import Box
from pipeline.read.means import Gray
from pipeline.settings import USUAL_FOLDERS, ScanSettings

MODELS = ("vie", "Vietnamese")
"""Language data: the small net, and the larger one of the script; each errs elsewhere."""

PACKAGES = (("tesserocr", "tesserocr"), ("cv2", "opencv-python-headless"))
"""Modules that recognition needs, and the packages that they come in."""

_INSTALL = "pip install 'dienhinh[ocr]'"
_DEBIAN = {"vie": "tesseract-ocr-vie", "Vietnamese": "tesseract-ocr-script-viet"}
_WINDOWS = "chạy bộ cài Tesseract, chọn thêm dữ liệu tiếng Việt (Vietnamese)"
_OR_NAME = ", hoặc ghi thư mục có tệp này vào khóa tessdata, mục [scan] của settings.toml"


@dataclass(frozen=True, slots=True)
class ReadWord:
    """One word as it was recognised."""

    text: str
    confidence: float  # 0..1
    box: Box  # in points of the picture that was read
    baseline: float
    line: int  # words of one printed line have one number


class Shape(StrEnum):
    """What a picture holds."""

    BLOCK = "block"  # lines of one cell
    DIGITS = "digits"  # ordinals only


class OcrEngine(Protocol):
    """Whatever reads words from a picture."""

    def read(self, picture: Gray, shape: Shape = Shape.BLOCK) -> Sequence[ReadWord]:
        """Return the words in reading order.

        Args:
            picture: dark print on light ground, upright, lines about 42 points apart.
            shape: what stands on it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """One optional part of the recognition, for ``dienhinh doctor``."""

    name: str
    present: bool
    remedy: str  # Vietnamese: how to get it


def check(settings: ScanSettings = USUAL_FOLDERS) -> list[Part]:
    """Return every part that recognition needs, and how to get the missing ones."""
    parts = [
        Part(f"Gói Python {package}", find_spec(module) is not None, _INSTALL)
        for module, package in PACKAGES
    ]
    for model in MODELS:
        folder = find_data(model, settings.tessdata)
        name = f"Dữ liệu nhận dạng {model}.traineddata"
        remedy = _WINDOWS if sys.platform == "win32" else f"apt install {_DEBIAN[model]}"
        parts.append(
            Part(f"{name} ({folder})" if folder else name, folder is not None, remedy + _OR_NAME)
        )
    return parts


def is_ready(settings: ScanSettings = USUAL_FOLDERS) -> bool:
    """Tell whether a picture can be read: both packages and at least one model."""
    packages = all(find_spec(module) is not None for module, _ in PACKAGES)
    return packages and any(find_data(model, settings.tessdata) for model in MODELS)


def find_data(model: str, named: str = "") -> Path | None:
    """Return the folder that holds a model's data.

    Args:
        model: one of ``MODELS``.
        named: folder that the settings name; the one of TESSDATA_PREFIX goes before it.
    """
    for folder in _list_folders(named):
        for place in (folder, folder / "script"):
            if (place / f"{model}.traineddata").is_file():
                return place
    return None


def _list_folders(named: str) -> Iterator[Path]:
    for prefix in (os.environ.get("TESSDATA_PREFIX", ""), named):
        if prefix:
            yield Path(prefix)
            yield Path(prefix) / "tessdata"
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            root = os.environ.get(variable)
            if root:
                yield Path(root) / "Tesseract-OCR" / "tessdata"
                yield Path(root) / "Programs" / "Tesseract-OCR" / "tessdata"
        return
    yield from sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True)
    for known in ("/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share"):
        yield Path(known)
