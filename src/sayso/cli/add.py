"""`sayso add`: reports into the store."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.link import describe, link_store
from sayso.cli.messages import show_error, show_warnings
from sayso.cli.options import engine_options, input_options, make_options, work_options
from sayso.cli.storing import Progress, show_progress, store_option

if TYPE_CHECKING:
    from sayso.errors import InputError
    from sayso.intake import Draft, Options
    from sayso.store import Store

FACTORY = "sayso.scale.adding:make_adder"
_CHARACTERS_A_SECOND = 1000


@click.command()
@input_options
@store_option
@click.option("--no-originals", is_flag=True, help="Leave out the bytes of pages and documents; texts are always kept.")
@click.option("--no-link", is_flag=True, help="Do not link what is new; `sayso link` does so later.")
@work_options
@engine_options
@click.pass_context
def add(ctx: click.Context, /, paths: tuple[str, ...], where: str, no_link: bool, **given: Any) -> None:
    """Read reports into the store, and link what is new.

    PATH is what `sayso read` takes. Each report is stored as soon as it is read, whole or not at all; what is there
    already is passed over. So after an interruption the same command goes on where it stopped.
    """
    show_warnings()
    from sayso.store import Store

    options = make_options(given)
    with Store.open(where) as store:
        with show_progress("new", "there already", "failed") as progress:
            add_paths(store, paths, options, progress, given)
        click.echo(f"{where_shown(where)}: {progress.summary()}", err=True)
        if not no_link:
            summary = link_store(store)
            if summary.reports:
                click.echo(f"{where_shown(where)}: {describe(summary)}", err=True)
    if progress.counts["failed"]:
        ctx.exit(1)


def add_paths(
    store: Store, paths: tuple[str, ...], options: Options, progress: Progress, given: Mapping[str, Any]
) -> None:
    """Read what the paths hold into a store; `given` is what `work_options` gave."""
    from sayso.scale.adding import Adding, add_drafts
    from sayso.scale.engines import make_engine

    def allow(draft: Draft) -> float:
        return float(given["timeout"]) + (len(draft.text) + len(draft.data)) / _CHARACTERS_A_SECOND

    engine = make_engine(FACTORY, {"model": given["model"], "options": options}, given, allow=allow)
    originals = not given.get("no_originals", False)
    adding = Adding(store, engine, options, originals, lambda: progress.count("there already"))
    for outcome in add_drafts(adding, _open_all(paths, options, progress)):
        if isinstance(outcome, Exception):
            show_error(outcome)
        progress.count({"new": "new", "known": "there already"}.get(str(outcome), "failed"))


def where_shown(where: str) -> str:
    """The store without a password."""
    if "://" not in where or "@" not in where:
        return where
    scheme, _, rest = where.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def _open_all(paths: tuple[str, ...], options: Options, progress: Progress) -> Iterator[Draft | InputError]:
    from sayso.intake import open_drafts
    from sayso.intake.reports import list_files

    files = [file for path in paths for file in (list_files(path) or [path] if os.path.isdir(path) else [path])]
    for number, file in enumerate(files):
        progress.place(number, len(files))
        yield from open_drafts(file, options)
