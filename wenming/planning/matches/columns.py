"""Every match that is possible, as one long table of arrays: what the search chooses from."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from wenming.planning.matches.ledger import Ledger
from wenming.planning.matches.problem import Match, Order, Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NONE: Ints = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Columns:
    """Matches row by row, orders rising: the order, where it takes a place and a room, what it costs.

    `busy` is team × slots + slot, `room` venue × slots + slot (venues × slots where the team goes
    to the order), `cost` metres without what evenness adds. `start` is where each open order's rows begin, with the end
    after them; `open` are these orders. `places`, `rooms` and `turns` are what promises leave of each.
    """

    problem: Problem
    ledger: Ledger
    open: Ints
    start: Ints
    order: Ints  # its place in `open`
    busy: Ints
    room: Ints
    cost: Ints
    worth: Ints
    places: Ints
    rooms: Ints
    turns: Ints

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """The table for all orders that are not promised."""
        ledger = Ledger.of(problem, problem.promised)
        ground = Ground(problem, ledger)
        promised = {m.order for m in problem.promised}
        open_ = [n for n in range(len(problem.orders)) if n not in promised]
        parts = [ground.rows(problem.orders[n]) for n in open_]
        sizes = np.array([len(p[0]) for p in parts], np.int64)
        busy, room, cost = (np.concatenate([p[k] for p in parts] or [NONE]) for k in range(3))
        return cls(
            problem,
            ledger,
            np.array(open_, np.int64),
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.repeat(np.arange(len(open_)), sizes),
            busy,
            room,
            cost,
            np.array([problem.orders[n].worth for n in open_], np.int64),
            ground.places.ravel(),
            ground.rooms.ravel(),
            ground.turns,
        )

    @property
    def team(self) -> Ints:
        """The team of each row."""
        return self.busy // max(1, len(self.problem.slots))

    def match(self, row: int) -> Match:
        """A row as a match."""
        slots = len(self.problem.slots)
        team, slot = divmod(int(self.busy[row]), slots)
        venue = int(self.room[row]) // slots
        order = int(self.open[self.order[row]])
        return (
            Match(order, team, slot, venue)
            if venue < len(self.problem.venues)
            else Match(order, team, slot)
        )

    def marginal(self, team: int) -> Ints:
        """Metres that evenness adds to the first, second … order a team may still get."""
        had = self.problem.teams[team].served + self.ledger.many[team]
        return self.problem.even * (had + np.arange(max(0, int(self.turns[team]))))


class Ground:
    """Teams and venues as arrays."""

    def __init__(self, problem: Problem, ledger: Ledger) -> None:
        teams, venues, slots = problem.teams, problem.venues, len(problem.slots)
        self.problem = problem
        self.minutes = np.array([s.minutes for s in problem.slots], np.int64)
        self.days = np.array([s.day for s in problem.slots], np.int64)
        self.homes = np.array([t.home for t in teams], np.int64).reshape(-1, 2)
        self.reach = np.array([t.reach for t in teams], np.int64)
        self.sites = np.array([v.place for v in venues], np.int64).reshape(-1, 2)
        self.kinds = np.array([v.kind for v in venues], np.int64)
        self.seats = np.array([v.seats for v in venues], np.int64)
        self.turns = np.array([t.most - ledger.many[n] for n, t in enumerate(teams)], np.int64)
        self.places = table([(t.slots, t.at_once) for t in teams], slots)
        self.rooms = table([(v.slots, v.rooms) for v in venues], slots)
        for (team, slot), n in ledger.busy.items():
            self.places[team, slot] -= n
        for (venue, slot), n in ledger.booked.items():
            self.rooms[venue, slot] -= n
        self.between = self.ways(self.homes[:, None, :], self.sites[None, :, :])
        self.skilled: dict[frozenset[int], Bools] = {}

    def ways(self, one: NDArray[Any], other: NDArray[Any]) -> Ints:
        """Metres of way between places: as `Problem.way` has them, many at once."""
        square = ((one - other) ** 2).sum(axis=-1)
        straight = np.floor(np.sqrt(square.astype(np.float64))).astype(np.int64)
        return np.asarray(straight * self.problem.detour // 100, dtype=np.int64)

    def able(self, order: Order) -> Bools:
        """Teams with the skills that may have the order and may still get one."""
        if order.skills not in self.skilled:
            may = [order.skills <= t.skills for t in self.problem.teams]
            self.skilled[order.skills] = np.array(may, np.bool_) & (self.turns > 0)
        able = self.skilled[order.skills].copy()
        able[list(order.barred)] = False
        return able

    def rows(self, order: Order) -> tuple[Ints, Ints, Ints]:
        """The places, rooms and costs of everything possible for one order."""
        wanted = np.array(sorted(order.slots), np.int64)
        wanted = wanted[self.minutes[wanted] >= order.minutes] if len(wanted) else wanted
        if not len(wanted):
            return NONE, NONE, NONE
        late = order.hurry * self.days[wanted] + order.stray * self.apart(order, wanted)
        teams = np.flatnonzero(self.able(order))
        width = len(self.minutes)
        if order.kind is None:
            way = self.ways(self.homes[teams], np.array(order.place))
            near = way <= self.reach[teams]
            teams, way = teams[near], way[near]
            free = self.places[np.ix_(teams, wanted)] > 0
            i, s = np.nonzero(free)
            nowhere = np.full(len(i), len(self.kinds) * width, np.int64)
            return teams[i] * width + wanted[s], nowhere, way[i] + late[s]
        return self.rows_in_venues(order, teams, wanted, late)

    def rows_in_venues(
        self, order: Order, teams: Ints, wanted: Ints, late: Ints
    ) -> tuple[Ints, Ints, Ints]:
        """The same for an order that needs a venue."""
        venues = np.flatnonzero((self.kinds == order.kind) & (self.seats >= order.heads))
        width = len(self.minutes)
        way = self.between[np.ix_(teams, venues)]
        near = way <= self.reach[teams, None]
        place = self.places[np.ix_(teams, wanted)] > 0
        room = self.rooms[np.ix_(venues, wanted)] > 0
        i, v, s = np.nonzero(near[:, :, None] & place[:, None, :] & room[None, :, :])
        own = self.ways(self.sites[venues], np.array(order.place))
        return (
            teams[i] * width + wanted[s],
            venues[v] * width + wanted[s],
            way[i, v] + own[v] + late[s],
        )

    def apart(self, order: Order, slots: Ints) -> Ints:
        """How many times each slot strays from the wished one."""
        if order.wished is None:
            return np.zeros(len(slots), np.int64)
        apart = np.maximum(1, np.abs(self.days[slots] - self.days[order.wished]))
        return np.where(slots == order.wished, 0, apart)


def table(rows: "list[tuple[frozenset[int], int]]", slots: int) -> Ints:
    """How many each row takes in each slot."""
    found = np.zeros((len(rows), slots), np.int64)
    for number, (given, most) in enumerate(rows):
        found[number, sorted(given)] = most
    return found
