"""Whether the letters of a PDF page are its text, or the page must be read as a picture.

A text layer is no promise: seen in offices are pages whose only letters are a signature's
stamp, a scanner's own poor layer under the picture, fonts without a map to letters, and
tables in which half the words are drawn as outlines.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as c
from numpy.typing import NDArray

from pipeline.language.charset import clean, decode_runs, survey_runs
from pipeline.language.syllables import looks_broken, looks_rubbish
from pipeline.read.bitmap import MILLION
from pipeline.read.means import Letters
from pipeline.read.pdf.shapes import do_letters_agree
from pipeline.read.table.lines import make_lines
from pipeline.read.table.page import Glyph, Page, Rule
from pipeline.settings import USUAL_LIMITS

Shade = NDArray[np.uint8]
"""A page as gray points, one a typographic point, 0 black."""

_STAMP = re.compile(r"ký bởi|người ký|giờ ký|ngày ký|thời gian ký|cơ quan|signed by", re.IGNORECASE)
_FEW = 250  # letters: a stamp has some 57 to 200
_COVERS = 0.5  # share of the page: a picture from here on may be the page itself
_TILE = 6  # points: about a letter
_DARK = 150
_OUTLINED = 600  # corners: some twenty letters drawn as outlines
_LEAST_TILES = 60  # some three printed lines
_SIDES = attrgetter("top", "x0", "bottom", "x1")
_BETWEEN = 0.06  # share of the ink of a page without marks: more means that letters are missing
_PARTIAL_SHARE = 0.12  # of all tiles with print: a logo and two signatures stay below


def judge_page(
    page: Page, document: pypdfium2.PdfDocument | None = None, pixels: int = USUAL_LIMITS.pixels
) -> Letters:
    """Return GOOD where the page's letters can be taken, else why they cannot.

    Args:
        page: as pdfium.py reads it.
        document: its file, so that ink can be held against letters; without it only the
            letters and the pictures' boxes are judged.
        pixels: millions that the page may be drawn with; a larger one is not held against ink.
    """
    letters = sum(1 for glyph in page.glyphs if not glyph.text.isspace())
    if page.width * page.height > pixels * MILLION:
        document = None
    if not letters:
        return Letters.PICTURE if page.pictures or _has_ink(page, document) else Letters.GOOD
    few = letters < _FEW and _STAMP.search(page_text(page)) is not None
    if page.picture_share >= _COVERS and (few or document is None or _is_layer(page, document)):
        return Letters.STAMP_ONLY if few else Letters.LAYER
    if _is_rubbish(page, document):
        return Letters.RUBBISH
    if document is None or not (page.pictures or page.outlines > _OUTLINED):
        return Letters.GOOD
    if _lacks_letters(page, _render(document, page.number)):
        return Letters.STAMP_ONLY if few else Letters.PARTIAL
    return Letters.GOOD


def _is_rubbish(page: Page, document: pypdfium2.PdfDocument | None) -> bool:
    """Tell whether a page's letters are not those that it shows."""
    raw = clean(page.text)
    if not looks_rubbish(raw) or not looks_rubbish(text := page_text(page)):
        return False
    if document is None or (looks_broken(raw) and looks_broken(text)):
        return True
    return not do_letters_agree(document, page.number) or _lacks_ink(page, document)


def _lacks_ink(page: Page, document: pypdfium2.PdfDocument) -> bool:
    """Tell whether print stands between letters: a font whose other letters have no names."""
    shade = _render(document, page.number)
    return all(_is_between(page, turned) for turned in _turn_to(shade, page))


def _is_between(page: Page, shade: Shade) -> bool:
    dark = shade < _DARK
    total = int(dark.sum())
    items: list[Glyph | Rule] = [*page.glyphs, *page.rules, *page.unseen, *page.watermark]
    for item in items:
        top, left = max(0, int(item.top) - 3), max(0, int(item.x0) - 1)
        dark[top : int(item.bottom) + 2, left : int(item.x1) + 2] = False
    return int(dark.sum()) > _BETWEEN * total


def page_text(page: Page) -> str:
    """Return the page's words line by line, legacy charsets decoded, for judging."""
    lines = [line.runs for line in make_lines(page.glyphs)]
    survey = survey_runs(run for runs in lines for run in runs)
    return clean("\n".join("".join(decode_runs(runs, survey)) for runs in lines))


def _has_ink(page: Page, document: pypdfium2.PdfDocument | None) -> bool:
    if document is None:
        return False
    return int(_find_print(_render(document, page.number)).sum()) >= _LEAST_TILES


