"""Cases, their sightings, requests for time, appeals, and the photographs of mending."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.loop.cases.rules import (
    HELD,
    LIVE,
    AppealState,
    ExtensionState,
    Mark,
    Move,
    Source,
    State,
)
from wenming.loop.inspections.models import Finding, Round
from wenming.loop.standards.models import LIMITS, Item
from wenming.loop.terms.models import STAGES
from wenming.org.models import Area, Group, Located, Unit, User
from wenming.places.models import Site

STATES = {
    State.SEEN: _("待核实"),
    State.FILED: _("待派遣"),
    State.REFUSED: pgettext_lazy("状态", "不予立案"),
    State.ASSIGNED: _("待签收"),
    State.RETURNED: _("退回待派"),
    State.TAKEN: _("整改中"),
    State.FIXED: _("待复核"),
    State.CLOSED: _("已销号"),
    State.SHELVED: pgettext_lazy("状态", "挂账"),
    State.MERGED: _("已并案"),
    State.WITHDRAWN: _("已撤销"),
}
MOVES = {
    Move.FILE: _("立案"),
    Move.REFUSE: _("不予立案"),
    Move.ASSIGN: _("派遣"),
    Move.TAKE: _("签收"),
    Move.RETURN: _("退回"),
    Move.HAND_OVER: _("移交"),
    Move.FIX: _("报整改完成"),
    Move.SEND_BACK: _("退回重改"),
    Move.CLOSE: _("销号"),
    Move.ASK: _("申请延期"),
    Move.GRANT: _("同意延期"),
    Move.DENY: _("不同意延期"),
    Move.SHELVE: _("挂账"),
    Move.RESUME: _("恢复办理"),
    Move.MERGE: _("并案"),
    Move.LOOK_BACK: _("回头看未反复"),
    Move.REOPEN: _("重新交办"),
    Move.APPEAL: _("申诉"),
    Move.UPHOLD: _("申诉成立"),
    Move.AMEND: _("申诉部分成立"),
    Move.DISMISS: _("驳回申诉"),
    Move.WITHDRAW: _("撤销立案"),
}
MARKS = {
    Mark.SIGHT: _("再次发现"),
    Mark.CHANGE: _("更正台账"),
    Mark.WARN: _("临期提醒"),
    Mark.ESCALATE: _("超期督办"),
    Mark.PLAN_DAY: _("计划日期已到"),
}
SOURCES = {
    Source.ROUND: _("实地测评"),
    Source.FEEDBACK: _("上年度反馈"),
    Source.REPORT: _("群众反映"),
}
APPEAL_STATES = {
    AppealState.PENDING: _("待裁定"),
    AppealState.UPHELD: _("成立"),
    AppealState.AMENDED: _("部分成立"),
    AppealState.DISMISSED: _("驳回"),
}
EXTENSION_STATES = {
    ExtensionState.PENDING: _("待批"),
    ExtensionState.GRANTED: _("同意"),
    ExtensionState.DENIED: _("不同意"),
    ExtensionState.LAPSED: _("已失效"),
}
LIVE_VALUES = sorted(s.value for s in LIVE)
UNHELD_VALUES = sorted(s.value for s in State if s in LIVE - HELD)


class CaseQuerySet(Located["Case"]):
    """Cases by what is still to be done, by whom, and by when."""

    def live(self) -> Self:
        """Those not yet at an end."""
        return self.filter(state__in=LIVE_VALUES)

    def overdue(self, at: datetime) -> Self:
        """Live ones whose present stage has run out; a paused or shelved one cannot."""
        return self.live().filter(stage_due__lt=at, paused=None)

    def to_remind(self, at: datetime) -> Self:
        """Those somebody must now be reminded of."""
        return self.filter(nudge__lte=at)

    def visible_to(self, user: User) -> Self:
        """Cases in the person's areas, and those assigned to their units or helped by them."""
        if user.reach.everything:
            return self
        helped = Case.assists.through.objects.filter(unit__in=user.reach.units).values("case")
        seen = Q(unit__in=user.reach.units) | Q(pk__in=helped)
        seen &= ~Q(state__in=UNHELD_VALUES)
        for path in user.reach.paths:
            seen |= Q(area__path__startswith=path)
        return self.filter(seen)


