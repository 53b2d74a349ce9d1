"""Reports as Label Studio tasks with what was read as predictions, to be corrected there and used for training.

Of a report that a person accepted the marks are annotations, which count as the truth there.

Offsets are those of Label Studio, which counts UTF-16 units. Import them into a project with this configuration:

    <View>
      <Relations><Relation value="says"/><Relation value="by words"/></Relations>
      <Labels name="label" toName="text">
        <Label value="source"/><Label value="cue"/><Label value="content"/><Label value="event"/>
        <Label value="actor"/><Label value="place"/><Label value="time"/>
      </Labels>
      <Text name="text" value="$text"/>
    </View>
"""

from __future__ import annotations

from bisect import bisect_left
from typing import BinaryIO

from sayso.export.annotations import list_marks
from sayso.export.bins import present, write_json
from sayso.export.matter import Matter
from sayso.export.verdicts import ACCEPTED
from sayso.format import Json
from sayso.types import Reading, Span


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write one list of tasks; reports whose words are left out cannot be labelled, and are named."""
    tasks, blank = [], 0
    for reading in matter.readings:
        if present(reading.report.text):
            tasks.append(_task(reading))
        else:
            blank += 1
    write_json(tasks, out)
    return [f"{blank} reports without words are left out: there is nothing to label"] if blank else []


def _task(reading: Reading) -> Json:
    report = reading.report
    wide = [at for at, sign in enumerate(report.text) if sign > "\uffff"]
    ids: dict[tuple[str, Span], str] = {}
    result: list[Json] = []
    for role, value, span, id in list_marks(reading):
        if (role, span) in ids:
            continue
        ids[role, span] = f"m{len(ids)}"
        result.append({
            "id": ids[role, span], "type": "labels", "from_name": "label", "to_name": "text",
            "meta": {"text": [value, *(f"corrected: {name}" for name in reading.corrected.get(id, ()))]},
            "value": {"start": _units(span[0], wide), "end": _units(span[1], wide),
                      "text": report.text[slice(*span)], "labels": [role]},
        })  # fmt: skip
    for claim in reading.claims:
        for content in claim.content:
            result += [_relate(ids["source", span], ids["content", content], "says") for span in claim.source.spans]
            result += [_relate(ids["content", content], ids["cue", span], "by words") for span in claim.cue]
    version = " ".join(f"{name}={value}" for name, value in sorted(reading.pipeline.items()))
    data = {"text": report.text, "id": report.id, "outlet": report.outlet, "published": report.published,
            "title": report.title}  # fmt: skip
    if ACCEPTED in reading.corrected.get("report", ()):
        return {"data": data, "annotations": [{"result": result, "ground_truth": True}]}
    return {"data": data, "predictions": [{"model_version": version, "result": result}]}


def _relate(start: str, end: str, label: str) -> Json:
    return {"type": "relation", "from_id": start, "to_id": end, "direction": "right", "labels": [label]}


def _units(at: int, wide: list[int]) -> int:
    """A code point's offset in UTF-16 units: characters beyond the basic plane, at `wide`, count twice."""
    return at + bisect_left(wide, at)
