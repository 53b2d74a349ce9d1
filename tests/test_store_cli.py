"""The commands on a store, without the language part."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from store_making import make_numbered

from sayso.cli import add, reread
from sayso.cli.main import main as cli
from sayso.store import Correction, Store


@pytest.fixture(autouse=True)
def light(monkeypatch, tmp_path):
    """Readers of the commands are light ones, and the store is in a folder of the test."""
    monkeypatch.setattr(add, "FACTORY", "store_work:make_counter")
    monkeypatch.setattr(reread, "FACTORY", "store_work:make_recounter")
    monkeypatch.setenv("SAYSO_STORE", str(tmp_path / "sayso.db"))


@pytest.fixture
def inbox(tmp_path):
    keys = ("text", "id", "outlet", "published", "title")
    lines = [json.dumps({key: getattr(make_numbered(i).report, key) for key in keys}) for i in range(6)]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def filled(tmp_path):
    with Store.open(tmp_path / "sayso.db") as store:
        for number in range(6):
            store.put(make_numbered(number))
    return tmp_path / "sayso.db"


def run(*args, code=0):
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_adding_twice_and_with_one_that_cannot_be_read(inbox, tmp_path):
    assert "6 new" in run("add", inbox).stderr
    assert "0 new, 6 there already" in run("add", inbox).stderr
    with inbox.open("a") as file:
        file.write('{"id": "no text"}\n')
    result = run("add", inbox, code=1)
    assert "0 new, 6 there already, 1 failed" in result.stderr
    assert "in.jsonl:7" in result.stderr
    assert "6 reports checked, nothing wrong" in run("verify").stdout


def test_a_page_is_kept_as_it_came(tmp_path):
    page = tmp_path / "page.html"
    text = make_numbered(3).report.text
    page.write_text(f"<html><body><article><p>{text}</p><p>{text}</p></article></body></html>")
    run("add", page)
    with Store.open(tmp_path / "sayso.db") as store:
        import hashlib

        assert store.original(hashlib.sha256(page.read_bytes()).hexdigest()) == page.read_bytes()
    other = tmp_path / "other.db"
    run("add", page, "--no-originals", "--store", other)
    with Store.open(other) as store, pytest.raises(Exception, match="no original"):
        store.original(hashlib.sha256(page.read_bytes()).hexdigest())


def test_reports_without_ids_from_two_outlets_are_two(tmp_path):
    text = make_numbered(1).report.text
    path = tmp_path / "two.jsonl"
    path.write_text("".join(json.dumps({"text": text, "outlet": outlet}) + "\n" for outlet in "AB"))
    run("add", path)
    ids = [record["id"] for record in lines(run("reports"))]
    assert len(set(ids)) == 2


@pytest.mark.parametrize(
    ("name", "word"),
    [("events", "Orland"), ("claims", "shelled"), ("reports", "Shelling"), ("actors", "Orland"), ("sources", "Ruiz")],
)
def test_questions_in_every_format(filled, name, word):
    records = lines(run(name, "--limit", 3))
    assert 0 < len(records) <= 3
    rows = list(csv.DictReader(io.StringIO(run(name, "-n", 3, "-f", "csv").stdout)))
    assert len(rows) == len(records)
    assert rows[0].keys() == records[0].keys()
    assert word in run(name, "-f", "table").stdout


def test_questions_with_options(filled):
    asked = ("events", "--actor", "orland", "--side", "actor", "--type", "assault", "--country", "afg", "--near", 34.5,
             69.2, "--km", 50, "--since", "2021-01-01", "--until", "2021-12-31", "--kind", "named",
             "--factuality", "certain", "--sort", "oldest", "--text", '"orland shelled"')  # fmt: skip
    assert [record["id"] for record in lines(run(*asked))] == ["e3"]
    assert lines(run("claims", "--outlet", "nobody")) == []
    assert "nothing found" in run("claims", "--outlet", "nobody", "-f", "table").stdout
    relations = lines(run("relations", "Orland", "Régals"))
    assert sum(record["count"] for record in relations) == 6
    assert [record["name"] for record in lines(run("actors", "ana ruiz"))] == ["Ana Ruiz"]
    assert lines(run("sources", "lantern post"))[0]["count"] == 3


def test_show(filled):
    assert lines(run("show", "e3"))[0]["trigger"] == "shelled"
    shown = run("show", "e3", "-f", "table").stdout
    assert "[shelled] Kabul" in shown
    assert "event e3" in shown
    assert "report" in run("show", "r3", "-f", "table").stdout


def test_correct_list_and_withdraw(filled):
    run("correct", "e3", "--set", "factuality=denied", "--set", "killed_min=13", "--by", "me", "--reason", "seen")
    run("correct", "c3", "--reject", "--by", "me", "--reason", "no claim")
    run("correct", "ana ruiz", "--merge", "orland", "--by", "me", "--reason", "joke")
    run("correct", "r3", "--add", "event", "--set", "type=AID", "--by", "me", "--reason", "missed")
    records = lines(run("correct", "--list"))
    assert [(r["kind"], r["action"]) for r in records] == [
        ("event", "change"), ("claim", "reject"), ("actor", "merge"), ("event", "add")
    ]  # fmt: skip
    assert records[0]["value"] == {"factuality": "denied", "killed_min": 13}
    assert records[0]["said"]["factuality"] == "certain"
    assert records[2]["value"] == {"into": "wikidata:Q0"}
    assert "correction 1: change" in run("show", "e3", "-f", "table").stdout
    assert "certain *" in run("events", "--text", '"attack 3"', "-f", "table").stdout.replace("\n", " ")
    run("correct", "--withdraw", 1, "--by", "me")
    assert lines(run("correct", "--list", "e3")) == []
    assert "verify" in cli.list_commands(None)
    assert "nothing wrong" in run("verify").stdout


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("e3",), 2), (("e3", "--reject", "--merge", "e1"), 2), (("--reject",), 2), (("e3", "--set", "mood=x"), 2),
        (("e3", "--set", "x"), 2), (("e3", "--add", "event", "--set", "a=b"), 2),
    ],
)  # fmt: skip
def test_corrections_not_understood(filled, args, code):
    run("correct", *args, "--by", "me", "--reason", "why", code=code)


def test_rate(filled):
    run("rate", "Lantern Post", "b", "--by", "me")
    run("rate", "c3", "2", "--by", "me")
    assert lines(run("reports", "--outlet", "lantern post"))[0]["rating"] == "B"
    assert lines(run("claims", "--text", '"attack 3"'))[0]["credibility"] == "2"
    run("rate", "c3", "7", code=2)


def test_reread_shows_what_changed_and_keeps_corrections(filled):
    with Store.open(filled) as store:
        store.correct(Correction(0, "event", "e3", "reject", None, None, "me", "why", ""))
    result = run("reread", "--diff")
    assert "6 changed" in result.stderr
    assert "~ event e3 ASSAULT 'shelled': killed" in result.stdout
    assert "0 changed" in run("reread").stderr
    assert "0 changed, 6 unchanged" in run("reread", "--all").stderr
    assert lines(run("correct", "--list"))[0]["target"] == "e3"
    assert "nothing wrong" in run("verify").stdout


@pytest.mark.parametrize("args", [("events",), ("verify",), ("show", "x"), ("reread",), ("rate", "x", "A")])
def test_without_a_store_they_say_so(args):
    assert "there is no store" in run(*args, code=1).stderr


def test_asking_loads_no_model_library(filled):
    import os
    import subprocess
    import sys

    code = (
        "import sys; from sayso.cli.main import main; main.main(['events'], standalone_mode=False); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'spacy', 'numpy', 'onnxruntime', 'trafilatura'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.splitlines()[-1] == "[]"


def test_adding_links_and_linking_explains(inbox):
    assert "linked 6 reports" in run("add", inbox).stderr
    assert "linked 0 reports" in run("link").stderr
    assert "linked 6 reports" in run("link", "--rebuild").stderr
    found = lines(run("incidents"))
    assert {line["incident"] for line in found} >= {"e0"}
    assert all(line["mentions"][0]["report"] in line["reports"] for line in found)
    assert lines(run("link", "--explain", "e0", "e1"))[-1]["kind"] == "incident"
    for wrong in (("--rebuild", "--undo", "1"), ("e0",)):
        assert "--explain" in run("link", *wrong, code=2).stderr
    assert "no decision 999" in run("link", "--undo", "999", code=1).stderr


def test_adding_without_linking(inbox):
    assert "linked" not in run("add", inbox, "--no-link").stderr
    assert lines(run("incidents")) == []
    run("link")
    assert lines(run("incidents"))


def test_incidents_of_files_and_of_the_store(inbox, filled):
    run("link")
    assert lines(run("incidents", inbox)) == lines(run("incidents"))
    assert "When" in run("incidents", "--format", "table").stdout
    assert len(lines(run("incidents", "-n", "1", "--sort", "killed", "--lines", "1"))) == 1
    assert lines(run("incidents", "--as-known", "2020-01-01")) == []
    assert len(run("incidents", "--format", "csv").stdout.splitlines()) == 1 + len(lines(run("incidents")))
    shown = run("show", "e0", "--format", "table").stdout
    assert "of evidence in" in shown


@pytest.mark.parametrize("kind", ["timeline", "map"])
def test_plots(filled, tmp_path, kind):
    run("link")
    for ending, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!DOCTYPE html>")):
        file = tmp_path / f"plot.{ending}"
        assert "plot written" in run("incidents", "--plot", file, "--plot-kind", kind).stderr
        assert file.read_bytes().startswith(begins)
    assert b"http://cdn" not in file.read_bytes()
    assert "name it" in run("incidents", "--plot", "plot.doc", code=2).stderr


def test_a_person_splits_and_merges_at_once(filled):
    def together():
        return any({"e0", "e1"} <= {m["event"] for m in line["mentions"]} for line in lines(run("incidents")))

    run("link")
    assert not together()
    run("correct", "e0", "--merge", "e1", "--by", "me", "--reason", "one")
    assert together()
    run("correct", "e0", "--split", "e1", "--by", "me", "--reason", "two")
    assert not together()
    run("correct", "--withdraw", "2", "--by", "me")
    assert together()


def test_relations_by_month_and_as_a_picture(filled, tmp_path):
    run("link")
    (month, *_) = lines(run("relations", "Orland", "Régals", "--months"))
    assert (month["month"], month["hostile"], month["lines"]) == ("2021-01", 0, 1)
    assert "Lines" in run("relations", "Orland", "Régals", "--months", "-f", "table").stdout
    assert "two actors" in run("relations", "Orland", "--months", code=2).stderr
    for kind in ("timeline", "network"):
        file = tmp_path / f"{kind}.svg"
        run("relations", "Orland", "--plot", file, "--plot-kind", kind)
        assert b"<svg" in file.read_bytes()
