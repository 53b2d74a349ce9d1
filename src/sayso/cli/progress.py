"""Progress on standard error: how many reports are read, shown on a terminal only and gone at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Counter:
    """Counts reports, without showing anything."""

    def __init__(self) -> None:
        self.read = self.failed = 0
        self.foreign: dict[str, int] = {}

    def count(self, *, failed: bool, language: str | None = None) -> None:
        """One more report is done."""
        if failed:
            self.failed += 1
        else:
            self.read += 1
        if language is not None and language[:2].lower() != "en":
            self.foreign[language] = self.foreign.get(language, 0) + 1

    def summary(self) -> str:
        """`12 reports read, 1 failed`."""
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.read} report{'' if self.read == 1 else 's'} read{failed}"

    def foreign_summary(self) -> str:
        """What languages other than English the reports were in; empty when none was."""
        if not self.foreign:
            return ""
        by_number = sorted(self.foreign.items(), key=lambda pair: (-pair[1], pair[0]))
        which = ", ".join(f"{language} {number}" for language, number in by_number)
        number = sum(self.foreign.values())
        return f"{number} of {self.read} reports read are not in English ({which}); only English is read well"


@contextmanager
def count_reports(*, shares_terminal: bool) -> Iterator[Counter]:
    """A counter; it shows itself where standard error is a terminal.

    Args:
        shares_terminal: the readings go to the same terminal; then it shows itself only until the first one.
    """
    if not sys.stderr.isatty():
        yield Counter()
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as shown:
        task = shown.add_task("starting the reader")

        class Shown(Counter):
            def count(self, *, failed: bool, language: str | None = None) -> None:
                super().count(failed=failed, language=language)
                shown.update(task, description=self.summary())
                if shares_terminal and not failed:
                    shown.stop()

        yield Shown()
