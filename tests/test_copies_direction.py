"""Which of a group's reports the others were made from."""

from __future__ import annotations

import pytest

from sayso.link.copies_direction import Direction, find_credits, find_direction
from sayso.resources import load_yaml
from sayso.types import Report, make_report

TABLE = load_yaml("lexicons/copies.yml")
TEXT = "The ferry to the island stopped for the night. " * 8


def report(id: str, *, text: str = TEXT, published: str | None = None, outlet: str | None = None) -> Report:
    return make_report(text, id=id, published=published, outlet=outlet)


@pytest.mark.parametrize("entry", TABLE["credits"], ids=lambda entry: entry["pattern"][:30])
def test_every_pattern_finds_its_example(entry: dict[str, str]) -> None:
    assert len(find_credits(f"{TEXT}\n{entry['example']}\n{TEXT}"[-1400:])) == 1


@pytest.mark.parametrize("text", [
    "A reporter of AFP was held for an hour.", "AP Hill was a general.", "Reuters said that the ferry stopped.", TEXT,
])  # fmt: skip
def test_a_name_alone_is_no_credit(text: str) -> None:
    assert find_credits(text) == set()


@pytest.mark.parametrize(("reports", "expected"), [
    ([report("a", published="2020-01-02"), report("b", published="2020-01-01")], Direction("b", "first")),
    ([report("a", published="2020-01-01"), report("b", published="2020-01-01")], Direction()),
    ([report("a", published="2020-01-01"), report("b")], Direction()),
    ([report("a", published="2020-01-01T08:00:00Z"), report("b", published="2020-01-01T07:00:00Z")],
     Direction("b", "first")),
    ([report("a", published="2020-01-01T08:00:00Z"), report("b", published="2020-01-01")], Direction()),
    ([report("a"), report("b", text=TEXT * 2)], Direction("b", "fullest")),
    ([report("a", published="2020-01-01", text=f"{TEXT}\nAFP contributed to this report."),
      report("b", published="2020-01-02", outlet="AFP")], Direction("b", "credited", "AFP")),
    ([report("a", text=f"PORT, May 2 (AP) - {TEXT}"), report("b", text=f"PORT, May 2 (AP) - {TEXT}")],
     Direction(agency="AP")),
])  # fmt: skip
def test_direction(reports: list[Report], expected: Direction) -> None:
    assert find_direction(reports) == expected