def _is_layer(page: Page, document: pypdfium2.PdfDocument) -> bool:
    """Tell whether a picture shows ink wherever a letter stands."""
    backdrop = _render(document, page.number, with_text=False)
    return any(
        _inked_share(page, turned) > 0.6 for turned in _turn_to(backdrop, page)
    )  # fmt: skip


def _inked_share(page: Page, backdrop: Shade) -> float:
    glyphs = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
    inked = 0
    for glyph in glyphs:
        box = backdrop[
            max(0, int(glyph.top)) : int(glyph.bottom) + 1,
            max(0, int(glyph.x0)) : int(glyph.x1) + 1,
        ]
        inked += bool(box.size and int(box.max()) - int(box.min()) > 60)
    return inked / len(glyphs)


def _lacks_letters(page: Page, shade: Shade) -> bool:
    """Tell whether much of what looks like print stands where no letter or rule is."""
    ways = list(_turn_to(shade, page))
    return bool(ways) and all(_is_uncovered(page, turned) for turned in ways)


def _is_uncovered(page: Page, shade: Shade) -> bool:
    tiles = _find_print(shade)
    covered = _cover((tiles.shape[0], tiles.shape[1]), [*page.glyphs, *page.rules])
    uncovered = int((tiles & ~covered).sum())
    return uncovered >= _LEAST_TILES and uncovered > _PARTIAL_SHARE * int(tiles.sum())


def _cover(shape: tuple[int, int], items: Sequence[Glyph | Rule]) -> NDArray[np.bool_]:
    """Return the tiles on or beside which an item stands.

    Each item counts up at its upper left corner and down past its edges, so that summing
    over rows and columns leaves a count wherever an item is.
    """
    rows, columns = shape
    boxes = np.array(list(map(_SIDES, items)), dtype=float).reshape(-1, 4)
    boxes += np.array((-3, -3, 3, 3))
    edges: NDArray[np.int64] = (boxes // _TILE).astype(np.int64)
    top, left = edges[:, 0].clip(0, rows), edges[:, 1].clip(0, columns)
    bottom, right = (edges[:, 2] + 1).clip(0, rows), (edges[:, 3] + 1).clip(0, columns)
    corners = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    for row, column, change in (
        (top, left, 1), (top, right, -1), (bottom, left, -1), (bottom, right, 1),
    ):  # fmt: skip
        np.add.at(corners, (row, column), change)
    covered: NDArray[np.bool_] = corners.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0
    return covered


def _find_print(shade: Shade) -> NDArray[np.bool_]:
    """Return the tiles of a page that look like print: dark on light, neither full nor gray."""
    rows, columns = shade.shape[0] // _TILE, shade.shape[1] // _TILE
    dark = _share(shade < _DARK, rows, columns)
    light = _share(shade > 215, rows, columns)
    found: NDArray[np.bool_] = (dark > 0.05) & (dark < 0.6) & (light > 0.2)
    return found


def _share(points: NDArray[np.bool_], rows: int, columns: int) -> NDArray[np.float64]:
    """Return for each tile which part of its points is set."""
    whole = points[: rows * _TILE, : columns * _TILE].view(np.uint8)
    strips = whole.reshape(rows, _TILE, columns * _TILE).sum(axis=1, dtype=np.uint8)
    share: NDArray[np.float64] = strips.reshape(rows, columns, _TILE).sum(axis=2) / _TILE**2
    return share


def _turn_to(shade: Shade, page: Page) -> Iterator[Shade]:
    """Yield the picture in every way to lay it that fits the page, which may be turned."""
    for turns in range(4):
        turned = np.rot90(shade, turns)
        if abs(turned.shape[1] - page.width) <= 2 and abs(turned.shape[0] - page.height) <= 2:
            yield turned


def _render(document: pypdfium2.PdfDocument, number: int, *, with_text: bool = True) -> Shade:
    pdf_page = document[number - 1]
    try:
        if not with_text:
            _hide(pdf_page.get_objects(filter=[c.FPDF_PAGEOBJ_TEXT], max_depth=6))
        bitmap = pdf_page.render(scale=1, grayscale=True)
        shade: Shade = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(
            bitmap.height, bitmap.width
        )
        return shade
    finally:
        pdf_page.close()


def _hide(objects: Iterable[Any]) -> None:
    for item in objects:
        c.FPDFPageObj_SetIsActive(item.raw, ctypes.c_int(False))
