"""How the cost of a run grows with the files: the first, one over unchanged files, one new file.

Run by hand: python -m bench.scale --files 50,150,450,1500
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.papers import drop_papers


def main(arguments: Sequence[str] | None = None) -> None:
    """Drop plans, run, run again, add one, run; print seconds, CPU and the most memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", default="50,150,450,1500", help="how many, by comma")
    parser.add_argument("--rows", type=int, default=20, help="rows a plan")
    options = parser.parse_args(arguments)
    print(f"{'files':>6} {'what':12}{'s':>8}{'CPU s':>8}{'ms/file':>9}{'MB':>7}")
    for count in map(int, options.files.split(",")):
        with tempfile.TemporaryDirectory() as name:
            office = Path(name)
            drop_papers(office / "input" / "2026", count, options.rows)
            _time(office, "first", count)
            _time(office, "unchanged", count)
            drop_papers(office / "input" / "2026" / "thêm", 1, options.rows, seed=99_999)
            _time(office, "one new", count)


def _time(office: Path, what: str, count: int) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "run"]
    done = subprocess.run(
        command,
        cwd=office,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": _HERE},
    )
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        print(done.stdout.decode()[-500:], done.stderr.decode()[-500:])
    print(
        f"{count:>6} {what:12}{seconds:>8.1f}{cpu:>8.1f}{1000 * seconds / count:>9.1f}"
        f"{after.ru_maxrss / 1024:>7.0f}",
        flush=True,
    )


_HERE = str(Path(__file__).parents[1])


if __name__ == "__main__":
    main()
