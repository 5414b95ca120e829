"""A folder of many mixed files, one in twenty of them broken, run over twice.

Run by hand: python -m bench.soak --files 2000

Every file must have its line, every good one its rows, the second run must read nothing again
and write nothing, and the memory of the command's own process must stay flat.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from bench.fuzz import change_markup, cut_tail, flip_bits, swap_parts
from bench.papers import list_communes, write_paper
from tests.build_plan import LAYOUTS, build, make_rows
from tests.plans.office import convert_docx
from tests.scans.looks import LOOKS, scan_pdf
from tests.test_hostile import HOSTILE
from tests.year_pairs import make_pair

_HERE = str(Path(__file__).parents[1])
_SHARES = {".docx": 0.72, ".xlsx": 0.14, ".pdf": 0.12, ".doc": 0.01, ".png": 0.01}


def main(arguments: Sequence[str] | None = None) -> None:
    """Drop the files, run twice, print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--broken", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        office = Path(name)
        good, broken = drop_files(office / "input" / "2026", asked)
        print(f"{good} good files, {broken} broken")
        for turn in ("first", "second"):
            run(office, turn)


def drop_files(folder: Path, asked: argparse.Namespace) -> tuple[int, int]:
    """Write the files; return how many are good, and how many broken."""
    folder.mkdir(parents=True)
    dice, communes = random.Random(asked.seed), list_communes()
    broken = 0
    for number in range(asked.files):
        (suffix,) = dice.choices(list(_SHARES), list(_SHARES.values()))
        path = folder / f"{number:05}{suffix}"
        make_file(path, number, communes[number // 3 % len(communes)])
        if dice.random() < asked.broken:
            broken += 1
            break_file(path, dice)
    return asked.files - broken, broken


def make_file(path: Path, number: int, commune: str) -> None:
    """Write one good plan of this number."""
    rows = make_rows(10, number)
    if path.suffix == ".docx":
        pair = make_pair(10, number, communes=[commune])
        write_paper(path, pair.now, number + 1, 2026, f"UBND {commune}")
    elif path.suffix in (".xlsx", ".pdf"):
        build(rows, LAYOUTS["plain"], path)
    else:
        with tempfile.TemporaryDirectory() as name:
            paper = Path(name) / ("a.docx" if path.suffix == ".doc" else "a.pdf")
            build(rows, LAYOUTS["plain"], paper)
            if path.suffix == ".png":
                scan_pdf(paper, path, LOOKS["office-200"])
            elif (converted := convert_docx(paper, ".doc")) is not None:
                path.write_bytes(converted.read_bytes())


def break_file(path: Path, dice: random.Random) -> None:
    """Put a mutant of the file, or something hostile, in its place."""
    if dice.random() < 0.3:
        name = dice.choice(sorted(HOSTILE))
        path.unlink()
        path.with_name(f"{path.stem} {name}").write_bytes(HOSTILE[name]())
        return
    how = dice.choice((flip_bits, cut_tail, swap_parts, change_markup))
    path.write_bytes(how(path.read_bytes(), dice))


def run(office: Path, turn: str) -> None:
    """Run the command and print what it took and told."""
    (office / "tmp").mkdir(exist_ok=True)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run"],
        cwd=office,
        env=os.environ | {"PYTHONPATH": _HERE, "TMPDIR": str(office / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seen: list[int] = []
    watch = threading.Thread(target=_watch, args=(process, seen))
    watch.start()
    told, _ = process.communicate()
    watch.join()
    quarters = [max(part, default=0) for part in _cut(seen, 4)]
    lines = told.splitlines()
    print(
        f"{turn}: {time.perf_counter() - started:.1f} s, exit code {process.returncode}, "
        f"{sum('không đọc được' in line for line in lines)} not read, "
        f"{sum(line.startswith('Đã ghi') for line in lines)} written, "
        f"{sum('chưa lường trước' in line for line in lines)} unforeseen, "
        f"MB by quarters of the time {quarters}, "
        f"{len(list((office / 'tmp').iterdir()))} temporary files left"
    )
    if "Traceback" in told:
        print(told[-3000:])


def _watch(process: subprocess.Popen[str], seen: list[int]) -> None:
    """Note the memory of the command's own process, in MB, until it ends."""
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            text = status.read_text(encoding="ascii")
        except OSError:
            return
        lines = (line for line in text.splitlines() if line.startswith("VmRSS"))
        seen += [int(line.split()[1]) // 1024 for line in lines]
        time.sleep(0.2)


def _cut(values: list[int], count: int) -> list[list[int]]:
    size = max(1, -(-len(values) // count))
    return [values[start : start + size] for start in range(0, len(values), size)]


if __name__ == "__main__":
    main()
