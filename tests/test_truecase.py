import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.norm.truecase import is_capitals, make_legible, truecase


@given(st.text())
def test_offsets_stay(text):
    assert len(make_legible(text)) == len(text)


@given(st.text())
def test_letters_stay_but_for_case(text):
    for before, after in zip(text, make_legible(text), strict=True):
        assert before.casefold() == after.casefold() or not before.isprintable() or after in " \n"


@pytest.mark.parametrize(
    ("capitals", "cased"),
    [
        ("THE GUERRILLAS ATTACKED A BRIDGE NEAR SAN VICENTE.", "The guerrillas attacked a bridge near San Vicente."),
        ("POLICE IN BOGOTA SAID ON MONDAY THAT TWO MEN DIED.", "Police in Bogota said on Monday that two men died."),
        ("THE U.S. ENVOY LEFT THE COUNTRY. HE RETURNED LATER.", "The U.S. envoy left the country. He returned later."),
    ],
)
def test_capitals_are_read_as_news_writes_them(capitals, cased):
    assert truecase(capitals).lower() == cased.lower()
    assert make_legible(capitals) == cased


def test_an_unknown_word_is_a_name_unless_it_has_no_vowel():
    assert truecase("REBELS OF THE ZQRT TOOK XOLOTLAN TODAY").split()[3] == "ZQRT"
    assert truecase("REBELS OF THE ZQRT TOOK XOLOTLAN TODAY").split()[5] == "Xolotlan"


def test_mixed_case_is_left_alone():
    text = "The BBC and CNN said that NATO met.\nOK"
    assert make_legible(text) == text


def test_control_characters_become_blanks():
    assert make_legible("a\x00b\ud800c\xa0d\r\ne\u2028f") == "a b c d \ne\nf"


def test_a_few_capitals_are_no_line_in_capitals():
    assert not is_capitals("NATO")
    assert not is_capitals("")
