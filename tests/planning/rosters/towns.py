"""Small towns for rosters: one known by heart, and as many random ones as hypothesis likes."""

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from wenming.planning.rosters.faults import of_person
from wenming.planning.rosters.problem import (
    OFF,
    Agreed,
    Before,
    Cover,
    Hours,
    Line,
    Person,
    Problem,
    Request,
    Shift,
    Tally,
    Weekends,
)

EARLY, LATE, SHORT = 0, 1, 2
SHIFTS = (Shift(480), Shift(480, frozenset({EARLY})), Shift(240))


def market(**more: object) -> Problem:
    """A fortnight at one market: eight hours early or late, four hours between, six people."""
    fit = frozenset({EARLY, LATE, SHORT})
    worker = Person(
        fit,
        Hours(2400, 4320),
        longest_run=5,
        shortest_rest=1,
        weekends=Weekends(most=1),
        tallies=(Tally(frozenset({LATE}), most=5),),
    )
    people = [worker] * 6
    people[1] = Person(fit - {LATE}, Hours(2400, 4320), longest_run=5, away=frozenset({0, 1}))
    covers = []
    for day in range(14):
        covers.append(Cover(day, frozenset({EARLY}), wish=1, least=1, most=3, below=50, above=2))
        covers.append(Cover(day, frozenset({LATE}), wish=1, least=0, most=2, below=50, above=2))
        covers.append(Cover(day, frozenset({SHORT}), wish=1, below=10, above=1))
    told = {
        "days": 14,
        "shifts": SHIFTS,
        "people": tuple(people),
        "covers": tuple(covers),
        "requests": (Request(2, 3, OFF, 5), Request(3, 4, LATE, 4), Request(3, 5, LATE, 4, False)),
        "weekends": ((5, 6), (12, 13)),
        "agreed": (Agreed(0, 2, EARLY), Agreed(5, 9, OFF)),
    }
    return Problem(**told | more)  # type: ignore[arg-type]


def possible(problem: Problem, number: int) -> Iterator[Line]:
    """Every line a person may have, by trying all there are."""
    person = problem.people[number]
    agreed = {a.day: a.shift for a in problem.agreed if a.person == number}
    for line in product(range(OFF, len(problem.shifts)), repeat=problem.days):
        if any(line[day] != shift for day, shift in agreed.items()):
            continue
        if not any(of_person(problem, person, line)):
            yield line


@st.composite
def people(draw: st.DrawFn, days: int, shifts: int) -> Person:
    """A person with a rule or two of every sort."""
    small = st.integers(0, 3)
    run = draw(st.integers(1, 3))
    most = draw(st.none() | st.integers(2, 8))
    before = st.builds(Before, st.integers(OFF, shifts - 1), st.integers(1, 4))
    tally = st.builds(
        Tally,
        st.frozensets(st.integers(0, shifts - 1), min_size=1),
        st.none() | small,
        st.none() | small,
        small,
    )
    return Person(
        may=draw(st.frozensets(st.integers(0, shifts - 1), min_size=1)),
        hours=Hours(
            240 * draw(st.integers(0, min(3, most or 3))),
            None if most is None else 240 * most,
            draw(st.none() | st.integers(0, 6).map(lambda n: 200 * n)),
            draw(small),
        ),
        tallies=tuple(draw(st.lists(tally, max_size=2))),
        shortest_run=run,
        longest_run=draw(st.none() | st.integers(run, 4)),
        shortest_rest=draw(st.integers(1, 3)),
        weekends=draw(st.builds(Weekends, st.none() | st.integers(0, 2), st.none() | small, small)),
        away=draw(st.frozensets(st.integers(0, days - 1), max_size=1)),
        barred=draw(st.frozensets(st.tuples(st.integers(0, days - 1), st.just(0)), max_size=1)),
        before=draw(st.none() | before),
    )


@st.composite
def covers(draw: st.DrawFn, days: int, shifts: int, people: int) -> Cover:
    """What a day needs."""
    weight, least = st.integers(0, 9), draw(st.integers(0, 1))
    wish = least + draw(st.integers(0, 1))
    return Cover(
        draw(st.integers(0, days - 1)),
        draw(st.frozensets(st.integers(0, shifts - 1), min_size=1)),
        wish,
        least,
        draw(st.none() | st.just(wish)),
        draw(weight),
        draw(weight),
        draw(st.none() | st.frozensets(st.integers(0, people - 1), min_size=1)),
    )


@st.composite
def towns(draw: st.DrawFn, most_people: int = 2, most_days: int = 5) -> Problem:
    """A town small enough to try every plan."""
    days, shifts = draw(st.integers(1, most_days)), draw(st.integers(1, 2))
    shift = st.builds(Shift, st.sampled_from([240, 480]), st.frozensets(st.integers(0, shifts - 1)))
    count = draw(st.integers(1, most_people))
    persons = draw(st.lists(people(days, shifts), min_size=count, max_size=count))
    request = st.builds(
        Request,
        st.integers(0, count - 1),
        st.integers(0, days - 1),
        st.integers(OFF, shifts - 1),
        st.integers(0, 9),
        st.booleans(),
    )
    free = [(n, d) for n in range(count) for d in range(days) if d not in persons[n].away]
    settled = draw(st.lists(st.sampled_from(free), max_size=1)) if free else []
    start = draw(st.integers(0, max(0, days - 2)))
    weekend = tuple(range(start, min(days, start + draw(st.integers(1, 3)))))
    return Problem(
        days,
        tuple(draw(shift) for _ in range(shifts)),
        tuple(persons),
        tuple(draw(st.lists(covers(days, shifts, count), max_size=4))),
        tuple(draw(st.lists(request, max_size=3))),
        (weekend,) if draw(st.booleans()) else (),
        tuple(Agreed(n, d, OFF) for n, d in settled),
        draw(st.none() | st.just(((OFF,) * days,) * count)),
        draw(st.integers(0, 3)),
    )
