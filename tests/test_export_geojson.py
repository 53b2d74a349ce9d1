"""GeoJSON: valid features, points on the globe, and the words that prove each part."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from exporting import TEXT, make_reading
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.export import csv, geojson
from sayso.export.points import find_point, judge_precision
from sayso.types import Away, Place, Reading, make_report


def write(*readings: Reading) -> str:
    out = io.StringIO()
    geojson.write(iter(readings), out)
    return out.getvalue()


def read_back(text: str) -> list[dict[str, Any]]:
    collection = json.loads(text, parse_constant=pytest.fail)
    assert collection["type"] == "FeatureCollection"
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert set(feature) == {"type", "id", "geometry", "properties"}
        if feature["geometry"] is not None:
            assert feature["geometry"]["type"] == "Point"
            lon, lat = feature["geometry"]["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
    return collection["features"]


def move(lat: float | None, lon: float | None) -> Reading:
    reading = make_reading()
    return replace(reading, places=(replace(reading.places[0], lat=lat, lon=lon),))


def test_an_event_is_a_feature_with_all_that_is_known_of_it() -> None:
    shelled, _ = read_back(write(make_reading()))
    assert shelled["id"] == "e0"
    assert shelled["geometry"] == {"type": "Point", "coordinates": [18.25, -33.5]}
    properties = shelled["properties"]
    evidence = properties.pop("evidence")
    assert properties == {
        "report": "r1", "outlet": "Test Gazette", "published": "2021-05-04", "title": "Port shelled", "url": None,
        "type": "ASSAULT", "mode": "heavy-weapons", "aspect": "event", "contexts": ["military"],
        "actors": ["Rebels"], "recipients": [], "targets": ["the port of Nadir"], "instruments": [],
        "date_from": "2021-05-03", "date_to": "2021-05-03", "date_inferred": False,
        "killed_min": 12, "killed_max": 12, "injured_min": None, "injured_max": None, "incident": "i0",
        "place": "Nadir", "country": "ORL", "admin1": "Coast", "geonames": 1234, "feature": "PPL", "precision": "town",
        "who_says": ["a mayor"], "factuality": "certain", "radius_km": None, "away_km": None,
        "away_bearing": None, "corrected": [],
    }  # fmt: skip
    assert evidence == {
        "trigger": ["shelled"], "place": ["Nadir"], "time": ["3 May"], "actors": ["Rebels"], "recipients": [],
        "toll": ["12"], "source": ["a mayor"], "cue": ["told"], "factuality": [],
    }  # fmt: skip


def test_an_event_without_a_place_is_there_without_a_point() -> None:
    _, paid = read_back(write(make_reading()))
    assert paid["geometry"] is None
    assert paid["properties"]["precision"] is None
    assert paid["properties"]["date_inferred"] is True
    assert paid["properties"]["who_says"] == ["him (a mayor)", "one guard"]
    assert paid["properties"]["evidence"]["cue"] == ["According to", "believed"]
    assert paid["properties"]["evidence"]["factuality"] == ["believed"]


def test_every_feature_stands_on_a_line_of_its_own() -> None:
    lines = write(make_reading(), Reading(make_report("Quiet.", id="b")), make_reading()).splitlines()
    assert len(lines) == 1 + 4 + 1
    assert [json.loads(line.rstrip(","))["id"] for line in lines[1:-1]] == ["e0", "e1", "e0", "e1"]


def test_no_readings_make_an_empty_collection() -> None:
    assert read_back(write()) == []


def test_readings_are_not_held_back() -> None:
    out = io.StringIO()

    def readings() -> Iterator[Reading]:
        yield make_reading()
        assert out.getvalue().count('"Feature"') == 2, "the first is written before the second is asked for"
        yield make_reading()

    geojson.write(readings(), out)
    assert len(read_back(out.getvalue())) == 4


def test_properties_are_called_like_the_columns_of_csv() -> None:
    renamed = {"country", "admin1", "feature", "precision", "evidence"}
    assert set(read_back(write(make_reading()))[0]["properties"]) - renamed <= set(csv.COLUMNS)


latitudes = st.floats(-90, 90) | st.sampled_from([90.0, -90.0, 0.0, -0.0, 89.99999999])
longitudes = st.floats(-180, 180) | st.sampled_from([180.0, -180.0, 179.99999999, -179.99999999, -0.0])


@given(latitudes, longitudes)
@example(90.0, 180.0)
@example(-90.0, -180.0)
@example(-0.0, -0.0)
def test_points_up_to_the_poles_and_the_date_line_stay_where_they_are(lat: float, lon: float) -> None:
    geometry = read_back(write(move(lat, lon)))[0]["geometry"]
    assert geometry["coordinates"] == pytest.approx([lon, lat], abs=1e-6)
    assert "-0.0," not in json.dumps(geometry)


@given(latitudes, longitudes, st.integers(-3, 3))
def test_longitudes_that_count_on_come_back(lat: float, lon: float, turns: int) -> None:
    found = find_point(Place(0, 1, "x", lat, lon + 360 * turns))
    assert found is not None
    assert abs(found[0]) <= 180
    apart = abs(found[0] - lon) % 360
    assert min(apart, 360 - apart) <= 1e-6


@pytest.mark.parametrize(
    ("lat", "lon"), [(90.1, 0.0), (-91.0, 0.0), (float("nan"), 0.0), (0.0, float("inf")), (None, 5.0), (5.0, None)]
)
def test_what_is_no_point_on_the_globe_is_none(lat: float | None, lon: float | None) -> None:
    assert read_back(write(move(lat, lon)))[0]["geometry"] is None


@given(st.floats(), st.floats())
def test_any_numbers_give_valid_features(lat: float, lon: float) -> None:
    read_back(write(move(lat, lon)))


@pytest.mark.parametrize(
    ("feature", "precision"),
    [
        ("PPL", "town"), ("PPLC", "town"), ("PPLX", "town"), ("ADM1", "first-level division"), ("ADM2", "district"),
        ("ADM3", "district"), ("PCLI", "country"), ("PCLH", "country"), ("TERR", "country"), ("AIRP", "site"),
        ("SQR", "site"), ("RGN", "region"), ("SEA", "region"), ("STM", "region"), ("XYZ", "region"), ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_precision_follows_the_feature_code(feature: str | None, precision: str | None) -> None:
    assert judge_precision(feature) == precision


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_words_survive_as_utf8(words: str) -> None:
    reading = replace(make_reading(make_report(TEXT, id=words, title=words)))
    features = read_back(write(reading).encode("utf-8").decode("utf-8"))
    assert features[0]["properties"]["title"] == words


def test_indexes_out_of_range_are_no_place() -> None:
    reading = make_reading()
    lost = replace(reading, events=(replace(reading.events[0], place=7, time=-4),))
    assert read_back(write(lost))[0]["geometry"] is None


def test_a_point_beside_a_place_says_how_far_off_it_may_be() -> None:
    reading = make_reading()
    beside = replace(reading.places[0], away=Away(30, 0, -33.23, 18.25, 8.5))
    shelled, _ = read_back(write(replace(reading, places=(beside,))))
    assert shelled["geometry"]["coordinates"] == [18.25, -33.23]
    assert shelled["properties"]["radius_km"] == 8.5
    assert (shelled["properties"]["away_km"], shelled["properties"]["away_bearing"]) == (30, 0)
    within = replace(reading.places[0], radius=12.0)
    assert read_back(write(replace(reading, places=(within,))))[0]["properties"]["radius_km"] == 12.0
    untold = replace(reading.places[0], away=Away(30, None, None, None, 30.0))
    assert read_back(write(replace(reading, places=(untold,))))[0]["geometry"]["coordinates"] == [18.25, -33.5]
