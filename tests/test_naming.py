from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.cli.main import main
from sayso.link.naming_compare import compare
from sayso.link.naming_index import Index, Known
from sayso.link.naming_keys import name_keys
from sayso.link.naming_lexicon import meaning_of
from sayso.link.naming_model import THRESHOLD, find_actor, likeness
from sayso.link.naming_parts import read_names
from sayso.link.naming_script import plain, romanize, script_of
from sayso.link.naming_sound import bones, fold, sound_likeness
from sayso.resources import load_yaml

ANY = st.text(max_size=60)
WORDS = ("Ali", "Omar", "Gromov", "Petrov", "Halabi", "Громов", "علي", "Ki-moon", "of", "al")


@pytest.mark.parametrize(
    ("word", "latin", "script"),
    [
        ("Громов", "gromov", "cyrillic"), ("Гончаренко", "goncharenko", "cyrillic"), ("Сергій", "serhiy", "cyrillic"),
        ("حسن", "hsn", "abjad"), ("שמעון", "shmwn", "abjad"), ("김", "kim", "hangul"), ("철", "chol", "hangul"),
        ("平", "ping", "han"), ("Müller", "muller", "latin"), ("…", "", "latin"), ("", "", "latin"),
    ],
)
def test_words_in_latin_letters(word, latin, script):
    assert (romanize(word), script_of(word)) == (latin, script)


def test_latin_letters_typed_into_a_cyrillic_word_are_read_as_meant():
    assert romanize("Bладимир") == romanize("Владимир") == "vladimir"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("klitschko", "klichko"), ("yushchenko", "iushchenko"), ("husayn", "hussein"), ("youssef", "yusef"),
        ("dzhabrailov", "djabrailov"), ("orloff", "orlov"), ("khalid", "halid"),
    ],
)
def test_spellings_of_one_sound_fold_alike(one, two):
    assert fold(one) == fold(two)


@pytest.mark.parametrize(("one", "two"), [("muhammad", "mohamed"), ("gaddafi", "qadhafi"), ("kadyrov", "gadirov")])
def test_spellings_of_one_word_have_the_same_bones(one, two):
    assert bones(one) == bones(two)


def test_rahman_and_rahim_do_not_sound_alike():
    assert sound_likeness("rahman", "rahim") < 0.66 < sound_likeness("rahman", "rehman")


SAME = [
    ("Abdul Rahman Yasin", "Abdurrahman Yassin", "person"), ("Muammar Gaddafi", "Moammar al-Qadhafi", "person"),
    ("محمد البرادعي", "Mohamed ElBaradei", "person"), ("جواد ظریف", "Javad Zarif", "person"),
    ("Владимир Кличко", "Vladimir Klitschko", "person"), ("Volodymyr Klychko", "Vladimir Klitschko", "person"),
    ("반기문", "Ban Ki-moon", "person"), ("邓小平", "DENG Xiaoping", "person"), ("שמעון פרס", "Shimon Peres", "person"),
    ("Siarhei Ramanau", "Sergey Romanov", "person"), ("Gromov, Piotr", "Petr Gromov", "person"),
    ("Jan Kowal (a.k.a. Jan Nowak)", "Jan Nowak", "person"), ("General Amin Halabi", "Amin Halabi", "person"),
    ("Общество с ограниченной ответственностью «Веста»", "Vesta LLC", "company"),
    ("Jaysh al-Wadi", "Army of Wadi", "armed_group"),
    ("PFLW", "Popular Front for the Liberation of Wadi", "armed_group"),
    ("АО «Научно-исследовательский институт Волна»", "Volna Research Institute JSC", "company"),
    ("武汉蓝海科技有限公司", "Wuhan Lanhai Technology Co., Ltd.", "company"),
]
OTHER = [
    ("Abdul Rahman", "Abdul Rahim", "person"), ("Ivan Ivanovich Petrov", "Ivan Ivanovich Sokolov", "person"),
    ("Mohammed Hassan", "Mohammed Hussein", "person"), ("Kim Il Chol", "Kim Yong Nam", "person"),
    ("Wadi Liberation Front", "Sahil Liberation Front", "armed_group"),
    ("Ministry of Defence", "Ministry of Finance", "agency"),
]


@pytest.mark.parametrize(("one", "two", "type"), SAME)
def test_one_actor(one, two, type):
    body = type != "person"
    assert likeness(one, two, body=body) > 0.5
    assert set(name_keys(one, body=body)) & set(name_keys(two, body=body)) or type == "armed_group"


@pytest.mark.parametrize(("one", "two", "type"), OTHER)
def test_two_actors(one, two, type):
    assert likeness(one, two, body=type != "person") < 0.5


@pytest.mark.parametrize("name", list(load_yaml("lexicons/bodies.yml")))
def test_every_word_for_bodies_is_read_in_its_example(name):
    foreign, english = load_yaml("lexicons/bodies.yml")[name]["example"]
    known = {w.meaning for n in read_names(foreign, True) for w in n.words}
    assert name in known
    assert name in {w.meaning for n in read_names(english, True) for w in n.words}
    assert compare(foreign, english, body=True).shared_left > 0.5


