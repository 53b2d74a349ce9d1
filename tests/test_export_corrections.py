"""Exports hold what persons corrected, and say so: changed, rejected, added, merged."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
import spacy
import stix2
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import fill
from spacy.tokens import DocBin

from sayso.cli.main import main as cli
from sayso.export.corrections import Corrections
from sayso.export.exports import EXPORTS, export
from sayso.export.verdicts import Verdict, judge
from sayso.format import from_json
from sayso.link.linker import link_new
from sayso.store import Correction, Filters, Store, report_key
from sayso.types import Reading

Put = Callable[..., int]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "sayso.db"
    fill(path).close()
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(made, tmp_path / "sayso.db")
    with Store.open(tmp_path / "sayso.db", create=False) as found:
        yield found


@pytest.fixture
def put(store: Store) -> Put:
    def run(kind: str, target: str, action: str, /, **value: Any) -> int:
        return store.correct(Correction(0, kind, target, action, value or None, None, "Ada", "I was there", ""))

    return run


def run(store: Store, name: str, **given: Any) -> bytes:
    out = io.BytesIO()
    run.notes = export(store, name, out, **given)  # type: ignore[attr-defined]
    return out.getvalue()


def read_all(store: Store, **given: Any) -> dict[str, Reading]:
    found = (from_json(line) for line in run(store, "jsonl", **given).decode().splitlines())
    return {reading.report.id: reading for reading in found}


def rows(store: Store, name: str, **given: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(store, name, **given).decode(), newline="")))


def test_later_corrections_hold() -> None:
    made = [
        Correction(n, "event", "e1", action, value, None, "Ada", "", "")
        for n, (action, value) in enumerate((
            ("reject", None), ("change", {"type": "AID", "place": "Suva"}), ("change", {"type": "AGREE"}),
            ("merge", {"into": "e2"}), ("split", {"from": "e2"}), ("accept", None),
        ))
    ]  # fmt: skip
    assert judge(made) == Verdict({"type": "AGREE", "place": "Suva"}, accepted=True)
    assert judge(made[:1]).rejected


def test_a_changed_event_is_exported_as_changed(store: Store, put: Put) -> None:
    put("event", "e0", "change", type="PROTEST", first="2021-01-02", last="2021-01-03", killed_min=3, killed_max=3,
        actors=["Ana Ruiz", "Nobody There"], place="Nadir", country="ORL", factuality="certain")  # fmt: skip
    reading = read_all(store)["r0"]
    (event,) = reading.events
    names = {actor.id: actor.name for actor in reading.actors}
    assert (event.type, event.factuality, event.date.first, event.date.last) == (
        "PROTEST", "certain", "2021-01-02", "2021-01-03")  # fmt: skip
    assert (event.killed.min, event.killed.max) == (3, 3)
    assert [names[each.actor] for each in event.actors] == ["Ana Ruiz", "Nobody There"]
    place = reading.places[event.place]
    assert (place.name, place.country, place.lat) == ("Nadir", "ORL", None)
    assert set(reading.corrected["e0"]) == {
        "type", "first", "last", "killed_min", "killed_max", "actors", "place", "country", "factuality"}  # fmt: skip
    assert read_all(store, corrected=False)["r0"].events[0].type == "ASSAULT"
    assert not read_all(store, corrected=False)["r0"].corrected


def test_every_format_tells_what_was_corrected(store: Store, put: Put) -> None:
    put("event", "e0", "change", killed_min=3, killed_max=3)
    put("claim", "c0", "change", kind="described")
    assert next(row for row in rows(store, "csv") if row["event"] == "e0")["corrected"] == (
        "killed_max | killed_min | claim.kind")  # fmt: skip
    table = pyarrow.parquet.read_table(io.BytesIO(run(store, "parquet"))).to_pylist()
    assert next(row for row in table if row["event"] == "e0")["corrected"].startswith("killed_max")
    features = json.loads(run(store, "geojson"))["features"]
    assert next(f for f in features if f["id"] == "e0")["properties"]["corrected"][0] == "killed_max"
    incident = store.incident("e0").id
    row = next(row for row in rows(store, "ged") if row["sayso_incident"] == incident)
    assert "killed_min" in row["sayso_corrected"]
    assert row["low"] == "3"
    assert "killed_min" in next(r for r in rows(store, "acled") if r["sayso_incident"] == incident)["sayso_corrected"]
    plover = [json.loads(line) for line in run(store, "plover").decode().splitlines()]
    assert "corrected by a person: killed_max" in next(r for r in plover if r["id"] == "e0")["comment"]
    claims = json.loads(run(store, "jsonld"))["@graph"]
    (claim,) = [each for each in claims if each["@id"] == "urn:sayso:claim:c0"]
    assert ("urn:sayso:corrected", "kind") in {(t["inDefinedTermSet"], t["name"]) for t in claim["keywords"]}
    bundle = stix2.parse(run(store, "stix").decode())
    told = [dict(each)["extensions"] for each in bundle.objects if each.type == "incident"]
    assert any("killed_min" in coded.get("corrected", "") for each in told for coded in each.values())
    for name in ("ftm", "prov", "annotations", "html", "labelstudio", "gexf", "graphml"):
        assert b"corrected" in run(store, name), name


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_what_was_rejected_is_in_no_format(store: Store, put: Put, name: str) -> None:
    put("event", "e3", "reject")
    put("claim", "c3", "reject")
    put("report", report_key(store.report("r4")), "reject")
    data = run(store, name)
    if name not in ("parquet", "spacy"):
        assert not re.search(r"\b(event-)?e3\b", data.decode())
    if name == "jsonl":
        found = read_all(store)
        assert "r4" not in found
        assert not found["r3"].events
        assert not found["r3"].claims


def test_what_stood_in_a_rejected_claim_is_the_reporters(store: Store, put: Put) -> None:
    put("claim", "c0", "reject")
    (event,) = read_all(store)["r0"].events
    assert event.claim is None


def test_a_rejected_incident_takes_its_events_along(store: Store, put: Put) -> None:
    incident = store.incident("e0")
    told = {event.id for event in store.incident_events(incident.id)}
    put("incident", incident.id, "reject")
    assert not told & {event.id for reading in read_all(store).values() for event in reading.events}
    assert incident.id not in {row["sayso_incident"] for row in rows(store, "ged")}
    assert not any("not linked" in note for note in run.notes)  # type: ignore[attr-defined]


def test_a_corrected_incident_is_a_corrected_row(store: Store, put: Put) -> None:
    incident = store.incident("e0").id
    put("incident", incident, "change", first="2021-01-09", last="2021-01-09", place="Nadir", killed_min=7,
        killed_max=7)  # fmt: skip
    row = next(row for row in rows(store, "ged") if row["sayso_incident"] == incident)
    assert row["date_start"] == "2021-01-09"
    assert (row["where_coordinates"], row["latitude"]) == ("Nadir", "")
    assert (row["best"], row["low"], row["high"]) == ("7", "7", "7")
    assert "incident.first" in row["sayso_corrected"]


def test_an_incident_is_where_its_corrected_events_are(store: Store, put: Put) -> None:
    incident = store.incident("e0").id
    for event in store.incident_events(incident):
        put("event", event.id, "change", place="Beirut", country="LBN", lat=33.89, lon=35.5)
    row = next(row for row in rows(store, "ged") if row["sayso_incident"] == incident)
    assert (row["where_coordinates"], row["country"], row["latitude"]) == ("Beirut", "Lebanon", "33.89")
    bundle = json.loads(run(store, "stix"))
    names = [each["name"] for each in bundle["objects"] if each["type"] == "incident" and "e0" in json.dumps(each)]
    assert all("Kabul" not in name for name in names)


def test_added_events_claims_and_actors_are_there(store: Store, put: Put) -> None:
    key = report_key(store.report("r1"))
    put("event", key, "add", type="AID", actors=["Ana Ruiz"], recipients=["Orland"], first="2021-02-02",
        last="2021-02-02", killed_min=12, trigger="said", place="Beirut")  # fmt: skip
    put("claim", key, "add", source="Mayor Ana Ruiz", content="Orland shelled", kind="named")
    put("actor", key, "add", name="attack 1", type="other")
    put("event", key, "add", type="DANCE")
    reading = read_all(store)["r1"]
    (added,) = [event for event in reading.events if reading.corrected.get(event.id) == ("added",)]
    text = reading.report.text
    assert (added.type, text[slice(*added.trigger)], added.killed.min) == ("AID", "said", 12)
    assert reading.places[added.place].lat == 33.89
    assert [text[slice(*span)] for span in reading.claims[-1].content] == ["Orland shelled"]
    assert reading.actors[-1].name == "attack 1"
    assert any("without a type" in note for note in run.notes)  # type: ignore[attr-defined]
    assert any(row["sayso_incident"] == added.id for row in rows(store, "ged")) is False
    bundle = json.loads(run(store, "stix"))
    assert any(coded.get("plover_type") == "AID" for each in bundle["objects"] if each["type"] == "incident"
               for coded in each["extensions"].values())  # fmt: skip


def test_actors_are_renamed_merged_and_rejected_everywhere(store: Store, put: Put) -> None:
    (mayor,), (group,) = store.actors("Ana Ruiz"), store.actors("Régals")
    put("actor", mayor.key, "change", name="Ana Ruiz de Nadir", country="ORL")
    put("actor", group.key, "merge", into="wikidata:Q0")
    link_new(store)
    found = read_all(store)
    for reading in found.values():
        names = [actor.name for actor in reading.actors]
        assert names == ["Ana Ruiz de Nadir", "Orland"]
        (event,) = reading.events
        assert {each.actor for each in event.recipients} == {reading.actors[1].id}
        assert len(reading.actors[1].mentions) == 2
        assert reading.claims[0].source.actor == reading.actors[0].id
    put("actor", "wikidata:Q0", "reject")
    assert all(not reading.events[0].actors for reading in read_all(store).values())


def test_training_data_hold_what_was_corrected(store: Store, put: Put) -> None:
    put("event", "e0", "change", trigger="attack")
    put("claim", "c0", "change", content="Orland shelled")
    put("event", "e1", "reject")
    put("report", report_key(store.report("r2")), "accept")
    docs = {doc.text: doc for doc in DocBin().from_bytes(run(store, "spacy")).get_docs(spacy.blank("en").vocab)}
    texts = {reading.report.id: reading.report.text for reading in store.readings()}
    spans = {id: docs[text].spans["sayso"] for id, text in texts.items()}
    assert [(s.text, s.id_) for s in spans["r0"] if s.label_ == "event"] == [("attack", "corrected")]
    assert [s.text for s in spans["r0"] if s.label_ == "content"] == ["Orland shelled"]
    assert not [s for s in spans["r1"] if s.label_ == "event"]
    tasks = {task["data"]["id"]: task for task in json.loads(run(store, "labelstudio"))}
    marks = [each for each in tasks["r0"]["predictions"][0]["result"] if each["type"] == "labels"]
    (event,) = [each for each in marks if each["value"]["labels"] == ["event"]]
    assert event["value"]["text"] == "attack"
    assert "corrected: trigger" in event["meta"]["text"]
    assert tasks["r2"]["annotations"][0]["ground_truth"] is True
    assert "predictions" not in tasks["r2"]


def test_filters_ask_for_the_corrected_value(store: Store, put: Put) -> None:
    put("event", "e0", "change", type="PROTEST", first="2030-05-05", last="2030-05-05")
    put("event", report_key(store.report("r1")), "add", type="PROTEST", first="2030-05-05", last="2030-05-05")

    def ids(**asked: Any) -> set[str]:
        return {reading.report.id for reading in read_all(store, filters=Filters(**asked)).values()}

    assert ids(type="PROTEST") == {"r0", "r1"}
    assert ids(since="2030-01-01", until="2030-12-31") == {"r0", "r1"}
    assert ids(type="PROTEST", report="r1") == {"r1"}
    assert "r0" not in ids(type="ASSAULT")


def test_what_does_not_fit_is_named(store: Store, put: Put) -> None:
    put("event", "e0", "change", type="DANCE", first="soon", trigger="no such words", killed_min="many", id="e9")
    put("claim", "c0", "change", content="no such words", kind="loud", source_key="x")
    put("actor", "wikidata:Q0", "change", type="cloud", reports=3)
    put("report", report_key(store.report("r0")), "change", outlet="Another Post", length=3)
    assert read_all(store)["r0"].report.outlet == "Another Post"
    notes = "\n".join(run.notes)  # type: ignore[attr-defined]
    for what in ("an event's type", "an event's first", "an event's trigger", "an event's killed_min", "an event's id",
                 "a claim's content", "a claim's kind", "a claim's source_key", "an actor's type", "an actor's reports",
                 "a report's length"):  # fmt: skip
        assert what in notes
    assert read_all(store)["r0"].events == read_all(store, corrected=False)["r0"].events


def test_a_withdrawn_correction_is_none(store: Store, put: Put) -> None:
    before = run(store, "jsonl")
    store.withdraw_correction(put("event", "e0", "change", type="AID"), "Ada")
    assert run(store, "jsonl") == before


def test_masks_cover_what_persons_wrote(store: Store, put: Put) -> None:
    (mayor,) = store.actors("Ana Ruiz")
    put("actor", mayor.key, "change", name="Ana Secret")
    for name in sorted(set(EXPORTS) - {"parquet", "spacy"}):
        assert b"Secret" not in run(store, name, redacted=True)
        assert b"said that" not in run(store, name, text=False)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(
    st.sampled_from(("type", "mode", "first", "last", "place", "country", "lat", "lon", "actors", "recipients",
                     "killed_min", "killed_max", "claim", "trigger", "contexts", "factuality", "content", "source")),
    st.one_of(st.none(), st.text(max_size=6), st.integers(-3, 9), st.lists(st.text(max_size=4), max_size=2),
              st.booleans(), st.sampled_from(("AID", "Orland", "2021-05-05", "denied", "12"))),
    max_size=5,
))  # fmt: skip
def test_whatever_a_person_gives_a_reading_comes_of_it(fields: dict[str, Any]) -> None:
    from store_making import make_numbered

    reading = make_numbered(0)
    key = report_key(reading.report)
    added = Correction(9, "event", key, "add", {"type": "AID", **fields}, None, "Ada", "", "")
    found = Corrections({"event": {"e0": Verdict(fields)}, "claim": {"c0": Verdict(fields)}}, {key: (added,)}, {})
    mended = found.mend(reading)
    assert mended is not None
    size = len(mended.report.text)
    for event in mended.events:
        spans = [event.trigger, *(each.span for each in (*event.actors, *event.recipients))]
        spans += [toll.span for toll in (event.killed, event.injured) if toll]
        assert all(0 <= start <= end <= size for start, end in spans)
        assert event.place is None or event.place < len(mended.places)


def test_command_hands_on_what_was_read_when_asked(store: Store, put: Put, tmp_path: Path) -> None:
    put("event", "e0", "change", type="AID")
    command = ["export", "csv", "--store", str(tmp_path / "sayso.db")]
    assert "killed_min" not in CliRunner().invoke(cli, [*command, "--as-read"]).stdout.splitlines()[1]
    assert CliRunner().invoke(cli, command).stdout.count("AID") == 1
    assert CliRunner().invoke(cli, [*command, "--as-read"]).stdout.count("AID") == 0
