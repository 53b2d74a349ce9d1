"""The words that stand for actors: names, noun phrases, pronouns, and adjectives of nations that act.

A mention is found at its head token: a noun whose phrase holds a name of a person, body or state, or whose noun is a
role or group noun; a pronoun; or the adjective of a nation before a noun that is no actor ("Israeli air strikes").
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from sayso.norm.countries import find_capital, find_country, find_nationality
from sayso.norm.kb import Entity, find_entity
from sayso.norm.names import is_acronym
from sayso.norm.roles import Role, counts_others, find_role
from sayso.pipes import board
from sayso.pipes.actors_lexicon import pronouns, words_of
from sayso.pipes.actors_names import LABELS, NEVER, find_names, find_surnames, is_role_only, label_name
from sayso.pipes.actors_tokens import first_conjunct, phrase_of, tokens_within
from sayso.pipes.per_doc import sentences

_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss"})
_IMPERSONAL = frozenset({"be", "seem", "appear", "become", "take", "remain"})
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "csubj"})
_MEN = frozenset({"mr", "sir", "lord", "king", "prince", "sheikh"})
_WOMEN = frozenset({"mrs", "ms", "miss", "lady", "queen", "princess", "mme"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that may stand for an actor.

    `first` and `last` are the tokens `[first, last)` of `start` to `end`. `kind` is `name`, `noun`, `pronoun` or
    `adjective`. `name` holds the words of the proper name inside the phrase, `label` what the name is called by
    (PERSON, ORG, GPE, NORP), `noun` the head noun or role in lower case. `person` is the grammatical person of a
    pronoun (0 for relative ones). `owner` is the head token of a possessor.
    """

    start: int
    end: int
    head: int
    first: int
    last: int
    kind: str
    sentence: int
    name: str | None = None
    label: str | None = None
    entity: Entity | None = None
    role: Role | None = None
    noun: str = ""
    plural: bool | None = None
    gender: str | None = None
    definite: bool = False
    person: int = 3
    owner: int | None = None
    modifiers: frozenset[str] = frozenset()


def find_mentions(doc: Doc, near: str | None = None) -> list[Mention]:
    """All mentions of the report in the order of their heads; they may lie within one another.

    Args:
        doc: the parsed report.
        near: the alpha-3 code of the country that the report is about, when that is clear.
    """
    return _Finder(doc, near).run()


