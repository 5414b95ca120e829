"""What the reading of pictures takes beside them, and what it gives: shared by its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model import Grid, Note, Paragraph
from pipeline.settings import USUAL_FOLDERS, ScanSettings


class Letters(StrEnum):
    """Whether the letters of a page are its text, or why it must be read as a picture."""

    GOOD = ""
    PICTURE = "picture"  # nothing but a picture
    STAMP_ONLY = "stamp-only"  # the only letters are those of a signature
    LAYER = "layer"  # letters lie over or under a picture that shows them already
    RUBBISH = "rubbish"  # letters that are no Vietnamese
    PARTIAL = "partial"  # part of what is printed has no letters


TellPage = Callable[[int, int], None]
"""Called while pictures are read: how many pages are done, of how many."""


def _tell_nobody(done: int, count: int) -> None:
    """Keep silent."""


@dataclass(frozen=True, slots=True)
class Means:
    """Where recognition finds and keeps things, and whom it tells of its progress."""

    settings: ScanSettings = USUAL_FOLDERS
    tell_page: TellPage = _tell_nobody


USUAL = Means()

Blocks = tuple[Paragraph | Grid, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read from the pictures of some pages."""

    blocks: Mapping[int, Blocks] = field(default_factory=dict)  # by page
    notes: tuple[Note, ...] = ()
