"""Parts of a list: sortable heads, filters with the chosen ones, page numbers."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wenming.web.filters import Narrowed
from wenming.web.paging import Page

register = template.Library()


@register.simple_tag
def sort_head(page: Page[Any], name: str, label: str, *, css: str = "") -> SafeString:
    """A head of a column that sorts the list by it; again, the other way round."""
    return format_html(
        '<th class="{}" aria-sort="{}"><a href="{}">{}</a></th>',
        css,
        page.direction(name),
        page.sorted_by(name),
        label,
    )


@register.inclusion_tag("web/parts/pages.html")
def pages(page: Page[Any], unit: str = "", *, title: str = "") -> dict[str, Any]:
    """Page numbers with the total. `title` tells two lists on one page apart."""
    drawn = [
        {
            "number": n,
            "url": page.address(n) if n else "",
            "here": n == page.number,
            "back": -(n or 0),
        }
        for n in page.numbers()
    ]
    links = {
        "back": page.address(page.previous) if page.previous else "",
        "on": page.address(page.next) if page.next else "",
    }
    return {"page": page, "drawn": drawn, "unit": unit, "title": title, **links}


@register.inclusion_tag("web/parts/filters.html")
def filters(narrowed: Narrowed[Any]) -> dict[str, Any]:
    """The filters of a list as a form, the chosen ones as chips with a way out of each."""
    return {
        "narrowed": narrowed,
        "shown": [one for one in narrowed.inputs if one.kind != "flag"],
        "flags": [one for one in narrowed.inputs if one.kind == "flag"],
    }
