import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import errors, format
from sayso.types import (
    Actor,
    Cited,
    Claim,
    Days,
    Event,
    Participant,
    Place,
    Predicate,
    Reading,
    Source,
    Time,
    Toll,
    make_report,
)

spans = st.tuples(st.integers(0, 50), st.integers(51, 99))
texts = st.text(max_size=20)
factuality = st.sampled_from(["certain", "denied", "uncertain", "future"])
maybe_text = st.none() | texts
tolls = st.none() | st.builds(Toll, st.none() | st.integers(0, 9), st.none() | st.integers(0, 9), spans)
maybe_span = st.none() | spans
sources = st.builds(
    Source, st.lists(spans).map(tuple), st.just("named"), maybe_text, maybe_text, number=tolls,
    institution=maybe_span, place=st.none() | st.integers(0, 9), access=maybe_span, anonymity=maybe_span,
    via=maybe_span, relays=st.lists(st.builds(Cited, spans, maybe_text)).map(tuple),
)
readings = st.builds(
    Reading,
    report=st.builds(make_report, texts, id=texts, url=maybe_text, published=maybe_text),
    actors=st.lists(
        st.builds(
            Actor, texts, texts, st.booleans(), st.sampled_from(["state", "person"]),
            st.lists(spans).map(tuple), sector=maybe_text, sector2=maybe_text, country=maybe_text, kb=maybe_text,
        )
    ).map(tuple),
    times=st.lists(st.builds(Time, st.integers(), st.integers(), st.just("DATE"), texts, maybe_text)).map(tuple),
    places=st.lists(st.builds(Place, st.integers(), st.integers(), texts, st.none() | st.just(1.5))).map(tuple),
    claims=st.lists(
        st.builds(
            Claim, texts, sources, st.lists(spans).map(tuple), st.lists(spans).map(tuple), st.just("direct"),
            maybe_text, factuality, st.lists(spans).map(tuple),
        )
    ).map(tuple),
    events=st.lists(
        st.builds(
            Event, texts, texts, spans, contexts=st.lists(texts).map(tuple), killed=tolls, injured=tolls,
            other_places=st.lists(st.integers(0, 9)).map(tuple),
            actors=st.lists(st.builds(Participant, texts, spans)).map(tuple), targets=st.lists(spans).map(tuple),
            date=st.none() | st.builds(Days, maybe_text, maybe_text, st.booleans()), factuality=factuality,
            evidence=st.lists(spans).map(tuple),
        )
    ).map(tuple),
    predicates=st.lists(st.builds(Predicate, spans, factuality, st.lists(spans).map(tuple))).map(tuple),
    pipeline=st.dictionaries(texts, texts),
)


@given(readings)
def test_a_reading_comes_back_from_json(reading):
    assert format.from_json(format.to_json(reading)) == reading


@given(readings)
def test_one_reading_is_one_line(reading):
    line = format.to_json(reading)
    assert "\n" not in line
    assert json.loads(line)["format"] == "sayso/1"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "format is 'list'"),
        ({"format": "sayso/2"}, "format is 'sayso/2'"),
        ({"format": "sayso/1"}, "KeyError 'report'"),
    ],
)
def test_other_objects_are_refused_by_name(data, message):
    with pytest.raises(errors.FormatError, match=message.replace("'", ".")):
        format.from_dict(data)


def test_broken_json_is_refused():
    with pytest.raises(errors.FormatError, match="not JSON"):
        format.from_json("{")


def test_what_a_report_does_not_tell_of_a_source_has_no_key():
    source = Source(((0, 4),), "named")
    assert set(format.source_to_dict(source)) == {"spans", "actor", "kind", "to"}
    assert "evidence" not in format.predicate_to_dict(Predicate((0, 4), "certain"))
