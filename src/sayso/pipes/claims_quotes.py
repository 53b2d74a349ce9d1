"""Quotations and the claims of a Doc: whole quotations as contents, and quotations that nobody has claimed yet.

A content that begins or ends within a quotation takes all of it, over sentences and paragraphs. A quotation outside
every claim belongs to the words of saying beside it, or else to the claim before it whose quotation it goes on with.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort

from spacy.tokens import Token

from sayso.pipes import claims_tree as tree
from sayso.pipes.board import Segment
from sayso.pipes.claims_cues import Cues
from sayso.pipes.claims_draft import Draft, Grid
from sayso.types import Span

MIN_WORDS = 4
_WORD = re.compile(r"\w+")
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|my|My|us)\b")
_ENDED = re.compile(r"[.!?,]\W{1,2}\Z")


def widen(grid: Grid, draft: Draft) -> None:
    """Give `draft` the whole of every quotation that its content shares in, unless its cue or source lies inside."""
    pieces = []
    for start, end in draft.content:
        for s, e in _quotes_touching(grid, start, end):
            inside = any(s <= p[0] < e for p in [*draft.cue, *draft.source])
            shared = min(end, e) - max(start, s)
            if not inside and (shared * 2 > e - s or s <= start < e or shared * 2 > end - start):
                start, end = min(start, s), max(end, e)
        pieces.append((start, end))
    draft.content = merge(grid, [p for p in pieces if p[0] < p[1]])


def merge(grid: Grid, spans: list[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch over white space made one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and (start <= out[-1][1] or not grid.text[out[-1][1] : start].strip()):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def is_speech(grid: Grid, quote: Span) -> bool:
    """Whether a quotation is long enough to be speech rather than a title or a word held at a distance."""
    text = grid.text[quote[0] : quote[1]]
    words = sum(1 for _ in _WORD.finditer(text))
    return words >= MIN_WORDS or (words > 1 and _ENDED.search(text) is not None)


def claim_quotes(grid: Grid, drafts: list[Draft], cues: Cues) -> list[Draft]:
    """Drafts for quotations outside every content; quotations that go on are added to the draft they go on with."""
    covered = bytearray(len(grid.text) + 1)
    for draft in drafts:
        for s, e in draft.content:
            covered[s:e] = b"\1" * (e - s)
    used = {draft.head for draft in drafts if draft.head >= 0}
    found: list[Draft] = []
    spoken = _Spoken(grid, drafts)
    for quote in grid.quotes:
        if not is_speech(grid, quote) or covered[(quote[0] + quote[1]) // 2]:
            continue
        verb = _verb_beside(grid, quote, cues)
        if verb is not None and verb.i not in used:
            found.append(_draft_of(grid, verb, quote))
            spoken.add(found[-1])
            used.add(verb.i)
        else:
            before = spoken.before(quote)
            if before is not None and _goes_on(grid, before, quote):
                before.content = merge(grid, [*before.content, quote])
                spoken.add(before)
    return found


def claim_statements(grid: Grid, segments: list[Segment], cues: Cues) -> list[Draft]:
    """Drafts for paragraphs without quotation marks after one that ends with "X said:".

    The statement takes the next paragraph, and those after it as long as they speak in the first person.
    """
    body = [s for s in segments if s.kind == "body"]
    found: list[Draft] = []
    for i, segment in enumerate(body[:-1]):
        following = body[i + 1]
        if grid.text[segment.end - 1] != ":" or grid.quoted[following.start]:
            continue
        verb = _last_verb(grid, segment, cues)
        if verb is None:
            continue
        end = following.end
        for later in body[i + 2 :]:
            if not _FIRST_PERSON.search(grid.text, later.start, later.end) or grid.quoted[later.start]:
                break
            end = later.end
        found.append(_draft_of(grid, verb, (following.start, end)))
    return found


def _last_verb(grid: Grid, segment: Segment, cues: Cues) -> Token | None:
    """The last verb of saying of a paragraph's last sentence."""
    first, last = grid.bounds((segment.start, segment.end))
    for token in reversed(grid.doc[max(first, last - 25) : last]):
        if token.pos_ == "VERB" and "clause" in cues.verbs.get(cues.lemma(token), ()):
            return token
        if token.is_sent_start:
            break
    return None


class _Spoken:
    """The claims with quoted contents by where they end, to find the last one before a quotation."""

    def __init__(self, grid: Grid, drafts: list[Draft]) -> None:
        self.grid = grid
        self.ends: list[tuple[int, int]] = []
        self.drafts: list[Draft] = []
        for draft in drafts:
            self.add(draft)

    def add(self, draft: Draft) -> None:
        if any(self.grid.quoted[p[1] - 1] for p in draft.content):
            insort(self.ends, (_end(draft), len(self.drafts)))
            self.drafts.append(draft)

    def before(self, quote: Span) -> Draft | None:
        at = bisect_right(self.ends, (quote[0], len(self.drafts)))
        while at > 0:
            at -= 1
            draft = self.drafts[self.ends[at][1]]
            if _end(draft) <= quote[0]:
                return draft
        return None


def _end(draft: Draft) -> int:
    return max(p[1] for p in [*draft.content, *draft.cue, *draft.source])


def _goes_on(grid: Grid, draft: Draft, quote: Span) -> bool:
    """Whether `quote` follows a claim in the same paragraph with little else between."""
    end = _end(draft)
    if "\n" in grid.text[end : quote[0]]:
        return False
    return len(_WORD.findall(grid.text[end : quote[0]])) <= 8


def _verb_beside(grid: Grid, quote: Span, cues: Cues) -> Token | None:
    """The verb of saying right before or after a quotation: "..., said X", X said: "..."."""
    first, last = grid.bounds(quote)
    doc = grid.doc
    for token in doc[last : min(len(doc), last + 14)]:
        if token.is_sent_start and token.i > last and not token.is_punct and grid.text[quote[1] - 2] not in ",?!":
            break
        if token.text in (";",) or "\n" in token.text:
            break
        if token.pos_ == "VERB" and "clause" in cues.verbs.get(cues.lemma(token), ()):
            return token
    for i in range(first - 1, max(-1, first - 10), -1):
        token = doc[i]
        if token.is_space and "\n\n" in token.text and not grid.text[: token.idx].rstrip().endswith(":"):
            break
        if token.pos_ == "VERB" and "clause" in cues.verbs.get(cues.lemma(token), ()):
            beside = i == first - 1 or doc[first - 1].is_space or doc[first - 1].text in (",", ":", "that")
            return token if beside else None
        if token.text in (".", ";", "?", "!"):
            break
    return None


def _draft_of(grid: Grid, verb: Token, quote: Span) -> Draft:
    draft = Draft(cue=[grid.span(tree.cue_group(verb))], content=[quote], head=verb.i, why="quote")
    subject = tree.subject(verb)
    if subject is not None and not quote[0] <= subject.idx < quote[1]:
        span = grid.trim(tree.phrase(subject))
        if span and (span[1] <= quote[0] or span[0] >= quote[1]):
            draft.source = [span]
    return draft


def _quotes_touching(grid: Grid, start: int, end: int) -> list[Span]:
    """The quotations that overlap a span."""
    first = max(0, bisect_right(grid.quotes, (start, start)) - 1)
    out = []
    for s, e in grid.quotes[first:]:
        if s >= end:
            break
        if e > start:
            out.append((s, e))
    return out
