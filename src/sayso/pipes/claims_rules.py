"""Claims by rule: cue lexicon and dependency parse.

Each function reads one kind of cue at one token and gives a draft or None: verbs here, nouns, adjectives, adverbs and
phrases in `claims_nominal`. What stands in quotation marks is brought in by `claims_quotes` afterwards.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from sayso.pipes import claims_tree as tree
from sayso.pipes.claims_cues import Cues
from sayso.pipes.claims_draft import Draft, Grid

Range = tuple[int, int]
_WH = frozenset(["WDT", "WP", "WRB", "WP$"])
_BREAKS = frozenset([",", "—", "–", "--", "-"])


def read_verb(grid: Grid, verb: Token, cues: Cues) -> Draft | None:
    """The claim whose cue is `verb`, or None when it attributes nothing here."""
    frames = cues.verbs.get(cues.lemma(verb), frozenset())
    if verb.lower_ in cues.adjectives and tree.is_passive(verb):
        return _named("feeling", _read_feeling(grid, verb, cues.adjectives[verb.lower_]))
    if not frames or verb.dep_ in ("amod", "compound", "aux", "auxpass"):
        return None
    if tree.is_passive(verb):
        draft = _read_passive(grid, verb, frames)
        told = draft is not None and any(c.dep_ == "ccomp" for c in verb.children)
        return _named("clause" if told else "passive", draft)
    for frame, reader in _BY_FRAME:
        if frame in frames or frame == "prepositions":
            draft = reader(grid, verb, cues)
            if draft is not None:
                return replace(draft, why=frame)
    return None


def _named(why: str, draft: Draft | None) -> Draft | None:
    return None if draft is None else replace(draft, why=why)


def make_draft(
    grid: Grid, verb: Token, content: list[Range], *, source: Token | None, cue: Range | None = None,
) -> Draft | None:
    """A draft of token ranges; None when the content is empty or the source lies in it."""
    cue = cue or tree.cue_group(verb)
    pieces = [_without_aside(grid, p) for r in content for p in _without(r, cue)]
    spans = [s for s in (grid.trim(p) for p in pieces) if s is not None]
    if not spans:
        return None
    draft = Draft(cue=[grid.span(cue)], content=sorted(set(spans)), head=verb.i)
    if source is not None:
        words = tree.phrase(source)
        if any(a <= source.i < b for a, b in pieces):
            return None
        words = _clip(words, [cue, *pieces], source.i)
        span = grid.trim(words)
        draft.source = [span] if span else []
    return draft


def _read_clause(grid: Grid, verb: Token, cues: Cues) -> Draft | None:
    """ "X said (that) ...", "..., X said", "asked whether ...", and the same with the sentence as the content."""
    subject = tree.subject(verb)
    clause = _find_clause(verb)
    if clause is None:
        return _read_parenthesis(grid, verb, subject)
    first, last = clause.left_edge.i, clause.right_edge.i + 1
    group = _group(verb, subject, clause)
    if clause.i > verb.i:
        that = next((m.i for m in clause.children if m.dep_ == "mark" and m.lower_ == "that"), first)
        return make_draft(grid, verb, [(max(that, verb.i + 1), last)], source=subject)
    return make_draft(grid, verb, _around((first, last), group), source=subject)


def _find_clause(verb: Token) -> Token | None:
    """The finite clause that a verb governs: its ccomp, nearest one to the right first."""
    found = [c for c in verb.children if c.dep_ == "ccomp" and not (c.tag_ == "VBG" and not tree.has(c, "aux"))]
    right = [c for c in found if c.i > verb.i]
    if found:
        return (right or found)[0]
    return _misplaced_clause(verb)


def _misplaced_clause(verb: Token) -> Token | None:
    """The clause of "said in a letter that ..." where the parser hangs it on the noun."""
    for prep in verb.children:
        noun = tree.child(prep, "pobj") if prep.dep_ == "prep" and prep.i > verb.i else None
        for c in noun.children if noun is not None else ():
            has_that = any(m.lower_ == "that" and m.dep_ in ("mark", "dobj") for m in c.children)
            if c.dep_ in ("acl", "relcl", "ccomp") and has_that and tree.has(c, *tree.SUBJECTS):
                return c
    return None


def _read_parenthesis(grid: Grid, verb: Token, subject: Token | None) -> Draft | None:
    """ "The bridge, officials said, was old": the verb hangs on the clause that it attributes."""
    if verb.dep_ not in ("parataxis", "advcl", "ccomp", "dep", "relcl") or tree.child(verb, "nsubj") is None:
        return None
    if tree.has(verb, "mark", "dobj", "prep", "xcomp") or any(c.tag_ in ("WRB", "WP", "WDT") for c in verb.children):
        return None
    first, last = verb.left_edge.i, verb.right_edge.i + 1
    doc = verb.doc
    if not {doc[first].text, doc[max(0, first - 1)].text} & _BREAKS:
        return None
    head = tree.clause_root(verb.head)
    whole = (head.left_edge.i, head.right_edge.i + 1)
    return make_draft(grid, verb, _around(whole, (first, last)), source=subject)


def _read_as(grid: Grid, verb: Token, cues: Cues) -> Draft | None:
    """ "As the mayor noted, the bridge was old", "..., as the mayor put it"."""
    told = tree.child(verb, "dobj")
    opens = any(c.lower_ == "as" and c.dep_ in ("mark", "advmod") and c.i < verb.i for c in verb.children)
    if not opens or verb.dep_ != "advcl" or tree.has(verb, "ccomp", "xcomp") or tree.child(verb, "nsubj") is None:
        return None
    first, last = verb.left_edge.i, verb.right_edge.i + 1
    doc = verb.doc
    is_aside = doc[max(0, first - 1)].text in _BREAKS or (last < len(doc) and doc[last].text in _BREAKS)
    if not is_aside or (told is not None and told.lower_ != "it"):
        return None
    head = tree.clause_root(verb.head)
    end = told.i + 1 if told is not None and told.i == verb.i + 1 else verb.i + 1
    whole = (head.left_edge.i, head.right_edge.i + 1)
    cue = (tree.cue_group(verb)[0], end)
    return make_draft(grid, verb, _around(whole, (first, last)), source=tree.child(verb, "nsubj"), cue=cue)


def _read_infinitive(grid: Grid, verb: Token, cues: Cues) -> Draft | None:
    """ "promised to ...", "urged residents to ...", "suggested closing ..."."""
    clause = next((c for c in verb.children if c.i > verb.i and c.dep_ in ("xcomp", "ccomp") and _is_infinite(c)), None)
    if clause is None:
        return None
    first = clause.left_edge.i
    told = tree.child(verb, "dobj", "dative")
    start = verb.i + 1
    if told is not None and verb.i < told.i < clause.i:
        start = told.left_edge.i
    elif first > verb.i + 1 and tree.child(clause, "nsubj") is None:
        start = first
    return make_draft(grid, verb, [(start, clause.right_edge.i + 1)], source=tree.subject(verb))


def _is_infinite(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children) or clause.tag_ == "VBG"


def _read_raising(grid: Grid, verb: Token, cues: Cues) -> Draft | None:
    """ "The bridge seems to be safe": all but the verb is content, the source is left out."""
    rest = tree.child(verb, "xcomp", "oprd", "acomp", "ccomp", "attr", "advcl")
    if rest is None or rest.i < verb.i:
        return None
    whole = [(rest.left_edge.i, rest.right_edge.i + 1)]
    subject = tree.child(verb, "nsubj")
    if subject is not None and subject.i < verb.i:
        whole.insert(0, tree.phrase(subject))
    return make_draft(grid, verb, whole, source=None)


def _read_passive(grid: Grid, verb: Token, frames: frozenset[str]) -> Draft | None:
    """ "is expected to ...", "was criticized by ...", "it was reported that ..."."""
    subject = tree.child(verb, "nsubjpass")
    clause = next((c for c in verb.children if c.i > verb.i and c.dep_ in ("ccomp", "xcomp", "oprd")), None)
    source = tree.agent(verb)
    content: list[Range] = []
    if subject is not None and subject.lower_ not in ("it", "there"):
        content.append(tree.phrase(subject))
    if clause is not None and clause.dep_ == "ccomp" and "clause" in frames:
        return make_draft(grid, verb, [(clause.left_edge.i, clause.right_edge.i + 1)], source=source)
    if clause is not None and "expect" in frames:
        return make_draft(grid, verb, [*content, (clause.left_edge.i, clause.right_edge.i + 1)], source=source)
    if "label" not in frames or (subject is None and source is None):
        return None
    if clause is not None:
        content.append((clause.left_edge.i, clause.right_edge.i + 1))
    content += [(p.i, p.right_edge.i + 1) for p in verb.children
                if p.dep_ == "prep" and p.i == verb.i + 1 and p.lower_ in ("of", "as", "about", "for", "with")]
    if verb.dep_ in ("acl", "amod") and not content:
        content.append((verb.head.left_edge.i, verb.i))
    return make_draft(grid, verb, content, source=source)


def _read_feeling(grid: Grid, verb: Token, frames: frozenset[str]) -> Draft | None:
    """ "was convinced that ...", "is concerned about ...": a participle as adjective; the subject is the source."""
    first, last = tree.cue_group(verb)
    for c in verb.children:
        if c.i < last:
            continue
        span = (c.left_edge.i, c.right_edge.i + 1)
        if (c.dep_ == "ccomp" and "clause" in frames) or (c.dep_ == "xcomp" and "to" in frames):
            return make_draft(grid, verb, [span], source=tree.subject(verb))
        if c.dep_ in ("prep", "agent") and f"{c.lower_}" in frames and c.right_edge.i > c.i:
            return make_draft(grid, verb, [(c.i + 1, span[1])], source=tree.subject(verb), cue=(first, c.i + 1))
    return None


def _read_preposition(grid: Grid, verb: Token, cues: Cues) -> Draft | None:
    """ "called for ...", "talked about ...": the preposition belongs to the cue."""
    frames = cues.verbs[cues.lemma(verb)]
    for prep in verb.children:
        is_near = prep.dep_ == "prep" and verb.i < prep.i <= verb.i + 4 and prep.right_edge.i > prep.i
        if is_near and f"prep:{prep.lower_}" in frames:
            cue = (tree.cue_group(verb)[0], prep.i + 1)
            return make_draft(grid, verb, [(prep.i + 1, prep.right_edge.i + 1)], source=tree.subject(verb), cue=cue)
    return None


def _read_object(grid: Grid, verb: Token, cues: Cues) -> Draft | None:
    """ "criticized the plan", "accused the builders of fraud", "called the bridge a danger"."""
    thing = tree.child(verb, "dobj") or next(
        (c for c in verb.children if c.dep_ in ("oprd", "ccomp", "xcomp") and c.i > verb.i), None)
    if thing is None or thing.tag_ in ("WP", "WDT"):
        return None
    source = tree.subject(verb)
    if thing.i < verb.i and thing.dep_ == "dobj":
        return None
    if cues.lemma(thing) in cues.nouns and cues.lemma(verb) in cues.light:
        return None
    last = thing.right_edge.i + 1
    for c in verb.children:
        if c.i > thing.i and c.left_edge.i <= last + 1 and _completes(c):
            last = max(last, c.right_edge.i + 1)
    return make_draft(grid, verb, [(thing.left_edge.i, last)], source=source)


def _completes(token: Token) -> bool:
    """Whether a dependent after the object belongs to what is attributed, rather than to the act of saying it."""
    if token.dep_ in ("oprd", "xcomp", "ccomp"):
        return True
    if token.dep_ != "prep" or token.doc[token.i - 1].text == ",":
        return False
    what = tree.child(token, "pobj", "pcomp")
    if token.lower_ in ("as", "of", "for", "with", "against", "to", "from", "over", "than"):
        return what is not None
    return False


def _group(verb: Token, subject: Token | None, clause: Token) -> Range:
    """The stretch of "officials said on Monday" beside or within the clause it attributes."""
    first, last = tree.cue_group(verb)
    for c in verb.children:
        if c.i == clause.i or c.dep_ in ("ccomp", "conj", "cc", "advcl", "parataxis", "punct", "dep"):
            continue
        if c.left_edge.i > clause.i or c.left_edge.i >= first - 1:
            first, last = min(first, c.left_edge.i), max(last, c.right_edge.i + 1)
    if subject is not None and subject.head.i == verb.i:
        a, b = tree.phrase(subject)
        first, last = min(first, a), max(last, b)
    return first, last


def _around(whole: Range, group: Range) -> list[Range]:
    """What of `whole` lies before and after `group`."""
    return [r for r in ((whole[0], min(whole[1], group[0])), (max(whole[0], group[1]), whole[1])) if r[0] < r[1]]


def _without(whole: Range, hole: Range) -> list[Range]:
    if hole[1] <= whole[0] or hole[0] >= whole[1]:
        return [whole]
    return _around(whole, hole)


def _without_aside(grid: Grid, words: Range) -> Range:
    """A content without a relative clause set off by a comma at its end: what the writer adds, not the source."""
    first, last = words
    doc = grid.doc
    for token in doc[first + 1 : last]:
        edge = token.left_edge.i
        is_last = token.dep_ == "relcl" and token.right_edge.i >= last - 2 and first < edge - 1
        if is_last and doc[edge - 1].text == "," and doc[edge].tag_ in _WH and not grid.quoted[doc[edge].idx]:
            return first, edge - 1
    return words


def _clip(words: Range, taken: list[Range], head: int) -> Range:
    """A source's words without those that other parts took, its head kept."""
    first, last = words
    for a, b in taken:
        if a > head:
            last = min(last, a)
        elif b <= head:
            first = max(first, b)
    return first, max(last, head + 1)


_BY_FRAME = (
    ("clause", _read_clause), ("as", _read_as), ("to", _read_infinitive), ("raise", _read_raising),
    ("prepositions", _read_preposition), ("object", _read_object),
)
