"""Look-ups for the stages after the actors: which actor do these words stand for?

    index = ActorIndex(board.get_actors(doc), doc)
    index.actor_at(10, 24)     # "a3", or None when the words are no mention of an actor
    index.with_extra(10, 24)   # the same, but the words become an actor of their own when they were none
    index.save()               # puts the actors, with those that were added, back on the board
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from sayso.norm.actor_codes import code_phrase
from sayso.norm.countries import find_capital, find_nationality
from sayso.norm.kb import find_entity, get_state
from sayso.norm.names import name_key, strip_article
from sayso.pipes import board
from sayso.pipes.actors_tokens import root_of
from sayso.types import Actor, Span

OTHER_THAN_COUNTRIES = frozenset({"IGO", "UNO", "EUR", "NGO", "MNC", "ISM"})


class ActorIndex:
    """The mentions of a report's actors, by their words.

    Args:
        actors: the actors, with ids that hold within `doc`.
        doc: the parsed report; mentions are found by the head token of the words asked for.
    """

    def __init__(self, actors: list[Actor], doc: Doc) -> None:
        self._doc = doc
        self._text: str = doc.text  # spaCy joins the tokens anew at every access
        self._actors: dict[str, Actor] = {a.id: a for a in actors}
        self._by_head: dict[int, list[tuple[Span, str]]] = {}
        self._exact: dict[Span, str] = {}
        for actor in actors:
            for span in actor.mentions:
                self._note(span, actor.id)

    @property
    def actors(self) -> list[Actor]:
        """All actors, those of the report first, then those added, in the order of their adding."""
        return list(self._actors.values())

    def get(self, actor_id: str) -> Actor:
        """The actor of this id (a KeyError means that the id is of another report)."""
        return self._actors[actor_id]

    def actor_at(self, start: int, end: int) -> str | None:
        """The id of the actor whose mention fits `text[start:end]` best.

        A mention fits when it is these very words, or when its head token is the head of these words; of several the
        one that shares the most characters wins. "members" finds "members of the council", "Siraj" does not find
        "Siraj's rivals".
        """
        exact = self._exact.get((start, end))
        if exact is not None:
            return exact
        head = root_of(self._doc, start, end)
        for token in (head, _apposed_to(head)):
            found = self._by_head.get(token.i, []) if token is not None else []
            if found:
                return max(found, key=lambda f: (_overlap(f[0], (start, end)), f[0][0] - f[0][1]))[1]
        return None

    def with_extra(self, start: int, end: int) -> str:
        """The id of the actor at these words, registering a new one when there is none.

        Words that name an actor of the report by its name, or a state by its capital or nationality, become a further
        mention of it. Call `save()` once when done, else what was added is lost.
        """
        found = self.actor_at(start, end)
        if found is not None:
            return found
        words = strip_article(self._text[start:end])
        known = self._named(words)
        if known is None:
            return self._add((start, end), words)
        self.add_mention(known, start, end)
        return known

    def add_mention(self, actor_id: str, start: int, end: int) -> None:
        """Let these words be a further mention of the actor, in the order of the text."""
        actor = self._actors[actor_id]
        if (start, end) not in actor.mentions:
            self._actors[actor_id] = replace(actor, mentions=tuple(sorted((*actor.mentions, (start, end)))))
            self._note((start, end), actor_id)

    def save(self) -> None:
        """Put the actors back on the board of the document."""
        board.set_actors(self._doc, self.actors)

    def _note(self, span: Span, actor_id: str) -> None:
        self._exact.setdefault(span, actor_id)
        head = root_of(self._doc, *span)
        if head is not None:
            self._by_head.setdefault(head.i, []).append((span, actor_id))

    def _named(self, words: str) -> str | None:
        """The actor that these words name: by its name, or a state by its capital or people."""
        if not words[:1].isupper():
            return None
        state = find_capital(words) or find_nationality(words)
        entity = find_entity(words) or (get_state(state) if state is not None else None)
        key = name_key(entity.name if entity is not None else words)
        return next((a.id for a in self._actors.values() if a.named and name_key(a.name) == key), None)

    def _add(self, span: Span, words: str) -> str:
        code = code_phrase(words, date=board.get_context(self._doc).published)
        entity = find_entity(words) if words[:1].isupper() else None
        number = len(self._actors)
        while f"a{number}" in self._actors:
            number += 1
        actor = Actor(
            id=f"a{number}", name=entity.name if entity is not None else words, named=entity is not None,
            type=code.type, mentions=(span,), kb=entity.key if entity is not None else None,
            sector=None if code.sector == "UNK" else code.sector, sector2=code.sector2,
            country=None if code.country in OTHER_THAN_COUNTRIES else code.country,
        )
        self._actors[actor.id] = actor
        self._note(span, actor.id)
        return actor.id


def _apposed_to(head: Token | None) -> Token | None:
    """The head that this one only explains or continues by name: "minister" in "the minister, Khan"."""
    if head is not None and head.dep_ in ("appos", "compound", "flat"):
        return head.head
    return None


def _overlap(a: Span, b: Span) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0
