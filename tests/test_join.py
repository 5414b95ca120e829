"""Properties: where a page ends changes no row, and what is tidied twice is tidied once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.appendix import join_tables
from pipeline.extract.entries import read_entries
from pipeline.language.charset import clean
from pipeline.language.keys import fold, squeeze, words_key
from pipeline.model import Cell, Document, Grid, Row, Source, Table
from tests.build_plan import make_rows

HEADINGS = ("Số TT", "Tên, địa chỉ mô hình, điển hình", "Nội dung mô hình, điển hình")
EDGES = (70.0, 110.0, 300.0, 530.0)


def _texts(count: int, seed: int) -> list[tuple[str, ...]]:
    rows = make_rows(count, seed=seed)
    return [
        (
            f"{number}.",
            ", ".join(filter(None, (row.subject, row.commune))),
            f"Mô hình: {row.models[0]}",
        )
        for number, row in enumerate(rows, start=1)
    ]


def _row(texts: Sequence[str], page: int) -> Row:
    return Row(tuple(Cell(text) for text in texts), page)


def _document(
    pages: Sequence[Sequence[tuple[str, ...]]], *, repeated: bool, edges: tuple[float, ...]
) -> Document:
    grids = []
    for page, rows in enumerate(pages, start=1):
        header = [_row(HEADINGS, page)] if page == 1 or repeated else []
        grids.append(Grid((*header, *(_row(texts, page) for texts in rows)), edges=edges))
    return Document(Source(Path("ke-hoach.pdf"), "pdf"), tuple(grids), len(grids))


def _cut(rows: list[tuple[str, ...]], cuts: set[int]) -> list[list[tuple[str, ...]]]:
    borders = [0, *sorted(cut for cut in cuts if 0 < cut < len(rows)), len(rows)]
    return [rows[start:end] for start, end in pairwise(borders)]


def _cells(tables: list[Table]) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in table.rows] for table in tables]


@given(
    count=st.integers(2, 25),
    seed=st.integers(0, 50),
    cuts=st.sets(st.integers(1, 24), max_size=4),
    repeated=st.booleans(),
    edges=st.sampled_from([(), EDGES]),
)
def test_a_table_split_at_any_row_joins_to_the_same_rows(
    count: int, seed: int, cuts: set[int], repeated: bool, edges: tuple[float, ...]
) -> None:
    rows = _texts(count, seed)
    whole = join_tables(_document([rows], repeated=False, edges=edges))
    parts = join_tables(_document(_cut(rows, cuts), repeated=repeated, edges=edges))
    assert _cells(whole) == [rows]
    assert _cells(parts) == _cells(whole)


@given(
    count=st.integers(2, 15),
    seed=st.integers(0, 50),
    at=st.integers(0, 14),
    share=st.floats(0.2, 0.8),
)
def test_a_row_broken_over_a_page_is_one_row(count: int, seed: int, at: int, share: float) -> None:
    rows = _texts(count, seed)
    at = min(at, count - 1)
    words = rows[at][2].split()
    kept = max(2, min(len(words) - 1, round(share * len(words))))
    first = (*rows[at][:2], " ".join(words[:kept]))
    rest = ("", "", " ".join(words[kept:]))
    pages = [[*rows[:at], first], [rest, *rows[at + 1 :]]]
    (table,) = join_tables(_document(pages, repeated=False, edges=EDGES))
    assert [[squeeze(text) for text in row.cells] for row in table.rows] == [
        list(row) for row in rows
    ]


@given(count=st.integers(1, 20), seed=st.integers(0, 50), cuts=st.sets(st.integers(1, 19)))
def test_where_pages_end_changes_no_entry(count: int, seed: int, cuts: set[int]) -> None:
    rows = _texts(count, seed)
    found = []
    for pages in ([rows], _cut(rows, cuts)):
        (table,) = join_tables(_document(pages, repeated=False, edges=EDGES))
        entries = read_entries(table)
        found.append([(e.no, e.subject, e.commune, e.model, e.row) for e in entries])
    assert found[0] == found[1]
    assert len(found[0]) == count


@pytest.mark.parametrize("mark", ["I", "VỊ", "xI", ""])
def test_a_field_heads_a_group_however_its_numeral_was_read(mark: str) -> None:
    rows = [*_texts(2, seed=3), (mark, "Lĩnh vực y tế", ""), *_texts(4, seed=3)[2:]]
    (table,) = join_tables(_document([rows], repeated=False, edges=EDGES))
    assert [entry.field_group for entry in read_entries(table)] == ["", "", "y tế", "y tế"]


@pytest.mark.parametrize("tidy", [squeeze, fold, words_key, clean])
@given(
    text=st.text(
        st.sampled_from(
            "aăâeêioôơuưyýđĐ \u0301\u0300\u0323\u0309\u0303\u0302-–—“”\"'.,;:\u00a0\u00ad"
        )
    )
    | st.text()
)
def test_tidying_twice_is_tidying_once(tidy: object, text: str) -> None:
    assert callable(tidy)
    once = tidy(text)
    assert tidy(once) == once
