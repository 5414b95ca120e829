"""What goes with a file when it is read, and what its pictures give: shared by the readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.model import Document, Grid, Note, Paragraph
from pipeline.read.table.page import Page
from pipeline.settings import USUAL_FOLDERS, USUAL_LIMITS, LimitSettings, ScanSettings, Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Letters(StrEnum):
    """Whether the letters of a page are its text, or why it must be read as a picture."""

    GOOD = ""
    PICTURE = "picture"  # nothing but a picture
    STAMP_ONLY = "stamp-only"  # the only letters are those of a signature
    LAYER = "layer"  # letters lie over or under a picture that shows them already
    RUBBISH = "rubbish"  # letters that are not those that are painted
    PARTIAL = "partial"  # part of what is printed has no letters


Gray: TypeAlias = "NDArray[Any]"
"""A picture as gray points, 0 black, row by row."""

TellPage = Callable[[int, int], None]
"""Called while pictures are read: how many pages are done, of how many."""


def _tell_nobody(done: int, count: int) -> None:
    """Keep silent."""


Blocks = tuple[Paragraph | Grid, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One page as the reader of tables saw it, and what it made of it."""

    page: Page
    blocks: Blocks
    load_gray: Callable[[], Gray] | None = None
    """Gives the picture that the page was recognised from, laid straight; None: a page of text."""


def _show_nobody(view: View) -> None:
    """Let nobody look on."""


ReadFile = Callable[[bytes, "Means"], Document]
"""Reads the content of a file, whatever its format, as if it had been dropped."""


@dataclass(frozen=True, slots=True)
class Means:
    """What goes with the reading of a file: folders, limits, whom it tells, and who looks on."""

    settings: ScanSettings = USUAL_FOLDERS  # of recognition
    limits: LimitSettings = USUAL_LIMITS
    tell_page: TellPage = _tell_nobody
    threads: int = 0  # that recognise pages; 0: one a core
    show: Callable[[View], None] = _show_nobody
    read_file: ReadFile | None = None  # reads what stands inside the file in another format
    depth: int = 0  # of what is read within the file that was dropped

    @classmethod
    def of(cls, settings: Settings, tell_page: TellPage = _tell_nobody) -> Means:
        """Return the means that an office's settings give."""
        return cls(settings.scan, settings.limits, tell_page)


USUAL = Means()


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read from the pictures of some pages."""

    blocks: Mapping[int, Blocks] = field(default_factory=dict)  # by page
    notes: tuple[Note, ...] = ()
