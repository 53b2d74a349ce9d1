"""Which words tell of an event, and of which type: frames of the lexicon tried on every verb, noun and adjective."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from sayso.norm.plover import promote
from sayso.pipes.events_arguments import Slots, place_recipient, read_slots, sides_of, told
from sayso.pipes.events_lexicon import Frame, Light, load_lexicon
from sayso.pipes.events_nouns import HYPHENS, counted, fits, is_named, is_plural, is_political, is_weapon, lemma_of, weapon_mode
from sayso.pipes.events_syntax import (
    children, governing_verb, is_negated, is_passive, logical_object, logical_subject, prepositions, surface_subjects,
)
from sayso.types import Span

PARTS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
WINDOW = 5
MOSTLY = 0.4
SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONSULT", "SUPPORT", "AGREE", "CONCEDE"})
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event found: its head word, frame, type as coded (after promotion) and the heads of its sides."""

    token: Token
    frame: Frame
    type: str
    mode: str | None
    slots: Slots
    actors: tuple[Token, ...]
    recipients: tuple[Token, ...]
    words: tuple[Token, ...]

    @property
    def span(self) -> Span:
        """The trigger's words, when they stand close together, else its head word."""
        first, last = self.words[0], self.words[-1]
        if last.i - first.i >= WINDOW:
            first = last = self.token
        return first.idx, last.idx + len(last)


def find_triggers(doc: Doc, hushed: frozenset[int] = frozenset()) -> list[Trigger]:
    """All triggers of the document, in the order of the text.

    Args:
        hushed: starts (token indices) of sentences about sport, weather and the like, where everyday words are passed over.
    """
    public = find_public(doc) - hushed
    firm: dict[int, Trigger] = {}
    doubtful: list[Token] = []
    eaten: set[int] = set()
    for token in doc:
        part = PARTS.get(token.pos_)
        if part is None or _qualifies(token):
            continue
        found, waits = _first_match(token, part, hushed, public)
        if found is not None:
            firm[token.i] = found
            eaten.update(w.i for w in found.words if w.i != token.i and not found.frame.keep)
        elif waits:
            doubtful.append(token)
    for i in sorted(eaten):
        firm.pop(i, None)
    violent = _violent_sentences(doc, firm.values())
    for token in doubtful:
        if token.i not in eaten and violent.get(token.sent.start, False):
            found, _ = _first_match(token, PARTS[token.pos_], hushed, public, violent=True)
            if found is not None:
                firm[token.i] = found
    ordered = [_harden(_inherit(t, firm), firm) for _, t in sorted(firm.items())]
    return [t for t in ordered if not _is_embedded(t, firm)]


def find_public(doc: Doc) -> frozenset[int]:
    """The starts of sentences about public affairs: those that name its bodies, and all of a text that mostly does."""
    starts = [s.start for s in doc.sents]
    found = {s.start for s in doc.sents if any(is_political(t) for t in s if t.pos_ in ("NOUN", "PROPN", "ADJ"))}
    return frozenset(starts if len(found) >= MOSTLY * len(starts) else found)


def _qualifies(token: Token) -> bool:
    """Whether the word only ends a compound adjective: "backed" of "Iran-backed"."""
    return token.dep_ == "amod" and token.i > 0 and token.nbor(-1).text in HYPHENS


def _first_match(
    token: Token, part: str, hushed: frozenset[int], public: frozenset[int], violent: bool = False
) -> tuple[Trigger | None, bool]:
    """The first frame that fits, and whether one would fit were violence told of nearby."""
    frames = _frames(token, part)
    if not frames or part == "noun" and token.dep_ in ("compound", "nmod") and not _is_carried(token):
        return None, False
    slots: Slots | None = None
    waits = False
    quiet = token.sent.start in hushed
    for frame in frames:
        if quiet and (frame.weak or frame.violent):
            continue
        words = _match(token, frame)
        if words is None:
            continue
        if slots is None or slots.part != frame.part:
            slots = read_slots(token, frame.part)
        made = _make(token, frame, _lend(token, slots, part), words, public)
        if made is None:
            continue
        if frame.violent and not violent:
            waits = True
            continue
        return made, False
    return None, waits


