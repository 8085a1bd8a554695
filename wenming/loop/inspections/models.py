"""Rounds, their public draws, the stops, and what was seen; visits and findings never change."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenming.kit import draws
from wenming.kit.flow import choices
from wenming.loop.inspections.rules import (
    RoundKind,
    RoundMove,
    RoundState,
    Sizes,
    StopRole,
    StopState,
    Strata,
)
from wenming.loop.standards.models import Edition, Item
from wenming.loop.standards.rules import Verdict
from wenming.org.models import Area, Group, Located, User
from wenming.places.models import Site
from wenming.records.models import File

ROUND_KINDS = {
    RoundKind.ASSESSMENT: _("测评"),
    RoundKind.PATROL: _("巡查"),
    RoundKind.LOOK_BACK: _("回头看"),
}
ROUND_STATES = {
    RoundState.PLANNED: _("筹备"),
    RoundState.COMMITTED: _("已封签"),
    RoundState.DRAWN: _("进行中"),
    RoundState.CLOSED: _("已结束"),
}
ROUND_MOVES = {
    RoundMove.COMMIT: _("封签"),
    RoundMove.RECOMMIT: _("作废重封"),
    RoundMove.DRAW: _("开签抽取"),
    RoundMove.START: _("开始"),
    RoundMove.CLOSE: _("结束"),
}
STRATA = {Strata.KIND: _("按点位类型"), Strata.KIND_AREA: _("按点位类型和区域")}
SIZES = {Sizes.FIXED: _("每层同数"), Sizes.PROPORTIONAL: _("按比例")}
STOP_ROLES = {
    StopRole.DRAWN: _("抽中"),
    StopRole.CERTAIN: _("必查"),
    StopRole.RESERVE: _("替补"),
    StopRole.NAMED: _("指定"),
}
STOP_STATES = {
    StopState.AWAITING: _("待查"),
    StopState.VISITED: _("已查"),
    StopState.UNREACHABLE: _("无法进入"),
}
STANDS = Q(superseded=None)
VERDICTS = {Verdict.PASS: _("符合"), Verdict.FAIL: _("不符合"), Verdict.NA: _("不适用")}


class RoundQuerySet(Located["Round"]):
    """Rounds by state."""

    def under_way(self) -> Self:
        """Those open for recording."""
        return self.filter(state=RoundState.DRAWN.value)

    def visible_to(self, user: User) -> Self:
        """Rounds are public within the programme: what is asked of all may be seen by all."""
        return self if user.is_active else self.none()


class Round(models.Model):
    """One round of inspections over an area under one edition.

    `sizes` says how numbers per stratum are made from `number`: FIXED is so many in each stratum,
    PROPORTIONAL that many in all with at least `least` in each. `certain`: sites with an open
    problem are taken for certain and form a stratum of their own.
    """

    name = models.CharField(_("批次"), max_length=60, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=choices(ROUND_KINDS))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rounds")
    area = models.ForeignKey(Area, models.PROTECT, related_name="rounds")
    state = models.CharField(
        _("状态"), max_length=12, choices=choices(ROUND_STATES), default=RoundState.PLANNED.value
    )
    strata = models.CharField(
        _("分层"), max_length=12, choices=choices(STRATA), default=Strata.KIND.value
    )
    sizes = models.CharField(
        _("数量"), max_length=12, choices=choices(SIZES), default=Sizes.PROPORTIONAL.value
    )
    number = models.PositiveIntegerField(_("点位数"), default=100)
    least = models.PositiveIntegerField(_("每层至少"), default=1)
    certain = models.BooleanField(_("未销号点位必查"), default=False)
    starts = models.DateField(_("开始"), null=True, blank=True)
    ends = models.DateField(_("结束"), null=True, blank=True)
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("批次")
        ordering = ["-opened", "-id"]

    def __str__(self) -> str:
        return self.name

    def shares(self, frame: Collection[draws.Row]) -> dict[str, int]:
        """How many sites of each stratum are drawn: as asked, or all where there are fewer."""
        how, sizes = draws.How(self.sizes), draws.sizes(frame)
        present = sum(sizes.values()) - sizes.get(draws.CERTAIN, 0)
        number = self.number if how is draws.How.FIXED else min(self.number, present)
        return draws.allocate(sizes, number, how=how, minimum=self.least)


class Draw(models.Model):
    """The public draw of a round: committed before, revealed after.

    `frame` is the list [[stratum, site code], ...] as it was committed to, sorted; `certain` the
    codes of sites taken for certain. `seed` is empty until the draw; `kept` is the office's seed
    between the two, shown to nobody.
    """

    round = models.OneToOneField(Round, models.CASCADE, related_name="draw")
    frame = models.JSONField()
    certain = models.JSONField(default=list)
    numbers = models.JSONField()  # stratum -> how many are drawn
    frame_digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    kept = models.CharField(max_length=128)
    seed = models.CharField(max_length=128, blank=True)
    committed = models.DateTimeField()
    drawn = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("抽样")

    def __str__(self) -> str:
        return self.commitment[:12]

    @property
    def rows(self) -> tuple[draws.Row, ...]:
        """The frame as it was committed to."""
        return tuple((stratum, site) for stratum, site in self.frame)

    def differences(self) -> list[draws.Difference]:
        """Draw again; where the round's stops and numbers depart from it. Empty: it stands."""
        named = self.round.stops.exclude(role=StopRole.NAMED.value).order_by("stratum", "rank")
        stops = [((s, c), r) for s, c, r in named.values_list("stratum", "site__code", "role")]
        listed = {row for row, _ in stops}
        drawn = tuple(row for row, role in stops if role != StopRole.RESERVE.value)
        spare = draws.draw(self.rows, {}, seed=self.seed).reserve
        taken = tuple(row for row, role in stops if role == StopRole.RESERVE.value)
        reserve = (*taken, *(row for row in spare if row not in listed))
        said = (self.frame_digest, self.commitment, self.seed, self.numbers, drawn, reserve)
        found = draws.verify(self.rows, draws.Published(*said))
        as_said = self.round.shares(self.rows) == self.numbers
        return found if as_said else [*found, draws.Difference("numbers", ())]


