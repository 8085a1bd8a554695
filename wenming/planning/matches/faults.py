"""What is wrong with a matching, however it was made, and with the matter it is to be made from."""

from collections import Counter
from collections.abc import Iterator

from wenming.planning.matches.ledger import HELD, Ledger, cost_of, fitting, why
from wenming.planning.matches.problem import AT_HOME, Match, Order, Plan, Problem
from wenming.planning.terms import Fault


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    """Every rule the plan breaks; empty for a good plan.

    Rules: unknown (order, team, slot, venue), twice (order; times too many), promise (order: not as
    promised), those of `misfits`, busy (team, slot), many (team) and booked (venue, slot) with how
    many are too many, lost (order neither served nor left out), left_out (order told left out that is
    served, or is none), reason (order left out for a reason that is not so), spare (order left out though it
    fits), cost (metres told too much), bound (metres above the cost).
    """
    known = [m for m in plan.matches if inside(problem, m)]
    found = [Fault("unknown", tuple(m)) for m in plan.matches if not inside(problem, m)]
    times = Counter(m.order for m in known)
    found += [Fault("twice", (order,), n - 1) for order, n in times.items() if n > 1]
    held = set(known)
    found += [Fault("promise", (m.order,)) for m in problem.promised if m not in held]
    for match in known:
        found += misfits(problem, match)
    ledger = Ledger.of(problem, known)
    found += crowded(problem, ledger)
    found += of_left_out(problem, plan, known, ledger)
    real = cost_of(problem, known)
    if plan.cost != real:
        found.append(Fault("cost", (), plan.cost - real))
    if plan.bound is not None and plan.bound > real:
        found.append(Fault("bound", (), plan.bound - real))
    return found


def inside(problem: Problem, match: Match) -> bool:
    """Whether there are such an order, team, slot and venue."""
    return (
        match.order in range(len(problem.orders))
        and match.team in range(len(problem.teams))
        and match.slot in range(len(problem.slots))
        and (match.venue == AT_HOME or match.venue in range(len(problem.venues)))
    )


def misfits(problem: Problem, match: Match) -> Iterator[Fault]:
    """What one match breaks by itself, whatever else is planned.

    Rules: skill, barred (order, team), reach (order, team; metres too far), away (team, slot),
    when (order, slot), short (order, slot; minutes lacking), venue (order: has none, or needs none),
    kind (order, venue), seats (order, venue; heads too many), closed (venue, slot).
    """
    order, team = problem.orders[match.order], problem.teams[match.team]
    pair, time = (match.order, match.team), (match.order, match.slot)
    lacking = order.minutes - problem.slots[match.slot].minutes
    there = order.place if match.venue == AT_HOME else problem.venues[match.venue].place
    over = problem.way(team.home, there) - team.reach
    broken = (
        (not order.skills <= team.skills, Fault("skill", pair)),
        (match.team in order.barred, Fault("barred", pair)),
        (match.slot not in team.slots, Fault("away", (match.team, match.slot))),
        (match.slot not in order.slots, Fault("when", time)),
        (lacking > 0, Fault("short", time, lacking)),
        (over > 0, Fault("reach", pair, over)),
    )
    yield from (fault for is_broken, fault in broken if is_broken)
    if (order.kind is None) != (match.venue == AT_HOME):
        yield Fault("venue", (match.order,))
    elif match.venue != AT_HOME:
        yield from of_venue(problem, order, match)


def of_venue(problem: Problem, order: Order, match: Match) -> Iterator[Fault]:
    """Why this venue will not do for the order."""
    venue, where = problem.venues[match.venue], (match.order, match.venue)
    if venue.kind != order.kind:
        yield Fault("kind", where)
    if order.heads > venue.seats:
        yield Fault("seats", where, order.heads - venue.seats)
    if match.slot not in venue.slots:
        yield Fault("closed", (match.venue, match.slot))


def crowded(problem: Problem, ledger: Ledger) -> Iterator[Fault]:
    """Teams and venues with more than they can take: in a slot, and in the whole time."""
    for (team, slot), n in sorted(ledger.busy.items()):
        if (over := n - problem.teams[team].at_once) > 0:
            yield Fault("busy", (team, slot), over)
    for team, n in sorted(ledger.many.items()):
        if (over := n - problem.teams[team].most) > 0:
            yield Fault("many", (team,), over)
    for (venue, slot), n in sorted(ledger.booked.items()):
        if (over := n - problem.venues[venue].rooms) > 0:
            yield Fault("booked", (venue, slot), over)


def of_left_out(
    problem: Problem, plan: Plan, known: list[Match], ledger: Ledger
) -> Iterator[Fault]:
    """Orders lost, told left out and served, left out for no good reason, or left out in vain."""
    told = {o.what: o.reason for o in plan.left_out}
    served = {m.order for m in known}
    for order in range(len(problem.orders)):
        if order not in told and order not in served:
            yield Fault("lost", (order,))
    for order, reason in told.items():
        if order in served or order not in range(len(problem.orders)):
            yield Fault("left_out", (order,))
        elif reason == HELD:
            continue
        elif reason != why(problem, order):
            yield Fault("reason", (order,))
        elif any(
            ledger.has_room(m) and ledger.price(m) < problem.orders[order].worth
            for m in fitting(problem, order)
        ):
            yield Fault("spare", (order,))
