"""Drawings: a line with its margin, and the map. A table beside each needs no script."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from wenming.web.charts import Reading, line_chart

register = template.Library()


@register.inclusion_tag("web/parts/chart.html")
def chart(
    readings: Sequence[Reading], title: str, *, goal: float | None = None, head: str = ""
) -> dict[str, Any]:
    """A series of estimates with their margins, and the same figures as a table below."""
    drawn = line_chart(readings, goal=goal) if readings else None
    return {"chart": drawn, "readings": readings, "title": title, "goal": goal, "head": head}


@register.inclusion_tag("web/parts/map.html", takes_context=True)
def map_of(
    context: Context, url: str, title: str, *, tall: str = "28rem", legend: bool = True
) -> dict[str, Any]:
    """The map of a GeoJSON address of ours: on blank paper, or on the tiles of settings.TILES.

    A feature draws itself by its properties: name, url, look ("", open, late, none) and note. Put a
    table of the same things beside it: the map is empty without JavaScript. `legend=False` where the
    page has one with figures.
    """
    first = not context.render_context.get("map drawn")
    context.render_context["map drawn"] = True
    tiles = getattr(settings, "TILES", "")
    told = {"url": url, "title": title, "tall": tall, "tiles": tiles}
    return {**told, "first": first, "legend": legend}
