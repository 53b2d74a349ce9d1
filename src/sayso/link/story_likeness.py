"""What two stories have in common and what sets them apart, as named numbers for the scorer to weigh.

Every number is 0 where nothing can be said. `same_*` and shares speak for one story, `other_*` against it: what one
report tells and the other tells differently. What only one of them tells is no difference.
"""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet

from sayso.link.story import Story
from sayso.link.story_wording import cosine, cover, rarity

# The rarity from which a shared name says no more than another: a term of about one report in five hundred.
RAREST = 6.5
FEW = 3  # full names from which sharing none is a difference
NEAR = 0.35  # degrees, some 35 km


def compare_stories(left: Story, right: Story) -> dict[str, float]:
    """The features of a pair, by name."""
    a, b = left.wording, right.wording
    text, lead = cosine(a.text, b.text), cosine(a.lead, b.lead)
    found = {
        "text": text,
        "lead": lead,
        "headline": cosine(a.headline, b.headline),
        "text_squared": text * text,
        "lead_of_one": max(cosine(a.lead, b.text), cosine(b.lead, a.text)),
        "lead_of_both": min(cosine(a.lead, b.text), cosine(b.lead, a.text)),
        "phrases": len(a.runs & b.runs) / max(1, min(len(a.runs), len(b.runs))),
        "short": math.log(max(200, min(a.size, b.size)) / 1000),
        "long": math.log(max(200, a.size, b.size) / 1000),
    }
    found |= _compare_names(left, right)
    for name, x, y in (
        ("aged", a.aged, b.aged), ("ages", a.ages, b.ages), ("numbers", a.numbers, b.numbers),
        ("streets", a.streets, b.streets), ("towns", left.towns, right.towns), ("killed", left.killed, right.killed),
        ("injured", left.injured, right.injured),
    ):
        found |= _share(name, x, y)
    return found | _compare_days(left, right) | _compare_spots(left, right) | _compare_kinds(left, right)


def _compare_names(left: Story, right: Story) -> dict[str, float]:
    a, b = left.wording, right.wording
    single = sorted((min(rarity(n), RAREST) for n in a.names.keys() & b.names.keys()), reverse=True)
    full = len(a.full_names & b.full_names)
    covered = sorted((cover(a.names, b.text), cover(b.names, a.text)))
    least = math.sqrt((1 + len(a.names)) * (1 + len(b.names)))
    rare = sum(max(0.0, r - 4) for r in single)
    return {
        "names": sum(single) / least,
        "names_cosine": cosine(a.names, b.names),
        "names_covered": covered[1],
        "names_covered_both": covered[0],
        "names_rare": math.log1p(rare),
        "other_full_names": float(min(len(a.full_names), len(b.full_names)) >= FEW and not full),
        "full_names": math.log1p(full),
        "full_names_share": full / max(1, min(len(a.full_names), len(b.full_names))),
    }


def _share(name: str, x: AbstractSet[object], y: AbstractSet[object]) -> dict[str, float]:
    """How much of the smaller set is in the other one; and that both say something, but not the same."""
    if not x or not y:
        return {f"same_{name}": 0.0, f"other_{name}": 0.0}
    both = len(x & y)
    return {f"same_{name}": both / math.sqrt(min(len(x), len(y))), f"other_{name}": float(both == 0)}


def _compare_days(left: Story, right: Story) -> dict[str, float]:
    gap = abs(left.published - right.published) if left.published and right.published else None
    apart = [abs(x - y) for x in left.event_days for y in right.event_days]
    found = {
        "undated": float(gap is None),
        "published_apart": math.log1p(gap) if gap is not None else 0.0,
        "published_same": float(gap is not None and gap <= 1),
        "same_outlet": float(left.outlet is not None and left.outlet == right.outlet),
        "event_days_apart": math.log1p(min(apart)) if apart else 0.0,
        "event_days_same": float(bool(apart) and min(apart) == 0),
        "told_before": _told_before(left, right),
    }
    return found | _share("days", left.days | left.event_days, right.days | right.event_days)


def _told_before(left: Story, right: Story) -> float:
    """All days of events of one report lie after the other one was published: log of by how many days."""
    most = 0
    for one, other in ((left, right), (right, left)):
        if one.published is not None and other.event_days:
            most = max(most, min(other.event_days) - one.published)
    return math.log1p(most)


def _compare_spots(left: Story, right: Story) -> dict[str, float]:
    apart = [
        max(abs(a[0] - b[0]), abs(a[1] - b[1]) * math.cos(math.radians(a[0]))) for a in left.spots for b in right.spots
    ]
    near = bool(apart) and min(apart) < NEAR
    return {"spots_near": float(near), "spots_far": float(bool(apart) and not near)}


def _compare_kinds(left: Story, right: Story) -> dict[str, float]:
    a, b = dict(left.types), dict(right.types)
    if not a or not b:
        return {"types": 0.0}
    length = math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return {"types": sum(n * b.get(t, 0) for t, n in a.items()) / length}
