"""The parts of a Word file that hold its text; a file that cannot be opened is named so.

python-docx opens documents only: it refuses files with macros (DOCM), templates, the
"strict" dialect and files with a dangling relation, all of which offices do send. So the
few parts that are needed are taken from the package here, and nothing else is unpacked.
"""

from __future__ import annotations

import contextlib
import posixpath
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.problems import NotRead
from pipeline.read.zip_limits import ZIP_DAMAGE

Element = Any
"""An lxml element; lxml carries no types."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# ISO/IEC 29500 strict: the same elements under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
)
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
)
_DAMAGE = (*ZIP_DAMAGE, etree.XMLSyntaxError)
_REMEDY = "Mở tệp bằng Word, lưu lại dạng .docx (không đặt mật khẩu) rồi thả lại"


@dataclass(frozen=True, slots=True)
class Parts:
    """The roots of the parts that tell the text; None where the file has no such part."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    theme: Element | None = None
    broken: tuple[str, ...] = ()  # parts that are there but cannot be parsed


def open_parts(path: Path) -> Parts:
    """Return the parsed parts of the Word file at ``path``.

    Raises:
        NotRead: no package, no document in it, or the document is damaged.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _read_parts(package)
    except _DAMAGE as error:
        raise NotRead(f"Không mở được tệp Word ({error})", _REMEDY) from error


def read_related(path: Path, ids: Collection[str]) -> dict[str, bytes]:
    """Return the parts that the document relates to under ``ids``, those that can be unpacked."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as package:
        members = {name.replace("\\", "/").lower(): name for name in package.namelist()}
        main = _targets(package, members, "").get("officedocument", "word/document.xml")
        for relation, target in _list_relations(package, members, main):
            if relation.get("Id") in ids and target.lower() in members:
                with contextlib.suppress(*ZIP_DAMAGE):
                    found[relation.get("Id")] = package.read(members[target.lower()])
    return found


def _read_parts(package: zipfile.ZipFile) -> Parts:
    # Names compare without case, and some programs write backslashes.
    members = {name.replace("\\", "/").lower(): name for name in package.namelist()}
    main = _targets(package, members, "").get("officedocument", "word/document.xml")
    document = _parse(package, members, main)
    targets = _targets(package, members, main)
    others: dict[str, Element] = {}
    broken = []
    for kind in ("styles", "numbering", "theme"):
        if targets.get(kind, "").lower() not in members:
            continue
        try:
            others[kind] = _parse(package, members, targets[kind])
        except _DAMAGE:
            broken.append(kind)
    return Parts(document, **others, broken=tuple(broken))


def _parse(package: zipfile.ZipFile, members: dict[str, str], name: str) -> Element:
    data = package.read(members[name.lower()])
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return etree.fromstring(data, _PARSER)


def _targets(package: zipfile.ZipFile, members: dict[str, str], part: str) -> dict[str, str]:
    """Return the part names that ``part`` ("" for the package) relates to, by kind."""
    found: dict[str, str] = {}
    for relation, target in _list_relations(package, members, part):
        found.setdefault(relation.get("Type", "").rpartition("/")[2].lower(), target)
    return found


def _list_relations(
    package: zipfile.ZipFile, members: dict[str, str], part: str
) -> Iterator[tuple[Element, str]]:
    """Yield the relations of ``part`` to parts of the package, each with the name of its part."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations.lower() not in members:
        return
    for relation in _parse(package, members, relations):
        target = posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/"))
        if relation.get("TargetMode") != "External":
            yield relation, posixpath.normpath(target).lstrip("/")


def find_value(parent: Element | None, name: str) -> str | None:
    """Return ``w:val`` of the child ``w:name``, None without child or value."""
    child = None if parent is None else parent.find(W + name)
    value: str | None = None if child is None else child.get(W + "val")
    return value


def is_on(element: Element | None) -> bool | None:
    """Return what an on/off property says; None where it is not there."""
    if element is None:
        return None
    return element.get(W + "val", "true").lower() not in ("0", "false", "off", "none")


def to_int(value: str | None, default: int) -> int:
    """Return ``value`` as a whole number, ``default`` where it is none."""
    try:
        return int(float(value)) if value is not None else default
    except (ValueError, OverflowError):
        return default


def take_branch(alternate: Element) -> Element | None:
    """Return the one branch of ``mc:AlternateContent`` to read: the first one with text."""
    branches = [*alternate.findall(MC + "Choice"), *alternate.findall(MC + "Fallback")]
    for branch in branches:
        if next(branch.iter(W + "t", W + "sym", W + "tbl"), None) is not None:
            return branch
    return branches[0] if branches else None
