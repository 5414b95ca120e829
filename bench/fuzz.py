"""Mutated files of every format: each is read in a worker, and what comes of it is counted.

Run by hand: python -m bench.fuzz --count 3000 --seed 1 --keep FOLDER --formats docx,pdf

read: it gives what can be read, refused: one clear line; unforeseen: a fault that nobody
thought of; died, slow: the end of a worker. What is unforeseen, died or slow is kept in the
folder, with its traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import tempfile
import traceback
import zipfile
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.forms.criteria import read_criteria
from pipeline.job.contents import UnpackTask
from pipeline.job.crew import Crew, tell_nobody
from pipeline.job.tasks import Parcel, ReadTask
from pipeline.job.workers import DIED, open_crew
from pipeline.problems import Problem
from pipeline.read.scan.folder import FOLDER_VARIABLE
from pipeline.settings import LimitSettings, Settings
from tests.build_plan import LAYOUTS, build, make_rows
from tests.plans.office import convert_docx
from tests.scans.looks import LOOKS, scan_pdf

_SLOW = ("doc", "rtf", "odt", "png", "jpg", "tif", "scan")  # formats that take seconds
_SLOW_SHARE = 0.15
_LIMITS = LimitSettings(seconds=60)

Mutation = Callable[[bytes, random.Random], bytes]


def main(arguments: Sequence[str] | None = None) -> None:
    """Mutate, read, count; print one line a format."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None, help="folder for what went wrong")
    parser.add_argument("--formats", default="", help="only these, by comma")
    parser.add_argument("--seeds", type=Path, default=None, help="folder of more files to mutate")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, open_crew(_LIMITS) as crew:
        folder = Path(name)
        os.environ[FOLDER_VARIABLE] = str(folder / "cache")
        seeds = make_seeds(folder / "seeds", asked.seeds)
        if asked.formats:
            seeds = {kind: seeds[kind] for kind in asked.formats.split(",")}
        counts: dict[str, Counter[str]] = {kind: Counter() for kind in seeds}
        for case, outcome, error in read_all(mutate(seeds, asked, folder), crew):
            counts[case.kind][outcome] += 1
            if asked.keep and error is not None and outcome not in ("read", "refused"):
                keep(case, outcome, error, asked.keep)
            case.path.unlink()
    for kind, found in counts.items():
        print(f"{kind:6}{found.total():>6}  {dict(found.most_common())}")


# --- files -----------------------------------------------------------------------------


def make_seeds(folder: Path, more: Path | None) -> dict[str, list[bytes]]:
    """Return whole files of each format, by suffix; "scan" is a PDF of pictures."""
    folder.mkdir(parents=True)
    for number, layout in enumerate(("plain", "groups-roman", "nine-columns")):
        for suffix in (".docx", ".pdf", ".xlsx"):
            build(make_rows(12, number), LAYOUTS[layout], folder / f"{number}{suffix}")
    for suffix in (".doc", ".rtf", ".odt"):
        convert_docx(folder / "0.docx", suffix)
    (folder / "2.xlsx").rename(folder / "table.xlsx")
    convert_docx(folder / "table.xlsx", ".xls")
    for suffix in (".png", ".jpg", ".tif"):
        scan_pdf(folder / "0.pdf", folder / f"0{suffix}", LOOKS["office-200"])
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.write(folder / "0.docx", "a.docx")
        archive.write(folder / "1.pdf", "b/b.pdf")
    seeds: dict[str, list[bytes]] = {}
    for path in sorted([*folder.iterdir(), *(more.rglob("*.*") if more else ())]):
        seeds.setdefault(path.suffix[1:].lower(), []).append(path.read_bytes())
    scan_pdf(folder / "0.pdf", folder / "scan.pdf", LOOKS["office-200"])
    return seeds | {"scan": [(folder / "scan.pdf").read_bytes()]}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutated file."""

    kind: str
    how: str
    path: Path


def mutate(seeds: dict[str, list[bytes]], asked: Any, folder: Path) -> Iterator[Mutant]:
    """Give mutants one after another; the same for the same seed."""
    dice = random.Random(asked.seed)
    kinds = list(seeds)
    weights = [_SLOW_SHARE if kind in _SLOW else 1.0 for kind in kinds]
    for number in range(asked.count):
        (kind,) = dice.choices(kinds, weights)
        whole = dice.choice(seeds[kind])
        fitting = [*_PLAIN, *(_ZIPPED if whole[:2] == b"PK" else ())]
        fitting += _PDF if whole[:5] == b"%PDF-" else ()
        how = dice.choice(fitting)
        try:
            data = how(whole, dice)
        except (ValueError, IndexError, zipfile.BadZipFile):
            data = flip_bits(whole, dice)
        path = folder / f"{number}.{'pdf' if kind == 'scan' else kind}"
        path.write_bytes(data)
        yield Mutant(kind, how.__name__, path)


def flip_bits(data: bytes, dice: random.Random) -> bytes:
    """Turn single bits round."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 4, 30, 300))):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def cut_tail(data: bytes, dice: random.Random) -> bytes:
    """End in the middle."""
    return data[: dice.randrange(len(data))]


