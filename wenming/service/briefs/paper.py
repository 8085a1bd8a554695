"""A brief as an official paper: always in Chinese, every figure footed with its source."""

from datetime import date
from itertools import count
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from wenming.kit.papers import Head, Paper, Para, Source, Span, Table
from wenming.org.models import UNIT_KINDS
from wenming.org.rules import UnitKind
from wenming.service.campaigns.models import Brief

AREA_WIDTH, FIGURE_WIDTH = 3, 2


def paper_of(brief: Brief, home: str) -> Paper:
    """The paper of a brief; `home` is the address of this site, to which its sources link."""
    told = brief.told
    with translation.override(settings.LANGUAGE_CODE):
        sources = sources_of(brief, home)
        day = date.fromisoformat(told["at"][:10])
        spoken = f"{day.year}年{day.month}月{day.day}日"
        return Paper(
            f"“{told['name']}”活动简报",
            (lead(told, sources), *areas(told), *parties(told), *records(told, len(sources))),
            issuer=told["issuer"],
            number=f"第{brief.number}期",
            sources=sources,
            signature=told["issuer"],
            day=day,
            imprint=((told["issuer"], f"{spoken}印发"),),
        )


def sources_of(brief: Brief, home: str) -> tuple[Source, ...]:
    """For each total the returns it adds up; then those of the areas, and the brief's own page."""
    told = brief.told
    under = home + reverse("campaigns:returns", args=[brief.campaign_id])
    own = home + reverse("briefs:brief", args=[brief.campaign_id, brief.number])
    held = (
        f"{told['reported']}个单位现行报数之和（共{told['returns']}版，"
        f"其中更正过的{told['corrected']}个单位），截至{told['at']}"
    )
    figures = tuple(Source(f"{one['name']}：{held}。", under) for one in told["measures"])
    return (
        *figures,
        Source(f"各区域合计：同上，按报数单位所在区域相加，截至{told['at']}。", under),
        Source("本期所据的每一版报数，及此后改动：", own),
    )


def days(told: Any) -> str:
    """The day or days as a sentence begins with them."""
    first, last = date.fromisoformat(told["first"]), date.fromisoformat(told["last"])
    begun = f"{first.year}年{first.month}月{first.day}日"
    return begun if first == last else f"{begun}至{last.month}月{last.day}日"


def lead(told: Any, sources: tuple[Source, ...]) -> Para:
    """The day in one paragraph: what, who, and the totals, each on its source."""
    said = [
        Span(f"{days(told)}，{told['area']}开展“{told['name']}”活动。{told['note']}"),
        Span(f"截至{told['at']}，{told['asked']}个单位中有{told['reported']}个报数，合计"),
    ]
    marks = ["，"] * (len(told["measures"]) - 1) + ["。"]
    for number, one, mark in zip(count(1), told["measures"], marks, strict=False):
        figure = f"{one['total']}{one['unit']}"
        said += [Span(one["name"]), Span(figure, number, sources[number - 1].link), Span(mark)]
    return Para(tuple(said))


def areas(told: Any) -> tuple[Head | Para | Table, ...]:
    """The totals by area."""
    heads = [f"{one['name']}（{one['unit']}）" for one in told["measures"]]
    rows = tuple(
        (one["name"], "/".join(map(str, one["of"])), *one["totals"]) for one in told["areas"]
    )
    number = len(told["measures"]) + 1
    table = Table(
        ("区域", "已报/应报", *heads),
        rows,
        "分区域统计",
        (AREA_WIDTH, *[FIGURE_WIDTH] * (len(heads) + 1)),
        frozenset(range(1, len(heads) + 2)),
    )
    return Head(1, "分区域情况"), Para((Span("各区域合计见下表", number), Span("。"))), table


def parties(told: Any) -> tuple[Head | Para, ...]:
    """Who took part, by kind of unit, and how many are still missing."""
    said = "、".join(
        f"{UNIT_KINDS[UnitKind(kind)]}{held}个（应报{asked}个）"
        for kind, held, asked in told["kinds"]
    )
    left = told["asked"] - told["reported"]
    rest = f"尚有{left}个单位未报数。" if left else "应报单位已全部报数。"
    return Head(1, "参加单位"), Para((Span(f"报数的单位：{said}。{rest}"),))


def records(told: Any, last: int) -> tuple[Head | Para, ...]:
    """How the figures came about."""
    if told["corrected"]:
        said = f"有{told['corrected']}个单位更正过报数，更正前的数和理由都有留存"
    else:
        said = "没有单位更正过报数"
    return Head(1, "数据说明"), Para((Span(said), Span("，逐份可查", last), Span("。")))
