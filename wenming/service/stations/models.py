"""Stations, their venues, the bookings of these, and the menu."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import Area, Known, Unit, User
from wenming.places.models import Site
from wenming.service.stations.rules import StationKind, VenueKind
from wenming.service.volunteers.models import Skill

STATION_KINDS = {
    StationKind.CENTRE: _("新时代文明实践中心"),
    StationKind.OFFICE: _("新时代文明实践所"),
    StationKind.STATION: _("新时代文明实践站"),
    StationKind.POINT: _("新时代文明实践点"),
}
VENUE_KINDS = {
    VenueKind.HALL: _("报告厅"),
    VenueKind.CLASSROOM: _("教室"),
    VenueKind.STUDIO: _("活动室"),
    VenueKind.COURT: _("场地"),
}


class StationQuerySet(Known["Station"]):
    """Stations by who runs them."""

    def run_by(self, user: User) -> Self:
        """Those whose unit this person dispatches for."""
        if user.reach.everything:
            return self if "dispatch" in user.any_powers else self.none()
        held = [u for u in user.reach.units if "roster" in user.powers("", [u])]
        return self.filter(unit__in=held)


class Station(models.Model):
    """A place where people meet, learn and are helped; `unit` runs it and dispatches its orders."""

    kind = models.CharField(_("级别"), max_length=8, choices=choices(STATION_KINDS))
    name = models.CharField(_("名称"), max_length=80, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="stations", verbose_name=_("区域"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="stations", verbose_name=_("主办单位")
    )
    site = models.OneToOneField(Site, models.PROTECT, null=True, related_name="station")
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    lon = models.FloatField(_("经度"), null=True)  # WGS-84 degrees
    lat = models.FloatField(_("纬度"), null=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("实践站")
        ordering = ["area__path", "name"]

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    """A room or place of a station. `weekdays` are the days it is open, Monday 0.

    `part_of` is the hall it is a part of: who has the one has not the other. A part has no parts.
    """

    station = models.ForeignKey(Station, models.PROTECT, related_name="venues")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    name = models.CharField(_("场地"), max_length=60)
    kind = models.CharField(_("场地类别"), max_length=12, choices=choices(VENUE_KINDS))
    seats = models.PositiveSmallIntegerField(_("容纳人数"))
    weekdays = models.JSONField(_("开放日"), default=list)
    opens = models.TimeField(_("开门"))
    closes = models.TimeField(_("关门"))

    class Meta:
        verbose_name = _("场地")
        ordering = ["station", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "name"], name="a_venue_is_once_in_a_station"
            ),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="venue_closes_later"),
        ]

    def __str__(self) -> str:
        return self.name

    def meets(self, other: "Venue") -> bool:
        """Whether who has the one has not the other: it is the same, its whole or its part."""
        return self.pk == other.pk or other.pk == self.part_of_id or self.pk == other.part_of_id

    @property
    def sharing(self) -> set[int]:
        """The keys of all whose floor it shares: itself, its whole, its parts."""
        whole = {self.part_of_id} if self.part_of_id else set[int]()
        return {self.pk, *whole, *self.parts.values_list("pk", flat=True)}


class ClosureQuerySet(models.QuerySet["Closure"]):
    """Closed days by when and what they close."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(first__lte=day, last__gte=day)

    def shutting(self, venue: Venue) -> Self:
        """Those that close a venue: its own, its whole's, its parts', the station's."""
        here = Q(venue=None, station=venue.station_id) | Q(venue__in=venue.sharing)
        return self.filter(here)


class Closure(models.Model):
    """Days on which a station, or one venue of it, is closed beside its weekdays."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="closures")
    venue = models.ForeignKey(Venue, models.CASCADE, null=True, related_name="closures")
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    note = models.CharField(_("事由"), max_length=100, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("闭馆日")
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="closure_ends_later")
        ]


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings by whether they hold, and when."""

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(cancelled=None)

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that meet a time."""
        return self.filter(start__lt=end, end__gt=start)


class Booking(models.Model):
    """A venue from when to when.

    That no two that stand overlap, a hall and its parts counting as one floor, the database itself
    keeps (migration 0004).
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="bookings")
    start = models.DateTimeField(_("开始"))
    end = models.DateTimeField(_("结束"))
    purpose = models.CharField(_("用途"), max_length=100)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled = models.DateTimeField(null=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("场地预约")
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="booking_ends_later")
        ]
        indexes = [models.Index(fields=["venue", "start"], name="booking_of_a_venue")]

    def __str__(self) -> str:
        return self.purpose


class OfferQuerySet(Known["Offer"]):
    """The menu by what is on it."""

    def open(self) -> Self:
        """Those that can be ordered."""
        return self.filter(closed=None)


class Offer(models.Model):
    """A dish on the menu: what teams with a skill do for people, how long, for how many, and where.

    `hall` is the kind of venue it needs; "" where the team comes to who asked. `station` None: on
    every station's menu.
    """

    name = models.CharField(_("服务项目"), max_length=60)
    text = models.CharField(_("说明"), max_length=200, blank=True)
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="offers")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="offers")
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"), default=60)
    most = models.PositiveSmallIntegerField(_("至多人数"), default=1)
    hall = models.CharField(_("所需场地"), max_length=12, blank=True, choices=choices(VENUE_KINDS))
    closed = models.DateField(_("下架"), null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务菜单")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["station", "name"], name="an_offer_is_once_on_a_menu"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(station=None),
                name="an_offer_is_once_on_every_menu",
            ),
        ]

    def __str__(self) -> str:
        return self.name
