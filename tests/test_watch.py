"""A folder that is watched: what is whole is read, papers follow, nothing is lost or doubled."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import openpyxl
import pytest

from pipeline.job import watch as watching
from pipeline.job.job import Job, Result
from pipeline.job.told import Told
from pipeline.job.watch import Pace, Watcher
from pipeline.problems import BadSettings, ExitCode
from pipeline.settings import Settings
from tests.year_papers import Office

ROWS = [("Ông Nguyễn Văn A, phường Dân Chủ", "Trồng rau sạch")]
MORE = [("Bà Trần Thị B, phường Thịnh Lang", "Nuôi đà điểu")]
DAY = "15/3/2023"


class Lines:
    """A screen that keeps what it is told."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.written: list[str] = []
        self.said: list[str] = []

    def tell(self, done: int, count: int, told: Told) -> None:
        self.read.append(f"{told.source_file}: {told.line}")

    def tell_page(self, name: str, done: int, count: int) -> None:
        pass

    def close(self, result: Result, *, whole: bool = True) -> None:
        self.written += [path.name for path in result.written]
        self.said += [*map(str, result.problems), *result.messages]

    def say(self, text: str) -> None:
        self.said.append(text)


class Desk:
    """An office whose input folder is watched, a poll at a time."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.lines = Lines()
        self.faults: list[Exception] = []
        self.watcher = Watcher(office.input, self._make_job, self.lines, Pace(retry=3))

    def _make_job(self) -> Job:
        if self.faults:
            raise self.faults.pop()
        return Job(self.office.input, self.office.output, Settings(), folder=self.office.folder)

    def poll(self, times: int = 1) -> None:
        for _ in range(times):
            self.watcher.poll()


@pytest.fixture
def desk(own_office: Office, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(own_office.folder)
    return Desk(own_office)


def _list_subjects(office: Office) -> list[str]:
    book = openpyxl.load_workbook(office.output / "2023" / "tong-hop-nam-2023.xlsx")
    sheet = book["Biểu 06 - Danh sách"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    return sorted(text for text in cells if text in ("Ông Nguyễn Văn A", "Bà Trần Thị B"))


def test_a_dropped_file_is_read_and_the_papers_follow(desk: Desk) -> None:
    desk.poll(3)
    assert desk.lines.read == []
    desk.office.drop("2023/một.docx", ROWS, DAY)
    desk.poll(3)
    assert desk.lines.read == ["2023/một.docx: 1 mục"]
    assert "tong-hop-nam-2023.xlsx" in desk.lines.written
    assert _list_subjects(desk.office) == ["Ông Nguyễn Văn A"]


def test_nothing_is_done_again_while_nothing_changes(desk: Desk) -> None:
    desk.office.drop("một.docx", ROWS, DAY)
    desk.poll(3)
    told = (list(desk.lines.read), list(desk.lines.written))
    desk.poll(10)
    assert (desk.lines.read, desk.lines.written) == told
    desk.office.drop("hai.docx", MORE, DAY, no=2)
    desk.poll(3)
    assert desk.lines.read[len(told[0]) :] == ["hai.docx: 1 mục"], "known files are not told again"
    assert _list_subjects(desk.office) == ["Bà Trần Thị B", "Ông Nguyễn Văn A"]


def test_a_half_copied_file_is_not_read(desk: Desk) -> None:
    whole = desk.office.drop("một.docx", ROWS, DAY).read_bytes()
    path = desk.office.input / "một.docx"
    for part in range(6):
        path.write_bytes(whole[: (part + 1) * len(whole) // 8])
        desk.poll()
    assert desk.lines.read == []
    path.write_bytes(whole)
    desk.poll(3)
    assert desk.lines.read == ["một.docx: 1 mục"]
    assert path.read_bytes() == whole


def test_whole_files_are_read_while_another_is_copied_and_papers_wait(desk: Desk) -> None:
    desk.office.drop("một.docx", ROWS, DAY)
    growing = desk.office.input / "hai.docx"
    for size in range(4):
        growing.write_bytes(b"PK" * (size + 1))
        desk.poll()
    assert desk.lines.read == ["một.docx: 1 mục"]
    assert desk.lines.written == []
    desk.office.drop("hai.docx", MORE, DAY, no=2)
    desk.poll(3)
    assert sorted(desk.lines.read) == ["hai.docx: 1 mục", "một.docx: 1 mục"]
    assert len(_list_subjects(desk.office)) == 2
    assert desk.office.count("files WHERE current") == 2


def test_a_file_that_changes_between_poll_and_run_is_left_for_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.office.drop("một.docx", ROWS, DAY)
    whole, run = path.read_bytes(), watching.run

    def begin_to_copy_again(*arguments: object) -> Result:
        path.write_bytes(whole[:100])
        return run(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "run", begin_to_copy_again)
    desk.poll(3)
    monkeypatch.setattr(watching, "run", run)
    assert desk.lines.read == []
    path.write_bytes(whole)
    desk.poll(4)
    assert desk.lines.read == ["một.docx: 1 mục"]


def test_a_share_that_goes_and_comes_is_waited_for(desk: Desk) -> None:
    desk.office.drop("một.docx", ROWS, DAY)
    desk.poll(3)
    away = desk.office.input.with_name("away")
    desk.office.input.rename(away)
    desk.poll(5)
    assert len([line for line in desk.lines.said if "Vẫn chờ thư mục" in line]) == 1
    away.rename(desk.office.input)
    read = len(desk.lines.read)
    desk.office.drop("hai.docx", MORE, DAY, no=2)
    desk.poll(4)
    assert desk.lines.read[read:] == ["hai.docx: 1 mục"]
    assert len(_list_subjects(desk.office)) == 2


def test_a_share_that_seems_empty_takes_nothing_away(desk: Desk) -> None:
    desk.office.drop("một.docx", ROWS, DAY)
    desk.poll(3)
    written = list(desk.lines.written)
    shutil.move(desk.office.input / "một.docx", desk.office.folder / "một.docx")
    desk.poll(6)
    assert desk.lines.written == written
    assert desk.office.count("files WHERE current") == 1


@pytest.mark.parametrize("fault", [BadSettings("Sai", "Sửa lại"), RuntimeError("nobody knew")])
def test_a_fault_is_told_once_and_the_run_tried_again(desk: Desk, fault: Exception) -> None:
    desk.faults = [fault, fault]
    desk.office.drop("một.docx", ROWS, DAY)
    desk.poll(3)
    assert len(desk.lines.said) == 1
    desk.poll(12)
    assert len(desk.lines.said) == 1
    assert desk.lines.read == ["một.docx: 1 mục"]
    assert _list_subjects(desk.office) == ["Ông Nguyễn Văn A"]


def test_papers_that_cannot_be_written_are_told_once_and_written_later(desk: Desk) -> None:
    desk.office.output.write_text("a file where the folder should be", encoding="utf-8")
    desk.office.drop("một.docx", ROWS, DAY)
    desk.poll(3)
    said = list(desk.lines.said)
    assert any("output" in line for line in said)
    desk.poll(8)
    assert desk.lines.said == said
    desk.office.output.unlink()
    desk.poll(20)
    assert _list_subjects(desk.office) == ["Ông Nguyễn Văn A"]


def test_while_a_paper_is_open_in_excel_new_files_are_read_and_no_copies_pile_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.office.drop("một.docx", ROWS, DAY)
    desk.poll(3)
    book = desk.office.output / "2023" / "tong-hop-nam-2023.xlsx"
    _hold(monkeypatch, book)
    desk.office.drop("hai.docx", MORE, DAY, no=2)
    desk.poll(12)
    beside = list(book.parent.glob("tong-hop*(mới*"))
    assert len(beside) == 1
    assert len([line for line in desk.lines.said if "đang được mở" in line]) == 1
    desk.office.drop("ba.docx", [("Ông C, phường Kỳ Sơn", "Hiến đất")], DAY, no=3)
    desk.poll(12)
    assert desk.lines.read[-1] == "ba.docx: 1 mục"
    assert list(book.parent.glob("tong-hop*(mới*")) == beside
    monkeypatch.undo()
    monkeypatch.chdir(desk.office.folder)
    monkeypatch.setenv("DIENHINH_IN_PROCESS", "1")
    desk.poll(30)
    assert len(_list_subjects(desk.office)) == 2


def _hold(monkeypatch: pytest.MonkeyPatch, book: Path) -> None:
    """Let the system refuse what Windows refuses of a workbook that Excel has open."""
    replace, opened = Path.replace, Path.open

    def refuse_replace(self: Path, target: Path) -> Path:
        if Path(target) == book:
            raise PermissionError(13, "in use")
        return replace(self, target)

    def refuse_open(self: Path, mode: str = "r", *more: object, **named: object) -> object:
        if self == book and "+" in mode:
            raise PermissionError(13, "in use")
        return opened(self, mode, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "replace", refuse_replace)
    monkeypatch.setattr(Path, "open", refuse_open)


def test_a_locked_file_is_waited_for_then_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.office.drop("một.docx", ROWS, DAY)
    monkeypatch.setattr(watching, "_can_open", lambda one: one != path)
    desk.poll(20)
    assert desk.lines.read == []
    monkeypatch.undo()
    monkeypatch.chdir(desk.office.folder)
    monkeypatch.setenv("DIENHINH_IN_PROCESS", "1")
    desk.poll(3)
    assert desk.lines.read == ["một.docx: 1 mục"]


# --- the command ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "sign", [signal.SIGTERM, *([signal.SIGINT] if sys.platform != "win32" else [])]
)
@pytest.mark.slow
def test_the_command_reads_what_is_dropped_and_is_stopped_by_a_line(
    own_office: Office, sign: signal.Signals
) -> None:
    command = [sys.executable, "-m", "pipeline", "watch", "--interval", "0.2"]
    environment = {**os.environ, "DIENHINH_IN_PROCESS": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        cwd=own_office.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            own_office.drop("2023/một.docx", ROWS, DAY)
            _wait_until(lambda: list(own_office.output.glob("2023/bao-cao-nam-2023.docx")))
            _wait_until(lambda: own_office.count("runs WHERE ended_at IS NOT NULL") == 1)
            process.send_signal(sign)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == ExitCode.STOPPED
    assert "một.docx: 1 mục" in out.decode("utf-8")
    assert err.decode("utf-8").count("\n") == 1
    assert "Đã dừng theo yêu cầu" in err.decode("utf-8")


def _wait_until(done: Callable[[], Iterable[object] | bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def test_wrong_settings_are_told_before_anything_begins(own_office: Office) -> None:
    own_office.add_settings("[plcae]\n")
    assert own_office.call("watch").exit_code != 0
