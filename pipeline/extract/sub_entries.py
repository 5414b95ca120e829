"""Entries inside of a cell: "- Hội X: điển hình ... với mô hình “Y”", each with its own subject.

A row that already names whom it is about keeps its subject, unless each item says outright that
it is of another: a club with a colon behind it may as well be a model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.codes import Flag
from pipeline.extract.address import find_commune
from pipeline.extract.models import read_model, split_models
from pipeline.extract.prose import read_sentence
from pipeline.extract.roles.contents import names_one
from pipeline.extract.subjects import Subject, read_subject
from pipeline.language.keys import fold, squeeze
from pipeline.language.ordinals import ITEM_MARK

_COLON = re.compile(
    r"^(?P<subject>[^:“\"«]{3,160}?)\s*"
    r"(?::\s+|[,;]\s+(?=(?:với |có )?(?:tên )?mô hình\b))(?P<rest>\S.*)$",
    re.DOTALL | re.IGNORECASE,
)
_DASH = re.compile(r"^(?P<subject>[^“\"«]{3,160}?)\s+[-–—]\s+(?P<rest>\S.*)$", re.DOTALL)
_SAYS = re.compile(r"\b(?:mô hình|điển hình)\b")
_LINES = re.compile(r"\n|;\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class SubEntry:
    """What one item of a cell says."""

    text: str  # the item as printed
    subject: Subject
    model: str
    field_phrase: str = ""
    movement: str = ""
    flags: tuple[Flag, ...] = ()


def split_entries(text: str, *, unit: bool) -> tuple[SubEntry, ...]:
    """Return the entries that a cell lists, () where its items have no subjects of their own.

    Args:
        text: of the cell, its printed lines kept.
        unit: the row names a commune or nobody, so that a colon is enough behind a subject.
    """
    listed = split_models(text).items
    single = len(listed) == 1
    if single and not unit:
        return ()  # lines of a cell are broken by its width alone
    if single and ITEM_MARK.match(text):
        listed = (ITEM_MARK.sub("", text, count=1),)
    elif single:
        listed = tuple(_LINES.split(text.strip(" ;\n")))
        if len(listed) < 2 or not all(map(_opens, listed)):
            return ()
    found = [_read_item(squeeze(item).strip(" ;"), unit=unit) for item in listed if item.strip()]
    read = tuple(one for one in found if one and " " in one.subject.subject)
    return read if len(read) == len(found) else ()


def _opens(line: str) -> bool:
    """Whether a line begins as an item does, not as the rest of the line above."""
    first = line.strip()[:1]
    return first.isupper() or first.isdigit()


def _read_item(item: str, *, unit: bool) -> SubEntry | None:
    for pattern in (_COLON, _DASH):
        match = pattern.match(item)
        if not match or not names_one(match["subject"]):
            continue
        said = bool(_SAYS.search(fold(match["rest"])))
        if said or unit:
            model = read_model(match["rest"], named=not said)
            subject = read_subject(match["subject"])
            flags = [Flag.MODEL_UNCERTAIN] if model.doubt else []
            flags += [Flag.ROW_UNCERTAIN] if pattern is _DASH and not said else []
            return SubEntry(
                item, subject, model.name, model.field_phrase, model.movement, tuple(flags)
            )
    sentence = read_sentence(item)
    if sentence is None or not sentence.subject.subject:
        return None
    return SubEntry(
        item, sentence.subject, sentence.model, sentence.field_phrase, sentence.movement
    )


def is_unit(text: str) -> bool:
    """Whether a subject's text names a commune and nobody else."""
    flat = squeeze(text)
    bare = re.sub(r"^(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+", "", flat, flags=re.IGNORECASE)
    commune = find_commune(bare[:1].lower() + bare[1:])
    return not flat or fold(commune) == fold(bare.strip(" .:"))
