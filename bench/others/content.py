"""Invented subjects and models: who, where, which field, which model."""

from __future__ import annotations

import dataclasses
import random
from dataclasses import dataclass

from bench.others.places import Area
from bench.others.pools import (
    AGENCIES,
    BODIES,
    COOP_NAMES,
    COOPS,
    FIELDS_OF,
    JOBS,
    MERITS,
    MILITARY,
    MODELS,
    MOVEMENTS,
    NOTES,
    PEOPLES,
    SCHOOL_NAMES,
    SCHOOLS,
)


@dataclass
class Person:
    """One invented person."""

    name: str
    female: bool
    people: str
    year: int
    job: str

    @property
    def title(self) -> str:
        """Return the title a paper puts before the name."""
        return "Bà" if self.female else "Ông"

    def split(self) -> tuple[str, str]:
        """Return the family-and-middle part and the given name."""
        head, _, last = self.name.rpartition(" ")
        return head, last


@dataclass
class Entry:
    """One subject with one model: all that any layout may print of it."""

    kind: str  # person | household | collective
    subject: str  # with its title or kind word: "Ông Lò Văn Pâng", "Hộ ông …", "Trường …"
    bare: str  # without: "Lò Văn Pâng"; a collective's name
    person: Person | None
    hamlet: str | None
    commune: str | None
    field: str
    movement: str
    model: str
    merit: str
    note: str
    year: int
    content: str = ""  # the content column's sentence
    shown_model: str = ""  # the model's name as that sentence prints it
    extra_names: list[str] = dataclasses.field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Return the names of persons the subject holds."""
        return ([self.person.name] if self.person else []) + self.extra_names

    @property
    def tail(self) -> str:
        """Return the address parts the subject does not name itself, each after a comma."""
        return "".join(
            f", {part}" for part in (self.hamlet, self.commune) if part and part not in self.subject
        )

    @property
    def address(self) -> str:
        """Return hamlet and commune as one address."""
        return ", ".join(part for part in (self.hamlet, self.commune) if part)


class Maker:
    """Draws entries from one seed, never the same subject or model line twice."""

    def __init__(self, seed: int, area: Area) -> None:
        """Start from a seed on the ground of one office."""
        self.rng = random.Random(seed)
        self.area = area
        self._seen: set[str] = set()

    def person(self) -> Person:
        """Return a person whose name this paper has not used yet."""
        rng = self.rng
        for _ in range(400):
            people = rng.choice(self.area.peoples)
            female = rng.random() < 0.45
            name = self._name(people, female)
            if name in self._seen:
                people = "Kinh"
                name = self._name(people, female)
            if name not in self._seen:
                self._seen.add(name)
                return Person(name, female, people, rng.randint(1948, 2002), rng.choice(JOBS))
        raise RuntimeError("the pool of names is spent")

    def _name(self, people: str, female: bool) -> str:
        rng = self.rng
        families, male, women, his, hers = PEOPLES[people]
        mid, given = rng.choice(women if female else male), rng.choice(hers if female else his)
        if people == "Kinh" and rng.random() < 0.15:
            return f"{rng.choice(families)} {given}"
        if people == "Ê Đê":
            return f"H'{given}" if female else f"Y {given}"
        if female and mid in ("Y", "Ka", "Ma") and not families[0].startswith(("Sùng",)):
            return f"{mid} {given}"
        if female and mid in ("H'", "K'"):
            head = rng.choice(families)
            return f"{head} {mid}{given}" if people == "Gia Rai" else f"{mid}{given}"
        head = rng.choice(families)
        if head.endswith("K'"):
            return f"{head}{given}" if not female else f"Ka {given}"
        return " ".join(part for part in (head, mid, given) if part)

    def commune(self) -> str:
        """Return one commune of the area."""
        return self.rng.choice(self.area.communes)

    def hamlet(self, commune: str) -> str:
        """Return a hamlet that fits the commune (numbered quarters in wards only)."""
        rng = self.rng
        town = commune.startswith(("phường", "thị trấn"))
        words = [
            w
            for w in self.area.hamlet_words
            if w.startswith(("tổ", "khu", "khóm", "tiểu khu")) == town
        ]
        word = rng.choice(words or list(self.area.hamlet_words))
        if word.startswith(("tổ", "tiểu khu", "khóm", "khu phố")):
            return f"{word} {rng.randint(1, 19)}"
        return f"{word} {rng.choice(self.area.hamlets)}"

    def entry(
        self, kind: str | None = None, *, commune: str | None = None, field_: str | None = None
    ) -> Entry:
        """Return a new entry, of the kind, commune and field asked for."""
        rng = self.rng
        kind = kind or rng.choices(("person", "household", "collective"), (4, 3, 5))[0]
        where = commune or self.commune()
        hamlet = self.hamlet(where)
        person = None
        field_name = field_ or rng.choice(FIELDS_OF[kind])
        if kind == "collective":
            subject, hamlet_, where_ = self._collective(where, hamlet, field_name)
            bare = subject
        else:
            person = self.person()
            bare, hamlet_, where_ = person.name, hamlet, where
            subject = f"{person.title} {bare}"
            if kind == "household":
                word = rng.choice(("Hộ gia đình", "Hộ", "Gia đình"))
                subject = f"{word} {subject[0].lower()}{subject[1:]}"
        entry = Entry(
            kind,
            subject,
            bare,
            person,
            hamlet_,
            where_,
            field_name,
            rng.choice(MOVEMENTS),
            self.model(field_name),
            rng.choice(MERITS),
            rng.choice(NOTES),
            self.area.year - rng.randint(0, 3),
        )
        entry.content, entry.shown_model = sentence(entry, rng)
        return entry

    def couple(self) -> Entry:
        """Return a household named after husband and wife."""
        entry = self.entry("household")
        husband, wife = self.person(), self.person()
        while husband.female:
            husband = self.person()
        while not wife.female:
            wife = self.person()
        entry.person, entry.bare, entry.extra_names = (
            husband,
            f"{husband.name} và bà {wife.name}",
            [wife.name],
        )
        entry.subject = f"Hộ ông {entry.bare}"
        entry.content, entry.shown_model = sentence(entry, self.rng)
        return entry

    def model(self, field_name: str) -> str:
        """Return a model of the field, new to this paper while there are any."""
        pool = MODELS[field_name]
        fresh = [m for m in pool if m not in self._seen] or list(pool)
        model = self.rng.choice(fresh)
        self._seen.add(model)
        return model

    def _collective(
        self, where: str, hamlet: str, field_name: str
    ) -> tuple[str, str | None, str | None]:
        rng = self.rng
        for _ in range(200):
            pick = rng.random()
            found: tuple[str, str | None, str | None]
            if field_name == "quốc phòng, quân sự địa phương":
                found = (f"{rng.choice(MILITARY)} {where}", None, where)
            elif field_name == "giáo dục và đào tạo" or (
                pick < 0.15 and field_name in ("bảo vệ môi trường", "từ thiện, nhân đạo")
            ):
                found = (
                    f"{rng.choice(SCHOOLS)} {rng.choice(SCHOOL_NAMES)}",
                    None,
                    where if rng.random() < 0.6 else None,
                )
            elif pick < 0.35 and field_name in ("phát triển kinh tế", "bảo vệ môi trường"):
                found = (f"{rng.choice(COOPS)} {rng.choice(COOP_NAMES)}", hamlet, where)
            elif pick < 0.7:
                found = (f"{rng.choice(BODIES)} {where}", None, where)
            elif pick < 0.9:
                word = rng.choice(("Nhân dân", "Chi bộ", "Chi hội Phụ nữ", "Ban Công tác Mặt trận"))
                found = (f"{word} {hamlet}", hamlet, where)
            else:
                found = (f"{rng.choice(AGENCIES)} {self.area.place}", None, None)
            if found[0] not in self._seen:
                self._seen.add(found[0])
                return found
        raise RuntimeError(f"the pool of collectives is spent: {field_name}")

    def entries(self, count: int, kind: str | None = None, **fixed: str) -> list[Entry]:
        """Return so many entries."""
        return [
            self.entry(kind, commune=fixed.get("commune"), field_=fixed.get("field_"))
            for _ in range(count)
        ]


def sentence(entry: Entry, rng: random.Random) -> tuple[str, str]:
    """Return the content column's sentence and the model's name as printed in it."""
    inner = entry.model.replace("“", "‘").replace("”", "’")
    form = rng.randrange(4)
    if form == 0:
        text = f"Điển hình tiên tiến trong lĩnh vực {entry.field} với mô hình: {entry.model}"
        return text, entry.model
    if form == 1:
        text = (
            f"Điển hình tiên tiến trong “Phong trào thi đua {entry.movement}” "
            f"với mô hình: {entry.model}."
        )
        return text, entry.model
    if form == 2:
        return f"Mô hình “{inner}”, {entry.merit}.", inner
    return f"Điển hình tiên tiến trong lĩnh vực {entry.field} với mô hình “{inner}”.", inner
