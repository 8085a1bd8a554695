"""Areas, units with all their names, work groups, people and their appointments."""

from collections.abc import Iterable
from datetime import date
from typing import Self, TypeVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org import rules
from wenming.org.rules import DayKind, Held, Level, Reach, Role, UnitKind

M = TypeVar("M", bound=models.Model)

LEVELS = {
    Level.PROVINCE: _("省"),
    Level.CITY: _("市"),
    Level.DISTRICT: _("区县"),
    Level.STREET: _("街道（乡镇）"),
    Level.COMMUNITY: _("社区（村）"),
    Level.GRID: _("网格"),
}
UNIT_KINDS = {
    UnitKind.BUREAU: _("部门"),
    UnitKind.STREET: _("区县街镇"),
    UnitKind.FIRM: _("企业"),
    UnitKind.INSTITUTION: _("事业单位"),
    UnitKind.ASSOCIATION: _("社会团体"),
    UnitKind.ADOPTER: _("包街单位"),
}
ROLES = {
    Role.ADMIN: _("系统管理"),
    Role.OFFICE: _("创城办"),
    Role.LEADER: _("领导"),
    Role.GROUP_HEAD: _("督查组组长"),
    Role.INSPECTOR: _("督查员"),
    Role.UNIT_HEAD: _("单位负责人"),
    Role.LIAISON: _("单位联络员"),
    Role.AUDITOR: _("审计"),
}
DAY_KINDS = {DayKind.OFF: _("放假"), DayKind.WORK: _("上班")}


class Known(models.QuerySet[M]):
    """Base of querysets whose rows are no secret to whoever is signed in."""

    def visible_to(self, user: "User") -> Self:
        """All of them, to anyone with an account in use."""
        return self if user.is_active else self.none()


class AreaQuerySet(Known["Area"]):
    """Areas by their place in the tree."""

    def under(self, area: "Area") -> Self:
        """The area and all below it."""
        return self.filter(path__startswith=area.path)

    def roots(self) -> Self:
        """Those with nothing above them: the city, as a rule."""
        return self.filter(parent=None)


class Area(models.Model):
    """A place in the division tree, from the city down to a grid.

    `code` is the statistical division code (12 digits), or a longer local extension below the
    community. `path` is the ancestry by code, "/620200000000/620201100000/".
    """

    code = models.CharField(_("区划代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("级别"), max_length=12, choices=choices(LEVELS))
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, unique=True)
    outline = models.JSONField(null=True, blank=True)  # GeoJSON geometry, WGS-84

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("区域")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__endswith="/"), name="area_path_ends_with_a_slash"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A work group that inspects. Its beat is the areas given to it; none given means all."""

    name = models.CharField(_("工作组"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    beat = models.ManyToManyField(Area, related_name="groups", blank=True, verbose_name=_("片区"))

    class Meta:
        verbose_name = _("工作组")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(Known["Unit"]):
    """Units by what may be asked of them."""

    def responsible(self) -> Self:
        """The units that answer for items: all but those known only as adopters of streets."""
        return self.exclude(kind=UnitKind.ADOPTER.value)


class Unit(models.Model):
    """A body that can be held to account: a bureau, a street office, a firm, an association.

    `group` is the work group the unit's people serve in; that group never judges the unit.
    """

    name = models.CharField(_("单位名称"), max_length=80, unique=True)
    kind = models.CharField(_("单位类别"), max_length=12, choices=choices(UNIT_KINDS))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="units")
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("所属工作组"),
    )
    order = models.PositiveIntegerField(_("序号"), default=0)
    contact = models.CharField(_("联络员"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    heads = models.PositiveIntegerField(_("人数"), null=True, blank=True)
    lon = models.FloatField(_("办公经度"), null=True, blank=True)  # WGS-84 degrees
    lat = models.FloatField(_("办公纬度"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """A name a unit answers to, its full one included. `key` is the name as compared."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField(_("简称（别名）"), max_length=80)
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        verbose_name = _("单位别名")

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in. All they may do follows from their appointments in force."""

    name = models.CharField(_("姓名"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    must_change = models.BooleanField(_("须改密码"), default=False)
    by_mail = models.BooleanField(_("邮件提醒"), default=False)
    hook = models.URLField(_("推送地址"), blank=True)

    class Meta:
        verbose_name = _("用户")

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The appointments in force today, read once per request."""
        rows = self.appointments.on(localdate()).values_list(
            "role", "area__path", "unit_id", "group_id"
        )
        return tuple(Held(Role(r), path, unit, group) for r, path, unit, group in rows)

    @cached_property
    def reach(self) -> Reach:
        """How far this person sees."""
        return rules.reach(self.held)

    def powers(
        self, path: str = "", units: Iterable[int] = (), groups: Iterable[int] | None = None
    ) -> frozenset[str]:
        """What this person may do to a thing there; see org.rules.powers."""
        return rules.powers(self.held, path=path, units=units, groups=groups)

    @cached_property
    def any_powers(self) -> frozenset[str]:
        """Every power held over anything: what the contents show, never what a verb asks."""
        return frozenset().union(*(rules.POWERS[h.role] for h in self.held))


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by time."""

    def on(self, day: date) -> Self:
        """Those in force on a day."""
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Appointment(models.Model):
    """Who is what, over which area, unit or group, from when to when."""

    user = models.ForeignKey(User, models.CASCADE, related_name="appointments")
    role = models.CharField(_("岗位"), max_length=12, choices=choices(ROLES))
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False) | Q(unit__isnull=False),
                name="appointment_is_over_an_area_or_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="appointment_ends_after_it_begins",
            ),
        ]


class Holiday(models.Model):
    """A day on which this city's calendar differs from the national one of the kept library."""

    day = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("类别"), max_length=4, choices=choices(DAY_KINDS))
    name = models.CharField(_("名称"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("日历")
        ordering = ["day"]


class Attempt(models.Model):
    """Failed sign-ins under one name, and until when the next is not even tried."""

    name = models.CharField(max_length=150, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("登录失败")


class Token(models.Model):
    """A key for machines, kept only as its SHA-256; it acts as the user who owns it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("用途"), max_length=40)
    sha256 = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    used = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("接口密钥")


class Located(models.QuerySet[M]):
    """Base of every queryset whose rows carry an `area`."""

    def visible_to(self, user: User) -> Self:
        """The rows within this person's reach."""
        if user.reach.everything:
            return self
        seen = Q(pk__in=[])
        for path in user.reach.paths:
            seen |= Q(area__path__startswith=path)
        return self.filter(seen)
