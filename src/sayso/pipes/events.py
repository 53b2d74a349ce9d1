"""The event stage: what was done, by whom, to whom, where, when and with what toll, in PLOVER types."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from sayso.pipes import board
from sayso.pipes.actors_index import ActorIndex
from sayso.pipes.claims_speech import vouching_claims
from sayso.pipes.events_anchors import count_from_others
from sayso.pipes.events_circumstances import Circumstances
from sayso.pipes.events_contexts import Contexts, find_hushed
from sayso.pipes.events_fillers import fill_in
from sayso.pipes.events_incidents import link_incidents
from sayso.pipes.events_marks import merge_marks
from sayso.pipes.events_salience import rate_salience
from sayso.pipes.events_syntax import noun_phrase
from sayso.pipes.events_things import find_instruments, find_targets
from sayso.pipes.events_tolls import find_more, find_toll, kind_of_toll
from sayso.pipes.events_triggers import find_triggers
from sayso.pipes.events_types import Trigger
from sayso.types import Claim, Event, Participant, Span, Toll

FIRST_PERSON = frozenset({"i", "we", "us", "me", "my", "our"})


class Events:
    """Codes the events of a document by rules over its parse; reads the board, writes only events and added actors."""

    def __call__(self, doc: Doc) -> Doc:
        if not doc.has_annotation("DEP"):
            return doc
        index = ActorIndex(board.get_actors(doc), doc)
        places = board.get_places(doc)
        contexts = Contexts(doc)
        claims = vouching_claims(doc)
        triggers = merge_marks(doc, find_triggers(doc, find_hushed(doc)))
        where = Circumstances(doc, places, board.get_times(doc), triggers)
        found = [
            replace(_make_event(n, t, index, where, find_claim(t, claims)), contexts=contexts.of(t))
            for n, t in enumerate(triggers)
        ]
        found = fill_in(doc, found, index)
        index.save()
        found = count_from_others(doc, found, triggers, board.get_times(doc))
        board.set_events(doc, rate_salience(link_incidents(found, triggers, places), triggers))
        return doc


def find_claim(trigger: Trigger, claims: list[Claim]) -> Claim | None:
    """The innermost claim that holds the trigger or its subject, or on whose content it hangs ("..., who were killed").

    Annotators end a content early where more is only added on; what hangs on it is the same source's word. The climb
    ends at a claim's cue: what hangs on that is told by whoever tells of the saying.
    """
    token = trigger.token
    subjects = [(t.idx, t.idx + len(t)) for t in token.lefts if t.dep_ in ("nsubj", "nsubjpass")]
    found = next((c for span in (trigger.span, *subjects) if (c := _innermost(span, claims)) is not None), None)
    while found is None and token.head.i != token.i:
        token = token.head
        span = (token.idx, token.idx + len(token))
        if any(start < span[1] and span[0] < end for claim in claims for start, end in claim.cue):
            return None
        found = _innermost(span, claims)
    return found


def _innermost(span: Span, claims: list[Claim]) -> Claim | None:
    """The claim with the shortest content that holds these words; of equal ones the one given last."""
    best: tuple[int, int] | None = None
    found = None
    for n, claim in enumerate(claims):
        for start, end in claim.content:
            if start <= span[0] and span[1] <= end and (best is None or (end - start, -n) < best):
                best, found = (end - start, -n), claim
    return found


def _make_event(number: int, trigger: Trigger, index: ActorIndex, where: Circumstances, claim: Claim | None) -> Event:
    time, place = where.time_of(trigger), where.place_of(trigger)
    speaker = claim.source.actor if claim is not None else None
    recipients = _participants(trigger.recipients, index, speaker)
    kind = kind_of_toll(trigger)
    toll = find_toll(trigger) or _named_victims(trigger, recipients, index)
    tolls = {**(find_more(trigger) if trigger.type == "ASSAULT" else {}), **({kind: toll} if kind and toll else {})}
    return Event(
        id=f"e{number}",
        type=trigger.type,
        trigger=trigger.span,
        aspect=trigger.frame.aspect,
        mode=trigger.mode,
        actors=_participants(trigger.actors, index, speaker),
        recipients=recipients,
        targets=find_targets(trigger),
        instruments=find_instruments(trigger),
        place=place, other_places=where.joined_to(place),
        time=time,
        date=where.days_of(trigger, time),
        killed=tolls.get("killed"), injured=tolls.get("injured"), arrested=tolls.get("arrested"),
        missing=tolls.get("missing"), displaced=tolls.get("displaced"),
        claim=claim.id if claim is not None else None,
    )


def _named_victims(trigger: Trigger, victims: tuple[Participant, ...], index: ActorIndex) -> Toll | None:
    """How many the victims are where all are persons by name, which the words alone do not show them to be."""
    people = [index.get(v.actor) for v in victims]
    if kind_of_toll(trigger) is None or not people or not all(a.type == "person" and a.named for a in people):
        return None
    return Toll(len(people), len(people), (victims[0].span[0], victims[-1].span[1]))


def _participants(heads: tuple[Token, ...], index: ActorIndex, speaker: str | None) -> tuple[Participant, ...]:
    """The sides with their actors; "we" in somebody's words is that somebody."""
    out = []
    for head in heads:
        start, end = span_of(head)
        known = index.actor_at(start, end)
        if known is None and speaker is not None and head.lower_ in FIRST_PERSON:
            known = speaker
        out.append(Participant(known or index.with_extra(start, end), (start, end)))
    return tuple(out)


def span_of(head: Token) -> Span:
    """The words that stand for a side: its noun phrase, or the name alone where it only qualifies a noun."""
    if head.dep_ not in ("compound", "amod", "nmod"):
        return _name_of(head) or noun_phrase(head)
    first = head
    while first.i > 0 and _continues(first.nbor(-1), first, head):
        first = first.nbor(-1)
    return first.idx, head.idx + len(head)


def _name_of(head: Token) -> Span | None:
    """The bare name of a person, without titles before and offices after it."""
    if head.ent_type_ != "PERSON" or head.pos_ != "PROPN":
        return None
    first = head
    while first.ent_iob_ == "I" and first.i > 0:
        first = first.nbor(-1)
    return first.idx, head.idx + len(head)


def _continues(before: Token, first: Token, head: Token) -> bool:
    """Whether the qualifier `head` begins further left: in its name, or with "Afghan" of "Afghan army"."""
    if before.head.i not in (head.i, head.head.i) or before.dep_ not in ("compound", "amod", "nmod"):
        return False
    if first.ent_iob_ == "I" and before.ent_type_ == first.ent_type_:
        return True
    return head.ent_type_ == "" and before.ent_type_ in ("NORP", "GPE", "ORG")
