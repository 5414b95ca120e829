"""Draws one page with a list of four rows, and lets a test paint over, under and beside it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parent / "fonts"
ROWS = (
    ("1.", "Ông Lò Văn Khiêm, xã Yên Mông", "Chuyển giao giống lúa"),
    ("2.", "Trường Tiểu học Sông Đà", "Thư viện xanh trong trường học"),
    ("3.", "Hội Liên hiệp Phụ nữ phường Tân Hòa", "Ngôi nhà xanh thu gom phế liệu"),
    ("4.", "Bà Quách Thị Mười, phường Thịnh Lang", "Nồi cháo tình thương"),
)
NAMES = [
    "Ông Lò Văn Khiêm",
    "Trường Tiểu học Sông Đà",
    "Hội Liên hiệp Phụ nữ phường Tân Hòa",
    "Bà Quách Thị Mười",
]
COLUMNS = (60, 100, 320, 535)
SIZE = 10
_HEADING = ("Số TT", "Tên, địa chỉ mô hình, điển hình", "Nội dung mô hình, điển hình")
_TITLE = (
    "ỦY BAN NHÂN DÂN THÀNH PHỐ HÒA BÌNH",
    "Số: 77/KH-UBND",
    "Hòa Bình, ngày 15 tháng 3 năm 2024",
    "KẾ HOẠCH",
    "Nhân rộng mô hình, điển hình tiên tiến năm 2024",
    "DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH TIÊN TIẾN",
)
_HIGH, _UPPER = 24, 640

Paint = Callable[[Canvas], object]


def top_of(row: int) -> float:
    """Return the upper border of a row, 0 being the heading, as PDF counts: upwards."""
    return _UPPER - _HIGH * row


def write(canvas: Canvas, row: int, column: int, text: str, after: str = "") -> None:
    """Write into a cell, behind what stands there already."""
    canvas.setFont("plan", SIZE)
    x = COLUMNS[column] + 4 + width_of(after)
    canvas.drawString(x, top_of(row) - 15, text)


def width_of(text: str) -> float:
    """Return how wide a text is as it is written."""
    return float(pdfmetrics.stringWidth(text, "plan", SIZE))


def strike(canvas: Canvas, row: int, column: int, text: str) -> None:
    """Draw a line through the middle of a text that stands first in its cell."""
    x, y = COLUMNS[column] + 4, top_of(row) - 12
    canvas.line(x, y, x + width_of(text), y)


def draw(
    path: Path,
    paint: Paint = lambda canvas: None,
    *,
    skip: Sequence[tuple[int, int]] = (),
    under: Paint = lambda canvas: None,
) -> Path:
    """Write the page: title, ruled list, and what ``paint`` adds; cells in ``skip`` stay blank."""
    pdfmetrics.registerFont(TTFont("plan", FONTS / "plan-serif-regular.ttf"))
    canvas = Canvas(str(path), pagesize=(595, 842))
    under(canvas)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont("plan", 12)
    for index, line in enumerate(_TITLE):
        canvas.drawCentredString(297, 800 - 18 * index, line)
    for row in range(len(ROWS) + 2):
        canvas.line(COLUMNS[0], top_of(row), COLUMNS[-1], top_of(row))
    for x in COLUMNS:
        canvas.line(x, top_of(0), x, top_of(len(ROWS) + 1))
    for row, texts in enumerate((_HEADING, *ROWS)):
        for column, text in enumerate(texts):
            if (row, column) not in skip:
                write(canvas, row, column, text)
    paint(canvas)
    canvas.save()
    return path


def add_objects(path: Path, objects: Sequence[str], *, page: str = "", catalog: str = "") -> Path:
    """Append objects, as an incremental update does, and keys to the page and the catalog.

    ``{0}``, ``{1}`` ... in the texts are the numbers of the objects.
    """
    data = path.read_bytes()
    size, root, before = (
        int(re.findall(pattern, data)[-1])
        for pattern in (rb"/Size (\d+)", rb"/Root (\d+) 0 R", rb"startxref\s+(\d+)")
    )
    numbers = [size + index for index in range(len(objects))]
    paper = int(re.findall(rb"(\d+) 0 obj\s*<<[^>]*?/Contents", data)[0])
    bodies = dict(zip(numbers, objects, strict=True))
    for number, keys in ((paper, page), (root, catalog)):
        if keys:
            told = re.findall(rb"\n%d 0 obj\s*(<<.*?>>)\s*endobj" % number, data, re.DOTALL)[-1]
            bodies[number] = told.decode("latin-1")[:-2] + keys + ">>"
    table = "xref\n"
    for number, body in sorted(bodies.items()):
        for index, other in enumerate(numbers):
            body = body.replace(f"{{{index}}}", str(other))
        table += f"{number} 1\n{len(data) + 1:010} 00000 n \n"
        data += f"\n{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"{table}trailer\n<< /Size {size + len(objects)} /Root {root} 0 R ".encode()
    data += f"/Prev {before} >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(data)
    return path


def place_of(row: int, column: int) -> str:
    """Return the frame of a cell as an annotation writes it."""
    sides = (
        COLUMNS[column] + 1, top_of(row + 1) + 1, COLUMNS[column + 1] - 1, top_of(row) - 1,
    )  # fmt: skip
    return f"[{' '.join(map(str, sides))}]"


def spell(text: str) -> str:
    """Return a text as PDF writes it in Unicode."""
    letters = codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    return f"<{letters.hex()}>"
