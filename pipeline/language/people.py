"""Words by which subjects are known: data/people.toml."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from pipeline.language.keys import fold


@lru_cache(maxsize=1)
def load_people() -> dict[str, tuple[str, ...]]:
    """Return the lists of data/people.toml, longest words first."""
    text = files("pipeline").joinpath("data/people.toml").read_text(encoding="utf-8")
    return {
        name: tuple(sorted(words, key=len, reverse=True))
        for name, words in tomllib.loads(text).items()
    }


def pattern_of(name: str) -> str:
    """Return a pattern that matches each word of a list, in either tone style."""
    forms = {form: None for word in load_people()[name] for form in (word, fold(word))}
    words = sorted(forms, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("/", r"\s*/\s*") for word in words) + ")"
