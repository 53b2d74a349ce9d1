"""Corrections made on the pages, from accepting to undoing, as a person signed in makes them."""

from __future__ import annotations

import pytest
from serving import fill, make_settings
from starlette.testclient import TestClient

from sayso.serve import Tokens, make_app
from sayso.store import Filters


@pytest.fixture
def store(tmp_path):
    with fill(tmp_path / "sayso.db") as opened:
        yield opened


@pytest.fixture
def client(store, tmp_path):
    made = TestClient(make_app(store, settings=make_settings(tmp_path)), base_url="http://127.0.0.1")
    made.post("/sign-in", data={"token": Tokens(tmp_path / "tokens.json").make("ana")})
    return made


@pytest.fixture
def correct(client):
    """Send a form as the page has it; gives back the answer."""
    key = client.get("/").text.split('name="form_key" value="')[1].split('"')[0]

    def send(address="/corrections", **fields):
        return client.post(address, data={"form_key": key, **fields}, follow_redirects=False)

    return send


def test_a_claim_is_accepted_and_the_page_says_so(client, store, correct):
    report = store.claims(Filters(id="c3"))[0].report
    answer = correct(kind="claim", target="c3", action="accept", back=f"/reports/{report}#r-c0")
    assert answer.headers["location"] == f"/reports/{report}#r-c0"
    (made,) = store.corrections(["c3"])
    assert (made.action, made.author, made.reason) == ("accept", "ana", "read and found right")
    page = client.get(f"/reports/{report}").text
    assert "Accepted" in page
    assert "Undo" in page


def test_an_event_is_changed_in_the_fields_that_differ(store, correct):
    correct(kind="event", target="e4", action="change", reason="misread", back="/", **{
        "field.type": "AID", "field.killed_min": "3", "field.killed_max": "", "field.actors": "Orland",
        "field.place": "Beirut", "field.nonsense": "x"})  # fmt: skip
    (made,) = store.corrections(["e4"])
    assert made.value == {"type": "AID", "killed_min": 3, "killed_max": None}
    assert made.said["type"] == "CONSULT"


def test_lists_are_changed_as_lists(store, correct):
    fields = {"field.actors": "Orland; Ruritania"}
    correct(kind="event", target="e4", action="change", reason="both", back="/", **fields)
    assert store.corrections(["e4"])[0].value == {"actors": ["Orland", "Ruritania"]}


def test_two_actors_are_merged_and_parted_again(client, store, correct):
    key = "regals|armed_group|"
    correct(kind="actor", target=key, action="merge", into="Orland", reason="same side", back="/")
    assert len(store.actors("Orland")) == 2
    number = store.corrections([key])[0].n
    correct(f"/corrections/{number}/undo", back="/")
    assert len(store.actors("Orland")) == 1
    assert store.corrections([key]) == []
    assert "undone" in client.get(f"/actors/{key}").text


def test_a_report_is_rejected_with_its_reason(client, store, correct):
    record = store.reports(limit=1)[0]
    correct(kind="report", target=record.key, action="reject", reason="a parody", back="/")
    assert "a parody" in client.get(f"/reports/{record.key}").text


def test_incidents_are_merged_and_parted(store, correct):
    told = store.incidents(limit=100)
    first, second = told[0], next(each for each in told if each.first != told[0].first)
    correct(kind="event", target=first.id, action="merge", into=second.id, reason="told twice", back="/")
    merged = store.incident(first.id)
    assert merged.id == store.incident(second.id).id
    event = next(event for event in store.incident_events(merged.id) if event.id == first.id)
    answer = correct(f"/incidents/{merged.id}/part", report=event.report, reason="another day", back="/")
    assert answer.status_code == 303
    assert store.incident(first.id).id != store.incident(second.id).id
    assert correct(f"/incidents/{merged.id}/part", report="none", reason="x").status_code == 404


def test_a_source_is_rated(client, correct):
    correct("/ratings", kind="source", subject="lantern post", grade="B", reason="a year of comparing", back="/")
    page = client.get("/sources/lantern post").text
    assert "usually reliable" in page
    assert "a year of comparing" in page


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"kind": "claim", "target": "none", "action": "accept"}, 404, "no claim"),
        ({"kind": "event", "target": "c3", "action": "accept"}, 404, "no event"),
        ({"kind": "claim", "target": "c3", "action": "praise"}, 422, "cannot &#39;praise&#39;"),
        ({"kind": "claim", "target": "c3", "action": "reject"}, 422, "reason"),
        ({"kind": "claim", "target": "c3", "action": "change", "reason": "x"}, 422, "nothing was changed"),
        ({"kind": "event", "target": "e3", "action": "change", "reason": "x", "field.killed_min": "few"}, 422, "whole"),
        ({"kind": "event", "target": "e3", "action": "merge", "reason": "x", "into": "none"}, 422, "no events"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected(store, correct, fields, status, said):
    answer = correct(**fields)
    assert answer.status_code == status
    assert said in answer.text
    assert store.corrections() == []


def test_nothing_is_written_without_a_token(store, tmp_path):
    client = TestClient(make_app(store, settings=make_settings(tmp_path)), base_url="http://127.0.0.1")
    for address in ("/corrections", "/corrections/1/undo", "/ratings"):
        answer = client.post(address, data={"kind": "claim", "target": "c3", "action": "accept"})
        assert answer.status_code == 401
        assert "Sign in" in answer.text
    assert store.corrections() == []


def test_nothing_is_written_by_a_form_of_another_session(client, store):
    form = {"kind": "claim", "target": "c3", "action": "accept", "form_key": "stolen"}
    answer = client.post("/corrections", data=form)
    assert answer.status_code == 403
    assert store.corrections() == []
