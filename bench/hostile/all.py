"""All traps, in the order of the table."""

from __future__ import annotations

from bench.hostile import markup, packed, prose, records, signs

TRAPS = [*markup.traps.all, *packed.traps.all, *records.traps.all, *prose.traps.all, *signs.traps.all]
