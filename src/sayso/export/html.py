"""Readings as one self-contained HTML page: each text with its marks, linked both ways to tables of what was found.

A map and a timeline, drawn here as SVG, lead to the rows of the tables and back. The page needs no script, no network
and no other file; its content security policy forbids them. All words of a report are escaped text. Style is
`data/export/page.css`, in which colour is never the only sign.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from html import escape
from typing import TextIO

from sayso.export.cells import render_tables, show_days
from sayso.export.figures import render_figures
from sayso.export.marks import Mark, Piece, cut_pieces, find_marks
from sayso.export.words import describe_events, describe_origin, one_line, printable
from sayso.resources import find_file
from sayso.types import Event, Reading, Report

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LEGEND = (
    ('<span class="m source">source</span>', "who says it"),
    ('<span class="m cue">cue</span>', "the words that attribute"),
    ('<a class="b" data-n="1"></a><span class="m d1">content</span><span class="b" data-n="1"></span>',
     "what is said: one line a claim, two for a claim within a claim; the number is the claim’s"),
    ('<span class="m trigger" data-type="TYPE">trigger</span>', "an event and its PLOVER type"),
    ('<span class="m part">part</span>', "thing hit, weapon, or number of victims"),
    ('<span class="m actor">actor</span>', "any mention of an actor"),
    ('<span class="m place">place</span>', "a place meant as a place"),
    ('<span class="m time">time</span>', "a time expression"),
    ("map", "a full mark has events, a hollow one is only mentioned; a broken ring stands for a country or region, at "
     "its middle; outlines by Natural Earth, with borders as they are held"),
    ("timeline", "full marks are days that the report gives, hollow ones are inferred from context"),
)  # fmt: skip


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write one page for all readings, which are held in memory: its index comes first."""
    out.write(render_page(readings))


def render_page(readings: Iterable[Reading]) -> str:
    """One HTML document with an index (when there are several readings), a legend, and a section a reading."""
    every = list(readings)
    sections = [_render_section(reading, f"r{number}") for number, reading in enumerate(every)]
    style = _load_style() + "".join(light_rules(reading, f"r{number}") for number, reading in enumerate(every))
    title = _page_title(every)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f'<link rel="icon" href="data:,">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n'
        f'<body class="sayso">\n<a class="skip" href="#main">Skip to the reports</a>\n<header><h1>{title}</h1>\n'
        f'{_render_summary(every)}</header>\n{_render_index(every)}{_render_legend()}<main id="main">\n'
        f'{"".join(sections)}</main>\n</body>\n</html>\n'
    )


def render_fragment(reading: Reading) -> str:
    """The reading as an HTML fragment with its style, for notebooks; ids start with the text's hash."""
    name = f"s{reading.report.sha256[:10]}"
    style = _load_style() + light_rules(reading, name)
    body = _render_legend(open_=False) + _render_section(reading, name)
    return f'<style>{style}</style><div class="sayso">{body}</div>'


def _load_style() -> str:
    return find_file("export/page.css").read_text("utf-8")


def _policy(style: str) -> str:
    """A policy that allows this very style sheet, the empty icon and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def light_rules(reading: Reading, name: str) -> str:
    """Rules that light up every piece of a claim or an actor whose row or mark is the address's target."""
    rows = [f"{name}-c{n}" for n in range(len(reading.claims))] + [f"{name}-a{n}" for n in range(len(reading.actors))]
    selectors = [f"#{name}:has(#{row}:target,#{row}t:target) .{row}:not(.trigger)" for row in rows]
    return ",\n".join(selectors) + "{background-color:var(--lit)}\n" if selectors else ""


def _page_title(readings: list[Reading]) -> str:
    if len(readings) == 1:
        return f"Who says what: {_title(readings[0].report)}"
    return f"Who says what in {len(readings)} reports"


def _title(report: Report) -> str:
    return escape(one_line(report.title or report.id))


def _origin(report: Report) -> str:
    return show_days(", ".join(describe_origin(report)))


def _render_summary(readings: list[Reading]) -> str:
    events, claims = sum(len(each.events) for each in readings), sum(len(each.claims) for each in readings)
    return f'<p class="about">{events} events and {claims} claims, read by sayso from the words of the reports.</p>\n'