class StopQuerySet(models.QuerySet["Stop"]):
    """Stops of rounds by what is left to do."""

    def awaiting(self) -> Self:
        """Those nobody has been to."""
        return self.filter(state=StopState.AWAITING.value)

    def visible_to(self, user: User) -> Self:
        """Where inspectors will go is known to those who send or go, before it is done."""
        if user.reach.everything and user.any_powers & {"round", "inspect", "audit", "see"}:
            return self
        return self.filter(Q(group__in=user.reach.groups) | ~Q(state=StopState.AWAITING.value))


class Stop(models.Model):
    """A site in a round, the group it falls to, and what became of it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    site = models.ForeignKey(Site, models.PROTECT, related_name="stops")
    stratum = models.CharField(_("层"), max_length=140)
    role = models.CharField(max_length=8, choices=choices(STOP_ROLES))
    rank = models.PositiveIntegerField(_("签序"), default=0)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="stops")
    state = models.CharField(
        max_length=12, choices=choices(STOP_STATES), default=StopState.AWAITING.value
    )
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name = _("受检点位")
        ordering = ["round", "stratum", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["round", "site"], name="a_site_is_once_in_a_round")
        ]
        indexes = [models.Index(fields=["round", "group", "state"], name="stop_of_a_group")]

    def __str__(self) -> str:
        return f"{self.round} {self.site}"


class Visit(models.Model):
    """Somebody was at a site and recorded. The phone makes the id; the row never changes.

    `digest` is over the draft as it came, so that the same id with other content is noticed.
    """

    id = models.UUIDField(primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="visits")
    site = models.ForeignKey(Site, models.PROTECT, related_name="visits")
    stop = models.ForeignKey(Stop, models.PROTECT, null=True, related_name="visits")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="visits")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="visits")
    started = models.DateTimeField(_("开始"))
    ended = models.DateTimeField(_("结束"))
    received = models.DateTimeField(_("送达"))
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("现场记录")
        ordering = ["-received"]
        indexes = [models.Index(fields=["round", "site"], name="visit_of_a_site")]

    def __str__(self) -> str:
        return str(self.id)


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings by what counts."""

    def standing(self) -> Self:
        """Those no correction has superseded."""
        return self.filter(STANDS)

    def bad(self) -> Self:
        """What did not conform."""
        return self.filter(verdict=Verdict.FAIL.value)


class Finding(models.Model):
    """What was seen of one item at one visit. A correction is a new row that supersedes.

    `mark`: in ten-thousandths of the weight, None where it did not apply; `hundredths`: the weight.
    """

    id = models.UUIDField(primary_key=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    item = models.ForeignKey(Item, models.PROTECT, related_name="findings")
    verdict = models.CharField(_("结论"), max_length=4, choices=choices(VERDICTS))
    count = models.PositiveIntegerField(_("处数"), null=True)
    note = models.TextField(_("说明"), blank=True)
    mark = models.PositiveIntegerField(null=True)
    hundredths = models.PositiveIntegerField()
    superseded = models.ForeignKey("self", models.PROTECT, null=True, db_index=False)  # see Meta

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("测评记录")
        constraints = [  # no index over all of `superseded`: SQLite reads it to find one visit's
            models.UniqueConstraint(
                fields=["visit", "item"], condition=STANDS, name="an_item_is_judged_once_a_visit"
            ),
            models.UniqueConstraint(
                fields=["superseded"], condition=~STANDS, name="a_finding_corrects_one_other"
            ),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(mark__lte=10_000), name="a_mark_is_at_most_full"
            ),
            models.CheckConstraint(
                condition=Q(verdict="na", mark=None) | (~Q(verdict="na") & Q(mark__isnull=False)),
                name="only_what_applies_has_a_mark",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.verdict}"


class Photo(models.Model):
    """A photograph named by a finding. It may arrive later than the finding that names it."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="photos")
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("照片")
        constraints = [
            models.UniqueConstraint(fields=["finding", "sha256"], name="a_photo_once_a_finding")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
