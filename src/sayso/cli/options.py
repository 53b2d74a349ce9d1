"""Options that several commands share, so that they are called and explained alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from sayso.intake.dates import bad_date, is_iso
from sayso.intake.options import MEGABYTE, Options

F = TypeVar("F", bound=Callable[..., Any])

KIND_NAMES = ("text", "html", "jsonl", "json", "csv", "pdf", "warc", "feed")


def input_options(command: F) -> F:
    """Paths of reports and what is known of them; `make_options` makes intake's options of them."""
    options = (
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
        click.option("--kind", type=click.Choice(KIND_NAMES),
                     help="What every PATH is; else its name and content tell."),
        click.option("--published", metavar="DATE", callback=_check_date,
                     help="Publication date (ISO) of the reports whose record gives none."),
        click.option("--outlet", metavar="NAME", help="Outlet of the reports that name none."),
        click.option("--max-mb", type=click.FloatRange(0.001, 1024), default=16, show_default=True,
                     help="Most megabytes one report may have."),
    )
    return _apply(command, options)


def work_options(command: F) -> F:
    """How reading is done."""
    options = (
        click.option("-j", "--jobs", type=click.IntRange(1, 256), default=1, show_default=True,
                     help="Reports read at the same time, each by a process of about 0.5 GB."),
        click.option("--timeout", type=click.FloatRange(1), default=120, show_default=True, metavar="SECONDS",
                     help="Time for one report; long ones get a second more for each thousand characters."),
        click.option("--model", metavar="NAME", help="Installed spaCy model to build on.  [default: en_core_web_sm]"),
    )
    return _apply(command, options)


def make_options(kind: str | None, published: str | None, outlet: str | None, max_mb: float) -> Options:
    return Options(kind=kind, published=published, outlet=outlet, max_bytes=int(max_mb * MEGABYTE))


def _apply(command: F, options: tuple[Callable[[F], F], ...]) -> F:
    for option in reversed(options):
        command = option(command)
    return command


def _check_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_iso(value):
        raise click.BadParameter(bad_date(value))
    return value
