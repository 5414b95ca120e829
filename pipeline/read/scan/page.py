"""One picture of a page becomes placed words and rules, as if the page were text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.language.syllables import is_syllable
from pipeline.model import Box
from pipeline.read.means import Gray
from pipeline.read.scan.image.bends import straighten
from pipeline.read.scan.image.blocks import split_area
from pipeline.read.scan.image.cells import (
    READ_SIZE,
    Crop,
    CutPage,
    cut_cell,
    cut_lines,
    find_rest,
    make_sheet,
    measure_em,
    runs_out,
    runs_over,
)
from pipeline.read.scan.image.picture import (
    Picture,
    even_light,
    find_skew,
    flatten_photo,
    limit_dpi,
    quarter_turns,
    rotate,
)
from pipeline.read.scan.image.rules import find_ruling
from pipeline.read.scan.turn import find_turns
from pipeline.read.scan.words.dots import add_dots
from pipeline.read.scan.words.doubts import is_sure
from pipeline.read.scan.words.engine import OcrEngine, ReadWord, Shape
from pipeline.read.scan.words.pair import WordChoice, choose_words, take_first
from pipeline.read.table.limits import USUAL_EM, Limits
from pipeline.read.table.page import Glyph, Page, Rule
from pipeline.read.table.ruled import Lattice, find_lattices

_NUMBER = re.compile(r"\(?\d{1,4}\)?[.)]?")
_PLAIN = re.compile(r"[^\W\d_]{1,5}[.,;:]?|[ivxIVX]+\.\d+|[-–x✓]")
_ODD_ORDINAL = re.compile(r"(?![ivxIVX]+\b|[a-km-np-zđ]\b)[^A-ZĐ]*")  # no numeral, letter, heading
_SHORT = 5  # letters
_TICK = 0.58  # em: a capital X is higher
_LINE_MARGIN = 5  # points of the crop around a line
_HAIR = 0.05  # points: words may touch, the space between them may not get lost
_LEAST_SIDE = 100  # points of a picture: a narrower one is no page
_LEAST_DPI = 40  # letters are then 7 points high at most, and no letters
_SPILL = 1.85  # em beyond a table that a word of its last column may reach
_EDGE = 0.08  # em along a border that print runs over
_BAND = 0.6  # em: less height above or below a table holds no print


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was read from one picture; everything in points from its upper left corner."""

    width: float
    height: float
    pieces: tuple[tuple[WordChoice, ...], ...]  # the words of one cell or block each
    rules: tuple[Rule, ...]
    em: float  # the size of most print
    unread: tuple[Box, ...] = ()  # ink that gave no word or runs over a border
    turns: int = 0  # quarters counter-clockwise that the picture had to be turned


def make_page(reading: PageReading, pieces: Sequence[Sequence[ReadWord]], number: int) -> Page:
    """Return a page as a reader of text gives it.

    Args:
        reading: rules and measures.
        pieces: the words of each piece as they are taken.
        number: of the page.
    """
    glyphs = tuple(glyph for piece in pieces for glyph in _make_glyphs(piece, reading.em))
    return Page(number, reading.width, reading.height, glyphs, reading.rules, recognised=True)


def _make_glyphs(words: Sequence[ReadWord], em: float) -> Iterator[Glyph]:
    """Spread each word's letters over its box; boxes that overlap are pushed apart."""
    before: ReadWord | None = None
    reached = 0.0
    for word in words:
        x0, _, x1, _ = word.box
        if before is not None and before.line == word.line and before.box[0] < x0:
            x0 = max(x0, reached + _HAIR)
            x1 = max(x1, x0 + _HAIR * len(word.text))
            yield _make_glyph(" ", x0 - _HAIR, x0, word.baseline, em)
        reached = x1
        step = (x1 - x0) / len(word.text)
        for index, letter in enumerate(word.text):
            left = x0 + index * step
            yield _make_glyph(letter, left, left + step, word.baseline, em)
        before = word


def _make_glyph(text: str, x0: float, x1: float, baseline: float, em: float) -> Glyph:
    return Glyph(text, x0, baseline - 0.75 * em, x1, baseline + 0.2 * em, baseline, em)


