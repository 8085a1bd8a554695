"""Orders: who asked for what, who serves it when and where, and what came of it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import User
from wenming.service.orders.rules import HELD, LIVE, Move, State
from wenming.service.stations.models import Booking, Offer, Station
from wenming.service.volunteers.models import PARTS, Team

ORDER_STATES = {
    State.PLACED: pgettext_lazy("订单", "待派单"),
    State.SENT: pgettext_lazy("订单", "待接单"),
    State.TAKEN: pgettext_lazy("订单", "办理中"),
    State.DONE: pgettext_lazy("订单", "待评单"),
    State.RATED: pgettext_lazy("订单", "已评单"),
    State.TURNED_DOWN: pgettext_lazy("订单", "未受理"),
    State.WITHDRAWN: pgettext_lazy("订单", "已取消"),
}
ORDER_MOVES = {
    Move.SEND: _("派单"),
    Move.SEND_ELSEWHERE: _("改派"),
    Move.GRAB: _("抢单"),
    Move.ACCEPT: _("接单"),
    Move.DECLINE: _("退单"),
    Move.FINISH: _("办结"),
    Move.RATE: _("评单"),
    Move.TURN_DOWN: _("不受理"),
    Move.WITHDRAW: _("取消订单"),
}
LIVE_VALUES = sorted(s.value for s in LIVE)
HELD_VALUES = sorted(s.value for s in HELD)


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by what is still to be done, and by who may see them."""

    def live(self) -> Self:
        """Those not yet served."""
        return self.filter(state__in=LIVE_VALUES)

    def held(self) -> Self:
        """Those a team has."""
        return self.filter(state__in=HELD_VALUES)

    def placed(self) -> Self:
        """Those that wait for a team."""
        return self.filter(state=State.PLACED.value)

    def overdue(self, at: datetime) -> Self:
        """Live ones whose last day is over, or whose time came and went."""
        return self.live().filter(Q(latest__lt=localdate(at)) | Q(end__lt=at))

    def visible_to(self, user: User) -> Self:
        """Those one placed, those of one's stations and teams, and all in one's areas."""
        if user.reach.everything:
            return self
        seen = Q(placed_by=user) | Q(station__unit__in=user.reach.units)
        seen |= Q(team__unit__in=user.reach.units)
        if Team.objects.admitted().led_by(user).exists():
            seen |= Q(state=State.PLACED.value)  # what may be grabbed
        for path in user.reach.paths:
            seen |= Q(station__area__path__startswith=path)
        return self.filter(seen)


class Order(models.Model):
    """Somebody asked a station for something on the menu.

    `key` is made by the form, so that sending twice is one order. `name`, `phone` and `address` are of
    the person it is for; `helper` is the neighbour who placed it for somebody else. `earliest` and `latest` are
    days; `part` is the part of the day that would suit best. `declined` are teams that gave it back.
    """

    key = models.UUIDField(unique=True)
    number = models.CharField(_("单号"), max_length=20, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=choices(ORDER_STATES))
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="orders", verbose_name=_("实践站")
    )
    offer = models.ForeignKey(
        Offer, models.PROTECT, related_name="orders", verbose_name=_("服务项目")
    )
    name = models.CharField(_("怎么称呼"), max_length=40)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    address = models.CharField(_("住址"), max_length=200, blank=True)
    helper = models.CharField(_("代点人"), max_length=40, blank=True)
    heads = models.PositiveSmallIntegerField(_("人数"), default=1)
    wishes = models.CharField(_("还想说的"), max_length=400, blank=True)
    earliest = models.DateField(_("最早哪天"))
    latest = models.DateField(_("最晚哪天"))
    part = models.CharField(_("什么时候方便"), max_length=12, blank=True, choices=choices(PARTS))
    placed = models.DateTimeField(_("点单时间"))
    placed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="orders", verbose_name=_("服务队")
    )
    start = models.DateTimeField(_("服务时间"), null=True)
    end = models.DateTimeField(null=True)
    booking = models.OneToOneField(Booking, models.PROTECT, null=True, related_name="order")
    declined = models.ManyToManyField(Team, related_name="+")
    result = models.CharField(_("办结情况"), max_length=400, blank=True)
    stars = models.PositiveSmallIntegerField(_("评分"), null=True)
    praise = models.CharField(_("评价"), max_length=400, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("订单")
        ordering = ["-placed", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(latest__gte=F("earliest")), name="order_days_rise"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "taken", "done", "rated"])
                | Q(team__isnull=False, start__isnull=False, end__isnull=False),
                name="a_dispatched_order_has_a_team_and_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="rated") | Q(stars__gte=1, stars__lte=5),
                name="a_rated_order_has_one_to_five_stars",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "placed"], name="order_by_state"),
            models.Index(fields=["team", "start"], name="order_of_a_team"),
            models.Index(fields=["station", "-placed"], name="order_of_a_station"),
        ]

    def __str__(self) -> str:
        return self.number