def _frames(token: Token, part: str) -> tuple[Frame, ...]:
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


def _is_carried(token: Token) -> bool:
    """Whether the noun after this one adds nothing: "a mediation effort", "the rescue operation"."""
    return token.i + 1 == token.head.i and lemma_of(token.head) in load_lexicon().words["carrier"]


def _match(token: Token, frame: Frame) -> list[Token] | None:
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
    if frame.part != "verb" and (frame.subj or frame.no_subj):
        subjects = read_slots(token, frame.part).get("subj")
        if frame.subj and not any(fits(s, frame.subj) for s in subjects):
            return None
    return words


def _match_verb(token: Token, frame: Frame, words: list[Token]) -> bool:
    if frame.obj or frame.no_obj:
        objects = _objects(token)
        fitting = [o for o in objects if fits(o, frame.obj)] if frame.obj else []
        if frame.obj and not fitting or frame.no_obj and any(fits(o, frame.no_obj) for o in objects):
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
    found = found + [o for o in (*children(token, "dobj", "attr", "oprd"), *told(token)) if all(o.i != f.i for f in found)]
    return [c for o in found for c in (o, *children(o, "conj"))]


def _multiword(token: Token, frame: Frame) -> list[Token] | None:
    """The tokens of the frame's word around its head, in order, or None."""
    pieces = frame.word.split("_")
    if len(pieces) == 1:
        if frame.part == "verb" and any(c.dep_ == "prt" and c.lower_ in ("off", "out", "up", "down") for c in token.children):
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
        if child.i > token.i and child.dep_ in ("prt", "advmod", "prep", "acomp", "oprd", "amod", "dobj", "compound") and (
            child.lower_ == pieces[1]
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
    return lemma_of(token) in wanted or token.lower_ in wanted or token.dep_ == "neg" and "not" in wanted


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
        if "inf" in wanted and (infinitive or clause.dep_ == "xcomp" and clause.tag_ == "VB"):
            return True
        if "that" in wanted and clause.dep_ in ("ccomp", "advcl") and not infinitive:
            return True
        if "ing" in wanted and clause.tag_ == "VBG":
            return True
    return False


def _lend(token: Token, slots: Slots, part: str) -> Slots:
    """The slots with what a light word adds: the attackers of "carried out an attack on the port"."""
    if part != "noun":
        return slots
    above, light, holder = _light_above(token)
    if light is None or holder is None:
        return slots
    given = Slots(token, part, {k: list(v) for k, v in slots.found.items()})
    lender = (governing_verb(holder) or holder) if holder.pos_ == "NOUN" else holder
    lent = _lent(lender, light)
    given.add("lent-" + light.role, lent)
    if holder.pos_ in ("VERB", "AUX"):
        for name, noun in prepositions(holder):
            if noun.i != token.i:
                given.add(name, [noun])
        for child in children(holder, "dative"):
            given.add("to", children(child, "pobj") if child.pos_ == "ADP" else [child])
    return given


def _lent(lender: Token, light: Light) -> list[Token]:
    if light.part == "adj":
        if lender.dep_ == "amod":
            return [lender.head]
        return surface_subjects(lender.head) if lender.head.pos_ in ("AUX", "VERB") else []
    if light.lends == "obj":
        return logical_object(lender)
    return logical_subject(lender)


def _light_above(token: Token) -> tuple[Token | None, Light | None, Token | None]:
    if token.dep_ == "compound":
        token = token.head
    token = _counting(token)
    head, via = token.head, "obj"
    if token.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
        token, head = head, head.head
    if token.dep_ == "pobj":
        via, head = head.lower_, head.head
    elif token.dep_ not in ("dobj", "nsubjpass", "attr"):
        if token.dep_ in ("nsubj",) or token.head.i == token.i:
            return None, None, None
    part = PARTS.get(head.pos_)
    if part is None:
        return None, None, None
    for light in load_lexicon().lights.get((part, lemma_of(head)), ()):
        if light.via == via and _has_particle(head, light.word):
            return token, light, head
    return None, None, None


def _counting(token: Token) -> Token:
    """The noun that counts this one, as in "a series of bombings", else the token itself."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and counted(token.head.head).i == token.i:
        return token.head.head
    return token


def _has_particle(head: Token, word: str) -> bool:
    pieces = word.split("_")
    return len(pieces) == 1 or any(c.lower_ == pieces[1] and c.i > head.i for c in head.children)


def _make(token: Token, frame: Frame, slots: Slots, words: list[Token], public: frozenset[int]) -> Trigger | None:
    """The trigger with its sides, unless it lacks a side that its frame needs."""
    names = frame
    if slots.get("lent-actor"):
        names = replace(frame, actor=("lent-actor", *frame.actor))
    if slots.get("lent-recipient"):
        names = replace(names, recipient=("lent-recipient", *frame.recipient))
    actors, recipients = sides_of(slots, names)
    if not recipients and frame.type in ("COERCE", "MOBILIZE", "CONCEDE", "PROTEST") and frame.mode != "arrest":
        recipients = [t for t in place_recipient(slots) if all(t.i != a.i for a in actors)]
    if not _has_needed(frame, actors, recipients, public=frame.weak and token.sent.start in public):
        return None
    kind = _coded_type(token, frame, slots)
    mode = frame.mode if kind == frame.type else None
    return Trigger(token, frame, kind, mode or _mode(kind, slots, token), slots, tuple(actors), tuple(recipients), tuple(words))


def _has_needed(frame: Frame, actors: list[Token], recipients: list[Token], *, public: bool) -> bool:
    sides = [*actors, *recipients]
    if frame.weak and not any(is_political(t) for t in sides) and not (public and _is_public_enough(frame, sides)):
        return False
    if frame.need == "none":
        return True
    if frame.need == "side":
        return bool(sides)
    if frame.need == "actor":
        return bool(actors)
    if frame.need == "recipient":
        return bool(recipients)
    if frame.need == "both":
        return bool(actors and recipients) or frame.mutual and (len(actors) > 1 or any(is_plural(a) for a in actors))
    return any(is_political(t) for t in sides)


def _is_public_enough(frame: Frame, sides: list[Token]) -> bool:
    """For an everyday word in a text about public affairs: somebody named who speaks, a pronoun, or nobody where nobody is needed."""
    if frame.need == "none":
        return True
    return any(t.pos_ == "PRON" for t in sides) or frame.type in SPOKEN and any(is_named(t) for t in sides)


def _mode(kind: str, slots: Slots, token: Token) -> str | None:
    """The mode that the weapon named makes of a general word for an assault."""
    if kind != "ASSAULT":
        return None
    nouns = [*slots.get("subj"), *slots.get("with"), *slots.get("by"), *slots.get("using"), *children(token, "compound")]
    for noun in nouns:
        mode = weapon_mode(noun)
        if mode is not None:
            return mode
    return None


def _coded_type(token: Token, frame: Frame, slots: Slots) -> str:
    """The frame's type, or what an announced or refused act of it is coded as."""
    if frame.aspect == "state":
        return frame.type
    verb = token if frame.part == "verb" else governing_verb(token)
    if frame.part == "noun" and (verb is None or token.dep_ not in ("dobj", "nsubjpass", "pobj", "attr", "conj", "nsubj")):
        return frame.type
    if verb is None or frame.part == "noun" and token.dep_ == "pobj" and not slots.get("lent-actor"):
        return frame.type
    will, would = _modals(verb)
    if verb.dep_ == "xcomp" and lemma_of(verb.head) == "fail":
        return promote(frame.type, refused=True)
    if is_negated(verb) and (will or would):
        return promote(frame.type, refused=True)
    if will and not (frame.part == "noun" and token.dep_ == "nsubj"):
        return promote(frame.type, future=True)
    return frame.type


def _modals(verb: Token) -> tuple[bool, bool]:
    """Whether the verb is put in the future (will, "is to", "plans to"), and whether with "would"."""
    words = load_lexicon().words
    here = verb
    for _ in range(3):
        auxiliaries = {c.lower_ for c in here.children if c.dep_ in ("aux", "auxpass")}
        if auxiliaries & words["future_aux"]:
            return True, False
        if "would" in auxiliaries:
            return False, True
        if here.dep_ == "xcomp" and lemma_of(here.head) in words["plan"]:
            return True, False
        if here.dep_ == "xcomp" and lemma_of(here.head) == "be":
            return True, False
        if here.dep_ == "xcomp" and lemma_of(here.head) == "go" and here.head.tag_ == "VBG":
            return True, False
        if here.dep_ not in ("conj", "xcomp"):
            return False, False
        here = here.head
    return False, False


def _inherit(trigger: Trigger, firm: dict[int, Trigger]) -> Trigger:
    """The doers that a killing has from the attack it happened in: "killed in a raid by the army", "an attack that killed"."""
    if trigger.type != "ASSAULT":
        return trigger
    if trigger.frame.part == "noun":
        return trigger if trigger.recipients else _victims_of(trigger, firm)
    if trigger.actors:
        return trigger
    causes = [s for s in surface_subjects(trigger.token) if not is_passive(trigger.token)]
    causes += [n for name, n in prepositions(trigger.token) if name in ("in", "during", "by", "from")]
    for token in causes:
        cause = firm.get(token.i)
        if cause is not None and cause.type == "ASSAULT" and cause.actors and not cause.frame.mutual:
            return replace(trigger, actors=cause.actors)
    return trigger


def _victims_of(trigger: Trigger, firm: dict[int, Trigger]) -> Trigger:
    """Those whom an attack hit by what is said of it: "an air strike that killed nine nuns"."""
    token = trigger.token
    verbs = children(token, "relcl", "acl")
    if token.dep_ in ("nsubj", "nsubjpass"):
        verbs = [*verbs, token.head]
    for verb in verbs:
        effect = firm.get(verb.i)
        if effect is not None and effect.type == "ASSAULT" and effect.recipients and not is_passive(verb):
            return replace(trigger, recipients=effect.recipients)
    return trigger


def _harden(trigger: Trigger, firm: dict[int, Trigger]) -> Trigger:
    """A vow to do something hostile is a threat."""
    if trigger.type != "AGREE" or trigger.frame.part != "verb" or trigger.frame.word == "agree":
        return trigger
    for clause in children(trigger.token, "xcomp"):
        inner = firm.get(clause.i)
        if inner is not None and inner.frame.type in HOSTILE:
            return replace(trigger, type="THREATEN", mode="violence" if inner.frame.type == "ASSAULT" else None)
    return trigger


def _is_embedded(trigger: Trigger, firm: dict[int, Trigger]) -> bool:
    """Whether the event only fills in another: what is threatened, promised or refused in an infinitive."""
    here = trigger.token
    for _ in range(6):
        if here.head.i == here.i:
            return False
        if here.dep_ == "xcomp" or here.dep_ == "acl" and here.tag_ == "VB":
            above = firm.get(here.head.i)
            if above is not None and above.frame.type in ("AGREE", "REJECT", "THREATEN"):
                return True
        elif here.dep_ not in ("dobj", "pobj", "prep", "conj", "pcomp", "dative"):
            return False
        here = here.head
    return False


def _violent_sentences(doc: Doc, firm: Iterable[Trigger]) -> dict[int, bool]:
    """By sentence start: whether violence is told of in or near it and no accident is."""
    hot = {t.token.sent.start for t in firm if t.type == "ASSAULT"}
    accident = load_lexicon().words["accident"]
    starts = [s.start for s in doc.sents]
    share = len(hot) / max(len(starts), 1)
    out: dict[int, bool] = {}
    for n, sentence in enumerate(doc.sents):
        near = sentence.start in hot or any(starts[m] in hot for m in (n - 1, n + 1, n - 2) if 0 <= m < len(starts))
        armed = any(is_weapon(t) for t in sentence if t.pos_ in ("NOUN", "PROPN"))
        mishap = any(t.lemma_.lower() in accident for t in sentence)
        out[sentence.start] = (near or armed or share > 0.3) and not (mishap and sentence.start not in hot)
    return out
