"""What entries of papers mean, held against the truth beside each paper.

Run by hand: python -m bench.entries FOLDER --every 6

A paper NAME.pdf has its truth in NAME.pdf.json (bench.others). Printed for each layout and
format: rows due, lost, lost though nothing is said, superfluous; the share of found rows whose
subject, kind, model, commune and hamlet are right; of rows wrong without a doubt, and of right
ones in doubt. A place that stands in the office's name only is none in the truth.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.job.plan import read_findings
from pipeline.language.reasons import explain_flag
from pipeline.problems import NotRead
from pipeline.settings import Settings

_KINDS = {"individual": "person"}
_COLUMNS = ("subject", "kind", "model", "commune", "hamlet")
_ALIKE = 0.35  # of subject and model: rows less alike are not the same
Row = Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read papers and print what was right of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", default="*", help="only these, a pattern of file names")
    parser.add_argument("--every", type=int, default=1, help="only one paper of so many")
    asked = parser.parse_args(arguments)
    truths = sorted(asked.folder.glob(f"{asked.papers}.json"))[:: asked.every]
    counts: dict[str, Counter[str]] = {}
    with ProcessPoolExecutor() as pool:
        for name, found in pool.map(score_paper, truths):
            for group in (name, "all"):
                counts.setdefault(group, Counter()).update(found)
    heads = " ".join(f"{name:>8}" for name in _COLUMNS)
    print(
        f"{'':34}{'due':>6}{'lost':>6}{'unsaid':>7}{'more':>6} {heads}{'silent':>8}{'doubted':>8}"
    )
    for group in sorted(counts):
        _print_line(group, counts[group])


def score_paper(truth_path: Path) -> tuple[str, Counter[str]]:
    """Return layout and format of a paper, and what was counted of it."""
    truth = json.loads(truth_path.read_text(encoding="utf-8"))
    due, counts = truth["rows"], Counter[str]()
    counts["due"] = len(due)
    try:
        findings = read_findings(truth_path.with_suffix(""), Settings())
        rows, said = findings.records, any(note.doubt for note in findings.receipt.notes)
    except NotRead:
        rows, said = (), True
    pairs = _pair(due, rows)
    counts["lost"], counts["more"] = len(due) - len(pairs), len(rows) - len(pairs)
    counts["unsaid"] = 0 if said else counts["lost"]
    for one, row in pairs:
        right = {name: _agrees(name, one, row) for name in _COLUMNS}
        doubted = any(not explain_flag(flag).suggested for flag in row["flags"])
        counts["found"] += 1
        counts.update(name for name in _COLUMNS if right[name])
        counts["right"] += all(right.values())
        counts["silent"] += not all(right.values()) and not doubted
        counts["doubted"] += all(right.values()) and doubted
    return f"{truth['layout']} {truth['format']}", counts


def _agrees(name: str, due: Row, row: Row) -> bool:
    if name == "kind":
        kind = str(row["subject_kind"])
        return bool(due["kind"] == _KINDS.get(kind, kind))
    read = _fold(row["locality" if name == "hamlet" else name])
    wanted = _fold(due[name])
    if name == "hamlet":  # it may stand inside a body's name only
        return not wanted or read == wanted or wanted in _fold(row["subject"])
    return read == wanted


def _pair(due: Sequence[Row], rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Rows that are one in both, in order; the likest of what stands between equal ones."""
    one = [f"{_fold(row['subject'])}|{_fold(row['model'])}" for row in due]
    other = [f"{_fold(row['subject'])}|{_fold(row['model'] or row['content'])}" for row in rows]
    pairs: list[tuple[Row, Row]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(due[i1:i2], rows[j1:j2], strict=True)
            continue
        free = list(range(j1, j2))
        for i in range(i1, i2):
            best = max(
                free, key=lambda j: SequenceMatcher(None, one[i], other[j]).ratio(), default=-1
            )
            if best >= 0 and SequenceMatcher(None, one[i], other[best]).ratio() > _ALIKE:
                pairs.append((due[i], rows[best]))
                free.remove(best)
    return pairs


def _fold(text: object) -> str:
    """Compare without capitals, spaces, kinds of hyphens and quotes, and the last stop."""
    folded = re.sub("[\u00ad\u2010-\u2014]", "-", str(text or ""))
    folded = re.sub("[“”]", '"', re.sub("[‘’]", "'", folded))
    return " ".join(folded.split()).strip(" .;,").lower()


def _print_line(group: str, counts: Counter[str]) -> None:
    found = max(1, counts["found"])
    shares = " ".join(f"{100 * counts[name] / found:8.1f}" for name in _COLUMNS)
    silent = 100 * counts["silent"] / found
    doubted = 100 * counts["doubted"] / max(1, counts["right"])
    print(
        f"{group:34}{counts['due']:>6}{counts['lost']:>6}{counts['unsaid']:>7}{counts['more']:>6} "
        f"{shares}{silent:8.1f}{doubted:8.1f}"
    )


if __name__ == "__main__":
    main()
