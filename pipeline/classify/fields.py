"""Each entry gets its field (lĩnh vực), why, and a flag where it is only a suggestion."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

from pydantic import model_validator

from pipeline.classify.terms import Phrases, Speller, Terms
from pipeline.codes import Flag
from pipeline.datafile import Block, read_toml
from pipeline.language.abbreviations import load_abbreviations
from pipeline.language.keys import Words, squeeze
from pipeline.language.ordinals import FIELD_MARK
from pipeline.model import Entry, FieldSource
from pipeline.problems import BadSettings

OTHER = "khac"

_STRONG, _NORMAL, _WEAK = 6, 3, 1
_LEAD = 3  # the first strong term of a name is its head: "camera an ninh bảo vệ môi trường"
_MARGIN = 4  # nearer to another field, it is a suggestion

# A person's name may hold any word ("Bùi Văn Trường"): it says nothing of a field.
_PERSON = re.compile(
    r"^(?:hộ|gia đình|ông|bà|anh|chị|em|cháu|chú|bác(?! s[ĩỹ])|cô(?! giáo)|đồng chí|đ/c)\b[^,;(-]*",
    re.I,
)
_COUNT = re.compile(r"\(?\s*:?\s*\d+\s*(?:mô hình|điển hình|tập thể|cá nhân|hộ)[^)]*\)?\s*$", re.I)
_LEADING = re.compile(
    r"^(?:(?:trong|về|thuộc|nhóm|khối|mảng|ngành|trên|các)\s+|l[ĩãỉ]nh\s*(?:v[ựưụu]c?\b\s*)?|lv\s"
    r"|công tác\b|hoạt động\b|phong trào\b|thi đua\b|cuộc vận động\b|danh sách\b|mô hình\b"
    r"|điển hình\b|tiên tiến\b|[\s:\"“”])*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the taxonomy."""

    code: str
    name: str
    keeps_subjects: bool = False  # a model of its subjects is mostly its own


@dataclass(frozen=True, slots=True)
class Fields:
    """The taxonomy in its order, and all that tells one field from another."""

    all: tuple[Field, ...]
    broad: Mapping[Words, tuple[str, ...]]  # phrases that cover several fields
    speller: Speller
    phrases: Phrases
    movements: Phrases
    keywords: Terms
    asides: frozenset[str]
    subjects: Terms


@dataclass(frozen=True, slots=True)
class Verdict:
    """A field as far as the words of a text tell it; sure where nothing speaks against it."""

    code: str = ""
    sure: bool = False


class _FieldBlock(Block):
    code: str
    name: str
    phrases: tuple[str, ...] = ()
    movements: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    keeps_subjects: bool = False


