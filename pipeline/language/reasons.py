"""Why a cell is doubted and what to do about it, in the officer's words (data/flags.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import RootModel, model_validator

from pipeline.codes import Flag
from pipeline.datafile import Block, read_toml


class Reason(Block):
    """What one flag says."""

    text: str  # the reason, as it stands beside the cell
    todo: str = ""  # what to do
    column: str = "subject"  # column of the frame whose cell is coloured
    suggested: bool = False  # the program's own guess, nothing that the paper says
    whole_row: bool = False  # every cell of the row is in doubt


class _Reasons(RootModel[dict[Flag, Reason]]):
    @model_validator(mode="after")
    def _check(self) -> Self:
        missing = set(Flag) - self.root.keys()
        if missing:
            raise ValueError(f"thiếu lời cho {', '.join(sorted(missing))}")
        return self


def read_reasons() -> Mapping[Flag, Reason]:
    """Return the reason of every flag."""
    return read_toml("flags.toml", _Reasons).root


def explain_flag(code: str) -> Reason:
    """Return the reason of a flag; one that only an older program knew shows its code."""
    known = read_reasons()
    return known[Flag(code)] if code in known else Reason(text=code)


def is_doubt(code: str) -> bool:
    """Whether a flag says that something may be wrong; a suggestion is only to be looked at."""
    return not explain_flag(code).suggested
