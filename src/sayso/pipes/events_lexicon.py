"""The trigger lexicon (`data/lexicons/triggers.yml`) as frames, found by the word that heads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.errors import ResourceError
from sayso.norm.plover import TYPES
from sayso.resources import load_yaml
from sayso.types import Aspect

FILE = "lexicons/triggers.yml"
PARTS = ("verb", "noun", "adj")
KEYS = frozenset(
    {
        *PARTS,
        "mode",
        "aspect",
        "obj",
        "no_obj",
        "subj",
        "no_subj",
        "pp",
        "comp",
        "no_comp",
        "mod",
        "no_mod",
        "actor",
        "recipient",
        "mutual",
        "need",
        "weak",
        "when",
        "keep",
        "toll",
        "ex",
    }
)
NEEDS = ("none", "side", "actor", "recipient", "both", "political")


@dataclass(frozen=True, slots=True)
class Frame:
    """One sense of a trigger: what it codes and what must stand around it.

    `obj`, `subj`, `mod` and the values of `pp` are sets of lemmas and of class names ("@agent"); an empty set asks
    nothing. `actor` and `recipient` are the slots to look into, in order.
    """

    word: str
    part: str
    type: str
    mode: str | None
    aspect: Aspect
    obj: frozenset[str]
    no_obj: frozenset[str]
    subj: frozenset[str]
    no_subj: frozenset[str]
    mod: frozenset[str]
    no_mod: frozenset[str]
    pp: Mapping[str, frozenset[str]]
    comp: frozenset[str]
    no_comp: frozenset[str]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    mutual: bool
    need: str
    weak: bool
    violent: bool
    keep: bool
    toll: str | None

    @property
    def demands(self) -> int:
        """How much the frame asks for: the more, the earlier it is tried."""
        return (
            3 * bool(self.obj)
            + 3 * len(self.pp)
            + 2 * bool(self.comp)
            + 2 * bool(self.mod)
            + bool(self.subj)
            + 4 * ("_" in self.word)
        )


@dataclass(frozen=True, slots=True)
class Light:
    """A word that only lends its subject to a nominal trigger: "carry out" (obj), "responsible for" (for).

    `role` is the side that its subject (or object, as `lends` says) has in the event: actor or recipient.
    """

    word: str
    part: str
    via: str
    role: str
    lends: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Frames and light words by part of speech and head word (the first word of a multiword)."""

    frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    lights: Mapping[tuple[str, str], tuple[Light, ...]]
    classes: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]


@cache
def load_lexicon() -> Lexicon:
    """The lexicon, read once a process.

    Raises:
        ResourceError: when an entry has an unknown key, type or need.
    """
    data = load_yaml(FILE)
    classes = {name: frozenset(words.split()) for name, words in data["classes"].items()}
    frames: dict[tuple[str, str], list[Frame]] = {}
    for kind, entries in data["triggers"].items():
        for entry in entries:
            for frame in make_frames(kind, entry, data["slots"]):
                frames.setdefault((frame.part, _head(frame)), []).append(frame)
    lights: dict[tuple[str, str], list[Light]] = {}
    for entry in data["light"]:
        for light in make_lights(entry):
            lights.setdefault((light.part, light.word.split("_")[0]), []).append(light)
    return Lexicon(
        frames={k: tuple(sorted(v, key=lambda f: -f.demands)) for k, v in frames.items()},
        lights={k: tuple(sorted(v, key=lambda f: -len(f.word))) for k, v in lights.items()},
        classes=classes,
        words={name: frozenset(words.split()) for name, words in data["words"].items()},
    )


def make_frames(kind: str, entry: Mapping[str, Any], slots: Mapping[str, Any]) -> list[Frame]:
    """The frames of one entry, one for each of its words."""
    unknown = set(entry) - KEYS
    if unknown or kind not in TYPES or entry.get("need", "none") not in NEEDS or "ex" not in entry:
        raise ResourceError(f"{FILE}: bad entry under {kind}: {dict(entry)!r}")
    return [
        _make_frame(kind, part, word, entry, slots[part][kind])
        for part in PARTS for word in str(entry.get(part, "")).split()
    ]


def _make_frame(kind: str, part: str, word: str, entry: Mapping[str, Any], base: Mapping[str, str]) -> Frame:
    return Frame(
        word=word, part=part, type=kind, mode=entry.get("mode"), aspect=entry.get("aspect", "event"),
        obj=_words(entry, "obj"), no_obj=_words(entry, "no_obj"), subj=_words(entry, "subj"),
        no_subj=_words(entry, "no_subj"), mod=_words(entry, "mod"), no_mod=_words(entry, "no_mod"),
        pp={p: frozenset(str(w).split()) for p, w in entry.get("pp", {}).items()},
        comp=_words(entry, "comp"), no_comp=_words(entry, "no_comp"),
        actor=tuple(entry.get("actor", base["actor"]).split()),
        recipient=tuple(entry.get("recipient", base["recipient"]).split()),
        mutual=bool(entry.get("mutual", False)), need=entry.get("need", base["need"]),
        weak=bool(entry.get("weak", False)), violent=entry.get("when") == "violence",
        keep=bool(entry.get("keep", False)), toll=entry.get("toll"),
    )


def make_lights(entry: Mapping[str, str]) -> list[Light]:
    return [
        Light(word, part, via, entry.get("role", "actor"), entry.get("lends", "subj"))
        for part in PARTS
        for word in entry.get(part, "").split()
        for via in entry.get("via", "obj").split()
    ]


def examples() -> list[tuple[str, str, str | None]]:
    """Type, example sentence and mode of every entry: what the tests run."""
    return [
        (kind, entry["ex"], entry.get("mode"))
        for kind, entries in load_yaml(FILE)["triggers"].items()
        for entry in entries
    ]


def _words(entry: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(str(entry.get(key, "")).split())


def _head(frame: Frame) -> str:
    """The word to look the frame up by: a multiword verb's or adjective's first, a multiword noun's last."""
    pieces = frame.word.split("_")
    return pieces[-1] if frame.part == "noun" else pieces[0]
