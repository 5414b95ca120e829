"""Many small plans, made fast: a commune's paper as bare Word, each with a list of models."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from pipeline.classify.placebook import NEW, load_book
from tests.year_pairs import make_pair

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_HEADS = ("Số TT", "Tên, địa chỉ mô hình, điển hình", "Tên mô hình")
PROVINCE = "Phú Thọ"


def list_communes(province: str = PROVINCE) -> list[str]:
    """Return the communes of a province since 1/7/2025, in full."""
    units = (unit for unit in load_book() if unit.era == NEW and province in unit.province)
    return [unit.full for unit in units]


def drop_papers(folder: Path, count: int, rows: int, *, year: int = 2026, seed: int = 1) -> int:
    """Write ``count`` plans of that year into ``folder``, three a commune; return their bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    communes = list_communes()
    size = 0
    for number in range(count):
        commune = communes[number // 3 % len(communes)]
        pair = make_pair(rows, seed + number, communes=[commune])
        path = folder / f"{number:05} {commune.replace('/', '-')}.docx"
        issuer = f"UBND {commune}"
        write_paper(path, list(_spread(pair.now, rows)), number + 1, year, issuer)
        size += path.stat().st_size
    return size


def _spread(rows: Sequence[tuple[str, str]], count: int) -> Iterator[tuple[str, str]]:
    pick = random.Random(count)
    for who, model in rows[:count]:
        yield who, f"{model} số {pick.randint(1, 9999)}"


def write_paper(
    path: Path, rows: Sequence[tuple[str, str]], number: int, year: int, issuer: str
) -> None:
    """Write one plan with its list."""
    lines = (
        "KẾ HOẠCH",
        f"Triển khai nhân rộng mô hình, điển hình tiên tiến năm {year}",
        "PHỤ LỤC",
        f"(Kèm theo Kế hoạch số {number}/KH-UBND ngày 15/3/{year} của {issuer})",
    )
    table = [_HEADS, *((str(index), *row) for index, row in enumerate(rows, 1))]
    body = "".join(map(_paragraph, lines))
    body += f"<w:tbl>{''.join(map(_row, table))}</w:tbl>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
        package.writestr("word/document.xml", document)


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _row(texts: Sequence[str]) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{_paragraph(text)}</w:tc>' for text in texts)}</w:tr>"
