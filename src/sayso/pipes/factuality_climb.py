"""How the words around an event word put it: certain, denied, uncertain or future, and which words decide.

From the event word up the dependency tree: first what stands on the clause itself (negation, modals, adverbs,
determiners), then each governor on the way ("failed to", "fear that", "a plan to"), until a clause that stands alone.
The words are data (data/lexicons/hedges.yml). Being said by a source changes nothing; being denied or alleged by one
does. The idea of composing the effects of governors along the path follows Nairn, Condoravdi and Karttunen,
"Computing relative polarity for textual inference" (ICoS-5, 2006), and Saurí and Pustejovsky, "Are you sure that this
happened?" (Computational Linguistics 38(2), 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from sayso.pipes.claims_cues import load_cues
from sayso.pipes.claims_draft import Grid
from sayso.pipes.hedges import Hedges, load_hedges
from sayso.types import Claim, Factuality, Span

MAX_CLIMB = 14
_NOMINAL = frozenset(["NOUN", "PROPN", "NUM", "PRON"])
_PAST = frozenset(["VBD", "VBN"])
_ARGUMENTS = frozenset(["nsubj", "nsubjpass", "dobj", "attr"])
_DENIERS = frozenset(["no", "neither", "nobody", "none", "nothing"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an event is put, and the indices of the tokens that decide it, in order; none where nothing speaks.

    `firm` unless only the form of an infinitive or of a bare verb, or a negation of something around it, decides.
    """

    factuality: Factuality
    evidence: tuple[int, ...] = ()
    firm: bool = True


def judge_span(grid: Grid, span: Span) -> Verdict:
    """How the event that the words of `span` carry is put; hedges among those words are part of the event."""
    head = grid.root(span)
    return Verdict("certain") if head is None else weigh(head, own=grid.bounds(span))


def judge_claim(grid: Grid, claim: Claim) -> Verdict:
    """How its source puts the content of a claim: the content's head, judged no further than the claim's own cue."""
    roots = [r for r in (grid.root(span) for span in claim.content) if r is not None]
    cue = grid.root(claim.cue[0]) if claim.cue else None
    if not roots:
        return Verdict("certain")
    roots.sort(key=lambda r: r.pos_ not in ("VERB", "AUX"))
    under = [r for r in roots if cue is not None and _hangs_on(r, cue)]
    return weigh((under or roots)[0], stop=cue)


def judge(token: Token, stop: Token | None = None) -> Factuality:
    """As `weigh`, without the evidence."""
    return weigh(token, stop).factuality


def weigh(token: Token, stop: Token | None = None, *, own: tuple[int, int] = (0, 0)) -> Verdict:
    """How the event named by `token` is put by the text; with `stop`, what stands above that token does not count.

    Pure: depends on the parsed sentence alone. `own` is the range of the event's own tokens.
    """
    climb = _Climb(token, stop, load_hedges(), own)
    value = climb.run()
    return Verdict(value, tuple(sorted(climb.why)), climb.firm or not climb.why)


