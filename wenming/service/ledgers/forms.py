"""What is filled in about hours."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.service.ledgers.drafts import ServiceDraft
from wenming.service.volunteers.models import Volunteer
from wenming.web.forms import among


class ServiceForm(forms.Form):
    """Somebody served, and no shift says so."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    volunteer = forms.ModelChoiceField(Volunteer.objects.none(), label=_("志愿者"))
    day = forms.DateField(
        label=_("日期"),
        initial=localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hours = forms.DecimalField(
        label=_("小时"),
        min_value=0.1,
        max_value=24,
        decimal_places=2,
        help_text=_("实际服务的时间，路上不算。"),
    )
    what = forms.CharField(label=_("服务内容"), max_length=100)

    def __init__(self, unit: int, data: Any = None) -> None:
        super().__init__(data)
        rows = Volunteer.objects.known().filter(belongings__member__unit=unit)
        among(self, "volunteer", rows.distinct())
        self.unit = unit

    def draft(self) -> ServiceDraft:
        """The line."""
        data = self.cleaned_data
        minutes = int(data["hours"] * 60)
        who, day, what = data["volunteer"].pk, data["day"], data["what"]
        return ServiceDraft(who, self.unit, day, minutes, what, str(data["key"]))


class LevelsForm(forms.Form):
    """The table of stars."""

    hours = forms.RegexField(
        r"^\s*\d{1,6}([\s、，,/]+\d{1,6})*\s*$",
        label=_("从一星起，各要多少小时"),
        help_text=_("由少到多，用顿号分开，如：100、300、600、1000、1500。"),
    )

    def given(self) -> list[int]:
        """The hours, from one star on."""
        said = self.cleaned_data["hours"]
        for mark in "、，,/":
            said = said.replace(mark, " ")
        return [int(one) for one in said.split()]
