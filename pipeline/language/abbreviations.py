"""What offices write short, and what they call by several names: data/abbreviations.toml."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.datafile import Block, read_toml


class _Abbreviations(Block):
    full: dict[str, str]
    same: dict[str, str]


def load_abbreviations() -> Mapping[str, str]:
    """Return what is written short -> in full."""
    return _load().full


def load_same_names() -> Mapping[str, str]:
    """Return the names of one thing -> the one that stands for all; what is short, in full."""
    return _load().full | _load().same


def _load() -> _Abbreviations:
    return read_toml("abbreviations.toml", _Abbreviations)
