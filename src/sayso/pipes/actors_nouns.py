"""Whom a description stands for: "the president", "the group", "police", "Boko Haram gunmen"."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from sayso.norm.actor_codes import Code
from sayso.norm.countries import find_capital, find_country, find_nationality
from sayso.norm.names import name_key, name_words
from sayso.norm.roles import find_modifier
from sayso.pipes.actors_groups import Group, Groups
from sayso.pipes.actors_lexicon import stand_ins, unique_roles, words_of
from sayso.pipes.actors_mentions import Mention

_BODIES = frozenset({"armed_group", "military", "agency", "police", "party", "igo", "ngo"})
_JOINING = frozenset({"the", "of", "and", "for", "affairs", "us", "u", "s"})
_POSSESSED = re.compile(r"(?<!\w)\w++['’]s? ")
_PRIVATE = frozenset({"CVL", "BUS", "EDU", "LAB"})  # walks of life; who has a function may be yet another person
_NEAR = 1
_NO_NARROWER = frozenset({"us", "u.s", "armed", "central", "entire", "whole"})


class Descriptions:
    """Finds the groups of one report's descriptions, in the order of the text."""

    def __init__(self, doc: Doc, text: str, groups: Groups, mentions: list[Mention]) -> None:
        self.doc = doc
        self.text = text
        self.groups = groups
        self.at_head = {m.head: m for m in mentions}
        self.names_to = {m.last: m for m in mentions if m.kind == "name"}
        self.names_from = {m.first: m for m in mentions if m.kind == "name"}

    def find(self, mention: Mention, code: Code) -> Group | None:
        """The group of the description, None for one not told of before."""
        group = self.by_syntax(mention) or self.beside_name(mention) or self.by_member(mention)
        group = group or self.by_country(mention, code.country)
        if group is None and mention.definite and not is_told_apart(mention):
            group = self.by_office(mention, code.country) or self.by_description(mention, code.country)
            group = group or self.by_salience(mention)
        elif group is None and self.is_bare(mention):
            group = self.by_description(mention, code.country, kinds=False)
        group = group or self.by_portfolio(mention, code.country)
        return group or self.by_signature(mention, code.country)

    def by_syntax(self, mention: Mention) -> Group | None:
        """Apposition ("Zawahiri, the leader") and predicate ("Zawahiri was the leader") of a group's mention."""
        token = self.doc[mention.head]
        others = [c for c in token.rights if c.dep_ == "appos"]
        if token.dep_ == "appos":
            others.append(token.head)
        if token.dep_ == "attr" and token.head.lemma_ in ("be", "become", "remain") and not _is_negated(token.head):
            others += [c for c in token.head.lefts if c.dep_ == "nsubj"]
        found = (self.groups.by_head.get(other.i) for other in others)
        return next((g for g in found if g is not None and agree(g, mention)), None)

    def beside_name(self, mention: Mention) -> Group | None:
        """The person named right after a description, where the parse has no apposition: "the minister, Ana Diaz,"."""
        if mention.plural or mention.role is None or mention.role.type != "person":
            return None
        after = self.names_from.get(mention.last) or self.names_from.get(mention.last + 1)
        if after is None or after.label != "PERSON" or after.sentence != mention.sentence:
            return None
        group = self.groups.by_head.get(after.head)
        beside = self.text[mention.end:after.start].strip() in (",", "")
        return group if beside and group is not None and agree(group, mention) else None

    def by_member(self, mention: Mention) -> Group | None:
        """The body meant by its members or kind: "Boko Haram gunmen", "members of the Guard", "the ISIL group"."""
        word = mention.noun.split()[-1]
        kinds = frozenset().union(*(s.types for s in stand_ins().get(word, ()))) if not mention.plural else _BODIES
        if not kinds or (mention.plural and word not in words_of("members")):
            return None
        before = self.names_to.get(mention.first)
        for i in (*range(mention.first, mention.last), *([before.head] if before is not None else [])):
            inner, group = self.at_head.get(i), self.groups.by_head.get(i)
            if inner is None or inner.kind != "name" or inner.label in ("PERSON", "GPE") or group is None:
                continue
            token = self.doc[i]
            of = mention.plural and token.dep_ == "pobj" and token.head.lower_ == "of"
            tied = of or inner is before or (token.head.i == mention.head and token.dep_ != "poss")
            if tied and group.code is not None and group.code.type in kinds:
                return group
        return None

    def by_country(self, mention: Mention, country: str | None) -> Group | None:
        """Bodies of which a country has one: its government, army, police, intelligence."""
        owned = mention.owner is not None and not self.is_state(mention.owner)
        if country is None or mention.role is None or owned or self.is_narrower(mention):
            return None
        if _is_part(self.doc[mention.head]):
            return None
        if mention.noun in words_of("rulers"):
            return self.groups.for_state(country, ruled=True)
        kind = unique_roles().get(mention.noun)
        if kind is None:
            return None
        key = f"{kind} {country}"
        if self.groups.by_key(key) is None:
            stateless = (g for g in self.groups.recent() if g.label is None and g.country is None and not g.modifiers)
            before = next((g for g in stateless if mention.noun in g.nouns and agree(g, mention)), None)
            if before is not None:
                self.groups.note_key(key, before)
        return self.groups.for_key(key)

    def by_office(self, mention: Mention, country: str | None) -> Group | None:
        """The only named holder of the office in the report, told of before or after: "the Turkish president"."""
        if mention.plural or mention.role is None or mention.role.type != "person" or country is None:
            return None
        holders = [g for g in self.groups.holders(mention.noun) if g.country == country and agree(g, mention)]
        return holders[0] if len(holders) == 1 else None

    def by_description(self, mention: Mention, country: str | None, *, kinds: bool = True) -> Group | None:
        """What "the president", "the group", "the ministry" refers back to: same noun first, then same kind."""
        owner = self.owner_of(mention)
        if mention.owner is not None and owner is None:
            return None
        kind = None
        for group in self.groups.recent():
            if not agree(group, mention) or (country and group.country and country != group.country):
                continue
            if owner is not None and not any(self.owner_of(m) is owner for m in group.mentions[:20]):
                continue
            if _has_noun(group, mention.noun) and _modifiers_fit(group, mention):
                return group
            if kinds and kind is None and owner is None and self.stands_in(mention, group):
                kind = group
        return kind

    def by_portfolio(self, mention: Mention, country: str | None) -> Group | None:
        """The ministry of the same portfolio: "China's commerce ministry" for "the Ministry of Commerce"."""
        key = portfolio_key(self.text[mention.start:mention.end]) if mention.role is not None else None
        if key is None or mention.role is None or mention.role.type == "person":
            return None
        group = self.groups.for_key(key)
        return group if not (country and group.country and country != group.country) else None

    def by_salience(self, mention: Mention) -> Group | None:
        """The one named person in the foreground, for a description of no function: "the actress", "the suspect"."""
        role, bare = mention.role, mention.last == mention.head + 1 and mention.owner is None
        if role is None or mention.plural or not bare or role.type != "person" or role.sector not in _PRIVATE:
            return None
        named = [g for g in self.groups.recent() if g.label == "PERSON" and g.last is not None and agree(g, mention)]
        near = [g for g in named if g.last is not None and mention.sentence - g.last.sentence <= _NEAR]
        return near[0] if len(near) == 1 else None

    def stands_in(self, mention: Mention, group: Group) -> bool:
        """Whether the general noun of the mention may stand for the group ("the group" for the Taliban)."""
        if group.code is None or (group.label is None and not mention.plural and group.plural):
            return False
        told = any(
            not find_modifier(m) and not find_nationality(m) and m not in words_of("passing") for m in mention.modifiers
        )
        return any(
            group.code.type in s.types and s.sector in (None, group.code.sector)
            and (group.country in s.countries if s.countries else not told)
            for s in stand_ins().get(self.doc[mention.head].lower_, ())
        )

    def by_signature(self, mention: Mention, country: str | None) -> Group | None:
        """The group of the same noun with the same country, owner and modifiers: "police", "witnesses"."""
        owner = self.owner_of(mention)
        token = self.doc[mention.head]
        single = not mention.plural and any(c.lower_ in words_of("vague") for c in token.lefts)
        if (mention.owner is not None and owner is None) or single or _is_part(token):
            return None
        parts = [mention.noun, str(mention.plural), country or "", str(owner.number if owner is not None else "")]
        parts += sorted(mention.modifiers)
        if mention.last - mention.head > 1:
            parts.append(name_key(self.text[token.idx:mention.end]))
        return self.groups.for_key("noun " + " ".join(parts))

    def is_bare(self, mention: Mention) -> bool:
        """Whether the phrase is a plural alone, which takes up the same ones told of before: "police", "officials"."""
        return bool(mention.plural) and mention.last - mention.first == 1

    def owner_of(self, mention: Mention) -> Group | None:
        return self.groups.by_head.get(mention.owner) if mention.owner is not None else None

    def is_state(self, head: int) -> bool:
        group = self.groups.by_head.get(head)
        return group is not None and group.code is not None and group.code.type in ("state", "government")

    def is_narrower(self, mention: Mention) -> bool:
        """Whether modifiers narrow the phrase beyond a nationality: "local authorities", "Republican Guard forces"."""
        return any(
            m not in mention.noun.split() and not find_nationality(m) and not find_country(m)
            and not find_capital(m.title())
            for m in mention.modifiers - _NO_NARROWER
        )


