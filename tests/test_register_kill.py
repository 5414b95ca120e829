"""A run that is killed without notice loses nothing, and the next one completes it."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import openpyxl
import pytest

from tests.year_pairs import make_pair
from tests.year_papers import Office

FILES = 4


@pytest.fixture
def busy(own_office: Office) -> Office:
    for number in range(FILES):
        pair = make_pair(12, number)
        day = f"{number + 1}/3/{2022 + number % 2}"
        own_office.drop(f"{number}.docx", pair.last, day, no=number + 1)
    return own_office


def start(office: Office) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline", "run"]
    return subprocess.Popen(command, cwd=office.folder, stdout=subprocess.DEVNULL)


def read_output(office: Office) -> dict[str, list[Any]]:
    return {
        path.name: [
            [value for value in row if not str(value).startswith("Lập lúc")]
            for sheet in openpyxl.load_workbook(path)
            for row in sheet.iter_rows(values_only=True)
            if "Thời điểm lập" not in row
        ]
        for path in sorted(office.output.glob("*/*.xlsx"))
    }


def test_killed_run_is_completed_by_the_next(busy: Office) -> None:
    begun = time.monotonic()
    assert start(busy).wait() == 0
    whole = time.monotonic() - begun
    due = read_output(busy)
    busy.register.unlink()
    part = busy.output / "2022" / ".0.4711.xlsx"
    part.write_bytes(b"half a workbook")
    for share in (0.4, 0.6, 0.8):
        running = start(busy)
        time.sleep(share * whole)
        running.kill()
        running.wait()
    assert start(busy).wait() == 0
    assert read_output(busy) == due
    assert not list(busy.output.glob("*/.*"))
    assert busy.count("entries") == FILES * 12
    assert busy.count("runs WHERE ended_at IS NOT NULL") >= 1
