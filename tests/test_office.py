from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
import types
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.model import Grid, Paragraph, Source
from pipeline.problems import NotRead, ReaderMissing
from pipeline.read import office, word

DOC = Path(__file__).parent / "golden" / "hoa-binh-2023" / "plan.doc"

needs_soffice = pytest.mark.skipif(office.find_soffice() is None, reason="needs LibreOffice")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


def without_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)


# --- is it there? ---------------------------------------------------------------------


def test_soffice_is_found_where_the_variable_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIENHINH_SOFFICE", str(tmp_path / "soffice"))
    assert office.find_soffice() == tmp_path / "soffice"


def test_soffice_is_found_in_the_folders_of_windows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "Program Files" / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.delenv("DIENHINH_SOFFICE", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("ProgramFiles", str(tmp_path / "Program Files"))
    assert office.find_soffice() == program


def test_missing_suite_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    without_suite(monkeypatch)
    monkeypatch.setattr(word, "has_word", lambda: False)
    with pytest.raises(ReaderMissing, match="LibreOffice"):
        office.read(Source(DOC, "doc"))


def test_wrong_program_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIENHINH_SOFFICE", str(tmp_path / "gone"))
    with pytest.raises(ReaderMissing, match="DIENHINH_SOFFICE"):
        office.read(Source(DOC, "doc"))


# --- run it ---------------------------------------------------------------------------


def stand_in(monkeypatch: pytest.MonkeyPatch, path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("DIENHINH_SOFFICE", str(path))


@posix_only
def test_nothing_outlives_the_time_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    stand_in(monkeypatch, tmp_path / "soffice", f"sleep 60 & echo $! > '{mark}'; wait")
    monkeypatch.setattr(office, "TIME_LIMIT", 1.0)
    with pytest.raises(NotRead, match="không xong trong 1 giây"):
        office.read(Source(DOC, "doc"))
    child = int(mark.read_text())
    for _ in range(50):
        if not _is_running(child):
            return
        time.sleep(0.1)
    pytest.fail("the program that the launcher started still runs")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().split()[2] != "Z"


@posix_only
def test_a_suite_that_makes_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in(monkeypatch, tmp_path / "soffice", "exit 0")
    with pytest.raises(NotRead, match="không mở được tệp") as caught:
        office.read(Source(DOC, "doc"))
    assert ".docx" in caught.value.remedy


@posix_only
def test_suite_sees_a_copy_and_a_profile_that_allows_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    stand_in(
        monkeypatch,
        tmp_path / "soffice",
        f'mkdir "{kept}"; echo "$@" > "{kept}/arguments"; p="${{1#*file://}}"\n'
        f'cp "$p/user/registrymodifications.xcu" "{kept}"',
    )
    path = Path(shutil.copy(DOC, tmp_path / "Kế hoạch số 12.doc"))
    with pytest.raises(NotRead):
        office.read(Source(path, "doc"))
    assert "Kế hoạch" not in (kept / "arguments").read_text(encoding="utf-8")
    profile = (kept / "registrymodifications.xcu").read_text(encoding="utf-8")
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true' in profile
    assert '"MacroSecurityLevel" oor:op="fuse"><value>3' in profile
    assert '"BlockUntrustedRefererLinks" oor:op="fuse"><value>true' in profile


# --- LibreOffice itself ---------------------------------------------------------------


def make_docx(path: Path) -> Path:
    paper = docx.Document()
    for text, font in (
        ("Céng hßa X· héi chñ nghÜa ViÖt Nam, tr\xadêng häc", ".VnTime"),
        ("kÕ ho¹ch nh©n réng m« h×nh", ".VnTimeH"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI-Times"),
        ("Xã Hòa Bình, thành phố Hòa Bình", ".VnTime"),
    ):
        run = paper.add_paragraph().add_run(text)
        run.font.name = font
        run._element.rPr.rFonts.set(qn("w:cs"), font)
    table = paper.add_table(2, 3, "Table Grid")
    for cell, text in zip(table._cells, ("STT", "Loại", "", "1", "x", "Trường A"), strict=True):
        cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    paper.add_paragraph("Nơi nhận")  # Word never ends a file with a table
    paper.save(str(path))
    return path


def convert_by_hand(path: Path, target: str, folder: Path) -> Path:
    command = [
        str(office.find_soffice()),
        f"-env:UserInstallation={(folder / 'by-hand').as_uri()}",
        *("--headless", "--convert-to", target, "--outdir", str(folder), str(path)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=170)
    return folder / f"{path.stem}.{target}"


@pytest.mark.slow
@needs_soffice
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_every_text_format_reads_alike(tmp_path: Path, kind: str) -> None:
    path = convert_by_hand(make_docx(tmp_path / "plan.docx"), kind, tmp_path)
    source = Source(path, kind, "abc")
    document = office.read(source)
    assert document.source == source
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert [line for line in lines if line] == [
        "Cộng hòa Xã hội chủ nghĩa Việt Nam, trường học",
        "KẾ HOẠCH NHÂN RỘNG MÔ HÌNH",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Xã Hòa Bình, thành phố Hòa Bình",
        "Nơi nhận",
    ]
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [[cell and cell.text for cell in row.cells] for row in grid.rows] == [
        ["STT", "Loại", None],
        ["1", "x", "Trường A"],
    ]


@pytest.mark.slow
@needs_soffice
def test_sample_doc_has_its_rows_and_stays_untouched(tmp_path: Path) -> None:
    path = Path(shutil.copy(DOC, tmp_path / "Kế hoạch 2023.doc"))
    before = path.read_bytes()
    document = office.read(Source(path, "doc"))
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert max(len(grid.rows) for grid in grids) == 36
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
@needs_soffice
def test_two_conversions_at_once_do_not_meet() -> None:
    with ThreadPoolExecutor(2) as pool:
        documents = list(pool.map(office.read, [Source(DOC, "doc")] * 2))
    assert documents[0] == documents[1]


MANIFEST = (
    '<?xml version="1.0"?><m:manifest '
    'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)


@pytest.fixture
def asked() -> Iterator[tuple[int, list[bytes]]]:
    """Yield the port of a server that notes whatever asks it."""
    requests: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            with client:
                requests.append(client.recv(100))

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1], requests
    server.close()


@pytest.mark.slow
@needs_soffice
def test_linked_picture_is_not_fetched(tmp_path: Path, asked: tuple[int, list[bytes]]) -> None:
    port, requests = asked
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>Có hình'
        '<draw:frame svg:width="2cm" svg:height="2cm"><draw:image '
        f'xlink:href="http://127.0.0.1:{port}/a.png"/></draw:frame></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    path = tmp_path / "plan.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", content)
    document = office.read(Source(path, "odt"))
    assert "Có hình" in [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert requests == []


# --- Word, where there is no LibreOffice ----------------------------------------------


class FakeWord:
    """Stands in for Word: notes how it was set when it opened the file."""

    def __init__(self, opens: bool) -> None:
        self.opens = opens
        self.Options = types.SimpleNamespace(UpdateLinksAtOpen=True)
        self.Documents = types.SimpleNamespace(Open=self._open)
        self.at_open: dict[str, Any] = {}
        self.quit = False
        self.Quit = self._quit

    def _open(self, path: str, **options: Any) -> Any:
        self.at_open = {**vars(self), **options, "links": self.Options.UpdateLinksAtOpen}
        if not self.opens:
            raise FakeComError
        return types.SimpleNamespace(SaveAs2=self._save, Close=lambda keep: None)

    def _save(self, target: str, **options: Any) -> None:
        make_docx(Path(target))

    def _quit(self, keep: int) -> None:
        self.quit = True


class FakeComError(Exception):
    pass


def install_word(monkeypatch: pytest.MonkeyPatch, app: FakeWord) -> None:
    nothing = types.SimpleNamespace(
        CoInitialize=lambda: None, CoUninitialize=lambda: None, com_error=FakeComError
    )
    client = types.SimpleNamespace(DispatchEx=lambda name: app)
    monkeypatch.setitem(sys.modules, "pythoncom", nothing)
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    monkeypatch.setattr(word, "has_word", lambda: True)
    monkeypatch.setattr(word, "_word_processes", frozenset)
    without_suite(monkeypatch)


def test_word_reads_where_libreoffice_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = FakeWord(opens=True)
    install_word(monkeypatch, app)
    document = office.read(Source(DOC, "doc", "abc"))
    assert document.source == Source(DOC, "doc", "abc")
    assert [type(block) for block in document.blocks].count(Grid) == 1
    assert app.at_open["AutomationSecurity"] == 3  # msoAutomationSecurityForceDisable
    assert (app.at_open["Visible"], app.at_open["DisplayAlerts"]) == (False, 0)
    assert (app.at_open["ReadOnly"], app.at_open["links"]) == (True, False)
    assert app.Options.UpdateLinksAtOpen and app.quit


def test_word_that_cannot_open_the_file_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    app = FakeWord(opens=False)
    install_word(monkeypatch, app)
    with pytest.raises(NotRead, match="Word không mở được"):
        office.read(Source(DOC, "doc"))
    assert app.quit


def test_word_that_hangs_is_killed_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    app = FakeWord(opens=False)
    install_word(monkeypatch, app)
    killed = threading.Event()
    victims: list[frozenset[int]] = []

    def hang(path: str, **options: Any) -> None:
        killed.wait(10)
        raise FakeComError

    def kill(processes: frozenset[int]) -> None:
        victims.append(processes)
        killed.set()

    listed = iter([frozenset({11}), frozenset({11, 12})])  # 11: the officer's own Word
    app.Documents.Open = hang
    monkeypatch.setattr(word, "_word_processes", lambda: next(listed))
    monkeypatch.setattr(word, "_kill", kill)
    monkeypatch.setattr(office, "TIME_LIMIT", 0.2)
    with pytest.raises(NotRead, match="quá thời gian"):
        office.read(Source(DOC, "doc"))
    assert victims == [frozenset({12})]
