"""The frame in which the entries of plans travel: its columns are fixed here, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Record = Mapping[str, Any]
"""One entry as a mapping of its columns, "key" among them where it is known by one."""

COLUMNS: Mapping[str, str] = {
    "no": "string",
    "cells": "object",  # dict heading -> text
    "subject": "string",
    "subject_kind": "string",
    "person": "string",
    "position": "string",
    "locality": "string",
    "commune": "string",
    "field": "string",
    "field_source": "string",
    "movement": "string",
    "model": "string",
    "content": "string",
    "note": "string",
    "flags": "object",  # list of codes
    "plan_number": "string",
    "issued_on": "string",  # ISO date, <NA> where the paper leaves it blank
    "issuer": "string",
    "year": "Int64",
    "source_file": "string",
    "appendix": "string",
    "page": "Int64",
    "row": "Int64",
}
"""The columns of every frame of entries, in order, with their dtypes."""


def make_frame(records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the records as a frame of exactly ``COLUMNS``.

    Raises:
        ValueError: a record lacks a column or has an unknown one.
    """
    rows = list(records)
    for record in rows:
        if record.keys() != COLUMNS.keys():
            odd = sorted(record.keys() ^ COLUMNS.keys())
            raise ValueError(f"columns missing or unknown: {', '.join(odd)}")
    import pandas as pd  # half a second, which no command spends that makes no frame

    # A column at a time: casting a whole frame takes five times as long.
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=dtype)
            for name, dtype in COLUMNS.items()
        },
        copy=False,
    )
