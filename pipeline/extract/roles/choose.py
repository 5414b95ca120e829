"""The roles of a table's columns: of all ways to give them out, the likeliest as a whole.

Each column has a score for each role: how alike its heading is to the known ones, and what
its cells hold. One column names the subject, one at most the commune and the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.assignment import assign
from pipeline.codes import Role
from pipeline.extract.roles.contents import Shares, Sort, counts_up, sort_cells
from pipeline.extract.roles.headings import liken
from pipeline.model import RowKind, Table

_HEADING = 3.5  # what a heading known word for word is worth
_NAMED = (Role.MODEL, Role.CONTENT)  # what no heading of other words stands over
_UNNAMED = 1.5
_FEW = 4  # cells: fewer are trusted less
_NEAR = 1.2  # a choice that is no more than this ahead of the next is in doubt
_MISFIT = -3.0  # cells that the role never has
_SUBJECTS = (Role.SUBJECT, Role.NAME_ADDRESS)
_KEY_ROLES = (*_SUBJECTS, Role.MODEL, Role.COMMUNE)

_OFTEN = (
    Role.CONTENT, Role.QUANTITY, Role.TASK, Role.GENDER, Role.BIRTH, Role.NOTE, Role.POSITION,
    Role.WORKPLACE, Role.SPONSOR, Role.TIME, Role.DECISION,
)  # fmt: skip
"""Roles that several columns of a table may have."""

_S = Sort
LIKES: Mapping[Role, dict[Sort, float]] = {
    Role.ORDINAL: {},
    Role.SUBJECT: {
        _S.PERSON: 3, _S.HOUSEHOLD: 3, _S.BODY: 2.5, _S.NAME: 2.5, _S.HAMLET: 1.5, _S.COMMUNE: 0.8,
        _S.PHRASE: -1, _S.SENTENCE: -1.5, _S.TOLD: -1, _S.ADDRESS: -1.5, _S.TASK: -4, _S.FIGURE: -4,
        _S.NUMBER: -5, _S.UNIT: -4, _S.TICK: -5, _S.POSITION: -2,
    },
    Role.MODEL: {
        _S.TOLD: 3, _S.PHRASE: 2, _S.SENTENCE: 0.8, _S.TASK: -0.5, _S.BODY: 0, _S.NAME: -1,
        _S.HAMLET: -2, _S.PERIOD: 0, _S.PERSON: -4, _S.HOUSEHOLD: -4, _S.NUMBER: -5, _S.UNIT: -2,
    },
    Role.CONTENT: {
        _S.SENTENCE: 2.5, _S.TOLD: 2.5, _S.PHRASE: 1.3, _S.AWARD: -0.5, _S.TASK: 0, _S.BODY: -1,
        _S.FIGURE: 0, _S.PERIOD: -1, _S.NUMBER: -4, _S.PERSON: -3.5,
    },
    Role.ADDRESS: {_S.ADDRESS: 3, _S.HAMLET: 2.2, _S.COMMUNE: 1.5, _S.NAME: 0, _S.BODY: -1.5},
    Role.LOCALITY: {_S.HAMLET: 2.4, _S.ADDRESS: 0.5, _S.NAME: 0, _S.NUMBER: -1, _S.COMMUNE: -1},
    Role.COMMUNE: {_S.COMMUNE: 3, _S.NAME: 0, _S.PERSON: -2, _S.BODY: -1, _S.ADDRESS: 0},
    Role.WORKPLACE: {_S.BODY: 1.5, _S.COMMUNE: 0.3, _S.HAMLET: 0.5, _S.NAME: 0, _S.ADDRESS: 0},
    Role.POSITION: {_S.POSITION: 3, _S.DUTY: 2, _S.BODY: 0, _S.PHRASE: -1, _S.HAMLET: -1},
    Role.SPONSOR: {_S.BODY: 0.5, _S.COMMUNE: 0.5, _S.PERSON: -1, _S.NAME: 0, _S.HAMLET: 0},
    Role.FIELD: {_S.PHRASE: 0, _S.NAME: 0, _S.SENTENCE: -1.5, _S.BODY: -1, _S.PERSON: -3},
    Role.MOVEMENT: {_S.PHRASE: 0, _S.SENTENCE: -0.5, _S.NAME: -1},
    Role.KIND: {_S.KIND: 5, _S.PHRASE: -1},
    Role.COLLECTIVE: {_S.TICK: 0, _S.BODY: 0, _S.NAME: 0, _S.HAMLET: 0, _S.NUMBER: -0.5},
    Role.INDIVIDUAL: {_S.TICK: 0, _S.PERSON: 0, _S.NAME: 0, _S.NUMBER: -0.5},
    Role.HOUSEHOLD: {
        _S.TICK: 0, _S.PERSON: -0.5, _S.NAME: -0.5, _S.HOUSEHOLD: 0, _S.NUMBER: -0.5,
    },
    Role.BIRTH: {_S.YEAR: 2, _S.DATE: 2, _S.NUMBER: 0, _S.PERIOD: -1},
    Role.GENDER: {_S.GENDER: 3, _S.TICK: 0, _S.YEAR: 0, _S.DATE: 0, _S.PERSON: -4},
    Role.ETHNICITY: {_S.PEOPLE: 3, _S.NAME: -1},
    Role.PARTY: {_S.TICK: 0, _S.DATE: 0},
    Role.TIME: {_S.PERIOD: 2, _S.YEAR: 1.5, _S.DATE: 1.5, _S.NUMBER: -1},
    Role.DECISION: {_S.AWARD: 2.5, _S.PHRASE: -1, _S.DATE: -1, _S.KIND: -2, _S.TICK: -1},
    Role.TASK: {
        _S.TASK: 2.5, _S.FIGURE: 2.5, _S.PERIOD: 0.5, _S.BODY: 0, _S.DATE: 0.5, _S.PHRASE: 0,
        _S.SENTENCE: 0, _S.NAME: -0.5, _S.DUTY: 1, _S.COMMUNE: -0.5, _S.PERSON: -1,
    },
    Role.QUANTITY: {_S.NUMBER: 2, _S.UNIT: 3, _S.YEAR: 0, _S.PHRASE: -2},
    Role.NOTE: dict.fromkeys(Sort, -0.5),
}  # fmt: skip
"""What the cells of a role hold: gained for each sort; what is not named here, _MISFIT."""

_WITH_ADDRESS = {_S.ADDRESS: 1.0}
"""Of a column of names with their addresses: a hamlet is named by where it is."""

_ROLES = (*LIKES, Role.NAME_ADDRESS)
_PLACES = (_SUBJECTS, *((role,) for role in LIKES if role not in (*_SUBJECTS, *_OFTEN)))
"""Roles that one column of a table has at most: both sorts of subject are one place."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The roles of a table, and how far another reading is."""

    roles: tuple[Role, ...]
    shares: tuple[Shares, ...]  # what each column holds
    fits: tuple[float, ...]  # what each column's cells alone say of its role
    trusts: tuple[float, ...]  # how far each column has cells enough, of 1
    rival: tuple[Role, ...] = ()  # the next best roles, where they are near

    @property
    def subject(self) -> int | None:
        """The column that names the subjects."""
        return next((c for c, role in enumerate(self.roles) if role in _SUBJECTS), None)

    @property
    def other_subject(self) -> int | None:
        """The column that the next best reading takes for the subjects, where it is another."""
        columns = (c for c, role in enumerate(self.rival) if role in _SUBJECTS)
        return next((column for column in columns if column != self.subject), None)

    def list_columns(self, role: Role) -> list[int]:
        """The columns of a role."""
        return [column for column, one in enumerate(self.roles) if one == role]


