"""Publication dates given, and read off a report's first lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.dates import find_date, is_iso


@pytest.mark.parametrize(
    "published", ["2023-04-26", "2023-04-26T09:30:00", "2023-04-26T09:30:00Z", "2023-04-26 09:30:00+02:00"]
)
def test_iso_dates_pass(published: str) -> None:
    assert is_iso(published)


@pytest.mark.parametrize(
    "published", ["", "yesterday", "2023-13-01", "2023-02-30", "20230426", "2023-04", "26.04.2023"]
)
def test_other_dates_do_not(published: str) -> None:
    assert not is_iso(published)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("date 2023-04-26\nIt rained.", "2023-04-26"),
        ("2023-04-26\nIt rained.", "2023-04-26"),
        ("Published: 2023-04-26T10:00:00Z\nIt rained.", "2023-04-26"),
        ("Wednesday, April 26, 2023\nIt rained.", "2023-04-26"),
        ("Published on 26 April 2023, 10:30 GMT\nIt rained.", "2023-04-26"),
        ("Updated: Apr. 26, 2023 at 9:05 p.m. (EST)\n", "2023-04-26"),
        ("LESK, April 26, 2023 (Coast News) - The pier is closed.", "2023-04-26"),
        ("LESK (Coast News) -- Apr 26, 2023: The pier is closed.", "2023-04-26"),
        ("Lesk/Varn, 3rd of June 2020 — The pier is closed.", "2020-06-03"),
        ("NEW LESK, Dec. 5, 2019 /Newsline/ -- The pier is closed.", "2019-12-05"),
        ("LESK, 24 NOV 89 (COAST RADIO) -- [TEXT] THE PIER IS CLOSED.", "1989-11-24"),
        ("PORT LESK (VARNIA), 24 NOV 89 [COAST RADIO] THE PIER IS CLOSED.", "1989-11-24"),
        ("LESK, 2 MAR 04 -- THE PIER IS CLOSED.", "2004-03-02"),
        ("Pier stays closed\n\nLESK, 26 Sept 2023: The mayor said so.", "2023-09-26"),
    ],
)
def test_date_lines_and_datelines_give_the_day(text: str, day: str) -> None:
    assert find_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LESK, April 26 (Coast News) - no year is given.",
        "On April 26, 2023 the pier was closed.",
        "The mayor said on 26 April 2023 that the pier was closed.",
        "It rained.\n" * 5 + "date 2023-04-26",
        "date 2023-02-31\nIt rained.",
        "LESK, 3 May 45 people were hurt.",
        "Founded 26/04/2023",
        "May 2023 was wet in Lesk.",
    ],
)
def test_other_first_lines_give_none(text: str) -> None:
    assert find_date(text) is None


@given(st.text())
def test_any_text_is_searched_without_error(text: str) -> None:
    find_date(text)


@pytest.mark.parametrize("text", ["A" * 100_000, "A, " * 50_000, "Aa " * 50_000, "(" * 100_000, "LESK, " * 9 + "May 3"])
def test_long_runs_take_no_time(text: str) -> None:
    assert find_date(text) is None
