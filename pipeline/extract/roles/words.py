"""Words by which the contents of columns are known: data/contents.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.codes import Role
from pipeline.datafile import Block, read_toml
from pipeline.language.keys import Words, fold


class Contents(Block):
    """The lists of data/contents.toml."""

    units: Words
    positions: Words
    duties: Words
    awards: Words
    tasks: Words
    verbs: Words
    figures: Words
    periods: Words
    peoples: Words
    heading: Mapping[Role, Words]


def load_contents() -> Contents:
    """Return the lists of words."""
    return read_toml("contents.toml", Contents)


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of one list as they are compared: "units"."""
    return frozenset(fold(word) for word in getattr(load_contents(), name))


@cache
def start_of(name: str) -> re.Pattern[str]:
    """Return a pattern for what begins with a word of one list."""
    longest = sorted(words_of(name), key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?!\w)")
