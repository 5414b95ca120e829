"""Whatever one file or paper makes go wrong ends with it; the run goes on, or ends in one line."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline.boundary import LOG_NAME
from pipeline.job import papers, plan, tasks
from pipeline.problems import ExitCode
from tests.year_papers import Office, write_plan

DAY = "15/3/2023"
ROWS = [("Ông Bùi Văn An, tổ 1, phường Dân Chủ", "Trồng cam")]
ODD = [("Bà Lê Thị Hoa, tổ 2, phường Dân Chủ", "Nuôi ong")]

FAULTS = [ZeroDivisionError("odd"), MemoryError(), RecursionError("deep"), AssertionError()]


def _break_for(name: str, error: Exception, of: object, function: str) -> object:
    """What ``function`` does, but for files of that name, for which it raises ``error``."""
    whole = getattr(of, function)

    def broken(first: object, *rest: object, **named: object) -> object:
        if name in repr(first):
            raise error
        return whole(first, *rest, **named)

    return broken


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(("module", "function"), [(plan, "read"), (tasks, "identify")])
def test_a_fault_in_one_file_is_its_receipt(
    own_office: Office,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    module: object,
    function: str,
) -> None:
    own_office.drop("lành.docx", ROWS, DAY)
    own_office.drop("lạ.docx", ODD, DAY, no=2)
    monkeypatch.setattr(module, function, _break_for("lạ.docx", error, module, function))
    done = own_office.run(ExitCode.NOT_READ)
    assert "lạ.docx: không đọc được" in done.output
    assert own_office.book(2023).exists()
    log = (own_office.folder / LOG_NAME).read_text(encoding="utf-8")
    assert "lạ.docx" in log
    assert f"{type(error).__name__}" in log
    assert "Traceback" not in done.output


def test_what_cannot_be_foreseen_says_where_the_log_is(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_office.drop("lạ.docx", ROWS, DAY)
    broken = _break_for("lạ.docx", ZeroDivisionError(), plan, "read")
    monkeypatch.setattr(plan, "read", broken)
    done = own_office.run(ExitCode.NOT_READ)
    assert str(own_office.folder / LOG_NAME) in done.output.replace("\n", "")


def test_a_paper_that_fails_leaves_the_others(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    monkeypatch.setattr(papers, "write_report", _fail)
    done = own_office.run(ExitCode.NOT_WRITTEN)
    assert own_office.book(2023).exists()
    assert (own_office.output / "2023" / "một.xlsx").exists()
    assert "bao-cao-nam-2023.docx" in done.output
    monkeypatch.undo()
    own_office.run()
    assert (own_office.output / "2023" / "bao-cao-nam-2023.docx").exists()


def _fail(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError


def test_a_workbook_that_cannot_be_read_back_is_kept_aside(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    own_office.run()
    book = own_office.output / "2023" / "một.xlsx"
    before = book.read_bytes()
    os.utime(book, (1, 1))
    monkeypatch.setattr("pipeline.register.officer.takein.read_edits", _fail)
    done = own_office.run()
    assert "một.xlsx" in done.output
    kept = [path.read_bytes() for path in book.parent.glob("một (chưa đọc lại được*.xlsx")]
    assert kept == [before]


_STOPPED = """
import os, signal, sys, time
from pipeline.cli import main as cli
from pipeline.job import plan

def read(*_):
    os.kill(os.getpid(), {signal})
    time.sleep(60)

plan.read = read
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
cli.main(["run"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("signal", ["signal.SIGTERM", "signal.SIGINT"])
def test_a_run_that_is_stopped_says_so_and_leaves_nothing(tmp_path: Path, signal: str) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    (tmp_path / "input").mkdir()
    one = write_plan(tmp_path / "một.docx", ROWS, DAY)
    with zipfile.ZipFile(tmp_path / "input" / "gói.zip", "w") as package:
        package.write(one, "một.docx")
    done = subprocess.run(
        [sys.executable, "-c", _STOPPED.format(signal=signal)],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == ExitCode.STOPPED
    assert [line for line in done.stderr.decode("utf-8").splitlines() if line] == [
        "Đã dừng theo yêu cầu; chạy lại để làm tiếp, tệp đã đọc xong không phải đọc lại."
    ]
    assert list(temporary.iterdir()) == []


_BROKEN = """
from pipeline.cli import main
from pipeline.job import run

run.run = None
main.main(["run"])
"""


def test_a_fault_of_the_program_itself_is_one_line(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    done = subprocess.run(
        [sys.executable, "-c", _BROKEN],
        cwd=own_office.folder,
        capture_output=True,
        check=False,
        timeout=60,
    )
    told = done.stderr.decode("utf-8").splitlines()
    assert len(told) == 1
    assert told[0].startswith("Lỗi: ")
    assert done.returncode == ExitCode.NOT_WRITTEN
    assert "TypeError" in (own_office.folder / LOG_NAME).read_text(encoding="utf-8")
