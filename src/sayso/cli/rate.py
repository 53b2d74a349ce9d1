"""`sayso rate`: how reliable a source is, how credible a claim."""

from __future__ import annotations

from getpass import getuser

import click

from sayso.cli.storing import store_option
from sayso.errors import StoreError


@click.command()
@click.argument("subject", metavar="SOURCE|CLAIM")
@click.argument("grade", type=click.Choice((*"ABCDEF", *"123456"), case_sensitive=False))
@store_option
@click.option("--by", metavar="NAME", envvar="SAYSO_AUTHOR", help="Who decides; $SAYSO_AUTHOR, else the login name.")
@click.option("--reason", metavar="TEXT", default="", help="Why.")
def rate(subject: str, grade: str, where: str, by: str | None, reason: str) -> None:
    """Grade a source (name or key) A to F, or a claim (id) 1 to 6, on the Admiralty scale.

    A is reliable, E unreliable, F cannot be judged; 1 is confirmed, 5 improbable, 6 cannot be judged. What nobody has
    graded is F6. The latest grade holds.
    """
    from sayso.store import Filters, Rating, Store

    kind = "source" if grade.isalpha() else "claim"
    with Store.open(where, create=False) as store:
        if kind == "source":
            keys = sorted({record.key for record in store.sources(subject)})
        else:
            keys = [record.id for record in store.claims(Filters(id=subject))]
        if len(keys) != 1:
            named = ", ".join(keys[:5]) or f"see `sayso {kind}s`"
            raise StoreError(f"{len(keys) or 'no'} {kind}s are called {subject!r}; {named}")
        store.rate(Rating(kind, keys[0], grade.upper(), by or getuser(), reason, ""))
    click.echo(f"{kind} {keys[0]}: {grade.upper()}")
