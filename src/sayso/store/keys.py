"""What makes two things the same thing: keys of reports, drafts, actors and sources, all pure functions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any

from sayso.store.columns import dump
from sayso.types import Actor, Claim, Report

_WORD = re.compile(r"[^\W_]+")
# All marks that combine are among these; runs of them are few in most texts.
_BEYOND_LATIN = re.compile("[\u0300-\U0010ffff]+")
_LONGEST = 200
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def digest(value: Any) -> str:
    """SHA-256 of a JSON value, as 64 hex digits."""
    return hashlib.sha256(dump(value).encode("ascii")).hexdigest()


def report_key(report: Report) -> str:
    """What a store calls a report: 16 hex digits over its text and all that is said of it but where it lay.

    The same text from two outlets is two reports; the same file in two folders is one.
    """
    return digest(
        [report.id, report.sha256, report.url, report.outlet, report.title, report.published, report.language]
    )[:16]


def default_id(report: Report) -> str:
    """An id for a report that came without one, unlike that of the same text from another outlet or page."""
    if not (report.url or report.outlet or report.title or report.published):
        return report.sha256[:16]
    return digest([report.sha256, report.url, report.outlet, report.title, report.published])[:16]


def actor_key(actor: Actor) -> str | None:
    """Who it is across reports, as far as one report tells: the knowledge base's id, else name, type and country.

    None for those without a name ("gunmen"): two reports' gunmen are not one.
    """
    if actor.kb is not None:
        return shorten(actor.kb)
    if not actor.named:
        return None
    return f"{shorten(fold(actor.name))}|{actor.type}|{actor.country or ''}"


def source_key(claim: Claim, actor: Actor | None, words: str) -> str | None:
    """Who says it across reports: the actor, where it has a name, else the folded words; None for nobody."""
    key = actor_key(actor) if actor is not None else None
    return key or shorten(fold(words)) or None


def fold(text: str) -> str:
    """The words of `text` without case, accents and marks, one blank between them: what search compares."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall(_BEYOND_LATIN.sub(_drop_marks, plain)))


def _drop_marks(found: re.Match[str]) -> str:
    return "".join(c for c in found[0] if not unicodedata.combining(c))


def clean(text: str) -> str:
    """`text` as every database takes it: U+FFFD for NUL and lone surrogates."""
    return _UNFIT.sub("�", text)


def shorten(text: str) -> str:
    """`text` as a column with an index takes it: cleaned, a long one cut and told apart by its hash."""
    text = clean(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST - 20]}…{digest(text)[:16]}"


def clean_or_none(text: str | None) -> str | None:
    return None if text is None else clean(text)