class _Finder:
    """One walk over the tokens of a report."""

    def __init__(self, doc: Doc, near: str | None) -> None:
        self.doc = doc
        self.near = near
        names = find_names(doc, near)
        self.name_at = {i: span for span in names for i in range(span.start, span.end)}
        self.surnames = find_surnames(names)
        self.places = _tokens_of(doc, [(p.start, p.end) for p in board.get_places(doc)])
        self.times = _tokens_of(doc, [(t.start, t.end) for t in board.get_times(doc)])
        self.datelines = _tokens_of(doc, [(s.start, s.end) for s in board.get_segments(doc) if s.kind == "dateline"])
        self.done: set[int] = set()
        self.sentence_start = 0  # Token.sent walks back through the sentence at every access

    def run(self) -> list[Mention]:
        found: list[Mention] = []
        for number, sentence in enumerate(sentences(self.doc)):
            self.sentence_start = sentence.start
            for token in sentence:
                mention = self.mention_at(token, number)
                if mention is not None:
                    found.append(mention)
        return found

    def mention_at(self, token: Token, sentence: int) -> Mention | None:
        if token.i in self.done or token.i in self.times:
            return None
        word = token.lower_
        if word in pronouns() and token.pos_ in ("PRON", "DET", "ADJ") and not (word == "us" and token.text.isupper()):
            return _pronoun(token, sentence)
        name = self.name_at.get(token.i)
        if name is not None:
            return self.named(token, name, sentence) if token.i == name.root.i else None
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "PRON", "VERB") or token.dep_ in ("compound", "flat"):
            return None
        return self.described(token, sentence)

    def named(self, token: Token, name: Span, sentence: int) -> Mention | None:
        """The mention that a name makes: by itself, with its title, or as the adjective of a nation."""
        entity = find_entity(name.text, country=self.near)
        if entity is None and is_role_only(name):
            return self.described(token, sentence)
        label = label_name(name, entity)
        if entity is None and len(name) == 1 and name.text in self.surnames:
            label = "PERSON"
        if label is None:
            return None
        if label in ("NORP", "GPE") and _goes_before(token, name):
            return self.adjective(token, name, label, sentence)
        if (label == "GPE" and not self.acts(token, name)) or (entity is None and _is_site(token, name, label)):
            return None
        first, last = name.start, name.end
        if token.dep_ != "compound":
            first, last = phrase_of(token, least=name.end)
            first = min(first, name.start)
        if label == "PERSON" and entity is None and _is_body(self.doc, first, name):
            label = "ORG"
        role = self.role_in(first, name, label)
        noun = role.noun if role is not None else ("" if label == "PERSON" else name[-1].lower_)
        made = self.make(token, (first, last), "name", sentence)
        return replace(
            made, name=name.text, label=label, entity=entity, role=role, noun=noun,
            plural=label != "PERSON" and _is_plural(token, role), gender=_gender(self.doc, first, name, role),
        )

    def adjective(self, token: Token, name: Span, label: str, sentence: int) -> Mention | None:
        """A nation before a noun: an actor itself where the noun is none ("Russian air strikes", "US help")."""
        head = token.head
        code = find_nationality(name.text) or find_country(name.text) or find_capital(name.text)
        if code is None or self.role_at(head) is not None or head.i in self.name_at or head.ent_type_ in LABELS:
            return None
        if name.start in self.places and label == "GPE" and not find_country(name.text):
            return None
        made = self.make(token, (name.start, name.end), "adjective", sentence)
        return replace(made, name=name.text, label=label, entity=find_entity(name.text, country=self.near))

    def described(self, token: Token, sentence: int) -> Mention | None:
        """A noun phrase headed by a role or group noun, or by a noun that counts such ones."""
        role = self.role_at(token)
        inner = self.counted(token) if counts_others(token.lower_) else None
        if inner is not None:
            role = self.role_at(inner) or role
        if role is None or token.ent_type_ in NEVER:
            return None
        if token.pos_ in ("ADJ", "VERB", "NUM") and not _is_nominal(token):
            return None
        first, last = phrase_of(token)
        if inner is not None:
            self.done.add(inner.i)
            last = max(last, phrase_of(inner)[1])
        made = self.make(token, (first, last), "noun", sentence)
        made = replace(made, role=role, noun=role.noun, plural=_is_plural(inner or token, role), gender=role.gender)
        own = self.own_name(token) if inner is None and not role.human and not made.plural else None
        return made if own is None else replace(made, kind="name", name=own, label="ORG")

    def own_name(self, token: Token) -> str | None:
        """The name that a noun makes of the proper nouns before it: "Haqqani network", "People magazine"."""
        first = token.i
        while first > 0 and _is_name_part(self.doc[first - 1]):
            first -= 1
        words = self.doc[first:token.i]
        if not len(words) or any(t.ent_type_ in ("GPE", "LOC", "NORP", "DATE") or t.i in self.places for t in words):
            return None
        if find_nationality(words.text) or find_country(words.text) or find_entity(words.text):
            return None
        return str(self.doc[first:token.i + 1].text)

    def counted(self, token: Token) -> Token | None:
        """The noun that "dozens of", "a group of" bundles, unless that has a name of its own."""
        of = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
        noun = next((c for c in of.rights if c.dep_ == "pobj"), None) if of is not None else None
        if noun is None or noun.i in self.name_at or noun.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None
        return noun

    def role_at(self, token: Token) -> Role | None:
        """The role noun that `token` heads, with the words before it that belong to it ("prime minister")."""
        low = max(min(self.sentence_start, token.i), token.i - 4)
        words = [t.lower_ for t in self.doc[low:token.i + 1]]
        found = find_role(words)
        if found is None and token.lemma_ != token.lower_:
            found = find_role([*words[:-1], token.lemma_.lower()])
        return found[0] if found is not None else None

    def role_in(self, first: int, name: Span, label: str) -> Role | None:
        """The title or role in a named phrase: "President" in "President Ortega", "Army" in "Lebanese Army"."""
        if label != "PERSON":
            found = find_role([t.lower_ for t in name if not t.is_space])
            return found[0] if found is not None else None
        words = [t.lower_ for t in self.doc[first:name.end] if not t.is_space]
        for end in range(len(words), 0, -1):
            found = find_role(words, end)
            if found is not None and found[0].human:
                return found[0]
        return None

    def acts(self, token: Token, name: Span) -> bool:
        """Whether the name of a land or town stands for its government here, and not for a place."""
        head = first_conjunct(token)
        if token.i in self.datelines or head.dep_ == "npadvmod":
            return False
        if head.dep_ == "pobj" and head.head.lower_ in words_of("locatives"):
            return False
        if token.dep_ == "appos" and token.head.ent_type_ in ("GPE", "LOC", "FAC"):
            return False
        if find_country(name.text):
            return True
        if name.start in self.places:
            return False
        return bool(find_capital(name.text)) or token.dep_ in ("nsubj", "agent")

    def make(self, token: Token, tokens: tuple[int, int], kind: str, sentence: int) -> Mention:
        first, last = tokens
        while last - 1 > token.i and (self.doc[last - 1].is_space or self.doc[last - 1].is_punct):
            last -= 1
        end = self.doc[last - 1]
        owner = next((c.i for c in token.lefts if c.dep_ == "poss"), None)
        modifiers = frozenset(
            t.lower_ for t in token.lefts if t.dep_ in ("amod", "compound", "nummod", "nmod") and t.is_alpha
        )
        return Mention(
            self.doc[first].idx, end.idx + len(end), token.i, first, last, kind, sentence, owner=owner,
            modifiers=modifiers, definite=self.doc[first].lower_ in words_of("definite"),
        )


