"""Why a cell is doubted and what to do about it, in the officer's words (data/flags.toml)."""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Reason:
    """What one flag says."""

    text: str  # the reason, as it stands beside the cell
    todo: str = ""  # what to do
    column: str = "subject"  # column of the frame whose cell is coloured
    suggested: bool = False  # the program's own guess, nothing that the paper says
    whole_row: bool = False  # every cell of the row is in doubt


@cache
def read_reasons() -> Mapping[str, Reason]:
    """Return the reason of every flag that the product knows."""
    source = resources.files("pipeline").joinpath("data", "flags.toml")
    blocks = tomllib.loads(source.read_text(encoding="utf-8"))
    return {code: Reason(**block) for code, block in blocks.items()}


def explain_flag(code: str) -> Reason:
    """Return the reason of a flag; one without words shows its code, and warns."""
    reason = read_reasons().get(code)
    if reason is None:
        warnings.warn(f"flag without words in data/flags.toml: {code}", stacklevel=2)
        return Reason(code)
    return reason
