"""Which place each name means, for all names of a report at once."""

from __future__ import annotations

import numpy as np
from spacy.tokens import Doc

from sayso.norm.gazetteer import Entry
from sayso.pipes.places_groups import Group, count_peoples, group_mentions
from sayso.pipes.places_model import Model, load_model
from sayso.pipes.places_spans import Candidate
from sayso.pipes.places_weigh import Matrix, weigh_alone, weigh_together

ROUNDS = 3


def resolve(doc: Doc, mentions: list[Candidate]) -> list[Entry | None]:
    """The place of each mention, None where none of the gazetteer's is likelier than that it is none of them."""
    groups = group_mentions(doc, mentions)
    alone = weigh_alone(groups, count_peoples(doc))
    chances = rate_entries(groups, alone, load_model())
    found: list[Entry | None] = [None] * len(mentions)
    for group, chance in zip(groups, chances, strict=True):
        best = int(np.argmax(chance))
        for i in group.mentions:
            found[i] = group.entries[best] if best < len(group.entries) else None
    return found


def rate_entries(groups: list[Group], alone: list[Matrix], model: Model) -> list[np.ndarray]:  # type: ignore[type-arg]
    """The chance of each entry of each group, and last of "none of them"."""
    chances = [softmax(rows @ model.first) for rows in alone]
    for _ in range(ROUNDS):
        together = weigh_together(groups, chances)
        chances = [softmax(np.hstack(rows) @ model.second) for rows in zip(alone, together, strict=True)]
    return chances


def softmax(scores: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())
