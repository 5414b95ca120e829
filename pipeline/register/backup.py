"""Copies of the register, taken by SQLite itself; one that is gone comes back from the last.

There is one a day, one when an officer's corrections were taken in, one before each migration.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from pipeline.access import make_folder, share

FOLDER = "dienhinh-sao-luu"
KEPT = 10
"""Copies that are kept, and days of which the last copy is kept."""

_DAY = len("2026-01-31")


def back_up_daily(path: Path, now: datetime | None = None) -> Path | None:
    """Back the register up unless that was done today; return the copy."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    day = f"{now or datetime.now():%Y-%m-%d}"
    if any(copy.name.startswith(day) for copy in list_backups(path.parent)):
        return None
    return back_up_now(path, now)


def back_up_now(path: Path, now: datetime | None = None) -> Path:
    """Copy the register to a file named by the time, and drop copies that are too many.

    Raises:
        OSError: the copy cannot be written.
        sqlite3.Error: the register cannot be read, or the disk is full.
    """
    folder = path.parent / FOLDER
    make_folder(folder)
    target = folder / f"{now or datetime.now():%Y-%m-%d %H%M%S}.db"
    part = folder / f".{target.stem}.{os.getpid()}.part"
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    share(part)
    part.replace(target)
    copies = list_backups(path.parent)
    days = {copy.name[:_DAY]: copy for copy in copies}  # the last of each
    kept = {*copies[-KEPT:], *list(days.values())[-KEPT:]}
    for old in copies:
        if old not in kept:
            old.unlink(missing_ok=True)
    return target


def list_backups(folder: Path) -> list[Path]:
    """Return the copies that lie in a working folder, oldest first."""
    found = (folder / FOLDER).glob("*.db")
    return sorted(path for path in found if not path.name.startswith("."))


def is_lost(path: Path) -> bool:
    """Whether there is a copy of a register that is no longer there, or empty."""
    gone = not path.exists() or path.stat().st_size == 0
    return gone and bool(list_backups(path.parent))


def restore(path: Path) -> Path | None:
    """Put the newest copy that is whole in the place of the register; return the copy.

    Raises:
        OSError: it cannot be put there.
    """
    copy = next((copy for copy in reversed(list_backups(path.parent)) if _is_whole(copy)), None)
    if copy is None:
        return None
    for rest in ("-journal", "-wal", "-shm"):  # of the lost one: they would spoil this one
        path.with_name(path.name + rest).unlink(missing_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    shutil.copyfile(copy, part)
    share(part)
    part.replace(path)
    return copy


def _is_whole(copy: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as database:
            told = database.execute("PRAGMA quick_check").fetchone()
            has_version = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return False
    return bool(told == ("ok",) and has_version)
