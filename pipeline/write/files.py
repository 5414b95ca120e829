"""Papers are written beside their place and moved into it: never half a file, nothing lost."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path

from pipeline.problems import NotWritten


def put(path: Path, write: Callable[[Path], None], now: datetime | None = None) -> Path:
    """Let ``write`` make the file under a temporary name, then move it to ``path``.

    Args:
        path: where the file belongs; its folder is made where it is missing.
        write: writes the whole file to the path that it is given.
        now: time in the name of a file that has to stay beside; the present by default.

    Returns:
        ``path``.

    Raises:
        NotWritten: the folder cannot be written, or the file at ``path`` is in use
            (often: open in Excel); then the new file stays beside it and is named.
    """
    part = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(part, write)
    except OSError as error:
        raise NotWritten(f"Không ghi được tệp {path} ({_cause(error)})", _FREE_FOLDER) from error
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


_CAUSES = {
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "hết dung lượng đĩa",
    errno.ENAMETOOLONG: "tên tệp quá dài",
}


def _cause(error: OSError) -> str:
    return _CAUSES.get(error.errno or 0) or error.strerror or str(error)


def _write_whole(part: Path, write: Callable[[Path], None]) -> None:
    try:
        write(part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _keep_beside(part: Path, path: Path, now: datetime) -> Path:
    """Move ``part`` to a clear name that is not taken; where even that fails, leave it."""
    stem = f"{path.stem} (mới {now:%Y-%m-%d %H%M}"
    names = (f"{stem}){path.suffix}" if n == 1 else f"{stem}, {n}){path.suffix}" for n in count(1))
    beside = next(place for place in map(path.with_name, names) if not place.exists())
    try:
        return part.replace(beside)
    except OSError:
        return part
