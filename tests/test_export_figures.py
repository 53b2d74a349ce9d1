"""Map and timeline of the HTML page: what is in them, that it lies inside, and that it leads to the rows and back."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest
from exporting import make_reading
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sayso.export.figures import Figures, render_figures
from sayso.export.globe import fit_window, load_outlines, see_rings
from sayso.export.html import render_page
from sayso.export.labels import Box, Labeller, shorten
from sayso.export.maps import HEIGHT, MOST, WIDTH, find_spots
from sayso.export.timeline import find_items
from sayso.export.words import describe_events
from sayso.types import Days, Event, Place, Reading, make_report

SCRIPT = Path(__file__).resolve().parent.parent / "training" / "build_outlines.py"
longitudes = st.floats(-180, 180) | st.sampled_from([180.0, -180.0, 179.9999, -179.9999])
latitudes = st.floats(-90, 90) | st.sampled_from([90.0, -90.0, 0.0])
spots = st.lists(st.tuples(st.tuples(longitudes, latitudes), st.floats(0.5, 12)), min_size=1, max_size=8)


def render(reading: Reading) -> Figures:
    return render_figures(reading, describe_events(reading), "r0")


def make_map(*places: tuple[str, float, float], events: tuple[int, ...] = ()) -> Reading:
    return Reading(
        make_report("x" * 4, id="x"),
        places=tuple(Place(0, 1, name, lat, lon, feature="PPL") for name, lat, lon in places),
        events=tuple(Event(f"e{n}", "ASSAULT", (0, 1), place=place) for n, place in enumerate(events)),
    )


def make_days(*days: Days | None, published: str | None = "2021-05-04") -> Reading:
    return Reading(
        make_report("x" * 4, id="x", published=published),
        events=tuple(Event(f"e{n}", "ASSAULT", (0, 1), date=each) for n, each in enumerate(days)),
    )


def test_figures_lead_to_the_rows_and_the_rows_to_them() -> None:
    page = render_page([make_reading()])
    for link in ('href="#r0-m0"', 'href="#r0-d0"', 'href="#r0-d1"', 'id="r0-m0"', 'id="r0-d0"', 'id="r0-d1"'):
        assert link in page
    figures = render(make_reading()).html
    assert 'aria-label="Nadir, ORL (town): event 1"' in figures
    assert '<a href="#r0-p0">Nadir, ORL</a> (town): event <a href="#r0-e0">1</a>' in figures
    assert 'aria-label="2021-05-03: event 1, ASSAULT heavy-weapons, certain, Rebels to the port of Nadir"' in figures
    assert "published 2021-05-04" in figures


def test_without_places_and_days_there_is_no_figure() -> None:
    assert render(Reading(make_report("x"))).html == ""
    assert "<svg" not in render_page([make_days(None)])


def test_mentions_of_one_point_are_one_spot_with_all_its_events() -> None:
    reading = make_map(("A", 1.0, 2.0), ("B", 3.0, 4.0), ("A", 1.0, 2.0), ("C", 99.0, 0.0), events=(2, 1, 0))
    assert [(spot.places, spot.events) for spot in find_spots(reading)] == [((0, 2), (0, 2)), ((1,), (1,))]


def test_what_is_only_mentioned_far_off_is_told_of_below() -> None:
    figures = render(make_map(("Near", 34.0, 70.0), ("Far", -34.0, -70.0), events=(0,)))
    assert "Far</a> (town, outside the map)" in figures.html
    assert '<li id="r0-m1">' in figures.html
    assert figures.places == {0: "r0-m0", 1: "r0-m1"}


def test_the_number_of_marks_is_bounded() -> None:
    reading = make_map(*((f"P{n}", n / 20 % 80, n / 10 % 170) for n in range(5000)))
    figures = render(reading)
    assert len(figures.places) == MOST
    assert figures.html.count('class="pin') == MOST
    assert "and 4940 more" in figures.html
    assert len(find_items(describe_events(make_days(*[Days("2021-01-01", None)] * 100)))) == 40


def test_hostile_names_stay_words() -> None:
    figures = render(make_map(('"><script>alert(1)</script>', 1.0, 2.0), events=(0,)))
    assert "<script" not in figures.html
    assert "&quot;&gt;&lt;script" in figures.html


@settings(max_examples=200, deadline=None)
@given(spots)
@example([((180.0, 0.0), 3.0), ((-180.0, 0.0), 3.0)])
@example([((0.0, 90.0), 3.0), ((0.0, -90.0), 3.0)])
@example([((0.0, 0.0), 3.0), ((90.0, 0.0), 3.0), ((180.0, 0.0), 3.0), ((-90.0, 0.0), 3.0)])
def test_the_window_holds_every_point(points: list[tuple[tuple[float, float], float]]) -> None:
    window = fit_window(points, WIDTH, HEIGHT)
    for (lon, lat), _ in points:
        assert window.holds(*window.project(lon, lat))
    assert WIDTH / window.across <= 360 + 1e-6, "the globe is not shown twice"


@given(st.floats(0, 8), latitudes, st.floats(-180, 180))
def test_neighbours_across_the_date_line_are_shown_near_each_other(apart: float, lat: float, lon: float) -> None:
    here = fit_window([((0.0, lat), 3.0), ((apart, lat), 3.0)], WIDTH, HEIGHT)
    there = fit_window([((lon, lat), 3.0), ((lon + apart, lat), 3.0)], WIDTH, HEIGHT)
    assert there.scale == pytest.approx(here.scale)


@settings(max_examples=40, deadline=None)
@given(spots)
def test_outlines_are_cut_at_the_window(points: list[tuple[tuple[float, float], float]]) -> None:
    window = fit_window(points, WIDTH, HEIGHT)
    for country in load_outlines():
        for ring in see_rings(country, window):
            assert all(-9 <= x <= WIDTH + 9 and -9 <= y <= HEIGHT + 9 for x, y in ring)


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [(69.2, 34.5, "Afghanistan"), (178.0, 67.0, "Russia"), (-172.0, 65.5, "Russia"), (10.0, -89.0, "Antarctica"),
     (-150.0, 65.0, "United States of America"), (28.2, -29.6, "Lesotho")],
)  # fmt: skip
def test_a_town_lies_on_the_land_of_its_country(lon: float, lat: float, name: str) -> None:
    window = fit_window([((lon, lat), 3.0)], WIDTH, HEIGHT)
    x, y = window.project(lon, lat)
    (country,) = [each for each in load_outlines() if each.name == name]
    assert any(is_within(x, y, ring) for ring in see_rings(country, window))


def is_within(x: float, y: float, ring: list[tuple[float, float]]) -> bool:
    within = False
    for number, (bx, by) in enumerate(ring):
        ax, ay = ring[number - 1]
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            within = not within
    return within


@given(st.lists(st.tuples(st.text("abc", min_size=1, max_size=20), st.floats(0, 480), st.floats(0, 300)), max_size=30))
def test_labels_cover_neither_marks_nor_each_other(marks: list[tuple[str, float, float]]) -> None:
    frame = Box(0, 0, 480, 300)
    labeller = Labeller(frame)
    for _, x, y in marks:
        labeller.block(Box(x - 6, y - 6, x + 6, y + 6))
    for words, x, y in marks:
        labeller.set_beside(words, x, y, 8, 14)
    labels = labeller.taken[len(marks) :]
    assert all(label.lies_in(frame) for label in labels)
    assert not any(one.meets(other) for one, other in combinations(labels, 2))
    assert not any(label.meets(mark) for label in labels for mark in labeller.taken[: len(marks)])


def test_long_names_are_cut() -> None:
    assert shorten("a" * 40, 10) == "a" * 9 + "…"
    assert shorten("short", 10) == "short"


@pytest.mark.parametrize(
    "days",
    [
        Days("0001-01-01", "9999-12-31"), Days("9999-12-31", None), Days(None, "0001-01-01"), Days("2021-05-09", None),
        Days("2021-05-05", "2021-05-01"), Days("1916", "2021-02-01", inferred=True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("published", ["2021-05-04", "0001-01-01", "9999-12-31T10:00:00", None, "soon"])
def test_any_days_lie_in_the_timeline(days: Days, published: str | None) -> None:
    figures = render(make_days(days, Days("2021-05-03", "2021-05-03"), published=published))
    assert set(figures.events) == {0, 1}
    for mark in re.findall(r'<circle cx="([\d.-]+)"', figures.html):
        assert 0 <= float(mark) <= 480
    for left, width in re.findall(r'<rect x="([\d.-]+)" y="[\d.]+" width="([\d.]+)"', figures.html):
        assert float(left) >= 0
        assert float(left) + float(width) <= 480


@pytest.mark.parametrize("day", ["0000-01-01", "2021-13-40", "-0044-03-15", "", "XXXX", None])
def test_what_is_no_day_has_no_mark(day: str | None) -> None:
    assert render(make_days(Days(day, day))).html == ""


def test_the_scale_is_even_for_weeks_and_grows_for_years() -> None:
    weeks = render(make_days(Days("2021-04-01", "2021-04-01"))).html
    years = render(make_days(Days("1996-04-01", "1996-04-01"))).html
    assert "logarithm" not in weeks
    assert "20 Apr" in weeks
    assert "logarithm" in years
    assert "10 years before" in years


def test_an_inferred_day_is_marked_by_more_than_colour() -> None:
    figures = render(make_days(Days("2021-05-03", "2021-05-03", inferred=True))).html
    assert "(2021-05-03)" in figures
    assert 'class="when certain inferred"' in figures


def test_the_same_reading_gives_the_same_figures() -> None:
    assert render(make_reading()) == render(replace(make_reading()))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_outlines", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_decodes_topojson(script: ModuleType) -> None:
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [170, -10]},
        # The side that two squares share, the other sides of each, and a ring across the date line.
        "arcs": [
            [[4, 0], [0, 4]], [[4, 4], [-4, 0], [0, -4], [4, 0]], [[4, 0], [2, 0], [0, 4], [-2, 0]],
            [[18, 0], [-716, 0], [0, 2], [716, 0], [0, -2]],
        ],
        "objects": {"countries": {"geometries": [
            {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "West"}},
            {"type": "MultiPolygon", "arcs": [[[3]], [[~0, 2]]], "properties": {"name": "East"}},
        ]}},
    }  # fmt: skip
    assert [line for line in script.make_outlines(topology).splitlines() if not line.startswith("#")] == [
        "East\t172.5 -9.0\t17200 -800 0 -200 100 0 0 200\t17900 -1000 200 0 0 100 -200 0",
        "West\t171.0 -9.0\t17200 -1000 0 200 -200 0 0 -200",
    ]


def test_the_shipped_outlines_are_whole() -> None:
    countries = load_outlines()
    assert len(countries) == 177
    assert [country.name for country in countries] == sorted(country.name for country in countries)
    for country in countries:
        assert -180 <= country.label[0] <= 180
        for ring in country.rings:
            assert len(ring) > 2
            assert all(-360 <= lon <= 360 and -90 <= lat <= 90 for lon, lat in ring)
            assert all(abs(ring[n][0] - ring[n - 1][0]) <= 180 for n in range(1, len(ring)) if ring[n][1] > -90)
