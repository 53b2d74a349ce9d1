"""Messages on standard error."""

from __future__ import annotations

import logging

import click

_LONGEST = 600


def show_error(error: Exception | str) -> None:
    """Print an error's message as one line that cannot steer the terminal, whatever an input put into it."""
    click.echo(f"sayso: {make_printable(str(error))}", err=True)


def make_printable(message: str) -> str:
    """`message` on one line of bounded length, with control characters and the like as escapes."""
    short = message if len(message) <= _LONGEST else f"{message[: _LONGEST - 100]} ... {message[-90:]}"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in short)


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        click.echo(f"sayso: {make_printable(record.getMessage())}", err=True)


def show_warnings(level: int = logging.WARNING) -> None:
    """Print what the package logs at `level` and above."""
    log = logging.getLogger("sayso")
    log.setLevel(level)
    if not any(isinstance(handler, _Handler) for handler in log.handlers):
        log.addHandler(_Handler())
        log.propagate = False
