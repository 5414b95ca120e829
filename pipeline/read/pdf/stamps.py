"""The picture of a digital signature laid over a page: its lines are lifted off the text.

Form of the stamp: Nghị định 30/2020/NĐ-CP, Phụ lục I; signing programs word it differently.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pipeline.read.table.lines import make_lines
from pipeline.read.table.page import Glyph, Page

_STAMP_LINE = re.compile(
    r"^(?:người ký|được ký|ký bởi|ký số|ngày ký|giờ ký|thời gian ký|cơ quan|tổ chức|e-?mail"
    r"|signed by|digitally signed|signature)\b.{0,12}?:|^(?:digitally signed|signature valid)",
    re.IGNORECASE,
)
_SIGNED = re.compile("ký|signed|signature", re.IGNORECASE)
LONGEST_GAP = 2  # lines of a long name between two that are known


def lift_stamp(page: Page) -> Page:
    """Return ``page`` with the lines of a signature's stamp in ``stamp``, off its letters."""
    if not _SIGNED.search(page.text):
        return page
    lines = _lines_in_order(page.glyphs)
    known = [index for index, line in enumerate(lines) if _STAMP_LINE.match(_text(line))]
    if len(known) < 2:
        return page
    lifted: set[int] = set()
    for before, after in pairwise(known):
        if after - before <= LONGEST_GAP + 1:
            lifted |= set(range(before, after + 1))
    if not lifted:
        return page
    rest = [glyph for i, line in enumerate(lines) if i not in lifted for glyph in line]
    text = "\n".join(_text(lines[i]) for i in sorted(lifted))
    return replace(page, glyphs=tuple(rest), stamp=text)


def _lines_in_order(glyphs: tuple[Glyph, ...]) -> list[list[Glyph]]:
    """Letters as the file draws them: what is drawn in one go on one height is a line."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        before = lines[-1][-1] if lines else None
        if (
            before is None
            or abs(glyph.baseline - before.baseline) > 0.3 * glyph.size
            or not -glyph.size < glyph.x0 - before.x1 < 2 * glyph.size
        ):
            lines.append([])
        lines[-1].append(glyph)
    return lines


def _text(line: list[Glyph]) -> str:
    return " ".join(part.text for part in make_lines(line))
