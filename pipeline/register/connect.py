"""Where the register lies, and how it is opened: SQLite by default, PostgreSQL where set."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from pipeline.access import make_folder, share
from pipeline.problems import BadSettings, NotWritten, Problem
from pipeline.register.backup import FOLDER, back_up_daily, back_up_now, is_lost, restore
from pipeline.register.migrate import migrate

REGISTER_NAME = "dienhinh.db"


def has_register(folder: Path, database: str) -> bool:
    """Say whether there is a register to ask; a shared one is taken to be there."""
    path = folder / REGISTER_NAME
    return bool(database) or path.exists() or is_lost(path)


def bring_back(folder: Path, database: str) -> str:
    """Restore a register that is gone or empty from its newest copy; return what was done.

    Args:
        folder: where the register and its copies lie.
        database: URL of a shared register, of which there are no copies here.

    Returns:
        one Vietnamese sentence, ``""`` where there was nothing to do.

    Raises:
        BadSettings: no copy is whole.
        NotWritten: the copy cannot be put back.
    """
    path = folder / REGISTER_NAME
    if database or not is_lost(path):
        return ""
    try:
        copy = restore(path)
    except OSError as error:
        raise explain_fault(error, str(path)) from error
    if copy is None:
        raise BadSettings(
            f"Sổ dữ liệu {path} đã mất hoặc rỗng, bản sao lưu nào ở thư mục {FOLDER} cũng hỏng",
            "Lấy lại tệp đó từ nơi cơ quan sao lưu; muốn bắt đầu sổ mới, chuyển thư mục sao lưu đi",
        )
    return (
        f"Sổ dữ liệu {path.name} đã mất hoặc rỗng nên được lấy lại từ bản sao lưu {copy.name}; "
        "hãy xem lại những chỗ đã sửa sau lúc đó"
    )


def back_up(engine: Engine) -> None:
    """Copy a register of one's own; a shared one is its server's to copy.

    Raises:
        BadSettings: it cannot be read.
        NotWritten: the copy cannot be written.
    """
    if engine.dialect.name != "sqlite" or engine.url.database is None:
        return
    path = Path(engine.url.database)
    try:
        back_up_now(path)
    except (sqlite3.Error, OSError) as error:
        raise explain_fault(error, str(path.parent / FOLDER)) from error


def connect(folder: Path, database: str) -> Engine:
    """Return the engine of the register, its tables in the shape that this program writes.

    Raises:
        BadSettings: the database cannot be opened, or a newer program has written it.
        NotWritten: its disk is full, or another program has it open.
    """
    path = folder / REGISTER_NAME
    where = "máy chủ dữ liệu" if database else str(path)
    try:
        if database:
            engine = create_engine(make_url(database), poolclass=NullPool)
            _tell_faults(engine, where)
            migrate(engine, lambda: None)
            return engine
        make_folder(folder)
        if is_lost(path):
            raise BadSettings(
                f"Sổ dữ liệu {path} đã mất hoặc rỗng, bản sao lưu còn ở thư mục {FOLDER}",
                "Chạy dienhinh run để lấy lại; muốn bắt đầu sổ mới, chuyển thư mục đó đi nơi khác",
            )
        engine = create_engine(f"sqlite:///{path.as_posix()}", poolclass=NullPool)
        event.listen(engine, "connect", _enforce_links)
        event.listen(engine, "begin", _begin)
        _tell_faults(engine, where)
        back_up_daily(path)
        migrate(engine, lambda: back_up_now(path))
        share(path)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise BadSettings(f"Khóa database trong settings.toml không dùng được ({error})") from error
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise explain_fault(error, where) from error
    return engine


def explain_fault(error: BaseException, where: str) -> Problem:
    """Return what a fault of the database itself means for the officer.

    Args:
        error: of SQLAlchemy, of the driver or of the system.
        where: the register, as the officer knows it.
    """
    cause = getattr(error, "orig", None) or error
    known = _FAULTS.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if known is not None:
        what, remedy = known
        return NotWritten(what.format(where=where), remedy.format(folder=Path(where).parent))
    told = str(cause).splitlines()[0] if str(cause) else type(cause).__name__
    return BadSettings(f"Không mở được sổ dữ liệu ở {where} ({told})", _HOW)


_AGAIN = "rồi chạy lại; những gì đã đọc xong không mất"
_FAULTS = {
    sqlite3.SQLITE_FULL: (
        "Hết dung lượng đĩa khi ghi sổ dữ liệu {where}",
        "Hãy dọn bớt ổ đĩa có thư mục {folder} " + _AGAIN,
    ),
    sqlite3.SQLITE_BUSY: (
        "Sổ dữ liệu {where} đang được một chương trình khác mở để ghi",
        "Hãy đóng chương trình đó " + _AGAIN,
    ),
    sqlite3.SQLITE_READONLY: (
        "Sổ dữ liệu {where} chỉ cho đọc",
        "Hãy kiểm tra quyền ghi của thư mục {folder} " + _AGAIN,
    ),
    sqlite3.SQLITE_IOERR: (
        "Không ghi được sổ dữ liệu {where} (lỗi ổ đĩa hoặc hết dung lượng)",
        "Hãy kiểm tra ổ đĩa có thư mục {folder} " + _AGAIN,
    ),
}
"""By SQLite's primary code of result: what happened, and what to do."""

_HOW = (
    "Hãy kiểm tra quyền ghi, dung lượng trống hoặc khóa database trong settings.toml; nếu tệp "
    f"hỏng, chép bản mới nhất trong thư mục {FOLDER} đè lên tệp đó"
)


def _tell_faults(engine: Engine, where: str) -> None:
    """Let a fault of the database, whenever it comes, be told as what it is: no file's fault."""

    def tell(context: ExceptionContext) -> None:
        error = context.sqlalchemy_exception
        if isinstance(error, DBAPIError) and type(error).__name__ in _OUTSIDE:
            raise explain_fault(error, where) from error

    event.listen(engine, "handle_error", tell)


_OUTSIDE = frozenset({"OperationalError", "DatabaseError", "InterfaceError"})
"""What comes from outside: disk, rights, a server that is gone; the rest are our own faults."""


def _enforce_links(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else sqlite3 keeps new tables out of the transaction
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A run that is killed while tables are made leaves none of them, or all."""
    connection.exec_driver_sql("BEGIN")
