"""Words in shapes of an XLS, which xlrd passes over: text boxes and the like.

Records: [MS-XLS] 2.4.329 (TxO), 2.4.181 (Obj); anchors: [MS-XLS] 2.5.193 (OfficeArtClientAnchor).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import olefile

from pipeline.read.workbook.pieces import Piece, make_cell
from pipeline.read.workbook.stored import CellArea, SheetShape

_BOUNDSHEET, _OBJECT, _TEXT, _CONTINUE = 0x0085, 0x005D, 0x01B6, 0x003C
_DRAWING, _BEGIN = 0x00EC, 0x0809
_NOTE = 0x19  # the kind of object that a comment is
_ANCHOR = struct.pack("<HI", 0xF010, 18)  # head of an anchor's record in a drawing
_STREAMS = ("Workbook", "Book")
_BROKEN = (OSError, struct.error, ValueError, IndexError)

BiffRecord = tuple[int, int, bytes]
"""Where it begins, its kind, its data."""


def read_shapes(path: Path) -> Mapping[str, list[SheetShape]]:
    """Return the shapes that hold words, by the name of their sheet, in the order of the file.

    A stream that is no workbook of Excel 97 or later gives none: xlrd tells what is wrong.
    """
    try:
        with olefile.OleFileIO(str(path)) as file:
            name = next((name for name in _STREAMS if file.exists(name)), None)
            return _read_stream(file.openstream(name).read()) if name else {}
    except _BROKEN:
        return {}


def _read_stream(stream: bytes) -> dict[str, list[SheetShape]]:
    records = list(_list_records(stream))
    starts = dict(_read_name(data) for _, kind, data in records if kind == _BOUNDSHEET)
    found: dict[str, list[SheetShape]] = {}
    sheet = ""
    anchor, is_note = (1, 1, 1, 1), False
    for index, (place, kind, data) in enumerate(records):
        if kind == _BEGIN:
            sheet = starts.get(place, sheet)
        elif kind == _DRAWING and _ANCHOR in data:
            anchor = _read_anchor(data)
        elif kind == _OBJECT:
            is_note = data[4:6] == struct.pack("<H", _NOTE)
        elif kind == _TEXT and sheet and not is_note:
            words = make_cell([Piece(_read_text(data, records, index + 1))])
            if words is not None:
                found.setdefault(sheet, []).append(SheetShape(anchor, words))
    return found


def _list_records(stream: bytes) -> Iterator[BiffRecord]:
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _read_name(data: bytes) -> tuple[int, str]:
    """Return where a sheet begins and its name."""
    start, count, wide = *struct.unpack_from("<I", data), data[6], data[7] & 1
    name = data[8 : 8 + count * (1 + wide)]
    return start, name.decode("utf-16-le" if wide else "latin-1")


def _read_anchor(data: bytes) -> CellArea:
    """Return the cells that the last anchor of a drawing stands over."""
    at = data.rindex(_ANCHOR) + len(_ANCHOR) + 2
    left, _, top, _, right, right_by, bottom, bottom_by = struct.unpack_from("<8H", data, at)
    return (
        top + 1,
        left + 1,
        max(top, bottom - (bottom_by == 0)) + 1,
        max(left, right - (right_by == 0)) + 1,
    )


def _read_text(data: bytes, records: list[BiffRecord], index: int) -> str:
    """Return the text that goes on in the records behind the one that announces it."""
    (count,) = struct.unpack_from("<H", data, 10)
    text = ""
    for at in range(index, len(records)):
        _, kind, more = records[at]
        if kind != _CONTINUE or len(text) >= count or not more:
            break
        text += more[1:].decode("utf-16-le" if more[0] & 1 else "latin-1")
    return text[:count].replace("\r", "\n")
