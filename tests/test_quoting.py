"""Words found again in a text: whole words, to the letter, whatever somebody did to case, quotes and blanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.norm.quoting import Quotable, pick_nearest

TEXT = "The  US told us: “Cafés — no”, and the\nBaron said nothing. The Baron left."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("us", "us"), ("US", "US"), ("the us told", "The  US told"), ('"Cafes - no"', "“Cafés — no”"),
        ("the Baron", "the\nBaron"), ("BARON LEFT", "Baron left"), ("'left'", "left"), ("left...", "left"),
    ],
)  # fmt: skip
def test_words_are_found_to_the_letter(words: str, found: str) -> None:
    (span,) = Quotable(TEXT).find_parts(words)
    assert TEXT[slice(*span)] == found


@pytest.mark.parametrize("words", ["ar", "Bar", "aron", "nobody", "", " ", "…", "The Baron … told"])
def test_parts_of_words_and_what_is_not_there_are_not_found(words: str) -> None:
    assert Quotable(TEXT).find_parts(words) == ()


def test_parts_stand_for_what_was_left_out() -> None:
    parts = Quotable(TEXT).find_parts("the US … said nothing")
    assert [TEXT[slice(*span)] for span in parts] == ["The  US", "said nothing"]


def test_of_several_the_nearest_is_meant() -> None:
    quotable = Quotable(TEXT)
    first, last = TEXT.index("Baron"), TEXT.rindex("Baron")
    assert [TEXT[slice(*span)] for span in quotable.find_all("the baron")] == ["the\nBaron", "The Baron"]
    assert quotable.find("Baron", near=(TEXT.index("left"), len(TEXT))) == (last, last + 5)
    assert quotable.find("Baron") == (first, first + 5)
    assert pick_nearest([], (0, 1)) is None


def test_marks_belong_to_their_letter() -> None:
    text = "a cafe\u0301, a naive cafe"
    assert Quotable(text).find("café") == (2, 7)


@given(st.text(max_size=60), st.text(max_size=8))
def test_whatever_is_found_lies_in_the_text(text: str, words: str) -> None:
    last = 0
    for start, end in Quotable(text).find_all(words):
        assert last <= start < end <= len(text)
        last = end


@given(st.lists(st.text("abÉ’-", min_size=1, max_size=5), min_size=1, max_size=8), st.data())
def test_every_run_of_words_is_found(parts: list[str], data: st.DataObject) -> None:
    text = "  ".join(parts)
    first = data.draw(st.integers(0, len(parts) - 1))
    last = data.draw(st.integers(first, len(parts) - 1))
    wanted = " ".join(parts[first : last + 1])
    start = text.index("  ".join(parts[first : last + 1]))
    found = Quotable(text).find(wanted, near=(start, start + 1))
    assert found is not None
    assert text[slice(*found)].split() == parts[first : last + 1]
