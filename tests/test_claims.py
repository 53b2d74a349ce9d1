"""Claims: the cue lexicon entry by entry, frames, quotations, nesting, sources, and the linker of tags."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from sayso.pipes import board
from sayso.pipes.board import Mark
from sayso.pipes.claims import Claims, judge_quote
from sayso.pipes.claims_cues import Example, iter_examples
from sayso.pipes.claims_draft import Draft, Grid
from sayso.pipes.claims_find import find_by_rules, settle
from sayso.pipes.claims_link import link_marks
from sayso.pipes.claims_nest import nest
from sayso.pipes.claims_source import LEXICON as SOURCES
from sayso.pipes.claims_speech import vouching_claims
from sayso.pipes.sentences import Sentences
from sayso.resources import load_yaml
from sayso.types import Actor, Claim

EXAMPLES = list(iter_examples())
Reader = Callable[[str], Doc]


@pytest.fixture(scope="session")
def read(nlp: Language) -> Reader:
    """Parses a text after the stage of sentences, as the pipeline does."""
    start = Sentences()

    def parse(text: str) -> Doc:
        doc = start(nlp.make_doc(text))
        for name, pipe in nlp.pipeline:
            if name != "sayso_sentences":
                doc = pipe(doc)
        return doc

    return parse


@pytest.fixture(scope="session")
def fired(nlp: Language) -> dict[str, Doc]:
    """Every example of the lexicon, parsed once."""
    start = Sentences()
    texts = sorted({e.sentence for e in EXAMPLES})
    return dict(zip(texts, nlp.pipe(start(nlp.make_doc(t)) for t in texts), strict=True))


def claims_of(doc: Doc) -> list[tuple[str, str, str]]:
    """Source, cue and content of each claim as words."""
    text = doc.text

    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " / ".join(text[s:e] for s, e in spans)

    return [(words(c.source.spans), words(c.cue), words(c.content)) for c in board.get_claims(Claims()(doc))]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.part}-{e.frame}-{e.lemma}")
def test_lexicon_example_fires(example: Example, fired: dict[str, Doc]) -> None:
    doc = fired[example.sentence]
    grid = Grid(doc, board.get_quotes(doc))
    assert find_by_rules(grid, board.get_segments(doc))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The mayor said that the bridge fell.", ("The mayor", "said", "that the bridge fell")),
        ("The mayor did not say whether it was safe.", ("The mayor", "did not say", "whether it was safe")),
        ("“The bridge fell,” said Ann Lee, the mayor.", ("Ann Lee, the mayor", "said", "“The bridge fell,”")),
        ('"The bridge fell," she said on Monday. "It was old."', ("she", "said", '"The bridge fell," / "It was old."')),
        ("The bridge, officials said, was very old.", ("officials", "said", "The bridge / was very old")),
        ("The bridge was old, sources have said.", ("sources", "have said", "The bridge was old")),
        ("According to sources, the bridge was old.", ("sources", "According to", "the bridge was old")),
        ("The bridge was old, according to Ann Lee.", ("Ann Lee", "according to", "The bridge was old")),
        ("The mayor refused to close the bridge.", ("The mayor", "refused", "to close the bridge")),
        ("Critics called the bridge a danger.", ("Critics", "called", "the bridge a danger")),
        ("Residents have called for a new bridge.", ("Residents", "have called for", "a new bridge")),
        ("The bridge is expected to open in May.", ("", "is expected", "The bridge / to open in May")),
        ("The bridge reportedly fell.", ("", "reportedly", "The bridge / fell")),
        ("The builder was criticized by Ann Lee.", ("Ann Lee", "was criticized", "The builder")),
        ("As the mayor noted, the bridge was old.", ("the mayor", "noted", "the bridge was old")),
        ("The bridge was a disgrace, as Ann Lee put it.", ("Ann Lee", "put it", "The bridge was a disgrace")),
        ("Officials are aware that the bridge is old.", ("Officials", "are aware", "that the bridge is old")),
        ("Residents’ concern about the bridge grew.", ("Residents’", "concern about", "the bridge")),
    ],
)
def test_frames(read: Reader, text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in claims_of(read(text))


def test_quotation_over_paragraphs_is_one_content(read: Reader) -> None:
    text = 'The mayor said: "The bridge fell.\n\n"Nobody was on it that night."\n\nIt had rained.'
    claims = claims_of(read(text))
    assert claims[0][1:] == ("said", '"The bridge fell.\n\n"Nobody was on it that night."')


def test_speakers_before_a_colon(read: Reader) -> None:
    claims = claims_of(read("LEE: The bridge fell.\n\nSTONE: Nobody was on it that night."))
    assert claims[0] == ("LEE", ":", "The bridge fell.")
    assert claims[1][0] == "STONE"


def test_inner_claims_say_what_they_are_within(read: Reader) -> None:
    doc = Claims()(read("The minister said that officials had told him that the bridge was old."))
    outer, inner = board.get_claims(doc)
    assert (outer.within, inner.within) == (None, outer.id)
    assert inner.quote == "indirect"


def with_actors(doc: Doc, *actors: Actor) -> list[Claim]:
    board.set_actors(doc, list(actors))
    return board.get_claims(Claims()(doc))


def test_source_and_told_are_actors(read: Reader) -> None:
    text = "Top sources in Lima have told the Herald that the agency has a secret relationship with the army."
    herald = text.index("the Herald")
    claims = with_actors(
        read(text),
        Actor("a0", "the Herald", True, "media", ((herald, herald + 10),)),
        Actor("a1", "top sources", False, "person", ((0, 11),)),
    )
    assert claims[0].source.kind == "unnamed"
    assert (claims[0].source.actor, claims[0].source.to) == ("a1", "a0")
    assert text[slice(*claims[0].source.spans[0])] == "Top sources in Lima"


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Lee told Stone that the bridge fell.", "Stone"),
        ("Lee said to Stone that the bridge fell.", "Stone"),
        ("Stone was told by Lee that the bridge fell.", "Stone"),
        ("Lee urged Stone to close the bridge.", "Stone"),
        ("Lee denied that Stone closed the bridge.", None),
    ],
)
def test_who_was_told(read: Reader, text: str, to: str | None) -> None:
    start = text.index("Stone")
    claims = with_actors(read(text), Actor("a0", "Stone", True, "person", ((start, start + 5),)))
    assert claims[0].source.to == (to and "a0")


def test_the_outlet_itself_is_the_reporter(read: Reader) -> None:
    doc = read("The Herald has learned that the bridge fell.")
    board.set_context(doc, board.Context(outlet="Herald"))
    assert with_actors(doc)[0].source.kind == "reporter"


def test_pronoun_takes_the_kind_of_its_actor(read: Reader) -> None:
    text = "They said that the bridge fell."
    assert with_actors(read(text))[0].source.kind == "described"
    assert with_actors(read(text), Actor("a0", "FMLN", True, "armed_group", ((0, 4),)))[0].source.kind == "named"
    text = "The group said that the bridge fell."
    assert with_actors(read(text), Actor("a0", "FMLN", True, "armed_group", ((0, 9),)))[0].source.kind == "named"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Ann Lee", "named"), ("Police", "described"), ("A senior official", "described"), ("Sources", "unnamed"),
        ("The statement", "document"), ("Court papers", "document"), ("A military source", "unnamed"),
        ("Republicans", "described"), ("Spokeswoman Ann Lee", "named"), ("The Justice Department", "named"),
        ("Two witnesses", "described"), ("A new poll", "document"),
    ],
)
def test_kinds(read: Reader, source: str, kind: str) -> None:
    doc = Claims()(read(f"{source} said that the bridge fell."))
    assert board.get_claims(doc)[0].source.kind == kind


@pytest.mark.parametrize("noun", load_yaml(SOURCES)["document"]["lemmas"].split()[::6])
def test_documents_are_documents(read: Reader, noun: str) -> None:
    doc = Claims()(read(f"The new {noun} says that the bridge fell."))
    assert [c.source.kind for c in board.get_claims(doc)][:1] in (["document"], [])


def test_source_left_out(read: Reader) -> None:
    kinds = {t: board.get_claims(Claims()(read(t)))[0].source.kind for t in (
        "The bridge reportedly fell.", "The bridge seems to be safe.")}
    assert list(kinds.values()) == ["unnamed", "reporter"]


def test_linker_joins_gold_like_tags(read: Reader) -> None:
    text = '"The bridge fell," Lee said. "It was old." Stone denied that it was old.'
    doc = read(text)
    tags = [('"The bridge fell,"', "content"), ("Lee", "source"), ("said", "cue"), ('"It was old."', "content"),
            ("Stone", "source"), ("denied", "cue"), ("that it was old", "content")]
    marks = [Mark(text.index(w), text.index(w) + len(w), label, 1.0) for w, label in tags]
    drafts = link_marks(Grid(doc, board.get_quotes(doc)), marks)
    assert [[text[s:e] for s, e in d.source + d.cue + d.content] for d in drafts] == [
        ["Lee", "said", '"The bridge fell,"', '"It was old."'], ["Stone", "denied", "that it was old"]]
    board.set_marks(doc, {"claims": marks})
    assert len(board.get_claims(Claims()(doc))) == 2


def test_statement_without_quotation_marks(read: Reader) -> None:
    text = "The minister said:\n\nI am glad that the bridge is open.\n\nWe will build another.\n\nIt has rained."
    content = claims_of(read(text))[0][2]
    assert content == "I am glad that the bridge is open.\n\nWe will build another."


def test_signed_quotation(read: Reader) -> None:
    assert ("Ann Lee", "—", "“The bridge fell.”") in claims_of(read("“The bridge fell.” — Ann Lee\n\nIt rained."))


def test_linked_cue_shares_the_subject_before_it(read: Reader) -> None:
    text = "The mayor came and said that the bridge fell."
    doc = read(text)
    board.set_marks(doc, {"claims": [Mark(19, 23, "cue", 0.9), Mark(24, 44, "content", 0.9)]})
    assert claims_of(doc) == [("The mayor", "said", "that the bridge fell")]


def test_marks_in_a_dateline_are_not_read(read: Reader) -> None:
    text = "LIMA, Peru (AP) — The bridge fell."
    doc = read(text)
    marks = [Mark(0, 4, "source", 0.9), Mark(16, 17, "cue", 0.9), Mark(18, 33, "content", 0.9)]
    board.set_marks(doc, {"claims": marks})
    assert claims_of(doc) == []


@pytest.mark.parametrize(
    ("text", "vouch"),
    [
        ("Lee said that the bridge fell.", True),
        ("The bridge reportedly fell.", True),
        ("According to Lee, the bridge fell.", True),
        ("Lee did not say that the bridge fell.", False),
        ("Lee approved the plan to build a bridge.", False),
        ("Lee wants to build a bridge.", False),
        ("A new report shows that the bridge fell.", True),
        ("Lee accused the builder of fraud.", True),
    ],
)
def test_who_vouches_for_the_content(read: Reader, text: str, vouch: bool) -> None:
    assert bool(vouching_claims(Claims()(read(text)))) is vouch


def test_judge_quote(read: Reader) -> None:
    doc = read('He said "the old bridge fell" and left.')
    grid = Grid(doc, board.get_quotes(doc))
    assert [judge_quote(grid, [s]) for s in ((8, 29), (0, 29), (0, 7))] == ["direct", "mixed", "indirect"]


def test_settle_and_nest() -> None:
    outer = Draft(cue=[(0, 4)], content=[(5, 40)])
    inner = Draft(cue=[(10, 14)], content=[(15, 40)])
    same = Draft(cue=[(2, 4)], content=[(5, 9)])
    assert settle([inner, same, outer]) == [outer, inner]
    assert nest([outer, inner]) == [None, 0]


NEWSY = st.lists(
    st.sampled_from(["Lee", "said", '"', "“", "”", "the bridge", "fell", ",", ".", "that", ":", "\n\n", "told",
                     "according to", "sources", "is expected to", "if", "reportedly", "'", "who", "claims"]),
    max_size=25,
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(text=NEWSY, cuts=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=6))
def test_any_text_gives_sound_spans(read: Reader, text: str, cuts: list[tuple[int, int]]) -> None:
    doc = read(text)
    labels = ["source", "cue", "content"]
    cuts = [(s, min(len(text), s + n)) for s, n in sorted(cuts) if s < len(text)]
    marks = [Mark(s, e, labels[k % 3], 0.5) for k, (s, e) in enumerate(cuts)]
    for found in ([], marks):
        board.set_marks(doc, {"claims": found})
        claims = board.get_claims(Claims()(doc))
        known = {c.id for c in claims}
        for c in claims:
            assert all(0 <= s < e <= len(text) for s, e in (*c.cue, *c.content, *c.source.spans))
            assert c.content
            assert c.within is None or (c.within in known and c.within != c.id)


@pytest.mark.parametrize("text", ["", " ", "\x00", "said", '"', "“”", "🙂 said 🙂", "said said said", "that " * 300])
def test_odd_texts(read: Reader, text: str) -> None:
    Claims()(read(text))


def test_signatures_at_line_ends_are_sources(read: Reader) -> None:
    text = "“The bridge fell.” ―\u00a0Ann Lee\n“Nobody was on it that night.” ― Ben Stone\n"
    assert claims_of(read(text)) == [
        ("Ann Lee", "―", "“The bridge fell.”"), ("Ben Stone", "―", "“Nobody was on it that night.”"),
    ]


def marked(doc: Doc, *marks: tuple[str, str]) -> Doc:
    """Puts words with their label on the board as the tagger's marks, each at its first place."""
    found = [Mark(doc.text.index(w), doc.text.index(w) + len(w), label, 0.9) for w, label in marks]
    board.set_marks(doc, {"claims": found})
    return doc


