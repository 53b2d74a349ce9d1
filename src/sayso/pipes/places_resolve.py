"""Which place each name means, for all names of a report at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from sayso.norm.gazetteer import Entry
from sayso.pipes.places_groups import Group, count_peoples, group_mentions, group_outlet, group_seats
from sayso.pipes.places_model import Model, load_model
from sayso.pipes.places_spans import Candidate
from sayso.pipes.places_weigh import Matrix, distances, weigh_alone, weigh_together

ROUNDS = 3
# A name is left open when "none of them" is more than so many times likelier than the best place. Below that the best
# place was right more often than not in the training part, but for small towns of a state that the report is not about.
DOUBT = 4.0
# On the development part the best namesake was right for 19 % of the names below this share, for 95 % of those above.
THIN = 0.3
SAME = 161.0  # km within which two places of one name are taken for one: a town and its district
SHOWN = 3  # namesakes given for a name that stays open, with a chance of at least `LEAST`
LEAST = 0.05
LARGE = 500_000  # people of a town that a report names without naming its state


@dataclass(frozen=True, slots=True)
class Choice:
    """The place that a name means, None where that stays open; then `among` has the likeliest with their chances."""

    entry: Entry | None
    among: tuple[tuple[Entry, float], ...] = ()


def resolve(doc: Doc, mentions: list[Candidate], outlet: str | None = None) -> list[Entry | None]:
    """The place of each mention, None where it stays open; as for `choose`."""
    return [choice.entry for choice in choose(doc, mentions, outlet)]


def choose(doc: Doc, mentions: list[Candidate], outlet: str | None = None) -> list[Choice]:
    """What each mention means; `outlet` published the report.

    It stays open where no place of the gazetteer is credible, and where namesakes far from each other are about as
    likely (`THIN`).
    """
    groups = group_mentions(doc, mentions) + group_outlet(outlet) + group_seats(doc)
    peoples = count_peoples(doc)
    chances = rate_entries(groups, weigh_alone(groups, peoples), load_model())
    best = [_choose(g, chance) for g, chance in zip(groups, chances, strict=True)]
    states = Counter(e.country for e, _ in best if e and e.kind < 3) + peoples
    found = [Choice(None)] * len(mentions)
    for group, (entry, odds), chance in zip(groups, best, chances, strict=True):
        doubtful = entry and (not _is_credible(entry, odds, states) or _is_thin(group, entry, chance))
        if doubtful and not _is_only_airport(group):
            entry = None
        choice = Choice(entry) if entry else Choice(None, _likeliest(group, chance))
        for i in group.mentions:
            found[i] = choice
    return found


def _is_only_airport(group: Group) -> bool:
    """Whether the name is that of one airport and of nothing else: "Kabul airport"."""
    return len(group.entries) == 1 and group.entries[0].feature == "AIRP" and group.entries[0].kind < 3


def _is_thin(group: Group, entry: Entry, chance: np.ndarray) -> bool:
    """Whether the places near the likeliest one have too small a share in the chances of all of that name."""
    near = distances((entry,), list(group.entries))[0] < SAME
    known = chance[:-1].sum()
    return bool(known > 0 and chance[:-1][near].sum() / known < THIN)


def _likeliest(group: Group, chance: np.ndarray) -> tuple[tuple[Entry, float], ...]:
    ranked = sorted(zip(group.entries, chance, strict=False), key=lambda pair: (-float(pair[1]), pair[0].id))
    return tuple((e, round(float(c), 2)) for e, c in ranked[:SHOWN] if c >= LEAST)


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
