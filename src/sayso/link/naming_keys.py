"""Keys under which the spellings of a name meet, so that only few names have to be compared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sayso.link.naming_lexicon import given_groups
from sayso.link.naming_parts import Name, Word, read_names
from sayso.link.naming_sound import bones, hard_bones, korean

_SHORT = 3
_LONG = 6


def name_keys(name: str, *, body: bool = False) -> tuple[str, ...]:
    """Keys that two names of one bearer nearly always share at least one of; unordered in meaning, sorted.

    Args:
        name: as written, any script.
        body: whether it names a body and not a person.
    """
    return tuple(sorted({key for form in read_names(name, body) for word in form.content for key in word_keys(word)}))


@lru_cache(maxsize=1 << 17)
def word_keys(word: Word) -> tuple[str, ...]:
    """Keys of one word: its consonants, whole and with one left out, so that one may differ; its meaning."""
    keys = set(_sound_keys(word.text, word))
    if word.other:
        keys.update(_sound_keys(word.other, word))
    keys.update(f"g:{number}" for number in given_groups(word.text) if word.role != "body")
    if word.meaning:
        keys.add("=" + word.meaning)
    return tuple(sorted(keys))


def joined_keys(name: Name) -> tuple[str, ...]:
    """Keys of neighbouring words written together; of all words of a name in Chinese signs or Hangul as well."""
    runs = [a.text + b.text for a, b in zip(name.words, name.words[1:], strict=False)]
    found = {key for run in runs if len(run) >= _LONG for key in ("b:" + bones(run), "h:" + hard_bones(run))}
    return tuple(sorted(k for k in found if len(k) > _SHORT + 1))


def initial_keys(name: Name) -> tuple[str, ...]:
    """The abbreviations that a name of several words may go by, and the letters of one that is an abbreviation."""
    if name.letters:
        return ("i:" + name.letters,)
    bare = [w for w in name.words if w.role not in ("particle", "legal")]
    most = [w for w in name.words if w.role != "legal"]
    full = [w for w in name.words if w.role != "particle"]
    choices = {"".join(w.text[0] for w in words) for words in (bare, most, full, list(name.words)) if len(words) > 1}
    return tuple(sorted("i:" + letters for letters in choices))


def _sound_keys(text: str, word: Word) -> Iterator[str]:
    whole = bones(text)
    yield "b:" + (whole if len(whole) > 1 else text)
    hard = hard_bones(text)
    if len(hard) > 1:
        yield "h:" + hard
    if word.script == "hangul" or len(text) <= _LONG:
        yield "k:" + korean(text)
    if len(whole) >= _SHORT:
        for at in range(len(whole)):
            yield "d:" + whole[:at] + whole[at + 1 :]
