"""Charges: which unit answers for which site, since when, and until when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wenming.duties.rules import ChargeKind
from wenming.kit.flow import choices
from wenming.org.models import Unit, User
from wenming.places.models import Site

CHARGE_KINDS = {
    ChargeKind.IN_CHARGE: _("主管"),
    ChargeKind.ADOPTS: _("包街"),
    ChargeKind.POINT_HEAD: _("点位长"),
}


class ChargeQuerySet(models.QuerySet["Charge"]):
    """Charges by time and kind."""

    def on(self, day: date) -> Self:
        """Those in force on a day."""
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def standing(self) -> Self:
        """Those with no end yet."""
        return self.filter(until=None)

    def visible_to(self, user: User) -> Self:
        """Charges on the sites the person sees."""
        return self.filter(site__in=Site.objects.visible_to(user))


class Charge(models.Model):
    """A unit answers for a site in one way, for a time. An ended charge stays as history."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="charges")
    site = models.ForeignKey(Site, models.PROTECT, related_name="charges")
    kind = models.CharField(_("职责"), max_length=12, choices=choices(CHARGE_KINDS))
    person = models.CharField(_("责任人"), max_length=40, blank=True)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任")
        ordering = ["site", "kind", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(kind="in_charge", until=None),
                name="a_site_has_one_unit_in_charge",
            ),
            models.UniqueConstraint(
                fields=["unit", "site", "kind"],
                condition=Q(until=None),
                name="a_charge_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="charge_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["unit", "kind", "until"], name="charge_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.site}"
