"""What is filled in to put a team forward."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.org.models import Unit, User
from wenming.service.members.actions import city_wide
from wenming.service.volunteers.drafts import TeamDraft
from wenming.service.volunteers.models import PARTS, WEEKDAYS
from wenming.service.volunteers.rules import WEEK


def week() -> list[tuple[str, str]]:
    """The parts of the week, in words."""
    words = [f"{day} {part}" for day in WEEKDAYS for part in PARTS.values()]
    return list(zip(WEEK, words, strict=True))


class TeamForm(forms.Form):
    """A team: what it can do, from where, when."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("所属单位"), empty_label=None)
    name = forms.CharField(label=_("队伍名称"), max_length=60)
    skills = forms.CharField(
        label=_("服务专长"), max_length=200, help_text=_("几项之间用顿号分开，如：理发、普法。")
    )
    times = forms.MultipleChoiceField(
        label=_("可服务时段"), choices=week, widget=forms.CheckboxSelectMultiple
    )
    contact = forms.CharField(label=_("队长"), max_length=40, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    heads = forms.IntegerField(label=_("人数"), min_value=1, max_value=9999, initial=5)
    reach = forms.IntegerField(
        label=_("最远服务（米）"), min_value=100, max_value=100_000, initial=8000
    )
    most = forms.IntegerField(label=_("每月至多接单"), min_value=1, max_value=999, initial=8)

    def __init__(self, user: User, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = [u for u in user.reach.units if "roster" in user.powers("", [u])]
        rows = (
            Unit.objects.all() if "roster" in city_wide(user) else Unit.objects.filter(pk__in=mine)
        )
        self.fields["unit"].queryset = rows  # type: ignore[attr-defined]

    def given(self) -> TeamDraft:
        """The team as it is described; it starts from its unit's office."""
        data = dict(self.cleaned_data)
        unit: Unit = data.pop("unit")
        skills = data.pop("skills").replace("，", "、").replace(",", "、").split("、")
        times = tuple(data.pop("times"))
        return TeamDraft(
            unit.pk, skills=tuple(skills), times=times, lon=unit.lon, lat=unit.lat, **data
        )
