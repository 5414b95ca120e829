"""What was read from a picture is kept by its content: a second run costs nothing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.access import make_folder
from pipeline.files import explain_cause
from pipeline.model import Box
from pipeline.read.means import Gray
from pipeline.read.recipe import describe_recognition
from pipeline.read.scan.folder import find_folder
from pipeline.read.scan.image.picture import Picture
from pipeline.read.scan.page import PageReading
from pipeline.read.scan.words.engine import ReadWord
from pipeline.read.scan.words.pair import WordChoice
from pipeline.read.table.page import Rule
from pipeline.settings import ScanSettings

_NAME_LENGTH = 24
_NAME = re.compile(rf"[0-9a-f]{{{_NAME_LENGTH}}}")
_KEPT = 90 * 24 * 3600  # seconds after its last use
_CELL_DPI = 200  # of the pictures of cells, so that all are drawn as large as on paper
_SHADES = 16  # of gray in them: letters look the same, and take half the bytes
_SMALLEST = (cv2.IMWRITE_PNG_COMPRESSION, 9)
_PAGE_QUALITY = (cv2.IMWRITE_JPEG_QUALITY, 90)  # written in a tenth of a PNG's time
_MOST_BYTES = 60_000  # of one of them


def drop_old_readings(settings: ScanSettings) -> None:
    """Delete what was recognised long ago and not asked for since: plans name citizens."""
    now = time.time()
    for reading in find_folder(settings).glob("*/reading.json"):
        try:
            if _NAME.fullmatch(reading.parent.name) and now - reading.stat().st_mtime > _KEPT:
                shutil.rmtree(reading.parent)
        except OSError:
            continue  # open elsewhere, or gone; the next time does it


class PageStore:
    """The kept reading, straight picture and cell pictures of one page."""

    def __init__(self, picture: Picture, models: int, settings: ScanSettings) -> None:
        recipe = describe_recognition(settings)
        digest = hashlib.sha256(f"{recipe} {models} {picture.dpi:.1f}".encode())
        digest.update(np.ascontiguousarray(picture.gray).data)
        self.folder = find_folder(settings) / digest.hexdigest()[:_NAME_LENGTH]
        self.unkept = ""  # why it cannot be kept for the next run

    def load(self) -> PageReading | None:
        """Return the kept reading, None where there is none or it is not whole."""
        try:
            path = self.folder / "reading.json"
            kept = json.loads(path.read_text(encoding="utf-8"))
            os.utime(path)
            return _to_reading(kept) if (self.folder / "page.jpg").is_file() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, reading: PageReading, gray: Gray) -> None:
        """Keep a reading and the page laid straight; the reading last, so that it is whole."""
        try:
            self._write(reading, gray)
        except OSError as error:
            told = f"Không giữ được kết quả nhận dạng ở {self.folder.parent}"
            self.unkept = f"{told} ({explain_cause(error)}) nên lần sau phải nhận dạng lại; {_FREE}"
            self.folder = Path(tempfile.mkdtemp(prefix="dienhinh-"))
            self._write(reading, gray)

    def _write(self, reading: PageReading, gray: Gray) -> None:
        make_folder(self.folder)
        (self.folder / "page.jpg").write_bytes(_encode(gray, ".jpg", _PAGE_QUALITY))
        part = self.folder / f"reading.{os.getpid()}.part"
        part.write_text(json.dumps(asdict(reading), ensure_ascii=False), encoding="utf-8")
        part.replace(self.folder / "reading.json")

    def place_cell(self, box: Box) -> Path:
        """Return where the picture of a cell is kept."""
        return self.folder / f"cell-{'-'.join(str(round(side)) for side in box)}.png"

    def load_page(self) -> Gray:
        """Return the page laid straight."""
        points = np.frombuffer((self.folder / "page.jpg").read_bytes(), np.uint8)
        gray: Gray | None = cv2.imdecode(points, cv2.IMREAD_GRAYSCALE)
        if gray is None:
            raise OSError(f"no picture: {self.folder}")
        return gray


_FREE = "hãy dọn bớt ổ đĩa đó, hoặc ghi thư mục khác vào khóa cache, mục [scan]"


def write_cell(path: Path, cell: Picture) -> Path:
    """Write the picture of a cell small enough to go into a workbook, and return its path."""
    scale = _CELL_DPI / cell.dpi
    while True:
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        gray = cv2.resize(cell.gray, None, fx=scale, fy=scale, interpolation=how)
        steps = np.round(gray / 255 * (_SHADES - 1))
        data = _encode((steps * (255 / (_SHADES - 1))).astype(np.uint8), ".png", _SMALLEST)
        if len(data) <= _MOST_BYTES:
            part = path.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(data)
            return part.replace(path)
        scale *= 0.7


def _encode(gray: Gray, suffix: str, options: Sequence[int]) -> bytes:
    """Return a picture's file; in memory, since cv2.imwrite takes no Vietnamese path on Windows."""
    _, data = cv2.imencode(suffix, gray, options)
    return bytes(data.tobytes())


def _to_reading(kept: dict[str, Any]) -> PageReading:
    pieces = tuple(tuple(map(_to_choice, piece)) for piece in kept["pieces"])
    rules = tuple(Rule(**rule) for rule in kept["rules"])
    unread = tuple(map(tuple, kept["unread"]))
    return PageReading(**{**kept, "pieces": pieces, "rules": rules, "unread": unread})


def _to_choice(kept: dict[str, Any]) -> WordChoice:
    word = kept["word"]
    return WordChoice(ReadWord(**{**word, "box": tuple(word["box"])}), kept["rival"], kept["asked"])
