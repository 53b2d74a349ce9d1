"""The tables of a reading in HTML: events, claims, actors, places, times; each row leads back to its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sayso.export.figures import Figures
from sayso.export.words import (
    REPORTER,
    Row,
    describe_source,
    name_actor,
    printable,
    show_spans,
    show_words,
)  # fmt: skip
from sayso.types import Actor, Claim, Factuality, Place, Reading, Span, Time

_DAY = re.compile(r"\(?\d{4}-\d\d-\d\d\)?")
LONGEST = 180  # code points of a claim's content shown in its row


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of one reading share: the start of its ids, its text, and its parts by id."""

    name: str
    text: str
    actors: dict[str, Actor]
    claims: dict[str, Claim]
    numbers: dict[str, int]
    figures: Figures


def render_tables(reading: Reading, name: str, *, rows: Sequence[Row], figures: Figures) -> str:
    """All tables of the reading, `rows` being its events; `name` starts the ids ("r0" gives "r0-e0", "r0-c0", ...)."""
    context = Context(
        name=name,
        text=reading.report.text,
        actors={actor.id: actor for actor in reading.actors},
        claims={claim.id: claim for claim in reading.claims},
        numbers={claim.id: number for number, claim in enumerate(reading.claims)},
        figures=figures,
    )
    events = [_event_cells(row, number, context) for number, row in enumerate(rows)]
    places = [_place_cells(place, number, context) for number, place in enumerate(reading.places)]
    return "".join(
        [
            _render_table(name, "Events", "e", _EVENTS, events),
            _render_table(name, "Claims", "c", _CLAIMS, [_claim_cells(claim, context) for claim in reading.claims]),
            _render_table(name, "Actors", "a", _ACTORS, [_actor_cells(actor) for actor in reading.actors]),
            _render_table(name, "Places", "p", _PLACES, places),
            _render_table(name, "Times", "t", _TIMES, [_time_cells(time, context) for time in reading.times]),
        ]
    )


_EVENTS = ("When", "Where", "Who", "What", "To whom", "Toll", "Who says so", "How firmly")
_CLAIMS = ("Source", "Kind", "Cue", "What is said", "To", "Within", "Quote", "How firmly")
_ACTORS = ("Name", "Type", "Sector", "Country", "Mentions", "Known as")
_PLACES = ("Name", "Region", "Country", "Latitude, longitude", "GeoNames", "Feature")
_TIMES = ("Words", "Type", "Value", "From", "To")


def _render_table(name: str, title: str, kind: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A titled table whose cells are HTML; the first column is the row's number, a link to its words.

    Roles are spelled out because on narrow screens the style shows rows as blocks, which would undo them.
    """
    heading = f'<h3 id="{name}-{kind}">{title}</h3>'
    if not rows:
        return f'{heading}<p class="none">none</p>'
    head = "".join(f'<th scope="col" role="columnheader">{header}</th>' for header in ("No.", *headers))
    body = "".join(_render_row(f"{name}-{kind}{n}", n + 1, headers, cells) for n, cells in enumerate(rows))
    return (
        f'{heading}<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}-{kind}"><table role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody>'
        "</table></div>\n"
    )


def _render_row(row: str, number: int, headers: Sequence[str], cells: Sequence[str]) -> str:
    link = f'<a href="#{row}t" aria-label="{number}, show in the text">{number}</a>'
    labelled = zip(("No.", *headers), (link, *cells), strict=True)
    body = "".join(f'<td role="cell" data-label="{label}">{cell}</td>' for label, cell in labelled)
    return f'<tr role="row" id="{row}">{body}</tr>\n'


def _event_cells(row: Row, number: int, context: Context) -> list[str]:
    figures, place = context.figures, row.event.place
    kind, _, rest = row.what.partition(" ")
    says = " › ".join(_link_claim(claim, words, context) for claim, words in zip(row.chain, row.says, strict=True))
    return [
        _link(figures.events.get(number), show_days(row.when), "in the timeline"),
        _link(figures.places.get(place) if place is not None else None, escape(row.where), "on the map"),
        _stack(row.who),
        f'<span class="type">{escape(kind)}</span> {escape(rest)}' + _show_corrected(row.corrected),
        _stack(row.whom), escape(row.toll), says or REPORTER, _show_firmly(row.firmly, row.event.evidence, context),
    ]  # fmt: skip


def _claim_cells(claim: Claim, context: Context) -> list[str]:
    told = context.actors.get(claim.source.to) if claim.source.to else None
    outer = context.claims.get(claim.within) if claim.within else None
    return [
        escape(describe_source(claim, context.text, context.actors)), escape(claim.source.kind),
        escape(show_spans(context.text, claim.cue)), escape(_show_start(context.text, claim.content)),
        escape(name_actor(told)) if told else "",
        _link_claim(outer, str(context.numbers[outer.id] + 1), context) if outer else "",
        escape(claim.quote), _show_firmly(claim.factuality, claim.evidence, context),
    ]  # fmt: skip


def _actor_cells(actor: Actor) -> list[str]:
    name = escape(name_actor(actor)) if actor.named else f"<i>{escape(name_actor(actor))}</i>"
    sectors = ", ".join(sector for sector in (actor.sector, actor.sector2) if sector)
    cells = (actor.type.replace("_", " "), sectors, actor.country or "", str(len(actor.mentions)), actor.kb or "")
    return [name, *map(escape, cells)]


def _place_cells(place: Place, number: int, context: Context) -> list[str]:
    where = "" if place.lat is None or place.lon is None else f"{place.lat:.4f}, {place.lon:.4f}"
    code = "" if place.geonames is None else str(place.geonames)
    cells = (place.name, place.admin1 or "", place.country or "", where, code, place.feature or "")
    name, admin1, country, where, *others = [escape(printable(cell)) for cell in cells]
    return [name, admin1, country, _link(context.figures.places.get(number), where, "on the map"), *others]


def _link(target: str | None, words: str, where: str) -> str:
    """The words, of safe HTML, as a link to their mark in a figure, if they have one."""
    return f'<a href="#{target}" title="show {where}">{words}</a>' if target and words else words


def _time_cells(time: Time, context: Context) -> list[str]:
    words = show_words(context.text, (time.start, time.end))
    return [escape(part) for part in (words, time.type, printable(time.value), time.first or "", time.last or "")]


def _link_claim(claim: Claim, words: str, context: Context) -> str:
    return f'<a href="#{context.name}-c{context.numbers[claim.id]}">{escape(words)}</a>'


def _show_firmly(value: Factuality | str, evidence: Sequence[Span], context: Context) -> str:
    """The value, with the words that decide it."""
    words = show_spans(context.text, evidence)
    return f'<span class="{escape(value)}">{escape(value)}</span>' + (f": “{escape(words)}”" if words else "")


def show_days(words: str) -> str:
    """The words with their ISO days kept from breaking at the hyphens."""
    return _DAY.sub(r'<span class="day">\g<0></span>', escape(words))


def _show_corrected(names: Sequence[str]) -> str:
    return f'<br><span class="corrected">corrected: {escape(", ".join(names))}</span>' if names else ""


def _stack(parts: Sequence[str]) -> str:
    return "<br>".join(map(escape, parts))


def _show_start(text: str, spans: Sequence[Span]) -> str:
    """The words of the spans, cut after `LONGEST` code points; no more of a span is looked at than that needs."""
    words = show_spans(text, [(start, min(end, start + 2 * LONGEST)) for start, end in spans])
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"
