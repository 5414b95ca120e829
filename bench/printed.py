"""Papers of other hands beside their truth: which rows are read exactly as printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from typer.testing import CliRunner

from pipeline.cli.main import app

_ALIKE = 60.0  # below this two rows are not the same

Cells = tuple[str, ...]


@dataclass(slots=True)
class PrintedScore:
    """What was counted over the rows of papers."""

    due: int = 0
    exact: int = 0
    doubted: int = 0  # exact, and flagged
    wrong: int = 0
    silent: int = 0  # wrong, and no flag
    lost: int = 0

    def add(self, other: PrintedScore) -> None:
        """Add what was counted elsewhere."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        """One line of a table."""
        return (
            f"{self.due:>6}{self.exact:>7}{self.doubted:>9}{self.wrong:>7}{self.silent:>8}"
            f"{self.lost:>6}"
        )


def measure_papers(folder: Path, show: int) -> None:
    """Print one line a paper of ``folder`` that has a NAME.json beside it, and their sum.

    The truth: ``{"rows": [{"cells": {heading: text}}]}``, a merged cell in each of its rows.
    """
    total = PrintedScore()
    print(f"{'paper':44}{'due':>6}{'exact':>7}{'doubted':>9}{'wrong':>7}{'silent':>8}{'lost':>6}")
    for truth in sorted(folder.glob("*.json")):
        paper = truth.with_suffix("")
        if not paper.is_file():
            continue
        rows = json.loads(truth.read_text(encoding="utf-8"))["rows"]
        due = [tuple(_squeeze(text) for text in row["cells"].values()) for row in rows]
        score = _compare(due, _read(paper), show)
        print(f"{paper.name:44}{score}")
        total.add(score)
    print(f"{'all':44}{total}")


def _read(paper: Path) -> list[tuple[Cells, Cells, bool]]:
    """Every row that ``dienhinh tables`` prints: as printed, merged cells filled in, doubted."""
    done = CliRunner().invoke(app, ["tables", str(paper), "--format", "jsonl"])
    found: list[tuple[Cells, Cells, bool]] = []
    for line in done.stdout.splitlines():
        table = json.loads(line) if line.startswith("{") else {"rows": [], "filled": []}
        for row, filled, doubts in zip(
            table["rows"], table["filled"], table.get("doubts", ()), strict=False
        ):
            found.append((tuple(row), tuple(filled), bool(doubts)))
    return found


def _compare(
    due: Sequence[Cells], found: Sequence[tuple[Cells, Cells, bool]], show: int
) -> PrintedScore:
    score = PrintedScore(due=len(due))
    left = list(range(len(found)))
    rest: list[Cells] = []
    for want in due:
        at = next((i for i in left if want in found[i][:2]), None)
        if at is None:
            rest.append(want)
            continue
        left.remove(at)
        score.exact += 1
        score.doubted += found[at][2]
    for want in rest:
        near = max(left, key=lambda i: _likeness(want, found[i][1]), default=None)
        if near is None or _likeness(want, found[near][1]) < _ALIKE:
            score.lost += 1
            got: Cells = ()
        else:
            left.remove(near)
            score.wrong += 1
            score.silent += not found[near][2]
            got = found[near][1]
        if show > 0:
            show -= 1
            print(f"  due {want}\n  got {got or '-'}")
    return score


def _likeness(want: Cells, got: Cells) -> float:
    return float(fuzz.ratio(" ".join(want), " ".join(got)))


def _squeeze(text: str) -> str:
    return " ".join(str(text or "").split())
