"""What the register costs, and how often it is right.

python -m bench.register              seconds and memory with 5,000 entries a year
python -m bench.register --pairs 20   share of right answers on made-up pairs of years
python -m bench.register --pairs 20 --merger   the communes merged between the two
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pipeline.classify.fields import field_names
from pipeline.classify.placebook import Area, load_book
from pipeline.frame import make_frame
from pipeline.job.job import Job
from pipeline.job.papers import Writer, write_year
from pipeline.job.run import load_plans
from pipeline.model import Outcome, Plan, PlanFacts, Receipt
from pipeline.register.identity.compare import compare_years, match_frames
from pipeline.register.packing import with_keys
from pipeline.register.store import open_register
from pipeline.register.year import review_years
from pipeline.settings import Settings
from tests.plans.rows import COMMUNES
from tests.sample_year import make_entry
from tests.year_pairs import Pair, make_pair
from tests.year_papers import write_plan

COUNT = 5000
_COMMUNE = re.compile(r"\b(?:xã|x\.) ?bản \d+", re.IGNORECASE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--merger", action="store_true")
    asked = parser.parse_args()
    if asked.pairs:
        measure_pairs(asked.pairs, find_heirs() if asked.merger else {})
    else:
        measure_cost()


# --- cost ----------------------------------------------------------------------------


def measure_cost() -> None:
    pair = make_pair(COUNT, 1, communes=[f"xã Bản {number}" for number in range(1, 152)])
    last, now = (make_year(rows, year) for rows, year in ((pair.last, 2022), (pair.now, 2023)))
    with tempfile.TemporaryDirectory() as name, open_register(Path(name)) as register:
        moment = datetime.now()

        def save() -> None:
            for plan in (last, now):
                register.save_plan(plan, "bench", moment)

        def write() -> None:
            plans = load_plans(register, {2023}, Settings())
            job = Job(Path(), Path(name) / "output", Settings(), folder=Path(name))
            (review,) = review_years(plans, {2023}, Settings(), {})
            writer = Writer(job.output)
            write_year(review, register, job, writer, moment)
            writer.close(register)

        def compare() -> None:
            matches = match_frames(last.frame, now.frame)
            compare_years(matches, len(last.frame), len(now.frame))

        print(f"{COUNT} entries a year, two years")
        for what, step in (
            ("keep both years", save),
            ("read both years", lambda: load_plans(register, {2023}, Settings())),
            ("compare two years", compare),
            ("workbook and report of a year", write),
        ):
            tell_cost(what, step)
        tell_peak()


def tell_cost(what: str, step: Callable[[], object]) -> None:
    """Time first, memory in a second go: tracing makes everything slow."""
    start = time.perf_counter()
    step()
    seconds = time.perf_counter() - start
    tracemalloc.start()
    step()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"{what:32} {seconds:6.1f} s   {peak / 2**20:6.0f} MB")


def tell_peak() -> None:
    """What the whole process took: trees of XML are not traced."""
    if sys.platform == "linux":
        from resource import RUSAGE_SELF, getrusage

        peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'whole process, tracing included':32} {peak:17.0f} MB")


def make_year(rows: tuple[tuple[str, str], ...], year: int) -> Plan:
    codes = list(field_names())
    pick = random.Random(year)
    frame = make_frame(
        make_entry(
            no=str(number),
            subject=subject,
            subject_kind="collective",
            commune=found[0] if (found := _COMMUNE.search(subject)) else "",
            field=pick.choice(codes),
            model=model,
            year=year,
            row=number,
            source_file=f"{year}.docx",
            appendix="PHỤ LỤC",
        )
        for number, (subject, model) in enumerate(rows, 1)
    )
    receipt = Receipt(f"{year}.docx", Outcome.READ, len(frame), sha256=f"{year:064d}")
    return with_keys(Plan(PlanFacts(), frame, receipt, year))


# --- right answers -------------------------------------------------------------------


def measure_pairs(count: int, heirs: dict[str, str]) -> None:
    from pipeline.job.plan import read_plan

    days = ("10/3/2025", "15/3/2026") if heirs else ("10/3/2022", "15/3/2023")
    area = HOA_BINH if heirs else None
    wrong = total = asked = 0
    for seed in range(1000, 1000 + count):
        pair = make_pair(150, seed, heirs=heirs)
        with tempfile.TemporaryDirectory() as name:
            papers = zip((pair.last, pair.now), days, strict=True)
            frames = [
                with_keys(read_plan(write_plan(Path(name) / "a.docx", rows, day), Settings())).frame
                for rows, day in papers
            ]
        matches = match_frames(*frames, area)
        found = compare_years(matches, *map(len, frames))
        total += len(found)
        asked += sum(match.doubted for match in matches)
        wrong += sum(not is_right(change.before, change.after, pair) for change in found)
    right = f"{1 - wrong / total:.2%} right, {asked} asked about"
    print(f"{total} entries in {count} pairs of years, {right}")


HOA_BINH = Area("Hòa Bình", "thành phố Hòa Bình")


def find_heirs() -> dict[str, str]:
    """What the communes of the made-up plans became on 1/7/2025."""
    book = load_book()
    found = {name: book.find(name, date(2025, 6, 30), HOA_BINH)[0] for name in COMMUNES}
    return {name: book.successors(unit)[0].unit.full for name, unit in found.items()}


def is_right(before: int | None, after: int | None, pair: Pair) -> bool:
    """Whether rows, from 0, are told as they were made."""
    if after is None:
        return before is not None and before + 1 not in pair.kept
    due = next((row for row, now in pair.kept.items() if now == after + 1), None)
    return due == (None if before is None else before + 1)


if __name__ == "__main__":
    main()
