"""What changed from one reading of a report to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.format import to_dict
from sayso.types import Reading

_KINDS = ("actors", "times", "places", "claims", "events")


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two readings of one report.

    Attributes:
        report: the report's id.
        counts: for each kind of atom how many there were and are.
        gone, new, changed: a line for each atom.
        gone_ids: ids of the atoms that are no more, to which corrections may still point.
    """

    report: str
    counts: dict[str, tuple[int, int]]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone_ids: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the readings say the same."""
        return not (self.gone or self.new or self.changed)


def compare(old: Reading, new: Reading) -> Change:
    """What `new` says otherwise than `old`; atoms are the same where their ids are, or where they have none, alike."""
    before, after = to_dict(old), to_dict(new)
    text = old.report.text
    gone, fresh, changed, ids = [], [], [], []
    for kind in _KINDS:
        was, now = _by_id(before[kind]), _by_id(after[kind])
        gone += [_describe(kind, atom, text) for key, atom in was.items() if key not in now]
        fresh += [_describe(kind, atom, text) for key, atom in now.items() if key not in was]
        ids += [atom["id"] for key, atom in was.items() if key not in now and "id" in atom]
        changed += [
            f"{_describe(kind, atom, text)}: {', '.join(_fields(atom, now[key]))}"
            for key, atom in was.items() if key in now and atom != now[key]
        ]  # fmt: skip
    counts = {kind: (len(before[kind]), len(after[kind])) for kind in _KINDS}
    return Change(old.report.id, counts, tuple(gone), tuple(fresh), tuple(changed), tuple(ids))


def _by_id(atoms: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {atom.get("id") or repr(sorted(atom.items(), key=lambda item: item[0])): atom for atom in atoms}


def _fields(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [f"{key} {old.get(key)!r} -> {new.get(key)!r}" for key in new if old.get(key) != new.get(key)]


def _describe(kind: str, atom: dict[str, Any], text: str) -> str:
    if kind == "actors":
        words = atom["name"]
    elif kind == "claims":
        spans = atom["source"]["spans"] + atom["cue"]
        words = " ".join(text[start:end] for start, end in spans)
    elif kind == "events":
        words = f"{atom['type']} {text[slice(*atom['trigger'])]!r}"
    else:
        words = f"{text[atom['start'] : atom['end']]!r} {atom.get('value') or atom.get('name')}"
    return f"{kind[:-1]} {atom.get('id', '')} {' '.join(words.split())}".replace("  ", " ")
