"""A working folder made ready: questions, settings of the office, starters to double-click."""

from __future__ import annotations

import configparser
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from pipeline.codes import Level
from pipeline.job.first_settings import OfficeAnswers, compose_settings
from pipeline.job.starters import UNIT_NAME, make_starters, start_with_computer
from pipeline.settings import read_settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "Điển hình 100% “mới” $HOME"
    made.mkdir()
    monkeypatch.chdir(made)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return made


def _setup(*options: str, answers: str = "") -> Result:
    return CliRunner().invoke(app, ["setup", *options], input=answers)


def test_answers_make_the_settings_of_a_commune(folder: Path) -> None:
    result = _setup(answers="xã\nphú thọ\nUBND phường Hòa Bình\n\n")
    assert result.exit_code == 0, result.output
    settings = read_settings(folder)
    office = settings.office_of(2026)
    assert (office.level, office.issuer) == (Level.COMMUNE, "Ủy ban nhân dân phường Hòa Bình")
    assert office.standing_office == "Phòng Văn hóa - Xã hội"
    assert office.addressees == ("Sở Nội vụ tỉnh Phú Thọ",)
    assert office.issued_at == "Phường Hòa Bình"
    assert settings.office_of(2024).issuer == "", "the district's papers were not this office's"
    assert (folder / "input").is_dir()
    assert (folder / "output").is_dir()


def test_an_answer_that_is_no_level_is_asked_again(folder: Path) -> None:
    result = _setup("--issuer", "", "--province", "", "--addressee", "A", answers="trên\n2\n")
    assert "Hãy gõ 1, 2 hoặc 3." in result.output
    assert read_settings(folder).office_of(2026).level is Level.PROVINCE


def test_options_answer_every_question(folder: Path) -> None:
    options = ("--level", "province", "--province", "Hà Nội", "--issuer", "Sở Nội vụ Hà Nội")
    result = _setup(*options, "--addressee", "UBND thành phố", "--addressee", "Bộ Nội vụ")
    assert result.exit_code == 0, result.output
    office = read_settings(folder).office_of(2026)
    assert office.addressees == ("UBND thành phố", "Bộ Nội vụ")
    assert (office.superior, office.issued_at) == ("Ủy ban nhân dân thành phố Hà Nội", "Hà Nội")
    assert (office.symbol, office.signer_title) == ("BC-SNV", "GIÁM ĐỐC")


@pytest.mark.parametrize("level", list(Level))
def test_yes_asks_nothing_and_every_level_holds(folder: Path, level: Level) -> None:
    result = _setup("--yes", "--no-startup", "--level", level.value, "--province", "Phú Thọ")
    assert result.exit_code == 0, result.output
    office = read_settings(folder).office_of(2024 if level is Level.DISTRICT else 2026)
    assert office.level is level
    assert "Phú Thọ" in office.addressees[0]


def test_settings_that_are_there_stay_and_it_is_said(folder: Path) -> None:
    own = '# của tôi\n[place]\nprovince = "Hòa Bình"\n'
    (folder / "settings.toml").write_text(own, encoding="utf-8")
    result = _setup("--yes", "--level", "province")
    assert "giữ nguyên" in result.output
    assert (folder / "settings.toml").read_text(encoding="utf-8") == own


def test_quotes_and_signs_in_an_answer_stay_text() -> None:
    told = 'UBND xã "Một" \\ #1'
    text = compose_settings(OfficeAnswers(Level.COMMUNE, told, "", ("A\tB",)))
    assert "issuer = " in text


def test_starters_of_windows_are_utf8_after_chcp(folder: Path, tmp_path: Path) -> None:
    made = make_starters(folder, windows=True)
    assert [path.name for path in made] == ["Chạy.cmd", "Theo dõi.cmd", "Mở.cmd"]
    lines = made[0].read_bytes().decode("utf-8").split("\r\n")
    assert lines[:2] == ["@echo off", "chcp 65001 >nul"]
    assert all(line.isascii() for line in lines[:2])
    assert 'cd /d "%~dp0"' in lines
    assert lines[4].endswith("-m pipeline run")
    assert "pause" in lines


def test_starters_of_linux_run_in_their_folder(folder: Path) -> None:
    path = make_starters(folder, windows=False)[0]
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Path"] == str(folder)
    words = shlex.split(entry["Exec"].replace("\\\\", "\\").replace("%%", "%"))
    assert words[:2] == ["sh", "-c"]
    assert shlex.split(words[2].split(";")[0]) == [sys.executable, "-m", "pipeline", "run"]


def test_a_unit_of_systemd_watches_the_folder(folder: Path) -> None:
    made = start_with_computer(folder, windows=False)
    assert made is not None
    assert made.name == UNIT_NAME
    assert str(folder).replace("%", "%%") in made.read_text(encoding="utf-8")
    program = shutil.which("systemd-analyze")
    if program is not None:
        done = subprocess.run(
            [program, "--user", "verify", str(made)], capture_output=True, text=True, check=False
        )
        assert UNIT_NAME not in done.stderr, done.stderr


def test_a_shortcut_starts_with_windows_where_pywin32_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, SimpleNamespace] = {}

    def create(path: str) -> SimpleNamespace:
        kept[path] = SimpleNamespace(Save=lambda: None)
        return kept[path]

    shell = SimpleNamespace(SpecialFolders=lambda name: f"/{name}", CreateShortcut=create)
    client = ModuleType("win32com.client")
    client.Dispatch = lambda name: shell  # type: ignore[attr-defined]
    package = ModuleType("win32com")
    package.__spec__ = SimpleNamespace()  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "win32com", package)
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    made = start_with_computer(folder, windows=True)
    shortcut = kept[str(made)]
    assert shortcut.TargetPath == str(folder / "Theo dõi.cmd")
    assert shortcut.WorkingDirectory == str(folder)


def test_without_pywin32_nothing_starts_with_windows(folder: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("pywin32 is there")
    assert start_with_computer(folder, windows=True) is None
