"""From tagged spans to claims: which content belongs to which cue, and which source.

A learned linker. Every content mark chooses one of the cues near it, every cue one of the sources near it or none; the
choice is a softmax over the candidates of a sum of weights, one for each feature that holds (log-linear model; the
features are words of `_features`, the weights a data file made by training/claims_link.py). It sees how the marks lie
to each other, what stands between them, and the dependency path between their heads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from sayso.pipes.board import Mark
from sayso.pipes.claims_draft import Draft, Grid
from sayso.resources import find_file
from sayso.types import Span

MODEL = "models/claims_link.json"
NEAR = 4
REACH = 1200
LONG = 100
_WORDS = re.compile(r"[^\W_](?:[^\W_]|[^\S\n])*")
_SPACES = re.compile(r"[^\S\n]+")
_SIGNS = str.maketrans("\n\"“”'‘’", "nqqqqqq")


@dataclass(frozen=True, slots=True)
class Part:
    """A mark with where it lies: first and last token, sentence, head."""

    span: Span
    label: str
    first: int
    last: int
    head: Token | None


Weights = dict[str, float]


@cache
def load_weights() -> dict[str, Weights]:
    """Weights by task (`content`, `source`) and feature."""
    data: dict[str, Weights] = json.loads(find_file(MODEL).read_text("utf-8"))["weights"]
    return data


def link_marks(grid: Grid, marks: list[Mark]) -> list[Draft]:
    """Claims from the `marks` labelled source, cue and content of one Doc, in the order of their cues."""
    parts = make_parts(grid, [((m.start, m.end), m.label) for m in marks])
    view = View(grid, parts)
    weights = load_weights()
    drafts = {c.span: Draft(cue=[c.span], content=[], head=c.head.i if c.head else c.first) for c in view.cues}
    for part in view.contents:
        cue = choose(view.cue_candidates(part), weights["content"])
        if cue is not None:
            drafts[cue.span].content.append(part.span)
    for part in view.cues:
        source = choose(view.source_candidates(part), weights["source"])
        if source is not None:
            drafts[part.span].source.append(source.span)
    return [d for d in drafts.values() if d.content]


def make_parts(grid: Grid, spans: list[tuple[Span, str]]) -> list[Part]:
    """Parts in the order of the text."""
    out = []
    for span, label in sorted(spans):
        first, last = grid.bounds(span)
        if first < last:
            out.append(Part(span, label, first, last, grid.root(span)))
    return out


def choose(candidates: list[tuple[Part | None, list[str]]], weights: Weights) -> Part | None:
    """The candidate with the greatest sum of weights; the earlier one where two are equal."""
    best: Part | None = None
    most = float("-inf")
    for part, features in candidates:
        score = sum(weights.get(f, 0.0) for f in features)
        if score > most:
            best, most = part, score
    return best


class View:
    """The parts of one Doc, with the candidates of each and their features."""

    def __init__(self, grid: Grid, parts: list[Part]) -> None:
        self.grid = grid
        self.parts = parts
        self.at = {id(p): i for i, p in enumerate(parts)}
        self.cues = [p for p in parts if p.label == "cue"]
        self.sources = [p for p in parts if p.label == "source"]
        self.contents = [p for p in parts if p.label == "content"]
        self.chains = {p.head.i: _chain(p.head) for p in parts if p.head is not None}

    def cue_candidates(self, content: Part) -> list[tuple[Part | None, list[str]]]:
        """The cues near a content with their features, and None for a content whose cue was not tagged."""
        out: list[tuple[Part | None, list[str]]] = [(c, self.pair(content, c)) for c in self._near(content, "cue")]
        out.append((None, self.adrift(content)))
        return out

    def source_candidates(self, cue: Part) -> list[tuple[Part | None, list[str]]]:
        """The sources near a cue with their features, and None for a source left out."""
        out: list[tuple[Part | None, list[str]]] = [(s, self.pair(cue, s)) for s in self._near(cue, "source")]
        out.append((None, self.alone(cue)))
        return out

    def _near(self, part: Part, label: str) -> Iterator[Part]:
        i = self.at[id(part)]
        for step in (-1, 1):
            j, found = i + step, 0
            while 0 <= j < len(self.parts) and found < NEAR:
                other = self.parts[j]
                if abs(other.span[0] - part.span[0]) > REACH and abs(other.span[1] - part.span[0]) > REACH:
                    break
                if other.label == label:
                    found += 1
                    yield other
                j += step

    def pair(self, part: Part, other: Part) -> list[str]:
        """The features of linking `part` to `other`."""
        before = other.span[0] < part.span[0]
        left, right = (other, part) if before else (part, other)
        side = "L" if before else "R"
        i, j = sorted((self.at[id(part)], self.at[id(other)]))
        between = [p.label[1] for p in self.parts[i + 1 : j]]
        gap = self.grid.text[left.span[1] : right.span[0]]
        sentences = abs(self.grid.sentence[part.first] - self.grid.sentence[other.first])
        if sentences and before:
            sentences = abs(self.grid.sentence[part.first] - self.grid.sentence[other.last - 1])
        out = [
            side,
            f"{side}between={''.join(between)[:4]}",
            f"{side}words={_bucket(right.first - left.last)}",
            f"{side}sentences={min(sentences, 3)}",
            f"{side}gap={_shape(gap)}",
            f"{side}path={self._path(part.head, other.head)}",
            f"{side}{self._state(part)}{self._state(other)}s{min(sentences, 2)}",
            f"{side}nth={between.count(other.label[1])},{between.count(part.label[1])}",
        ]
        out += [f"{side}{_word(part.head)}>", f"{side}>{_word(other.head)}"]
        if "\n" in gap:
            out.append(f"{side}newline,{self._state(part)}")
        cue = part if part.label == "cue" else other
        if cue.head is not None:
            out.append(f"{side}tag={cue.head.tag_},{min(sentences, 1)}")
            out.append(f"{side}dep={cue.head.dep_},{_bucket(right.first - left.last)}")
        return out

    def _path(self, a: Token | None, b: Token | None) -> str:
        """The dependency labels from `a` up to the common head and down to `b`; `far` beyond five arcs."""
        if a is None or b is None:
            return "?"
        up, down = self.chains[a.i], self.chains[b.i]
        index = {i: n for n, (i, _) in enumerate(up)}
        for n, (i, _) in enumerate(down):
            k = index.get(i)
            if k is not None:
                if k + n > 5:
                    return "far"
                return "<".join(d for _, d in up[:k]) + "^" + ">".join(d for _, d in reversed(down[:n]))
        return "apart"

    def alone(self, cue: Part) -> list[str]:
        """The features of a cue that has no source."""
        head = cue.head
        if head is None:
            return ["none"]
        passive = any(t.dep_ == "auxpass" for t in head.children)
        subject = any(t.dep_ in ("nsubj", "nsubjpass") for t in head.children)
        before = self.grid.text[max(0, cue.span[0] - 3) : cue.span[0]]
        return [
            "none", f"none={head.tag_}", f"none={_word(head)}", f"none={head.dep_},{subject}",
            f"none={passive},{subject}", f"none={_shape(before)}",
            f"none,sources={len(list(self._near(cue, 'source')))}",
        ]

    def adrift(self, content: Part) -> list[str]:
        """The features of a content without a cue."""
        before, after = content.span[0], content.span[1]
        return [
            "drift", f"drift={self._state(content)}", f"drift={_shape(self.grid.text[max(0, before - 3) : before])}",
            f"drift>{_shape(self.grid.text[after : after + 3])}", f"drift={content.head.dep_ if content.head else ''}",
        ]

    def _state(self, part: Part) -> str:
        """Whether a part begins and ends within quotation marks."""
        return f"{self.grid.quoted[part.span[0]]}{self.grid.quoted[part.span[1] - 1]}"


def _bucket(n: int) -> int:
    return next((b for b in (0, 1, 2, 3, 5, 8, 12, 20, 35, 60) if n <= b), 100)


def _shape(gap: str) -> str:
    """What stands between two parts: its punctuation, with w for words, up to six signs."""
    if len(gap) > LONG:
        gap = gap[:40] + gap[-40:]
    out = _SPACES.sub("", _WORDS.sub("w", gap)).translate(_SIGNS)
    return out if len(out) <= 6 else out[:3] + out[-3:]


def _word(token: Token | None) -> str:
    return "" if token is None else token.lemma_.lower()


def _chain(token: Token) -> list[tuple[int, str]]:
    """The numbers and labels of `token` and the tokens over it, twelve at most."""
    out = [(token.i, token.dep_)]
    while token.head.i != token.i and len(out) < 12:
        token = token.head
        out.append((token.i, token.dep_))
    return out
