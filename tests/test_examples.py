"""The example reports of the package."""

from __future__ import annotations

import re
from datetime import date

import pytest

from sayso.errors import ResourceError
from sayso.intake.examples import EXAMPLES, load_examples


def test_there_are_enough_and_each_is_whole() -> None:
    reports = load_examples()
    assert len(reports) >= 12
    assert len({report.id for report in reports}) == len(reports)
    for report in reports:
        assert report.text
        assert report.outlet
        assert report.title
        assert date.fromisoformat(report.published or "")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_incident_is_told_in_the_order_of_days(name: str) -> None:
    days = [report.published or "" for report in load_examples(name)]
    assert len(days) >= 4
    assert days == sorted(days)


def test_an_unknown_incident_is_an_error() -> None:
    with pytest.raises(ResourceError):
        load_examples("no-such-incident")


@pytest.mark.parametrize(("agency", "copy"), [("kabul-2", "kabul-3"), ("peshawar-1", "peshawar-2")])
def test_copies_share_most_words_with_the_agency(agency: str, copy: str) -> None:
    texts = {report.id: set(re.findall(r"\w+", report.text)) for report in load_examples()}
    assert len(texts[agency] & texts[copy]) / len(texts[copy]) > 0.8
