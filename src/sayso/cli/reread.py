"""`sayso reread`: the store's reports, read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sayso.cli.link import link_store
from sayso.cli.messages import make_printable, show_error, show_warnings
from sayso.cli.options import work_options
from sayso.cli.storing import show_progress, store_option

if TYPE_CHECKING:
    from sayso.store.compare import Change
    from sayso.types import Report

FACTORY = "sayso.scale.adding:make_rereader"
_CHARACTERS_A_SECOND = 1000


@click.command()
@store_option
@click.option("--all", "everything", is_flag=True, help="Read again what this version has read too.")
@click.option("--diff", is_flag=True, help="Show what each report's reading gained (+), lost (-) and changed (~).")
@work_options
@click.pass_context
def reread(ctx: click.Context, /, where: str, everything: bool, diff: bool, **given: Any) -> None:
    """Read again what another version of the reader has read.

    New readings take the place of the old ones; corrections, ratings and decisions stay. After an interruption the
    same command goes on where it stopped, but with --all, which begins anew.
    """
    show_warnings()
    from sayso.scale.adding import reread_reports
    from sayso.scale.pool import Pool
    from sayso.store import Store

    def allow(report: Report) -> float:
        return float(given["timeout"]) + len(report.text) / _CHARACTERS_A_SECOND

    pool = Pool(FACTORY, {"model": given["model"]}, jobs=given["jobs"], allow=allow)
    with Store.open(where, create=False) as store, show_progress("changed", "unchanged", "failed") as progress:
        for change in reread_reports(store, pool, everything=everything):
            if isinstance(change, Exception):
                show_error(change)
                progress.count("failed")
                continue
            progress.count("unchanged" if change.is_empty else "changed")
            if diff and not change.is_empty:
                _show(change)
            for correction in store.corrections(change.gone_ids):
                show_error(f"correction {correction.n} is of {correction.target}, which is read no more; it is kept")
        if progress.counts["changed"]:
            link_store(store)
    click.echo(progress.summary(), err=True)
    if progress.counts["failed"]:
        ctx.exit(1)


def _show(change: Change) -> None:
    counts = ", ".join(f"{kind} {old} -> {new}" for kind, (old, new) in change.counts.items() if old != new)
    click.echo(make_printable(f"{change.report}: {counts or 'as many of each'}"))
    for mark, lines in (("-", change.gone), ("+", change.new), ("~", change.changed)):
        for line in lines:
            click.echo(f"  {mark} {make_printable(line)}")
