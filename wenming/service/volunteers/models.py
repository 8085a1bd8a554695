"""What teams can do, the teams, and the persons who volunteer."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Known, Unit, User
from wenming.service.members.models import Member
from wenming.service.volunteers.rules import Part, TeamMove, TeamState, age, masked

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
CONSENTS = {
    "2026-1": _(
        "我自愿参加志愿服务。我同意为安排、记录和证明志愿服务而保存我的姓名、手机号和出生年份；"
        "身份证号可以不填，填了也只用来避免重复登记，加密保存，任何页面都不显示。"
        "我可以随时查看、更正、带走和删除这些信息。"
    ),
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
    they start; `most` is how many orders they serve in a month. A firm that applies to an association
    is `under` it and has no unit of its own before it is admitted.
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
    under = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="firms",
        verbose_name=_("申请加入"),
    )
    applicant = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

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


# The columns of a volunteer that are texts about the person.
TEXTS = ("name", "phone", "guardian", "guardian_phone", "identity_hash", "identity_locked")


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    """Volunteers by whether they are still known, and by who may see them."""

    def known(self) -> Self:
        """Those who have not had themselves forgotten."""
        return self.filter(forgotten=None)

    def visible_to(self, user: User) -> Self:
        """Oneself; the people of one's units and of the firms under them; all, for the office."""
        if user.reach.everything:
            return self
        units = Unit.objects.filter(Q(pk__in=user.reach.units) | Q(parent__in=user.reach.units))
        theirs = Belonging.objects.filter(member__unit__in=units).values("volunteer")
        return self.filter(Q(user=user) | Q(pk__in=theirs))


class Volunteer(models.Model):
    """A person who volunteers, under a neutral number; all of it but the number can be forgotten.

    The whole day of birth is kept only while the year does not say who is of age. The identity number
    is a keyed hash, which finds who is registered already, and a text under lock; no page shows either.
    """

    number = models.CharField(_("志愿者编号"), max_length=16, unique=True)
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="volunteer"
    )
    year = models.PositiveSmallIntegerField(_("出生年份"), null=True, blank=True)
    birthday = models.DateField(_("出生日期"), null=True, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    guardian = models.CharField(_("监护人"), max_length=40, blank=True)
    guardian_phone = models.CharField(_("监护人电话"), max_length=40, blank=True)
    guarded = models.DateTimeField(_("监护人同意"), null=True, blank=True)
    text = models.CharField(_("同意书版本"), max_length=12)
    consented = models.DateTimeField(_("同意时间"))
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    identity_hash = models.CharField(max_length=64, blank=True)
    identity_locked = models.CharField(max_length=120, blank=True)
    forgotten = models.DateTimeField(_("已删除"), null=True, blank=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿者")
        ordering = ["number"]
        indexes = [models.Index(fields=["name", "phone"], name="volunteer_by_name_and_phone")]
        constraints = [
            models.CheckConstraint(
                condition=Q(forgotten=None)
                | Q(**dict.fromkeys(TEXTS, ""), year=None, birthday=None, user=None),
                name="of_the_forgotten_only_the_number_is_left",
            ),
            models.UniqueConstraint(
                fields=["identity_hash"],
                condition=~Q(identity_hash=""),
                name="an_identity_is_registered_once",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(forgotten__isnull=False), name="a_volunteer_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.number

    @property
    def masked(self) -> str:
        """The name as strangers may read it."""
        return masked(self.name)

    def age(self, day: date) -> int | None:
        """The least age on a day; None where nothing is known any more."""
        return None if self.year is None else age(self.year, self.birthday, day)


class Belonging(models.Model):
    """A volunteer is this member of a unit or a team."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="belongings")
    member = models.OneToOneField(Member, models.PROTECT, related_name="belonging")
    since = models.DateField(_("自"))

    class Meta:
        verbose_name = _("所属队伍")
        ordering = ["since", "id"]
