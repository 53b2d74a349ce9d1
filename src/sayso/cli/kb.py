"""`sayso kb`: the user's own knowledge base of actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import click

from sayso.cli.messages import show_error

F = TypeVar("F", bound=Callable[..., Any])
FORMAT_NAMES = ("csv", "ftm", "wikidata", "petrarch")
_SHOWN = 20


@click.group()
def kb() -> None:
    """Your own knowledge base: actors that reading should know, beside those that sayso ships with.

    It is one file, used by every reading: --kb or $SAYSO_KB names another than the one in your data folder.
    """


def kb_option(command: F) -> F:
    """`--kb`: which knowledge base."""
    return click.option("--kb", "where", envvar="SAYSO_KB", metavar="PATH",
                        help="The knowledge base; $SAYSO_KB sets it too.  [default: in your data folder]")(command)


@kb.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "format_name", type=click.Choice(FORMAT_NAMES), help="What the files are; else found out.")
@kb_option
@click.pass_context
def import_(ctx: click.Context, /, files: tuple[str, ...], format_name: str | None, where: str | None) -> None:
    """Add the actors of files: CSV, FollowTheMoney JSON lines, Wikidata dump lines, PETRARCH dictionaries.

    Files may be gzipped. Lines that cannot be read are named and skipped. Importing a file again replaces what it
    brought before.
    """
    from sayso.errors import InputError
    from sayso.norm.kb_import import import_file
    from sayso.norm.kb_own import own_path

    failed = False
    for path in files:
        try:
            done = import_file(path, into=own_path(where), format=format_name)
        except InputError as error:
            show_error(error)
            failed = True
            continue
        for bad in done.bad[:_SHOWN]:
            show_error(bad)
        if len(done.bad) > _SHOWN:
            show_error(f"{path}: {len(done.bad) - _SHOWN} more lines like these")
        failed = failed or bool(done.bad)
        click.echo(f"{path}: {done.actors} actors ({done.format}), {len(done.bad)} lines skipped")
    if failed:
        ctx.exit(1)


@kb.command("list")
@kb_option
def list_(where: str | None) -> None:
    """The files that were imported, with the number of actors of each."""
    from sayso.norm.kb_own import load_rows, own_path

    path = own_path(where)
    counts = Counter(row["source"] for row in {(r["source"], r["name"], r["country"], r["id"]): r
                                               for r in load_rows(path)}.values())
    for source, actors in sorted(counts.items()):
        click.echo(f"{source}\t{actors} actors")
    click.echo(f"{path}: {sum(counts.values())} actors", err=True)


@kb.command()
@click.argument("name")
@kb_option
@click.pass_context
def show(ctx: click.Context, /, name: str, where: str | None) -> None:
    """What is known of an actor, your own knowledge base and the shipped one together."""
    from sayso.norm.kb import find_entity, list_names

    _use(where)
    entity = find_entity(name)
    if entity is None:
        show_error(f"no actor is called {name!r}")
        ctx.exit(1)
    click.echo("\t".join(filter(None, (entity.name, entity.country, entity.key))))
    for term in entity.terms:
        what = " ".join(filter(None, (term.type, term.country, term.sector, term.sector2)))
        days = f"{term.first or '...'} to {term.last or '...'}" if term.first or term.last else "undated"
        click.echo(f"  {what}\t{days}")
    others = list_names(entity)[1:]
    if others:
        click.echo("  also: " + " | ".join(others))


@kb.command()
@click.argument("what", metavar="FILE|NAME")
@kb_option
def remove(what: str, where: str | None) -> None:
    """Remove what a file brought, or the actors of a name; what sayso ships with stays."""
    from sayso.errors import InputError
    from sayso.norm.kb import forget
    from sayso.norm.kb_own import load_rows, own_path, save_rows
    from sayso.norm.names import name_key

    path = own_path(where)
    rows = load_rows(path)
    kept = [row for row in rows if row["source"] != what]
    if len(kept) == len(rows):
        kept = [row for row in rows if name_key(row["name"]) != name_key(what)]
    if len(kept) == len(rows):
        raise InputError(f"no file or actor {what!r} in it; see `sayso kb list`", path=str(path))
    save_rows(kept, path)
    forget()
    click.echo(f"{len(rows) - len(kept)} entries removed")


def _use(where: str | None) -> None:
    """Have look-ups of this process use another knowledge base."""
    import os

    from sayso.norm.kb import forget
    from sayso.norm.kb_own import VARIABLE

    if where is not None and os.environ.get(VARIABLE) != where:
        os.environ[VARIABLE] = where
        forget()
