"""Prints how often a model's bare name tells the right field, and which fields are confused.

The words of data/fields.toml may be tuned on part "dev" of the golden names; part "test" is
held out. Where the names come from (source): "press" are real ones, read in newspapers.

Usage: python -m bench.fields [dev|test] [--wrong]
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from pipeline.classify.fields import OTHER, weigh_keywords

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "fields.csv"


def read_names(part: str) -> list[tuple[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["name"], row["field"]) for row in rows if row["part"] == part]


def main() -> None:
    parts = [word for word in sys.argv[1:] if not word.startswith("-")] or ["dev", "test"]
    for part in parts:
        report(part, wrong="--wrong" in sys.argv)


def report(part: str, wrong: bool) -> None:
    names = read_names(part)
    if not names:
        return
    counts: Counter[str] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    for name, due in names:
        verdict = weigh_keywords(name)
        code = verdict.code or OTHER
        flagged = not (verdict.code and verdict.sure)
        counts[f"{'right' if code == due else 'wrong'} {'flagged' if flagged else 'plain'}"] += 1
        if code != due:
            confused[due, code] += 1
            if wrong:
                print(f"  {'flagged' if flagged else 'PLAIN  '} {name}: {due} -> {code}")
        elif flagged and wrong:
            print(f"  doubted {name}: {due}")
    right = counts["right plain"] + counts["right flagged"]
    print(f"{part}: {len(names)} names, {right / len(names):.1%} right, {dict(counts)}")
    for (due, code), count in confused.most_common():
        print(f"  {due:22} taken for {code:22} {count}")


if __name__ == "__main__":
    main()
