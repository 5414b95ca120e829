"""One place for all temporary files of a run: they name citizens, and are gone when it ends."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.files import explain_cause
from pipeline.problems import NotWritten

_PREFIX = "dienhinh-"


@contextmanager
def hold_temporary(folder: Path | None = None) -> Iterator[None]:
    """Let this process and its workers have a place of their own among temporary files.

    Args:
        folder: a working folder that nobody else works in now: what a run of it that was
            killed left behind is removed. None: a place for this once.

    Raises:
        NotWritten: there is no room for temporary files.
    """
    before = tempfile.tempdir
    try:
        place = Path(tempfile.mkdtemp(prefix=_PREFIX)) if folder is None else _take_place(folder)
    except OSError as error:
        where = tempfile.tempdir or os.environ.get("TMPDIR") or "của hệ thống"
        told = f"Không ghi được vào thư mục tạm {where} ({explain_cause(error)})"
        raise NotWritten(told, _FREE) from error
    tempfile.tempdir = str(place)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(place, ignore_errors=True)


_FREE = "Hãy dọn bớt ổ đĩa đó, hoặc đặt biến TMPDIR (Windows: TEMP) tới một thư mục ghi được"


def _take_place(folder: Path) -> Path:
    """Make the folder's own place anew; one that somebody else took is left to him."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    name = hashlib.sha256(f"{user}|{folder.resolve()}".encode()).hexdigest()[:16]
    place = Path(tempfile.gettempdir()) / f"{_PREFIX}{name}"
    shutil.rmtree(place, ignore_errors=True)  # of a link it removes nothing
    try:
        place.mkdir(mode=0o700)
    except FileExistsError:
        return Path(tempfile.mkdtemp(prefix=_PREFIX))
    return place
