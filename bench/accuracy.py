"""How exactly generated plans are read: rows, printed cells, parsed columns, doubts.

Run by hand: python -m bench.accuracy --formats pdf,docx --plans 2 --show 3
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from typer.testing import CliRunner

from bench.printed import measure_papers
from bench.rivals import RIVALS, count_exact
from pipeline.cli.main import app
from tests.build_plan import (
    LAYOUTS,
    Layout,
    PlanRow,
    Truth,
    TruthEntry,
    build,
    convert_docx,
    make_rows,
)

PARSED = (
    "no",
    "subject",
    "subject_kind",
    "person",
    "position",
    "locality",
    "commune",
    "field",
    "movement",
    "model",
)
_CONVERTED = {"docx-pdf": ".pdf", "doc": ".doc", "odt": ".odt", "rtf": ".rtf"}  # LibreOffice
FORMATS = ("pdf", "docx", "xlsx", *_CONVERTED)
_ALIKE = 30.0  # below this two entries are not the same row at all


@dataclass(slots=True)
class Score:
    """What was counted over the plans of one layout in one format."""

    due: int = 0
    found: int = 0
    cells_exact: int = 0
    right: int = 0
    silent: int = 0  # wrong or superfluous, and no flag
    doubted: int = 0  # right, and flagged
    columns: Counter[str] = field(default_factory=Counter)
    rivals: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add what was counted elsewhere."""
        for name in ("due", "found", "cells_exact", "right", "silent", "doubted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.columns += other.columns
        self.rivals += other.rivals
        self.failed += other.failed


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the plans, read them, print one line a layout."""
    options = _parse(arguments)
    if options.papers:
        measure_papers(options.papers, options.show)
        return
    total = Score()
    print(f"{'layout':26}{'format':10}{'found/due':>10} {'cells':>6} {'right':>6} "
          f"{'silent':>7} {'doubted':>8}  columns short of all")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for name in options.layouts:
            for kind in options.formats:
                score = _measure(name, kind, options, Path(folder))
                if score is not None:
                    _print_line(name, kind, score)
                    total.add(score)
    _print_line("all", "", total)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layouts", type=_split, default=list(LAYOUTS), help="names, by comma")
    parser.add_argument("--formats", type=_split, default=["pdf", "docx"], help=f"of {FORMATS}")
    parser.add_argument("--plans", type=int, default=1, help="plans a layout")
    parser.add_argument("--rows", type=int, default=30, help="rows a plan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rivals", type=_split, default=[], help=f"beside it on PDF: {', '.join(RIVALS)}"
    )
    parser.add_argument(
        "--papers", type=Path, help="a folder of papers, each with its truth in NAME.json"
    )
    parser.add_argument("--show", type=int, default=0, help="wrong rows to print a layout")
    return parser.parse_args(arguments)


def _split(text: str) -> list[str]:
    return text.split(",")


def _measure(name: str, kind: str, options: argparse.Namespace, folder: Path) -> Score | None:
    """Score one layout in one format; None where the layout cannot come in it."""
    layout = LAYOUTS[name]
    truths: dict[str, Truth] = {}
    paths = []
    for index in range(options.plans):
        seed = options.seed + index
        rows = make_rows(options.rows, seed, models=3 if layout.several_models else 1)
        built = _build(rows, layout, kind, folder / f"{name}-{seed}")
        if built is None:
            return None
        path, truth = built
        paths.append(path)
        truths[path.name] = truth
    score = Score()
    records, complaint = _extract(paths)
    if complaint:
        score.failed.append(complaint)
    for path in paths:
        entries = truths[path.name].entries
        found = [r for r in records if Path(r["source_file"]).name == path.name]
        score.add(_compare(entries, found, options.show))
        if path.suffix == ".pdf":
            for rival in options.rivals:
                cells = [entry.cells for entry in entries]
                score.rivals[rival] += count_exact(cells, RIVALS[rival](path))
    return score


def _build(
    rows: Sequence[PlanRow], layout: Layout, kind: str, stem: Path
) -> tuple[Path, Truth] | None:
    converted = _CONVERTED.get(kind)
    path = stem.with_suffix(".docx" if converted else f".{kind}")
    if kind == "docx-pdf" and not _prints_true(layout):
        return None
    try:
        truth = build(rows, layout, path)
    except ValueError:
        return None
    if converted is None:
        return path, truth
    made = convert_docx(path, converted)
    return (made, truth) if made else None


def _prints_true(layout: Layout) -> bool:
    """Whether LibreOffice prints what the cells hold.

    It prints deleted words and the numbers of footnotes into the cells, and leaves the soft
    hyphen out, which is the letter ư of TCVN3.
    """
    return not {"tracked", "footnotes"} & set(layout.extras) and layout.encoding != "tcvn3"


def _extract(paths: Sequence[Path]) -> tuple[list[dict[str, Any]], str]:
    """Return the records of ``dienhinh extract``, and its last words where it failed."""
    done = CliRunner().invoke(app, ["extract", *map(str, paths), "--format", "jsonl"])
    records = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    last = done.stderr.strip().splitlines()[-1:] if done.exit_code else []
    return records, repr(done.exception) if done.exit_code == 1 else "".join(last)


# --- comparing -----------------------------------------------------------------------


def _compare(due: Sequence[TruthEntry], found: Sequence[dict[str, Any]], show: int) -> Score:
    score = Score(due=len(due), found=len(found))
    for want, got in align(due, found):
        if want is None or got is None:
            score.silent += 1 if want is None and got and not got["flags"] else 0
            show = _show(show, "MISSING" if got is None else "EXTRA", want, got)
            continue
        wrong = wrong_columns(want, got)
        for name in ("cells", *PARSED):
            score.columns[name] += name not in wrong
        score.cells_exact += "cells" not in wrong
        score.right += not wrong
        score.silent += bool(wrong) and not got["flags"]
        score.doubted += not wrong and bool(got["flags"])
        if wrong:
            show = _show(show, f"WRONG {', '.join(wrong)}", want, got)
    return score


def wrong_columns(want: TruthEntry, got: dict[str, Any]) -> list[str]:
    """Return the names of the columns that differ, "cells" for the printed ones."""
    cells = [_squeeze(cell) for cell in got["cells"].values()]
    wrong = [] if cells == [_squeeze(cell) for cell in want.cells] else ["cells"]
    return wrong + [n for n in PARSED if _squeeze(got[n] or "") != _squeeze(getattr(want, n))]


def _squeeze(text: str) -> str:
    return " ".join(str(text).split())


def align(
    due: Sequence[TruthEntry], found: Sequence[dict[str, Any]]
) -> Iterator[tuple[TruthEntry | None, dict[str, Any] | None]]:
    """Pair what is due with what was found, in order, by likeness of their texts."""
    left = [f"{' '.join(entry.cells)} {entry.model}" for entry in due]
    right = [f"{' '.join(r['cells'].values())} {r['model']}" for r in found]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    like = [[max(fuzz.ratio(a, b) - _ALIKE, -1.0) for b in right] for a in left]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + like[i][j])
    i = j = 0
    while i < len(left) and j < len(right):
        if like[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + like[i][j]:
            yield due[i], found[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield due[i], None
            i += 1
        else:
            yield None, found[j]
            j += 1
    yield from ((entry, None) for entry in due[i:])
    yield from ((None, record) for record in found[j:])


# --- printing ------------------------------------------------------------------------


def _show(left: int, what: str, want: TruthEntry | None, got: dict[str, Any] | None) -> int:
    """Print one wrong row while ``left`` allows; return how many may follow."""
    if left <= 0:
        return 0
    print(f"  {what}")
    names = ("cells", *PARSED) if want is None or got is None else wrong_columns(want, got)
    for name in names:
        due = getattr(want, name) if want else "-"
        cells = list(got["cells"].values()) if got else []
        found = cells if name == "cells" else got[name] if got else "-"
        print(f"    {name}: due {due!r}\n    {' ' * len(name)}  got {found!r}")
    if got:
        print(f"    flags: {got['flags']}")
    return left - 1


def _print_line(name: str, kind: str, score: Score) -> None:
    short = [f"{n} {c}" for n, c in score.columns.items() if c < score.due]
    print(
        f"{name:26}{kind:10}{f'{score.found}/{score.due}':>10} {score.cells_exact:>6} "
        f"{score.right:>6} {score.silent:>7} {score.doubted:>8}  {', '.join(short)}"
    )
    if score.rivals:
        print(f"  cells exact: {', '.join(f'{n} {c}' for n, c in score.rivals.items())}")
    for line in score.failed if name != "all" else ():
        print(f"  FAILED {line}")


if __name__ == "__main__":
    main()
