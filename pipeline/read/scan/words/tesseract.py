"""Tesseract behind the protocol of engine.py, one model an engine, one thread a call."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from typing import Any

from pipeline.read.means import Gray
from pipeline.read.scan.words.engine import MODELS, OcrEngine, ReadWord, Shape, find_data

READ_DPI = 175  # lines of 13 point letters are then 42 points apart, which it reads best
_NET_ONLY = 1  # oem: the neural net without the old engine
_BLOCK = 6  # psm
_DIGITS = "0123456789.()"


class TesseractEngine:
    """One model of Tesseract; not to be shared between threads."""

    def __init__(self, model: str, folder: str) -> None:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # read once, when the library loads
        import tesserocr

        self._levels = tesserocr.RIL
        self._api: Any = tesserocr.PyTessBaseAPI(path=folder, lang=model, oem=_NET_ONLY)

    def read(self, picture: Gray, shape: Shape = Shape.BLOCK) -> list[ReadWord]:
        """Return the words in reading order; see OcrEngine."""
        height, width = picture.shape
        self._api.SetPageSegMode(_BLOCK)
        allowed = _DIGITS if shape is Shape.DIGITS else ""
        self._api.SetVariable("tessedit_char_whitelist", allowed)
        self._api.SetImageBytes(picture.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(READ_DPI)
        self._api.Recognize()
        return list(self._iterate_words())

    def _iterate_words(self) -> Iterator[ReadWord]:
        items = self._api.GetIterator()
        if items is None:
            return
        word_level, line_level = self._levels.WORD, self._levels.TEXTLINE
        line, baseline = 0, 0.0
        while True:
            if items.IsAtBeginningOf(line_level):
                line += 1
                ends = items.Baseline(line_level)
                baseline = (ends[0][1] + ends[1][1]) / 2 if ends else 0.0
            if not items.Empty(word_level):
                text = unicodedata.normalize("NFC", items.GetUTF8Text(word_level)).strip()
                box = items.BoundingBox(word_level)
                if text and box:
                    confidence = min(1.0, max(0.0, items.Confidence(word_level) / 100))
                    x0, top, x1, bottom = map(float, box)
                    yield ReadWord(text, confidence, (x0, top, x1, bottom), baseline, line)
            if not items.Next(word_level):
                return


def open_engines(tessdata: str = "") -> list[OcrEngine]:
    """Return an engine for every model whose data is installed, the faster one first."""
    found = ((model, find_data(model, tessdata)) for model in MODELS)
    return [TesseractEngine(model, f"{folder}/") for model, folder in found if folder]
