"""Whether actors of different reports are one: names propose, context decides.

    left = Identity("a", "Ayman Halabi", type="person", country="SYR")
    right = Identity("b", "Aiman al-Halaby", type="person")
    same_actor(left, right).same      # True, False, or None where it cannot be told

Each thing that speaks for or against counts as log odds, and what counted is in the verdict. A name of one word
("Halabi") never joins by itself: somebody or some place near it in both reports has to agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sayso.link.naming_compare import compare
from sayso.link.naming_keys import initial_keys
from sayso.link.naming_lexicon import is_common
from sayso.link.naming_model import pair_logit, share
from sayso.link.naming_parts import Name, Word, read_names
from sayso.link.naming_sound import bones, hard_bones
from sayso.norm.names import name_key
from sayso.types import ActorType

SAME, OTHER = 0.8, 0.2
# Types that one actor may be given in two reports.
_KIN = (
    frozenset({"government", "agency", "police", "military", "other"}),
    frozenset({"armed_group", "party", "ngo", "other"}),
    frozenset({"company", "media", "ngo", "igo", "other"}),
)
_NAMELESS = frozenset({"population"})
_MANY_LANDS = frozenset({"IGO", "UNO", "EUR", "NGO", "MNC", "ISM"})
_SAME_NAME, _SAME_LONG_NAME, _ONE_WORD, _PART = 2.0, 3.5, -0.5, -1.0
_OWN_WORD, _CONFLICT = -6.0, 0.3
_COUNTRY, _OTHER_COUNTRY, _OTHER_COUNTRY_PERSON = 0.7, -3.0, -1.5
_NEAR, _MOST_NEAR, _NOBODY_NEAR = 0.9, 2.7, -0.6
_PLACE, _MOST_PLACES = 0.5, 1.0
_SECTOR, _OTHER_SECTOR = 0.4, -0.8
_SAME_DAYS, _LONG_APART = 0.5, -0.5
_DAYS_NEAR, _DAYS_APART = 14, 730
_CROWD = 3
_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Identity:
    """An actor as one report, or several that were linked, tell of it.

    Attributes:
        key: what the store calls it.
        name: its fullest name.
        names: other names it goes by.
        kb: its identifier in a knowledge base.
        first, last: the ISO days of the first and last report that names it.
        neighbours: what stands for the actors that are named with it: keys or folded names.
        places: what stands for the places that are named with it.
    """

    key: str
    name: str
    names: tuple[str, ...] = ()
    type: ActorType = "other"
    country: str | None = None
    sector: str | None = None
    kb: str | None = None
    first: str | None = None
    last: str | None = None
    neighbours: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)

    @property
    def person(self) -> bool:
        return self.type == "person"

    @property
    def every_name(self) -> tuple[str, ...]:
        """All names, the fullest first, a few at most."""
        return tuple(dict.fromkeys((self.name, *self.names)))[:_MOST_NAMES]


@dataclass(frozen=True, slots=True)
class ActorVerdict:
    """Whether two are one (None: it cannot be told), how likely that is, and what spoke for it, in log odds."""

    same: bool | None
    score: float
    reasons: dict[str, float]


def name_keys(name: str, type: ActorType = "other") -> tuple[str, ...]:
    """Keys under which the actors meet that a name may mean: the sound of its rare words, its abbreviation.

    Actors that share no key are not the same, or only a person can tell. Common given names and words that many
    bodies share make no key of their own.
    """
    body = type != "person"
    return tuple(sorted({key for form in read_names(name, body) for key in _form_keys(form)}))


def same_actor(left: Identity, right: Identity) -> ActorVerdict:
    """Whether two actors of different reports are one, and why."""
    barred = _find_bar(left, right)
    if barred:
        return ActorVerdict(False, 0.0, {barred: -10.0})
    if left.kb and left.kb == right.kb:
        return ActorVerdict(True, 1.0, {"knowledge base": 10.0})
    reasons = {**_names(left, right), **{name: value for name, value in _context(left, right) if value}}
    score = share(sum(reasons.values()))
    alone = "one word" in reasons and not {"near in both", "places in both"} & set(reasons)
    same = None if OTHER < score < SAME or (alone and score >= SAME) else score >= SAME
    return ActorVerdict(same, round(score, 4), {name: round(value, 3) for name, value in reasons.items()})


def _find_bar(left: Identity, right: Identity) -> str | None:
    """What makes two actors two whatever else agrees."""
    if left.kb and right.kb and left.kb != right.kb and left.kb.split(":")[0] == right.kb.split(":")[0]:
        return "other in the knowledge base"
    if left.type != right.type and not any({left.type, right.type} <= kin for kin in _KIN):
        return "other type"
    if left.type in _NAMELESS:
        return "a population"
    if left.type == "state" and left.country != right.country:
        return "other country"
    return None


def _names(left: Identity, right: Identity) -> dict[str, float]:
    """The log odds of the names: of the best pair among all names of both."""
    body = not left.person
    pairs = [(a, b) for a in left.every_name for b in right.every_name]
    if any(name_key(a) == name_key(b) for a, b in pairs):
        long = any(name_key(a) == name_key(b) and _telling(a, body) > 1 for a, b in pairs)
        found = {"same name": _SAME_LONG_NAME if long else _SAME_NAME}
    else:
        best = max((compare(a, b, body=body) for a, b in pairs), key=lambda e: pair_logit(e, body))
        found = {"alike in name": pair_logit(best, body)}
    words = min(_telling(left.name, body), _telling(right.name, body))
    fullest = compare(left.name, right.name, body=body)
    if words > 1 and fullest.conflict > _CONFLICT:
        found["each has a word of its own"] = _OWN_WORD * fullest.conflict
    if words < 2 and left.person:
        found["one word"] = _ONE_WORD
    elif words < 2 and max(fullest.alone_left, fullest.alone_right) > _CONFLICT:
        found["part of a longer name"] = _PART
    return found


def _context(left: Identity, right: Identity) -> Iterator[tuple[str, float]]:
    if left.country and right.country:
        yield "country", _countries(left, right)
    if left.sector and right.sector:
        yield "sector", _SECTOR if left.sector == right.sector else _OTHER_SECTOR * left.person
    near = len(left.neighbours & right.neighbours)
    if near:
        yield "near in both", min(_MOST_NEAR, _NEAR * near)
    elif min(len(left.neighbours), len(right.neighbours)) >= _CROWD:
        yield "nobody near in both", _NOBODY_NEAR
    yield "places in both", min(_MOST_PLACES, _PLACE * len(left.places & right.places))
    apart = _days_apart(left, right)
    if apart is not None:
        yield "days", _SAME_DAYS if apart <= _DAYS_NEAR else _LONG_APART if apart > _DAYS_APART else 0.0


def _countries(left: Identity, right: Identity) -> float:
    if left.country == right.country:
        return _COUNTRY
    if {left.country, right.country} & _MANY_LANDS:
        return 0.0
    return _OTHER_COUNTRY_PERSON if left.person else _OTHER_COUNTRY


def _days_apart(left: Identity, right: Identity) -> int | None:
    """Days between the times that two are told of, 0 where these meet; None where one is unknown."""
    days = [_day(d) for d in (left.first, left.last, right.first, right.last)]
    if None in days:
        return None
    first, last, start, end = (d for d in days if d is not None)
    return max(0, start - last, first - end)


def _day(value: str | None) -> int | None:
    try:
        return date.fromisoformat(value[:10]).toordinal() if value else None
    except ValueError:
        return None


@lru_cache(maxsize=1 << 16)
def _telling(name: str, body: bool) -> int:
    """How many words of a name tell its bearer from others; particles, titles and initials do not."""
    forms = read_names(name, body)
    return max((sum(w.role in ("name", "common", "body") for w in form.words) for form in forms), default=0)


def _form_keys(name: Name) -> Iterator[str]:
    telling = [w for w in name.content if w.role == "name" and not is_common(w.text)] or _fallback(name)
    for word in telling:
        yield "b:" + (bones(word.text) or word.text)
        yield "h:" + (hard_bones(word.text) or word.text)
    meanings = sorted({w.meaning for w in name.words if w.meaning})
    if len(meanings) > 1:
        yield "=" + "+".join(meanings)
    yield from initial_keys(name)


def _fallback(name: Name) -> list[Word]:
    """What stands for a name of common words alone: the last of a person's, all of a body's one or two."""
    words = [w for w in name.content if w.role in ("name", "common", "patronymic")]
    return words[-1:] if words else [w for w in name.content if w.role == "body"][-1:]
