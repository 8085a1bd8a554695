"""The city's own time limits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.loop.standards.models import LIMITS
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.rules import Limits, Stage
from wenming.org.calendar import calendar

STAGES = {
    Stage.DISPATCH: _("派遣时限"),
    Stage.TAKE: _("签收时限"),
    Stage.FIX: _("整改时限"),
    Stage.REVIEW: _("复核时限"),
    Stage.REFIX: _("重改时限"),
}


class TermQuerySet(models.QuerySet["Term"]):
    """The city's own limits, to be reckoned with."""

    def in_force(self) -> Limits:
        """The limits in force with the calendar they are counted in: two small queries."""
        rows = self.values_list("stage", "limit", "minutes")
        return Limits(calendar(), {(Stage(s), Limit(c)): minutes for s, c, minutes in rows})


class Term(models.Model):
    """The city's own time limit for a stage and a class, in working minutes."""

    limit = models.CharField(_("整改类别"), max_length=12, choices=choices(LIMITS))
    stage = models.CharField(_("阶段"), max_length=12, choices=choices(STAGES))
    minutes = models.PositiveIntegerField(_("工作分钟"))

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("时限")
        constraints = [
            models.UniqueConstraint(fields=["limit", "stage"], name="a_term_is_set_once"),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="a_term_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.limit} {self.minutes}"
