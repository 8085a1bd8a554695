"""What anybody fills in: an order, its number and code, how it was."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.service.orders.drafts import OrderDraft
from wenming.service.orders.forms import STARS, OrderForm
from wenming.service.stations.models import Offer, Station


class OpenOrderForm(OrderForm):
    """For whom and when; `website` is a field no person sees."""

    website = forms.CharField(required=False)
    field_order = (
        "name",
        "phone",
        "address",
        "earliest",
        "latest",
        "part",
        "heads",
        "wishes",
        "helper",
    )

    def __init__(self, offer: Offer, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        fields: Any = self.fields
        fields["phone"].required = True
        fields["phone"].help_text = _("只用来联系这一单。没有电话，请邻居或站里代点。")
        fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        if offer.hall:
            del fields["address"]
        else:
            fields["address"].required = True
        if offer.most == 1:
            fields["heads"].widget = forms.HiddenInput()

    def asked(self, station: Station, offer: Offer) -> OrderDraft:
        """The order."""
        self.cleaned_data.pop("website")
        return self.given(station, offer)


class SlipForm(forms.Form):
    """The number of an order and its code."""

    number = forms.CharField(label=_("单号"), max_length=20, help_text=_("如 DD2026-00012"))
    code = forms.CharField(
        label=_("查询码"), max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    def clean_number(self) -> str:
        """As it is kept, however it was typed."""
        return str(self.cleaned_data["number"]).strip().upper()

    def clean_code(self) -> str:
        """Its digits."""
        return "".join(filter(str.isdigit, self.cleaned_data["code"]))


class RateForm(forms.Form):
    """How it was."""

    stars = forms.TypedChoiceField(
        label=_("评分"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("评价"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
