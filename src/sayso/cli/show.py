"""`sayso show`: one report, claim, event, incident or actor, with what it rests on and what persons say of it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.listing import listing_options, write_records
from sayso.cli.messages import make_printable
from sayso.cli.output import is_terminal, open_output
from sayso.cli.storing import store_option
from sayso.cli.tree import draw_incident
from sayso.errors import StoreError

if TYPE_CHECKING:
    from sayso.store import Store

_AROUND = 80


@click.command()
@click.argument("name", metavar="ID")
@store_option
@listing_options
def show(name: str, where: str, format_name: str | None, output: str | None) -> None:
    """Show whatever has this ID: a report (by key or id), a claim, an event, or an actor (by key or name).

    An incident is found by its id, which is that of its first event, and shown with its lines of evidence.
    """
    from sayso.store import Store

    with Store.open(where, create=False) as store:
        records = store.find(name)
        if not records:
            raise StoreError(f"nothing in the store is called {name!r}; ids are in the last column of the lists")
        with open_output(output) as out:
            as_table = format_name == "table" or (format_name is None and is_terminal(out))
            if as_table:
                for record in records:
                    out.write("\n".join(_describe(record, store)) + "\n\n")
        if not as_table:
            write_records(records, (), format_name=format_name or "jsonl", output=output)


def _describe(record: Any, store: Store) -> list[str]:
    kind = type(record).__name__.removesuffix("Record").lower()
    lines = [f"{kind} {getattr(record, 'id', None) or record.key}"]
    for each in fields(record):
        value = getattr(record, each.name)
        if each.name in ("id", "quotes", "corrections") or value in (None, "", ()):
            continue
        shown = "; ".join(str(part) for part in value) if isinstance(value, tuple) else value
        lines.append(f"  {each.name:<16} {make_printable(str(shown))}")
    if kind == "report":
        lines += _show_origins(record.key, store)
    if kind == "incident":
        lines += [f"  {line}" for line in draw_incident(store, record)]
    if hasattr(record, "quotes"):
        lines += _show_quotes(record, store.report(record.report).text)
    for correction in record.corrections:
        value = ", ".join(f"{k} = {v}" for k, v in (correction.value or {}).items())
        lines.append(make_printable(
            f"  correction {correction.n}: {correction.action} {value} ({correction.author}, "
            f"{correction.time[:10]}: {correction.reason})"
        ).replace("correction", "* correction", 1))  # fmt: skip
    key = getattr(record, "key", None) or record.id
    lines += [
        make_printable(f"  link {d.n}: {d.kind} {d.verdict} {d.left} ~ {d.right} ({d.who})")
        for d in store.decisions(of=[key])
    ]
    return lines


def _show_origins(key: str, store: Store) -> list[str]:
    """Where a report was found and what read it."""
    found = [
        f"{origin.path or origin.address or ''} {origin.time[:19]} "
        + ", ".join(f"{name} {version}" for name, version in origin.tools.items())
        for origin in store.origins(key)
    ]
    lines = [*(("found", how) for how in found), ("read by", " ".join(store.reading(key).pipeline.values()))]
    return [make_printable(f"  {name:<16} {value}") for name, value in lines]


def _show_quotes(record: Any, text: str) -> list[str]:
    """Each span with the words around it."""
    lines = []
    for role, start, end, _ in record.quotes:
        before, words, after = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
        quoted = " ".join(f"{before}[{words}]{after}".split())
        lines.append(f"  {role:<16} {make_printable(f'…{quoted}…')}")
    return lines
