"""Which kind a column of subjects leans to: its heading says, or its cells vote.

It decides on what a cell leaves open: a bare name of no known people, "Đoàn Minh Khuê".
"""

from __future__ import annotations

import re

from pipeline.codes import Role
from pipeline.extract.persons import NameShape, name_shape
from pipeline.extract.subjects import MIXED, kind_said
from pipeline.language.keys import squeeze, words_key
from pipeline.model import RowKind, SubjectKind, Table

_PERSONS = re.compile(
    r"\b(?:họ (?:và |đệm |chữ đệm |lót )?(?:và )?tên|họ tên|cá nhân|người|nghệ nhân|ông|bà)\b"
)
_HOUSES = re.compile(r"\b(?:chủ hộ|hộ gia đình|gia đình|tên hộ|hộ)\b(?! (?:khẩu|tịch))")
_BODIES = re.compile(
    r"\b(?:tập thể|đơn vị|tổ chức|trường|cơ quan|câu lạc bộ|clb|nhóm|đội|tổ|hội|chi hội|hợp tác xã"
    r"|htx|doanh nghiệp|cơ sở|thôn|xóm|bản|ấp|buôn|khu dân cư|khu phố|dòng họ|làng nghề|chi bộ)\b"
)
_MOST = 0.6  # of the cells that say a kind outright


def lean(table: Table) -> str:
    """Return the SubjectKind that the subjects' column leans to, MIXED or "" for none."""
    columns = [c for c, role in enumerate(table.roles) if role in (Role.SUBJECT, Role.NAME_ADDRESS)]
    if not columns:
        return ""
    said = _lean_of_heading(" ".join(table.header[column] for column in columns))
    votes = _count_votes(table, columns[0])
    sure = sum(votes.values())
    if said in (SubjectKind.INDIVIDUAL, SubjectKind.HOUSEHOLD):
        return said if votes[SubjectKind.COLLECTIVE] <= _MOST * sure or not sure else MIXED
    for kind in SubjectKind:
        if kind != SubjectKind.HOUSEHOLD and sure >= 2 and votes[kind] == sure:
            return kind if said != SubjectKind.COLLECTIVE or kind == said else MIXED
    if said:
        return said
    return MIXED if votes[SubjectKind.INDIVIDUAL] + votes[SubjectKind.HOUSEHOLD] else ""


def _lean_of_heading(heading: str) -> str:
    key = words_key(heading)
    found = [
        kind
        for kind, words in (
            (SubjectKind.HOUSEHOLD, _HOUSES),
            (SubjectKind.INDIVIDUAL, _PERSONS),
            (SubjectKind.COLLECTIVE, _BODIES),
        )
        if words.search(key)
    ]
    if found[:1] == [SubjectKind.HOUSEHOLD] and SubjectKind.COLLECTIVE not in found:
        named = re.search(r"\b(?:cá nhân|người)\b", key)
        return MIXED if named else SubjectKind.HOUSEHOLD
    if len(found) > 1:
        return MIXED
    return found[0] if found else ""


def _count_votes(table: Table, column: int) -> dict[str, int]:
    votes: dict[str, int] = dict.fromkeys(SubjectKind, 0)
    for row in table.rows:
        text = squeeze(row.filled[column])
        if row.kind is not RowKind.DATA or not text:
            continue
        said = kind_said(text)
        if not said and name_shape(text) is NameShape.LIKELY:
            said = SubjectKind.INDIVIDUAL
        if said:
            votes[said] += 1
    return votes
