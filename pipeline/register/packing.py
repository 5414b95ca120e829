"""Plans as the register keeps them: facts and receipt as JSON, entries as rows, each with a key.

An entry's key is the index of its frame from here on: the hidden column of the workbooks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

import pandas as pd

from pipeline.frame import COLUMNS, make_frame
from pipeline.model import Fact, Note, Outcome, Plan, PlanFacts, Receipt, UnsureCell

PLAN_COLUMNS = ("plan_number", "issued_on", "issuer", "year", "source_file")
ENTRY_COLUMNS = tuple(name for name in COLUMNS if name not in PLAN_COLUMNS)
UNSURE_COLUMNS = tuple(field.name for field in fields(UnsureCell))


def with_keys(plan: Plan) -> Plan:
    """Return the plan, its frame indexed by keys made of content, appendix, row and part."""
    if plan.frame.empty:
        return plan
    frame = plan.frame.copy()
    frame.index = pd.Index(_make_keys(plan), dtype=object)
    return replace(plan, frame=frame)


def _make_keys(plan: Plan) -> list[str]:
    sha = plan.receipt.sha256[:16] or "0"
    appendices: dict[str, int] = {}
    parts: Counter[tuple[int, int]] = Counter()
    keys = []
    for appendix, row in zip(plan.frame["appendix"], plan.frame["row"], strict=True):
        place = (appendices.setdefault(str(appendix), len(appendices) + 1), int(row))
        parts[place] += 1
        keys.append(f"{sha}.{place[0]}.{place[1]}.{parts[place]}")
    return keys


def pack_plan(plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return facts and receipt as plain objects for JSON."""
    receipt = asdict(plan.receipt)
    del receipt["source_file"], receipt["sha256"]
    return _clean(asdict(plan.facts)), _clean(receipt)


def pack_entries(plan: Plan) -> list[dict[str, Any]]:
    """Return a row of the register for each entry of a plan that has keys."""
    columns = {name: plan.frame[name].tolist() for name in ENTRY_COLUMNS}
    return [
        {"seq": seq, "key": str(key)}
        | {name: _plain(values[seq]) for name, values in columns.items()}
        for seq, key in enumerate(plan.frame.index)
    ]


def pack_unsure(plan: Plan) -> list[dict[str, Any]]:
    """Return a row of the register for each unsure cell of a plan."""
    return [{"seq": seq, **_clean(asdict(cell))} for seq, cell in enumerate(plan.unsure)]


def unpack_unsure(rows: Iterable[dict[str, Any]]) -> tuple[UnsureCell, ...]:
    """Return the unsure cells that were packed."""
    lists = ("rows", "words")
    return tuple(UnsureCell(**row | {name: tuple(row[name]) for name in lists}) for row in rows)


def _plain(value: Any) -> Any:
    return None if value is pd.NA else _clean(value)


def _clean(value: Any) -> Any:
    """Without NUL, which PostgreSQL does not store."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def unpack_plan(
    facts: Mapping[str, Any],
    receipt: Mapping[str, Any],
    entries: Iterable[Mapping[str, Any]],
    year: int | None,
    source: tuple[str, str],
) -> Plan:
    """Return the plan that was packed; ``source`` is the file's name and hash."""
    made = _unpack_facts(facts)
    name, sha256 = source
    shared = {
        "plan_number": made.number.value,
        "issued_on": made.issued_on.value or None,
        "issuer": made.issuer.value,
        "year": year,
        "source_file": name,
    }
    rows = list(entries)
    frame = make_frame({n: row[n] for n in ENTRY_COLUMNS} | shared for row in rows)
    frame.index = pd.Index([row["key"] for row in rows], dtype=object)
    return Plan(made, frame, _unpack_receipt(receipt, name, sha256), year)


def _unpack_facts(facts: Mapping[str, Any]) -> PlanFacts:
    values: dict[str, Any] = {
        name: Fact(**value) if isinstance(value, dict) else tuple(value)
        for name, value in facts.items()
    }
    return PlanFacts(**values)


def _unpack_receipt(receipt: Mapping[str, Any], name: str, sha256: str) -> Receipt:
    notes = tuple(Note(**note) for note in receipt["notes"])
    values = {key: value for key, value in receipt.items() if key not in ("notes", "outcome")}
    outcome = Outcome(receipt["outcome"])
    return Receipt(source_file=name, sha256=sha256, outcome=outcome, notes=notes, **values)
