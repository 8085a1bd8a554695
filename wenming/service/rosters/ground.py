"""The rows a month's roster stands on, numbered as the planner wants them; it knows no planner."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from wenming.org.calendar import calendar
from wenming.org.models import Unit
from wenming.service.members.models import Holding, Member, Wish
from wenming.service.members.rules import WishKind, lacking
from wenming.service.rosters.rules import Terms
from wenming.service.shifts.models import Place, Post, Shift
from wenming.service.shifts.rules import (
    DAY_MINUTES,
    REST,
    STANDING,
    PlaceState,
    days_of,
    following,
    month,
)

MONTHS_BORNE = 3  # how far back hours are levelled
At = tuple[int, int]  # a person and a day, by numbers


class Kind(NamedTuple):
    """Shifts alike for whoever stands there: they begin as many minutes after midnight, last as long,
    and ask the same qualifications. The planner says who stands when; who goes where is dealt out."""

    start: int
    minutes: int
    needs: frozenset[int]

    def bars(self, other: "Kind") -> bool:
        """Whether the other may not follow a day later: too little rest between."""
        return other.start + DAY_MINUTES - self.start - self.minutes < REST.total_seconds() / 60


class Ask(NamedTuple):
    """What a person would like on a day: to be off, or to be on."""

    person: int
    day: int
    weight: int
    off: bool


@dataclass
class Ground:
    """Members, days and kinds of shifts by numbers, and what stands between them."""

    terms: Terms
    unit: Unit
    days: list[date]
    since: int  # the first day that may change
    members: list[Member]
    shifts: list[Shift]
    kinds: list[Kind] = field(default_factory=list)
    at: dict[At, list[Shift]] = field(default_factory=lambda: defaultdict(list))  # day, kind
    kind: dict[int, int] = field(default_factory=dict)  # of each shift, by its key
    seated: dict[At, Shift] = field(default_factory=dict)  # who stands where now, one shift a day
    others: dict[int, set[int]] = field(
        default_factory=lambda: defaultdict(set)
    )  # shift -> members
    away: set[At] = field(default_factory=set)
    unfit: set[tuple[int, int, int]] = field(default_factory=set)  # person, day, kind
    borne: list[int] = field(default_factory=list)  # minutes of past months
    before: list[tuple[int | None, int]] = field(default_factory=list)  # last kind, days in a row
    asks: list[Ask] = field(default_factory=list)

    @property
    def open(self) -> list[At]:
        """The days and kinds that may still change, in order."""
        return sorted(at for at in self.at if at[0] >= self.since)

    def stands(self, person: int, day: int) -> int:
        """The kind of shift a person stands on a day now; -1: none."""
        shift = self.seated.get((person, day))
        return -1 if shift is None else self.kind[shift.pk]

    def weekends(self) -> list[tuple[int, ...]]:
        """Days of rest of the city's calendar in a row."""
        known = calendar()
        numbered = groupby(range(len(self.days)), key=lambda n: known.is_workday(self.days[n]))
        return [tuple(days) for works, days in numbered if not works]


def name(shift: Shift) -> str:
    """A shift in words."""
    return f"{shift.day:%m-%d} {shift.post.site} {shift.word}"


def kind_of(shift: Shift, needs: Mapping[int, frozenset[int]]) -> Kind:
    """The kind a shift is of; `needs` are the qualifications of each post."""
    begins = timezone.localtime(shift.start)
    minutes = int((shift.end - shift.start).total_seconds()) // 60
    return Kind(begins.hour * 60 + begins.minute, minutes, needs.get(shift.post_id, frozenset()))


def ground_of(terms: Terms) -> Ground:
    """The rows as they are now."""
    first = month(terms.month) or timezone.localdate().replace(day=1)
    days, unit = days_of(first), Unit.objects.get(pk=terms.unit)
    rows = Shift.objects.filter(post__unit=unit, post__closed=None)
    shifts = list(rows.between(days[0], days[-1]).select_related("post__site"))
    serving = Q(left=None) | Q(left__gt=first)
    members = list(Member.objects.filter(serving, unit=unit).order_by("name", "pk"))
    since = max(0, min(len(days), (date.fromisoformat(terms.since) - first).days))
    ground = Ground(terms, unit, days, since, members, shifts)
    needs = needs_of(shifts)
    for shift in shifts:
        one = kind_of(shift, needs)
        if one not in ground.kinds:
            ground.kinds.append(one)
        ground.kind[shift.pk] = ground.kinds.index(one)
        ground.at[(shift.day - first).days, ground.kind[shift.pk]].append(shift)
    numbers = {member.pk: n for n, member in enumerate(members)}
    seat(ground, numbers, first)
    fill_wishes(ground, numbers, first)
    fill_fitness(ground, numbers)
    fill_past(ground, numbers, first, needs)
    return ground


def needs_of(shifts: Iterable[Shift]) -> dict[int, frozenset[int]]:
    """The qualifications each post asks."""
    asked: dict[int, set[int]] = {shift.post_id: set() for shift in shifts}
    rows = Post.qualifications.through.objects.filter(post__in=asked)
    for post, qualification in rows.values_list("post_id", "qualification_id"):
        asked[post].add(qualification)
    return {post: frozenset(some) for post, some in asked.items()}


