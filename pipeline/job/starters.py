"""Files to double-click, for who never types a command: run, watch, open the page."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.access import make_folder
from pipeline.files import put

_WINDOWS = sys.platform == "win32"
_AGAIN = "\r\n"  # lines of a .cmd file
UNIT_NAME = "dienhinh-watch.service"


@dataclass(frozen=True, slots=True)
class Starter:
    """One file to double-click."""

    name: str  # Vietnamese, without its ending
    command: str
    title: str
    stays: bool  # its window waits for a key at the end


STARTERS = (
    Starter("Chạy", "run", "Điển hình: đọc kế hoạch, ghi sổ và báo cáo", stays=True),
    Starter("Theo dõi", "watch", "Điển hình: theo dõi thư mục input", stays=True),
    Starter("Mở", "open", "Điển hình: trang làm việc", stays=True),
)
WATCH = STARTERS[1]


def make_starters(folder: Path, *, windows: bool = _WINDOWS) -> list[Path]:
    """Write the starters of a working folder, in place of older ones; return where they are.

    Args:
        folder: the working folder; they begin there wherever they are double-clicked.
        windows: .cmd files in place of .desktop files.

    Raises:
        NotWritten: the folder cannot be written.
    """
    where = folder.resolve()
    made = []
    for starter in STARTERS:
        text = compose_cmd(starter) if windows else compose_desktop(starter, where)
        path = folder / f"{starter.name}{'.cmd' if windows else '.desktop'}"
        made.append(put(path, _writer_of(text)))
        if not windows:
            path.chmod(path.stat().st_mode | 0o100)  # desktops start executable ones only
    return made


def _writer_of(text: str) -> Any:
    return lambda part: part.write_text(text, encoding="utf-8", newline="")


def compose_cmd(starter: Starter) -> str:
    """Return a .cmd file: UTF-8, of which the lines after ``chcp`` may hold any letter."""
    program = sys.executable.replace("%", "%%")
    lines = [
        "@echo off",
        "chcp 65001 >nul",
        f"title {starter.title}",
        'cd /d "%~dp0"',
        f'"{program}" -m pipeline {starter.command}',
        *(["echo.", "pause"] if starter.stays else []),
    ]
    return _AGAIN.join([*lines, ""])


def compose_desktop(starter: Starter, folder: Path) -> str:
    """Return a .desktop file (Desktop Entry Specification 1.5)."""
    script = shlex.join([sys.executable, "-m", "pipeline", starter.command])
    if starter.stays:
        script += "; printf '\\n%s' 'Nhấn Enter để đóng cửa sổ này.'; read -r _"
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        f"Name={starter.name} – Điển hình",
        f"Comment={starter.title}",
        f"Path={_escape_value(str(folder))}",
        f"Exec=sh -c {_escape_value(_quote_argument(script))}",
        "Terminal=true",
    ]
    return "\n".join([*lines, ""])


def _quote_argument(text: str) -> str:
    """An argument of ``Exec``: in quotes, with the signs that these leave special."""
    for sign in ("\\", '"', "`", "$"):
        text = text.replace(sign, f"\\{sign}")
    return f'"{text.replace("%", "%%")}"'


def _escape_value(text: str) -> str:
    """A string value of a desktop entry, in which a backslash begins an escape."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")


# --- with the computer ---------------------------------------------------------------


def start_with_computer(folder: Path, *, windows: bool = _WINDOWS) -> Path | None:
    """Have the folder watched from each log-on on; return what was made for it.

    On Windows a shortcut in Start-up, None without pywin32; elsewhere a user unit of systemd,
    which its owner enables.

    Raises:
        NotWritten: the unit cannot be written.
    """
    where = folder.resolve()
    if windows:
        return _make_shortcut(where)
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    path = home / "systemd" / "user" / UNIT_NAME
    make_folder(path.parent)
    return put(path, _writer_of(compose_unit(where)))


def _make_shortcut(folder: Path) -> Path | None:
    if importlib.util.find_spec("win32com") is None:
        return None
    client = importlib.import_module("win32com.client")
    shell = client.Dispatch("WScript.Shell")
    path = Path(shell.SpecialFolders("Startup")) / "Điển hình - Theo dõi.lnk"
    shortcut = shell.CreateShortcut(str(path))
    shortcut.TargetPath = str(folder / f"{WATCH.name}.cmd")
    shortcut.WorkingDirectory = str(folder)
    shortcut.WindowStyle = 7  # minimised
    shortcut.Description = WATCH.title
    shortcut.Save()
    return path


def compose_unit(folder: Path) -> str:
    """Return a user unit of systemd that watches the folder."""
    program = _join_unit([sys.executable, "-m", "pipeline", WATCH.command])
    lines = [
        "[Unit]",
        f"Description={WATCH.title}",
        "",
        "[Service]",
        f"WorkingDirectory={str(folder).replace('%', '%%')}",
        f"ExecStart={program}",
        "Restart=on-failure",
        "RestartSec=30",
        "SuccessExitStatus=130",
        "",
        "[Install]",
        "WantedBy=default.target",
    ]
    return "\n".join([*lines, ""])


def _join_unit(words: Sequence[str]) -> str:
    """A command line as systemd splits it."""
    escaped = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return " ".join(f'"{word}"' for word in escaped).replace("%", "%%").replace("$", "$$")