def swap_parts(data: bytes, dice: random.Random) -> bytes:
    """Put two stretches in each other's place."""
    a, b, c, d = sorted(dice.randrange(len(data)) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def blank_part(data: bytes, dice: random.Random) -> bytes:
    """Write noughts over a stretch."""
    a, b = sorted(dice.randrange(len(data)) for _ in range(2))
    b = min(b, a + dice.choice((8, 512, 65536)))
    return data[:a] + bytes(b - a) + data[b:]


def repeat_part(data: bytes, dice: random.Random) -> bytes:
    """Say a stretch many times."""
    a, b = sorted(dice.randrange(len(data)) for _ in range(2))
    return data[:b] + data[a:b][:2000] * dice.choice((2, 50)) + data[b:]


def _repack(data: bytes, change: Callable[[str, bytes], list[tuple[str, bytes]]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            for part in change(name, old.read(name)):
                new.writestr(*part)
    return out.getvalue()


def change_member(data: bytes, dice: random.Random) -> bytes:
    """Mutate one member of an archive, packed again as if nothing were."""
    victim = dice.choice(zipfile.ZipFile(io.BytesIO(data)).namelist())
    how = dice.choice((*_PLAIN, change_markup, change_markup, change_markup))
    return _repack(data, lambda name, part: [(name, how(part, dice) if name == victim else part)])


def drop_member(data: bytes, dice: random.Random) -> bytes:
    """Leave one member out."""
    victim = dice.choice(zipfile.ZipFile(io.BytesIO(data)).namelist())
    return _repack(data, lambda name, part: [] if name == victim else [(name, part)])


def swap_members(data: bytes, dice: random.Random) -> bytes:
    """Give a member the content of another."""
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    victim, other = dice.choice(names), dice.choice(names)
    content = zipfile.ZipFile(io.BytesIO(data)).read(other)
    return _repack(data, lambda name, part: [(name, content if name == victim else part)])


def change_markup(part: bytes, dice: random.Random) -> bytes:
    """Change numbers, drop or double tags of XML."""
    tags = list(re.finditer(rb"<[^>]+>|\"-?\d+\"", part))
    if not tags:
        return flip_bits(part, dice)
    out = part
    for tag in sorted(dice.sample(tags, min(len(tags), 5)), key=lambda tag: -tag.start()):
        text = tag[0]
        numbers = (b'"-1"', b'"0"', b'"2147483648"', b'"99999999999999999999"', b'"A1:"', b'"NaN"')
        new = dice.choice(numbers if text[:1] == b'"' else (b"", text + text, text[:-1]))
        out = out[: tag.start()] + new + out[tag.end() :]
    return out


def change_tokens(data: bytes, dice: random.Random) -> bytes:
    """Change numbers, names and references of a PDF."""
    tokens = list(re.finditer(rb"/[A-Z][A-Za-z0-9]+|\b\d+ 0 R\b|\b\d+\b", data))
    out = data
    for token in sorted(dice.sample(tokens, min(len(tokens), 6)), key=lambda one: -one.start()):
        text = token[0]
        new = dice.choice((b"0", b"-7", b"99999999999", b"1 0 R", b"null", b"[", b"/X", text * 2))
        out = out[: token.start()] + new + out[token.end() :]
    return out


_PLAIN: tuple[Mutation, ...] = (flip_bits, cut_tail, swap_parts, blank_part, repeat_part)
_ZIPPED: tuple[Mutation, ...] = (change_member,) * 6 + (drop_member, swap_members)
_PDF: tuple[Mutation, ...] = (change_tokens,) * 6


# --- reading ---------------------------------------------------------------------------


def read_all(
    mutants: Iterator[Mutant], crew: Crew
) -> Iterator[tuple[Mutant, str, BaseException | None]]:
    """Read each; give what came of it, and the error."""
    criteria, waiting = read_criteria(Path()), deque[tuple[Mutant, Future[Any]]]()
    for mutant in mutants:
        parcel = Parcel(mutant.path.name, mutant.path, None)
        into = mutant.path.with_suffix(".folder")
        task = ReadTask(parcel, Settings(), criteria, 1)
        if mutant.kind == "zip":
            into.mkdir()
            waiting.append((mutant, crew.submit(UnpackTask(mutant.path, into, 10**8), tell_nobody)))
        else:
            waiting.append((mutant, crew.submit(task, tell_nobody)))
        if len(waiting) > crew.width:
            yield _judge(*waiting.popleft())
    while waiting:
        yield _judge(*waiting.popleft())


def _judge(mutant: Mutant, future: Future[Any]) -> tuple[Mutant, str, BaseException | None]:
    error = future.exception()
    if error is None:
        return mutant, "read", None
    if not isinstance(error, Problem):
        return mutant, "unforeseen", error
    if error.what == DIED[0]:
        return mutant, "died", error
    return mutant, "slow" if "mà chưa xong" in error.what else "refused", error


def keep(mutant: Mutant, outcome: str, error: BaseException, folder: Path) -> None:
    """Keep a file with what happened."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{outcome}-{mutant.how}-{mutant.path.name}"
    place.write_bytes(mutant.path.read_bytes())
    told = "".join(traceback.format_exception(error))
    place.with_name(f"{place.name}.txt").write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
