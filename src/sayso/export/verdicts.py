"""What several corrections of one thing amount to: the later one holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.store import Correction

ACCEPTED, ADDED, MERGED = "accepted", "added", "merged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What persons say of one thing.

    Attributes:
        fields: those they changed, as they should be.
        into: the id of what it is the same as.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    rejected: bool = False
    accepted: bool = False
    into: str | None = None

    def list_fields(self, put_in: Iterable[str]) -> tuple[str, ...]:
        """What a reading tells of it: the fields that were put in, and what else was done."""
        more = ((ACCEPTED, self.accepted), (MERGED, self.into is not None))
        return (*put_in, *(name for name, is_so in more if is_so))


def judge(corrections: Iterable[Correction]) -> Verdict:
    """The verdict of corrections in the order they were made; accepting or changing a thing takes a rejection back."""
    fields: dict[str, Any] = {}
    rejected = accepted = False
    into: str | None = None
    for each in corrections:
        value = each.value or {}
        if each.action == "change":
            fields |= value
            rejected = False
        elif each.action in ("accept", "reject"):
            accepted = each.action == "accept"
            rejected = not accepted
        elif each.action == "merge":
            into = str(value["into"]) if value.get("into") else into
        elif each.action == "split" and into == value.get("from"):
            into = None
    return Verdict(fields, rejected, accepted, into)
