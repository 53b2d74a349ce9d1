"""How long the store takes to take in reports and to answer, as it grows.

    python bench/store.py REPORTS [STORE]

Reports are made up, the same ones on every run: eight events each, of 2,000 actors and 300 places over ten years, told
by 40 outlets. Prints the milliseconds of a put by tens of the way, their exponent of growth, and the median of each
question at the end.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso.norm.plover import TYPES  # noqa: E402
from sayso.store import Filters, Store  # noqa: E402
from sayso.types import Actor, Claim, Days, Event, Participant, Place, Reading, Source, make_report  # noqa: E402

ACTORS, PLACES, OUTLETS, EVENTS, DAYS = 2000, 300, 40, 8, 3650
FILLER = ("talks", "went", "on", "behind", "closed", "doors", "while", "residents", "waited", "for", "relatives")
ROUNDS = 21


def make_reading(number: int) -> Reading:
    """The report of a number: eight sentences with an event each, half of them said by someone, then some filler."""
    chance = random.Random(number)
    day = date(2014, 1, 1) + timedelta(days=chance.randrange(DAYS))
    text, actors, places, claims, events = "", {}, [], [], []
    for i in range(EVENTS):
        who, whom = (min(ACTORS - 1, int(chance.paretovariate(0.6))) for _ in range(2))
        where, kind = chance.randrange(PLACES), chance.choice(TYPES)
        start = len(text)
        text += f"Group{who} struck Group{whom} near Town{where}, Speaker{who} said. "
        text += " ".join(chance.sample(FILLER, 8)) + ".\n"
        span = _finder(text, start)
        for name in (who, whom):
            actors.setdefault(name, Actor(f"a{number}-{name}", f"Group{name}", True, "armed_group", ()))
            actors[name] = replace(actors[name], mentions=(*actors[name].mentions, span(f"Group{name}")))
        at = (-60 + where % 120, -170 + where)
        places.append(Place(*span(f"Town{where}"), f"Town{where}", *at, f"C{where % 90:02d}"))
        said = f"c{number}-{i}" if i % 2 else None
        if said:
            claims.append(Claim(said, Source((span(f"Speaker{who}"),), "named"), (span("said"),),
                                ((start, span(f"Town{where}")[1]),), "indirect"))  # fmt: skip
        events.append(Event(
            f"e{number}-{i}", kind, span("struck"), actors=(Participant(f"a{number}-{who}", span(f"Group{who}")),),
            recipients=(Participant(f"a{number}-{whom}", span(f"Group{whom}")),), place=i,
            date=Days(day.isoformat(), day.isoformat()), claim=said,
        ))  # fmt: skip
    report = make_report(text, outlet=f"Outlet {number % OUTLETS}", published=day.isoformat(), id=f"r{number}")
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
}  # fmt: skip


def main(reports: int, where: Path) -> None:
    with Store.open(where) as store:
        points = []
        for tenth in range(10):
            numbers = range(reports * tenth // 10, reports * (tenth + 1) // 10)
            readings = [make_reading(number) for number in numbers]
            began = time.process_time()
            for reading in readings:
                store.put(reading)
            points.append((numbers.stop, (time.process_time() - began) / len(numbers) * 1000))
            print(f"{numbers.stop:>8} reports  {points[-1][1]:6.2f} ms of CPU a put", flush=True)
        print(f"a put grows with the power {grow(points):.3f} of the reports there are")
        for name, ask in QUESTIONS.items():
            taken = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                ask(store)
                taken.append((time.perf_counter() - began) * 1000)
            print(f"{median(taken):8.1f} ms  {name}")


def grow(points: list[tuple[int, float]]) -> float:
    """The slope of log time over log size, by least squares."""
    xs, ys = [math.log(n) for n, _ in points], [math.log(t) for _, t in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "sayso.db")
