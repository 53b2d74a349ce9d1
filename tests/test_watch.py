"""Watching feeds, and alerts by saved queries; against a real server on loopback, with a light reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from documents import make_page
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import Site
from store_making import make_numbered

from sayso.cli import watch as watch_command
from sayso.cli.main import main as cli
from sayso.errors import InputError, SaysoError
from sayso.intake import Options
from sayso.intake.fetch import Fetcher, Limits
from sayso.intake.network import Policy
from sayso.intake.robots import Robots
from sayso.intake.web import Web, web_for
from sayso.scale.adding import Adding
from sayso.scale.alerts import begin, load_queries, send_alerts
from sayso.scale.pool import Pool
from sayso.scale.watching import Watch, run_round
from sayso.store import FeedState, Store

NETWORKS = ("127.0.0.0/8",)
NOON = datetime(2023, 4, 26, 12, tzinfo=UTC)
ITEM = "<item><title>Story {0}</title><link>{1}/{0}</link></item>"
Round = Callable[[datetime], list[str | SaysoError]]


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "sayso.db") as found:
        yield found


def publish(site: Site, numbers: range, *, etag: str | None = None) -> None:
    """The feed with items of these numbers, and their pages."""
    items = "".join(ITEM.format(number, site.address) for number in numbers)
    feed = f"<rss version='2.0'><channel><title>Coast News</title>{items}</channel></rss>".encode()

    def answer(handler: object) -> tuple[int, dict[str, str], bytes]:
        asked = handler.headers.get("If-None-Match")  # type: ignore[attr-defined]
        return (304, {}, b"") if etag and asked == etag else (200, {"ETag": etag} if etag else {}, feed)

    site.pages["/feed"] = answer
    for number in numbers:
        site.html(f"/{number}", make_page().replace("<p>", f"<p>Number {number}. ", 1))


def make_watch(store: Store, most: int = 100) -> Watch:
    options = Options(networks=NETWORKS)
    fetcher = Fetcher(Policy(NETWORKS), Limits(seconds=5), delay=0)
    pool = Pool("watch_work:make_plain", {"model": None, "options": options})
    return Watch(Adding(store, pool, options), Web(fetcher, Robots(fetcher)), timedelta(minutes=15), most)


def pages(site: Site) -> list[str]:
    return [path for path, _ in site.asked if path not in ("/feed", "/robots.txt")]


def test_only_what_is_new_is_fetched(site: Site, store: Store) -> None:
    watch, feed = make_watch(store), [f"{site.address}/feed"]
    publish(site, range(2), etag='"a"')
    assert list(run_round(watch, feed, NOON)) == ["new", "new"]
    assert list(run_round(watch, feed, NOON + timedelta(minutes=5))) == []
    publish(site, range(3), etag='"b"')
    assert list(run_round(watch, feed, NOON + timedelta(minutes=20))) == ["new"]
    assert list(run_round(watch, feed, NOON + timedelta(minutes=40))) == []
    assert pages(site) == ["/0", "/1", "/2"]
    assert [path for path, _ in site.asked].count("/feed") == 3
    assert len(store.reports()) == 3


def test_a_long_feed_is_taken_in_parts(site: Site, store: Store) -> None:
    watch, feed = make_watch(store, most=2), [f"{site.address}/feed"]
    publish(site, range(5), etag='"a"')
    rounds = [list(run_round(watch, feed, NOON + timedelta(hours=hour))) for hour in range(4)]
    assert list(map(len, rounds)) == [2, 2, 1, 0]


def test_a_feed_that_fails_is_asked_more_seldom(site: Site, store: Store) -> None:
    watch, address = make_watch(store), f"{site.address}/feed"
    site.pages["/feed"] = (503, {}, b"")
    waits = []
    now = NOON
    for _ in range(4):
        (error,) = run_round(watch, [address], now)
        assert "answers 503" in str(error)
        due = datetime.fromisoformat(store.watched.feed(address).due)
        waits.append(due - now)
        now = due
    assert waits == [timedelta(minutes=15 * 2**n) for n in (1, 2, 3, 4)]
    site.pages["/feed"] = (429, {"Retry-After": "86400"}, b"")
    list(run_round(watch, [address], now))
    assert datetime.fromisoformat(store.watched.feed(address).due) - now == timedelta(days=1)


def test_a_page_is_tried_three_times(site: Site, store: Store) -> None:
    watch, feed = make_watch(store), [f"{site.address}/feed"]
    publish(site, range(1))
    site.pages["/0"] = (500, {}, b"")
    for hour in range(5):
        list(run_round(watch, feed, NOON + timedelta(hours=hour)))
    assert pages(site) == ["/0"] * 3


def test_robots_are_heeded(site: Site, store: Store) -> None:
    publish(site, range(2))
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /1")
    outcomes = list(run_round(make_watch(store), [f"{site.address}/feed"], NOON))
    assert outcomes[0] == "new"
    assert "robots.txt" in str(outcomes[1])
    assert pages(site) == ["/0"]


QUERIES = """
- name: strikes
  of: events
  type: ASSAULT
