"""Whether two subjects are at home in one commune, mistyped or merged into another as it may be."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.register.likeness import slip_cost
from pipeline.register.marks import Home

_UNSAID = 0.93  # one side names no commune


def differ(one: str, other: str) -> bool:
    """Say whether two districts are named, and not the same one."""
    return bool(one and other) and one != other and not _is_slip(one.split(), other.split())


def agree(one: Home, other: Home) -> bool:
    """Say whether two homes are the same for sure."""
    return compare_homes(one, other) == 1.0


def compare_homes(one: Home, other: Home) -> float:
    """Return 1 for one commune or none on either side, 0 for different ones."""
    if not one.name and not other.name:
        return 0.0 if differ(one.district, other.district) else 1.0
    if not one.name or not other.name:
        return _UNSAID
    if one.era != other.era and one.successors and other.successors:
        return 1.0 if one.successors & other.successors else 0.0
    if one.name == other.name:
        return 1.0
    return 0.9 if is_mistyped(one, other) else 0.0


def is_mistyped(one: Home, other: Home) -> bool:
    """Say whether one commune's name is the other's with a slip in it."""
    worst = 1.0 if one.doubted or other.doubted else 0.5
    return _is_slip(one.name.split(), other.name.split(), worst)


def _is_slip(one: Sequence[str], other: Sequence[str], worst: float = 0.5) -> bool:
    """Whether two names of a place differ in one mistyped word only."""
    if len(one) != len(other):
        return "".join(one) == "".join(other)
    costs = [slip_cost(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(costs) == 1 and costs[0] is not None and costs[0] < worst
