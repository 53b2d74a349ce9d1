from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.cli.main import main
from sayso.norm import kb_csv, kb_ftm, kb_petrarch, kb_wikidata
from sayso.norm.kb import find_entity, forget, list_names
from sayso.norm.kb_import import FORMATS, find_format, import_file
from sayso.norm.kb_line import BadLine, codes, find_code, read_day
from sayso.norm.kb_own import COLUMNS, load_rows, own_fingerprint, save_rows

CSV = """name,aliases,type,country,sector,from,to
Wadi Front,Front of Wadi|WF,armed_group,ly,reb,2014-03,2019-05-01
Wadi Front,,party,LBY,PTY,2019-05-02,
"""
PETRARCH = """# a dictionary of our own
LIBYA_  [LBY]
+TRIPOLI_
WADI_FRONT_(WF)_ [LBYREB]  # since when?
+FRONT_OF_WADI_
OMAR_HALABI_  ; a minister
+UMAR_HALABI_
\t[LBYGOVMIL 030101-050231]
\t[LBYELI >050301]
SAHIL_SUN_ [LBYMED <991231]
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    path = tmp_path / "own" / "kb.csv"
    monkeypatch.setenv("SAYSO_KB", str(path))
    forget()
    yield path
    forget()


def write(path, text):
    path.write_text(text, "utf-8")
    return str(path)


def run(*arguments):
    return CliRunner().invoke(main, ["kb", *arguments], standalone_mode=False)


def ftm(id, schema, **properties):
    return json.dumps(
        {"id": id, "schema": schema, "properties": {k: [v] if isinstance(v, str) else v for k, v in properties.items()}}
    )


def item(id, kind, name, **claims):
    every = {"P31": [claim({"id": kind})], **claims}
    return json.dumps({"id": id, "labels": {"en": {"value": name}}, "aliases": {}, "claims": every})


def claim(value, **qualifiers):
    return {
        "mainsnak": {"datavalue": {"value": value}},
        "qualifiers": {k: [{"datavalue": {"value": v}}] for k, v in qualifiers.items()},
    }


def test_csv(own, tmp_path):
    done = import_file(write(tmp_path / "a.csv", CSV))
    assert (done.format, done.actors, done.bad) == ("csv", 1, [])
    entity = find_entity("the Front of Wadi")
    assert entity.name == "Wadi Front"
    assert [(t.type, t.sector, t.first) for t in entity.terms] == [
        ("armed_group", "REB", "2014-03"),
        ("party", "PTY", "2019-05-02"),
    ]
    assert entity.on("2018-01-01").sector == "REB"
    assert entity.on("2020-01-01").sector == "PTY"
    assert find_entity("WF") is entity


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",x,other,LBY,,,", "no name"),
        ("A B,,tribe,LBY,,,", "type 'tribe'"),
        ("A B,,,Atlantis,,,", "'Atlantis'"),
        ("A B,,,,,soon,", "'soon' is no ISO date"),
        ("A B,,,,,2010,2009", "begins"),
        ("A B,,,,,2010-13,", "no such month"),
    ],
)
def test_a_bad_row_is_named(own, tmp_path, row, reason):
    path = write(tmp_path / "a.csv", CSV + row + "\n")
    done = import_file(path)
    assert done.actors == 1
    (bad,) = done.bad
    assert str(bad).startswith(f"{path}:4: ")
    assert reason in str(bad)


def test_follow_the_money(own, tmp_path):
    lines = [
        ftm(
            "x-1",
            "Person",
            name=["Omar Halabi", "عمر حلبي"],
            alias=["Abu Wadi", "Wadi"],
            citizenship="ly",
            topics="role.pep",
        ),
        ftm("x-2", "Organization", name="Wadi Front", topics=["crime.terror"], country="ly"),
        ftm("x-3", "Company", name="Wadi Oil", jurisdiction="ly"),
        ftm("x-4", "Vessel", name="Wadi Star"),
        ftm("p", "Position", name="Minister of Defence", country="ly"),
        ftm("o", "Occupancy", holder="x-1", post="p", startDate="2015-02-01", endDate="2017"),
        ftm("x-5", "Person"),
        "{",
        '{"id": 3}',
        '{"id": "a", "schema": "Person", "properties": {"name": "no list"}}',
    ]
    done = import_file(write(tmp_path / "a.json", "\n".join(lines)))
    assert (done.format, done.actors, len(done.bad)) == ("ftm", 3, 4)
    person = find_entity("Omar Halabi")
    assert (person.key, person.country) == ("ftm:x-1", "LBY")
    assert [(t.sector, t.first, t.last) for t in person.terms] == [("GOV", "2015-02-01", "2017")]
    assert set(list_names(person)) == {"Omar Halabi", "عمر حلبي", "Abu Wadi"}
    assert find_entity("Wadi Front").terms[0].sector == "REB"
    assert find_entity("Wadi Oil").terms[0].type == "company"
    assert find_entity("Wadi Star") is None


def test_wikidata(own, tmp_path):
    start, end = ({"time": t, "precision": 11} for t in ("+2003-04-01T00:00:00Z", "+2006-02-30T00:00:00Z"))
    lines = [
        "[",
        item(
            "Q900001",
            "Q5",
            "Omar Halabi",
            P27=[claim({"id": "Q30"})],
            P39=[claim({"id": "Q83307"}, P580=start, P582=end)],
        )
        + ",",
        item(
            "Q900002",
            "Q7278",
            "Wadi Party",
            P17=[claim({"id": "Q142"})],
            P571=[claim({"time": "+1999-00-00T00:00:00Z", "precision": 9})],
        ),
        item("Q900003", "Q515", "Wadi City"),
        '{"id": "Q900004", "claims": {"P31": [{}]}}',
        "{]",
        "]",
    ]
    done = import_file(write(tmp_path / "a.json", "\n".join(lines)))
    assert (done.format, done.actors, len(done.bad)) == ("wikidata", 2, 2)
    person, party = find_entity("Omar Halabi"), find_entity("Wadi Party")
    assert (person.key, person.country) == ("wikidata:Q900001", "USA")
    assert [(t.sector, t.first, t.last) for t in person.terms] == [("GOV", "2003-04-01", "2006-02-28")]
    assert (party.country, party.terms[0].first) == ("FRA", "1999")
    assert find_entity("Wadi City") is None


def test_petrarch(own, tmp_path):
    done = import_file(write(tmp_path / "a.actors.txt", PETRARCH))
    assert (done.format, done.actors, done.bad) == ("petrarch", 3, [])
    group, person = find_entity("Wadi Front"), find_entity("Umar Halabi")
    assert (group.country, group.terms[0].type) == ("LBY", "armed_group")
    assert find_entity("WF") is group
    assert [(t.type, t.sector, t.sector2, t.first, t.last) for t in person.terms] == [
        ("person", "GOV", "MIL", "2003-01-01", "2005-02-28"),
        ("person", "ELI", None, "2005-03-01", None),
    ]
    assert find_entity("Sahil Sun").terms[0].last == "1999-12-31"
    assert find_entity("Tripoli") is None or find_entity("Tripoli").name != "Libya"


@pytest.mark.parametrize("text", ["+ALONE_\n", "\t[LBYGOV]\n", "A_B_\n", "A_B_ [LBYGOV soon]\n", "A_B_ [LBYGOV\n"])
def test_bad_lines_of_a_dictionary(own, tmp_path, text):
    done = import_file(
        write(tmp_path / "a.txt", PETRARCH + ("" if text.startswith("A") else "\n") + text), format="petrarch"
    )
    if text.startswith("A"):
        assert done.bad
        assert done.actors == 3
    alone = import_file(write(tmp_path / "b.txt", text), format="petrarch")
    assert alone.bad
    assert str(alone.bad[0]).startswith(f"{tmp_path / 'b.txt'}:1: ")


def test_an_imported_actor_comes_before_a_shipped_one_and_keeps_its_terms(own, tmp_path):
    before = find_entity("Vladimir Putin")
    import_file(
        write(tmp_path / "a.csv", "name,aliases,type,country,wikidata\nV. V. Putin,Wladimir Putin,person,RUS,Q7747\n")
    )
    after = find_entity("Wladimir Putin")
    assert after.name == before.name == "Vladimir Putin"
    assert after.on("2002-01-01").sector == before.on("2002-01-01").sector == "GOV"


def test_importing_again_replaces_and_files_do_not_mix(own, tmp_path):
    path = write(tmp_path / "a.csv", CSV)
    import_file(path)
    first = own.read_bytes()
    import_file(path)
    assert own.read_bytes() == first
    import_file(write(tmp_path / "b.csv", "name\nSahil Council\n"))
    assert [r["source"] for r in load_rows()] == ["a.csv", "a.csv", "b.csv"]
    import_file(write(tmp_path / "a.csv", "name\nOther Name\n"))
    assert {r["name"] for r in load_rows()} == {"Sahil Council", "Other Name"}


def test_a_gzipped_file(own, tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(CSV.encode()))
    assert import_file(str(path)).actors == 1


def test_commands(own, tmp_path):
    path = write(tmp_path / "a.csv", CSV + "A B,,tribe,,,,\n")
    result = run("import", path)
    assert result.return_value == 1 or result.exit_code == 1
    assert f"{path}:4: type 'tribe'" in result.stderr
    assert f"{path}: 1 actors (csv), 1 lines skipped" in result.stdout
    assert run("list").stdout == "a.csv\t1 actors\n"
    shown = run("show", "WF").stdout
    assert shown.startswith("Wadi Front\tLBY\n  armed_group LBY REB\t2014-03 to 2019-05-01\n")
    assert run("remove", "a.csv").stdout == "2 entries removed\n"
    assert load_rows() == ()
    assert "see `sayso kb list`" in str(run("remove", "a.csv").exception)
    assert "no actor is called" in run("show", "WF").stderr


def test_kb_names_another_base(own, tmp_path):
    other = tmp_path / "other.csv"
    run("import", write(tmp_path / "a.csv", CSV), "--kb", str(other))
    assert not own.exists()
    assert len(load_rows(other)) == 2


@pytest.mark.parametrize("name", ["missing.csv", "empty.csv", "prose.txt"])
def test_a_file_that_is_none_is_refused(own, tmp_path, name):
    (tmp_path / "empty.csv").touch()
    (tmp_path / "prose.txt").write_text("It rained all day.\n", "utf-8")
    result = run("import", str(tmp_path / name))
    assert name in result.stderr
    assert not own.exists()


def test_a_broken_base_is_named(own):
    own.parent.mkdir()
    own.write_text("a,b\n1,2\n", "utf-8")
    assert "not a knowledge base" in str(run("list").exception)


@pytest.mark.parametrize(
    ("word", "code"),
    [("ly", "LBY"), ("LBY", "LBY"), ("Libya", "LBY"), ("uk", "GBR"), ("IGO", "IGO"), ("zz", None), ("", None)],
)
def test_countries_of_other_bases(word, code):
    assert find_code(word) == code


@pytest.mark.parametrize(
    ("text", "day"), [("2020", "2020"), ("2020-02-31", "2020-02-29"), ("", None), ("2020-01-01T00:00", "2020-01-01")]
)
def test_days_of_other_bases(text, day):
    assert read_day(text) == day


def test_codes_name_types_and_sectors_that_there_are():
    from typing import get_args

    from sayso.types import ActorType

    tables = codes()
    for table in ("cameo", "ftm_schema", "ftm_topic", "wikidata"):
        for kind, sector in tables[table].values():
            assert kind in get_args(ActorType)
            assert sector is None or len(sector) == 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6), st.sampled_from(sorted(FORMATS)))
def test_no_line_breaks_a_reader(lines, format):
    readers = {"csv": kb_csv, "ftm": kb_ftm, "wikidata": kb_wikidata, "petrarch": kb_petrarch}
    for row in readers[format].read(iter(enumerate(lines, 1))):
        assert isinstance(row, BadLine) or row["name"]


def test_the_format_is_found(tmp_path):
    assert find_format(write(tmp_path / "a", "# notes\nid,name\n1,A\n")) == "csv"
    assert find_format(write(tmp_path / "b", "[\n" + item("Q1", "Q5", "A B") + "\n]")) == "wikidata"


def test_the_table_holds_what_was_put_into_it(tmp_path):
    rows = [dict.fromkeys(COLUMNS, "") | {"name": 'A "B", C\nD', "source": "x"}]
    save_rows(rows, tmp_path / "kb.csv")
    assert list(load_rows(tmp_path / "kb.csv")) == rows


@pytest.mark.slow
def test_reading_uses_it_and_says_so(own, tmp_path):
    import_file(write(tmp_path / "a.csv", CSV))
    text = write(tmp_path / "r.txt", "Fighters of the Wadi Front attacked a convoy near Sebha on 4 May 2015.")
    done = subprocess.run(
        [sys.executable, "-m", "sayso", "read", text, "--published", "2015-05-05", "--format", "jsonl"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ},
    )
    reading = json.loads(done.stdout)
    assert reading["pipeline"]["kb"] == own_fingerprint()
    (group,) = [a for a in reading["actors"] if a["name"] == "Wadi Front"]
    assert (group["sector"], group["country"]) == ("REB", "LBY")


def test_a_person_and_a_body_of_one_name_are_two(own, tmp_path):
    rows = "name,type,country,sector\nWadi Sahil,other,,SOC\nWadi Sahil,person,LBY,GOV\nWadi Sahil,person,EGY,ELI\n"
    import_file(write(tmp_path / "a.csv", rows))
    assert {find_entity("Wadi Sahil").person, find_entity("Wadi Sahil", country="EGY").person} == {False, True}


def test_one_of_many_codes_makes_a_person_and_all_its_terms_are_the_persons(own, tmp_path):
    text = "OMAR_AL_HALABI_\n\t[LBYREB 900101-991231]\n\t[LBYGOV >000101]\nSONS_OF_THE_WADI_ [NGOCHRPRO214]\n"
    done = import_file(write(tmp_path / "a.txt", text))
    assert done.bad == []
    assert [t.type for t in find_entity("Omar al Halabi").terms] == ["person", "person"]
    assert find_entity("Sons of the Wadi").name == "Sons of the Wadi"
