"""Each entry gets its field (lĩnh vực), why, and a flag where it is only a suggestion."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pipeline.classify.terms import Hit, Phrases, Speller, Terms, Words
from pipeline.model import Entry, FieldSource
from pipeline.text import squeeze

OTHER = "khac"
SUGGESTED = "field-suggested"
UNKNOWN = "field-unknown"
PHRASE_UNKNOWN = "field-phrase-unknown"

_STRONG, _NORMAL, _WEAK = 6, 3, 1
_LEAD = 3  # the first strong term of a name is its head: "camera an ninh bảo vệ môi trường"
_SURE, _MARGIN = 3, 3  # less than this, or so near to another field, is a suggestion

_ORDINAL = re.compile(r"^\W*(?:[IVX]{1,5}|\d{1,2}|[A-Za-z])\s*[.)/:]\s*")
_COUNT = re.compile(r"\(?\s*:?\s*\d+\s*(?:mô hình|điển hình|tập thể|cá nhân|hộ)[^)]*\)?\s*$", re.I)
_LEADING = re.compile(
    r"^(?:(?:trong|về|thuộc|nhóm|khối|mảng|ngành|trên)\s+)*"
    r"(?:(?:các\s+)?lĩnh(?:\s+v\w{0,3})?\b|lv\b|công tác|hoạt động|phong trào(?:\s+thi đua)?|thi đua"
    r"|cuộc vận động)?[\s:]*(?:(?:trong|về)\s+)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the taxonomy."""

    code: str
    name: str
    level: str  # a key of Fields.levels, "" for the rest


@dataclass(frozen=True, slots=True)
class Fields:
    """The taxonomy in its order, and all that tells one field from another."""

    all: tuple[Field, ...]
    levels: Mapping[str, str]  # code -> name of the four groups of "Dân vận khéo"
    broad: Mapping[Words, tuple[str, ...]]  # phrases that cover several fields
    speller: Speller
    phrases: Phrases
    movements: Phrases
    keywords: Terms
    subjects: Terms


@dataclass(frozen=True, slots=True)
class Verdict:
    """A field as far as the words of a text tell it; sure where nothing speaks against it."""

    code: str = ""
    sure: bool = False


@cache
def load_fields() -> Fields:
    """Return the taxonomy of data/fields.toml."""
    data = tomllib.loads((files("pipeline") / "data" / "fields.toml").read_text(encoding="utf-8"))
    speller = Speller(data["abbreviations"])
    blocks = data["field"]
    broad = {speller.spell(text): tuple(codes) for text, codes in data["broad"].items()}
    named = [{**block, "phrases": [*block["phrases"], block["name"]]} for block in blocks]
    phrases = _pair(named, "phrases", speller)
    phrases |= {words: codes[0] for words, codes in broad.items()}
    keywords = Terms()
    for text in data["neutral"]:
        keywords.add(speller.spell(text))
    for key, weight in (("strong", _STRONG), ("keywords", _NORMAL), ("weak", _WEAK)):
        for block in blocks:
            for text in block[key]:
                keywords.add(speller.spell(text), block["code"], weight)
    subjects = Terms()
    for words, code in _pair(blocks, "subjects", speller).items():
        subjects.add(words, code, 1)
    return Fields(
        all=tuple(Field(block["code"], block["name"], block["level"]) for block in blocks),
        levels=MappingProxyType(data["levels"]),
        broad=MappingProxyType(broad),
        speller=speller,
        phrases=Phrases(phrases),
        movements=Phrases(_pair(blocks, "movements", speller)),
        keywords=keywords,
        subjects=subjects,
    )


def _pair(blocks: Iterable[Mapping[str, object]], key: str, speller: Speller) -> dict[Words, str]:
    pairs: dict[Words, str] = {}
    for block in blocks:
        texts, code = block[key], str(block["code"])
        assert isinstance(texts, list)
        for text in texts:
            if pairs.setdefault(speller.spell(text), code) != code:
                raise ValueError(f"fields.toml: {key} has “{text}” in two fields")
    return pairs


