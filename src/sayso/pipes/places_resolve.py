"""Which place each name means, for all names of a report at once."""

from __future__ import annotations

from collections import Counter

import numpy as np
from spacy.tokens import Doc

from sayso.norm.gazetteer import Entry
from sayso.pipes.places_groups import Group, count_peoples, group_mentions, group_outlet
from sayso.pipes.places_model import Model, load_model
from sayso.pipes.places_spans import Candidate
from sayso.pipes.places_weigh import Matrix, weigh_alone, weigh_together

ROUNDS = 3
# A name is left open when "none of them" is more than so many times likelier than the best place. Below that the best
# place was right more often than not in the training part, but for small towns of a state that the report is not about.
DOUBT = 4.0
LARGE = 500_000  # people of a town that a report names without naming its state


def resolve(doc: Doc, mentions: list[Candidate], outlet: str | None = None) -> list[Entry | None]:
    """The place of each mention, None where no place of the gazetteer is credible; `outlet` published the report."""
    groups = group_mentions(doc, mentions) + group_outlet(outlet)
    peoples = count_peoples(doc)
    chances = rate_entries(groups, weigh_alone(groups, peoples), load_model())
    best = [_choose(g, chance) for g, chance in zip(groups, chances, strict=True)]
    states = Counter(e.country for e, _ in best if e and e.kind < 3) + peoples
    found: list[Entry | None] = [None] * len(mentions)
    for group, (entry, odds) in zip(groups, best, strict=True):
        if entry and not _is_credible(entry, odds, states):
            entry = None
        for i in group.mentions:
            found[i] = entry
    return found


def _choose(group: Group, chance: np.ndarray) -> tuple[Entry | None, float]:
    """The likeliest place, and how many times likelier it is than "none of them"."""
    if not group.entries:
        return None, 0.0
    best = int(np.argmax(chance[:-1]))
    return group.entries[best], float(chance[best] / chance[-1])


def _is_credible(entry: Entry, odds: float, states: Counter[str | None]) -> bool:
    """Whether a place may be meant; `states` counts names and peoples of the report by state, this one included."""
    if entry.kind == 3:  # a name that merely sounds alike
        return states[entry.country] > 0 and odds * DOUBT > 1
    small = entry.feature in ("PPL", "ADM1", "ADM2") and entry.population < LARGE
    alone = states[entry.country] < 2 and states.total() > states[entry.country]
    return odds > 1 if small and alone else odds * DOUBT > 1


def rate_entries(groups: list[Group], alone: list[Matrix], model: Model) -> list[np.ndarray]:
    """The chance of each entry of each group, and last of "none of them"."""
    chances = [softmax(rows @ model.first) for rows in alone]
    for _ in range(ROUNDS):
        together = weigh_together(groups, chances)
        chances = [softmax(np.hstack(rows) @ model.second) for rows in zip(alone, together, strict=True)]
    return chances


def softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())
