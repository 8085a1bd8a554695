"""What teams can do, and the teams."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Known, Unit, User
from wenming.service.volunteers.rules import Part, TeamMove, TeamState

TEAM_STATES = {
    TeamState.APPLIED: pgettext_lazy("队伍", "待审核"),
    TeamState.ADMITTED: pgettext_lazy("队伍", "已准入"),
    TeamState.REFUSED: pgettext_lazy("队伍", "未准入"),
    TeamState.LEFT: pgettext_lazy("队伍", "已退出"),
}
TEAM_MOVES = {
    TeamMove.ADMIT: _("准入"),
    TeamMove.REFUSE: _("不予准入"),
    TeamMove.LEAVE: _("退出"),
    TeamMove.APPLY_AGAIN: _("重新申请"),
}
PARTS = {
    Part.MORNING: _("上午"),
    Part.AFTERNOON: _("下午"),
    Part.EVENING: _("晚上"),
}
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


class Skill(models.Model):
    """Something a team can do: cut hair, explain the law, mend lamps."""

    name = models.CharField(_("服务专长"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("服务专长")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamQuerySet(Known["Team"]):
    """Teams by whether they serve, and by who leads them."""

    def admitted(self) -> Self:
        """Those that may serve."""
        return self.filter(state=TeamState.ADMITTED.value)

    def led_by(self, user: User) -> Self:
        """Those of the units whose people this person rosters."""
        return self.filter(
            unit__in=[u for u in user.reach.units if "roster" in user.powers("", [u])]
        )


class Team(models.Model):
    """Volunteers of a unit or an association who serve orders together.

    `times` are parts of the week, "0-morning" Monday's morning; `reach` is metres of way from where
    they start; `most` is how many orders they serve in a month.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="crews", verbose_name=_("所属单位"))
    name = models.CharField(_("队伍名称"), max_length=60, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=choices(TEAM_STATES))
    skills = models.ManyToManyField(Skill, related_name="teams", verbose_name=_("服务专长"))
    contact = models.CharField(_("队长"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    heads = models.PositiveSmallIntegerField(_("人数"), default=1)
    lon = models.FloatField(_("经度"), null=True, blank=True)  # WGS-84 degrees
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    reach = models.PositiveIntegerField(_("最远服务（米）"), default=8000)
    times = models.JSONField(_("可服务时段"), default=list)
    most = models.PositiveSmallIntegerField(_("每月至多接单"), default=8)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿服务队")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False),
                name="a_team_starts_at_a_whole_place",
            )
        ]

    def __str__(self) -> str:
        return self.name
