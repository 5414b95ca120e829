"""What goes wrong around a run loses nothing: one clear line each, and the next run goes on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pipeline.problems import ExitCode, Problem
from pipeline.register.lock import LOCK_NAME
from tests.year_papers import Office

DAY = "15/3/2023"
ROWS = [("Ông Bùi Văn An, tổ 1, phường Dân Chủ", "Trồng cam"),
        ("Bà Lê Thị Hoa, tổ 2, phường Dân Chủ", "Nuôi ong")]  # fmt: skip
COPIES = "dienhinh-sao-luu"
posix = pytest.mark.skipif(sys.platform == "win32", reason="rights and names of POSIX")


@pytest.fixture
def corrected(own_office: Office) -> Office:
    """An office whose officer has put a name right."""
    own_office.drop("một.docx", ROWS, DAY)
    own_office.run()
    _correct(own_office, "Ông Bùi Văn An", "Ông Bùi Văn Ân")
    assert "đã ghi nhận 1 chỗ sửa" in own_office.run().output
    return own_office


def _correct(office: Office, old: str, new: str) -> None:
    path = office.book(2023)
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book["Biểu 06 - Danh sách"] for cell in row if cell.value == old]
    (cell,) = cells
    cell.value = new
    book.save(path)
    os.utime(path, (2e9, 2e9))


def _subjects(office: Office) -> set[object]:
    sheet = openpyxl.load_workbook(office.book(2023))["Biểu 06 - Danh sách"]
    return {cell.value for row in sheet for cell in row}


# --- the register --------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["gone", "empty"])
def test_a_lost_register_comes_back_with_its_corrections(corrected: Office, lost: str) -> None:
    if lost == "gone":
        corrected.register.unlink()
    else:
        corrected.register.write_bytes(b"")
    corrected.drop("hai.docx", [("Hội Nông dân phường Dân Chủ", "Dân vận khéo")], DAY, no=2)
    told = corrected.run().output
    assert "lấy lại từ bản sao lưu" in told.replace("\n", " ")
    assert {"Ông Bùi Văn Ân", "Hội Nông dân phường Dân Chủ"} <= _subjects(corrected)
    assert corrected.count("corrections") == 1
    assert "lấy lại" not in corrected.run().output


@pytest.mark.parametrize("command", ["report", "forms", "status", "introduce"])
def test_other_commands_say_how_a_lost_register_comes_back(corrected: Office, command: str) -> None:
    corrected.register.unlink()
    problem = str(corrected.call(command, "2023").exception)
    assert "dienhinh run" in problem
    assert not corrected.register.exists()


def test_a_broken_copy_is_passed_over(corrected: Office) -> None:
    folder = corrected.folder / COPIES
    (folder / "2099-01-01 000000.db").write_bytes(b"SQLite format 3\0 cut off")
    corrected.register.unlink()
    assert "2099" not in corrected.run().output
    assert "Ông Bùi Văn Ân" in _subjects(corrected)


def test_copies_that_are_all_broken_stop_the_run(corrected: Office) -> None:
    for copy in (corrected.folder / COPIES).glob("*.db"):
        copy.write_bytes(b"broken")
    corrected.register.unlink()
    result = corrected.call("run")
    assert isinstance(result.exception, Problem)
    assert "sao lưu" in str(result.exception)
    assert not corrected.register.exists()


def test_the_last_copy_of_each_day_is_kept(corrected: Office) -> None:
    folder = corrected.folder / COPIES
    (copy, *_) = folder.glob("*.db")
    for day in range(1, 10):
        for hour in range(3):
            shutil.copyfile(copy, folder / f"2020-01-0{day} 0{hour}0000.db")
    _correct(corrected, "Bà Lê Thị Hoa", "Bà Lê Thị Hòa")
    corrected.run()
    days = {path.name[:10] for path in folder.glob("*.db")}
    assert len(days) == 10
    assert len(list(folder.glob("*.db"))) < 20


@pytest.mark.parametrize("statement", ["INSERT INTO entries", "UPDATE files", "DELETE FROM due"])
def test_a_full_disk_at_the_register_is_one_line(own_office: Office, statement: str) -> None:
    own_office.drop("một.docx", ROWS, DAY)

    def fill(*given: object) -> None:
        if str(given[2]).startswith(statement):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    event.listen(Engine, "before_cursor_execute", fill)
    try:
        failed = own_office.call("run")
    finally:
        event.remove(Engine, "before_cursor_execute", fill)
    assert isinstance(failed.exception, Problem)
    assert failed.exception.exit_code == ExitCode.NOT_WRITTEN
    assert str(own_office.folder) in str(failed.exception)
    own_office.run()
    assert own_office.count("entries") == 2


def test_a_register_open_elsewhere_is_one_line(corrected: Office) -> None:
    _correct(corrected, "Bà Lê Thị Hoa", "Bà Lê Thị Hòa")
    with closing(sqlite3.connect(corrected.register, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        problem = corrected.call("run").exception
    assert isinstance(problem, Problem)
    assert "chương trình khác mở" in str(problem)
    corrected.run()
    assert "Bà Lê Thị Hòa" in _subjects(corrected)


def test_garbage_in_the_lock_locks_nobody_out(corrected: Office) -> None:
    (corrected.folder / LOCK_NAME).write_bytes(b"\0garbage" * 999)
    corrected.run()


# --- papers --------------------------------------------------------------------------


def test_a_report_that_was_filled_in_is_kept(own_office: Office) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    own_office.run()
    report = own_office.output / "2023" / "bao-cao-nam-2023.docx"
    paper = docx.Document(str(report))
    paper.add_paragraph("Do cơ quan điền")
    paper.core_properties.last_modified_by = "Cán bộ"
    paper.save(str(report))
    own_office.drop("hai.docx", ROWS[:1], DAY, no=2)
    told = own_office.run().output
    (kept,) = report.parent.glob("bao-cao-nam-2023 (*).docx")
    assert kept.name in told.replace("\n", "")
    assert docx.Document(str(kept)).paragraphs[-1].text == "Do cơ quan điền"
    assert docx.Document(str(report)).paragraphs[-1].text != "Do cơ quan điền"
    own_office.drop("ba.docx", ROWS[1:], DAY, no=3)
    own_office.run()
    assert len(list(report.parent.glob("bao-cao-nam-2023*.docx"))) == 2


def test_somebody_elses_workbook_in_our_place_is_kept(own_office: Office) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    place = own_office.output / "2023" / "một.xlsx"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"locked with a password")
    own_office.run()
    (kept,) = place.parent.glob("một (*).xlsx")
    assert kept.read_bytes() == b"locked with a password"
    assert "Danh sách" in openpyxl.load_workbook(place).sheetnames


def test_a_plan_called_as_the_years_workbook_has_its_own(own_office: Office) -> None:
    own_office.drop("tong-hop-nam-2023.docx", ROWS, DAY)
    own_office.run()
    assert len(list((own_office.output / "2023").glob("tong-hop-nam-2023*.xlsx"))) == 2
    assert "Biểu 06 - Danh sách" in openpyxl.load_workbook(own_office.book(2023)).sheetnames


@posix
def test_papers_and_register_are_their_owners_only(own_office: Office) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    own_office.run()
    made = [own_office.register, own_office.folder / COPIES, *own_office.output.rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in made if path.exists()} == {0}


@posix
def test_a_shared_folder_shares_what_is_put_there(own_office: Office) -> None:
    own_office.folder.chmod(0o2770)
    own_office.drop("một.docx", ROWS, DAY)
    own_office.run()
    made = [own_office.register, *own_office.output.rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in made} == {0o060, 0o070}


# --- what lies in the input folder -----------------------------------------------------


@posix
def test_links_and_odd_files_are_named(own_office: Office, tmp_path: Path) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    outside = own_office.drop("hai.docx", ROWS, DAY).rename(tmp_path / "hai.docx")
    (own_office.input / "liên kết.docx").symlink_to(outside)
    (own_office.input / "thư mục").symlink_to(tmp_path)
    (own_office.input / "lối tắt.lnk").write_bytes(b"L")
    os.mkfifo(own_office.input / "ống.pdf")
    told = own_office.run(ExitCode.NOT_READ).output
    for name in ("liên kết.docx", "thư mục", "lối tắt.lnk", "ống.pdf"):
        assert f"{name}: không đọc được" in told


@posix
def test_a_folder_that_cannot_be_opened_is_named(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    own_office.drop("kín/hai.docx", ROWS, DAY)
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("kín"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    told = own_office.run(ExitCode.NOT_READ).output
    assert "kín: không đọc được" in told


@posix
def test_a_name_of_other_bytes_or_orders_is_shown(own_office: Office) -> None:
    paper = own_office.drop("một.docx", ROWS, DAY)
    shutil.copyfile(paper, os.fsencode(own_office.input) + b"/\xcb\x1b[31m\xe2\x80\xaeh.docx")
    told = own_office.run().output
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "␛[31m" in told
    names = "".join(path.name for path in own_office.output.rglob("*"))
    assert "\x1b" not in names
    assert own_office.count("files") == 2


# --- temporary files -----------------------------------------------------------------


def test_what_a_killed_run_left_is_swept(
    own_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tạm"))
    (tmp_path / "tạm").mkdir()
    own_office.drop("một.docx", ROWS, DAY)
    seen: list[Path] = []

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", lambda path, **_: seen.append(Path(path)))
        patch.setattr("pipeline.job.run.read_inbox", leave)
        own_office.call("run")
    left = [path for path in seen if path.exists()]
    assert left
    (left[0] / "citizens.txt").write_text("names", encoding="utf-8")
    own_office.run()
    assert list((tmp_path / "tạm").iterdir()) == []


def test_no_room_for_temporary_files_is_one_line(
    own_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_office.drop("một.docx", ROWS, DAY)
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path / "không có"))
        problem = own_office.call("run").exception
    assert isinstance(problem, Problem)
    assert "không có" in str(problem)
    assert "TMPDIR" in str(problem)
    own_office.run()