def seat(ground: Ground, numbers: Mapping[int, int], first: date) -> None:
    """Who stands where in the month, and who is away."""
    last, own = ground.days[-1], {shift.pk: shift for shift in ground.shifts}
    places = Place.objects.filter(shift__day__gte=first, shift__day__lte=last)
    rows = places.filter(Q(shift__in=own) | Q(member__in=numbers)).select_related("shift")
    for place in rows.order_by("start", "pk"):
        person, day = numbers.get(place.member_id, -1), (place.shift.day - first).days
        if place.state in STANDING and place.shift_id in own:
            if person < 0 or (person, day) in ground.seated:
                ground.others[place.shift_id].add(place.member_id)
            else:
                ground.seated[person, day] = own[place.shift_id]
        elif place.state in {*STANDING, PlaceState.DROPPED, PlaceState.ABSENT}:
            ground.away.add((person, day))
    for person, member in enumerate(ground.members):
        if member.left:
            ground.away |= {(person, n) for n, d in enumerate(ground.days) if d >= member.left}


def fill_wishes(ground: Ground, numbers: Mapping[int, int], first: date) -> None:
    """Leaves, and what is wished."""
    last = ground.days[-1]
    for wish in Wish.objects.filter(member__in=numbers, first__lte=last, last__gte=first):
        person = numbers[wish.member_id]
        spanned = [n for n, day in enumerate(ground.days) if wish.first <= day <= wish.last]
        if wish.kind == WishKind.AWAY:
            ground.away |= {(person, day) for day in spanned}
        else:
            off = wish.kind == WishKind.OFF
            ground.asks += [Ask(person, day, wish.weight * 2, off) for day in spanned]


def fill_fitness(ground: Ground, numbers: Mapping[int, int]) -> None:
    """Who lacks a qualification on which day for which kind."""
    held: dict[int, dict[int, tuple[date, date | None]]] = defaultdict(dict)
    for one in Holding.objects.filter(member__in=numbers):
        held[numbers[one.member_id]][one.qualification_id] = (one.since, one.until)
    ground.unfit = {
        (person, day, n)
        for person in range(len(ground.members))
        for day, when in enumerate(ground.days)
        for n, kind in enumerate(ground.kinds)
        if lacking(kind.needs, held[person], when)
    }


def fill_past(
    ground: Ground, numbers: Mapping[int, int], first: date, needs: Mapping[int, frozenset[int]]
) -> None:
    """What each bore in past months, and how the last one ended."""
    rows = Place.objects.standing().filter(
        member__in=numbers, shift__day__gte=following(first, -MONTHS_BORNE), shift__day__lt=first
    )
    ground.borne = [0] * len(ground.members)
    worked: dict[int, dict[date, Shift]] = defaultdict(dict)
    for place in rows.select_related("shift"):
        person = numbers[place.member_id]
        ground.borne[person] += int((place.end - place.start).total_seconds()) // 60
        worked[person][place.shift.day] = place.shift
    ground.before = [
        ending({day: kind_of(s, needs) for day, s in worked[n].items()}, first, ground.kinds)
        for n in range(len(ground.members))
    ]


def ending(
    worked: Mapping[date, Kind], first: date, kinds: Sequence[Kind]
) -> tuple[int | None, int]:
    """The kind of the last day before the month (-1: off; None: not known), and days in a row so."""
    day = first - timedelta(days=1)
    works, count = day in worked, 0
    while count < 31 and (day in worked) is works:
        day, count = day - timedelta(days=1), count + 1
    if not works:
        return (-1 if worked else None), count
    last = worked[first - timedelta(days=1)]
    return (kinds.index(last) if last in kinds else None), count


def names(members: Iterable[Member]) -> list[str]:
    """People as they are called; two of one name are told apart by their keys."""
    said = [member.name for member in members]
    keys = [member.pk for member in members]
    return [n if said.count(n) == 1 else f"{n}#{k}" for n, k in zip(said, keys, strict=True)]


def dealt(ground: Ground, lines: Sequence[Sequence[int]]) -> list[list[int]]:
    """Who goes where: [shift, member] by keys, for lines of kinds, from the first open day on.

    Whoever stands somewhere already stays; the others go where they were most often, first to
    where fewer stand than the least, then than the wish.
    """
    habit: Counter[At] = Counter()  # person, post
    seats = []
    for (person, _day), shift in ground.seated.items():
        habit[person, shift.post_id] += 1
    for day, kind in ground.open:
        shifts = ground.at[day, kind]
        heads = {shift.pk: len(ground.others[shift.pk]) for shift in shifts}
        free = []
        for person, line in enumerate(lines):
            if line[day] == kind:
                here = ground.seated.get((person, day))
                if here is not None and here.pk in heads:
                    heads[here.pk] += 1
                    seats.append([here.pk, ground.members[person].pk])
                else:
                    free.append(person)
        known = {p: max(habit[p, s.post_id] for s in shifts) for p in free}
        for person in sorted(free, key=lambda p: -known[p]):
            best = min(
                shifts, key=lambda s: (*rank(s, heads[s.pk]), -habit[person, s.post_id], s.pk)
            )
            heads[best.pk] += 1
            habit[person, best.post_id] += 1
            seats.append([best.pk, ground.members[person].pk])
    return seats


def rank(shift: Shift, heads: int) -> tuple[bool, bool, bool]:
    """How urgent one more is on a shift: below the least first, then the wish, then the most."""
    post = shift.post
    return heads >= post.most, heads >= post.least, heads >= post.wish
