"""Who cites whom: the outlets and agencies that a report of an incident gives as where it has it from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sayso.link.credits import is_agency, name_outlet
from sayso.link.stories import WHO
from sayso.link.trees import Pair
from sayso.store import Decision
from sayso.store.accounts import Account, Material
from sayso.store.clusters import Edge
from sayso.store.keys import fold
from sayso.store.linking import Linking

KIND = "cites"


@dataclass(frozen=True, slots=True)
class Citing:
    """A report (`by`, its key) cites an outlet, by folded name, and with it a report of that outlet if there is one."""

    by: str
    outlet: str
    report: str | None
    words: str


def find_cited(material: Material) -> list[Citing]:
    """Everyone that cites an outlet for what it tells of the incident, in the order of the reports.

    The report that is meant is the outlet's last one before the citing report; the first one where all came later.
    """
    outlets = sorted({_outlet(account) for account in material.accounts} - {""})
    found: dict[tuple[str, str], Citing] = {}
    for account in material.accounts:
        for name, words, is_outlet in _names(account, material):
            outlet = next((key for key in outlets if _is_named(key, name)), name if is_outlet else "")
            if outlet and not _is_named(_outlet(account), name):
                report = _find_report(account, outlet, material)
                found.setdefault((account.key, outlet), Citing(account.key, outlet, report, words))
    return list(found.values())


def pair_up(material: Material) -> list[Citing]:
    """Each report with the one that it cites, or with the first that cites an outlet which has no report of its own."""
    waiting: dict[str, str] = {}
    found = []
    for citing in find_cited(material):
        other = citing.report or waiting.setdefault(citing.outlet, citing.by)
        if other != citing.by:
            found.append(Citing(citing.by, citing.outlet, other, citing.words))
    return found


def decide(session: Linking, materials: Mapping[str, Material], keys: Collection[str]) -> None:
    """Write down who cites whom in incidents that are other than before, and for the reports of these keys.

    A report cites another once, for whichever of their incidents; what none of these shows any more is withdrawn.
    """
    reports = {*keys, *(account.key for material in materials.values() for account in material.accounts)}
    citing = {found.by for material in materials.values() for found in pair_up(material)}
    citing |= {edge.left for edge in session.edges_of(KIND, reports) if edge.left in reports}
    if not citing:
        return
    settled = list_settled(session.person_edges(KIND))
    rest = session.materials({*session.incidents_of("report", citing)} - materials.keys())
    wanted: dict[tuple[str, str], Citing] = {}
    for _, material in sorted({**materials, **rest}.items()):
        for found in pair_up(material):
            if found.by in citing and (found.by, found.report) not in settled:
                wanted.setdefault((found.by, str(found.report)), found)
    session.decide(KIND, [
        Decision(KIND, by, report, "cites", WHO, score=1.0, reasons={"outlet": found.outlet, "words": found.words})
        for (by, report), found in sorted(wanted.items())
    ], citing, directed=True)  # fmt: skip


def list_settled(edges: Iterable[Edge]) -> dict[Pair, str]:
    """What persons decided on who cites whom, each way round: that neither cites the other has no direction."""
    return {pair: edge.verdict for edge in edges if edge.person for pair in _both_ways(edge)}


def _both_ways(edge: Edge) -> tuple[Pair, ...]:
    return ((edge.left, edge.right), (edge.right, edge.left))


def _names(account: Account, material: Material) -> Iterator[tuple[str, str, bool]]:
    """Folded names that may be an outlet's, with the words, and whether they are sure to be one."""
    for claim in account.claims:
        for words, key in ((claim.source, claim.source_key), *claim.relays):
            actor = material.actors.get(material.roots.get(key or "", key or ""))
            if actor is not None:
                yield name_outlet(fold(actor[0])), words, actor[1] == "media"
            if words:
                yield name_outlet(fold(words)), words, is_agency(fold(words))
    starts = [start for event in account.events for role, start, _, _ in event.quotes if role == "trigger"]
    for credit in account.credits:
        if any(credit.start <= start < credit.end for start in starts):
            yield name_outlet(credit.cited), credit.words, is_agency(credit.cited)


def _outlet(account: Account) -> str:
    return name_outlet(account.outlet_key or "")


def _is_named(outlet: str, name: str) -> bool:
    """Whether a name is an outlet's: the same, or its words among others (`the agency Northgate Wire`)."""
    return outlet == name or (" " in outlet and f" {outlet} " in f" {name} ")


def _find_report(account: Account, outlet: str, material: Material) -> str | None:
    theirs = [other for other in material.accounts if _outlet(other) == outlet]
    day = (account.published or "")[:10]
    before = [other for other in theirs if (other.published or "")[:10] <= day]
    return before[-1].key if before else theirs[0].key if theirs else None
