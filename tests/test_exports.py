"""Exports of the example store, each read back by the library of its community."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx
import pyarrow.parquet
import pytest
import spacy
import stix2
from click.testing import CliRunner
from followthemoney import model
from prov.model import ProvDocument
from serving import fill
from spacy.tokens import DocBin
from store_making import make_numbered

from sayso.cli.main import main as cli
from sayso.export.acled import _interaction
from sayso.export.coding import count_days
from sayso.export.csv import guard
from sayso.export.exports import EXPORTS, export
from sayso.export.ged import _cell
from sayso.export.labelstudio import _units
from sayso.export.masking import BLACK, Redactor, leave_out_words
from sayso.export.matter import cut
from sayso.format import from_json
from sayso.store import Filters, Store
from sayso.types import Reading

STRIKE = Filters(country="AFG", type="ASSAULT")


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store, create=False) as found:
        yield found


@pytest.fixture(scope="module")
def readings(store: Store) -> list[Reading]:
    return list(store.readings())


def run(store: Store, name: str, **given: object) -> bytes:
    out = io.BytesIO()
    export(store, name, out, **given)  # type: ignore[arg-type]
    return out.getvalue()


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_same_content_same_bytes(store: Store, name: str) -> None:
    assert run(store, name, filters=STRIKE) == run(store, name, filters=STRIKE) != b""


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_without_text_no_words_get_out(store: Store, name: str, readings: list[Reading]) -> None:
    data = run(store, name, text=False)
    if name == "parquet":
        data = str(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()).encode()
    for reading in readings:
        for claim in reading.claims:
            for start, end in claim.content:
                words = reading.report.text[start:end]
                assert len(words) < 40 or words.encode() not in data


@pytest.mark.parametrize("name", sorted(set(EXPORTS) - {"parquet", "spacy"}))
def test_redacted_sources_have_no_names(store: Store, name: str) -> None:
    data = run(store, name, redacted=True).decode()
    assert "Sarbakaf" not in data
    assert "Mujahid" not in data


def test_jsonl_is_lossless(store: Store, readings: list[Reading]) -> None:
    back = [from_json(line) for line in run(store, "jsonl").decode().splitlines()]
    assert [replace(reading, events=()) for reading in back] == [replace(reading, events=()) for reading in readings]
    known = {incident.id for incident in store.incidents(limit=1000)}
    assert {event.incident for reading in back for event in reading.events} <= known


def test_parquet_has_a_row_an_event(store: Store, readings: list[Reading]) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(run(store, "parquet")))
    assert table.num_rows == sum(len(reading.events) for reading in readings)
    assert min(table["lines"].to_pylist()) >= 1
    assert str(table.schema.field("lat").type) == "double"


def test_plover_folds_mutual_acts(store: Store) -> None:
    records = [json.loads(line) for line in run(store, "plover").decode().splitlines()]
    assert all(record["date"] and record["actor"] and record["event"] for record in records)
    mutual = [record for record in records if len(record["actor"]) > 1 and not record["recipient"]]
    assert {"SAU", "IRN"} <= {actor.get("code") for record in mutual for actor in record["actor"]}
    assert {record["quad_code"] for record in records} <= {1, 2, 3, 4}


def test_ged_counts_lines_of_evidence(store: Store) -> None:
    found = rows(run(store, "ged", filters=STRIKE))
    (strike,) = [row for row in found if "Zawahiri" in row["side_b"]]
    assert int(strike["number_of_sources"]) < len(strike["source_article"].split('"; "'))
    assert (strike["date_start"], strike["best"], strike["country"]) == ("2022-07-31", "1", "Afghanistan")
    assert "Biden" in strike["source_original"]
    assert strike["id"] == strike["gwnoa"] == ""
    assert strike["sayso_incident"] == store.incident(strike["sayso_incident"]).id


def test_acled_has_kinds_of_its_codebook(store: Store) -> None:
    found = rows(run(store, "acled"))
    assert any(row["sub_event_type"] == "Suicide bomb" and row["country"] == "Pakistan" for row in found)
    assert any(row["sub_event_type"] == "Air/drone strike" and row["country"] == "Afghanistan" for row in found)
    assert all(row["event_date"] and row["event_type"] and row["event_id_cnty"] == "" for row in found)


def test_networks_are_read_by_networkx(store: Store) -> None:
    gexf = networkx.read_gexf(io.BytesIO(run(store, "gexf")))
    graphml = networkx.read_graphml(io.BytesIO(run(store, "graphml")))
    assert set(gexf.edges) == set(graphml.edges)
    labels = {data["label"] for _, data in gexf.nodes(data=True)}
    assert {"Iran", "Saudi Arabia", "United States"} <= labels


def test_stix_is_parsed_by_its_library(store: Store) -> None:
    bundle = stix2.parse(run(store, "stix").decode())
    ids = {each.id for each in bundle.objects}
    for each in bundle.objects:
        assert set(getattr(each, "object_refs", ())) <= ids
    incidents = [each for each in bundle.objects if each.type == "incident"]
    assert len(incidents) == len(store.incidents(limit=1000))
    assert {"report", "identity", "location", "note", "extension-definition"} <= {each.type for each in bundle.objects}


def test_ftm_entities_are_valid(store: Store) -> None:
    entities = [json.loads(line) for line in run(store, "ftm").decode().splitlines()]
    ids = {entity["id"] for entity in entities}
    for entity in entities:
        model.get(entity["schema"]).validate(entity)
        back = model.get_proxy(entity)
        assert back.to_dict()["properties"] == entity["properties"]
        if entity["schema"] == "Event":
            assert set(back.get("involved")) | set(back.get("proof")) <= ids


def test_ftm_validate_accepts_them(store: Store, tmp_path: Path) -> None:
    """The library's own command reads every entity back."""
    data = run(store, "ftm")
    (tmp_path / "in.jsonl").write_bytes(data)
    command = [sys.executable, "-c", "from followthemoney.cli.cli import cli; cli()", "validate",
               "-i", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "rror" not in done.stderr
    back = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert back == [json.loads(line)["id"] for line in data.splitlines()]


def test_a_denial_is_an_opinion(tmp_path: Path) -> None:
    made = [make_numbered(number) for number in (0, 3)]
    denied = replace(made[1], events=tuple(replace(event, factuality="denied") for event in made[1].events))
    with fill(tmp_path / "sayso.db", [made[0], denied]) as found:
        bundle = stix2.parse(run(found, "stix").decode())
    (opinion,) = [each for each in bundle.objects if each.type == "opinion"]
    assert opinion.opinion == "strongly-disagree"
    assert "Ana Ruiz" in opinion.explanation
    incidents = {each.id for each in bundle.objects if each.type == "incident"}
    assert set(opinion.object_refs) <= incidents


def test_acled_names_who_acts_as_its_codebook_does() -> None:
    assert _interaction(["Protesters", None]) == "Protesters only"
    assert _interaction(["Civilians", "Rebel group"]) == "Rebel group-Civilians"
    assert _interaction([None, None]) is None


def test_claims_and_annotations_quote_the_text(store: Store, readings: list[Reading]) -> None:
    graph = json.loads(run(store, "jsonld"))["@graph"]
    assert sum(each["@type"] == "Claim" for each in graph) == sum(len(reading.claims) for reading in readings)
    texts = [reading.report.text for reading in readings]
    for item in json.loads(run(store, "annotations"))["items"]:
        position, quote = item["target"]["selector"]
        assert any(text[position["start"] : position["end"]] == quote["exact"] for text in texts)


def test_provenance_is_read_by_its_library(store: Store, readings: list[Reading]) -> None:
    document = ProvDocument.deserialize(content=run(store, "prov").decode(), format="json")
    labels = {str(record.identifier) for record in document.records}
    assert {f"sayso:claim-{claim.id}" for reading in readings for claim in reading.claims} <= labels


def test_training_data_hold_the_spans(store: Store, readings: list[Reading]) -> None:
    nlp = spacy.blank("en")
    docs = list(DocBin().from_bytes(run(store, "spacy")).get_docs(nlp.vocab))
    assert [doc.text for doc in docs] == [reading.report.text for reading in readings]
    assert {"source", "cue", "content", "event"} <= {span.label_ for span in docs[0].spans["sayso"]}
    for task in json.loads(run(store, "labelstudio")):
        for result in task["predictions"][0]["result"]:
            if result["type"] == "labels":
                value = result["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_label_studio_counts_utf16_units() -> None:
    text = "a😀b😀c"
    wide = [1, 3]
    for at in range(len(text) + 1):
        assert _units(at, wide) == len(text[:at].encode("utf-16-le")) // 2


def test_a_query_cuts_readings_down(store: Store, readings: list[Reading]) -> None:
    for reading in readings:
        for event in reading.events:
            small = cut(reading, [event.id], [])
            (kept,) = small.events
            assert kept.trigger == event.trigger
            where = None if event.place is None else reading.places[event.place]
            assert where == (None if kept.place is None else small.places[kept.place])
            assert {each.actor for each in (*kept.actors, *kept.recipients)} <= {actor.id for actor in small.actors}
            assert small.claims or event.claim is None
    assert run(store, "jsonl", filters=STRIKE).count(b"\n") < len(readings)


def test_masks_keep_every_offset(readings: list[Reading]) -> None:
    redactor = Redactor.of(readings)
    for reading in readings:
        for masked in (leave_out_words(reading), redactor.redact(reading)):
            assert len(masked.report.text) == len(reading.report.text)
        hidden = redactor.redact(reading).report.text
        for claim in reading.claims:
            for start, end in claim.source.spans:
                assert set(hidden[start:end]) <= {BLACK, " ", "\n"}


@pytest.mark.parametrize(
    ("lon", "lat", "cell"), [(-180, -90, 1), (69.17, 34.53, 179779), (180, 90, 259200), (0, 0, 129961)]
)
def test_prio_grid_cells(lon: float, lat: float, cell: int) -> None:
    assert _cell(lon, lat) == cell


def test_days_of_a_range() -> None:
    assert count_days("2022-07-31", "2022-08-01") == 2
    assert count_days(None, "2022-08-01") is None


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_formulas_are_neutralised(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


def test_command_names_what_a_format_cannot_hold(example_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "ged.csv"
    result = CliRunner().invoke(cli, ["export", "ged", "--store", str(example_store), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert "are left out" in result.stderr
    assert rows(out.read_bytes())
    assert CliRunner().invoke(cli, ["export", "morse", "--store", str(example_store)]).exit_code == 2
    assert CliRunner().invoke(cli, ["export", "ged", "--store", str(tmp_path / "none.db")]).exit_code == 1
