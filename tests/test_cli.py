"""The command as an officer meets it: exit codes, bad files, settings, running twice."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pypdfium2
import pytest
from PIL import Image

from pipeline.cli import main as cli
from pipeline.cli.main import main
from pipeline.job import plan
from pipeline.job.run import Job, Result, run
from pipeline.problems import ExitCode
from pipeline.settings import CutOffSettings, Settings, read_settings
from tests.build_plan import Layout, build, make_rows

SAMPLE = Path(__file__).parent / "golden" / "hoa-binh-2023" / "plan.pdf"

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one small plan in it; spaces and Vietnamese letters in its path."""
    folder = tmp_path / "Phòng Nội vụ" / "điển hình 2023"
    (folder / "input").mkdir(parents=True)
    build(make_rows(6, seed=2), Layout(), folder / "input" / "kế hoạch số 1.docx")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Call the command in this process; returns exit code, stdout and stderr."""

    def call_here(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capfd.readouterr()
        return int(left.value.code or 0), out, err

    return call_here


def _call_outside(*arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        capture_output=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


@pytest.fixture(params=["in process", "subprocess"])
def either(request: pytest.FixtureRequest, call: Call) -> Call:
    """Call the command in this process or in one of its own."""
    return call if request.param == "in process" else _call_outside


def _run(folder: Path) -> Result:
    return run(Job(folder / "input", folder / "output", Settings(), folder=folder), lambda *_: None)


def _hash(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- pictures of tables --------------------------------------------------------------


def test_tables_draws_each_page_with_the_cells_that_were_found(office: Path, call: Call) -> None:
    build(make_rows(6, seed=2), Layout(), office / "kế hoạch.pdf")
    code, out, err = call("tables", "kế hoạch.pdf", "--picture", "ảnh", "--format", "jsonl")
    assert (code, err) == (ExitCode.OK, "")
    pages = pypdfium2.PdfDocument(office / "kế hoạch.pdf")
    drawn = sorted((office / "ảnh").glob("*.png"))
    assert len(drawn) == len(pages)
    listed = {number for line in out.splitlines() for number in json.loads(line)["pages"]}
    reddish = {number for number, path in enumerate(drawn, 1) if _count_red(path) > 1000}
    assert reddish == listed
    pages.close()


def _count_red(path: Path) -> int:
    points = np.asarray(Image.open(path).convert("RGB")).astype(int)
    return int(((points[:, :, 0] > 180) & (points[:, :, 1] < 60)).sum())


# --- exit codes ----------------------------------------------------------------------


def test_all_read_is_0(office: Path, either: Call) -> None:
    code, out, err = either("run")
    assert (code, err) == (ExitCode.OK, "")
    assert "1/1 kế hoạch số 1.docx: 6 mục" in out
    assert _run(office).exit_code == ExitCode.OK


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--inptu", "x"], "--inptu"),
        (["run", "--year", "nay"], "--year"),
        (["run", "--input", "không có"], "không có"),
        (["run", "--template", "không có.docx"], "không có.docx"),
        (["extract"], "files"),
        (["extract", "input/kế hoạch số 1.docx", "--format", "pdf"], "--format"),
        (["extract", "input/kế hoạch số 1.docx", "--format", "xlsx"], "-o"),
        (["report", "1999"], "1999"),
        (["no-such-command"], "no-such-command"),
    ],
)
def test_wrong_options_are_1(office: Path, call: Call, arguments: list[str], words: str) -> None:
    code, _, err = call(*arguments)
    assert code == ExitCode.BAD_OPTIONS
    assert words in err
    assert "Traceback" not in err


def test_a_file_that_is_not_read_is_2_and_the_rest_is_written(office: Path, either: Call) -> None:
    (office / "input" / "hỏng.pdf").write_bytes(SAMPLE.read_bytes()[:900])
    code, out, _ = either("run")
    assert code == ExitCode.NOT_READ
    assert "hỏng.pdf: không đọc được" in out
    assert list(office.rglob("kế hoạch số 1.xlsx"))
    assert _run(office).exit_code == ExitCode.NOT_READ
    assert either("extract", "input/hỏng.pdf")[0] == ExitCode.NOT_READ
    assert either("tables", "input/hỏng.pdf")[0] == ExitCode.NOT_READ


def test_an_output_that_cannot_be_written_is_3(office: Path, either: Call) -> None:
    (office / "output").write_text("a file where the folder should be", encoding="utf-8")
    code, _, err = either("extract", "input/kế hoạch số 1.docx", "-o", "không có/danh sách.csv")
    assert code == ExitCode.NOT_WRITTEN
    assert "danh sách.csv" in err
    code, out, err = either("run")
    assert code == ExitCode.NOT_WRITTEN
    assert "output" in out + err


def test_no_arguments_show_what_there_is(call: Call) -> None:
    code, out, err = call()
    assert code == ExitCode.BAD_OPTIONS
    for name in ("run", "extract", "tables", "report"):
        assert name in out + err


# --- what goes to stdout -------------------------------------------------------------


@pytest.mark.parametrize("command", [(), ("run",), ("compare",), ("introduce",), ("doctor",)])
def test_the_help_speaks_vietnamese(call: Call, command: tuple[str, ...]) -> None:
    code, out, _ = call(*command, "--help")
    assert code == 0
    assert "Cách dùng:" in out
    assert "Tùy chọn" in out
    for english in ("Usage", "Options", "OPTIONS", "Arguments", "Show this", "default", "required"):
        assert english not in out


def test_extract_prints_entries_and_nothing_else(office: Path, call: Call) -> None:
    code, out, _ = call("extract", "input/kế hoạch số 1.docx", "--format", "jsonl")
    assert code == ExitCode.OK
    records = [json.loads(line) for line in out.splitlines()]
    assert [record["no"] for record in records] == ["1", "2", "3", "4", "5", "6"]
    assert {record["source_file"] for record in records} == {"kế hoạch số 1.docx"}


def test_every_format_holds_every_entry(office: Path, call: Call) -> None:
    path = "input/kế hoạch số 1.docx"
    records = [json.loads(x) for x in call("extract", path, "--format", "jsonl")[1].splitlines()]
    _, text, _ = call("extract", path, "--format", "csv")
    for record in records:
        assert record["model"] in text
    assert call("extract", path, "--format", "xlsx", "-o", "danh sách.xlsx")[0] == ExitCode.OK
    sheet = openpyxl.load_workbook("danh sách.xlsx").active
    assert sheet is not None
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {record["model"] for record in records} <= cells


def test_stdout_is_utf_8_whatever_the_terminal(office: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run"],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    )
    assert done.returncode == ExitCode.OK
    assert "kế hoạch số 1.docx: 6 mục" in done.stdout.decode("utf-8")


# --- settings ------------------------------------------------------------------------


def test_an_unknown_key_is_named_with_the_nearest(office: Path, either: Call) -> None:
    (office / "settings.toml").write_text('[place]\nprovinse = "Hòa Bình"\n', encoding="utf-8")
    code, _, err = either("run")
    assert code == ExitCode.BAD_OPTIONS
    assert "place.provinse" in err
    assert "“province”" in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[office\n", "TOML"),
        ("[office]\naddressees = 3\n", "addressees"),
        ('[cut_off]\nfirst = "32/01"\n', "“cut_off.first” không hợp lệ (“32/01” phải là ngày"),
        ('[cut_off]\nlast = "31/02"\n', "“cut_off.last” không hợp lệ (không có ngày 31/02)"),
        ("[[legal_basis]]\nsince = 2023\n", "since"),
    ],
)
def test_a_value_that_does_not_hold_is_named(
    office: Path, call: Call, text: str, words: str
) -> None:
    (office / "settings.toml").write_text(text, encoding="utf-8")
    code, _, err = call("run")
    assert code == ExitCode.BAD_OPTIONS
    assert "settings.toml" in err
    assert words in err


def test_settings_saved_by_notepad_are_read(tmp_path: Path) -> None:
    text = '[place]\nprovince = "Hòa Bình"\n'
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8-sig")
    assert read_settings(tmp_path).place.province == "Hòa Bình"


def test_a_year_is_counted_from_day_to_day_whatever_its_length() -> None:
    leap = CutOffSettings(first="01/03", last="29/02")
    assert leap.period(2023) == (date(2022, 3, 1), date(2023, 2, 28))
    assert leap.period(2024) == (date(2023, 3, 1), date(2024, 2, 29))
    late = CutOffSettings(first="29/02", last="28/02")
    assert late.period(2023) == (date(2022, 2, 28), date(2023, 2, 28))
    assert CutOffSettings().period(2023) == (date(2023, 1, 1), date(2023, 12, 31))


def test_papers_of_an_office_s_own_go_before_the_shipped_ones_in_their_period_only() -> None:
    own = {"since": date(2025, 1, 1), "until": date(2025, 12, 31), "papers": ["Quyết định số 9"]}
    settings = Settings.model_validate({"legal_basis": [own]})
    assert settings.legal_papers(2025) == ("Quyết định số 9",)
    for year in (2023, 2024, 2026):
        assert settings.legal_papers(year) == Settings().legal_papers(year) != ()


def test_the_last_of_february_ends_a_year_in_its_papers(office: Path, call: Call) -> None:
    (office / "settings.toml").write_text(
        '[cut_off]\nfirst = "01/03"\nlast = "29/02"\n', encoding="utf-8"
    )
    assert call("run")[0] == ExitCode.OK
    report = docx.Document(str(next(office.rglob("bao-cao-nam-2023.docx"))))
    assert "28/02/2023" in "\n".join(paragraph.text for paragraph in report.paragraphs)


def test_settings_reach_the_report(office: Path, call: Call) -> None:
    (office / "settings.toml").write_text(
        '[office]\nsigner_name = "Trần Thị Ký"\nissuer = "Ủy ban nhân dân thị xã Thử"\n',
        encoding="utf-8",
    )
    assert call("run")[0] == ExitCode.OK
    report = docx.Document(str(next(office.rglob("bao-cao-nam-*.docx"))))
    text = "\n".join(cell.text for table in report.tables for cell in table._cells)
    assert "Trần Thị Ký" in text


# --- bad files -----------------------------------------------------------------------


def _drop_bad_files(folder: Path) -> set[str]:
    """Put one file of every bad kind there; return the names that must be said."""
    good = SAMPLE.read_bytes()
    (folder / "trống.pdf").write_bytes(b"")
    (folder / "cụt.pdf").write_bytes(good[: len(good) // 3])
    (folder / "cụt.docx").write_bytes((folder / "kế hoạch số 1.docx").read_bytes()[:3000])
    (folder / "sai loại.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    (folder / "ghi chú.txt").write_bytes(b"a" * 200_000)  # one line, and no text
    (folder / "chương trình.pdf").write_bytes(b"MZ" + bytes(5000))
    _lock_pdf(folder / "khóa.pdf")
    with zipfile.ZipFile(folder / "nén.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lớn.docx", bytes(400 * 1024 * 1024))
    return {path.name for path in folder.iterdir()} - {"kế hoạch số 1.docx"}


def _lock_pdf(path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption("mật khẩu", strength=128))
    canvas.drawString(100, 700, "x")
    canvas.save()
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(path)


def test_each_bad_file_has_one_clear_line_and_the_others_go_on(office: Path, call: Call) -> None:
    bad = _drop_bad_files(office / "input")
    before = _hash(office / "input")
    code, out, err = call("run")
    assert code == ExitCode.NOT_READ
    assert "Traceback" not in out + err
    for name in bad:
        lines = [line for line in out.splitlines() if f" {name}" in line and "/" in line[:6]]
        assert len(lines) == 1, name
        assert lines[0].endswith("không đọc được"), name
        reasons = [line for line in out.splitlines() if line.startswith(f"Cần xem: {name}: ")]
        assert len(reasons) == 1, name
    assert "kế hoạch số 1.docx: 6 mục" in out
    assert _hash(office / "input") == before


@pytest.mark.parametrize("name", ["~$kế hoạch.docx", ".~lock.a.docx#", "a.pdf.part", "Thumbs.db"])
def test_files_that_others_are_writing_are_left_alone(office: Path, name: str) -> None:
    (office / "input" / name).write_bytes(b"half")
    result = _run(office)
    assert result.exit_code == ExitCode.OK
    assert [told.source_file for told in result.told] == ["kế hoạch số 1.docx"]


def test_a_copy_is_counted_once(office: Path) -> None:
    source = office / "input" / "kế hoạch số 1.docx"
    (office / "input" / "bản sao").mkdir()
    shutil.copy(source, office / "input" / "bản sao" / "Kế hoạch (1).docx")
    result = _run(office)
    assert sorted(told.line[:5] for told in result.told) == ["0 mục", "6 mục"]
    assert result.exit_code == ExitCode.OK


def test_an_unforeseen_failure_of_one_file_does_not_pass_for_success(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(plan, "read", fail)
    with pytest.raises((MemoryError, SystemExit)) as left:
        cli.main(["extract", "input/kế hoạch số 1.docx"])
    assert getattr(left.value, "code", 1) != ExitCode.OK


# --- running twice -------------------------------------------------------------------


_TIME_STAMP = re.compile(r"\d{2}:\d{2} ngày \d")


def _cells(folder: Path) -> dict[str, list[str]]:
    return {
        f"{path.name} {sheet.title}": [
            f"{cell.coordinate} {cell.value}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and not _TIME_STAMP.search(str(cell.value))
        ]
        for path in sorted(folder.rglob("*.xlsx"))
        for sheet in openpyxl.load_workbook(path)
    }


def test_running_twice_writes_nothing_again(office: Path) -> None:
    first = _run(office)
    assert len(first.written) == 3
    before = _hash(office / "output")
    second = _run(office)
    assert second.written == ()
    assert second.told == first.told
    assert _hash(office / "output") == before


def test_what_is_gone_is_written_again_with_another_time_only(office: Path) -> None:
    first = _run(office)
    before = _cells(office / "output")
    gone = next(path for path in first.written if path.name.startswith("tong-hop"))
    gone.unlink()
    second = _run(office)
    assert gone in second.written
    assert _cells(office / "output") == before


def test_other_settings_write_the_papers_again(office: Path) -> None:
    _run(office)
    (office / "settings.toml").write_text('[office]\nsigner_name = "Lê Văn A"\n', encoding="utf-8")
    job = Job(office / "input", office / "output", read_settings(office), folder=office)
    assert len(run(job, lambda *_: None).written) == 3


def test_report_writes_the_same_papers_without_the_files(office: Path, call: Call) -> None:
    assert _run(office).exit_code == ExitCode.OK
    year = next(path for path in (office / "output").iterdir() if path.name.isdigit())
    before = _cells(office / "output")
    shutil.rmtree(office / "input")
    for path in year.glob("tong-hop-*"):
        path.unlink()
    assert call("report", year.name)[0] == ExitCode.OK
    assert _cells(office / "output") == before
