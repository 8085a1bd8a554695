"""Courses and their sessions."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Known, User
from wenming.service.courses.rules import CourseKind
from wenming.service.stations.models import Booking, Station

COURSE_KINDS = {
    CourseKind.CLASS: _("课程"),
    CourseKind.REHEARSAL: _("排练"),
    CourseKind.SHOW: _("演出"),
}


class CourseQuerySet(Known["Course"]):
    """Courses by whether they still meet."""

    def going_on(self, at: datetime) -> Self:
        """Those that still meet, with when next, the soonest first."""
        coming = Q(sessions__dropped=None, sessions__end__gte=at)
        rows = self.filter(cancelled=None).annotate(next=Min("sessions__start", filter=coming))
        return rows.filter(next__isnull=False).order_by("next", "pk")

    def over_since(self, at: datetime) -> Self:
        """Those over, or called off, before an instant."""
        rows = self.annotate(last=Max("sessions__end"))
        return rows.filter(Q(last__lt=at) | Q(cancelled__lt=at))


class Course(models.Model):
    """Something people come to at a station, once or every week, with so many seats.

    `teacher` is a name as people know it; `leader` the account, if there is one, that keeps the list
    of who came. `key` is made by the form, so that sending twice is one course.
    """

    key = models.UUIDField(unique=True)
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="courses", verbose_name=_("实践站")
    )
    kind = models.CharField(
        pgettext_lazy("课程", "类别"), max_length=12, choices=choices(COURSE_KINDS)
    )
    name = models.CharField(_("课程名称"), max_length=60)
    audience = models.CharField(_("适合谁"), max_length=100, blank=True)
    teacher = models.CharField(_("老师"), max_length=40, blank=True)
    leader = models.ForeignKey(User, models.PROTECT, null=True, related_name="courses")
    text = models.TextField(_("说明"), max_length=800, blank=True)
    seats = models.PositiveSmallIntegerField(_("名额"))
    opens = models.DateTimeField(_("报名开始"))
    closes = models.DateTimeField(_("报名截止"))
    cancelled = models.DateTimeField(_("停办"), null=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("课程")
        ordering = ["opens", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="enrolment_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_course_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions by whether they are held."""

    def standing(self) -> Self:
        """Those not dropped."""
        return self.filter(dropped=None)


class Session(models.Model):
    """A course meets from when to when; `booking` holds the venue for it."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")
    start = models.DateTimeField(_("开始"))
    end = models.DateTimeField(_("结束"))
    booking = models.OneToOneField(Booking, models.PROTECT, null=True, related_name="session")
    dropped = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("课次")
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "start"],
                condition=Q(dropped=None),
                name="a_course_meets_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="session_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.start:%Y-%m-%d}"
