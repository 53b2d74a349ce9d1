"""What the tellings of one incident say besides its fields: articles, outlets, who is quoted, which claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sayso.export.bins import present
from sayso.export.matter import Telling, Told
from sayso.export.words import describe_saying, is_left_out, list_corrected, trace_claims

JOIN = "; "


def join_all(told: Told, part: Callable[[Telling], str | None]) -> str:
    """A part of each telling, each value once, in order."""
    return JOIN.join(_once(part(telling) for telling in told.tellings))


def outlet(telling: Telling) -> str | None:
    return telling.reading.report.outlet


def day(telling: Telling) -> str | None:
    published = telling.reading.report.published
    return published[:10] if published else None


def headline(telling: Telling) -> str | None:
    return present(telling.reading.report.title)


def article(telling: Telling) -> str | None:
    """Outlet, day and title as UCDP writes articles: `"Radio Delta, 2021-05-04, Port shelled"`."""
    parts = [part for part in (outlet(telling), day(telling), headline(telling)) if part]
    return '"' + ", ".join(parts).replace('"', "'") + '"' if parts else None


def who_says(telling: Telling) -> str | None:
    """The chain of sources, innermost first; None where only the reporter says it."""
    reading = telling.reading
    actors = {actor.id: actor for actor in reading.actors}
    chain = trace_claims(telling.event.claim, {claim.id: claim for claim in reading.claims})
    said = [describe_saying(claim, reading.report.text, actors) for claim in chain if not is_left_out(claim)]
    return ", according to ".join(reversed(said)) or None


def claim(telling: Telling) -> str | None:
    return telling.event.claim


def corrected(told: Told) -> str | None:
    """What persons had a hand in, over the incident and all its tellings."""
    own = [f"incident.{name}" for each in told.incident.corrections for name in each.value or ()
           if each.action == "change"]  # fmt: skip
    told_of = (name for each in told.tellings for name in list_corrected(each.event, each.reading))
    return JOIN.join(_once((*own, *told_of))) or None


def words(telling: Telling) -> str | None:
    """The sentence-like words around the trigger, at most 300 characters; None where words are left out."""
    text, (start, end) = telling.reading.report.text, telling.event.trigger
    left = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start) + 1) + 1
    stops = [at for at in (text.find("\n", end), text.find(". ", end) + 1) if at > 0]
    found = " ".join(text[max(left, start - 150) : min([*stops, end + 150, len(text)])].split())
    return present(found)


def _once(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
