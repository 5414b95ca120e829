"""Two years of one city's lists with the truth of what is new, kept and dropped.

What is kept is spelt as another office, or another year, would spell it; what is new has
namesakes of last year's subjects in other communes, and subjects of last year with another
model.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.plans.rows import COMMUNES, load_fields

FAMILIES = ("Nguyễn", "Bùi", "Đinh", "Quách", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Vũ", "Hà")
GIVEN = (
    *("Văn Thắng", "Đức Hạnh", "Quốc Việt", "Minh Tuấn", "Xuân Trường", "Ngọc Sơn", "Văn Bình"),
    *("Thị Huyền", "Thu Hằng", "Thị Mỵ", "Thị Nhường", "Thúy Quỳnh", "Thị Lý", "Thị Hòa"),
    *("Thị Thanh Thủy", "Văn Kỳ"),
)
HAMLETS = ("Đồi", "Mùi Rường", "Bình Lý", "Chợ", "Đằm", "Tân Lập", "Quyết Tiến", "Bưởi")
BODIES = (
    "Hội Liên hiệp Phụ nữ",
    "Hội Nông dân",
    "Hội Cựu chiến binh",
    "Đoàn Thanh niên",
    "Ủy ban nhân dân",
    "Trạm Y tế",
    "Công an",
    "Ban Chỉ huy Quân sự",
    "Ủy ban Mặt trận Tổ quốc",
)
SCHOOLS = (
    "Trường Mầm non Hoa Ban",
    "Trường Mầm non Hoa Sen",
    "Trường Mầm non Tuổi Thơ",
    "Trường Mầm non Sao Mai",
    "Trường Tiểu học Kim Đồng",
    "Trường Tiểu học Tân Hòa A",
    "Trường Tiểu học Tân Hòa B",
    "Trường Trung học cơ sở Chu Văn An",
    "Trường Tiểu học và Trung học cơ sở Yên Mông",
    "Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở Độc Lập",
)
OFFICES = (
    "Phòng Giáo dục và Đào tạo thành phố",
    "Trung tâm Dịch vụ Nông nghiệp thành phố",
    "Liên đoàn Lao động thành phố",
    "Trung tâm Y tế thành phố Hòa Bình",
)


@dataclass(frozen=True, slots=True)
class Thing:
    """One model of one subject, spelt in full."""

    subject: str
    commune: str
    model: str

    def text(self) -> tuple[str, str]:
        """What stands in the column of the subject, and in the model's."""
        subject = self.subject
        if self.commune and self.commune not in subject:
            subject = f"{subject}, {self.commune}"
        return subject, self.model


@dataclass(frozen=True, slots=True)
class Pair:
    """Rows of two years, and which are one: row of last year -> row of this year, from 1."""

    last: tuple[tuple[str, str], ...]
    now: tuple[tuple[str, str], ...]
    kept: dict[int, int]


def list_models() -> list[str]:
    """All names of models that the generated plans know, each once."""
    names = (name for field in load_fields().values() for name in field["names"])
    return list(dict.fromkeys(names))


def make_pair(
    count: int,
    seed: int,
    communes: Sequence[str] = COMMUNES,
    heirs: Mapping[str, str] | None = None,
) -> Pair:
    """Return ``count`` models of last year against a year in which seven of ten are kept.

    Args:
        count: models of each year.
        seed: of all that is chosen.
        communes: of last year.
        heirs: what each commune became between the years; namesakes that this brings into one
            commune differ in their hamlet or their model.
    """
    pick = random.Random(seed)
    models = list_models()
    rivals = _Rivals(pick, communes, models, heirs or {})
    last = _make_things(count, rivals)
    kept = [thing for thing in last if pick.random() < 0.7]
    new: list[Thing] = []
    while len(new) < count - len(kept):
        thing = rivals.make(pick.choice(last))
        if rivals.is_new(thing):
            new.append(thing)
    order: list[tuple[Thing, bool]] = [(thing, True) for thing in kept]
    order += [(thing, False) for thing in new]
    pick.shuffle(order)
    places = {thing: row for row, thing in enumerate(last, 1)}
    moved = [(rivals.move(thing), old) for thing, old in order]
    return Pair(
        tuple(thing.text() for thing in last),
        tuple(respell(*thing.text(), pick) if old else thing.text() for thing, old in moved),
        {places[thing]: row for row, (thing, old) in enumerate(order, 1) if old},
    )


