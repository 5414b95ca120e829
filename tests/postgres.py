"""A PostgreSQL server of the tests' own, where Debian's package is installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OWNER = "postgres"


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl, None where these or the driver are missing."""
    if importlib.util.find_spec("psycopg") is None:
        return None
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else max(found, default=None)


@contextmanager
def run_server(programs: Path) -> Iterator[str]:
    """Start a server on a free port, give its URL, stop it and remove all that it kept."""
    folder = Path(tempfile.mkdtemp(prefix="dienhinh-pg-"))
    data, port = folder / "data", _find_port()
    with_owner: dict[str, Any] = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, OWNER)
        with_owner = {"user": OWNER, "cwd": folder}
    initdb = [programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8"]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    start = [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
    stop = [programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
    try:
        for command in (initdb, start):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **with_owner)
        yield f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(stop, check=False, capture_output=True, **with_owner)
        shutil.rmtree(folder, ignore_errors=True)


def _find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
