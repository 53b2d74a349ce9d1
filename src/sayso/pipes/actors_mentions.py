"""The words that stand for actors: names, noun phrases, pronouns, and adjectives of nations that act.

A mention is found at its head token: a noun whose phrase holds a name of a person, body or state, or whose noun is a
role or group noun; a pronoun; or the adjective of a nation before a noun that is no actor ("Israeli air strikes").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from sayso.norm.countries import find_capital, find_country, find_nationality
from sayso.norm.kb import Entity, find_entity, longest_name
from sayso.norm.names import is_acronym, strip_article
from sayso.norm.roles import Role, counts_others, find_role
from sayso.pipes import board
from sayso.pipes.actors_tokens import phrase_of, tokens_within

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NEVER = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "LANGUAGE", "LAW", "WORK_OF_ART", "EVENT"})
_LOCATIVE = frozenset("in at from near around across throughout into inside outside over within off through toward towards".split())
_PERSON_TITLES = frozenset("mr mr. mrs mrs. ms ms. miss sir dr dr. prof. lord lady sheikh mullah rev. reverend pope".split())
_DEFINITE = frozenset("the this that these those his her its their our my your".split())

PRONOUNS: dict[str, tuple[int, str | None, bool | None]] = {
    # word: (person, gender or "n", plural)
    "he": (3, "m", False), "him": (3, "m", False), "his": (3, "m", False), "himself": (3, "m", False),
    "she": (3, "f", False), "her": (3, "f", False), "hers": (3, "f", False), "herself": (3, "f", False),
    "it": (3, "n", False), "its": (3, "n", False), "itself": (3, "n", False),
    "they": (3, None, True), "them": (3, None, True), "their": (3, None, True), "theirs": (3, None, True),
    "themselves": (3, None, True),
    "i": (1, None, False), "me": (1, None, False), "my": (1, None, False), "myself": (1, None, False),
    "we": (1, None, True), "us": (1, None, True), "our": (1, None, True), "ours": (1, None, True),
    "ourselves": (1, None, True),
    "who": (0, None, None), "whom": (0, None, None), "whose": (0, None, None),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that may stand for an actor.

    `kind` is `name`, `noun`, `pronoun` or `adjective`. `name` holds the words of the proper name inside the phrase,
    `label` what the name is called by (PERSON, ORG, GPE, NORP), `noun` the head noun or role in lower case.
    `person` is the grammatical person of a pronoun (0 for relative ones). `owner` is the head token of a possessor.
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
    modifiers: frozenset[str] = field(default_factory=frozenset)


def find_mentions(doc: Doc) -> list[Mention]:
    """All mentions of the report in the order of their heads; they may lie within one another."""
    return _Finder(doc).run()


class _Finder:
    """One walk over the tokens of a report."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.names = _name_spans(doc)
        self.name_at = {i: span for span in self.names for i in range(span.start, span.end)}
        self.places = _place_tokens(doc)
        self.times = _time_tokens(doc)
        self.datelines = _dateline_tokens(doc)
        self.done: set[int] = set()

    def run(self) -> list[Mention]:
        found: list[Mention] = []
        for number, sentence in enumerate(self.doc.sents):
            for token in sentence:
                mention = self.mention_at(token, number)
                if mention is not None:
                    found.append(mention)
        return found

    def mention_at(self, token: Token, sentence: int) -> Mention | None:
        if token.i in self.done or token.i in self.times:
            return None
        word = token.lower_
        if word in PRONOUNS and token.pos_ in ("PRON", "DET", "ADJ") and not (word == "us" and token.text.isupper()):
            return self.pronoun(token, sentence)
        name = self.name_at.get(token.i)
        if name is not None:
            return self.named(token, name, sentence) if token.i == name.root.i else None
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "PRON", "VERB") or token.dep_ in ("compound", "flat"):
            return None
        return self.described(token, sentence)

    def pronoun(self, token: Token, sentence: int) -> Mention | None:
        person, gender, plural = PRONOUNS[token.lower_]
        if token.lower_ == "it" and _is_empty_it(token):
            return None
        return Mention(
            token.idx, token.idx + len(token), token.i, token.i, token.i + 1, "pronoun", sentence, noun=token.lower_,
            plural=plural, gender=gender, person=person,
        )

    def named(self, token: Token, name: Span, sentence: int) -> Mention | None:
        """The mention that a name makes: by itself, with its title, or as the adjective of a nation."""
        entity = find_entity(name.text)
        if entity is None and _is_role_only(name):
            return self.described(token, sentence)
        label = _label_of(name, entity)
        if label is None:
            return None
        above = token.head
        if token.dep_ in ("compound", "amod", "nmod", "nsubj") and above.i >= name.end and above.i - token.i < 6 and (
            label == "NORP" or (label == "GPE" and token.dep_ != "nsubj")
        ):
            return self.adjective(token, name, label, entity, sentence)
        if label == "GPE" and not self.acts(token, name):
            return None
        if token.dep_ == "compound":
            first, last = name.start, name.end
        else:
            first, last = phrase_of(token, least=name.end)
            first = min(first, name.start)
        role, noun = self.role_before(first, name, label)
        return self.make(
            token, (first, last), "name", sentence, name=name.text, label=label, entity=entity, role=role, noun=noun,
            plural=_is_plural(token, role) if label != "PERSON" else False, gender=_gender(self.doc, first, name, role),
        )

    def adjective(
        self, token: Token, name: Span, label: str, entity: Entity | None, sentence: int
    ) -> Mention | None:
        """A nation before a noun: an actor itself where the noun is none ("Russian air strikes", "US help")."""
        head = token.head
        code = find_nationality(name.text) or find_country(name.text) or find_capital(name.text)
        if code is None or self.role_at(head) is not None or head.i in self.name_at or head.ent_type_ in NAME_LABELS:
            return None
        if name.start in self.places and label == "GPE" and not find_country(name.text):
            return None
        return self.make(
            token, (name.start, name.end), "adjective", sentence, name=name.text, label=label, entity=entity
        )

    def described(self, token: Token, sentence: int) -> Mention | None:
        """A noun phrase headed by a role or group noun, or by a noun that counts such ones."""
        found = self.role_at(token)
        inner = None
        if counts_others(token.lower_):
            inner = self.counted(token)
            if inner is not None:
                found = self.role_at(inner) or found
        if found is None or token.ent_type_ in _NEVER and token.ent_type_ not in ("CARDINAL",):
            return None
        role, noun = found
        if token.pos_ in ("ADJ", "VERB", "NUM") and not _is_nominal(token):
            return None
        first, last = phrase_of(token)
        if inner is not None:
            self.done.add(inner.i)
            last = max(last, phrase_of(inner)[1])
        return self.make(
            token, (first, last), "noun", sentence, role=role, noun=noun, plural=_is_plural(inner or token, role),
            gender=role.gender,
        )

    def counted(self, token: Token) -> Token | None:
        """The noun that "dozens of", "a group of" bundles, unless that has a name of its own."""
        of = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
        noun = next((c for c in of.rights if c.dep_ == "pobj"), None) if of is not None else None
        if noun is None or noun.i in self.name_at or noun.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None
        return noun

    def role_at(self, token: Token) -> tuple[Role, str] | None:
        """The role noun that `token` heads, with the words before it that belong to it ("prime minister")."""
        low = max(token.sent.start, token.i - 4)
        words = [t.lower_ for t in self.doc[low:token.i + 1]]
        found = find_role(words)
        if found is None and token.lemma_ != token.lower_:
            found = find_role([*words[:-1], token.lemma_.lower()])
        if found is None:
            return None
        return found[0], found[0].noun

    def role_before(self, first: int, name: Span, label: str) -> tuple[Role | None, str]:
        """The title or role in a named phrase: "President" in "President Ortega", "Army" in "Lebanese Army"."""
        words = [t.lower_ for t in self.doc[first:name.end] if not t.is_space]
        own = [t.lower_ for t in name if not t.is_space]
        if label != "PERSON":
            found = find_role(own)
            return (found[0], found[0].noun) if found else (None, own[-1] if own else "")
        for end in range(len(words), 0, -1):
            found = find_role(words, end)
            if found is not None and (found[0].human):
                return found[0], found[0].noun
        return None, ""

    def acts(self, token: Token, name: Span) -> bool:
        """Whether the name of a land or town stands for its government here, and not for a place."""
        first = _first_conjunct(token)
        if token.i in self.datelines or first.dep_ == "npadvmod" or (first.dep_ == "pobj" and first.head.lower_ in _LOCATIVE):
            return False
        if token.dep_ == "appos" and token.head.ent_type_ in ("GPE", "LOC", "FAC"):
            return False
        if find_country(name.text):
            return True
        if name.start in self.places:
            return False
        return bool(find_capital(name.text)) or token.dep_ in ("nsubj", "agent")

    def make(
        self, token: Token, tokens: tuple[int, int], kind: str, sentence: int, **more: object
    ) -> Mention:
        first, last = tokens
        while last - 1 > token.i and (self.doc[last - 1].is_space or self.doc[last - 1].is_punct):
            last -= 1
        end_token = self.doc[last - 1]
        start, end = self.doc[first].idx, end_token.idx + len(end_token)
        determiner = self.doc[first].lower_
        owner = next((c.i for c in token.lefts if c.dep_ == "poss"), None)
        modifiers = frozenset(
            t.lower_ for t in token.lefts if t.dep_ in ("amod", "compound", "nummod", "nmod") and t.is_alpha
        )
        return Mention(
            start, end, token.i, first, last, kind, sentence, owner=owner, modifiers=modifiers,
            definite=determiner in _DEFINITE, **more,  # type: ignore[arg-type]
        )


