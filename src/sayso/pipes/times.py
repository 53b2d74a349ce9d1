"""The stage that finds and resolves time expressions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token

from sayso.norm.timexrules import Found
from sayso.norm.timexstory import read_times
from sayso.pipes.board import get_context, set_times
from sayso.resources import load_yaml

_PAST_TAGS = frozenset({"VBD", "VBN"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_MAX_CLIMB = 12


class Times:
    """TIMEX3 expressions with their values and days: reads the text, the tags and the parse, writes `sayso_times`.

    Works without a tagger and a parser too: then ambiguous words count as times and no tense helps.
    """

    def __call__(self, doc: Doc) -> Doc:
        context = get_context(doc)
        shift = len(context.lead)
        view = _View(doc, shift)
        found = read_times(
            context.lead + doc.text, context.published, tense_of=view.tense_of, accept=view.accepts
        )
        set_times(doc, [replace(t, start=t.start - shift, end=t.end - shift) for t in found if t.start >= shift])
        return doc


class _View:
    """What tagger and parser say of the words at a place of the text, `shift` characters after where the doc has them.

    Of the text before the doc they say nothing.
    """

    def __init__(self, doc: Doc, shift: int = 0) -> None:
        self.doc = doc
        self.shift = shift
        self.tagged = doc.has_annotation("TAG")
        self.parsed = doc.has_annotation("DEP")
        self.at: dict[int, int] = {t.idx: t.i for t in doc}

    def accepts(self, found: Found) -> bool:
        """Whether the ambiguous words of an expression have the parts of speech that times have."""
        if not self.tagged:
            return True
        for start, end, tags in found.checks:
            token = self._token(start, end)
            if token is not None and token.tag_ not in tags:
                return False
        if "alone" in found.fields:
            after = self._token(found.end, found.end + 2)
            return after is None or not after.tag_.startswith(("NN", "JJ"))
        return True

    def tense_of(self, found: Found) -> int:
        """-1 for a past verb over the expression, 1 for one that looks ahead, 0 for neither."""
        token = self._token(found.start, found.end) if self.parsed else None
        if token is None:
            return 0
        before = token.nbor(-1) if token.i else token
        ahead = _ahead()
        if before.lower_ in ahead.leads and not before.is_sent_start:
            return 1
        if before.lower_ in ahead.since or self._is_past_event(token):
            return -1
        tense = self._climb(token, found)
        return 0 if tense < 0 and before.lower_ in ahead.ends else tense

    def _is_past_event(self, token: Token) -> bool:
        """Whether a time qualifies an event since which something goes on: "since the July coup"."""
        noun = token.head
        prep = noun.head
        return token.dep_ in ("compound", "nmod", "poss") and noun.dep_ == "pobj" and prep.lower_ in _ahead().since

    def _climb(self, token: Token, found: Found) -> int:
        """The tense of the nearest verb above; a past one counts only where no noun stands between."""
        through_noun = False
        for _ in range(_MAX_CLIMB):
            if token.pos_ in ("VERB", "AUX"):
                tense = _verb_tense(token)
                return 0 if through_noun and tense < 0 else tense
            if _owns(token) or token.head is token:
                return 0
            token = token.head
            if token.pos_ in ("NOUN", "PROPN") and not found.start <= token.idx + self.shift < found.end:
                through_noun = True
        return 0

    def _token(self, start: int, end: int) -> Token | None:
        """The first token that begins within the span."""
        for offset in range(start, end):
            i = self.at.get(offset - self.shift)
            if i is not None:
                return self.doc[i]
        return None


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The words that tell that a time lies ahead (`ahead` in `lexicons/times.yml`)."""

    modals: frozenset[str]
    verbs: frozenset[str]
    adjectives: frozenset[str]
    leads: frozenset[str]
    ends: frozenset[str]
    since: frozenset[str]
    at: frozenset[str]


@cache
def _ahead() -> _Ahead:
    words = load_yaml("lexicons/times.yml")["ahead"]
    return _Ahead(*(frozenset(words[k]) for k in ("modals", "verbs", "adjectives", "leads", "ends", "since", "at")))


def _owns(token: Token) -> bool:
    """Whether the time owns a noun of which the verb does not say when it was ("will appeal Friday's ruling")."""
    if token.dep_ != "poss":
        return False
    owned = token.head
    return owned.dep_ not in _SUBJECTS and not (owned.dep_ == "pobj" and owned.head.lower_ in _ahead().at)


def _verb_tense(verb: Token) -> int:
    ahead = _ahead()
    if verb.lemma_ in ahead.verbs:
        return 1
    children = list(verb.children)
    helpers = [t for t in children if t.dep_ in ("aux", "auxpass")]
    words = {t.lower_ for t in helpers}
    if words & ahead.modals or any(t.dep_ == "acomp" and t.lower_ in ahead.adjectives for t in children):
        return 1
    if any(t.tag_ in _PAST_TAGS for t in helpers) or verb.tag_ == "VBD":
        return -1
    if "to" in words:
        return 1 if verb.dep_ in ("xcomp", "ROOT") or verb.head.lemma_ in ahead.verbs else 0
    return -1 if verb.tag_ == "VBN" and any(t.lemma_ == "have" for t in helpers) else 0