def _make_things(count: int, rivals: _Rivals) -> list[Thing]:
    things: list[Thing] = []
    pick = rivals.pick
    while len(things) < count:
        if things and pick.random() < 0.15:
            thing = rivals.make(pick.choice(things))
        else:
            thing = _make_thing(pick, rivals.communes, rivals.models)
        if rivals.is_new(thing):
            things.append(thing)
    return things


@dataclass(slots=True)
class _Rivals:
    """Makes the like of a thing that is another one, and knows which things there are."""

    pick: random.Random
    communes: Sequence[str]
    models: Sequence[str]
    heirs: Mapping[str, str]
    known: set[Thing] = field(default_factory=set)  # as they are after the merger

    def move(self, thing: Thing) -> Thing:
        """The thing after the merger of communes."""
        heir = self.heirs.get(thing.commune, thing.commune)
        return Thing(thing.subject.replace(thing.commune or "\0", heir), heir, thing.model)

    def is_new(self, thing: Thing) -> bool:
        """Whether there was none such, which then is known."""
        moved = self.move(thing)
        new = moved not in self.known
        self.known.add(moved)
        return new

    def make(self, thing: Thing) -> Thing:
        """A namesake elsewhere, or another model of the same."""
        rival = _make_rival(thing, self.pick, self.communes, self.models)
        if self.heirs and self.move(rival) in self.known:
            hamlet = _hamlet(self.pick, rival.commune)
            subject = re.sub("tổ dân phố số \\d+|xóm [^,]+", hamlet, rival.subject)
            return Thing(subject, rival.commune, rival.model)
        return rival


def _make_thing(pick: random.Random, communes: Sequence[str], models: Sequence[str]) -> Thing:
    commune, model = pick.choice(communes), pick.choice(models)
    sort = pick.random()
    if sort < 0.35:
        form = pick.choice(("Ông", "Bà", "Hộ gia đình ông", "Hộ gia đình bà", "Đồng chí"))
        where = _hamlet(pick, commune)
        name = f"{pick.choice(FAMILIES)} {pick.choice(GIVEN)}"
        return Thing(f"{form} {name}, {where}", commune, model)
    if sort < 0.55:
        return Thing(_hamlet(pick, commune).capitalize(), commune, model)
    if sort < 0.8:
        return Thing(f"{pick.choice(BODIES)} {commune}", commune, model)
    if sort < 0.95:
        return Thing(pick.choice(SCHOOLS), "", model)
    return Thing(pick.choice(OFFICES), "", model)


def _hamlet(pick: random.Random, commune: str) -> str:
    if commune.startswith("xã"):
        return f"xóm {pick.choice(HAMLETS)}"
    return f"tổ dân phố số {pick.randint(1, 18)}"


def _make_rival(
    thing: Thing, pick: random.Random, communes: Sequence[str], models: Sequence[str]
) -> Thing:
    """The like of a thing that is another one: a namesake elsewhere, or another model."""
    others = [c for c in communes if c.split()[0] == thing.commune.split(" ")[0] != ""]
    if thing.commune and len(others) > 1 and pick.random() < 0.5:
        commune = pick.choice([c for c in others if c != thing.commune])
        return Thing(thing.subject.replace(thing.commune, commune), commune, thing.model)
    if pick.random() < 0.5:
        model = pick.choice([m for m in models if m != thing.model])
        return Thing(thing.subject, thing.commune, model)
    return _make_thing(pick, communes, models)


# --- other spellings -----------------------------------------------------------------

