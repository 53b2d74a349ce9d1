"""The words that all formats for people share."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exporting import TEXT, find, make_reading
from hypothesis import given
from hypothesis import strategies as st

from sayso.export.words import (
    describe_days,
    describe_events,
    describe_place,
    describe_source,
    describe_toll,
    one_line,
    printable,
    trace_claims,
)
from sayso.types import Actor, Cited, Claim, Days, Event, Participant, Source, Toll


def test_rows_tell_event_sides_toll_and_chain() -> None:
    shelled, paid = describe_events(make_reading())
    assert (shelled.when, shelled.where, shelled.who, shelled.what) == (
        "2021-05-03", "Nadir, ORL", ("Rebels",), "ASSAULT heavy-weapons",
    )  # fmt: skip
    assert (shelled.whom, shelled.toll) == (("the port of Nadir",), "12 killed")
    assert shelled.says == ("a mayor, to Radio Delta",)
    assert (paid.when, paid.whom, paid.says, paid.firmly) == (
        "(2021-05)", ("Rebels",), ("him (a mayor)", "one guard"), "uncertain",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "inferred", "shown"),
    [
        ("2021-05-03", "2021-05-03", False, "2021-05-03"),
        ("2021-05-03", "2021-05-03", True, "(2021-05-03)"),
        ("2021-05-03", "2021-05-09", False, "2021-05-03 to 2021-05-09"),
        ("2024-02-01", "2024-02-29", False, "2024-02"),
        ("2023-02-01", "2023-02-27", False, "2023-02-01 to 2023-02-27"),
        ("2021-01-01", "2021-12-31", False, "2021"),
        ("2021-04-01", "2021-06-30", False, "2021-04-01 to 2021-06-30"),
        ("2021-05-03", None, False, "from 2021-05-03"),
        (None, "2021-05-03", False, "until 2021-05-03"),
        ("0000-00-00", "x", False, "0000-00-00 to x"),
    ],
)
def test_days(first: str | None, last: str | None, inferred: bool, shown: str) -> None:
    assert describe_days(Days(first, last, inferred)) == shown


@pytest.mark.parametrize(
    ("least", "most", "shown"),
    [
        (12, 12, "12"), (10, 12, "10-12"), (10, None, "10 or more"), (None, 12, "up to 12"), (0, 12, "up to 12"),
        (0, 0, "none"), (None, None, "“Rebels”"),
    ],
)  # fmt: skip
def test_toll(least: int | None, most: int | None, shown: str) -> None:
    assert describe_toll(Toll(least, most, (0, 6)), TEXT) == shown


@pytest.mark.parametrize(
    ("spans", "kind", "actor", "shown"),
    [
        (((0, 6),), "named", None, "Rebels"),
        (((0, 6),), "named", "a0", "Rebels (Free Army)"),
        (((0, 6), (15, 18)), "named", None, "Rebels … the"),
        ((), "named", "a0", "(Free Army)"),
        ((), "reporter", None, "reporter"),
        ((), "unnamed", None, "(source not given)"),
        (((0, 6),), "named", "missing", "Rebels"),
        ((find("on 3 May,"),), "named", None, "on 3 May"),
    ],
)
def test_source(spans: tuple[tuple[int, int], ...], kind: str, actor: str | None, shown: str) -> None:
    actors = {"a0": Actor("a0", "Free Army", True, "armed_group", ())}
    claim = Claim("c", Source(spans, kind, actor), (), (), "indirect")  # type: ignore[arg-type]
    assert describe_source(claim, TEXT, actors) == shown


def test_both_sides_of_a_mutual_act_meet_each_other() -> None:
    reading = make_reading()
    sides = (Participant("a0", find("Rebels")), Participant("a3", find("Orland")))
    met = Event("e", "CONSULT", find("believed"), actors=sides, recipients=sides[::-1])
    (row,) = describe_events(replace(reading, events=(met,)))
    assert (row.who, row.whom) == (("Rebels", "Orland"), ("each other",))


def test_a_claim_of_the_reporter_is_no_link_in_the_chain() -> None:
    reading = make_reading()
    own = Claim("c9", Source((), "reporter"), (), (find("paid"),), "indirect", "c1")
    paid = replace(reading.events[1], claim="c9")
    (row,) = describe_events(replace(reading, claims=(*reading.claims, own), events=(paid,)))
    assert row.says == ("him (a mayor)",)


def test_whom_a_source_cites_is_told() -> None:
    claim = Claim("c", Source((find("Radio Delta"),), "named", relays=(Cited(find("a mayor")),)), (), (), "indirect")
    assert describe_source(claim, TEXT, {}) == "Radio Delta, citing a mayor"


def test_a_ring_of_claims_ends() -> None:
    ring = {
        "a": Claim("a", Source((), "unnamed"), (), (), "indirect", "b"),
        "b": Claim("b", Source((), "unnamed"), (), (), "indirect", "a"),
    }
    assert [claim.id for claim in trace_claims("a", ring)] == ["b", "a"]
    assert trace_claims("missing", ring) == []


def test_a_place_out_of_the_list_is_none() -> None:
    assert describe_place(make_reading(), 7) == ""


@given(st.text(alphabet=st.characters(codec=None)))
def test_printable_text_can_be_written_and_keeps_its_length(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert "\x1b" not in shown
    assert "\n" not in one_line(text)
    assert "\r" not in one_line(text)
