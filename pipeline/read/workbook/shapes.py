"""Words in shapes of an XLSX: text boxes and the like, which belong to no cell.

openpyxl drops them. Where the drawings stand: ECMA-376 part 1, §20.5.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.read.workbook.pieces import Piece, make_cell
from pipeline.read.workbook.stored import SheetShape
from pipeline.read.zip_limits import ZIP_DAMAGE

_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_DAMAGE = (*ZIP_DAMAGE, etree.XMLSyntaxError, KeyError, ValueError)


def read_shapes(path: Path) -> Mapping[str, list[SheetShape]]:
    """Return the shapes that hold words, by the name of their sheet, from top to bottom.

    A drawing that is damaged gives none: the cells are read all the same.
    """
    with zipfile.ZipFile(path) as package:
        try:
            return dict(_read_sheets(package))
        except _DAMAGE:
            return {}


def _read_sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, list[SheetShape]]]:
    book = next(iter(_targets(package, "", "officeDocument").values()))
    parts = _targets(package, book, "worksheet")
    for sheet in _parse(package, book).iter(_MAIN + "sheet"):
        part = parts.get(sheet.get(_REL + "id", ""))
        drawings = _targets(package, part, "drawing").values() if part else ()
        found = [shape for drawing in drawings for shape in _read_drawing(package, drawing)]
        if found:
            yield sheet.get("name", ""), sorted(found, key=lambda shape: shape.area)


def _parse(package: zipfile.ZipFile, part: str) -> Any:
    return etree.fromstring(package.read(part), _PARSER)


def _targets(package: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Return the parts of a kind that ``part`` ("" for the package) relates to, by id."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package.namelist():
        return {}
    return {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, relation.get("Target", ""))
        ).lstrip("/")
        for relation in _parse(package, relations)
        if relation.get("Type", "").endswith(f"/{kind}")
    }


def _read_drawing(package: zipfile.ZipFile, part: str) -> Iterator[SheetShape]:
    for anchor in _list_anchors(_parse(package, part)):
        start = anchor.find(_XDR + "from")
        if start is None:
            continue  # stands anywhere on the page: no cell tells where
        top, left = _read_place(start)
        bottom, right = _read_end(anchor.find(_XDR + "to"), top, left)
        for body in _find_bodies(anchor):
            words = make_cell(_read_words(body))
            if words is not None:
                yield SheetShape((top, left, bottom, right), words)


def _list_anchors(drawing: Any) -> Iterator[Any]:
    for child in drawing:
        if child.tag == _MC + "AlternateContent":
            yield from child[0] if len(child) else ()
        else:
            yield child


def _read_place(marker: Any) -> tuple[int, int]:
    return int(marker.findtext(_XDR + "row")) + 1, int(marker.findtext(_XDR + "col")) + 1


def _read_end(marker: Any, top: int, left: int) -> tuple[int, int]:
    """Return the last row and column of a shape; one that it only touches is none."""
    if marker is None:
        return top, left
    row, column = _read_place(marker)
    row -= marker.findtext(_XDR + "rowOff", "0") == "0"
    column -= marker.findtext(_XDR + "colOff", "0") == "0"
    return max(top, row), max(left, column)


def _find_bodies(element: Any) -> Iterator[Any]:
    """Yield the text bodies of shapes that are shown, those inside groups included."""
    for child in element:
        if child.tag == _XDR + "txBody":
            yield child
        elif child.tag == _MC + "AlternateContent":
            yield from _find_bodies(child[0]) if len(child) else ()
        elif isinstance(child.tag, str) and not _is_hidden(child):
            yield from _find_bodies(child)


def _is_hidden(element: Any) -> bool:
    named = next(element.iterfind(f"*/{_XDR}cNvPr"), None)
    return named is not None and named.get("hidden") in ("1", "true")


def _read_words(body: Any) -> Iterator[Piece]:
    for number, paragraph in enumerate(body.iter(_A + "p")):
        if number:
            yield Piece("\n")
        for run in paragraph:
            if run.tag == _A + "br":
                yield Piece("\n")
            elif run.tag in (_A + "r", _A + "fld"):
                yield _make_piece(run)


def _make_piece(run: Any) -> Piece:
    look = run.find(_A + "rPr")
    text = run.findtext(_A + "t") or ""
    if look is None:
        return Piece(text)
    latin = look.find(_A + "latin")
    raised = int(look.get("baseline", "0").rstrip("%").partition(".")[0] or 0)
    return Piece(
        text,
        "" if latin is None else latin.get("typeface", ""),
        struck=look.get("strike", "noStrike") != "noStrike",
        raised=(raised > 0) - (raised < 0),
    )
