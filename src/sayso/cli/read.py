"""`sayso read`: reports in, readings out, nothing stored."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import click

from sayso.cli.messages import show_error, show_warnings
from sayso.cli.options import input_options, make_options, work_options
from sayso.cli.progress import Counter, count_reports

if TYPE_CHECKING:
    from sayso.intake import Draft, Options
    from sayso.types import Reading

FACTORY = "sayso.scale.worker:make_reader"
FORMAT_NAMES = ("table", "jsonl", "csv", "html")
_CHARACTERS_A_SECOND = 1000


@click.command()
@input_options
@click.option("-f", "--format", "format_name", type=click.Choice(FORMAT_NAMES),
              help="How to write the readings.  [default: table on a terminal, else jsonl]")
@click.option("-o", "--output", metavar="FILE", help="Write there, not to standard output.")
@work_options
@click.pass_context
def read(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:
    """Read reports: who says what happened, where and when.

    PATH is a text, HTML, PDF, JSON lines, CSV, feed or WARC file, plain or gzipped, a folder of them, or - for
    standard input. JSON lines and CSV hold a report a line: text, and if known id, published, outlet, title,
    url and language. Readings come in the order of the input; what cannot be read is named on standard error.
    """
    show_warnings()
    options = make_options(given["kind"], given["published"], given["outlet"], given["max_mb"])
    output = given["output"]
    _check_output(output, paths)
    from sayso.export import FORMATS

    with _open_output(output) as out:
        on_terminal = output is None and out.isatty()
        write = FORMATS[given["format_name"] or ("table" if on_terminal else "jsonl")]
        answers = read_all(paths, options, given["model"], given["jobs"], given["timeout"])
        with closing(answers), count_reports(shares_terminal=on_terminal) as counter:
            write(_pass_readings(answers, counter, out), out)
    if counter.failed:
        show_error(f"{counter.summary()}; see above")
        ctx.exit(1)


def read_all(
    paths: tuple[str, ...], options: Options, model: str | None, jobs: int, seconds: float
) -> Generator[Reading | Exception, None, None]:
    """The reading of each report in `paths`, or the error that stands in its place."""
    from sayso.format import from_json
    from sayso.intake import open_drafts
    from sayso.scale.pool import Pool

    def allow(draft: Draft) -> float:
        return seconds + (len(draft.text) + len(draft.data)) / _CHARACTERS_A_SECOND

    pool = Pool(FACTORY, {"model": model, "options": options}, jobs=jobs, allow=allow)
    for answer in pool.run(draft for path in paths for draft in open_drafts(path, options)):
        yield from_json(answer) if isinstance(answer, str) else answer


def _check_output(output: str | None, paths: tuple[str, ...]) -> None:
    """Opening the output empties it: refuse one that is still to be read."""
    if output is None or not os.path.exists(output):
        return
    for path in paths:
        if path != "-" and os.path.exists(path) and os.path.samefile(output, path):
            raise click.BadParameter(f"{output!r} is one of the inputs", param_hint="--output")


@contextmanager
def _open_output(output: str | None) -> Iterator[TextIO]:
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


def _pass_readings(answers: Iterator[Reading | Exception], counter: Counter, out: TextIO) -> Iterator[Reading]:
    """The readings among the answers, errors shown; each one is out of our hands before the next is waited for."""
    for answer in answers:
        failed = isinstance(answer, Exception)
        counter.count(failed=failed)
        if isinstance(answer, Exception):
            show_error(answer)
            continue
        yield answer
        out.flush()
