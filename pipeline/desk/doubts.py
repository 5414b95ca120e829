"""What an officer is asked: entries in doubt, riskiest first, those of one doubt together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.codes import Flag
from pipeline.language.reasons import explain_flag
from pipeline.model import Outcome, Plan, UnsureCell
from pipeline.register.officer.doubts import find_columns
from pipeline.register.officer.labels import COLUMN_NAMES
from pipeline.write.sheets.checks import UnsureCells, show_sureness
from pipeline.write.sheets.counts import read_rows

_COLUMNS = (
    "subject",
    "person",
    "model",
    "content",
    "position",
    "locality",
    "no",
    "commune",
    "field",
)
"""Columns of the frame, that first whose slip spoils most."""

_ALIKE = frozenset({"field", "commune", "subject_kind"})
"""Columns of which one look answers all entries that say the same there."""


@dataclass(frozen=True, slots=True)
class Question:
    """Entries that are doubted alike, answered at once."""

    number: str  # stable while it reads the same
    rows: tuple[dict[str, Any], ...]
    reasons: tuple[tuple[str, str], ...]  # why, and what to do
    columns: tuple[str, ...]  # those that are doubted, of the frame
    cells: tuple[UnsureCell, ...]  # of a scan
    risk: tuple[int, int, float]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the entries."""
        return tuple(str(row["key"]) for row in self.rows)

    @property
    def editable(self) -> tuple[str, ...]:
        """The columns that may be corrected: of several entries only those that read the same."""
        if len(self.rows) == 1:
            return tuple(COLUMN_NAMES)
        return tuple(column for column in self.columns if column in COLUMN_NAMES)

    def why(self) -> str:
        """Return all reasons on a line, as the workbooks do."""
        return "; ".join(reason for reason, _ in self.reasons)


def list_questions(plans: Sequence[Plan], year: int | None) -> list[Question]:
    """Return what is to be asked about the entries of a year, riskiest first."""
    own = [p for p in plans if p.year == year and p.receipt.outcome is not Outcome.FAILED]
    cells = UnsureCells(own)
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for row in _list_doubted(own):
        groups.setdefault(_find_likeness(row), []).append(row)
    return sorted((_ask(rows, cells) for rows in groups.values()), key=lambda one: one.risk)


def list_notes(plans: Sequence[Plan], year: int | None) -> list[tuple[str, str]]:
    """Return what is doubted of whole papers of a year, each with its file: no row answers it."""
    own = (plan for plan in plans if plan.year == year)
    return [
        (plan.receipt.source_file, f"{note.text} ({note.where})" if note.where else note.text)
        for plan in own
        for note in plan.receipt.doubts
    ]


def _list_doubted(plans: Iterable[Plan]) -> Iterator[dict[str, Any]]:
    for plan in plans:
        for key, row in zip(plan.frame.index, read_rows(plan.frame), strict=True):
            if row["flags"]:
                yield {**row, "key": str(key)}


def _find_likeness(row: dict[str, Any]) -> tuple[object, ...]:
    """What entries share that one look answers; of others nothing but the entry itself."""
    columns = sorted({explain_flag(flag).column for flag in row["flags"]})
    if not _ALIKE.issuperset(columns):
        return (row["key"],)
    values = tuple(row[column] for column in columns)
    return (tuple(sorted(row["flags"])), *values) if all(values) else (row["key"],)


def _ask(rows: Sequence[dict[str, Any]], cells: UnsureCells) -> Question:
    first = rows[0]
    own = tuple(cells.of_row(first))
    flags = sorted(first["flags"], key=lambda flag: (_find_risk(flag), flag))
    told = [explain_flag(flag) for flag in flags if flag != Flag.CELL_UNCERTAIN or not own]
    reasons = [(reason.text, reason.todo) for reason in told]
    columns = [reason.column for reason in told]
    for cell in own:
        reasons.append((_describe(cell), "So chữ với ảnh"))
        columns += find_columns(cell, first)
    sure = min((cell.confidence for cell in own), default=1.0)
    text = "|".join([*(row["key"] for row in rows), *flags])
    return Question(
        hashlib.sha256(text.encode()).hexdigest()[:12],
        tuple(rows),
        tuple(reasons),
        tuple(dict.fromkeys(columns)),
        own,
        (*_find_risk(flags[0]), sure),
    )


def _find_risk(flag: str) -> tuple[int, int]:
    """How much a doubt may spoil: whole rows first, the program's own suggestions last."""
    reason = explain_flag(flag)
    place = _COLUMNS.index(reason.column) if reason.column in _COLUMNS else len(_COLUMNS)
    return (0 if reason.whole_row else 2 if reason.suggested else 1), place


def _describe(cell: UnsureCell) -> str:
    read = f"máy đọc là “{cell.text}”" if cell.text else "có nét chữ nhưng không đọc được"
    return f"Cột {cell.heading}: {read}, độ chắc {show_sureness(cell)}"
