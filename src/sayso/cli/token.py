"""`sayso token`: who may correct on the pages and write through the interface."""

from __future__ import annotations

import click


@click.command()
@click.argument("name", required=False)
@click.option("--revoke", is_flag=True, help="Take back the tokens of NAME.")
def token(name: str | None, revoke: bool) -> None:
    """Make a token for NAME, which corrections made with it carry; without NAME list who has one.

    A token is shown once and kept as a hash, in the user's configuration folder or the file that $SAYSO_TOKENS names.
    """
    from sayso.serve.tokens import Tokens

    tokens = Tokens.here()
    if name is None:
        if revoke:
            raise click.UsageError("--revoke needs the NAME whose tokens are taken back")
        for each in sorted({each.name for each in tokens.kept()}):
            click.echo(each)
    elif revoke:
        number = tokens.revoke(name)
        click.echo(f"{number} token{'s' * (number != 1)} of {name} taken back", err=True)
    else:
        made = tokens.make(name)
        click.echo(f"A token for {name}, shown this once; {tokens.path} keeps its hash:", err=True)
        click.echo(made)
