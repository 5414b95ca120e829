"""Words of a PDF part where the eye parts them, whether or not the file draws the space."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Paragraph
from pipeline.read import identify, read
from tests.plans.pen import font_name

SIZE = 14.0
WORDS = ("1.", "Ông", "Hồ", "Ngọc", "Tiển,", "Ủy", "viên", "Ban", "Thường", "vụ")


@pytest.mark.parametrize("gap", [0.21, 0.25, 0.31, 0.45])
def test_a_line_that_draws_some_of_its_spaces(gap: float, tmp_path: Path) -> None:
    """Word moves the pen over a space where it changes to another part of the font."""
    path = tmp_path / "van-ban.pdf"
    canvas = Canvas(str(path))
    canvas.setFont(font_name(False), SIZE)
    x = 90.0
    for index, word in enumerate(WORDS):
        text = word if index % 3 else f"{word} "  # every third draws its space
        canvas.drawString(x, 700, text)
        x += canvas.stringWidth(text, font_name(False), SIZE)
        x += gap * SIZE if index % 3 else 0.0
    canvas.save()
    (paragraph,) = [b for b in read(identify(path)).blocks if isinstance(b, Paragraph)]
    assert paragraph.text == " ".join(WORDS)
