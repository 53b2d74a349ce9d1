"""Options that several commands share, so that they are called and explained alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any, TypeVar

import click

from sayso.intake.dates import bad_date, is_iso
from sayso.intake.options import MEGABYTE, Options

F = TypeVar("F", bound=Callable[..., Any])

KIND_NAMES = ("text", "html", "jsonl", "json", "csv", "parquet", "pdf", "warc", "feed", "json-feed", "opml")


def _check_networks(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        try:
            ip_network(value, strict=False)
        except ValueError as error:
            raise click.BadParameter(f"{value!r} is no address or network such as 10.0.0.0/8 ({error})") from error
    return values


def _check_engine(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value == "dask" and not ctx.params.get("scheduler"):
        raise click.BadParameter("name the cluster's scheduler too: --scheduler tcp://HOST:8786")
    return value


NETWORK_OPTION = click.option(
    "--allow-net", "networks", multiple=True, metavar="NETWORK", callback=_check_networks,
    help="An address or network that may be fetched from though it is not public, such as 10.0.0.0/8.",
)
_WEB = (
    click.option("--feed-text", is_flag=True,
                 help="Take what a fetched feed itself holds, rather than the pages it links to."),
    NETWORK_OPTION,
)  # fmt: skip


def input_options(command: F) -> F:
    """Paths of reports and what is known of them; `make_options` makes intake's options of them."""
    return _apply(command, (click.argument("paths", nargs=-1, required=True, metavar="PATH..."), *_about_input()))


def optional_input_options(command: F) -> F:
    """The same where there need not be a path."""
    return _apply(command, (click.argument("paths", nargs=-1, metavar="[PATH]..."), *_about_input()))


def _about_input() -> tuple[Callable[[F], F], ...]:
    return (
        click.option("--kind", type=click.Choice(KIND_NAMES),
                     help="What every PATH is; else its name and content tell."),
        click.option("--published", metavar="DATE", callback=_check_date,
                     help="Publication date (ISO) of the reports whose record gives none."),
        click.option("--outlet", metavar="NAME", help="Outlet of the reports that name none."),
        click.option("--max-mb", type=click.FloatRange(0.001, 1024), default=16, show_default=True,
                     help="Most megabytes one report may have."),
        *_WEB,
    )


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


def engine_options(command: F) -> F:
    """Where reading is done; `sayso.scale.engines.make_engine` takes what they give."""
    options = (
        click.option("--engine", type=click.Choice(("local", "dask")), default="local", show_default=True,
                     help="Where to read: by processes here, or on a Dask cluster.", callback=_check_engine),
        click.option("--scheduler", metavar="ADDRESS", is_eager=True, help="Of the Dask cluster: tcp://HOST:8786."),
        click.option("--work", metavar="FOLDER", default="sayso-work", show_default=True,
                     help="Folder of shards, for --engine dask; every worker must see it under this path."),
    )
    return _apply(command, options)


def make_options(given: dict[str, Any]) -> Options:
    """Intake's options, of what `input_options` gave."""
    return Options(
        kind=given["kind"], published=given["published"], outlet=given["outlet"],
        max_bytes=int(given["max_mb"] * MEGABYTE), feed_text=given["feed_text"], networks=given["networks"],
    )


def _apply(command: F, options: tuple[Callable[[F], F], ...]) -> F:
    for option in reversed(options):
        command = option(command)
    return command


def _check_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_iso(value):
        raise click.BadParameter(bad_date(value))
    return value
