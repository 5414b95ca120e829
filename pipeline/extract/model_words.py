"""Words around the names of models: data/models.toml."""

from __future__ import annotations

import re
from functools import cache

from pipeline.datafile import Block, read_toml
from pipeline.language.keys import Words, fold


class ModelWords(Block):
    """The lists of data/models.toml."""

    called: Words
    works: Words
    bearers: Words
    others: Words
    links: Words
    deeds: Words
    labels: Words
    tells: Words
    tells_on: Words
    places: Words
    praises: Words


@cache
def _load() -> ModelWords:
    return read_toml("models.toml", ModelWords)


@cache
def words_of(name: str) -> str:
    """Return a pattern that matches each word of a list, whole, in either tone style.

    Args:
        name: of the list, as data/models.toml has it; "#" in it is any number.
    """
    words = getattr(_load(), name)
    forms = {form for word in words for form in (word, fold(word))}
    longest = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(re.escape(form).replace(r"\#", r"\d+") for form in longest) + r")\b"