@pytest.mark.parametrize("line", load_yaml("lexicons/given_forms.yml"))
def test_forms_of_a_given_name_are_one_name(line):
    first, *others = line.split()
    for other in others:
        assert compare(f"{first} Gromov", f"{other} Gromov", body=False).shared_left > 0.85


@pytest.mark.parametrize(
    "pair", [pair for file in ("scripts", "naming") for pair in load_yaml(f"lexicons/{file}.yml")["examples"]]
)
def test_examples_of_the_lexicons(pair):
    assert max(compare(*pair, body=body).rough for body in (False, True)) > 0.6


def test_a_written_form_may_hold_several_names():
    names = read_names("Amin Halabi / Amine Halaby (Halabi Amin)", False)
    assert [" ".join(w.text for w in n.words) for n in names] == ["amin halabi", "amine halaby", "halabi amin"]


def test_an_unknown_abbreviation_in_a_name_keeps_its_letters():
    (name,) = read_names("JSC “OZK”", True)
    assert name.letters == "ozk"


def test_meanings_are_found_in_any_spelling():
    assert meaning_of("mujaheddin") == meaning_of("mujahidin") == "fighters"
    assert meaning_of("halabi") is None


def make_index():
    return Index([
        Known("1", ("Ayman Halabi",), False), Known("2", ("Aymen Haddad",), False), Known("3", ("Wadi Front",), True),
        Known("4", ("Igor Petrovich Gromov",), False), Known("5", ("Oleg Petrovich Gromov",), False),
    ])


@pytest.mark.parametrize(
    ("name", "body", "id"),
    [
        ("Aiman al-Halaby", False, "1"), ("أيمن الحلبي", False, "1"), ("Ігор Петрович Громов", False, "4"),
        ("Jabhat al-Wadi", True, "3"), ("Aleh Piatrovich Hromau", False, "5"),
    ],
)
def test_a_name_is_led_to_its_actor(name, body, id):
    answer = find_actor(make_index(), name, body=body)
    assert answer.actor == id
    assert answer.score >= THRESHOLD


@pytest.mark.parametrize("name", ["Petrovich", "Stefan Zweig", "Denis Petrovich Kozlov", "", "???", "Gromov"])
def test_a_stranger_is_led_to_nobody(name):
    assert find_actor(make_index(), name, body=False).score < THRESHOLD


def test_an_empty_index_knows_nobody():
    assert find_actor(Index([]), "Ayman Halabi", body=False).actor is None


@settings(max_examples=150, deadline=None)
@given(ANY, ANY, st.booleans())
def test_any_two_texts_can_be_compared(one, two, body):
    assert 0.0 <= likeness(one, two, body=body) <= 1.0
    assert name_keys(one, body=body) == name_keys(one, body=body)
    assert plain(one) == plain(plain(one))
    for name in read_names(one, body):
        assert all(w.text.isascii() and w.text for w in name.words)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
def test_a_name_is_like_itself(words):
    evidence = compare(" ".join(words), " ".join(words), body=False)
    assert evidence.shared_left == pytest.approx(1.0, abs=1e-6)
    assert evidence.conflict == 0.0


def write(path, rows):
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
    return str(path)


def run(*arguments):
    return CliRunner().invoke(main, [*arguments], standalone_mode=False, catch_exceptions=True)


def test_the_command_answers_every_query_in_order(tmp_path):
    kb = write(tmp_path / "kb.jsonl", [
        {"id": "a", "name": "Ayman Halabi", "type": "person", "country": None},
        {"id": "b", "name": "Popular Front for the Liberation of Wadi", "type": "armed_group", "country": None},
    ])
    asked = write(tmp_path / "q.jsonl", [
        {"query": "1", "name": "أيمن الحلبي", "type": "person"}, {"query": "2", "name": "PFLW", "type": "armed_group"},
        {"query": "3", "name": "Boris Gromov", "type": "person"},
    ])
    out = tmp_path / "a.jsonl"
    result = run("names", "--kb", kb, "--queries", asked, "-o", str(out))
    assert result.exception is None, result.exception
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(a["query"], a["actor"]) for a in answers] == [("1", "a"), ("2", "b"), ("3", None)]
    assert run("names", "--kb", kb, "--queries", asked).output == out.read_text("utf-8")


def test_known_aliases_help(tmp_path):
    kb = write(tmp_path / "kb.jsonl", [{"id": "a", "name": "Central Intelligence Agency", "type": "agency"}])
    asked = write(tmp_path / "q.jsonl", [{"query": "1", "name": "C.I.A.", "type": "agency"}])
    assert '"actor": "a"' in run("names", "--kb", kb, "--queries", asked).output


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}'])
def test_a_bad_line_is_named(tmp_path, line):
    kb = tmp_path / "kb.jsonl"
    kb.write_text(line + "\n", "utf-8")
    error = run("names", "--kb", str(kb), "--queries", str(kb)).exception
    assert f"{kb}:1" in str(error)