- name: spokesmen
  of: claims
  kind: named
  since: 2020-01-01
"""


@pytest.fixture
def queries(tmp_path: Path) -> str:
    path = tmp_path / "queries.yml"
    path.write_text(QUERIES)
    return str(path)


def test_alerts_come_once_and_for_new_reports_only(store: Store, queries: str) -> None:
    store.put(make_numbered(0))
    found = load_queries(queries)
    begin(store, found)
    sent: list[dict[str, object]] = []
    assert send_alerts(store, found, sent.append) == 0
    store.put(make_numbered(1))
    keys = {record.report for record in store.events()} - {store.events()[-1].report}
    assert send_alerts(store, found, sent.append) == len(sent)
    assert sent
    assert {str(alert["query"]) for alert in sent} <= {"strikes", "spokesmen"}
    assert all(alert["report"] in keys or alert["of"] == "claims" for alert in sent)
    assert send_alerts(store, found, sent.append) == 0


def test_alerts_that_cannot_be_delivered_stay_due(store: Store, queries: str) -> None:
    found = load_queries(queries)
    begin(store, found)
    store.put(make_numbered(1))

    def fail(alert: object) -> None:
        raise OSError("no way")

    with pytest.raises(OSError, match="no way"):
        send_alerts(store, found, fail)
    assert send_alerts(store, found, lambda alert: None) > 0


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "no list"), ("- of: events", "has no name"), ("- {name: a, of: rumours}", "rumours"),
     ("- {name: a, colour: red}", "colour"), ("- {name: a, since: yesterday}", "yesterday"),
     ("- {name: a, near: [95, 0]}", "near"), ("- [", "no file of saved queries"), ("- {name: a, km: far}", "query 1")],
)  # fmt: skip
def test_bad_queries_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "queries.yml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        load_queries(str(path))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("states") / "sayso.db") as found:
        yield found


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30), st.integers(0, 9))
def test_feed_states_are_kept_to_the_letter(shared: Store, tag: str, failures: int) -> None:
    state = FeedState(f"http://example.org/{tag}", tag, None, NOON.isoformat(), failures)
    shared.watched.note_feed(state)
    assert shared.watched.feed(state.address) == state


def run_cli(*args: str) -> Result:
    web_for.cache_clear()
    return CliRunner().invoke(cli, ["watch", "--once", "--allow-net", "127.0.0.0/8", *args])


def test_command_adds_and_alerts(
    site: Site, tmp_path: Path, queries: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_command, "FACTORY", "watch_work:make_plain")
    publish(site, range(1))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml version="2.0"><body><outline xmlUrl="{site.address}/feed"/></body></opml>')
    store, alerts = str(tmp_path / "sayso.db"), tmp_path / "alerts.jsonl"
    result = run_cli(str(opml), "--store", store, "--queries", queries, "--alerts", str(alerts))
    assert result.exit_code == 0, result.output
    assert "1 new" in result.stderr
    for line in alerts.read_text().splitlines():
        assert json.loads(line)["query"] in ("strikes", "spokesmen")
    assert run_cli("http://127.0.0.1:9/feed", "--store", store).exit_code == 1