def choose_roles(table: Table) -> Choice:
    """Return the likeliest roles of a table's columns."""
    cells = [_column_cells(table, column) for column in range(len(table.header))]
    shares = tuple(sort_cells(texts) for texts in cells)
    scores = [
        _score(table, column, texts, share)
        for column, (texts, share) in enumerate(zip(cells, shares, strict=True))
    ]
    roles, total = _solve(scores)
    fits = tuple(
        _like(role, share) if role and share else 0.0
        for role, share in zip(roles, shares, strict=True)
    )
    trusts = tuple(map(_trust, cells))
    return Choice(roles, shares, fits, trusts, _find_rival(scores, roles, total))


def _column_cells(table: Table, column: int) -> list[str]:
    return [row.filled[column] for row in table.rows if row.kind is RowKind.DATA]


_Gains = Sequence[Mapping[Role, float]]
"""One a column: what it gains by a role."""


def _score(table: Table, column: int, texts: Sequence[str], share: Shares) -> Mapping[Role, float]:
    """What a column gains by each role; few cells say less than many."""
    likeness = _liken(table, column)
    trust = _trust(texts)
    gains = {
        role: _HEADING * likeness.get(role, 0.0) + trust * _like(role, share) for role in _ROLES
    }
    gains[Role.ORDINAL] = _HEADING * likeness.get(Role.ORDINAL, 0.0) + 4 * counts_up(texts) - 1.5
    for role in _SUBJECTS:
        gains[role] -= 0.02 * column  # of two alike the first
    for role in _NAMED if table.header[column] else ():
        gains[role] -= 0.0 if role in likeness else _UNNAMED
    return gains


