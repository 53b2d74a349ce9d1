"""Which place each name means, for all names of a report at once."""

from __future__ import annotations

import numpy as np
from spacy.tokens import Doc

from sayso.norm.gazetteer import Entry
from sayso.pipes.places_groups import Group, count_peoples, group_mentions, group_outlet
from sayso.pipes.places_model import Model, load_model
from sayso.pipes.places_spans import Candidate
from sayso.pipes.places_weigh import Matrix, weigh_alone, weigh_together

ROUNDS = 3
# A name is left open when "none of them" is more than so many times likelier than the best place. Below that the best
# place was right more often than not in the training part.
DOUBT = 4.0


def resolve(doc: Doc, mentions: list[Candidate], outlet: str | None = None) -> list[Entry | None]:
    """The place of each mention, None where no place of the gazetteer is credible; `outlet` published the report."""
    groups = group_mentions(doc, mentions) + group_outlet(outlet)
    peoples = count_peoples(doc)
    chances = rate_entries(groups, weigh_alone(groups, peoples), load_model())
    best = [_choose(g, chance) for g, chance in zip(groups, chances, strict=True)]
    named = {e.country for e in best if e and e.kind < 3} | set(peoples)
    found: list[Entry | None] = [None] * len(mentions)
    for group, entry in zip(groups, best, strict=True):
        if entry and entry.kind == 3 and entry.country not in named:
            entry = None  # a name that merely sounds alike, in a state that the report is not about
        for i in group.mentions:
            found[i] = entry
    return found


def _choose(group: Group, chance: np.ndarray) -> Entry | None:
    if not group.entries:
        return None
    best = int(np.argmax(chance[:-1]))
    return group.entries[best] if chance[best] * DOUBT > chance[-1] else None


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
