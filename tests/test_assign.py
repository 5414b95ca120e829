"""Pairs of entries are chosen so that all of them together are the likeliest."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.assignment import Edges, assign

SIZE = 4
EDGES = st.dictionaries(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), st.integers(1, 9).map(float)
)


def try_all(edges: Edges) -> float:
    return max(
        sum(edges.get(pair, 0.0) for pair in enumerate(others))
        for others in permutations(range(SIZE))
    )


@given(EDGES)
def test_no_other_choice_gains_more(edges: Edges) -> None:
    partners = assign(edges)
    assert len(set(partners.values())) == len(partners)
    assert sum(edges[pair] for pair in partners.items()) == try_all(edges)


def test_the_surest_pair_gives_way_where_all_gain() -> None:
    assert assign({(0, 0): 5.0, (0, 1): 4.0, (1, 0): 4.0}) == {0: 1, 1: 0}


def test_one_sure_pair_outweighs_two_weak_ones() -> None:
    assert assign({(0, 0): 7.0, (0, 1): 2.0, (1, 0): 2.0}) == {0: 0}
