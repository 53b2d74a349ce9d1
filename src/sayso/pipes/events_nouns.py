"""What a noun can be in an event: somebody, a body of public affairs, a place, a weapon, a thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from spacy.tokens import Doc, Token

from sayso.norm.countries import find_capital, find_country, find_nationality
from sayso.norm.roles import get_role
from sayso.pipes.events_lexicon import load_lexicon
from sayso.pipes.events_syntax import children
from sayso.pipes.per_doc import PerDoc
from sayso.resources import load_yaml

AGENT_ENTS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
THING_ENTS = frozenset({"EVENT", "WORK_OF_ART", "LAW", "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE"})
PERSON_PRONOUNS = frozenset(
    {
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "him",
        "her",
        "them",
        "us",
        "me",
        "who",
        "whom",
        "everyone",
        "everybody",
        "someone",
        "somebody",
        "anyone",
        "nobody",
        "his",
        "their",
        "our",
        "my",
        "your",
        "himself",
        "themselves",
        "others",
        "those",
        "whose",
    }
)
VAGUE_PRONOUNS = frozenset({"it", "its", "which", "that", "this", "these", "itself", "what", "one", "some", "many"})
STAND_INS = frozenset({"@political", "@agent", "@official", "@force"})
PLURALS = frozenset({"they", "we", "them", "us", "both", "sides"})
AGENT_ENDS = (
    "ist",
    "ian",
    "izer",
    "iser",
    "eer",
    "maker",
    "holder",
    "goer",
    "seeker",
    "worker",
    "fighter",
    "backer",
    "owner",
    "keeper",
    "man",
    "woman",
)
PUBLIC_SECTORS = frozenset({"GOV", "MIL", "COP", "REB", "LEG", "JUD", "SPY", "PTY", "OPP", "PRM", "UAF", "REF", "CRM"})
HYPHENS = frozenset("-‐‑–")


@cache
def load_words(name: str) -> Mapping[str, frozenset[str]]:
    """The classes of one of agents.yml, instruments.yml and targets.yml."""
    return {kind: frozenset(entry["words"].split()) for kind, entry in load_yaml(f"lexicons/{name}.yml").items()}


@cache
def _all_words(name: str) -> frozenset[str]:
    return frozenset().union(*load_words(name).values())


def lemma_of(token: Token) -> str:
    """The lemma in lower case; a capitalised noun's plural is cut by rule, for names keep theirs."""
    return _lemmas(token.doc)[token.i]


def _read_lemmas(doc: Doc) -> list[str]:
    lemmas: list[str] = []
    hyphen = False
    for token in doc:
        lemma = token.lemma_.lower()
        if hyphen:
            lemma = _joined(token, lemma)
        elif lemma.endswith("s") and token.pos_ == "PROPN" and lemma[:-1] in _all_words("agents"):
            lemma = lemma[:-1]
        lemmas.append(lemma)
        hyphen = token.i > 0 and token.text in HYPHENS
    return lemmas


_lemmas = PerDoc(_read_lemmas)


def _joined(token: Token, lemma: str) -> str:
    """The lemma of "cease-fire", which spaCy cuts into three tokens; the last part's own where they are no word."""
    whole = f"{token.nbor(-2).lower_}-{lemma}"
    if token.nbor(-1).whitespace_ or token.nbor(-2).whitespace_:
        return lemma
    return whole if whole in _hyphenated() else lemma


@cache
def _hyphenated() -> frozenset[str]:
    lexicon = load_lexicon()
    words = {word for _, word in lexicon.frames} | {w for c in lexicon.classes.values() for w in c}
    for name in ("agents", "instruments", "targets"):
        words |= _all_words(name)
    return frozenset(w for w in words if "-" in w)


@cache
def is_nation(word: str) -> bool:
    """Whether `word` names a state, its people or its capital."""
    return word[:1].isupper() and (find_country(word) or find_nationality(word) or find_capital(word)) is not None


def counted(token: Token) -> Token:
    """What a counting noun counts: the villagers of "hundreds of villagers"; any other token is itself."""
    for _ in range(4):
        if lemma_of(token) not in load_words("agents")["crowd"]:
            return token
        inner = [p for prep in children(token, "prep") if prep.lower_ == "of" for p in children(prep, "pobj")]
        if not inner:
            return token
        token = inner[0]
    return token


def is_agent(token: Token) -> bool:
    """Whether the noun phrase headed by `token` can be a doer or a target: what it counts, or those who count."""
    head = counted(token)
    return _is_somebody(head) or (head.i != token.i and lemma_of(token) in load_words("agents")["people"])


