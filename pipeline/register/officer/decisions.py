"""The decisions that an officer takes in the workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What a correction does to its entry."""

    CHANGE = "change"
    REMOVE = "remove"
    ADD = "add"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision about one entry; a later one of the same field stands in its place."""

    entry_key: str
    likeness: str  # the entry as printed, in words: finds it when its file is replaced;
    # of an added one the file in whose list it was typed, "" for a list of the year
    year: int | None
    action: Action
    field: str  # column that changes; "" for the others
    old: str  # of a confirmed one its doubts
    new: str  # all columns as JSON for an added one
    made_at: datetime
    workbook: str
    number: int = 0  # 0: not kept yet
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The officer's yes or no to two entries being one model."""

    one: str
    other: str
    same: bool
    made_at: datetime
    workbook: str
