"""Parts of a list: sortable heads, filters with the chosen ones, page numbers, lines of scores.

What a page repeats by the hundred is one string made at once, not a template for each.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from wenming.web.filters import Narrowed, Option
from wenming.web.paging import Page
from wenming.web.shapes import Estimated
from wenming.web.templatetags.marks import interval, score

register = template.Library()
CHOSEN = {True: mark_safe(" selected"), False: ""}
ESTIMATE = (
    '<tr><td>{}</td><td class="wide-only">{}</td><td class="num">{}</td>'
    '<td class="num wide-only">{}</td>'
    '<td class="num wide-only"><a class="no " href="{}">{}</a></td>'
    '<td class="num"><a class="no " href="{}">{}</a></td></tr>'
)


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


@register.simple_tag
def options(choices: Iterable[Option]) -> SafeString:
    """The options of a select."""
    each = ((one.value, CHOSEN[one.chosen], one.label) for one in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', each)


@register.simple_tag
def estimates(lines: Iterable[Estimated]) -> SafeString:
    """The lines of a table of scores: name, bar, score, after mending, sites and records seen."""
    return format_html_join("", ESTIMATE, map(estimated, lines))


def estimated(line: Estimated) -> tuple[object, ...]:
    """The parts of one line; every figure opens to its records."""
    url = conditional_escape(line.url)
    after = "" if line.after is None else score(line.after, None, url)
    bar = interval(line.at, line.lo, line.hi, least=0)
    marked = score(line.at, line.margin, url)
    return line.name, bar, marked, after, url, line.sites, url, line.observations
