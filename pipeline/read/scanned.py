"""What the reading of pictures gives, and what it is told: shared by its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model import Grid, Note, Paragraph

Blocks = tuple[Paragraph | Grid, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read from the pictures of some pages."""

    blocks: Mapping[int, Blocks] = field(default_factory=dict)  # by page
    notes: tuple[Note, ...] = ()
