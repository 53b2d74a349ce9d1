"""Which mentions stand for one actor: names first, then descriptions and pronouns in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from sayso.norm.actor_codes import Code, code_phrase
from sayso.norm.countries import find_capital, find_country, find_nationality
from sayso.norm.kb import get_state
from sayso.norm.names import is_acronym, name_key, strip_article
from sayso.norm.roles import find_modifier
from sayso.pipes.actors_groups import Group, Groups
from sayso.pipes.actors_mentions import Mention
from sayso.pipes.actors_pronouns import Pronouns
from sayso.resources import load_yaml

_RULERS = frozenset({"government", "authority"})
_UNIQUE = {
    "military": frozenset({"army", "military", "armed forces", "forces", "troops", "soldier", "defense forces"}),
    "police": frozenset({"police", "police force", "policeman", "police officer"}),
    "agency": frozenset({"intelligence agency", "intelligence service", "intelligence", "spy agency", "secret service"}),
}
_MEMBERS = frozenset(
    "militant fighter member personnel guerrilla rebel force troops soldier gunman insurgent jihadist terrorist forces "
    "officer agent official cadre operative".split()
)
_PASSING = frozenset("former ex late new current outgoing incumbent disgraced embattled ailing young old veteran same latter".split())
_GENERAL = frozenset({"armed_group", "military", "agency", "police", "party", "igo", "ngo"})


@dataclass(frozen=True, slots=True)
class StandIn:
    """A noun that may stand for any actor of some types after "the"."""

    types: frozenset[str]
    sector: str | None
    countries: frozenset[str]


def group_mentions(doc: Doc, mentions: list[Mention], date: str | None) -> Groups:
    """The groups of the report; each mention is in at most one."""
    grouper = _Grouper(doc, mentions, date)
    grouper.group_names()
    grouper.walk()
    return grouper.groups


class _Grouper:
    def __init__(self, doc: Doc, mentions: list[Mention], date: str | None) -> None:
        self.doc = doc
        self.text: str = doc.text  # spaCy joins the tokens anew at every access
        self.mentions = mentions
        self.date = date
        self.groups = Groups()
        self.at_head = {m.head: m for m in mentions}
        self.by_first = {m.first: m for m in mentions if m.kind == "name"}

    # ---- names ------------------------------------------------------------------------------------------------------
    def group_names(self) -> None:
        """Full names before single words, so that "Brown" finds whoever of that name was told of last."""
        named = [m for m in self.mentions if m.kind in ("name", "adjective")]
        full = [m for m in named if " " in (m.name or "")]
        for mention in full:
            self.groups.join(self.group_for_name(mention), mention)
        for mention in named:
            if " " not in (mention.name or ""):
                self.groups.join(self.group_for_name(mention), mention)

    def group_for_name(self, mention: Mention) -> Group:
        name = strip_article(mention.name or "")
        state = self.state_of(mention, name)
        if state is not None:
            return self.keyed("state " + state, mention, state)
        group = self.known_name(mention, name)
        if group is None:
            group = self.groups.new()
        self.learn(group, mention)
        self.groups.note_name(name, group, person=group.label == "PERSON" or mention.label == "PERSON")
        if mention.entity is not None:
            self.groups.note_key("entity " + mention.entity.name, group)
        return group

    def known_name(self, mention: Mention, name: str) -> Group | None:
        """The group that this name belongs to already."""
        groups = self.groups
        if " " not in name and mention.label in ("PERSON", "ORG") and not is_acronym(name):
            found = groups.by_short_form(name, before=mention.start)
            if found is not None:
                return found
        if mention.entity is not None:
            found = groups.by_key("entity " + mention.entity.name)
            if found is not None:
                return found
        found = groups.by_key("name " + name_key(name))
        if found is not None:
            return found
        if mention.label == "NORP":
            return None
        found = groups.by_acronym(name)
        if found is None and mention.role is None or mention.label == "PERSON":
            found = found or groups.by_short_form(name, before=mention.start)
        if found is None and mention.label != "PERSON":
            found = groups.by_distinctive_words(name)
        return found

    def state_of(self, mention: Mention, name: str) -> str | None:
        """The state that the name stands for: by its name, its capital, its people ("the Americans")."""
        code = find_country(name)
        if code is None and mention.noun in _RULERS and mention.label == "ORG":
            rest = name[: -len(mention.noun)].strip()
            return find_country(rest) or find_nationality(rest) if rest else None
        if code is not None or mention.label not in ("GPE", "NORP"):
            return code
        capital = find_capital(name)
        if capital is not None:
            return capital
        people = find_nationality(name)
        if mention.kind == "name" and self.groups.by_key("name " + name_key(name)) is not None:
            return None
        whole = mention.kind == "adjective" or mention.definite and mention.last - mention.first == 2
        return people if whole and people is not None else None

    def keyed(self, key: str, mention: Mention, country: str | None) -> Group:
        """The one group with this key."""
        group = self.groups.by_key(key)
        if group is None:
            group = self.groups.new()
            self.groups.note_key(key, group)
            group.country = country
            if key.startswith("state ") and country is not None:
                group.entity = get_state(country)
                group.label, group.plural = "GPE", False
                group.code = Code(country, "GOV", None, "state" if mention.kind != "noun" else "government")
        if mention.kind != "noun" and key.startswith("state ") and group.code is not None:
            group.code = group.code._replace(type="state")
        self.learn(group, mention)
        return group

    def learn(self, group: Group, mention: Mention) -> Code:
        """Code the mention and let the group keep the better code."""
        code = code_phrase(self.words(mention), date=self.date)
        if mention.entity is not None and mention.label in ("PERSON", "ORG"):
            term = mention.entity.on(self.date)
            code = Code(term.country, term.sector, term.sector2, term.type)
        elif mention.label == "PERSON":
            code = Code(code.country, None if code.sector == "UNK" else code.sector, code.sector2, "person")
        old = group.code
        if old is None:
            group.code = code
        elif (old.sector is None or (old.type == "other" and code.type != "other")) and code.sector is not None:
            kind = code.type if old.type == "other" else old.type
            group.code = Code(old.country or code.country, code.sector, code.sector2, kind)
        elif old.country is None:
            group.code = old._replace(country=code.country)
        group.country = group.country or group.code.country if group.code else None
        return code

    def words(self, mention: Mention) -> str:
        return self.text[mention.start:mention.end]

    # ---- descriptions and pronouns --------------------------------------------------------------------------------------
    def walk(self) -> None:
        pronouns = Pronouns(self.doc, self.groups, self.at_head)
        for mention in self.mentions:
            group = self.groups.by_head.get(mention.head)
            if group is None and mention.person != 1:
                group = pronouns.resolve(mention) if mention.kind == "pronoun" else self.group_for_noun(mention)
                if group is not None:
                    self.groups.join(group, mention)
            if group is not None:
                self.groups.touch(group, mention)
        for mention in self.mentions:
            speaker = pronouns.resolve(mention) if mention.person == 1 else None
            if speaker is not None:
                self.groups.join(speaker, mention)

    def group_for_noun(self, mention: Mention) -> Group:
        group = self.by_syntax(mention) or self.beside_name(mention) or self.by_name_inside(mention) or self.by_country(mention)
        if group is None and mention.definite:
            group = self.by_office(mention) or self.by_description(mention)
        if group is None:
            group = self.by_signature(mention)
        if group is None:
            group = self.groups.new()
        self.learn(group, mention)
        return group

    def by_syntax(self, mention: Mention) -> Group | None:
        """Apposition ("Zawahiri, the leader") and predicate ("Zawahiri was the leader") of a group's mention."""
        token = self.doc[mention.head]
        others = [c for c in token.rights if c.dep_ == "appos"]
        if token.dep_ == "appos":
            others.append(token.head)
        if token.dep_ == "attr" and token.head.lemma_ in ("be", "become", "remain") and not _negated(token.head):
            others += [c for c in token.head.lefts if c.dep_ == "nsubj"]
        for other in others:
            group = self.groups.by_head.get(other.i)
            if group is not None and _agree(group, mention):
                return group
        return None

    def beside_name(self, mention: Mention) -> Group | None:
        """The person named right beside a description, where the parse has no apposition: "the minister, Ana Diaz,"."""
        if mention.plural or mention.role is None or mention.role.type != "person":
            return None
        text = self.text
        after = self.at_head_from(mention.last)
        if after is not None and after.label == "PERSON" and text[mention.end:after.start].strip() in (",", ""):
            group = self.groups.by_head.get(after.head)
            if group is not None and _agree(group, mention) and after.sentence == mention.sentence:
                return group
        return None

    def at_head_from(self, token: int) -> Mention | None:
        """The mention that begins at this token or the next."""
        return self.by_first.get(token) or self.by_first.get(token + 1)

    def by_office(self, mention: Mention) -> Group | None:
        """The only named holder of the office in the report, told of before or after: "the Turkish president"."""
        country = code_phrase(self.words(mention)).country
        if mention.plural or mention.role is None or mention.role.type != "person" or country is None:
            return None
        holders = [
            g for g in self.groups.all
            if g.label == "PERSON" and g.country == country and mention.noun in g.nouns and _agree(g, mention)
        ]
        return holders[0] if len(holders) == 1 else None

    def by_name_inside(self, mention: Mention) -> Group | None:
        """The body whose members are meant as itself: "Boko Haram gunmen", "members of the National Guard"."""
        if not mention.plural or mention.role is None or mention.noun.split()[-1] not in _MEMBERS:
            return None
        for i in range(mention.first, mention.last):
            inner = self.at_head.get(i)
            if inner is None or inner.kind != "name" or inner.label in ("PERSON", "GPE"):
                continue
            group = self.groups.by_head.get(i)
            if group is not None and group.code is not None and group.code.type in _GENERAL:
                token = self.doc[i]
                if token.head.i == mention.head or (token.dep_ == "pobj" and token.head.lower_ == "of"):
                    return group
        return None

    def by_country(self, mention: Mention) -> Group | None:
        """Bodies of which a country has one: its government, army, police, intelligence."""
        code = code_phrase(self.words(mention), date=self.date)
        country = code.country
        if country is None or mention.role is None or mention.owner is not None and not self.owner_is_state(mention):
            return None
        if _quantified(self.doc[mention.head]):
            return None
        if mention.noun in _RULERS and not _narrower(mention, self.doc):
            return self.keyed("state " + country, mention, country)
        for kind, nouns in _UNIQUE.items():
            if mention.noun in nouns and not _narrower(mention, self.doc):
                return self.keyed(f"{kind} {country}", mention, country)
        return None

    def owner_is_state(self, mention: Mention) -> bool:
        owner = self.groups.by_head.get(mention.owner or -1)
        return owner is not None and owner.code is not None and owner.code.type in ("state", "government")

    def by_description(self, mention: Mention) -> Group | None:
        """What "the president", "the group", "the ministry" refers back to: same noun first, then same kind."""
        owner = self.groups.by_head.get(mention.owner) if mention.owner is not None else None
        if mention.owner is not None and owner is None:
            return None
        head = mention.noun.split()[-1] if mention.noun else self.doc[mention.head].lemma_.lower()
        country = code_phrase(self.words(mention)).country
        same = kind = None
        for group in self.groups.recent():
            if not _agree(group, mention) or (country and group.country and country != group.country):
                continue
            if mention.owner is not None and not any(m.owner is not None and self.groups.by_head.get(m.owner) is owner for m in group.mentions):
                continue
            if same is None and _has_noun(group, mention.noun, head) and _modifiers_fit(group, mention):
                same = group
                break
            if kind is None and mention.owner is None and self.stands_in(mention, group):
                kind = group
        return same or kind

    def stands_in(self, mention: Mention, group: Group) -> bool:
        """Whether the general noun of the mention may stand for the group ("the group" for the Taliban)."""
        if group.code is None or group.label is None and not mention.plural and group.plural:
            return False
        if any(not find_modifier(m) and not find_nationality(m) for m in mention.modifiers):
            return False
        word = self.doc[mention.head].lower_
        return any(
            group.code.type in s.types and s.sector in (None, group.code.sector)
            and (not s.countries or group.country in s.countries)
            for s in _stand_ins().get(word, ())
        )

    def by_signature(self, mention: Mention) -> Group | None:
        """The group of the same noun with the same country, owner and modifiers: "police", "witnesses"."""
        country = code_phrase(self.words(mention)).country or ""
        owner = self.groups.by_head.get(mention.owner) if mention.owner is not None else None
        if mention.owner is not None and owner is None:
            return None
        token = self.doc[mention.head]
        plain = not _quantified(token) and (mention.plural or not any(c.lower_ in ("a", "an", "another") for c in token.lefts))
        parts = (mention.noun, str(mention.plural), country, str(owner.number if owner else ""), *sorted(mention.modifiers))
        if mention.last - mention.head > 1:
            parts = (*parts, name_key(self.text[self.doc[mention.head].idx:mention.end]))
        key = "noun " + " ".join(parts)
        found = self.groups.by_key(key) if plain else None
        if found is None:
            found = self.groups.new()
            found.country = country or None
            self.groups.note_key(key, found)
        return found


