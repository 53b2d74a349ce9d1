"""Words that take up a place told before: "the city", "the country", "the capital"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from sayso.pipes.events_nouns import lemma_of
from sayso.pipes.events_syntax import children
from sayso.pipes.events_words import list_descriptions
from sayso.types import Place

DEFINITE = frozenset({"the", "this", "that"})


def find_descriptions(doc: Doc, places: Sequence[Place], heads: Sequence[Token | None]) -> list[tuple[int, Token]]:
    """Nouns that stand for a place by a description, each with the index of the place, the last such one before it.

    Args:
        heads: the head word of each place.
    """
    kinds = list_descriptions()
    named = {h.i for h in heads if h is not None}
    order = sorted(range(len(places)), key=lambda n: places[n].start)
    found: list[tuple[int, Token]] = []
    at = 0
    last: dict[str, int] = {}
    for token in doc:
        while at < len(order) and places[order[at]].start < token.idx:
            for kind in set(kinds.values()):
                if (places[order[at]].feature or "").startswith(kind):
                    last[kind] = order[at]
            at += 1
        kind_asked = kinds.get(lemma_of(token)) if token.pos_ == "NOUN" else None
        if kind_asked in last and _is_bare(token, named):
            found.append((last[kind_asked], token))
    return found


def _is_bare(token: Token, named: set[int]) -> bool:
    """Whether a noun has an article and nothing that says which one: "the city", not "the northern city of Mazar"."""
    if token.dep_ in ("compound", "poss", "appos") or not any(c.lower_ in DEFINITE for c in children(token, "det")):
        return False
    said = children(token, "amod", "compound", "nmod", "poss", "appos", "relcl", "acl")
    of = [n for p in children(token, "prep") if p.lower_ == "of" for n in children(p, "pobj")]
    return not said and not of and token.i not in named
