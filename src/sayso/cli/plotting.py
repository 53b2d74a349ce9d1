"""Answers of the store as pictures: `--plot FILE`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
_ENDINGS = (".svg", ".png", ".html")


def plot_option(*kinds: str) -> Callable[[F], F]:
    """`--plot` and `--plot-kind`, the first of `kinds` unless another is chosen."""

    def decorate(command: F) -> F:
        command = click.option("--plot-kind", type=click.Choice(kinds), default=kinds[0], show_default=True,
                               help="What to draw.")(command)
        return click.option("--plot", metavar="FILE", callback=_check,
                            help="Draw the answer as FILE.svg, .png or .html (which needs no network).")(command)

    return decorate


def write_plot(specification: dict[str, Any], file: str) -> None:
    """Draw a plot into a file; its ending says as what."""
    from sayso.export.plots import draw

    drawn = draw(specification, Path(file).suffix[1:].lower())
    try:
        Path(file).write_bytes(drawn)
    except OSError as error:
        raise click.BadParameter(f"{file!r}: {error.strerror or error}", param_hint="--plot") from error
    click.echo(f"sayso: plot written to {file}", err=True)


def _check(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and Path(value).suffix.lower() not in _ENDINGS:
        raise click.BadParameter(f"{value!r}: name it {', '.join(_ENDINGS)}")
    return value
