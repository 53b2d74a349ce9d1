"""Near-copies by MinHash, and the keys under which copies meet in an index."""

from __future__ import annotations

import pytest
from copies_making import make_reports, make_sentences, make_text, rewrite, scan
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.near import find_near, find_near_copies
from sayso.link.sketch import MOST, sketch


def test_near_copies_are_found_with_their_index() -> None:
    text = make_text(1)
    pairs = find_near([text, make_text(2), f"{text} one more word", rewrite(text, 0.5)])
    assert [(left, right) for left, right, _ in pairs] == [(0, 2)]
    assert 0.9 < pairs[0][2] < 1


def test_a_long_chain_of_near_copies_is_one_group() -> None:
    reports = make_reports(**{f"r{i:02}": f"{make_text(1)} number {i}" for i in range(60)}, other=make_text(2))
    (group,) = find_near_copies(reports)
    assert group.reports == tuple(f"r{i:02}" for i in range(60))
    assert len(group.pairs) == 59


def test_what_cannot_be_near() -> None:
    assert find_near([]) == []
    assert find_near(["", "", "two words", "two words"]) == []
    with pytest.raises(ValueError, match="threshold"):
        find_near([], threshold=0)


@given(st.lists(st.text(max_size=60), max_size=6))
def test_equal_texts_are_near_and_none_fails(texts: list[str]) -> None:
    found = {(left, right): index for left, right, index in find_near([*texts, *texts])}
    for place, text in enumerate(texts):
        if len(text.lower().split()) > 2:
            assert found[place, place + len(texts)] == 1


@pytest.mark.parametrize("edit", [
    lambda text: rewrite(text, 0.3), scan, str.upper, lambda text: text[: len(text) // 4],
    lambda text: text[-len(text) // 3 :],
])  # fmt: skip
def test_copies_share_a_key_and_others_none(edit) -> None:
    text = make_text(1, 30)
    assert set(sketch(text)) & set(sketch(edit(text)))
    assert not set(sketch(text)) & set(sketch(make_text(2, 30)))


def test_a_brief_meets_a_long_story() -> None:
    assert set(sketch(make_text(1, 300))) & set(sketch(" ".join(make_sentences(1, 300)[:4])))


@given(st.text(max_size=400))
def test_keys_are_few_signed_and_in_order(text: str) -> None:
    keys = sketch(text)
    assert list(keys) == sorted(set(keys))
    assert len(keys) <= MOST
    assert all(-(2**63) <= key < 2**63 for key in keys)
