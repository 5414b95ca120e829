"""Papers are written beside their place and moved into it: never half a file, nothing lost."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path

from pipeline.access import make_folder, share
from pipeline.problems import NotWritten


def put(path: Path, write: Callable[[Path], None], now: datetime | None = None) -> Path:
    """Let ``write`` make the file under a temporary name, then move it to ``path``.

    Args:
        path: where the file belongs; its folder is made where it is missing. It is open to
            whom that folder is (see access.py).
        write: writes the whole file to the path that it is given.
        now: time in the name of a file that has to stay beside; the present by default.

    Returns:
        ``path``.

    Raises:
        NotWritten: the folder cannot be written, or the file at ``path`` is in use
            (often: open in Excel); then the new file stays beside it and is named.
    """
    part = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")  # as is_part knows it
    try:
        make_folder(path.parent)
        _write_whole(part, write)
        share(part)
    except OSError as error:
        raise NotWritten(
            f"Không ghi được tệp {path} ({explain_cause(error)})", _FREE_FOLDER
        ) from error
    try:
        return part.replace(path)
    except OSError as error:
        beside = _keep_beside(part, path, now or datetime.now())
        raise NotWritten(
            f"Không thay được tệp {path} vì tệp đang được mở hoặc bị khóa",
            f"Bản mới được giữ ở {beside}. Hãy đóng tệp cũ trong Excel hoặc Word rồi chạy lại",
        ) from error


_FREE_FOLDER = (
    "Hãy kiểm tra quyền ghi và dung lượng trống của thư mục kết quả, hoặc chọn thư mục khác "
    "bằng --output"
)


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Codes of the system that mean that there is no room."""

_CAUSES = {
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    **dict.fromkeys(FULL, "hết dung lượng đĩa"),
    errno.ENAMETOOLONG: "tên tệp quá dài",
}


def explain_cause(error: OSError) -> str:
    """Return why the system refused, in Vietnamese where that is known."""
    return _CAUSES.get(error.errno or 0) or error.strerror or str(error)


def _write_whole(part: Path, write: Callable[[Path], None]) -> None:
    try:
        write(part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def keep_aside(path: Path, why: str, now: datetime) -> Path | None:
    """Move a file of somebody else's out of the place of a paper; None where it is in use.

    Args:
        path: where it lies.
        why: stands in its new name, with the time.
        now: the time.
    """
    aside = path.with_name(f"{path.stem} ({why} {now:%Y-%m-%d %H%M%S}){path.suffix}")
    try:
        return path.rename(aside)
    except OSError:
        return None


def is_part(name: str) -> bool:
    """Whether a file is called as papers are while they are being written."""
    return _PART.fullmatch(name) is not None


_PART = re.compile(r"\..+\.\d+\.(?:xlsx|docx|html)")


def name_file(text: str) -> str:
    """Return a text as the stem of a file's name on any system, not longer than those take."""
    plain = _NOT_IN_NAMES.sub(" ", text).encode()[:_LONGEST_NAME].decode(errors="ignore")
    return " ".join(plain.split()).rstrip(". ") or "_"


_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]')
_LONGEST_NAME = 200  # bytes, of the 255 that most systems take


def _keep_beside(part: Path, path: Path, now: datetime) -> Path:
    """Move ``part`` to a clear name that is not taken; where even that fails, leave it."""
    stem = f"{path.stem} (mới {now:%Y-%m-%d %H%M}"
    names = (f"{stem}){path.suffix}" if n == 1 else f"{stem}, {n}){path.suffix}" for n in count(1))
    beside = next(place for place in map(path.with_name, names) if not place.exists())
    try:
        return part.replace(beside)
    except OSError:
        return part
