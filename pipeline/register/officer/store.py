"""What the officer decided, kept for good: corrections of entries, answers on likeness."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pipeline.register.officer.decisions import Action, Answer, Correction
from pipeline.register.schema import AnswerRow, CorrectionRow
from pipeline.register.store import Register, mark_due


def read_corrections(register: Register) -> list[Correction]:
    """Return all corrections, oldest first, those that were undone too."""
    with Session(register.engine) as session:
        rows = session.scalars(select(CorrectionRow).order_by(CorrectionRow.id)).all()
    return [
        Correction(
            row.entry_key,
            row.likeness,
            row.year,
            Action(row.action),
            row.field,
            row.old,
            row.new,
            row.made_at,
            row.workbook,
            row.id,
            row.undone_at is not None,
        )
        for row in rows
    ]


def read_answers(register: Register) -> dict[frozenset[str], bool]:
    """Return the answers by the pair of entries, in words."""
    with Session(register.engine) as session:
        rows = session.execute(select(AnswerRow.one, AnswerRow.other, AnswerRow.same)).all()
    return {frozenset((one, other)): same for one, other, same in rows}


def save_decisions(
    register: Register,
    corrections: Iterable[Correction],
    undone: Iterable[int],
    answers: Iterable[Answer],
    years: Iterable[int | None],
    now: datetime,
) -> None:
    """Keep what one workbook says, all or nothing.

    Args:
        register: where.
        corrections: new ones.
        undone: numbers of corrections that no longer stand.
        answers: to pairs of entries; a new answer takes the place of an old one.
        years: whose papers are due by it.
        now: when they were undone.
    """
    with Session(register.engine) as session, session.begin():
        session.add_all(_pack(correction) for correction in corrections)
        mark_due(session, years)
        gone = CorrectionRow.id.in_(list(undone))
        session.execute(update(CorrectionRow).where(gone).values(undone_at=now))
        for answer in answers:
            one, other = sorted((answer.one, answer.other))
            query = select(AnswerRow).where(AnswerRow.one == one, AnswerRow.other == other)
            row = session.scalars(query).first() or AnswerRow(one=one, other=other)
            row.same, row.made_at, row.workbook = answer.same, answer.made_at, answer.workbook
            session.add(row)


def _pack(correction: Correction) -> CorrectionRow:
    return CorrectionRow(
        entry_key=correction.entry_key,
        likeness=correction.likeness,
        year=correction.year,
        action=correction.action.value,
        field=correction.field,
        old=correction.old,
        new=correction.new,
        made_at=correction.made_at,
        workbook=correction.workbook,
    )
