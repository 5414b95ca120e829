"""Headings of tables known by meaning: data/columns.toml.

Readers need it too: a table without ruling lines is found by its headings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from pipeline.codes import Role
from pipeline.datafile import Block, read_toml
from pipeline.language.keys import words_key

CLOSEST = 90  # of 100: a heading with a slip of the typist
_ORDINALS = frozenset({"stt", "tt", "sốtt", "sôtt", "ssốtt"})  # also one letter a line
_IN_ENTRIES = frozenset({Role.COLLECTIVE, Role.INDIVIDUAL, Role.HOUSEHOLD, Role.GENDER})
_BRACKETS = re.compile(r"\([^()]*\)")
_NAME = re.compile(r"\b(tên|tập thể|cá nhân|đơn vị|chủ mô hình|chủ thể)\b")
_PLACE = re.compile(r"\b(địa chỉ|nơi ở|nơi cư trú|chỗ ở|địa bàn)\b")


class _RoleNames(Block):
    role: Role
    names: tuple[str, ...]


class _ColumnsFile(Block):
    column: tuple[_RoleNames, ...]


@lru_cache(maxsize=1)
def load_headings() -> Mapping[str, Role]:
    """Return heading key -> role, for every name in data/columns.toml."""
    known: dict[str, Role] = {}
    for column in read_toml("columns.toml", _ColumnsFile).column:
        for name in column.names:
            known.setdefault(words_key(name), column.role)
    return known


@lru_cache(maxsize=4096)
def match_heading(text: str) -> Role:
    """Return the role of a printed heading, UNKNOWN where it means nothing known."""
    known = load_headings()
    whole, bare = words_key(text), words_key(_BRACKETS.sub(" ", text))
    for key in (whole, bare):
        if key in known:
            return known[key]
    if not bare or len(bare) > 80:
        return Role.UNKNOWN
    if _NAME.search(bare) and _PLACE.search(bare):
        return Role.NAME_ADDRESS
    squeezed = bare.replace(" ", "")
    if squeezed in _ORDINALS:
        return Role.ORDINAL
    return _match_start(bare, known) or _match_slip(bare, known)


def is_named(text: str) -> bool:
    """Whether a heading stands in data/columns.toml word for word."""
    known = load_headings()
    keys = (words_key(text), words_key(_BRACKETS.sub(" ", text)))
    return any(key in known or key.replace(" ", "") in _ORDINALS for key in keys)


def reads_as_heading(texts: Sequence[str]) -> bool:
    """Whether texts side by side are the headings of a table.

    An ordinal heading or two known ones must stand word for word: an entry's own words may
    begin as a heading does ("Hộ gia đình ông ...", "Tổ dân phố số 3"). A kind by itself
    ("Tập thể") stands in entries too.
    """
    roles = [match_heading(text) for text in texts]
    exact = [role for text, role in zip(texts, roles, strict=True) if role and is_named(text)]
    telling = [role for role in exact if role not in _IN_ENTRIES]
    return sum(1 for role in roles if role) >= 2 and (Role.ORDINAL in exact or len(telling) >= 2)


def _match_start(key: str, known: Mapping[str, Role]) -> Role:
    """The longest known heading that the heading begins with, and that is most of it."""
    words = key.split()
    for count in range(len(words) - 1, 1, -1):
        role = known.get(" ".join(words[:count]))
        if role and (2 * count >= len(words) or count >= 4):
            return role
    return Role.UNKNOWN


def _match_slip(key: str, known: Mapping[str, Role]) -> Role:
    if len(key) < 6:
        return Role.UNKNOWN
    found = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=CLOSEST)
    return known[found[0]] if found else Role.UNKNOWN
