"""Pairs of actors and what is told between them."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.export.relations import find_pairs, write
from sayso.types import Actor, Event, Participant, Reading, make_report


def make_reading(*events: Event) -> Reading:
    actors = [Actor(id, name, True, "state", ((n, n + 1),)) for n, (id, name) in
              enumerate([("a", "Chad"), ("b", "Niger"), ("c", "Mali")])]  # fmt: skip
    both = Actor("p", "the two countries", False, "state", ((9, 10),), members=("a", "b"))
    return Reading(
        report=make_report("Words of a report."), actors=(*actors, both), times=(), places=(), claims=(),
        events=events, predicates=(), pipeline={},
    )


def make_event(number: int, kind: str, doers: str, targets: str, **more) -> Event:
    sides = [tuple(Participant(id, (0, 1)) for id in ids) for ids in (doers, targets)]
    return Event(f"e{number}", kind, (number, number + 1), actors=sides[0], recipients=sides[1], **more)


PAIRS = [
    ("one way", [make_event(0, "ACCUSE", "a", "b")], {("Chad", "Niger"): ["a"]}),
    ("back", [make_event(0, "ACCUSE", "b", "a")], {("Chad", "Niger"): ["b"]}),
    ("mutual", [make_event(0, "CONSULT", "ab", "ab")], {("Chad", "Niger"): [None]}),
    ("members", [make_event(0, "CONSULT", "p", "p")], {("Chad", "Niger"): [None]}),
    ("members on one side", [make_event(0, "AID", "c", "p")], {("Chad", "Mali"): ["c"], ("Niger", "Mali"): ["c"]}),
    ("oneself", [make_event(0, "ASSAULT", "a", "a")], {}),
    ("a side left out", [make_event(0, "ASSAULT", "a", "")], {}),
    ("two events", [make_event(1, "AID", "b", "a"), make_event(0, "AID", "a", "b")], {("Chad", "Niger"): ["a", "b"]}),
]


@pytest.mark.parametrize(("events", "wanted"), [p[1:] for p in PAIRS], ids=[p[0] for p in PAIRS])
def test_pairs(events, wanted):
    pairs = find_pairs(make_reading(*events))
    assert {(p.first.name, p.second.name): [a.doer for a in p.events] for p in pairs} == wanted


def test_sums_count_what_is_certain_and_states_stand_apart():
    pair, = find_pairs(make_reading(
        make_event(0, "AID", "a", "b"), make_event(1, "ASSAULT", "a", "b", factuality="denied"),
        make_event(2, "REJECT", "ab", "ab", aspect="state"),
    ))  # fmt: skip
    assert (pair.cooperative, pair.hostile, pair.score) == (1, 1, 4.0)
    assert [a.event.id for a in pair.events] == ["e0", "e1"]
    assert [a.event.id for a in pair.states] == ["e2"]


def test_lines_from_a_report(reader):
    out = io.StringIO()
    write([reader.read("Chad and Niger signed a pact. The two countries met in Oslo. Mali attacked Chad.")], out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    found = {(x["first"]["name"], x["second"]["name"]): [e["type"] for e in x["events"]] for x in lines}
    assert "CONSULT" in found["Chad", "Niger"]
    assert found["Chad", "Mali"] == ["ASSAULT"]


IDS = st.text("abcpx", max_size=4)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["AID", "ASSAULT", "CONSULT"]), IDS, IDS), max_size=8))
def test_no_pair_twice_and_never_oneself(told):
    pairs = find_pairs(make_reading(*(make_event(n, *one) for n, one in enumerate(told))))
    keys = [(p.first.id, p.second.id) for p in pairs]
    assert len(keys) == len(set(keys))
    assert all(a < b and "p" not in (a, b) for a, b in keys)
