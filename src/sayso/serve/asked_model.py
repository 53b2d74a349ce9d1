"""The parameters of the interface for programs, described for OpenAPI and checked before a question is made of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from sayso.serve.asking import FARTHEST, LIMIT, MOST

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2022-07-31"])]
Words = Annotated[str, Field(max_length=1000)]
_POINT = r"^-?\d{1,3}(\.\d+)?,-?\d{1,3}(\.\d+)?$"


class Paging(BaseModel):
    """Which part of an answer, and in which form (else `Accept` decides)."""

    limit: int = Field(LIMIT, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=FARTHEST)
    format: Literal["json", "csv", "geojson"] | None = None


class Question(Paging):
    """The filters of `sayso events`; those that make no sense for a list do not narrow it."""

    text: Words | None = Field(None, description='Words that occur; a "phrase" in double quotes.')
    actor: Words | None = Field(None, description="Name or key of an actor.")
    side: Literal["any", "actor", "recipient"] | None = None
    type: Words | None = Field(None, description="PLOVER type, such as ASSAULT.")
    mode: Words | None = None
    place: Words | None = None
    country: Words | None = Field(None, description="ISO 3166-1 alpha-3.")
    near: str | None = Field(None, pattern=_POINT, description="Latitude,longitude in degrees.", examples=["34.5,69.2"])
    km: float | None = Field(None, gt=0, le=20040)
    since: Day | None = None
    until: Day | None = None
    kind: Words | None = Field(None, description="Kind of source that says it.")
    factuality: Literal["certain", "denied", "uncertain", "future"] | None = None
    outlet: Words | None = None
    report: Words | None = Field(None, description="Key or id of a report.")
    incident: Words | None = Field(None, description="Id of an incident, or of an event of it.")
    source: Words | None = Field(None, description="Name or key of who says it.")
    lines: int | None = Field(None, ge=0, le=1_000_000, description="Lines of evidence at least.")
    contradicted: bool | None = None
    sort: Literal["newest", "oldest", "reports", "lines", "killed"] | None = None


class Named(Paging):
    """What to list actors and sources by."""

    name: Words | None = None
    type: Words | None = None
    country: Words | None = None
    kind: Words | None = None


class CorrectionBody(BaseModel):
    """A person's correction.

    `value` holds the fields as they should be; for `merge`, `{"into": id}`; it is left out for `accept` and `reject`.
    """

    kind: Literal["report", "claim", "event", "actor", "incident"]
    target: str = Field(max_length=1000)
    action: Literal["accept", "change", "reject", "merge"]
    value: dict[str, str | int | float | bool | list[str] | None] | None = None
    reason: str = Field("", max_length=10_000)


class Failure(BaseModel):
    """What went wrong and what to do."""

    error: str
    status: int
