"""`sayso names`: lead names in any spelling and script to the actors of a list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from sayso.cli.output import check_output, open_output


@click.command()
@click.option("--kb", "known", required=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="The actors, a JSON object a line: id, name, and if known names (more of them), type, country.")
@click.option("--queries", required=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="The names, a JSON object a line: query (any id), name, and if known type.")
@click.option("--threshold", type=click.FloatRange(0, 1), metavar="SHARE",
              help="How sure it must be of an actor.  [default: 0.4]")
@click.option("--plain", is_flag=True, help="Do not add other names of the actors from the knowledge base.")
@click.option("-o", "--output", metavar="FILE", help="Write there, not to standard output.")
def names(known: str, queries: str, threshold: float | None, plain: bool, output: str | None) -> None:
    """Lead names to actors: other spellings, scripts, short forms.

    For each query a JSON line: query, actor (an id of --kb, or null when nobody there is meant) and score, how
    sure it is of the likeliest one. The type `person` is matched with persons only, every other with bodies.
    """
    from sayso.link.naming_list import match_names, read_known

    check_output(output, (known, queries))
    actors = read_known(_read(known, ("id", "name")), more=not plain)
    asked = list(_read(queries, ("query", "name")))
    with open_output(output) as out:
        for answer in match_names(actors, asked, threshold):
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _read(path: str, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The objects of a file.

    Raises:
        InputError: naming the line that is none or lacks a key.
    """
    from sayso.errors import InputError

    with open(path, encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"not JSON: {error}", path=path, line=number) from error
            if not isinstance(row, dict) or any(row.get(key) is None for key in needed):
                raise InputError(f"expected an object with {' and '.join(needed)}", path=path, line=number)
            yield row
