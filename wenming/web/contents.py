"""The contents of the product: one list, of which each reader sees what resolves and is allowed.

An app that gains a page adds its line here and nothing else. `power` is the name of the power a
reader must hold ("" for everybody signed in); `badge` is a key of the counts the site gives.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Entry(NamedTuple):
    """One line of the contents."""

    label: str | Promise
    name: str  # of its URL
    power: str = ""
    badge: str = ""
    also: str = ""  # the beginning of further pages that belong here


class Line(NamedTuple):
    """One line as a reader sees it."""

    label: str
    url: str
    badge: object
    current: bool


class Section(NamedTuple):
    """Lines under one heading."""

    heading: str
    lines: list[Line]


CONTENTS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(_("工作台"), "reports:dashboard"),
            Entry(_("消息"), "records:inbox", badge="unread"),
            Entry(_("我的点位"), "field:today", power="inspect"),
        ),
    ),
    (
        _("测评"),
        (
            Entry(pgettext_lazy("页名", "测评体系"), "standards:list"),
            Entry(_("负面清单"), "standards:bars"),
            Entry(_("巡查批次"), "inspections:list", also="field/rounds/"),
            Entry(_("巡查路线"), "tours:tours"),
            Entry(_("得分与排名"), "scores:list"),
            Entry(_("申报材料"), "materials:list", badge="materials"),
            Entry(_("群众问卷"), "surveys:list"),
        ),
    ),
    (
        _("整改"),
        (
            Entry(pgettext_lazy("页名", "整改单"), "cases:list", badge="cases"),
            Entry(_("延期与申诉"), "cases:asks", badge="asks"),
            Entry(_("台账"), "reports:ledgers", power="export"),
        ),
    ),
    (
        _("街区"),
        (
            Entry(pgettext_lazy("页名", "点位"), "places:list"),
            Entry(_("地图"), "reports:map"),
            Entry(_("包街包保"), "duties:list"),
        ),
    ),
    (
        _("服务"),
        (
            Entry(_("岗位与排班"), "shifts:list"),
            Entry(_("报名值班"), "signups:list"),
            Entry(_("志愿者与队伍"), "volunteers:list"),
            Entry(_("志愿者名册"), "volunteers:people", power="roster"),
            Entry(_("岗前培训"), "trainings:list"),
            Entry(_("服务时长"), "ledgers:city"),
            Entry(_("服务证明"), "certificates:list"),
            Entry(_("我的志愿服务"), "volunteers:me"),
            Entry(_("实践站"), "stations:list"),
            Entry(_("建设清单"), "checklists:list"),
            Entry(_("订单"), "orders:list"),
            Entry(_("课程与活动"), "enrolments:list"),
            Entry(_("联盟"), "alliances:list"),
            Entry(_("网格"), "grids:list"),
            Entry(_("活动"), "campaigns:list"),
        ),
    ),
    (
        _("办公室"),
        (
            Entry(_("行动计划"), "programmes:list"),
            Entry(_("评选表彰"), "honours:list"),
            Entry(_("红黑榜"), "listings:list"),
            Entry(_("简报"), "reports:briefs"),
            Entry(_("大屏"), "reports:wall"),
        ),
    ),
    (
        _("基础"),
        (
            Entry(pgettext_lazy("页名", "单位"), "org:units"),
            Entry(pgettext_lazy("页名", "区域"), "org:areas"),
            Entry(_("人员与任职"), "org:people", power="people"),
            Entry(_("日历"), "org:calendar"),
            Entry(_("办理时限"), "terms:terms"),
            Entry(_("导入表格"), "workbooks:load", power="load"),
            Entry(_("封存与校验"), "records:seals", power="audit"),
        ),
    ),
)


def contents(path: str, powers: Collection[str], counts: Mapping[str, object]) -> list[Section]:
    """The contents for one reader: what resolves and is allowed, the page at `path` marked.

    The current line is the one whose address is the longest beginning of `path`.
    """
    seen: list[tuple[str, list[tuple[Entry, str]]]] = [
        (str(heading), list(resolved(entries, powers))) for heading, entries in CONTENTS
    ]
    begins = {url: url for _heading, lines in seen for _entry, url in lines}
    begins |= {get_script_prefix() + e.also: url for _, lines in seen for e, url in lines if e.also}
    here = begins.get(max(filter(path.startswith, begins), key=len, default=""), "")
    if here == "/" != path:
        here = ""
    return [
        Section(
            heading,
            [
                Line(str(entry.label), url, counts.get(entry.badge) or "", url == here)
                for entry, url in lines
            ],
        )
        for heading, lines in seen
        if lines
    ]


def resolved(entries: tuple[Entry, ...], powers: Collection[str]) -> Iterator[tuple[Entry, str]]:
    """The entries a holder of these powers may see, with their addresses."""
    for entry in entries:
        if entry.power and entry.power not in powers:
            continue
        if url := address(entry.name, settings.ROOT_URLCONF, get_script_prefix()):
            yield entry, url


@cache
def address(name: str, urlconf: str, _prefix: str) -> str:
    """The address of a URL name; empty where the product has no such page."""
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""