class _Taxonomy(Block):
    neutral: tuple[str, ...]
    joiners: tuple[str, ...]
    asides: tuple[str, ...]
    fillers: tuple[str, ...]
    broad: dict[str, tuple[str, ...]]
    field: tuple[_FieldBlock, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        codes = Counter(block.code for block in self.field)
        for block in self.field:
            if codes[block.code] > 1:
                raise ValueError(f"{block.code}: hai lĩnh vực cùng mã")
        unknown = {code for named in self.broad.values() for code in named} - codes.keys()
        if unknown:
            raise ValueError(f"[broad]: không có lĩnh vực {', '.join(sorted(unknown))}")
        return self


@cache
def load_fields() -> Fields:
    """Return the taxonomy of data/fields.toml."""
    data = read_toml("fields.toml", _Taxonomy)
    speller = Speller(load_abbreviations(), data.joiners)
    fillers = frozenset(data.fillers)
    broad = {speller.spell(text): codes for text, codes in data.broad.items()}
    named = [(block.code, (*block.phrases, block.name)) for block in data.field]
    phrases = _pair(named, "phrases", speller)
    phrases |= {words: codes[0] for words, codes in broad.items()}
    moved = [(block.code, block.movements) for block in data.field]
    subjects = Terms()
    kinds = [(block.code, block.subjects) for block in data.field]
    for words, code in _pair(kinds, "subjects", speller).items():
        subjects.add(words, code, 1)
    return Fields(
        all=tuple(Field(b.code, b.name, b.keeps_subjects) for b in data.field),
        broad=broad,
        speller=speller,
        phrases=Phrases(phrases, fillers),
        movements=Phrases(_pair(moved, "movements", speller), fillers, filled=0.5),
        keywords=_weigh_terms(data, speller),
        asides=frozenset(data.asides),
        subjects=subjects,
    )


def _weigh_terms(data: _Taxonomy, speller: Speller) -> Terms:
    keywords = Terms()
    for text in data.neutral:
        keywords.add(speller.spell(text))
    for block in data.field:
        weighed = ((block.strong, _STRONG), (block.keywords, _NORMAL), (block.weak, _WEAK))
        for texts, weight in weighed:
            for text in texts:
                keywords.add(speller.spell(text), block.code, weight)
    return keywords


def _pair(
    listed: Iterable[tuple[str, Sequence[str]]], key: str, speller: Speller
) -> dict[Words, str]:
    pairs: dict[Words, str] = {}
    for code, texts in listed:
        for text in texts:
            words = speller.spell(_strip_frame(text))
            if pairs.setdefault(words, code) != code:
                raise BadSettings(f"fields.toml: {key} ghi “{text}” ở hai lĩnh vực")
    return pairs


def field_names() -> Mapping[str, str]:
    """Return code -> canonical name, in the order of the taxonomy."""
    return {field.code: field.name for field in load_fields().all}


def match_phrase(text: str) -> str:
    """Return the field that ``text`` names, through abbreviations, slips and missing words.

    "" where it names none, or several.
    """
    words = load_fields().speller.spell(_strip_frame(text))
    return load_fields().phrases.match(words)


def match_movement(text: str) -> str:
    """Return the field that an emulation movement (phong trào thi đua) implies, or ""."""
    words = load_fields().speller.spell(_strip_frame(text))
    return load_fields().movements.match(words)


def match_subject(subject: str) -> str:
    """Return the field that the kind of a subject suggests, or ""; the first kind decides."""
    fields = load_fields()
    hits = fields.subjects.find(fields.speller.spell(_PERSON.sub("", squeeze(subject))))
    first = min(hits, key=lambda hit: hit.start, default=None)
    return next(iter(first.meanings), "") if first else ""


def weigh_keywords(text: str, among: tuple[str, ...] = ()) -> Verdict:
    """Return what the keywords of ``text`` tell; only of ``among`` where that is given."""
    scores = _score(load_fields().speller.spell(text))
    ranked = [pair for pair in scores.most_common() if not among or pair[0] in among]
    if not ranked:
        return Verdict()
    (code, best), *others = ranked
    second = others[0][1] if others else 0
    return Verdict(code, best >= _NORMAL and (second <= _WEAK or best - second >= _MARGIN))


def _score(words: Words) -> Counter[str]:
    fields = load_fields()
    hits = sorted(fields.keywords.find(words), key=lambda hit: hit.start)
    telling = {hit.words: hit for hit in reversed(hits) if hit.meanings}
    scores: Counter[str] = Counter()
    for hit in telling.values():
        aside = hit.start and words[hit.start - 1] in fields.asides
        for code, weight in hit.meanings.items():
            scores[code] += min(weight, _NORMAL) if aside else weight
    heads = [hit for hit in hits if max(hit.meanings.values(), default=0) >= _STRONG]
    for code in heads[0].meanings if heads else ():
        scores[code] += _LEAD
    return scores


def _strip_frame(text: str) -> str:
    """Leave the bare name of "II. Trong lĩnh vực giáo dục (15 mô hình)"."""
    inner = _COUNT.sub("", FIELD_MARK.sub("", squeeze(text)))
    return _LEADING.sub("", inner.strip(" *+-–:.;,\"“”'"))


def classify(entry: Entry) -> Entry:
    """Return ``entry`` with its field, why it has it, and the flags of what is doubtful.

    Order of evidence: phrase, movement, field column, group heading, keywords in the
    model's name, then in the content, kind of subject.
    """
    flags: list[Flag] = []
    told = (
        (FieldSource.PHRASE, entry.field_phrase),
        (FieldSource.MOVEMENT, entry.movement),
        (FieldSource.COLUMN, entry.field_column),
        (FieldSource.GROUP, entry.field_group),
    )
    for source, text in told:
        if not text.strip():
            continue
        verdict = _name_field(source, text, entry)
        if verdict.code:
            return _settle(entry, source, verdict, flags)
        if source in (FieldSource.PHRASE, FieldSource.COLUMN):
            flags.append(Flag.FIELD_PHRASE_UNKNOWN)
    return _settle(entry, *_guess_field(entry), flags)


def _name_field(source: FieldSource, text: str, entry: Entry) -> Verdict:
    fields = load_fields()
    broad = fields.broad.get(fields.speller.spell(_strip_frame(text)))
    if broad:
        narrowed = weigh_keywords(f"{entry.model} {entry.content}", broad)
        return narrowed if narrowed.code else Verdict(broad[0])
    if source is FieldSource.MOVEMENT:
        return Verdict(match_movement(text) or match_phrase(text), sure=True)
    return Verdict(match_phrase(text) or match_movement(text), sure=True)


def _guess_field(entry: Entry) -> tuple[FieldSource, Verdict]:
    by_subject = _suggest_field(entry)
    keeps = any(field.keeps_subjects for field in load_fields().all if field.code == by_subject)
    by_model, by_content = weigh_keywords(entry.model), weigh_keywords(entry.content)
    if keeps and not by_model.sure and weigh_keywords(entry.model, (by_subject,)).code:
        return FieldSource.KEYWORD, Verdict(by_subject, sure=True)
    if by_model.code:
        sure = by_model.code == by_subject or (by_model.sure and not keeps)
        return FieldSource.KEYWORD, Verdict(by_model.code, sure)
    if by_content.code:  # running text speaks of many things
        return FieldSource.KEYWORD, Verdict(by_content.code, by_content.code == by_subject)
    if by_subject:
        return FieldSource.SUBJECT, Verdict(by_subject)
    return FieldSource.NONE, Verdict()


def _suggest_field(entry: Entry) -> str:
    kind = entry.subject.replace(entry.person, "") if entry.person else entry.subject
    return match_subject(kind) or match_subject(entry.position)


def _settle(entry: Entry, source: FieldSource, verdict: Verdict, flags: list[Flag]) -> Entry:
    if not verdict.code:
        flags = [*flags, Flag.FIELD_UNKNOWN]
    elif not verdict.sure:
        flags = [*flags, Flag.FIELD_SUGGESTED]
    return replace(
        entry,
        field=verdict.code or OTHER,
        field_source=source,
        flags=tuple(dict.fromkeys((*entry.flags, *flags))),
    )
