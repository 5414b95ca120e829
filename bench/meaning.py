"""How well columns get their roles: tables of headings and contents drawn at random.

The lists stand in bench/meaning.toml, in two halves: what is tuned is tuned on the first.
Run by hand: python -m bench.meaning --half held --show 3
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.codes import FileKind, Flag
from pipeline.frame import Record
from pipeline.job.plan import Findings, find_tables, understand
from pipeline.language.keys import words_key
from pipeline.model import Cell, Document, Grid, Paragraph, Row, Source
from pipeline.settings import Settings

Lists = Mapping[str, Mapping[str, Sequence[str]]]
_DOUBTS = {Flag.COLUMN_UNCERTAIN, Flag.ROW_UNCERTAIN}
_OWN_DOUBTS = {
    "subject": _DOUBTS | {Flag.SUBJECT_EMPTY},
    "kind": _DOUBTS | {Flag.KIND_UNKNOWN},
    "commune": _DOUBTS,
    "model": _DOUBTS,
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What one row says; None where the bench does not ask."""

    subject: str
    kind: str | None = None
    commune: str | None = None
    model: str | None = None


@dataclass(slots=True)
class Made:
    """A table as it is printed and what it means."""

    header: list[str]
    rows: list[list[str]]
    truths: list[Truth]  # () where the table is no list
    title: str = ""


@dataclass(slots=True)
class Score:
    """Answers to one question."""

    asked: int = 0
    right: int = 0
    silent: int = 0  # wrong, and no flag
    doubted: int = 0  # right, and flagged

    def count(self, right: bool, doubted: bool) -> None:
        """Take one answer in."""
        self.asked += 1
        self.right += right
        self.silent += not right and not doubted
        self.doubted += right and doubted


@dataclass
class Drawer:
    """Draws tables from one half of the lists."""

    lists: Lists
    dice: random.Random
    made: Made = field(default_factory=lambda: Made([], [], []))

    def head(self, name: str) -> str:
        """A heading of one sort."""
        return self.dice.choice(self.lists["headings"][name])

    def cell(self, name: str) -> str:
        """A content of one sort."""
        return self.dice.choice(self.lists["contents"][name])

    def person(self) -> str:
        """A name of any people, as a list of names prints it."""
        if self.dice.random() < 0.3:
            return self.cell("peoples")
        name = f"{self.cell('clans')} {self.cell('given')}"
        return name.upper() if self.dice.random() < 0.05 else name

    def mixed(self) -> tuple[str, str]:
        """A subject of any kind, said by its form, and its kind."""
        kind = self.dice.choice(["individual", "collective", "household"])
        if kind == "collective":
            return self.cell("bodies"), kind
        form = self.dice.choice(["Ông ", "Bà "])
        return ("Hộ " + form.lower() if kind == "household" else form) + self.person(), kind

    def address(self) -> tuple[str, str]:
        """An address and its commune."""
        commune = self.cell("communes")
        return f"{self.cell('hamlets')}, {commune}", commune

    def year(self) -> str:
        """A year of birth, or its day."""
        year = self.dice.randint(1950, 2004)
        return str(year) if self.dice.random() < 0.7 else f"12/5/{year}"

    def number(self) -> str:
        """A figure as statistics print it."""
        return self.dice.choice(["12", "45", "100", "1.250", "98,5", "0", "7", "320"])


Maker = Callable[[Drawer, int], Made]


def _persons(d: Drawer, count: int) -> Made:
    """Names with address and model; perhaps a birthday, a telephone, a position."""
    extra = d.dice.sample(["birth", "phone", "position", "decision", "note"], d.dice.randint(0, 3))
    header = [d.head("no"), d.head("persons"), *map(d.head, extra)]
    header += [d.head("address"), d.head("model")]
    rows, truths = [], []
    for number in range(1, count + 1):
        name, model = d.person(), d.cell("models")
        address, commune = d.address()
        told = {
            "birth": d.year(),
            "phone": f"09{d.dice.randint(10**7, 10**8 - 1)}",
            "position": d.cell("positions"),
            "decision": d.cell("decisions"),
            "note": "",
        }
        rows.append([str(number), name, *(told[e] for e in extra), address, model])
        truths.append(Truth(name, "individual", commune, model))
    return Made(header, rows, truths)


