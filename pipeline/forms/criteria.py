"""What collectives, individuals and households are scored by: the office's own data file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints
from pydantic import model_validator as check_whole

from pipeline.datafile import Block, read_own_toml, read_toml
from pipeline.language.keys import words_key
from pipeline.model import KIND_NAMES

CRITERIA_NAME = "criteria.toml"
FULL = 100
"""The highest total."""


class Criterion(Block):
    """One thing that is scored."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    weight: float = Field(gt=0, le=FULL)  # per cent of the total
    scale: float = Field(gt=0)  # its highest score
    guide: str = ""

    @property
    def key(self) -> str:
        """The name by which its scores are known, in any spelling."""
        return words_key(self.name)


class Criteria(Block):
    """The criteria of each kind of subject; the weights of a kind are 100 in all."""

    proposal: bool = False  # not decided by the office yet
    collective: tuple[Criterion, ...]
    individual: tuple[Criterion, ...]
    household: tuple[Criterion, ...]

    @check_whole(mode="after")
    def _check(self) -> Self:
        for kind, label in KIND_NAMES.items():
            criteria = self.of(kind)
            weights = sum(criterion.weight for criterion in criteria)
            if abs(weights - FULL) > 0.01:
                raise ValueError(f"{label}: các trọng số cộng lại bằng {weights:g}, phải bằng 100")
            twice = [key for key, times in Counter(c.key for c in criteria).items() if times > 1]
            if twice:
                raise ValueError(f"{label}: hai tiêu chí cùng tên “{twice[0]}”")
        return self

    def of(self, kind: str) -> tuple[Criterion, ...]:
        """Return the criteria of a kind of subject; none where the kind is not known."""
        known: Mapping[str, tuple[Criterion, ...]] = {
            "collective": self.collective,
            "individual": self.individual,
            "household": self.household,
        }
        return known.get(kind, ())

    def total(self, kind: str, scores: Mapping[str, float]) -> float | None:
        """Return the weighted total, of 100; None until every criterion has its score."""
        criteria = self.of(kind)
        if not criteria or any(criterion.key not in scores for criterion in criteria):
            return None
        parts = (scores[c.key] / c.scale * c.weight for c in criteria)
        return round(sum(parts), 2)


def read_criteria(folder: Path) -> Criteria:
    """Read ``criteria.toml`` of ``folder``; without one, the proposals that are shipped.

    Raises:
        BadSettings: not TOML, an unknown key, or weights that are not 100 in all.
    """
    own = read_own_toml(folder / CRITERIA_NAME, Criteria)
    return own or read_toml(CRITERIA_NAME, Criteria)
