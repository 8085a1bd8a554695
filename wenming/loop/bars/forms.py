"""What is written of an entry of the negative list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.loop.standards.models import Bar
from wenming.org.models import Unit


class BarForm(forms.Form):
    """An entry of the negative list."""

    text = forms.CharField(
        label=_("情形"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    unit = forms.ModelChoiceField(
        Unit.objects.responsible(), label=_("责任单位"), required=False, empty_label=_("未明确")
    )

    def __init__(self, bar: Bar | None = None, data: Any = None) -> None:
        begins = {"text": bar.text, "unit": bar.unit_id} if bar else {}
        super().__init__(data, initial=begins, auto_id=f"id_bar{bar.pk if bar else ''}_%s")
