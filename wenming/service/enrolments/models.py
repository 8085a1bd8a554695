"""Enrolments in courses, and who came."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import User
from wenming.service.courses.models import Course, Session
from wenming.service.enrolments.rules import HOLDING, OUT, Move, Presence, State

ENROLMENT_STATES = {
    State.WAITING: _("候补"),
    State.OFFERED: _("待确认"),
    State.IN: _("已报上"),
    State.GIVEN_UP: _("已放弃"),
    State.LAPSED: _("逾期未确认"),
}
ENROLMENT_MOVES = {
    Move.SEAT: _("报上"),
    Move.OFFER: _("递补"),
    Move.CONFIRM: _("确认参加"),
    Move.GIVE_UP: _("放弃名额"),
    Move.LAPSE: _("逾期让出"),
    Move.AGAIN: _("重新报名"),
}
PRESENCES = {
    Presence.CAME: pgettext_lazy("课程", "到课"),
    Presence.ABSENT: pgettext_lazy("课程", "缺课"),
}
HELD = sorted(s.value for s in HOLDING)
OUT_VALUES = sorted(s.value for s in OUT)
CODE_DIGITS = 8


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments by where they stand."""

    def holding(self) -> Self:
        """Those to whom a seat belongs."""
        return self.filter(state__in=HELD)

    def queue(self) -> Self:
        """Those who wait, in their order."""
        return self.filter(state=State.WAITING.value).order_by("turn")

    def late(self, at: datetime) -> Self:
        """Those offered a seat who let the time to confirm go by."""
        return self.filter(state=State.OFFERED.value, until__lt=at)


class Enrolment(models.Model):
    """Somebody wants to come to a course.

    `phone` is digits alone; name and phone are blanked some time after the course. `person` is the
    account whose own it is, if any. `turn` is the place in the order of asking; `until` the time
    by which an offered seat is to be confirmed.
    """

    key = models.UUIDField(unique=True)
    number = models.CharField(_("报名号"), max_length=12, unique=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    state = models.CharField(_("状态"), max_length=12, choices=choices(ENROLMENT_STATES))
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=16, blank=True)
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="enrolments")
    at = models.DateTimeField(_("报名时间"))
    turn = models.PositiveIntegerField(_("次序"))
    until = models.DateTimeField(_("请在此前确认"), null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名")
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["course", "turn"], name="a_turn_is_taken_once"),
            models.UniqueConstraint(
                fields=["course", "phone", "name"],
                condition=~Q(phone=""),
                name="a_telephone_is_enrolled_once_under_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(until__isnull=False),
                name="an_offered_seat_is_kept_until",
            ),
        ]
        indexes = [models.Index(fields=["course", "state", "turn"], name="enrolment_queue")]

    def __str__(self) -> str:
        return self.number

    @property
    def code(self) -> str:
        """The secret digits with which this enrolment is looked up; nowhere kept."""
        told = salted_hmac("wenming.service.courses", self.number, algorithm="sha256").digest()
        return f"{int.from_bytes(told[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


class Attendance(models.Model):
    """Whether somebody enrolled was at a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendances")
    presence = models.CharField(_("到课"), max_length=8, choices=choices(PRESENCES))

    class Meta:
        verbose_name = _("到课记录")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], name="somebody_is_at_a_session_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrolment_id} {self.presence}"
