from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.pipes import board
from sayso.pipes.actors import Actors, find_actors
from sayso.pipes.actors_country import main_country
from sayso.pipes.actors_index import ActorIndex
from sayso.pipes.actors_nouns import portfolio_key
from sayso.pipes.actors_tokens import phrase_of, root_of, tokens_within
from sayso.types import Place


@pytest.fixture(scope="module")
def read(nlp):
    """Texts to documents with actors, with the publication date, places and quotations given."""

    def read_text(text, published="2023-04-26", places=(), quotes=()):
        doc = nlp(text)
        board.set_context(doc, board.Context(published=published))
        board.set_places(doc, [Place(text.index(p), text.index(p) + len(p), p) for p in places])
        board.set_quotes(doc, [(text.index(q), text.index(q) + len(q)) for q in quotes])
        return Actors()(doc)

    return read_text


def groups(doc):
    """The words of each actor's mentions, by the actor's name."""
    return {a.name: [doc.text[s:e] for s, e in a.mentions] for a in board.get_actors(doc)}


def one(doc, name):
    return next(a for a in board.get_actors(doc) if a.name == name)


def together(doc, *words):
    """Whether all these words are mentions of one actor."""
    return any(set(words) <= set(mentions) for mentions in groups(doc).values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The Office of Water Affairs (OWA) raised prices. OWA gave no reason.",
            ("OWA",),
        ),
        ("President Emma Kalnins met farmers. Kalnins promised help.", ("Emma Kalnins", "Kalnins")),
        (
            "President Emma Kalnins came with Peter Kalnins and Paul Weber. Kalnins promised help.",
            ("Emma Kalnins", "Kalnins"),
        ),
        ("Boko Haram attacked the town. The group denied it.", ("Boko Haram", "The group")),
        ("Paul Weber resigned on Monday. He had been ill.", ("Paul Weber", "He")),
        ("Maria Sanchez resigned on Monday. She had been ill.", ("Maria Sanchez", "She")),
        ("Turkey closed the border. Ankara blamed smugglers.", ("Turkey", "Ankara")),
        ("The United States sent envoys. The Americans left early.", ("The United States", "The Americans")),
        ("A gunman fled. Police chased the gunman.", ("A gunman", "the gunman")),
        ("Police fired gas. Witnesses said police used sticks.", ("Police", "police")),
        ("Shell sold the field. The company kept the port.", ("Shell", "The company")),
        ("Boko Haram burned a school. Boko Haram gunmen fled.", ("Boko Haram", "Boko Haram gunmen")),
        ("Saudi Arabia sent troops. The kingdom wants peace.", ("Saudi Arabia", "The kingdom")),
        (
            "The Ministry of Commerce fined the bank. Bulgaria's commerce ministry gave no reason.",
            ("The Ministry of Commerce", "Bulgaria's commerce ministry"),
        ),
        ("French police searched a flat. Police found arms.", ("French police", "Police")),
        ("Paul Weber sold his mill. The businessman kept the house.", ("Paul Weber", "The businessman")),
        ("Angela Merkel, the chancellor, flew home.", ("Angela Merkel", "the chancellor")),
    ],
)
def test_mentions_of_one_actor(read, text, words):
    doc = read(text)
    assert together(doc, *words), groups(doc)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Abdul Rahman met Abdul Rahim in the mosque.", "Abdul Rahman", "Abdul Rahim"),
        ("Rebels killed two soldiers. The army shot three villagers.", "two soldiers", "three villagers"),
        ("John Weber met Maria Weber in the court.", "John Weber", "Maria Weber"),
        ("Iran accused Iraq of shelling its port.", "Iran", "Iraq"),
    ],
)
def test_actors_that_stay_apart(read, text, one, other):
    doc = read(text)
    assert not together(doc, one, other), groups(doc)
    assert any(one in m for m in groups(doc).values())
    assert any(other in m for m in groups(doc).values())


def test_places_are_no_actors(read):
    text = "Police in Lisbon arrested a man near Madrid."
    doc = read(text, places=("Lisbon", "Madrid"))
    assert not any("Lisbon" in m or "Madrid" in m for m in groups(doc).values())


def test_a_nation_before_a_thing_acts(read):
    doc = read("Israeli air strikes hit the port.")
    assert one(doc, "Israel").type == "state"
    assert groups(doc)["Israel"] == ["Israeli"]


def test_a_nation_before_an_actor_does_not(read):
    doc = read("Russian soldiers left the valley.")
    assert list(groups(doc).values()) == [["Russian soldiers"]]
    actor = board.get_actors(doc)[0]
    assert (actor.type, actor.sector, actor.country, actor.named) == ("military", "MIL", "RUS", False)


def test_possessor_and_possessed_are_two(read):
    doc = read("Siraj's rivals left Kabul. Siraj stayed.")
    found = groups(doc)
    assert any("Siraj's rivals" in m and "Siraj" not in m for m in found.values())


def test_the_taliban_rule_since_2021(read):
    before = one(read("The Taliban attacked a post.", published="2019-05-01"), "Taliban")
    after = one(read("The Taliban banned music.", published="2022-05-01"), "Taliban")
    assert (before.sector, after.sector) == ("REB", "GOV")
    assert before.kb == after.kb == "wikidata:Q42418"


