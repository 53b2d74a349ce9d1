"""`sayso read`: reports in, readings out, nothing stored."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any, TextIO

import click

from sayso.cli.messages import show_error, show_warnings
from sayso.cli.options import engine_options, input_options, make_options, work_options
from sayso.cli.output import check_output, find_write, is_terminal, open_output, output_options
from sayso.cli.progress import Counter, count_reports
from sayso.cli.second import make_second, second_options

if TYPE_CHECKING:
    from sayso.intake import Draft, Options
    from sayso.types import Reading

FACTORY = "sayso.scale.worker:make_reader"
_CHARACTERS_A_SECOND = 1000


@click.command()
@input_options
@output_options()
@work_options
@engine_options
@second_options
@click.pass_context
def read(ctx: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:
    """Read reports: who says what happened, where and when.

    PATH is a text, HTML, PDF, JSON lines, CSV, feed or WARC file, plain or gzipped, a folder of them, or - for
    standard input. JSON lines and CSV hold a report a line: text, and if known id, published, outlet, title,
    url and language. Readings come in the order of the input; what cannot be read is named on standard error.

    With --second a language model is asked for the same record. What it says must be quoted from the report, or is
    dropped; how it differs is shown on standard error and written as JSON lines. The report's text is sent to URL.
    """
    show_warnings()
    options = make_options(given)
    check_output(given["output"], paths)
    with open_output(given["output"]) as out:
        write = find_write(given["format_name"], out)
        answers = read_all(paths, options, given)
        second = make_second(given)
        with closing(answers), second, count_reports(shares_terminal=is_terminal(out)) as counter:
            write(second.pass_on(_pass_readings(answers, counter, out)), out)
    if counter.foreign:
        show_error(counter.foreign_summary())
    if counter.failed:
        show_error(f"{counter.summary()}; see above")
    if second.failed:
        show_error(f"the second reader failed on {second.failed} reports; their first readings are written")
    if counter.failed or second.failed:
        ctx.exit(1)


def read_all(
    paths: tuple[str, ...], options: Options, given: Mapping[str, Any]
) -> Generator[Reading | Exception, None, None]:
    """The reading of each report in `paths`, or the error that stands in its place; `given` are `work_options`."""
    from sayso.format import from_json
    from sayso.intake import open_drafts
    from sayso.scale.engines import make_engine

    def allow(draft: Draft) -> float:
        return float(given["timeout"]) + (len(draft.text) + len(draft.data)) / _CHARACTERS_A_SECOND

    engine = make_engine(FACTORY, {"model": given["model"], "options": options}, given, allow=allow)
    for answer in engine.run(draft for path in paths for draft in open_drafts(path, options)):
        yield from_json(answer) if isinstance(answer, str) else answer


def _pass_readings(answers: Iterator[Reading | Exception], counter: Counter, out: TextIO) -> Iterator[Reading]:
    """The readings among the answers, errors shown; each one is out of our hands before the next is waited for."""
    for answer in answers:
        if isinstance(answer, Exception):
            counter.count(failed=True)
            show_error(answer)
            continue
        counter.count(failed=False, language=answer.report.language)
        yield answer
        out.flush()
