"""`sayso correct`: a person's decision about what the machine said."""

from __future__ import annotations

import json
from getpass import getuser
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.listing import Column, listing_options, write_records
from sayso.cli.storing import store_option
from sayso.errors import StoreError

if TYPE_CHECKING:
    from sayso.store import Store


@click.command()
@click.argument("target", metavar="ID", required=False)
@store_option
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="Change a field (may be repeated).")
@click.option("--accept", is_flag=True, help="It is so: read by a person and found right.")
@click.option("--reject", is_flag=True, help="It is not so, or not there.")
@click.option("--merge", "into", metavar="ID", help="It is the same as that one.")
@click.option("--split", "apart", metavar="ID", help="It is not the same as that one.")
@click.option("--incident", is_flag=True, help="ID is meant as that of the incident, not of the event.")
@click.option("--add", "kind", type=click.Choice(("claim", "event", "actor", "incident")),
              help="Something is missing in the report ID; tell what with --set.")
@click.option("--withdraw", type=int, metavar="NUMBER", help="Withdraw the correction of this number.")
@click.option("--list", "listed", is_flag=True, help="List corrections: of ID, or all.")
@click.option("--by", metavar="NAME", envvar="SAYSO_AUTHOR", help="Who decides; $SAYSO_AUTHOR, else the login name.")
@click.option("--reason", metavar="TEXT", default="", help="Why.")
@listing_options
def correct(target: str | None, where: str, format_name: str | None, output: str | None, **given: Any) -> None:
    """Accept, change, reject, merge, split or add to what was read; ID is that of a report, claim, event or actor.

    What the machine said stays, the correction stands beside it and outlasts every new reading. As JSON lines, the
    list of corrections holds both, for training.
    """
    from sayso.store import Store

    asked = sum(map(bool, (given["accept"], given["reject"], given["into"], given["apart"], given["listed"],
                           given["kind"] or given["changes"], given["withdraw"] is not None)))  # fmt: skip
    if asked != 1:
        raise click.UsageError("give one of --set, --accept, --reject, --merge, --split, --add, --withdraw and --list")
    if target is None and not given["listed"] and given["withdraw"] is None:
        raise click.UsageError("say what is wrong: the ID is missing")
    author = given["by"] or getuser()
    with Store.open(where, create=False) as store:
        if given["listed"]:
            _list(store, target, format_name, output)
        elif given["withdraw"] is not None:
            store.withdraw_correction(given["withdraw"], author)
            _link(store)
        else:
            number = _correct(store, str(target), given, author)
            click.echo(f"correction {number} written")
            if given["into"] or given["apart"]:
                _link(store)


def _correct(store: Store, target: str, given: dict[str, Any], author: str) -> int:
    from sayso.store import Correction
    from sayso.store.fields import tell_record

    found = [tell_record(record) for record in store.find(target)]
    found = [each for each in found if (each[0] == "incident") is given["incident"]]
    if len(found) != 1:
        raise StoreError(f"{len(found) or 'no'} things are called {target!r}; give the id or key of one")
    kind, key, fields = found[0]
    said: dict[str, Any] | None = fields
    action, value = _read_action(given)
    if action == "add":
        if kind != "report":
            raise click.UsageError("--add needs the ID of a report")
        kind, said = given["kind"], None
    elif action == "change" and (unknown := sorted(set(value or {}) - set(fields))):
        raise click.UsageError(f"a {kind} has no {', '.join(unknown)}; it has {', '.join(fields)}")
    elif action in ("merge", "split"):
        name, option = ("into", "merge") if action == "merge" else ("from", "split")
        value = {name: _find_other(store, given["into"] or given["apart"], kind, option)}
    return store.correct(Correction(0, kind, key, action, value, said, author, given["reason"], ""))


def _read_action(given: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    if given["accept"] or given["reject"]:
        return ("accept" if given["accept"] else "reject"), None
    if given["into"] or given["apart"]:
        return ("merge" if given["into"] else "split"), None
    value = {}
    for change in given["changes"]:
        name, equals, text = change.partition("=")
        if not equals or not name:
            raise click.UsageError(f"--set {change!r}: write FIELD=VALUE")
        value[name] = _read_value(text)
    return ("add" if given["kind"] else "change"), value


def _read_value(text: str) -> Any:
    """A number, list, true, false or null as in JSON; anything else is a string."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _link(store: Store) -> None:
    """Let what was decided take effect on incidents and actors."""
    from sayso.link.linker import link_new

    link_new(store)


def _find_other(store: Store, name: str, kind: str, option: str) -> str:
    from sayso.store.fields import tell_record

    found = [each for each in map(tell_record, store.find(name)) if each[0] == kind]
    if len(found) != 1:
        raise StoreError(f"--{option} {name!r}: there is no one {kind} of this name")
    return str(found[0][1])


def _list(store: Store, target: str | None, format_name: str | None, output: str | None) -> None:
    records = store.corrections(None if target is None else [target], withdrawn=target is None)
    write_records(records, (
        Column("Number", 0, lambda c: c.n),
        Column("What", 8, lambda c: c.kind),
        Column("Id", 0, lambda c: c.target),
        Column("Action", 8, lambda c: c.action),
        Column("Now", 30, lambda c: json.dumps(c.value or {}, ensure_ascii=False)),
        Column("By", 12, lambda c: c.author),
        Column("Why", 25, lambda c: c.reason),
        Column("Withdrawn", 10, lambda c: c.withdrawn),
    ), format_name=format_name, output=output)  # fmt: skip
