"""Blocks of a page: head, sections, counts, facts, steps, acts, notices, dialogs, buttons, tabs."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wenming.web.shapes import Happened, Stage
from wenming.web.templatetags.marks import icon, moment

register = template.Library()
NOTICES = {"": "clock", "bad": "alert", "good": "check", "info": "clock"}


@register.simple_tag(takes_context=True)
def crumbs(context: Context, *places: object) -> SafeString:
    """Where the page lies: pairs of address (or URL name) and label, then the label of this page.

    The first page is put in front: {% crumbs 'cases:list' '整改单' '1187 号' %}.
    """
    *pairs, here = places
    links = [
        (addressed(str(url)), words) for url, words in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    first = (context["display"].home, _("工作台"))
    return format_html(
        '<nav aria-label="{}"><ol class="crumbs">{}<li aria-current="page">{}</li></ol></nav>',
        _("所在位置"),
        format_html_join("", '<li><a href="{}">{}</a></li>', [first, *links]),
        here,
    )


@register.simple_block_tag
def page_head(content: str, title: object, note: object = "") -> SafeString:
    """The heading of a page with what can be done at its end (the content of the tag)."""
    return format_html(
        '<div class="page-head"><div><h1>{}</h1>{}</div>{}</div>',
        title,
        format_html('<p class="note">{}</p>', note) if note else "",
        format_html('<div class="row">{}</div>', content) if content.strip() else "",
    )


@register.simple_block_tag
def section(
    content: str, id: str, title: object, note: object = "", url: str = "", *, css: str = ""
) -> SafeString:
    """A block: heavy rule, heading, its matter. `note` ends the heading, as a link with `url`."""
    tail = format_html('<a href="{}">{}</a>', url, note) if url else note
    return format_html(
        '<section class="block {}" id="{}" aria-labelledby="h-{}">'
        '<header><h2 id="h-{}">{}</h2>{}</header>{}</section>',
        css,
        id,
        id,
        id,
        title,
        format_html('<span class="note">{}</span>', tail) if tail else "",
        content,
    )


@register.simple_block_tag
def tally(content: str, title: str) -> SafeString:
    """Three to six counts at the head of a page: {% count %} inside."""
    return format_html('<nav class="tally" aria-label="{}">{}</nav>', title, content)


@register.simple_tag
def count(
    label: str, value: object, url: str, *, unit: str = "", note: object = "", late: bool = False
) -> SafeString:
    """One count of a tally; it opens to its records. `late` only where there is something to do."""
    late = late and bool(value)
    return format_html(
        '<a href="{}"><span class="label">{}</span><span class="figure{}">{}{}</span>'
        '<span class="faint">{}</span></a>',
        url,
        format_html('<span class="late">{}{}</span>', icon("clock"), label) if late else label,
        " red" if late else "",
        "—" if value is None else value,
        format_html('<span class="unit">{}</span>', unit) if unit else "",
        note,
    )


@register.simple_block_tag
def facts(content: str, *, two: bool = False) -> SafeString:
    """Facts of one thing: {% fact %} inside; `two` columns where there is room."""
    return format_html('<dl class="facts{}">{}</dl>', " two" if two else "", content)


@register.simple_tag
def fact(label: str, value: object, url: str = "", *, blank: object = "") -> SafeString:
    """One fact; left out when there is none, unless `blank` says what that means."""
    if value is None or value == "":
        if not blank:
            return mark_safe("")
        value, url = format_html('<span class="faint">{}</span>', blank), ""
    shown = format_html('<a href="{}">{}</a>', url, value) if url else value
    return format_html("<dt>{}</dt><dd>{}</dd>", label, shown)


@register.simple_tag
def steps(stages: Sequence[Stage], title: str = "") -> SafeString:
    """Where a case stands, at the head of its page: done, now, to come."""
    marks = {"done": mark_safe(' class="done"'), "now": mark_safe(' aria-current="step"')}
    return format_html(
        '<ol class="steps" aria-label="{}">{}</ol>',
        title or _("办理阶段"),
        format_html_join(
            "",
            "<li{}>{}{}</li>",
            (
                (
                    marks.get(stage.stands, ""),
                    stage.word,
                    format_html("<small>{}</small>", stage.note) if stage.note else "",
                )
                for stage in stages
            ),
        ),
    )


@register.simple_tag
def acts(happened: Sequence[Happened]) -> SafeString:
    """What happened, newest first; what is awaited stands on top with kind 'now'."""
    return format_html(
        '<ol class="acts">{}</ol>',
        format_html_join(
            "",
            '<li class="{}">{}<div><p>{} <b>{}</b> {}</p>{}</div></li>',
            (
                (
                    one.kind,
                    moment(one.at) if one.at else format_html("<time>{}</time>", one.when),
                    one.who,
                    one.did,
                    one.what,
                    format_html("<p>{}</p>", one.note) if one.note else "",
                )
                for one in happened
            ),
        ),
    )


@register.simple_tag
def empty(
    title: str, note: object = "", url: str = "", label: str = "", *, mark: str = "search"
) -> SafeString:
    """Nothing there: what that means, and one way on."""
    return format_html(
        '<div class="empty">{}<p class="strong">{}</p>{}{}</div>',
        icon(mark),
        title,
        format_html("<p>{}</p>", note) if note else "",
        format_html('<a class="btn" href="{}">{}</a>', url, label) if url else "",
    )


@register.simple_block_tag
def notice(content: str, kind: str = "", url: str = "", label: str = "") -> SafeString:
    """Told on the page, near its cause. `bad`: to be put right; `good`: a thing was mended."""
    role = {"bad": "alert", "good": "status"}.get(kind, "note")
    return format_html(
        '<div class="notice {}" role="{}">{}<span>{}</span>{}</div>',
        kind,
        role,
        icon(NOTICES[kind]),
        content,
        format_html('<a class="btn small" href="{}">{}</a>', url, label) if url else "",
    )


@register.simple_block_tag
def pair(content: str) -> SafeString:
    """Before and after, side by side: {% photo %} inside."""
    return format_html('<div class="pair">{}</div>', content)


@register.simple_block_tag
def photo(content: str, src: str, alt: str, word: str = "", *, after: bool = False) -> SafeString:
    """One photograph with its facts (the content): who, when, how far from the site."""
    return format_html(
        '<figure class="photo{}">{}<img src="{}" alt="{}" loading="lazy" decoding="async">'
        "<figcaption>{}</figcaption></figure>",
        " after" if after else "",
        format_html("<b>{}</b>", word) if word else "",
        src,
        alt,
        content,
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A step that needs words or cannot be undone. Opened by {% opens id label %}.

    The content is a whole <form> with a <footer> that holds {% close_dialog %} and the button that
    repeats the verb. Without JavaScript the link leads to the same dialog, shown by :target.
    """
    return format_html(
        '<dialog id="{}" aria-labelledby="h-{}"><header><h2 id="h-{}">{}</h2></header>{}</dialog>',
        id,
        id,
        id,
        title,
        content,
    )


