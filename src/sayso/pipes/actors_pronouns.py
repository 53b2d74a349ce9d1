"""Whom a pronoun stands for: the most salient actor before it that agrees in person, number and gender.

Salience is after Lappin and Leass (1994), in short: nearness in sentences, subjects above objects above the rest, and
how often the actor was named so far. "I" and "we" in quoted words are the speaker.
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Token

from sayso.norm.given import gender_of
from sayso.norm.names import name_words
from sayso.pipes import board
from sayso.pipes.actors_groups import Group, Groups
from sayso.pipes.actors_mentions import Mention

_FAR = 3  # sentences back that a pronoun reaches
_BACK = 4  # quotations back that a speaker goes on for
_REACH = 25  # tokens between a quotation and the verb that its speaker belongs to
_HIGH = 4  # steps up the parse from an abbreviation to the name it is put to
_NEAR = 120  # characters between quotations of one speaker
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_OBJECT = frozenset({"dobj", "agent", "dative"})


class Pronouns:
    """Resolves the pronouns of one report, in the order of the text."""

    def __init__(self, doc: Doc, groups: Groups, mentions: list[Mention]) -> None:
        self.doc = doc
        self.groups = groups
        self.at_head = {m.head: m for m in mentions}
        self.quotes = board.get_quotes(doc)
        self.quote_starts = [q[0] for q in self.quotes]
        self.told = [m for m in board.get_marks(doc, "claims") if m.label == "content"]
        self.told_starts = [m.start for m in self.told]
        self.speakers: dict[int, int | None] = {}  # head tokens: groups may still be unknown when first asked for
        self.colons = [t.i + 1 for t in doc if t.text == ":" and _ends_line(t)]
        self.subjects = [self.subject_before(at) for at in self.colons]

    def resolve(self, mention: Mention) -> Group | None:
        """The group that the pronoun belongs to, None when it stands for no actor."""
        if mention.person == 0:
            return self.relative(mention)
        quote = self.quote_at(mention.start)
        if mention.person == 1:
            return self.speaker(quote) if quote is not None else self.announced(mention)
        return self.third(mention, quote)

    def announced(self, mention: Mention) -> Group | None:
        """Who speaks words without quotation marks: the subject before the last colon that ends a line."""
        at = bisect_right(self.colons, mention.first) - 1
        head = self.subjects[at] if at >= 0 else None
        return self.groups.by_head.get(head) if head is not None else None

    def subject_before(self, at: int) -> int | None:
        """The last subject among the tokens before `at`."""
        before = (self.doc[i] for i in range(at - 1, max(-1, at - _REACH), -1))
        return next((t.i for t in before if t.dep_ == "nsubj" and t.i in self.at_head), None)

    def relative(self, mention: Mention) -> Group | None:
        """The noun before "who": what the relative clause hangs on."""
        token = self.doc[mention.head]
        for _ in range(4):
            if token.dep_ in ("relcl", "acl"):
                return self.groups.by_head.get(token.head.i)
            if token.head.i == token.i:
                break
            token = token.head
        for i in range(mention.head - 1, max(-1, mention.head - 3), -1):
            if not self.doc[i].is_punct:
                return self.groups.by_head.get(i)
        return None

    def third(self, mention: Mention, quote: int | None) -> Group | None:
        token = self.doc[mention.head]
        barred = self.barred(token)
        speaker = self.speaker(quote) if quote is not None else None
        best: Group | None = None
        best_score = 0.0
        for group in self.groups.recent():
            last = group.last
            if last is None or mention.sentence - last.sentence > _FAR or group.number in barred or group is speaker:
                continue
            if not fits(group, mention):
                continue
            score = self.salience(group, last, mention)
            if score > best_score:
                best, best_score = group, score
        return best

    def salience(self, group: Group, last: Mention, mention: Mention) -> float:
        away = mention.sentence - last.sentence
        score = 10.0 - 3.0 * away
        token = self.widest(group, self.doc[last.head])
        if token.dep_ in _SUBJECT:
            score += 4.0 if token.head.dep_ == "ROOT" else 3.0
        elif token.dep_ in _OBJECT:
            score += 1.0
        if last.kind == "adjective":
            score -= 3.0
        if last.person == 0:
            score -= 1.0
        said = self.quote_at(last.start)
        if said is not None and said != self.quote_at(mention.start):
            score -= 3.0
        if token.dep_ == "poss":
            score -= 1.0
        score += min(group.count, 6) * 0.4
        if group.label == "PERSON":
            score += 2.0
        elif group.body and mention.gender == "n":
            score += 1.0
        elif group.body and mention.plural:
            score -= 1.5
        if last.owner is not None and group.label is None:
            score -= 1.5
        if self.doc[mention.head].dep_ in _SUBJECT and token.dep_ in _SUBJECT:
            score += 1.0
        if is_parallel(self.doc[mention.head], token):
            score += 4.0
        if self.told_together(last.start, mention.start):
            score += 2.0
        return score

    def widest(self, group: Group, token: Token) -> Token:
        """The head of the longest mention of the group around this one: "agency" of "the agency General Guard (GG)"."""
        above = token
        for _ in range(_HIGH):
            above = above.head
            if self.groups.by_head.get(above.i) is group:
                token = above
        return token

    def told_together(self, a: int, b: int) -> bool:
        """Whether both offsets stand in one thing that somebody is marked to have said: it is seldom of its source."""
        at = bisect_right(self.told_starts, a) - 1
        return at >= 0 and b < self.told[at].end

    def barred(self, token: Token) -> set[int]:
        """Groups that stand beside the pronoun under one verb, so that it cannot be them ("he praised him")."""
        if token.lower_.endswith(("self", "selves")) or token.dep_ == "poss":
            return set()
        verb = token.head
        if token.dep_ == "pobj":
            verb = token.head.head
        found = set()
        for child in verb.children:
            if child.dep_ in _SUBJECT | _OBJECT and child.i != token.i:
                group = self.groups.by_head.get(child.i)
                if group is not None:
                    found.add(group.number)
        return found

    def quote_at(self, offset: int) -> int | None:
        at = bisect_right(self.quote_starts, offset) - 1
        return at if at >= 0 and offset < self.quotes[at][1] else None

    def speaker(self, quote: int) -> Group | None:
        """Who speaks the quotation: the subject of the nearest verb outside it, else who spoke before."""
        if quote not in self.speakers:
            found, at = self.subject_near(quote), quote
            while found is None and at > max(0, quote - _BACK) and self.quotes[at][0] - self.quotes[at - 1][1] < _NEAR:
                at -= 1
                found = self.subject_near(at)
            self.speakers[quote] = found
        head = self.speakers[quote]
        return self.groups.by_head.get(head) if head is not None else None

    def subject_near(self, quote: int) -> int | None:
        """The token that is the subject of the verb nearest to the quotation, in its first or last sentence."""
        start, end = self.quotes[quote]
        span = self.doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            return None
        first, last = span.start, span.end
        sentences = {s.start: s for s in (self.doc[first].sent, self.doc[last - 1].sent)}
        best: tuple[int, int] | None = None
        for sentence in sentences.values():
            for token in sentence:
                if first <= token.i < last or token.dep_ != "nsubj" or token.i not in self.at_head:
                    continue
                away = min(abs(token.head.i - first), abs(token.head.i - last))
                if self.quote_at(token.idx) is None and (best is None or away < best[0]):
                    best = (away, token.i)
        return best[1] if best is not None and best[0] < _REACH else None


def is_parallel(pronoun: Token, before: Token) -> bool:
    """Whether both are subjects of verbs joined by "and": "the agency has ties and they cooperate"."""
    if pronoun.dep_ not in _SUBJECT or before.dep_ not in _SUBJECT:
        return False
    verb = pronoun.head
    while verb.dep_ == "conj" and verb.head.i < verb.i:
        verb = verb.head
        if before.head.i == verb.i:
            return True
    return False


def fits(group: Group, mention: Mention) -> bool:
    """Whether person, number and gender of a third-person pronoun allow it to stand for the group."""
    if mention.gender == "n":
        return group.body
    if mention.plural:
        return not group.person and (group.plural is True or group.body)
    if not group.person:
        return False
    gender = group.gender or _given_gender(group)
    return gender is None or gender == mention.gender


def _ends_line(token: Token) -> bool:
    after = token.i + 1
    return after == len(token.doc) or "\n" in token.doc[after].text


def _given_gender(group: Group) -> str | None:
    if group.label != "PERSON":
        return None
    for name in group.names:
        words = name_words(name)
        if len(words) > 1:
            group.gender = gender_of(words[0])
            return group.gender
    return None