def read_picture(picture: Picture, engines: Sequence[OcrEngine]) -> tuple[PageReading, Gray]:
    """Return what stands on a page and the page laid straight.

    Args:
        picture: as the scanner or the camera gave it.
        engines: the faster one first; every one of them reads.
    """
    if min(picture.gray.shape) < _LEAST_SIDE or picture.dpi < _LEAST_DPI:
        return PageReading(*picture.size, (), (), USUAL_EM), picture.gray
    straight, turns = lay_straight(picture, engines[0])
    em = measure_em(straight)
    ruling = find_ruling(straight, em)
    sheet = make_sheet(straight, ruling.mask, em)
    found = find_lattices(ruling.rules, Limits(em))
    lattices = [lattice for lattice in found if lattice.shape[1] > 1]
    reader = _Reader(sheet, engines)
    for lattice in lattices:
        reader.read_cells(lattice)
    for band in _bands_between(lattices, straight.size, _BAND * em):
        reader.read_area(band)
    width, height = straight.size
    reading = PageReading(
        width, height, tuple(reader.pieces), ruling.rules, sheet.em, tuple(reader.unread), turns
    )
    return reading, straight.gray


def lay_straight(picture: Picture, engine: OcrEngine) -> tuple[Picture, int]:
    """Return the page upright, level and evenly lit, and by how many quarters it was turned."""
    flat = flatten_photo(limit_dpi(picture))
    gray = even_light(flat.gray)
    turns = find_turns(gray, flat.dpi, engine)
    gray = quarter_turns(gray, turns)
    return straighten(Picture(rotate(gray, find_skew(gray)), flat.dpi)), turns


def _bands_between(
    lattices: Sequence[Lattice], size: tuple[float, float], least: float
) -> list[Box]:
    """Return the stretches of a page above, between and below its tables."""
    width, height = size
    bands: list[Box] = []
    reached = 0.0
    for lattice in sorted(lattices, key=lambda one: one.ys[0]):
        if lattice.ys[0] - reached > least:
            bands.append((0.0, reached, width, lattice.ys[0]))
        reached = max(reached, lattice.ys[-1])
    if height - reached > least:
        bands.append((0.0, reached, width, height))
    return bands


