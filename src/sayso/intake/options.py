"""What the caller knows of the input, and how much of it one report may take."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of intake.

    Attributes:
        kind: name of the kind to read every input as (see `sayso.intake.sniff.KINDS`); None looks at each.
        published: ISO date or date-time of the reports whose record gives none; it outranks what a page or a first
            line says.
        outlet: outlet of the reports that give none.
        max_bytes: most bytes one report, page or document may have, unpacked; its text may have a sixteenth of so
            many characters, but a million in any case: a reading takes some 50 times its text in memory.
        follow: fetch the pages that a feed links to, rather than take what the feed itself holds of them. Feeds that
            are fetched themselves are always followed unless `feed_text` is set.
        feed_text: never follow.
        networks: networks that may be connected to though they are not public.
    """

    kind: str | None = None
    published: str | None = None
    outlet: str | None = None
    max_bytes: int = 16 * MEGABYTE
    follow: bool = False
    feed_text: bool = False
    networks: tuple[str, ...] = ()

    @property
    def max_characters(self) -> int:
        """Most characters that the text of one report may have."""
        return max(MEGABYTE, self.max_bytes // 16)
