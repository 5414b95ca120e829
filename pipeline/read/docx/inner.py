"""What a Word file holds in its body in other forms: parts of other formats, pictures of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from lxml import etree
from PIL import Image

from pipeline.model import Note
from pipeline.read.docx.package import PICTURES, Element, W, read_related, to_int
from pipeline.read.inner import MAX_INNER, InnerReading, is_large, read_part, read_picture
from pipeline.read.means import Blocks, Means

CHUNK = W + "altChunk"

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CROP = "{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect"
_LARGE = 12 * 360_000, 8 * 360_000  # 12 by 8 cm, in EMU: may well be a scanned list
_STRIP = 10 * 360_000, 3 * 360_000  # some rows of one
_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm)", re.IGNORECASE)
_UNITS = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000}  # EMU
_WHOLE = 100_000  # a crop is told in thousandths of a percent


@dataclass(frozen=True, slots=True)
class InnerParts:
    """What stands in the body in other forms, read."""

    readings: Mapping[str, InnerReading] = field(default_factory=dict)  # by relation

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the officer should know, each thing once."""
        told = (note for reading in self.readings.values() for note in reading.notes)
        return tuple(dict.fromkeys(told))

    @property
    def blocks(self) -> Blocks:
        """All that they hold."""
        return tuple(block for reading in self.readings.values() for block in reading.blocks)

    def find_blocks(self, element: Element) -> Blocks:
        """Return what an ``altChunk``, or the pictures that hang on a paragraph, hold."""
        ids = [find_id(element)] if element.tag == CHUNK else list(_list_hung(element))
        return tuple(b for i in dict.fromkeys(ids) if i in self.readings for b in self.blocks_of(i))

    def blocks_of(self, relation: str) -> Blocks:
        """Return what one part or picture holds."""
        return self.readings[relation].blocks


def read_inner(path: Path, document: Element, means: Means) -> InnerParts:
    """Read what stands in the body of a Word file in other forms.

    Args:
        path: the file.
        document: the root of its main part.
        means: limits, and who reads other formats.
    """
    chunks = dict.fromkeys(find_id(chunk) for chunk in document.iter(CHUNK))
    pictures = {find_id(p): p for p in document.iter(*PICTURES) if _is_drawn(p, _STRIP)}
    wanted = [*chunks, *pictures][:MAX_INNER]
    if means.read_file is None or not wanted:
        return InnerParts()
    has_table = next(document.iter(W + "tbl"), None) is not None
    found = read_related(path, wanted)
    readings: dict[str, InnerReading] = {}
    for relation in wanted:
        if relation in chunks:
            readings[relation] = read_part(found.get(relation, b""), means)
        elif relation in found and is_large(found[relation]):
            picture = pictures[relation]
            is_all = not has_table and not chunks
            reading = read_picture(_crop(found[relation], picture), means, is_all=is_all)
            if reading.blocks or is_drawn_large(picture):
                readings[relation] = reading
    return InnerParts(readings)


def is_drawn_large(picture: Element) -> bool:
    """Tell a picture that is drawn so large that it may be a list."""
    return _is_drawn(picture, _LARGE)


def _is_drawn(picture: Element, least: tuple[int, int]) -> bool:
    """Tell a picture that is drawn at least so wide and high."""
    for around in picture.iterancestors():
        extent = around.find(_DRAWN + "extent")
        if extent is not None:
            size = to_int(extent.get("cx"), 0), to_int(extent.get("cy"), 0)
            return size[0] >= least[0] and size[1] >= least[1]
        told = {key.lower(): float(n) * _UNITS[unit.lower()] for key, n, unit in _sizes(around)}
        if len(told) == 2:
            return told["width"] >= least[0] and told["height"] >= least[1]
    return False


def _sizes(element: Element) -> list[tuple[str, str, str]]:
    found = _SIZE.findall(element.get("style", ""))
    return [(key, number, unit) for key, number, unit in found if number.count(".") < 2]


def _list_hung(paragraph: Element) -> Iterator[str]:
    """Yield the relations of the pictures of a paragraph, not of text boxes that hang on it."""
    for picture in paragraph.iter(*PICTURES):
        inner = next(picture.iterancestors(W + "p"), None)
        if inner is paragraph:
            yield find_id(picture)


def find_id(element: Element) -> str:
    """Return the relation that an element leads to, in whichever dialect it is written."""
    for name, value in element.attrib.items():
        if etree.QName(name).localname in ("id", "embed") and name.startswith("{"):
            return str(value)
    return ""


def _crop(content: bytes, picture: Element) -> bytes:
    """Return a picture as Word shows it, without what its author cut off."""
    around = picture.getparent()
    cut = None if around is None else around.find(_CROP)
    if cut is None or not any(to_int(cut.get(side), 0) > 0 for side in "ltrb"):
        return content
    left, top, right, bottom = (max(0, to_int(cut.get(side), 0)) / _WHOLE for side in "ltrb")
    if left + right >= 1 or top + bottom >= 1:
        return content
    with Image.open(BytesIO(content)) as image:
        width, height = image.size
        box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
        out = BytesIO()
        image.crop(tuple(round(side) for side in box)).save(out, "PNG")  # type: ignore[arg-type]
    return out.getvalue()