def _bodies(d: Drawer, count: int) -> Made:
    """Bodies with model or content, under headings of every wording."""
    sort = d.dice.choice(["bodies", "bodies", "hamlets"])
    last = d.dice.choice([["model"], ["content"], ["model", "content"], ["content", "decision"]])
    header = [d.head("no"), d.head(sort), *map(d.head, last)]
    rows, truths = [], []
    for number in range(1, count + 1):
        name = d.cell(sort)
        told = {one: d.cell(f"{one}s") for one in last}
        rows.append([str(number), name, *told.values()])
        truths.append(Truth(name, "collective", None, told.get("model")))
    return Made(header, rows, truths)


def _named_model(d: Drawer, count: int) -> Made:
    """A column of units or communes beside persons under "Tên mô hình, điển hình"."""
    place = d.dice.random() < 0.5
    header = [d.head("no"), d.head("own"), d.head("named_model"), d.head("content")]
    rows, truths = [], []
    for number in range(1, count + 1):
        name = d.dice.choice(["Ông ", "Bà ", "", ""]) + d.person()
        unit = d.cell("communes" if place else "offices")
        unit = unit[0].upper() + unit[1:]
        rows.append([str(number), unit, name, d.cell("contents")])
        commune = unit[0].lower() + unit[1:] if place else None
        truths.append(Truth(name, "individual", commune))
    return Made(header, rows, truths)


def _mixed(d: Drawer, count: int) -> Made:
    """All kinds in one column, with commune, field and model in any order."""
    names = d.dice.sample(["mixed", "commune", "model", "field"], 4)
    names += [] if d.dice.random() < 0.5 else ["note"]
    rows, truths = [], []
    for number in range(1, count + 1):
        subject, kind = d.mixed()
        commune, model = d.cell("communes"), d.cell("models")
        told = {"mixed": subject, "commune": commune[0].upper() + commune[1:], "model": model,
                "field": d.cell("fields"), "note": ""}  # fmt: skip
        rows.append([str(number), *(told[name] for name in names)])
        truths.append(Truth(subject, kind, commune, model))
    return Made([d.head("no"), *map(d.head, names)], rows, truths)


def _ticks(d: Drawer, count: int) -> Made:
    """The kind is ticked."""
    rows, truths = [], []
    for number in range(1, count + 1):
        subject, kind = d.mixed()
        if kind == "individual" and d.dice.random() < 0.5:
            subject = d.person()
        model = d.cell("models")
        ticks = ["x" if kind == k else "" for k in ("collective", "individual", "household")]
        rows.append([str(number), subject, *ticks, model])
        truths.append(Truth(subject, kind, None, model))
    header = [d.head("no"), d.head("mixed"), "Tập thể", "Cá nhân", "Hộ gia đình", d.head("model")]
    return Made(header, rows, truths)


