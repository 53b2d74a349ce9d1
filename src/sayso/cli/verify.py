"""`sayso verify`: is the store what it was when it was written?"""

from __future__ import annotations

import click

from sayso.cli.messages import show_error
from sayso.cli.storing import show_progress, store_option


@click.command()
@store_option
@click.pass_context
def verify(ctx: click.Context, /, where: str) -> None:
    """Check the whole store: every hash, the log's chain, and that every span still quotes its words."""
    from sayso.store import Store

    wrong = checked = 0
    with Store.open(where, create=False) as store, show_progress("reports checked") as progress:
        for found in store.verify():
            if isinstance(found, int):
                checked = progress.counts["reports checked"] = found
                progress.show()
                continue
            wrong += 1
            show_error(found)
    click.echo(f"{checked} report{'' if checked == 1 else 's'} checked, {wrong or 'nothing'} wrong")
    if wrong:
        ctx.exit(1)
