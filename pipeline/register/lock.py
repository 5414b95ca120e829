"""One run at a time: two would write the same papers over each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.access import make_folder, share
from pipeline.problems import NotWritten

LOCK_NAME = "dienhinh.lock"


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Keep other runs out of a working folder while this one lasts.

    The lock is SQLite's own on an empty database: the system lets go of it when the program
    ends, however it ends, on Windows and Linux alike.

    Raises:
        NotWritten: another run is under way, or the folder cannot be written.
    """
    path = folder / LOCK_NAME
    try:
        make_folder(folder)
        connection = _take(path)
        share(path)
    except (OSError, sqlite3.Error) as error:
        raise _explain(error, folder) from error
    with closing(connection):
        yield


def _take(path: Path) -> sqlite3.Connection:
    """Lock the file; one that is no lock of SQLite's locks nobody out, and is made anew."""
    while True:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            connection.close()
            if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_NOTADB:
                raise
            path.unlink()
        else:
            return connection


def _explain(error: OSError | sqlite3.Error, folder: Path) -> NotWritten:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
        return NotWritten(f"Một lượt chạy khác đang làm việc với thư mục {folder}", _WAIT)
    return NotWritten(f"Không ghi được vào thư mục {folder} ({error})", _FREE)


_FREE = "Hãy kiểm tra quyền ghi và dung lượng trống, hoặc chọn thư mục khác bằng --output"
_WAIT = "Hãy đợi lượt đó xong rồi chạy lại"
