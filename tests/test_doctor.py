"""The officer sees which optional parts are there, and how to get the missing ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.read import office, word
from pipeline.read.scan.words import engine as ocr


def test_a_missing_part_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    monkeypatch.setattr(word, "has_word", lambda: False)
    monkeypatch.setattr(ocr, "find_data", lambda *_: None)

    result = CliRunner().invoke(app, ["doctor"])

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert any(line.startswith("LibreOffice") and "thiếu - " in line for line in lines)
    assert sum("traineddata: thiếu - " in line for line in lines) == len(ocr.MODELS)


def test_the_folder_of_kept_readings_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIENHINH_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "settings.toml").write_text('[scan]\ncache = "tệp/giữ"\n', encoding="utf-8")
    assert "(tệp/giữ): có" in CliRunner().invoke(app, ["doctor"]).output.replace("\\", "/")
    (tmp_path / "tệp").write_text("", encoding="utf-8")
    assert "(tệp/giữ): thiếu - " in CliRunner().invoke(app, ["doctor"]).output.replace("\\", "/")
