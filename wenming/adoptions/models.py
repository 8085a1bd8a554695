"""Wishes about who adopts what, and the words of what an allocation breaks."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenming.adoptions.rules import WishKind
from wenming.kit.flow import choices
from wenming.org.models import Unit, User
from wenming.places.models import Site
from wenming.proposals.planners import Row, spoken

WISHES = {WishKind.WANTS: _("希望包"), WishKind.BAN: _("不宜包")}
SENTENCES: dict[str, str | Promise] = {
    "few": _("{0}没有分到路段"),
    "many": _("{0}分到的路段多了 {n} 段"),
    "room": _("{0}的路段比人数能照看的多 {n} 米"),
    "heads": _("{0}没有登记人数"),
    "bare": _("{0}没有单位包"),
    "crowded": _("{0}的单位多了 {n} 个"),
    "metres": _("{0}没有登记长度"),
    "place": _("{0}没有登记位置"),
    "banned": _("{0}不宜包{1}"),
    "twice": _("{0}与{1}写了两次"),
    "favour_banned": _("{0}与{1}既希望包又不宜包"),
    "nothing": _("还没有带办公位置的单位，或没有包街路段；请先导入包街一览表"),
    "cost": _("方案的合计与逐对相加不符"),
    "bound": _("方案的下限高于它的合计"),
}


def sentence(row: Row) -> str:
    """What a rule that is broken says, with the names of what it is at."""
    return spoken(SENTENCES, row)


def title(about: str) -> str:
    """The allocation of a year, in words."""
    return gettext("%(year)s年包街方案") % {"year": about}


def address(which: int) -> str:
    """Where an allocation is looked at."""
    return reverse("adoptions:plan", args=[which])


class WishQuerySet(models.QuerySet["Wish"]):
    """Wishes."""

    def visible_to(self, user: User) -> Self:
        """Those on the segments a person sees."""
        return self.filter(site__in=Site.objects.visible_to(user))


class Wish(models.Model):
    """What is asked for a unit and a segment, until it is taken back."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="wishes", verbose_name=_("单位"))
    site = models.ForeignKey(Site, models.CASCADE, related_name="wishes", verbose_name=_("路段"))
    kind = models.CharField(_("意愿"), max_length=8, choices=choices(WISHES))
    note = models.CharField(_("理由"), max_length=200, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("包街意愿")
        ordering = ["site__code", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "site"], name="a_wish_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()} {self.site}"
