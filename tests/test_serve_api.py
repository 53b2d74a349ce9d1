"""The interface for programs, over a real server; its description is held to by schemathesis."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from serving import fill, make_settings, serving

from sayso.serve import make_app

V1 = "/api/v1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api")


@pytest.fixture(scope="module")
def token(folder: Path) -> str:
    return make_settings(folder).tokens.make("ana")


@pytest.fixture(scope="module")
def client(folder: Path, token: str) -> Iterator[httpx.Client]:
    store = fill(folder / "sayso.db")
    with serving(store, make_settings(folder)) as address, httpx.Client(base_url=address) as found:
        yield found
    store.close()


def ask(client: httpx.Client, path: str, **given: Any) -> Any:
    response = client.get(V1 + path, params=given)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("kind", ["incidents", "events", "claims", "reports", "actors", "sources"])
def test_lists_page_through_everything(client: httpx.Client, kind: str) -> None:
    every = ask(client, f"/{kind}", limit=500)
    assert every["items"]
    assert every["next"] is None
    paged, url = [], f"{V1}/{kind}?limit=5"
    while url:
        page = client.get(url).json()
        paged += page["items"]
        url = page["next"]
    assert paged == every["items"]


@pytest.mark.parametrize("kind", ["incidents", "events", "claims", "reports", "actors", "sources"])
def test_accept_chooses_the_form(client: httpx.Client, kind: str) -> None:
    items = ask(client, f"/{kind}")["items"]
    response = client.get(f"{V1}/{kind}", headers={"Accept": "text/csv;q=0.9, application/json;q=0.1"})
    assert response.headers["content-type"].startswith("text/csv")
    assert len(list(csv.DictReader(io.StringIO(response.text)))) == len(items)
    placed = client.get(f"{V1}/{kind}", headers={"Accept": "application/geo+json"})
    if kind in ("incidents", "events"):
        assert len(placed.json()["features"]) == len(items)
    else:
        assert placed.status_code == 406
        assert "text/csv" in placed.json()["error"]


def test_unchanged_answers_are_not_sent_again(client: httpx.Client) -> None:
    first = client.get(f"{V1}/events")
    again = client.get(f"{V1}/events", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{V1}/claims", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_things_quote_the_words_that_prove_them(client: httpx.Client) -> None:
    incident = ask(client, "/incidents")["items"][0]
    whole = ask(client, f"/incidents/{incident['id']}")
    assert len(whole["evidence"]) == incident["lines"]
    report = whole["evidence"][0]["reports"][0]
    text = ask(client, f"/reports/{report['key']}")["reading"]["report"]["text"]
    for event in report["events"]:
        assert all(text[start:end] == words for _, start, end, words in event["quotes"])
        assert ask(client, f"/events/{event['id']}")["id"] == event["id"]
    claim = ask(client, "/claims")["items"][0]
    assert ask(client, f"/claims/{claim['id']}") == claim


def test_actors_sources_and_relations(client: httpx.Client) -> None:
    actor = ask(client, "/actors")["items"][0]
    assert ask(client, "/actors/" + actor["key"]) == actor
    source = ask(client, "/sources")["items"][0]
    assert ask(client, "/sources/" + source["key"])["key"] == source["key"]
    event = next(each for each in ask(client, "/events")["items"] if each["actors"] and each["recipients"])
    relation = ask(client, "/relations", first=event["actors"][0], second=event["recipients"][0])
    assert relation["months"]
    assert ask(client, "/countries")["items"]
    assert set(ask(client, "")["lists"]) >= {"incidents", "claims"}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/events?limit=0", 422), ("/events?since=yesterday", 422), ("/events?since=2022-02-31", 422),
     ("/events/none", 404), ("/incidents/none", 404), ("/reports/none", 404), ("/actors/none", 404),
     ("/sources/none", 404), ("/none", 404), ("/events?near=95,0", 422), ("/events?format=xml", 422),
     ("/claims?format=geojson", 422)],
)  # fmt: skip
def test_failures_say_what_to_do(client: httpx.Client, path: str, status: int) -> None:
    response = client.get(V1 + path)
    assert response.status_code == status
    assert response.json()["status"] == status
    assert len(response.json()["error"]) > 8
    assert "Traceback" not in response.text


def test_writing_needs_a_token(client: httpx.Client, token: str) -> None:
    event = ask(client, "/events")["items"][0]
    body = {"kind": "event", "target": event["id"], "action": "reject", "reason": "a drill"}
    for headers in ({}, {"Authorization": "Bearer sayso_wrong"}, {"Authorization": f"Basic {token}"}):
        assert client.post(f"{V1}/corrections", json=body, headers=headers).status_code == 401
        assert client.delete(f"{V1}/corrections/1", headers=headers).status_code == 401
    shown = {"Authorization": f"Bearer {token}"}
    made = client.post(f"{V1}/corrections", json=body, headers=shown)
    assert made.status_code == 201, made.text
    (correction,) = ask(client, "/corrections", target=event["id"])["items"]
    assert (correction["author"], correction["action"]) == ("ana", "reject")
    assert client.delete(f"{V1}/corrections/{made.json()['n']}", headers=shown).status_code == 204
    assert ask(client, "/corrections", target=event["id"])["items"] == []
    wrong = client.post(f"{V1}/corrections", json=body | {"target": "none"}, headers=shown)
    assert wrong.status_code == 404


def test_description_holds(client: httpx.Client, token: str) -> None:
    """Whatever the description allows is answered as it says; what goes wrong is never the server's fault."""
    checks = (not_a_server_error, status_code_conformance, content_type_conformance)
    described = schemathesis.openapi.from_dict(client.get(f"{V1}/openapi.json").json())
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            response = case.call(base_url=str(client.base_url), headers={"Authorization": f"Bearer {token}"})
            case.validate_response(response, checks=checks)

        check()


def test_the_description_names_every_address(folder: Path) -> None:
    from sayso.store import Store

    with Store.open(folder / "empty.db") as store:
        paths = make_app(store, settings=make_settings(folder)).openapi()["paths"]
    assert {f"{V1}/{kind}" for kind in ("incidents", "events", "claims", "reports", "actors", "sources")} <= set(paths)
    assert json.dumps(paths)
