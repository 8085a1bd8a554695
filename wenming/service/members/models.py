"""Who can stand at a post: members of teams, what they have learnt, what they wish."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import Unit, User
from wenming.service.members.rules import Limits, WishKind

WISH_KINDS = {
    WishKind.AWAY: _("请假，不能来"),
    WishKind.OFF: _("希望休息"),
    WishKind.ON: _("希望值班"),
}


class Qualification(models.Model):
    """What somebody must have learnt before standing at some posts."""

    name = models.CharField(_("上岗资格"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("上岗资格")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    """Members by time and by who may see them."""

    def serving(self) -> Self:
        """Those who have not left."""
        return self.filter(left=None)

    def visible_to(self, user: User) -> Self:
        """Oneself, and the people of one's units; all, for who sees the whole city."""
        if user.reach.everything:
            return self
        return self.filter(Q(unit__in=user.reach.units) | Q(user=user))


class Member(models.Model):
    """Somebody who can stand at a post: of a team, an association, a market patrol.

    An account is not needed. The limits are hours in a month and days in a row.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="members")
    name = models.CharField(_("姓名"), max_length=40)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="teams")
    least_hours = models.PositiveSmallIntegerField(_("每月至少小时"), default=0)
    most_hours = models.PositiveSmallIntegerField(_("每月至多小时"), default=176)
    longest_run = models.PositiveSmallIntegerField(_("至多连值几天"), default=6)
    left = models.DateField(_("离队"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("队员")
        ordering = ["unit", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "user"], name="an_account_is_once_in_a_team"),
            models.CheckConstraint(
                condition=Q(least_hours__lte=F("most_hours")), name="member_hours_rise"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def limits(self) -> Limits:
        """What this member is under."""
        return Limits(self.most_hours * 60, self.longest_run)


class Holding(models.Model):
    """A member has a qualification, from when until when."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="holdings")
    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="holdings")
    since = models.DateField(_("自"))
    until = models.DateField(_("有效至"), null=True, blank=True)

    class Meta:
        verbose_name = _("持有资格")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "qualification"], name="qualification_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="holding_ends_after_it_begins",
            ),
        ]


class Wish(models.Model):
    """What a member says of some days; `weight` is how much it matters, a leave counts always."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="wishes")
    kind = models.CharField(_("意愿"), max_length=4, choices=choices(WISH_KINDS))
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    weight = models.PositiveSmallIntegerField(_("轻重"), default=3)
    note = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("请假与意愿")
        ordering = ["first", "id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "first", "kind"], name="wish_is_told_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="wish_ends_later"),
        ]


class Feed(models.Model):
    """Somebody's duties may be read by whoever knows a secret address.

    The secret is not stored: it is made from this row and the key of the site, and `turn` renews it.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="feed")
    turn = models.PositiveIntegerField(default=1)
    open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("日历订阅")