def _pronoun(token: Token, sentence: int) -> Mention | None:
    person, gender, plural = pronouns()[token.lower_]
    if token.lower_ == "it" and _is_empty_it(token):
        return None
    return Mention(
        token.idx, token.idx + len(token), token.i, token.i, token.i + 1, "pronoun", sentence, noun=token.lower_,
        plural=plural, gender=gender, person=person,
    )


def _is_site(token: Token, name: Span, label: str) -> bool:
    """Whether an unknown name that the recogniser takes for a person or body is where something is: "in Daquq"."""
    bare = len(name) <= 2 and not is_acronym(name.text) and not any(c.dep_ == "det" for c in token.lefts)
    head = first_conjunct(token)
    sited = head.dep_ == "pobj" and head.head.lower_ in ("in", "near", "at", "around", "outside")
    return label in ("PERSON", "ORG") and bare and sited


def _is_body(doc: Doc, first: int, name: Span) -> bool:
    """Whether the words right before the name say that it is a body's: "the news agency Sana"."""
    found = find_role([t.lower_ for t in doc[first:name.start]])
    return found is not None and not found[0].human and not found[0].plural


def _is_name_part(token: Token) -> bool:
    """Whether the token goes before a noun as a part of its name: "Haqqani" in "Haqqani network"."""
    named = token.pos_ == "PROPN" or token.ent_type_ in ("PERSON", "ORG")
    return named and token.dep_ in ("compound", "amod") and token.text[:1].isupper()


def _tokens_of(doc: Doc, spans: list[tuple[int, int]]) -> set[int]:
    return {i for start, end in spans for i in range(*tokens_within(doc, start, end))}


def _goes_before(token: Token, name: Span) -> bool:
    """Whether the name is a modifier of a noun soon after it."""
    bare = token.dep_ in ("compound", "amod", "nmod") or (token.dep_ == "nsubj" and token.tag_ == "JJ")
    return bare and name.end <= token.head.i < token.i + 6


def _is_empty_it(token: Token) -> bool:
    """The "it" of "it is likely that", "it rained": stands for nobody."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    if token.dep_ not in ("nsubj", "nsubjpass") or verb.lemma_ not in _IMPERSONAL:
        return False
    children = list(verb.children)
    children += [g for c in children if c.dep_ == "acomp" for g in c.children]
    return any(c.dep_ in _CLAUSES for c in children)


def _is_nominal(token: Token) -> bool:
    """Whether an adjective or participle is used as a noun: "the wounded"."""
    return token.dep_ in _NOMINAL and any(c.dep_ == "det" for c in token.lefts)


def _is_plural(token: Token, role: Role | None) -> bool:
    return token.tag_ in ("NNS", "NNPS") or (role is not None and role.plural)


def _gender(doc: Doc, first: int, name: Span, role: Role | None) -> str | None:
    for i in range(max(0, min(first, name.start - 1)), name.end):
        word = doc[i].lower_.rstrip(".")
        if word in _MEN:
            return "m"
        if word in _WOMEN:
            return "f"
    return role.gender if role is not None else None
