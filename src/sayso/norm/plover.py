"""PLOVER 2.0: event types, their modes and contexts, quad classes and scores.

From the PLOVER manual (Open Event Data Alliance, draft 2.0, 2023; CC BY-SA 4.0), condensed in
`data/lexicons/plover.yml`. A type that is told of the future is coded as another one: `promote` says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.errors import ResourceError
from sayso.resources import load_yaml

FILE = "lexicons/plover.yml"
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the 16 types. `score` runs from -10 (hostile) to 10; `modes` have scores of their own."""

    name: str
    quad: str
    score: float
    modes: Mapping[str, float]
    needs_recipient: bool
    future: str | None
    refused: str | None


@cache
def load_types() -> Mapping[str, EventType]:
    """The types by name, in the manual's order.

    Raises:
        ResourceError: when the data file lacks one.
    """
    data: Mapping[str, Mapping[str, Any]] = load_yaml(FILE)["types"]
    if tuple(data) != TYPES:
        raise ResourceError(f"{FILE} must list the types {', '.join(TYPES)}")
    return {
        name: EventType(
            name, entry["quad"], entry["score"], {m: _score(v, entry) for m, v in entry.get("modes", {}).items()},
            bool(entry.get("needs_recipient", False)), entry.get("future"), entry.get("refused"),
        )
        for name, entry in data.items()
    }


@cache
def list_contexts() -> tuple[str, ...]:
    """The names of the contexts, in the manual's order."""
    return tuple(load_yaml(FILE)["contexts"])


def score_event(kind: str, mode: str | None = None) -> float:
    """The score of a type in a mode, from -10 to 10; an unknown mode has its type's.

    Raises:
        KeyError: when the type is none of PLOVER's.
    """
    entry = load_types()[kind]
    return entry.modes.get(mode, entry.score) if mode is not None else entry.score


def quad_class(kind: str) -> str:
    """`verbal cooperation`, `material cooperation`, `verbal conflict` or `material conflict`.

    Raises:
        KeyError: when the type is none of PLOVER's.
    """
    return load_types()[kind].quad


def promote(kind: str, *, future: bool = False, refused: bool = False) -> str:
    """The type that an act of `kind` amounts to when it is only announced, or when the doer refuses it."""
    entry = load_types()[kind]
    if refused:
        return entry.refused or kind
    return (entry.future or kind) if future else kind


def _score(value: float | None, entry: Mapping[str, Any]) -> float:
    return float(entry["score"] if value is None else value)