def field_names() -> Mapping[str, str]:
    """Return code -> canonical name, in the order of the taxonomy."""
    return MappingProxyType({field.code: field.name for field in load_fields().all})


def level_of(code: str) -> str:
    """Return the group (KT, VHXH, QPAN, HTCT) of a field, "" for the rest.

    Raises:
        KeyError: no such field.
    """
    return {field.code: field.level for field in load_fields().all}[code]


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


def match_keywords(model_name: str) -> str:
    """Return the field that the words of a model's name tell, or ""."""
    return weigh_keywords(model_name).code


def match_subject(subject: str) -> str:
    """Return the field that the kind of a subject suggests, or ""; the first kind decides."""
    fields = load_fields()
    hits = fields.subjects.find(fields.speller.spell(subject))
    first = min(hits, key=lambda hit: hit.start, default=None)
    return next(iter(first.meanings), "") if first else ""


def weigh_keywords(text: str, among: tuple[str, ...] = ()) -> Verdict:
    """Return what the keywords of ``text`` tell; only of ``among`` where that is given."""
    fields = load_fields()
    scores = _score(fields.keywords.find(fields.speller.spell(text)))
    ranked = [pair for pair in scores.most_common() if not among or pair[0] in among]
    if not ranked:
        return Verdict()
    (code, best), *others = ranked
    second = others[0][1] if others else 0
    return Verdict(code, best >= _SURE and best - second >= _MARGIN)


def _score(hits: list[Hit]) -> Counter[str]:
    scores: Counter[str] = Counter()
    telling = sorted((hit for hit in hits if hit.meanings), key=lambda hit: hit.start)
    for words in {hit.words for hit in telling}:
        scores.update(next(hit.meanings for hit in telling if hit.words == words))
    strong = [hit for hit in telling if max(hit.meanings.values()) >= _STRONG]
    for code in strong[0].meanings if strong else ():
        scores[code] += _LEAD
    return scores


def _strip_frame(text: str) -> str:
    """Leave the bare name of "II. Trong lĩnh vực giáo dục (15 mô hình)"."""
    inner = _COUNT.sub("", _ORDINAL.sub("", squeeze(text)))
    return _LEADING.sub("", inner.strip(" *+-–:.;,\"“”'"))


def classify(entry: Entry) -> Entry:
    """Return ``entry`` with its field, why it has it, and the flags of what is doubtful.

    Order of evidence: phrase, movement, field column, group heading, keywords in the
    model's name, then in the content, kind of subject.
    """
    flags: list[str] = []
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
            flags.append(PHRASE_UNKNOWN)
    return _settle(entry, *_guess_field(entry), flags)


def _name_field(source: FieldSource, text: str, entry: Entry) -> Verdict:
    fields = load_fields()
    broad = fields.broad.get(fields.speller.spell(_strip_frame(text)))
    if broad:
        narrowed = weigh_keywords(f"{entry.model} {entry.content}", broad)
        return narrowed if narrowed.code else Verdict(broad[0], sure=False)
    if source is FieldSource.MOVEMENT:
        return Verdict(match_movement(text) or match_phrase(text), sure=True)
    return Verdict(match_phrase(text) or match_movement(text), sure=True)


def _guess_field(entry: Entry) -> tuple[FieldSource, Verdict]:
    by_subject = match_subject(entry.subject)
    for text in (entry.model, entry.content):
        verdict = weigh_keywords(text)
        if verdict.code:
            return FieldSource.KEYWORD, replace(verdict, sure=verdict.sure)
    if by_subject:
        return FieldSource.SUBJECT, Verdict(by_subject, sure=False)
    return FieldSource.NONE, Verdict()


def _settle(entry: Entry, source: FieldSource, verdict: Verdict, flags: list[str]) -> Entry:
    if not verdict.code:
        flags = [*flags, UNKNOWN]
    elif not verdict.sure:
        flags = [*flags, SUGGESTED]
    return replace(
        entry,
        field=verdict.code or OTHER,
        field_source=source,
        flags=tuple(dict.fromkeys((*entry.flags, *flags))),
    )
