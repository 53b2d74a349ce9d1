"""Every page of a store answers, links only to what is there, and holds nothing that the policy forbids."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from serving import fill, make_settings
from starlette.testclient import TestClient

from sayso.serve import make_app
from sayso.serve.addresses import find_page
from sayso.store import Store


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def store(folder):
    with fill(folder / "sayso.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store, folder):
    return TestClient(make_app(store, settings=make_settings(folder)), base_url="http://127.0.0.1")


@pytest.fixture
def empty(tmp_path):
    with Store.open(tmp_path / "empty.db") as opened:
        yield TestClient(make_app(opened, settings=make_settings(tmp_path)), base_url="http://127.0.0.1")


class Page(HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.links, self.tags, self.ids = [], [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        self.ids += [found["id"]] if "id" in found else []
        self.links += [value for name in ("href", "src", "srcset") if (value := found.get(name))]


def crawl(client, most=250):
    """Every page that can be reached, by its address; lists are followed to no further than a few of each kind."""
    waiting, seen, kinds = ["/"], {}, {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        kind = re.sub(r"[^/?&=]*\d[^/?&=]*|%[^/?]*", "*", address)
        kinds[kind] = kinds.get(kind, 0) + 1
        if address in seen or kinds[kind] > 4:
            continue
        answer = client.get(address)
        seen[address] = answer
        if "text/html" not in answer.headers["content-type"]:
            continue
        for link in Page(answer.text).links:
            plain = link.split("#")[0]
            if plain.startswith("/"):
                waiting.append(plain)
    return seen


@pytest.fixture(scope="module")
def pages(client):
    return crawl(client)


def test_every_link_leads_somewhere(pages):
    assert len(pages) > 60
    assert {address: answer.status_code for address, answer in pages.items() if answer.status_code != 200} == {}


def test_every_kind_of_page_is_reached(pages):
    reached = {re.match(r"/([a-z-]*)", address)[1] for address in pages}
    assert {"", "incidents", "events", "claims", "reports", "actors", "sources", "relations", "plots", "sign-in",
            "static"} <= reached  # fmt: skip


def test_no_page_has_what_the_policy_forbids(pages):
    for address, answer in pages.items():
        if "text/html" in answer.headers["content-type"]:
            page = Page(answer.text)
            names = {name for _, found in page.tags for name in found}
            assert not {name for name in names if name.startswith("on") or name == "style"}, address
            assert {"style", "iframe", "object", "embed", "base"}.isdisjoint(tag for tag, _ in page.tags), address
            assert all("src" in found for tag, found in page.tags if tag == "script"), address
            assert len(page.ids) == len(set(page.ids)), address


def test_every_page_is_kept_harmless(pages):
    for answer in pages.values():
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_links_within_a_page_have_targets(pages):
    for address, answer in pages.items():
        if "text/html" in answer.headers["content-type"]:
            page = Page(answer.text)
            inner = {link[1:] for link in page.links if link.startswith("#")}
            assert inner <= set(page.ids), address


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", "Who says what happened"), ("/incidents", "line of evidence"), ("/events", "shelled"),
        ("/events?type=ASSAULT&country=AFG", "Kabul"), ("/events?actor=Orland&side=recipient", "Nothing in the store"),
        ("/events?view=map", "Beirut"), ("/events?view=timeline", "by when they happened"),
        ("/claims?kind=named", "Ana Ruiz"), ("/events?kind=named&view=map", "Beirut"),
        ("/reports?outlet=Lantern+Post", "Lantern Post"),
        ("/actors?name=Orland", "Orland"), ("/sources?kind=outlet", "Harbour Courier"),
        ("/search?q=shelled", "Events"), ("/search?q=regals", "Régals"), ("/search?q=zzz", "Nothing was found"),
        ("/relations?first=Orland&second=R%C3%A9gals", "hostile"), ("/events?offset=100", "fewer than 101"),
        ("/actors/wikidata:Q0", "Orland"), ("/sources/lantern%20post", "Rating"),
    ],
)  # fmt: skip
def test_what_pages_say(client, address, said):
    answer = client.get(address)
    assert answer.status_code == 200
    assert said in answer.text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/reports/none", 404, "no report"), ("/events/none", 404, "no event"), ("/claims/none", 404, "no claim"),
        ("/actors/none", 404, "No report names"), ("/sources/none", 404, "no source"),
        ("/incidents/none", 404, "no incident"), ("/elsewhere", 404, "no page"), ("/static/none.js", 404, "no file"),
        ("/events?since=yesterday", 422, "no ISO day"), ("/events?near=here", 422, "latitude and longitude"),
        ("/events?limit=many", 422, "whole number"), ("/events?sort=loudest", 422, "cannot sort"),
        ("/events?view=globe", 422, "view"), ("/incidents?contradicted=maybe", 422, "say yes or no"),
        ("/plots/none.svg", 404, "no plot"), ("/relations?first=Orland&second=none", 404, "No report names"),
    ],
)  # fmt: skip
def test_errors_say_what_to_do(client, address, status, said):
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.text
    assert "Traceback" not in answer.text


def test_an_event_leads_to_its_words(client, store):
    event = store.events(limit=1)[0]
    answer = client.get(find_page("events", event.id), follow_redirects=False)
    assert answer.headers["location"] == f"/reports/{event.report}#r-e0"


def test_a_report_is_found_by_its_id(client, store):
    record = store.reports(limit=1)[0]
    answer = client.get(find_page("reports", record.id), follow_redirects=False)
    assert answer.headers["location"] == f"/reports/{record.key}"


def test_an_incident_as_known_on_a_day(client, store):
    incident = store.incidents(limit=1)[0]
    early = client.get(find_page("incidents", incident.id, on="2001-01-01"))
    assert "Not known yet" in early.text
    late = client.get(find_page("incidents", incident.id, on="2031-01-01"))
    assert "As known on" in late.text
    assert client.get(find_page("incidents", incident.id, on="soon")).status_code == 422


@pytest.mark.parametrize("address", ["/", "/incidents", "/events", "/claims", "/reports", "/actors", "/sources",
                                     "/events?view=map", "/search?q=x", "/plots/events.svg"])  # fmt: skip
def test_an_empty_store_has_pages_too(empty, address):
    assert empty.get(address).status_code == 200


def test_an_empty_store_says_how_to_fill_it(empty):
    assert "sayso add" in empty.get("/").text


def test_a_broken_program_shows_no_traceback(store, folder, monkeypatch):
    app = make_app(store, settings=make_settings(folder))
    monkeypatch.setattr("sayso.serve.start.render", lambda *_, **__: 1 / 0)
    answer = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "server's log" in answer.text.replace("&#39;", "'")


def test_plots_are_pictures_and_specifications(client):
    picture = client.get("/plots/events.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")
    again = client.get("/plots/events.svg", headers={"if-none-match": picture.headers["etag"]})
    assert again.status_code == 304
    values = client.get("/plots/events.json").json()["data"]["values"]
    assert sum(value["events"] for value in values) == 12


def test_bars_lead_to_what_they_count(client):
    for asked in ("events", "events?country=AFG&since=2021-02-03", "relations?first=Orland"):
        for value in client.get(f"/plots/{asked.replace('?', '.json?') if '?' in asked else asked + '.json'}").json()[
            "data"]["values"]:  # fmt: skip
            rows = client.get(value["href"].replace("/events", "/api/v1/events", 1)).json()["items"]
            assert len(rows) >= value["number"] > 0
            assert value["shown"]


def test_browsers_get_what_draws_plots_once(client):
    page = client.get("/events?view=timeline").text
    address = re.search(r'data-vega="([^"]+)"', page)[1]
    for accepts in ("gzip", "identity"):
        answer = client.get(address, headers={"accept-encoding": accepts})
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "immutable" in answer.headers["cache-control"]
        assert "vegaEmbed" in answer.text



def test_suggestions(client):
    assert client.get("/suggest?q=reg").json() == [
        {"kind": "actor", "name": "Régals", "href": "/actors/regals%7Carmed_group%7C"}
    ]
    assert client.get("/suggest").json() == []


def test_styles_may_be_kept_for_long(client):
    page = Page(client.get("/").text)
    style = next(link for link in page.links if "pages.css" in link)
    assert "immutable" in client.get(style).headers["cache-control"]


ASKED = (
    "text", "actor", "side", "type", "mode", "place", "country", "near", "km", "since", "until", "kind", "factuality",
    "outlet", "report", "id", "source", "about", "lines", "contradicted", "incident", "name", "sort", "limit", "offset",
    "view", "q", "first", "second", "on", "theme",
)  # fmt: skip
ODD = (
    "nan,nan", "inf", "1e400", "-1", "0", "99999999999999999999", "\x00", "'\"", "*", "map", "timeline", "2022-13-01",
    "9999-12-31", "0001-01-01", "Orland", "e1",
)  # fmt: skip
VALUES = st.one_of(st.text(max_size=8), st.sampled_from(ODD))
PATHS = (
    "/", "/incidents", "/events", "/claims", "/reports", "/actors", "/sources", "/relations", "/search", "/suggest",
    "/sign-in", "/incidents/e1", "/plots/events.json", "/plots/relations.json",
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PATHS), st.dictionaries(st.sampled_from(ASKED), VALUES, max_size=4))
def test_no_question_breaks_a_page(client, path, asked):
    assert client.get(path, params=asked).status_code in (200, 404, 422)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["reports", "events", "claims", "incidents", "actors", "sources", "plots", "static"]), st.text())
def test_no_name_breaks_a_page(client, kind, name):
    assert client.get(find_page(kind, name)).status_code in (200, 404, 405, 422)
