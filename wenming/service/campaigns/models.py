"""Campaigns, what is counted in them, which units are asked, what each reported, and the briefs."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Area, Unit, User
from wenming.service.campaigns.rules import Move, Source, State, exact

CAMPAIGN_STATES = {
    State.DRAFT: pgettext_lazy("活动", "未开始报数"),
    State.OPEN: pgettext_lazy("活动", "报数中"),
    State.CLOSED: pgettext_lazy("活动", "报数结束"),
}
CAMPAIGN_MOVES = {
    Move.OPEN: _("开始报数"),
    Move.CLOSE: _("结束报数"),
    Move.REOPEN: _("重开报数"),
}
SOURCES = {
    Source.PAGE: _("网页填报"),
    Source.WORKBOOK: _("表格导入"),
    Source.PAPER: _("纸质表"),
}


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Drafts are for who sees the whole city; what is begun, for everybody with an account."""
        if user.reach.everything:
            return self
        return self.exclude(state=State.DRAFT.value) if user.is_active else self.none()


class Campaign(models.Model):
    """A day, or some, on which a whole area does one thing together and counts what was done."""

    name = models.CharField(_("活动主题"), max_length=60, unique=True)
    note = models.CharField(_("活动说明"), max_length=400, blank=True)
    state = models.CharField(_("状态"), max_length=6, choices=choices(CAMPAIGN_STATES))
    area = models.ForeignKey(Area, models.PROTECT, related_name="campaigns", verbose_name=_("区域"))
    first = models.DateField(_("第一天"))
    last = models.DateField(_("最后一天"))
    due = models.DateField(_("报数截止"))

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动")
        ordering = ["-first", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="campaign_days_rise"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def issuer(self) -> str:
        """Who issues its briefs, unless somebody else is named."""
        return f"{self.area.name}精神文明建设办公室"


class Measure(models.Model):
    """Something counted in a campaign; its figures are whole numbers of the last of `places` places."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="measures")
    name = models.CharField(_("指标"), max_length=40)
    unit = models.CharField(_("计量单位"), max_length=10)
    places = models.PositiveSmallIntegerField(_("小数位数"), default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("统计指标")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "name"], name="measure_is_counted_once"),
            models.CheckConstraint(condition=Q(places__lte=3), name="measure_has_few_places"),
        ]

    def __str__(self) -> str:
        return self.name

    def shown(self, value: int) -> str:
        """A figure as it is written."""
        return exact(value, self.places)


class AskedQuerySet(models.QuerySet["Asked"]):
    """Units asked, by what they did and by who may see it."""

    def missing(self) -> Self:
        """Those that have not reported."""
        return self.filter(reported=False)

    def visible_to(self, user: User) -> Self:
        """Those of one's units and areas; all, for who sees the whole city."""
        if user.reach.everything:
            return self
        seen = Q(unit__in=user.reach.units)
        for path in user.reach.paths:
            seen |= Q(area__path__startswith=path)
        return self.filter(seen)


class Asked(models.Model):
    """A unit that is to report of a campaign, and the area its figures count for."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="asked")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))
    reported = models.BooleanField(_("已报数"), default=False)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("报数单位")
        ordering = ["area__path", "unit__order", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="unit_is_asked_once"),
        ]
        indexes = [
            models.Index(fields=["campaign"], condition=Q(reported=False), name="asked_missing")
        ]


class Tally(models.Model):
    """Of an area and all below it: how many units were asked, how many reported, and in how many versions.

    It is moved on with every return, under the lock of the campaign's own area, so that a page costs
    the same with twenty thousand returns as with two hundred; `added_up` in tallies does it anew.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tallies")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    versions = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("报数进度")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "area"], name="area_is_tallied_once"),
        ]


class Total(models.Model):
    """What a measure comes to in an area and all below it, whole in the measure's last place."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="totals")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    value = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("合计")
        constraints = [
            models.UniqueConstraint(fields=["measure", "area"], name="area_has_one_total"),
        ]


class Return(models.Model):
    """What a unit reported. A correction is a new version with its reason; the old one stays.

    `paper` is the number of the sheet it was copied from; `checked`, that somebody asked about a
    figure that seemed too large, and it is right.
    """

    asked = models.ForeignKey(Asked, models.PROTECT, related_name="returns")
    version = models.PositiveSmallIntegerField(_("版次"))
    standing = models.BooleanField(default=True)
    day = models.DateField(_("活动日期"))
    source = models.CharField(_("来源"), max_length=8, choices=choices(SOURCES))
    paper = models.CharField(_("纸质表编号"), max_length=40, blank=True)
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)
    checked = models.BooleanField(_("已核实"), default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("报数时间"))

    class Meta:
        verbose_name = _("报数")
        ordering = ["asked", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "version"], name="return_version_is_one"),
            models.UniqueConstraint(
                fields=["asked"], condition=Q(standing=True), name="a_unit_has_one_standing_return"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="a_correction_has_a_reason"
            ),
        ]


class Figure(models.Model):
    """One figure of a return, a whole number of the measure's last place; it stands while that does."""

    report = models.ForeignKey(Return, models.CASCADE, related_name="figures")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="figures")
    value = models.BigIntegerField(_("数"))
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("报数数字")
        ordering = ["measure"]
        constraints = [
            models.UniqueConstraint(fields=["report", "measure"], name="figure_is_told_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_is_not_below_nought"),
        ]
        indexes = [
            models.Index(
                fields=["measure", "value"],
                condition=Q(standing=True),
                name="figure_by_size",
            )
        ]


class Brief(models.Model):
    """A brief as it was written: its figures then, and how many returns and corrections it knew.

    It is stale as soon as there are more than `through`.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="briefs")
    number = models.PositiveSmallIntegerField(_("期号"))
    through = models.BigIntegerField()
    told = models.JSONField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("成稿时间"))

    class Meta:
        verbose_name = _("活动简报")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="brief_number_is_one"),
        ]
