"""Plans of what to mend first, as they were accepted."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.loop.cases.models import Case
from wenming.loop.gains.rules import Source
from wenming.loop.inspections.models import Round
from wenming.org.models import User

SOURCES = {
    Source.SAID: _("填写"),
    Source.DONE: _("已报完成"),
    Source.ITEM: _("同条标准以往用时"),
    Source.CLASS: _("整改类别的时限"),
}


class GainPlanQuerySet(models.QuerySet["GainPlan"]):
    """Plans by what they are of."""

    def visible_to(self, user: User) -> Self:
        """What to mend first is told to all within the programme; its cases only to who may see them."""
        return self if user.is_active else self.none()


class GainPlan(models.Model):
    """Which cases of a round to mend first, as somebody accepted it; the newest is in force.

    `points` and `forecast` are whole hundredths of the score after mending, before the plan and with it;
    `lo`, `hi` the ends of its 95 % interval as shares of 1. `rooms`: minutes by unit, `each` of the others,
    `money` in yuan; None is no limit.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="gain_plans")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    points = models.PositiveIntegerField()
    forecast = models.PositiveIntegerField()
    lo = models.FloatField(null=True)
    hi = models.FloatField(null=True)
    rooms = models.JSONField(default=dict)
    each = models.PositiveIntegerField(null=True)
    money = models.PositiveIntegerField(null=True)

    objects = GainPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("先改计划")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(forecast__gte=models.F("points")), name="mending_lowers_no_score"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.at:%Y-%m-%d}"

    @property
    def margin(self) -> float | None:
        """Half of the 95 % interval on the scale of 100; None where it is not known."""
        return None if self.lo is None or self.hi is None else 50 * (self.hi - self.lo)


class GainLine(models.Model):
    """One open case when a plan was accepted: whether it is to be mended first, and what it takes.

    `worth`: by how much its mending raises the score, in millionths of a hundredth of a point.
    """

    plan = models.ForeignKey(GainPlan, models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, models.PROTECT, related_name="gain_lines")
    chosen = models.BooleanField()
    minutes = models.PositiveIntegerField(_("工时"))
    yuan = models.PositiveIntegerField(_("资金"), default=0)
    worth = models.PositiveBigIntegerField()
    source = models.CharField(max_length=8, choices=choices(SOURCES))

    class Meta:
        verbose_name = _("先改计划的整改单")
        constraints = [
            models.UniqueConstraint(fields=["plan", "case"], name="a_case_is_once_in_a_gain_plan")
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.case}"
