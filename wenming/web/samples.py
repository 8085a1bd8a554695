"""Invented things for the sheet of parts: no table, no city, nothing that looks like real data."""

from datetime import UTC, datetime
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wenming.web.charts import Reading
from wenming.web.filters import Chip, Input, Narrowed, Option
from wenming.web.paging import Page
from wenming.web.shapes import Happened, Stage

AT = datetime(2026, 5, 14, 1, 15, tzinfo=UTC)
ROWS = cast("list[Model]", [1, 2, 3])
NO_ROWS = cast("QuerySet[Model]", ())
SERIES = (
    ("2025 一", 81.9, 1.8),
    ("二", 83.1, 1.8),
    ("三", 84.6, 1.7),
    ("四", 85.6, 1.6),
    ("2026 一", 86.3, 1.4),
    ("二", 86.5, 1.4),
    ("三", 87.4, 1.2),
)
TIES = (
    ("1–2", (("东湖街道", 91.2, 1.8, 38), ("柳园街道", 90.6, 1.9, 36))),
    ("3–4", (("青石桥街道", 87.5, 1.7, 40), ("北苑街道", 87.1, 2.2, 28))),
    ("5", (("鼓楼街道", 82.4, 1.8, 41),)),
)


class Sample(forms.Form):
    """One field of each kind."""

    unit = forms.ChoiceField(label="责任单位", choices=[("", "请选择"), ("a", "鼓楼街道")])
    until = forms.DateField(
        label="完成期限",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="周末和节假日不计。",
    )
    note = forms.CharField(
        label="整改措施",
        required=False,
        widget=forms.Textarea,
        help_text="写做了什么、谁做、做到何时。",
    )
    kind = forms.ChoiceField(
        label="时限类别",
        choices=[("now", "立行立改"), ("term", "限期"), ("long", "长期")],
        widget=forms.RadioSelect,
    )
    tell = forms.BooleanField(label="同时告知协办单位", required=False)
    photo = forms.FileField(label="照片", required=False)


def everything(request: HttpRequest) -> dict[str, Any]:
    """What web/components.html draws."""
    return {
        "form": Sample(),
        "wrong": Sample({"until": "2026-13-01", "kind": "never"}, prefix="wrong"),
        "stages": stages(),
        "happened": happened(),
        "readings": [Reading(word, at, at - m, at + m, "#figures") for word, at, m in SERIES],
        "ties": ties(),
        "states": states(),
        "page": Page(ROWS, 3, 50, 8123, more=False, sort="-due", params=request.GET),
        "long": Page(ROWS, 200, 50, 10_000, more=True, sort="due", params=request.GET),
        "narrowed": Narrowed(
            NO_ROWS, inputs(), (Chip("超期", "?"), Chip("背街小巷", "?")), (), (("sort", "-due"),)
        ),
        "unknown": Narrowed(NO_ROWS, (), (), ("flying",), ()),
    }


def stages() -> list[Stage]:
    """A case on its way."""
    return [
        Stage("立案", "5月11日 10:31", "done"),
        Stage("派遣", "用 1.1 工时", "done"),
        Stage("签收", "用 0.4 工时", "done"),
        Stage("整改", "用 18.25 工时", "done"),
        Stage("复核", "余 5.5 工时", "now"),
        Stage("销号"),
    ]


def happened() -> list[Happened]:
    """What came to pass."""
    return [
        Happened("督查三组", "复核", note="自 5月14日 09:15 起", when=_("等待复核"), kind="now"),
        Happened("鼓楼街道", "报整改完成", note="附照片 1 张", at=AT, kind="mended"),
        Happened("创城办", "派遣", "至 鼓楼街道", at=datetime(2025, 12, 31, 3, tzinfo=UTC)),
    ]


def ties() -> list[tuple[str, list[dict[str, Any]]]]:
    """Ranks as groups that do not differ."""
    return [
        (
            rank,
            [
                {"name": n, "at": at, "m": m, "lo": at - m, "hi": at + m, "n": k}
                for n, at, m, k in rows
            ],
        )
        for rank, rows in TIES
    ]


def states() -> list[tuple[str, str]]:
    """One of each look."""
    return [
        ("filed", "待派遣"),
        ("assigned", "待签收"),
        ("taken", "整改中"),
        ("fixed", "待复核"),
        ("closed", "已销号"),
        ("published", "已发布"),
        ("refused", "不立案"),
        ("shelved", "挂账"),
        ("appealed", "申诉中"),
    ]


def inputs() -> tuple[Input, ...]:
    """Fields of a filter."""
    units = (Option("", "全部", True), Option("1", "鼓楼街道", False))
    return (
        Input("q", "单号、点位、问题", "search", "杏林巷"),
        Input("unit", "责任单位", "select", "", units),
        Input("seen_from", "发现日期自", "date", "2026-05-01"),
        Input("late", "超期", "flag", "1"),
    )


def streets() -> dict[str, Any]:
    """A little net of streets with one of each look, for the map."""
    looks = ("", "open", "late", "none")
    lines = [
        feature(
            {"type": "LineString", "coordinates": [[104 + x, 30 + y], [104.008 + x, 30.001 + y]]},
            look=looks[(i + j) % 4],
            name=f"示例街 {i}–{j}",
            url="#map",
            note="3 件在办",
        )
        for i, x in enumerate((0, 0.01, 0.02, 0.03))
        for j, y in enumerate((0, 0.006, 0.012))
    ]
    dots = [
        feature(
            {"type": "Point", "coordinates": [104.004 + i / 100, 30.004]},
            look=look,
            name=f"示例点位 {i}",
        )
        for i, look in enumerate(looks)
    ]
    edge = [[104 - 0.003, 29.997], [104.042, 29.997], [104.042, 30.016], [103.997, 30.016]]
    area = feature(
        {"type": "Polygon", "coordinates": [[*edge, edge[0]]]}, look="area", name="示例街道"
    )
    return {"type": "FeatureCollection", "features": [area, *lines, *dots]}


def feature(geometry: dict[str, Any], **properties: str) -> dict[str, Any]:
    """One GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}
