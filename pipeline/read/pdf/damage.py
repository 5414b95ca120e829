"""Pages of which a part is lost: PDFium shows them blank or cut, and says nothing.

What a page paints is a stream of its own, nearly always deflated: one that does not inflate to
its end has lost something. Which pages it belongs to is asked only where one is found.
"""

from __future__ import annotations

import base64
import math
import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdftypes import PDFObjRef, resolve1

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_LONGEST_HEAD = 600  # bytes before a stream that say what it is
_LONGEST = 64 << 20  # bytes of a stream that are looked at
_OTHER = re.compile(
    rb"/(?:Type\s*/(?!XObject)|Length1|Length2|Length3|FunctionType|Subtype\s*/(?!Form))"
)
_STEP = 1 << 20
_SUM = 4  # bytes of the sum at the end of a stream, which some programs leave out


def find_damaged(path: Path) -> frozenset[int]:
    """Return the numbers (1-based) of the pages whose content is not whole."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find(b"/Encrypt") >= 0:  # its streams cannot be looked into
            return frozenset()
        broken = frozenset(_list_broken(data))
    return _find_pages(path, broken) if broken else frozenset()


def _list_broken(data: mmap.mmap) -> Iterator[int]:
    """Yield the object numbers of contents that do not inflate to their end."""
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _LONGEST_HEAD) : match.start()]
        objects = list(_OBJECT.finditer(head))
        if not objects:
            continue
        told = head[objects[-1].end() :]
        if b"endobj" in told or b"/FlateDecode" not in told or _OTHER.search(told):
            continue
        end = data.find(b"endstream", match.end(), match.end() + _LONGEST)
        if end >= 0 and not _is_whole(data[match.end() : end], told):
            yield int(objects[-1][1])


def _is_whole(raw: bytes, told: bytes) -> bool:
    if re.search(rb"/Filter\s*\[[^\]]*/[^\]]*/", told):
        if b"/ASCII85Decode" not in told or told.count(b"Decode") != 2:
            return True  # a chain of filters that is not asked here
        try:
            raw = base64.a85decode(raw.strip().removesuffix(b"~>"))
        except ValueError:
            return False
    return _inflates(raw, zlib.decompressobj()) or _inflates(
        raw[2:], zlib.decompressobj(-zlib.MAX_WBITS), most_left=_SUM - 1
    )


def _inflates(raw: bytes, inflate: Any, most_left: float = math.inf) -> bool:
    """Tell whether a stream inflates to its end, with no more than some bytes behind it."""
    try:
        while raw and not inflate.eof:
            inflate.decompress(raw, _STEP)
            raw = inflate.unconsumed_tail
    except zlib.error:
        return False
    return bool(inflate.eof) and len(inflate.unused_data.strip()) <= most_left


def _find_pages(path: Path, broken: frozenset[int]) -> frozenset[int]:
    """Return the pages that are painted with a broken stream; pdfminer stumbles in many ways."""
    try:
        with pdfplumber.open(path) as document:
            return frozenset(
                number
                for number, page in enumerate(document.pages, start=1)
                if broken & set(_list_streams(page.page_obj.attrs))
            )
    except Exception:
        return frozenset()


def _list_streams(attributes: dict[str, Any]) -> Iterator[int]:
    """Yield the object numbers of a page's contents and of the forms that it may show."""
    contents = attributes.get("Contents")
    listed = resolve1(contents)
    for part in (contents, *(listed if isinstance(listed, list) else ())):
        if isinstance(part, PDFObjRef):
            yield part.objid
    resources = resolve1(attributes.get("Resources")) or {}
    forms = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    for part in (forms or {}).values() if isinstance(forms, dict) else ():
        if isinstance(part, PDFObjRef):
            yield part.objid
