"""Names over two columns: "Họ đệm" | "Tên" of one person, "Ông" | "Bà" of one row or the other."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.codes import Role
from pipeline.extract.roles.choose import Choice
from pipeline.extract.roles.contents import Sort
from pipeline.language.keys import words_key

_GENDERS = frozenset({"ông", "bà", "nam", "nữ", "chồng", "vợ"})
_NAMES = (Sort.PERSON, Sort.NAME)


def pair_subjects(header: Sequence[str], choice: Choice) -> tuple[Role, ...]:
    """Return the roles of a choice, with every column that is part of the subject."""
    roles = list(choice.roles)
    column = choice.subject
    if column is None:
        return choice.roles
    if column + 1 < len(roles) and joins_name(header, column):
        roles[column + 1] = Role.SUBJECT
    if column > 0 and joins_name(header, column - 1):
        roles[column - 1] = Role.SUBJECT
    if _tells_gender(header[column]):
        for other, heading in enumerate(header):
            share = choice.shares[other]
            if _tells_gender(heading) and sum(share.get(sort, 0.0) for sort in _NAMES) > 0.5:
                roles[other] = Role.SUBJECT
    return tuple(roles)


def joins_name(header: Sequence[str], first: int) -> bool:
    """Whether a name goes on in the next column: "Họ đệm" | "Tên", under one heading or none."""
    left, right = (words_key(header[column]).split() for column in (first, first + 1))
    if left == right:
        return left[:1] == ["họ"]
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    return left[:1] == ["họ"] and right in (["tên"], ["tên", "gọi"])


def _tells_gender(heading: str) -> bool:
    words = words_key(heading).split()
    return bool(words) and words[-1] in _GENDERS
