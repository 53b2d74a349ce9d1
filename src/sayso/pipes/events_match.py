"""Whether what a frame of the lexicon asks for stands around a word."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from sayso.pipes.events_lexicon import Frame, load_lexicon
from sayso.pipes.events_nouns import fits, is_weapon, lemma_of
from sayso.pipes.events_slots import read_slots, told
from sayso.pipes.events_syntax import children, is_passive, logical_object, logical_subject, prepositions

PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}


def part_of(token: Token) -> str | None:
    """The part of speech by which frames are looked up; an -ing form that stands as a noun is one ("police firing")."""
    named = token.tag_ == "VBG" and token.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass", "conj")
    if named and children(token, "det", "compound", "poss") and not children(token, "dobj"):
        return "noun"
    return PARTS.get(token.pos_)


def frames_of(token: Token, part: str) -> tuple[Frame, ...]:
    by_word = load_lexicon().frames
    found = by_word.get((part, lemma_of(token)), ())
    if part == "verb" and token.tag_ in ("VBN", "VBD", "VBG"):
        if not found:
            found = next((by_word[part, s] for s in _stems(token.lower_) if (part, s) in by_word), ())
        return (*found, *by_word.get(("adj", token.lower_), ())) if token.tag_ == "VBN" else found
    if part == "noun" and token.lower_ != lemma_of(token):
        more = by_word.get((part, token.lower_), ())
        found = (*more, *found) if more else found
    return found


def _stems(word: str) -> list[str]:
    """What a form in -ed or -ing can come from; the lemmatizer leaves rare verbs half cut."""
    cut = word.removesuffix("ing") if word.endswith("ing") else word.removesuffix("ed")
    if cut == word:
        return []
    return [cut, cut + "e", cut[:-1] if cut[-2:-1] == cut[-1:] else cut, cut[:-1] + "y" if cut.endswith("i") else cut]


def qualifies(token: Token) -> bool:
    """Whether the word only qualifies a noun: "jailed" of "jailed leaders", "backed" of "Iran-backed"."""
    return token.dep_ == "amod" and token.pos_ == "VERB"


def is_carried(token: Token) -> bool:
    """Whether the noun after this one adds nothing: "a mediation effort", "the rescue operation"."""
    return token.i + 1 == token.head.i and lemma_of(token.head) in load_lexicon().words["carrier"]


def match(token: Token, frame: Frame) -> list[Token] | None:
    """The words of the trigger when what the frame asks for stands around `token`, else None."""
    words = _multiword(token, frame)
    if words is None:
        return None
    if frame.part == "verb" and not _match_verb(token, frame, words):
        return None
    if frame.mod and not _match_mod(token, frame, words):
        return None
    if frame.no_mod and any(_is_mod(c, frame.no_mod) for c in token.children):
        return None
    for name, wanted in frame.pp.items():
        found = [n for p, n in _all_prepositions(token) if p == name and fits(n, wanted)]
        if not found:
            return None
        if not frame.keep and "*" not in wanted and not any(w[0] == "@" for w in wanted):
            words = sorted([*words, found[0]], key=lambda t: t.i)
    if frame.comp and not _match_complement(token, frame.comp):
        return None
    if frame.no_comp and any(lemma_of(c) in frame.no_comp for c in children(token, "xcomp", "ccomp")):
        return None
    if frame.part != "verb" and (frame.subj or frame.no_subj):
        subjects = read_slots(token, frame.part).get("subj")
        if frame.subj and not any(fits(s, frame.subj) for s in subjects):
            return None
    return words


def _match_verb(token: Token, frame: Frame, words: list[Token]) -> bool:
    if frame.obj or frame.no_obj:
        objects = _objects(token)
        fitting = [o for o in objects if fits(o, frame.obj)] if frame.obj else []
        if (frame.obj and not fitting) or (frame.no_obj and any(fits(o, frame.no_obj) for o in objects)):
            return False
        if fitting and not any(w[0] == "@" and w[1:] not in load_lexicon().classes for w in frame.obj):
            words.append(fitting[0])
            words.sort(key=lambda t: t.i)
    if frame.subj or frame.no_subj:
        subjects = logical_subject(token)
        unsaid = not subjects and frame.obj and is_passive(token)
        if frame.subj and not unsaid and not any(fits(s, frame.subj) for s in subjects):
            return False
        if frame.no_subj and any(fits(s, frame.no_subj) and not is_weapon(s) for s in subjects):
            return False
    return True


def _objects(token: Token) -> list[Token]:
    found = logical_object(token)
    found = found + [
        o for o in (*children(token, "dobj", "attr", "oprd"), *told(token)) if all(o.i != f.i for f in found)
    ]
    return [c for o in found for c in (o, *children(o, "conj"))]


def _multiword(token: Token, frame: Frame) -> list[Token] | None:
    """The tokens of the frame's word around its head, in order, or None."""
    pieces = frame.word.split("_")
    if len(pieces) == 1:
        if frame.part == "verb" and any(
            c.dep_ == "prt" and c.lower_ in ("off", "out", "up", "down") for c in token.children
        ):
            return [token] if frame.mod or frame.type == "ASSAULT" else None
        return [token]
    if frame.part == "noun":
        before = [c for c in token.children if c.i < token.i and lemma_of(c) == pieces[0]]
        after = token.i > 0 and token.nbor(-1).lower_ == pieces[-2]
        if len(pieces) == 2 and before:
            return [before[0], token]
        if len(pieces) == 2 and after:
            return [token.nbor(-1), token]
        if len(pieces) == 3:
            return _phrase(token, pieces)
        return None
    for child in token.children:
        if (
            child.i > token.i
            and child.dep_ in ("prt", "advmod", "prep", "acomp", "oprd", "amod", "dobj", "compound")
            and (child.lower_ == pieces[1])
        ):
            return [token, child]
    return None