class _Climb:
    """One way up the tree, with the value found so far."""

    def __init__(
        self, token: Token, stop: Token | None, hedges: Hedges, own: tuple[int, int]
    ) -> None:
        self.own = own
        self.why: set[int] = set()
        self.firm = False
        self.node = token
        self.stop = stop
        self.hedges = hedges
        self.value: Factuality = "certain"
        self.reported = False
        self.finite_past = False
        self.below = -1

    def run(self) -> Factuality:
        local = True
        for _ in range(MAX_CLIMB):
            if local and not self.reported:
                self._apply_local(self.node)
            if self.stop is not None and self.node.i == self.stop.i:
                break
            head = self.node.head
            if head.i == self.node.i:
                break
            step = self._edge(self.node, head)
            if step == "end":
                break
            local = step != "pass"
            self.below = self.node.i
            self.node = head.head if step == "over" else head
        return self._ask()

    def _ask(self) -> Factuality:
        """A question asked leaves open what would be certain."""
        if self.value == "certain" and self.node.dep_ in ("ROOT", "ccomp"):
            mark = _question_mark(self.node)
            if mark is not None:
                self.apply("uncertain", mark)
        return self.value

    def apply(self, effect: Factuality, *words: Token, firm: bool = True) -> None:
        """Put a value over the one found below, because of `words`."""
        if effect == "certain":
            return
        self.why.update(w.i for w in words)
        self.firm = self.firm or firm
        if effect == "denied":
            self.value = "certain" if self.value == "denied" else "denied"
        elif self.value == "certain" or (self.value == "denied" and effect == "future"):
            self.value = effect

    def _apply_local(self, node: Token) -> None:
        """What stands on the clause or the noun phrase of `node` itself, the event's own words left out."""
        if node.pos_ in ("VERB", "AUX"):
            self._apply_verb(node)
        elif node.pos_ in _NOMINAL:
            self._apply_noun(node)
        for c in self._around(node):
            if c.dep_ in ("advmod", "npadvmod") and node.pos_ != "ADJ":
                self.apply(self.hedges.adverb.get(c.lower_, "certain"), c)

    def _apply_verb(self, verb: Token) -> None:
        modal: Token | None = None
        negation: Token | None = None
        for c in self._around(verb):
            if c.dep_ in ("aux", "auxpass"):
                if c.lower_ in self.hedges.modal or c.lower_ in self.hedges.negated:
                    modal = c
            elif c.dep_ == "neg" or (c.dep_ in _ARGUMENTS and c.i != self.below and _is_none(c)):
                negation = c
        if modal is not None:
            if negation is not None and modal.lower_ in self.hedges.negated:
                self.apply("denied", modal, negation)
            else:
                self.apply(self.hedges.modal.get(modal.lower_, "certain"), modal)
        elif negation is not None:
            if self.value == "future":
                self.value = "denied"
                self.why.add(negation.i)
            elif self.value != "uncertain":
                self.apply("denied", negation, firm=negation.dep_ == "neg")
        elif verb.tag_ == "VB" and _is_bare(verb):
            self.apply("future", verb, firm=False)
        self.finite_past = verb.tag_ in _PAST or any(
            c.dep_ in ("aux", "auxpass") and (c.tag_ in _PAST or c.lower_ in ("have", "has")) for c in verb.children)

    def _around(self, node: Token) -> list[Token]:
        first, last = self.own
        return [c for c in node.children if not first <= c.i < last]

    def _apply_noun(self, noun: Token) -> None:
        for c in self._around(noun):
            if c.dep_ in ("amod", "det", "advmod", "neg", "compound", "preconj", "cc"):
                self.apply(self.hedges.attribute.get(c.lower_, "certain"), c)

    def _edge(self, node: Token, head: Token) -> str:
        """Apply what `head` does to `node`: "end", "inherit" (its own clause counts too), "pass" (it does
        not) or "over" (as "inherit", for the head of a preposition)."""
        for c in node.children:
            if c.dep_ in ("mark", "advmod") or (c.dep_ == "det" and c.lower_ == "whether"):
                self.apply(self.hedges.mark.get(c.lower_, "certain"), c)
        dep = node.dep_
        reader = _EDGES.get(dep)
        if reader is not None:
            return reader(self, node, head)
        return "end"

    def _clause(self, node: Token, head: Token) -> str:
        """A finite clause under a verb, noun or adjective; an infinitive goes the way of `_infinitive`."""
        lemma = load_cues().lemma(head)
        if _has_to(node) or (node.tag_ in ("VB", "VBG") and not _has_subject_aux(node)):
            return self._infinitive(node, head)
        effect = self.hedges.clause.get(lemma, "certain")
        if effect == "future" and (self.finite_past or self.value != "certain"):
            effect = "uncertain" if lemma in ("hope", "fear", "expect", "wish") else "certain"
        negated = _is_negated(head)
        if negated and lemma not in self.hedges.factive:
            effect = "certain" if effect == "denied" else "uncertain"
        self.apply(effect, head)
        self.reported = True
        return "pass"

    def _infinitive(self, node: Token, head: Token) -> str:
        lemma = load_cues().lemma(head)
        if head.pos_ == "ADJ":
            self.apply(self.hedges.predicate.get(head.lower_, "certain"), head)
            return "inherit"
        if head.tag_ == "VBN" and _is_passive(head):
            known = self.hedges.passive.get(head.lower_, self.hedges.to.get(lemma))
            self.apply(known or "future", head, firm=known is not None)
            return "inherit"
        default: Factuality = "future" if _has_to(node) else "certain"
        if lemma == "have" and head.tag_ == "VBD":
            return "inherit"
        known = self.hedges.to.get(lemma, self.hedges.clause.get(lemma))
        self.apply(known or default, head, firm=known is not None)
        return "inherit"

    def _open(self, node: Token, head: Token) -> str:
        if node.pos_ in ("VERB", "AUX") and node.tag_ in ("VB", "VBG", "VBN"):
            return self._infinitive(node, head)
        if head.pos_ in ("VERB", "AUX"):
            return "inherit"
        return "end"

    def _adverbial(self, node: Token, head: Token) -> str:
        if _has_to(node):
            self.apply("future", *(c for c in node.children if c.tag_ == "TO"), firm=False)
            return "end"
        marked = any(c.dep_ == "mark" or c.tag_ == "WRB" for c in node.children)
        if node.tag_ == "VBG" and not _has_subject_aux(node) and not marked:
            return "inherit"
        over = weigh(head, head) if marked and not self.finite_past else Verdict("certain")
        if over.factuality in ("future", "uncertain"):
            self.apply("future", *(node.doc[i] for i in over.evidence))
        return "end"

    def _adnominal(self, node: Token, head: Token) -> str:
        """A clause or participle under a noun."""
        lemma = load_cues().lemma(head)
        if _has_to(node):
            if any(c.lower_ in self.hedges.singled for c in head.children):
                return "end"
            self.apply(self.hedges.noun.get(lemma, "future"), head, firm=lemma in self.hedges.noun)
            return "inherit" if lemma in self.hedges.noun else "end"
        if any(c.dep_ == "mark" for c in node.children):
            self.apply(self.hedges.noun.get(lemma, "certain"), head)
        return "end"

    def _subject(self, node: Token, head: Token) -> str:
        lemma = load_cues().lemma(head)
        if _is_passive(head):
            effect = self._effect_on_object(head)
            self.apply(effect or "certain", head)
            if lemma in self.hedges.light or effect is not None:
                return "inherit"
            return "end"
        if lemma in self.hedges.occur:
            return "inherit"
        if any(c.dep_ == "det" and c.lower_ in ("a", "an", "any", "such") for c in node.children):
            self._apply_modal(head)
        return "end"

    def _apply_modal(self, verb: Token) -> None:
        """The mood of a verb over its indefinite subject: "an attack could start a war"."""
        for c in verb.children:
            if c.dep_ == "aux":
                self.apply(self.hedges.modal.get(c.lower_, "certain"), c)

    def _effect_on_object(self, verb: Token) -> Factuality | None:
        """What a verb does to its object, by itself or with its particle ("call off")."""
        lemma = load_cues().lemma(verb)
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
        return self.hedges.object.get(f"{lemma} {particle}", self.hedges.object.get(lemma))

    def _object(self, node: Token, head: Token) -> str:
        lemma = load_cues().lemma(head)
        effect = self._effect_on_object(head)
        if effect is not None:
            if effect == "denied" and _is_negated(head):
                return "end"
            self.apply(effect, head)
            return "inherit"
        if lemma in self.hedges.light or not _is_definite(node):
            return "inherit"
        return "end"

    def _prepositional(self, node: Token, head: Token) -> str:
        """An event noun or -ing form under a preposition."""
        self.apply(self.hedges.before.get(head.lower_, "certain"), head, firm=False)
        over = head.head
        if over.i == head.i:
            return "end"
        lemma = load_cues().lemma(over)
        if over.dep_ == "dobj" and f"{load_cues().lemma(over.head)} {head.lower_}" in self.hedges.object:
            over = over.head
            lemma = load_cues().lemma(over)
        elif over.pos_ in ("NOUN", "PROPN") and head.lower_ in ("of", "for", "to", "about", "that", "against"):
            effect = self.hedges.noun.get(lemma)
            if effect is not None:
                self.apply(effect, over)
            return "end"
        if over.pos_ in ("VERB", "AUX"):
            effect = self.hedges.object.get(f"{lemma} {head.lower_}")
            if effect is None and node.dep_ == "pcomp" and head.lower_ in ("of", "with", "for", "from"):
                effect = self.hedges.object.get(lemma) or self.hedges.to.get(lemma)
            if effect is not None:
                self.apply(effect, over)
                return "over"
        return "end"

    def _joined(self, node: Token, head: Token) -> str:
        """The second of two joined words shares what stands over the first.

        It shares the first one's own negation and modal too unless it has a subject or an auxiliary, or "but" joins.
        """
        apart = any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in node.children)
        return "pass" if apart or any(c.lower_ == "but" for c in head.children) else "inherit"


