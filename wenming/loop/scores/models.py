"""Scores as reckoned: rows written by one verb from the marks, read by the pages."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.loop.inspections.models import Round
from wenming.loop.scores.rules import Moment, Of
from wenming.org.models import User

LEVELS = {
    Of.TOTAL: _("总分"),
    Of.ITEM: _("测评标准"),
    Of.PROJECT: _("测评项目"),
    Of.METHOD: _("测评方法"),
    Of.AREA: _("区域"),
    Of.UNIT: _("责任单位"),
    Of.KIND: _("点位类型"),
}
MOMENTS = {Moment.SIGHT: _("发现时"), Moment.MENDED: _("整改后")}


class ScoreQuerySet(models.QuerySet["Score"]):
    """Scores by level."""

    def of(self, level: Of, moment: Moment = Moment.SIGHT) -> Self:
        """The rows of one level at one moment."""
        return self.filter(level=level.value, moment=moment.value)

    def visible_to(self, user: User) -> Self:
        """Scores are public within the programme."""
        return self if user.is_active else self.none()


class Score(models.Model):
    """One score: a rate with its margin, of one thing in one round.

    `key` is the primary key of the item, area, unit or kind, or the method's name; "" for the
    total. `rate`, `se`, `lo`, `hi` are shares of 1; `points` whole hundredths on the scale of 100.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="scores")
    level = models.CharField(max_length=8, choices=choices(LEVELS))
    moment = models.CharField(max_length=8, choices=choices(MOMENTS))
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    rate = models.FloatField()
    points = models.PositiveIntegerField()
    se = models.FloatField(null=True)
    lo = models.FloatField(null=True)
    hi = models.FloatField(null=True)
    df = models.PositiveIntegerField(null=True)
    sites = models.PositiveIntegerField()
    observations = models.PositiveIntegerField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("得分")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "level", "moment", "key"], name="one_score_of_a_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.name}"


class Rank(models.Model):
    """A unit's or area's place within its class: from `best` to `worst` where it may stand.

    `tie` numbers the groups within which differences are noise.
    """

    score = models.OneToOneField(Score, models.CASCADE, related_name="rank")
    peers = models.CharField(max_length=40)
    place = models.PositiveIntegerField()
    best = models.PositiveIntegerField()
    worst = models.PositiveIntegerField()
    tie = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("排名")

    def __str__(self) -> str:
        return f"{self.score} {self.place}"


class Reckoning(models.Model):
    """When a round's scores were last reckoned, and up to which act."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="reckoning")
    at = models.DateTimeField()
    act = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("计分")

    def __str__(self) -> str:
        return f"{self.round} {self.at}"
