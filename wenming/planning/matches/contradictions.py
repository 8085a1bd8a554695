"""What cannot be meant, by its row, and promises that cannot all be kept."""

from collections.abc import Iterator

from wenming.planning.matches.faults import crowded, inside, misfits
from wenming.planning.matches.ledger import Ledger
from wenming.planning.matches.problem import Match, Problem
from wenming.planning.terms import Fault


def contradictions(problem: Problem) -> list[Fault]:
    """Every row that cannot be meant.

    Rules: slot (slot), team_slot, team_numbers (team), venue_slot, venue_numbers, venue_booked (venue),
    order_slot, order_numbers, order_team (order), promise_place, promise_twice (row of the promise),
    detour (), even ().
    """
    found = [Fault("slot", (n,)) for n, s in enumerate(problem.slots) if min(s) < 0]
    found += [*of_teams(problem), *of_venues(problem), *of_orders(problem), *of_promises(problem)]
    if problem.detour < 0:
        found.append(Fault("detour"))
    if problem.even < 0:
        found.append(Fault("even"))
    return found


def of_teams(problem: Problem) -> Iterator[Fault]:
    """Teams that give unknown slots, or numbers below nought."""
    slots = range(len(problem.slots))
    for number, team in enumerate(problem.teams):
        if not all(s in slots for s in team.slots):
            yield Fault("team_slot", (number,))
        if min(team.reach, team.most, team.at_once, team.served) < 0:
            yield Fault("team_numbers", (number,))


def of_venues(problem: Problem) -> Iterator[Fault]:
    """Venues open in unknown slots, with numbers below nought, or booked by others beyond their rooms."""
    slots = range(len(problem.slots))
    for number, venue in enumerate(problem.venues):
        if not all(s in slots for s in (*venue.slots, *venue.booked)):
            yield Fault("venue_slot", (number,))
        if min(venue.seats, venue.rooms) < 0:
            yield Fault("venue_numbers", (number,))
        if any(venue.booked.count(s) > venue.rooms for s in set(venue.booked)):
            yield Fault("venue_booked", (number,))


def of_orders(problem: Problem) -> Iterator[Fault]:
    """Orders for unknown slots, barring unknown teams, or with numbers below nought."""
    slots, teams = range(len(problem.slots)), range(len(problem.teams))
    for number, order in enumerate(problem.orders):
        wished = () if order.wished is None else (order.wished,)
        if not all(s in slots for s in (*order.slots, *wished)):
            yield Fault("order_slot", (number,))
        if min(order.minutes, order.heads, order.worth, order.hurry, order.stray) < 0:
            yield Fault("order_numbers", (number,))
        if not all(t in teams for t in order.barred):
            yield Fault("order_team", (number,))


def of_promises(problem: Problem) -> Iterator[Fault]:
    """Promises that point nowhere, or an order promised twice."""
    seen: set[int] = set()
    for row, match in enumerate(problem.promised):
        if not inside(problem, match):
            yield Fault("promise_place", (row,))
        elif match.order in seen:
            yield Fault("promise_twice", (row,))
        seen.add(match.order)


def clashes(problem: Problem) -> list[Fault]:
    """The smallest set of promises that cannot all be kept, with what they break; empty where they can.

    A promise that breaks a rule by itself is a set of one; else so many promises of one team or venue
    as are just one too many for it. Each is told as `promise` (order).
    """
    for match in problem.promised:
        if broken := list(misfits(problem, match)):
            return [Fault("promise", (match.order,)), *broken]
    sets = []
    for fault in crowded(problem, Ledger.of(problem, problem.promised)):
        taking = [m.order for m in problem.promised if takes(m, fault)]
        just = taking[: len(taking) - fault.excess + 1]
        sets.append([*(Fault("promise", (o,)) for o in just), fault._replace(excess=1)])
    return min(sets, key=len, default=[])


def takes(match: Match, fault: Fault) -> bool:
    """Whether a match takes some of what is crowded."""
    if fault.rule == "many":
        return match.team == fault.where[0]
    return fault.where == (match.team if fault.rule == "busy" else match.venue, match.slot)
