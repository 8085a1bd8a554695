"""The ledger of hours, who confirmed its lines, what they add up to by month, the table of stars."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import Unit, User
from wenming.service.ledgers.rules import Source
from wenming.service.volunteers.models import Volunteer

SOURCES = {
    Source.PLACE: _("值班"),
    Source.HAND: _("补记"),
    Source.REVERSAL: _("冲正"),
}


class StintQuerySet(models.QuerySet["Stint"]):
    """Lines of the ledger by whose they are and what is still to be done."""

    def of(self, row: Volunteer) -> Self:
        """Somebody's, the newest first."""
        return self.filter(volunteer=row).order_by("-day", "-id")

    def waiting(self) -> Self:
        """Those that nobody has confirmed or reversed."""
        return self.filter(confirmation=None, reversal=None, reverses=None)


class Stint(models.Model):
    """Somebody served so many minutes: a line that is never changed or taken away, only reversed.

    `recorder` is who put it down; None: who did has no account, or it was the clock.
    """

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="services")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services")
    day = models.DateField(_("日期"))
    minutes = models.SmallIntegerField(_("分钟"))
    what = models.CharField(_("服务内容"), max_length=100)
    source = models.CharField(_("来源"), max_length=8, choices=choices(SOURCES))
    key = models.CharField(max_length=40)
    recorder = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded = models.DateTimeField(_("记录时间"))
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    objects = StintQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务时长")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="a_service_is_recorded_once"),
            models.CheckConstraint(
                condition=Q(reverses=None, minutes__gt=0, minutes__lte=1440)
                | (Q(reverses__isnull=False, minutes__lt=0) & ~Q(reason="")),
                name="a_service_adds_minutes_and_a_reversal_takes_them_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "day", "id"], name="service_of_a_volunteer"),
            models.Index(fields=["unit", "day", "id"], name="service_of_a_unit"),
        ]


class Confirmation(models.Model):
    """A second person says that a line is right; never whoever put it down, never who served."""

    service = models.OneToOneField(Stint, models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("时长确认")


class Total(models.Model):
    """What somebody served for a unit in a month: running, so that no page adds up the ledger."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="totals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="totals")
    month = models.DateField(_("月份"))
    minutes = models.IntegerField(_("分钟"), default=0)
    confirmed = models.IntegerField(_("已确认分钟"), default=0)

    class Meta:
        verbose_name = _("个人月度时长")
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "month", "unit"], name="a_month_of_somebody_is_one_total"
            )
        ]
        indexes = [models.Index(fields=["unit", "month", "volunteer"], name="total_of_a_unit")]


class Tally(models.Model):
    """What a unit's people served in a month, running as well."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tallies")
    month = models.DateField(_("月份"))
    minutes = models.BigIntegerField(_("分钟"), default=0)
    confirmed = models.BigIntegerField(_("已确认分钟"), default=0)
    heads = models.PositiveIntegerField(_("人数"), default=0)

    class Meta:
        verbose_name = _("单位月度时长")
        constraints = [
            models.UniqueConstraint(fields=["month", "unit"], name="a_month_of_a_unit_is_one_tally")
        ]


class Level(models.Model):
    """How many hours a number of stars takes, in this city."""

    stars = models.PositiveSmallIntegerField(_("星级"), unique=True)
    hours = models.PositiveIntegerField(_("小时"), unique=True)

    class Meta:
        verbose_name = _("星级标准")
        ordering = ["stars"]


def month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)
