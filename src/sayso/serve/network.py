"""With whom an actor deals: it in the middle, its partners around, each leading to what is between the two.

Partners stand in a ring, those with most events first, clockwise from the top. A full line is cooperation, a broken one
conflict, a dotted one neither; the thicker, the more events.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from sayso.export.labels import Anchor, shorten
from sayso.export.words import one_line
from sayso.norm.plover import load_types, score_event
from sayso.serve.addresses import find_relation
from sayso.store import RelationRecord

WIDTH, HEIGHT = 720.0, 420.0
_ACROSS, _DOWN = 215.0, 160.0  # radii of the ring
FEWEST, MOST = 3, 16
_LONGEST = 26
_HELD = ("certain", "uncertain")  # what is denied, or only planned, draws no line


@dataclass(frozen=True, slots=True)
class Partner:
    """Another actor: how many events are cooperative and hostile, and the mean PLOVER score of all, -10 to 10."""

    key: str
    name: str
    total: int
    cooperative: int
    hostile: int
    score: float

    @property
    def kind(self) -> str:
        """`coop`, `conf` or `even`, by which of the two is more."""
        return "coop" if self.cooperative > self.hostile else "conf" if self.hostile > self.cooperative else "even"


def is_cooperative(kind: str) -> bool:
    """Whether a type is of one of the two cooperative quad classes."""
    entry = load_types().get(kind)
    return entry is not None and entry.quad.endswith("cooperation")


def find_partners(relations: Iterable[RelationRecord], keys: set[str]) -> list[Partner]:
    """The other sides of an actor's relations, those with most events first."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    names: dict[str, str] = {}
    for row in relations:
        for key, name in ((row.actor, row.actor_name), (row.recipient, row.recipient_name)):
            if key in keys or row.factuality not in _HELD:
                continue
            names[key] = name
            counts[key][0 if is_cooperative(row.type) else 1] += row.count
            counts[key][2] += score_event(row.type, row.mode) * row.count
    found = [
        Partner(key, names[key], int(coop + hostile), int(coop), int(hostile), score / (coop + hostile))
        for key, (coop, hostile, score) in counts.items()
    ]
    return sorted(found, key=lambda partner: (-partner.total, partner.name, partner.key))


def draw_network(name: str, key: str, partners: Sequence[Partner]) -> Markup | None:
    """The picture as SVG, None for an actor with too few partners for one."""
    shown = partners[:MOST]
    if len(shown) < FEWEST:
        return None
    most = shown[0].total
    drawn = [_draw_partner(partner, n, len(shown), key, most) for n, partner in enumerate(shown)]
    middle = escape(shorten(one_line(name), _LONGEST))
    return Markup(  # every word in it is escaped
        f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="group" aria-label="Network of relations">'
        f'{"".join(line for line, _ in drawn)}'
        f'<circle class="hub" cx="{WIDTH / 2:g}" cy="{HEIGHT / 2:g}" r="9"/>'
        f'<text class="hub" x="{WIDTH / 2:g}" y="{HEIGHT / 2 + 26:g}" text-anchor="middle">{middle}</text>'
        f'{"".join(end for _, end in drawn)}</svg>'
    )


def _draw_partner(partner: Partner, number: int, total: int, key: str, most: int) -> tuple[str, str]:
    angle = 2 * math.pi * number / total - math.pi / 2
    x, y = WIDTH / 2 + _ACROSS * math.cos(angle), HEIGHT / 2 + _DOWN * math.sin(angle)
    width = 1 + 5 * math.sqrt(partner.total / most)
    path = f"M{WIDTH / 2:g} {HEIGHT / 2:g}L{x:.1f} {y:.1f}"
    line = f'<path class="tie {partner.kind}" d="{path}" stroke-width="{width:.1f}"/>'
    anchor, right, down = _place_label(math.cos(angle), math.sin(angle))
    counts = f"{partner.total} events, {partner.cooperative} cooperative, {partner.hostile} hostile"
    told = escape(f"{one_line(partner.name)}: {counts}")
    words = escape(shorten(one_line(partner.name), _LONGEST))
    end = (
        f'<a class="node {partner.kind}" href="{escape(find_relation(key, partner.key))}" aria-label="{told}">'
        f'<title>{told}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
        f'<text x="{x + right:.1f}" y="{y + down:.1f}" text-anchor="{anchor}">{words}</text></a>'
    )
    return line, end


def _place_label(across: float, down: float) -> tuple[Anchor, float, float]:
    """Outside the ring: beside the mark, above it at the top, below it at the bottom."""
    if abs(across) > 0.25:
        return ("start", 11, 5) if across > 0 else ("end", -11, 5)
    return ("middle", 0, 22) if down > 0 else ("middle", 0, -13)
