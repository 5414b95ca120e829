"""Files dropped into the input folder: complete ones, originals never touched."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path, PurePosixPath

from pipeline.problems import BadSettings, NotRead

_TEMPORARY = ("~$", ".~", "._")
_PARTIAL = (".part", ".crdownload", ".tmp", ".partial", ".download", ".ini", ".db")
_SHORTCUTS = (".lnk", ".url", ".desktop")
_IGNORED = frozenset({"thumbs.db", "desktop.ini", ".ds_store", ".gitkeep"})


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file to read, and how it is called in what the officer reads."""

    path: Path
    name: str  # its path inside the input folder, with "/"
    problem: NotRead | None = None  # why it is not opened at all


def list_dropped(folder: Path) -> list[Dropped]:
    """Return the files of ``folder``, at any depth, in order of name.

    Files that Office or a browser is still writing, and hidden ones, are left out. Links, and
    folders that cannot be opened, are there with their problem.

    Raises:
        BadSettings: there is no such folder.
    """
    if not folder.is_dir():
        raise BadSettings(
            f"Không có thư mục {folder}", "Tạo thư mục này rồi thả các tệp kế hoạch vào"
        )
    found: dict[str, Dropped] = {}
    for dropped in sorted(_walk(folder), key=lambda dropped: dropped.path):
        name = _name_apart(dropped.name, found)
        found[name] = replace(dropped, name=name)
    return [found[name] for name in sorted(found)]


Stamp = tuple[int, int]
"""Size and time of a file, by which a change of it is seen."""


def stamp_file(path: Path) -> Stamp:
    """Return the stamp of a file or of a link itself; zeros where it cannot be asked."""
    try:
        stat = path.lstat()
    except OSError:
        return (0, 0)
    return (stat.st_size, stat.st_mtime_ns)


def show_name(path: Path) -> str:
    """Return a path as it is told: bytes that are no UTF-8 (an old disk's) are seen as such."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _name_apart(name: str, taken: Container[str]) -> str:
    """The name composed; of two files whose names look alike the second gets a number."""
    composed = unicodedata.normalize("NFC", name)
    path = PurePosixPath(composed)
    numbered = (str(path.with_stem(f"{path.stem} ({number})")) for number in count(2))
    return next(free for free in chain([composed], numbered) if free not in taken)


def _walk(folder: Path) -> Iterator[Dropped]:
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*folders, *files):
            path = Path(place, name)
            is_folder = path.is_dir() and not path.is_symlink()
            if not is_folder and not _is_passed_over(name.lower()):
                yield Dropped(path, show_name(path.relative_to(folder)), _find_problem(path))
    for error in closed:
        path = Path(error.filename)
        problem = NotRead(f"Không mở được thư mục này ({error.strerror})", _ALLOW)
        yield Dropped(path, show_name(path.relative_to(folder)), problem)


def _is_passed_over(name: str) -> bool:
    """Whether it is no file of the officer's, or not yet a whole one."""
    ignored = name.startswith((".", *_TEMPORARY)) or name in _IGNORED
    return ignored or name.endswith(_PARTIAL)


def _find_problem(path: Path) -> NotRead | None:
    if path.is_symlink() or path.name.lower().endswith(_SHORTCUTS):
        return NotRead("Đây là lối tắt tới nơi khác, chương trình không đi theo", _COPY)
    return None if path.is_file() else NotRead("Đây không phải tệp thường", _COPY)


_ALLOW = "Kiểm tra quyền đọc của thư mục rồi chạy lại"
_COPY = "Chép chính tệp hoặc thư mục cần đọc vào thư mục đầu vào"
