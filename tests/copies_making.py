"""Stories in words of our own for tests of copies: each has its names, and what editors do to a text."""

from __future__ import annotations

from random import Random

from sayso.types import Report, make_report

_SYLLABLES = ("ba", "ke", "lo", "mu", "ni", "ra", "se", "tu", "vo", "za", "dar", "gol", "min", "per", "tas")
_CHANCE = Random(7)
COMMON = ["".join(_CHANCE.choice(_SYLLABLES) for _ in range(_CHANCE.randint(2, 4))) for _ in range(900)]


def make_sentences(seed: int, count: int = 14) -> list[str]:
    """Sentences of some dozen words about people and places that come up again and again."""
    chance = Random(seed)
    names = [chance.choice(COMMON).title() + str(seed) for _ in range(6)]
    out = []
    for _ in range(count):
        words = [chance.choice(COMMON) for _ in range(chance.randint(8, 14))]
        for _ in range(2):
            words.insert(chance.randrange(1, len(words)), chance.choice(names))
        words[0] = words[0].title()
        out.append(" ".join(words) + ".")
    return out


def make_text(seed: int, count: int = 14) -> str:
    """Sentences of a story, two a paragraph."""
    lines = make_sentences(seed, count)
    return "\n\n".join(" ".join(lines[i : i + 2]) for i in range(0, count, 2))


def rewrite(text: str, rate: float, seed: int = 1) -> str:
    """A share of the words replaced by others."""
    chance = Random(seed)
    parts = [part.split(" ") for part in text.split("\n\n")]
    return "\n\n".join(
        " ".join(chance.choice(COMMON) if w.islower() and chance.random() < rate else w for w in words)
        for words in parts
    )


def scan(text: str) -> str:
    """Misread as scanners do: one for l, rn for m, zero for o."""
    return "".join({"l": "1", "o": "0", "m": "rn"}.get(c, c) if i % 3 else c for i, c in enumerate(text))


def make_reports(**texts: str) -> list[Report]:
    """Reports by their ids."""
    return [make_report(text, id=name) for name, text in texts.items()]
