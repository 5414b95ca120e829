"""Words by which subjects and places are known: data/people.toml."""

from __future__ import annotations

import re
from functools import cache

from pipeline.datafile import Block, read_toml
from pipeline.language.keys import Words, fold


class People(Block):
    """The lists of data/people.toml."""

    households: Words
    titles: Words
    clans: Words
    collectives: Words
    schools: Words
    school_levels: Words
    school_kinds: Words
    hamlets: Words
    streets: Words
    dashed_communes: Words


def load_people() -> People:
    """Return the lists of words."""
    return read_toml("people.toml", People)


@cache
def pattern_of(*names: str) -> str:
    """Return a pattern that matches each word of some lists, in either tone style.

    Args:
        names: of the lists, as data/people.toml has them.
    """
    words = [word for name in names for word in getattr(load_people(), name)]
    forms = {form for word in words for form in (word, fold(word))}
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(map(_escape, longest)) + ")"


def _escape(form: str) -> str:
    """A word as a pattern: spaces around strokes, and any kind of dash, count as one."""
    escaped = re.escape(form).replace("/", r"\s*/\s*")
    return escaped.replace(r"\ \-\ ", r"\s*[-–—]\s*")
