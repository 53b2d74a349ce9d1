"""A second reader beside the first: the options for it, and how its differences are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sayso.cli.messages import show_error
from sayso.errors import SaysoError, SecondError

if TYPE_CHECKING:
    from sayso.second import Endpoint, Opinion, SecondReader
    from sayso.types import Reading

F = TypeVar("F", bound=Callable[..., Any])
_LONGEST = 60


def _check(ctx: click.Context, param: click.Parameter, value: str | None) -> Endpoint | None:
    if value is None:
        return None
    from sayso.second import parse_endpoint

    try:
        return parse_endpoint(value)
    except SecondError as error:
        raise click.BadParameter(str(error)) from error


def second_options(command: F) -> F:
    """`--second` and its time limit; `make_second` takes what they give."""
    limit = click.option(
        "--second-timeout", type=click.FloatRange(1), default=300, show_default=True, metavar="SECONDS",
        help="Time for one answer of the second reader.",
    )  # fmt: skip
    name = click.option(
        "--second", metavar="openai:MODEL@URL", callback=_check,
        help="Ask a language model too, at an OpenAI-compatible URL; key in $SAYSO_LLM_KEY.",
    )  # fmt: skip
    return name(limit(command))


def make_second(given: Mapping[str, Any]) -> Second:
    """What `second_options` gave, ready to be asked."""
    endpoint = given["second"]
    return Second(None if endpoint is None else replace(endpoint, timeout=given["second_timeout"]))


class Second:
    """Passes readings on, each with the second reader's opinion where there is one; counts where it failed."""

    def __init__(self, endpoint: Endpoint | None) -> None:
        self.failed = 0
        self._reader: SecondReader | None = None
        if endpoint is not None:
            from sayso.second import SecondReader

            self._reader = SecondReader(endpoint)

    def __enter__(self) -> Second:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.__exit__(kind, error, trace)

    def pass_on(self, readings: Iterator[Reading]) -> Iterator[Reading]:
        """The readings in their order."""
        for reading in readings:
            yield reading if self._reader is None else self._ask(self._reader, reading)

    def _ask(self, reader: SecondReader, reading: Reading) -> Reading:
        try:
            opinion = reader.read(reading)
        except SaysoError as error:
            self.failed += 1
            show_error(error)
            return reading
        show_opinion(opinion)
        return replace(reading, second=opinion.to_json())


def show_opinion(opinion: Opinion) -> None:
    """Print the differences of one report as a table on standard error, and what was dropped."""
    from rich.console import Console
    from rich.table import Table

    from sayso.export.words import one_line, show_words

    def cell(words: str | None) -> str:
        shown = one_line(words or "–")
        return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"

    report = opinion.reading.report
    console = Console(stderr=True, highlight=False, markup=False)
    n = len(opinion.differences)
    title = f"{one_line(report.id)}: {n} difference{'s' * (n != 1)} to {one_line(opinion.by)}"
    console.print(title, soft_wrap=True)
    table = Table("What", "Words", "Field", "First", "Second", box=None)
    for each in opinion.differences:
        table.add_row(each.part.rstrip("s"), cell(show_words(report.text, each.span)), each.field or "all of it",
                      cell(each.first), cell(each.second))  # fmt: skip
    if opinion.differences:
        console.print(table)
    counted = Counter(f"{one_line(each.part)}.{one_line(each.field)} {each.why}" for each in opinion.dropped)
    for what, n in sorted(counted.items()):
        console.print(f"dropped: {n} × {what}", soft_wrap=True)
