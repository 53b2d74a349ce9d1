"""Why an event was coded as it was: for each field the words, the rule, the score, and what else it could have been.

Nothing is kept of this while reading; it is worked out again from the document and what its board holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from sayso.norm.gazetteer import Entry
from sayso.pipes import board
from sayso.pipes.board import Mark
from sayso.pipes.events_contexts import find_hushed
from sayso.pipes.events_lexicon import Frame
from sayso.pipes.events_match import PARTS, frames_of, match
from sayso.pipes.events_triggers import find_triggers
from sayso.pipes.events_types import Trigger
from sayso.pipes.places_find import find_mentions
from sayso.pipes.places_groups import count_peoples, group_mentions, group_outlet, group_seats
from sayso.pipes.places_model import load_model
from sayso.pipes.places_resolve import rate_entries
from sayso.pipes.places_weigh import weigh_alone
from sayso.types import Actor, Claim, Days, Event, Participant, Place, Span, Toll

_MOST = 4  # alternatives told of a field


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a field has its value.

    Attributes:
        words: the spans it rests on.
        rule: what decided: an entry of a lexicon, a head of the encoder, a model.
        score: how sure that is, 0 to 1, None where a rule decided.
        alternatives: what else it could have been, and how likely or why not.
    """

    field: str
    value: str
    words: tuple[Span, ...] = ()
    rule: str = ""
    score: float | None = None
    alternatives: tuple[str, ...] = ()


def explain_event(doc: Doc, event: Event) -> list[Ground]:
    """The grounds of each field of an event of the document, in the order of the format's fields."""
    trigger = next((t for t in find_triggers(doc, find_hushed(doc)) if t.span == event.trigger), None)
    grounds = [_explain_type(doc, event, trigger)]
    grounds += _explain_sides(doc, event, trigger)
    grounds += [ground for ground in (_explain_place(doc, event), _explain_date(doc, event)) if ground]
    grounds += _explain_tolls(event)
    grounds += _explain_claim(doc, event)
    grounds.append(Ground("factuality", event.factuality, event.evidence, *_firmness(doc, event)))
    return grounds


def _explain_type(doc: Doc, event: Event, trigger: Trigger | None) -> Ground:
    marks = [m for m in board.get_marks(doc, "triggers") if m.start < event.trigger[1] and event.trigger[0] < m.end]
    value = " ".join(filter(None, (event.type, event.mode)))
    sentence = _sentence_of(doc, event.trigger)
    tagged = [f"tagger: {m.label} {m.score:.2f}" for m in sorted(marks, key=lambda m: -m.score)]
    tagged += [f"sentence: {m.label} {m.score:.2f}" for m in sentence]
    if trigger is None:
        score = max((m.score for m in marks if m.label == event.type), default=None)
        return Ground("type", value, (event.trigger,), "head `triggers` of the encoder", score, tuple(tagged[:_MOST]))
    others = [
        f"{frame.type} ({describe_frame(frame)}): {'fits too' if match(trigger.token, frame) else 'does not fit'}"
        for frame in frames_of(trigger.token, PARTS.get(trigger.token.pos_, "verb")) if frame != trigger.frame
    ]
    rule = f"triggers.yml, {describe_frame(trigger.frame)}"
    if trigger.type != trigger.frame.type:
        rule += f"; {trigger.frame.type} told of the future or refused is {trigger.type}"
    if event.type != trigger.type:
        rule += f"; the tagger is surer of {event.type}"
    return Ground("type", value, (event.trigger,), rule, None, (*others[:_MOST], *tagged[:_MOST]))


def describe_frame(frame: Frame) -> str:
    """What an entry of the lexicon asks for: `verb kill, object @person`."""
    asked = [f"{frame.part} {frame.word}"]
    for name in ("subj", "obj", "mod", "comp"):
        words = getattr(frame, name)
        if words:
            asked.append(f"{name} {' or '.join(sorted(words)[:4])}{' ...' if len(words) > 4 else ''}")
    asked += [f"{name} {' or '.join(sorted(words)[:3])}" for name, words in sorted(frame.pp.items())]
    asked += [f"needs {frame.need}"] if frame.need != "none" else []
    asked += ["weak: public sides only"] if frame.weak else []
    return ", ".join(asked)


def _sentence_of(doc: Doc, span: Span) -> list[Mark]:
    """What the encoder says of the sentence of these words, the likeliest first."""
    found = [m for m in board.get_marks(doc, "sentence") if m.start <= span[0] and span[1] <= m.end]
    return sorted(found, key=lambda m: -m.score)[:_MOST]


def _explain_sides(doc: Doc, event: Event, trigger: Trigger | None) -> Iterator[Ground]:
    actors = {actor.id: actor for actor in board.get_actors(doc)}
    for side in ("actor", "recipient"):
        parts: tuple[Participant, ...] = getattr(event, f"{side}s")
        for each in parts:
            slot = _slot_of(trigger, each.span)
            rule = f"{slot} of {trigger.token.text!r}" if trigger and slot else "taken over from words that tell of it"
            yield Ground(side, _describe_actor(actors.get(each.actor)), (each.span,), rule)
        if not parts:
            yield Ground(side, "(none)", (), "no words in its slots" if trigger else "the tagger gives no sides")


def _slot_of(trigger: Trigger | None, span: Span) -> str:
    if trigger is None:
        return ""
    names = [name for name, tokens in trigger.slots.found.items() if any(span[0] <= t.idx < span[1] for t in tokens)]
    return " and ".join(names)


