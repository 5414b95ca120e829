"""Small Word files written by hand, to hold what python-docx itself never writes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipeline.model import Grid, Paragraph, Source
from pipeline.read.docx.reader import read

NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text: str = "", look: str = "", inside: str = "") -> str:
    words = f'<w:t xml:space="preserve">{text}</w:t>' if text else ""
    return f"<w:r><w:rPr>{look}</w:rPr>{words}{inside}</w:r>"


def par(content: str = "", look: str = "") -> str:
    """A paragraph; ``content`` is text, or runs where it starts with "<"."""
    runs = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{look}</w:pPr>{runs}</w:p>"


def numbered(num_id: int, level: int = 0, content: str = "") -> str:
    look = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'
    return par(content, look)


def cell(content: str = "", look: str = "") -> str:
    """A cell; ``content`` is text, or blocks where it starts with "<"."""
    blocks = content if content.startswith("<") else par(content)
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{blocks}</w:tc>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def row(*cells: str, look: str = "") -> str:
    drawn = (text if text.startswith("<w:tc>") else cell(text) for text in cells)
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(drawn)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def level(index: int, text: str, kind: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract_number: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{more}</w:num>'


def save(
    path: Path,
    body: str,
    parts: dict[str, str] | None = None,
    main_type: str = MAIN_TYPE,
) -> Path:
    """Write a package whose document has this body; ``parts``: "styles", "numbering", ..."""
    parts = parts or {}
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{_RELATION}/{kind}" Target="{kind}.xml"/>'
        for i, kind in enumerate(parts)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>',
        )
        package.writestr("_rels/.rels", _relations(_relation("officeDocument", "word/document")))
        package.writestr("word/_rels/document.xml.rels", _relations(relations))
        package.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
        for kind, content in parts.items():
            package.writestr(f"word/{kind}.xml", content)
    return path


def _relation(kind: str, target: str) -> str:
    return f'<Relationship Id="r" Type="{_RELATION}/{kind}" Target="{target}.xml"/>'


def _relations(relations: str) -> str:
    uri = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{uri}">{relations}</Relationships>'


def numbering(*definitions: str) -> dict[str, str]:
    return {"numbering": f"<w:numbering {NAMES}>{''.join(definitions)}</w:numbering>"}


def styles(content: str) -> dict[str, str]:
    return {"styles": f"<w:styles {NAMES}>{content}</w:styles>"}


def read_body(
    folder: Path, body: str, parts: dict[str, str] | None = None
) -> list[Paragraph | Grid]:
    path = save(folder / "tệp thử.docx", body, parts)
    return list(read(Source(path, "docx")).blocks)


def texts(blocks: list[Paragraph | Grid]) -> list[str]:
    """The text of every block; a grid as its rows, cells parted by "|"."""
    shown: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            shown.append(block.text)
        else:
            shown.extend("|".join(show_row(block, i)) for i in range(len(block.rows)))
    return shown


def show_row(grid: Grid, index: int) -> list[str]:
    """The slots of one row: "text", "text>2" spanning columns, "textv3" rows, "." covered."""
    shown = []
    for slot in grid.rows[index].cells:
        if slot is None:
            shown.append(".")
            continue
        wide = f">{slot.col_span}" if slot.col_span > 1 else ""
        shown.append(slot.text + wide + (f"v{slot.row_span}" if slot.row_span > 1 else ""))
    return shown
