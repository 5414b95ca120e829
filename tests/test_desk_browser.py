"""The page in a real browser: by keyboard alone, accessible, on a small screen and on paper."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from pipeline.problems import ExitCode
from pipeline.register.officer.store import read_corrections
from pipeline.register.store import open_register
from tests.year_papers import Office

pytest.importorskip("uvicorn")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.slow

ROWS = [
    ("Ông Nguyễn Văn A, phường Dân Chủ", "Trồng rau sạch"),
    ("Bà Trần Thị B, phường Không Đâu Cả", "Nuôi đà điểu"),
    ("Trường Mầm non Unicef, phường Không Nơi Nào", "Lớp học xanh"),
]
PATHS = ("/", "/doi-chieu", "/nam", "/tra-cuu?tim=da dieu", "/tai-ve", "/cai-dat")


@pytest.fixture
def served(own_office: Office) -> Iterator[tuple[Office, str, subprocess.Popen[bytes]]]:
    """An office that has read a plan, and the address of its page."""
    own_office.drop("2023/một.docx", ROWS, "15/3/2023")
    own_office.run()
    command = [sys.executable, "-m", "pipeline", "open", "--no-browser"]
    environment = {**os.environ, "DIENHINH_IN_PROCESS": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        cwd=own_office.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().decode("utf-8")
            yield own_office, line.split()[-1], process
        finally:
            process.kill()


@pytest.fixture
def page(served: tuple[Office, str, object]) -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = started.new_page(viewport={"width": 1366, "height": 768})
        page.told = []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.goto(served[1])
        page.home = re.sub(r"/vao.*", "", served[1])
        yield page
        started.close()


def _count(office: Office) -> int:
    with open_register(office.folder) as register:
        return sum(not correction.undone for correction in read_corrections(register))


def test_it_listens_on_this_computer_only_and_is_stopped_by_a_line(
    served: tuple[Office, str, subprocess.Popen[bytes]],
) -> None:
    _, address, process = served
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/vao\?ma=[\w-]{43}", address)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=30)
    assert process.returncode == ExitCode.STOPPED
    assert err.decode("utf-8").count("\n") == 1


def test_doubts_are_settled_by_keyboard_alone(
    page: Any, served: tuple[Office, str, object]
) -> None:
    office = served[0]
    page.goto(f"{page.home}/doi-chieu")
    first = page.inner_text("#question h2")
    page.keyboard.press("Escape")
    page.wait_for_function(
        "name => document.querySelector('#question h2')?.innerText !== name", arg=first
    )
    assert _count(office) == 0
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đã ghi nhận")
    assert _count(office) == 1
    page.keyboard.press("Control+z")
    page.wait_for_selector("text=Đã lấy lại")
    assert _count(office) == 0
    page.fill("#commune", "phường Tân Hòa")
    page.press("#commune", "Enter")
    page.wait_for_selector("text=Đã ghi nhận")
    assert _count(office) == 1
    assert page.told == []


def test_a_file_is_dropped_read_and_found(page: Any, served: tuple[Office, str, object]) -> None:
    office = served[0]
    other = Office(office.folder.parent / "other")
    path: Path = other.drop("ba.docx", [("Bà C, phường Kỳ Sơn", "Gốm Mường")], "1/3/2024")
    page.set_input_files("#files", path)
    page.wait_for_selector("text=ba.docx: đã vào hộp thư")
    page.click("text=Đọc tệp, ghi sổ và báo cáo")
    page.wait_for_selector("text=Lượt đọc vừa rồi", timeout=60_000)
    page.goto(f"{page.home}/tra-cuu")
    page.fill("#tim", "gom muong")
    page.press("#tim", "Enter")
    page.wait_for_selector("text=Tìm thấy 1 dòng")
    assert page.told == []


def test_every_page_passes_an_accessibility_check_and_fits_a_telephone(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 768})
        for path in PATHS:
            page.goto(page.home + path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, path
    for path in PATHS:
        page.goto(page.home + path)
        found = _check(axe, page)
        assert found == [], path


def _check(axe: Any, page: Any) -> list[str]:
    results = axe.Axe().run(page)
    return [violation["id"] for violation in results.response["violations"]]


def test_a_year_prints_without_what_is_only_for_the_screen(page: Any, tmp_path: Path) -> None:
    page.goto(f"{page.home}/nam")
    page.pdf(path=tmp_path / "nam.pdf", format="A4")
    with pdfplumber.open(tmp_path / "nam.pdf") as pdf:
        text = "\n".join(one.extract_text() or "" for one in pdf.pages)
    assert "Danh sách" in text
    assert "Hộp thư" not in text
