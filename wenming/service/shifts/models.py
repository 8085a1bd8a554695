"""Posts, the patterns of their shifts, the shifts themselves, and who has a place on each."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import Unit, User
from wenming.places.models import Site
from wenming.service.members.models import Member, Qualification
from wenming.service.shifts.rules import (
    STANDING,
    Days,
    PlaceMove,
    PlaceState,
    Span,
    stood,
)

PLACE_STATES = {
    PlaceState.AGREED: _("已排"),
    PlaceState.CAME: _("到岗"),
    PlaceState.ABSENT: _("未到"),
    PlaceState.DROPPED: _("不能来"),
    PlaceState.TAKEN_OFF: _("已撤下"),
}
PLACE_MOVES = {
    PlaceMove.COME: _("记到岗"),
    PlaceMove.MISS: _("记未到"),
    PlaceMove.DROP_OUT: _("告知不能来"),
    PlaceMove.TAKE_OFF: _("撤下"),
    PlaceMove.PUT_BACK: _("重新排上"),
}
DAYS = {Days.ALL: _("每天"), Days.WORK: _("工作日"), Days.REST: _("休息日和节假日")}


class Pattern(models.Model):
    """The shifts of one day as data: `spans` are [word, start, end] in minutes from midnight."""

    name = models.CharField(_("班制"), max_length=40, unique=True)
    spans = models.JSONField(_("班次"), default=list)
    days = models.CharField(_("哪些日子"), max_length=4, choices=choices(DAYS))

    class Meta:
        verbose_name = _("班制")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shifts(self) -> list[Span]:
        """Its shifts of one day."""
        return [Span(*one) for one in self.spans]


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by use and by who may see them."""

    def active(self) -> Self:
        """Those not given up."""
        return self.filter(closed=None)

    def visible_to(self, user: User) -> Self:
        """Posts in the person's areas, those of the person's units, those of the person's team."""
        if user.reach.everything:
            return self
        seen = Q(unit__in=user.reach.units)
        seen |= Q(unit__in=Member.objects.serving().filter(user=user).values("unit"))
        for path in user.reach.paths:
            seen |= Q(site__area__path__startswith=path)
        return self.filter(seen)


class Post(models.Model):
    """Where somebody stands and for what: a site, a duty, what it needs, and whose people stand there.

    Of each shift: never fewer than `least` heads if it can be helped, `wish` are wanted, never more
    than `most`.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="posts")
    duty = models.CharField(_("岗位职责"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    pattern = models.ForeignKey(Pattern, models.PROTECT, null=True, related_name="posts")
    qualifications = models.ManyToManyField(Qualification, related_name="posts")
    least = models.PositiveSmallIntegerField(_("至少几人"), default=1)
    wish = models.PositiveSmallIntegerField(_("希望几人"), default=1)
    most = models.PositiveSmallIntegerField(_("至多几人"), default=2)
    closed = models.DateField(_("撤销"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        ordering = ["site__code", "duty"]
        constraints = [
            models.UniqueConstraint(fields=["site", "duty"], name="a_duty_is_done_once_at_a_site"),
            models.CheckConstraint(
                condition=Q(least__lte=F("wish"), wish__lte=F("most"), most__gte=1),
                name="a_post_wants_between_its_least_and_its_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.duty}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts by time and by who may see them."""

    def between(self, first: date, last: date) -> Self:
        """Those of these days, both with them."""
        return self.filter(day__gte=first, day__lte=last)

    def at(self, now: datetime) -> Self:
        """Those going on."""
        return self.filter(start__lte=now, end__gt=now)

    def visible_to(self, user: User) -> Self:
        """Those of the posts the person sees."""
        return self.filter(post__in=Post.objects.visible_to(user).values("pk"))

    def with_heads(self) -> Self:
        """With `heads`, how many stand there."""
        standing = Q(places__state__in=[s.value for s in STANDING])
        return self.annotate(heads=models.Count("places", filter=standing))


class Shift(models.Model):
    """A post from when to when; it counts for the local day on which it begins."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="shifts")
    day = models.DateField(_("日期"))
    word = models.CharField(_("班次"), max_length=12)
    start = models.DateTimeField(_("开始"))
    end = models.DateTimeField(_("结束"))

    heads: int  # with_heads: how many stand there

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("班次")
        ordering = ["start", "post"]
        constraints = [
            models.UniqueConstraint(fields=["post", "start"], name="a_shift_of_a_post_begins_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="shift_ends_later"),
        ]
        indexes = [models.Index(fields=["day", "post"], name="shift_of_a_day")]

    def __str__(self) -> str:
        return f"{self.post} {self.day} {self.word}"


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places by state and by who may see them."""

    def standing(self) -> Self:
        """Those that count as heads."""
        return self.filter(state__in=[s.value for s in STANDING])

    def visible_to(self, user: User) -> Self:
        """One's own, and those on shifts one sees."""
        seen = Q(shift__post__in=Post.objects.visible_to(user).values("pk"))
        return self.filter(seen | Q(member__user=user))


class Place(models.Model):
    """A member on a shift, and what became of it. The times are the shift's, for the database to hold."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="places")
    member = models.ForeignKey(Member, models.PROTECT, related_name="places")
    state = models.CharField(_("状态"), max_length=10, choices=choices(PLACE_STATES))
    start = models.DateTimeField()
    end = models.DateTimeField()
    note = models.CharField(_("说明"), max_length=200, blank=True)
    came_at = models.DateTimeField(_("签到"), null=True, blank=True)
    went_at = models.DateTimeField(_("签退"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # wrong codes entered

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("值班")
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "member"], name="a_member_stands_once_on_a_shift"
            ),
            models.UniqueConstraint(
                fields=["member", "start"],
                condition=Q(state__in=["agreed", "came"]),
                name="a_member_begins_one_shift_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["member", "start"], name="place_of_a_member")]

    @property
    def minutes(self) -> int:
        """How long the member stood there: within the shift; to its end where nobody checked out."""
        return stood(self.start, self.end, self.came_at, self.went_at)
