"""The pages and the interface over a store on PostgreSQL say what they say over the same store on SQLite."""

from __future__ import annotations

import re

import pytest
from serving import fill, make_settings
from starlette.testclient import TestClient
from store_servers import find_programs, run_postgres

from sayso.serve import make_app
from sayso.serve.addresses import find_page
from sayso.store import Correction, Filters

pytestmark = pytest.mark.skipif(find_programs() is None, reason="no PostgreSQL is installed")
pytest.importorskip("psycopg")
ADDED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d[\d.]*)?(\+00:00|Z| UTC)?")


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    path = tmp_path_factory.mktemp("postgres") / "sayso.db"
    with run_postgres() as address, fill(address) as shared, fill(path) as alone:
        yield shared, alone


@pytest.fixture(scope="module")
def clients(stores, tmp_path_factory):
    settings = make_settings(tmp_path_factory.mktemp("tokens"))
    return [TestClient(make_app(store, settings=settings), base_url="http://127.0.0.1") for store in stores]


def list_pages(store):
    event = store.events(Filters(actor="Orland"), limit=1)[0]
    claim = store.claims(limit=1)[0]
    kinds = ("incidents", "events", "claims", "reports", "actors", "sources")
    return [
        "/", *(f"/{kind}" for kind in kinds), *(f"/api/v1/{kind}" for kind in kinds), "/events?view=map",
        "/events?view=timeline", "/plots/events.json", "/plots/relations.json?first=Orland", "/incidents?view=map",
        "/events?type=ASSAULT&country=AFG&since=2021-02-01&near=34.5,69.2&km=20", "/claims?text=shelled&sort=oldest",
        "/search?q=shelled", "/suggest?q=re", "/suggest?q=%25_", "/search?q=%22shelled+kabul%22",
        "/events?text=%27%3B--",
        find_page("incidents", event.id), find_page("incidents", event.id, on="2021-06-01"),
        find_page("reports", event.report), find_page("actors", event.actor_keys[0]), find_page("claims", claim.id),
        find_page("sources", claim.source_key), find_page("sources", "lantern post"),
        "/relations?first=Orland&second=R%C3%A9gals", "/reports/none", "/events?since=yesterday",
        "/actors?limit=2&offset=2",
        "/incidents?lines=1&contradicted=no&sort=killed", "/reports?outlet=Lantern+Post",
        f"/api/v1/incidents/{event.id}",
    ]  # fmt: skip


def test_every_page_says_the_same(stores, clients):
    for address in list_pages(stores[1]):
        shared, alone = (client.get(address, follow_redirects=True) for client in clients)
        assert shared.status_code == alone.status_code, address
        assert ADDED.sub("", shared.text) == ADDED.sub("", alone.text), address


def test_corrections_are_made_and_undone(stores, clients):
    for store, client in zip(stores, clients, strict=True):
        event = store.events(limit=1)[0]
        store.correct(Correction(0, "event", event.id, "change", {"mode": "drone"}, {"mode": None}, "ana", "seen", ""))
        page = find_page("reports", event.report)
        assert "seen" in client.get(page).text
        store.withdraw_correction(store.corrections([event.id])[0].n, "ana")
        assert "undone" in client.get(page).text
