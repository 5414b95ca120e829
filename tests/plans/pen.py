"""A pen on the pages of a PDF: fonts, lines of text, page breaks."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.plans import body
from tests.plans.layout import Layout
from tests.plans.letters import split_runs

SIZE = 12.0
LEADING = 14.5  # of SIZE
_ALIASES = {"Times New Roman": "Plan Serif"}
_FONTS = Path(__file__).parents[1] / "fonts"
FILES = {False: _FONTS / "plan-serif-regular.ttf", True: _FONTS / "plan-serif-bold.ttf"}
"""Bold or not -> the font that plans are printed in; a benchmark may name others."""
# Where the middle of a tone mark's ink stands from its origin, in ems of the test font.
_MARK_MIDDLES = {
    "\u0301": -0.115,
    "\u0300": -0.159,
    "\u0309": -0.133,
    "\u0303": 0.167,
    "\u0323": 0.0,
}


@cache
def font_name(bold: bool, alias: str = "Plan Serif") -> str:
    """Register the test font, called ``alias`` in the PDF; return the name to draw with."""
    font = TTFont(f"{alias} {bold}", str(FILES[bold]))
    font.face.name = f"{alias}{',Bold' if bold else ''}".replace(" ", "").encode("ascii")
    pdfmetrics.registerFont(font)
    return str(font.fontName)


def measure(text: str, bold: bool, size: float = SIZE) -> float:
    """Return the width of ``text`` in points."""
    return float(pdfmetrics.stringWidth(text, font_name(bold), size))


def wrap(text: str, width: float, bold: bool, size: float = SIZE) -> list[str]:
    """Break ``text`` into lines no wider than ``width``; a word that is wider stands alone."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and measure(longer, bold, size) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


class PdfPen:
    """Writes downwards from the top margin; y grows upwards as in PDF."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.canvas = Canvas(str(path), pageCompression=1, invariant=1)
        self.layout = layout
        self.page = 0
        self.size = (0.0, 0.0)
        self.rotate = 0
        self.y = 0.0

    @property
    def left(self) -> float:
        """The left margin."""
        return 70.0

    @property
    def width(self) -> float:
        """Room between the margins."""
        return self.size[0] - self.left - 45.0

    @property
    def bottom(self) -> float:
        """The lower margin."""
        return 57.0

    # --- pages

    def start_page(self, size: tuple[float, float], rotate: int = 0) -> None:
        """Begin a page that a viewer shows with this size, stored turned by ``rotate``."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.size, self.rotate = size, rotate
        self._turn()
        self.y = size[1] - 57.0
        if self.layout.stamp and self.page == 1:
            self._draw_stamp(body.STAMP)
        if self.layout.page_numbers and self.page > 1:
            number = str(self.page)
            self.canvas.setFont(font_name(False), SIZE)
            self.canvas.drawCentredString(size[0] / 2, size[1] - 36, number)
        if self.layout.running_head:
            self.write(self.left, 30, body.RUNNING_HEAD, size=9)

    def _turn(self) -> None:
        width, height = self.size
        self.canvas.setPageSize(self.size)  # as shown; the canvas swaps the sides itself
        self.canvas.setPageRotation(self.rotate)
        if self.rotate == 90:  # shown turned clockwise, so drawn turned against it
            self.canvas.translate(height, 0)
            self.canvas.rotate(90)
        elif self.rotate == 270:
            self.canvas.translate(0, width)
            self.canvas.rotate(-90)

    def next_page(self) -> None:
        """Go on at the top of a new page of the same kind."""
        self.start_page(self.size, self.rotate)

    def need(self, height: float) -> None:
        """Go to the next page unless ``height`` is left on this one."""
        if self.y - height < self.bottom:
            self.next_page()

    def down(self, height: float) -> None:
        """Move down."""
        self.y -= height

    def save(self) -> None:
        """Write the file."""
        self.canvas.save()

    # --- text

    def centred(self, text: str, *, bold: bool, spaced: bool = False) -> None:
        """Write lines in the middle of the page."""
        for line in wrap(text, self.width, bold):
            self.need(LEADING)
            gap = 5.0 if spaced else 0.0
            width = measure(line, bold) + gap * len(line)
            self.text_at(self.left + (self.width - width) / 2, line, bold=bold, gap=gap)
            self.down(LEADING)

    def text_at(
        self, x: float, text: str, *, bold: bool = False, size: float = SIZE, gap: float = 0.0
    ) -> None:
        """Write one line whose left end is at ``x``, under the present height."""
        self.write(x, self.y - size, text, bold=bold, size=size, gap=gap)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        bold: bool = False,
        size: float = SIZE,
        gap: float = 0.0,
    ) -> None:
        """Write ``text`` on the base line ``y``, the way the layout draws letters."""
        if gap:
            for char in text:
                self._write_runs(x, y, char, bold, size)
                x += measure(char, bold, size) + gap
        elif self.layout.split_accents:
            self._write_split(x, y, text, bold, size)
        else:
            self._write_runs(x, y, text, bold, size)
        if bold and self.layout.bold_twice and not gap:
            self._write_runs(x + 0.3, y, text, bold, size)

    def _write_runs(self, x: float, y: float, text: str, bold: bool, size: float) -> None:
        """Write the runs as wide as the text itself: the marks of old fonts take no room."""
        runs = [
            (part, font_name(bold, _ALIASES.get(font, font)))
            for part, font in split_runs(text, self.layout.encoding)
        ]
        drawn = sum(pdfmetrics.stringWidth(part, name, size) for part, name in runs)
        scale = min(1.0, measure(text, bold, size) / drawn) if drawn else 1.0
        for part, name in runs:
            line = self.canvas.beginText(x, y)
            line.setFont(name, size)
            line.setHorizScale(100 * scale)
            line.textOut(part)
            self.canvas.drawText(line)
            x += scale * float(pdfmetrics.stringWidth(part, name, size))

    def _write_split(self, x: float, y: float, text: str, bold: bool, size: float) -> None:
        """Write words whose tone marks are glyphs of their own, over their letters."""
        self.canvas.setFont(font_name(bold), size)
        for char in text:
            parts = unicodedata.normalize("NFD", char)
            tone = next((mark for mark in parts if mark in _MARK_MIDDLES), "")
            base = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else char
            self.canvas.drawString(x, y, base)
            width = measure(base, bold, size)
            if tone:
                self.canvas.drawString(x + width / 2 - _MARK_MIDDLES[tone] * size, y, tone)
            x += width

    def _draw_stamp(self, lines: tuple[str, ...]) -> None:
        """Write the words of a digital signature over the upper right of the page."""
        self.canvas.setFillColorRGB(0, 0, 0.8)
        for index, line in enumerate(lines):
            y = self.size[1] - 60 - index * 10
            self.canvas.setFont(font_name(False), 8)
            self.canvas.drawString(self.size[0] - 260, y, line)
        self.canvas.setFillColorRGB(0, 0, 0)
