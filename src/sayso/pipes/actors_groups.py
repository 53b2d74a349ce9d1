"""Groups of mentions that stand for one actor, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sayso.norm.actor_codes import Code
from sayso.norm.kb import Entity, get_state
from sayso.norm.names import content_words, is_acronym, is_acronym_of, is_short_form, name_key, sound_key
from sayso.norm.roles import get_role
from sayso.pipes.actors_mentions import Mention

MAX_CANDIDATES = 40
_LOOKED_AT = 100


@dataclass(slots=True, eq=False)
class Group:
    """One actor in the making. `names` counts how often each proper name was used; `last` is the latest mention."""

    number: int
    mentions: list[Mention] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    nouns: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    label: str | None = None
    entity: Entity | None = None
    code: Code | None = None
    country: str | None = None
    gender: str | None = None
    plural: bool | None = None
    last: Mention | None = None
    count: int = 0

    def learn(self, code: Code) -> None:
        """Keep what a mention says of the actor, where that is more than was known."""
        old = self.code
        if old is None:
            self.code = code
        elif (old.sector is None or (old.type == "other" and code.type != "other")) and code.sector is not None:
            kind = code.type if old.type == "other" else old.type
            self.code = Code(old.country or code.country, code.sector, code.sector2, kind)
        elif old.country is None:
            self.code = old._replace(country=code.country)
        if self.country is None and self.code is not None:
            self.country = self.code.country

    @property
    def person(self) -> bool:
        """Whether this is one human being."""
        if self.label is not None:
            return self.label == "PERSON"
        return self.plural is False and self.code is not None and self.code.type == "person"

    @property
    def body(self) -> bool:
        """Whether "it" may stand for it: a body or a state."""
        return not self.person and (self.label is not None or self.plural is False)


class Groups:
    """All groups of a report, with look-ups by name and by recency."""

    def __init__(self) -> None:
        self.all: list[Group] = []
        self.by_head: dict[int, Group] = {}
        self._by_key: dict[str, Group] = {}
        self._by_word: dict[str, list[Group]] = {}
        self._bodies: list[Group] = []
        self._recent: dict[int, Group] = {}
        self._by_noun: dict[str, list[Group]] = {}

    def new(self) -> Group:
        group = Group(len(self.all))
        self.all.append(group)
        return group

    def join(self, group: Group, mention: Mention) -> Group:
        """Let the mention be one of the group's."""
        group.mentions.append(mention)
        self.by_head[mention.head] = group
        if mention.kind == "noun" or mention.role is not None:
            if mention.noun not in group.nouns and len(self._by_noun.setdefault(mention.noun, [])) < MAX_CANDIDATES:
                self._by_noun[mention.noun].append(group)
            group.nouns.add(mention.noun)
            group.modifiers |= mention.modifiers
        if group.gender is None and mention.gender in ("m", "f") and group.plural is not True:
            group.gender = mention.gender
        if group.plural is None and mention.kind != "pronoun":
            group.plural = mention.plural
        if group.label is None and mention.kind == "name":
            group.label = mention.label
        if mention.entity is not None and group.entity is None:
            group.entity = mention.entity
        return group

    def touch(self, group: Group, mention: Mention) -> None:
        """The walk through the text has come to this mention of the group."""
        self._recent.pop(group.number, None)
        self._recent[group.number] = group
        group.last = mention
        group.count += 1

    def recent(self) -> Iterator[Group]:
        """Groups mentioned so far, the last mentioned first; at most MAX_CANDIDATES."""
        for i, group in enumerate(reversed(self._recent.values())):
            if i >= MAX_CANDIDATES:
                return
            yield group

    def for_key(self, key: str) -> Group:
        """The one group with this key, made when there is none."""
        group = self._by_key.get(key)
        if group is None:
            group = self._by_key[key] = self.new()
        return group

    def for_state(self, country: str, *, ruled: bool) -> Group:
        """The state with this alpha-3 code; `ruled` when only its government was told of here."""
        group = self.for_key("state " + country)
        if group.code is None:
            group.entity, group.label, group.plural = get_state(country), "GPE", False
            group.learn(Code(country, "GOV", None, "government"))
        if not ruled and group.code is not None:
            group.code = group.code._replace(type="state")
        return group

    def holders(self, noun: str) -> list[Group]:
        """The named persons of whom this role was told."""
        return [g for g in self._by_noun.get(noun, ()) if g.label == "PERSON"]

    def note_key(self, key: str, group: Group) -> None:
        self._by_key.setdefault(key, group)

    def by_key(self, key: str) -> Group | None:
        return self._by_key.get(key)

    def note_name(self, name: str, group: Group, *, person: bool) -> None:
        """Let the group be found by this name and its short forms."""
        self.note_key("name " + name_key(name), group)
        if len(group.names) < MAX_CANDIDATES or name in group.names:
            group.names[name] = group.names.get(name, 0) + 1
        words = content_words(name)
        for word in words if person else words[:1]:
            for key in {sound_key(word), word[:4] + "…"}:
                known = self._by_word.setdefault(key, [])
                if group not in known:
                    known.append(group)
        if not person and len(self._bodies) < 200 and group not in self._bodies:
            self._bodies.append(group)

    def by_short_form(self, name: str, *, before: int) -> Group | None:
        """The person whose name `name` shortens, or the other way about: the last told of before `before`.

        Of several with the same last name, it alone means the one most told of so far, at first the first named.
        """
        words = content_words(name)
        if not words:
            return None
        for key in (sound_key(words[-1]), sound_key(words[0]), words[0][:4] + "…"):
            found = [
                g for g in self._by_word.get(key, ())[:MAX_CANDIDATES]
                if g.label in ("PERSON", None) and not _differ(name, g)
                and any(is_short_form(name, full) or is_short_form(full, name) for full in g.names)
            ]
            earlier = [g for g in found if g.mentions and g.mentions[0].start < before]
            if len(words) == 1 and len(earlier) > 1:
                return max(earlier, key=lambda g: (len(g.mentions), -g.mentions[0].start))
            if found:
                return max(found, key=lambda g: _last_start(g, before))
        return None

    def by_acronym(self, name: str) -> Group | None:
        """The body that `name` abbreviates, or that has `name`'s initials for its name."""
        short = is_acronym(name)
        for group in reversed(self._bodies):
            for full in group.names:
                if (is_acronym_of(name, full) if short else is_acronym(full) and is_acronym_of(full, name)):
                    return group
        return None

    def by_distinctive_words(self, name: str) -> Group | None:
        """The body whose name has all the telling words of `name`: "Pribumi party" for "Parti Pribumi Bersatu"."""
        words = _telling(name)
        if not words:
            return None
        for group in reversed(self._bodies):
            for full in group.names:
                other = _telling(full)
                if other and (_within(words, other) or _within(other, words)) and _same_kind(name, full):
                    return group
        return None


def _last_start(group: Group, before: int) -> tuple[bool, int]:
    """Where the group was last mentioned before an offset; those only mentioned after it come last, near ones first."""
    earlier = [m.start for m in group.mentions[-_LOOKED_AT:] if m.start < before]
    return (True, max(earlier)) if earlier else (False, -min((m.start for m in group.mentions[:_LOOKED_AT]), default=0))


def _telling(name: str) -> tuple[str, ...]:
    return tuple(w for w in content_words(name) if get_role(w) is None and len(w) > 3)


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    rest = iter(many)
    return all(any(w == other for other in rest) for w in few)


def _same_kind(a: str, b: str) -> bool:
    """Whether the last words do not name two kinds of body ("Justice Department", "Justice Minister")."""
    one, two = get_role(content_words(a)[-1]), get_role(content_words(b)[-1])
    return one is None or two is None or (one.type == two.type and one.sector == two.sector)


def _differ(name: str, group: Group) -> bool:
    """Whether the group has a fuller name that this one is no form of: another bearer of the same surname."""
    words = content_words(name)
    if len(words) < 2:
        return False
    return any(
        len(content_words(full)) >= 2 and not is_short_form(name, full) and not is_short_form(full, name)
        for full in group.names
    )