class _Reader:
    """Collects the words of one page, read piece by piece."""

    def __init__(self, sheet: CutPage, engines: Sequence[OcrEngine]) -> None:
        self._sheet = sheet
        self._engines = engines
        self.pieces: list[tuple[WordChoice, ...]] = []
        self.unread: list[Box] = []

    def read_cells(self, lattice: Lattice) -> None:
        for slot in lattice.slots:
            x0, top = lattice.xs[slot.column], lattice.ys[slot.row]
            x1 = lattice.xs[slot.column + slot.col_span]
            bottom = lattice.ys[slot.row + slot.row_span]
            last = x1 == lattice.xs[-1]
            left = runs_over(self._sheet, x0, top, bottom)
            right = (runs_out if last else runs_over)(self._sheet, x1, top, bottom)
            spill = _SPILL * self._sheet.em if last and right else 0.0
            crop = cut_cell(self._sheet, (x0, top, x1, bottom), spill)
            if crop is not None:
                first = slot.column == 0
                self._add(self._read_ordinal(crop) if first else self._read_cell(crop), crop)
                edge = _EDGE * self._sheet.em
                self.unread.extend([(x0, top, x0 + edge, bottom)] * left)
                self.unread.extend([(x1 - edge, top, x1, bottom)] * right)

    def read_area(self, area: Box) -> None:
        blocks = split_area(self._sheet, area)
        for lines in blocks:
            others = [line for block in blocks if block is not lines for line in block]
            crop = cut_lines(self._sheet, lines, others)
            if crop is not None:
                self._add(self._read(crop), crop)

    def _read(self, crop: Crop) -> list[WordChoice]:
        """Read with the faster engine, and what it is not sure of with the others too."""
        words = self._engines[0].read(crop.points)
        lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)] or [[]]
        chosen: list[WordChoice] = []
        for line in lines:
            again = line if is_sure(line) else None
            if again is not None or not self._engines[1:]:
                chosen.extend(take_first(line))
            else:
                chosen.extend(self._read_again(line, crop, whole=len(lines) == 1))
        return add_dots(chosen, crop.points)

    def _read_again(
        self, first: Sequence[ReadWord], crop: Crop, *, whole: bool
    ) -> list[WordChoice]:
        top, points = 0, crop.points
        if not whole:
            top = max(0, int(min(word.box[1] for word in first)) - _LINE_MARGIN)
            foot = int(max(word.box[3] for word in first)) + _LINE_MARGIN
            points = crop.points[top:foot]
        chosen = take_first(first)
        for engine in self._engines[1:]:
            second = engine.read(points)
            if not whole:
                second = [_lower(word, top, first[0].line) for word in second]
            chosen = choose_words([choice.word for choice in chosen], second)
        return chosen

    def _read_cell(self, crop: Crop) -> list[WordChoice]:
        """Read a cell; a short one that is no word may be a number, so digits are tried."""
        chosen = self._read(crop)
        text = "".join(choice.word.text for choice in chosen)
        if len(chosen) == 1 and text in ("x", "X"):
            return [_size_tick(chosen[0], crop)]
        worded = len(chosen) > 1 and any(is_syllable(c.word.text) for c in chosen)
        if len(text) > _SHORT or worded or _NUMBER.fullmatch(text):
            return chosen
        rival = chosen[0].rival if len(chosen) == 1 else None
        if rival and _NUMBER.fullmatch(rival):
            return [WordChoice(replace(chosen[0].word, text=rival), text, True)]
        return chosen if _PLAIN.fullmatch(text) else self._read_digits(crop, chosen)

    def _read_ordinal(self, crop: Crop) -> list[WordChoice]:
        """Read a cell of the first column: a short word that is none may be a number as well."""
        chosen = self._read_cell(crop)
        text = "".join(choice.word.text for choice in chosen)
        if len(text) > _SHORT or _NUMBER.fullmatch(text) or not _ODD_ORDINAL.fullmatch(text):
            return chosen
        return self._read_digits(crop, chosen)

    def _read_digits(self, crop: Crop, chosen: list[WordChoice]) -> list[WordChoice]:
        """Return the number that a piece may be, not sure; what was read where it is none."""
        text = "".join(choice.word.text for choice in chosen)
        digits = self._engines[0].read(crop.points, Shape.DIGITS)
        if len(digits) != 1 or not _NUMBER.fullmatch(digits[0].text):
            return chosen
        return [
            WordChoice(replace(digits[0], confidence=min(digits[0].confidence, 0.5)), text, True)
        ]

    def _add(self, chosen: Sequence[WordChoice], crop: Crop) -> None:
        if not chosen:
            self.unread.append(crop.place(crop.ink))
        else:
            self.unread.extend(find_rest(crop, [choice.word.box for choice in chosen]))
        self.pieces.append(tuple(_place(choice, crop) for choice in chosen))


def _lower(word: ReadWord, by: int, line: int) -> ReadWord:
    """Lead a word of one line's picture to the crop that the line was cut from."""
    x0, top, x1, bottom = word.box
    box = (x0, top + by, x1, bottom + by)
    return replace(word, box=box, baseline=word.baseline + by, line=line)


def _size_tick(choice: WordChoice, crop: Crop) -> WordChoice:
    """Tell a small x from a capital by its height; models see no difference."""
    _, top, _, bottom = crop.ink
    text = "x" if bottom - top < _TICK * READ_SIZE else "X"
    return WordChoice(replace(choice.word, text=text), None, asked=True)


def _place(choice: WordChoice, crop: Crop) -> WordChoice:
    """Lead a word from its crop to the page."""
    word = choice.word
    baseline = crop.place((0, word.baseline, 0, word.baseline))[1]
    return replace(choice, word=replace(word, box=crop.place(word.box), baseline=baseline))
