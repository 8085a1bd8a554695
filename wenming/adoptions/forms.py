"""What is filled in to ask for an allocation, to say a wish, and to change a proposal."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.adoptions.actions import Change
from wenming.adoptions.models import WISHES
from wenming.adoptions.rules import Terms
from wenming.kit.flow import choices
from wenming.org.models import Unit
from wenming.places.actions import SEGMENT
from wenming.places.models import Site
from wenming.proposals.rules import LEAST_SECONDS, MOST_SECONDS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FAR = 100_000  # metres: no wish in a city is worth more


def segments() -> Any:
    """The segments in use."""
    return Site.objects.active().filter(kind__name=SEGMENT).order_by("code")


class AskForm(forms.Form):
    """For which year, and what the office weighs against a metre of way."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2099)
    since = forms.DateField(
        label=_("从这一天起"), widget=DAY, help_text=_("前一天为止仍由原单位包。")
    )
    moved = forms.IntegerField(
        label=_("换一个单位相当于多走（米）"), min_value=0, max_value=FAR, initial=Terms.moved,
        help_text=_("越大，与上年相比变动越少。"),
    )  # fmt: skip
    wished = forms.IntegerField(
        label=_("一个意愿相当于（米）"), min_value=0, max_value=FAR, initial=Terms.wished
    )
    uneven = forms.IntegerField(
        label=_("每偏离应摊长度一米折算（百分之几米）"), min_value=0, max_value=1000,
        initial=Terms.uneven, help_text=_("应摊长度按单位人数算；越大，各单位人均越匀。"),
    )  # fmt: skip
    metres_a_head = forms.IntegerField(
        label=_("每人最多照看（米）"), min_value=1, max_value=FAR, required=False,
        help_text=_("不填，不设上限。"),
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("每个单位至多包几段"), min_value=1, max_value=9, initial=Terms.most,
        help_text=_("每个单位至少包一段；路段比单位多时，要大于一。"),
    )  # fmt: skip
    seconds = forms.IntegerField(
        label=_("最多几秒"), min_value=LEAST_SECONDS, max_value=MOST_SECONDS, initial=60
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"].initial = localdate().year
        self.fields["since"].initial = localdate().replace(month=1, day=1)

    def given(self) -> dict[str, Any]:
        """The terms as they are asked."""
        names = ("moved", "wished", "uneven", "metres_a_head", "most")
        told = {name: self.cleaned_data[name] for name in names}
        return told | {"since": self.cleaned_data["since"].isoformat()}


class WishForm(forms.Form):
    """Which unit would like, or had better not have, which segment."""

    unit = forms.ModelChoiceField(
        Unit.objects.exclude(lon=None), label=_("单位"), empty_label=_("请选择")
    )
    site = forms.ModelChoiceField(segments(), label=_("路段"), empty_label=_("请选择"))
    kind = forms.ChoiceField(label=_("意愿"), choices=choices(WISHES))
    note = forms.CharField(label=_("理由"), max_length=200, required=False)


class ChangeForm(forms.Form):
    """At one segment, one unit for another."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    site = forms.ModelChoiceField(segments(), widget=forms.HiddenInput)
    old = forms.ModelChoiceField(
        Unit.objects.exclude(lon=None),
        label=_("换下"),
        required=False,
        empty_label=_("不换下，加一个"),
    )
    new = forms.ModelChoiceField(
        Unit.objects.exclude(lon=None),
        label=_("换上"),
        required=False,
        empty_label=_("不换上，减一个"),
    )
    swap = forms.BooleanField(
        label=_("对调：换下的单位去换上的单位原来的路段"), required=False, initial=True
    )

    def given(self) -> Change:
        """The change."""
        data = self.cleaned_data
        return Change(data["site"], data["old"], data["new"], data["swap"])