def _phrase(token: Token, pieces: list[str]) -> list[Token] | None:
    """Three words such as "state of emergency", found from the last."""
    if token.i < 2 or token.nbor(-1).lower_ != pieces[1] or lemma_of(token.nbor(-2)) != pieces[0]:
        return None
    return [token.nbor(-2), token.nbor(-1), token]


def _match_mod(token: Token, frame: Frame, words: list[Token]) -> bool:
    pool = [*token.children]
    for child in children(token, "dobj", "attr", "acomp", "oprd", "xcomp", "ccomp", "nsubjpass"):
        pool += [child, *child.children]
    if frame.part == "adj":
        pool += list(token.head.children)
    found = [c for c in pool if _is_mod(c, frame.mod)]
    if not found:
        return False
    if abs(found[0].i - token.i) <= 2 and all(found[0].i != w.i for w in words):
        words.append(found[0])
        words.sort(key=lambda t: t.i)
    return True


def _is_mod(token: Token, wanted: frozenset[str]) -> bool:
    return lemma_of(token) in wanted or token.lower_ in wanted or (token.dep_ == "neg" and "not" in wanted)


def _all_prepositions(token: Token) -> Iterable[tuple[str, Token]]:
    yield from prepositions(token)
    for child in children(token, "dobj", "prt", "acomp", "nsubjpass"):
        yield from prepositions(child)
    if token.pos_ == "ADJ" and token.head.pos_ in ("AUX", "VERB"):
        yield from prepositions(token.head)


def _match_complement(token: Token, wanted: frozenset[str]) -> bool:
    pool = list(token.children)
    for child in children(token, "dobj"):
        pool += children(child, "acl", "relcl", "ccomp")
    for clause in pool:
        if clause.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "relcl") or clause.i < token.i:
            continue
        infinitive = any(c.tag_ == "TO" for c in clause.children)
        if "inf" in wanted and (infinitive or (clause.dep_ == "xcomp" and clause.tag_ == "VB")):
            return True
        if "that" in wanted and clause.dep_ in ("ccomp", "advcl") and not infinitive:
            return True
        if "ing" in wanted and clause.tag_ == "VBG":
            return True
    return False
