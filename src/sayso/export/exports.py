"""What a store can be handed on as: one format a line. To add one, write its module and give it a line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from types import MappingProxyType
from typing import BinaryIO, Protocol

from sayso.export import FORMATS
from sayso.export.bins import as_text
from sayso.export.corrected_incidents import CorrectedIncidents
from sayso.export.corrected_matching import find_matching
from sayso.export.corrections import Corrections
from sayso.export.masking import Redactor, leave_out_words
from sayso.export.matter import FindIncident, Matter, find_incident, select
from sayso.store import Filters, IncidentRecord, Store
from sayso.types import Reading


class WriteMatter(Protocol):
    """Writes an export; gives back a line for each kind of thing that the format cannot hold."""

    def __call__(self, matter: Matter, out: BinaryIO) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Export:
    """A format.

    Attributes:
        writer: `module:function`, imported when it is used.
        whole: whether it is about incidents, of which every telling is wanted though only one fulfils the filters.
    """

    writer: str
    suffix: str
    about: str
    whole: bool = False

    def load(self) -> WriteMatter:
        module, _, name = self.writer.partition(":")
        write: WriteMatter = getattr(import_module(module), name)
        return write


_HERE = "sayso.export"
_EVERYTHING = Filters()
EXPORTS: Mapping[str, Export] = MappingProxyType({
    "jsonl": Export(f"{_HERE}.exports:write_jsonl", ".jsonl", "sayso/1 readings, lossless"),
    "csv": Export(f"{_HERE}.exports:write_csv", ".csv", "events, a row each, with the words that prove them"),
    "parquet": Export(f"{_HERE}.parquet:write", ".parquet", "the same for data frames"),
    "geojson": Export(f"{_HERE}.exports:write_geojson", ".geojson", "events as points of a map"),
    "html": Export(f"{_HERE}.exports:write_html", ".html", "one page: marked texts, maps, timelines"),
    "plover": Export(f"{_HERE}.plover:write", ".jsonl", "events as PLOVER 2.0 JSON lines"),
    "ged": Export(f"{_HERE}.ged:write", ".csv", "incidents with deaths in the columns of UCDP GED", whole=True),
    "acled": Export(f"{_HERE}.acled:write", ".csv", "incidents in the columns of ACLED", whole=True),
    "gexf": Export(f"{_HERE}.network:write_gexf", ".gexf", "the network of actors, for Gephi", whole=True),
    "graphml": Export(f"{_HERE}.network:write_graphml", ".graphml", "the network, for other tools", whole=True),
    "stix": Export(f"{_HERE}.stix:write", ".json", "incidents as a STIX 2.1 bundle", whole=True),
    "ftm": Export(f"{_HERE}.ftm:write", ".jsonl", "FollowTheMoney entities (needs sayso[ftm])", whole=True),
    "jsonld": Export(f"{_HERE}.linked:write", ".jsonld", "claims as schema.org Claim"),
    "annotations": Export(f"{_HERE}.annotations:write", ".jsonld", "every span as a W3C Web Annotation"),
    "prov": Export(f"{_HERE}.provenance:write", ".json", "where each claim comes from, as PROV-JSON"),
    "spacy": Export(f"{_HERE}.training:write", ".spacy", "training data for spaCy"),
    "labelstudio": Export(f"{_HERE}.labelstudio:write", ".json", "tasks with predictions for Label Studio"),
})  # fmt: skip


def export(
    store: Store, name: str, out: BinaryIO, *, filters: Filters = _EVERYTHING, text: bool = True,
    redacted: bool = False, corrected: bool = True,
) -> list[str]:  # fmt: skip
    """Write what a store has, or what fulfils the filters, in a format of `EXPORTS`.

    Args:
        text: with the words of the reports; False leaves them out (see `sayso.export.masking`).
        redacted: without the names of sources.
        corrected: with persons' corrections put in (see `sayso.export.corrections`); False is what was read.

    Returns:
        A line for each kind of thing that the format cannot hold and that is left out.

    Raises:
        StoreError: when the store cannot be read, or the filters make no sense.
        ResourceError: when the format needs a library that is not installed.
    """
    chosen, corrections = EXPORTS[name], Corrections.load(store) if corrected else Corrections.none()
    readings, find = _find_matter(store, filters, chosen.whole, corrections), find_incident(store)
    if not corrections.is_empty:
        incidents = CorrectedIncidents(store, corrections)
        readings, find = map(incidents.pass_on, readings), incidents.find
    if redacted:
        redactor = Redactor.of(_find_matter(store, filters, chosen.whole, corrections))
        readings = map(redactor.redact, readings)
        find = _redacted(find, redactor)
    if not text:
        readings = map(leave_out_words, readings)
    notes = chosen.load()(Matter(readings, find), out)
    return notes + corrections.list_unfit()


def _find_matter(store: Store, filters: Filters, whole: bool, corrections: Corrections) -> Iterator[Reading]:
    if corrections.is_empty:
        return select(store, filters, whole=whole)
    match = partial(find_matching, store, corrections=corrections)
    return select(store, filters, whole=whole, mend=corrections.mend, match=match)


def _reading_writer(name: str) -> WriteMatter:
    """The writer of readings of this name in `FORMATS`; an event's incident is the store's."""

    def write(matter: Matter, out: BinaryIO) -> list[str]:
        with as_text(out) as text:
            FORMATS[name]((_with_incidents(reading, matter) for reading in matter.readings), text)
        return []

    return write


write_jsonl, write_csv, write_geojson, write_html = map(_reading_writer, ("jsonl", "csv", "geojson", "html"))


def _with_incidents(reading: Reading, matter: Matter) -> Reading:
    found = ((event, matter.incident(event.id)) for event in reading.events)
    return replace(reading, events=tuple(
        replace(event, incident=incident.id) if incident else event for event, incident in found
    ))  # fmt: skip


def _redacted(find: FindIncident, redactor: Redactor) -> FindIncident:
    def run(event: str) -> IncidentRecord | None:
        incident = find(event)
        return None if incident is None else redactor.redact_incident(incident)

    return run
