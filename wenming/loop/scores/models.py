"""Scores as reckoned: rows written by one verb from the marks, read by the pages."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.loop.inspections.models import Round
from wenming.loop.scores.rules import Change, Moment, Of
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
VERDICTS = {
    Change.BETTER: _("提高"),
    Change.WORSE: _("下降"),
    Change.UNCHANGED: _("在误差之内，不算变化"),
    Change.UNKNOWN: _("无法比较"),
}
MOMENTS = {Moment.SIGHT: _("发现时"), Moment.MENDED: _("整改后")}

# Every index by its code: its name, and what it is made of, shown beside the figure.
INDEX_WORDS = {
    "filed": (_("立案率"), _("本期反映的问题中已立案的 ÷ 本期反映的问题")),
    "valid": (_("有效上报率"), _("本期反映的问题中未被不予立案的 ÷ 本期反映的问题")),
    "filed_in_time": (_("按时立案率"), _("本期立案中按时的 ÷ 本期立案")),
    "judged_in_time": (_("按时核实率"), _("本期应核实中按时核实的 ÷ 本期应核实")),
    "assigned_right": (_("准确派遣率"), _("本期派遣中未被退回的 ÷ 本期派遣")),
    "returned": (_("回退率"), _("本期派遣中被退回的 ÷ 本期派遣")),
    "fixed": (_("处置率"), _("期末前已报完成的 ÷ 整改时限在本期的和本期提前完成的")),
    "fixed_in_time": (
        _("按期处置率"),
        _("整改时限之内报完成的 ÷ 整改时限在本期的和本期提前完成的"),
    ),
    "closed": (_("结案率"), _("期末前已销号的 ÷ 整改时限加复核时限在本期的和本期提前销号的")),
    "closed_in_time": (
        _("按期结案率"),
        _("整改时限加复核时限之内销号的 ÷ 整改时限加复核时限在本期的和本期提前销号的"),
    ),
    "reworked": (_("返工率"), _("被退回重改过的 ÷ 应处置的")),
    "reworked_of_fixed": (_("返工率（按处置数）"), _("被退回重改过的 ÷ 本期报完成的")),
    "checks_passed": (_("核查通过率"), _("销号次数 ÷ 复核次数")),
    "repeated": (_("重复案件率"), _("销号后又反复的 ÷ 本期立案")),
    "frequent": (_("高发案件占比"), _("同一点位同一标准本期立案三件以上的 ÷ 本期立案")),
    "missed": (_("漏报率"), _("群众先反映的 ÷ 本期立案")),
    "fix_minutes": (_("平均处置用时"), _("从派遣到报完成的工作时间，停计不算 ÷ 本期报完成的")),
}


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
        indexes = [models.Index(fields=["level", "moment"], name="score_of_a_level")]

    def __str__(self) -> str:
        return f"{self.round} {self.name}"

    @property
    def at(self) -> float:
        """The points on the scale of 100."""
        return self.points / 100

    @property
    def margin(self) -> float | None:
        """Half of the 95 % interval on the scale of 100; None where it is not known."""
        return None if self.lo is None or self.hi is None else 50 * (self.hi - self.lo)


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
    """When a round's scores were last reckoned, up to which act, and the change since the last.

    `before` is the round before it under the same edition; `difference` and `margin` are shares
    of 1, on the items both rounds judged; `verdict` is better, worse, unchanged or unknown.
    """

    round = models.OneToOneField(Round, models.CASCADE, related_name="reckoning")
    at = models.DateTimeField()
    act = models.PositiveBigIntegerField(default=0)
    before = models.ForeignKey(Round, models.SET_NULL, null=True, related_name="+")
    difference = models.FloatField(null=True)
    margin = models.FloatField(null=True)
    verdict = models.CharField(max_length=12, blank=True, choices=choices(VERDICTS))

    class Meta:
        verbose_name = _("计分")

    def __str__(self) -> str:
        return f"{self.round} {self.at}"
