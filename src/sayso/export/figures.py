"""The figures of a report's page, a map and a timeline, with the ids by which table rows lead to their marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.export.maps import find_spots, link_spots, render_map
from sayso.export.timeline import find_items, render_timeline
from sayso.export.words import Row
from sayso.types import Reading


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures as HTML, and the ids in it of places and of events, by their numbers in the reading."""

    html: str
    places: Mapping[int, str]
    events: Mapping[int, str]


def render_figures(reading: Reading, rows: Sequence[Row], name: str) -> Figures:
    """The figures that the reading has something for; `rows` are all its events in words, `name` starts the ids."""
    spots, items = find_spots(reading), find_items(rows)
    figures = render_map(spots, name) + render_timeline(reading, items, name)
    return Figures(
        html=f'<div class="figures">{figures}</div>\n' if figures else "",
        places=link_spots(spots, name),
        events={item.number: f"{name}-d{item.number}" for item in items},
    )
