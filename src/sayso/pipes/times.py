"""The stage that finds and resolves time expressions."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from sayso.norm.timexrules import Found
from sayso.norm.timexstory import read_times
from sayso.pipes.board import get_context, set_times

_PAST_TAGS = frozenset({"VBD", "VBN"})
_MODALS_AHEAD = frozenset({"will", "'ll", "’ll", "shall", "wo", "should", "must", "would", "may", "might"})
# Verbs that tell in whatever tense of something ahead.
_PLANS = frozenset({"schedule", "plan", "expect", "slate", "postpone", "await", "intend"})
_UP_TO = frozenset({"until", "till", "as"})
_MAX_CLIMB = 12


class Times:
    """TIMEX3 expressions with their values and days: reads the text, the tags and the parse, writes `sayso_times`.

    Works without a tagger and a parser too: then ambiguous words count as times and no tense helps.
    """

    def __call__(self, doc: Doc) -> Doc:
        view = _View(doc)
        published = get_context(doc).published
        set_times(doc, read_times(doc.text, published, tense_of=view.tense_of, accept=view.accepts))
        return doc


class _View:
    """What tagger and parser say of the words at a place of the text."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tagged = doc.has_annotation("TAG")
        self.parsed = doc.has_annotation("DEP")
        self.at: dict[int, int] = {t.idx: t.i for t in doc}

    def _token(self, start: int, end: int) -> Token | None:
        """The first token that begins within the span."""
        for offset in range(start, end):
            i = self.at.get(offset)
            if i is not None:
                return self.doc[i]
        return None

    def accepts(self, found: Found) -> bool:
        if not self.tagged:
            return True
        for start, end, prefixes in found.checks:
            token = self._token(start, end)
            if token is not None and not token.tag_.startswith(prefixes):
                return False
        if "alone" in found.fields:
            last = self._token(found.end - 1, found.end + 2)
            return last is None or not last.tag_.startswith(("NN", "JJ"))
        return True

    def tense_of(self, found: Found) -> int:
        """-1 for a past verb over the expression, 1 for one that looks ahead, 0 for neither."""
        token = self._token(found.start, found.end) if self.parsed else None
        if token is None:
            return 0
        if token.i > 1 and token.nbor(-1).lower_ in _UP_TO and not token.nbor(-1).is_sent_start:
            return 1
        if _owns(token):
            return 0
        for _ in range(_MAX_CLIMB):
            if token.pos_ in ("VERB", "AUX"):
                return _verb_tense(token)
            if token.head is token:
                break
            token = token.head
        return 0


def _owns(token: Token) -> bool:
    """Whether the time owns a noun that is no subject ("Friday's ruling"): the verb does not say when that was."""
    return token.dep_ == "poss" and token.head.dep_ not in ("nsubj", "nsubjpass")


def _verb_tense(verb: Token) -> int:
    if verb.lemma_ in _PLANS:
        return 1
    helpers = [t for t in verb.children if t.dep_ in ("aux", "auxpass")]
    words = {t.lower_ for t in helpers}
    if words & _MODALS_AHEAD:
        return 1
    if any(t.tag_ in _PAST_TAGS for t in helpers) or (verb.tag_ == "VBD"):
        return -1
    if "to" in words:
        return 1 if verb.dep_ in ("xcomp", "ROOT") or verb.head.lemma_ in _PLANS else 0
    return -1 if verb.tag_ == "VBN" else 0