_SHORT = (
    ("Ủy ban nhân dân", "UBND"),
    ("Hội Liên hiệp Phụ nữ", "Hội LHPN"),
    ("Hội Liên hiệp Phụ nữ", "Hội Phụ nữ"),
    ("Hội Cựu chiến binh", "Hội CCB"),
    ("Đoàn Thanh niên", "Đoàn TN"),
    ("Đoàn Thanh niên", "Đoàn TNCS Hồ Chí Minh"),
    ("Ban Chỉ huy Quân sự", "Ban CHQS"),
    ("Ủy ban Mặt trận Tổ quốc", "UBMTTQ Việt Nam"),
    ("Ủy ban Mặt trận Tổ quốc", "Mặt trận Tổ quốc"),
    ("Trung học cơ sở", "THCS"),
    ("Tiểu học và THCS", "TH&THCS"),
    ("Tiểu học", "TH"),
    ("Mầm non", "MN"),
    ("Phổ thông Dân tộc Bán trú", "PTDTBT"),
    ("Giáo dục và Đào tạo", "GD&ĐT"),
    ("Trung tâm Dịch vụ Nông nghiệp", "TTDVNN"),
    ("tổ dân phố số", "TDP"),
    ("tổ dân phố số", "TDP số"),
    ("tổ dân phố số", "tổ dân phố"),
    ("tổ dân phố số", "tổ"),
    ("Tổ dân phố số", "Tổ dân phố"),
    ("Tổ dân phố số", "TDP"),
    ("phường ", "P. "),
    ("phường ", "P."),
    ("phường ", "Phường "),
    ("xã ", "X. "),
    ("xã ", "Xã "),
    ("thành phố", "TP"),
    ("an toàn giao thông", "ATGT"),
    ("bảo vệ môi trường", "BVMT"),
    ("phòng cháy chữa cháy", "PCCC"),
    ("an ninh trật tự", "ANTT"),
    ("nông thôn mới", "NTM"),
    ("câu lạc bộ", "CLB"),
    ("Câu lạc bộ", "CLB"),
    ("Đồng chí", "Đ/c"),
    ("Hộ gia đình", "Hộ"),
    ("Hộ gia đình", "Gia đình"),
)
_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "úy": "uý", "ủy": "uỷ"}
_TONES |= {"ùy": "uỳ", "óe": "oé", "ỏe": "oẻ", "ụy": "uỵ"}
_LETTERS = {"kỹ": "kĩ", "Mỵ": "Mị", "Lý": "Lí", "lý": "lí", "Kỳ": "Kì", "mỹ": "mĩ", "tỷ": "tỉ"}


def _shorten(text: str, pick: random.Random) -> str:
    fitting = [(long, short) for long, short in _SHORT if long in text]
    for long, short in pick.sample(fitting, min(len(fitting), pick.randint(1, 3))):
        text = text.replace(long, short)
    return text


def _swap_tones(text: str, pick: random.Random) -> str:
    for new, old in (_TONES | _LETTERS).items():
        text = text.replace(new, old)
    return text


def _mistype(text: str, pick: random.Random) -> str:
    """One letter of a longer word lost, doubled or changed with its neighbour, or a mark lost."""
    words = text.split(" ")
    long = [
        i
        for i, word in enumerate(words)
        if len(word) >= 4 and word.isalpha() and not word.isupper()
    ]
    if not long:
        return text
    index = pick.choice(long)
    word = words[index]
    at = pick.randrange(1, len(word) - 1)
    plain = unicodedata.normalize("NFD", word)
    words[index] = pick.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            "".join(c for c in plain if not unicodedata.combining(c)),
        )
    )
    return " ".join(words)


def _reorder(text: str, pick: random.Random) -> str:
    parts = re.split(r"( - |, | và )", text)
    if len(parts) >= 3:
        parts[0], parts[2] = parts[2], parts[0]
        return "".join(parts)
    words = text.split()
    at = pick.randint(2, max(2, len(words) - 2))
    return " ".join(words[at:] + words[:at]) if len(words) >= 5 else text


def _quote(text: str, pick: random.Random) -> str:
    marks = pick.choice(("“”", '""', "‘’", "«»"))
    return f"{marks[0]}{text}{marks[1]}"


def _prefix(text: str, pick: random.Random) -> str:
    return pick.choice(("Mô hình ", "Mô hình: ", "mô hình ")) + text


def _dash(text: str, pick: random.Random) -> str:
    return text.replace(" - ", pick.choice((" – ", "-", ", "))) + pick.choice(("", "."))


def _recase(text: str, pick: random.Random) -> str:
    return pick.choice((text.upper(), text.lower(), text.title()))


_SUBJECT_WAYS: tuple[Callable[[str, random.Random], str], ...] = (_shorten, _shorten, _swap_tones)
_MODEL_WAYS = (_shorten, _swap_tones, _mistype, _reorder, _quote, _prefix, _dash, _recase)


def respell(subject: str, model: str, pick: random.Random) -> tuple[str, str]:
    """Return the two texts as another hand would write them."""
    for way in pick.sample(_SUBJECT_WAYS, pick.randint(0, 2)):
        subject = way(subject, pick)
    if pick.random() < 0.08:
        subject = _mistype_name(subject, pick)
    for way in pick.sample(_MODEL_WAYS, pick.choice((0, 1, 1, 2))):
        model = way(model, pick)
    return subject, model


def _mistype_name(subject: str, pick: random.Random) -> str:
    """A slip in the subject's own name, not in its commune, which decides where it is."""
    head, comma, tail = subject.partition(", ")
    if any(kind in head for kind in ("phường", "xã", "P.", "X.", "Phường", "Xã")):
        return subject
    return _mistype(head, pick) + comma + tail
