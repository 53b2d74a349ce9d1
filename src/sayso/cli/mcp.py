"""`sayso mcp`: the store as tools for agents."""

from __future__ import annotations

import click

from sayso.cli.storing import store_option


@click.command()
@store_option
@click.option("--http", is_flag=True, help="Listen on an address, not on standard input and output.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Address to listen on; this machine's own.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port to listen on.")
def mcp(where: str, http: bool, host: str, port: int) -> None:
    """Answer agents over the Model Context Protocol.

    Tools: search, incidents, show, evidence, compare, relation. All only read, and every answer carries the words of
    the reports. Give an agent the command `sayso mcp --store STORE`, or with --http the address
    http://127.0.0.1:8001/mcp.
    """
    from sayso.serve.mcp import make_server
    from sayso.serve.settings import is_loopback
    from sayso.store import Store

    if http and not is_loopback(host):
        raise click.UsageError(f"--host {host}: agents are answered on this machine only; put a proxy that asks who "
                               "they are before it")
    with Store.open(where, create=False) as store:
        server = make_server(store)
        if http:
            click.echo(f"sayso: tools are at http://{host}:{port}/mcp (Ctrl+C ends)", err=True)
            server.run("streamable-http", host=host, port=port)
        else:
            server.run("stdio")