def is_told_apart(mention: Mention) -> bool:
    """Whether a plural says itself which ones it means, so that it takes up none before: "the agencies of both"."""
    return bool(mention.plural) and mention.last - mention.head > 1


def portfolio_key(words: str) -> str | None:
    """A key equal for ways to name one ministry: "Defence Ministry", "Iran's ministry of defense"; None for others."""
    told = [w for w in name_words(_POSSESSED.sub(" ", words)) if w not in _JOINING]
    kind = next((w for w in told if w in ("ministry", "department")), None)
    rest = {w.replace("defence", "defense") for w in told if w != kind}
    rest -= {w for w in rest if find_nationality(w.title()) or find_country(w.title()) or find_country(w.upper())}
    return f"portfolio {kind} {' '.join(sorted(rest))}" if kind is not None and rest and len(rest) < 5 else None


def agree(group: Group, mention: Mention) -> bool:
    """Whether number and kind allow the description to stand for the group."""
    if mention.role is None:
        return False
    if group.person:
        if mention.plural or not mention.role.human:
            return False
        return group.gender is None or mention.gender is None or group.gender == mention.gender
    if group.label == "GPE" and mention.role.type not in ("state", "government"):
        return False
    if group.plural is not None and group.label is None and mention.plural is not None:
        return group.plural == mention.plural
    return mention.role.type != "person" or bool(mention.plural)


def _has_noun(group: Group, noun: str) -> bool:
    head = noun.split()[-1]
    if any(n == noun or n.split()[-1] == head for n in group.nouns if n):
        return True
    return group.label != "PERSON" and any(head in name_key(n).lower().split() for n in group.names)


def _modifiers_fit(group: Group, mention: Mention) -> bool:
    """Whether the description adds nothing that the group has not: "the militant group" for "a militant group"."""
    told = {m for m in mention.modifiers if not find_nationality(m) and m not in words_of("passing")}
    if group.label is None:
        return told <= group.modifiers | {"two", "three"}
    named = {w for n in group.names for w in name_key(n).lower().split()}
    return not told or bool(told & group.modifiers) or all(t in named or find_modifier(t) for t in told)


def _is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _is_part(token: Token) -> bool:
    """Whether a number or "some", "several" makes the phrase a part only: "two soldiers", "dozens of soldiers"."""
    vague = words_of("vague")
    if any(c.dep_ in ("nummod", "quantmod") or (c.lower_ in vague and c.dep_ != "det") for c in token.lefts):
        return True
    above = token.head
    return token.dep_ == "pobj" and above.lower_ == "of" and above.head.lower_ in words_of("counted")