def _render_index(readings: list[Reading]) -> str:
    if len(readings) < 2:
        return ""
    items = "".join(
        f'<li><a href="#r{number}">{_title(each.report)}</a> <span class="about">{_origin(each.report)}</span></li>\n'
        for number, each in enumerate(readings)
    )
    return f'<nav aria-label="Reports"><ol class="index">\n{items}</ol></nav>\n'


def _render_legend(*, open_: bool = True) -> str:
    items = "".join(f"<li>{sample}: {escape(meaning)}</li>" for sample, meaning in _LEGEND)
    return f'<details class="legend"{" open" if open_ else ""}><summary>Legend</summary><ul>{items}</ul></details>\n'


def _render_section(reading: Reading, name: str) -> str:
    report = reading.report
    language = f' lang="{report.language}"' if _LANGUAGE.fullmatch(report.language or "") else ""
    rows = describe_events(reading)
    figures = render_figures(reading, rows, name)
    tables = render_tables(reading, name, rows=rows, figures=figures)
    return (
        f'<article class="report" id="{name}"><header><h2>{_title(report)}</h2>\n'
        f'<p class="about">{_render_about(report)}</p></header>\n{figures.html}'
        f'<div class="split"><div class="text" dir="auto" tabindex="0" role="region" aria-label="Text"{language}>'
        f'{render_text(reading, name)}</div>\n<div class="tables">{tables}</div></div>'
        '</article>\n'
    )


def _render_about(report: Report) -> str:
    """Outlet, day, id and address; only web addresses become links."""
    parts = [_origin(report)] if _origin(report) else []
    parts.append(f"report {escape(one_line(report.id))}")
    if report.url and re.match(r"https?://", report.url):
        address = escape(one_line(report.url))
        parts.append(f'<a href="{address}" rel="noopener noreferrer nofollow">{address}</a>')
    return " · ".join(parts)


def render_text(reading: Reading, name: str) -> str:
    """The marked text, each mark a link to the row it belongs to; `name` starts the ids ("r0" gives "r0-c0", ...)."""
    marks = find_marks(reading)
    first: dict[str, Mark] = {}
    for mark in marks:
        first.setdefault(mark.row, mark)
    text = reading.report.text
    pieces = cut_pieces(len(text), marks)
    return "".join(_render_piece(piece, text, reading.events, (name, first)) for piece in pieces)


def _render_piece(piece: Piece, text: str, events: tuple[Event, ...], names: tuple[str, dict[str, Mark]]) -> str:
    """The piece as a link to the row of its leading mark, between the brackets of the claims that begin and end."""
    name, first = names
    anchors = [f'<span id="{name}-{m.row}t"></span>' for m in piece.opening if first[m.row] is m]
    opening = [_render_bracket("a", mark, name) for mark in piece.opening if mark.role == "content"]
    closing = [_render_bracket("span", mark, name) for mark in reversed(piece.closing) if mark.role == "content"]
    return "".join([*anchors, *opening, _render_words(piece, text, events, name), *closing])


def _render_words(piece: Piece, text: str, events: tuple[Event, ...], name: str) -> str:
    words = escape(printable(text[piece.start : piece.end]))
    if not piece.marks:
        return words
    roles = sorted({mark.role for mark in piece.marks if mark.role != "content"})
    rows = sorted({f"{name}-{mark.row}" for mark in piece.marks if mark.row[0] in "ca"})
    depth = [f"d{min(piece.depth, 4)}"] if piece.depth else []
    attributes = f'class="{" ".join(["m", *depth, *roles, *rows])}"'
    ending = [mark for mark in piece.closing if mark.role == "trigger"]
    if ending:
        attributes += f' data-type="{escape(events[int(ending[0].row[1:])].type)}"'
    lead = piece.lead
    if lead is None:
        return f"<span {attributes}>{words}</span>"
    return f'<a href="#{name}-{lead.row}" {attributes}>{words}</a>'


def _render_bracket(tag: str, mark: Mark, name: str) -> str:
    """A bracket with the claim's number, drawn by the style sheet so that copied text stays the report's."""
    number = int(mark.row[1:]) + 1
    link = f' href="#{name}-{mark.row}" aria-label="claim {number}"' if tag == "a" else ' aria-hidden="true"'
    return f'<{tag} class="b {name}-{mark.row}" data-n="{number}"{link}></{tag}>'
