"""What is filled in to ask for a matching, and to match one order otherwise."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.proposals.rules import LEAST_SECONDS, MOST_SECONDS
from wenming.service.matching.rules import Terms
from wenming.service.orders.drafts import Given
from wenming.service.orders.models import Order
from wenming.service.stations.models import Venue
from wenming.service.volunteers.models import PARTS, Team
from wenming.service.volunteers.rules import Part
from wenming.web.forms import among

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FAR = 100_000  # metres: nothing in a city is worth more


def tomorrow() -> Any:
    """The day after today."""
    return localdate() + timedelta(days=1)


class AskForm(forms.Form):
    """From which day, and what the office weighs against a metre of way."""

    since = forms.DateField(label=_("从这一天起"), widget=DAY, initial=tomorrow)
    days = forms.IntegerField(label=_("往后看几天"), min_value=1, max_value=31, initial=Terms.days)
    day = forms.IntegerField(
        label=_("晚一天相当于多走（米）"), min_value=0, max_value=FAR, initial=Terms.day
    )
    even = forms.IntegerField(
        label=_("多接一单相当于多走（米）"), min_value=0, max_value=FAR, initial=Terms.even,
        help_text=_("越大，各队接单越匀。"),
    )  # fmt: skip
    seconds = forms.IntegerField(
        label=_("最多几秒"), min_value=LEAST_SECONDS, max_value=MOST_SECONDS, initial=60
    )

    def given(self) -> dict[str, Any]:
        """The terms as they are asked."""
        return {name: self.cleaned_data[name] for name in ("days", "day", "even")}


class ChangeForm(forms.Form):
    """For one order another team, day, part or venue; no team: it is held back."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("服务队"), required=False, empty_label=_("先不派")
    )
    day = forms.DateField(label=_("日期"), widget=DAY, required=False)
    part = forms.ChoiceField(label=_("时段"), choices=choices(PARTS))
    venue = forms.ModelChoiceField(
        Venue.objects.none(), label=_("场地"), required=False, empty_label=_("不用场地")
    )

    def __init__(self, order: Order, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        teams, venues = Team.objects.admitted(), Venue.objects.select_related("station")
        among(self, "team", teams)
        kind = order.offer.hall
        among(self, "venue", venues.filter(kind=kind))
        if not kind:
            del self.fields["venue"]

    def given(self) -> Given:
        """What was filled in."""
        data = self.cleaned_data
        team, venue = data["team"], data.get("venue")
        return Given(
            team=team.pk if team else None,
            day=data["day"],
            part=Part(data["part"]),
            venue=venue.pk if venue else None,
        )
