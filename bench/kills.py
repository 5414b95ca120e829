"""Runs that are killed without notice, at points inside each step, and completed by the next.

Run by hand: python -m bench.kills --kills 100

A point is a change that a run is about to make outside itself: a file opened to be written,
moved, removed, a folder made, a statement to the register. Every run is counted through
once, and killed (SIGKILL) at points spread evenly over all of them; the next run must give
what an undisturbed one gives, and leave no temporary file.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl

from pipeline.register.officer.labels import COLUMN_NAMES, MARK, PLAN_LIST, REMOVE, YEAR_LIST
from tests.year_pairs import make_pair
from tests.year_papers import write_plan

_TOLD = "points.txt"
_HERE = str(Path(__file__).parents[1])


def main(arguments: Sequence[str] | None = None) -> None:
    """Kill and complete runs of three offices; print how many came out otherwise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--child", type=int, default=None, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.child is not None:
        run_until(asked.child)
        return
    with tempfile.TemporaryDirectory() as name:
        cases = list(prepare(Path(name)))
        jobs = [(cases[number % len(cases)], number // len(cases)) for number in range(asked.kills)]
        each = -(-asked.kills // len(cases))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(lambda job: kill_once(*job, each), jobs))
    for case in cases:
        print(f"{case.name}: {case.points} points, {dict(case.kinds)}")
    differ = [result for result in results if result]
    print(f"{asked.kills} killed, {len(differ)} differ afterwards", *differ, sep="\n")


# --- inside the run that is killed -----------------------------------------------------


def run_until(point: int) -> None:
    """Run the command; kill it where it is about to make its ``point``-th change (0: never)."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    from pipeline.cli.main import main as run_command

    kinds: list[str] = []

    def count(kind: str) -> None:
        kinds.append(kind)
        if len(kinds) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(name: str, given: tuple[Any, ...]) -> None:
        if name in _CHANGES or (name == "open" and _is_written(given)):
            count(name)

    sys.addaudithook(watch)
    event.listen(Engine, "before_cursor_execute", lambda *_: count("statement"))
    event.listen(Engine, "commit", lambda *_: count("commit"))
    try:
        run_command(["run"])
    finally:
        if point == 0:
            Path(os.environ["KILLS_TOLD"]).write_text("\n".join(kinds), encoding="utf-8")


_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime"})


def _is_written(given: tuple[Any, ...]) -> bool:
    mode, flags = given[1], given[2]
    return bool(mode and set(mode) & set("wax+")) or bool((flags or 0) & (os.O_WRONLY | os.O_RDWR))


# --- around it ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """An office before a run, and what the run gives where nobody disturbs it."""

    name: str
    office: Path
    workers: bool  # files are read and papers written by workers
    points: int
    kinds: Counter[str]
    due: dict[str, Any]


def prepare(folder: Path) -> Iterator[Case]:
    """Make offices: new plans only, an officer's corrections too, the same with workers."""
    fresh, corrected = folder / "fresh", folder / "corrected"
    drop_plans(fresh, range(6))
    drop_plans(corrected, range(4))
    start(corrected, workers=False).wait()
    correct(corrected)
    drop_plans(corrected, range(4, 6))
    for name, office, workers in (
        ("new plans", fresh, False),
        ("corrections too", corrected, False),
        ("corrections too, with workers", corrected, True),
    ):
        with copied(office) as calm:
            start(calm, workers=workers, point=0).wait()
            kinds = (calm / _TOLD).read_text(encoding="utf-8").splitlines()
            yield Case(name, office, workers, len(kinds), Counter(kinds), read_office(calm))


def kill_once(case: Case, number: int, of: int) -> str:
    """Kill a run at one of its points and complete it; return what then differs."""
    point = 1 + number * case.points // of
    with copied(case.office) as place:
        killed = start(place, workers=case.workers, point=point).wait()
        code = start(place, workers=case.workers).wait()
        found = read_office(place)
        left = sorted(path.name for path in (place / "tmp").iterdir())
    wrong = sorted(name for name in case.due.keys() | found.keys()
                   if case.due.get(name) != found.get(name))  # fmt: skip
    if killed != -signal.SIGKILL:
        wrong.append(f"not killed: {killed}")
    if code or wrong or left:
        return f"{case.name}, point {point}: exit code {code}, other {wrong}, left {left}"
    return ""


def drop_plans(office: Path, numbers: range) -> None:
    for number in numbers:
        pair = make_pair(20, number)
        day = f"{number + 1}/3/{2022 + number % 2}"
        write_plan(office / "input" / f"{number}.docx", pair.last, day, no=number + 1)


def correct(office: Path) -> None:
    """Change an entry of a year in its list, and take one out of a plan's."""
    for name, sheet, heading, value in (
        ("2023/tong-hop-nam-2023.xlsx", YEAR_LIST, COLUMN_NAMES["note"], "Đề nghị nhân rộng"),
        ("2022/0.xlsx", PLAN_LIST, MARK, REMOVE),
    ):
        book = openpyxl.load_workbook(office / "output" / name)
        cells = (cell for row in book[sheet].iter_rows() for cell in row)
        head = next(cell for cell in cells if cell.value == heading)
        book[sheet].cell(head.row + 3, head.column).value = value
        book.save(office / "output" / name)


@contextmanager
def copied(office: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "office"
        shutil.copytree(office, place)
        yield place


def start(office: Path, *, workers: bool, point: int | None = None) -> subprocess.Popen[bytes]:
    """Start the command in the office's folder."""
    (office / "tmp").mkdir(exist_ok=True)
    own = {"PYTHONPATH": _HERE, "TMPDIR": str(office / "tmp"), "KILLS_TOLD": str(office / _TOLD)}
    if not workers:
        own["DIENHINH_IN_PROCESS"] = "1"
    module = ["pipeline", "run"] if point is None else ["bench.kills", "--child", str(point)]
    command = [sys.executable, "-m", *module]
    return subprocess.Popen(
        command,
        cwd=office,
        env=os.environ | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def read_office(office: Path) -> dict[str, Any]:
    """The cells of every workbook, the words of every report, the entries of the register."""
    found: dict[str, Any] = {}
    for path in sorted(office.glob("output/*/*")):
        name = path.relative_to(office).as_posix()
        if path.suffix == ".xlsx":
            found[name] = [
                [value for value in row if not str(value).startswith("Lập lúc")]
                for sheet in openpyxl.load_workbook(path)
                for row in sheet.iter_rows(values_only=True)
                if "Thời điểm lập" not in row
            ]
        else:
            found[name] = ZipFile(path).read("word/document.xml") if path.suffix == ".docx" else ""
    with closing(sqlite3.connect(office / "dienhinh.db")) as register:
        for table, columns in (("entries", "key, subject, model"), ("corrections", "old, new")):
            found[table] = sorted(register.execute(f"SELECT {columns} FROM {table}"))
    return found


if __name__ == "__main__":
    main()
