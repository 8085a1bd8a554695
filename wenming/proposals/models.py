"""Proposals: what was asked of a planner, how far it is, the plan in hand, and what became of it."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import User
from wenming.proposals.planners import Row, planner_of
from wenming.proposals.rules import LOCAL, Kind, Move, State

KINDS = {
    Kind.ADOPTIONS: _("包街方案"),
    Kind.TOURS: _("巡查路线"),
    Kind.ROSTERS: _("排班方案"),
    Kind.MATCHES: _("派单方案"),
    Kind.GAINS: _("提分方案"),
}
STATES = {
    State.ASKED: _("排队中"),
    State.WORKING: _("编制中"),
    State.READY: _("待审"),
    State.FAILED: _("未编成"),
    State.ACCEPTED: _("已采用"),
    State.REPLACED: _("已替换"),
    State.DROPPED: _("已放弃"),
}
MOVES = {
    Move.BEGIN: _("开始编制"),
    Move.END: _("编成"),
    Move.FAIL: _("未编成"),
    Move.STOP: _("到此为止"),
    Move.CHANGE: _("人工调整"),
    Move.ACCEPT: _("采用"),
    Move.REPLACE: _("由新方案替换"),
    Move.DROP: _("放弃"),
}
SILENT = timedelta(seconds=30)  # after which whoever worked on a proposal is gone


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals by what they are for and how far they are."""

    def visible_to(self, user: User) -> Self:
        """Those a person may look at: all, for who may propose or audits; else those of own units."""
        if user.any_powers & {"propose", "audit"}:
            return self
        seen = Q(pk__in=[])
        for kind, power in LOCAL:
            for unit in user.reach.units:
                if power in user.powers(units=[unit]):
                    seen |= Q(kind=kind.value, about__startswith=f"{unit}/")
        return self.filter(seen)

    def about(self, kind: Kind, about: str = "") -> Self:
        """Those of one kind; about one thing where it is named."""
        rows = self.filter(kind=kind.value)
        return rows.filter(about=about) if about else rows

    def accepted(self) -> Self:
        """The one that stands of each thing planned."""
        return self.filter(state=State.ACCEPTED.value)

    def abandoned(self, at: Any) -> Self:
        """Those somebody began and went away from."""
        return self.filter(state=State.WORKING.value, beat__lt=at - SILENT)

    def waiting(self, at: Any) -> Self:
        """Those there is work on: asked for, or abandoned."""
        begun = Q(state=State.WORKING.value, beat__lt=at - SILENT)
        return self.filter(Q(state=State.ASKED.value) | begun)


class Proposal(models.Model):
    """One thing to plan. `ask` is what was asked, `plan` the best so far, then as changed by hand.

    `figures` are what a page shows of the plan. `edits` counts hand changes: a change names the count it
    saw. `fault` says why there is no plan: [reason, [[rule, names, excess], ...]]. All plain JSON.
    """

    kind = models.CharField(_("种类"), max_length=12, choices=choices(KINDS))
    about = models.CharField(max_length=80)
    ask = models.JSONField(default=dict)
    effort = models.PositiveIntegerField()
    seed = models.PositiveIntegerField(_("种子"), default=1)
    seconds = models.PositiveIntegerField(_("最多几秒"))
    state = models.CharField(
        _("状态"), max_length=10, choices=choices(STATES), default=State.ASKED.value
    )
    plan = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    better = models.PositiveIntegerField(default=0)  # plans written down so far, each better
    edits = models.PositiveIntegerField(default=0)
    fault = models.JSONField(default=list)
    stop = models.BooleanField(default=False)
    asked = models.DateTimeField(_("提出"))
    began = models.DateTimeField(null=True)
    beat = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("编排方案")
        ordering: ClassVar = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(state__in=["asked", "working"]),
                name="one_proposal_is_worked_on_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(state="accepted"),
                name="one_proposal_stands_accepted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "beat"],
                condition=Q(state__in=["asked", "working"]),
                name="proposal_unfinished",
            ),
            models.Index(fields=["kind", "about", "-id"], name="proposal_of_a_thing"),
        ]

    def __str__(self) -> str:
        return planner_of(self.kind).title(self.about)

    @property
    def why(self) -> list[str]:
        """Why there is no plan, in sentences."""
        planner = planner_of(self.kind)
        return [planner.sentence(Row(*row)) for row in (self.fault or ["", []])[1]]
