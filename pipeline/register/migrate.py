"""The register is brought to the shape that this program writes, a backup first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from pipeline.problems import BadSettings
from pipeline.register.schema import HEAD

if TYPE_CHECKING:
    from alembic.config import Config


def migrate(engine: Engine, back_up: Callable[[], object]) -> None:
    """Bring the database to ``HEAD``; ``back_up`` runs before anything that has data changes.

    Raises:
        BadSettings: a newer program has written it.
    """
    with _ALONE:
        _migrate(engine, back_up)


_ALONE = threading.Lock()
"""Alembic keeps what it works on in globals: one thread at a time."""


def _migrate(engine: Engine, back_up: Callable[[], object]) -> None:
    with engine.connect() as connection:
        version = read_version(connection)
    if version == HEAD:
        return
    if version is not None:
        _refuse_newer(version)
        back_up()
    from alembic import command

    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def read_version(connection: Connection) -> str | None:
    """Return the schema version of a database, None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def alembic_config() -> Config:
    """Return where Alembic finds the migrations: in the package, wherever it is installed."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "pipeline.register:migrations")
    return config


def _refuse_newer(version: str) -> None:
    from alembic.script import ScriptDirectory

    known = {
        script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }
    if version not in known:
        raise BadSettings(
            f"Sổ dữ liệu do phiên bản mới hơn của chương trình ghi (bản {version})",
            "Hãy cập nhật chương trình rồi chạy lại",
        )
