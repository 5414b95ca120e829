"""What the reader of tables saw, drawn over each page, so that a fault is seen and not guessed.

The page in gray, its words framed in green, its rules in blue, the cells of its tables in red
with row and column; as pdfplumber's ``debug_tablefinder`` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from pipeline.codes import FileKind
from pipeline.model import Box, Grid, Source
from pipeline.problems import NotWritten
from pipeline.read.means import View
from pipeline.read.table.lines import make_lines, split_segments

_SCALE = 1.5  # points of the picture a typographic point
_WORDS, _RULES, _CELLS = "#2e9e5b", "#1f5fd0", "#d02020"
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass
class TablePictures:
    """Draws the pages of one file into a folder, one PNG a page."""

    source: Source
    folder: Path
    written: list[Path] = field(default_factory=list)

    def draw(self, view: View) -> None:
        """Draw one page with what was made of it.

        Raises:
            NotWritten: the folder cannot be written.
        """
        image = self._draw_page(view)
        pen = ImageDraw.Draw(image)
        for line in make_lines(view.page.glyphs):
            for part in split_segments(line):
                pen.rectangle(_scale((part.x0, part.top, part.x1, part.bottom)), outline=_WORDS)
        for rule in view.page.rules:
            pen.line(_scale((rule.x0, rule.top, rule.x1, rule.bottom)), fill=_RULES, width=2)
        for number, grid in enumerate(b for b in view.blocks if isinstance(b, Grid)):
            _draw_cells(pen, grid, "ABCDEFGH"[number % 8])
        name = f"{_NOT_IN_NAMES.sub('-', self.source.path.stem)}-{view.page.number:03}.png"
        path = self.folder / name
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            image.save(path)
        except OSError as error:
            raise NotWritten(
                f"Không ghi được {path} ({error.strerror})", "Chọn thư mục khác sau --picture"
            ) from error
        self.written.append(path)

    def _draw_page(self, view: View) -> Image.Image:
        size = round(view.page.width * _SCALE), round(view.page.height * _SCALE)
        if view.load_gray is not None:
            image = Image.fromarray(view.load_gray())
        elif self.source.kind == FileKind.PDF:
            image = _render(self.source, view)
        else:
            return Image.new("RGB", size, "white")
        return Image.blend(image.convert("RGB").resize(size), Image.new("RGB", size, "white"), 0.4)


def _render(source: Source, view: View) -> Image.Image:
    document = pypdfium2.PdfDocument(source.path)
    try:
        page = document[view.page.number - 1]
        image: Image.Image = page.render(scale=_SCALE).to_pil()
        page.close()
        return image.rotate(view.page.turned, expand=True)
    finally:
        document.close()


def _draw_cells(pen: ImageDraw.ImageDraw, grid: Grid, name: str) -> None:
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row.cells):
            if cell is not None and cell.box is not None:
                x0, top, x1, bottom = _scale(cell.box)
                pen.rectangle((x0 + 1, top + 1, x1 - 1, bottom - 1), outline=_CELLS)
                pen.text((x0 + 3, top + 2), f"{name}{number}.{column}", fill=_CELLS)


def _scale(box: Box) -> Box:
    return box[0] * _SCALE, box[1] * _SCALE, box[2] * _SCALE, box[3] * _SCALE