def _name_spans(doc: Doc) -> list[Span]:
    """Names: those of the knowledge base, then those of the entity recogniser that they leave free."""
    taken: set[int] = set()
    spans: list[Span] = []
    for span in (*_known_spans(doc), *_recognised(doc), *_proper_runs(doc)):
        if not any(i in taken for i in range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            spans.append(span)
    return spans


def _known_spans(doc: Doc) -> list[Span]:
    """Names that the knowledge base holds, longest first at each word, not cutting a recognised name in two."""
    found: list[Span] = []
    at = 0
    while at < len(doc):
        token = doc[at]
        step = 1
        longest = longest_name(token.text) if _may_begin_name(token) else 0
        if longest:
            for last in range(min(len(doc), at + longest), at, -1):
                if doc[last - 1].is_punct or doc[last - 1].is_space:
                    continue
                span = doc[at:last]
                if find_entity(span.text) is not None and not _cuts_name(span):
                    found.append(span)
                    step = last - at
                    break
        at += step
    return found


def _may_begin_name(token: Token) -> bool:
    """Whether the token has a capital, or is an article tied to one: "al-Qaeda"."""
    if token.text[:1].isupper():
        return True
    after = token.i + 2
    return after < len(token.doc) and token.doc[after - 1].text == "-" and token.doc[after].text[:1].isupper()


def _cuts_name(span: Span) -> bool:
    """Whether a longer recognised name of a person or body holds the span as a part of it."""
    doc = span.doc
    for i in (span.start, span.end - 1):
        token = doc[i]
        if token.ent_type_ not in ("PERSON", "ORG", "FAC"):
            continue
        before = i == span.start and token.ent_iob_ == "I" and span.start > 0
        after = i == span.end - 1 and span.end < len(doc) and doc[span.end].ent_iob_ == "I" and doc[span.end].text[:1].isupper()
        if before or after:
            return True
    return False


def _recognised(doc: Doc) -> list[Span]:
    """The entity recogniser's names, without article, possessive mark and title."""
    found = []
    for ent in doc.ents:
        if ent.label_ in _NEVER or ent.label_ in ("CARDINAL", "LOC", "FAC", "PRODUCT") and find_role([t.lower_ for t in ent]) is None:
            continue
        first, last = ent.start, ent.end
        while first < last and (doc[first].pos_ == "DET" or doc[first].is_space or doc[first].is_punct):
            first += 1
        while last > first and (doc[last - 1].tag_ == "POS" or doc[last - 1].is_space or doc[last - 1].is_punct):
            last -= 1
        if first < last and any(t.text[:1].isupper() or not t.text.isascii() for t in doc[first:last]):
            found.append(doc[first:last])
    return found


def _proper_runs(doc: Doc) -> list[Span]:
    """Runs of proper nouns that act or are titled but were not recognised: "Siraj", "Mr Stroeber"."""
    found = []
    for token in doc:
        if token.pos_ != "PROPN" or token.ent_type_ or not token.text[:1].isupper() or token.dep_ == "compound":
            continue
        titled = token.i > 0 and doc[token.i - 1].lower_ in _PERSON_TITLES
        if not titled and token.dep_ not in ("nsubj", "nsubjpass", "poss", "agent", "appos"):
            continue
        if find_role([token.lower_]) is not None:
            continue
        first = token.i
        while first > 0 and doc[first - 1].pos_ == "PROPN" and doc[first - 1].head == token and not doc[first - 1].ent_type_:
            first -= 1
        found.append(doc[first:token.i + 1])
    return found


def _is_role_only(name: Span) -> bool:
    """Whether the "name" is nothing but a role noun with a capital: "the Army", "Parliament"."""
    words = [t.lower_ for t in name if not t.is_space]
    found = find_role(words)
    return found is not None and found[1] == 0


def _label_of(name: Span, entity: Entity | None) -> str | None:
    """What the name is called by: the knowledge base and titles before the recogniser; None for what is no actor."""
    if entity is not None:
        if entity.person:
            return "PERSON"
        return "GPE" if entity.terms[0].type == "state" else "ORG"
    doc = name.doc
    before = doc[name.start - 1] if name.start else None
    if before is not None and before.lower_ in _PERSON_TITLES:
        return "PERSON"
    text = strip_article(name.text)
    if find_country(text):
        return "GPE"
    if find_nationality(text):
        return "NORP"
    label = name.label_ or name.root.ent_type_
    found = find_role([t.lower_ for t in name])
    if found is not None and len(name) > 1 and not found[0].human:
        return "ORG"
    if label in ("FAC", "LOC", "PRODUCT", "CARDINAL"):
        return None if found is None else "ORG"
    if not label:
        return "ORG" if is_acronym(text) else "PERSON"
    return label if label in NAME_LABELS else None


def _place_tokens(doc: Doc) -> set[int]:
    return {i for p in board.get_places(doc) for i in range(*tokens_within(doc, p.start, p.end))}


def _time_tokens(doc: Doc) -> set[int]:
    return {i for t in board.get_times(doc) for i in range(*tokens_within(doc, t.start, t.end))}


def _dateline_tokens(doc: Doc) -> set[int]:
    lines = [s for s in board.get_segments(doc) if s.kind == "dateline"]
    return {i for s in lines for i in range(*tokens_within(doc, s.start, s.end))}


def _first_conjunct(token: Token) -> Token:
    """The first of the words that "and" joins this one to, whose part in the sentence they share."""
    for _ in range(8):
        if token.dep_ != "conj" or token.head.i == token.i:
            return token
        token = token.head
    return token


def _is_empty_it(token: Token) -> bool:
    """The "it" of "it is likely that", "it rained": stands for nobody."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    return token.dep_ in ("nsubj", "nsubjpass") and verb.lemma_ in ("be", "seem", "appear", "become", "take", "remain") and any(
        c.dep_ in ("ccomp", "xcomp", "advcl", "csubj") or (c.dep_ == "acomp" and any(g.dep_ in ("ccomp", "xcomp") for g in c.children))
        for c in verb.children
    )


def _is_nominal(token: Token) -> bool:
    """Whether an adjective or participle is used as a noun: "the wounded"."""
    return any(c.dep_ == "det" for c in token.lefts) and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss")


def _is_plural(token: Token, role: Role | None) -> bool:
    return token.tag_ in ("NNS", "NNPS") or (role is not None and role.plural)


def _gender(doc: Doc, first: int, name: Span, role: Role | None) -> str | None:
    for i in range(max(0, min(first, name.start - 1)), name.end):
        word = doc[i].lower_.rstrip(".")
        if word in ("mr", "sir", "lord", "king", "prince", "sheikh"):
            return "m"
        if word in ("mrs", "ms", "miss", "lady", "queen", "princess", "mme"):
            return "f"
    return role.gender if role is not None else None
