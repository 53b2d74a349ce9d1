"""Which mentions stand for one actor: names first, then descriptions and pronouns in the order of the text.

The order of certainty is that of the sieves of Raghunathan et al. (EMNLP 2010): equal names, abbreviations and short
forms, then what syntax says, then descriptions, then pronouns.
"""

from __future__ import annotations

from spacy.tokens import Doc

from sayso.norm.actor_codes import Code, code_phrase
from sayso.norm.countries import find_capital, find_country, find_nationality
from sayso.norm.names import is_acronym, name_key, strip_article
from sayso.pipes.actors_groups import Group, Groups
from sayso.pipes.actors_lexicon import words_of
from sayso.pipes.actors_mentions import Mention
from sayso.pipes.actors_nouns import Descriptions, portfolio_key
from sayso.pipes.actors_pronouns import Pronouns


def group_mentions(doc: Doc, mentions: list[Mention], date: str | None) -> Groups:
    """The groups of the report; each mention is in at most one.

    Args:
        doc: the parsed report.
        mentions: its mentions in the order of their heads.
        date: the ISO day of publication, for who was in office then.
    """
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

    def group_names(self) -> None:
        """Full names before single words, so that "Brown" finds whoever of that name was told of last."""
        named = [m for m in self.mentions if m.kind in ("name", "adjective")]
        full = [m for m in named if " " in (m.name or "")]
        single = [m for m in named if " " not in (m.name or "")]
        for mention in (*full, *single):
            self.groups.join(self.group_for_name(mention), mention)

    def walk(self) -> None:
        """Descriptions and pronouns in the order of the text; first persons last, when all speakers are known."""
        descriptions = Descriptions(self.doc, self.text, self.groups, self.mentions)
        pronouns = Pronouns(self.doc, self.groups, self.mentions)
        for mention in self.mentions:
            group = self.groups.by_head.get(mention.head)
            if group is None and mention.kind == "noun":
                code = self.code(mention)
                group = self.groups.join(descriptions.find(mention, code) or self.groups.new(), mention)
                group.learn(code)
            elif group is None and mention.person != 1:
                group = pronouns.resolve(mention)
                if group is not None:
                    self.groups.join(group, mention)
            if group is not None:
                self.groups.touch(group, mention)
        for mention in self.mentions:
            speaker = pronouns.resolve(mention) if mention.person == 1 else None
            if speaker is not None:
                self.groups.join(speaker, mention)

    def group_for_name(self, mention: Mention) -> Group:
        name = strip_article(mention.name or "")
        state = self.state_of(mention, name)
        if state is not None:
            return self.groups.for_state(state, ruled=False)
        group = self.known_name(mention, name) or self.groups.new()
        group.learn(self.code(mention))
        person = group.label == "PERSON" or mention.label == "PERSON"
        self.groups.note_name(name, group, person=person)
        if mention.entity is not None:
            self.groups.note_key("entity " + mention.entity.name, group)
        ministry = portfolio_key(name) if mention.label == "ORG" else None
        if ministry is not None:
            self.groups.note_key(ministry, group)
        if group.code is not None and group.code.sector == "SPY" and group.code.type == "agency" and group.country:
            self.groups.note_key("agency " + group.country, group)
        return group

    def known_name(self, mention: Mention, name: str) -> Group | None:
        """The group that this name belongs to already."""
        groups, person = self.groups, mention.label == "PERSON"
        if " " not in name and not is_acronym(name):
            found = groups.by_short_form(name, before=mention.start)
            if found is not None:
                return found
        if mention.entity is not None:
            found = groups.by_key("entity " + mention.entity.name)
            if found is not None:
                return found
        found = groups.by_key("name " + name_key(name))
        if found is not None or mention.label == "NORP":
            return found
        ministry = portfolio_key(name) if mention.label == "ORG" else None
        found = groups.by_key(ministry) if ministry is not None else None
        if found is not None:
            return found
        found = groups.by_acronym(name)
        if found is None and (person or mention.role is None):
            found = groups.by_short_form(name, before=mention.start)
        if found is None and not person:
            found = groups.by_distinctive_words(name)
        return found

    def state_of(self, mention: Mention, name: str) -> str | None:
        """The state that a name stands for: by its name, its capital, its people ("the Americans"), its government."""
        code = find_country(name)
        if code is not None:
            return code
        if mention.noun in words_of("rulers") and mention.label == "ORG":
            nation = name[: -len(mention.noun)].strip()
            return find_country(nation) or find_nationality(nation) if nation else None
        if mention.label not in ("GPE", "NORP"):
            return None
        capital = find_capital(name)
        if capital is not None or mention.kind == "adjective":
            return capital or find_nationality(name)
        if self.groups.by_key("name " + name_key(name)) is not None:
            return None
        return find_nationality(name) if mention.definite and mention.last - mention.first == 2 else None

    def code(self, mention: Mention) -> Code:
        """What the words of the mention say of its actor; a known name says it better."""
        if mention.entity is not None and mention.label in ("PERSON", "ORG"):
            term = mention.entity.on(self.date)
            if not (mention.label == "PERSON" and mention.role is not None):
                return Code(term.country, term.sector, term.sector2, term.type)
        words = self.text[mention.start:mention.end]
        if mention.label == "PERSON":
            if mention.entity is None:  # towns and bodies in a person's name tell nothing: "Paris Hilton"
                words = words[: max(0, words.rfind(mention.name or words))]
            code = code_phrase(words, date=self.date)
            return Code(code.country, None if code.sector == "UNK" else code.sector, code.sector2, "person")
        code = code_phrase(words, date=self.date)
        if mention.label == "NORP" and code.type == "other":
            return Code(code.country, code.sector or "CVL", code.sector2, "population")
        return code
