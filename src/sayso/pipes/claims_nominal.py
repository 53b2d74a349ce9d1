"""Claims whose cue is no verb: nouns, adjectives, adverbs, "according to", polls, and a colon after a name."""

from __future__ import annotations

import re

from spacy.tokens import Token

from sayso.pipes import claims_tree as tree
from sayso.pipes.board import Segment
from sayso.pipes.claims_cues import Cues
from sayso.pipes.claims_draft import Draft, Grid
from sayso.pipes.claims_rules import Range, make_draft
from sayso.pipes.layout import load_layout

_SPEAKER = re.compile(
    r"(?P<name>[A-Z][\w.’'-]*(?:,? (?:[A-Z][\w.’'-]*|of|the|de|van)){0,6} ?(?:\([^()\n]{1,40}\) ?)?)"
    r"(?P<colon>:)\s*(?=[\"“‘'A-Z])"
)
_SIGNED = re.compile(
    r"[.,]?\s{0,3}(?P<dash>--|[—–―-])[^\S\n]*(?P<name>[A-Z][\w.’'-]*(?:[, ]+(?:[A-Z][\w.’'-]*|of|de|the|a|van)){1,7})"
    r"[^\n\w]{0,3}(?=\n|\Z)"
)
_COPULAS = frozenset(["be", "seem", "feel", "become", "remain", "appear", "sound", "get", "grow"])


def read_noun(grid: Grid, noun: Token, cues: Cues) -> Draft | None:
    """ "their claim that ...", "the decision to ...", "expressed concern about ..."."""
    frames = cues.nouns.get(cues.lemma(noun))
    if not frames or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    found = _noun_content(noun, frames)
    if found is None:
        return None
    content, last = found
    cue = (noun.i, last)
    source = tree.child(noun, "poss") or _by(noun)
    head = noun.head
    if noun.dep_ == "dobj" and head.i < noun.i and cues.lemma(head) in cues.light and noun.i - head.i <= 4:
        cue = (tree.cue_group(head)[0], last)
        source = source or tree.subject(head)
        return make_draft(grid, noun, [content], source=source, cue=cue)
    if source is None:
        return None
    if source.dep_ == "poss":
        first = source.right_edge.i + 1
        cue = (first if first <= noun.i else noun.i, last)
    return make_draft(grid, noun, [content], source=source, cue=cue)


def _by(noun: Token) -> Token | None:
    """The noun after "by" that hangs on `noun`: "a request by the mayor to ..."."""
    prep = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from", "among")), None)
    return tree.child(prep, "pobj") if prep is not None else None


def _noun_content(noun: Token, frames: frozenset[str]) -> tuple[Range, int] | None:
    """The content that hangs on a noun, and where the cue ends."""
    for c in noun.children:
        if c.i <= noun.i:
            continue
        span = (c.left_edge.i, c.right_edge.i + 1)
        if c.dep_ in ("acl", "ccomp", "relcl", "xcomp"):
            if "clause" in frames and any(m.lower_ in ("that", "whether") and m.dep_ == "mark" for m in c.children):
                return span, noun.i + 1
            if "to" in frames and any(a.tag_ == "TO" and a.dep_ == "aux" for a in c.children):
                return span, noun.i + 1
        if c.dep_ == "prep" and c.right_edge.i > c.i and (
            c.lower_ in frames or (c.lower_ == "to" and "to_np" in frames)
        ):
            return (c.i + 1, span[1]), c.i + 1
    return None


def read_adjective(grid: Grid, adjective: Token, cues: Cues) -> Draft | None:
    """ "is aware that ...", "were eager to ...", "is critical of ..."."""
    frames = cues.adjectives.get(adjective.lower_)
    verb = adjective.head
    if not frames or adjective.dep_ not in ("acomp", "oprd", "attr") or cues.lemma(verb) not in _COPULAS:
        return None
    source = tree.subject(verb)
    if source is None or source.lower_ in ("it", "there"):
        return None
    first = tree.cue_group(verb)[0]
    for c in [*adjective.children, *verb.children]:
        if c.i <= adjective.i:
            continue
        span = (c.left_edge.i, c.right_edge.i + 1)
        if c.dep_ == "ccomp" and "clause" in frames:
            return make_draft(grid, verb, [span], source=source, cue=(first, adjective.i + 1))
        if c.dep_ == "xcomp" and "to" in frames and any(a.tag_ == "TO" for a in c.children):
            return make_draft(grid, verb, [span], source=source, cue=(first, adjective.i + 1))
        if c.dep_ == "prep" and c.lower_ in frames and c.right_edge.i > c.i:
            return make_draft(grid, verb, [(c.i + 1, span[1])], source=source, cue=(first, c.i + 1))
    return None


