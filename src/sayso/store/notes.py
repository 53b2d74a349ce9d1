"""What persons and the linker decide: rows of their own beside what was read, withdrawn but never deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, func, or_, select, update

from sayso.errors import StoreError
from sayso.store import log, pending, schema
from sayso.store.keys import digest, shorten
from sayso.store.loading import chunk
from sayso.store.records import Correction, Decision, Json, Rating

CORRECTED = ("report", "claim", "event", "actor", "incident")
ACTIONS = ("accept", "change", "add", "reject", "merge", "split")
# Which kind of link it is to merge or to split two of a kind, and what names the other one then.
LINKED = {"actor": "actor", "event": "incident", "incident": "incident", "report": "copy"}
_OTHER = {"merge": "into", "split": "from"}
GRADES = {"source": "ABCDEF", "claim": "123456"}
UNRATED = {"source": "F", "claim": "6"}


def decide(connection: Connection, decisions: Iterable[Decision]) -> list[int]:
    """Write links; one that stands already, with the same verdict by the same one, is not written again."""
    return [_decide(connection, decision) for decision in decisions]


def decide_all(
    connection: Connection, kind: str, decisions: Iterable[Decision], of: Collection[str], *, directed: bool = False
) -> set[str]:
    """Bring what the machine decided about some things in line with `decisions`, all of one kind.

    Those that stand already stay, those that are new are written, and those about the things in `of` that are not
    among them are withdrawn; a `directed` link is about its left end alone. Gives back the things about which something
    was written or withdrawn.
    """
    wanted = {_identity(row): row for row in (_decision_row(decision) for decision in decisions)}
    ends = sorted({end for row in wanted.values() for end in (row["left"], row["right"])} | set(of))
    standing = {d.n: d for d in list_decisions(connection, kind, ends) if not d.person}
    held = {_identity(asdict(d)): d for d in standing.values()}
    chosen = set(of)
    gone = [
        d for i, d in held.items()
        if i not in wanted and (d.left in chosen or (d.right in chosen and not directed))
    ]  # fmt: skip
    for decision in gone:
        _take_back(connection, schema.decisions, decision.n, decision.who)
    rows = [row for identity, row in sorted(wanted.items()) if identity not in held]
    if rows:
        entries = [(shorten(f"{row['left']} {row['right']}"), row_digest(row)) for row in rows]
        time = log.append_all(connection, "decision", entries)
        connection.execute(schema.decisions.insert(), [row | {"time": time} for row in rows])
    return {end for row in (*rows, *map(asdict, gone)) for end in (row["left"], row["right"])}


def list_decisions(
    connection: Connection, kind: str | None = None, of: Sequence[str] | None = None, *, withdrawn: bool = False
) -> list[Decision]:
    """Links in the order they were made: of a kind, and of things given by id or key."""
    table = schema.decisions
    query = select(table).order_by(table.c.n)
    if kind is not None:
        query = query.where(table.c.kind == kind)
    if not withdrawn:
        query = query.where(table.c.withdrawn.is_(None))
    if of is None:
        return [Decision(**row._mapping) for row in connection.execute(query)]
    found = {
        row.n: Decision(**row._mapping)
        for part in chunk(list(of))
        for row in connection.execute(query.where(or_(table.c.left.in_(part), table.c.right.in_(part))))
    }
    return [found[n] for n in sorted(found)]


def withdraw(connection: Connection, table: Table, n: int, by: str) -> None:
    """Withdraw a decision, or a correction with the decision that it made.

    Raises:
        StoreError: when there is none of this number.
    """
    what = table.name.rstrip("s")
    row = connection.execute(select(table).where(table.c.n == n)).first()
    if row is None:
        raise StoreError(f"there is no {what} {n}")
    if row.withdrawn is not None:
        return
    _take_back(connection, table, n, by)
    if table is schema.decisions:
        pending.doubt(connection, row.kind, (row.left, row.right))
    if table is schema.corrections:
        links = schema.decisions
        made = connection.execute(select(links.c.n).where(
            links.c.left.in_([row.target, *(value for value in (row.value or {}).values() if isinstance(value, str))]),
            links.c.reasons == _made_by(n),
        ))  # fmt: skip
        for number in made.scalars().all():
            withdraw(connection, links, number, by)


def undo(connection: Connection, n: int, by: str) -> None:
    """Withdraw a link; of one that the machine made the person says so, or the machine would make it again.

    Raises:
        StoreError: when there is none of this number.
    """
    withdraw(connection, schema.decisions, n, by)
    row = connection.execute(select(schema.decisions).where(schema.decisions.c.n == n)).one()
    if not row.person:
        reasons = {"undone": n}
        _decide(connection, Decision(row.kind, row.left, row.right, "different", by, person=True, reasons=reasons))


def correct(connection: Connection, correction: Correction) -> int:
    """Write a person's correction; gives back its number.

    Raises:
        StoreError: when its kind or action is unknown, or its author or reason is missing.
    """
    if correction.kind not in CORRECTED:
        raise StoreError(f"cannot correct a {correction.kind!r}; choose from {', '.join(CORRECTED)}")
    if correction.action not in ACTIONS:
        raise StoreError(f"cannot {correction.action!r}; choose from {', '.join(ACTIONS)}")
    if not correction.author.strip() or not correction.reason.strip():
        raise StoreError("a correction needs its author and a reason")
    row = {k: v for k, v in asdict(correction).items() if k not in ("n", "time", "withdrawn")}
    number = _insert(connection, schema.corrections, row, correction.target)
    if correction.action in _OTHER and correction.kind in LINKED:
        other = str((correction.value or {}).get(_OTHER[correction.action]) or "")
        verdict = "same" if correction.action == "merge" else "different"
        link = Decision(
            LINKED[correction.kind], correction.target, other, verdict, correction.author, person=True,
            reasons=_made_by(number),
        )
        _decide(connection, link)
    return number


def list_corrections(
    connection: Connection, targets: Sequence[str] | None = None, *, withdrawn: bool = False
) -> list[Correction]:
    """Corrections in the order they were made: all, or those of some ids."""
    table = schema.corrections
    query = select(table).order_by(table.c.n)
    if not withdrawn:
        query = query.where(table.c.withdrawn.is_(None))
    if targets is None:
        return [_correction(row) for row in connection.execute(query)]
    rows = [row for part in chunk(list(targets)) for row in connection.execute(query.where(table.c.target.in_(part)))]
    return sorted(map(_correction, rows), key=lambda c: c.n)


def rate(connection: Connection, rating: Rating) -> int:
    """Write a grade; the latest of a subject holds, the others are its history.

    Raises:
        StoreError: when the grade is none of its scale.
    """
    scale = GRADES.get(rating.kind, "")
    if len(rating.value) != 1 or rating.value not in scale:
        raise StoreError(f"grade {rating.value!r}: a source is rated A to F, a claim 1 to 6")
    row = {k: v for k, v in asdict(rating).items() if k != "time"} | {"subject": shorten(rating.subject)}
    return _insert(connection, schema.ratings, row, rating.subject)


def list_ratings(connection: Connection, kind: str, subjects: Iterable[str]) -> dict[str, str]:
    """The grade that holds of each of the subjects that was rated."""
    table = schema.ratings
    found: dict[str, str] = {}
    for part in chunk(sorted(set(subjects))):
        last = (
            select(func.max(table.c.n)).where(table.c.kind == kind, table.c.subject.in_(part))
            .group_by(table.c.subject)
        )  # fmt: skip
        rows = connection.execute(select(table.c.subject, table.c.value).where(table.c.n.in_(last)))
        found.update({row.subject: row.value for row in rows})
    return found


def all_ratings(connection: Connection) -> list[Rating]:
    """Every grade ever given, in order."""
    rows = connection.execute(select(schema.ratings).order_by(schema.ratings.c.n))
    return [Rating(row.kind, row.subject, row.value, row.author, row.reason, row.time) for row in rows]


def _decide(connection: Connection, decision: Decision) -> int:
    table, row = schema.decisions, _decision_row(decision)
    left, right = row["left"], row["right"]
    same = [table.c[k] == row[k] for k in ("kind", "left", "right", "verdict", "who")]
    there = connection.execute(select(table.c.n).where(*same, table.c.withdrawn.is_(None))).scalar()
    if there is not None:
        return int(there)
    pending.doubt(connection, decision.kind, (left, right))
    return _insert(connection, table, row, f"{left} {right}")


def _take_back(connection: Connection, table: Table, n: int, by: str) -> None:
    what = table.name.rstrip("s")
    time = log.append(connection, f"{what} withdrawn", str(n), digest([what, n, by]))
    values: Json = {"withdrawn": time} | ({"withdrawn_by": by} if "withdrawn_by" in table.c else {})
    connection.execute(update(table).where(table.c.n == n).values(**values))


def _decision_row(decision: Decision) -> Json:
    row = {
        k: v for k, v in asdict(decision).items() if k not in ("n", "time", "withdrawn", "withdrawn_by")
    }
    ends = (decision.left, decision.right)
    left, right = sorted(ends) if decision.verdict in ("same", "different") else ends
    return row | {"left": left, "right": right}


def _identity(row: Json) -> tuple[str, ...]:
    """What makes two decisions one."""
    return tuple(str(row[name]) for name in ("left", "right", "verdict", "who"))


def _made_by(correction: int) -> Json:
    return {"correction": correction}


def _insert(connection: Connection, table: Table, row: dict[str, Any], subject: str) -> int:
    row = dict(row)
    time = log.append(connection, table.name.rstrip("s"), shorten(subject), row_digest(row))
    statement = table.insert().values(**row, time=time).returning(table.c.n)
    return int(connection.execute(statement).scalar_one())


def row_digest(row: dict[str, Any]) -> str:
    """The digest that the log holds of a decision, correction or rating, over all but its number and times."""
    return digest({k: v for k, v in row.items() if k not in ("n", "time", "withdrawn", "withdrawn_by")})


def _correction(row: Any) -> Correction:
    return Correction(**row._mapping)
