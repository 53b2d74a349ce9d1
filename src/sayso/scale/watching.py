"""Watching feeds: what they publish is added as it comes, politely and resumably.

A feed is asked again no sooner than agreed, with what it said of itself last time, so that an unchanged one costs
nothing (ETag, Last-Modified); one that fails is asked ever more seldom. Pages are fetched once, where their sites'
robots.txt lets programs, and no more than so many a feed and round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sayso.errors import FetchError, InputError, SaysoError
from sayso.intake import Draft
from sayso.intake.draft import is_address
from sayso.intake.fetch import Known
from sayso.intake.reports import list_links
from sayso.intake.web import Web, open_fetched, walk
from sayso.scale.adding import Adding, Outcome, add_drafts
from sayso.store import FeedState, Watched

_LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watch:
    """How to watch.

    Attributes:
        every: time between two looks at a feed.
        most: pages fetched of one feed in one round.
    """

    adding: Adding
    web: Web
    every: timedelta
    most: int = 100

    @property
    def watched(self) -> Watched:
        return self.adding.store.watched


def list_feeds(paths: Iterable[str], watch: Watch) -> Iterator[str | InputError]:
    """The addresses of the feeds that are meant: given ones, and those that lists of feeds (OPML files) name."""
    for path in paths:
        if is_address(path):
            yield path
            continue
        for link in list_links(path, watch.adding.options):
            yield link if isinstance(link, InputError) else str(link.url)


def run_round(watch: Watch, feeds: Iterable[str], now: datetime) -> Iterator[Outcome | SaysoError]:
    """Look at each feed that is due and add what is new; yields what became of each report and feed that failed.

    What was fetched is noted after it is stored: a round that is killed is made good by the next one.

    Raises:
        StoreError: when the store cannot be written.
    """
    fetched: dict[str, bool] = {}
    states: list[FeedState] = []

    def drafts() -> Iterator[Draft | InputError]:
        for address in feeds:
            state = watch.watched.feed(address)
            if state.due <= now.isoformat():
                yield from _look(watch, state, now, fetched, states)

    yield from add_drafts(watch.adding, drafts())
    watch.watched.note_pages(fetched)
    for state in states:
        watch.watched.note_feed(state)


def next_due(watch: Watch, feeds: Iterable[str]) -> datetime | None:
    """When the first of the feeds is due again."""
    due = [state.due for state in map(watch.watched.feed, feeds) if state.due]
    return datetime.fromisoformat(min(due)) if due else None


def _look(
    watch: Watch, state: FeedState, now: datetime, fetched: dict[str, bool], states: list[FeedState]
) -> Iterator[Draft | InputError]:
    try:
        answer = watch.web.fetcher.fetch(state.address, Known(state.etag, state.modified))
    except InputError as error:
        states.append(_back_off(watch, state, now, error))
        yield error
        return
    seen = replace(state, due=(now + watch.every).isoformat(), failures=0)
    if answer.status == 304:
        states.append(seen)
        return
    new, errors = _find_new(watch, open_fetched(answer, watch.adding.options, Draft("link", state.address)), fetched)
    yield from errors
    for draft in new[: watch.most]:
        yield from _open(draft, watch, fetched)
    if len(new) <= watch.most:
        # Otherwise the same answer is wanted again, for the rest of it.
        seen = replace(seen, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))
    states.append(seen)


def _find_new(
    watch: Watch, found: Iterable[Draft | InputError], fetched: dict[str, bool]
) -> tuple[list[Draft], list[InputError]]:
    new: list[Draft] = []
    errors: list[InputError] = []
    for draft in found:
        if isinstance(draft, InputError):
            errors.append(draft)
        elif draft.kind != "link" or not (draft.url in fetched or watch.watched.is_done(str(draft.url))):
            new.append(draft)
    return new, errors


def _open(draft: Draft, watch: Watch, fetched: dict[str, bool]) -> Iterator[Draft | InputError]:
    if draft.kind != "link":
        yield draft
        return
    address = str(draft.url)
    fetched[address] = True
    for each in walk(draft, watch.adding.options, watch.web, depth=1):
        # What is not there, or may not be fetched, will not be another time.
        if isinstance(each, FetchError) and (each.status is None or each.status >= 429):
            fetched[address] = False
        yield each


def _back_off(watch: Watch, state: FeedState, now: datetime, error: InputError) -> FeedState:
    failures = state.failures + 1
    wait = min(watch.every * 2 ** min(failures, 16), _LONGEST)
    told = error.retry_after if isinstance(error, FetchError) else None
    if told is not None:
        wait = max(wait, timedelta(seconds=min(told, 30 * _LONGEST.total_seconds())))
    return replace(state, due=(now + wait).isoformat(), failures=failures)


def utc_now() -> datetime:
    return datetime.now(UTC)
