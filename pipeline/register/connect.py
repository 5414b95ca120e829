"""Where the register lies, and how it is opened: SQLite by default, PostgreSQL where set."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from pipeline.problems import BadSettings
from pipeline.register.backup import FOLDER, back_up_daily, back_up_now
from pipeline.register.migrate import migrate

REGISTER_NAME = "dienhinh.db"


def has_register(folder: Path, database: str) -> bool:
    """Say whether there is a register to ask; a shared one is taken to be there."""
    return bool(database) or (folder / REGISTER_NAME).exists()


def connect(folder: Path, database: str) -> Engine:
    """Return the engine of the register, its tables in the shape that this program writes.

    Raises:
        BadSettings: the database cannot be opened, or a newer program has written it.
    """
    path = folder / REGISTER_NAME
    try:
        if database:
            engine = create_engine(make_url(database), poolclass=NullPool)
            migrate(engine, lambda: None)
            return engine
        folder.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{path.as_posix()}", poolclass=NullPool)
        event.listen(engine, "connect", _enforce_links)
        event.listen(engine, "begin", _begin)
        back_up_daily(path)
        migrate(engine, lambda: back_up_now(path))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise BadSettings(f"Khóa database trong settings.toml không dùng được ({error})") from error
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        where = "máy chủ dữ liệu" if database else str(path)
        raise BadSettings(f"Không mở được sổ dữ liệu ở {where} ({_cause(error)})", _HOW) from error
    return engine


_HOW = (
    "Hãy kiểm tra quyền ghi, dung lượng trống hoặc khóa database trong settings.toml; nếu tệp "
    f"hỏng, chép bản mới nhất trong thư mục {FOLDER} đè lên tệp đó"
)


def _cause(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _enforce_links(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else sqlite3 keeps new tables out of the transaction
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A run that is killed while tables are made leaves none of them, or all."""
    connection.exec_driver_sql("BEGIN")
