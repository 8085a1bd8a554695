"""What is filled in to ask for tours, to change them, and to set the hours of a kind of site."""

from datetime import time
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.loop.inspections.models import Round
from wenming.loop.tours.actions import Change
from wenming.loop.tours.rules import MOST_DAYS, Terms
from wenming.org.models import Unit, User
from wenming.places.models import SiteKind
from wenming.proposals.rules import LEAST_SECONDS, MOST_SECONDS
from wenming.web.forms import among, one_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def minutes(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute


def at(minute: int) -> time:
    """The moment so many minutes after midnight."""
    return time(minute // 60 % 24, minute % 60)


class AskForm(forms.Form):
    """For which round and days, and how people go."""

    round = forms.ModelChoiceField(Round.objects.none(), label=_("批次"), empty_label=None)
    day = forms.DateField(label=_("第一天"), widget=DAY)
    days = forms.IntegerField(
        label=_("几个工作日"), min_value=1, max_value=MOST_DAYS, initial=Terms.days
    )
    begins = forms.TimeField(label=_("出发"), widget=CLOCK, initial=at(Terms.begins))
    ends = forms.TimeField(label=_("收工"), widget=CLOCK, initial=at(Terms.ends))
    lunch = forms.TimeField(label=_("午休开始"), widget=CLOCK, initial=at(Terms.lunch))
    lunch_minutes = forms.IntegerField(
        label=_("午休（分钟）"), min_value=0, max_value=240, initial=Terms.lunch_minutes
    )
    speed = forms.IntegerField(
        label=_("时速（公里）"), min_value=2, max_value=60, initial=Terms.speed,
        help_text=_("步行约 4，骑车约 12，市内开车约 25。"),
    )  # fmt: skip
    base = forms.IntegerField(
        label=_("每个点位（分钟）"), min_value=1, max_value=240, initial=Terms.base
    )
    each = forms.IntegerField(
        label=_("每条标准再加（分钟）"), min_value=0, max_value=60, initial=Terms.each
    )
    start = forms.ModelChoiceField(
        Unit.objects.exclude(lon=None), label=_("从哪里出发"), required=False,
        empty_label=_("各组点位的中间"), help_text=_("本单位有办公位置的人从本单位出发。"),
    )  # fmt: skip
    detour = forms.DecimalField(
        label=_("一个点位值得绕几公里"), min_value=0, max_value=100, max_digits=4, decimal_places=1,
        required=False,
        help_text=_("日常巡查填，绕得远的就不去；不填，每个点位都要去。"),
    )  # fmt: skip
    roads = forms.BooleanField(
        label=_("沿道路算路程"), required=False, initial=True,
        help_text=_("已导入的道路和路段；没有导入时，按直线的 1.3 倍算。"),
    )  # fmt: skip
    seconds = forms.IntegerField(
        label=_("最多几秒"), min_value=LEAST_SECONDS, max_value=MOST_SECONDS, initial=60
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["day"].initial = localdate()
        among(self, "round", Round.objects.under_way())

    def given(self) -> dict[str, Any]:
        """The terms as they are asked."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("days", "lunch_minutes", "speed", "base", "each")}
        times = {name: minutes(data[name]) for name in ("begins", "ends", "lunch")}
        start = data["start"].pk if data["start"] else None
        way = {"detour": int((data["detour"] or 0) * 1000), "roads": data["roads"]}
        return plain | times | way | {"day": data["day"].isoformat(), "start": start}


class HoursForm(forms.Form):
    """When a kind of site is to be visited (both empty: all day), and how much it weighs."""

    kind = forms.ModelChoiceField(
        SiteKind.objects.all(), label=_("点位类型"), empty_label=_("请选择")
    )
    first = forms.TimeField(label=_("最早开始"), widget=CLOCK, required=False)
    last = forms.TimeField(
        label=_("最晚开始"), widget=CLOCK, required=False, help_text=_("两个都不填，全天都可以。")
    )
    weight = forms.IntegerField(
        label=_("分量"),
        min_value=1,
        max_value=9,
        initial=1,
        help_text=_("排不下时，分量大的先去。"),
    )

    def clean(self) -> dict[str, Any]:
        """Both or none, in their order."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if (first is None) != (last is None) or (first and last and last < first):
            raise forms.ValidationError(_("最早、最晚要一起填，最晚不早于最早。"))
        return data

    def hours(self) -> tuple[int, int] | None:
        """The hours in minutes after midnight."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return None if first is None else (minutes(first), minutes(last))


class ChangeForm(forms.Form):
    """To whom a stop goes, on which day, as the how-manieth."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("督查员"), required=False, empty_label=_("不排")
    )
    day = forms.ChoiceField(label=_("日期"))
    order = forms.IntegerField(label=_("第几站"), min_value=1, max_value=200, initial=1)

    def __init__(self, people: list[int], days: list[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        among(self, "user", User.objects.filter(pk__in=people))
        one_of(self, "day", [(day, day) for day in days])

    def given(self, stop: int) -> Change:
        """The change."""
        data = self.cleaned_data
        user = data["user"].pk if data["user"] else None
        return Change(stop, user, data["day"], data["order"])
