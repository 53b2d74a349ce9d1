"""A map of what events or incidents tell of, each mark leading to those at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from sayso.export.maps import MOST, Pin, draw_map
from sayso.export.points import find_point, judge_precision
from sayso.serve.addresses import ask_page
from sayso.types import Place

WIDTH, HEIGHT = 720.0, 400.0


class Placed(Protocol):
    """Whatever has a place: the store's marks, events and incidents."""

    @property
    def place(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, how many things are told of it, and where it leads."""

    name: str
    country: str
    total: int
    href: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A map as SVG, and what it shows in words; `left_out` places had no room, `unplaced` things no point."""

    svg: Markup
    spots: tuple[Spot, ...]
    left_out: int
    unplaced: int


def draw_places(things: Iterable[Placed], kind: str, *, width: float = WIDTH, height: float = HEIGHT) -> Picture | None:
    """The map of `things` of a kind (`events`, `incidents`), None where none of them has a point."""
    found: dict[tuple[float, float], list[Placed]] = {}
    unplaced = 0
    for thing in things:
        at = find_point(Place(0, 0, thing.place or "", thing.lat, thing.lon))
        if at is None:
            unplaced += 1
        else:
            found.setdefault(at, []).append(thing)
    if not found:
        return None
    ranked = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    pins = [_make_pin(n, at, here, kind) for n, (at, here) in enumerate(ranked[:MOST])]
    svg, inside = draw_map(pins, width=width, height=height)
    spots = tuple(
        Spot(pin.name, here[0].country or "", len(here), pin.href, n in inside)
        for n, (pin, (_, here)) in enumerate(zip(pins, ranked, strict=False))
    )
    return Picture(Markup(svg), spots, len(ranked) - len(pins), unplaced)  # draw_map escapes every word


def _make_pin(number: int, at: tuple[float, float], here: list[Placed], kind: str) -> Pin:
    first = here[0]
    names = Counter(thing.place for thing in here if thing.place)
    name = names.most_common(1)[0][0] if names else f"{at[1]:.2f}, {at[0]:.2f}"
    told = f"{name}: {len(here)} {kind if len(here) > 1 else kind.rstrip('s')}"
    href = ask_page(kind, near=f"{at[1]},{at[0]}", km="1")
    return Pin(name, judge_precision(getattr(first, "feature", None)), at, f"pin-{number}", href, told)