def _groups(d: Drawer, count: int) -> Made:
    """Group rows by kind stand over bare names."""
    rows: list[list[str]] = []
    truths = []
    for mark, words, kind in (("I", "Tập thể", "collective"), ("II", "Cá nhân", "individual"),
                              ("III", "Hộ gia đình", "household")):  # fmt: skip
        rows.append([mark, words, "", ""])
        for number in range(1, count // 3 + 2):
            name = d.cell("bodies") if kind == "collective" else d.person()
            address, commune = d.address()
            model = d.cell("models")
            rows.append([str(number), name, address, model])
            truths.append(Truth(name, kind, commune, model))
    return Made([d.head("no"), d.head("mixed"), d.head("address"), d.head("model")], rows, truths)


def _households(d: Drawer, count: int) -> Made:
    """Heads of households."""
    rows, truths = [], []
    for number in range(1, count + 1):
        name, model = d.person(), d.cell("models")
        rows.append([str(number), name, d.cell("hamlets"), model, d.cell("contents")])
        truths.append(Truth(name, "household", None, model))
    header = [d.head("no"), d.head("households"), d.head("address"), d.head("model")]
    return Made([*header, d.head("content")], rows, truths)


def _headless(d: Drawer, count: int) -> Made:
    """A list that prints no heading."""
    made = _persons(d, count) if d.dice.random() < 0.5 else _bodies(d, count)
    return replace_made(made, header=[])


def _misread(d: Drawer, count: int) -> Made:
    """Every heading has one letter misread."""
    made = _persons(d, count) if d.dice.random() < 0.5 else _mixed(d, count)
    return replace_made(made, header=[_slip(text, d.dice) for text in made.header])


def _slip(text: str, dice: random.Random) -> str:
    if len(text) < 4:
        return text
    place = dice.randrange(1, len(text))
    return text[:place] + dice.choice("aeinrtlôư") + text[place + 1 :]


def replace_made(made: Made, *, header: list[str]) -> Made:
    """The same table under another heading."""
    return Made(header, made.rows, made.truths, made.title)


def _statistics(d: Drawer, count: int) -> Made:
    header = [d.head("no"), d.head("criterion"), d.head("unit"), d.head("number"), d.head("note")]
    rows = [[str(n), d.cell("criteria"), d.cell("units"), d.number(), ""] for n in _to(count)]
    return Made(header, rows, [])


def _tasks(d: Drawer, count: int) -> Made:
    header = [d.head("no"), d.head("task"), d.head("lead"), d.head("with"), d.head("time")]
    rows = [
        [str(n), d.cell("tasks"), d.cell("offices"), d.cell("offices"), d.cell("times")]
        for n in _to(count)
    ]
    return Made(header, rows, [])


def _committee(d: Drawer, count: int) -> Made:
    header = [d.head("no"), d.head("persons"), d.head("position"), d.head("duty")]
    rows = [[str(n), d.person(), d.cell("positions"), d.cell("duties")] for n in _to(count)]
    return Made(header, rows, [])


def _other(d: Drawer, count: int) -> Made:
    sort = d.dice.choice(["budget", "timetable", "scores", "papers"])
    no = d.head("no")
    if sort == "budget":
        header = [no, d.head("task"), d.head("unit"), "Số lượng", d.head("money")]
        cells = [("items", "units")] * count
        rows = [[str(n), d.cell(a), d.cell(b), d.number(), f"{n}.500.000"]
                for n, (a, b) in enumerate(cells, 1)]  # fmt: skip
    elif sort == "timetable":
        header = [d.head("time"), d.head("task"), d.head("place"), d.head("lead")]
        rows = [[d.cell("times"), d.cell("tasks"), d.cell("places"), d.cell("offices")]
                for _ in _to(count)]  # fmt: skip
    elif sort == "scores":
        header = [no, d.head("criteria"), d.head("score"), d.head("note")]
        rows = [[str(n), d.cell("measures"), d.number(), ""] for n in _to(count)]
    else:
        header = [no, d.head("paper"), d.head("time"), d.head("lead")]
        rows = [[str(n), d.cell("papers"), "12/3/2025", d.cell("offices")] for n in _to(count)]
    return Made(header, rows, [])


def _to(count: int) -> range:
    return range(1, count + 1)


MAKERS: Mapping[str, tuple[Maker, str]] = {
    "persons": (_persons, "list_titles"),
    "bodies": (_bodies, "list_titles"),
    "named-model": (_named_model, "list_titles"),
    "mixed": (_mixed, "list_titles"),
    "ticks": (_ticks, "list_titles"),
    "groups": (_groups, "list_titles"),
    "households": (_households, "list_titles"),
    "headless": (_headless, "list_titles"),
    "misread": (_misread, "list_titles"),
    "statistics": (_statistics, "statistics_titles"),
    "tasks": (_tasks, "task_titles"),
    "committee": (_committee, "committee_titles"),
    "other": (_other, "other_titles"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw the tables, read them, print one line a sort of table and one a question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tune", "held"], default="tune")
    parser.add_argument("--tables", type=int, default=40, help="of each sort")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sorts", type=lambda text: text.split(","), default=list(MAKERS))
    parser.add_argument("--show", type=int, default=0, help="wrong tables to print, each sort")
    options = parser.parse_args(arguments)
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[options.half]
    total: defaultdict[str, Score] = defaultdict(Score)
    for sort in options.sorts:
        scores: defaultdict[str, Score] = defaultdict(Score)
        dice = random.Random(f"{sort}-{options.seed}")
        shown = 0
        for _ in range(options.tables):
            made = _draw(sort, Drawer(lists, dice))
            findings = read_made(made)
            wrong = list(compare(made, findings, scores))
            if wrong and shown < options.show:
                shown += 1
                _show(sort, made, findings, wrong)
        _print(sort, scores)
        for name, score in scores.items():
            for count in ("asked", "right", "silent", "doubted"):
                setattr(total[name], count, getattr(total[name], count) + getattr(score, count))
    print()
    for name, score in total.items():
        _print(name, {name: score})


def _draw(sort: str, drawer: Drawer) -> Made:
    maker, titles = MAKERS[sort]
    made = maker(drawer, drawer.dice.randint(3, 9))
    made.title = drawer.cell(titles)
    return made


def read_made(made: Made) -> Findings:
    """What the program makes of a table."""
    texts = [made.header, *made.rows] if made.header else made.rows
    grid = Grid(tuple(Row(tuple(Cell(text) for text in row)) for row in texts))
    blocks = (Paragraph("KẾ HOẠCH"), Paragraph(made.title, centred=True, bold=True), grid)
    reading = find_tables(Document(Source(Path("ke-hoach.docx"), FileKind.DOCX), blocks))
    return understand(reading, Settings(), "ke-hoach.docx", None)


def compare(made: Made, findings: Findings, scores: Mapping[str, Score]) -> Iterator[str]:
    """Count the answers; yield what is wrong in silence, or doubted though right."""
    records = findings.records
    is_list = bool(records)
    told = any(note.doubt and note.code in ("table-left-out", "columns-uncertain")
               for note in findings.receipt.notes)  # fmt: skip
    flagged = bool(records) and all(_DOUBTS & set(record["flags"]) for record in records)
    scores["is-list"].count(is_list == bool(made.truths), told or flagged)
    if is_list != bool(made.truths):
        yield "is-list"
    if not (is_list and made.truths):
        return
    for number, truth in enumerate(made.truths):
        record = records[number] if number < len(records) else None
        for name in _OWN_DOUBTS:
            due = getattr(truth, name)
            if due is None:
                continue
            right = record is not None and _same(name, due, record)
            doubted = record is not None and bool(_OWN_DOUBTS[name] & set(record["flags"]))
            scores[name].count(right, doubted)
            if not right:
                yield f"{name}: due {due!r}, got {_of(name, record) if record else None!r}"


def _of(name: str, record: Record) -> str:
    return str(record["subject_kind" if name == "kind" else name] or "")


def _same(name: str, due: str, record: Record) -> bool:
    got = _of(name, record)
    if name == "model" and not got:
        got = str(record["content"])
    due = due.removeprefix("Mô hình ") if name == "model" else due
    return words_key(got) == words_key(due)


def _show(sort: str, made: Made, findings: Findings, wrong: Sequence[str]) -> None:
    print(f"--- {sort}: {made.title} {made.header}")
    for row in made.rows[:3]:
        print("   ", row)
    for line in wrong[:4]:
        print("    !", line)
    for note in findings.receipt.notes:
        print("    note:", note.code, note.text[:150])
    flags = Counter(flag for record in findings.records for flag in record["flags"])
    print("    flags:", dict(flags))


def _print(name: str, scores: Mapping[str, Score]) -> None:
    parts = [
        f"{one} {100 * s.right / s.asked:5.1f}% silent {100 * s.silent / s.asked:4.1f}% "
        f"doubted {100 * s.doubted / s.asked:4.1f}%"
        for one, s in scores.items()
        if s.asked
    ]
    print(f"{name:12}", " | ".join(parts))


if __name__ == "__main__":
    main()
