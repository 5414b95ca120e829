"""Copies of the register, taken by SQLite itself: once a day, and before each migration."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

FOLDER = "dienhinh-sao-luu"
KEPT = 10


def back_up_daily(path: Path, now: datetime | None = None) -> Path | None:
    """Back the register up unless that was done today; return the copy."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    day = f"{now or datetime.now():%Y-%m-%d}"
    if any(_backups(path.parent, f"{day}*.db")):
        return None
    return back_up_now(path, now)


def back_up_now(path: Path, now: datetime | None = None) -> Path:
    """Copy the register to a file named by the time; the last ten copies are kept.

    Raises:
        OSError: the copy cannot be written.
    """
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    target = folder / f"{now or datetime.now():%Y-%m-%d %H%M%S}.db"
    part = folder / f".{target.stem}.{os.getpid()}.part"
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
        source.backup(copy)
    part.replace(target)
    for old in _backups(path.parent, "*.db")[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def _backups(folder: Path, pattern: str) -> list[Path]:
    """The copies, oldest first."""
    found = (folder / FOLDER).glob(pattern)
    return sorted(path for path in found if not path.name.startswith("."))
