from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.norm.counts import find_counts, parse_count, parse_number


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("at least 25 people", 25, None),
        ("more than 25", 25, None),
        ("over 1,200 troops", 1200, None),
        ("no fewer than six", 6, None),
        ("40 or more", 40, None),
        ("up to 16 men", None, 16),
        ("fewer than ten", None, 10),
        ("nearly 100 hostages", None, 100),
        ("between 10 and 15 shots", 10, 15),
        ("from 3 to 5 men", 3, 5),
        ("10-15 rebels", 10, 15),
        ("five or six men", 5, 6),
        ("dozens of villagers", 24, None),
        ("hundreds", 100, None),
        ("thousands of people", 2000, None),
        ("tens of thousands of marchers", 20000, None),
        ("scores of huts", 40, None),
        ("several nuns", 3, None),
        ("a handful of guards", 3, None),
        ("half a dozen men", 6, 6),
        ("a dozen cars", 12, 12),
        ("two dozen monks", 24, 24),
        ("more than a dozen cars", 12, None),
        ("four, including two commanders", 4, 4),
        ("twenty-five soldiers", 25, 25),
        ("two hundred and fifty men", 250, 250),
        ("some 30 thousand", 30000, 30000),
        ("2 million refugees", 2000000, 2000000),
        ("1,200 people", 1200, 1200),
        ("no one was hurt", 0, 0),
        ("nobody", 0, 0),
        ("both brothers", 2, 2),
        ("about 70 boats", 70, 70),
        ("another two", 2, 2),
    ],
)
def test_ranges(words: str, low: int | None, high: int | None):
    count = parse_count(words)
    assert count is not None
    assert (count.min, count.max) == (low, high)


@pytest.mark.parametrize(
    "words",
    [
        "a 12-year-old boy",
        "aged 34",
        "on October 22",
        "22 October",
        "in 1989",
        "25 km away",
        "$40 million",
        "€3 billion",
        "three days",
        "ten percent",
        "40%",
        "at 5 p.m.",
        "the 14th brigade",
        "Flight 103",
        "Ada Lum, 34, was",
        "two times",
        "No. 5",
        "six-hour siege",
        "",
        "villagers",
        "US$7",
        "the 1980s",
        "9mm",
    ],
)
def test_no_count_in_ages_dates_distances_money(words: str):
    assert parse_count(words) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,200", 1200),
        ("two thousand five hundred", 2500),
        ("ninety-nine", 99),
        ("a hundred", 100),
        ("many", None),
        ("", None),
    ],
)
def test_numbers(words: str, value: int | None):
    assert parse_number(words) == value


def test_all_counts_of_a_text_in_order():
    text = "Two guards and three nuns died; at least 40 were hurt."
    assert [(c.min, c.max, text[c.span[0] : c.span[1]]) for c in find_counts(text)] == [
        (2, 2, "Two"),
        (3, 3, "three"),
        (40, None, "at least 40"),
    ]


@given(st.text(alphabet="0123456789,. -–toandhundred$%aletwo\n", max_size=60) | st.text(max_size=40))
def test_spans_lie_in_the_text_and_ranges_are_ordered(text: str):
    at = 0
    for count in find_counts(text):
        start, end = count.span
        assert at <= start < end <= len(text)
        at = start
        assert count.min is None or count.min >= 0
        assert count.min is None or count.max is None or count.min <= count.max


@given(st.integers(0, 10**6))
def test_digits_keep_their_value(number: int):
    assert parse_number(f"{number:,}") == number
