"""How exactly generated scans are read: rows, cells, doubts, seconds a page, calibration.

Run by hand: python -m bench.scan --looks office-200,photo --layouts plain --show 3
In another font: --font Arimo-Regular.ttf,Arimo-Bold.ttf
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bench.accuracy import PARSED, align, wrong_columns
from bench.rivals import count_exact
from pipeline.cli.main import app
from pipeline.codes import Flag
from pipeline.language.keys import squeeze
from pipeline.model import Cell, Grid
from pipeline.read import identify, read
from pipeline.read.scan.folder import FOLDER_VARIABLE
from tests.build_plan import LAYOUTS, build, make_rows
from tests.plans import pen
from tests.scans.looks import LOOKS, scan_pdf

_LAYOUTS = ("plain", "four-columns", "nine-columns", "ticks", "groups-roman", "abbreviations")
_STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
_QUOTES = str.maketrans("“”„’‘–—−", '"""\'\'---')


@dataclass(slots=True)
class Score:
    """What was counted over some scans."""

    pages: int = 0
    seconds: float = 0.0
    due: int = 0
    found: int = 0
    cells_exact: int = 0  # rows
    right: int = 0  # rows with every parsed column right
    silent: int = 0  # rows that are wrong, and no flag
    doubted: int = 0  # rows that are right, and flagged
    columns: Counter[str] = field(default_factory=Counter)
    cells: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # (right, flagged)
    steps: Counter[tuple[float, bool]] = field(default_factory=Counter)  # (confidence, right)
    rival: int = 0  # rows that img2table gives with every cell exact

    def add(self, other: Score) -> None:
        """Add what was counted elsewhere."""
        for name in ("pages", "seconds", "due", "found", "cells_exact", "right", "silent",
                     "doubted", "columns", "cells", "steps", "rival"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))


def main(arguments: Sequence[str] | None = None) -> None:
    """Scan plans in every look, read them, print one line a look."""
    options = _parse(arguments)
    if options.font:
        pen.FILES.update(zip((False, True), map(Path, options.font), strict=True))
    total = Score()
    print(f"{'look':12}{'found/due':>10} {'cells':>6} {'right':>6} {'silent':>7} {'doubted':>8} "
          f"{'s/page':>7} {'cell':>7} {'wrong':>6} {'caught':>7} {'false':>6}  short")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault(FOLDER_VARIABLE, str(Path(folder) / "cache"))
        for look in options.looks:
            score = Score()
            for number, layout in enumerate(options.layouts):
                seed = options.seed + 10 * number
                score.add(_measure(layout, look, seed, options, Path(folder)))
            _print_line(look, score)
            total.add(score)
    _print_line("all", total)
    _print_steps(total)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--looks", type=_split, default=list(LOOKS), help="names, by comma")
    parser.add_argument("--layouts", type=_split, default=list(_LAYOUTS), help="names, by comma")
    parser.add_argument("--rows", type=int, default=20, help="rows a plan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--font", type=_split, help="files of the regular and the bold one")
    parser.add_argument("--rival", action="store_true", help="img2table beside it")
    parser.add_argument("--show", type=int, default=0, help="wrong rows to print a plan")
    return parser.parse_args(arguments)


def _split(text: str) -> list[str]:
    return text.split(",")


def _measure(layout: str, look: str, seed: int, options: argparse.Namespace, folder: Path) -> Score:
    printed, scanned = folder / f"{layout}.pdf", folder / f"{layout}-{look}-{seed}.pdf"
    truth = build(make_rows(options.rows, seed), LAYOUTS[layout], printed)
    scan_pdf(printed, scanned, LOOKS[look], seed)
    started = time.process_time()
    document = read(identify(scanned))
    score = Score(document.pages or 0, time.process_time() - started)
    for due, found in _pair_cells(printed, scanned):
        _count_cell(score, due, found, show=options.show > 0)
    records = _extract(scanned)
    score.due, score.found = len(truth.entries), len(records)
    left = options.show
    for want, got in align(truth.entries, records):
        wrong = wrong_columns(want, got) if want and got else ["row"]
        _count_row(score, wrong, got)
        if wrong and left:
            left -= 1
            print(f"  {layout} {look}: {', '.join(wrong)}\n    due {want}\n    got {got}")
    if options.rival:
        cells = [tuple(map(_fold, entry.cells)) for entry in truth.entries]
        score.rival = count_exact(cells, _read_with_img2table(scanned))
    scanned.unlink()
    return score