def test_the_subject_of_a_passive_is_no_source(read: Reader) -> None:
    doc = read("The bridge is believed to be unsafe.")
    marked(doc, ("The bridge", "source"), ("is believed", "cue"), ("to be unsafe", "content"))
    assert claims_of(doc) == [("", "is believed", "The bridge / to be unsafe")]


def test_an_adverb_within_a_cue_is_a_claim_around_it(read: Reader) -> None:
    doc = read("The mayor reportedly refused to close the bridge.")
    marked(doc, ("The mayor", "source"), ("reportedly refused", "cue"), ("to close the bridge", "content"))
    claims = board.get_claims(Claims()(doc))
    inner = next(c for c in claims if c.within is not None)
    assert doc.text[slice(*inner.cue[0])] == "refused"


def test_whom_an_agency_cites_makes_no_claim_of_its_own(read: Reader) -> None:
    doc = read("The agency reported on Monday, citing police, that the mayor had resigned.")
    marked(doc, ("The agency", "source"), ("citing", "cue"), ("police, that the mayor had resigned", "content"))
    assert ("The agency", "reported", "that the mayor had resigned") in claims_of(doc)


def test_claims_that_hold_each_other_do_not_go_round() -> None:
    drafts = [Draft([(0, 1)], [(10, 11), (20, 21)]), Draft([(10, 11)], [(20, 21), (0, 1)]), Draft([(20, 21)], [(0, 1)])]
    within = nest(drafts)
    for start in range(len(drafts)):
        at: int | None = start
        for _ in range(len(drafts) + 1):
            at = None if at is None else within[at]
        assert at is None


def test_what_follows_a_quotation_and_its_cue_is_no_content(read: Reader) -> None:
    doc = read("“The bridge fell,” Ann Lee said, and soon the lights went out.")
    marked(
        doc, ("“The bridge fell,”", "content"), ("Ann Lee", "source"), ("said", "cue"),
        ("and soon the lights went out", "content"),
    )
    assert claims_of(doc) == [("Ann Lee", "said", "“The bridge fell,”")]


def test_a_cue_taken_for_another_is_put_right(read: Reader) -> None:
    doc = read("The agency reported on Monday, citing police, that the mayor had denied the charges.")
    marked(
        doc, ("The agency", "source"), ("reported", "cue"), ("citing", "cue"),
        ("police, that the mayor had denied the charges", "content"),
    )
    assert claims_of(doc)[0] == ("The agency", "reported", "that the mayor had denied the charges")
    assert [doc.text[slice(*c.span)] for c in board.get_claims(doc)[0].source.relays] == ["police"]
