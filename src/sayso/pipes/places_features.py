"""What tells a place from a person, a body or a word that merely looks like one: features of a candidate.

Each feature is a short name with a weight in `models/places.json`; those that the training part showed too seldom
have none. The names: `n1=of` the next word, `p1=` the one before, `ner=` the tagger's label and how it covers the
candidate, `hl=` the lemma of the syntactic head, and so on below.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from sayso.norm.gazetteer import find_country, find_nationality, open_gazetteer
from sayso.norm.truecase import truecase
from sayso.pipes.places_spans import Candidate, list_words

LARGE = 50_000  # people of a place whose name as a neighbour is no word but a name


@dataclass(frozen=True, slots=True)
class Story:
    """What the whole text says of its names: computed once for all candidates."""

    near: Counter[str]  # how often a name stands behind a preposition of place
    seen: Counter[str]
    people: frozenset[str]  # words of names of persons with two words or more
    inside: frozenset[tuple[int, int]]  # candidates that lie within a longer one
    ends: dict[int, Candidate]  # the longest candidate that ends before a token
    starts: dict[int, Candidate]


def read_story(doc: Doc, candidates: list[Candidate]) -> Story:
    """The facts about `doc` that features of its candidates need."""
    persons = [ent for ent in doc.ents if ent.label_ == "PERSON" and len(ent) > 1]
    people = frozenset(t.text for ent in persons for t in ent if t.text[:1].isupper())
    near: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    ends: dict[int, Candidate] = {}
    starts: dict[int, Candidate] = {}
    inside = set()
    reach = -1
    for c in candidates:
        seen[c.text] += 1
        near[c.text] += c.first > 0 and doc[c.first - 1].lower_ in list_words("near")
        if c.last <= reach:
            inside.add((c.first, c.last))
        reach = max(reach, c.last)
        starts.setdefault(c.first, c)
        if c.last not in ends or ends[c.last].first > c.first:
            ends[c.last] = c
    return Story(near, seen, people, frozenset(inside), ends, starts)


def describe(doc: Doc, c: Candidate, story: Story) -> dict[str, float]:
    """The features of `c`: name to value, 1 for most."""
    names = [*_gazetteer(c), *_tagger(doc, c), *_words(doc, c), *_syntax(doc, c), *_story(doc, c, story)]
    return dict.fromkeys(names, 1.0)


def _gazetteer(c: Candidate) -> list[str]:
    out = ["bias", f"how={c.how}"]
    if not c.entries:
        return out
    best = max(c.entries, key=lambda e: (e.kind < 2, e.population, -e.id))
    main = [e for e in c.entries if e.kind == 0]
    size = int(math.log10(best.population + 1))
    out += [f"top={best.feature[:4]}", f"size={size}", f"many={min(int(math.log2(len(c.entries))), 5)}"]
    out.append(f"kind={min(e.kind for e in c.entries)}")
    out += sorted({f"has={e.feature[:3]}" for e in c.entries})
    if main:
        out.append(f"main={int(math.log10(max(e.population for e in main) + 1))}")
    out.append(f"words={c.last - c.first},size={size}")
    return out


def _tagger(doc: Doc, c: Candidate) -> list[str]:
    """How named entities cover the candidate."""
    labels = {(t.ent_type_ or "O") for t in doc[c.first : c.last]}
    label = labels.pop() if len(labels) == 1 else "mixed"
    if label in ("O", "mixed"):
        return [f"ner={label}"]
    left = doc[c.first].ent_iob_ == "I"
    right = c.last < len(doc) and doc[c.last].ent_iob_ == "I" and doc[c.last].ent_type_ == label
    if right and doc[c.last].tag_ == "POS":
        right = False
    article = left and doc[c.first - 1].lower_ == "the" and doc[c.first - 1].ent_iob_ == "B"
    how = "exact" if (not left or article) and not right else "inside"
    sides = ("L" if left and not article else "") + ("R" if right else "")
    return [f"ner={label}", f"ner={label}/{how}", f"ner={how}/{sides}"]


def _shape(token: Token) -> str:
    """A neighbour as a feature: the word itself, but a class for numbers, peoples and other places."""
    if token.is_space:
        return "\n" if "\n" in token.text else " "
    if token.like_num:
        return "9"
    return _word(token)


def _word(token: Token, lemma: bool = False) -> str:
    """The word in small letters; names of places and peoples are all alike, so that none of them is learned."""
    if token.text[:1].isupper() and (kind := _name_kind(token.text)):
        return kind
    return token.lemma_.lower() if lemma else token.lower_


@cache
def _name_kind(text: str) -> str | None:
    if find_nationality(text):
        return "People"
    if text.lower() in list_words("sides") or _is_common(text):
        return None
    known = find_country(text) or any(e.kind == 0 and e.population > LARGE for e in open_gazetteer().find(text))
    return "Place" if known else None


def _words(doc: Doc, c: Candidate) -> list[str]:
    a, b, size = c.first, c.last, len(doc)
    before = doc[a - 1] if a else None
    after = doc[b] if b < size else None
    out = [
        f"p1={_shape(before) if before is not None else '^'}", f"n1={_shape(after) if after is not None else '$'}",
        f"p2={_shape(doc[a - 2]) if a > 1 else '^'}", f"n2={_shape(doc[b + 1]) if b + 1 < size else '$'}",
    ]
    if before is not None and before.text[:1].isupper():
        out.append("left=Cap" if not before.is_sent_start else "left=CapStart")
        if before.lower_ in list_words("titles"):
            out.append("left=title")
    if after is not None and after.text[:1].isupper():
        out.append("right=Cap")
    text = c.text
    if text.isupper() and len(text) > 3:
        out.append("shape=upper")
    elif text.isupper():
        out.append("shape=short")
    if "." in text:
        out.append("shape=dot")
    if doc[a].is_sent_start:
        out.append("start")
    if c.last - c.first == 1:
        out += ["single", f"tag={doc[a].tag_}"]
        if _is_common(text):
            out.append("common")
            out.append(f"common,tag={doc[a].tag_}")
    else:
        out.append(f"tags={doc[a].tag_}-{doc[b - 1].tag_}")
    return out


@cache
def _is_common(word: str) -> bool:
    """Whether mixed-case text usually writes the word small."""
    return truecase(word.upper())[:1].islower()


def _syntax(doc: Doc, c: Candidate) -> list[str]:
    root = doc[c.first : c.last].root
    head = root.head
    out = [f"dep={root.dep_}", f"hl={_word(head, lemma=True)}", f"dep={root.dep_},hp={head.pos_}"]
    if root.dep_ in ("pobj", "pcomp"):
        out.append(f"gov={_word(head.head, lemma=True)}")
        out.append(f"prep={head.lower_}")
    if root.dep_ in ("compound", "poss", "nmod", "amod"):
        out.append(f"{root.dep_}={_word(head, lemma=True)}")
    if root.dep_ in ("nsubj", "nsubjpass"):
        out.append(f"subj={_word(head, lemma=True)}")
    return out


def _story(doc: Doc, c: Candidate, story: Story) -> list[str]:
    out = []
    seen = story.seen[c.text]
    share = story.near[c.text] / seen
    out.append(f"near={0 if share == 0 else 1 if share < 0.4 else 2}")
    if seen > 1:
        out.append(f"seen={min(seen, 6)}")
    if any(t.text in story.people for t in doc[c.first : c.last]):
        out.append("person")
        if c.last - c.first == 1:
            out.append("person,single")
    if (c.first, c.last) in story.inside:
        out.append("inside")
    if c.last + 1 < len(doc) and doc[c.last].text == "," and c.last + 1 in story.starts:
        out += _relation(c, story.starts[c.last + 1], "parent")
    if c.first > 1 and doc[c.first - 1].text == "," and c.first - 1 in story.ends:
        out += _relation(story.ends[c.first - 1], c, "child")
    return out


def _relation(child: Candidate, parent: Candidate, name: str) -> list[str]:
    """Whether "child, parent" is a town with the division or state that it lies in."""
    above = {e.id for e in parent.entries if e.feature in ("ADM1", "ADM2")}
    states = {e.country for e in parent.entries if e.feature[:3] == "PCL"}
    if any(e.admin1 in above or e.admin2 in above for e in child.entries):
        return [name, f"{name}=division"]
    if any(e.country in states and e.feature[:3] != "PCL" for e in child.entries):
        return [name, f"{name}=state"]
    return [f"{name}=?"]
