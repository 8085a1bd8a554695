"""What is filled in to open shifts for sign-up, and to sign up."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wenming.org.models import Unit
from wenming.service.members.models import Member
from wenming.service.shifts.models import Post
from wenming.service.signups.drafts import OpeningDraft

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OpeningForm(forms.Form):
    """Which shifts of a post are opened, for how many, from when, for whom."""

    first = forms.DateField(label=_("从哪天的班"), widget=DAY)
    last = forms.DateField(label=_("到哪天的班"), widget=DAY)
    places = forms.IntegerField(label=_("每班名额"), min_value=1, max_value=500)
    opens = forms.DateField(label=_("哪天开始报名"), widget=DAY)
    opens_at = forms.TimeField(
        label=_("几点开始"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closing = forms.IntegerField(label=_("开班前几小时截止"), min_value=0, max_value=720, initial=2)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("哪些单位的队员"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    anyone = forms.BooleanField(label=_("已准入的队伍都可报名"), required=False)

    def __init__(self, post: Post, data: Any = None) -> None:
        now = timezone.localtime()
        begins = {
            "first": now.date(),
            "last": now.date() + timedelta(days=14),
            "places": post.most,
            "opens": now.date(),
            "opens_at": now.time().replace(second=0, microsecond=0),
            "units": [post.unit_id],
        }
        super().__init__(data, initial=begins)
        fields: Any = self.fields
        there = Member.objects.serving().values("unit")
        fields["units"].queryset = Unit.objects.filter(pk__in=there)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given = super().clean() or {}
        if "first" in given and "last" in given and given["last"] < given["first"]:
            self.add_error("last", _("结束日期早于开始日期。"))
        return given

    def draft(self) -> OpeningDraft:
        """What was filled in."""
        data = self.cleaned_data
        return OpeningDraft(
            data["first"],
            data["last"],
            local(data["opens"], data["opens_at"]),
            data["closing"],
            data["places"],
            tuple(unit.pk for unit in data["units"]),
            data["anyone"],
        )


def local(day: date, at: time) -> datetime:
    """An hour of a day here."""
    return datetime.combine(day, at, timezone.get_current_timezone())
