"""Small marks inside a line: icon, state, time limit, figure, interval, dates.

Lists draw these hundreds of times a page, so they are functions that give strings, not templates.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

Number = int | float | Decimal

ICONS = frozenset(
    "search filter download upload print plus check cross slash clock alert camera pin unit back"
    " chevron offline pen calendar call user map book lock home mail copy".split()
)

# How far a thing is, whatever its workflow: the ring fills with the work. Others are open.
LOOKS: Mapping[str, str] = MappingProxyType(
    {
        "assigned": "quarter",
        "committed": "quarter",
        "taken": "half",
        "drawn": "half",
        "started": "half",
        "running": "half",
        "working": "half",
        "ready": "three",
        "accepted": "ended",
        "replaced": "refused",
        "failed": "refused",
        "dropped": "refused",
        "submitted": "three",
        "sent": "quarter",
        "rated": "mended",
        "turned_down": "refused",
        "admitted": "ended",
        "left": "refused",
        "fixed": "three",
        "closed": "mended",
        "mended": "mended",
        "done": "ended",
        "published": "ended",
        "granted": "ended",
        "upheld": "ended",
        "recorded": "ended",
        "visited": "ended",
        "unreachable": "refused",
        "refused": "refused",
        "denied": "refused",
        "rejected": "refused",
        "withdrawn": "refused",
        "merged": "refused",
        "cancelled": "refused",
        "shelved": "paused",
        "paused": "paused",
        "appealed": "disputed",
    }
)
SOON_MINUTES = 480  # less than a working day is left


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing beside a word, never heard; KeyError for a name that icons.svg does not have."""
    if name not in ICONS:
        raise KeyError(f"no icon {name!r} in icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def state(code: str, word: str, *, chip: bool = False, look: str = "") -> SafeString:
    """Where a thing stands: a ring that fills, and the word. `look` overrides LOOKS."""
    shown = look or LOOKS.get(str(code), "open")
    return ringed(str(code), str(word), " chip" if chip else "", shown)


@register.simple_tag
def due(minutes: int | None, *, soon: int = SOON_MINUTES) -> SafeString:
    """Working minutes left of a limit: late when negative, soon below `soon`, stopped when None."""
    if minutes is None:
        return format_html('<span class="faint">{}</span>', _("停计"))
    if minutes < 0:
        return late(_("超 %(hours)s 工时") % {"hours": hours(-minutes)})
    words = _("余 %(hours)s 工时") % {"hours": hours(minutes)}
    return clocked("soon", words) if minutes < soon else format_html("<span>{}</span>", words)


@register.simple_tag
def due_days(days: int | None, *, soon: int = 2) -> SafeString:
    """Days left of a limit; 0 is today."""
    if days is None:
        return format_html('<span class="faint">{}</span>', _("停计"))
    if days < 0:
        return late(_("超 %(days)s 天") % {"days": -days})
    words = _("余 %(days)s 天") % {"days": days} if days else _("今日到期")
    return clocked("soon", words) if days < soon else format_html("<span>{}</span>", words)


@register.simple_tag
def late(words: str) -> SafeString:
    """Too late, in the caller's words: clock, cinnabar and word together."""
    return clocked("late", words)


@register.simple_tag
def figure(
    value: object, url: str | None = None, *, unit: str = "", const: bool = False, css: str = ""
) -> SafeString:
    """A figure that opens to its records; one without a link must say that it is a constant."""
    if not url and not const:
        raise ValueError(f"figure {value!r}: give the address of its records, or const=True")
    shown = format_html("{}<span class='unit'>{}</span>", value, unit) if unit else value
    if not url:
        return format_html('<b class="no {}">{}</b>', css, shown)
    return format_html('<a class="no {}" href="{}">{}</a>', css, url, shown)


@register.simple_tag
def score(value: Number | None, margin: Number | None, url: str | None = None) -> SafeString:
    """An estimate with its margin, as in a table: 87.4 ± 1.2. None is nothing known, in words."""
    if value is None:
        return format_html('<span class="faint">{}</span>', _("无得分"))
    shown: str | SafeString = tenths(value)
    if url:
        shown = format_html('<a href="{}">{}</a>', url, shown)
    if margin is None:
        return format_html('<b class="no">{}</b>', shown)
    return format_html(
        '<span class="no"><b>{}</b> <span class="faint">± {}</span></span>', shown, tenths(margin)
    )


@register.simple_tag
def interval(
    at: Number,
    lo: Number,
    hi: Number,
    *,
    least: Number = 70,
    most: Number = 100,
    goal: Number | None = None,
) -> SafeString:
    """The bar of an estimate, cut to the scale; draw it beside {% score %}, never alone."""
    cut_lo, cut_hi = (min(max(end, least), most) for end in (lo, hi))
    style = (
        f"--min:{least};--max:{most};--lo:{cut_lo};--at:{min(max(at, least), most)};--hi:{cut_hi}"
    )
    if goal is not None:
        style += f";--goal:{goal}"
    return format_html(
        '<span class="interval" style="{}" role="img" aria-label="{}">{}</span>',
        style,
        _("%(lo)s 至 %(hi)s") % {"lo": tenths(lo), "hi": tenths(hi)},
        mark_safe("<i></i>") if goal is not None else "",
    )


@register.simple_tag
def progress(value: int, total: int, label: str, *, kind: str = "") -> SafeString:
    """Done out of planned; write the figures beside it. `kind`: "late" or "green"."""
    return format_html(
        '<progress class="{}" value="{}" max="{}" aria-label="{}"></progress>',
        kind,
        min(value, total),
        max(total, 1),
        label,
    )


@register.simple_tag
def label(words: str) -> SafeString:
    """A word that sets a thing apart without being its state: 回头看, 负面清单."""
    return format_html('<span class="tag">{}</span>', words)


@register.simple_tag
def stamp(words: str) -> SafeString:
    """The seal on an ended paper: head of a closed case, and print. Never in tables."""
    return format_html('<span class="stamp">{}</span>', words)


@register.filter
def moment(at: datetime | None) -> str | SafeString:
    """An instant as people say it, with its year only when it is not this one."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat("T", "minutes"), said(local)
    )


@register.filter
def day(on: date | datetime | None) -> str | SafeString:
    """A day as people say it, without leading zeros."""
    if on is None:
        return ""
    local = timezone.localdate(on) if isinstance(on, datetime) else on
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), said_day(local))


@register.filter
def points(hundredths: int | None) -> str:
    """Whole hundredths as points: 120 is 1.20."""
    if hundredths is None:
        return ""
    sign, whole = "-" if hundredths < 0 else "", abs(hundredths)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


@register.filter
def percent(share: Number | None) -> str:
    """A share as a percentage with one decimal: 0.931 is 93.1%."""
    return "" if share is None else f"{share * 100:.1f}%"


@register.filter
def tenths(value: Number) -> str:
    """A number with one decimal."""
    return f"{value:.1f}"


@register.filter
def hours(minutes: int) -> str:
    """Minutes as hours with at most one decimal and no trailing zero: 330 is 5.5."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


@lru_cache(512)
def ringed(code: str, word: str, css: str, look: str) -> SafeString:
    """Ring and word; a list repeats a few of them many times."""
    mark = '<span class="state{}" data-state="{}" data-look="{}">{}</span>'
    return format_html(mark, css, code, look, word)


def clocked(css: str, words: str) -> SafeString:
    """Clock and words."""
    return format_html('<span class="{}">{}{}</span>', css, icon("clock"), words)


def said(local: datetime) -> str:
    """A local instant in words."""
    return f"{said_day(local.date())} {local:%H:%M}"


def said_day(on: date) -> str:
    """A local day in words."""
    this_year = on.year == timezone.localdate().year
    # Translators: how a day is written, in Django's format letters
    return date_format(on, _("n月j日") if this_year else _("Y年n月j日"))
