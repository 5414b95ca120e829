"""Files dropped into the input folder: complete ones, originals never touched."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path, PurePosixPath

from pipeline.problems import BadSettings

_TEMPORARY = ("~$", ".~", "._")
_PARTIAL = (".part", ".crdownload", ".tmp", ".partial", ".download", ".lnk", ".ini", ".db")
_IGNORED = frozenset({"thumbs.db", "desktop.ini", ".ds_store", ".gitkeep"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file to read, and how it is called in what the officer reads."""

    path: Path
    name: str  # its path inside the input folder, with "/"


def list_dropped(folder: Path) -> list[Dropped]:
    """Return the files of ``folder``, at any depth, in order of name.

    Files that Office or a browser is still writing, and hidden ones, are left out.

    Raises:
        BadSettings: there is no such folder.
    """
    if not folder.is_dir():
        raise BadSettings(
            f"Không có thư mục {folder}", "Tạo thư mục này rồi thả các tệp kế hoạch vào"
        )
    found: dict[str, Path] = {}
    for path in sorted(_walk(folder)):
        found[_name_apart(path.relative_to(folder).as_posix(), found)] = path
    return [Dropped(found[name], name) for name in sorted(found)]


def _name_apart(name: str, taken: Container[str]) -> str:
    """The name composed; of two files whose names look alike the second gets a number."""
    composed = unicodedata.normalize("NFC", name)
    path = PurePosixPath(composed)
    numbered = (str(path.with_stem(f"{path.stem} ({number})")) for number in count(2))
    return next(free for free in chain([composed], numbered) if free not in taken)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        name = path.name.lower()
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or name in _IGNORED or name.startswith(_TEMPORARY):
            continue
        if not name.endswith(_PARTIAL):
            yield path