def read_adverb(grid: Grid, adverb: Token, cues: Cues) -> Draft | None:
    """ "The bridge reportedly fell": the clause is the content, nobody the source."""
    if adverb.lower_ not in cues.adverbs:
        return None
    root = adverb.head
    whole = (root.left_edge.i, root.right_edge.i + 1)
    return make_draft(grid, adverb, [whole], source=None, cue=(adverb.i, adverb.i + 1))


def read_phrase(grid: Grid, token: Token, cues: Cues) -> Draft | None:
    """ "According to the mayor, the bridge fell", "in the words of ..."."""
    doc = token.doc
    for words in cues.phrases:
        if token.lower_ != words[0] or tuple(t.lower_ for t in doc[token.i : token.i + len(words)]) != words:
            continue
        last = doc[token.i + len(words) - 1]
        source = tree.child(last, "pobj") or next((c for c in last.children if c.i > last.i), None)
        if source is None or (len(words) == 1 and token.dep_ != "prep"):
            continue
        top = doc[token.i] if token.dep_ in ("prep", "advmod", "mark", "advcl") else last
        first, end = token.i, max(top.right_edge.i, source.right_edge.i) + 1
        return _of_clause(grid, token, source, (first, end), (token.i, token.i + len(words)))
    return None


def read_poll(grid: Grid, token: Token, cues: Cues) -> Draft | None:
    """ "In a new poll, voters ...": "in" is the cue, the poll the source."""
    if token.lower_ != "in" or token.dep_ != "prep":
        return None
    source = tree.child(token, "pobj")
    if source is None or cues.lemma(source) not in cues.polls:
        return None
    draft = _of_clause(grid, token, source, (token.i, token.right_edge.i + 1), (token.i, token.i + 1))
    root = tree.clause_root(token.head)
    if cues.verbs.get(cues.lemma(root), frozenset()) & {"clause"} or root.head.i != root.i:
        return None
    return draft


def _of_clause(grid: Grid, token: Token, source: Token, hole: Range, cue: Range) -> Draft | None:
    """A draft whose content is the clause around `hole`."""
    head = token.head
    if head.dep_ == "prep" or head.i == token.i:
        head = head.head
    root = tree.clause_root(head)
    first, last = root.left_edge.i, root.right_edge.i + 1
    if hole[0] > first:
        hole = (hole[0], max(hole[1], _rest(token, hole[1], last)))
    content = [r for r in ((first, min(last, hole[0])), (max(first, hole[1]), last)) if r[0] < r[1]]
    return make_draft(grid, token, content, source=source, cue=cue)


def _rest(token: Token, start: int, last: int) -> int:
    """Where the clause goes on after "according to X": behind a closing comma, else nowhere."""
    return start if start < last and token.doc[start].text in (",", "—", "–", "--") else last


def read_signed(grid: Grid) -> list[Draft]:
    """ "“The bridge fell.” — Ann Lee" at the end of a line: the dash is the cue, the name the source."""
    found = []
    for quote in grid.quotes:
        match = _SIGNED.match(grid.text, quote[1])
        if match is not None:
            source = match.span("name")
            found.append(Draft(cue=[match.span("dash")], content=[quote], source=[source], why="signed"))
    return found


def read_speakers(grid: Grid, segments: list[Segment]) -> list[Draft]:
    """ "LEE: The bridge fell." and headlines "Lee: Bridge fell": the colon is the cue, the name the source."""
    text = grid.text
    labels = load_layout()[1] - {"poll", "report"}
    found = []
    for segment in segments:
        match = _SPEAKER.match(text, segment.start, segment.end)
        if match is None or segment.kind not in ("headline", "body"):
            continue
        name = match["name"].strip(" ,")
        if name.lower() in labels or (name.lower() in ("poll", "report") and segment.kind == "body"):
            continue
        found.append((segment, match, name))
    bodies = sum(segment.kind == "body" for segment, _, _ in found)
    return [
        Draft(
            cue=[match.span("colon")], content=[(match.end(), segment.end)],
            source=[(segment.start, segment.start + len(name))], why="speaker",
        )
        for segment, match, name in found
        if match.end() < segment.end
        and (segment.kind == "headline" or bodies > 1 or name.isupper() or text[match.end()] in "\"“")
    ]
