"""What is filled in to ask for a roster, and to change one by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.proposals.rules import LEAST_SECONDS, MOST_SECONDS
from wenming.service.rosters.rules import Terms
from wenming.service.shifts.calendars import hours_of
from wenming.service.shifts.models import Shift

HEAVIEST = 1000


class AskForm(forms.Form):
    """What the unit weighs, and how long the planner may take."""

    missing = forms.IntegerField(
        label=_("比希望人数少一人折算"),
        min_value=0,
        max_value=HEAVIEST,
        initial=Terms.missing,
        help_text=_("至少人数总要满足；这里说的是希望人数。"),
    )
    uneven = forms.IntegerField(
        label=_("每偏离应摊一小时折算"),
        min_value=0,
        max_value=HEAVIEST,
        initial=Terms.uneven,
        help_text=_("应摊的小时数连同前三个月一起算；越大，各人越匀。"),
    )
    weekend = forms.IntegerField(
        label=_("一个周末也不休折算"), min_value=0, max_value=HEAVIEST, initial=Terms.weekend
    )
    seconds = forms.IntegerField(
        label=_("最多几秒"), min_value=LEAST_SECONDS, max_value=MOST_SECONDS, initial=60
    )

    def given(self) -> dict[str, Any]:
        """The terms as they are asked."""
        return {name: self.cleaned_data[name] for name in ("missing", "uneven", "weekend")}


class ChangeForm(forms.Form):
    """On one day of one member, a shift or none."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    shift = forms.ModelChoiceField(
        Shift.objects.none(), label=_("班次"), required=False, empty_label=_("休息")
    )

    def __init__(self, shifts: Any, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        fields: Any = self.fields
        fields["shift"].queryset = shifts
        told = [(s.pk, f"{s.word} {hours_of(s)} {s.post.site} {s.post.duty}") for s in shifts]
        fields["shift"].choices = [("", _("休息")), *told]