def _describe_actor(actor: Actor | None) -> str:
    if actor is None:
        return "(unknown)"
    known = ", ".join(filter(None, (actor.type, actor.sector, actor.country, actor.kb)))
    return f"{actor.name} ({known}; {len(actor.mentions)} mentions)"


def _explain_place(doc: Doc, event: Event) -> Ground | None:
    places = board.get_places(doc)
    if event.place is None:
        near = [place.name for place in places][:_MOST]
        others = tuple(f"in the report: {name}" for name in near)
        return Ground("place", "(none)", (), "no place is told of it", None, others)
    place = places[event.place]
    ranked = _rank(doc, place)
    score = next((chance for entry, chance in ranked if _is(entry, place)), None)
    others = tuple(f"{_describe_entry(entry)} {chance:.2f}" for entry, chance in ranked if not _is(entry, place))
    value = ", ".join(filter(None, (place.name, place.admin1, place.country)))
    rule = "gazetteer and models/places.json"
    return Ground("place", value, ((place.start, place.end),), rule, score, others[:_MOST])


def _rank(doc: Doc, place: Place) -> list[tuple[Entry | None, float]]:
    """What the words of a place may mean, the likeliest first; None is none of the gazetteer's."""
    mentions = find_mentions(doc)
    groups = group_mentions(doc, mentions) + group_outlet(board.get_context(doc).outlet) + group_seats(doc)
    chances = rate_entries(groups, weigh_alone(groups, count_peoples(doc)), load_model())
    for group, chance in zip(groups, chances, strict=True):
        if any(mentions[i].start < place.end and place.start < mentions[i].end for i in group.mentions):
            ranked = zip((*group.entries, None), map(float, chance), strict=True)
            return sorted(ranked, key=lambda each: -each[1])
    return []


def _is(entry: Entry | None, place: Place) -> bool:
    return entry is not None and (entry.lat, entry.lon) == (place.lat, place.lon)


def _describe_entry(entry: Entry | None) -> str:
    return "none of the gazetteer's" if entry is None else f"{entry.name}, {entry.country} ({entry.feature})"


def _explain_date(doc: Doc, event: Event) -> Ground:
    times = board.get_times(doc)
    near = [t for t in times if _same_sentence(doc, (t.start, t.end), event.trigger)]
    others = tuple(
        f"{doc.text[t.start : t.end]!r} {t.value}" for i, t in enumerate(times) if t in near and i != event.time
    )
    if event.date is None:
        return Ground("date", "(none)", (), "no time is told of it", None, others[:_MOST])
    if event.time is None:
        why = "from the report's other words" if event.date.inferred else "from an event it is told by"
        return Ground("date", _days(event.date), (), why, None, others[:_MOST])
    time = times[event.time]
    published = board.get_context(doc).published
    rule = f"TIMEX3 {time.type} {time.value}, read against publication on {published or '(unknown)'}"
    return Ground("date", _days(event.date), ((time.start, time.end),), rule, None, others[:_MOST])


def _days(days: Days) -> str:
    return f"{days.first or '...'} to {days.last or '...'}" + (" (inferred)" if days.inferred else "")


def _same_sentence(doc: Doc, one: Span, other: Span) -> bool:
    left, right = (doc.char_span(*span, alignment_mode="expand") for span in (one, other))
    return left is not None and right is not None and left.sent.start == right.sent.start


def _explain_tolls(event: Event) -> Iterator[Ground]:
    for name in ("killed", "injured"):
        toll: Toll | None = getattr(event, name)
        if toll is not None:
            low, high = ("?" if n is None else n for n in (toll.min, toll.max))
            yield Ground(name, f"{low} to {high}", (toll.span,), "number words (norm/counts)")


def _explain_claim(doc: Doc, event: Event) -> Iterator[Ground]:
    claims = {claim.id: claim for claim in board.get_claims(doc)}
    chain = _trace(event.claim, claims)
    if not chain:
        yield Ground("claim", "(none)", (), "no claim holds the trigger: the reporter tells it")
    for claim in chain:
        score = _cue_score(doc, claim)
        rule = "head `claims` of the encoder" if score is not None else "cues.yml"
        said = " ".join(doc.text[start:end] for start, end in claim.source.spans) or "(left out)"
        value = f"{said} ({claim.source.kind}, {claim.quote})"
        yield Ground("claim", value, (*claim.source.spans, *claim.cue), rule, score)


def _trace(innermost: str | None, claims: dict[str, Claim]) -> list[Claim]:
    """The claim of an event and those around it, innermost first."""
    chain: dict[str, Claim] = {}
    while innermost in claims and innermost not in chain:
        chain[innermost] = claims[innermost]
        innermost = claims[innermost].within
    return list(chain.values())


def _cue_score(doc: Doc, claim: Claim) -> float | None:
    marks = board.get_marks(doc, "claims")
    found = [m.score for m in marks for start, end in claim.cue if m.start < end and start < m.end]
    return max(found, default=None)


def _firmness(doc: Doc, event: Event) -> tuple[str, float | None, tuple[str, ...]]:
    marks = board.get_marks(doc, "factuality")
    here = [m for m in marks if m.start < event.trigger[1] and event.trigger[0] < m.end]
    rule = "the words that decide it" if event.evidence else "nothing takes it back or puts it off"
    return rule, None, tuple(f"encoder: {m.label} {m.score:.2f}" for m in here[:_MOST])
