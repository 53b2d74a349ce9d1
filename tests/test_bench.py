"""The benchmark: corpora found, figures taken from a real scorer, floors that hold."""

import json

import pytest

from sayso import BenchError
from sayso.bench import corpora, gate, tables
from sayso.bench.scoring import Figure, score_answers

SCORER = "import json; print(json.dumps({'f1': 0.5, 'none': None}))"


@pytest.fixture
def folder(tmp_path):
    for measure in corpora.load_measures():
        if measure.name in ("plv", "times"):
            for path, text in ((measure.gold_path(tmp_path), ""), (measure.scorer_path(tmp_path), SCORER)):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    return tmp_path


def measure(folder, **changes):
    (found,) = corpora.find_measures(folder, ("plv",))
    fields = {name: getattr(found, name) for name in found.__slots__}
    return corpora.Measure(**{**fields, "figures": {"f": ["f1"], "n": ["none"]}, **changes})


def test_only_what_is_there_is_measured(folder):
    assert [m.name for m in corpora.find_measures(folder)] == ["times", "plv"]
    with pytest.raises(BenchError, match="claims"):
        corpora.find_measures(folder, ("claims",))
    with pytest.raises(BenchError, match="there are"):
        corpora.find_measures(folder, ("nonsense",))


def test_figures_come_from_the_scorer_as_percentages(folder, tmp_path):
    (tmp_path / "answers").write_text("")
    found = score_answers(measure(folder), folder, tmp_path / "answers")
    assert [(f.name, f.value) for f in found] == [("f", 50.0), ("n", None)]
    with pytest.raises(BenchError, match="nothing under g"):
        score_answers(measure(folder, figures={"f": ["g"]}), folder, tmp_path / "answers")


def test_a_figure_may_fall_by_its_noise_and_no_more(folder):
    plv = measure(folder, noise=1.0)
    floors = gate.raise_floors([Figure("plv", "f", 50.0)], [plv], {}, folder)
    assert gate.check([Figure("plv", "f", 49.0)], [plv], floors, folder) == []
    assert "48.9, floor 50.0" in gate.check([Figure("plv", "f", 48.9)], [plv], floors, folder)[0]


def test_floors_are_not_lowered_unasked(folder):
    plv = measure(folder, noise=1.0)
    floors = gate.raise_floors([Figure("plv", "f", 50.0)], [plv], {}, folder)
    with pytest.raises(BenchError, match="not lowered"):
        gate.raise_floors([Figure("plv", "f", 40.0)], [plv], floors, folder)
    assert gate.raise_floors([Figure("plv", "f", 49.5)], [plv], floors, folder) == floors
    lowered = gate.raise_floors([Figure("plv", "f", 40.0)], [plv], floors, folder, allow_lower=True)
    assert lowered["plv"]["figures"]["f"] == 40.0


def test_another_gold_is_no_measure_of_the_floors(folder):
    plv = measure(folder)
    floors = gate.raise_floors([Figure("plv", "f", 50.0)], [plv], {}, folder)
    plv.gold_path(folder).write_text("changed")
    assert "gold or scorer" in gate.check([Figure("plv", "f", 50.0)], [plv], floors, folder)[0]


def test_floors_survive_their_file(tmp_path):
    assert gate.load_floors(tmp_path / "floors.json") == {}
    gate.save_floors({"plv": {"digest": "d", "figures": {"f": 1.0}}}, tmp_path / "floors.json")
    assert gate.load_floors(tmp_path / "floors.json")["plv"]["figures"] == {"f": 1.0}
    (tmp_path / "floors.json").write_text("[")
    with pytest.raises(BenchError, match="no JSON"):
        gate.load_floors(tmp_path / "floors.json")


def test_the_table_stands_between_its_marks(folder):
    table = tables.as_markdown([Figure("plv", "f", 50.0, (45.0, 55.0))], [measure(folder)], None)
    assert "| plv dev | f | 50.0 (45.0–55.0) |" in table
    page = f"a\n{tables.START}\nold\n{tables.END}\nb"
    assert tables.put_into(page, table) == f"a\n{tables.START}\n{table}{tables.END}\nb"
    assert tables.put_into("no marks", table) == "no marks"


def test_figures_as_json():
    said = tables.as_json([Figure("plv", "f", 50.0, (45.0, 55.0))], None, "1")
    assert json.loads(json.dumps(said))["measures"]["plv"] == {"figures": {"f": 50.0}, "intervals": {"f": [45.0, 55.0]}}
