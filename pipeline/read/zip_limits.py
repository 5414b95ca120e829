"""What a ZIP, or an Office file that is one, may hold: no bomb and no trap harms the computer."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from pipeline.problems import NotRead
from pipeline.read.remedies import ASK, UNPACK

MAX_MEMBERS = 10_000
MAX_TOTAL = 2 * 1024**3
MAX_XML = 256 * 1024**2  # of text parts; a plan of 200 pages has some 10 MB
MAX_RATIO = 200  # deflate reaches 1,032 on a bomb; sheets of formatted blanks reach 100
RATIO_FROM = 8 * 1024**2  # below this size any ratio is harmless

ZIP_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    RuntimeError,  # a member with a password; NotImplementedError: a version or method unknown
    *(ValueError, KeyError),  # names and offsets that lead nowhere
)
"""What ``zipfile`` raises on a package that is broken or too strange to be opened."""

_CHUNK = 4096


def check_members(package: zipfile.ZipFile) -> None:
    """Let pass a ZIP whose members are of a sane number and size.

    Python reads no more of a member than its entry states, so the stated sizes are a bound.

    Raises:
        NotRead: too many members, or members that unpack to a suspicious size.
    """
    members = package.infolist()
    if len(members) > MAX_MEMBERS:
        raise NotRead(f"Tệp nén chứa quá nhiều tệp ({len(members)})", UNPACK)
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise NotRead("Nội dung tệp nén quá lớn khi giải nén", UNPACK)
    for member in members:
        bound = max(RATIO_FROM, MAX_RATIO * member.compress_size)
        if member.file_size > bound:
            raise NotRead("Tệp nén phình to bất thường khi giải nén, có thể là tệp độc hại", ASK)


def check_xml(package: zipfile.ZipFile) -> None:
    """Let pass an Office package whose text parts are of a sane size and declare no DTD.

    Raises:
        NotRead: they are not.
    """
    parts = [m for m in package.infolist() if m.filename.lower().endswith((".xml", ".rels"))]
    if sum(part.file_size for part in parts) > MAX_XML:
        raise NotRead("Nội dung tệp quá lớn để đọc", "Tách tệp thành nhiều tệp nhỏ hơn")
    for part in parts:
        with package.open(part) as stream:
            if has_doctype(stream):
                raise NotRead("Tệp có khai báo XML lạ (DOCTYPE), có thể là tệp độc hại", ASK)


def has_doctype(stream: IO[bytes]) -> bool:
    """Tell whether XML declares a DTD, which Office Open XML forbids (ECMA-376, part 2).

    Without one there are no entities: neither outside files nor "billion laughs". Only the
    part's beginning is parsed, up to its first element.
    """
    found: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    parser.StartElementHandler = lambda *_: found.append(False)
    try:
        while not found and (chunk := stream.read(_CHUNK)):
            parser.Parse(chunk)
    except expat.ExpatError:
        pass  # broken XML: the reader of the format says so
    return bool(found) and found[0]
