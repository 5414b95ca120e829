"""What sort of collective a subject is, told by the words that it begins with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.datafile import Block, read_toml
from pipeline.language.keys import Words, words_key
from pipeline.problems import BadSettings

OTHER = "khac"
_NUMBER = "#"
_GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)")  # TDP10


@dataclass(frozen=True, slots=True)
class Collectives:
    """The sorts of collectives, and the words by which each is told."""

    names: Mapping[str, str]  # code -> name, in the order of the tables
    codes: Mapping[Words, str]  # first words -> code; "": what follows them decides
    longest: int  # words of the longest of these


class _Sort(Block):
    code: str
    name: str
    words: tuple[str, ...]


class _CollectivesFile(Block):
    openers: tuple[str, ...]
    collective: tuple[_Sort, ...]


@cache
def load_collectives() -> Collectives:
    """Return data/collectives.toml.

    Raises:
        BadSettings: words that stand under two sorts, or no sort for the rest.
    """
    data = read_toml("collectives.toml", _CollectivesFile)
    codes = {_split(opener): "" for opener in data.openers}
    for sort in data.collective:
        for words in sort.words:
            if codes.setdefault(_split(words), sort.code) != sort.code:
                raise BadSettings(f"collectives.toml: “{words}” đứng ở hai loại")
    names = {sort.code: sort.name for sort in data.collective}
    if OTHER not in names:
        raise BadSettings(f"collectives.toml: thiếu loại {OTHER} cho phần còn lại")
    return Collectives(names, codes, max(map(len, codes)))


def collective_names() -> Mapping[str, str]:
    """Return the names of the sorts by code, in order; what nothing tells is ``OTHER``."""
    return load_collectives().names


def sort_collective(subject: str) -> str:
    """Return the code of a collective's sort; of several in one subject the first decides."""
    known = load_collectives()
    words = _split(subject)
    while words:
        sizes = range(min(known.longest, len(words)), 0, -1)
        size = next((size for size in sizes if words[:size] in known.codes), 0)
        if not size:
            return OTHER
        if code := known.codes[words[:size]]:
            return code
        words = words[size:]
    return OTHER


def _split(text: str) -> Words:
    """The words of a key, any that begins with a figure as ``#``."""
    parts = text.replace(_NUMBER, " 0 ")
    words = words_key(_GLUED.sub(" ", parts)).split()
    return tuple(_NUMBER if word[0].isdecimal() else word for word in words)
