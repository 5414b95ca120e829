"""DOC, RTF, ODT and ODS by way of an office suite; nothing else needs one.

LibreOffice converts a copy in a throw-away profile, so that an open LibreOffice window, a
second run or a macro in the file never matters. On Windows, Word does it where LibreOffice
is not installed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.codes import FileKind
from pipeline.model import Document, Source
from pipeline.problems import NotRead, ReaderMissing
from pipeline.read import word
from pipeline.read.docx import reader as docx
from pipeline.read.means import USUAL, Means
from pipeline.read.remedies import SAVE_DOCX


def _tell_nobody(_pid: int) -> None:
    """Keep silent."""


tell_started: Callable[[int], None] = _tell_nobody
"""Told of every program that is started; a worker lets whoever ends it know."""

TIME_LIMIT = 180.0  # seconds; a plan of 200 pages takes some 15 on an old office PC

_ROOM = 20 * 2**20  # bytes that a profile and a converted file need

_FILTERS = {
    FileKind.DOCX: "docx:MS Word 2007 XML",
    FileKind.XLSX: "xlsx:Calc MS Excel 2007 XML",
}

# No macro is run, no link followed, nothing saved calculated anew; whatever would still go
# out is sent to a port where nothing listens.
_PROFILE = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read(source: Source, means: Means = USUAL) -> Document:
    """Read a DOC, RTF or ODT as the DOCX that an office suite makes of it.

    Raises:
        ReaderMissing: neither LibreOffice nor, on Windows, Word is installed.
        NotRead: the suite cannot open the file, or not within ``TIME_LIMIT``.
    """
    with tempfile.TemporaryDirectory(prefix="dienhinh-", ignore_cleanup_errors=True) as folder:
        converted = convert(source, FileKind.DOCX, Path(folder))
        document = docx.read(Source(path=converted, kind=FileKind.DOCX), means)
    return replace(document, source=source)


def convert(source: Source, target: FileKind, folder: Path) -> Path:
    """Convert ``source`` to ``target`` (DOCX or XLSX) inside ``folder``.

    The suite sees a copy with a plain name: the original is never locked nor touched.

    Raises:
        ReaderMissing: no suite is installed that can do it.
        NotRead: the suite cannot open the file, or not within ``TIME_LIMIT``.
    """
    copy = folder / f"source.{source.kind}"
    shutil.copyfile(source.path, copy)
    result = folder / "result" / f"source.{target}"
    result.parent.mkdir()
    soffice = find_soffice()
    if soffice is not None:
        _run_soffice(soffice, copy, _FILTERS[target], result.parent, folder / "profile")
    elif target == FileKind.DOCX and word.has_word():
        word.convert(copy, result, TIME_LIMIT)
    else:
        raise ReaderMissing(
            "Tệp .doc, .rtf, .odt và .ods cần LibreOffice để đọc",
            f"Cài LibreOffice (miễn phí, libreoffice.org), hoặc mở tệp rồi lưu dạng .{target}",
        )
    if not result.exists() and shutil.disk_usage(folder).free < _ROOM:
        raise NotRead(
            f"Hết dung lượng đĩa ở thư mục tạm {tempfile.gettempdir()}",
            "Hãy dọn bớt ổ đĩa đó, hoặc đặt biến TMPDIR (Windows: TEMP) tới một thư mục khác",
        )
    if not result.exists():
        raise NotRead(
            "LibreOffice không mở được tệp (tệp hỏng hoặc có mật khẩu)",
            f"Mở tệp bằng Word hoặc Excel, lưu lại dạng .{target} rồi chạy lại",
        )
    return result


# --- is it there? ---------------------------------------------------------------------


def find_soffice() -> Path | None:
    """Return LibreOffice's program, None where it is not installed.

    The environment variable DIENHINH_SOFFICE names one in an unusual place.
    """
    named = os.environ.get("DIENHINH_SOFFICE")
    if named:
        return Path(named)
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    return next(_installed(), None)


def _installed() -> Iterator[Path]:
    for variable in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"):
        root = os.environ.get(variable)
        if root:
            yield from sorted(Path(root).glob("LibreOffice*/program/soffice.exe"), reverse=True)
    yield from Path("/Applications").glob("LibreOffice*.app/Contents/MacOS/soffice")
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


# --- run it ---------------------------------------------------------------------------


def _run_soffice(soffice: Path, path: Path, target: str, folder: Path, profile: Path) -> None:
    _write_profile(profile)
    command = [
        str(soffice),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", target, "--outdir", str(folder), str(path)),
    ]
    try:
        process = _start(command)
    except OSError as error:
        raise ReaderMissing(
            f"Không chạy được LibreOffice tại {soffice} ({error.strerror})",
            "Cài lại LibreOffice, hoặc sửa biến môi trường DIENHINH_SOFFICE",
        ) from error
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise NotRead(
            f"LibreOffice không xong trong {TIME_LIMIT:.0f} giây",
            SAVE_DOCX,
        ) from error
    finally:
        if process.poll() is None:
            _kill_tree(process)


def _write_profile(profile: Path) -> None:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _PROFILE
    )
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}\n</oor:items>\n',
        encoding="utf-8",
    )


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    process = _open(command)
    tell_started(process.pid)
    return process


def _open(command: list[str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    own = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), tempfile.gettempdir())
    if sys.platform == "win32":
        no_window = subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, env=own, creationflags=no_window
        )
    return subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=own, start_new_session=True
    )


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End the launcher and the program that it started, which outlives it otherwise."""
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
