"""Small towns for the tests, and the best plan of a tiny one by trying every plan."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from wenming.planning.matches.ledger import Ledger, cost_of, fitting
from wenming.planning.matches.problem import Match, Order, Problem, Slot, Team, Venue

few = st.integers(0, 3)
skills = st.frozensets(st.integers(0, 1), max_size=2)
place = st.tuples(st.integers(0, 900), st.integers(0, 900))


def teams(slots: int) -> st.SearchStrategy[Team]:
    """A team that gives some of the slots."""
    return st.builds(
        Team,
        skills=skills,
        home=place,
        reach=st.integers(300, 2000),
        slots=some(slots),
        most=few,
        at_once=st.integers(1, 2),
        served=few,
    )


def venues(slots: int) -> st.SearchStrategy[Venue]:
    """A venue open in some of the slots, perhaps booked in one."""
    return st.builds(
        Venue,
        kind=st.integers(0, 1),
        place=place,
        seats=st.integers(1, 3),
        slots=some(slots),
        rooms=st.integers(1, 2),
        booked=some(slots).map(lambda s: tuple(sorted(s)[:1])) | st.just(()),
    )


def orders(slots: int, crew: int) -> st.SearchStrategy[Order]:
    """An order for some of the slots, which some team may not have."""
    return st.builds(
        Order,
        skills=st.frozensets(st.integers(0, 1), max_size=1),
        place=place,
        minutes=st.sampled_from((60, 90)),
        slots=some(slots),
        worth=st.sampled_from((100, 1500, 10**6)),
        heads=st.integers(1, 2),
        kind=st.none() | st.integers(0, 1),
        hurry=st.integers(0, 300),
        wished=st.none() | st.integers(0, slots - 1),
        stray=st.integers(0, 500),
        barred=st.frozensets(st.integers(0, crew - 1), max_size=1),
    )


def some(slots: int) -> st.SearchStrategy[frozenset[int]]:
    """Some of the slots."""
    return st.frozensets(st.integers(0, slots - 1), min_size=1)


@st.composite
def towns(draw: st.DrawFn, most_orders: int = 5, most_teams: int = 3) -> Problem:
    """Any small town; some orders in it can be served by nobody."""
    days = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3).map(sorted))
    slots = tuple(Slot(day, draw(st.sampled_from((60, 120)))) for day in days)
    crew = draw(st.lists(teams(len(slots)), min_size=1, max_size=most_teams))
    asked = st.lists(orders(len(slots), len(crew)), min_size=1, max_size=most_orders)
    town = Problem(
        slots=slots,
        teams=tuple(crew),
        venues=tuple(draw(st.lists(venues(len(slots)), max_size=2))),
        orders=tuple(draw(asked)),
        even=draw(st.sampled_from((0, 100))),
    )
    return with_promises(town, draw(st.integers(0, 2)))


def with_promises(town: Problem, many: int) -> Problem:
    """The town in which the first few orders that can be were promised to the first way there is."""
    ledger, promised = Ledger(town), list[Match]()
    for number in range(len(town.orders)):
        way = next((m for m in fitting(town, number) if ledger.has_room(m)), None)
        if way is not None and len(promised) < many:
            ledger.enter(way)
            promised.append(way)
    return replace(town, promised=tuple(promised))


def best_by_trying(problem: Problem) -> int:
    """The least cost of any plan without fault."""
    held = {m.order for m in problem.promised}
    rest = [n for n in range(len(problem.orders)) if n not in held]
    return min(cost_of(problem, plan) for plan in good(problem, rest, list(problem.promised)))


def good(problem: Problem, rest: list[int], so_far: list[Match]) -> Iterator[list[Match]]:
    """Every choice of a match, or none, for each of the rest."""
    if not rest:
        yield so_far
        return
    yield from good(problem, rest[1:], so_far)
    ledger = Ledger.of(problem, so_far)
    for match in fitting(problem, rest[0]):
        if ledger.has_room(match):
            yield from good(problem, rest[1:], [*so_far, match])
