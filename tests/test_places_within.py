"""Places by other places: parts of towns, distances, names that stay open with what they may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.format import place_from_dict, place_to_dict
from sayso.norm.gazetteer import open_gazetteer
from sayso.pipes.places_away import find_away, move_point
from sayso.pipes.places_weigh import distances
from sayso.types import Away, Namesake, Place

PARTS = [
    ("A blast hit the Sherpur district of Kabul on Monday.", "Sherpur", "AFG", "Kabul"),
    ("He was arrested in Sherpur, Kabul.", "Sherpur", "AFG", "Kabul"),
    ("A bomb went off in Giza's Zembleh district.", "Zembleh", "EGY", "Giza"),
    ("Police in Chicago arrested two men. A man was shot in Humboldt Park.", "Humboldt Park", "USA", "Illinois"),
    ("They came from Lima, Cusco and Arequipa.", "Cusco", "PER", "Cusco"),
    ("They met in Paris, Texas.", "Paris", "USA", "Texas"),
]


@pytest.mark.parametrize(("text", "name", "country", "admin1"), PARTS, ids=[p[0][:30] for p in PARTS])
def test_what_a_place_lies_in(reader, text, name, country, admin1):
    place = next(p for p in reader.read(text).places if text[p.start : p.end] == name)
    assert (place.country, place.admin1) == (country, admin1)
    assert (place.geonames is None) == (place.radius is not None)


@pytest.mark.parametrize(
    ("text", "admin1"),
    [
        ("Protesters marched in Washington. The White House said nothing.", "District of Columbia"),
        ("Police in Olympia, Washington arrested ten men in Seattle.", "Washington"),
    ],
)
def test_washington(reader, text, admin1):
    place = next(p for p in reader.read(text).places if text[p.start : p.end] == "Washington")
    assert place.admin1 == admin1


def test_a_name_that_may_mean_many_stays_open_with_the_likeliest(reader):
    (place,) = reader.read("Ten people were hurt in Springfield.").places
    assert (place.lat, place.country, place.geonames) == (None, None, None)
    assert len(place.candidates) > 1
    assert all(0 < c.chance <= 1 for c in place.candidates)
    chances = [c.chance for c in place.candidates]
    assert chances == sorted(chances, reverse=True)


AWAY = [
    ("30 km north of ", 30.0, 0),
    ("about 20 miles from ", 32.2, None),
    ("twenty kilometers south-west of the town of ", 20.0, 225),
    ("19 miles (30km) east of ", 30.6, 90),
    ("30 people from ", None, None),
    ("north of ", None, None),
    ("3,000 km from ", None, None),
]


@pytest.mark.parametrize(("before", "km", "bearing"), AWAY, ids=[a[0] for a in AWAY])
def test_distances(before, km, bearing):
    found = find_away(before, open_gazetteer().find("Mosul")[0])
    assert (None if found is None else (found.km, found.bearing)) == (None if km is None else (km, bearing))
    assert found is None or found.radius > 0


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1000), st.integers(0, 359))
def test_moved_points_are_on_the_globe(lat, lon, km, bearing):
    moved = move_point(lat, lon, km, bearing)
    assert -90 <= moved[0] <= 90
    assert -180 <= moved[1] <= 180


@pytest.mark.parametrize(
    ("lat", "lon", "bearing", "end"),
    [(90, 0, 180, (89.0, 0)), (-90, 0, 0, (-89.0, 0)), (0, 179.9, 90, (0, -179.1)), (0, -179.9, 270, (0, 179.1))],
)
def test_poles_and_date_line(lat, lon, bearing, end):
    moved = move_point(lat, lon, 111.195, bearing)
    assert moved[0] == pytest.approx(end[0], abs=0.001)
    assert abs(lat) == 90 or moved[1] == pytest.approx(end[1], abs=0.001)


def test_distance_between_places_across_the_date_line():
    fiji = [e for e in open_gazetteer().find("Suva") if e.country == "FJI"]
    tonga = [e for e in open_gazetteer().find("Nuku'alofa") if e.country == "TON"]
    assert distances(tuple(fiji[:1]), tonga[:1])[0, 0] == pytest.approx(740, abs=60)


def test_new_keys_go_to_json_and_back():
    place = Place(
        0, 4, "Lima", 1.0, 2.0, "PER", None, radius=10.0, away=Away(30.0, None, 1.0, 2.0, 30.0),
        candidates=(Namesake("Lima", 1.0, 2.0, "PER", None, None, 0.5),),
    )
    assert place_from_dict(place_to_dict(place)) == place
    assert set(place_to_dict(Place(0, 4, "Lima"))) & {"radius", "away", "candidates"} == set()


@pytest.mark.parametrize("name", ["Qal‘ah-ye Now", "ŁÓDŹ", "İstanbul", "Øst", "\u202e", "ﬁ", "\ud800", "", "名古屋"])
def test_unknown_folding_never_raises(name):
    assert isinstance(open_gazetteer().find(name), tuple)
    assert isinstance(open_gazetteer().find_alike(name), tuple)
