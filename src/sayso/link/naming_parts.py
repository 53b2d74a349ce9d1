"""A name taken apart: the names that a written form holds, and the words of each with the part they play."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sayso.link import naming_lexicon as lexicon
from sayso.link.naming_script import Script, plain, romanize, script_of, split_signs
from sayso.link.naming_sound import sound_likeness

Role = Literal["name", "common", "patronymic", "initial", "particle", "title", "legal", "body"]

_WORD = re.compile(r"[^\W_]+(?:['’‘`´ʻʼʿʾ״\"“”]+(?=[^\W_])[^\W_]+)*", re.UNICODE)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?\b")
_PAREN = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SPLIT = re.compile(r"\s+/\s+|/(?=\w{4})|;|\n|\s\|\s")
_SERVANT = re.compile(r"^[ae]?bd(?:[aeiou](?:l|([rnszdt])(?=\1)))(?=[a-z]{4})")
_INNER = re.compile(r"['’‘`´ʻʼʿʾ״\"“”]")
_ARTICLE_WRITTEN = "ال"
_MAX_WORDS = 14
_MAX_LETTERS = 300
_MAX_FORMS = 6
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name, romanised; `other` is another usual spelling of it, `meaning` a key of bodies.yml."""

    text: str
    script: Script
    role: Role
    meaning: str | None = None
    other: str | None = None
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """One name: its words in order, and its letters alone when it is written as an abbreviation ("PFLP-GC")."""

    words: tuple[Word, ...]
    letters: str | None = None

    @property
    def content(self) -> tuple[Word, ...]:
        """The words that tell bearers apart, all words when there are none."""
        return tuple(w for w in self.words if w.role not in ("particle", "title", "legal")) or self.words


@lru_cache(maxsize=1 << 16)
def read_names(written: str, body: bool) -> tuple[Name, ...]:
    """The names that a written form holds, the form itself first: alternatives, names in parentheses, short forms.

    Args:
        written: as it stands in a list or a text, any script.
        body: whether it names a body and not a person.
    """
    forms = dict.fromkeys(_split_forms(plain(written[:_MAX_LETTERS]), body))
    names = dict.fromkeys(read_name(form, body) for form in list(forms)[:_MAX_FORMS])
    return tuple(n for n in names if n.words)


@lru_cache(maxsize=1 << 16)
def read_name(form: str, body: bool) -> Name:
    """The words of one form of a name and what part each plays."""
    found = [w for token in _tokens(form, body) for w in _read_token(token, body)][:_MAX_WORDS]
    words = _mark_legal(found) if body else found
    return Name(tuple(_mark_servants(words)), _letters(form, words) if body else None)


def _split_forms(written: str, body: bool) -> Iterator[str]:
    asides = [a.strip() for a in _PAREN.findall(written)]
    bare = " ".join(_PAREN.sub(" ", written).split())
    main = [part.strip(" ,.-") for part in re.split(lexicon.pattern("aliases"), bare)]
    for part in main:
        for form in _SPLIT.split(part) if part else ():
            yield from _alternatives(form.strip(" ,"), body)
    for aside in asides:
        told = lexicon.pattern("aliases").sub("", aside).strip(" :,.")
        if told and not lexicon.pattern("remarks").fullmatch(told) and (len(told.split()) > 1 or told.isupper()):
            yield told


def _alternatives(form: str, body: bool) -> Iterator[str]:
    """The form, or its parts between commas where each is a whole name or a spelling of the first ("Yasin, Yassin")."""
    parts = [p.strip() for p in form.split(",") if p.strip()]
    whole = all(len(p.split()) > 1 for p in parts) or _are_spellings(parts)
    if body or len(parts) < 2 or not whole:
        yield form
    else:
        yield from parts


def _are_spellings(parts: list[str]) -> bool:
    """Whether all parts are spellings of the first, not a surname and given names."""
    first = romanize(parts[0])
    return all(sound_likeness(first, romanize(p)) > _ALIKE for p in parts[1:])


def _tokens(form: str, body: bool) -> Iterator[str]:
    dotless = _DOTTED.sub(lambda m: m.group().replace(".", ""), form)
    for match in _WORD.findall(dotless):
        yield from split_signs(_INNER.sub("", match), lexicon.signs() if body else None)


def _read_token(token: str, body: bool) -> Iterator[Word]:
    script = script_of(token)
    if script == "abjad" and token.startswith(_ARTICLE_WRITTEN) and len(token) > 4:
        yield Word("al", script, "particle")
        token = token[2:]
    text = romanize(token)
    if not text:
        return
    servant = _SERVANT.match(text)
    if servant and not body:
        yield Word("abd", script, "particle")
        text = text[servant.end():]
    for part in lexicon.spelt_out(text) if body else ():
        yield Word(text, script, "body", part)
    if body and lexicon.spelt_out(text):
        return
    capitals = len(token) > 1 and token.isupper()
    turned = lexicon.turn(text)
    meaning = lexicon.meaning_of(text) if body else None
    yield Word(text, script, _role(text, token, body, meaning), meaning, turned if turned != text else None, capitals)


def _role(text: str, token: str, body: bool, meaning: str | None) -> Role:
    if body and meaning:
        return "body"
    if lexicon.is_particle(text) and not (token.isupper() and len(token) > 2):
        return "particle"
    if not body and lexicon.is_title(text):
        return "title"
    if len(text) == 1:
        return "initial"
    if not body and lexicon.is_patronymic(text):
        return "patronymic"
    return "common" if not body and lexicon.is_common(text) else "name"


def _mark_servants(words: list[Word]) -> Iterator[Word]:
    for at, word in enumerate(words):
        if lexicon.is_servant(word.text) and at + 1 < len(words):
            yield Word("abd", word.script, "particle")
        else:
            yield word


def _mark_legal(words: list[Word]) -> list[Word]:
    """The words with those of legal forms marked; a name that is nothing else keeps them."""
    forms = lexicon.legal_forms()
    marked = list(words)
    at = 0
    while at < len(words):
        sizes = range(min(5, len(words) - at), 0, -1)
        size = next((n for n in sizes if tuple(w.text for w in words[at : at + n]) in forms), 0)
        for k in range(at, at + size):
            marked[k] = Word(words[k].text, words[k].script, "legal", words[k].meaning)
        at += size or 1
    return marked


def _letters(form: str, words: list[Word]) -> str | None:
    """The letters of an abbreviation that stands alone, beside legal forms at most."""
    legal = {w.text for w in words if w.role == "legal"}
    tokens = _WORD.findall(_DOTTED.sub(lambda m: m.group().replace(".", ""), form))
    kept = [t for t in tokens if romanize(t) not in legal] or tokens
    bare = "".join(kept)
    short = len(kept) > 1 and all(len(t) <= 4 for t in kept)
    return romanize(bare) if 2 <= len(bare) <= 9 and (bare.isupper() or short) else None
