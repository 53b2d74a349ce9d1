"""The actors of a report: who appears, by every name, description and pronoun that stands for them."""

from __future__ import annotations

from spacy.tokens import Doc

from sayso.norm.actor_codes import Code
from sayso.norm.names import content_words, is_acronym, strip_article
from sayso.pipes import board
from sayso.pipes.actors_coref import group_mentions
from sayso.pipes.actors_country import main_country
from sayso.pipes.actors_groups import Group
from sayso.pipes.actors_index import OTHER_THAN_COUNTRIES
from sayso.pipes.actors_members import link_members
from sayso.pipes.actors_mentions import Mention, find_mentions
from sayso.types import Actor, Span

# "Police", "the army": where a report is about one country alone these are that country's.
_OF_A_COUNTRY = frozenset({"government", "military", "police"})


class Actors:
    """spaCy component: reads the parse, the recogniser's entities, quotations, times and places; sets the actors."""

    def __call__(self, doc: Doc) -> Doc:
        board.set_actors(doc, find_actors(doc))
        return doc


def find_actors(doc: Doc) -> list[Actor]:
    """The actors of a parsed report in the order of their first mention, with ids "a0", "a1", ..."""
    if not len(doc) or not doc.has_annotation("DEP"):
        return []
    date = board.get_context(doc).published
    near = main_country(doc)
    groups = group_mentions(doc, find_mentions(doc, near), date)
    kept = [g for g in groups.all if any(m.kind != "pronoun" for m in g.mentions)]
    kept.sort(key=lambda g: min((m.start, m.end) for m in g.mentions))
    text = doc.text
    return link_members(doc, [_make_actor(g, number, text, near) for number, g in enumerate(kept)])


def _make_actor(group: Group, number: int, text: str, near: str | None) -> Actor:
    code = group.code or Code(None, None, None, "other")
    country = code.country or group.country
    if country is None and code.type in _OF_A_COUNTRY and not group.names:
        country = near
    spans: tuple[Span, ...] = tuple(sorted({_span_of(m, text) for m in group.mentions}))
    named = bool(group.names) or group.entity is not None
    return Actor(
        id=f"a{number}", name=_name(group, text), named=named,
        type="person" if group.label == "PERSON" else code.type, mentions=spans,
        sector=None if code.sector == "UNK" else code.sector, sector2=code.sector2,
        country=None if country in OTHER_THAN_COUNTRIES else country,
        kb=group.entity.key if group.entity is not None else None,
    )


def _span_of(mention: Mention, text: str) -> Span:
    """The words of the mention; of a person's name those of the name, with its titles or without."""
    at = text.find(mention.name, mention.start, mention.end) if mention.label == "PERSON" and mention.name else -1
    return (at, at + len(mention.name or "")) if at >= 0 else (mention.start, mention.end)


def _name(group: Group, text: str) -> str:
    """The knowledge base's name, else the proper name in full that is used most, else the first description."""
    if group.entity is not None:
        return group.entity.name
    if group.names:
        return max(group.names, key=lambda n: (not is_acronym(n), len(content_words(n)) > 1, group.names[n], len(n)))
    first = min((m for m in group.mentions if m.kind != "pronoun"), key=lambda m: m.start)
    return strip_article(text[first.start:first.end])
