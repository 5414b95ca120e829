"""What the register remembers, through the command as an officer runs it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from pipeline.job import reading, tasks
from pipeline.job import run as run_module
from pipeline.job.plan import Reading, read_tables
from pipeline.model import Source
from pipeline.read import recipe
from pipeline.read.means import Means
from pipeline.register.connect import connect
from pipeline.register.lock import hold_lock
from pipeline.register.migrate import alembic_config
from pipeline.register.schema import HEAD, Base
from pipeline.register.store import open_alone
from tests.year_papers import Office

ROOT = Path(__file__).parents[1]
LAST = [
    ("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa"),
    ("Ông Bùi Văn An, xóm Mỵ, xã Yên Mông", "Nuôi ong lấy mật"),
]
NOW = [
    ("Hội Nông dân phường Dân Chủ", "Tổ hợp tác trồng hoa"),
    ("Trạm Y tế phường Thái Bình", "Ngày hội hiến máu"),
]


def read_book(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_last_year_is_there_when_its_file_is_gone(office: Office) -> None:
    old = office.drop("2022.docx", LAST, "10/3/2022")
    office.run()
    old.unlink()
    office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    rows = read_book(office.book(2023))["Biểu 05 - Biến động"]
    assert [row[1] for row in rows if row[0] and str(row[0]).isdigit()] == [
        "Mới",
        "Duy trì",
        "Không còn trong danh sách",
    ]


def test_plan_stays_when_the_input_is_emptied(office: Office) -> None:
    office.drop("2022.docx", LAST, "10/3/2022").unlink()
    path = office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    path.unlink()
    office.run()
    assert office.call("report", "2023").exit_code == 0


def test_the_year_names_files_of_its_own_that_were_not_read(office: Office) -> None:
    office.drop("2022/a.docx", LAST, "10/3/2022")
    office.drop("2023/b.docx", NOW, "15/3/2023")
    for name in ("2023/hỏng.pdf", "không rõ năm.pdf"):
        (office.input / name).write_bytes(b"")
    office.run(expected=2)
    for year, names in (
        (2022, ["không rõ năm.pdf"]),
        (2023, ["2023/hỏng.pdf", "không rõ năm.pdf"]),
    ):
        lines = [str(row[0]) for row in read_book(office.book(year))["Nguồn số liệu"]]
        (told,) = (line for line in lines if line.startswith("Chưa đọc được"))
        assert told.startswith(f"Chưa đọc được {len(names)} tệp ")
        assert told.endswith(f": {'; '.join(names)}.")
    for path in office.input.rglob("*.pdf"):
        path.unlink()
    office.run()
    assert "Chưa đọc được" not in str(read_book(office.book(2023))["Nguồn số liệu"])


def test_file_is_read_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    monkeypatch.setattr(tasks, "read_tables", _fail)
    assert "2 mục" in office.run().output


def _fail(*given: object) -> None:
    raise AssertionError(f"not to be called: {given}")


def test_new_program_version_reads_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    monkeypatch.setattr(reading, "__version__", "99.0")
    monkeypatch.setattr(tasks, "read_tables", _fail)
    assert office.call("run").exit_code != 0


def test_what_a_broken_run_read_is_written_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.drop("2023.docx", NOW, "15/3/2023")
    with monkeypatch.context() as broken:
        broken.setattr(run_module, "write_papers", _fail)
        assert office.call("run").exit_code != 0
    path.unlink()
    assert not office.book(2023).exists()
    office.run()
    assert _listed(office, 2023) == 2
    written = office.book(2023).stat().st_mtime_ns
    office.run()
    assert office.book(2023).stat().st_mtime_ns == written  # once is enough


def test_papers_that_could_not_be_written_are_written_by_the_next_run(office: Office) -> None:
    path = office.drop("2023.docx", NOW, "15/3/2023")
    office.book(2023).mkdir(parents=True)
    assert "(mới" in office.run(expected=3).output
    office.book(2023).rmdir()
    path.unlink()
    office.run()
    assert _listed(office, 2023) == 2


def test_year_that_a_file_leaves_is_due(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("a.docx", NOW, "15/3/2023")
    path = office.drop("b.docx", LAST, "20/3/2023", no=2)
    office.run()
    assert _listed(office, 2023) == 3  # one of them stands in both
    office.drop("b.docx", LAST, "20/3/2024", no=2)
    (office.input / "a.docx").unlink()
    with monkeypatch.context() as broken:
        broken.setattr(run_module, "write_papers", _fail)
        assert office.call("run").exit_code != 0
    path.unlink()
    office.run()
    assert _listed(office, 2023) == 2


@pytest.mark.parametrize("command", ["report", "forms", "status", "introduce"])
def test_asking_for_a_year_makes_no_register(own_office: Office, command: str) -> None:
    told = str(own_office.call(command, "2023").exception)
    assert "Sổ dữ liệu chưa có kế hoạch nào của năm 2023 (đang có: chưa có năm nào)" in told
    assert [path.name for path in own_office.folder.iterdir()] == ["input"]


def test_renamed_file_counts_once(office: Office) -> None:
    path = office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    path.rename(path.with_name("kế hoạch 2023.docx"))
    assert "2 mục" in office.run().output
    assert office.count("files WHERE current") == 1
    assert _listed(office, 2023) == 2


def test_changed_file_takes_the_place_of_the_old_one(office: Office) -> None:
    office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    office.drop("2023.docx", [*NOW, ("Trường Mầm non Hoa Ban", "Vườn rau của bé")], "15/3/2023")
    office.run()
    assert _listed(office, 2023) == 3


def _listed(office: Office, year: int) -> int:
    rows = read_book(office.book(year))["Biểu 06 - Danh sách"]
    return sum(str(row[0]).isdigit() for row in rows)


def test_running_twice_changes_the_time_stamp_only(office: Office) -> None:
    office.drop("2022.docx", LAST, "10/3/2022")
    office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    first = {path: read_book(path) for path in office.output.rglob("*.xlsx")}
    office.run()
    for path, sheets in first.items():
        assert _without_stamp(read_book(path)) == _without_stamp(sheets)


def _without_stamp(sheets: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[Any]]:
    def has_stamp(row: tuple[Any, ...]) -> bool:
        return any(str(text).startswith(("Thời điểm lập", "Lập lúc")) for text in row)

    return {name: [row for row in rows if not has_stamp(row)] for name, rows in sheets.items()}


@pytest.mark.parametrize(
    "place",
    [
        "read/table/ruled.py",
        "read/docx/body.py",
        "language/keys.py",
        "frame.py",
        "data/columns.toml",
    ],
)
def test_a_change_of_any_part_that_reads_reads_again(
    own_office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    program = tmp_path / "program"
    shutil.copytree(ROOT / "pipeline", program, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(recipe, "files", lambda _: program)
    recipe.digest_program.cache_clear()
    own_office.drop("2023.docx", NOW, "15/3/2023")
    own_office.run()
    reads = _count_reads(monkeypatch)
    own_office.run()
    assert reads == []
    with (program / place).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    recipe.digest_program.cache_clear()
    own_office.run()
    assert len(reads) == 1
    recipe.digest_program.cache_clear()


def test_a_new_version_of_a_library_that_reads_reads_again(
    own_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_office.drop("2023.docx", NOW, "15/3/2023")
    own_office.run()
    reads = _count_reads(monkeypatch)
    recipe.digest_libraries.cache_clear()
    recipe._find_version.cache_clear()
    monkeypatch.setattr(recipe, "version", lambda name: "99" if name == "lxml" else "1")
    own_office.run()
    assert len(reads) == 1
    recipe.digest_libraries.cache_clear()
    recipe._find_version.cache_clear()


def _count_reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list that grows with every file that is read."""
    reads: list[object] = []

    def count(source: Source, means: Means) -> Reading:
        reads.append(source)
        return read_tables(source, means)

    monkeypatch.setattr(tasks, "read_tables", count)
    return reads


