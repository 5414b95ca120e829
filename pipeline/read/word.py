"""Microsoft Word as converter, on an office PC that has it and not LibreOffice."""

from __future__ import annotations

import contextlib
import csv
import importlib
import importlib.util
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.problems import NotRead
from pipeline.read.remedies import SAVE_DOCX

_FORMAT_DOCX = 12  # wdFormatXMLDocument: without macros
_ALERTS_NONE = 0  # wdAlertsNone
_MACROS_OFF = 3  # msoAutomationSecurityForceDisable
_KEEP_NOTHING = 0  # wdDoNotSaveChanges
_NO_PASSWORD = "-"  # a wrong password fails at once; none would open a dialogue nobody sees


def has_word() -> bool:
    """Tell whether Word and the bridge to it (pywin32) are installed."""
    if sys.platform != "win32" or importlib.util.find_spec("win32com") is None:
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, r"Word.Application\CLSID"))
    except OSError:
        return False
    return True


def convert(path: Path, target: Path, time_limit: float) -> None:
    """Let a Word of its own, unseen and without macros, save ``path`` as DOCX.

    Raises:
        NotRead: Word cannot open the file, or needs longer than ``time_limit`` seconds.
    """
    pythoncom = importlib.import_module("pythoncom")
    client = importlib.import_module("win32com.client")
    pythoncom.CoInitialize()
    try:
        before = _word_processes()
        app = client.DispatchEx("Word.Application")
        with _time_limit(_word_processes() - before, time_limit):
            try:
                _save_as_docx(app, path, target)
            finally:
                app.Quit(_KEEP_NOTHING)
    except pythoncom.com_error as error:
        raise NotRead(
            "Word không mở được tệp (tệp hỏng, có mật khẩu hoặc quá thời gian cho phép)",
            SAVE_DOCX,
        ) from error
    finally:
        pythoncom.CoUninitialize()


@contextlib.contextmanager
def _time_limit(processes: frozenset[int], seconds: float) -> Iterator[None]:
    """Kill ``processes`` after ``seconds``: every call to that Word then fails."""
    watch = threading.Timer(seconds, _kill, [processes])
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _save_as_docx(app: Any, path: Path, target: Path) -> None:
    app.Visible = False
    app.DisplayAlerts = _ALERTS_NONE
    app.AutomationSecurity = _MACROS_OFF
    updates_links = app.Options.UpdateLinksAtOpen
    app.Options.UpdateLinksAtOpen = False
    try:
        paper = app.Documents.Open(
            str(path),
            ConfirmConversions=False,
            ReadOnly=True,
            AddToRecentFiles=False,
            PasswordDocument=_NO_PASSWORD,
            Visible=False,
        )
        paper.SaveAs2(str(target), FileFormat=_FORMAT_DOCX, AddToRecentFiles=False)
        paper.Close(_KEEP_NOTHING)
    finally:
        app.Options.UpdateLinksAtOpen = updates_links


def _word_processes() -> frozenset[int]:
    """The process ids of every Word; COM starts it apart, so it is no child of ours."""
    command = ["tasklist", "/FI", "IMAGENAME eq WINWORD.EXE", "/FO", "CSV", "/NH"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rows = csv.reader(listed.splitlines())
    return frozenset(int(row[1]) for row in rows if len(row) > 1 and row[1].isdigit())


def _kill(processes: frozenset[int]) -> None:
    for process in processes:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process)], check=False)
