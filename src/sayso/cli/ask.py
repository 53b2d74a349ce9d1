"""`sayso claims`, `events`, `actors`, `sources`, `relations`, `reports`: questions to the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sayso.cli.listing import Column, listing_options, paging_options, write_records
from sayso.cli.plotting import plot_option, write_plot
from sayso.cli.storing import store_option

if TYPE_CHECKING:
    from sayso.store import EventRecord, Filters, Store

F = TypeVar("F", bound=Callable[..., Any])
KINDS = ("named", "described", "unnamed", "document", "reporter")
FACTUALITIES = ("certain", "denied", "uncertain", "future")

_TEXT = click.option("--text", metavar="WORDS", help='Words that occur; a "phrase" in double quotes.')
_ACTOR = click.option("--actor", metavar="NAME", help="Name or key of an actor, on either side.")
_SIDE = click.option("--side", type=click.Choice(("any", "actor", "recipient")), default="any", show_default=True,
                     help="Where the actor stands: who does (or says) it, or to whom.")
_TYPE = click.option("--type", metavar="TYPE", callback=lambda ctx, param, value: value and value.upper(),
                     help="PLOVER type of the event, such as ASSAULT.")
_MODE = click.option("--mode", metavar="MODE", help="PLOVER mode of the event.")
_PLACE = click.option("--place", metavar="NAME", help="Name of the place.")
_COUNTRY = click.option("--country", metavar="ISO3", callback=lambda ctx, param, value: value and value.upper(),
                        help="Country of the place (ISO 3166-1 alpha-3).")
_NEAR = click.option("--near", type=(float, float), metavar="LAT LON", help="Degrees of a point to be near to.")
_KM = click.option("--km", type=click.FloatRange(0.001, 20040), default=25, show_default=True,
                   help="How near to it.")
_SINCE = click.option("--since", metavar="DAY", help="ISO day; nothing before it.")
_UNTIL = click.option("--until", metavar="DAY", help="ISO day; nothing after it.")
_KIND = click.option("--kind", type=click.Choice(KINDS), help="Kind of source that says it.")
_FACTUALITY = click.option("--factuality", type=click.Choice(FACTUALITIES), help="How firmly it is put.")
_SALIENCE = click.option("--salience", type=click.Choice(("high", "low")),
                         help="`high` leaves out what is only named in passing, `low` shows that alone.")
_OUTLET = click.option("--outlet", metavar="NAME", help="Outlet of the report.")
_REPORT = click.option("--report", metavar="ID", help="Key or id of the report.")
_WHERE = (_PLACE, _COUNTRY, _NEAR, _KM, _SINCE, _UNTIL)


def _with(*options: Callable[[Any], Any]) -> Callable[[F], F]:
    def decorate(command: F) -> F:
        shared: tuple[Callable[[Any], Any], ...] = (store_option, *options, paging_options(), listing_options)
        for option in reversed(shared):
            command = option(command)
        return command

    return decorate


def filter_options(command: F) -> F:
    """Every filter of events; `make_filters` takes what they give."""
    how = (_KIND, _FACTUALITY, _SALIENCE, _OUTLET, _REPORT)
    for option in reversed((_TEXT, _ACTOR, _SIDE, _TYPE, _MODE, *_WHERE, *how)):
        command = option(command)
    return command


def _sort(*names: str) -> Callable[[F], F]:
    return click.option("--sort", type=click.Choice(names), default=names[0], show_default=True,
                        help="What comes first.")


@click.command()
@_with(_TEXT, _ACTOR, _SIDE, _TYPE, _MODE, *_WHERE, _KIND, _FACTUALITY, _SALIENCE, _OUTLET, _REPORT,
       _sort("newest", "oldest", "killed"))
def events(where: str, **given: Any) -> None:
    """Events in the store: who did what to whom, where and when.

    Days are those of the event. Only what fulfils every option is shown.
    """
    with _open(where) as store:
        records = store.events(make_filters(given), sort=given["sort"], limit=given["limit"], offset=given["offset"])
    write_records(records, (
        Column("When", 0, _days),
        Column("Where", 12, lambda e: e.place),
        Column("Who", 15, lambda e: "; ".join(e.actors)),
        Column("What", 13, lambda e: f"{e.type} {e.trigger}"),
        Column("To whom", 15, lambda e: "; ".join(e.recipients)),
        Column("Toll", 8, _toll),
        Column("How firmly", 9, lambda e: _mark(e, e.factuality)),
        Column("Outlet", 12, lambda e: e.outlet, extra=True),
        Column("Id", 0, lambda e: e.id),
    ), format_name=given["format_name"], output=given["output"])  # fmt: skip


@click.command()
@_with(_TEXT, _ACTOR, _SIDE, _TYPE, _MODE, *_WHERE, _KIND, _FACTUALITY, _OUTLET, _REPORT, _sort("newest", "oldest"))
def claims(where: str, **given: Any) -> None:
    """Claims in the store: who says what.

    Days are those of publication. Type, mode, place and country are those of events that the claim tells of.
    """
    with _open(where) as store:
        records = store.claims(make_filters(given), sort=given["sort"], limit=given["limit"], offset=given["offset"])
    write_records(records, (
        Column("Day", 0, lambda c: (c.published or "")[:10]),
        Column("Who says", 18, lambda c: c.source or "(left out)"),
        Column("What", 40, lambda c: c.content),
        Column("How firmly", 9, lambda c: _mark(c, c.factuality)),
        Column("Rated", 0, lambda c: c.reliability + c.credibility),
        Column("Outlet", 12, lambda c: c.outlet, extra=True),
        Column("Id", 0, lambda c: c.id),
    ), format_name=given["format_name"], output=given["output"])  # fmt: skip


@click.command()
@_with(_TEXT, _ACTOR, *_WHERE, _OUTLET, _REPORT, _sort("newest", "oldest"))
def reports(where: str, **given: Any) -> None:
    """Reports in the store."""
    with _open(where) as store:
        records = store.reports(make_filters(given), sort=given["sort"], limit=given["limit"], offset=given["offset"])
    write_records(records, (
        Column("Day", 0, lambda r: (r.published or "")[:10]),
        Column("Outlet", 15, lambda r: r.outlet),
        Column("Title", 40, lambda r: r.title),
        Column("Claims", 0, lambda r: r.claims),
        Column("Events", 0, lambda r: r.events),
        Column("Rated", 0, lambda r: r.rating),
        Column("Id", 0, lambda r: _mark(r, r.id)),
        Column("Key", 0, lambda r: r.key, extra=True),
    ), format_name=given["format_name"], output=given["output"])  # fmt: skip


@click.command()
@click.argument("name", required=False)
@_with(click.option("--type", metavar="TYPE", help="Type of actor, such as state or armed_group."), _COUNTRY)
def actors(name: str | None, where: str, **given: Any) -> None:
    """Actors in the store, those that most reports name first; NAME (or a key) narrows to one."""
    with _open(where) as store:
        records = store.actors(
            name, type=given["type"], country=given["country"], limit=given["limit"], offset=given["offset"]
        )
    write_records(records, (
        Column("Name", 30, lambda a: _mark(a, a.name)),
        Column("Type", 12, lambda a: a.type),
        Column("Country", 0, lambda a: a.country),
        Column("Reports", 0, lambda a: a.reports),
        Column("Mentions", 0, lambda a: a.mentions, extra=True),
        Column("Key", 30, lambda a: a.key),
    ), format_name=given["format_name"], output=given["output"])  # fmt: skip


@click.command()
@click.argument("name", required=False)
@_with(click.option("--kind", type=click.Choice((*KINDS, "outlet")), help="Kind of source."))
def sources(name: str | None, where: str, **given: Any) -> None:
    """Outlets (counted in reports) and sources of claims (counted in claims), with their ratings."""
    with _open(where) as store:
        records = store.sources(name, kind=given["kind"], limit=given["limit"], offset=given["offset"])
    write_records(records, (
        Column("Name", 40, lambda s: s.name),
        Column("Kind", 10, lambda s: s.kind),
        Column("Count", 0, lambda s: s.count),
        Column("Rated", 0, lambda s: s.rating),
        Column("Key", 30, lambda s: s.key),
    ), format_name=given["format_name"], output=given["output"])  # fmt: skip


@click.command()
@click.argument("first")
@click.argument("second", required=False)
@store_option
@_SINCE
@_UNTIL
@click.option("--months", is_flag=True, help="A line a month: score, certain and uncertain, incidents and lines.")
@listing_options
@plot_option("timeline", "network")
def relations(first: str, second: str | None, where: str, **given: Any) -> None:
    """What two actors did to each other, counted by month; FIRST and anyone when SECOND is left out.

    With --months, of two actors: events put as certain (cooperative and hostile), the others, the mean PLOVER score
    from -10 to 10, and the incidents between the two with their lines of evidence.
    """
    if given["months"]:
        if second is None or given["plot"]:
            raise click.UsageError("--months needs two actors, and draws no plot")
        _write_months(first, second, where, given)
        return
    with _open(where) as store:
        records = store.relations(first, second, since=given["since"], until=given["until"])
    if given["plot"]:
        from sayso.export.plots import plot_relations

        write_plot(plot_relations(records, given["plot_kind"]), given["plot"])
        return
    write_records(records, (
        Column("Month", 0, lambda r: r.month or "undated"),
        Column("Who", 25, lambda r: r.actor_name),
        Column("What", 20, lambda r: f"{r.type} {r.mode or ''}"),
        Column("To whom", 25, lambda r: r.recipient_name),
        Column("How firmly", 10, lambda r: r.factuality),
        Column("Events", 0, lambda r: r.count),
    ), format_name=given["format_name"], output=given["output"])  # fmt: skip


def _write_months(first: str, second: str, where: str, given: dict[str, Any]) -> None:
    from sayso.link.relations import find_relation

    with _open(where) as store:
        relation = find_relation(store, first, second, since=given["since"], until=given["until"])
    write_records(relation.months, (
        Column("Month", 0, lambda m: m.month or "undated"),
        Column("Cooperative", 0, lambda m: m.cooperative),
        Column("Hostile", 0, lambda m: m.hostile),
        Column("Uncertain", 0, lambda m: m.uncertain + m.denied),
        Column("Planned", 0, lambda m: m.future),
        Column("Score", 0, lambda m: "" if m.score is None else f"{m.score:+.1f}"),
        Column("Incidents", 0, lambda m: m.incidents),
        Column("Lines", 0, lambda m: m.lines),
    ), format_name=given["format_name"], output=given["output"])  # fmt: skip


@click.command()
@click.argument("country", metavar="[ISO3]", required=False, callback=lambda ctx, param, value: value and value.upper())
@store_option
@_SINCE
@_UNTIL
@listing_options
def countries(country: str | None, where: str, **given: Any) -> None:
    """What took place in a country (ISO 3166-1 alpha-3), or in each: events counted by month and type."""
    with _open(where) as store:
        records = store.countries(country, since=given["since"], until=given["until"])
    write_records(records, (
        Column("Country", 0, lambda r: r.country),
        Column("Month", 0, lambda r: r.month or "undated"),
        Column("What", 20, lambda r: r.type),
        Column("How firmly", 10, lambda r: r.factuality),
        Column("Events", 0, lambda r: r.count),
    ), format_name=given["format_name"], output=given["output"])  # fmt: skip


def _open(where: str) -> Store:
    from sayso.store import Store

    return Store.open(where, create=False)


def make_filters(given: dict[str, Any]) -> Filters:
    """The filters among what options gave."""
    from dataclasses import fields

    from sayso.store import Filters

    names = {field.name for field in fields(Filters)}
    return Filters(**{name: value for name, value in given.items() if name in names})


def _days(event: EventRecord) -> str:
    days = event.first or "…" if event.first == event.last else f"{event.first or '…'} to {event.last or '…'}"
    if event.first is None and event.last is None:
        return ""
    return f"({days})" if event.inferred else days


def _toll(event: EventRecord) -> str:
    killed = show_range(event.killed_min, event.killed_max, "killed")
    return " ".join(part for part in (killed, show_range(event.injured_min, event.injured_max, "injured")) if part)


def show_range(low: int | None, high: int | None, word: str) -> str:
    """`28+ killed`, or nothing where nothing is told."""
    if low is None and high is None:
        return ""
    number = f"{low}" if low == high else f"{low}+" if high is None else f"{low or 0}-{high}"
    return f"{number} {word}"


def _mark(record: Any, text: str) -> str:
    """`text`, with a star where a person has corrected the record (see `sayso show`)."""
    return f"{text} *" if record.corrections else text
