"""The tools that are run, in the order of the tables."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

ADAPTERS = Path(__file__).parent / "adapters"


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool and the measure it takes part in.

    `adapter` is a module of `bench/peers/adapters`, `mode` its setting; `looked_up` says that the tool gives names
    without coordinates, which are then those of the most populous namesake in sayso's gazetteer.
    """

    name: str
    measure: str
    adapter: str
    mode: str = ""
    looked_up: bool = False

    def requirements(self) -> tuple[str, ...]:
        """What pip installs for it, as pinned in its adapter; none where the project's own environment will do."""
        return read_requirements(ADAPTERS / f"{self.adapter}.py")


PEERS = (
    Peer("textacy, direct quotations", "claims", "textacy_quotes"),
    Peer("HeidelTime, news", "times", "heideltime", mode="news"),
    Peer("HeidelTime, narratives", "times", "heideltime", mode="narrative"),
    Peer("Recognizers-Text", "times", "recognizers"),
    Peer("dateparser, search_dates", "times", "dateparser"),
    Peer("timexy", "times", "timexy"),
    Peer("spaCy sm, most populous namesake", "places", "spacy_places", looked_up=True),
    Peer("geotext", "places", "geotext", looked_up=True),
    Peer("flashgeotext", "places", "flashgeotext", looked_up=True),
    Peer("rapidfuzz WRatio, transliterated", "names", "name_wratio"),
    Peer("nomenklatura, LogicV2", "names", "name_nomenklatura", mode="logic-v2"),
    Peer("nomenklatura, NameMatcher", "names", "name_nomenklatura", mode="name-based"),
)
# Of each measure the figures that tell tools apart; what only sayso does is left out.
FIGURES = {
    "claims": ("claims, content F1", "claims, content + source F1", "exact source F1", "exact cue F1",
               "exact content F1", "recall, direct quotes", "recall, mixed", "recall, indirect"),
    "times": ("value F1", "value F1, TimeBank", "value F1, AQUAINT", "value F1, WikiWars", "relaxed span F1",
              "days F1"),
    "places": ("found F1", "within 161 km of found", "within reach of found", "end to end F1",
               "end to end F1, within reach", "country right of found"),
    "names": ("led to the right actor", "led to the right actor, Latin script", "not led to a wrong actor",
              "strangers led to nobody", "precision of what is led"),
}
OURS = (
    *(Peer("**sayso**, whole reading", measure, "sayso") for measure in ("claims", "times", "places")),
    Peer("**sayso**, names", "names", "sayso_names"),
)


def find_peers(only: tuple[str, ...] = ()) -> list[Peer]:
    """The tools asked for by a part of their name, their adapter or their measure, after sayso itself on each measure.

    Raises:
        ValueError: when a name fits none.
    """
    wanted = [p for p in PEERS if not only or any(_fits(p, name) for name in only)]
    unknown = [name for name in only if not any(_fits(p, name) for p in PEERS)]
    if unknown:
        raise ValueError(f"no tool {', '.join(unknown)}; there are {', '.join(sorted({p.adapter for p in PEERS}))}")
    measures = {p.measure for p in wanted}
    return [*(p for p in OURS if p.measure in measures), *wanted]


def _fits(peer: Peer, name: str) -> bool:
    return name.lower() in (peer.measure, peer.adapter) or name.lower() in peer.name.lower()


def read_requirements(adapter: Path) -> tuple[str, ...]:
    """The value of `REQUIRES` in an adapter, which cannot be imported without what it requires."""
    for node in ast.parse(adapter.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "REQUIRES" for t in node.targets):
            return tuple(ast.literal_eval(node.value))
    raise ValueError(f"{adapter} does not say what it REQUIRES")
