"""Who the source of a claim is: its actor in the report and its kind (data/lexicons/sources.yml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sayso.pipes.board import get_context
from sayso.pipes.claims_cues import load_cues
from sayso.pipes.claims_draft import Draft, Grid
from sayso.resources import load_yaml
from sayso.types import Actor, Source, SourceKind, Span

LEXICON = "lexicons/sources.yml"
_NAMES = frozenset(["PERSON", "ORG", "GPE", "FAC", "PRODUCT", "WORK_OF_ART", "LOC", "EVENT", "LAW"])
_RELATIVES = frozenset(["who", "which", "that", "whom", "whose"])


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The lexicon of source kinds, as sets of lemmas."""

    unnamed: frozenset[str]
    unnamed_plural: frozenset[str]
    document: frozenset[str]
    bodies: frozenset[str]
    reporter_cues: frozenset[str]
    persons: frozenset[str]


@cache
def load_sources() -> SourceWords:
    """The lexicon, read once."""
    data = load_yaml(LEXICON)
    return SourceWords(
        unnamed=frozenset(data["unnamed"]["lemmas"].split()),
        unnamed_plural=frozenset(data["unnamed"]["plural_only"].split()),
        document=frozenset(data["document"]["lemmas"].split()), bodies=frozenset(data["bodies"]["lemmas"].split()),
        reporter_cues=frozenset(data["reporter_cues"].split()), persons=frozenset(data["persons"].split()),
    )


class ActorMap:
    """Which actor a character belongs to: that of the shortest mention over it."""

    def __init__(self, actors: list[Actor], length: int) -> None:
        self.actors = {a.id: a for a in actors}
        self.at: list[str | None] = [None] * (length + 1)
        mentions = [(m, a.id) for a in actors for m in a.mentions]
        for (start, end), name in sorted(mentions, key=lambda m: (m[0][0] - m[0][1], m)):
            for p in range(max(0, start), min(end, length)):
                self.at[p] = name

    def find(self, grid: Grid, span: Span | None) -> Actor | None:
        """The actor mentioned at the head of `span`, else none."""
        head = grid.noun(span) if span is not None else None
        if head is None:
            return None
        name = self.at[head.idx]
        return self.actors[name] if name is not None else None


def make_source(grid: Grid, draft: Draft, actors: ActorMap) -> Source:
    """The source of a draft, with actor, kind and the actor that was told."""
    actor = actors.find(grid, draft.source[0] if draft.source else None)
    told = actors.find(grid, draft.to)
    return Source(
        spans=tuple(draft.source), kind=judge_kind(grid, draft, actor), actor=actor.id if actor else None,
        to=told.id if told is not None and told is not actor else None,
    )


def judge_kind(grid: Grid, draft: Draft, actor: Actor | None) -> SourceKind:
    """The kind of a draft's source, from its words and from the actor that they refer to."""
    words = load_sources()
    if not draft.source:
        lemma = load_cues().lemma(grid.doc[draft.head]) if draft.head >= 0 else ""
        return "reporter" if lemma in words.reporter_cues else "unnamed"
    head = grid.noun(draft.source[0])
    if head is None:
        return "described"
    head = antecedent(head)
    if head.pos_ == "PRON" or head.tag_ == "PRP$":
        if actor is not None:
            return "named" if actor.named else "described"
        if head.lower_ in ("i", "me", "we", "us") and not grid.quoted[head.idx]:
            return "reporter"
        return "named" if head.lower_ in words.persons else "described"
    if _is_outlet(grid, draft.source[0]):
        return "reporter"
    own = _kind_of_words(head, words)
    if own == "described" and actor is not None and actor.named and _is_definite(head):
        return "named"
    return own


def _is_outlet(grid: Grid, span: Span) -> bool:
    """Whether the source is the outlet that publishes the report."""
    outlet = get_context(grid.doc).outlet
    name = grid.text[span[0] : span[1]].casefold().removeprefix("the ").strip(" ,")
    return bool(outlet) and name == str(outlet).casefold().removeprefix("the ")


def antecedent(head: Token) -> Token:
    """What a relative pronoun refers to; other words stand for themselves."""
    if head.lower_ in _RELATIVES and head.pos_ in ("PRON", "DET", "SCONJ"):
        verb = head.head
        for _ in range(4):
            if verb.dep_ == "relcl":
                return verb.head
            verb = verb.head
    return head


def _kind_of_words(head: Token, words: SourceWords) -> SourceKind:
    """The kind that the words alone give."""
    lemma = head.lemma_.lower()
    if lemma in words.unnamed or (lemma in words.unnamed_plural and head.tag_ in ("NNS", "NNPS") and not _owner(head)):
        return "unnamed"
    if _is_name(head) and lemma not in words.document:
        return "named"
    if any(c.dep_ == "appos" and _is_name(c) for c in head.children):
        return "named"
    if lemma in words.document and not (head.ent_type_ == "ORG" and head.pos_ == "PROPN"):
        return "document"
    if lemma in words.bodies and any(c.pos_ == "PROPN" and c.dep_ == "compound" for c in head.children):
        return "named"
    if any(c.dep_ == "conj" and _is_name(c) for c in head.children):
        return "named"
    return "described"


def _is_name(token: Token) -> bool:
    """Whether a token heads a proper name of one person or body."""
    if token.ent_type_ == "NORP" or token.tag_ == "NNPS":
        return False
    if token.pos_ == "PROPN":
        return token.ent_type_ != "" or token.text[:1].isupper()
    return token.ent_type_ in ("PERSON", "ORG") and token.text[:1].isupper() and token.i != token.sent.start


def _owner(head: Token) -> bool:
    return any(c.dep_ == "poss" for c in head.children)


def _is_definite(head: Token) -> bool:
    """Whether a description points at somebody known: "the group", "his wife", but not "a group" or "officials"."""
    return any((c.dep_ == "det" and c.lower_ in ("the", "this", "that")) or c.dep_ == "poss" for c in head.children)
