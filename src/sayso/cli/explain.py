"""`sayso explain`: which words, rules, scores and alternatives led to each field of an event."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.messages import make_printable, show_warnings
from sayso.cli.output import is_terminal, open_output
from sayso.cli.storing import store_option
from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.types import Event, Report


@click.command()
@click.argument("report", metavar="REPORT")
@click.argument("event", metavar="EVENT")
@store_option
@click.option("--published", metavar="DATE", help="Publication date (ISO) of a file that gives none.")
@click.option("--model", metavar="NAME", help="Installed spaCy model to build on.  [default: en_core_web_sm]")
@click.option("-f", "--format", "format_name", type=click.Choice(("table", "jsonl")),
              help="How to write the answer.  [default: table on a terminal, else jsonl]")
@click.option("-o", "--output", metavar="FILE", help="Write there, not to standard output.")
def explain(report: str, event: str, where: str, **given: Any) -> None:
    """Tell why an event was coded as it was.

    REPORT is a file, or the key or id of a report in the store. EVENT is the event's id, or words of its trigger. The
    report is read again; for each field you see the words it rests on, what decided (an entry of a lexicon, a head of
    the encoder), how sure that is, and what else it could have been.
    """
    show_warnings()
    from sayso.pipes.explaining import explain_event
    from sayso.reading import Reader

    found = _find_report(report, where, given["published"])
    reader = Reader(given["model"])
    reading = reader.read(found)
    number = _find_event(reading.events, event, found)
    offset, doc, local = reader.find_event(found, number)
    grounds = explain_event(doc, local)
    with open_output(given["output"]) as out:
        if given["format_name"] == "jsonl" or (given["format_name"] is None and not is_terminal(out)):
            for ground in grounds:
                spans = [[start + offset, end + offset] for start, end in ground.words]
                words = [doc.text[start:end] for start, end in ground.words]
                out.write(json.dumps({**asdict(ground), "words": words, "spans": spans}, ensure_ascii=False) + "\n")
            return
        out.write(f"{reading.events[number].id}  {found.id}\n")
        for ground in grounds:
            quoted = " … ".join(doc.text[start:end] for start, end in ground.words)
            score = "" if ground.score is None else f" ({ground.score:.2f})"
            out.write(make_printable(f"{ground.field:<11} {ground.value}") + "\n")
            rest = [("words", quoted), ("by", ground.rule + score), *(("or", other) for other in ground.alternatives)]
            for label, value in rest:
                if value:
                    out.write(make_printable(f"            {label:<6} {value}") + "\n")


def _find_report(name: str, where: str, published: str | None) -> Report:
    import os

    if os.path.exists(name):
        from sayso.intake import Options, open_reports

        for report in open_reports(name, Options(published=published)):
            if isinstance(report, InputError):
                raise report
            return report
    from sayso.store import Store

    with Store.open(where, create=False) as store:
        return store.report(name)


def _find_event(events: tuple[Event, ...], name: str, report: Report) -> int:
    """The number of the event with this id, or with these words in its trigger.

    Raises:
        InputError: when there is none, or several.
    """
    triggers = [report.text[slice(*event.trigger)] for event in events]
    found = [n for n, event in enumerate(events) if event.id == name]
    found = found or [n for n, words in enumerate(triggers) if name.lower() in words.lower()]
    if len(found) != 1:
        there = ", ".join(f"{event.id} ({words})" for event, words in zip(events, triggers, strict=True)) or "none"
        raise InputError(f"{len(found) or 'no'} events are called {name!r}; there are {there}", path=report.path)
    return found[0]
