"""One run at a time: two would write the same papers over each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

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
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise NotWritten(f"Không ghi được vào thư mục {folder} ({error})", _FREE) from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise _explain(error, folder) from error
        yield


def _explain(error: sqlite3.OperationalError, folder: Path) -> NotWritten:
    if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
        return NotWritten(f"Một lượt chạy khác đang làm việc với thư mục {folder}", _WAIT)
    return NotWritten(f"Không ghi được vào thư mục {folder} ({error})", _FREE)


_FREE = "Hãy kiểm tra quyền ghi và dung lượng trống, hoặc chọn thư mục khác bằng --output"
_WAIT = "Hãy đợi lượt đó xong rồi chạy lại"
