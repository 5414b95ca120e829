"""What an entry is recognised by: subject, place and model, free of the ways to spell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.classify.placenames import KINDS, split_commune
from pipeline.codes import Flag
from pipeline.language.abbreviations import load_same_names
from pipeline.language.keys import Words, words_key
from pipeline.register.identity.homes import LARGE_AREAS, MERGED_ON, Home, Homes

if TYPE_CHECKING:
    import pandas as pd

_HONORIFICS = (
    "hộ gia đình|gia đình|hộ|các ông bà|ông bà|bà con|ông|bà|anh|chị|cô giáo|cô|chú|em|bác sĩ|bác|"
    "cụ|đồng chí|đ c|đc|nghệ nhân|thầy giáo|tập thể|cán bộ|giáo viên|nhân viên|nhân dân|và|trường"
)
_NUMERALS = dict(
    zip(
        ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"],
        range(1, 11),
        strict=True,
    )
)
_POLICE = re.compile(r"^ca(?= (?:phường|xã|thị trấn|thành phố|huyện)\b|$)")
_LEADING = re.compile(rf"^(?:(?:{_HONORIFICS}) )+")
_NUMBER_WORD = re.compile(r"\bsố (?=\d)")
_NOUGHTS = re.compile(r"\b0+(?=\d)")
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_LONE = re.compile(r"\b[^\W\d_](?: [^\W\d_]\b){2,}")  # v a c
_SEAT = words_key("của ủy ban nhân dân")


def _same_names() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {words_key(name): words_key(short) for name, short in load_same_names().items()}
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b"), names


_SAME, _SHORT = _same_names()


@lru_cache(maxsize=1 << 16)
def fold_name(text: str) -> str:
    """Return the words of a name, one spelling for all that mean the same."""
    key = _GLUED.sub(" ", words_key(text))
    key = _LONE.sub(lambda match: match[0].replace(" ", ""), key)
    key = _SAME.sub(lambda match: _SHORT[match[0]], key)
    return " ".join(_NOUGHTS.sub("", _NUMBER_WORD.sub("", key)).split())


@dataclass(frozen=True, slots=True)
class Mark:
    """All that tells one entry from another."""

    key: str  # its own words: what an answer of the officer is remembered by
    subject: Words
    model: Words
    home: Home
    person: Words = ()
    locality: Words = ()
    district: str = ""  # that the subject itself names
    detail: str = ""  # what else the row says, by which equals are told apart


def make_marks(frame: pd.DataFrame, homes: Homes) -> list[Mark]:
    """Return a mark for each entry of the frame, in order."""
    names = (
        *("subject", "model", "content", "person", "position", "locality", "commune", "note"),
        "issued_on",
    )
    columns: dict[str, list[Any]] = {name: frame[name].fillna("").tolist() for name in names}
    issuers = frame["issuer"].fillna("").tolist()
    flags, cells = frame["flags"].tolist(), frame["cells"].tolist()
    years = frame["year"].astype(object).where(frame["year"].notna(), None).tolist()
    marks = []
    for index in range(len(frame)):
        row = {name: str(values[index]) for name, values in columns.items()}
        home = homes.find(row["commune"], _day(row["issued_on"], years[index]), issuers[index])
        home = homes.find_former(home, words_key(" ".join(cells[index].values())))
        doubted = Flag.COMMUNE_UNKNOWN in flags[index]
        marks.append(_make_mark(row, replace(home, doubted=True) if doubted else home))
    return marks


def name_entry(subject: str, commune: str, model: str) -> str:
    """Return the words that an entry is remembered by when its file is replaced."""
    return " | ".join(words_key(text) for text in (subject, commune, model))


def _day(issued_on: str, year: int | None) -> date | None:
    if issued_on:
        return date.fromisoformat(issued_on)
    return date(year, 1, 1) if year and year != MERGED_ON.year else None


def _make_mark(row: Mapping[str, str], home: Home) -> Mark:
    communes = (split_commune(row["commune"])[1], *(split_commune(n)[1] for n in home.successors))
    subject = _drop_communes(_fold_subject(row["subject"]), (*communes, home.name))
    words, district = _split_district(subject)
    locality = fold_name(row["locality"])
    own = f" {locality} " in f" {fold_name(row['subject'])} "  # a body's name holds it already
    model = fold_name(row["model"]) or fold_name(row["content"])
    return Mark(
        name_entry(row["subject"], row["commune"], row["model"] or row["content"]),
        tuple(words.split()),
        tuple(str(_NUMERALS.get(word, word)) for word in model.split()),
        home,
        tuple(words_key(row["person"]).split()),
        () if own else tuple(locality.split()),
        district,
        fold_name(" ".join(row[name] for name in ("position", "content", "note"))),
    )


def _fold_subject(text: str) -> str:
    folded = _POLICE.sub("công an", fold_name(text))
    return _LEADING.sub("", folded) or folded


@lru_cache(maxsize=1 << 12)
def _write_commune(name: str) -> re.Pattern[str]:
    kinds = "|".join(map(fold_name, KINDS))
    before = rf"{_SEAT} |nay (?:là |thuộc )?"
    return re.compile(rf"\b(?:{before})?(?:{kinds}) {re.escape(name)}(?: cũ)?\b")


def _drop_communes(subject: str, names: Iterable[str]) -> str:
    """The subject without its commune, which is compared for itself; never nothing at all."""
    for name in dict.fromkeys(map(fold_name, names)):
        subject = _drop_commune(subject, name.removesuffix(" cũ")) if name else subject
    return subject


def _drop_commune(subject: str, name: str) -> str:
    rest = " ".join(_write_commune(name).sub(" ", subject).split())
    if not rest:
        return subject.removesuffix(f" {name}")
    return "đoàn thanh niên" if rest == "đoàn" else rest


def _split_district(subject: str) -> tuple[str, str]:
    """Part "phòng giáo dục thành phố hòa bình" from the district that it ends with."""
    for kind in LARGE_AREAS:
        head, found, tail = f" {subject}".partition(f" {kind}")
        if found and head.strip() and len(tail.split()) <= 3:
            return head.strip(), tail.strip()
    return subject, ""
