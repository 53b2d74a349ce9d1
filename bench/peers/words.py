"""Where words that a tool found stand in the text, for tools that do not say so. Standard library only."""

from __future__ import annotations


class Finder:
    """Finds words in the order in which a tool read them; an occurrence is given out once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._after = 0
        self._drift = 0

    def find_next(self, words: str) -> tuple[int, int] | None:
        """The next occurrence of `words` after the last one given; None, and nothing moves, where there is none."""
        start = self._text.find(words, self._after) if words else -1
        return None if start < 0 else self._take(start, words)

    def find_near(self, words: str, expected: int) -> tuple[int, int] | None:
        """The occurrence after the last one that is nearest to `expected`, an offset in a text that the tool changed.

        By how much the two were apart is added to what is expected from then on.
        """
        aim = expected + self._drift
        before = self._text.rfind(words, self._after, max(aim, 0) + len(words)) if words else -1
        behind = self._text.find(words, max(aim, self._after)) if words else -1
        found = [start for start in (before, behind) if start >= 0]
        if not found:
            return None
        start = min(found, key=lambda s: abs(s - aim))
        self._drift += start - aim
        return self._take(start, words)

    def _take(self, start: int, words: str) -> tuple[int, int]:
        self._after = start + len(words)
        return start, self._after
