"""Linking: what is new in a store is compared with what it may belong to, decided upon, and summed up.

    from sayso.link.linker import link_new

    with Store.open("sayso.db") as store:
        print(link_new(store).incidents)

Reports are taken some at a time, each time in one transaction, so what is killed goes on where it stopped. All that is
decided follows from pairs and from the clusters they make, never from the order in which reports came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sayso.link import cases, citing, copying, identities, stories
from sayso.link.credits import find_credits
from sayso.link.shelf import Shelf, prepare
from sayso.link.summing import list_facets, sum_up
from sayso.store import Store, actor_key
from sayso.store.linking import Linking

BATCH = 64
# Where the incidents stand for which a kind of decision matters.
_FACETS = {"actor": ("actor", "recipient", "source"), "copy": ("report",), "cites": ("report",)}


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """How many reports were looked at, and how many incidents are new or other than before."""

    reports: int = 0
    incidents: int = 0


def link_new(store: Store, progress: Callable[[int, int], None] = lambda done, total: None) -> LinkSummary:
    """Link what is new or was decided since the last time.

    Args:
        progress: called with how many reports are done, and how many there were to do.
    """
    shelf, done, incidents = Shelf(), 0, 0
    while True:
        with store.linking() as session:
            waiting, numbers = session.count_pending(), session.pending(BATCH)
            progress(done, done + waiting)
            stale = session.take_stale()
            if not numbers and not stale:
                return LinkSummary(done, incidents)
            incidents += _link(session, shelf, numbers, stale)
            session.settle(numbers)
        done += len(numbers)


def relink(store: Store, progress: Callable[[int, int], None] = lambda done, total: None) -> LinkSummary:
    """Forget all that linking made, and link every report again; what persons decided stays."""
    with store.linking() as session:
        session.start_over()
    return link_new(store, progress)


def _link(session: Linking, shelf: Shelf, numbers: Sequence[int], stale: Mapping[str, Sequence[str]]) -> int:
    """One round; gives back how many incidents are other than before."""
    keys, actors = _take_in(session, shelf, numbers)
    copied = copying.regroup(session, {*keys, *stale.get(copying.KIND, ())})
    session.decide(cases.KIND, (), _find_vanished(session, stale.get(cases.KIND, ())))
    stories.compare_new(session, shelf, numbers)
    events = session.units(stale.get(cases.KIND, ()))
    doubtful = session.keys(sorted({event.report for event in events}))
    grouping = stories.regroup(session, shelf, {*keys, *doubtful, *stale.get(stories.KIND, ())}, keys)
    cases.compare_new(session, shelf, grouping)
    again = set(session.stories(doubtful).values())
    changes = cases.regroup(session, shelf, grouping.changed | again)
    renamed = identities.link_actors(session, actors)
    other = {
        **stale, copying.KIND: [*stale.get(copying.KIND, ()), *copied],
        identities.KIND: [*stale.get(identities.KIND, ()), *renamed],
    }  # fmt: skip
    touched = {
        incident for kind, facets in _FACETS.items() for facet in facets
        for incident in session.incidents_of(facet, other.get(kind, ()))
    }  # fmt: skip
    named = {event.incident for event in events}
    other_incidents = changes.changed | touched | named
    return _sum_up(session, other_incidents, changes.gone | {*stale.get(cases.KIND, ())}, keys)


def _take_in(session: Linking, shelf: Shelf, numbers: Sequence[int]) -> tuple[list[str], set[str]]:
    """Write down the events, the credits and the texts' keys of new readings.

    Gives back the keys of the reports, and of the actors that they name.
    """
    texts: dict[str, str] = {}
    actors: set[str] = set()
    told: dict[int, list[tuple[str, str]]] = {}
    for number in numbers:
        key, reading = session.reading(number)
        held = prepare(key, number, reading)
        shelf.put(held)
        unit = {event: happening.id for happening in held.happenings for event in happening.events}
        told[number] = [(event.id, unit[event.id]) for event in reading.events]
        texts[key] = reading.report.text
        actors |= {named for actor in reading.actors if (named := actor_key(actor)) is not None}
    session.put_told(told)
    session.put_credits({n: find_credits(text) for n, text in zip(numbers, texts.values(), strict=True)})
    copying.compare_new(session, texts)
    return list(texts), actors


def _find_vanished(session: Linking, ids: Collection[str]) -> list[str]:
    """Which of the events are in no reading any more; how alike they were to others is forgotten."""
    there = {event.id for event in session.units(ids)}
    vanished = sorted(set(ids) - there)
    session.drop_scores(cases.SCORED, vanished)
    return vanished


def _sum_up(session: Linking, changed: Collection[str], gone: Collection[str], keys: Collection[str]) -> int:
    """Write the records of incidents that are other than before, and take out those that are no more."""
    materials = session.materials(changed)
    session.drop_incidents(sorted({*gone, *changed} - set(materials)))
    session.put_incidents((sum_up(material), list_facets(material)) for material in materials.values())
    citing.decide(session, materials, keys)
    return len(materials)
