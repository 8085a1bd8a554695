"""What is filled in to give a site to a unit."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.duties.models import CHARGE_KINDS
from wenming.duties.rules import ChargeKind
from wenming.kit.flow import choices
from wenming.org.models import Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HandForm(forms.Form):
    """To whom a charge goes, from which day, and why."""

    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("接手单位"), empty_label=_("请选择"))
    since = forms.DateField(
        label=_("从这一天起"),
        widget=DAY,
        initial=localdate,
        help_text=_("前一天为止由原单位负责。"),
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReleaseForm(forms.Form):
    """The last day of a charge nobody takes over, and why."""

    until = forms.DateField(
        label=_("最后一天"),
        widget=DAY,
        initial=localdate,
        help_text=_("此后没有单位包，直到另定。"),
    )
    why = forms.CharField(label=_("理由"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class ChargeForm(forms.Form):
    """Which unit answers for a site, in which way, from which day."""

    kind = forms.ChoiceField(label=_("职责"), choices=choices(CHARGE_KINDS))
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("单位"), empty_label=_("请选择"))
    since = forms.DateField(label=_("从这一天起"), widget=DAY, initial=localdate)

    def given(self) -> dict[str, Any]:
        """What was filled in."""
        data = self.cleaned_data
        return {"unit": data["unit"], "kind": ChargeKind(data["kind"]), "since": data["since"]}
