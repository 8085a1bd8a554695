"""Rounds and their moves, strata, and what a visit must hold. Pure: no Django, no clock."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from wenming.kit.flow import Arrow, Refused
from wenming.kit.words import key
from wenming.loop.standards.rules import Scheme, Verdict, mark


class RoundKind(StrEnum):
    """Assessment (测评): drawn, every item recorded. Patrol (巡查): problems only, no score.

    Look-back (回头看): at places mended before, outside a draw, enters no score.
    """

    ASSESSMENT = "assessment"
    PATROL = "patrol"
    LOOK_BACK = "look_back"


class RoundState(StrEnum):
    """Where a round stands. Drawn means open for recording."""

    PLANNED = "planned"
    COMMITTED = "committed"
    DRAWN = "drawn"
    CLOSED = "closed"


class RoundMove(StrEnum):
    """What may be done to a round."""

    COMMIT = "commit"
    RECOMMIT = "recommit"
    DRAW = "draw"
    START = "start"
    CLOSE = "close"


# "undrawn" is given by the verb for rounds that go without a draw, "frame" for those that need one.
ROUND_ARROWS: dict[RoundMove, Arrow] = {
    RoundMove.COMMIT: Arrow({RoundState.PLANNED}, RoundState.COMMITTED, "round", {"frame"}),
    RoundMove.RECOMMIT: Arrow({RoundState.COMMITTED}, None, "round", {"frame", "note"}),
    RoundMove.DRAW: Arrow({RoundState.COMMITTED}, RoundState.DRAWN, "round", {"seed"}),
    RoundMove.START: Arrow({RoundState.PLANNED}, RoundState.DRAWN, "round", {"undrawn"}),
    RoundMove.CLOSE: Arrow({RoundState.DRAWN}, RoundState.CLOSED, "round"),
}


class Strata(StrEnum):
    """What makes a stratum: the kind of site, or the kind within the area."""

    KIND = "kind"
    KIND_AREA = "kind_area"


class Sizes(StrEnum):
    """How many per stratum: the same number in each, or in proportion to its size."""

    FIXED = "fixed"
    PROPORTIONAL = "proportional"


class StopRole(StrEnum):
    """Why a site is in a round: drawn, taken for certain, from the reserve, or named by hand."""

    DRAWN = "drawn"
    CERTAIN = "certain"
    RESERVE = "reserve"
    NAMED = "named"


class StopState(StrEnum):
    """What became of a stop."""

    AWAITING = "awaiting"
    VISITED = "visited"
    UNREACHABLE = "unreachable"


class Fault(NamedTuple):
    """One thing wrong with a draft: where in it, a code, and the facts its words need."""

    place: str
    code: str
    facts: tuple[str, ...] = ()


class Faulty(Refused):
    """A draft was refused; all that is wrong with it, the first as the refusal's own reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].code, *faults[0].facts)
        self.faults = tuple(faults)


class Asked(Protocol):
    """One standard as it is asked at a site; a row of standards.Item is one."""

    code: str
    scheme: str
    steps: Sequence[Sequence[int]]


class Seen(Protocol):
    """What somebody says of one item; a finding's draft is one."""

    @property
    def id(self) -> UUID:
        """Its own."""

    @property
    def item(self) -> str:
        """The item's code."""

    @property
    def verdict(self) -> Verdict:
        """What it is."""

    @property
    def count(self) -> int | None:
        """In how many places."""


A = TypeVar("A", bound=Asked)


def judged(kind: RoundKind, asked: Iterable[A], seen: Sequence[Seen]) -> list[tuple[A, int | None]]:
    """What was seen, in its order: the item and its mark in ten-thousandths, None where it is 'na'.

    An assessment says something of every item asked there, once; a patrol names problems only.
    Faulty names every place that is wrong.
    """
    known = {key(one.code): one for one in asked}
    faults = _repeated([one.id for one in seen])
    found: dict[str, tuple[A, int | None]] = {}
    for place, one in ((f"$.findings[{n}]", one) for n, one in enumerate(seen)):
        name = key(one.item)
        if name not in known:
            faults.append(Fault(f"{place}.item", "item_not_asked", (one.item,)))
        elif name in found:
            faults.append(Fault(f"{place}.item", "item_twice", (one.item,)))
        else:
            found[name] = known[name], _marked(kind, known[name], one, place, faults)
    if kind is RoundKind.ASSESSMENT:
        missing = [one.code for name, one in known.items() if name not in found]
        faults += [Fault("$.findings", "item_missing", (code,)) for code in missing]
    if faults:
        raise Faulty(faults)
    return list(found.values())


def _repeated(ids: Sequence[UUID]) -> list[Fault]:
    seen: set[UUID] = set()
    faults = []
    for n, one in enumerate(ids):
        if one in seen:
            faults.append(Fault(f"$.findings[{n}].id", "id_twice", (str(one),)))
        seen.add(one)
    return faults


def _marked(
    kind: RoundKind, asked: Asked, one: Seen, place: str, faults: list[Fault]
) -> int | None:
    if kind is RoundKind.PATROL and one.verdict is not Verdict.FAIL:
        faults.append(Fault(f"{place}.verdict", "problems_only", (one.item,)))
    try:
        if one.verdict is Verdict.NA and one.count:
            raise Refused("count")
        return mark(Scheme(asked.scheme), one.verdict, one.count, asked.steps)
    except Refused as no:
        faults.append(Fault(f"{place}.count", no.reason, (one.item,)))
        return None
