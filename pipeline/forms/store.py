"""Forms in the register: which were sent, which came back, and which version counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.follow_up import Assessment, Form
from pipeline.language.keys import words_key
from pipeline.register.schema import FormRow, SentRow
from pipeline.register.store import Register, mark_due


def save_form(register: Register, form: Form, saved_at: datetime, now: datetime) -> Form:
    """Keep a form beside earlier versions of its unit; return it with the day it was first seen.

    Args:
        register: where it is kept.
        form: as it was read.
        saved_at: the file's own time, which tells versions that came together apart.
        now: when it was seen.
    """
    values: dict[str, Any] = {
        "name": form.source_file,
        "year": form.year,
        "unit_key": words_key(form.unit),
        "unit": form.unit,
        "filled_by": form.filled_by,
        "filled_on": form.filled_on,
        "rows": [asdict(row) for row in form.assessments],
    }
    with Session(register.engine) as session, session.begin():
        row = session.scalars(select(FormRow).where(FormRow.sha256 == form.sha256)).first()
        if row is None:
            row = FormRow(sha256=form.sha256, received_at=now, saved_at=saved_at, **values)
            session.add(row)
            mark_due(session, [form.year])
        for name, value in values.items():
            setattr(row, name, value)
        session.flush()
        return _unpack(row)


def read_versions(register: Register, year: int) -> Mapping[str, tuple[Form, ...]]:
    """Return the forms of a year by the unit's key, the version that counts last."""
    query = select(FormRow).where(FormRow.year == year)
    query = query.order_by(FormRow.received_at, FormRow.filled_on.is_not(None), FormRow.filled_on)
    query = query.order_by(FormRow.saved_at, FormRow.id)
    versions: dict[str, list[Form]] = {}
    with Session(register.engine) as session:
        for row in session.scalars(query):
            versions.setdefault(row.unit_key, []).append(_unpack(row))
    return {unit: tuple(forms) for unit, forms in versions.items()}


def read_forms(register: Register, year: int) -> Mapping[str, Form]:
    """Return the form that counts of each unit of a year, by the unit's key."""
    return {unit: forms[-1] for unit, forms in read_versions(register, year).items()}


def mark_sent(register: Register, year: int, units: Iterable[str], now: datetime) -> None:
    """Note that forms were made for these units; the first day of each stands."""
    with Session(register.engine) as session, session.begin():
        known = set(session.scalars(select(SentRow.unit_key).where(SentRow.year == year)))
        for unit in units:
            if (key := words_key(unit)) not in known:
                session.add(SentRow(year=year, unit_key=key, unit=unit, sent_at=now))


def read_sent(register: Register, year: int) -> Mapping[str, datetime]:
    """Return when the form of each unit of a year was made, by the unit's key."""
    with Session(register.engine) as session:
        rows = session.scalars(select(SentRow).where(SentRow.year == year))
        return {row.unit_key: row.sent_at for row in rows}


def _unpack(row: FormRow) -> Form:
    return Form(
        year=row.year,
        unit=row.unit,
        assessments=tuple(Assessment(**values) for values in row.rows),
        filled_by=row.filled_by,
        filled_on=row.filled_on,
        source_file=row.name,
        sha256=row.sha256,
        received_at=row.received_at,
    )
