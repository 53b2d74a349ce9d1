"""`sayso link`: copies, actors, incidents: what is new is linked, and every link explained or taken back."""

from __future__ import annotations

from getpass import getuser
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.listing import Column, listing_options, write_records
from sayso.cli.storing import show_progress, store_option

if TYPE_CHECKING:
    from sayso.link.linker import LinkSummary
    from sayso.store import Store


@click.command()
@store_option
@click.option("--explain", "explained", metavar="ID [ID2]", nargs=1, help="Say why ID is linked as it is.")
@click.argument("other", metavar="[ID2]", required=False)
@click.option("--rebuild", is_flag=True, help="Link every report again; what persons decided stays.")
@click.option("--undo", type=int, metavar="NUMBER", help="Take back the link of this number.")
@click.option("--by", metavar="NAME", envvar="SAYSO_AUTHOR", help="Who decides; $SAYSO_AUTHOR, else the login name.")
@listing_options
def link(
    explained: str | None, other: str | None, where: str, format_name: str | None, output: str | None, **given: Any
) -> None:
    """Link what is new in the store: which reports are copies, which actors one, which events one incident.

    `sayso add` does so too. With --explain ID, or --explain ID ID2, it says by which links ID came to be where it is,
    or why the two were linked or were not; ids and keys of reports, events, incidents and actors will do.
    """
    from sayso.store import Store

    if bool(explained) + given["rebuild"] + (given["undo"] is not None) > 1:
        raise click.UsageError("give one of --explain, --rebuild and --undo")
    if other and not explained:
        raise click.UsageError(f"{other!r}: a second ID goes with --explain")
    with Store.open(where, create=False) as store:
        if explained:
            _explain(store, explained, other, format_name, output)
            return
        if given["undo"] is not None:
            store.undo_decision(given["undo"], given["by"] or getuser())
        summary = link_store(store, rebuild=given["rebuild"])
    click.echo(describe(summary), err=True)


def link_store(store: Store, *, rebuild: bool = False) -> LinkSummary:
    """Link what is new, with a progress bar on a terminal."""
    from sayso.link.linker import link_new, relink

    with show_progress("linked") as progress:

        def show(done: int, total: int) -> None:
            progress.counts["linked"] = done
            progress.place(done, total)
            progress.show()

        return (relink if rebuild else link_new)(store, show)


def describe(summary: LinkSummary) -> str:
    """`linked 14 reports: 36 incidents new or changed`."""
    return f"linked {_count(summary.reports, 'report')}: {_count(summary.incidents, 'incident')} new or changed"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _explain(store: Store, name: str, other: str | None, format_name: str | None, output: str | None) -> None:
    from sayso.link.explain import explain

    write_records(explain(store, name, other), (
        Column("Link", 0, lambda e: e.decision or ""),
        Column("What", 0, lambda e: e.kind),
        Column("Verdict", 0, lambda e: e.verdict),
        Column("One", 20, lambda e: e.left),
        Column("Other", 20, lambda e: e.right),
        Column("Score", 0, lambda e: "" if e.score is None else f"{e.score:.2f}"),
        Column("By", 8, lambda e: e.who),
        Column("Why", 40, lambda e: e.words),
    ), format_name=format_name, output=output)  # fmt: skip
