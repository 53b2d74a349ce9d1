"""Stories and happenings of reports in a store, made from their readings when asked for; the last ones are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace

from sayso.link.happening import Happening, read_happenings
from sayso.link.story import Story, read_story
from sayso.store.linking import Linking
from sayso.types import Reading

KEPT = 1500


@dataclass(frozen=True, slots=True)
class Shelved:
    """What linking compares of a report, called by its key."""

    key: str
    number: int
    story: Story
    happenings: tuple[Happening, ...]


def prepare(key: str, number: int, reading: Reading) -> Shelved:
    """What linking compares of a reading."""
    story = replace(read_story(reading), report=key)
    return Shelved(key, number, story, tuple(read_happenings(reading, story)))


class Shelf:
    """The last `KEPT` reports that were asked for."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, Shelved] = OrderedDict()

    def put(self, shelved: Shelved) -> None:
        """Keep a report; one of this number that is here gives way."""
        self._held[shelved.number] = shelved
        self._held.move_to_end(shelved.number)
        while len(self._held) > KEPT:
            self._held.popitem(last=False)

    def get(self, session: Linking, number: int) -> Shelved:
        """The report of a number."""
        if number not in self._held:
            key, reading = session.reading(number)
            self.put(prepare(key, number, reading))
        self._held.move_to_end(number)
        return self._held[number]

    def get_all(self, session: Linking, keys: Collection[str]) -> dict[str, Shelved]:
        """Reports by key."""
        return {key: self.get(session, number) for key, number in sorted(session.numbers(keys).items())}
