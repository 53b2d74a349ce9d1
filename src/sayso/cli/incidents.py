"""`sayso incidents`: what reports tell of the same happening, of the store or of files read for it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.ask import filter_options, make_filters, show_range
from sayso.cli.listing import Column, listing_options, write_records
from sayso.cli.options import work_options
from sayso.cli.output import is_terminal, open_output
from sayso.cli.plotting import plot_option, write_plot
from sayso.cli.storing import show_progress, store_option

if TYPE_CHECKING:
    from sayso.store import Filters, IncidentRecord, Store

_SORTS = ("newest", "oldest", "reports", "lines", "killed")
_SHOWN = 50
_BATCH = 500


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@store_option
@filter_options
@click.option("--lines", type=click.IntRange(1), metavar="N", help="Told in N lines of evidence or more.")
@click.option("--contradicted/--undisputed", "contradicted", default=None,
              help="Only those on which reports contradict each other, or only the others.")
@click.option("--as-known", "known", metavar="DAY", help="As reports published by this ISO day tell it.")
@click.option("--sort", type=click.Choice(_SORTS), default="newest", show_default=True, help="What comes first.")
@click.option("-n", "--limit", type=click.IntRange(1), help="How many at most.  [default: 50 in a table, else all]")
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True,
              help="How many to leave out at the beginning.")
@click.option("--acts", is_flag=True,
              help="The finer grain, as JSON lines: each act with all its tellings. No filter applies.")
@listing_options
@plot_option("timeline", "map")
@work_options
@click.pass_context
def incidents(ctx: click.Context, /, paths: tuple[str, ...], where: str, **given: Any) -> None:
    """Incidents: what reports of the store, or of PATH, tell of the same happening.

    Corroboration is counted in lines of evidence: reports that are copies of one text, cite one another or name the
    same source are one line. Days are those of the incident. With PATH the reports are read and linked in a store of
    their own, which is gone afterwards.
    """
    filters = make_filters(given)
    with _opened(ctx, paths, where, given) as store:
        with open_output(given["output"]) as out:
            chosen = given["format_name"] or ("table" if is_terminal(out) else "jsonl")
            if given["plot"]:
                _plot(store, filters, given)
            elif chosen == "jsonl" or given["acts"]:
                lines = _acts(store) if given["acts"] else _lines(store, filters, given)
                out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        if not given["plot"] and not given["acts"] and chosen != "jsonl":
            _write(_list(store, filters, given, _SHOWN if chosen == "table" else None), chosen, given["output"])


def _write(records: list[IncidentRecord], format_name: str, output: str | None) -> None:
    write_records(records, (
        Column("When", 10, lambda i: i.first if i.first == i.last else f"{i.first or '…'} to {i.last or '…'}"),
        Column("What", 40, lambda i: i.title),
        Column("Toll", 11, _toll),
        Column("Lines", 0, lambda i: i.lines),
        Column("Reports", 0, lambda i: i.reports),
        Column("Disputed", 8, lambda i: ", ".join(i.contradicted)),
        Column("Id", 0, lambda i: f"{i.id} *" if i.corrections else i.id),
    ), format_name=format_name, output=output)  # fmt: skip


def _toll(incident: IncidentRecord) -> str:
    killed = show_range(incident.killed_min, incident.killed_max, "killed")
    injured = show_range(incident.injured_min, incident.injured_max, "injured")
    return " ".join(part for part in (killed, injured) if part)


def _list(store: Store, filters: Filters, given: dict[str, Any], limit: int | None) -> list[IncidentRecord]:
    from dataclasses import replace

    from sayso.link.known import list_known

    page: dict[str, Any] = {"sort": given["sort"], "limit": given["limit"] or limit, "offset": given["offset"]}
    if filters.known is not None:
        return list_known(store, replace(filters, known=None), filters.known, **page)
    return store.incidents(filters, **page)


def _lines(store: Store, filters: Filters, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each incident with where it is told; stories without an event, when all that files tell is asked for."""
    records = _list(store, filters, given, None)
    for start in range(0, len(records), _BATCH):
        part = records[start : start + _BATCH]
        told = store.tellings(record.id for record in part)
        for record in part:
            telling = told[record.id]
            mentions = [asdict(mention) for mention in telling.mentions]
            fields = asdict(record) | {"reports": sorted(telling.reports), "report_count": record.reports}
            yield {"incident": record.id, "mentions": mentions, **fields}
    if given["paths_given"]:
        yield from ({"incident": ids[0], "mentions": [], "reports": ids} for ids in store.eventless_stories())


def _acts(store: Store) -> Iterator[dict[str, Any]]:
    from sayso.link.acts_groups import group_acts
    from sayso.link.incidents import as_line

    yield from map(as_line, group_acts(store.readings()))


def _plot(store: Store, filters: Filters, given: dict[str, Any]) -> None:
    from sayso.export.plots import plot_incidents

    write_plot(plot_incidents(_list(store, filters, given, None), given["plot_kind"]), given["plot"])


@contextmanager
def _opened(ctx: click.Context, paths: tuple[str, ...], where: str, given: dict[str, Any]) -> Iterator[Store]:
    """The store, or one of the reports at the paths alone."""
    from sayso.store import Store

    given["paths_given"] = bool(paths)
    if not paths:
        with Store.open(where, create=False) as store:
            yield store
        return
    from sayso.cli.add import add_paths
    from sayso.cli.link import link_store
    from sayso.intake import Options

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "read.db") as store:
        with show_progress("new", "there already", "failed") as progress:
            add_paths(store, paths, Options(), progress, given)
        link_store(store)
        yield store
    if progress.counts["failed"]:
        ctx.exit(1)
