"""Who goes where: drawn sites shared among groups, each on its beat, evenly, and never his own unit.

Loads are as even as beats and conflicts allow, exactly: no other sharing has a smaller largest load,
nor among those a smaller second largest, and so on (an optimal semi-matching; Harvey, Ladner, Lovász
and Tamir, 2006). Where visits take different times, visits are then exchanged between groups as long
as that evens out the minutes. The same input gives the same answer on every machine.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

PASSES = 50


@dataclass(frozen=True, slots=True)
class Stop:
    """A site to visit: the path of its area, the units that answer for it, and how long it takes."""

    code: str
    area: str
    units: frozenset[str] = frozenset()
    minutes: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Those who go: the paths of their beats ("" is everywhere) and the units they belong to."""

    code: str
    beats: tuple[str, ...]
    units: frozenset[str] = frozenset()

    def covers(self, stop: Stop) -> bool:
        """Whether the stop lies on one of its beats."""
        return stop.area.startswith(self.beats)

    def judges_itself(self, stop: Stop) -> bool:
        """Whether one of its own units answers for the stop."""
        return not self.units.isdisjoint(stop.units)


class LeftOut(NamedTuple):
    """A stop nobody may visit, and why: "beat" (no group covers it) or "conflict" (its own do)."""

    stop: str
    reason: str


class Fault(NamedTuple):
    """What is wrong with a plan: "unknown", "twice", "missing", "beat" or "conflict"."""

    code: str
    stop: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Stop by group, in the order of the stops' codes, and what could not be given to anybody."""

    given: tuple[tuple[str, str], ...]
    left_out: tuple[LeftOut, ...] = ()


def share(stops: Iterable[Stop], groups: Iterable[Group]) -> Plan:
    """Give every stop to a group that may visit it, as evenly as can be."""
    crews = sorted(groups, key=lambda group: group.code)
    table = _Table({group.code: _Hand() for group in crews})
    left_out = []
    for stop in sorted(stops, key=lambda stop: stop.code):
        if allowed := [g.code for g in crews if g.covers(stop) and not g.judges_itself(stop)]:
            table.add(stop, allowed)
        else:
            covered = any(group.covers(stop) for group in crews)
            left_out.append(LeftOut(stop.code, "conflict" if covered else "beat"))
    table.even_out_minutes()
    return Plan(tuple(sorted(table.given())), tuple(left_out))


def faults(stops: Iterable[Stop], groups: Iterable[Group], plan: Plan) -> list[Fault]:
    """What is wrong with a plan, however it was made; a plan edited by hand is judged by this."""
    by_code = {stop.code: stop for stop in stops}
    crews = {group.code: group for group in groups}
    found: list[Fault] = []
    seen: set[str] = set()
    for code, crew in plan.given:
        if code not in by_code or crew not in crews:
            found.append(Fault("unknown", code, crew))
            continue
        if code in seen:
            found.append(Fault("twice", code, crew))
        seen.add(code)
        if not crews[crew].covers(by_code[code]):
            found.append(Fault("beat", code, crew))
        if crews[crew].judges_itself(by_code[code]):
            found.append(Fault("conflict", code, crew))
    left = {each.stop for each in plan.left_out}
    found += (Fault("missing", code) for code in sorted(by_code.keys() - seen - left))
    found += (Fault("twice", code) for code in sorted(seen & left))
    return found


@dataclass(slots=True)
class _Hand:
    """What one group holds, and what it could hand to which other group; in order of coming."""

    held: dict[str, int] = field(default_factory=dict)
    for_others: dict[str, dict[str, None]] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        return sum(self.held.values())

    def offers(self, crew: str) -> list[str]:
        """Of what it could hand to that group, one stop of each length."""
        by_minutes: dict[int, str] = {}
        for stop in self.for_others.get(crew, ()):
            by_minutes.setdefault(self.held[stop], stop)
        return list(by_minutes.values())


class _Table:
    """All hands, while stops are dealt to them."""

    def __init__(self, hands: dict[str, _Hand]) -> None:
        self.hands = hands
        self.allowed: dict[str, Sequence[str]] = {}

    def given(self) -> Iterator[tuple[str, str]]:
        for crew, hand in self.hands.items():
            yield from ((stop, crew) for stop in hand.held)

    def add(self, stop: Stop, allowed: Sequence[str]) -> None:
        """Deal one stop: along the way to the least laden group that can be reached by handing on."""
        self.allowed[stop.code] = allowed
        came_from = self._reachable(allowed)
        crew = min(came_from, key=lambda crew: (self._load(crew), crew))
        while (giver := came_from[crew]) is not None:
            self._hand_on(next(iter(self.hands[giver].for_others[crew])), giver, crew)
            crew = giver
        self._take(stop.code, stop.minutes, crew)

    def _reachable(self, allowed: Sequence[str]) -> Mapping[str, str | None]:
        """Every group a stop could end at, each with the group that would hand one on to it."""
        came_from: dict[str, str | None] = dict.fromkeys(allowed)
        if min(map(self._load, allowed)) == min(map(self._load, self.hands)):
            return came_from  # no way leads to a hand that holds less
        waiting = deque(allowed)
        while waiting:
            giver = waiting.popleft()
            for crew, stops in self.hands[giver].for_others.items():
                if stops and crew not in came_from:
                    came_from[crew] = giver
                    waiting.append(crew)
        return came_from

    def _load(self, crew: str) -> int:
        return len(self.hands[crew].held)

    def _take(self, stop: str, minutes: int, crew: str) -> None:
        hand = self.hands[crew]
        hand.held[stop] = minutes
        for other in self.allowed[stop]:
            if other != crew:
                hand.for_others.setdefault(other, {})[stop] = None

    def _hand_on(self, stop: str, giver: str, crew: str) -> None:
        hand = self.hands[giver]
        minutes = hand.held.pop(stop)
        for stops in hand.for_others.values():
            stops.pop(stop, None)
        self._take(stop, minutes, crew)

    def even_out_minutes(self) -> None:
        """Exchange stops one for one while that brings two groups' minutes closer together."""
        crews = sorted(self.hands)
        pairs = [(one, other) for at, one in enumerate(crews) for other in crews[at + 1 :]]
        for _ in range(PASSES):
            if not sum(self._exchange(one, other) for one, other in pairs):
                return

    def _exchange(self, one: str, other: str) -> bool:
        first, second = self.hands[one], self.hands[other]
        gap = first.minutes - second.minutes
        swaps = (
            (abs(gap - 2 * (first.held[mine] - second.held[yours])), mine, yours)
            for mine in first.offers(other)
            for yours in second.offers(one)
        )
        left, mine, yours = min(swaps, default=(abs(gap), "", ""))
        if left >= abs(gap):
            return False
        self._hand_on(mine, one, other)
        self._hand_on(yours, other, one)
        return True