def test_report_writes_the_papers_without_reading(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    office.book(2023).unlink()
    monkeypatch.setattr(tasks, "read_tables", _fail)
    result = office.call("report", "2023")
    assert result.exit_code == 0
    assert office.book(2023).exists()
    assert (office.output / "2023" / "bao-cao-nam-2023.docx").exists()


def test_report_of_an_unknown_year_names_those_known(office: Office) -> None:
    office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    problem = str(office.call("report", "2019").exception)
    assert "2019" in problem
    assert "2023" in problem


def test_two_runs_at_once_are_kept_apart(office: Office) -> None:
    office.drop("2023.docx", NOW, "15/3/2023")
    with hold_lock(office.folder):
        result = office.call("run")
    assert "lượt chạy khác" in str(result.exception)
    office.run()


def test_a_day_has_one_backup_and_ten_are_kept(own_office: Office) -> None:
    own_office.drop("2023.docx", NOW, "15/3/2023")
    for _ in range(3):
        own_office.run()
    folder = own_office.folder / "dienhinh-sao-luu"
    assert len(list(folder.glob("*.db"))) == 1
    for day in range(10, 25):
        (folder / f"2020-01-{day} 080000.db").write_bytes(b"")
    for path in folder.glob("202[1-9]*.db"):
        path.unlink()
    own_office.run()
    names = sorted(path.name for path in folder.glob("*.db"))
    assert len(names) == 10
    assert not names[-1].startswith("2020")
    with closing(sqlite3.connect(folder / names[-1])) as base:
        assert base.execute("SELECT count(*) FROM entries").fetchone() == (2,)


def test_migrations_give_the_tables_that_the_program_writes(tmp_path: Path) -> None:
    engine = connect(tmp_path, "")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == HEAD
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == HEAD


def test_register_of_a_newer_program_is_refused(own_office: Office) -> None:
    own_office.drop("2023.docx", NOW, "15/3/2023")
    own_office.run()
    with closing(sqlite3.connect(own_office.register)) as base:
        base.execute("UPDATE alembic_version SET version_num = '9999'")
        base.commit()
    assert "phiên bản mới hơn" in str(own_office.call("run").exception)


def test_broken_register_names_its_backups(own_office: Office) -> None:
    own_office.register.write_bytes(b"not a database" * 100)
    assert "dienhinh-sao-luu" in str(own_office.call("run").exception)


def test_reading_commands_leave_the_register_alone(own_office: Office) -> None:
    path = own_office.drop("2023.docx", NOW, "15/3/2023")
    for command in ("extract", "tables"):
        assert own_office.call(command, str(path)).exit_code == 0
    assert not own_office.register.exists()


def test_reading_commands_do_not_load_the_database_library(own_office: Office) -> None:
    path = own_office.drop("2023.docx", NOW, "15/3/2023")
    code = (
        "import sys; from pipeline.cli.main import main\n"
        "try: main(['extract', sys.argv[1]])\n"
        "finally: print('loaded' if 'sqlalchemy' in sys.modules else 'clean', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    assert done.stderr.split()[-1] == "clean"


_SINCE = ("due_years", "unsure_cells", "workbooks", "forms", "sent_forms", "year_papers")


def test_old_register_is_backed_up_and_migrated(own_office: Office) -> None:
    own_office.drop("2023.docx", NOW, "15/3/2023")
    own_office.run()
    shutil.rmtree(own_office.folder / "dienhinh-sao-luu", ignore_errors=True)
    with closing(sqlite3.connect(own_office.register)) as base:
        for table in _SINCE:
            base.execute(f"DROP TABLE {table}")
        for table, column in (("files", "told"), ("runs", "unread")):
            base.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        base.execute("UPDATE alembic_version SET version_num = '0001'")
        base.commit()
    today = own_office.folder / "dienhinh-sao-luu" / f"{datetime.now():%Y-%m-%d} 000000.db"
    today.parent.mkdir()
    today.write_bytes(b"")  # the daily one is there already
    own_office.run()
    (copy,) = (path for path in today.parent.glob("*.db") if path != today)
    with closing(sqlite3.connect(copy)) as base:
        assert base.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert own_office.count("entries") == 2
    assert own_office.count("workbooks") == 3


@pytest.mark.parametrize("statement", [2, 5, 9])
def test_register_that_was_half_made_is_made_anew(own_office: Office, statement: int) -> None:
    left = statement

    def break_off(*given: object) -> None:
        nonlocal left
        left -= str(given[2]).lstrip().startswith("CREATE")
        if left == 0:
            raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", break_off)
    try:
        with pytest.raises(KeyboardInterrupt):
            connect(own_office.folder, "")
    finally:
        event.remove(Engine, "before_cursor_execute", break_off)
    own_office.drop("2023.docx", NOW, "15/3/2023")
    own_office.run()
    assert _listed(own_office, 2023) == 2


@pytest.mark.slow
@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_two_machines_do_not_run_at_once(office: Office) -> None:
    office.drop("2023.docx", NOW, "15/3/2023")
    office.run()
    with open_alone(office.folder, office.database):
        assert "Một máy khác" in str(office.call("run").exception)
    office.run()
