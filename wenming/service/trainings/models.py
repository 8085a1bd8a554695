"""Trainings, when they are given, who has a seat, and who was told that a qualification runs out."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Known, Unit
from wenming.service.members.models import Holding, Qualification
from wenming.service.trainings.rules import TAKING, SeatMove, SeatState
from wenming.service.volunteers.models import Volunteer

SEAT_STATES = {
    SeatState.BOOKED: _("已报名"),
    SeatState.CAME: _("已到"),
    SeatState.PASSED: _("合格"),
    SeatState.FAILED: _("不合格"),
    SeatState.ABSENT: pgettext_lazy("培训", "未到"),
    SeatState.GIVEN_UP: _("已放弃"),
}
SEAT_MOVES = {
    SeatMove.COME: _("记到场"),
    SeatMove.QUALIFY: _("记合格"),
    SeatMove.FAIL: _("记不合格"),
    SeatMove.MISS: _("记缺席"),
    SeatMove.GIVE_UP: _("放弃名额"),
    SeatMove.BOOK_AGAIN: _("再次报名"),
}


class Training(models.Model):
    """A training that grants a qualification for so many months; none: for good."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="trainings")
    name = models.CharField(_("培训名称"), max_length=60)
    giver = models.CharField(_("由谁培训"), max_length=60)
    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="trainings")
    months = models.PositiveSmallIntegerField(_("有效几个月"), default=24)

    class Meta:
        verbose_name = _("培训")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="a_unit_names_a_training_once")
        ]

    def __str__(self) -> str:
        return self.name


class LessonQuerySet(Known["Lesson"]):
    """Sessions by time; whoever is signed in may see where trainings are given."""

    def ahead(self, day: date) -> Self:
        """Those of a day and after."""
        return self.filter(day__gte=day)

    def with_taken(self) -> Self:
        """With `taken`, how many seats are taken."""
        states = Q(seats_taken__state__in=[s.value for s in TAKING])
        return self.annotate(taken=models.Count("seats_taken", filter=states))


class Lesson(models.Model):
    """A training as it is given on a day; the times are the city's."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="sessions")
    day = models.DateField(_("日期"))
    starts = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))
    place = models.CharField(_("地点"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("名额"), default=30)

    taken: int  # with_taken: how many seats are taken

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("培训场次")
        ordering = ["day", "starts", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "day", "starts"], name="a_training_begins_once"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="lesson_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.training} {self.day}"


class Seat(models.Model):
    """A volunteer at a session, and what came of it."""

    session = models.ForeignKey(Lesson, models.PROTECT, related_name="seats_taken")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="seats")
    state = models.CharField(_("状态"), max_length=8, choices=choices(SEAT_STATES))

    class Meta:
        verbose_name = _("培训名额")
        ordering = ["volunteer__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "volunteer"], name="somebody_has_one_seat_at_a_session"
            )
        ]


class Expiry(models.Model):
    """Somebody was told that a qualification runs out on a day."""

    holding = models.ForeignKey(Holding, models.CASCADE, related_name="expiries")
    until = models.DateField(_("有效至"))

    class Meta:
        verbose_name = _("资格到期提醒")
        constraints = [
            models.UniqueConstraint(fields=["holding", "until"], name="an_end_is_told_once")
        ]
