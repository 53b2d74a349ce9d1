"""Time expressions without a language model: calendars, values, number words, the grammar, resolution."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.norm import calendars
from sayso.norm.timex import days_of, intersect, parse_day
from sayso.norm.timexnumbers import find_number_words, read_clock, read_date, read_number
from sayso.norm.timexresolve import duration_value
from sayso.norm.timexrules import find_times, load_rules
from sayso.norm.timexstory import find_published, is_story, read_times
from sayso.norm.timexwords import BREAK, load_lexicon, read_tokens
from sayso.resources import load_yaml

PUBLISHED = "2023-04-26"  # a Wednesday
DATA = load_yaml("lexicons/times.yml")


def values(text: str, published: str | None = PUBLISHED, tense: int = 0) -> list[tuple[str, str]]:
    return [(text[t.start : t.end], t.value) for t in read_times(text, published, tense_of=lambda _: tense)]


@pytest.mark.parametrize(("value", "days"), [
    ("2022-10-22", ("2022-10-22", "2022-10-22")),
    ("2022-10-22TNI", ("2022-10-22", "2022-10-22")),
    ("2022-10-22T17:30", ("2022-10-22", "2022-10-22")),
    ("2024-02", ("2024-02-01", "2024-02-29")),
    ("2023-02-XX", ("2023-02-01", "2023-02-28")),
    ("2022", ("2022-01-01", "2022-12-31")),
    ("2022-XX-XX", ("2022-01-01", "2022-12-31")),
    ("2022-WXX", ("2022-01-01", "2022-12-31")),
    ("2022-QX", ("2022-01-01", "2022-12-31")),
    ("2022-W31", ("2022-08-01", "2022-08-07")),
    ("2020-W53", ("2020-12-28", "2021-01-03")),
    ("2022-W31-WE", ("2022-08-06", "2022-08-07")),
    ("2022-W31-3", ("2022-08-03", "2022-08-03")),
    ("2022-Q4", ("2022-10-01", "2022-12-31")),
    ("2022-H1", ("2022-01-01", "2022-06-30")),
    ("2022-SU", ("2022-06-01", "2022-08-31")),
    ("2022-WI", ("2022-12-01", "2023-02-28")),
    ("199", ("1990-01-01", "1999-12-31")),
    ("199X", ("1990-01-01", "1999-12-31")),
    ("19", ("1900-01-01", "1999-12-31")),
    ("00", ("0001-01-01", "0099-12-31")),
    ("2023-03-23/2023-04-20", ("2023-03-23", "2023-04-20")),
])
def test_days_of_a_calendar_value(value: str, days: tuple[str, str]) -> None:
    assert days_of(value) == days


@pytest.mark.parametrize("value", [
    "", "P2Y", "PT3H", "PRESENT_REF", "XXXX-10-22", "XXXX-WXX-4", "2023-02-30", "2023-13", "0000", "2023-W54", "BC0044",
    "9999-WI", "2023-Q5", "2023-04-26/", "2023-05/2023-04", "٢٠٢٣", "2023-04-26 ",
])
def test_days_of_anything_else_is_none(value: str) -> None:
    assert days_of(value) == (None, None)


def test_intersect_narrows_one_range_by_the_other() -> None:
    assert intersect(days_of("2022"), days_of("2022-10")) == ("2022-10-01", "2022-10-31")
    assert intersect(days_of("2022"), (None, None)) == days_of("2022")
    assert intersect(days_of("2022"), days_of("2023-01")) == (None, None)


@pytest.mark.parametrize(("text", "day"), [
    ("2023-04-26", date(2023, 4, 26)), ("2023-04-26T10:00:00Z", date(2023, 4, 26)), ("26 April", None), (None, None),
    ("2023-02-30", None),
])
def test_parse_day(text: str | None, day: date | None) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(("start", "count", "unit", "day"), [
    ("2023-04-26", -2, "D", "2023-04-24"),
    ("2023-04-26", 1, "W", "2023-05-03"),
    ("2023-03-31", -1, "M", "2023-02-28"),
    ("2024-02-29", 1, "Y", "2025-02-28"),
    ("2023-04-26", -1, "Q", "2023-01-26"),
    ("2023-04-26", -1, "E", "2013-04-26"),
    ("2023-04-26", 1, "C", "2123-04-26"),
])
def test_shift_day(start: str, count: int, unit: str, day: str) -> None:
    assert calendars.shift_day(date.fromisoformat(start), count, unit) == date.fromisoformat(day)


def test_shift_day_out_of_the_calendar_is_none() -> None:
    today = date(2023, 4, 26)
    assert calendars.shift_day(today, 10**9, "D") is None
    assert calendars.shift_day(today, -3000, "Y") is None
    assert calendars.shift_day(today, 10**30, "W") is None


@pytest.mark.parametrize(("year", "day"), [(1961, (4, 2)), (2000, (4, 23)), (2023, (4, 9)), (2024, (3, 31))])
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert calendars.easter_day(year) == date(year, *day)


def test_hijri_days() -> None:
    assert calendars.hijri_day(1444, 9, 1) == date(2023, 3, 23)
    assert calendars.hijri_day(1, 1, 1) == date(622, 7, 19)  # 16 July in the Julian calendar
    assert calendars.hijri_day(1444, 13, 1) is None
    assert calendars.hijri_day(99999, 1, 1) is None
    assert calendars.jalali_day(1402, 1, 1) == date(2023, 3, 21)
    assert calendars.jalali_day(1402, 12, 31) is None
    assert calendars.to_hijri_year(date(2023, 4, 26)) == 1444


@pytest.mark.parametrize(("words", "value"), [
    ("twenty - five", 25), ("two hundred and fifty", 250), ("a hundred", 100), ("half a dozen", 6), ("two dozen", 24),
    ("nineteen ninety - one", 1991), ("nineteen eighty", 1980), ("twenty - first", 21), ("third", 3),
    ("two thousand", 2000), ("three million", 3_000_000), ("seven", 7),
])
def test_number_words(words: str, value: int) -> None:
    found = find_number_words(words.split())
    assert [(first, end, number) for first, end, _, number in found] == [(0, len(words.split()), value)]


@pytest.mark.parametrize(("text", "value"), [
    ("10:30pm", "T22:30"), ("5 a.m.", "T05:00"), ("12 a.m.", "T00:00"), ("12:05 p.m.", "T12:05"), ("0600", "T06:00"),
    ("13 p.m.", None), ("25:00", None),
])
def test_clock(text: str, value: str | None) -> None:
    assert read_clock(text)[1] == value


@pytest.mark.parametrize(("text", "value"), [
    ("2023-04-26", "2023-04-26"), ("04/26/2023", "2023-04-26"), ("26/04/2023", "2023-04-26"),
    ("26.04.2023", "2023-04-26"), ("4/6/23", "2023-04-06"), ("4/6/99", "1999-04-06"), ("2023-02-30", None),
    ("1.2.34", None), ("2023-04-26t10:30z", "2023-04-26T10:30"),
])
def test_numeric_date(text: str, value: str | None) -> None:
    assert read_date(text)[1] == value


def test_a_number_too_long_is_no_number() -> None:
    assert read_number("int", "9" * 50) == ("", None)


@pytest.mark.parametrize("rule", DATA["rules"], ids=lambda rule: rule["name"])
def test_rule_fires_on_its_example(rule: dict[str, str]) -> None:
    example = rule["example"]
    assert rule["name"] in [f.rule for f in find_times(example)[1]]
    assert rule["value"] in [value for _, value in values(example)]


@pytest.mark.parametrize("name", DATA["holidays"])
def test_holiday_is_found_and_has_days(name: str) -> None:
    text = f"They met on {name.title()} in Rome."
    (time,) = read_times(text, PUBLISHED)
    assert time.first is not None
    assert text[time.start : time.end] == name.title()


@pytest.mark.parametrize("name", [w for group in ("MONTH", "MONTHABBR") for w in DATA["words"][group]])
def test_month_before_a_day(name: str) -> None:
    month = {**DATA["words"]["MONTH"], **DATA["words"]["MONTHABBR"]}[name]
    assert values(f"It was on {name.title()} 4, 2021.")[0][1] == f"2021-{month:02d}-04"


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in load_rules()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("text", "tense", "value"), [
    ("on Thursday", -1, "2023-04-20"), ("on Thursday", 0, "2023-04-20"), ("on Thursday", 1, "2023-04-27"),
    ("on Wednesday", -1, "2023-04-26"), ("on Wednesday", 1, "2023-04-26"),
    ("next Thursday", 1, "2023-05-04"), ("next Monday", 1, "2023-05-01"), ("last Wednesday", -1, "2023-04-19"),
    ("this Friday", 1, "2023-04-28"),
    ("in October", -1, "2022-10"), ("in October", 1, "2023-10"), ("in June", 0, "2023-06"), ("in April", -1, "2023-04"),
    ("in July", -1, "2022-07"), ("on May 2", 0, "2023-05-02"), ("on Dec. 31", -1, "2022-12-31"),
    ("last year in October", -1, "2022-10"), ("August last year", -1, "2022-08"), ("October last year", -1, "2022-10"),
    ("last October", -1, "2022-10"), ("next April", 1, "2024-04"), ("this April", -1, "2023-04"),
    ("last week", -1, "2023-W16"), ("last month", -1, "2023-03"), ("next year", 1, "2024"),
    ("the weekend", -1, "2023-W16-WE"), ("the weekend", 1, "2023-W17-WE"),
    ("last summer", -1, "2022-SU"), ("this winter", 0, "2023-WI"), ("last winter", -1, "2022-WI"),
    ("the fourth quarter", -1, "2022-Q4"), ("the fourth quarter", 1, "2023-Q4"), ("the second quarter", -1, "2023-Q2"),
    ("three years ago", -1, "2020"), ("two weeks ago", -1, "2023-W15"), ("two months ago", -1, "2023-02"),
    ("last Christmas", -1, "2022-12-25"), ("on Feb. 29, 2023", -1, "2023-02"), ("by year-end", 1, "2023-12-31"),
])
def test_what_is_left_out_comes_from_publication(text: str, tense: int, value: str) -> None:
    assert [v for _, v in values(f"It was seen {text}.", tense=tense)] == [value]


@pytest.mark.parametrize("text", [
    "It may rain.", "They march on.", "He sat in the sun.", "The 22-year-old fled.", "She is 30 years old.",
    "They sent 1500 soldiers.", "It costs $1999.", "Resolution 2254 stands.", "He came second.", "A score of 3-2.",
    "Call 555-0199.", "It fell by 12.5 percent.", "Version 10.4.2 is out.", "", "\n\n",
])
def test_no_time_here(text: str) -> None:
    tagged = {"may", "march", "sat", "sun", "second"}
    found = read_times(text, PUBLISHED, accept=lambda f: not any(text[s:e].lower() in tagged for s, e, _ in f.checks))
    assert found == []


def test_without_a_day_of_publication_the_year_stays_open() -> None:
    times = read_times("It fell on Oct. 22, a Friday; in March it rose. Last week it stood.")
    assert [t.value for t in times] == ["XXXX-10-22", "XXXX-WXX-5", "XXXX-03", "XXXX-WXX"]
    assert all(t.first is None and t.last is None for t in times)


@pytest.mark.parametrize("text", [
    "date 2023-04-26\n\nThey met on Tuesday.",
    "Date: April 26, 2023\nThey met on Tuesday.",
    "KABUL, April 26, 2023 (AP) - They met on Tuesday.",
    "Rebels lay down arms\n\nKABUL, 26 April 2023 — They met on Tuesday.",
    "26 April 2023\nThey met on Tuesday.",
])
def test_first_line_or_dateline_gives_the_day(text: str) -> None:
    assert values(text, None)[-1] == ("Tuesday", "2023-04-25")


def test_a_date_within_a_sentence_is_no_dateline() -> None:
    assert find_published("On April 26, 2021 they met.", find_times("On April 26, 2021 they met.")[1]) is None


def test_metadata_come_before_a_dateline() -> None:
    assert values("KABUL, April 26, 2021 (AP) - They met on Tuesday.")[-1] == ("Tuesday", "2023-04-25")


STORY = (
    "The war began on 24 February 1952 and lasted until 1955. On 2 March the town fell. In September 1953 it was "
    "retaken. The next month the fort fell. On 1 December 1953 they met; two days later they signed. In 1954 the army "
    "left. That year the king died. The constitution of 1911 was revived. On 4 May the queen fled."
)


def test_a_story_hangs_on_the_date_told_before() -> None:
    told = dict(values(STORY))
    assert told["2 March"] == "1952-03-02"
    assert told["The next month"] == "1953-10"
    assert told["two days later"] == "1953-12-03"
    assert told["That year"] == "1954"
    assert told["4 May"] == "1954-05-04"


def test_news_with_a_few_old_years_is_no_story() -> None:
    text = "On Friday they met. In 1998 and 2004 they had met too. Last week they spoke, and on Monday they wrote."
    assert not is_story(find_times(text)[1], date(2023, 4, 26))
    assert is_story(find_times(STORY)[1], date(2023, 4, 26))


@pytest.mark.parametrize(("text", "expected"), [
    ("July 1 to July 3, 1863", ["1863-07-01", "1863-07-03"]),
    ("November 15 to February 15, 1989", ["1988-11-15", "1989-02-15"]),
    ("March and May 2022", ["2022-03", "2022-05"]),
    ("from 15 to 22 February 1984", ["1984-02-15", "1984-02-22"]),
    ("April 22-23, 2021", ["2021-04-22", "2021-04-23"]),
    ("1994-96", ["1994", "1996"]),
    ("1861-1865", ["1861", "1865"]),
    ("1999-02", ["1999", "2002"]),
])
def test_ranges(text: str, expected: list[str]) -> None:
    assert [v for _, v in values(f"It lasted {text} there.")] == expected


@pytest.mark.parametrize(("n", "unit", "value"), [
    (2, "Y", "P2Y"), ("X", "W", "PXW"), (1.5, "TH", "PT1H30M"), (5.5, "TH", "PT5H30M"), (0.5, "TH", "PT30M"),
    (2, "E", "P20Y"), (1, "F", "P2W"), (3, "Q", "P9M"), (2.5, "Y", "P2Y6M"), ("X", "TM", "PTXM"), (1, "C", "P100Y"),
    (48, "TH", "PT48H"), (None, "D", "PXD"), (3, "NI", "P3D"), (1.5, "TM", "PT1M30S"),
])
def test_durations(n: float | str | None, unit: str, value: str) -> None:
    assert duration_value(n, unit) == value


@pytest.mark.parametrize(("text", "expected"), [
    ("the Sept. 11 attacks", ["2001-09-11"]),
    ("of this April 21, 1995, file", ["1995-04-21"]),
    ("in the 1500 block of Oak Street", []),
    ("at 10:35 a.m. (0735 GMT) Friday", ["2023-04-21T10:35", "2023-04-21"]),
    ("in 2010; six months later it fell", ["2010", "2010-07"]),
    ("since 2010; three years earlier it fell", ["2010", "2020"]),
    ("at the start of the talks", []),
    ("by April 19,1995, at last", ["1995-04-19"]),
])
def test_more_of_what_news_says(text: str, expected: list[str]) -> None:
    assert [v for _, v in values(f"It was {text}.")] == expected


def test_paragraphs_are_borders() -> None:
    assert [v for _, v in values("He came in May\n\n2 men came.")] == ["2023-05"]
    assert [t.code for t in read_tokens("a\n \nb")][1] == BREAK


def test_words_joined_across_lines_of_one_paragraph() -> None:
    assert values("He came on October\n22, 2022.")[0] == ("October\n22, 2022", "2022-10-22")


def test_capitals_and_typographic_quotes() -> None:
    assert values("ON OCTOBER 22, 2022")[0][1] == "2022-10-22"
    assert values("since the ’80s")[0][1] == "198"
    assert values("in next year’s first quarter")[0][1] == "2024-Q1"


def test_business_terms() -> None:
    text = "Profit in the third quarter of 2022 beat that of a year earlier. In the nine months it fell from a year ago"
    assert [v for _, v in values(text)] == ["2022-Q3", "2021-Q3", "P9M", "2022"]


def test_every_code_is_one_character() -> None:
    lexicon = load_lexicon()
    assert all(len(code) == 1 for code in lexicon.codes.values())
    assert len(set(lexicon.codes.values())) == len(lexicon.codes)


PIECES = st.sampled_from([
    "May", "march", "Oct.", "last", "next", "the", "year", "years", "ago", "later", "two", "twenty", "-", "five",
    "1999",
    "31", "2023-04-26", "29", "February", "Friday", "quarter", "half", "a", "of", "and", "to", "century", "BC", "'99",
    "1990s", "10:30", "p.m.", "Ramadan", "1444", "99999999999", "second", "every", "night", "that", "\n\n", ",", ".",
    "(", "0", "week", "before", "dozen", "hundred", "million", "Christmas", "AD", "in", "earlier", "9/11", "/", "ᵃ",
    "٣",
])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30), st.sampled_from([None, PUBLISHED, "0001-01-01", "9999-12-31", "soon"]),
       st.sampled_from([-1, 0, 1]))
def test_any_row_of_time_words_is_safe(pieces: list[str], published: str | None, tense: int) -> None:
    text = " ".join(pieces)
    check_times(text, read_times(text, published, tense_of=lambda _: tense))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_safe(text: str) -> None:
    check_times(text, read_times(text, PUBLISHED))


def check_times(text: str, times: list) -> None:
    """Spans lie in order within the text, hold words, and the days are what the value says."""
    end = 0
    for time in times:
        assert end <= time.start < time.end <= len(text)
        assert text[time.start : time.end].strip() == text[time.start : time.end]
        assert (time.first is None) == (time.last is None)
        assert time.first is None or time.first <= time.last
        if time.type in ("DATE", "TIME"):
            assert (time.first, time.last) == days_of(time.value)
        end = time.end


@pytest.mark.parametrize("text", ["\ud800 in May 2021", "\x00", "💥 on Friday", "a" * 100_000, "1 " * 9999, "- " * 999])
def test_odd_texts_are_safe(text: str) -> None:
    check_times(text, read_times(text, PUBLISHED))
