"""`sayso serve`: the store as pages and as an interface for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sayso.cli.add import where_shown
from sayso.cli.storing import store_option

if TYPE_CHECKING:
    from sayso.serve import Settings
    from sayso.store import Store


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Address to listen on; beyond this machine only once `sayso token` has made a token.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="Port to listen on; 0 takes any that is free.")
@click.option("--name", "names", multiple=True, metavar="HOST",
              help="Host name by which browsers may ask for it (may be repeated).")
def serve(where: str, host: str, port: int, names: tuple[str, ...]) -> None:
    """Show the store in a browser.

    Pages for incidents, events, claims, reports, actors and sources, the same as data under /api/v1, and tools for
    agents (Model Context Protocol) at /mcp. Reading is open to all who reach the address; corrections need a token
    that `sayso token` made. Ctrl+C ends it.
    """
    from sayso.serve import Settings
    from sayso.serve.settings import is_loopback
    from sayso.store import Store

    settings = Settings(host=host, names=names, store_name=where_shown(where))
    if not is_loopback(host) and not settings.tokens.kept():
        raise click.UsageError(
            f"--host {host}: others could reach this address and nobody has a token yet; make one: sayso token NAME"
        )
    with Store.open(where, create=False) as store:
        serve_store(store, settings, port)


def serve_store(store: Store, settings: Settings, port: int, said: str = "") -> None:
    """Serve until interrupted, after telling where."""
    from sayso.serve import make_app
    from sayso.serve.running import find_address, listen, run

    with listen(settings.host, port) as listening:
        click.echo(f"sayso: {settings.store_name} is at {find_address(listening)} (Ctrl+C ends)", err=True)
        if said:
            click.echo(f"sayso: {said}", err=True)
        run(make_app(store, settings=settings), listening)
