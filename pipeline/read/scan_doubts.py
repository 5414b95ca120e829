"""Which recognised cells need a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.ocr_pair import Choice


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the whole plan."""

    words: frozenset[str]


def gather_lexicon(pages: Sequence[Sequence[Choice]]) -> Lexicon:
    """Return what the pages of a plan say together."""
    return Lexicon(frozenset(choice.word.text for page in pages for choice in page))


def is_doubtful(text: str, words: Sequence[Choice], lexicon: Lexicon) -> bool:
    """Tell whether a cell may be wrong."""
    return any(choice.rival is not None or choice.word.confidence < 0.85 for choice in words)
