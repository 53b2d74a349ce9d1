"""A trap: input that is meant to break a reader, in any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

# Stands somewhere in what is made; its words must be in the reports.
KEPT = "The harbour authority of Lesk said on Monday that the northern pier would stay closed."
SECOND = "Ilse Brandt, the mayor, denied on 3 May 2021 that police had arrested two dock workers in Nairobi."


@dataclass(frozen=True, slots=True)
class Trap:
    """One generator.

    Attributes:
        name: of the file that is read, with the suffix that says its kind.
        what: said of it in the table.
        make: the file's bytes at a size.
        size: the smallest of the three sizes, n; the others are 2n and 4n.
        small: a size for the tests.
        kept: sentences that must be in the reports' texts; none where only errors are to be expected.
        reads: how many of the reports are read; the others are only taken in.
        fails: whether errors are all that may come.
    """

    name: str
    what: str
    make: Callable[[int], bytes]
    size: int
    small: int = 50
    kept: tuple[str, ...] = (KEPT,)
    reads: int = 20
    fails: bool = False


@dataclass(slots=True)
class Traps:
    """A list of traps that decorated functions go into."""

    all: list[Trap] = field(default_factory=list)

    def trap(
        self, name: str, size: int, *, small: int = 50, kept: tuple[str, ...] = (KEPT,), reads: int = 20,
        fails: bool = False,
    ) -> Callable[[Callable[[int], bytes | str]], Callable[[int], bytes | str]]:
        """List the decorated function, whose docstring says what it makes."""

        def add(make: Callable[[int], bytes | str]) -> Callable[[int], bytes | str]:
            def whole(n: int) -> bytes:
                made = make(n)
                return made.encode("utf-8") if isinstance(made, str) else made

            what = (make.__doc__ or "").strip().rstrip(".")
            self.all.append(Trap(name, what, whole, size, small, () if fails else kept, reads, fails))
            return make

        return add
