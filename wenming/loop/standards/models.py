"""Editions of an assessment system, their tree of items, who answers for each, and the weights."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.loop.standards.rules import (
    BarMove,
    BarState,
    Duty,
    EditionMove,
    EditionState,
    Level,
    Limit,
    PhotoRule,
    Scheme,
)
from wenming.org.models import Unit, User
from wenming.places.models import SiteKind

EDITION_STATES = {
    EditionState.DRAFT: _("草稿"),
    EditionState.PUBLISHED: _("已发布"),
    EditionState.ARCHIVED: _("已归档"),
}
EDITION_MOVES = {EditionMove.PUBLISH: _("发布"), EditionMove.ARCHIVE: _("归档")}
LEVELS = {
    Level.PROJECT: _("测评项目"),
    Level.INDICATOR: _("测评指标"),
    Level.CONTENT: _("测评内容"),
    Level.STANDARD: _("测评标准"),
}
SCHEMES = {
    Scheme.BINARY: _("符合、不符合"),
    Scheme.THREE: _("三档"),
    Scheme.GRADED: _("按处数分级"),
    Scheme.DEDUCTION: _("按处扣分"),
}
LIMITS = {
    Limit.AT_ONCE: _("立行立改"),
    Limit.TERM: _("限期整改"),
    Limit.STANDING: _("长期坚持"),
}
DUTIES = {Duty.LEAD: _("牵头单位"), Duty.ASSIST: _("配合单位")}
PHOTO_RULES = {
    PhotoRule.NONE: _("不要求"),
    PhotoRule.FAIL: _("不符合时要求"),
    PhotoRule.ALWAYS: _("都要求"),
}
BAR_STATES = {
    BarState.CLEAR: _("未触发"),
    BarState.WARNING: _("预警"),
    BarState.TRIGGERED: _("触发"),
    BarState.LIFTED: _("已消除"),
}
BAR_MOVES = {
    BarMove.WARN: _("预警"),
    BarMove.TRIGGER: _("触发"),
    BarMove.LIFT: _("消除"),
    BarMove.CLEAR: _("恢复未触发"),
}


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions by state."""

    def published(self) -> Self:
        """Those in force: frozen, and the ones rounds may use."""
        return self.filter(state=EditionState.PUBLISHED.value)

    def visible_to(self, user: User) -> Self:
        """Drafts only to those who may publish."""
        if "publish" in user.any_powers:
            return self
        return self.exclude(state=EditionState.DRAFT.value) if user.is_active else self.none()


class Edition(models.Model):
    """One edition of an assessment system. Once published it never changes again."""

    code = models.CharField(_("版本代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    minors = models.BooleanField(_("未成年人体系"), default=False)
    state = models.CharField(
        _("状态"), max_length=12, choices=choices(EDITION_STATES), default=EditionState.DRAFT.value
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next")
    published = models.DateTimeField(_("发布时间"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the frozen content, set on publishing
    note = models.TextField(_("说明"), blank=True)
    methods = models.JSONField(default=list)  # names, in the workbook's order

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("测评体系")
        ordering = ["-year", "code"]

    def __str__(self) -> str:
        return self.name


class ItemQuerySet(models.QuerySet["Item"]):
    """Items by their place in the tree and who answers."""

    def leaves(self) -> Self:
        """The standards: what is judged."""
        return self.filter(level=Level.STANDARD.value)

    def visible_to(self, user: User) -> Self:
        """Items of the editions the person sees."""
        return self.filter(edition__in=Edition.objects.visible_to(user))


class Item(models.Model):
    """A node of an edition's tree; the leaves (测评标准) carry weight, method and scheme.

    `path` is the ancestry by order, "001.002.001.003", so that sorting by it walks the tree.
    `hundredths` is the weight in hundredths of a point (leaves only; sums are asked, not stored).
    `steps` are the numbers of the scheme, see standards.rules.mark.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    level = models.CharField(max_length=12, choices=choices(LEVELS))
    code = models.CharField(_("编号"), max_length=40)
    path = models.CharField(max_length=40)
    text = models.TextField(_("内容"))
    hundredths = models.PositiveIntegerField(_("分值"), default=0)
    methods = models.JSONField(_("测评方法"), default=list)
    scheme = models.CharField(
        _("计分方式"), max_length=12, choices=choices(SCHEMES), default=Scheme.BINARY.value
    )
    steps = models.JSONField(default=list, blank=True)
    kinds = models.ManyToManyField(
        SiteKind, related_name="items", blank=True, verbose_name=_("点位类型")
    )
    limit = models.CharField(
        _("整改类别"), max_length=12, choices=choices(LIMITS), default=Limit.TERM.value
    )
    photos = models.CharField(
        _("照片要求"), max_length=8, choices=choices(PHOTO_RULES), default=PhotoRule.NONE.value
    )
    exempt = models.TextField(_("不算违规的情形"), blank=True)
    papers = models.TextField(_("材料要求"), blank=True)
    note = models.TextField(_("备注"), blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("测评条目")
        ordering = ["edition", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"], name="item_code_once_in_an_edition"
            ),
            models.UniqueConstraint(
                fields=["edition", "path"], name="item_path_once_in_an_edition"
            ),
            models.CheckConstraint(
                condition=Q(level="standard") | Q(hundredths=0), name="only_leaves_carry_weight"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ItemDuty(models.Model):
    """A unit leads or assists on an item; it counts for all below that name nobody themselves."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    duty = models.CharField(_("责任"), max_length=8, choices=choices(DUTIES))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("责任分解")
        ordering = ["item", "duty", "order"]
        constraints = [
            models.UniqueConstraint(fields=["item", "unit"], name="a_unit_has_one_duty_on_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.duty} {self.item}"


class Profile(models.Model):
    """How an edition's parts make a year and a cycle. Whole numbers; shares in hundredths.

    `methods`: method -> points (40/40/20). `years`: weights of the cycle's years in hundredths,
    earliest first (15, 25, 60). `minors`: share of the minors' edition in hundredths. `gate`:
    minors' points in hundredths below which a city may not apply (8500).
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="profile")
    methods = models.JSONField(default=dict)
    years = models.JSONField(default=list)
    minors = models.PositiveSmallIntegerField(default=0)
    gate = models.PositiveIntegerField(default=0)
    minors_edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="counted_in"
    )

    class Meta:
        verbose_name = _("计分方案")

    def __str__(self) -> str:
        return str(self.edition)


class Bar(models.Model):
    """An entry of the negative list: never part of a weighted score."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="bars")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("情形"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="bars")
    state = models.CharField(
        _("状态"), max_length=12, choices=choices(BAR_STATES), default=BarState.CLEAR.value
    )
    since = models.DateField(_("起算日"), null=True, blank=True)
    evidence = models.TextField(_("依据"), blank=True)

    class Meta:
        verbose_name = _("负面清单")
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "order"], name="bar_once_in_an_edition")
        ]

    def __str__(self) -> str:
        return self.text[:40]
