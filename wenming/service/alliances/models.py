"""Alliances, the versions of their plans, and the appraisals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Area, Known, Unit, User
from wenming.service.alliances.rules import Differs, Told

STANDINGS = {
    Told.TODO: _("未开始"),
    Told.DOING: _("推进中"),
    Told.DONE: pgettext_lazy("联盟", "已完成"),
    Told.STUCK: _("有困难"),
}
DIFFERENCES = {
    Differs.ADDED: _("新增"),
    Differs.CHANGED: _("调整"),
    Differs.DROPPED: _("取消"),
}


class Alliance(models.Model):
    """Units that plan a year together; the lead unit writes, each item has a unit that does it."""

    name = models.CharField(_("联盟名称"), max_length=60, unique=True)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="leads", verbose_name=_("牵头单位"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))
    units = models.ManyToManyField(Unit, related_name="alliances", verbose_name=_("成员单位"))

    objects = Known["Alliance"].as_manager()

    class Meta:
        verbose_name = _("联盟")
        ordering = ["area__path", "name"]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """The plan of an alliance's year as it was written, or as a quarter changed it; never rewritten."""

    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="versions")
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"))  # 0: the plan itself
    reason = models.CharField(_("调整理由"), max_length=400, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("年度计划")
        ordering = ["year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "year", "quarter"], name="a_quarter_changes_a_plan_once"
            ),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="a_year_has_four_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.year}-{self.quarter}"


class PlanItem(models.Model):
    """One item of a version; `code` stays the same through the year."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="items")
    code = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("事项"), max_length=200)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    due = models.PositiveSmallIntegerField(_("完成月份"))

    class Meta:
        verbose_name = _("计划事项")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"], name="an_item_is_once_in_a_version"
            ),
            models.CheckConstraint(condition=Q(due__gte=1, due__lte=12), name="due_is_a_month"),
        ]

    def __str__(self) -> str:
        return self.title


class Appraisal(models.Model):
    """What an alliance tells of one month; a correction is a new version with its reason."""

    alliance = models.ForeignKey(Alliance, models.PROTECT, related_name="appraisals")
    year = models.PositiveSmallIntegerField(_("年度"))
    month = models.PositiveSmallIntegerField(_("月份"))
    number = models.PositiveSmallIntegerField(default=1)
    standing = models.BooleanField(default=True)
    text = models.TextField(_("点评"), max_length=2000)
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("月度点评")
        ordering = ["year", "month", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "year", "month", "number"], name="an_appraisal_is_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["alliance", "year", "month"],
                condition=Q(standing=True),
                name="one_appraisal_of_a_month_stands",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="an_appraisal_is_of_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alliance_id} {self.year}-{self.month:02}"


class Verdict(models.Model):
    """What an appraisal tells of one item."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="verdicts")
    code = models.PositiveSmallIntegerField(_("序号"))
    told = models.CharField(_("进展"), max_length=8, choices=choices(STANDINGS))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("事项进展")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "code"], name="an_item_is_told_of_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.told}"
