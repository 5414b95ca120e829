"""Letters of a page in old fonts (TCVN3, VNI ...) become the letters that the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.language.charset import Decoded, Survey, examine_runs, survey_runs
from pipeline.language.legacy import UNICODE, VNI, hint_charset, is_vni_pair
from pipeline.read.table.lines import Line, make_lines
from pipeline.read.table.page import Glyph, Page

_SOFT = "\xad"


def decode_page(page: Page) -> Page:
    """Return ``page`` with legacy letters decoded; a page in Unicode is given back as it is."""
    if _is_plain(page):
        return _show_hyphens(page) if _SOFT in page.text else page
    lines = make_lines(page.glyphs)
    survey = survey_runs(run for line in lines for run in line.runs)
    glyphs = [glyph for line in lines for glyph in _decode_line(line, survey)]
    blanks = [glyph for glyph in page.glyphs if glyph.text.isspace()]
    return replace(page, glyphs=(*glyphs, *blanks))


def _show_hyphens(page: Page) -> Page:
    """Return ``page`` with the hyphens that a font calls soft ones: on paper they are seen."""
    glyphs = (g._replace(text="-") if g.text == _SOFT else g for g in page.glyphs)
    return replace(page, glyphs=tuple(glyphs))


def _is_plain(page: Page) -> bool:
    fonts = {glyph.font for glyph in page.glyphs}
    if any(hint_charset(font) for font in fonts):
        return False
    found = examine_runs([(page.text, "")])
    return all(decoded.charset == UNICODE for decoded in found)


def _decode_line(line: Line, survey: Survey) -> Iterator[Glyph]:
    groups = [list(group) for _, group in groupby(line.glyphs, key=lambda glyph: glyph.font)]
    found = examine_runs(list(line.runs), survey)
    for glyphs, decoded in zip(groups, found, strict=True):
        yield from _give_letters(glyphs, decoded)


def _give_letters(glyphs: Sequence[Glyph], decoded: Decoded) -> Iterator[Glyph]:
    """Give the decoded letters to the glyphs; a VNI mark goes with its base."""
    if "".join(glyph.text for glyph in glyphs) == decoded.text:
        yield from glyphs
        return
    letters = iter(char for char in decoded.text if char != " ")
    index = 0
    while index < len(glyphs):
        glyph = glyphs[index]
        pair = "".join(g.text for g in glyphs[index : index + 2])
        joined = decoded.charset == VNI and len(pair) == 2 and is_vni_pair(pair)
        text = "".join(next(letters, "") for _ in range(1 if joined else len(glyph.text)))
        last = glyphs[index + 1] if joined else glyph
        yield glyph._replace(text=text or glyph.text, x1=max(glyph.x1, last.x1))
        index += 2 if joined else 1
