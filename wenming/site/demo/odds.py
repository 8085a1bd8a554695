"""What an inspector sees at a place: the odds of every failure, and the drafts that say it.

A bad place stays a bad place: what an item and what a site add to the odds is drawn once for good.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from uuid import UUID

from wenming.loop.inspections.drafts import FindingDraft, VisitDraft
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import PhotoRule, Scheme, Verdict
from wenming.site.demo import chapters
from wenming.site.demo.chance import stream
from wenming.site.demo.phrases import problem
from wenming.site.demo.pictures import Album

ITEMS_DIFFER, SITES_DIFFER = 0.55, 0.35  # standard deviations
MEAN_MORE, MOST = 1.25, 6  # instances beyond the first of a graded failure
NOT_APPLICABLE, SELDOM_APPLIES = 0.02, 0.25


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody looks: a site's code, its kind, and the street or town it lies in."""

    code: str
    kind: str
    street: str


@cache
def inborn(kind: str, code: str, deviation: float) -> float:
    """What a site or an item adds to the odds, for good."""
    return stream(kind, code).gauss(0, deviation)


def failing(place: Place, item: Item, shift: float) -> float:
    """The probability that an item does not conform at a place."""
    logit = (
        chapters.GROUND
        + chapters.AREA_WEIGHT * chapters.AREAS.get(place.street, 0.0)
        + chapters.KINDS.get(place.kind, chapters.OTHER_KINDS)
        + inborn("item", item.code, ITEMS_DIFFER)
        + inborn("site", place.code, SITES_DIFFER)
        + shift
    )
    return 1 / (1 + math.exp(-logit))


def seen(place: Place, items: Iterable[Item], shift: float, chance: Random) -> list[Verdict]:
    """What is said of each item."""
    said = []
    for item in items:
        idle = SELDOM_APPLIES if "不适用" in item.exempt else NOT_APPLICABLE
        if chance.random() < idle:
            said.append(Verdict.NA)
        else:
            bad = chance.random() < failing(place, item, shift)
            said.append(Verdict.FAIL if bad else Verdict.PASS)
    return said


def count(item: Item, verdict: Verdict, chance: Random) -> int | None:
    """In how many places, for items that are judged by that."""
    if verdict is not Verdict.FAIL or item.scheme == Scheme.BINARY:
        return None
    return min(MOST, 1 + int(chance.expovariate(1 / MEAN_MORE)))


def finding(
    item: Item, verdict: Verdict, album: Album, *, at: datetime, chance: Random
) -> FindingDraft:
    """One finding as the phone sends it, with a photograph where the item asks for one."""
    number = count(item, verdict, chance)
    asks = item.photos == PhotoRule.ALWAYS or (
        item.photos == PhotoRule.FAIL and verdict is Verdict.FAIL
    )
    return FindingDraft(
        new_id(at, chance),
        item.code,
        verdict,
        number,
        problem(item, number, chance) if verdict is Verdict.FAIL else "",
        (album.pick(chance),) if asks and verdict is not Verdict.NA else (),
    )


def visit(
    round_: str,
    place: str,
    span: Sequence[datetime],
    findings: Sequence[FindingDraft],
    chance: Random,
) -> VisitDraft:
    """A visit as the phone sends it."""
    started, ended = span
    return VisitDraft(new_id(started, chance), round_, place, started, ended, tuple(findings))


def new_id(at: datetime, chance: Random) -> UUID:
    """A UUIDv7 made at a moment of the story."""
    millis = int(at.timestamp() * 1000)
    high, low = chance.getrandbits(12), chance.getrandbits(62)
    return UUID(int=millis << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low)
