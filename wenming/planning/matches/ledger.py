"""What matches cost and take up: the arithmetic that judging a plan and making one by hand share."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Self

from wenming.planning.matches.problem import AT_HOME, Match, Order, Problem

HELD = "held"  # left out because a person wants it so
REASONS = ("skill", "barred", "reach", "times", "venue", "closed", "full", HELD)


class Ledger:
    """Which places of teams and rooms of venues some matches take, slot by slot."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.busy: Counter[tuple[int, int]] = Counter()  # team, slot
        self.many: Counter[int] = Counter()  # team
        self.booked: Counter[tuple[int, int]] = Counter()  # venue, slot
        for number, venue in enumerate(problem.venues):
            for slot in venue.booked:
                self.booked[number, slot] += 1

    @classmethod
    def of(cls, problem: Problem, matches: Iterable[Match]) -> Self:
        """The ledger of some matches and of what others booked."""
        ledger = cls(problem)
        for match in matches:
            ledger.enter(match)
        return ledger

    def enter(self, match: Match) -> None:
        """Take up what a match takes up."""
        self.busy[match.team, match.slot] += 1
        self.many[match.team] += 1
        if match.venue != AT_HOME:
            self.booked[match.venue, match.slot] += 1

    def has_room(self, match: Match) -> bool:
        """Whether team and venue can take one more."""
        team = self.problem.teams[match.team]
        return (
            self.busy[match.team, match.slot] < team.at_once
            and self.many[match.team] < team.most
            and (
                match.venue == AT_HOME
                or self.booked[match.venue, match.slot] < self.problem.venues[match.venue].rooms
            )
        )

    def price(self, match: Match) -> int:
        """Metres one more match costs, what it takes of the even share among teams in it."""
        so_far = self.problem.teams[match.team].served + self.many[match.team]
        return alone(self.problem, match) + self.problem.even * so_far


def alone(problem: Problem, match: Match) -> int:
    """Metres a match costs whatever else is planned: ways there, days waited, days beside the wish."""
    order, team = problem.orders[match.order], problem.teams[match.team]
    if match.venue == AT_HOME:
        metres = problem.way(team.home, order.place)
    else:
        there = problem.venues[match.venue].place
        metres = problem.way(team.home, there) + problem.way(order.place, there)
    metres += order.hurry * problem.slots[match.slot].day
    return metres + order.stray * problem.apart(order, match.slot)


def cost_of(problem: Problem, matches: Iterable[Match]) -> int:
    """Metres of all matches, of what teams get unevenly, and of the orders nobody serves."""
    ledger, served, cost = Ledger(problem), set[int](), 0
    for match in matches:
        cost += ledger.price(match)
        ledger.enter(match)
        served.add(match.order)
    return cost + sum(o.worth for n, o in enumerate(problem.orders) if n not in served)


def fitting(problem: Problem, number: int) -> Iterator[Match]:
    """Every match that would do for an order in an empty town."""
    order = problem.orders[number]
    for team in able(problem, order):
        for slot in times(problem, order, team):
            if order.kind is None:
                yield Match(number, team, slot)
            else:
                for venue in halls(problem, order, team):
                    if slot in problem.venues[venue].slots:
                        yield Match(number, team, slot, venue)


def able(problem: Problem, order: Order) -> list[int]:
    """Teams with the skills that may have it and come as far as to its place, or to some venue for it."""
    return [
        number
        for number, team in enumerate(problem.teams)
        if order.skills <= team.skills
        and number not in order.barred
        and (
            problem.way(team.home, order.place) <= team.reach
            if order.kind is None
            else halls(problem, order, number)
        )
    ]


def times(problem: Problem, order: Order, team: int) -> list[int]:
    """Slots that team and order share and that are long enough."""
    both = sorted(problem.teams[team].slots & order.slots)
    return [slot for slot in both if problem.slots[slot].minutes >= order.minutes]


def halls(problem: Problem, order: Order, team: int) -> list[int]:
    """Venues of the kind that hold so many and that the team comes to."""
    home, reach = problem.teams[team].home, problem.teams[team].reach
    return [
        number
        for number, venue in enumerate(problem.venues)
        if venue.kind == order.kind
        and venue.seats >= order.heads
        and problem.way(home, venue.place) <= reach
    ]


def why(problem: Problem, number: int) -> str:
    """Why an order cannot be served even in an empty town, by its code; "full" where it could.

    skill: no team has the skills; barred: those that have may not; venue: none of the kind holds so
    many; reach: too far for all; times: no slot in common that is long enough; closed: no venue is
    open then.
    """
    order = problem.orders[number]
    skilled = [n for n, team in enumerate(problem.teams) if order.skills <= team.skills]
    if not skilled:
        return "skill"
    if order.barred.issuperset(skilled):
        return "barred"
    if order.kind is not None and not any(
        v.kind == order.kind and v.seats >= order.heads for v in problem.venues
    ):
        return "venue"
    if not (near := able(problem, order)):
        return "reach"
    if not any(times(problem, order, team) for team in near):
        return "times"
    return "full" if next(fitting(problem, number), None) else "closed"
