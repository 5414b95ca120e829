"""One picture of a page becomes placed words and rules, as if the page were text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model import Box
from pipeline.read.ocr import Gray, OcrEngine, Shape, Word
from pipeline.read.ocr_pair import Choice, choose_words, take_first
from pipeline.read.page import Glyph, Page, Rule
from pipeline.read.picture import (
    Picture,
    even_light,
    find_skew,
    flatten_photo,
    limit_dpi,
    quarter_turns,
    rotate,
)
from pipeline.read.picture_cells import Crop, Sheet, cut_area, cut_cell, make_sheet, measure_em
from pipeline.read.picture_rules import find_ruling
from pipeline.read.ruled import Lattice, find_lattices
from pipeline.read.scan_turn import find_turns
from pipeline.read.unruled import ORDINAL

_BAND = 8.0  # points: less height above or below a table holds no print


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one picture; everything in points from its upper left corner."""

    width: float
    height: float
    words: tuple[Choice, ...]
    rules: tuple[Rule, ...]
    em: float  # the size of most print
    turns: int = 0  # quarters counter-clockwise that the picture had to be turned

    def to_page(self, number: int) -> Page:
        """Return the page as a reader of text gives it."""
        return Page(number, self.width, self.height, self._make_glyphs(), self.rules)

    def _make_glyphs(self) -> tuple[Glyph, ...]:
        glyphs: list[Glyph] = []
        before: Word | None = None
        for choice in self.words:
            word = choice.word
            if before is not None and before.line == word.line and before.box[2] <= word.box[0]:
                glyphs.append(self._make_glyph(" ", before.box[2], word.box[0], word.baseline))
            x0, _, x1, _ = word.box
            step = (x1 - x0) / len(word.text)
            for index, letter in enumerate(word.text):
                left = x0 + index * step
                glyphs.append(self._make_glyph(letter, left, left + step, word.baseline))
            before = word
        return tuple(glyphs)

    def _make_glyph(self, text: str, x0: float, x1: float, baseline: float) -> Glyph:
        top, bottom = baseline - 0.75 * self.em, baseline + 0.2 * self.em
        return Glyph(text, x0, top, x1, bottom, baseline, self.em)


def read_picture(picture: Picture, engines: Sequence[OcrEngine]) -> tuple[Reading, Gray]:
    """Return what stands on a page and the page laid straight.

    Args:
        picture: as the scanner or the camera gave it.
        engines: the faster one first; every one of them reads.
    """
    straight, turns = lay_straight(picture, engines[0])
    ruling = find_ruling(straight)
    sheet = make_sheet(straight, ruling.mask, measure_em(straight))
    lattices = [lattice for lattice in find_lattices(ruling.rules) if lattice.shape[1] > 1]
    reader = _Reader(sheet, engines)
    for lattice in lattices:
        reader.read_cells(lattice)
    for band in _bands_between(lattices, straight.size):
        reader.read_area(band)
    width, height = straight.size
    words = tuple(reader.words)
    return Reading(width, height, words, ruling.rules, sheet.em, turns), straight.gray


def lay_straight(picture: Picture, engine: OcrEngine) -> tuple[Picture, int]:
    """Return the page upright, level and evenly lit, and by how many quarters it was turned."""
    flat = flatten_photo(limit_dpi(picture))
    gray = even_light(flat.gray)
    turns = find_turns(gray, flat.dpi, engine)
    gray = quarter_turns(gray, turns)
    return Picture(rotate(gray, find_skew(gray)), flat.dpi), turns


def _bands_between(lattices: Sequence[Lattice], size: tuple[float, float]) -> list[Box]:
    """Return the stretches of a page above, between and below its tables."""
    width, height = size
    bands: list[Box] = []
    reached = 0.0
    for lattice in sorted(lattices, key=lambda one: one.ys[0]):
        if lattice.ys[0] - reached > _BAND:
            bands.append((0.0, reached, width, lattice.ys[0]))
        reached = max(reached, lattice.ys[-1])
    if height - reached > _BAND:
        bands.append((0.0, reached, width, height))
    return bands


class _Reader:
    """Collects the words of one page, read piece by piece."""

    def __init__(self, sheet: Sheet, engines: Sequence[OcrEngine]) -> None:
        self._sheet = sheet
        self._engines = engines
        self._lines = 0
        self.words: list[Choice] = []

    def read_cells(self, lattice: Lattice) -> None:
        for slot in lattice.slots:
            box = (
                lattice.xs[slot.column],
                lattice.ys[slot.row],
                lattice.xs[slot.column + slot.col_span],
                lattice.ys[slot.row + slot.row_span],
            )
            crop = cut_cell(self._sheet, box)
            if crop is not None:
                numeral = slot.column == 0 and slot.col_span == 1
                self._add(self._read_numeral(crop) if numeral else self._read(crop), crop)

    def read_area(self, box: Box) -> None:
        crop = cut_area(self._sheet, box)
        if crop is not None:
            self._add(self._read(crop, Shape.PAGE), crop)

    def _read(self, crop: Crop, shape: Shape = Shape.BLOCK) -> list[Choice]:
        chosen = take_first(self._engines[0].read(crop.points, shape))
        for engine in self._engines[1:]:
            chosen = choose_words([c.word for c in chosen], engine.read(crop.points, shape))
        return chosen

    def _read_numeral(self, crop: Crop) -> list[Choice]:
        """Read a first cell; where it is short and no ordinal, see whether digits are."""
        chosen = self._read(crop)
        text = "".join(choice.word.text for choice in chosen)
        if ORDINAL.match(text) or len(text) > 5:
            return chosen
        digits = [word for word in self._engines[0].read(crop.points, Shape.DIGITS)]
        if len(digits) != 1 or not any(map(str.isdigit, digits[0].text)):
            return chosen
        word = replace(digits[0], confidence=min(digits[0].confidence, 0.5))
        return [Choice(word, text, asked=True)]

    def _add(self, chosen: Sequence[Choice], crop: Crop) -> None:
        for choice in chosen:
            word = choice.word
            baseline = crop.place((0, word.baseline, 0, word.baseline))[1]
            placed = replace(
                word, box=crop.place(word.box), baseline=baseline, line=self._lines + word.line
            )
            self.words.append(replace(choice, word=placed))
        self._lines += max((choice.word.line for choice in chosen), default=0)
