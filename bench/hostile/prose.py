"""Traps in language: what the reader's rules look for, far more of it than any report has."""

from __future__ import annotations

import random

from bench.hostile.trap import KEPT, SECOND, Traps

traps = Traps()
trap = traps.trap


def _report(body: str) -> str:
    return f"{KEPT}\n\n{body}\n\n{SECOND}\n"


def _names(n: int) -> list[str]:
    chance = random.Random(7)
    first, last = (["Ana", "Ilse", "Omar", "Lech", "Rosa", "Jun", "Petra", "Karim", "Maud", "Tove"],
                   ["Brand", "Okoye", "Lind", "Haas", "Marou", "Sato"])
    ends = ("son", "er", "ov", "ini", "ez", "wala", "ic", "")
    return [f"{chance.choice(first)} {chance.choice(last)}{chance.choice(ends)}{chance.choice(ends)}" for _ in range(n)]


@trap("endless.txt", 350)
def endless(n: int) -> str:
    """a sentence of n words on one line"""
    return _report("the boats of the harbour wait and " * (n // 7))


@trap("names.txt", 250)
def names(n: int) -> str:
    """n different people, each said to do something"""
    return _report(" ".join(f"{name} met police." for name in _names(n)))


@trap("list.txt", 150)
def listed(n: int) -> str:
    """n people in one list, who all do one thing"""
    return _report(", ".join(_names(n)) + " and Omar Lind attacked " + ", ".join(_names(n)) + ".")


@trap("namesakes.txt", 250)
def namesakes(n: int) -> str:
    """n people of one family name"""
    return _report(" ".join(f"{chr(65 + i % 26)}. Lind said Lind left." for i in range(n // 2)))


@trap("pronouns.txt", 350)
def pronouns(n: int) -> str:
    """n pronouns"""
    return _report("He told her that they saw him and his. " * (n // 9))


@trap("nested-claims.txt", 350)
def nested_claims(n: int) -> str:
    """claims within claims, n deep"""
    return _report(" ".join(f"{name} said that" for name in _names(n // 2)) + " the pier burned.")


@trap("said.txt", 350)
def said(n: int) -> str:
    """the word "said" n times"""
    return _report("said " * n)


@trap("claims.txt", 300)
def claims(n: int) -> str:
    """n short claims"""
    return _report('"No," he said. ' * (n // 4))


@trap("according.txt", 350)
def according(n: int) -> str:
    """n times "according to" in a sentence"""
    return _report("according to police " * (n // 3))


@trap("killed.txt", 350)
def killed(n: int) -> str:
    """n deeds in one sentence"""
    return _report("troops killed and wounded and attacked and bombed " * (n // 7))


@trap("tolls.txt", 350)
def tolls(n: int) -> str:
    """n tolls in one sentence"""
    return _report("killing 12 people and wounding at least 30, " * (n // 9))


@trap("not.txt", 350)
def negated(n: int) -> str:
    """n negations in one sentence"""
    return _report("did not deny that nobody never refused to " * (n // 8) + " leave.")


@trap("of.txt", 350)
def of(n: int) -> str:
    """n nouns that hang on each other"""
    return _report("the chief of the head of the office of " * (n // 9) + "Lesk left.")


@trap("appositions.txt", 350)
def appositions(n: int) -> str:
    """n appositions to one name"""
    return _report("Omar Lind" + ", the minister, a former general" * (n // 8) + ", left.")


@trap("titles.txt", 350)
def titles(n: int) -> str:
    """a name with n titles before it"""
    return _report("President General Minister Doctor " * (n // 4) + "Lind left.")


@trap("relative.txt", 350)
def relative(n: int) -> str:
    """clauses within clauses, n deep"""
    return _report("The man who saw the woman who " * (n // 7) + "left.")


@trap("places.txt", 350)
def places(n: int) -> str:
    """n places in one sentence"""
    return _report("in Springfield, Paris, Tripoli, London, San Jose, Victoria, " * (n // 14))


@trap("place-chain.txt", 350)
def place_chain(n: int) -> str:
    """places n deep within each other"""
    return _report("in a village near the town of Lesk in the district of Nairobi in " * (n // 14))


@trap("dates.txt", 350)
def dates(n: int) -> str:
    """n dates in one sentence"""
    return _report("on Monday, 3 May 2021, last week, two days ago, " * (n // 14))


@trap("date-chain.txt", 350)
def date_chain(n: int) -> str:
    """days that are told by other days, n deep"""
    return _report("two days after the week before the month following " * (n // 8) + "Monday.")


@trap("date-digits.txt", 1000)
def date_digits(n: int) -> str:
    """numbers, strokes, dots and dashes as dates have them"""
    return _report("1/2/3-4.5:" * (n // 10) + " " + "1 2 3/4 5-6 " * (n // 10))


@trap("number-words.txt", 350)
def number_words(n: int) -> str:
    """a number of n words"""
    return _report("two hundred million and three thousand and " * (n // 7) + "people left.")


@trap("thousands.txt", 1500)
def thousands(n: int) -> str:
    """a number of n digits, in groups"""
    return _report("1" + ",000" * (n // 4) + " people left. " + "1 000 " * (n // 10))


@trap("capitals.txt", 350)
def capitals(n: int) -> str:
    """n words in capitals"""
    return _report("THE MAYOR OF LESK SAID POLICE ARRESTED TWO DOCKERS. " * (n // 9))


@trap("capital-line.txt", 350)
def capital_line(n: int) -> str:
    """a name of n words"""
    return _report("Lind Brandt Okoye Sato " * (n // 4))


@trap("datelines.txt", 350)
def datelines(n: int) -> str:
    """n datelines, one after another and line by line"""
    return "LESK, May 3, 2021 (AGENCY) -- " * (n // 20) + "\n\n" + _report("LESK, May 3 (AGENCY) --\n\n" * (n // 20))


@trap("dateline-redos.txt", 10000)
def dateline_redos(n: int) -> str:
    """first lines that nearly are datelines"""
    return ("A " * 79 + "\n" + "De La " * 26 + "\n" + "A.B.C/" * 30 + "\n") + _report("A'A'A'A' " * (n // 90))


@trap("headline.txt", 350)
def headline(n: int) -> str:
    """n headlines"""
    return _report("Mayor of Lesk denies strike\n\n" * (n // 6))


@trap("short-lines.txt", 350)
def short_lines(n: int) -> str:
    """n lines of one word"""
    return _report("boats\n" * n)


@trap("wrapped.txt", 350)
def wrapped(n: int) -> str:
    """n lines that break within sentences"""
    return _report("the mayor of Lesk said that the pier of the old town is\nclosed and that boats " * (n // 16))


@trap("hyphens.txt", 350)
def hyphens(n: int) -> str:
    """a word of n parts"""
    return _report("anti-" * n + "war " + "pro-war-" * (n // 3))


@trap("addresses.txt", 150)
def addresses(n: int) -> str:
    """n web addresses and an endless one"""
    return _report("https://example.org/?a=b&c=d " * (n // 10) + "https://" + "a.b/" * n)


@trap("speakers.txt", 350)
def speakers(n: int) -> str:
    """a transcript of n turns"""
    return _report("LIND: No.\nBRANDT: Why?\n" * (n // 6))


@trap("sources.txt", 350)
def sources(n: int) -> str:
    """n sources who want no name"""
    return _report("a source said on condition of anonymity because he was not allowed to speak, " * (n // 14))


@trap("mix.txt", 350)
def mix(n: int) -> str:
    """n words of the language's own, in no order"""
    chance = random.Random(3)
    words = [
        "the", "said", "police", "of", "not", "in", "on", "Monday", "Lesk", "Lind", "killed", "12", "that", "who", "he",
        "her", "to", "if", "may", "deny", "--", ";", ":", "'", '"', ",", ".", "(", ")",
    ]
    return _report(" ".join(chance.choice(words) for _ in range(n)))
