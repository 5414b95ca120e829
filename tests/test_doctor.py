"""The officer sees which optional parts are there, and how to get the missing ones."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.read import ocr, office, word


def test_a_missing_part_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    monkeypatch.setattr(word, "has_word", lambda: False)
    monkeypatch.setattr(ocr, "find_data", lambda model: None)

    result = CliRunner().invoke(app, ["doctor"])

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert any(line.startswith("LibreOffice") and "thiếu - " in line for line in lines)
    assert sum("traineddata: thiếu - " in line for line in lines) == len(ocr.MODELS)
