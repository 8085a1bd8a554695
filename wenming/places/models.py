"""Kinds of sites, and the sites: points, lines and polygons with the attributes of their kind."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenming.org.models import Area, Located, User


class SiteKind(models.Model):
    """A kind of site (点位类型). `schema` is the JSON Schema its sites' attributes follow.

    `source` is "catalogue" for the kinds shipped, or the code of the edition that brought it.
    """

    name = models.CharField(_("点位类型"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    schema = models.JSONField(default=dict)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("点位类型")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class SiteQuerySet(Located["Site"]):
    """Sites by use and by who may see them."""

    def active(self) -> Self:
        """Those not taken out of use."""
        return self.filter(retired=None)

    def visible_to(self, user: User) -> Self:
        """Sites in the person's areas, and those their units answer for."""
        if user.reach.everything:
            return self
        seen = Q(charges__unit__in=user.reach.units, charges__until=None)
        for path in user.reach.paths:
            seen |= Q(area__path__startswith=path)
        return self.filter(pk__in=self.model.objects.filter(seen).values("pk"))


class Site(models.Model):
    """A place that can be inspected or adopted.

    `lon`, `lat` are WGS-84 degrees, converted on the way in; `crs`, `said_lon` and `said_lat` keep
    what the office wrote. `geometry` is GeoJSON (WGS-84) where the site is a line or a polygon.
    """

    code = models.CharField(_("编号"), max_length=40, unique=True)
    kind = models.ForeignKey(SiteKind, models.PROTECT, related_name="sites")
    name = models.CharField(_("点位名称"), max_length=120)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="sites")
    address = models.CharField(_("地址"), max_length=200, blank=True)
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    crs = models.CharField(_("坐标系"), max_length=12, blank=True)
    said_lon = models.CharField(max_length=40, blank=True)
    said_lat = models.CharField(max_length=40, blank=True)
    geometry = models.JSONField(null=True, blank=True)
    attributes = models.JSONField(_("属性"), default=dict)
    metres = models.PositiveIntegerField(_("长度（米）"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=400, blank=True)
    retired = models.DateField(_("停用"), null=True, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("点位")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["kind", "area"], name="site_kind_area"),
            models.Index(fields=["lat", "lon"], name="site_lat_lon"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def position(self) -> str:
        """Longitude and latitude in degrees, WGS-84; "" where they are not known."""
        return "" if self.lon is None or self.lat is None else f"{self.lon:.6f}, {self.lat:.6f}"
