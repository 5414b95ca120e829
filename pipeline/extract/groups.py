"""Group rows and appendix titles: what they say of every row below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.address import find_commune
from pipeline.language.keys import fold, squeeze
from pipeline.language.letters import CAPITALS
from pipeline.language.ordinals import GROUP_MARK
from pipeline.language.people import pattern_of
from pipeline.model import SubjectKind

_COUNT = re.compile(
    r"\s*[(:]?\s*\d+\s*(?:mô hình|điển hình|tập thể|cá nhân|hộ|đơn vị)[^)]*\)?\s*$", re.IGNORECASE
)
_KINDS = {
    SubjectKind.HOUSEHOLD: re.compile(
        r"\b(?:hộ gia đình|hộ gđ|các hộ|gia đình)\b|(?:^|danh sách )hộ\b(?! (?:khẩu|tịch|chiếu))"
    ),
    SubjectKind.INDIVIDUAL: re.compile(r"\bcá nhân\b"),
    SubjectKind.COLLECTIVE: re.compile(r"\btập thể\b"),
}  # fmt: skip
_FIELD = re.compile(r"\b(?:lĩnh vực|ngành)\s*:?\s*(?P<field>.+)$", re.IGNORECASE)
_MOVEMENT = re.compile(r"\bphong trào(?:\s+thi đua)?\s*:?\s*(?P<movement>.+)$", re.IGNORECASE)
_HAMLET = re.compile(rf"^(?i:{pattern_of('hamlets')})\s+(?:số\s*)?[\d{CAPITALS}]")
_NEVER_FIELD = re.compile(
    r"^(?:khối\b|các (?:xã|phường|trường|phòng|cơ quan|đơn vị)|danh sách|phụ lục|biểu|mẫu|về\b)"
)


_KIND_WORDS = {
    "tập thể": SubjectKind.COLLECTIVE,
    "tt": SubjectKind.COLLECTIVE,
    "cá nhân": SubjectKind.INDIVIDUAL,
    "cn": SubjectKind.INDIVIDUAL,
    "hộ gia đình": SubjectKind.HOUSEHOLD,
    "hộ": SubjectKind.HOUSEHOLD,
    "hộ gđ": SubjectKind.HOUSEHOLD,
    "hgđ": SubjectKind.HOUSEHOLD,
    "gia đình": SubjectKind.HOUSEHOLD,
}


def kind_of_word(text: str) -> str:
    """Return the kind that a cell names by itself, "" for another text."""
    return _KIND_WORDS.get(fold(text), "")


def is_kind_word(text: str) -> bool:
    """Whether a cell names a kind and nothing else."""
    return bool(kind_of_word(text))


@dataclass(frozen=True, slots=True)
class Group:
    """One group heading, understood."""

    rank: str  # how it is marked: headings of one rank replace each other
    kind: str = ""
    field: str = ""
    movement: str = ""
    commune: str = ""
    locality: str = ""
    due: int | None = None  # the number of entries that it says it has


@dataclass(frozen=True, slots=True)
class Context:
    """The groups that a row stands under."""

    groups: tuple[Group, ...] = ()

    def enter(self, group: Group) -> Context:
        """Return the context below a new group heading."""
        ranks = [old.rank for old in self.groups]
        kept = self.groups[: ranks.index(group.rank)] if group.rank in ranks else self.groups
        return replace(self, groups=(*kept, group))

    def last(self, name: str) -> str:
        """Return what the nearest group above says of ``name``, "" where none does."""
        return next((v for g in reversed(self.groups) if (v := str(getattr(g, name)))), "")


def read_group(text: str) -> Group:
    """Return what a group row says: kind, field, movement, commune or hamlet."""
    flat = squeeze(text)
    mark = GROUP_MARK.match(flat)
    body = flat[mark.end() :] if mark else flat
    due = re.search(r"(\d+)\s*(?:mô hình|điển hình|tập thể|cá nhân|hộ|đơn vị)", body)
    bare = _COUNT.sub("", body).strip(" :.-–")
    kind = _kind_of(bare)
    movement = _MOVEMENT.search(bare)
    field = _FIELD.search(bare)
    commune = "" if field or movement else find_commune(_lower_type(bare))
    phrase = field["field"] if field else ""
    hamlet = bool(_HAMLET.match(bare)) and not (field or movement)
    if not (phrase or movement or commune or kind or hamlet or _NEVER_FIELD.match(fold(bare))):
        phrase = bare
    return Group(
        rank=_rank_of(mark["mark"] if mark else "", body),
        kind=kind,
        field=phrase.strip(" :."),
        movement=movement["movement"].strip(' “”"«».:') if movement else "",
        commune=commune,
        locality=re.split(r"\s*[,(;]", bare)[0] if hamlet else "",
        due=int(due[1]) if due else None,
    )


def read_title(lines: Sequence[str]) -> Group:
    """Return what the title of an appendix says of all its rows; a field only if named so."""
    text = squeeze(" ".join(line for line in lines if not _is_reference(line)))
    field = _FIELD.search(text)
    phrase = (
        re.split(r"\s+(?:năm|của|trên địa bàn|giai đoạn)\s", field["field"])[0] if field else ""
    )
    return Group(rank="title", kind=_kind_of(text), field=phrase.strip(" :.()"))


def _is_reference(line: str) -> bool:
    return fold(line).startswith(("(kèm theo", "(ban hành", "(theo", "kèm theo"))


def _kind_of(text: str) -> str:
    """The one kind that a text names; none where it names several."""
    folded = fold(text)
    found = [kind for kind, pattern in _KINDS.items() if pattern.search(folded)]
    return found[0] if len(found) == 1 else ""


def _lower_type(text: str) -> str:
    """The commune that a heading is: type word in lower case, name capitalised; "" for another."""
    match = re.match(
        r"^(?:(?:ubnd|ủy ban nhân dân|địa bàn|khu vực)\s+)?(xã|phường|thị trấn|đặc khu)\s+(.+)$",
        text,
        re.IGNORECASE,
    )
    if not match:
        return ""
    name = match[2].title() if match[2].isupper() else match[2]
    return f"{match[1].lower()} {name}"


def _rank_of(mark: str, body: str) -> str:
    if not mark:
        return "capitals" if body.isupper() else "plain"
    if re.fullmatch(r"[IVXLC]+", mark):
        return "roman"
    if mark[0].isdigit():
        return f"digits{mark.count('.')}"
    if mark.isalpha():
        return "letter" if mark.isupper() else "small"
    return "bullet"
