"""What the officer is told of a file: one line, and what needs a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.job.intake import FORM
from pipeline.model import Note, Outcome, Plan
from pipeline.write.sheets.checks import count_checks


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one file."""

    source_file: str
    outcome: Outcome
    line: str  # "35 mục, 2 cần xem"
    notes: tuple[Note, ...] = ()  # told at the end
    checks: int = 0  # things that need a look

    def pack(self) -> dict[str, Any]:
        """Return it as plain objects for the register."""
        notes = [[note.code, note.text, note.where, note.doubt] for note in self.notes]
        return {
            "outcome": self.outcome.value,
            "line": self.line,
            "notes": notes,
            "checks": self.checks,
        }


def unpack_told(name: str, packed: Mapping[str, Any]) -> Told:
    """Return what was packed."""
    notes = tuple(Note(*values) for values in packed["notes"])
    return Told(name, Outcome(packed["outcome"]), packed["line"], notes, packed.get("checks", 0))


def tell_plan(plan: Plan) -> Told:
    """Return what is told of a plan, as corrected."""
    receipt = plan.receipt
    skipped = receipt.outcome is Outcome.SKIPPED
    notes = receipt.notes if skipped else receipt.doubts
    checks = 0 if receipt.outcome is Outcome.FAILED else count_checks(plan)
    return Told(receipt.source_file, receipt.outcome, _summarise(plan, checks), notes, checks)


def _summarise(plan: Plan, checks: int) -> str:
    if plan.receipt.outcome is Outcome.FAILED:
        return "không đọc được"
    form = next((note.text for note in plan.receipt.notes if note.code == FORM), "")
    found = form or f"{len(plan.frame)} mục"
    return f"{found}, {checks} cần xem" if checks else found
