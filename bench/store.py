"""How long the store takes to take in reports, to link them and to answer, as it grows.

    python bench/store.py REPORTS [STORE]

Reports are made up, the same ones on every run. Their words are drawn as often as news has them (the package's table of
terms), those of one story from its own forty words too. A story is told by four reports on average: one in four prints
an agency's text with some words changed, the others tell it anew. Each report has eight events, three of them the
story's, of 2,000 actors and 300 places over ten years, from 40 outlets. Prints the milliseconds of a put and of linking
by tens of the way, their exponents of growth, the bytes a report, and the median of each question at the end, all in
time of the processor. Other programs on the machine make that time longer, so growth is told of the ratio to making the
reports up, which is the same work at every size and is timed beside it.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso.link.evidence import find_lines  # noqa: E402
from sayso.link.linker import link_new  # noqa: E402
from sayso.link.relations import find_relation  # noqa: E402
from sayso.link.story_wording import load_counts  # noqa: E402
from sayso.norm.plover import TYPES  # noqa: E402
from sayso.store import Filters, Store  # noqa: E402
from sayso.types import (  # noqa: E402
    Actor,
    Claim,
    Days,
    Event,
    Participant,
    Place,
    Reading,
    Source,
    Toll,
    make_report,
)

ACTORS, PLACES, OUTLETS, EVENTS, DAYS = 2000, 300, 40, 8, 3650
OWN, TOPIC, WORDS, STORY = 3, 40, 30, 4
CHANGED = 0.06  # of the words of a copy
ROUNDS = 21


@dataclass(frozen=True)
class Told:
    """What a story is about: its day, its own words, and who did what to whom where, with how many killed."""

    day: date
    words: tuple[str, ...]
    who: int
    whom: int
    where: int
    kind: str
    killed: int


@cache
def vocabulary() -> tuple[list[str], list[int], list[str]]:
    """The terms of news with their cumulated counts, and those that tell stories apart."""
    counts, total = load_counts()
    words = sorted(word for word in counts if word.isalpha())
    rare = [word for word in words if 2 < counts[word] < total / 300]
    return words, list(accumulate(counts[word] for word in words)), rare


def make_story(number: int) -> Told:
    chance = random.Random(f"story {number}")
    who, whom = (min(ACTORS - 1, int(chance.paretovariate(0.6))) for _ in range(2))
    return Told(
        date(2014, 1, 1) + timedelta(days=chance.randrange(DAYS)), tuple(chance.sample(vocabulary()[2], TOPIC)), who,
        whom, chance.randrange(PLACES), chance.choice(TYPES), chance.randrange(1, 60),
    )  # fmt: skip


def make_words(chance: random.Random, topic: tuple[str, ...]) -> list[str]:
    words, sums, _ = vocabulary()
    return [
        chance.choice(topic) if chance.random() < 0.3 else words[bisect(sums, chance.randrange(sums[-1]))]
        for _ in range(WORDS)
    ]  # fmt: skip


def make_reading(number: int) -> Reading:
    """The report of a number: eight passages with an event each, half of them said by someone."""
    story, chance = make_story(number // STORY), random.Random(number)
    wording = random.Random(f"agency {number // STORY}" if number % STORY < 2 else number)
    changes = random.Random(f"changes {number}")
    text, actors, places, claims, events = "", {}, [], [], []
    for i in range(EVENTS):
        own = i < OWN
        who, whom = (story.who, story.whom) if own else (
            min(ACTORS - 1, int(wording.paretovariate(0.6))) for _ in range(2)
        )  # fmt: skip
        where, kind = (story.where, story.kind) if own else (wording.randrange(PLACES), wording.choice(TYPES))
        start = len(text)
        text += f"Group{who} struck Group{whom} near Town{where}, Speaker{who} said, and {story.killed} died. "
        words = make_words(wording, story.words)
        text += " ".join(changes.choice(words) if changes.random() < CHANGED else word for word in words) + ".\n"
        span = _finder(text, start)
        for name in (who, whom):
            actors.setdefault(name, Actor(f"a{number}-{name}", f"Group{name}", True, "armed_group", ()))
            actors[name] = replace(actors[name], mentions=(*actors[name].mentions, span(f"Group{name}")))
        at = (-60 + where % 120, -170 + where)
        places.append(Place(*span(f"Town{where}"), f"Town{where}", *at, f"C{where % 90:02d}", feature="PPL"))
        said = f"c{number}-{i}" if i % 2 else None
        if said:
            claims.append(Claim(said, Source((span(f"Speaker{who}"),), "named"), (span("said"),),
                                ((start, span(f"Town{where}")[1]),), "indirect"))  # fmt: skip
        day = story.day if own else story.day - timedelta(days=chance.randrange(1, 400))
        events.append(Event(
            f"e{number}-{i}", kind, span("struck"), actors=(Participant(f"a{number}-{who}", span(f"Group{who}")),),
            recipients=(Participant(f"a{number}-{whom}", span(f"Group{whom}")),), place=i,
            date=Days(day.isoformat(), day.isoformat()), claim=said, incident=f"i{number}" if own else None,
            killed=Toll(story.killed, story.killed, span(str(story.killed))) if own else None,
        ))  # fmt: skip
    published = (story.day + timedelta(days=number % STORY)).isoformat()
    report = make_report(text, outlet=f"Outlet {number % OUTLETS}", published=published, id=f"r{number}")
    return Reading(report, tuple(actors.values()), (), tuple(places), tuple(claims), tuple(events))


def _finder(text: str, start: int) -> Callable[[str], tuple[int, int]]:
    def span(words: str) -> tuple[int, int]:
        at = text.index(words, start)
        return at, at + len(words)

    return span


QUESTIONS: dict[str, Callable[[Store], object]] = {
    "newest events": lambda s: s.events(),
    "events of a frequent actor": lambda s: s.events(Filters(actor="Group1")),
    "events of a rare actor": lambda s: s.events(Filters(actor="Group1500")),
    "events of an actor as target, by type": lambda s: s.events(Filters(actor="Group2", side="recipient", type="AID")),
    "events of a type in a country": lambda s: s.events(Filters(type="ASSAULT", country="C07")),
    "events within 500 km, in a month": lambda s: s.events(
        Filters(near=(-10.0, -120.0), km=500, since="2020-03-01", until="2020-03-31")),
    "events between two days": lambda s: s.events(Filters(since="2018-01-01", until="2018-01-07")),
    "events by words": lambda s: s.events(Filters(text='"group7 struck" town9')),
    "claims by a word": lambda s: s.claims(Filters(text="Town77")),
    "claims of a source": lambda s: s.claims(Filters(text="Speaker12", kind="named")),
    "reports by words": lambda s: s.reports(Filters(text="Group900 relatives")),
    "reports of an outlet": lambda s: s.reports(Filters(outlet="Outlet 3", until="2019-12-31")),
    "actors": lambda s: s.actors(),
    "sources": lambda s: s.sources(),
    "a relation": lambda s: s.relations("Group1", "Group2"),
    "all relations of an actor": lambda s: s.relations("Group40"),
    "a country": lambda s: s.countries("C07", since="2020-01-01"),
    "an id": lambda s: s.find("r77"),
    "newest incidents": lambda s: s.incidents(),
    "incidents of most lines": lambda s: s.incidents(Filters(lines=2), sort="lines"),
    "contradicted incidents of a frequent actor": lambda s: s.incidents(Filters(actor="Group1", contradicted=True)),
    "incidents of a type in a country, most killed": lambda s: s.incidents(
        Filters(type="ASSAULT", country="C07"), sort="killed"),
    "incidents by words, between two days": lambda s: s.incidents(
        Filters(text="town77", since="2016-01-01", until="2019-12-31")),
    "incidents within 500 km": lambda s: s.incidents(Filters(near=(-10.0, -120.0), km=500)),
    "the lines of an incident": lambda s: find_lines(s, "e40-0"),
    "what stands between two actors": lambda s: find_relation(s, "Group1", "Group2"),
}  # fmt: skip


def main(reports: int, where: Path) -> None:
    with Store.open(where) as store:
        puts, links, made = [], [], []
        for tenth in range(10):
            numbers = range(reports * tenth // 10, reports * (tenth + 1) // 10)
            readings: list[Reading] = []
            made.append(_time(lambda: readings.extend(map(make_reading, numbers))) / len(numbers))  # noqa: B023
            puts.append((numbers.stop, _time(partial(_put, store, readings)) / len(numbers)))
            links.append((numbers.stop, _time(partial(link_new, store)) / len(numbers)))
            print(f"{numbers.stop:>8} reports: {puts[-1][1]:6.1f} ms a put, {links[-1][1]:6.1f} to link,"
                  f" {made[-1]:5.1f} to make one up", flush=True)  # fmt: skip
        for name, points in (("a put", puts), ("linking", links), ("both", _add(puts, links))):
            ratios = [(n, taken / beside) for (n, taken), beside in zip(points, made, strict=True)]
            print(f"{name} grows with the power {grow(ratios):.3f} of the reports there are")
        print(f"{where.stat().st_size / reports:.0f} bytes a report")
        print(f"{len(store.incidents(limit=None))} incidents")
        for name, ask in QUESTIONS.items():
            taken = [_time(partial(ask, store)) for _ in range(ROUNDS)]
            print(f"{median(taken):8.1f} ms of CPU  {name}")


def _put(store: Store, readings: list[Reading]) -> None:
    for reading in readings:
        store.put(reading)


def _time(work: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _add(one: list[tuple[int, float]], other: list[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(n, a + b) for (n, a), (_, b) in zip(one, other, strict=True)]


def grow(points: list[tuple[int, float]]) -> float:
    """The slope of log time over log size, by least squares."""
    xs, ys = [math.log(n) for n, _ in points], [math.log(t) for _, t in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "sayso.db")
