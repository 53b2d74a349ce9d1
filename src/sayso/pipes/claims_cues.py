"""The cue lexicon: which words attribute, in which frames (data/lexicons/cues.yml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from sayso.resources import load_yaml

LEXICON = "lexicons/cues.yml"
Frames = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence on which the entry `lemma` of `part` must fire in `frame`."""

    part: str
    frame: str
    lemma: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The lexicon in the form that the rules ask: frames by lemma. Frames of prepositions are `prep:about`."""

    verbs: Frames
    nouns: Frames
    adjectives: Frames
    adverbs: frozenset[str]
    light: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    polls: frozenset[str]
    told: frozenset[str]
    speech: frozenset[str]
    thinks: frozenset[str]
    shows: frozenset[str]
    misread: dict[str, str]

    def lemma(self, token: Token) -> str:
        """The lemma of `token`, lower case, where known misreadings are put right."""
        lemma = token.lemma_.lower()
        return self.misread.get(lemma, lemma)


@cache
def load_cues() -> Cues:
    """The lexicon, read once."""
    data = load_yaml(LEXICON)
    return Cues(
        verbs=_frames(data["verbs"]), nouns=_frames(data["nouns"]), adjectives=_frames(data["adjectives"]),
        adverbs=frozenset(data["adverbs"]["lemmas"].split()),
        light=frozenset(_lemmas(data["light"])),
        phrases=tuple(tuple(entry["words"]) for entry in data["sources_of"].values()),
        polls=frozenset(data["poll_in"]["lemmas"].split()), told=frozenset(data["told"].split()),
        speech=frozenset(data["speech"].split()), thinks=frozenset(data["thinks"].split()),
        shows=frozenset(data["shows"].split()),
        misread=dict(data["misread"]),
    )


def iter_examples() -> Iterator[Example]:
    """Every entry with its sentence, for the tests."""
    data = load_yaml(LEXICON)
    for part, slot in (("verbs", "verb"), ("nouns", "noun"), ("adjectives", "adj")):
        for frame, group in _groups(data[part]):
            own = group.get("examples") or {}
            for lemma in _lemmas(group):
                words = {slot: lemma, "past": _past(lemma)}
                yield Example(part, frame, lemma, own.get(lemma) or group["example"].format(**words))
    for lemma in data["adverbs"]["lemmas"].split():
        yield Example("adverbs", "clause", lemma, data["adverbs"]["example"].format(adv=lemma))
    for lemma in _lemmas(data["light"]):
        own = data["light"]["examples"]
        yield Example("light", "clause", lemma, own.get(lemma) or data["light"]["example"].format(verb=lemma))
    for name, entry in data["sources_of"].items():
        yield Example("sources_of", "clause", name, entry["example"])
    for lemma in data["poll_in"]["lemmas"].split():
        yield Example("poll_in", "clause", lemma, data["poll_in"]["example"].format(noun=lemma))


def _groups(part: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for frame, group in part.items():
        if frame == "prepositions":
            for prep, inner in group.items():
                yield f"prep:{prep}", inner
        else:
            yield frame, group


def _lemmas(group: dict[str, Any]) -> list[str]:
    """The lemmas of a group: those listed and those with a sentence of their own, in order, each once."""
    return list(dict.fromkeys((group.get("lemmas") or "").split() + list(group.get("examples") or {})))


def _past(lemma: str) -> str:
    """The regular past participle, for the examples; irregular verbs have sentences of their own."""
    return lemma + "d" if lemma.endswith("e") else lemma[:-1] + "ied" if lemma.endswith("y") else lemma + "ed"


def _frames(part: dict[str, Any]) -> Frames:
    out: dict[str, set[str]] = {}
    for frame, group in _groups(part):
        for lemma in _lemmas(group):
            out.setdefault(lemma, set()).add(frame)
    return {lemma: frozenset(frames) for lemma, frames in sorted(out.items())}