def _trust(texts: Sequence[str]) -> float:
    return min(1.0, (sum(1 for text in texts if text) + 1) / _FEW)


def _liken(table: Table, column: int) -> Mapping[Role, float]:
    """The likeness of a heading; of one over two rows the lower text says more than both."""
    likeness = dict(liken(table.header[column]))
    known = table.roles[column] if column < len(table.roles) else Role.UNKNOWN
    if known and likeness.get(known, 0.0) < 1.0:
        likeness = {role: 0.6 * one for role, one in likeness.items()}
        likeness[known] = 0.98
    return likeness


def _like(role: Role, share: Shares) -> float:
    likes = (
        LIKES[Role.SUBJECT] | _WITH_ADDRESS if role == Role.NAME_ADDRESS else LIKES.get(role, {})
    )
    return sum(part * likes.get(sort, _MISFIT) for sort, part in share.items())


def _solve(scores: _Gains) -> tuple[tuple[Role, ...], float]:
    """Return the roles whose gains sum up highest; a column that gains by none is UNKNOWN."""
    edges: dict[tuple[int, int], float] = {}
    for column, gains in enumerate(scores):
        for place, among in (*enumerate(_PLACES), (len(_PLACES) + column, _OFTEN)):
            gain = max(gains[role] for role in among)
            if gain > 0:
                edges[column, place] = gain
    partners = assign(edges)
    roles = [Role.UNKNOWN] * len(scores)
    for column, place in partners.items():
        among = _PLACES[place] if place < len(_PLACES) else _OFTEN
        roles[column] = max(among, key=lambda role: scores[column][role])
    return tuple(roles), sum(edges[pair] for pair in partners.items())


def _find_rival(scores: _Gains, roles: Sequence[Role], total: float) -> tuple[Role, ...]:
    """Return the next best roles, where they are near and give a key role to another column."""
    best: tuple[Role, ...] = ()
    most = total - _NEAR
    for column, role in enumerate(roles):
        if role not in _KEY_ROLES:
            continue
        same = _SUBJECTS if role in _SUBJECTS else (role,)
        without = [dict(gains) for gains in scores]
        for one in same:
            without[column][one] = -1.0
        other, gained = _solve(without)
        if gained > most and set(same) & set(other):
            best, most = other, gained
    return best
