"""What is filled in to order something, and to take a step on an order."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import User
from wenming.service.members.actions import city_wide
from wenming.service.orders.drafts import Given, OrderDraft
from wenming.service.orders.models import ORDER_MOVES, Order
from wenming.service.orders.rules import ARRANGING, ARROWS, Move
from wenming.service.stations.models import Offer, Station, Venue
from wenming.service.volunteers.models import PARTS, Team
from wenming.service.volunteers.rules import Part

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
STARS = [(n, "★" * n) for n in range(5, 0, -1)]


class OrderForm(forms.Form):
    """For whom, where, when: few fields, large enough for a phone in large type."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("怎么称呼"), max_length=40)
    phone = forms.CharField(
        label=_("联系电话"), max_length=40, required=False,
        help_text=_("没有电话也行：站里会登门告知。"),
    )  # fmt: skip
    helper = forms.CharField(
        label=_("代点人"), max_length=40, required=False,
        help_text=_("替别人点的，请写上自己怎么称呼；给自己点就空着。"),
    )  # fmt: skip
    address = forms.CharField(label=_("住址"), max_length=200, required=False)
    heads = forms.IntegerField(label=_("人数"), min_value=1, max_value=999, initial=1)
    earliest = forms.DateField(label=_("最早哪天"), widget=DAY, initial=localdate)
    latest = forms.DateField(label=_("最晚哪天"), widget=DAY)
    part = forms.ChoiceField(
        label=_("什么时候方便"), required=False, choices=[("", _("都行")), *choices(PARTS)]
    )
    wishes = forms.CharField(label=_("还想说的"), max_length=400, required=False)

    def given(self, station: Station, offer: Offer) -> OrderDraft:
        """The order."""
        data = dict(self.cleaned_data)
        key: UUID = data.pop("key")
        said = data.pop("part")
        part = Part(said) if said else None
        return OrderDraft(key=key, station=station.pk, offer=offer.pk, part=part, **data)


class MoveForm(forms.Form):
    """What a step brings, by the needs of its arrow."""

    def __init__(self, order: Order, move: Move, user: User, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{move.value}_%s")
        self.order, self.move = order, move
        needs = ARROWS[move].needs
        if move in ARRANGING:
            self.arranging(order, user, own=move is Move.GRAB)
        if "stars" in needs:
            self.fields["stars"] = forms.TypedChoiceField(
                label=_("评分"), choices=STARS, coerce=int, widget=forms.RadioSelect
            )
        self.fields["note"] = forms.CharField(
            label=_("说明"),
            max_length=400,
            required="note" in needs,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def arranging(self, order: Order, user: User, *, own: bool) -> None:
        """A team that can do it, a day with its part, and a venue where one is needed."""
        teams = Team.objects.admitted().filter(skills=order.offer.skill_id)
        if own and "roster" not in city_wide(user):
            teams = teams.led_by(user)
        teams = teams.exclude(pk__in=order.declined.values("pk"))
        self.fields["team"] = forms.ModelChoiceField(teams, label=_("服务队"), empty_label=None)
        first = max(order.earliest, localdate())
        self.fields["day"] = forms.DateField(label=_("日期"), widget=DAY, initial=first)
        self.fields["part"] = forms.ChoiceField(
            label=_("时段"), choices=choices(PARTS), initial=order.part
        )
        if order.offer.hall:
            halls = Venue.objects.filter(kind=order.offer.hall, seats__gte=order.heads)
            self.fields["venue"] = forms.ModelChoiceField(
                halls.select_related("station"), label=_("场地"), empty_label=None
            )

    @property
    def word(self) -> str:
        """What the button says."""
        return str(ORDER_MOVES[self.move])

    @property
    def dialog(self) -> str:
        """The dialog it opens in."""
        return f"do-{self.move.value}"

    def given(self) -> Given:
        """What was filled in."""
        data = self.cleaned_data
        team, venue = data.get("team"), data.get("venue")
        return Given(
            team=team.pk if team else None,
            day=data.get("day"),
            part=Part(data["part"]) if data.get("part") else None,
            venue=venue.pk if venue else None,
            note=data.get("note", ""),
            stars=data.get("stars"),
        )
