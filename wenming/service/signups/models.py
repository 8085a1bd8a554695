"""Shifts that volunteers may sign up for, and who did: in, waiting in order, or offered a place."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Unit, User
from wenming.service.members.models import Member
from wenming.service.shifts.models import Post, Shift
from wenming.service.signups.rules import LIVE, SignupMove, SignupState
from wenming.service.volunteers.models import Team

SIGNUP_STATES = {
    SignupState.IN: pgettext_lazy("报名", "已报上"),
    SignupState.WAITING: pgettext_lazy("报名", "候补中"),
    SignupState.OFFERED: pgettext_lazy("报名", "有空位，待确认"),
    SignupState.GIVEN_UP: pgettext_lazy("报名", "已放弃"),
    SignupState.LAPSED: pgettext_lazy("报名", "已过期"),
    SignupState.REFUSED: pgettext_lazy("报名", "未同意"),
}
SIGNUP_MOVES = {
    SignupMove.SEAT: pgettext_lazy("报名", "报上"),
    SignupMove.QUEUE: pgettext_lazy("报名", "进入候补"),
    SignupMove.OFFER: pgettext_lazy("报名", "空位轮到"),
    SignupMove.CONFIRM: pgettext_lazy("报名", "确认来值班"),
    SignupMove.GIVE_UP: pgettext_lazy("报名", "放弃"),
    SignupMove.LAPSE: pgettext_lazy("报名", "过期"),
    SignupMove.REFUSE: pgettext_lazy("报名", "不同意"),
    SignupMove.READMIT: pgettext_lazy("报名", "重新列入候补"),
}


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Shifts open for sign-up by time and by who they are for."""

    def open_at(self, at: datetime) -> Self:
        """Those one may sign up for now."""
        return self.filter(opens__lte=at, closes__gt=at)

    def ahead(self, at: datetime) -> Self:
        """Those whose shift has not begun and whose post is in use."""
        return self.filter(shift__start__gt=at, shift__post__closed=None)

    def meant_for(self, members: models.QuerySet[Member]) -> Self:
        """Those that one of these members may sign up for."""
        own = members.values("unit")
        named = Opening.units.through.objects.filter(unit__in=own).values("opening")
        admitted = Team.objects.admitted().filter(unit__in=own)
        return self.filter(Q(pk__in=named) | Q(models.Exists(admitted), anyone=True))

    def visible_to(self, user: User) -> Self:
        """Those meant for the reader, those signed up for, and those of posts the reader sees."""
        mine = Member.objects.serving().filter(user=user)
        seen = Q(pk__in=Opening.objects.meant_for(mine).values("pk"))
        seen |= Q(pk__in=Signup.objects.filter(member__user=user).values("opening"))
        return self.filter(seen | Q(shift__post__in=Post.objects.visible_to(user).values("pk")))


class Opening(models.Model):
    """A shift that volunteers may sign up for: how many places in all, from when until when, for whom."""

    shift = models.OneToOneField(Shift, models.CASCADE, related_name="opening")
    places = models.PositiveSmallIntegerField(_("名额"))
    opens = models.DateTimeField(_("开始报名"))
    closes = models.DateTimeField(_("截止报名"))
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=_("哪些单位的队员"))
    anyone = models.BooleanField(_("已准入的队伍都可报名"), default=False)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("开放报名的班次")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")), name="sign_up_closes_after_it_opens"
            )
        ]
        indexes = [models.Index(fields=["closes"], name="opening_by_its_close")]

    def __str__(self) -> str:
        return str(self.shift)


class SignupQuerySet(models.QuerySet["Signup"]):
    """Sign-ups by state and by who may see them."""

    def live(self) -> Self:
        """Those that still lead somewhere."""
        return self.filter(state__in=[s.value for s in LIVE])

    def waiting(self) -> Self:
        """The waiting list, in its order."""
        return self.filter(state=SignupState.WAITING.value).order_by("order")

    def visible_to(self, user: User) -> Self:
        """One's own, and those for the posts of the units and areas one looks after."""
        if user.reach.everything:
            return self
        seen = Q(member__user=user) | Q(opening__shift__post__unit__in=user.reach.units)
        for path in user.reach.paths:
            seen |= Q(opening__shift__post__site__area__path__startswith=path)
        return self.filter(seen)


class Signup(models.Model):
    """A member signed up for a shift. `order` is the order of arrival, `turn` how often in all.

    `until` is by when an offered place must be confirmed.
    """

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="signups")
    member = models.ForeignKey(Member, models.PROTECT, related_name="signups")
    state = models.CharField(_("状态"), max_length=10, choices=choices(SIGNUP_STATES))
    order = models.PositiveIntegerField(_("次序"))
    turn = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(_("报名时间"))
    until = models.DateTimeField(_("确认截止"), null=True, blank=True)
    reminded = models.DateTimeField(null=True)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名")
        ordering = ["opening", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "member"], name="a_member_signs_up_once_for_a_shift"
            ),
            models.UniqueConstraint(
                fields=["opening", "order"], name="no_two_arrive_in_one_place_of_the_order"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", until__isnull=False) | ~Q(state="offered"),
                name="an_offer_says_until_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"], condition=Q(state="offered"), name="signup_offered_until"
            ),
            models.Index(
                fields=["opening"], condition=Q(state="waiting"), name="signup_that_waits"
            ),
            models.Index(
                fields=["opening"],
                condition=Q(state="in", reminded=None),
                name="signup_to_remind_of",
            ),
        ]
