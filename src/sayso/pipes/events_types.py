"""The trigger of an event, as the event modules hand it to each other."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from sayso.pipes.events_lexicon import Frame
from sayso.pipes.events_slots import Slots
from sayso.types import Span

WINDOW = 5


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event found: its head word, frame, type as coded (after promotion) and the heads of its sides."""

    token: Token
    frame: Frame
    type: str
    mode: str | None
    slots: Slots
    actors: tuple[Token, ...]
    recipients: tuple[Token, ...]
    words: tuple[Token, ...]

    @property
    def span(self) -> Span:
        """The trigger's words, when they stand close together, else its head word."""
        first, last = self.words[0], self.words[-1]
        if last.i - first.i >= WINDOW:
            first = last = self.token
        return first.idx, last.idx + len(last)
