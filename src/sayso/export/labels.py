"""Words set beside marks in a picture so that they cover neither marks nor each other."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]
# Of the size of the type: the width of a letter in a wide and bold one, and room for words of wide letters.
_EM, _SPARE = 0.62, 0.5
LONGEST = 28


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def lies_in(self, other: Box) -> bool:
        return (
            other.left <= self.left and other.top <= self.top and self.right <= other.right
            and self.bottom <= other.bottom
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """Where words stand: the point of the line that they begin, are centred or end at."""

    x: float
    y: float
    anchor: Anchor


class Labeller:
    """Gives each label the first of eight places about its mark that is free; room once taken stays taken."""

    def __init__(self, frame: Box) -> None:
        self.frame = frame
        self.taken: list[Box] = []

    def block(self, box: Box) -> None:
        """Keep labels off the box."""
        self.taken.append(box)

    def set_beside(self, words: str, x: float, y: float, away: float, size: float) -> Label | None:
        """A free place for `words` in type of `size`, `away` from the point; None where there is none."""
        slant = away * 0.7
        tries: tuple[tuple[float, float, Anchor], ...] = (
            (away, 0, "start"), (-away, 0, "end"), (0, -away - size / 2, "middle"), (0, away + size / 2, "middle"),
            (slant, -slant - size / 3, "start"), (slant, slant + size / 3, "start"),
            (-slant, -slant - size / 3, "end"), (-slant, slant + size / 3, "end"),
        )  # fmt: skip
        for right, down, anchor in tries:
            label = self.set_at(words, x + right, y + down, size, anchor)
            if label is not None:
                return label
        return None

    def set_at(self, words: str, x: float, y: float, size: float, anchor: Anchor = "middle") -> Label | None:
        """The words with the middle of their line at height `y`, if that is free."""
        width = measure(words, size)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        box = Box(left, y - size * 0.6, left + width, y + size * 0.6)
        if not box.lies_in(self.frame) or any(box.meets(other) for other in self.taken):
            return None
        self.taken.append(box)
        return Label(x, y + size * 0.35, anchor)


def measure(words: str, size: float) -> float:
    """How wide the words are in type of `size`, rather too much than too little."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in words)
    return (len(words) * _EM + wide * (1 - _EM) + _SPARE) * size


def shorten(words: str, longest: int = LONGEST) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
