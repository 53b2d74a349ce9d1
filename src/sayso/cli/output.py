"""Where readings go and in which format: the options for it, and the opened output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

if TYPE_CHECKING:
    from sayso.export import Write

F = TypeVar("F", bound=Callable[..., Any])

FORMAT_NAMES = ("table", "jsonl", "csv", "geojson", "html", "relations")


def output_options(default: str | None = None) -> Callable[[F], F]:
    """`--format` and `--output`; `open_output` takes what they give. Without a default the output decides."""
    choice = click.option(
        "-f", "--format", "format_name", type=click.Choice(FORMAT_NAMES), default=default, show_default=bool(default),
        help="How to write the readings." + ("" if default else "  [default: table on a terminal, else jsonl]"),
    )  # fmt: skip
    file = click.option("-o", "--output", metavar="FILE", help="Write there, not to standard output.")
    return lambda command: choice(file(command))


def check_output(output: str | None, paths: Iterable[str]) -> None:
    """Refuse an output that is one of the inputs: opening it would empty it before it is read."""
    if output is None or not os.path.exists(output):
        return
    for path in paths:
        if path != "-" and os.path.exists(path) and os.path.samefile(output, path):
            raise click.BadParameter(f"{output!r} is one of the inputs", param_hint="--output")


@contextmanager
def open_output(output: str | None) -> Iterator[TextIO]:
    """The output as UTF-8; a lone surrogate becomes an escape, which in JSON means the same character."""
    if output is None:
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        yield sys.stdout
        return
    try:
        file = open(output, "w", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: SIM115, closed below
    except OSError as error:
        raise click.BadParameter(f"{output!r}: {error.strerror or error}", param_hint="--output") from error
    with file as out:
        yield out


def is_terminal(out: TextIO) -> bool:
    """Whether the output is shown to a person."""
    return out is sys.stdout and out.isatty()


def find_write(format_name: str | None, out: TextIO) -> Write:
    """The function that writes readings in the format asked for, or in the one that suits the output."""
    from sayso.export import FORMATS

    return FORMATS[format_name or ("table" if is_terminal(out) else "jsonl")]
