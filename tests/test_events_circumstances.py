"""Where, when and with how many victims: each event its own, none made up."""

from __future__ import annotations

import pytest

from sayso.pipes.events_anchors import move_days
from sayso.pipes.events_words import list_circumstances, list_descriptions
from sayso.resources import load_yaml
from sayso.types import Days

PUBLISHED = "2021-05-14"  # a Friday
TABLE = load_yaml("lexicons/circumstances.yml")

PLACES = [
    ("Rebels shelled the port in Beirut.", "shelled", "Beirut"),
    ("Officials in Cairo have arrested ten editors.", "arrested", "Cairo"),
    ("A gunboat attacked a trawler in the waters of Belize.", "attacked", "Belize"),
    ("Chad has suffered a wave of bombings.", "bombings", "Chad"),
    ("Ministers from Peru condemned the attacks in Lima.", "condemned", None),
    ("Ministers from Peru condemned the attacks in Lima.", "attacks", "Lima"),
    ("The Baghdad bombing killed ten people.", "bombing", "Baghdad"),
    ("Russia bombed Aleppo.", "bombed", "Aleppo"),
    ("The minister travelled to Cairo to meet the president.", "meet", "Cairo"),
    ("The minister met the king when he visited Cairo.", "met", "Cairo"),
    ("Rebels ambushed a convoy six km from Kirkuk.", "ambushed", "Kirkuk"),
    ("Gunmen killed a man from Rome.", "killed", None),
    ("The judge accused rebels of burning farms in Peru.", "accused", None),
    ("Soldiers left Lima. Troops shot ten protesters in the city.", "shot", "Lima"),
    ("Troops shot ten protesters in the northern city.", "shot", None),
    ("LIMA (Reuters) - A court sentenced the editor to ten years.", "sentenced", "LIMA"),
]

DAYS = [
    ("On Monday rebels killed ten soldiers.", "killed", ("2021-05-10", "2021-05-10")),
    ("The mayor on Tuesday rejected the offer of the king.", "rejected", ("2021-05-11", "2021-05-11")),
    ("Monday's attack killed ten soldiers.", "attack", ("2021-05-10", "2021-05-10")),
    ("Chad has jailed ten editors since March.", "jailed", ("2021-03-01", None)),
    ("Chad has jailed ten editors since the March coup.", "jailed", ("2021-03-01", None)),
    ("Chad has jailed ten editors since the king died in March.", "jailed", ("2021-03-01", None)),
    ("Police said on Monday that rebels killed ten soldiers.", "killed", None),
    ("The minister signed off on Monday on selling arms to Chad.", "selling", None),
    ("Rebels attacked a Christmas market.", "attacked", None),
    ("On Monday the army struck after rebels killed ten soldiers.", "killed", None),
    ("Two days after rebels killed ten soldiers, the army shelled the port on Thursday.", "killed",
     ("2021-05-11", "2021-05-11")),
    ("Monday's bombing came a week after rebels killed ten soldiers.", "killed", ("2021-05-03", "2021-05-03")),
    ("On Monday police killed two rebels, wounded three and arrested a judge.", "arrested",
     ("2021-05-10", "2021-05-10")),
]


def event_at(reader, text: str, word: str):
    reading = reader.read(text, published=PUBLISHED)
    found = [e for e in reading.events if e.trigger[0] <= text.rindex(word) < e.trigger[1]]
    assert found, [text[slice(*e.trigger)] for e in reading.events]
    return reading, found[0]


@pytest.mark.parametrize(("text", "word", "place"), PLACES, ids=[p[0][:40] for p in PLACES])
def test_place(reader, text, word, place):
    reading, event = event_at(reader, text, word)
    at = None if event.place is None else reading.places[event.place]
    assert (None if at is None else text[at.start : at.end]) == place


@pytest.mark.parametrize(("text", "word", "days"), DAYS, ids=[d[0][:40] for d in DAYS])
def test_days(reader, text, word, days):
    _, event = event_at(reader, text, word)
    assert (None if event.date is None else (event.date.first, event.date.last)) == days


TOLLS = [
    ("Rebels killed four soldiers and wounded dozens more.", "killed", {"killed": (4, 4), "injured": (24, None)}),
    ("Four soldiers were killed and 115 wounded in the raid.", "killed", {"killed": (4, 4), "injured": (115, 115)}),
    ("Sixty people were killed and injured in the raid.", "killed", {}),
    ("Police arrested at least 30 protesters.", "arrested", {"arrested": (30, None)}),
    ("The raid killed four and left nine villagers missing.", "killed", {"killed": (4, 4), "missing": (9, 9)}),
    ("A man fatally shot a clerk in Lima.", "shot", {"killed": (1, 1)}),
    ("Two men were shot to death in Lima on Friday.", "shot", {"killed": (2, 2)}),
    ("Officers mortally wounded the gunman.", "wounded", {"killed": (1, 1)}),
    ("Rebels shot two judges in Lima, police said.", "shot", {}),
    ("Rebels made a deadly attack on two villages in Peru.", "attack", {}),
    ("Police made an arrest in the fatal shooting of two men.", "shooting", {"killed": (2, 2)}),
    ("The man attempted to kill two officers.", "kill", {}),
    ("A farmer killed his wife and four daughters.", "killed", {"killed": (5, 5)}),
    ("A bomb killed a woman and her son in Lima.", "killed", {"killed": (2, 2)}),
    ("Rebels shot a 40-year-old judge on May 3, 12 km from Lima.", "shot", {}),
]


@pytest.mark.parametrize(("text", "word", "tolls"), TOLLS, ids=[t[0][:40] for t in TOLLS])
def test_tolls(reader, text, word, tolls):
    _, event = event_at(reader, text, word)
    found = {k: getattr(event, k) for k in ("killed", "injured", "arrested", "missing", "displaced")}
    assert {k: (t.min, t.max) for k, t in found.items() if t is not None} == tolls


@pytest.mark.parametrize("group", sorted(set(TABLE) - {"again"}))
def test_every_group_has_words_that_its_example_uses(group):
    words = list_circumstances(group)
    assert words
    example = TABLE[group]["example"].lower()
    assert group in ("verbal", "local") or any(w.split("_")[0][:3] in example for w in words)


def test_descriptions_are_of_one_kind_each():
    kinds = TABLE["again"]["words"]
    assert len(list_descriptions()) == sum(len(words.split()) for words in kinds.values())


@pytest.mark.parametrize(
    ("days", "by", "moved"),
    [
        (Days("2020-03-01", "2020-03-01"), -1, "2020-02-29"),
        (Days("2021-01-05", "2021-01-05"), -7, "2020-12-29"),
        (Days("0001-01-01", "0001-01-01"), -1, None),
        (Days("9999-12-31", "9999-12-31"), 7, None),
        (Days("0000-01-01", "0000-01-01"), 1, None),
        (Days("2021-01-01", "2021-12-31"), 7, None),
        (Days("2021-01-01", None), 7, None),
        (None, 1, None),
    ],
)
def test_days_counted_from_others_stay_in_the_calendar(days, by, moved):
    assert move_days(days, by) == (None if moved is None else Days(moved, moved, inferred=True))
