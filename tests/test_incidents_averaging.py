"""Clusters by average link."""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.link.averaging import cluster

ITEMS = tuple("abcdef")
pairs = st.sampled_from([*combinations(ITEMS, 2)])


def test_a_chain_is_no_cluster():
    scores = {("a", "b"): 0.9, ("b", "c"): 0.9}
    assert cluster("abc", scores, least=0.5) == [("a", "b"), ("c",)]
    assert cluster("abc", scores | {("a", "c"): 0.2}, least=0.5) == [("a", "b", "c")]


def test_dense_clusters_stay_apart_from_what_joins_them_loosely():
    tight = dict.fromkeys([("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"), ("d", "f"), ("e", "f")], 0.9)
    loose = {(x, y): 0.5 for x in "abc" for y in "def"}
    assert cluster(ITEMS, tight | loose, least=0.4) == [("a", "b", "c"), ("d", "e", "f")]
    assert cluster(ITEMS, tight | loose, least=0.4, density=0.0) == [ITEMS]


def test_what_belongs_together_is_neutral():
    scores = {(x, y): 0.8 for x in ("a1", "a2") for y in ("b1", "b2")}
    items, kin = ("a1", "a2", "b1", "b2"), {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}
    assert len(cluster(items, scores, least=0.5)) == 2
    assert cluster(items, scores, least=0.5, kin=kin) == [items]


def test_what_a_person_fixed_holds():
    scores = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): 0.9}
    assert cluster("abc", scores, least=0.5, different=[("c", "a")]) == [("a", "b"), ("c",)]
    assert cluster("abc", {}, least=0.5, same=[("c", "a")]) == [("a", "c"), ("b",)]
    assert cluster("ab", {}, least=0.5, same=[("a", "b")], different=[("a", "b")]) == [("a",), ("b",)]
    assert cluster("abc", {}, least=0.5, same=[("a", "b"), ("b", "c")], different=[("a", "c")]) == [("a", "b"), ("c",)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    scores=st.dictionaries(pairs, st.floats(0, 1), max_size=15),
    same=st.lists(pairs, max_size=3),
    different=st.lists(pairs, max_size=3),
    least=st.floats(0.1, 0.9),
)
def test_clusters_are_a_partition_whatever_the_order(scores, same, different, least):
    found = cluster(ITEMS, scores, least=least, same=same, different=different)
    assert sorted(item for group in found for item in group) == sorted(ITEMS)
    turned = dict(reversed([((b, a), s) for (a, b), s in scores.items()]))
    assert cluster(ITEMS[::-1], turned, least=least, same=same[::-1], different=different[::-1]) == found
    assert not any(a in group and b in group for a, b in different for group in found)
