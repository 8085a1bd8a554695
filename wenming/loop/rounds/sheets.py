"""The stops of a round as a sheet of a workbook."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wenming.kit.sheets.writing import Page
from wenming.loop.inspections.models import Stop
from wenming.web.sheets import page

HEADS = (
    *(_("点位编号"), _("点位名称"), _("点位类型"), _("区域"), _("层"), _("签序"), _("来由")),
    *(_("工作组"), _("状态"), _("原因")),
)


def stops_page(title: str, stops: QuerySet[Stop]) -> Page:
    """One row for each stop, in the order of the draw."""
    return page(title, HEADS, rows(stops))


def rows(stops: QuerySet[Stop]) -> Iterator[tuple[object, ...]]:
    """The stops as values, read as they are written."""
    ordered = stops.order_by("stratum", "rank", "pk").prefetch_related(None)
    for stop in ordered.iterator(chunk_size=500):
        site = stop.site
        yield (
            *(site.code, site.name, site.kind.name, site.area.name if site.area else None),
            *(stop.stratum, stop.rank, stop.get_role_display()),
            *(stop.group.name if stop.group else None, stop.get_state_display(), stop.reason),
        )