class Case(models.Model):
    """One problem, from the day it was seen to the day it is struck off the ledger (销号).

    `due` is when mending must be reported; `stage_due` when the present stage runs out. Both are
    moved on when the clock was stopped (`paused`: since when it stands). `steps` counts the steps
    taken, so that one that was overtaken is noticed. `nudge` is when somebody is to be reminded
    next. `origin` names the row of a ledger and `loaded` is the digest of it as it was loaded.
    """

    number = models.CharField(_("单号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=choices(STATES))
    source = models.CharField(_("来源"), max_length=12, choices=choices(SOURCES))
    origin = models.CharField(max_length=64, blank=True, editable=False)
    loaded = models.CharField(max_length=64, blank=True, editable=False)
    steps = models.PositiveIntegerField(default=0)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="cases")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, related_name="cases", verbose_name=_("点位")
    )
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, related_name="cases", verbose_name=_("测评标准")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="cases", verbose_name=_("区域"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="cases", verbose_name=_("责任单位")
    )
    assists = models.ManyToManyField(
        Unit, related_name="helps", blank=True, verbose_name=_("配合单位")
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="cases")
    project = models.CharField(_("整改项目"), max_length=200, blank=True)
    problem = models.TextField(_("存在问题"))
    cause = models.TextField(_("整改原因"), blank=True)
    measure = models.TextField(_("整改举措"), blank=True)
    result = models.TextField(_("整改情况"), blank=True)
    limit = models.CharField(_("整改类别"), max_length=12, choices=choices(LIMITS))
    said_limit = models.CharField(_("整改时限（原文）"), max_length=60, blank=True)
    wants_photo = models.BooleanField(default=False)
    filed = models.DateTimeField(_("立案时间"))
    assigned = models.DateTimeField(_("交办时间"), null=True)
    taken = models.DateTimeField(_("签收时间"), null=True)
    fixed = models.DateTimeField(_("报完成时间"), null=True)
    fixed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed = models.DateTimeField(_("销号时间"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due = models.DateTimeField(_("整改时限"), null=True)
    stage = models.CharField(max_length=12, choices=choices(STAGES), blank=True)
    stage_since = models.DateTimeField()
    stage_due = models.DateTimeField(null=True)
    paused = models.DateTimeField(null=True)
    plan = models.DateField(_("计划日期"), null=True)
    merged = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    reworks = models.PositiveSmallIntegerField(_("返工次数"), default=0)
    reopened = models.PositiveSmallIntegerField(_("反复次数"), default=0)
    nudge = models.DateTimeField(null=True)
    warned = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)  # 0 none, 1 handler, 2 head, 3 office

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改单")
        ordering = ["-filed", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "item"],
                condition=Q(state__in=LIVE_VALUES),
                name="one_live_case_at_a_site_and_item",
            ),
            models.UniqueConstraint(
                fields=["origin"], condition=~Q(origin=""), name="a_ledger_row_is_one_case"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False)
                | Q(state__in=["seen", "filed", "refused", "returned", "merged", "withdrawn"]),
                name="an_assigned_case_has_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state="shelved") | Q(plan__isnull=False),
                name="a_shelved_case_has_a_plan_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed__isnull=False),
                name="a_closed_case_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["-filed", "-id"], name="case_newest"),
            models.Index(fields=["state", "-filed", "-id"], name="case_by_state"),
            models.Index(fields=["unit", "-filed", "-id"], name="case_of_a_unit"),
            models.Index(fields=["area", "-filed", "-id"], name="case_of_an_area"),
            models.Index(fields=["item", "-filed", "-id"], name="case_of_an_item"),
            models.Index(fields=["stage_due", "id"], name="case_running_out"),
            models.Index(fields=["due", "id"], name="case_by_due"),
            models.Index(fields=["nudge"], condition=~Q(nudge=None), name="case_to_remind"),
        ]

    def __str__(self) -> str:
        return self.number


class Sighting(models.Model):
    """A finding that shows a case's problem: the first opens it, later ones join it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sightings")
    finding = models.OneToOneField(Finding, models.PROTECT, related_name="sighting")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("发现")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.finding}"


class Extension(models.Model):
    """More time asked for a case, and the answer."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    until = models.DateField(_("延至"))
    state = models.CharField(
        max_length=12, choices=choices(EXTENSION_STATES), default=ExtensionState.PENDING.value
    )
    asked = models.DateTimeField()
    answered = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("延期")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="pending"), name="one_extension_asked_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.until}"


class Appeal(models.Model):
    """A unit says a finding is wrong. The score stays as it is until this is decided."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="appeals")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="appeals")
    state = models.CharField(
        max_length=12, choices=choices(APPEAL_STATES), default=AppealState.PENDING.value
    )
    asked = models.DateTimeField()
    answered = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("申诉")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="pending"), name="one_appeal_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.state}"


class CasePhoto(models.Model):
    """A photograph brought with a step on a case: after mending, or at its check."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="photos")
    act = models.ForeignKey("records.Act", models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("records.File", models.PROTECT, related_name="+")
    move = models.CharField(max_length=12, choices=choices(MOVES))

    class Meta:
        verbose_name = _("整改照片")

    def __str__(self) -> str:
        return f"{self.case} {self.file_id}"
