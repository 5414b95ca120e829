"""What stands inside a paper in another form: a part of another format, a picture of a list.

Each is read as the file that it would be by itself; what cannot be read is a note on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image

from pipeline.model import Document, Grid, Note, Paragraph
from pipeline.problems import NotRead, ReaderMissing
from pipeline.read.means import Blocks, Means

MAX_DEPTH = 3  # a part in a part in a part
MAX_INNER = 50  # parts and pictures of one paper that are read

_LEAST_POINTS = 700, 350  # across and down: what is smaller is an emblem or a stamp, and no list
_LEAST_LINES = 5  # of a picture without a table, where the paper itself has none either


@dataclass(frozen=True, slots=True)
class InnerReading:
    """What one part or picture gave."""

    blocks: Blocks = ()
    notes: tuple[Note, ...] = ()


def read_part(content: bytes, means: Means) -> InnerReading:
    """Return what a part of another format holds; the problem that keeps it from it as a note."""
    try:
        document = _read(content, means)
    except NotRead as error:
        text = f"Phần nhúng từ tệp khác chưa đọc được: {error.what}. {error.remedy}"
        return InnerReading(notes=(Note("embedded-unread", text),))
    return InnerReading(_without_pages(document.blocks), document.notes)


def read_picture(content: bytes, means: Means, *, is_all: bool) -> InnerReading:
    """Return the list that a picture shows, and nothing of one that shows none.

    Args:
        content: the picture.
        means: what it is recognised with.
        is_all: the paper around it has no table.
    """
    try:
        document = _read(content, means)
    except ReaderMissing as error:
        text = f"Có hình chụp lớn, có thể là danh sách, nhưng chưa đọc được. {error.remedy}"
        return InnerReading(notes=(replace(_UNREAD, text=text),))
    except NotRead as error:
        text = f"Có hình chụp lớn, có thể là danh sách, không đọc được: {error.what}. {_ASK}"
        return InnerReading(notes=(replace(_UNREAD, text=text),))
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    is_list = any(grid.width > 1 and len(grid.rows) > 1 for grid in grids)
    if not is_list and not (is_all and len(document.blocks) >= _LEAST_LINES):
        return InnerReading(notes=(_UNREAD,))
    kept = tuple(note for note in document.notes if note.doubt)
    return InnerReading(_without_pages(document.blocks), (_RECOGNISED, *kept))


_ASK = "Xin bản Word, Excel hoặc PDF của phần đó"
_UNREAD = Note(
    "pictures-unread",
    "Có hình lớn, có thể là bảng chụp lại, nhưng không nhận ra bảng nào trong hình; đối chiếu với "
    "tệp gốc, nếu là danh sách thì xin bản Word, Excel hoặc PDF của phần đó",
)
_RECOGNISED = Note(
    "picture-recognised",
    "Danh sách trong tệp là hình chụp; nội dung lấy bằng nhận dạng chữ",
    doubt=False,
)


def hear_blocks(blocks: Blocks) -> str:
    """Return all text of what was read inside a paper, for who holds the paper against it."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += [cell.text for row in block.rows for cell in row.cells if cell is not None]
    return "\n".join(lines)


def is_large(content: bytes) -> bool:
    """Tell a picture that may show a page or a table by its points."""
    try:
        with Image.open(BytesIO(content)) as image:
            width, height = image.size
    except Exception:  # of a format that Pillow does not know, or broken: whoever reads it says so
        return False
    return width >= _LEAST_POINTS[0] and height >= _LEAST_POINTS[1]


def _read(content: bytes, means: Means) -> Document:
    if means.read_file is None:
        raise NotRead("Loại nội dung này chưa đọc được", "Thả riêng phần đó thành một tệp")
    if means.depth >= MAX_DEPTH:
        raise NotRead("Nội dung nhúng lồng nhau quá nhiều lớp", "Thả riêng phần đó thành một tệp")
    return means.read_file(content, replace(means, depth=means.depth + 1))


def _without_pages(blocks: Sequence[Paragraph | Grid]) -> Blocks:
    """Return blocks whose pages are none of the paper's."""
    return tuple(
        replace(block, page=None)
        if isinstance(block, Paragraph)
        else replace(block, rows=tuple(replace(row, page=None) for row in block.rows))
        for block in blocks
    )
