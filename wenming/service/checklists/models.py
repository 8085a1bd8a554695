"""Lists of what a station must have, in versions, and what each station shows for their points.

A point never changes: another wording is another point. So what was confirmed stays confirmed for the
words it was confirmed by, and a changed list shows at once where it is not yet met.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Known, User
from wenming.records.models import File
from wenming.service.checklists.rules import Move, State
from wenming.service.stations.models import Station

EVIDENCE_STATES = {
    State.OFFERED: pgettext_lazy("清单", "待确认"),
    State.CONFIRMED: pgettext_lazy("清单", "已有"),
    State.RETURNED: pgettext_lazy("清单", "退回"),
    State.REPLACED: pgettext_lazy("清单", "已更新"),
}
EVIDENCE_MOVES = {
    Move.CONFIRM: pgettext_lazy("清单", "确认"),
    Move.SEND_BACK: pgettext_lazy("清单", "退回"),
    Move.REPLACE: pgettext_lazy("清单", "更新"),
}


class Checklist(models.Model):
    """What stations of some kinds must have, as the city names it: 五有, 七有."""

    name = models.CharField(_("清单"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("建设清单")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Point(models.Model):
    """One thing to have, in these words for ever."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="points")
    name = models.CharField(_("要点"), max_length=60)
    words = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("清单要点")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "name", "words"], name="a_point_is_worded_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class VersionQuerySet(Known["Version"]):
    """Versions by whether they hold."""

    def current(self) -> Self:
        """The last of each list."""
        last = self.model.objects.filter(checklist=models.OuterRef("checklist"))
        return self.filter(number=models.Subquery(last.order_by("-number").values("number")[:1]))


class Version(models.Model):
    """A list as it was from a day on: its points in order, and the kinds of stations it holds for."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版次"))
    kinds = models.JSONField(_("适用级别"), default=list)
    since = models.DateField(_("自"))
    points = models.ManyToManyField(Point, through="Line", related_name="versions")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("清单版本")
        ordering = ["checklist__name", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "number"], name="a_version_has_its_own_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.checklist} {self.number}"


class Line(models.Model):
    """A point's place in a version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="lines")
    point = models.ForeignKey(Point, models.PROTECT, related_name="lines")
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("清单行")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "point"], name="a_point_is_once_in_a_version"
            )
        ]


class EvidenceQuerySet(Known["Evidence"]):
    """Evidence by whether it counts."""

    def live(self) -> Self:
        """What nothing later has taken the place of."""
        return self.exclude(state=State.REPLACED.value)

    def confirmed(self) -> Self:
        """What the level above has confirmed."""
        return self.filter(state=State.CONFIRMED.value)


class Evidence(models.Model):
    """What a station shows for a point: words, a picture or paper, since which day, and who judged it."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="evidence")
    point = models.ForeignKey(Point, models.PROTECT, related_name="evidence")
    state = models.CharField(_("状态"), max_length=12, choices=choices(EVIDENCE_STATES))
    text = models.CharField(_("现状"), max_length=400, blank=True)
    day = models.DateField(_("自哪天起"))
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    judged = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("意见"), max_length=400, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("清单佐证")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "point"],
                condition=~Q(state="replaced"),
                name="a_station_shows_one_thing_for_a_point",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(judged__isnull=False),
                name="what_is_confirmed_was_judged",
            ),
            models.CheckConstraint(
                condition=Q(by=None) | Q(judged_by=None) | ~Q(by=F("judged_by")),
                name="nobody_confirms_what_he_recorded",
            ),
        ]
        indexes = [models.Index(fields=["point", "state"], name="evidence_of_a_point")]
