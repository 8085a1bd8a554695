"""People of grids with their duties in both nets, and matters."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import choices
from wenming.org.models import Area, User
from wenming.service.grids.rules import ACTING, LIVE, Duty, Move, Net, State, duties_of

NET_NAMES = {Net.PARTY: _("党建网"), Net.GOVERNANCE: _("治理网")}
DUTIES = {
    Duty.GROUP_HEAD: _("党小组长"),
    Duty.PARTY_MEMBER: _("党员"),
    Duty.WORKER: _("网格员"),
    Duty.BUILDING_HEAD: _("楼栋长"),
    Duty.VOLUNTEER: pgettext_lazy("网格", "志愿者"),
}
MATTER_STATES = {
    State.FILED: pgettext_lazy("网格事项", "待受理"),
    State.TAKEN: pgettext_lazy("网格事项", "办理中"),
    State.PASSED: pgettext_lazy("网格事项", "已上报社区"),
    State.DONE: pgettext_lazy("网格事项", "待回访"),
    State.TOLD: pgettext_lazy("网格事项", "已回访"),
}
MATTER_MOVES = {
    Move.TAKE: _("受理"),
    Move.HAND_UP: _("上报社区"),
    Move.HAND_BACK: _("交回网格"),
    Move.FINISH: pgettext_lazy("网格事项", "办结"),
    Move.SETTLE: _("社区办结"),
    Move.TELL: _("回访告知"),
}
ACTING_VALUES = sorted(duty.value for duty in ACTING)
LIVE_VALUES = sorted(state.value for state in LIVE)


def reached(user: User) -> models.QuerySet[Area]:
    """The grids a person reaches: by area, by the unit of the street or community, by a duty there."""
    rows = Area.objects.filter(level="grid")
    if user.reach.everything:
        return rows
    seen = Q(pk__in=Tie.objects.acting().filter(person__account=user).values("grid"))
    above = Area.objects.filter(units__in=user.reach.units, level__in=["street", "community"])
    for path in (*user.reach.paths, *above.values_list("path", flat=True)):
        seen |= Q(path__startswith=path)
    return rows.filter(seen)


class PersonQuerySet(models.QuerySet["Person"]):
    """People of grids."""

    def visible_to(self, user: User) -> Self:
        """Those with a duty in a grid that one reaches."""
        return self.filter(
            Exists(Tie.objects.filter(person=OuterRef("pk"), grid__in=reached(user)))
        )

    def of_net(self, net: Net) -> Self:
        """Those with a duty in a net."""
        duties = duties_of(net)
        here = Tie.objects.standing().filter(person=OuterRef("pk"), duty__in=duties)
        return self.filter(Exists(here))

    def twice(self) -> Self:
        """Those who may stand here twice: another has the name, and one of the two no telephone."""
        others = Person.objects.filter(name=OuterRef("name")).exclude(pk=OuterRef("pk"))
        return self.filter(Exists(others), Q(phone="") | Exists(others.filter(phone="")))


class Person(models.Model):
    """Somebody in the one list of both nets; `phone` is digits, `elder` one of the silver pioneers."""

    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("电话"), max_length=16, blank=True)
    account = models.OneToOneField(User, models.SET_NULL, null=True, related_name="neighbour")
    elder = models.BooleanField(_("银龄先锋"), default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("网格人员")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "phone"],
                condition=~Q(phone=""),
                name="a_name_with_a_telephone_is_one_person",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TieQuerySet(models.QuerySet["Tie"]):
    """Duties by whether they last."""

    def standing(self) -> Self:
        """Those not ended."""
        return self.filter(until=None)

    def acting(self) -> Self:
        """Those to whom matters go."""
        return self.standing().filter(duty__in=ACTING_VALUES)


class Tie(models.Model):
    """A person has a duty in a grid, from when, until when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="ties")
    grid = models.ForeignKey(Area, models.PROTECT, related_name="ties", verbose_name=_("网格"))
    duty = models.CharField(_("职责"), max_length=16, choices=choices(DUTIES))
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = _("网格职责")
        ordering = ["duty", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "grid", "duty"],
                condition=Q(until=None),
                name="a_duty_in_a_grid_is_held_once",
            )
        ]
        indexes = [models.Index(fields=["grid", "duty"], name="duty_of_a_grid")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.duty}"


class MatterQuerySet(models.QuerySet["Matter"]):
    """Matters by what is still to be done."""

    def visible_to(self, user: User) -> Self:
        """Those one filed, and those of grids one reaches."""
        return self.filter(Q(by=user) | Q(grid__in=reached(user)))

    def live(self) -> Self:
        """Those not yet told back."""
        return self.filter(state__in=LIVE_VALUES)

    def overdue(self, at: datetime) -> Self:
        """Live ones whose working hours are over."""
        return self.live().filter(due__lt=at)


class Matter(models.Model):
    """What somebody who lives in a grid asks for. `due` is when the state it is in should be over."""

    key = models.UUIDField(unique=True)
    number = models.CharField(_("编号"), max_length=20, unique=True)
    grid = models.ForeignKey(Area, models.PROTECT, related_name="matters", verbose_name=_("网格"))
    state = models.CharField(_("状态"), max_length=8, choices=choices(MATTER_STATES))
    title = models.CharField(_("事项"), max_length=80)
    text = models.TextField(_("情况"), max_length=800, blank=True)
    name = models.CharField(_("谁提出"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("提出时间"))
    due = models.DateTimeField(_("时限"), null=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("网格事项")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["grid", "state"], name="matter_of_a_grid"),
            models.Index(fields=["state", "due"], name="matter_by_limit"),
        ]

    def __str__(self) -> str:
        return self.title
