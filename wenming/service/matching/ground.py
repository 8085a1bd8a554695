"""The rows a matching is made from: orders that wait, orders that are promised, teams, venues."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.timezone import localtime

from wenming.service.matching.rules import Terms
from wenming.service.orders.models import Order
from wenming.service.orders.rules import State
from wenming.service.stations.models import Booking, Venue
from wenming.service.stations.rules import is_open
from wenming.service.volunteers.models import PARTS, Team
from wenming.service.volunteers.rules import HOURS, Part, gives

PARTS_OF_DAY = tuple(Part)
MONTH, SEASON = timedelta(days=30), timedelta(days=90)
DONE = [State.DONE.value, State.RATED.value]


@dataclass(frozen=True)
class Slot:
    """A part of a day."""

    day: date
    part: Part

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {PARTS[self.part]}"

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """From when to when."""
        begins, ends = (datetime.combine(self.day, clock) for clock in HOURS[self.part])
        return timezone.make_aware(begins), timezone.make_aware(ends)


@dataclass(frozen=True)
class Ground:
    """What there is from the first day on; slots, teams, venues and orders by their place in the problem."""

    terms: Terms

    @property
    def since(self) -> date:
        """The first day."""
        return date.fromisoformat(self.terms.since)

    @cached_property
    def slots(self) -> list[Slot]:
        """The parts of the days ahead."""
        days = [self.since + timedelta(days=n) for n in range(self.terms.days)]
        return [Slot(day, part) for day in days for part in PARTS_OF_DAY]

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        """From the first moment to the last."""
        return self.slots[0].ends[0], self.slots[-1].ends[1]

    @cached_property
    def promised(self) -> list[Order]:
        """The orders teams have in these days."""
        held = Order.objects.held().filter(start__gte=self.span[0], start__lt=self.span[1])
        known = held.filter(team__in=[team.pk for team in self.teams])
        return list(known.select_related("offer", "station", "booking", "team").order_by("pk"))

    @cached_property
    def waiting(self) -> list[Order]:
        """The orders that wait and could be served in these days."""
        rows = Order.objects.placed().filter(latest__gte=self.since)
        rows = rows.filter(earliest__lte=self.slots[-1].day).exclude(station__lon=None)
        rows = rows.select_related("offer__skill", "station").prefetch_related("declined")
        return list(rows.order_by("placed", "pk"))

    @property
    def orders(self) -> list[Order]:
        """The promised, then the waiting."""
        return [*self.promised, *self.waiting]

    @cached_property
    def teams(self) -> list[Team]:
        """The admitted teams that start somewhere."""
        rows = Team.objects.admitted().exclude(lon=None).prefetch_related("skills")
        return list(rows.order_by("pk"))

    @cached_property
    def served(self) -> Counter[int]:
        """How many orders each team served in the season before, by its key."""
        start = self.span[0]
        rows = Order.objects.filter(state__in=DONE, start__gte=start - SEASON, start__lt=start)
        return Counter(rows.values_list("team", flat=True))

    @cached_property
    def lately(self) -> Counter[int]:
        """How many orders each team had in the month before, by its key."""
        start = self.span[0]
        rows = Order.objects.filter(start__gte=start - MONTH, start__lt=start)
        return Counter(rows.exclude(team=None).values_list("team", flat=True))

    @cached_property
    def venues(self) -> list[Venue]:
        """The venues of stations that lie somewhere; parts of a hall are left to be sent by hand."""
        rows = Venue.objects.filter(part_of=None).exclude(station__lon=None)
        rows = rows.select_related("station").prefetch_related("closures", "station__closures")
        return list(rows.order_by("pk"))

    def slot_of(self, order: Order) -> int:
        """The slot a promised order is served in: the last that begins no later."""
        start = localtime(order.start)
        parts = [n for n, part in enumerate(PARTS_OF_DAY) if HOURS[part][0] <= start.time()]
        day = (start.date() - self.since).days
        return day * len(PARTS_OF_DAY) + max(parts, default=0)

    def given(self, team: Team) -> set[int]:
        """The slots a team serves in."""
        return {n for n, slot in enumerate(self.slots) if gives(team.times, slot.day, slot.part)}

    def open(self, venue: Venue) -> set[int]:
        """The slots a venue is open in, from end to end."""
        found = set[int]()
        for n, slot in enumerate(self.slots):
            start, end = (localtime(at) for at in slot.ends)
            shut = [*venue.closures.all(), *venue.station.closures.all()]
            shut = [c for c in shut if c.venue_id in {None, venue.pk}]
            if any(c.first <= slot.day <= c.last for c in shut):
                continue
            if is_open(venue.weekdays, venue.opens, venue.closes, start, end):
                found.add(n)
        return found

    @cached_property
    def booked(self) -> dict[int, set[int]]:
        """The slots others than promised orders have a venue in, by the venue's key."""
        ours = [order.booking_id for order in self.promised if order.booking_id]
        rows = Booking.objects.standing().between(*self.span).exclude(pk__in=ours)
        rows = rows.select_related("venue")
        found: dict[int, set[int]] = {}
        for row in rows:
            hit = {
                n for n, s in enumerate(self.slots) if row.start < s.ends[1] and s.ends[0] < row.end
            }
            found.setdefault(row.venue.part_of_id or row.venue_id, set()).update(hit)
        return found
