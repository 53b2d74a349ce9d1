"""Every spaCy factory of sayso, in the order of the data; pyproject.toml names each as an entry point.

`nlp.add_pipe("sayso_times")` works in anybody's pipeline with sayso installed; no import is needed.
"""

from __future__ import annotations

from spacy.language import Language

from sayso.pipes.actors import Actors
from sayso.pipes.board import register_extensions
from sayso.pipes.claims import Claims
from sayso.pipes.encoder import Encoder
from sayso.pipes.events import Events
from sayso.pipes.factuality import Factualities
from sayso.pipes.names import Names
from sayso.pipes.places import Places
from sayso.pipes.sentences import Sentences
from sayso.pipes.times import Times
from sayso.pipes.words import Words
from sayso.pipes.words import make_words as words_for

register_extensions()


@Language.factory("sayso_sentences", assigns=["token.is_sent_start", "doc._.sayso_segments", "doc._.sayso_quotes"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """Sentence starts (before the parser), segments and quotations."""
    return Sentences()


@Language.factory(
    "sayso_words", assigns=["token.tag", "token.dep", "token.pos", "token.morph", "token.lemma"],
    requires=["token.tag", "token.dep"],
)
def make_words(nlp: Language, name: str) -> Words:
    """Parts of speech and lemmas as the model's attribute ruler and lemmatizer give them, in a tenth of the time."""
    return words_for(nlp)


@Language.factory("sayso_encoder", assigns=["doc._.sayso_marks"])
def make_encoder(nlp: Language, name: str) -> Encoder:
    """The shared encoder and the spans that its heads mark."""
    return Encoder()


@Language.factory("sayso_names", assigns=["doc.ents"], requires=["doc._.sayso_marks"])
def make_names(nlp: Language, name: str) -> Names:
    """Named entities that the encoder marked."""
    return Names()


@Language.factory("sayso_times", assigns=["doc._.sayso_times"])
def make_times(nlp: Language, name: str) -> Times:
    """TIMEX3 expressions, resolved."""
    return Times()


@Language.factory("sayso_places", assigns=["doc._.sayso_places"])
def make_places(nlp: Language, name: str) -> Places:
    """Places meant as places, resolved to GeoNames."""
    return Places()


@Language.factory("sayso_actors", assigns=["doc._.sayso_actors"], requires=["doc._.sayso_places"])
def make_actors(nlp: Language, name: str) -> Actors:
    """Actors with all their mentions, type, sector and country."""
    return Actors()


@Language.factory("sayso_claims", assigns=["doc._.sayso_claims"], requires=["doc._.sayso_actors"])
def make_claims(nlp: Language, name: str) -> Claims:
    """Attributions: source, cue, content, nesting."""
    return Claims()


@Language.factory(
    "sayso_events",
    assigns=["doc._.sayso_events"],
    requires=["doc._.sayso_claims", "doc._.sayso_times", "doc._.sayso_places"],
)
def make_events(nlp: Language, name: str) -> Events:
    """Coded events with sides, place, date and toll."""
    return Events()


@Language.factory(
    "sayso_factuality",
    assigns=["doc._.sayso_predicates"],
    requires=["doc._.sayso_claims", "doc._.sayso_events"],
)
def make_factuality(nlp: Language, name: str) -> Factualities:
    """How firmly each claim and each event is put."""
    return Factualities()