def _has_noun(group: Group, noun: str, head: str) -> bool:
    if noun in group.nouns:
        return True
    return any(n.split()[-1] == head for n in group.nouns) or any(
        head in name_key(n).split() for n in group.names if group.label != "PERSON"
    )


def _modifiers_fit(group: Group, mention: Mention) -> bool:
    """Whether the description adds nothing that the group has not: "the militant group" for "a militant group"."""
    told = {m for m in mention.modifiers if not find_nationality(m) and m not in _PASSING}
    if group.label is not None:
        return not told or bool(told & group.modifiers) or all(
            any(t in name_key(n).split() for n in group.names) or find_modifier(t) for t in told
        )
    return told <= group.modifiers | {"same", "latter", "former", "two", "three"}


def _agree(group: Group, mention: Mention) -> bool:
    """Whether number and kind allow the mention to stand for the group."""
    if mention.role is None:
        return False
    if group.person:
        if mention.plural or not mention.role.human:
            return False
        return group.gender is None or mention.gender is None or group.gender == mention.gender
    if group.plural is not None and group.label is None and mention.plural is not None:
        return group.plural == mention.plural
    if mention.role.type == "person" and not mention.plural:
        return False
    return True


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _quantified(token: Token) -> bool:
    """Whether a number or "some", "several" makes the phrase a part only: "two soldiers", "dozens of soldiers"."""
    return any(
        c.dep_ in ("nummod", "quantmod") or c.lower_ in ("some", "several", "many", "few", "other", "another", "more", "dozens")
        for c in token.lefts
    ) or token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ in ("NUM", "NOUN") and token.head.head.lower_ in (
        "dozens", "hundreds", "thousands", "scores", "number", "group", "members", "one"
    )


def _narrower(mention: Mention, doc: Doc) -> bool:
    """Whether modifiers narrow the phrase beyond a nationality: "local authorities", "Republican Guard forces"."""
    return any(not find_nationality(m) and not find_country(m) and not find_capital(m.title()) and m not in mention.noun.split()
               for m in mention.modifiers - {"us", "u.s", "armed", "central", "entire", "whole"})


def _make_stand_in(entry: dict[str, Any]) -> StandIn:
    return StandIn(frozenset(entry["for"]), entry.get("sector"), frozenset(entry.get("countries", ())))


@cache
def _stand_ins() -> dict[str, tuple[StandIn, ...]]:
    table: dict[str, tuple[StandIn, ...]] = {}
    entries: list[dict[str, Any]] = load_yaml("lexicons/roles.yml")["stand_ins"]
    for entry in entries:
        for word in entry["words"]:
            table[word] = (*table.get(word, ()), _make_stand_in(entry))
    return table