@register.simple_tag
def opens(id: str, label: str, *, mark: str = "", css: str = "") -> SafeString:
    """The button that opens a dialog."""
    return format_html(
        '<a class="btn {}" href="#{}" data-dialog>{}{}</a>',
        css,
        id,
        icon(mark) if mark else "",
        label,
    )


@register.simple_tag
def close_dialog(label: str = "") -> SafeString:
    """The way out of a dialog: says what is not done."""
    return format_html('<a class="btn" href="#main" data-close>{}</a>', label or _("不办了"))


@register.simple_tag
def button(
    label: str,
    name: str = "",
    value: str = "",
    *,
    mark: str = "",
    main: bool = False,
    css: str = "",
    why: object = "",
) -> SafeString:
    """A step of a form. `why` tells why it may not be taken now: then it is off, and says so.

    One main button in a view; a row's own step is css="small", a search css="ink".
    """
    drawing = icon(mark) if mark else ""
    if why:
        return format_html(
            '<span class="row"><button class="btn {}" type="button" disabled'
            ' aria-describedby="why-{}">{}{}</button><span class="note" id="why-{}">{}</span></span>',
            css,
            value or name,
            drawing,
            label,
            value or name,
            why,
        )
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="btn {}{}"{}>{}{}</button>',
        "main " if main else "",
        css,
        named,
        drawing,
        label,
    )


@register.simple_tag
def go(
    label: str,
    url: str,
    *,
    mark: str = "",
    main: bool = False,
    css: str = "",
    download: bool = False,
) -> SafeString:
    """A link that looks like a button; `download` where a file comes."""
    return format_html(
        '<a class="btn {}{}" href="{}"{}>{}{}</a>',
        "main " if main else "",
        css,
        url,
        mark_safe(" download") if download else "",
        icon("download" if download and not mark else mark) if mark or download else "",
        label,
    )


@register.simple_block_tag
def tabs(content: str, title: str) -> SafeString:
    """Views of the same thing: {% tab %} inside."""
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', title, content)


@register.simple_tag
def tab(label: str, url: str, count: object = "", *, current: bool = False) -> SafeString:
    """One of the tabs."""
    return format_html(
        '<a href="{}"{}>{}{}</a>',
        url,
        mark_safe(' aria-current="page"') if current else "",
        label,
        format_html("<span>{}</span>", count) if count not in {"", None} else "",
    )


def addressed(url: str) -> Any:
    """An address as given, or the address of a URL name."""
    if url.startswith(("/", "?", "#")):
        return url
    try:
        return reverse(url)
    except NoReverseMatch as missing:
        raise template.TemplateSyntaxError(f"crumbs: no page is called {url!r}") from missing
