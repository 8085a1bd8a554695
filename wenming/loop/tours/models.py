"""Tours and their legs, the hours in which a kind of site is to be visited, and the words of a broken plan."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenming.loop.inspections.models import Round, Stop
from wenming.loop.tours.rules import clock
from wenming.org.models import User
from wenming.places.models import SiteKind
from wenming.proposals.planners import Row, spoken

SENTENCES: dict[str, str | Promise] = {
    "late": _("{0}到{1}晚了 {minutes} 分钟（过了该查的时段）"),
    "overtime": _("{0}收工晚了 {minutes} 分钟"),
    "barred": _("{0}不能查{1}：不归他的组"),
    "twice": _("{0}排了不止一次"),
    "unknown": _("{0}的路线里有已经不在的点位"),
    "stop_window": _("{0}这类点位的时段，开始晚于结束"),
    "stop_lunch": _("{0}这类点位的时段全在午休里"),
    "no_place": _("{0}没有位置"),
    "shift": _("{0}的上班时间晚于下班时间"),
    "nobody": _("这个批次的工作组里没有督查员"),
    "no_stops": _("这个批次没有分派到组、还没有查的点位"),
    "unreachable": _("{0}：一整天也去不成（时段太短，或组里没有人）"),
    "dear": _("{0}：这几天排不下"),
    "time": _("{0}：这几天排不下"),
    "detour": _("{0}：绕得太远，这次不去"),
    "left_out": _("{0}不在路线里，也没有列为未排"),
}


def sentence(row: Row) -> str:
    """What a rule that is broken says, with the names of what it is at."""
    return spoken(SENTENCES, row, minutes=-(-row.excess // 60))


def title(about: str) -> str:
    """The tours of a round, in words."""
    name = Round.objects.filter(pk=about).values_list("name", flat=True).first()
    return gettext("%(round)s的巡查路线") % {"round": name or about}


def address(which: int) -> str:
    """Where tours are looked at."""
    return reverse("tours:plan", args=[which])


class Hours(models.Model):
    """When a kind of site is to be visited, in minutes after midnight, and how much it weighs.

    A kind without a row: all day, and one.
    """

    kind = models.OneToOneField(
        SiteKind, models.CASCADE, related_name="+", verbose_name=_("点位类型")
    )
    first = models.PositiveSmallIntegerField(_("最早开始"))
    last = models.PositiveSmallIntegerField(_("最晚开始"))
    weight = models.PositiveSmallIntegerField(_("分量"), default=1)

    class Meta:
        verbose_name = _("巡查时段")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first"), last__lte=1440), name="hours_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=9), name="a_kind_weighs_one_to_nine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {clock(self.first)}–{clock(self.last)}"


class TourQuerySet(models.QuerySet["Tour"]):
    """Tours by who goes."""

    def visible_to(self, user: User) -> Self:
        """One's own, and all of them for whoever sees everything."""
        return self if user.reach.everything else self.filter(user=user)


class Tour(models.Model):
    """One inspector's way on one day of a round, as the accepted plan has it; metres of way in all."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="tours")
    user = models.ForeignKey(User, models.PROTECT, related_name="tours")
    day = models.DateField(_("日期"))
    metres = models.PositiveIntegerField(_("路程（米）"))

    objects = TourQuerySet.as_manager()

    class Meta:
        verbose_name = _("巡查路线")
        ordering = ["day", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "day", "user"], name="an_inspector_has_one_tour_a_day"
            )
        ]
        indexes = [models.Index(fields=["user", "day"], name="tour_of_a_day")]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"


def next_of(user: User, day: date) -> Tour | None:
    """The first tour of a person from a day on, with its legs; None where none is set."""
    rows = Tour.objects.filter(user=user, day__gte=day).order_by("day", "pk")
    return rows.prefetch_related("legs__stop__site__area").first()


class Leg(models.Model):
    """One stop of a tour: the how-manieth, and when it should begin, in minutes after midnight."""

    tour = models.ForeignKey(Tour, models.CASCADE, related_name="legs")
    stop = models.OneToOneField(Stop, models.CASCADE, related_name="leg")
    order = models.PositiveSmallIntegerField(_("次序"))
    begins = models.PositiveSmallIntegerField(_("开始"))

    class Meta:
        verbose_name = _("路线上的点位")
        ordering = ["tour", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["tour", "order"], name="a_place_on_a_tour_is_taken_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.stop}"

    @property
    def clock(self) -> str:
        """When it should begin: 08:30."""
        return clock(self.begins)
