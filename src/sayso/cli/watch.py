"""`sayso watch`: keep adding what feeds publish; alerts by saved query."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TextIO

import click

from sayso.cli.add import FACTORY, where_shown
from sayso.cli.messages import show_error, show_warnings
from sayso.cli.options import NETWORK_OPTION, work_options
from sayso.cli.storing import Progress, store_option

if TYPE_CHECKING:
    from sayso.scale.alerts import Query
    from sayso.scale.watching import Watch
    from sayso.store import Store

_NAP = 60.0


@click.command()
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@store_option
@click.option("--every", type=click.FloatRange(1), default=15, show_default=True, metavar="MINUTES",
              help="How often to look at a feed.")
@click.option("--most", type=click.IntRange(1), default=100, show_default=True,
              help="Pages fetched of one feed in one round; the rest comes in the next.")
@click.option("--once", is_flag=True, help="Look once at what is due, then stop (for cron).")
@click.option("--queries", metavar="FILE", help="Saved queries (YAML); what they find in new reports is an alert.")
@click.option("--alerts", metavar="FILE", help="Append alerts to this file, not to standard output.")
@click.option("--webhook", metavar="URL", help="Post each alert there too, as JSON.")
@click.option("--feed-text", is_flag=True, help="Take what a feed itself holds, rather than the pages it links to.")
@NETWORK_OPTION
@work_options
@click.pass_context
def watch(ctx: click.Context, /, feeds: tuple[str, ...], where: str, **given: Any) -> None:
    """Keep adding to the store what feeds publish.

    FEED is the address of a feed, or an OPML file that lists feeds. Feeds are asked politely: unchanged ones are not
    sent again, failing ones are asked more seldom, and robots.txt is heeded. Interrupt it and run it again at will.
    With --queries, alerts are written as JSON lines.
    """
    show_warnings()
    from sayso.scale.alerts import begin, load_queries, send_alerts
    from sayso.scale.watching import list_feeds, next_due, run_round, utc_now
    from sayso.store import Store

    queries = load_queries(given["queries"]) if given["queries"] else []
    failed = False
    with Store.open(where) as store, _sender(given["alerts"], given["webhook"]) as send:
        watch = _make_watch(store, given)
        addresses = []
        for feed in list_feeds(feeds, watch):
            if isinstance(feed, str):
                addresses.append(feed)
            else:
                show_error(feed)
                failed = True
        begin(store, queries)
        while addresses:
            counts = Progress(("new", "there already", "failed"))
            for outcome in run_round(watch, addresses, utc_now()):
                if isinstance(outcome, Exception):
                    show_error(outcome)
                counts.count({"new": "new", "known": "there already"}.get(str(outcome), "failed"))
            _link(store)
            sent = _try_alerts(store, queries, send, send_alerts)
            failed |= bool(counts.counts["failed"]) or not sent
            if given["once"] or any(counts.counts.values()):
                click.echo(f"{where_shown(where)}: {counts.summary()}", err=True)
            if given["once"]:
                break
            due = next_due(watch, addresses)
            time.sleep(_NAP if due is None else min(_NAP, max(1.0, (due - utc_now()).total_seconds())))
    if failed:
        ctx.exit(1)


def _make_watch(store: Store, given: dict[str, Any]) -> Watch:
    from sayso.intake import Options
    from sayso.intake.web import web_for
    from sayso.scale.adding import Adding
    from sayso.scale.pool import Pool
    from sayso.scale.watching import Watch

    options = Options(feed_text=given["feed_text"], networks=given["networks"])
    pool = Pool(FACTORY, {"model": given["model"], "options": options}, jobs=given["jobs"],
                allow=lambda draft: float(given["timeout"]))
    return Watch(Adding(store, pool, options), web_for(options), timedelta(minutes=given["every"]), given["most"])


def _link(store: Store) -> None:
    from sayso.link.linker import link_new

    link_new(store)


def _try_alerts(
    store: Store, queries: list[Query], send: Callable[[Any], None], send_alerts: Callable[..., int]
) -> bool:
    """Send the alerts; False when they cannot be delivered, which the next round tries again."""
    import httpx

    try:
        send_alerts(store, queries, send)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        show_error(f"alerts cannot be delivered and stay due: {error}")
        return False
    return True


@contextmanager
def _sender(path: str | None, webhook: str | None) -> Iterator[Callable[[Any], None]]:
    """What writes an alert to the file or standard output, and posts it."""
    out: TextIO = sys.stdout
    if path is not None:
        try:
            out = open(path, "a", encoding="utf-8")  # noqa: SIM115, closed below
        except OSError as error:
            raise click.BadParameter(f"{path!r}: {error.strerror or error}", param_hint="--alerts") from error

    def send(alert: Any) -> None:
        if webhook is not None:
            import httpx

            httpx.post(webhook, json=alert, timeout=10, trust_env=False).raise_for_status()
        out.write(json.dumps(alert, ensure_ascii=True) + "\n")
        out.flush()

    try:
        yield send
    finally:
        if path is not None:
            out.close()
