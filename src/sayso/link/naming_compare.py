"""How two names bear on each other, as a few numbers: what they share, what each has alone, how rare it is.

The numbers (`Evidence`) are what a decision is made from: by `naming_model` for names alone, by `actors` with context.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from sayso.link.naming_align import Match, align, is_initials
from sayso.link.naming_parts import Name, Role, Word, read_names

Worth = Callable[[Word], float]
_ROLES: dict[Role, float] = {
    "name": 1.0, "common": 0.6, "patronymic": 0.45, "initial": 0.15, "particle": 0.05, "title": 0.08, "legal": 0.05,
    "body": 0.4,
}

_TELLING = 0.25


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the comparison of two names found; everything is 0 to 1 but `told`, which is in words of full worth.

    shared_left, shared_right: how much of either name's worth is in both; quality: how alike the shared words are;
    weakest: the least alike shared word; alone_left, alone_right: worth of the most telling word that only one has;
    conflict: the smaller of the two; told: worth of what is shared; rarest: worth of the rarest shared word;
    several: whether two words or more are shared; order: whether they stand in one order; initials: whether one is
    the other's abbreviation; capitals: whether surnames in capitals agree (0.5 where none are marked).
    """

    shared_left: float = 0.0
    shared_right: float = 0.0
    quality: float = 0.0
    weakest: float = 0.0
    alone_left: float = 0.0
    alone_right: float = 0.0
    conflict: float = 0.0
    told: float = 0.0
    rarest: float = 0.0
    several: float = 0.0
    order: float = 0.0
    initials: float = 0.0
    capitals: float = 0.5
    foreign: float = 0.0

    @property
    def rough(self) -> float:
        """One number to rank candidates by."""
        if self.initials:
            return 0.75
        return (
            0.5 * min(self.shared_left, self.shared_right) + 0.5 * max(self.shared_left, self.shared_right)
        ) * self.quality - 0.3 * self.conflict


    def features(self) -> tuple[float, ...]:
        """What a linear model weighs: the numbers themselves and a few that it could not make of them."""
        plain = tuple(getattr(self, name) for name in EVIDENCE)
        return (
            *plain, min(self.shared_left, self.shared_right), max(self.shared_left, self.shared_right), self.rough,
            self.quality**4, max(0.0, self.told - 1.0), min(self.told, 1.0), self.conflict * self.quality,
            (1.0 - self.several) * self.rarest,
        )


EVIDENCE = tuple(f.name for f in fields(Evidence))
FEATURES = (
    *EVIDENCE, "shared least", "shared most", "rough", "quality, steep", "told, much", "told, little",
    "conflict of alike", "rarest, alone",
)


def plain_worth(word: Word) -> float:
    """What a word tells by its part in the name alone, without knowing other names; short words tell less."""
    return _ROLES[word.role] * (0.55 + 0.45 * min(len(word.text), 7) / 7)


def compare(left: str, right: str, *, body: bool, worth: Worth = plain_worth) -> Evidence:
    """The evidence of the best pair among the names that two written forms hold."""
    pairs = [(a, b) for a in read_names(left, body) for b in read_names(right, body)]
    found = [compare_names(a, b, worth) for a, b in pairs]
    return max(found, key=lambda e: e.rough, default=Evidence())


def compare_names(left: Name, right: Name, worth: Worth = plain_worth) -> Evidence:
    """The evidence of two names, word by word."""
    initials = _are_initials(left, right)
    matches = align(left.words, right.words, worth)
    if not matches:
        return Evidence(initials=initials)
    one, two = [worth(w) for w in left.words], [worth(w) for w in right.words]
    shared = [(m, (_sum(one, m.left) + _sum(two, m.right)) / 2) for m in matches]
    told = sum(weight * m.likeness for m, weight in shared)
    weight = sum(w for _, w in shared)
    telling = [m for m, w in shared if w >= _TELLING]
    strong = [m.likeness for m, w in shared if w >= 0.3] or [m.likeness for m, _ in shared]
    alone_left = _alone(one, [m.left for m in matches])
    alone_right = _alone(two, [m.right for m in matches])
    return Evidence(
        shared_left=sum(_sum(one, m.left) * m.likeness for m in matches) / sum(one),
        shared_right=sum(_sum(two, m.right) * m.likeness for m in matches) / sum(two),
        quality=told / weight, weakest=min(strong), alone_left=alone_left, alone_right=alone_right,
        conflict=min(alone_left, alone_right), told=told, rarest=max(w * m.likeness for m, w in shared),
        several=float(len(telling) > 1), order=_in_order(telling), initials=initials,
        capitals=_capitals(left, right, matches), foreign=float(_is_foreign(left) != _is_foreign(right)),
    )


def _sum(values: Sequence[float], span: tuple[int, int]) -> float:
    return sum(values[span[0] : span[1]])


def _alone(values: Sequence[float], spans: list[tuple[int, int]]) -> float:
    taken = {i for first, end in spans for i in range(first, end)}
    return max((v for i, v in enumerate(values) if i not in taken), default=0.0)


def _in_order(matches: Sequence[Match]) -> float:
    starts = [m.right[0] for m in matches]
    return float(starts == sorted(starts))


def _are_initials(left: Name, right: Name) -> float:
    return float(
        bool(left.letters and not right.letters and is_initials(left.letters, right.words))
        or bool(right.letters and not left.letters and is_initials(right.letters, left.words))
    )


def _capitals(left: Name, right: Name, matches: Sequence[Match]) -> float:
    """Lists write surnames in capitals: 1 where the marked words of a name are shared, 0 where they are not."""
    seen = []
    for name, spans in ((left, [m.left for m in matches]), (right, [m.right for m in matches])):
        marked = [i for i, w in enumerate(name.words) if w.capitals]
        if marked and len(marked) < sum(w.role not in ("particle", "title") for w in name.words):
            taken = {i for first, end in spans for i in range(first, end)}
            seen.append(sum(i in taken for i in marked) / len(marked))
    return min(seen) if seen else 0.5


def _is_foreign(name: Name) -> bool:
    return any(w.script != "latin" for w in name.content)
