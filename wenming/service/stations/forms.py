"""What is filled in to book a venue."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.service.stations.drafts import Wanted
from wenming.service.stations.models import Station, Venue

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class BookForm(forms.Form):
    """Which venue of a station, on which day, from when to when, what for."""

    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("场地"), empty_label=None)
    day = forms.DateField(label=_("日期"), widget=DAY, initial=localdate)
    starts = forms.TimeField(label=_("从几点"), widget=CLOCK)
    ends = forms.TimeField(label=_("到几点"), widget=CLOCK)
    heads = forms.IntegerField(label=_("人数"), min_value=1, max_value=9999, initial=10)
    purpose = forms.CharField(label=_("用途"), max_length=100)

    def __init__(self, station: Station, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["venue"].queryset = station.venues.all()  # type: ignore[attr-defined]

    def given(self) -> Wanted:
        """The booking that is wanted."""
        data = self.cleaned_data
        start, end = (
            timezone.make_aware(datetime.combine(data["day"], data[name]))
            for name in ("starts", "ends")
        )
        return Wanted(data["venue"].pk, start, end, data["purpose"], data["heads"])