def _hangs_on(token: Token, head: Token) -> bool:
    for _ in range(MAX_CLIMB):
        if token.head.i == head.i:
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def _has_to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)


def _has_subject_aux(verb: Token) -> bool:
    """Whether a verb form is finite by its auxiliary."""
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ != "TO" for c in verb.children)


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)


def _is_negated(token: Token) -> bool:
    return any(
        c.dep_ == "neg" or c.lower_ == "never" or (c.dep_ in ("nsubj", "nsubjpass") and _is_none(c))
        for c in token.children
    )


def _is_none(token: Token) -> bool:
    """Whether a noun phrase says that there is nobody or nothing: "no one", "none of them", "no troops"."""
    return token.lower_ in _DENIERS or any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in token.children)


def _is_bare(verb: Token) -> bool:
    """Whether a plain form is a command: no subject, no auxiliary, first word of its clause or sentence."""
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.children):
        return False
    return verb.dep_ in ("ROOT", "ccomp") and verb.left_edge.i == verb.i


def _is_definite(noun: Token) -> bool:
    """Whether a noun phrase points at something known: "the attack", "his attack", "these attacks"."""
    if noun.pos_ in ("PROPN", "PRON"):
        return True
    return any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those"))
        for c in noun.children
    )


def _question_mark(root: Token) -> Token | None:
    """The question mark that ends the sentence of `root`, if it asks rather than tells."""
    doc = root.doc
    end = root.right_edge.i + 1
    for i in range(end - 1, min(len(doc), end + 3)):
        if doc[i].text == "?":
            return doc[i]
        if doc[i].text in (".", "!"):
            return None
    return None


_EDGES = {
    "ccomp": _Climb._clause, "xcomp": _Climb._open, "acomp": _Climb._open, "attr": _Climb._open,
    "oprd": _Climb._open, "advcl": _Climb._adverbial, "acl": _Climb._adnominal, "relcl": _Climb._adnominal,
    "nsubj": _Climb._subject, "nsubjpass": _Climb._subject, "csubj": _Climb._subject, "dobj": _Climb._object,
    "pobj": _Climb._prepositional, "pcomp": _Climb._prepositional, "conj": _Climb._joined,
}