def test_what_a_known_body_is(read):
    doc = read("The United Nations sent tents. The CIA kept silent.")
    body, agency = one(doc, "United Nations"), one(doc, "Central Intelligence Agency")
    assert (body.type, body.country, body.named) == ("igo", None, True)
    assert (agency.type, agency.sector, agency.country) == ("agency", "SPY", "USA")


def test_the_speaker_of_a_quotation(read):
    quote = "\"I will not resign,\""
    doc = read(f"{quote} Paul Weber said.", quotes=(quote,))
    assert together(doc, "I", "Paul Weber"), groups(doc)


def test_the_speaker_of_a_statement_after_a_colon(read):
    doc = read("Minister Paul Weber said:\n\nI welcome the talks.")
    assert together(doc, "I", "Paul Weber"), groups(doc)


def test_a_speaker_told_of_by_a_pronoun(read):
    quote = "\"I will not resign,\""
    doc = read(f"Maria Sanchez stayed calm. {quote} she said.", quotes=(quote,))
    assert together(doc, "I", "she", "Maria Sanchez"), groups(doc)


def test_the_police_of_a_report_about_one_country(read):
    doc = read("Farmers marched in Spain. Spanish unions joined them. Police in Spain fired gas.")
    assert {a.country for a in board.get_actors(doc) if a.type == "police"} == {"ESP"}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Spain and Spanish farmers welcomed it.", "ESP"), ("Spain and France and Italy welcomed it.", None),
        ("Nobody welcomed it.", None),
    ],
)
def test_main_country(nlp, text, country):
    assert main_country(nlp(text)) == country


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("the Defence Ministry", "Iran's ministry of defense", True), ("Foreign Ministry", "Health Ministry", False),
        ("Ministry of Foreign Affairs", "the foreign ministry", True),
    ],
)
def test_portfolio_key(a, b, same):
    assert (portfolio_key(a) == portfolio_key(b)) is same
    assert portfolio_key("the ministry") is None
    assert portfolio_key("the court") is None


def test_names_that_nouns_make(read):
    doc = read("The Bramble network hid arms. The London police found them.")
    assert one(doc, "Bramble network").named
    assert not any(a.named for a in board.get_actors(doc) if a.type == "police")


def test_empty_it_stands_for_nobody(read):
    doc = read("Shell sold the field. It is likely that prices will rise.")
    assert groups(doc)["Shell"] == ["Shell"]


def test_order_ids_and_spans(read):
    doc = read("Germany warned Poland. Poland ignored Germany.")
    actors = board.get_actors(doc)
    assert [a.id for a in actors] == [f"a{i}" for i in range(len(actors))]
    assert [a.name for a in actors] == ["Germany", "Poland"]
    assert all(list(a.mentions) == sorted(a.mentions) for a in actors)


def test_without_a_parse_there_are_none():
    from spacy.lang.en import English

    doc = English()("Germany warned Poland.")
    assert find_actors(doc) == []


def test_index_finds_by_head_and_adds(read):
    text = "The Lebanese army shelled a camp. A baker from Tyre fled."
    doc = read(text)
    index = ActorIndex(board.get_actors(doc), doc)
    army = index.actor_at(*span(text, "army"))
    assert army is not None
    assert army == index.actor_at(*span(text, "The Lebanese army"))
    assert index.actor_at(*span(text, "camp")) is None
    assert index.with_extra(*span(text, "army")) == army
    extra = index.with_extra(*span(text, "A baker"))
    assert extra == index.with_extra(*span(text, "A baker"))
    assert (index.get(extra).name, index.get(extra).named, index.get(extra).sector) == ("baker", False, None)
    index.add_mention(extra, *span(text, "Tyre"))
    index.save()
    assert board.get_actors(doc) == index.actors
    assert board.get_actors(doc)[-1].mentions == (span(text, "A baker"), span(text, "Tyre"))


def test_index_knows_names_it_is_asked_for(read):
    text = "Lebanon closed the border. Talks went on in Beirut."
    doc = read(text, places=("Beirut",))
    index = ActorIndex(board.get_actors(doc), doc)
    assert index.with_extra(*span(text, "Beirut")) == index.actor_at(*span(text, "Lebanon"))
    other = ActorIndex([], doc)
    state = other.get(other.with_extra(*span(text, "Lebanon")))
    assert (state.name, state.named, state.kb, state.type) == ("Lebanon", True, "wikidata:Q822", "state")


def test_index_does_not_take_the_possessor_for_the_possessed(read):
    text = "Weber's lawyer left."
    doc = read(text)
    index = ActorIndex(board.get_actors(doc), doc)
    assert index.actor_at(*span(text, "Weber's lawyer")) != index.actor_at(*span(text, "Weber"))


def span(text, words):
    start = text.index(words)
    return start, start + len(words)


def test_phrases_end_before_relative_clauses(nlp):
    doc = nlp("The members of the council who left early voted.")
    first, last = phrase_of(doc[1])
    assert doc[first:last].text == "The members of the council"


def test_tokens_of_a_span(nlp):
    doc = nlp("Two men met.")
    assert tokens_within(doc, 4, 7) == (1, 2)
    assert root_of(doc, 0, 7).text == "men"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_any_text_is_read(read, text):
    doc = read(text)
    for actor in board.get_actors(doc):
        assert actor.mentions
        assert all(0 <= s < e <= len(doc.text) for s, e in actor.mentions)


@pytest.mark.parametrize("text", ["", " ", "\x00", "a", "he", "😀 said he", "‏שלום said", "(" * 400, "he " * 400])
def test_odd_texts(read, text):
    read(text)