def _is_somebody(head: Token) -> bool:
    lower = head.lower_
    if lower in PERSON_PRONOUNS:
        return True
    if lower in VAGUE_PRONOUNS:
        return head.pos_ == "PRON" and lower in ("it", "its", "itself", "some", "many") and head.dep_ != "expl"
    lemma = lemma_of(head)
    if head.pos_ == "NUM" or lemma in load_words("agents")["crowd"]:
        return head.ent_type_ in ("CARDINAL", "") and head.dep_ in (
            "nsubj",
            "nsubjpass",
            "dobj",
            "pobj",
            "conj",
            "attr",
        )
    if _is_known(lemma):
        return True
    if is_nation(head.text):
        return True
    if head.pos_ == "PROPN":
        bare = not any(c.dep_ in ("det", "compound", "amod", "nmod") for c in head.children)
        return head.ent_type_ not in THING_ENTS and (
            bare or (head.ent_type_ != "FAC" and lemma not in _all_words("targets"))
        )
    if lemma.endswith(AGENT_ENDS) and head.pos_ == "NOUN":
        return True
    letters = len(head) > 1 and head.text[:2].isalpha() and head.text[:2].isupper()
    if letters and head.pos_ == "NOUN" and lemma not in _all_words("targets"):
        return True
    return head.ent_type_ in AGENT_ENTS and head.pos_ in ("NOUN", "ADJ") and head.text[:1].isupper()


def is_political(token: Token) -> bool:
    """Whether it is a state, a people, an organisation, or a body or person of public affairs or conflict."""
    head = counted(token)
    if _is_political_word(lemma_of(head)) or head.ent_type_ in ("GPE", "NORP") or is_nation(head.text):
        return True
    if head.ent_type_ == "ORG" and head.pos_ == "PROPN":
        return True
    return any(
        c.ent_type_ in ("GPE", "NORP") or is_nation(c.text) or _is_political_word(lemma_of(c))
        for c in head.children
        if c.dep_ in ("compound", "amod", "poss", "nmod")
    )


def is_named(token: Token) -> bool:
    """Whether it goes by a name: "Ortega", "Human Rights Watch"."""
    return counted(token).pos_ == "PROPN" and is_agent(token)


def is_person(token: Token) -> bool:
    head = counted(token)
    if head.ent_type_ == "PERSON" or head.lower_ in PERSON_PRONOUNS:
        return True
    return lemma_of(head) in load_words("agents")["people"] or lemma_of(head) in load_words("agents")["political"]


def is_place(token: Token) -> bool:
    return (
        token.ent_type_ in ("GPE", "LOC", "FAC")
        or is_nation(token.text)
        or (token.pos_ == "PROPN" and token.ent_type_ == "")
    )


def is_thing(token: Token) -> bool:
    """Anything that is named and is no agent."""
    return not is_agent(token) and token.pos_ in ("NOUN", "PROPN", "PRON", "NUM")


def is_weapon(token: Token) -> bool:
    return weapon_mode(token) is not None


def weapon_mode(token: Token) -> str | None:
    """The mode of ASSAULT that the weapon named by `token` makes, None when it is none."""
    lemma = lemma_of(counted(token))
    pairs = [lemma] + [f"{lemma_of(c)}_{lemma}" for c in token.children if c.dep_ in ("compound", "amod")]
    for name in reversed(pairs):
        for mode, words in load_words("instruments").items():
            if name in words:
                return mode
    return None


def is_target(token: Token) -> bool:
    """Whether it is a thing that can be hit or seized: a building, a vehicle, a bridge."""
    head = counted(token)
    return lemma_of(head) in _all_words("targets") or head.ent_type_ == "FAC"


def is_bare_target(token: Token) -> bool:
    """Whether the words mean, where they are hit, a thing rather than the body in it: "a church", "the US embassy"."""
    lemma = lemma_of(counted(token))
    agents = load_words("agents")
    return (
        lemma in _all_words("targets")
        and lemma not in agents["political"]
        and lemma not in agents["people"]
        and (token.ent_type_ not in ("GPE", "NORP", "PERSON"))
    )


def is_plural(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in PLURALS or any(c.dep_ == "conj" for c in token.children)


def fits(token: Token, wanted: frozenset[str]) -> bool:
    """Whether the noun `token` is one of `wanted`: a lemma, a class of the lexicon or one of the built-in classes."""
    if "*" in wanted:
        return True
    head = counted(token)
    lemma = lemma_of(head)
    if lemma in wanted or head.lower_ in wanted:
        return True
    if head.pos_ == "PRON" and (head.lower_ in PERSON_PRONOUNS or head.lower_ == "it") and wanted & STAND_INS:
        return True
    if head.ent_type_ == "PERSON" and head.pos_ == "PROPN" and "@official" in wanted:
        return True
    classes = load_lexicon().classes
    for name in wanted:
        if name[0] != "@":
            continue
        members = classes.get(name[1:])
        if members is not None:
            if lemma in members or head.lower_ in members or (token is not head and lemma_of(token) in members):
                return True
        elif BUILT_IN[name](token):
            return True
    return False


@cache
def _is_known(lemma: str) -> bool:
    agents = load_words("agents")
    return (
        lemma in agents["political"]
        or lemma in agents["people"]
        or lemma in agents["bodies"]
        or get_role(lemma) is not None
    )


@cache
def _is_political_word(lemma: str) -> bool:
    role = get_role(lemma)
    return lemma in load_words("agents")["political"] or (role is not None and role.sector in PUBLIC_SECTORS)


BUILT_IN: Mapping[str, Callable[[Token], bool]] = {
    "@agent": is_agent,
    "@political": is_political,
    "@person": is_person,
    "@place": is_place,
    "@thing": is_thing,
    "@weapon": is_weapon,
    "@plural": is_plural,
    "@country": lambda token: token.ent_type_ == "GPE" or is_nation(token.text),
}
