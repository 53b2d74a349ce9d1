"""The reader as a whole: any text is read, every span holds, the same text gives the same bytes."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso import InputError, Reader, make_report
from sayso.format import from_json, to_json
from sayso.reading import PART, split_text

pytestmark = pytest.mark.slow

PIECES = [
    "Officials said on Thursday that four men were killed in Kabul. ", "“We met,” she told AFP, “and left.” ",
    "\n\n", "\r\n", "\x00", "🙂", "إن الوزير قال", "e\u0301\u0323", "\ud800", "\u202e", "«Non», a-t-il dit. ", " ", ".",
    '"', "'", "...", "THE REBELS ATTACKED THE BRIDGE ON 3 MAY. ", "a" * 300, "!" * 300, "\ufeff", "October 2022 ",
    "He denied it. ", "(", "`` '' ", "—", "1/2/2003 ", "US-led ", "Washington’s ",
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def every_span(reading):
    for actor in reading.actors:
        yield from actor.mentions
    yield from ((t.start, t.end) for t in reading.times)
    yield from ((p.start, p.end) for p in reading.places)
    yield from (p.trigger for p in reading.predicates)
    for claim in reading.claims:
        yield from (*claim.source.spans, *claim.cue, *claim.content)
    for event in reading.events:
        yield from (event.trigger, *event.targets, *event.instruments)
        yield from (side.span for side in (*event.actors, *event.recipients))
        yield from (toll.span for toll in (event.killed, event.injured) if toll)


def check(reading):
    size = len(reading.report.text)
    for start, end in every_span(reading):
        assert 0 <= start < end <= size
        words = reading.report.text[start:end]
        assert words == words.strip() or words.strip() == "", f"blanks around {words!r}"
    actors, claims = {a.id for a in reading.actors}, {c.id for c in reading.claims}
    assert len(actors) == len(reading.actors)
    for claim in reading.claims:
        assert claim.source.actor is None or claim.source.actor in actors
        assert claim.source.to is None or claim.source.to in actors
        assert claim.within is None or (claim.within in claims and claim.within != claim.id)
    for event in reading.events:
        assert {side.actor for side in (*event.actors, *event.recipients)} <= actors
        assert event.claim is None or event.claim in claims
        assert event.place is None or 0 <= event.place < len(reading.places)
        assert event.time is None or 0 <= event.time < len(reading.times)
    assert [t.start for t in reading.times] == sorted(t.start for t in reading.times)
    assert [p.start for p in reading.places] == sorted(p.start for p in reading.places)
    assert [e.trigger for e in reading.events] == sorted(e.trigger for e in reading.events)


@calm
@given(text=texts)
def test_any_text_is_read_and_every_span_holds(reader, text):
    reading = reader.read(text, published="2023-04-26")
    assert reading.report.text == text
    check(reading)


@calm
@given(text=texts)
def test_a_reading_survives_its_format(reader, text):
    reading = reader.read(text)
    assert from_json(to_json(reading).encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")) == reading


def test_the_same_reports_give_the_same_bytes_alone_and_together(reader):
    reports = [make_report(piece * 5, id=str(n)) for n, piece in enumerate(PIECES)]
    alone = [to_json(reader.read(r)) for r in reports]
    assert alone == [to_json(r) for r in reader.read_many(reports)]
    assert alone[:3] == [to_json(Reader().read(r)) for r in reports[:3]]


def test_a_long_text_is_read_in_parts_with_offsets_kept(reader):
    sentence = "On 3 May 2021 rebels attacked the town of Kunduz, the governor said.\n\n"
    text = sentence * (2 * PART // len(sentence))
    reading = reader.read(text)
    check(reading)
    assert len([t for t in reading.times if text[t.start : t.end] == "3 May 2021"]) == text.count("3 May 2021")
    assert max(t.start for t in reading.times) > PART


def test_a_reading_names_what_made_it(reader):
    made_by = reader.read("text").pipeline
    assert made_by["name"] == "sayso"
    assert {"version", "base", "encoder", "claims", "places", "gazetteer"} < set(made_by)
    assert len(set(made_by.values())) == len(made_by)


def test_a_wrong_date_of_publication_is_named(reader):
    with pytest.raises(InputError, match="26/04/2023"):
        reader.read("text", published="26/04/2023")


@given(st.text(max_size=200), st.integers(1, 50), st.integers(1, 20))
def test_parts_tile_the_text(text, size, words):
    spans = split_text(text, size, words)
    assert "".join(text[s:e] for s, e in spans) == text
    assert all(e - s <= size for s, e in spans)
    assert all(s < e for s, e in spans) or text == ""
    assert all(len(re.findall(r"\w+|[^\w\s]", text[s:e])) <= words for s, e in spans)


def test_empty_text_gives_an_empty_reading(reader):
    reading = reader.read("")
    assert (reading.actors, reading.times, reading.places, reading.claims, reading.events) == ((),) * 5
    assert json.loads(to_json(reading))["report"]["text"] == ""
