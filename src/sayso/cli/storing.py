"""What commands that work on a store share: which one, and progress while it is worked on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def store_option(command: F) -> F:
    """`--store`: a path or a postgresql:// address."""
    return click.option(
        "--store", "where", envvar="SAYSO_STORE", default="sayso.db", show_default=True, metavar="STORE",
        help="Path of the store, or postgresql://USER@HOST/DATABASE; $SAYSO_STORE sets it too.",
    )(command)


class Progress:
    """Counts what was done, and shows it where standard error is a terminal."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.counts = dict.fromkeys(names, 0)

    def count(self, name: str) -> None:
        """One more of a name."""
        self.counts[name] += 1
        self.show()

    def place(self, done: int, total: int) -> None:
        """So far is the work."""

    def show(self) -> None:
        """Show the counts."""

    def summary(self) -> str:
        """`12 new, 3 known, 1 failed`; what is none is left out, but for the first."""
        parts = [f"{n} {name}" for i, (name, n) in enumerate(self.counts.items()) if n or i == 0]
        return ", ".join(parts)


@contextmanager
def show_progress(*names: str) -> Iterator[Progress]:
    """Progress in counts of `names`, with a bar on a terminal."""
    if not sys.stderr.isatty():
        yield Progress(names)
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Shown

    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Shown(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as shown:
        task = shown.add_task("starting", total=None)

        class Visible(Progress):
            def place(self, done: int, total: int) -> None:
                shown.update(task, completed=done, total=total)

            def show(self) -> None:
                shown.update(task, description=self.summary())

        yield Visible(names)
