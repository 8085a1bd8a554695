"""Certificates of hours served."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Unit, User
from wenming.service.certificates.rules import PaperMove, PaperState
from wenming.service.volunteers.models import Volunteer

PAPER_STATES = {
    PaperState.APPLIED: pgettext_lazy("证明", "已申请"),
    PaperState.ACCEPTED: pgettext_lazy("证明", "已受理"),
    PaperState.NOTICED: pgettext_lazy("证明", "公示中"),
    PaperState.ISSUED: pgettext_lazy("证明", "已开具"),
    PaperState.REFUSED: pgettext_lazy("证明", "不予开具"),
    PaperState.WITHDRAWN: pgettext_lazy("证明", "已撤销"),
}
PAPER_MOVES = {
    PaperMove.ACCEPT: pgettext_lazy("证明", "受理"),
    PaperMove.NOTICE: pgettext_lazy("证明", "开始公示"),
    PaperMove.ISSUE: pgettext_lazy("证明", "开具"),
    PaperMove.REFUSE: pgettext_lazy("证明", "不予开具"),
    PaperMove.WITHDRAW: pgettext_lazy("证明", "撤销"),
}


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates by who may see them."""

    def visible_to(self, user: User) -> Self:
        """One's own, those of one's units and of the parts of these; all, for who sees the city."""
        if user.reach.everything:
            return self
        mine = Q(unit__in=user.reach.units) | Q(unit__parent__in=user.reach.units)
        return self.filter(mine | Q(volunteer__user=user))


class Certificate(models.Model):
    """A unit certifies what somebody served in a period; `code` opens the public page that checks it."""

    number = models.CharField(_("证明编号"), max_length=24, unique=True)
    code = models.CharField(max_length=24, unique=True)
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="certificates")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificates")
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    minutes = models.PositiveIntegerField(_("分钟"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=choices(PAPER_STATES))
    handler = models.CharField(_("经办人"), max_length=40, blank=True)
    head = models.CharField(_("负责人"), max_length=40, blank=True)
    noticed = models.DateField(_("公示起"), null=True, blank=True)
    issued = models.DateField(_("开具日期"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务证明")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="period_ends_later"),
            models.UniqueConstraint(
                fields=["volunteer", "unit", "first", "last"],
                condition=Q(state__in=["applied", "accepted", "noticed"]),
                name="a_certificate_is_asked_for_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number