def _count_row(score: Score, wrong: Sequence[str], got: dict[str, Any] | None) -> None:
    flagged = bool(got and got["flags"])
    score.silent += bool(wrong) and not flagged
    score.doubted += not wrong and flagged
    if "row" not in wrong:
        score.columns.update(name for name in PARSED if name not in wrong)
        score.cells_exact += "cells" not in wrong
        score.right += not wrong


def _extract(path: Path) -> list[dict[str, Any]]:
    """Return the records of ``dienhinh extract``."""
    done = CliRunner().invoke(app, ["extract", str(path), "--format", "jsonl"])
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _read_with_img2table(path: Path) -> list[tuple[str, ...]]:
    """Return the rows that img2table finds with the same Tesseract."""
    document = import_module("img2table.document").PDF(str(path))
    engine = import_module("img2table.ocr").TesseractOCR(n_threads=1, lang="vie")
    tables = document.extract_tables(ocr=engine, min_confidence=1)
    return [
        tuple(_fold(str(cell or "")) for cell in row)
        for found in tables.values()
        for table in found
        for row in table.df.to_numpy().tolist()
    ]


# --- cells ---------------------------------------------------------------------------


def _pair_cells(printed: Path, scanned: Path) -> Iterator[tuple[Cell, Cell]]:
    """Pair the cells of tables to which both readings give one shape."""
    for want, got in zip(_list_grids(printed), _list_grids(scanned), strict=False):
        if (want.width, len(want.rows)) != (got.width, len(got.rows)):
            continue
        for due, found in zip(want.rows, got.rows, strict=True):
            for one, other in zip(due.cells, found.cells, strict=True):
                if one is not None and other is not None:
                    yield one, other


def _count_cell(score: Score, due: Cell, found: Cell, *, show: bool) -> None:
    right, flagged = _fold(due.text) == _fold(found.text), Flag.CELL_UNCERTAIN in found.doubts
    score.cells[right, flagged] += 1
    if found.confidence is not None and found.text:
        score.steps[max(step for step in _STEPS if step <= found.confidence), right] += 1
    if show and not right and not flagged:
        print(f"  silent: due {_fold(due.text)!r}, got {_fold(found.text)!r}")


def _list_grids(path: Path) -> list[Grid]:
    return [block for block in read(identify(path)).blocks if isinstance(block, Grid)]


def _fold(text: str) -> str:
    return squeeze(text).translate(_QUOTES)


# --- printing ------------------------------------------------------------------------


def _print_line(name: str, score: Score) -> None:
    short = [f"{n} {c}" for n, c in score.columns.items() if c < score.due]
    exact = score.cells[True, True] + score.cells[True, False]
    wrong = score.cells[False, True] + score.cells[False, False]
    print(
        f"{name:12}{f'{score.found}/{score.due}':>10} {score.cells_exact:>6} {score.right:>6} "
        f"{score.silent:>7} {score.doubted:>8} {score.seconds / max(1, score.pages):>7.2f} "
        f"{_share(exact, exact + wrong):>7} {wrong:>6} "
        f"{_share(score.cells[False, True], wrong):>7} {_share(score.cells[True, True], exact):>6}"
        f"  {', '.join(short)}",
        flush=True,
    )
    if score.rival:
        print(f"  img2table: {score.rival} rows")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _print_steps(score: Score) -> None:
    print("\nconfidence   cells    right")
    for step in _STEPS[:-1]:
        right, wrong = score.steps[step, True], score.steps[step, False]
        if right + wrong:
            print(f"from {step:<5}  {right + wrong:>7}  {_share(right, right + wrong):>7}")


if __name__ == "__main__":
    main()
