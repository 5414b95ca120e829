"""How fast plans are read beside plain pdfplumber, commands start beside plain python-docx.

Run by hand: python -m bench.speed
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber

from pipeline.job.plan import read_tables
from pipeline.read import identify, read
from tests.build_plan import Layout, build, make_rows

SAMPLE = Path("tests/golden/hoa-binh-2023/plan.pdf")
WORD = SAMPLE.with_suffix(".docx")
LONG = Layout(columns=("no", "name", "address", "content", "note"), repeat_heading=True)

_EXTRACT = "import sys; from pipeline.cli.main import main; main(['extract', *sys.argv[1:]])"
_HELP = "from pipeline.cli.main import main; main(['--help'])"
_DOCX = """
import sys, docx
paper = docx.Document(sys.argv[1])
rows = [[c.text for c in row.cells] for table in paper.tables for row in table.rows]
"""
_PLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as document:
    rows = [row for page in document.pages for table in page.extract_tables() for row in table]
"""
_PEAK = """
import atexit, resource
atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr))
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the times of both in turn, the best of several rounds, and their ratio."""
    options = _parse(arguments)
    print(f"{'what':44}{'ours':>10}{'python-docx':>12}{'ratio':>8}")
    _compare_processes("--help, whole process (s)", WORD, options.rounds, (_HELP, _DOCX))
    _compare_processes("extract of DOCX, whole process (s)", WORD, options.rounds,
                       (_EXTRACT, _DOCX))  # fmt: skip
    print(f"{'what':44}{'ours':>10}{'pdfplumber':>12}{'ratio':>8}")
    source = identify(SAMPLE)
    _compare("sample, reading in process (s, CPU)", SAMPLE, lambda: read(source), options.rounds)
    _compare("sample, tables joined, in process (s, CPU)", SAMPLE, lambda: read_tables(source),
             options.rounds)  # fmt: skip
    _compare_processes("sample, whole process (s)", SAMPLE, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        path, pages = _build_long(Path(folder), options.pages)
        _compare(f"plan of {pages} pages, in process (s, CPU)", path,
                 lambda: read(identify(path)), 1)  # fmt: skip
        _compare_processes(f"plan of {pages} pages, whole process (s)", path, 1)
        print(f"{f'plan of {pages} pages, peak memory (MB)':44}"
              f"{_peak(_EXTRACT, path):10.0f}{_peak(_PLUMBER, path):12.0f}")  # fmt: skip


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="the best of so many counts")
    parser.add_argument("--pages", type=int, default=200, help="of the long plan, at least")
    return parser.parse_args(arguments)


def _build_long(folder: Path, pages: int) -> tuple[Path, int]:
    path, rows = folder / "long.pdf", 8 * pages
    while True:
        build(make_rows(rows, seed=1), LONG, path)
        with pdfplumber.open(path) as document:
            count = len(document.pages)
        if count >= pages:
            return path, count
        rows = rows * pages // count + rows // 20


def _extract_with_plumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()


def _compare(what: str, path: Path, ours: Callable[[], object], rounds: int) -> None:
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        for side, call in enumerate((ours, lambda: _extract_with_plumber(path))):
            start = time.process_time()
            call()
            best[side] = min(best[side], time.process_time() - start)
    _print_line(what, *best)


def _compare_processes(
    what: str, path: Path, rounds: int, codes: tuple[str, str] = (_EXTRACT, _PLUMBER)
) -> None:
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        for side, code in enumerate(codes):
            start = time.perf_counter()
            _call(code, path)
            best[side] = min(best[side], time.perf_counter() - start)
    _print_line(what, *best)


def _call(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-c", code, str(path)]
    return subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", check=False)


def _peak(code: str, path: Path) -> float:
    """Return the most memory that the process took, in MB (Linux counts in KB)."""
    first, rest = code.strip().split("\n", 1) if "\n" in code.strip() else ("import sys", code)
    told = _call(f"{first}\n{_PEAK.replace('import atexit', 'import sys, atexit')}\n{rest}", path)
    return int(told.stderr.split()[-1]) / 1024


def _print_line(what: str, ours: float, theirs: float) -> None:
    print(f"{what:44}{ours:10.3f}{theirs:12.3f}{theirs / ours:8.2f}")


if __name__ == "__main__":
    main()
